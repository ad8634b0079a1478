//! One request from the socket to the answer: body, who it is, permission, token, the handler on a blocking thread in its
//! transaction, and the failure as a page or a problem.

use crate::incoming::{self, Incoming};
use crate::request::{Ask, Request};
use crate::{Act, Admitted, Method, Problem, Reply, Route, Site, draft, headers};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use kernel::{Permission, Refusals};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use store::{Asker, Failure};

/// The style sheet, scripts and icon, built from npm packages.
#[derive(rust_embed::RustEmbed)]
#[folder = "../../assets/dist"]
struct AssetFiles;

/// The embedded list of hashed names, for [`Site::assets`].
#[must_use]
pub fn embedded_assets() -> crate::ui::Assets {
    AssetFiles::get("manifest.json").and_then(|f| crate::ui::Assets::read(&f.data).ok()).unwrap_or_default()
}

/// Every route of the site, the assets, and a page for what is not there.
pub fn router(site: Arc<Site>) -> Router {
    let mut router: Router = Router::new();
    let mut paths: Vec<&'static str> = site.routes.iter().map(|r| r.path).collect();
    paths.sort_unstable();
    paths.dedup();
    for path in paths {
        let mut methods: MethodRouter = MethodRouter::new();
        for index in site.routes.iter().enumerate().filter(|(_, r)| r.path == path).map(|(index, _)| index) {
            let filter = match site.routes.get(index).map(|r| r.method) {
                Some(Method::Get) => MethodFilter::GET,
                Some(Method::Post) => MethodFilter::POST,
                Some(Method::Put) => MethodFilter::PUT,
                _ => MethodFilter::DELETE,
            };
            let site = Arc::clone(&site);
            methods = methods.merge(on(filter, move |request| answer(Arc::clone(&site), index, request)));
        }
        router = router.route(path, methods);
    }
    let missing = Arc::clone(&site);
    router
        .route("/assets/{*name}", axum::routing::get(asset))
        .fallback(move |request: axum::extract::Request| not_there(Arc::clone(&missing), request))
        .layer(tower_http::compression::CompressionLayer::new())
}

async fn asset(axum::extract::Path(name): axum::extract::Path<String>) -> Response {
    let Some(file) = AssetFiles::get(&name) else {
        return plain(StatusCode::NOT_FOUND, "Not found");
    };
    let media_type = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    };
    let mut response = Response::new(Body::from(file.data));
    headers::harden(response.headers_mut(), false, true);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

fn plain(status: StatusCode, words: &'static str) -> Response {
    let mut response = Response::new(Body::from(words));
    *response.status_mut() = status;
    response
}

async fn not_there(site: Arc<Site>, request: axum::extract::Request) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let route = Route::get("/", Permission::Anyone, |_, _| Err(Failure::NotFound));
    match incoming::read(&route, request).await {
        Ok(incoming) => run_blocking(site, route, incoming, api).await,
        Err(problem) => respond(&site, problem.as_json(), &[]),
    }
}

async fn answer(site: Arc<Site>, index: usize, request: axum::extract::Request) -> Response {
    let Some(route) = site.routes.get(index).cloned() else {
        return plain(StatusCode::NOT_FOUND, "Not found");
    };
    let api = route.is_api();
    match incoming::read(&route, request).await {
        Ok(incoming) => run_blocking(site, route, incoming, api).await,
        Err(problem) if api => respond(&site, problem.as_json(), &[]),
        Err(problem) => {
            let frame = site.frame(None, "", route.path);
            respond(&site, problem.as_page(frame), &[])
        }
    }
}

async fn run_blocking(site: Arc<Site>, route: Route, incoming: Incoming, api: bool) -> Response {
    let own = Arc::clone(&site);
    let done = tokio::task::spawn_blocking(move || {
        // Tells whoever traces statements which of them one request asked; it costs nothing while nobody does.
        let _asking = tracing::trace_span!(target: "store::statement", "request", route = route.path).entered();
        let visit = Visit::begin(&own, &route, incoming, api);
        let reply = visit.run();
        respond(&own, reply, &visit.cookies())
    });
    done.await.unwrap_or_else(|e| {
        tracing::error!(error = %e, "a handler ended in a panic");
        plain(StatusCode::INTERNAL_SERVER_ERROR, "Sorry, there is a problem. Nothing was saved.")
    })
}

