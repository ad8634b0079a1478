//! What people do about a failure: say which order it is about, write down evidence, decide, have a manager agree, take a
//! decision back, and write down what was tried. Each is one transaction on one person.
//!
//! Always true: what the law does not allow is refused with its reason; where it requires something else, a decision needs
//! a reason and, where policy says so, a manager; nobody agrees to their own.

use super::book::Book;
use super::keeping::{keep, republish};
use super::opening::{step, step_by_rules};
use super::records::{Decision, Effort, EffortKind, Failure, FailureState, FailureStep, StepOf};
use crate::warnings;
use contacts::{Entry, Outcome};
use domain_events::DomainEvent;
use kernel::{Date, DocumentId, EntryId, FailureId, FileId, OrderId, PersonKeys, Refusal};
use law::enforcement::Situation;
use people::OpenPerson;
use store::{Cx, Failure as No, Result};

/// Characters of a reason or of evidence.
pub const LONGEST: usize = 4_000;

/// What the log calls an entry of enforcement.
const LOG: &str = "ARWS";

/// A decision as somebody makes it.
#[derive(Clone, Debug)]
pub struct Deciding {
    pub decision: Decision,
    /// The judgement: the excuse, or why there is none.
    pub reason: String,
    /// For an accepted excuse: the outcome that the contact gets.
    pub outcome: Option<String>,
    /// The version that was seen; nothing when it does not matter.
    pub version: Option<i64>,
}

/// A manager's word.
#[derive(Clone, Copy, Debug)]
pub struct Agreeing<'a> {
    pub id: FailureId,
    pub version: Option<i64>,
    pub agreed: bool,
    pub reason: &'a str,
}

/// What the person gave.
#[derive(Clone, Debug)]
pub struct NewEvidence {
    pub given_by: String,
    pub words: String,
    pub on: Date,
    pub version: Option<i64>,
    /// What they showed: its name and its bytes.
    pub file: Option<EvidenceFile>,
}

/// A file that was given as evidence.
#[derive(Clone, Debug)]
pub struct EvidenceFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Something that was tried.
#[derive(Clone, Debug)]
pub struct NewEffort {
    pub kind: EffortKind,
    pub on: Date,
    pub words: String,
    pub failure: Option<FailureId>,
}

fn said(field: &'static str, text: &str, what: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(No::refused(field, "missing", format!("Enter {what}")));
    }
    if text.chars().count() > LONGEST {
        return Err(No::refused(field, "too_long", format!("Shorten this to {LONGEST} characters")));
    }
    Ok(text.to_owned())
}

/// The failure, as it was seen, unless it counts no more.
fn seen(book: &Book, id: FailureId, version: Option<i64>) -> Result<Failure> {
    let failure = book.failure(id).cloned().ok_or(No::NotFound)?;
    if version.is_some_and(|version| version != failure.version) {
        return Err(No::Stale("Somebody else changed this failure while you were working on it".into()));
    }
    if let Some(why) = &failure.superseded {
        let words = format!("This is no failure any more. {why}");
        return Err(Refusal::of_request("superseded", words).into());
    }
    Ok(failure)
}

fn open_only(failure: &Failure) -> Result<()> {
    match failure.state {
        FailureState::Awaited | FailureState::Given => Ok(()),
        FailureState::Asked => {
            Err(Refusal::of_request("waits", "A decision waits for a manager. Take it back first").into())
        }
        FailureState::Decided => {
            Err(Refusal::of_request("decided", "This failure is decided. Take the decision back first").into())
        }
    }
}

/// Says which order a failure is about.
///
/// # Errors
/// Refuses an order that is not the person's, and a failure that is decided; [`No::Stale`].
pub fn choose_order(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: FailureId,
    order: OrderId,
    version: Option<i64>,
) -> Result<()> {
    let book = Book::read(cx, keys)?;
    let mut failure = seen(&book, id, version)?;
    open_only(&failure)?;
    let order = book.order(order).filter(|o| o.removed.is_none());
    let order = order.ok_or_else(|| No::refused("order", "order_unknown", "Choose an order of this person"))?;
    if failure.order_id == Some(order.id) {
        return Ok(());
    }
    failure.order_id = Some(order.id);
    failure.event_id = Some(order.event_id);
    cx.describe("Said which order a failure is about", None);
    cx.update(&mut failure)?;
    step(cx, &failure, StepOf::Order, Some(book.name_of(order)))?;
    republish(cx, keys, id)?;
    keep(cx, keys)
}

