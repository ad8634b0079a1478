//! The verbs of a breach until the court has it: instruct, write, submit, check, send. One transaction each, on the person's
//! own chain.
//!
//! Always true: each deed leaves an act with author, day and reason; a pack that was sent is never written again.

use super::pack;
use super::records::{Breach, BreachState, Deed, OrderDates, Part, PartRow};
use super::rules::{lacking, needed, next, refusal};
use super::store::{Whole, breach, due_of, keep_line};
use crate::act::{NewAct, keep};
use crate::policy::{PACK_SIGN_OFF, Policy};
use crate::published::{Step, StepKind, publish};
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{BreachId, CourtId, Date, FailureId, OrderId, PersonKeys, Refusal};
use people::OpenPerson;
use sentences::Order;
use serde_json::{Value as Json, json};
pub(crate) use store::refuse;
use store::{Cx, Failure, Result};

const INSTRUCTED: &str = "AIBR";
const STEP: &str = "TBRE";
const CONCLUDED: &str = "ABPC";
/// The longest part or reason, in characters.
pub(crate) const LONGEST: usize = 20_000;

/// What is said when a breach is instructed.
#[derive(Clone, Debug)]
pub struct Instructing {
    pub order: OrderId,
    /// The failures that it is about; none when it is instructed by hand.
    pub failures: Vec<FailureId>,
    pub reason: String,
    /// The day on which the service learned of it.
    pub aware_on: Date,
    pub court: Option<CourtId>,
}

/// The dates of an order as they stand.
pub(crate) fn dates_of(order: &Order) -> OrderDates {
    OrderDates {
        ends_on: order.ends_on,
        amended_ends_on: order.amended_ends_on,
        operational_period: order.operational_period.map(|l| l.to_string()),
        supervision_period: order.supervision_period.map(|l| l.to_string()),
        ended_on: order.ended_on,
        end_reason: order.end_reason.clone(),
    }
}

pub(crate) fn dates_json(dates: &OrderDates) -> Result<Json> {
    serde_json::to_value(dates).map_err(|e| Failure::broken(e.to_string()))
}

fn instructing(law: &law::Law, order: &Order, new: &Instructing, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if !order.is_open() {
        wrong.push(Refusal::new("order", "order_ended", "This order has ended: reopen it first, or choose another"));
    } else if !law.sentence(&order.sentence).is_some_and(law::SentenceType::breachable) {
        wrong.push(Refusal::new("order", "not_breachable", "A breach is of an order that a court can deal with"));
    }
    if new.reason.trim().is_empty() {
        wrong.push(Refusal::new("reason", "no_reason", "Say why the breach is instructed"));
    }
    if new.aware_on > today {
        wrong.push(Refusal::new("aware_on", "in_future", "The day must be today or in the past"));
    } else if new.aware_on < order.made_on {
        wrong.push(Refusal::new("aware_on", "before_order", "The day must not be before the order was made"));
    }
    wrong
}

/// Instructs a breach for failures that were decided so, or by hand with a reason. The days to court are counted from the
/// day given.
///
/// # Errors
/// Refuses an ended order, a sentence that cannot be breached, a missing reason, and a wrong day.
pub fn instruct_breach(cx: &mut Cx<'_>, open: &OpenPerson, new: &Instructing) -> Result<BreachId> {
    cx.lock(open.keys.survivor.into())?;
    let law = cx.part::<law::Law>()?;
    let order = sentences::order(cx, &open.keys, new.order)?.order;
    refuse(instructing(&law, &order, new, cx.today()))?;
    let courts = organisation::courts(cx)?;
    let court_id = new.court.or(order.court_id).or_else(|| {
        // An order that was typed may name its court alone.
        let name = order.court_name.as_deref()?.trim();
        courts.iter().find(|c| c.name.eq_ignore_ascii_case(name)).map(|c| c.id)
    });
    let court_name = match new.court {
        Some(id) => courts.iter().find(|c| c.id == id).map(|c| c.name.clone()),
        None => order.court_name.clone(),
    };
    let failures: Vec<String> = new.failures.iter().map(ToString::to_string).collect();
    let breach = Breach {
        person_id: order.person_id,
        id: cx.new_id(),
        order_id: order.id,
        event_id: order.event_id,
        reason: new.reason.trim().to_owned(),
        failures: json!(failures),
        aware_on: new.aware_on,
        instructed_on: cx.today(),
        instructed_at: cx.now(),
        instructed_by: cx.actor().name().to_owned(),
        staff_id: cx.actor().staff(),
        state: BreachState::Preparing,
        court_id,
        court_name,
        laid_on: None,
        hearing_on: None,
        outcome: None,
        outcome_words: None,
        ended_on: None,
        order_before: dates_json(&dates_of(&order))?,
        order_after: None,
        sent_at: None,
        sent_by: None,
        shown: None,
        shown_hash: None,
        notice_document: None,
        pack_document: None,
        version: 1,
    };
    cx.describe("Instructed a breach", Some(&breach.reason));
    cx.insert(&breach)?;
    let act = act_of(cx, &breach, Deed::Instruct, cx.today(), Some(&breach.reason), None)?;
    let due_on = due_of(cx, &breach, std::slice::from_ref(&act))?;
    keep_line(cx, &breach, due_on)?;
    let on = cx.today();
    let step = Step::of(breach.person_id, breach.id, StepKind::BreachInstructed, on).order(Some(breach.order_id));
    publish(cx, &step)?;
    log(cx, &breach, INSTRUCTED, on, "Breach instructed", Some(&breach.reason))?;
    let person = open.keys.survivor;
    cx.tell(&DomainEvent::BreachInstructed { person, breach: breach.id, order: breach.order_id, on })?;
    Ok(breach.id)
}

