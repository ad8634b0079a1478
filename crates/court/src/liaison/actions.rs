//! Recording meetings, actions, what the bench was told, differences and feedback: one transaction each, on the court's
//! chain.

use super::records::{BenchAction, BenchMeeting, Difference, Feedback, FeedbackQuestion, Told};
use kernel::{CourtId, Date, LiaisonId, Refusal, StaffId};
use store::{Cx, Failure, Result, params, refuse};

/// A meeting as it was held.
#[derive(Clone, Debug)]
pub struct Met {
    pub held_on: Date,
    pub bench: String,
    pub service: String,
    pub discussed: String,
    pub next_on: Option<Date>,
}

/// What somebody promises after it.
#[derive(Clone, Debug)]
pub struct Promise {
    pub what: String,
    pub owner: StaffId,
    pub due_on: Date,
}

/// What the bench is told.
#[derive(Clone, Debug)]
pub struct Tells {
    pub what: String,
    pub available_from: Option<Date>,
    pub told_on: Date,
}

/// A difference of guidelines.
#[derive(Clone, Debug)]
pub struct Differs {
    pub subject: String,
    pub bench_says: String,
    pub service_says: String,
    pub found_on: Date,
}

/// The answers to one question in one year: very good, good, poor, very poor.
#[derive(Clone, Debug)]
pub struct Year {
    pub year: i64,
    pub answers: Vec<(String, [i64; 4])>,
}

fn not_ahead(field: &'static str, day: Date, today: Date) -> Option<Refusal> {
    (day > today).then(|| Refusal::new(field, "ahead", "Enter today or an earlier day"))
}

fn said(field: &'static str, text: &str, words: &'static str) -> Option<Refusal> {
    text.trim().is_empty().then(|| Refusal::new(field, "missing", words))
}

/// Records a meeting with the bench of a court.
///
/// # Errors
/// `missing`, `ahead`, `not_after`.
pub fn meet_bench(cx: &mut Cx<'_>, court: CourtId, met: &Met) -> Result<LiaisonId> {
    cx.lock(court.0.into())?;
    let mut wrong: Vec<Refusal> = not_ahead("held_on", met.held_on, cx.today()).into_iter().collect();
    wrong.extend(said("bench", &met.bench, "Enter who came from the bench"));
    wrong.extend(said("discussed", &met.discussed, "Say what was discussed"));
    if met.next_on.is_some_and(|next| next <= met.held_on) {
        wrong.push(Refusal::new("next_on", "not_after", "The next meeting must lie after this one"));
    }
    refuse(wrong)?;
    cx.describe("Recorded a meeting with the bench", None);
    let row = BenchMeeting {
        court_id: court,
        id: cx.new_id(),
        held_on: met.held_on,
        bench: met.bench.trim().to_owned(),
        service: met.service.trim().to_owned(),
        discussed: met.discussed.trim().to_owned(),
        next_on: met.next_on,
        recorded_by: cx.actor().name().to_owned(),
        recorded_at: cx.now(),
        version: 1,
    };
    cx.insert(&row)?;
    Ok(row.id)
}

/// Records what somebody does after a meeting.
///
/// # Errors
/// `missing`, `past`; [`Failure::NotFound`]; when there is no such member of staff.
pub fn promise_bench(cx: &mut Cx<'_>, court: CourtId, meeting: LiaisonId, new: &Promise) -> Result<LiaisonId> {
    cx.lock(court.0.into())?;
    let meeting = cx.need::<BenchMeeting>(params![court, meeting])?;
    let mut wrong: Vec<Refusal> = said("what", &new.what, "Say what is done").into_iter().collect();
    if new.due_on < cx.today() {
        wrong.push(Refusal::new("due_on", "past", "Enter today or a later day"));
    }
    refuse(wrong)?;
    let owner = organisation::staff_line(cx, new.owner)?;
    cx.describe(format!("Recorded an action of a meeting with the bench, for {}", owner.name), None);
    let row = BenchAction {
        court_id: court,
        id: cx.new_id(),
        meeting_id: meeting.id,
        what: new.what.trim().to_owned(),
        owner_id: new.owner,
        due_on: new.due_on,
        recorded_at: cx.now(),
        done_on: None,
        done_by: None,
        outcome: None,
        version: 1,
    };
    cx.insert(&row)?;
    Ok(row.id)
}

/// Records what became of an action.
///
/// # Errors
/// `already_done`; `missing`, `ahead`; [`Failure::NotFound`].
pub fn finish_bench_action(
    cx: &mut Cx<'_>,
    court: CourtId,
    action: LiaisonId,
    done_on: Date,
    outcome: &str,
) -> Result<()> {
    cx.lock(court.0.into())?;
    let mut row = cx.need::<BenchAction>(params![court, action])?;
    if row.done_on.is_some() {
        return Err(Failure::refused("", "already_done", "Somebody has recorded the outcome already"));
    }
    let mut wrong: Vec<Refusal> = not_ahead("done_on", done_on, cx.today()).into_iter().collect();
    wrong.extend(said("outcome", outcome, "Say what became of it"));
    refuse(wrong)?;
    cx.describe("Finished an action of a meeting with the bench", Some(outcome));
    row.done_on = Some(done_on);
    row.done_by = Some(cx.actor().name().to_owned());
    row.outcome = Some(outcome.trim().to_owned());
    cx.update(&mut row)
}