/// Writes down a reason or evidence that was given.
///
/// # Errors
/// Refuses it without words, of a day to come, or for a failure that is decided; [`No::Stale`].
pub fn give_evidence(cx: &mut Cx<'_>, keys: &PersonKeys, id: FailureId, new: &NewEvidence) -> Result<()> {
    let words = said("words", &new.words, "what was given as a reason or evidence")?;
    let given_by = said("given_by", &new.given_by, "who gave it")?;
    if new.on > cx.today() {
        return Err(No::refused("given_on", "in_future", "The day it was given must be today or in the past"));
    }
    let book = Book::read(cx, keys)?;
    let mut failure = seen(&book, id, new.version)?;
    open_only(&failure)?;
    failure.state = FailureState::Given;
    let file = match &new.file {
        Some(file) => Some(files::keep(cx, failure.person_id, "file", &file.name, &file.bytes)?.id),
        None => None,
    };
    cx.describe("Wrote down evidence about a failure to comply", None);
    cx.update(&mut failure)?;
    let row = FailureStep {
        person_id: failure.person_id,
        id: cx.new_id(),
        failure_id: id,
        step: StepOf::Evidence,
        decision: None,
        on_day: new.on,
        words: Some(words),
        outcome: Some(failure.outcome.clone()),
        given_by: Some(given_by),
        file_id: file,
        rules: None,
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
        staff_id: cx.actor().staff(),
        recorded_at: cx.now(),
    };
    cx.insert(&row)?;
    keep(cx, keys)
}

/// The file of a failure's evidence. Who may see the person is asked before.
///
/// # Errors
/// [`No::NotFound`] when no evidence of the failure has this file.
pub(crate) fn evidence_file(cx: &mut Cx<'_>, keys: &PersonKeys, id: FailureId, file: FileId) -> Result<files::Fetched> {
    let book = Book::read(cx, keys)?;
    if book.steps_of(id).any(|s| s.step == StepOf::Evidence && s.file_id == Some(file)) {
        return files::fetch(cx, keys, file);
    }
    Err(No::NotFound)
}

/// Takes a file of the evidence off, with the reason; what was said with it stays.
///
/// # Errors
/// Without a reason; [`No::NotFound`] when no evidence of the failure has this file.
pub fn remove_evidence_file(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: FailureId,
    file: FileId,
    reason: &str,
) -> Result<()> {
    let book = Book::read(cx, keys)?;
    if book.steps_of(id).any(|s| s.step == StepOf::Evidence && s.file_id == Some(file)) {
        return files::remove(cx, keys, file, reason);
    }
    Err(No::NotFound)
}

/// The outcomes that an accepted excuse can leave on a contact.
pub(crate) fn acceptable<'c>(
    catalogue: &'c contacts::Catalogue,
    failure: &Failure,
) -> impl Iterator<Item = &'c Outcome> {
    let kind = catalogue.contact_type(&failure.contact_type);
    let attended = failure.attended;
    catalogue.outcomes.iter().filter(move |o| {
        let offered = o.selectable && !o.by_action() && kind.is_some_and(|kind| o.fits(kind));
        offered && o.complied == Some(true) && o.attended == attended && !o.enforceable
    })
}

/// Checks a decision as [`decide`] does and changes nothing: what would follow.
///
/// # Errors
/// As [`decide`].
pub fn check(book: &Book, failure: &Failure, deciding: &Deciding, today: Date) -> Result<Situation> {
    open_only(failure)?;
    said("reason", &deciding.reason, what_reason(deciding.decision))?;
    let situation = book.situation(failure, today);
    let step = deciding.decision.step();
    let needs_order = !matches!(deciding.decision, Decision::Accept | Decision::NoAction);
    if needs_order && failure.order_id.is_none() {
        return Err(No::refused("order", "order_missing", "Choose the order that this failure is about"));
    }
    if situation.is_forbidden(step) {
        let why = situation.forbids.iter().chain(&situation.unknown).find(|p| p.step == step);
        let words = why.map_or_else(String::new, |p| p.words.clone());
        return Err(No::refused("decision", "not_allowed", words));
    }
    Ok(situation)
}

