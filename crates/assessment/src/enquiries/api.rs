//! Calls of this subject.

pub(super) fn routes() -> Vec<web::Route> {
    Vec::new()
}
