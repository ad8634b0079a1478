//! The verbs of a breach: instruct, write, submit, check, send, lay, list, record the result, stop the clock, withdraw,
//! discontinue, reopen. One transaction each, on the person's own chain.
//!
//! Always true: each deed leaves an act with author, day and reason; a pack that was sent is never written again; the order's
//! dates as they were stay beside those that it got.

use super::pack;
use super::records::{Breach, BreachState, Deed, OrderDates, Part, PartRow};
use super::rules::{Stop, lacking, needed, next, refusal, stopping};
use super::store::{Whole, breach, due_of, keep_line};
use crate::act::{NewAct, keep};
use crate::policy::{JUDGEMENT_DAYS, PACK_SIGN_OFF, Policy};
use crate::published::{Step, StepKind, publish};
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{BreachId, CourtId, Date, FailureId, OrderId, PersonKeys, Refusal, Refusals};
use people::OpenPerson;
use sentences::{Ending, Length, Order, OrderAmendment};
use serde_json::{Value as Json, json};
use store::{Cx, Failure, Result};

const INSTRUCTED: &str = "AIBR";
const STEP: &str = "TBRE";
const CONCLUDED: &str = "ABPC";
/// The longest part or reason, in characters.
pub(crate) const LONGEST: usize = 20_000;

