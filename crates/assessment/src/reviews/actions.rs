//! Raising a review, asking for one by hand, and settling. A cause that an open review takes up is written down beside it.

use super::reading::{open_reviews, reviews, signed_on, triggers};
use super::records::{Cause, Review, SettledHow, Settlement};
use super::rules::{Standing, Trigger, Triggers, may_decide, taken_up};
use crate::author;
use crate::due::{self, Subject};
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{AssessmentId, Date, PersonId, PersonKeys, ReviewId};
use law::{Law, Nation};
use store::{Cx, Failure, Result};

const REVIEW: &str = "TREV";

/// What calls for a review now.
pub(crate) struct Call<'a> {
    pub(crate) keys: &'a PersonKeys,
    /// Whose rows are being written: the person told, who may have been absorbed.
    pub(crate) writer: PersonId,
    pub(crate) trigger: &'a Trigger,
    pub(crate) on: Date,
    pub(crate) source: String,
    /// None counts from today.
    pub(crate) due: Option<(Date, String)>,
    pub(crate) note: Option<String>,
}

/// Raises a review, or notes the cause beside the open one that takes it up. Gives nothing where the same source has
/// called already.
pub(crate) fn call(cx: &mut Cx<'_>, triggers: &Triggers, call: Call<'_>) -> Result<Option<ReviewId>> {
    let all = reviews(cx, call.keys)?;
    if all.iter().flat_map(|s| &s.causes).any(|c| c.source == call.source && c.reason == call.trigger.code) {
        return Ok(None);
    }
    if call.trigger.first_only && signed_on(cx, call.keys)?.is_some() {
        return Ok(None);
    }
    let law = cx.part::<Law>()?;
    let today = cx.today();
    let (due_on, rule) = match call.due {
        Some(due) => due,
        None => call.trigger.due(today, law.working_days(Nation::EnglandAndWales)),
    };
    let (author_id, author_name) = author(cx);
    let taken = taken_up(&all, triggers, &call.trigger.code, due_on).map(|s| s.review.id);
    let review = taken.unwrap_or_else(|| cx.new_id());
    cx.describe(format!("Review called for: {}", call.trigger.words.en), call.note.as_deref());
    let cause = Cause {
        person_id: call.writer,
        id: cx.new_id(),
        review_id: review,
        reason: call.trigger.code.clone(),
        on_day: call.on,
        source: call.source,
        author_id,
        author_name: author_name.clone(),
        recorded_at: cx.now(),
    };
    cx.insert(&cause)?;
    if taken.is_some() {
        return Ok(Some(review));
    }
    cx.insert(&Review {
        person_id: call.writer,
        id: review,
        reason: call.trigger.code.clone(),
        raised_on: today,
        due_on,
        rule,
        note: call.note,
        author_id,
        author_name,
        recorded_at: cx.now(),
    })?;
    let person = call.keys.survivor;
    cx.tell(&DomainEvent::ReviewDue { person, review, reason: call.trigger.code.clone(), due: due_on })?;
    due::keep(cx, call.keys, &[Subject::Reviews])?;
    Ok(Some(review))
}

/// What an officer asks a review for.
#[derive(Clone, Debug)]
pub struct NewReview {
    /// The code of a trigger that may be asked for by hand.
    pub reason: String,
    /// The day on which it happened.
    pub on: Date,
    pub note: String,
}

