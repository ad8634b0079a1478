//! Beginning, assigning, writing, sending on, signing and withdrawing a report: one transaction each, on the person's own
//! chain. A step that changes the state is kept with its author; a part that somebody else changed meanwhile is refused.

use super::document::{self, seal};
use super::records::{
    Choice, Interview, Part, PartRow, Proposal, ProposedRequirement, Report, ReportKind, ReportState, Step, StepRow,
};
use super::rules::{Asked, check_begin, choose, missing, next};
use super::store::{Whole, asked_of, facts, keep_line, policy, report, unless_stale, whole};
use crate::requests::{CloseReason, assign_request, close_request, requests_of};
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{CourtId, Date, EventId, Refusal, ReportId, ReportRequestId, StaffId};
use law::{Law, Term};
use people::OpenPerson;
use std::collections::{BTreeMap, BTreeSet};
use store::{Cx, Failure, Result, refuse};

/// The code of the log's entry for a signed report.
const SIGNED: &str = "TRPS";
/// The longest part, in characters.
pub(super) const LONGEST: usize = 20_000;

/// What is said when a report is begun.
#[derive(Clone, Debug)]
pub struct Beginning {
    pub court: Option<CourtId>,
    pub court_name: String,
    pub asked_on: Date,
    pub hearing_on: Date,
    /// What the bench wants to know.
    pub reasons: String,
    pub ticked: BTreeSet<String>,
    /// None takes the kind that policy asks for.
    pub kind: Option<ReportKind>,
    pub kind_why: Option<String>,
    pub interview: Interview,
    pub request: Option<ReportRequestId>,
    pub event: Option<EventId>,
    pub staff: Option<StaffId>,
}

fn json(value: impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

pub(super) struct Held {
    pub(super) open: OpenPerson,
    pub(super) whole: Whole,
    pub(super) asked: Asked,
}

/// The report with what policy asks of it, held for writing.
pub(super) fn hold(cx: &mut Cx<'_>, id: ReportId, seen: Option<i64>) -> Result<Held> {
    let (open, row) = report(cx, id)?;
    unless_stale(seen, row.version)?;
    let asked = asked_of(cx, &open, &row)?;
    Ok(Held { open, whole: whole(cx, row)?, asked })
}

impl Held {
    /// Takes a step, and keeps who took it and why.
    pub(super) fn step(
        &mut self,
        cx: &mut Cx<'_>,
        what: Step,
        words: Option<&str>,
        ratings: Option<&BTreeMap<String, String>>,
    ) -> Result<()> {
        let report = &mut self.whole.report;
        report.state = next(report.state, what, self.asked.check)?;
        cx.insert(&StepRow {
            person_id: report.person_id,
            id: cx.new_id(),
            report_id: report.id,
            what,
            came_to: report.state,
            words: words.map(str::to_owned),
            ratings: ratings.map(json).transpose()?,
            at: cx.now(),
            by_name: cx.actor().name().to_owned(),
            by_id: cx.actor().id(),
        })
    }

    /// Notes that the actor wrote something of it.
    fn wrote(&mut self, cx: &Cx<'_>) -> Result<()> {
        let mut writers = self.whole.writers();
        if let Some(id) = cx.actor().id().filter(|id| !writers.contains(id)) {
            writers.push(id);
            self.whole.report.writers = json(&writers)?;
        }
        Ok(())
    }

    pub(super) fn keep(mut self, cx: &mut Cx<'_>) -> Result<()> {
        cx.update(&mut self.whole.report)?;
        keep_line(cx, &self.whole.report)
    }

    fn must_be_open(&self) -> Result<()> {
        if self.whole.report.state.is_open() {
            return Ok(());
        }
        // The same words as for a step that begins where it does not stand.
        next(self.whole.report.state, Step::Choose, self.asked.check).map(|_| ()).map_err(Into::into)
    }
}

/// The kind that is taken, with what policy asked for. Another kind than policy's needs a reason.
fn settle_kind(choice: &Choice, kind: Option<ReportKind>, why: Option<&str>) -> Result<ReportKind> {
    let asked = choice.kind.parse::<ReportKind>().map_err(|()| Failure::broken("policy names no kind of report"))?;
    let kind = kind.unwrap_or(asked);
    if kind != asked && why.is_none_or(|why| why.trim().is_empty()) {
        let words = format!("Policy asks for {}: say why this kind serves the court better", article(asked));
        return Err(Failure::refused("kind_why", "no_reason", words));
    }
    Ok(kind)
}

fn article(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Oral => "an oral report",
        ReportKind::Fast => "a fast report",
        ReportKind::Standard => "a standard report",
    }
}

