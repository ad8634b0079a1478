//! What a handler answers, and how an answer is kept so that the same request again gets the same.

use crate::ui::{Frame, layout};
use maud::Markup;
use serde_json::{Value, json};
use store::{Failure, Result};

/// A handler's answer, or how it failed.
pub type Answer = Result<Reply>;

/// What goes back.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// A page as HTML.
    Page {
        status: u16,
        html: String,
    },
    /// Go and look there; `done` is shown in a banner on that page.
    SeeOther {
        to: String,
        done: Option<String>,
        cookies: Vec<String>,
    },
    Json {
        status: u16,
        location: Option<String>,
        value: Value,
    },
    File {
        name: String,
        media_type: String,
        bytes: Vec<u8>,
        inline: bool,
    },
    Text {
        status: u16,
        media_type: String,
        text: String,
    },
    NoContent,
}

impl Reply {
    #[must_use]
    pub fn page(frame: Frame, body: Markup) -> Reply {
        let status = if frame.refused { 422 } else { 200 };
        Reply::page_with(status, &frame, &body)
    }

    #[must_use]
    pub fn page_with(status: u16, frame: &Frame, body: &Markup) -> Reply {
        Reply::Page { status, html: layout(frame, body).into_string() }
    }

    #[must_use]
    pub fn to(path: impl Into<String>) -> Reply {
        Reply::SeeOther { to: path.into(), done: None, cookies: Vec::new() }
    }

    /// Go on to `path`, which tells that it is done.
    #[must_use]
    pub fn done(path: impl Into<String>, words: impl Into<String>) -> Reply {
        Reply::SeeOther { to: path.into(), done: Some(words.into()), cookies: Vec::new() }
    }

    /// Sets a cookie with a redirect; for signing in and out alone.
    #[must_use]
    pub fn with_cookie(mut self, cookie: impl Into<String>) -> Reply {
        if let Reply::SeeOther { cookies, .. } = &mut self {
            cookies.push(cookie.into());
        }
        self
    }

    #[must_use]
    pub fn json(status: u16, value: Value) -> Reply {
        Reply::Json { status, location: None, value }
    }

    #[must_use]
    pub fn created(location: impl Into<String>, value: Value) -> Reply {
        Reply::Json { status: 201, location: Some(location.into()), value }
    }

    #[must_use]
    pub fn file(name: impl Into<String>, media_type: impl Into<String>, bytes: Vec<u8>) -> Reply {
        Reply::File { name: name.into(), media_type: media_type.into(), bytes, inline: false }
    }

    #[must_use]
    pub fn text(status: u16, media_type: impl Into<String>, text: impl Into<String>) -> Reply {
        Reply::Text { status, media_type: media_type.into(), text: text.into() }
    }

    #[must_use]
    pub fn no_content() -> Reply {
        Reply::NoContent
    }

    /// As it is kept under a request key. Cookies are not kept: a session is made once.
    pub(crate) fn kept(&self) -> Value {
        match self {
            Reply::Page { status, html } => json!({ "page": html, "status": status }),
            Reply::SeeOther { to, done, .. } => json!({ "to": to, "done": done }),
            Reply::Json { status, location, value } => json!({ "json": value, "status": status, "location": location }),
            Reply::Text { status, media_type, text } => json!({ "text": text, "status": status, "type": media_type }),
            Reply::File { .. } | Reply::NoContent => json!({ "none": true }),
        }
    }

    /// The kept answer again.
    pub(crate) fn from_kept(kept: &Value) -> Result<Reply> {
        let text = |name: &str| kept.get(name).and_then(Value::as_str).map(str::to_owned);
        let status = kept.get("status").and_then(Value::as_u64).and_then(|s| u16::try_from(s).ok()).unwrap_or(200);
        if let Some(to) = text("to") {
            return Ok(Reply::SeeOther { to, done: text("done"), cookies: Vec::new() });
        }
        if let Some(html) = text("page") {
            return Ok(Reply::Page { status, html });
        }
        if let Some(value) = kept.get("json") {
            return Ok(Reply::Json { status, location: text("location"), value: value.clone() });
        }
        if let (Some(text), Some(media_type)) = (text("text"), text("type")) {
            return Ok(Reply::Text { status, media_type, text });
        }
        if kept.get("none").is_some() {
            Ok(Reply::NoContent)
        } else {
            Err(Failure::broken("a kept answer has no form"))
        }
    }
}
