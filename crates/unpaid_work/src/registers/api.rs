//! Registers for programs: many lines in one call, each told for itself and with an answer of its own.

use super::actions::tell_line;
use super::rules::LineTyped;
use crate::sessions::{bookings_of, hold_session};
use crate::wire::{clock, id_of, json};
use kernel::Permission::RunUnpaidWork;
use kernel::{EntryId, WorkSessionId};
use serde::{Deserialize, Serialize};
use store::{Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Ask, Reply, Route};

/// A line of a register.
#[derive(Debug, Deserialize, ToSchema)]
struct RegisterLineIn {
    booking: String,
    /// A code of the log's outcomes.
    outcome: String,
    /// `HH:MM`; left out for somebody who did not come.
    came: Option<String>,
    went: Option<String>,
    /// Minutes taken off.
    penalty: Option<i64>,
    work_quality: Option<String>,
    behaviour: Option<String>,
    note: Option<String>,
    /// The booking's version that the caller read.
    version: i64,
}

/// The lines of a register.
#[derive(Debug, Deserialize, ToSchema)]
struct RegisterIn {
    lines: Vec<RegisterLineIn>,
}

/// What came of a line.
#[derive(Debug, Serialize, ToSchema)]
struct RegisterLineOut {
    booking: String,
    /// Minutes that go into the account; absent where the line was refused.
    minutes: Option<i64>,
    /// Why it was refused, each as a code.
    refused: Vec<String>,
    /// The same in words.
    words: Vec<String>,
}

/// What came of each line, in the order of the call.
#[derive(Debug, Serialize, ToSchema)]
struct RegisterOut {
    lines: Vec<RegisterLineOut>,
    /// Everybody's line is told now.
    complete: bool,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api_post_steps("/api/v1/unpaid-work/sessions/{session}/register", RunUnpaidWork, tell).doc(
            ApiDoc::new("Tells lines of a register, each for itself").body::<RegisterIn>().answers::<RegisterOut>(),
        ),
    ]
}

fn typed(line: &RegisterLineIn) -> Result<LineTyped> {
    let time = |field: &'static str, text: &Option<String>| text.as_deref().map(|t| clock(field, t)).transpose();
    Ok(LineTyped {
        outcome: line.outcome.clone(),
        came: time("came", &line.came)?,
        went: time("went", &line.went)?,
        penalty: line.penalty.unwrap_or(0),
        work_quality: line.work_quality.clone(),
        behaviour: line.behaviour.clone(),
        note: line.note.clone(),
    })
}

fn tell(ask: &Ask<'_>) -> Answer {
    let session = ask.request.param::<WorkSessionId>("session")?;
    let body = ask.request.json::<RegisterIn>()?;
    let on = ask.house.read(ask.asker, |cx| {
        cx.need::<crate::sessions::Session>(store::params![session])?;
        bookings_of(cx, session)
    })?;
    let mut lines = Vec::new();
    for line in &body.lines {
        let id = id_of::<EntryId>("booking", &line.booking)?;
        let done = match on.iter().find(|b| b.id == id) {
            None => Err(Failure::refused("booking", "unknown", "This booking is not of this session")),
            Some(b) => typed(line).and_then(|typed| {
                ask.step(&format!("line-{id}"), |cx| {
                    let open = people::open_by_id(cx, b.person_id)?;
                    let told = tell_line(cx, &open, id, &typed, line.version)?;
                    Ok(serde_json::json!({ "minutes": told.minutes }))
                })
            }),
        };
        lines.push(answer(line, done)?);
    }
    let complete = match ask.step("held", |cx| {
        hold_session(cx, session)?;
        Ok(serde_json::json!({}))
    }) {
        Ok(_) => true,
        Err(Failure::Refused(no)) => no.0.iter().any(|r| r.code == "ended"),
        Err(other) => return Err(other),
    };
    Ok(Reply::json(200, json(RegisterOut { lines, complete })?))
}

fn answer(line: &RegisterLineIn, done: Result<serde_json::Value>) -> Result<RegisterLineOut> {
    let refused = |codes: Vec<String>, words: Vec<String>| RegisterLineOut {
        booking: line.booking.clone(),
        minutes: None,
        refused: codes,
        words,
    };
    match done {
        Ok(value) => Ok(RegisterLineOut {
            booking: line.booking.clone(),
            minutes: value.get("minutes").and_then(serde_json::Value::as_i64),
            refused: Vec::new(),
            words: Vec::new(),
        }),
        Err(Failure::Refused(no)) => {
            Ok(refused(no.0.iter().map(|r| r.code.to_owned()).collect(), no.0.into_iter().map(|r| r.words).collect()))
        }
        Err(Failure::Stale(why)) => Ok(refused(vec!["stale".into()], vec![why])),
        Err(Failure::Restricted { .. }) => {
            Ok(refused(vec!["restricted".into()], vec!["This person's record is closed to the caller".into()]))
        }
        Err(other) => Err(other),
    }
}
