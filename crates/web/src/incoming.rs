//! From what the socket gave to a [`Request`]: bodies up to the route's limit, forms, files, cookies and the headers that
//! handlers care for. What cannot be read is refused in words.

use crate::form::REQUEST_KEY;
use crate::request::{Request, Upload};
use crate::{Credentials, Problem, Route};
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequestParts, RawPathParams};
use axum::http::{HeaderMap, header, request::Parts};
use bytes::Bytes;
use std::net::SocketAddr;
use std::time::Duration;

/// Most fields a form may have: more is no form of ours.
const MOST_FIELDS: usize = 2_000;

/// How long what is sent may take to come: a large file on a slow line does.
const BODY: Duration = Duration::from_secs(180);

/// The names of the cookies. With TLS each is written with [`BOUND`] and read with nothing else.
pub(crate) const SESSION: &str = "throughcare";
pub(crate) const FORM: &str = "throughcare_form";
pub(crate) const DONE: &str = "throughcare_done";

/// A browser takes a cookie of such a name from this very host over TLS alone, so that neither a neighbour under the same
/// domain nor somebody on the wire can plant a session.
const BOUND: &str = "__Host-";

/// A `name=value; ...` as it is set: bound to this host where there is TLS.
pub(crate) fn set_cookie(cookie: &str, secure: bool) -> String {
    if secure { format!("{BOUND}{cookie}; Secure") } else { cookie.to_owned() }
}

/// What the request brought beside the [`Request`].
pub(crate) struct Incoming {
    pub(crate) request: Request,
    pub(crate) credentials: Credentials,
    /// The cookie by which forms of people who have not signed in are known.
    pub(crate) form_cookie: Option<String>,
    /// The words of the banner of the page that follows a POST.
    pub(crate) done: Option<String>,
    /// A page of another site sent this form.
    pub(crate) from_elsewhere: bool,
}

/// `secure` says that cookies come over TLS alone.
pub(crate) async fn read(route: &Route, request: axum::extract::Request, secure: bool) -> Result<Incoming, Problem> {
    let (mut parts, body) = request.into_parts();
    let params = RawPathParams::from_request_parts(&mut parts, &()).await.map_err(|_| unreadable("the address"))?;
    let params = params.iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    let bytes = collect(body, &parts, route.most_bytes).await?;
    let cookie = |name: &str| cookie(&parts.headers, name, secure);
    let media_type = text(&parts.headers, "content-type").unwrap_or("");
    let mut request = Request {
        path: parts.uri.path().to_owned(),
        route: route.path,
        params,
        if_match: text(&parts.headers, header::IF_MATCH.as_str()).and_then(|v| v.trim_matches('"').parse().ok()),
        welsh: prefers_welsh(&parts.headers, cookie("throughcare_language")),
        address: parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip()),
        ..read_sent(media_type, parts.uri.query().unwrap_or(""), bytes).await?
    };
    request.request_key = key_of(&request, &parts.headers);
    let session = cookie(SESSION);
    request.session.clone_from(&session);
    let bearer = text(&parts.headers, "authorization").and_then(|v| v.strip_prefix("Bearer ")).map(str::to_owned);
    Ok(Incoming {
        credentials: Credentials { session, bearer, address: request.address },
        form_cookie: cookie(FORM),
        done: cookie(DONE).and_then(|v| decoded(&v)),
        from_elsewhere: text(&parts.headers, "sec-fetch-site").is_some_and(|s| !matches!(s, "same-origin" | "none")),
        request,
    })
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}

fn unreadable(what: &str) -> Problem {
    Problem::new(400, "malformed", "The request cannot be read", Some(format!("Something is wrong with {what}.")))
}

async fn collect(body: Body, parts: &Parts, most: usize) -> Result<Bytes, Problem> {
    let too_large = || {
        let limit = format!("The most that can be sent here is {}.", in_words(most));
        Problem::new(413, "too-large", "That is too large", Some(limit))
    };
    let declared = text(&parts.headers, "content-length").and_then(|v| v.parse::<usize>().ok());
    if declared.is_some_and(|d| d > most) {
        return Err(too_large());
    }
    match tokio::time::timeout(BODY, axum::body::to_bytes(body, most)).await {
        Ok(bytes) => bytes.map_err(|_| too_large()),
        Err(_) => {
            let words = format!("What was sent had not come after {} seconds. Try again.", BODY.as_secs());
            Err(Problem::new(408, "too-slow", "That took too long", Some(words)))
        }
    }
}