/// Begins a report, from a court's request or by hand.
///
/// # Errors
/// What is wrong with what was said; `already_begun` when the request has its report.
pub fn begin_report(cx: &mut Cx<'_>, open: &OpenPerson, new: &Beginning) -> Result<ReportId> {
    cx.lock(open.keys.survivor.into())?;
    refuse(check_begin(&new.court_name, &new.reasons, new.asked_on, new.hearing_on, cx.today()))?;
    let known = super::store::reports_of(cx, &open.keys)?;
    if let Some(line) = known
        .iter()
        .find(|l| l.request_id.is_some() && l.request_id == new.request && l.state != ReportState::Withdrawn)
    {
        let words =
            format!("The report for this request has been begun, for {}: open it", web::ui::day(line.hearing_on));
        return Err(Failure::refused("", "already_begun", words));
    }
    let facts = facts(cx, open, (new.asked_on, new.hearing_on), new.ticked.clone())?;
    let choice = choose(&policy(cx, new.asked_on)?, &facts);
    let kind = settle_kind(&choice, new.kind, new.kind_why.as_deref())?;
    cx.describe(format!("Began {} for {}", article(kind), new.court_name.trim()), new.kind_why.as_deref());
    let writers: Vec<uuid::Uuid> = cx.actor().id().into_iter().collect();
    let row = Report {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        event_id: new.event,
        request_id: new.request,
        court_id: new.court,
        court_name: new.court_name.trim().to_owned(),
        asked_on: new.asked_on,
        hearing_on: new.hearing_on,
        reasons: new.reasons.trim().to_owned(),
        kind,
        kind_why: new.kind_why.clone().filter(|why| !why.trim().is_empty()),
        facts: json(&new.ticked)?,
        chosen: json(&choice)?,
        interview: new.interview,
        staff_id: new.staff,
        state: ReportState::Writing,
        begun_at: cx.now(),
        begun_by: cx.actor().name().to_owned(),
        writers: json(&writers)?,
        signed_at: None,
        signed_by: None,
        shown: None,
        shown_hash: None,
        version: 1,
    };
    let id = row.id;
    cx.insert(&row)?;
    keep_line(cx, &row)?;
    let asked = asked_of(cx, open, &row)?;
    let empty = Whole { report: row, parts: Vec::new(), proposal: None, steps: Vec::new() };
    Held { open: open.clone(), whole: empty, asked }.step(cx, Step::Begin, None, None)?;
    take_the_request(cx, open, new)?;
    Ok(id)
}

/// The request gets the author that the report has, where it has none.
fn take_the_request(cx: &mut Cx<'_>, open: &OpenPerson, new: &Beginning) -> Result<()> {
    let (Some(request), Some(staff)) = (new.request, new.staff) else { return Ok(()) };
    let line = requests_of(cx, &open.keys)?.into_iter().find(|r| r.id == request).ok_or(Failure::NotFound)?;
    if line.is_open() && line.staff_id.is_none() {
        assign_request(cx, &open.crn, request, Some(staff), None)?;
    }
    Ok(())
}