/// One request while it is being answered.
struct Visit<'s> {
    site: &'s Site,
    route: &'s Route,
    request: Request,
    admitted: Result<Option<Admitted>, Failure>,
    asker: Asker,
    api: bool,
    from_elsewhere: bool,
    /// A new cookie for forms of somebody who has not signed in.
    form_cookie: Option<String>,
    told_done: bool,
}

impl<'s> Visit<'s> {
    fn begin(site: &'s Site, route: &'s Route, incoming: Incoming, api: bool) -> Visit<'s> {
        let Incoming { mut request, mut credentials, form_cookie, done, from_elsewhere } = incoming;
        // Calls of programs carry no form token, so a browser's cookie proves nothing there; and a secret is no session.
        if api {
            credentials.session = None;
        } else {
            credentials.bearer = None;
        }
        let admitted = site.gate.admit(&site.house, &credentials);
        let known = admitted.as_ref().ok().and_then(Option::as_ref);
        let fresh = random_word();
        let (csrf, form_cookie) = match (known, form_cookie) {
            (Some(known), _) => (known.csrf.clone(), None),
            (None, Some(cookie)) => (token_of(&cookie), None),
            (None, None) => (token_of(&fresh), Some(fresh.clone())),
        };
        let mut frame = site.frame(known, &csrf, request.path());
        if route.method == Method::Get
            && let Some(words) = &done
        {
            frame.notice = Some(crate::ui::Notice::done(words.clone()));
        }
        request.frame = frame;
        request.csrf = csrf;
        request.new_key = fresh;
        let asker = known.filter(|k| !k.expired).map_or_else(Asker::nobody, |k| k.asker.clone());
        let told_done = done.is_some() && route.method == Method::Get && !api;
        Visit { site, route, request, asker, admitted, api, from_elsewhere, form_cookie, told_done }
    }

    fn cookies(&self) -> Vec<String> {
        let mut cookies = Vec::new();
        let secure = if self.site.secure { "; Secure" } else { "" };
        if let Some(word) = &self.form_cookie
            && !self.api
        {
            cookies.push(format!("{}={word}; Path=/; HttpOnly; SameSite=Strict{secure}", incoming::FORM));
        }
        if self.told_done {
            cookies.push(format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}", incoming::DONE));
        }
        cookies
    }

    fn run(&self) -> Reply {
        if let Some(reply) = self.turned_away() {
            return reply;
        }
        let done = match self.route.act {
            Act::Read(read) => self.site.house.read(&self.asker, |cx| {
                cx.be_at(self.route.path);
                read(cx, &self.request)
            }),
            Act::Write(write) => self.write(write),
            Act::Steps(steps) => {
                let ask = Ask { house: &self.site.house, asker: &self.asker, request: &self.request };
                let done = steps(&ask);
                if done.is_ok() {
                    self.forget_draft();
                }
                done
            }
        };
        done.unwrap_or_else(|failure| self.failed(failure))
    }

    fn write(&self, write: fn(&mut store::Cx<'_>, &Request) -> crate::Answer) -> crate::Answer {
        let draft = self.is_form().then(|| self.asker.actor.id()).flatten();
        let run = |cx: &mut store::Cx<'_>| {
            cx.be_at(self.route.path);
            let reply = write(cx, &self.request)?;
            if let Some(owner) = draft {
                draft::forget(cx, owner, self.request.path())?;
            }
            Ok(reply)
        };
        let Some(key) = self.request.request_key() else {
            return self.site.house.write(&self.asker, run);
        };
        // A key belongs to whoever used it: nobody can be given another's answer.
        let owner = self.asker.actor.id().unwrap_or_default();
        let key = format!("{owner}/{key}");
        let mut first = None;
        let kept = self.site.house.write_once(&self.asker, &key, &self.body_hash(), |cx| {
            let reply = run(cx)?;
            let kept = reply.kept();
            first = Some(reply);
            Ok(kept)
        })?;
        first.map_or_else(|| Reply::from_kept(&kept), Ok)
    }

    fn is_form(&self) -> bool {
        !self.api && self.request.request_key().is_some()
    }

    /// Everything that makes it this request and not another; the session's token may change in between.
    fn body_hash(&self) -> Vec<u8> {
        let mut hasher = Sha256::new();
        hasher.update(self.route.method.name());
        hasher.update(self.request.path());
        hasher.update(&self.request.body);
        for (name, value) in self.request.pairs().iter().filter(|(n, _)| n != crate::form::CSRF) {
            hasher.update((name.len() as u64).to_be_bytes());
            hasher.update(name);
            hasher.update((value.len() as u64).to_be_bytes());
            hasher.update(value);
        }
        for file in self.request.files() {
            hasher.update(&file.bytes);
        }
        hasher.finalize().to_vec()
    }

    /// What is answered before the handler is asked: nobody signed in, no permission, a forged form.
    fn turned_away(&self) -> Option<Reply> {
        let admitted = match &self.admitted {
            Ok(admitted) => admitted.as_ref(),
            Err(failure) => return Some(self.failed_plainly(failure)),
        };
        let open = self.route.permission == Permission::Anyone;
        let here = admitted.filter(|a| !a.expired);
        if !open && here.is_none() {
            return Some(self.sign_in_first(admitted));
        }
        if !self.api && self.route.method != Method::Get && !self.carries_token() {
            let words = "The form did not come from this page, or you have signed in again since. Go back, reload the page and send it again.";
            return Some(self.failed_plainly(&Failure::Forbidden(words.into())));
        }
        if !open
            && self.route.permission != Permission::SignedIn
            && !self.asker.permissions.contains(&self.route.permission)
        {
            return Some(self.failed_plainly(&Failure::Forbidden(format!(
                "This needs the permission “{}”. Ask your administrator if you should have it.",
                self.route.permission.code()
            ))));
        }
        None
    }

    fn carries_token(&self) -> bool {
        let sent = self.request.pairs().iter().find(|(n, _)| n == crate::form::CSRF).map_or("", |(_, v)| v.as_str());
        !self.from_elsewhere && !sent.is_empty() && Sha256::digest(sent) == Sha256::digest(self.request.csrf())
    }

    /// Nothing that was typed is lost when the session ended meanwhile.
    fn sign_in_first(&self, admitted: Option<&Admitted>) -> Reply {
        if self.api {
            return Problem::new(
                401,
                "unauthorised",
                "Sign in first",
                Some("Send the client's secret as a bearer token.".into()),
            )
            .as_json();
        }
        if let Some(owner) = admitted.and_then(|a| a.asker.actor.id())
            && self.route.method == Method::Post
            && self.carries_token()
        {
            self.keep_draft(owner);
        }
        let back = if self.route.method == Method::Get {
            self.request.path_and_query()
        } else {
            self.request.path().to_owned()
        };
        let sign_in = crate::ui::Address::new("/sign-in", [("return", back.as_str())]);
        Reply::to(if back == "/" { "/sign-in".to_owned() } else { sign_in.to_string() })
    }

    fn keep_draft(&self, owner: uuid::Uuid) {
        let kept = self
            .site
            .house
            .write(&Asker::system("drafts"), |cx| draft::keep(cx, owner, self.request.path(), self.request.pairs()));
        if let Err(e) = kept {
            tracing::warn!(error = %e, "a draft could not be kept");
        }
    }

    fn forget_draft(&self) {
        if let Some(owner) = self.asker.actor.id()
            && self.is_form()
            && let Err(e) =
                self.site.house.write(&Asker::system("drafts"), |cx| draft::forget(cx, owner, self.request.path()))
        {
            tracing::warn!(error = %e, "a draft could not be forgotten");
        }
    }

    /// A refused form is shown again as typed; everything else is told in words.
    fn failed(&self, failure: Failure) -> Reply {
        let conflict = matches!(failure, Failure::Stale(_));
        let refused = match &failure {
            Failure::Refused(refusals) => refusals.clone(),
            Failure::Stale(words) => Refusals(vec![kernel::Refusal::of_request("stale", words.clone())]),
            _ => return self.failed_plainly(&failure),
        };
        if self.api || self.route.method != Method::Post {
            return self.failed_plainly(&failure);
        }
        if let Some(owner) = self.asker.actor.id()
            && self.is_form()
        {
            self.keep_draft(owner);
        }
        let form = self.site.routes.iter().find(|r| r.path == self.route.path && r.method == Method::Get);
        let Some(Act::Read(show)) = form.map(|r| r.act) else {
            return self.failed_plainly(&failure);
        };
        let again = Request { refused: Some(refused), conflict, ..self.request.clone() };
        match self.site.house.read(&self.asker, |cx| show(cx, &again)) {
            Ok(Reply::Page { html, .. }) => Reply::Page { status: if conflict { 409 } else { 422 }, html },
            Ok(other) => other,
            Err(failure) => self.failed_plainly(&failure),
        }
    }

    fn failed_plainly(&self, failure: &Failure) -> Reply {
        let reference = self.request.new_key.get(..12).unwrap_or_default();
        if let Failure::Broken(_) | Failure::Database(_) = failure {
            tracing::error!(error = %failure, reference, route = self.route.path, "a request failed");
        }
        let problem = Problem::of(failure, reference);
        if self.api { problem.as_json() } else { problem.as_page(self.request.frame.clone()) }
    }
}