fn in_words(bytes: usize) -> String {
    match bytes / (1024 * 1024) {
        0 => format!("{} KB", bytes / 1024),
        megabytes => format!("{megabytes} MB"),
    }
}

/// The query and the body of a request as every route gets them. It needs no socket, so that hostile bytes can be thrown
/// at it.
///
/// # Errors
/// What cannot be read, in words.
pub async fn read_sent(media_type: &str, query: &str, body: Bytes) -> Result<Request, Problem> {
    let query = pairs_of(query.as_bytes()).ok_or_else(|| unreadable("the address"))?;
    let mut request = Request { query, ..Request::default() };
    if media_type.starts_with("application/x-www-form-urlencoded") {
        request.pairs = pairs_of(&body).ok_or_else(|| unreadable("the form"))?;
    } else if media_type.starts_with("multipart/form-data") {
        let boundary = multer::parse_boundary(media_type).map_err(|_| unreadable("the form"))?;
        fill_parts(&mut request, body, boundary).await?;
    } else {
        request.body = body.to_vec();
    }
    if request.pairs.len() > MOST_FIELDS { Err(unreadable("the form: it has too many fields")) } else { Ok(request) }
}

/// The pairs of an urlencoded text. Bytes that are no text would be replaced without a word, so they are refused.
fn pairs_of(encoded: &[u8]) -> Option<Vec<(String, String)>> {
    let figure = |at: usize| encoded.get(at).and_then(|b| char::from(*b).to_digit(16));
    let mut plain = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while let Some(byte) = encoded.get(at) {
        let escaped = (*byte == b'%').then(|| figure(at + 1).zip(figure(at + 2))).flatten();
        let escaped = escaped.and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        at += if escaped.is_some() { 3 } else { 1 };
        plain.push(escaped.unwrap_or(*byte));
    }
    std::str::from_utf8(&plain).ok()?;
    serde_html_form::from_bytes(encoded).ok()
}

async fn fill_parts(request: &mut Request, bytes: Bytes, boundary: String) -> Result<(), Problem> {
    let stream = futures_stream(bytes);
    let mut parts = multer::Multipart::new(stream, boundary);
    while let Some(part) = parts.next_field().await.map_err(|_| unreadable("the form"))? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(str::to_owned);
        let media_type = part.content_type().map(ToString::to_string).unwrap_or_default();
        let bytes = part.bytes().await.map_err(|_| unreadable("a file"))?;
        match name {
            // A file field that was left empty comes with no name.
            Some(name) if name.is_empty() => {}
            Some(name) => request.files.push(Upload { field, name, media_type, bytes: bytes.to_vec() }),
            None => {
                let typed = String::from_utf8(bytes.to_vec()).map_err(|_| unreadable("the form: it is not UTF-8"))?;
                request.pairs.push((field, typed));
            }
        }
        if request.pairs.len() + request.files.len() > MOST_FIELDS {
            return Err(unreadable("the form: it has too many fields"));
        }
    }
    Ok(())
}

fn futures_stream(bytes: Bytes) -> axum::body::BodyDataStream {
    Body::from(bytes).into_data_stream()
}

fn key_of(request: &Request, headers: &HeaderMap) -> Option<String> {
    let typed = request.pairs.iter().find(|(n, _)| n == REQUEST_KEY).map(|(_, v)| v.as_str());
    let key = typed.or_else(|| text(headers, "idempotency-key"))?;
    // A key is ours or a client's; anything longer is neither.
    (!key.is_empty() && key.len() <= 200).then(|| key.to_owned())
}

fn prefers_welsh(headers: &HeaderMap, chosen: Option<String>) -> bool {
    match chosen.as_deref() {
        Some("cy") => true,
        Some(_) => false,
        None => text(headers, "accept-language").is_some_and(|l| l.trim_start().starts_with("cy")),
    }
}

fn cookie(headers: &HeaderMap, name: &str, secure: bool) -> Option<String> {
    let bare = |sent: &str| if secure { sent.strip_prefix(BOUND) == Some(name) } else { sent == name };
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(sent, _)| bare(sent))
        .map(|(_, v)| v.to_owned())
}

/// A cookie value that holds words, `%20` and all.
pub(crate) fn encoded(words: &str) -> String {
    let mut out = String::new();
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn decoded(value: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(&format!("v={value}")).ok()?;
    pairs.into_iter().next().map(|(_, v)| v)
}