/// Says who writes it.
///
/// # Errors
/// When it is signed or withdrawn, when there is no such member of staff, or when somebody changed it since `seen`.
pub fn assign_report(cx: &mut Cx<'_>, id: ReportId, staff: Option<StaffId>, seen: Option<i64>) -> Result<()> {
    let mut held = hold(cx, id, seen)?;
    let words = match staff {
        Some(staff) => format!("Gave a report to {}", organisation::staff_line(cx, staff)?.name),
        None => "Took a report from whoever had it".to_owned(),
    };
    cx.describe(&words, None);
    held.step(cx, Step::Assign, Some(&words), None)?;
    held.whole.report.staff_id = staff;
    held.keep(cx)
}

/// Chooses the kind again, after facts changed.
///
/// # Errors
/// `no_reason` for another kind than policy's without one; when the report is not being written.
pub fn choose_kind(
    cx: &mut Cx<'_>,
    id: ReportId,
    ticked: BTreeSet<String>,
    kind: Option<ReportKind>,
    (why, interview): (Option<String>, Interview),
    seen: Option<i64>,
) -> Result<()> {
    let mut held = hold(cx, id, seen)?;
    held.must_be_open()?;
    let days = (held.whole.report.asked_on, held.whole.report.hearing_on);
    let known = facts(cx, &held.open, days, ticked.clone())?;
    let choice = choose(&policy(cx, days.0)?, &known);
    let kind = settle_kind(&choice, kind, why.as_deref())?;
    cx.describe(format!("Chose {} for a court", article(kind)), why.as_deref());
    held.step(cx, Step::Choose, why.as_deref().or(Some(kind.words())), None)?;
    held.wrote(cx)?;
    let report = &mut held.whole.report;
    report.facts = json(&ticked)?;
    report.chosen = json(&choice)?;
    (report.kind, report.kind_why, report.interview) = (kind, why, interview);
    held.keep(cx)
}

/// Writes a part. `seen` is the version that the writer read, nought before anything was written.
///
/// # Errors
/// `missing`, `too_long`; [`Failure::Stale`] when somebody else wrote the part meanwhile; when the report is not open.
pub fn write_part(cx: &mut Cx<'_>, id: ReportId, part: Part, words: &str, seen: i64) -> Result<()> {
    let mut held = hold(cx, id, None)?;
    held.must_be_open()?;
    if words.trim().is_empty() {
        return Err(Failure::refused("words", "missing", "Write something, or go back without saving"));
    }
    if words.chars().count() > LONGEST {
        return Err(Failure::refused("words", "too_long", format!("Write at most {LONGEST} characters")));
    }
    let known = held.whole.parts.iter().find(|row| row.part == part).cloned();
    if known.as_ref().map_or(0, |row| row.version) != seen {
        let who = known.map_or_else(|| "Somebody".to_owned(), |row| row.written_by);
        return Err(Failure::Stale(format!("{who} wrote this part while you were working on it")));
    }
    cx.describe(format!("Wrote a part of a report: {}", part.words()), None);
    let fresh = PartRow {
        person_id: held.whole.report.person_id,
        report_id: id,
        part,
        words: words.trim().to_owned(),
        written_at: cx.now(),
        written_by: cx.actor().name().to_owned(),
        version: seen.max(1),
    };
    match known {
        None => cx.insert(&fresh)?,
        Some(_) => cx.update(&mut fresh.clone())?,
    }
    held.wrote(cx)?;
    held.keep(cx)
}

/// A proposal as it is typed.
#[derive(Clone, Debug)]
pub struct Proposing {
    pub sentence: String,
    pub term: Option<String>,
    pub requirements: Vec<ProposedRequirement>,
    pub answers: BTreeMap<String, bool>,
    pub reparation: String,
}