/// The door for whoever decided a failure: the days are counted from today.
///
/// # Errors
/// As [`instruct_breach`].
pub fn instruct(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    order: OrderId,
    failures: &[FailureId],
    reason: &str,
) -> Result<BreachId> {
    let new = Instructing {
        order,
        failures: failures.to_vec(),
        reason: reason.to_owned(),
        aware_on: cx.today(),
        court: None,
    };
    instruct_breach(cx, open, &new)
}

fn act_of(
    cx: &mut Cx<'_>,
    breach: &Breach,
    deed: Deed,
    on: Date,
    words: Option<&str>,
    facts: Option<Json>,
) -> Result<crate::act::Act> {
    keep(
        cx,
        NewAct {
            person: breach.person_id,
            about: "breach",
            about_id: breach.id.0,
            what: deed.code(),
            came_to: breach.state.code(),
            on,
            words,
            facts,
        },
    )
}

fn log(cx: &mut Cx<'_>, breach: &Breach, kind: &str, on: Date, title: &str, note: Option<&str>) -> Result<()> {
    let mut entry = Entry::new(breach.person_id, kind, on, title).event(breach.event_id);
    if let Some(note) = note {
        entry = entry.note(note);
    }
    contacts::enter(cx, entry).map(drop)
}

/// A breach held for writing, as whoever writes saw it.
pub(crate) fn hold(cx: &mut Cx<'_>, keys: &PersonKeys, id: BreachId, seen: Option<i64>) -> Result<Whole> {
    cx.lock(keys.survivor.into())?;
    let whole = breach(cx, keys, id)?;
    if seen.is_some_and(|seen| seen != whole.breach.version) {
        return Err(Failure::Stale("Somebody else changed this breach meanwhile".into()));
    }
    Ok(whole)
}

/// Takes the breach on by a deed: the state, the act, the line of lists, the entry in the log.
pub(super) fn take_on(
    cx: &mut Cx<'_>,
    whole: &mut Whole,
    deed: Deed,
    on: Date,
    words: Option<&str>,
    facts: Option<Json>,
) -> Result<()> {
    let sign_off = Policy::current(cx)?.number(PACK_SIGN_OFF, cx.today())? == 1;
    let state = next(whole.breach.state, deed, sign_off, whole.before_end());
    whole.breach.state = state.ok_or_else(|| Failure::from(refusal(whole.breach.state, deed)))?;
    cx.describe(deed.words(), words);
    cx.update(&mut whole.breach)?;
    let act = act_of(cx, &whole.breach, deed, on, words, facts)?;
    whole.acts.push(act);
    whole.due_on = due_of(cx, &whole.breach, &whole.acts)?;
    keep_line(cx, &whole.breach, whole.due_on)?;
    let logged = match deed {
        Deed::Send | Deed::Lay | Deed::List | Deed::Reopen | Deed::Judge => Some(STEP),
        Deed::Result | Deed::Withdraw | Deed::Discontinue => Some(CONCLUDED),
        _ => None,
    };
    if let Some(kind) = logged {
        log(cx, &whole.breach, kind, on, deed.words(), words)?;
    }
    Ok(())
}

/// Refuses a deed that cannot be done now before anything else is asked.
pub(super) fn may(cx: &mut Cx<'_>, whole: &Whole, deed: Deed) -> Result<()> {
    let sign_off = Policy::current(cx)?.number(PACK_SIGN_OFF, cx.today())? == 1;
    let can = next(whole.breach.state, deed, sign_off, whole.before_end()).is_some();
    if can { Ok(()) } else { Err(refusal(whole.breach.state, deed).into()) }
}

