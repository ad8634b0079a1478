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

/// The names of the cookies. With TLS they carry the prefix that binds them to this host.
pub(crate) const SESSION: &str = "throughcare";
pub(crate) const FORM: &str = "throughcare_form";
pub(crate) const DONE: &str = "throughcare_done";

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

pub(crate) async fn read(route: &Route, request: axum::extract::Request) -> Result<Incoming, Problem> {
    let (mut parts, body) = request.into_parts();
    let params = RawPathParams::from_request_parts(&mut parts, &()).await.map_err(|_| unreadable("the address"))?;
    let params = params.iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    let query = parts.uri.query().unwrap_or("");
    let query = serde_html_form::from_str(query).map_err(|_| unreadable("the address"))?;
    let bytes = collect(body, &parts, route.most_bytes).await?;
    let mut request = Request {
        path: percent_decoded_path(&parts),
        route: route.path,
        params,
        query,
        if_match: text(&parts.headers, header::IF_MATCH.as_str()).and_then(|v| v.trim_matches('"').parse().ok()),
        welsh: prefers_welsh(&parts.headers),
        address: parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip()),
        ..Request::default()
    };
    fill_body(&mut request, &parts, bytes).await?;
    request.request_key = key_of(&request, &parts.headers);
    let session = cookie(&parts.headers, SESSION);
    request.session.clone_from(&session);
    let bearer = text(&parts.headers, "authorization").and_then(|v| v.strip_prefix("Bearer ")).map(str::to_owned);
    Ok(Incoming {
        credentials: Credentials { session, bearer, address: request.address },
        form_cookie: cookie(&parts.headers, FORM),
        done: cookie(&parts.headers, DONE).and_then(|v| decoded(&v)),
        from_elsewhere: text(&parts.headers, "sec-fetch-site").is_some_and(|s| !matches!(s, "same-origin" | "none")),
        request,
    })
}

fn percent_decoded_path(parts: &Parts) -> String {
    parts.uri.path().to_owned()
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

async fn fill_body(request: &mut Request, parts: &Parts, bytes: Bytes) -> Result<(), Problem> {
    let media_type = text(&parts.headers, "content-type").unwrap_or("");
    if media_type.starts_with("application/x-www-form-urlencoded") {
        request.pairs = serde_html_form::from_bytes(&bytes).map_err(|_| unreadable("the form"))?;
    } else if media_type.starts_with("multipart/form-data") {
        let boundary = multer::parse_boundary(media_type).map_err(|_| unreadable("the form"))?;
        fill_parts(request, bytes, boundary).await?;
    } else {
        request.body = bytes.to_vec();
    }
    if request.pairs.len() > MOST_FIELDS { Err(unreadable("the form: it has too many fields")) } else { Ok(()) }
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
            None => request.pairs.push((field, String::from_utf8_lossy(&bytes).into_owned())),
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

fn prefers_welsh(headers: &HeaderMap) -> bool {
    match cookie(headers, "throughcare_language").as_deref() {
        Some("cy") => true,
        Some(_) => false,
        None => text(headers, "accept-language").is_some_and(|l| l.trim_start().starts_with("cy")),
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name || n.strip_prefix("__Host-") == Some(name))
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
