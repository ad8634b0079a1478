//! Somebody with a browser: keeps cookies, reads a form as the page offers it, fills it in and sends it. Runs no script.

use super::{Page, Trial};
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Request, header};

/// Somebody with a browser.
pub struct Browser<'t> {
    trial: &'t Trial,
    cookies: Vec<(String, String)>,
}

impl<'t> Browser<'t> {
    pub(super) fn of(trial: &'t Trial) -> Browser<'t> {
        Browser { trial, cookies: Vec::new() }
    }

    /// Sends what no form would, with the cookies kept so far.
    pub fn send(&mut self, request: Builder, body: impl Into<Body>) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let page = self.trial.send(request.header(header::COOKIE, cookies.join("; ")).body(body.into()).unwrap());
        for (_, cookie) in page.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap_or_default().to_owned();
            self.cookies.retain(|(n, _)| n != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value));
            }
        }
        page
    }

    pub fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path), Body::empty())
    }

    /// Sends these fields and nothing else.
    pub fn post<N: AsRef<str>, V: AsRef<str>>(&mut self, path: &str, pairs: &[(N, V)]) -> Page {
        let body: Vec<String> =
            pairs.iter().map(|(n, v)| format!("{}={}", encoded(n.as_ref()), encoded(v.as_ref()))).collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body.join("&"))
    }

    /// Sends a form with a file, as a browser does.
    pub fn upload(&mut self, path: &str, pairs: &[(&str, &str)], name: &str, bytes: &[u8]) -> Page {
        let mut body = Vec::new();
        for (field, value) in pairs {
            let part = format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let part = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .header(header::CONTENT_LENGTH, body.len().to_string());
        self.send(request, body)
    }

    /// Opens the page, and sends its form for this path with what the page hid in it.
    #[track_caller]
    pub fn fill(&mut self, path: &str, typed: &[(&str, &str)]) -> Page {
        self.press(path, path.split('?').next().unwrap_or(path), typed)
    }

    /// Opens a page, and sends the form on it that goes to `action`.
    #[track_caller]
    pub fn press(&mut self, page: &str, action: &str, typed: &[(&str, &str)]) -> Page {
        let shown = self.get(page).is(200);
        self.press_on(&shown, action, typed)
    }

    /// Sends a form of a page that is open already, as it was when it was opened.
    #[track_caller]
    pub fn press_on(&mut self, shown: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
        let hidden = shown.hidden(action);
        let mut pairs: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        pairs.extend_from_slice(typed);
        self.post(action, &pairs)
    }
}

fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