fn check_proposal(law: &Law, new: &Proposing) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if law.sentence(&new.sentence).is_none() {
        wrong.push(Refusal::new("sentence", "unknown", "Select the sentence that is proposed"));
    }
    let is_term = |text: &str| text.parse::<Term>().is_ok();
    if new.term.as_deref().is_some_and(|term| !is_term(term)) {
        wrong.push(Refusal::new("term", "not_a_length", "Enter a length such as 12 months"));
    }
    if !document::REPARATION.iter().any(|(code, _)| *code == new.reparation) {
        wrong.push(Refusal::new("reparation", "missing", "Select how reparation was weighed"));
    }
    for line in &new.requirements {
        let Some(kind) = law.requirement(&line.kind) else {
            wrong.push(Refusal::new("requirement", "unknown", "Select requirements from the list"));
            continue;
        };
        let name = kind.en.to_lowercase();
        let field = |what: &str| format!("{what}-{}", line.kind);
        match line.length.as_deref() {
            Some(text) if !is_term(text) => {
                wrong.push(Refusal::new(
                    field("length"),
                    "not_a_length",
                    format!("Enter a length of {name} such as 20 days"),
                ));
            }
            None if matches!(kind.unit, law::Unit::Hours | law::Unit::Days | law::Unit::Months) => {
                wrong.push(Refusal::new(field("length"), "missing", format!("Enter the length of {name}")));
            }
            _ => {}
        }
        if line.why.trim().is_empty() {
            wrong.push(Refusal::new(field("why"), "missing", format!("Say why {name} suits this person")));
        }
    }
    wrong
}

/// Writes the proposal. What the law says against it is shown and does not refuse it: the author decides what to do.
///
/// # Errors
/// What is missing or unreadable; [`Failure::Stale`]; when the report is not open.
pub fn propose(cx: &mut Cx<'_>, id: ReportId, new: &Proposing, seen: i64) -> Result<()> {
    let mut held = hold(cx, id, None)?;
    held.must_be_open()?;
    let law = cx.part::<Law>()?;
    refuse(check_proposal(&law, new))?;
    let known = held.whole.proposal.clone();
    if known.as_ref().map_or(0, |row| row.version) != seen {
        let who = known.map_or_else(|| "Somebody".to_owned(), |row| row.written_by);
        return Err(Failure::Stale(format!("{who} changed the proposal while you were working on it")));
    }
    cx.describe("Wrote the proposal of a report", None);
    let mut fresh = Proposal {
        person_id: held.whole.report.person_id,
        report_id: id,
        sentence: new.sentence.clone(),
        term: new.term.clone(),
        requirements: json(&new.requirements)?,
        answers: json(&new.answers)?,
        reparation: new.reparation.clone(),
        written_at: cx.now(),
        written_by: cx.actor().name().to_owned(),
        version: seen.max(1),
    };
    match known {
        None => cx.insert(&fresh)?,
        Some(_) => cx.update(&mut fresh)?,
    }
    held.wrote(cx)?;
    held.keep(cx)
}

impl Held {
    fn must_be_whole(&self) -> Result<()> {
        let written: Vec<Part> = self.whole.parts.iter().map(|row| row.part).collect();
        let lacks = missing(&self.asked, &written, self.whole.proposal.is_some());
        refuse(lacks.into_iter().map(|words| Refusal::of_request("not_whole", words)).collect())
    }
}

/// Sends the report to be checked.
///
/// # Errors
/// `not_whole` with what is missing; when it does not stand there.
pub fn submit_report(cx: &mut Cx<'_>, id: ReportId, words: Option<&str>, seen: Option<i64>) -> Result<()> {
    let mut held = hold(cx, id, seen)?;
    next(held.whole.report.state, Step::Submit, held.asked.check)?;
    held.must_be_whole()?;
    cx.describe("Sent a report to be checked", words);
    held.step(cx, Step::Submit, words, None)?;
    held.keep(cx)
}

/// Takes a report back from the check, to write on it.
///
/// # Errors
/// Without a reason, or when it does not stand there.
pub fn take_back_report(cx: &mut Cx<'_>, id: ReportId, why: &str, seen: Option<i64>) -> Result<()> {
    moved(cx, id, Step::TakeBack, "Took a report back from the check", why, seen)
}

