//! Sending, chasing, answering, analysing and withdrawing, each one transaction with its entry in the log. The log says that
//! it happened; what an answer says stays here, where fewer people read it.

use super::kinds::{Kinds, kinds};
use super::reading::one;
use super::records::{Enquiry, EnquiryStep, StepKind};
use super::rules::{Standing, may_send, may_take};
use crate::author;
use crate::due::{self, Subject};
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{Date, EnquiryId, PersonKeys};
use law::{Law, Nation};
use store::{Cx, Failure, Result};

const ENQUIRY: &str = "TENQ";

/// What somebody asks.
#[derive(Clone, Debug)]
pub struct NewEnquiry {
    /// The code of a kind.
    pub kind: String,
    /// None takes the usual name of the body.
    pub asked_of: Option<String>,
    pub question: String,
    pub sent_on: Date,
    /// None takes the days of the kind.
    pub answer_due: Option<Date>,
}

/// How it was chased.
#[derive(Clone, Debug)]
pub struct Chasing {
    pub on: Date,
    pub words: String,
    /// None takes the days of the kind.
    pub again_by: Option<Date>,
    pub seen: Option<i64>,
}

/// What the answer says.
#[derive(Clone, Debug)]
pub struct Answering {
    pub on: Date,
    pub words: String,
    pub seen: Option<i64>,
}

/// What the answer means.
#[derive(Clone, Debug)]
pub struct Analysing {
    pub on: Date,
    pub words: String,
    pub seen: Option<i64>,
}

/// The day so many working days after another.
fn working_days(cx: &mut Cx<'_>, from: Date, days: u32) -> Result<Date> {
    let law = cx.part::<Law>()?;
    Ok(law.working_days(Nation::EnglandAndWales).after(from, days))
}

/// Records that a question was sent.
///
/// # Errors
/// What [`may_send`] refuses; `unknown_kind`.
pub fn send(cx: &mut Cx<'_>, keys: &PersonKeys, new: &NewEnquiry) -> Result<EnquiryId> {
    let kinds = kinds(cx)?;
    let kind = kinds.at(&new.kind, new.sent_on).or_else(|| kinds.known(&new.kind));
    let kind = kind.ok_or_else(|| Failure::refused("kind", "unknown_kind", "Select who is asked from the list"))?;
    let asked_of = new.asked_of.clone().unwrap_or_else(|| kind.body.clone());
    let answer_due = match new.answer_due {
        Some(day) => day,
        None => working_days(cx, new.sent_on, kind.answer_days)?,
    };
    may_send(&asked_of, &new.question, new.sent_on, answer_due, cx.today())?;
    cx.describe(format!("Sent an enquiry: {}", kind.name.en), None);
    let (author_id, author_name) = author(cx);
    let id = cx.new_id();
    cx.insert(&Enquiry {
        person_id: keys.survivor,
        id,
        kind: kind.code.clone(),
        asked_of: asked_of.trim().to_owned(),
        question: new.question.trim().to_owned(),
        sent_on: new.sent_on,
        answer_due,
        author_id,
        author_name,
        recorded_at: cx.now(),
    })?;
    let title = format!("Enquiry sent: {}, answer due by {}", kind.name.en, web::ui::day(answer_due));
    contacts::enter(cx, Entry::new(keys.survivor, ENQUIRY, new.sent_on, title))?;
    due::keep(cx, keys, &[Subject::Enquiries])?;
    Ok(id)
}

/// Records that it was asked again.
///
/// # Errors
/// What [`may_take`] refuses; [`Failure::Stale`] when somebody else was quicker.
pub fn chase(cx: &mut Cx<'_>, keys: &PersonKeys, id: EnquiryId, how: &Chasing) -> Result<()> {
    let standing = seen(cx, keys, id, how.seen)?;
    may_take(&standing, StepKind::Chased, how.on, &how.words, cx.today())?;
    let kinds = kinds(cx)?;
    let days = kinds.known(&standing.enquiry.kind).map_or(1, |k| k.chase_days);
    let again = match how.again_by {
        Some(day) if day <= how.on => {
            return Err(Failure::refused("again_by", "too_early", "The next chase must be after this one"));
        }
        Some(day) => day,
        None => working_days(cx, how.on, days)?,
    };
    step(cx, keys, &standing, (StepKind::Chased, how.on, &how.words), Some(again), &kinds)
}

/// Records an answer; it waits to be analysed.
///
/// # Errors
/// As [`chase`].
pub fn answer(cx: &mut Cx<'_>, keys: &PersonKeys, id: EnquiryId, how: &Answering) -> Result<()> {
    let standing = seen(cx, keys, id, how.seen)?;
    may_take(&standing, StepKind::Answered, how.on, &how.words, cx.today())?;
    let kinds = kinds(cx)?;
    step(cx, keys, &standing, (StepKind::Answered, how.on, &how.words), None, &kinds)?;
    cx.tell(&DomainEvent::EnquiryAnswered { person: keys.survivor, enquiry: id, on: how.on })
}

/// Records what the answers mean for this person.
///
/// # Errors
/// As [`chase`].
pub fn analyse(cx: &mut Cx<'_>, keys: &PersonKeys, id: EnquiryId, how: &Analysing) -> Result<()> {
    let standing = seen(cx, keys, id, how.seen)?;
    may_take(&standing, StepKind::Analysed, how.on, &how.words, cx.today())?;
    let kinds = kinds(cx)?;
    step(cx, keys, &standing, (StepKind::Analysed, how.on, &how.words), None, &kinds)
}

/// Records that the question is no longer asked, and why.
///
/// # Errors
/// As [`chase`].
pub fn withdraw(cx: &mut Cx<'_>, keys: &PersonKeys, id: EnquiryId, why: &str, version: Option<i64>) -> Result<()> {
    let standing = seen(cx, keys, id, version)?;
    let today = cx.today();
    may_take(&standing, StepKind::Withdrawn, today, why, today)?;
    let kinds = kinds(cx)?;
    step(cx, keys, &standing, (StepKind::Withdrawn, today, why), None, &kinds)
}

fn seen(cx: &mut Cx<'_>, keys: &PersonKeys, id: EnquiryId, version: Option<i64>) -> Result<Standing> {
    let standing = one(cx, keys, id)?;
    if version.is_some_and(|v| v != standing.version()) {
        return Err(Failure::Stale("Somebody else changed this enquiry while you were working on it".into()));
    }
    Ok(standing)
}

fn step(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    standing: &Standing,
    (what, on_day, words): (StepKind, Date, &str),
    chase_due: Option<Date>,
    kinds: &Kinds,
) -> Result<()> {
    let name = kinds.name(&standing.enquiry.kind);
    let title = match what {
        StepKind::Chased => format!("Enquiry chased: {name}"),
        StepKind::Answered => format!("Enquiry answered: {name}"),
        StepKind::Analysed => format!("Enquiry answer analysed: {name}"),
        StepKind::Withdrawn => format!("Enquiry withdrawn: {name}"),
    };
    cx.describe(&title, None);
    let (author_id, author_name) = author(cx);
    let id = cx.new_id();
    cx.insert(&EnquiryStep {
        person_id: keys.survivor,
        id,
        enquiry_id: standing.enquiry.id,
        what,
        on_day,
        chase_due,
        words: words.trim().to_owned(),
        author_id,
        author_name,
        recorded_at: cx.now(),
    })?;
    contacts::enter(cx, Entry::new(keys.survivor, ENQUIRY, on_day, title))?;
    due::keep(cx, keys, &[Subject::Enquiries])
}
