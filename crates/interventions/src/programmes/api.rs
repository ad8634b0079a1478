//! Programmes for programs.

pub(super) fn routes() -> Vec<web::Route> {
    Vec::new()
}