/// An officer says that something calls for a review.
///
/// # Errors
/// `unknown_reason`, `in_future`, `no_reason`, `not_supervised`.
pub fn ask_for(cx: &mut Cx<'_>, keys: &PersonKeys, new: &NewReview) -> Result<ReviewId> {
    let today = cx.today();
    let triggers = triggers(cx)?;
    let trigger = triggers.at(&new.reason, today).filter(|t| t.by_hand);
    let trigger =
        trigger.ok_or_else(|| Failure::refused("reason", "unknown_reason", "Select what happened from the list"))?;
    if new.on > today {
        return Err(Failure::refused("on", "in_future", "The day must be today or before"));
    }
    if new.note.trim().is_empty() {
        return Err(Failure::refused("note", "no_reason", "Enter what happened"));
    }
    if sentences::supervision(cx, keys)?.is_none() {
        return Err(Failure::refused("", "not_supervised", "This person is not under supervision"));
    }
    let id: kernel::EntryId = cx.new_id();
    let source = format!("asked-for:{id}");
    let note = Some(new.note.trim().to_owned());
    let asked = Call { keys, writer: keys.survivor, trigger, on: new.on, source, due: None, note };
    let review = call(cx, &triggers, asked)?.ok_or_else(|| Failure::broken("a fresh cause was known already"))?;
    let title = format!("Change that calls for a review: {}", trigger.words.en);
    contacts::enter(cx, Entry::new(keys.survivor, REVIEW, new.on, title).note(new.note.trim()))?;
    Ok(review)
}

/// An officer decides that no review is needed, and says why.
///
/// # Errors
/// What [`may_decide`] refuses; [`Failure::NotFound`].
pub fn decide_not_needed(cx: &mut Cx<'_>, keys: &PersonKeys, review: ReviewId, reason: &str) -> Result<()> {
    let all = reviews(cx, keys)?;
    let standing = all.iter().find(|s| s.review.id == review).ok_or(Failure::NotFound)?;
    may_decide(standing, reason)?;
    let (today, triggers) = (cx.today(), triggers(cx)?);
    let words = triggers.words(&standing.review.reason);
    cx.describe(format!("Decided that no review is needed: {words}"), Some(reason));
    settle(cx, keys, standing, keys.survivor, &Settling::new(SettledHow::NotNeeded, today, reason))?;
    let title = format!("No review needed: {words}");
    contacts::enter(cx, Entry::new(keys.survivor, REVIEW, today, title).note(reason.trim()))?;
    due::keep(cx, keys, &[Subject::Reviews])
}

/// How reviews are settled.
pub(crate) struct Settling<'a> {
    pub(crate) how: SettledHow,
    pub(crate) on: Date,
    pub(crate) reason: &'a str,
    pub(crate) assessment: Option<AssessmentId>,
}

impl<'a> Settling<'a> {
    pub(crate) fn new(how: SettledHow, on: Date, reason: &'a str) -> Settling<'a> {
        Settling { how, on, reason, assessment: None }
    }
}

/// Settles every open review.
pub(crate) fn settle_all(cx: &mut Cx<'_>, keys: &PersonKeys, writer: PersonId, settling: &Settling<'_>) -> Result<()> {
    let open = open_reviews(cx, keys)?;
    for standing in &open {
        settle(cx, keys, standing, writer, settling)?;
    }
    if open.is_empty() { Ok(()) } else { due::keep(cx, keys, &[Subject::Reviews]) }
}

/// Settles the open reviews that were called for until a signing.
pub(crate) fn settle_until(cx: &mut Cx<'_>, keys: &PersonKeys, assessment: AssessmentId, on: Date) -> Result<()> {
    let reason = "An assessment was signed";
    let settling = Settling { how: SettledHow::Signed, on, reason, assessment: Some(assessment) };
    for standing in open_reviews(cx, keys)?.iter().filter(|s| s.review.raised_on <= on) {
        settle(cx, keys, standing, keys.survivor, &settling)?;
    }
    due::keep(cx, keys, &[Subject::Reviews])
}

/// Settles one review; the caller brings the list in step.
pub(crate) fn settle(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    standing: &Standing,
    writer: PersonId,
    settling: &Settling<'_>,
) -> Result<()> {
    cx.describe("Settled a review", Some(settling.reason));
    let (author_id, author_name) = author(cx);
    let row = Settlement {
        person_id: writer,
        id: cx.new_id(),
        review_id: standing.review.id,
        how: settling.how,
        assessment_id: settling.assessment,
        on_day: settling.on,
        reason: settling.reason.trim().to_owned(),
        author_id,
        author_name,
        recorded_at: cx.now(),
    };
    cx.insert(&row)?;
    cx.tell(&DomainEvent::ReviewSettled { person: keys.survivor, review: standing.review.id, on: settling.on })
}
