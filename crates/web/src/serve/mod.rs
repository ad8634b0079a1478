//! One request from the socket to the answer. Here: which route, and the handler on a blocking thread; what happens to it
//! there is a [`visit::Visit`].

mod assets;
mod respond;
mod turned_away;
mod visit;
mod went_wrong;

pub use assets::embedded_assets;

use crate::incoming::{self, Incoming};
use crate::{Method, Route, Site, headers};
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use kernel::Permission;
use respond::{plain, respond};
use std::sync::Arc;
use store::Failure;
use visit::Visit;

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
    let secure = site.secure;
    router
        .route("/assets/{*name}", axum::routing::get(assets::asset))
        // Whether this process answers, whatever its database does: what a balancer asks. `/health` asks the database too.
        .route("/alive", axum::routing::get(async || plain(StatusCode::OK, "alive\n")))
        .fallback(move |request: axum::extract::Request| not_there(Arc::clone(&missing), request))
        // What no handler answered, such as a method that a route has not, goes out as hardened as everything else.
        .layer(axum::middleware::map_response(move |mut response: Response| {
            headers::harden_rest(response.headers_mut(), secure);
            std::future::ready(response)
        }))
        .layer(tower_http::compression::CompressionLayer::new())
}

async fn not_there(site: Arc<Site>, request: axum::extract::Request) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let route = Route::get("/", Permission::Anyone, |_, _| Err(Failure::NotFound));
    match incoming::read(&route, request, site.secure).await {
        Ok(incoming) => run_blocking(site, route, incoming, api).await,
        Err(problem) => respond(&site, problem.as_json(), &[]),
    }
}

async fn answer(site: Arc<Site>, index: usize, request: axum::extract::Request) -> Response {
    let Some(route) = site.routes.get(index).cloned() else {
        return plain(StatusCode::NOT_FOUND, "Not found");
    };
    let api = route.is_api();
    match incoming::read(&route, request, site.secure).await {
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