/// Withdraws a report that is not wanted any more.
///
/// # Errors
/// Without a reason, or when it is signed.
pub fn withdraw_report(cx: &mut Cx<'_>, id: ReportId, why: &str, seen: Option<i64>) -> Result<()> {
    moved(cx, id, Step::Withdraw, "Withdrew a report", why, seen)
}

/// Undoes the withdrawal.
///
/// # Errors
/// Without a reason, or when it was not withdrawn.
pub fn reopen_report(cx: &mut Cx<'_>, id: ReportId, why: &str, seen: Option<i64>) -> Result<()> {
    moved(cx, id, Step::Reopen, "Reopened a report", why, seen)
}

fn moved(cx: &mut Cx<'_>, id: ReportId, step: Step, action: &str, why: &str, seen: Option<i64>) -> Result<()> {
    let why = crate::inbox::reasoned(why)?;
    let mut held = hold(cx, id, seen)?;
    cx.describe(action, Some(why));
    held.step(cx, step, Some(why), None)?;
    held.keep(cx)
}

/// Signs the report. From now on it shows what it shows now.
///
/// # Errors
/// `not_whole`; `unchecked`; `without_answers` when enquiries that policy asks for are not answered and `without` gives no
/// reason.
pub fn sign_report(cx: &mut Cx<'_>, id: ReportId, without: Option<&str>, seen: Option<i64>) -> Result<()> {
    let mut held = hold(cx, id, seen)?;
    next(held.whole.report.state, Step::Sign, held.asked.check)?;
    held.must_be_whole()?;
    let mut document = document::document(cx, &held.open, &held.whole)?;
    let without = without.map(str::trim).filter(|why| !why.is_empty());
    if let (false, None) = (document.without.is_empty(), without) {
        let words =
            format!("Not answered: {}. Say why the court should have the report without", document.without.join(", "));
        return Err(Failure::refused("without", "without_answers", words));
    }
    if let Some(why) = without.filter(|_| !document.without.is_empty()) {
        document.without_why = Some(why.to_owned());
    }
    let agreed = held.whole.steps.iter().rev().find(|s| s.what == Step::Agree).map(|s| s.by_name.clone());
    document.checked_by = agreed.filter(|_| held.asked.check);
    document.signed_by = Some(cx.actor().name().to_owned());
    document.signed_on = Some(cx.today());
    cx.describe(format!("Signed a report for {}", held.whole.report.court_name), without);
    held.step(cx, Step::Sign, without, None)?;
    let (shown, hash) = seal(&document)?;
    let report = &mut held.whole.report;
    report.signed_at = Some(cx.now());
    report.signed_by = document.signed_by.clone();
    (report.shown, report.shown_hash) = (Some(shown), Some(hash));
    let (open, report) = (held.open.clone(), held.whole.report.clone());
    held.keep(cx)?;
    after_signing(cx, &open, &report)
}

fn after_signing(cx: &mut Cx<'_>, open: &OpenPerson, report: &Report) -> Result<()> {
    super::starts::keep(cx, open, report)?;
    let title = format!("{} signed for {}", report.kind.words(), report.court_name);
    let mut entry = Entry::new(open.keys.survivor, SIGNED, cx.today(), title);
    entry.event = report.event_id;
    entry.staff = report.staff_id;
    contacts::enter(cx, entry)?;
    if let Some(request) = report.request_id {
        let line = requests_of(cx, &open.keys)?.into_iter().find(|r| r.id == request);
        if let Some(line) = line.filter(super::super::requests::RequestLine::is_open) {
            let note = Some("The report was signed".to_owned());
            close_request(cx, &open.crn, request, CloseReason::Done, note, Some(line.version))?;
        }
    }
    cx.tell(&DomainEvent::ReportSigned {
        person: open.keys.survivor,
        report: report.id,
        on: cx.today(),
        kind: report.kind.code().to_owned(),
        staff: report.staff_id,
    })?;
    super::listening::compare_now(cx, &open.keys, report.id)
}