/// Writes one part of the pack.
///
/// # Errors
/// Refuses a pack that is not being prepared, and nothing written; [`Failure::Stale`] when somebody wrote it since `seen`.
pub fn write_part(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: BreachId,
    part: Part,
    words: &str,
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, None)?;
    if !whole.breach.state.is_written_on() {
        let words = "The pack is not being prepared any more: ask for it back to change it";
        return Err(Refusal::of_request("not_written_on", words).into());
    }
    if words.trim().is_empty() {
        return Err(Failure::refused("words", "missing", "Write something, or go back"));
    }
    cx.describe(format!("Wrote part of a breach pack: {}", part.words()), None);
    let now = PartRow {
        person_id: whole.breach.person_id,
        breach_id: id,
        part,
        words: words.trim().to_owned(),
        written_at: cx.now(),
        written_by: cx.actor().name().to_owned(),
        version: seen.unwrap_or(1),
    };
    match whole.parts.iter_mut().find(|p| p.part == part) {
        None if seen.is_none_or(|seen| seen == 0) => cx.insert(&PartRow { version: 1, ..now }),
        Some(known) if seen.is_none_or(|seen| seen == known.version) => {
            cx.update(&mut PartRow { version: known.version, ..now })
        }
        _ => Err(Failure::Stale("Somebody else wrote this part meanwhile".into())),
    }
}

/// Says which court hears it.
///
/// # Errors
/// Refuses a breach that ended and a court that is not there.
pub fn choose_court(cx: &mut Cx<'_>, open: &OpenPerson, id: BreachId, court: CourtId, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    if !whole.breach.state.is_open() {
        return Err(Refusal::of_request("ended", "This breach has ended").into());
    }
    let found = organisation::courts(cx)?.into_iter().find(|c| c.id == court);
    let found = found.ok_or_else(|| Failure::refused("court", "unknown_court", "Choose the court"))?;
    cx.describe(format!("The breach is heard by {}", found.name), None);
    (whole.breach.court_id, whole.breach.court_name) = (Some(found.id), Some(found.name));
    cx.update(&mut whole.breach)?;
    keep_line(cx, &whole.breach, whole.due_on)
}

/// Gives the pack to a manager.
///
/// # Errors
/// Refuses a pack that lacks what a court needs.
pub fn submit_pack(cx: &mut Cx<'_>, open: &OpenPerson, id: BreachId, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    may(cx, &whole, Deed::Submit)?;
    refuse(lacking(&needed(&pack::facts(cx, open, &whole)?)))?;
    let on = cx.today();
    take_on(cx, &mut whole, Deed::Submit, on, None, None)
}

/// A manager agrees to the pack or gives it back with a reason. Nobody agrees to their own.
///
/// # Errors
/// Refuses one's own work, and giving back without a reason.
pub fn check_pack(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: BreachId,
    agreed: bool,
    words: &str,
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    let deed = if agreed { Deed::Agree } else { Deed::GiveBack };
    may(cx, &whole, deed)?;
    let me = cx.actor().id();
    let submitted = whole.acts.iter().rfind(|a| a.what == Deed::Submit.code()).and_then(|a| a.by_id);
    if agreed && me.is_some() && me == submitted {
        let words = "You gave this pack in: another manager agrees to it";
        return Err(Refusal::of_request("own_work", words).into());
    }
    if !agreed && words.trim().is_empty() {
        return Err(Failure::refused("reason", "no_reason", "Say what should be changed"));
    }
    let on = cx.today();
    take_on(cx, &mut whole, deed, on, Some(words), None)
}

/// Freezes the pack as it is drawn now.
///
/// # Errors
/// Refuses a pack that lacks what a court needs, or that a manager has not agreed to where policy wants one.
pub fn send_pack(cx: &mut Cx<'_>, open: &OpenPerson, id: BreachId, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    may(cx, &whole, Deed::Send)?;
    refuse(lacking(&needed(&pack::facts(cx, open, &whole)?)))?;
    let shown = pack::draw(cx, open, &whole)?;
    let (shown, hash) = pack::seal(&shown)?;
    whole.breach.shown = Some(shown);
    whole.breach.shown_hash = Some(hash);
    whole.breach.sent_at = Some(cx.now());
    whole.breach.sent_by = Some(cx.actor().name().to_owned());
    let on = cx.today();
    take_on(cx, &mut whole, Deed::Send, on, None, None)?;
    super::letters::write_pack(cx, open, &mut whole)
}

/// Writes the notice that tells the person.
///
/// # Errors
/// Refuses a breach that ended, and what the letter lacks, such as an address.
pub fn write_notice(cx: &mut Cx<'_>, open: &OpenPerson, id: BreachId, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    if !whole.breach.state.is_open() {
        return Err(Refusal::of_request("ended", "This breach has ended").into());
    }
    cx.describe("Wrote the notice of a breach", None);
    super::letters::write_notice(cx, open, &mut whole)
}

/// Adds failures that came after the instruction, each once.
///
/// # Errors
/// Refuses a pack that is not being prepared any more.
pub fn add_failures(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: BreachId,
    failures: &[FailureId],
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    if !whole.breach.state.is_written_on() {
        return Err(Refusal::of_request("not_written_on", "The pack is not being prepared any more").into());
    }
    let mut known: Vec<String> = serde_json::from_value(whole.breach.failures.clone()).unwrap_or_default();
    known.extend(failures.iter().map(ToString::to_string));
    known.sort_unstable();
    known.dedup();
    whole.breach.failures = json!(known);
    let on = cx.today();
    take_on(cx, &mut whole, Deed::AddFailures, on, None, None)
}
