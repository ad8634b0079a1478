//! What an appeal or reopening does to an order: the court's text seldom tells, so a person does. The answer can be taken
//! back with the question.

use super::decide::{decided_already, question_of, reasoned};
use crate::records::{Question, QuestionState};
use crate::taking::appeals::effects;
use kernel::{Crn, Date, EntryId, PersonKeys, Refusal};
use sentences::{Appeal, AppealEffect, set_appeal_effect};
use store::{Cx, Failure, Result};

/// The appeal that a question is about.
pub(super) fn appeal_of(cx: &mut Cx<'_>, keys: &PersonKeys, question: &Question) -> Result<Appeal> {
    let id = question.source_key.strip_prefix("appeal:").and_then(|id| id.parse::<EntryId>().ok());
    let found = sentences::appeals(cx, keys)?.into_iter().find(|a| Some(a.id) == id);
    found.ok_or(Failure::NotFound)
}

/// Says what an appeal does to its order.
///
/// # Errors
/// Without a reason, when it was decided already, for an effect that does not fit how the appeal stands, or a day in the
/// future.
pub fn decide_appeal(
    cx: &mut Cx<'_>,
    crn: &Crn,
    id: EntryId,
    effect: AppealEffect,
    from: Option<Date>,
    reason: &str,
) -> Result<()> {
    let reason = reasoned(reason)?;
    let open = people::open(cx, crn)?;
    cx.lock(open.keys.survivor.into())?;
    let mut question = question_of(cx, &open, id)?;
    if question.state != QuestionState::Open {
        return Err(decided_already());
    }
    let appeal = appeal_of(cx, &open.keys, &question)?;
    if !effects(appeal.result).contains(&effect) {
        return Err(Refusal::new("effect", "does_not_fit", "Choose an effect that fits how the appeal stands").into());
    }
    set_appeal_effect(cx, &open.keys, appeal.id, effect, from, reason)?;
    question.state = QuestionState::Decided;
    question.decided_at = Some(cx.now());
    question.decided_by = Some(cx.actor().name().to_owned());
    question.decision = Some(effect.code().to_owned());
    question.decision_reason = Some(reason.to_owned());
    cx.update(&mut question)
}

/// Takes an answer back: the order is as it was before it.
pub(super) fn undo_effect(cx: &mut Cx<'_>, keys: &PersonKeys, question: &Question, reason: &str) -> Result<()> {
    let appeal = appeal_of(cx, keys, question)?;
    set_appeal_effect(cx, keys, appeal.id, AppealEffect::ToConfirm, None, reason)
}
