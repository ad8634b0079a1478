//! The style sheet, scripts and icon, which the program carries with it.

use super::plain;
use crate::headers;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

/// Built from npm packages.
#[derive(rust_embed::RustEmbed)]
#[folder = "../../assets/dist"]
struct AssetFiles;

/// The embedded list of hashed names, for [`Site::assets`].
#[must_use]
pub fn embedded_assets() -> crate::ui::Assets {
    AssetFiles::get("manifest.json").and_then(|f| crate::ui::Assets::read(&f.data).ok()).unwrap_or_default()
}

pub(super) async fn asset(axum::extract::Path(name): axum::extract::Path<String>) -> Response {
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
