//! How a failure looks to a program (RFC 9457) and to a person.

use crate::Reply;
use crate::ui::Frame;
use kernel::Refusal;
use serde::Serialize;
use store::{DatabaseErrorKind, Failure};

/// `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Which kind, as a path that the API's description explains.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What is wrong, member by member.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemError>,
    /// By which the log knows this failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProblemError {
    pub field: String,
    pub code: String,
    pub words: String,
}

impl From<&Refusal> for ProblemError {
    fn from(r: &Refusal) -> ProblemError {
        ProblemError { field: r.field.clone(), code: r.code.to_owned(), words: r.words.clone() }
    }
}

impl Problem {
    pub(crate) fn new(status: u16, kind: &str, title: &str, detail: Option<String>) -> Problem {
        Problem {
            kind: format!("/problems/{kind}"),
            title: title.to_owned(),
            status,
            detail,
            errors: Vec::new(),
            reference: None,
        }
    }

    /// The failure, in words that give nothing away; `reference` is what the log has for it.
    pub(crate) fn of(failure: &Failure, reference: &str) -> Problem {
        match failure {
            Failure::Refused(refusals) => {
                let malformed = refusals.0.iter().any(|r| r.code == "malformed");
                let mut problem = if malformed {
                    Problem::new(400, "malformed", "The request cannot be read", Some(refusals.to_string()))
                } else {
                    Problem::new(422, "refused", "There is a problem with the request", Some(refusals.to_string()))
                };
                problem.errors = refusals.0.iter().map(ProblemError::from).collect();
                problem
            }
            Failure::NotFound => Problem::new(404, "not-found", "Page not found", None),
            Failure::Restricted { message, .. } => {
                Problem::new(403, "restricted", "You may not see this record", Some(message.clone()))
            }
            Failure::Forbidden(what) => Problem::new(403, "forbidden", "You may not do this", Some(what.clone())),
            Failure::Stale(what) => Problem::new(409, "stale", "Changed in the meantime", Some(what.clone())),
            Failure::KeyReused => Problem::new(
                422,
                "key-reused",
                "This request key was used before",
                Some("The key came with another request. Use a new key for a new request.".into()),
            ),
            Failure::Database(e) if e.kind == DatabaseErrorKind::TooSlow => Problem::new(
                503,
                "too-slow",
                "That took too long",
                Some("It was stopped so that others need not wait for it. Nothing was saved. Try again in a moment, or ask for less at once.".into()),
            ),
            Failure::Database(e) if e.kind == DatabaseErrorKind::Damaged => {
                let mut problem = Problem::new(503, "damaged", "The records must be restored", None);
                problem.detail = Some(
                    "The file that holds the records is damaged. Nothing is saved until a backup is put in its place. \
                     Tell your administrator; the server's log says how."
                        .into(),
                );
                problem.reference = Some(reference.to_owned());
                problem
            }
            Failure::Database(e) if e.kind == DatabaseErrorKind::TooSlow => Problem::new(
                503,
                "too-slow",
                "That took too long",
                Some("It was stopped so that others need not wait for it. Nothing was saved. Try again in a moment, or ask for less at once.".into()),
            ),
            Failure::Database(e) if e.kind == DatabaseErrorKind::Unavailable || failure.can_be_retried() => {
                Problem::new(
                    503,
                    "unavailable",
                    "Try again in a moment",
                    Some("The records cannot be reached. Nothing was lost.".into()),
                )
            }
            Failure::Database(_) | Failure::Broken(_) => {
                let mut problem = Problem::new(500, "broken", "Sorry, there is a problem", None);
                problem.detail = Some("Something went wrong on our side. Nothing was saved.".into());
                problem.reference = Some(reference.to_owned());
                problem
            }
        }
    }

    pub(crate) fn as_json(&self) -> Reply {
        let text = serde_json::to_string(self).unwrap_or_default();
        Reply::text(self.status, "application/problem+json", text)
    }

    /// The page for people: what happened and what to do.
    pub(crate) fn as_page(&self, frame: Frame) -> Reply {
        let frame = frame.titled(&self.title).refused(false);
        let body = maud::html! {
            h1.govuk-heading-l { (self.title) }
            @if let Some(detail) = &self.detail { p.govuk-body { (detail) } }
            @match self.status {
                404 => {
                    p.govuk-body { "If you typed the address, check it. A record that was merged is found under its other CRN too." }
                    p.govuk-body { a.govuk-link href="/search" { "Search for a person" } }
                }
                503 if self.kind.ends_with("/damaged") => @if let Some(reference) = &self.reference {
                    p.govuk-body { "The log has it under this reference: " strong { (reference) } }
                },
                503 => p.govuk-body { "Go back and send it again: the same form is never counted twice." },
                500 => @if let Some(reference) = &self.reference {
                    p.govuk-body { "If it happens again, tell your administrator this reference: " strong { (reference) } }
                },
                403 => p.govuk-body { a.govuk-link href="/" { "Go to your work" } },
                _ => {}
            }
            @if !self.errors.is_empty() {
                ul.govuk-list.govuk-list--bullet { @for error in &self.errors { li { (error.words) } } }
                p.govuk-body { "Use your browser's back button: what you typed is still there." }
            }
        };
        Reply::page_with(self.status, &frame, &body)
    }
}