fn what_reason(decision: Decision) -> &'static str {
    match decision {
        Decision::Accept => "what the excuse is and why it is reasonable",
        Decision::Warn | Decision::Refer | Decision::Breach => "why there is no reasonable excuse",
        Decision::NoAction => "why no action is taken",
    }
}

/// Decides a failure. Where policy wants a manager's word, the decision is put to them and is in force once they agree.
/// Gives the failure as it then stands.
///
/// # Errors
/// Refuses what the law does not allow, a decision without a reason, and one on a failure that is decided; [`No::Stale`].
pub fn decide(cx: &mut Cx<'_>, open: &OpenPerson, id: FailureId, deciding: &Deciding) -> Result<Failure> {
    let keys = &open.keys;
    let book = Book::read(cx, keys)?;
    let mut failure = seen(&book, id, deciding.version)?;
    let situation = check(&book, &failure, deciding, cx.today())?;
    let reason = deciding.reason.trim();
    if situation.agreement(deciding.decision.step()).is_some() {
        failure.state = FailureState::Asked;
        failure.decision = Some(deciding.decision);
        cx.describe(format!("Put to a manager: {}", deciding.decision.words()), Some(reason));
        cx.update(&mut failure)?;
        step(cx, &failure, StepOf::Asked, Some(reason.to_owned()))?;
        keep(cx, keys)?;
        return Ok(failure);
    }
    cx.describe(format!("Decided a failure to comply: {}", deciding.decision.words()), Some(reason));
    apply(cx, open, &book, failure, &Applied { deciding, by: StepOf::Decided, said: reason, situation: &situation })
}

/// How a decision comes into force.
struct Applied<'a> {
    deciding: &'a Deciding,
    by: StepOf,
    /// What whoever puts it into force said.
    said: &'a str,
    situation: &'a Situation,
}

fn apply(cx: &mut Cx<'_>, open: &OpenPerson, book: &Book, mut failure: Failure, how: &Applied<'_>) -> Result<Failure> {
    let (keys, today) = (&open.keys, cx.today());
    let Deciding { decision, reason, .. } = how.deciding;
    let decision = *decision;
    failure.state = FailureState::Decided;
    failure.decision = Some(decision);
    failure.decided_on = Some(today);
    // Where policy wants no manager, a departure that is recorded with its reason is one that holds.
    failure.agreed = how.by == StepOf::Agreed || how.situation.departures.contains(&decision.step());
    cx.update(&mut failure)?;
    step_by_rules(cx, &failure, how.by, Some(how.said.to_owned()), Some(rules(how.situation)))?;
    let mut warned = None;
    if decision == Decision::Warn {
        let what = what_happened(cx, &failure)?;
        let mut warning = warnings::give(cx, book, &failure, &what)?;
        // What the record lacks for a letter, such as an address, does not undo a warning: the page says what is missing.
        match warnings::write_letter(cx, book, &failure, &warning, &what, reason) {
            Ok(document) => {
                warning.document_id = Some(document);
                cx.update(&mut warning)?;
            }
            Err(No::Refused(_) | No::NotFound) => {}
            Err(other) => return Err(other),
        }
        warned = Some(warning);
    }
    let title = format!("Failure of {}: {}", kernel::words::day(failure.failed_on), decision.words().to_lowercase());
    let mut entry = Entry::new(failure.person_id, LOG, today, title).note(reason.trim());
    entry.event = failure.event_id;
    contacts::enter(cx, entry)?;
    republish(cx, keys, failure.id)?;
    tell(cx, &failure, decision.code())?;
    if let Some(warning) = warned {
        cx.tell(&DomainEvent::WarningGiven {
            person: warning.person_id,
            warning: warning.id,
            order: warning.order_id,
            on: today,
            until: warning.told_until,
        })?;
    }
    if decision == Decision::Accept {
        accept(cx, keys, &failure, how.deciding)?;
    }
    keep(cx, keys)?;
    Ok(failure)
}

/// The contact gets the outcome of an accepted absence, so that nothing is typed twice.
fn accept(cx: &mut Cx<'_>, keys: &PersonKeys, failure: &Failure, deciding: &Deciding) -> Result<()> {
    let catalogue = contacts::current(cx)?;
    let code = deciding.outcome.as_deref().unwrap_or_default();
    if !acceptable(&catalogue, failure).any(|o| o.code == code) {
        return Err(No::refused("outcome", "outcome_missing", "Choose what the accepted excuse was"));
    }
    contacts::correct_outcome(cx, keys, failure.contact_id, Some(code), deciding.reason.trim(), None).map(drop)
}

