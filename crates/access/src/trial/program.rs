//! A program that calls the API with its bearer secret, and never with a cookie.

use super::{Page, Trial};
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::Value;

/// A program that calls the API.
pub struct Program<'t> {
    trial: &'t Trial,
    secret: String,
}

impl<'t> Program<'t> {
    /// One that holds this secret, whoever gave it.
    pub fn with(trial: &'t Trial, secret: String) -> Program<'t> {
        Program { trial, secret }
    }

    /// Calls with these headers besides the secret; no body is sent for null.
    pub fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.secret))
            .header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        self.trial.send(request.body(body).unwrap())
    }

    pub fn get(&self, path: &str) -> Page {
        self.call("GET", path, &[], &Value::Null)
    }

    pub fn post(&self, path: &str, body: &Value) -> Page {
        self.call("POST", path, &[], body)
    }

    /// Calls on condition that the record still has this version.
    pub fn call_if(&self, method: &str, path: &str, version: i64, body: &Value) -> Page {
        self.call(method, path, &[("if-match", &format!("\"{version}\""))], body)
    }
}
