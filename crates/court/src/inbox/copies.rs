//! Copies of one order that differ: a person takes one of them, or says that they are orders of their own. The decision is
//! an input of the fold, so the record is settled anew in the same transaction; it can be taken back, and so can every
//! other answer to a question.

use super::appeal::undo_effect;
use super::decide::{decided_already, question_of, reasoned};
use crate::reading::Differing;
use crate::records::{CopyChoice, CourtMessage, Question, QuestionKind, QuestionState};
use crate::taking::{With, settle};
use kernel::{Crn, EntryId, MessageId, Refusal};
use people::OpenPerson;
use std::str::FromStr;
use store::{Cx, Failure, Result, key_values, params};

/// What is made of the copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopiesAre {
    /// One order, and it is what this copy says, counted from one.
    Copy(usize),
    /// Each an order of its own.
    Orders,
}

impl FromStr for CopiesAre {
    type Err = ();

    fn from_str(code: &str) -> std::result::Result<CopiesAre, ()> {
        match code.strip_prefix("copy-").map_or(Err(()), |n| n.parse::<usize>().map_err(drop)) {
            Ok(n) if n > 0 => Ok(CopiesAre::Copy(n)),
            _ if code == "two-orders" => Ok(CopiesAre::Orders),
            _ => Err(()),
        }
    }
}

impl CopiesAre {
    #[must_use]
    pub fn code(self) -> String {
        match self {
            CopiesAre::Copy(n) => format!("copy-{n}"),
            CopiesAre::Orders => "two-orders".into(),
        }
    }

    /// For people.
    #[must_use]
    pub fn words(self, copies: usize) -> String {
        match self {
            CopiesAre::Copy(n) => format!("Take copy {n}"),
            CopiesAre::Orders if copies == 2 => "They are two orders".into(),
            CopiesAre::Orders => format!("They are {copies} orders"),
        }
    }
}

/// How the copies differ, where that is what is asked.
pub(super) fn differing(question: &Question) -> Option<Differing> {
    question.copies.as_ref().and_then(|json| serde_json::from_value(json.clone()).ok())
}

/// Decides, and brings the record to what follows.
///
/// # Errors
/// Without a reason, when it was decided already, when the copies do not differ, or for a copy that is not there.
pub fn decide_copies(cx: &mut Cx<'_>, crn: &Crn, id: EntryId, are: CopiesAre, reason: &str) -> Result<()> {
    let reason = reasoned(reason)?;
    let open = people::open(cx, crn)?;
    cx.lock(open.keys.survivor.into())?;
    let mut question = question_of(cx, &open, id)?;
    if question.state != QuestionState::Open {
        return Err(decided_already());
    }
    let differs = differing(&question).ok_or_else(|| {
        Failure::from(Refusal::of_request("no_copies", "This question is not about copies that differ"))
    })?;
    let taken = match are {
        CopiesAre::Orders => None,
        CopiesAre::Copy(n) => {
            let copy = n.checked_sub(1).and_then(|n| differs.copies.get(n)).and_then(|c| c.results.first());
            Some(copy.cloned().ok_or(Failure::NotFound)?)
        }
    };
    let words = are.words(differs.copies.len());
    cx.describe(format!("Decided on copies of a court's order that differ: {words}"), Some(reason));
    cx.insert(&CopyChoice {
        person_id: question.person_id,
        id: cx.new_id(),
        question_id: question.id,
        order_id: question.order_id,
        results: serde_json::json!(differs.results),
        content_hash: differs.hash,
        taken,
        words: words.clone(),
        decided_at: cx.now(),
        decided_by: cx.actor().name().to_owned(),
        reason: reason.to_owned(),
        undone_at: None,
        undone_by: None,
        undone_reason: None,
        version: 1,
    })?;
    question.state = QuestionState::Decided;
    question.decided_at = Some(cx.now());
    question.decided_by = Some(cx.actor().name().to_owned());
    question.decision = Some(are.code());
    question.decision_reason = Some(reason.to_owned());
    cx.update(&mut question)?;
    settle_again(cx, &open, question.message_id)
}

/// Takes an answer back: the question is asked again, and the record is as if nobody had answered.
///
/// # Errors
/// Without a reason, or when the question is not decided.
pub fn undo_decision(cx: &mut Cx<'_>, crn: &Crn, id: EntryId, reason: &str) -> Result<()> {
    let reason = reasoned(reason)?;
    let open = people::open(cx, crn)?;
    cx.lock(open.keys.survivor.into())?;
    let mut question = question_of(cx, &open, id)?;
    if question.state != QuestionState::Decided {
        return Err(Refusal::of_request("not_decided", "There is no decision here to take back").into());
    }
    cx.describe("Took back a decision on a court's order", Some(reason));
    let mut params = key_values(&open.keys);
    params.push(question.id.into());
    let rest = format!(
        "WHERE person_id IN ({}) AND question_id = ${} AND undone_at IS NULL",
        open.keys.placeholders(1),
        params.len()
    );
    for mut choice in cx.list::<CopyChoice>(&rest, &params)? {
        choice.undone_at = Some(cx.now());
        choice.undone_by = Some(cx.actor().name().to_owned());
        choice.undone_reason = Some(reason.to_owned());
        cx.update(&mut choice)?;
    }
    if question.kind == QuestionKind::Appeal {
        undo_effect(cx, &open.keys, &question, reason)?;
    }
    question.state = QuestionState::Open;
    question.decided_at = None;
    question.decided_by = None;
    question.decision = None;
    question.decision_reason = None;
    cx.update(&mut question)?;
    settle_again(cx, &open, question.message_id)
}

/// Brings the record to what all messages and decisions say together.
pub(super) fn settle_again(cx: &mut Cx<'_>, open: &OpenPerson, message: MessageId) -> Result<()> {
    let arrived = cx.need::<CourtMessage>(params![message])?.received_at.local_date();
    settle(cx, &With { keys: &open.keys, message, arrived, born: open.person.born }).map(drop)
}