/// Writes the letter of a warning that has none yet.
///
/// # Errors
/// What the record lacks for it; [`No::NotFound`] for a warning that has its letter or counts no more.
pub fn write_warning_letter(cx: &mut Cx<'_>, keys: &PersonKeys, id: FailureId) -> Result<DocumentId> {
    let book = Book::read(cx, keys)?;
    let failure = book.failure(id).cloned().ok_or(No::NotFound)?;
    let waiting = book.warnings.iter().find(|w| w.failure_id == id && w.counts() && w.document_id.is_none());
    let mut warning = waiting.cloned().ok_or(No::NotFound)?;
    let why = book.decision_step(&failure).and_then(|s| s.words.clone()).unwrap_or_default();
    let what = what_happened(cx, &failure)?;
    cx.describe("Wrote the letter of a warning", None);
    let document = warnings::write_letter(cx, &book, &failure, &warning, &what, &why)?;
    warning.document_id = Some(document);
    cx.update(&mut warning)?;
    Ok(document)
}

/// What the law said when it was decided, in one text.
fn rules(situation: &Situation) -> String {
    let lines = situation.requires.iter().map(|p| format!("Required: {} [{}: {}]", p.words, p.row, p.source));
    let allowed = situation.allows.iter().map(|p| format!("Allowed: {} [{}]", p.words, p.row));
    lines.chain(allowed).collect::<Vec<_>>().join("\n")
}

/// A failure as an instruction takes it over.
pub(crate) struct Judged {
    pub(crate) failed_on: Date,
    /// What was said when it was decided as it now is.
    pub(crate) reason: Option<String>,
}

/// The failure with what was said of it, so that nobody types it again.
pub(crate) fn judgement(cx: &mut Cx<'_>, keys: &PersonKeys, id: FailureId) -> Result<Option<Judged>> {
    let book = Book::read(cx, keys)?;
    let judged =
        |f: &Failure| Judged { failed_on: f.failed_on, reason: book.decision_step(f).and_then(|s| s.words.clone()) };
    Ok(book.failure(id).map(judged))
}

/// What happened, in a few words: the kind of contact and its outcome.
pub(crate) fn what_happened(cx: &mut Cx<'_>, failure: &Failure) -> Result<String> {
    let catalogue = contacts::current(cx)?;
    let kind = catalogue.contact_type(&failure.contact_type).map_or("Contact", |t| t.name.en.as_str());
    let outcome = catalogue.outcome(&failure.outcome).map_or("failed to comply", |o| o.name.en.as_str());
    Ok(format!("{kind}: {}", outcome.to_lowercase()))
}

fn tell(cx: &mut Cx<'_>, failure: &Failure, decision: &str) -> Result<()> {
    cx.tell(&DomainEvent::FailureDecided {
        person: failure.person_id,
        failure: failure.id,
        order: failure.order_id,
        on: cx.today(),
        decision: decision.to_owned(),
    })
}

/// A manager agrees to a decision that was put to them, or does not.
///
/// # Errors
/// `not_waiting`; `own_work`; `no_reason` when they do not agree; [`No::Stale`].
pub fn agree(cx: &mut Cx<'_>, open: &OpenPerson, agreeing: Agreeing<'_>) -> Result<Failure> {
    let book = Book::read(cx, &open.keys)?;
    let mut failure = seen(&book, agreeing.id, agreeing.version)?;
    let asked = book.steps_of(failure.id).rev().find(|s| s.step == StepOf::Asked).cloned();
    let (FailureState::Asked, Some(asked), Some(decision)) = (failure.state, asked, failure.decision) else {
        return Err(Refusal::of_request("not_waiting", "Nothing waits for a manager here any more").into());
    };
    if asked.author_id.is_some() && asked.author_id == cx.actor().id() {
        return Err(Refusal::of_request("own_work", "This is your own decision: another manager agrees to it").into());
    }
    let reason = agreeing.reason.trim();
    if !agreeing.agreed {
        let reason = said("reason", reason, "why you do not agree")?;
        (failure.decision, failure.agreed) = (None, false);
        failure.state = before(&book, failure.id);
        cx.describe(format!("Did not agree: {}", decision.words()), Some(&reason));
        cx.update(&mut failure)?;
        step(cx, &failure, StepOf::NotAgreed, Some(reason))?;
        keep(cx, &open.keys)?;
        return Ok(failure);
    }
    let deciding = Deciding { decision, reason: asked.words.clone().unwrap_or_default(), outcome: None, version: None };
    let situation = book.situation(&failure, cx.today());
    cx.describe(format!("Agreed: {}", decision.words()), Some(reason));
    let by = Applied { deciding: &deciding, by: StepOf::Agreed, said: reason, situation: &situation };
    apply(cx, open, &book, failure, &by)
}