/// The token of a form cookie: whoever can read the page can know it, another site cannot.
fn token_of(cookie: &str) -> String {
    hex::encode(Sha256::digest(format!("form token of {cookie}")))
}

fn random_word() -> String {
    let mut bytes = [0u8; 16];
    // Without randomness no form is accepted, which is the safe way to fail.
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!("the machine gives no random bytes");
    }
    hex::encode(bytes)
}

fn respond(site: &Site, reply: Reply, cookies: &[String]) -> Response {
    let mut extra = cookies.to_vec();
    let (status, media_type, body, more) = match reply {
        Reply::Page { status, html } => (status, "text/html; charset=utf-8".to_owned(), Body::from(html), Vec::new()),
        Reply::Text { status, media_type, text } => (status, media_type, Body::from(text), Vec::new()),
        Reply::NoContent => (204, String::new(), Body::empty(), Vec::new()),
        Reply::Json { status, location, value } => {
            let more = location.map(|l| (header::LOCATION, l)).into_iter().collect();
            (status, "application/json".to_owned(), Body::from(value.to_string()), more)
        }
        Reply::File { name, media_type, bytes, inline } => {
            let kind = if inline { "inline" } else { "attachment" };
            let told = format!("{kind}; filename*=UTF-8''{}", incoming::encoded(&name));
            (200, media_type, Body::from(bytes), vec![(header::CONTENT_DISPOSITION, told)])
        }
        Reply::SeeOther { to, done, cookies } => {
            let secure = if site.secure { "; Secure" } else { "" };
            extra.extend(cookies.into_iter().map(|cookie| format!("{cookie}{secure}")));
            if let Some(words) = done {
                let words = incoming::encoded(&words);
                extra.push(format!("{}={words}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax{secure}", incoming::DONE));
            }
            (303, String::new(), Body::empty(), vec![(header::LOCATION, to)])
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers::harden(headers, site.secure, false);
    for (name, value) in more {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    if let (false, Ok(value)) = (media_type.is_empty(), HeaderValue::from_str(&media_type)) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    if status == 503 {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    for cookie in extra {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            headers.append(header::SET_COOKIE, value);
        }
    }
    response
}
