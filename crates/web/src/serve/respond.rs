//! A reply as the socket gets it: status, headers that every answer has, cookies, body.

use crate::{Reply, Site, headers, incoming};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

pub(super) fn plain(status: StatusCode, words: &'static str) -> Response {
    let mut response = Response::new(Body::from(words));
    *response.status_mut() = status;
    response
}

pub(super) fn respond(site: &Site, reply: Reply, cookies: &[String]) -> Response {
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
            extra.extend(cookies);
            if let Some(words) = done {
                let words = incoming::encoded(&words);
                extra.push(format!("{}={words}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax", incoming::DONE));
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
        if let Ok(value) = HeaderValue::from_str(&incoming::set_cookie(&cookie, site.secure)) {
            headers.append(header::SET_COOKIE, value);
        }
    }
    response
}
