//! The decisions of the court inbox. A decision needs a reason, is made once, and everything that follows from it is
//! recorded in the same transaction.

use crate::records::{CourtMessage, MatterRow, MatterState, Question, QuestionState, Reading, ReadingState};
use crate::taking::{Placed, link, open_record, read_matter};
use kernel::{Crn, EntryId, MessageId, Refusal};
use people::OpenPerson;
use store::{Cx, Failure, Result, key_values, params};

/// Who a matter is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Somebody on record.
    Same(Crn),
    /// Nobody on record.
    New,
}

store::codes! {
    /// What was made of a question.
    pub enum Verdict {
        /// It stands as recorded.
        Stands = "stands",
        /// It was put right by hand on the record.
        Corrected = "corrected",
        /// The court was asked to put it right.
        AskedCourt = "asked-court",
    }
}

impl Verdict {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Stands => "It stands as recorded",
            Verdict::Corrected => "It was put right on the record",
            Verdict::AskedCourt => "The court was asked to put it right",
        }
    }
}

pub(crate) fn reasoned(reason: &str) -> Result<&str> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::new("reason", "missing", "Enter why you decided so").into());
    }
    Ok(reason)
}

pub(super) fn decided_already() -> Failure {
    Refusal::of_request("decided", "Somebody decided this already").into()
}

/// Says who a waiting matter is about, and takes it onto their record. Gives the CRN.
///
/// # Errors
/// Without a reason, when it was decided already, for a CRN that was never given, or of somebody the actor may not see.
pub fn decide_person(cx: &mut Cx<'_>, message: MessageId, place: i64, choice: &Choice, reason: &str) -> Result<Crn> {
    let reason = reasoned(reason)?;
    cx.lock(kernel::ChainId(message.0))?;
    let row = cx.need::<MatterRow>(params![message, place])?;
    if row.state != MatterState::Waiting {
        return Err(decided_already());
    }
    let matter = read_matter(cx, message, place)?;
    let received = cx.need::<CourtMessage>(params![message])?.received_at;
    let placed = Placed { message, place, received, matter: &matter };
    let by = cx.actor().name().to_owned();
    let taken = match choice {
        Choice::Same(crn) => {
            let open = people::open(cx, crn).map_err(|e| match e {
                Failure::NotFound => Refusal::new("crn", "unknown", "There is nobody with this CRN").into(),
                other => other,
            })?;
            cx.describe(format!("Decided that a court matter is about {}", open.crn), Some(reason));
            link(cx, &placed, open.keys.survivor, reason, &by)?
        }
        Choice::New => {
            cx.describe("Decided that a court matter is about somebody new", Some(reason));
            open_record(cx, &placed, reason, &by)?
        }
    };
    taken.crn.ok_or_else(|| Failure::broken("a decided matter has no person"))
}

/// A question about somebody whom the actor may see.
pub(super) fn question_of(cx: &mut Cx<'_>, open: &OpenPerson, id: EntryId) -> Result<Question> {
    let mut params = key_values(&open.keys);
    params.push(id.into());
    let rest = format!("WHERE person_id IN ({}) AND id = ${}", open.keys.placeholders(1), params.len());
    cx.first::<Question>(&rest, &params)?.ok_or(Failure::NotFound)
}

/// Answers a question about an order.
///
/// # Errors
/// Without a reason, or when it was decided already.
pub fn decide_question(cx: &mut Cx<'_>, crn: &Crn, id: EntryId, verdict: Verdict, reason: &str) -> Result<()> {
    let reason = reasoned(reason)?;
    let open = people::open(cx, crn)?;
    let mut question = question_of(cx, &open, id)?;
    if question.state != QuestionState::Open {
        return Err(decided_already());
    }
    question.state = QuestionState::Decided;
    question.decided_at = Some(cx.now());
    question.decided_by = Some(cx.actor().name().to_owned());
    question.decision = Some(verdict.code().to_owned());
    question.decision_reason = Some(reason.to_owned());
    cx.describe(format!("Decided on a court's order: {}", verdict.words()), Some(reason));
    cx.update(&mut question)
}

/// Says what was done about a message that could not be read.
///
/// # Errors
/// Without a reason, or when it was dealt with already.
pub fn settle_unread(cx: &mut Cx<'_>, message: MessageId, reason: &str) -> Result<()> {
    let reason = reasoned(reason)?;
    let mut reading = cx.need::<Reading>(params![message])?;
    if reading.state != ReadingState::Unread {
        return Err(decided_already());
    }
    reading.state = ReadingState::Settled;
    reading.decided_at = Some(cx.now());
    reading.decided_by = Some(cx.actor().name().to_owned());
    reading.decision = Some(reason.to_owned());
    cx.describe("Dealt with a court message that could not be read", Some(reason));
    cx.update(&mut reading)
}
