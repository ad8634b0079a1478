//! The frame around rooms: their routes with a permission each, what a request brings, what an answer is, the components
//! pages are built from, forms and drafts, problems in RFC 9457, and the description of the API.
//!
//! Always true: a handler is a plain function in one transaction; a route names a permission; a page that posts carries the
//! session's token; the same request key twice has one effect; what was typed is kept when it is refused. It knows no user:
//! who is asking comes through [`Gate`].

mod api_doc;
mod draft;
pub mod form;
mod gate;
mod headers;
mod incoming;
mod problem;
mod reply;
mod request;
mod route;
mod serve;
mod site;
pub mod ui;

pub use api_doc::{ApiDoc, open_api};
pub use draft::routes as draft_routes;
pub use gate::{Admitted, Credentials, Gate};
pub use incoming::read_sent;
pub use maud::{Markup, html};
pub use problem::Problem;
pub use reply::{Answer, Reply};
pub use request::{Ask, Request, Upload};
pub use route::{Act, Method, Route};
pub use serve::{embedded_assets, router};
pub use site::{NavEntry, Site};