/// Where a failure stands without a decision.
fn before(book: &Book, id: FailureId) -> FailureState {
    let given = book.steps_of(id).any(|s| s.step == StepOf::Evidence);
    if given { FailureState::Given } else { FailureState::Awaited }
}

/// Takes a decision back, or one that waits for a manager: a warning given by it is withdrawn, an accepted excuse is one no
/// more. The letter, and what was decided, stay.
///
/// # Errors
/// Without a reason, or when nothing was decided; [`No::Stale`].
pub fn take_back(cx: &mut Cx<'_>, open: &OpenPerson, id: FailureId, reason: &str, version: Option<i64>) -> Result<()> {
    let reason = said("reason", reason, "why the decision is taken back")?;
    let keys = &open.keys;
    let book = Book::read(cx, keys)?;
    let mut failure = seen(&book, id, version)?;
    let Some(decision) =
        failure.decision.filter(|_| !matches!(failure.state, FailureState::Awaited | FailureState::Given))
    else {
        return Err(Refusal::of_request("not_decided", "There is no decision to take back").into());
    };
    cx.describe(format!("Took back a decision: {}", decision.words()), Some(&reason));
    if failure.decided() == Some(Decision::Accept) {
        // The outcome goes back to what it was, and the failure with it.
        step(cx, &failure, StepOf::TakenBack, Some(reason.clone()))?;
        contacts::correct_outcome(cx, keys, failure.contact_id, Some(&failure.outcome), &reason, None)?;
        return tell(cx, &failure, "");
    }
    let was_asked = failure.state == FailureState::Asked;
    failure.state = before(&book, id);
    (failure.decision, failure.decided_on, failure.agreed) = (None, None, false);
    cx.update(&mut failure)?;
    step(cx, &failure, StepOf::TakenBack, Some(reason.clone()))?;
    for known in book.warnings.iter().filter(|w| w.failure_id == id && w.withdrawn_on.is_none()) {
        let mut warning = known.clone();
        warning.withdrawn_on = Some(cx.today());
        warning.withdrawn_reason = Some(reason.clone());
        cx.update(&mut warning)?;
    }
    republish(cx, keys, id)?;
    if !was_asked {
        tell(cx, &failure, "")?;
    }
    keep(cx, keys)
}

/// Writes down something that was tried to keep the person complying.
///
/// # Errors
/// Refuses it without words or of a day to come.
pub fn record_effort(cx: &mut Cx<'_>, keys: &PersonKeys, new: &NewEffort) -> Result<EntryId> {
    let words = said("words", &new.words, "what was tried")?;
    if new.on > cx.today() {
        return Err(No::refused("tried_on", "in_future", "The day must be today or in the past"));
    }
    let effort = Effort {
        person_id: keys.survivor,
        id: cx.new_id(),
        failure_id: new.failure,
        kind: new.kind,
        on_day: new.on,
        words,
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
        recorded_at: cx.now(),
        withdrawn: None,
        version: 1,
    };
    cx.describe(format!("Wrote down what was tried: {}", effort.kind.words()), None);
    cx.insert(&effort)?;
    Ok(effort.id)
}

/// Says that something was not tried after all; it stays readable.
///
/// # Errors
/// Without a reason.
pub fn withdraw_effort(cx: &mut Cx<'_>, keys: &PersonKeys, id: EntryId, reason: &str) -> Result<()> {
    let reason = said("reason", reason, "why it is withdrawn")?;
    let book = Book::read(cx, keys)?;
    let mut effort = book.efforts.into_iter().find(|e| e.id == id).ok_or(No::NotFound)?;
    effort.withdrawn = Some(reason.clone());
    cx.describe("Withdrew what was said to be tried", Some(&reason));
    cx.update(&mut effort)
}