pub(crate) fn refuse(wrong: Vec<Refusal>) -> Result<()> {
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Refused(Refusals(wrong))) }
}

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
    let court_name = match new.court {
        Some(id) => organisation::courts(cx)?.into_iter().find(|c| c.id == id).map(|c| c.name),
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
        court_id: new.court.or(order.court_id),
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
fn take_on(
    cx: &mut Cx<'_>,
    whole: &mut Whole,
    deed: Deed,
    on: Date,
    words: Option<&str>,
    facts: Option<Json>,
) -> Result<()> {
    let sign_off = Policy::shipped().number(PACK_SIGN_OFF, cx.today())? == 1;
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
fn may(cx: &Cx<'_>, whole: &Whole, deed: Deed) -> Result<()> {
    let sign_off = Policy::shipped().number(PACK_SIGN_OFF, cx.today())? == 1;
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

fn not_ahead(field: &str, day: Date, least: Date, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if day > today {
        wrong.push(Refusal::new(field, "in_future", "The day must be today or in the past"));
    }
    if day < least {
        wrong.push(Refusal::new(field, "too_early", "The day must not be before the breach was known"));
    }
    wrong
}

/// The information was laid at court on a day.
///
/// # Errors
/// Refuses a pack that was not sent, and a wrong day.
pub fn lay_breach(cx: &mut Cx<'_>, open: &OpenPerson, id: BreachId, on: Date, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    may(cx, &whole, Deed::Lay)?;
    refuse(not_ahead("on", on, whole.breach.aware_on, cx.today()))?;
    whole.breach.laid_on = Some(on);
    take_on(cx, &mut whole, Deed::Lay, on, None, None)
}

/// A day in court was fixed, or moved.
///
/// # Errors
/// Refuses a breach that the court does not have, and a day before it was known.
pub fn list_breach(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: BreachId,
    hearing: Date,
    words: Option<&str>,
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    may(cx, &whole, Deed::List)?;
    if hearing < whole.breach.aware_on {
        return Err(Failure::refused("on", "too_early", "The day must not be before the breach was known"));
    }
    // Listed without a word of the day on which it was laid: it was laid by now.
    whole.breach.laid_on = whole.breach.laid_on.or(Some(cx.today()));
    let before = whole.breach.hearing_on.replace(hearing);
    take_on(cx, &mut whole, Deed::List, hearing, words, Some(json!({ "from": before.map(|day| day.to_string()) })))
}

/// What a court decided, as somebody heard it.
#[derive(Clone, Debug)]
pub struct Decided {
    pub on: Date,
    /// A code of the policy's results.
    pub result: String,
    pub words: Option<String>,
    /// Of a result that changes the order: its new last day and periods.
    pub ends_on: Option<Date>,
    pub operational_period: Option<Length>,
    pub supervision_period: Option<Length>,
}

/// Records what the court decided, with what it does to the order.
///
/// # Errors
/// Refuses an unknown result, a day that is not one, and a change of the order that cannot be.
pub fn record_result(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: BreachId,
    decided: &Decided,
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    may(cx, &whole, Deed::Result)?;
    refuse(not_ahead("on", decided.on, whole.breach.aware_on, cx.today()))?;
    let known = Policy::shipped().result(&decided.result);
    let known = known.ok_or_else(|| Failure::refused("result", "unknown_result", "Choose what the court decided"))?;
    let nothing_new =
        decided.ends_on.is_none() && decided.operational_period.is_none() && decided.supervision_period.is_none();
    if known.code == "extended" && nothing_new {
        return Err(Failure::refused("ends_on", "missing", "Enter the order’s new last day"));
    }
    conclude(cx, &mut whole, &known.code, decided.on, decided.words.as_deref(), json!({ "told": "typed" }))?;
    let order = whole.breach.order_id;
    if let Some(reason) = &known.ends {
        let how = Ending { on: decided.on, reason: reason.clone(), note: decided.words.clone() };
        sentences::end_order(cx, &open.keys, order, &how, None).map_err(|wrong| beside(wrong, "result"))?;
    } else if known.amends && !nothing_new {
        let now = sentences::order(cx, &open.keys, order)?.order;
        let amendment = OrderAmendment {
            ends_on: decided.ends_on.or(now.amended_ends_on),
            operational_period: decided.operational_period,
            supervision_period: decided.supervision_period,
            notes: now.notes.clone(),
        };
        sentences::amend_order(cx, &open.keys, order, &amendment, None, "The court’s result on a breach")?;
    }
    Ok(())
}

/// A refusal of another room's field stands beside ours.
fn beside(wrong: Failure, field: &str) -> Failure {
    match wrong {
        Failure::Refused(mut no) => {
            for one in &mut no.0 {
                *one = Refusal::new(field, one.code, one.words.clone());
            }
            Failure::Refused(no)
        }
        other => other,
    }
}

/// Ends a breach with a result, whoever told it, and tells of it.
pub(super) fn conclude(
    cx: &mut Cx<'_>,
    whole: &mut Whole,
    result: &str,
    on: Date,
    words: Option<&str>,
    mut facts: Json,
) -> Result<()> {
    let keys = people::keys_of(cx, whole.breach.person_id)?;
    let order = sentences::order(cx, &keys, whole.breach.order_id)?.order;
    whole.breach.outcome = Some(result.to_owned());
    whole.breach.outcome_words = words.map(str::to_owned);
    whole.breach.ended_on = Some(on);
    whole.breach.order_after = Some(dates_json(&dates_of(&order))?);
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("result".into(), json!(result));
    }
    take_on(cx, whole, Deed::Result, on, words, Some(facts))?;
    for kind in [StepKind::BreachHeard, StepKind::BreachEnded] {
        published(cx, whole, kind, on, result)?;
    }
    ended(cx, &keys, &whole.breach, on, result)
}

/// Steps of one breach have ids of their own, one for each kind.
fn published(cx: &mut Cx<'_>, whole: &Whole, kind: StepKind, on: Date, outcome: &str) -> Result<()> {
    let id = super::ids::step_id(whole.breach.id.0, kind.code());
    let step = Step::of(whole.breach.person_id, id, kind, on).order(Some(whole.breach.order_id)).outcome(outcome);
    publish(cx, &step)
}

fn ended(cx: &mut Cx<'_>, keys: &PersonKeys, breach: &Breach, on: Date, outcome: &str) -> Result<()> {
    cx.tell(&DomainEvent::BreachEnded {
        person: keys.survivor,
        breach: breach.id,
        order: breach.order_id,
        on,
        outcome: outcome.to_owned(),
    })
}

/// Stops a breach: withdrawn before the court has it, discontinued after.
///
/// # Errors
/// Refuses an unknown reason, "another reason" without words, and a breach that ended.
pub fn stop_breach(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: BreachId,
    reason: &str,
    words: Option<&str>,
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    let deed = if whole.breach.state.is_at_court() { Deed::Discontinue } else { Deed::Withdraw };
    may(cx, &whole, deed)?;
    let known = Policy::shipped().stop(reason);
    let known = known.ok_or_else(|| Failure::refused("reason", "unknown_reason", "Choose why it stops"))?;
    if known.code == "other" && words.is_none_or(|w| w.trim().is_empty()) {
        return Err(Failure::refused("words", "no_reason", "Say what the reason is"));
    }
    let on = cx.today();
    whole.breach.outcome = Some(known.code.clone());
    whole.breach.outcome_words = words.map(str::to_owned);
    whole.breach.ended_on = Some(on);
    let told = match words {
        Some(words) if !words.trim().is_empty() => format!("{}: {}", known.en, words.trim()),
        _ => known.en.clone(),
    };
    take_on(cx, &mut whole, deed, on, Some(&told), Some(json!({ "reason": known.code })))?;
    published(cx, &whole, StepKind::BreachEnded, on, whole.breach.state.code())?;
    let outcome = whole.breach.state.code();
    ended(cx, &open.keys, &whole.breach, on, outcome)
}

/// Opens a breach again that ended by mistake. What became of the order is for the order's own page.
///
/// # Errors
/// Refuses one that did not end, and no reason.
pub fn reopen_breach(cx: &mut Cx<'_>, open: &OpenPerson, id: BreachId, words: &str, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    may(cx, &whole, Deed::Reopen)?;
    if words.trim().is_empty() {
        return Err(Failure::refused("words", "no_reason", "Say why it is opened again"));
    }
    (whole.breach.outcome, whole.breach.outcome_words, whole.breach.ended_on) = (None, None, None);
    whole.breach.order_after = None;
    let on = cx.today();
    take_on(cx, &mut whole, Deed::Reopen, on, Some(words), None)?;
    for kind in [StepKind::BreachHeard, StepKind::BreachEnded] {
        let id = super::ids::step_id(whole.breach.id.0, kind.code());
        let known = crate::published::steps(cx, &open.keys)?.into_iter().find(|s| s.id == id);
        if let Some(step) = known {
            publish(cx, &step.superseded(true))?;
        }
    }
    Ok(())
}

/// Stops the clock to court from a day to a day, with the reason.
///
/// # Errors
/// Refuses days out of order, too long a stop, and no reason.
pub fn stop_clock(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: BreachId,
    stop: Stop,
    words: &str,
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    may(cx, &whole, Deed::Judge)?;
    let longest = Policy::shipped().number(JUDGEMENT_DAYS, cx.today())?;
    refuse(stopping(stop, words, whole.breach.aware_on, longest))?;
    let facts = json!({ "from": stop.from.to_string(), "until": stop.until.to_string() });
    let on = cx.today();
    take_on(cx, &mut whole, Deed::Judge, on, Some(words), Some(facts))?;
    let person = open.keys.survivor;
    cx.tell(&DomainEvent::ClockJudged { person, clock: law::BREACH_PRESENTED.into(), until: Some(stop.until) })
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

/// Keeps what the court's message said of a breach that has ended already.
pub(super) fn told_again(cx: &mut Cx<'_>, whole: &mut Whole, result: &str, on: Date, words: &str) -> Result<()> {
    let facts = json!({ "told": "court-message", "result": result });
    take_on(cx, whole, Deed::Told, on, Some(words), Some(facts))
}