/// Records that the bench was told of something.
///
/// # Errors
/// `missing`, `ahead`.
pub fn tell_bench(cx: &mut Cx<'_>, court: CourtId, new: &Tells) -> Result<LiaisonId> {
    cx.lock(court.0.into())?;
    let mut wrong: Vec<Refusal> = not_ahead("told_on", new.told_on, cx.today()).into_iter().collect();
    wrong.extend(said("what", &new.what, "Say what the bench was told is available"));
    refuse(wrong)?;
    cx.describe("Recorded what the bench was told", None);
    let row = Told {
        court_id: court,
        id: cx.new_id(),
        what: new.what.trim().to_owned(),
        available_from: new.available_from,
        told_on: new.told_on,
        told_by: cx.actor().name().to_owned(),
        ended_on: None,
        ended_why: None,
        version: 1,
    };
    cx.insert(&row)?;
    Ok(row.id)
}

/// Records that it no longer holds.
///
/// # Errors
/// Without a reason; `ended_already`; [`Failure::NotFound`].
pub fn end_told(cx: &mut Cx<'_>, court: CourtId, id: LiaisonId, why: &str) -> Result<()> {
    let why = crate::inbox::reasoned(why)?;
    cx.lock(court.0.into())?;
    let mut row = cx.need::<Told>(params![court, id])?;
    if row.ended_on.is_some() {
        return Err(Failure::refused("", "ended_already", "Somebody has said so already"));
    }
    cx.describe("What the bench was told no longer holds", Some(why));
    row.ended_on = Some(cx.today());
    row.ended_why = Some(why.to_owned());
    cx.update(&mut row)
}

/// Records that the bench's guidelines and the service's differ.
///
/// # Errors
/// `missing`, `ahead`.
pub fn find_difference(cx: &mut Cx<'_>, court: CourtId, new: &Differs) -> Result<LiaisonId> {
    cx.lock(court.0.into())?;
    let mut wrong: Vec<Refusal> = not_ahead("found_on", new.found_on, cx.today()).into_iter().collect();
    wrong.extend(said("subject", &new.subject, "Say what it is about"));
    wrong.extend(said("bench_says", &new.bench_says, "Say what the bench’s guideline is"));
    wrong.extend(said("service_says", &new.service_says, "Say what the service’s guideline is"));
    refuse(wrong)?;
    cx.describe("Recorded a difference between guidelines", None);
    let row = Difference {
        court_id: court,
        id: cx.new_id(),
        subject: new.subject.trim().to_owned(),
        bench_says: new.bench_says.trim().to_owned(),
        service_says: new.service_says.trim().to_owned(),
        found_on: new.found_on,
        recorded_by: cx.actor().name().to_owned(),
        settled_on: None,
        settled_how: None,
        version: 1,
    };
    cx.insert(&row)?;
    Ok(row.id)
}

/// Records how a difference was settled.
///
/// # Errors
/// Without words; `settled_already`; [`Failure::NotFound`].
pub fn settle_difference(cx: &mut Cx<'_>, court: CourtId, id: LiaisonId, how: &str) -> Result<()> {
    let how = crate::inbox::reasoned(how)?;
    cx.lock(court.0.into())?;
    let mut row = cx.need::<Difference>(params![court, id])?;
    if row.settled_on.is_some() {
        return Err(Failure::refused("", "settled_already", "Somebody has settled it already"));
    }
    cx.describe("Settled a difference between guidelines", Some(how));
    row.settled_on = Some(cx.today());
    row.settled_how = Some(how.to_owned());
    cx.update(&mut row)
}

/// Every question, the newest row last.
pub(super) fn questions(cx: &mut Cx<'_>) -> Result<Vec<FeedbackQuestion>> {
    cx.list("ORDER BY place, code, from_year", &[])
}

/// Records the answers of a year; what was recorded before for a question is put right, and stays in history.
///
/// # Errors
/// `ahead` for a year to come; `unknown`; `negative`; `nothing`.
pub fn record_feedback(cx: &mut Cx<'_>, court: CourtId, new: &Year) -> Result<()> {
    cx.lock(court.0.into())?;
    let known = questions(cx)?;
    let mut wrong = Vec::new();
    if new.year > i64::from(cx.today().year()) {
        wrong.push(Refusal::new("year", "ahead", "Enter this year or an earlier one"));
    }
    if new.answers.is_empty() {
        wrong.push(Refusal::new("year", "nothing", "Enter the answers to at least one question"));
    }
    for (question, counts) in &new.answers {
        if !known.iter().any(|q| q.code == *question) {
            wrong.push(Refusal::of_request("unknown", format!("There is no question {question}")));
        }
        if counts.iter().any(|n| *n < 0) {
            wrong.push(Refusal::of_request("negative", "Numbers of answers must be 0 or more"));
        }
    }
    refuse(wrong)?;
    cx.describe(format!("Recorded what sentencers said in {}", new.year), None);
    for (question, [very_good, good, poor, very_poor]) in &new.answers {
        let before = cx.get::<Feedback>(params![court, new.year, question.clone()])?;
        let mut row = Feedback {
            court_id: court,
            year: new.year,
            question: question.clone(),
            very_good: *very_good,
            good: *good,
            poor: *poor,
            very_poor: *very_poor,
            recorded_by: cx.actor().name().to_owned(),
            recorded_at: cx.now(),
            version: before.as_ref().map_or(1, |b| b.version),
        };
        match before {
            None => cx.insert(&row)?,
            Some(_) => cx.update(&mut row)?,
        }
    }
    Ok(())
}
