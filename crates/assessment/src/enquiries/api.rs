//! Enquiries for programs. What an answer says is left out for callers that may not read what is sensitive.

use super::actions::{self, Analysing, Answering, Chasing, NewEnquiry};
use super::kinds::{Kinds, kinds};
use super::reading::{enquiries, one};
use super::records::StepKind;
use super::rules::{Standing, State};
use crate::parts::{day, items, json, opened, optional_day};
use kernel::EnquiryId;
use kernel::Permission::{Assess, ReadPeople, ReadSensitive};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// One step of an enquiry.
#[derive(Debug, Serialize, ToSchema)]
struct EnquiryStepOut {
    /// `chased`, `answered`, `analysed` or `withdrawn`.
    what: String,
    on: String,
    /// Absent where it is sensitive and the caller may not read it.
    words: Option<String>,
    chase_due: Option<String>,
    author: String,
}

/// An enquiry.
#[derive(Debug, Serialize, ToSchema)]
struct EnquiryOut {
    id: String,
    /// The code of its kind.
    kind: String,
    name: String,
    asked_of: String,
    question: String,
    sent_on: String,
    answer_due: String,
    /// `waiting`, `unread`, `analysed` or `withdrawn`.
    state: String,
    /// Of one that waits: the day by which it is chased next.
    chase_by: Option<String>,
    answered_on: Option<String>,
    steps: Vec<EnquiryStepOut>,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// What is asked.
#[derive(Debug, Deserialize, ToSchema)]
struct EnquiryIn {
    kind: String,
    asked_of: Option<String>,
    question: String,
    sent_on: String,
    /// The kind's own time when left out.
    answer_due: Option<String>,
}

/// What happened to an enquiry.
#[derive(Debug, Deserialize, ToSchema)]
struct EnquiryStepIn {
    /// `chased`, `answered`, `analysed` or `withdrawn`.
    what: String,
    on: String,
    words: String,
    /// Of a chase: when to chase again.
    chase_due: Option<String>,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/people/{crn}/enquiries", ReadPeople, list)
            .doc(doc("A person’s enquiries, the newest first").lists::<EnquiryOut>()),
        Route::api_post("/api/v1/people/{crn}/enquiries", Assess, send)
            .doc(doc("Records that a question was sent").body::<EnquiryIn>().creates::<EnquiryOut>()),
        Route::api_get("/api/v1/people/{crn}/enquiries/{id}", ReadPeople, show)
            .doc(doc("One enquiry").answers::<EnquiryOut>()),
        Route::api_post("/api/v1/people/{crn}/enquiries/{id}/steps", Assess, step).doc(
            doc("Records a chase, an answer, an analysis or a withdrawal")
                .body::<EnquiryStepIn>()
                .answers::<EnquiryOut>(),
        ),
    ]
}

fn out(standing: Standing, kinds: &Kinds, may_read: bool) -> EnquiryOut {
    let version = standing.version();
    let steps = standing.steps.into_iter().map(|s| {
        let sensitive = matches!(s.what, StepKind::Answered | StepKind::Analysed);
        EnquiryStepOut {
            what: s.what.code().into(),
            on: s.on_day.to_string(),
            words: Some(s.words).filter(|_| may_read || !sensitive),
            chase_due: s.chase_due.map(|d| d.to_string()),
            author: s.author_name,
        }
    });
    let state = match standing.state {
        State::Waiting => "waiting",
        State::Unread => "unread",
        State::Analysed => "analysed",
        State::Withdrawn => "withdrawn",
    };
    EnquiryOut {
        id: standing.enquiry.id.to_string(),
        name: kinds.name(&standing.enquiry.kind).to_owned(),
        asked_of: standing.enquiry.asked_of,
        question: standing.enquiry.question,
        sent_on: standing.enquiry.sent_on.to_string(),
        answer_due: standing.enquiry.answer_due.to_string(),
        state: state.into(),
        chase_by: (standing.state == State::Waiting).then(|| standing.chase_by.to_string()),
        answered_on: standing.answered_on.map(|d| d.to_string()),
        kind: standing.enquiry.kind,
        steps: steps.collect(),
        version,
    }
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (all, kinds, may) = (enquiries(cx, &open.keys)?, kinds(cx)?, cx.may(ReadSensitive));
    items(req, all.into_iter().map(|s| out(s, &kinds, may)).collect())
}

fn one_out(cx: &mut Cx<'_>, open: &people::OpenPerson, id: EnquiryId) -> Result<serde_json::Value> {
    let (standing, kinds, may) = (one(cx, &open.keys, id)?, kinds(cx)?, cx.may(ReadSensitive));
    json(out(standing, &kinds, may))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    Ok(Reply::json(200, one_out(cx, &open, req.param("id")?)?))
}

fn send(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<EnquiryIn>()?;
    let new = NewEnquiry {
        sent_on: day("sent_on", &body.sent_on)?,
        answer_due: optional_day("answer_due", body.answer_due.as_ref())?,
        kind: body.kind,
        asked_of: body.asked_of,
        question: body.question,
    };
    let id = actions::send(cx, &open.keys, &new)?;
    let location = format!("/api/v1/people/{}/enquiries/{id}", open.crn);
    Ok(Reply::created(location, one_out(cx, &open, id)?))
}

fn step(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (id, body) = (req.param::<EnquiryId>("id")?, req.json::<EnquiryStepIn>()?);
    let (on, words, seen) = (day("on", &body.on)?, body.words, req.if_match());
    let what = body.what.parse::<StepKind>();
    let what = what.map_err(|()| Failure::refused("what", "unknown_step", "Name a step of an enquiry"))?;
    match what {
        StepKind::Chased => {
            let again_by = optional_day("chase_due", body.chase_due.as_ref())?;
            actions::chase(cx, &open.keys, id, &Chasing { on, words, again_by, seen })?;
        }
        StepKind::Answered => actions::answer(cx, &open.keys, id, &Answering { on, words, seen })?,
        StepKind::Analysed => actions::analyse(cx, &open.keys, id, &Analysing { on, words, seen })?,
        StepKind::Withdrawn => actions::withdraw(cx, &open.keys, id, &words, seen)?,
    }
    Ok(Reply::json(200, one_out(cx, &open, id)?))
}
