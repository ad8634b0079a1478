//! What is done with a case. Each act holds the person's chain and the case's, leaves an entry without words among the acts, and
//! where the person may know of it a neutral entry in their log.
//!
//! Always true: the words of the ledger and of the log never say what the person harmed said, wants or decided; consent that is
//! taken back takes what was planned with it.

use crate::keeping::{Whole, open_case, settle, whole};
use crate::records::{
    Act, Case, CaseOrigin, CaseState, Deed, EndReason, Feeling, Harmed, Meeting, MeetingState, Mode, PersonSide, Point,
    Side, Words,
};
use crate::rules::{both_consent, may};
use contacts::Entry;
pub(crate) use kernel::some_text;
use kernel::{Date, EntryId, Refusal, RestorativeId, StaffId, Time, VolunteerId};
use people::OpenPerson;
use sentences::{Ending, NewEvent, Origin};
pub(crate) use store::refuse;
use store::{Cx, Failure, Result};
use volunteers::{ConflictKind, VolunteerKind};

/// The log's own type for a step.
const STEP: &str = "TRJS";
/// The longest words of anything here, in characters.
pub(crate) const LONGEST: usize = 8_000;

/// A case held for writing, as whoever writes saw it.
pub(crate) fn hold(cx: &mut Cx<'_>, id: RestorativeId, seen: Option<i64>) -> Result<(OpenPerson, Whole)> {
    let (open, whole) = open_case(cx, id)?;
    if seen.is_some_and(|seen| seen != whole.case.version) {
        return Err(Failure::Stale("Somebody else changed this case meanwhile".into()));
    }
    Ok((open, whole))
}

pub(crate) fn log(cx: &mut Cx<'_>, whole: &Whole, on: Date, title: &str) -> Result<()> {
    let mut entry = Entry::new(whole.side.person_id, STEP, on, format!("Restorative justice: {title}"));
    if let Some(event) = whole.side.event_id {
        entry = entry.event(event);
    }
    contacts::enter(cx, entry).map(drop)
}

pub(crate) fn act(
    cx: &mut Cx<'_>,
    whole: &mut Whole,
    (deed, side): (Deed, Option<Side>),
    on: Date,
    fact: Option<&str>,
) -> Result<()> {
    let act = Act {
        case_id: whole.case.id,
        id: cx.new_id(),
        deed,
        side,
        on_day: on,
        came_to: whole.case.state,
        fact: some_text(fact),
        at: cx.now(),
        by_name: cx.actor().name().to_owned(),
        by_id: cx.actor().id(),
    };
    cx.insert(&act)?;
    whole.acts.push(act);
    Ok(())
}

pub(crate) fn say(
    cx: &mut Cx<'_>,
    whole: &mut Whole,
    about: Deed,
    side: Option<Side>,
    words: Option<&str>,
) -> Result<()> {
    let Some(words) = some_text(words) else { return Ok(()) };
    let row = Words {
        case_id: whole.case.id,
        id: cx.new_id(),
        about: about.code().to_owned(),
        side,
        words,
        at: cx.now(),
        by_name: cx.actor().name().to_owned(),
    };
    cx.insert(&row)?;
    whole.words.push(row);
    Ok(())
}

/// What the ledger says of every step: no more, because the same words stand on the person's chain.
pub(crate) fn describe(cx: &mut Cx<'_>) {
    cx.describe("A step of a restorative justice case", None);
}

/// A case to be opened.
#[derive(Clone, Debug)]
pub struct Opening {
    pub origin: CaseOrigin,
    pub on: Date,
    /// Why, for those who will arrange it.
    pub why: Option<String>,
    /// Whoever opens it leads it.
    pub leads: bool,
}

/// Opens a case about a person. Where the person has no event that is open, one of voluntary contact is opened and taken on, so
/// that nobody is lost meanwhile; it ends with the case.
///
/// # Errors
/// Refuses a day to come, and a case under an order where there is none.
pub fn open(cx: &mut Cx<'_>, open: &OpenPerson, new: &Opening) -> Result<RestorativeId> {
    let (person, today) = (open.keys.survivor, cx.today());
    cx.lock(person.into())?;
    if new.on > today {
        return Err(Failure::refused("on", "in_future", "The day must be today or in the past"));
    }
    let events = sentences::events(cx, &open.keys)?;
    let running = events.iter().find(|e| e.is_open());
    let with_order = events.iter().any(|e| e.orders.iter().any(|o| o.order.is_open()));
    if new.origin == CaseOrigin::Order && !with_order {
        let words = "The person has no order that is running: choose from where else it came";
        return Err(Failure::refused("origin", "no_order", words));
    }
    describe(cx);
    let (event, own_event) = match running {
        Some(event) => (event.event.id, false),
        None => {
            let event = NewEvent {
                origin: Origin::Voluntary,
                referred_on: new.on,
                taken_on: Some(new.on),
                court_id: None,
                court_name: None,
                notes: None,
                source_key: None,
            };
            (sentences::open_event(cx, &open.keys, &event)?, true)
        }
    };
    let case = Case {
        id: cx.new_id(),
        origin: new.origin,
        state: CaseState::Offering,
        opened_on: new.on,
        opened_at: cx.now(),
        opened_by: cx.actor().name().to_owned(),
        lead_id: cx.actor().staff().filter(|_| new.leads),
        lead_name: new.leads.then(|| cx.actor().name().to_owned()),
        mode: None,
        mediator_volunteer: None,
        mediator_staff: None,
        mediator_name: None,
        agreed_on: None,
        ended_on: None,
        end_reason: None,
        version: 1,
    };
    let side = PersonSide {
        person_id: person,
        id: cx.new_id(),
        case_id: case.id,
        event_id: Some(event),
        own_event,
        state: case.state,
        opened_on: new.on,
        offered_on: None,
        answer: None,
        answered_on: None,
        ended_on: None,
        version: 1,
    };
    cx.insert(&case)?;
    cx.insert(&side)?;
    let mut whole = whole(cx, &open.keys, case.id)?;
    act(cx, &mut whole, (Deed::Open, None), new.on, None)?;
    say(cx, &mut whole, Deed::Open, None, new.why.as_deref())?;
    log(cx, &whole, new.on, "looked into")?;
    settle(cx, &mut whole)?;
    Ok(case.id)
}

/// Takes a case on that nobody leads, or over from whoever did.
///
/// # Errors
/// [`Failure::Stale`] when somebody changed it since `seen`.
pub fn lead(cx: &mut Cx<'_>, id: RestorativeId, seen: Option<i64>) -> Result<()> {
    let (_, mut whole) = hold(cx, id, seen)?;
    let on = cx.today();
    refuse(may(&whole.acts, whole.around(), (Deed::Lead, None, None), on, on))?;
    describe(cx);
    (whole.case.lead_id, whole.case.lead_name) = (cx.actor().staff(), Some(cx.actor().name().to_owned()));
    act(cx, &mut whole, (Deed::Lead, None), on, None)?;
    settle(cx, &mut whole)
}

/// Who was harmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HarmedFacts {
    pub name: String,
    pub called: Option<String>,
    pub reach: Option<String>,
    pub through: Option<String>,
    pub language: String,
    pub needs: Option<String>,
}

/// Records who was harmed and how they are spoken to. `seen` is nought where nobody recorded it before.
///
/// # Errors
/// Refuses a missing name; [`Failure::Stale`].
pub fn record_harmed(cx: &mut Cx<'_>, id: RestorativeId, facts: &HarmedFacts, seen: i64) -> Result<()> {
    let (_, whole) = hold(cx, id, None)?;
    if facts.name.trim().is_empty() {
        return Err(Failure::refused("name", "missing", "Enter the name"));
    }
    let row = Harmed {
        case_id: id,
        name: facts.name.trim().to_owned(),
        called: some_text(facts.called.as_deref()),
        reach: some_text(facts.reach.as_deref()),
        through: some_text(facts.through.as_deref()),
        language: facts.language.clone(),
        needs: some_text(facts.needs.as_deref()),
        version: seen.max(1),
    };
    describe(cx);
    match whole.harmed {
        None if seen == 0 => cx.insert(&row),
        Some(known) if known.version == seen => cx.update(&mut row.clone()),
        _ => Err(Failure::Stale("Somebody else recorded the person harmed meanwhile".into())),
    }
}

/// A step that concerns one side, with what they said.
///
/// # Errors
/// What the rules refuse; [`Failure::Stale`].
pub fn step_of_side(
    cx: &mut Cx<'_>,
    id: RestorativeId,
    (deed, side): (Deed, Side),
    on: Date,
    words: Option<&str>,
    seen: Option<i64>,
) -> Result<()> {
    let (_, mut whole) = hold(cx, id, seen)?;
    let today = cx.today();
    refuse(may(&whole.acts, whole.around(), (deed, Some(side), None), on, today))?;
    if side == Side::Harmed && deed == Deed::Offer && whole.harmed.is_none() {
        return Err(Refusal::of_request("nobody", "Record who was harmed first").into());
    }
    describe(cx);
    act(cx, &mut whole, (deed, Some(side)), on, None)?;
    say(cx, &mut whole, deed, Some(side), words)?;
    if side == Side::Person {
        let title = match deed {
            Deed::Offer => Some("offered to the person"),
            Deed::Give => Some("the person agreed to take part"),
            Deed::Decline => Some("the person does not want to take part"),
            Deed::Withdraw => Some("the person does not take part any more"),
            Deed::Prepare => Some("the person was prepared"),
            _ => None,
        };
        if let Some(title) = title {
            log(cx, &whole, on, title)?;
        }
    }
    if !both_consent(&whole.acts, today) {
        call_off(cx, &mut whole)?;
    }
    settle(cx, &mut whole)
}

/// Takes what is planned away, because a consent is not in force any more.
fn call_off(cx: &mut Cx<'_>, whole: &mut Whole) -> Result<()> {
    let today = cx.today();
    let mut gone = 0;
    for meeting in whole.meetings.iter_mut().filter(|m| m.state == MeetingState::Planned) {
        meeting.state = MeetingState::Cancelled;
        cx.update(meeting)?;
        gone += 1;
    }
    if gone > 0 {
        act(cx, whole, (Deed::Cancel, None), today, Some("consent"))?;
        log(cx, whole, today, "what was planned does not take place")?;
    }
    Ok(())
}

/// Records the assessment of risk and suitability. Found unsuitable, what was planned does not take place.
///
/// # Errors
/// Refuses an assessment without words.
pub fn assess(
    cx: &mut Cx<'_>,
    id: RestorativeId,
    on: Date,
    suitable: bool,
    words: &str,
    seen: Option<i64>,
) -> Result<()> {
    let (_, mut whole) = hold(cx, id, seen)?;
    let mut wrong = may(&whole.acts, whole.around(), (Deed::Assess, None, None), on, cx.today());
    if words.trim().is_empty() {
        wrong.push(Refusal::new("words", "missing", "Say what was weighed"));
    }
    refuse(wrong)?;
    describe(cx);
    act(cx, &mut whole, (Deed::Assess, None), on, Some(if suitable { "suitable" } else { "unsuitable" }))?;
    say(cx, &mut whole, Deed::Assess, None, Some(words))?;
    if !suitable {
        call_off(cx, &mut whole)?;
    }
    settle(cx, &mut whole)
}

/// Who mediates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mediator {
    Volunteer(VolunteerId),
    Staff(StaffId),
}

/// Chooses who mediates: a volunteer whose checks are in force and against whom nothing stands, or a member of staff who is not
/// the person's own officer.
///
/// # Errors
/// Refuses whoever is in conflict, with the reasons.
pub fn choose_mediator(cx: &mut Cx<'_>, id: RestorativeId, who: &Mediator, seen: Option<i64>) -> Result<()> {
    let (open, mut whole) = hold(cx, id, seen)?;
    let on = cx.today();
    let mut wrong = may(&whole.acts, whole.around(), (Deed::Mediator, None, None), on, on);
    let name = match who {
        Mediator::Volunteer(volunteer) => {
            let wanted = volunteers::wanted(cx, &open.keys, VolunteerKind::Mediator, None)?;
            let against = volunteers::suits(cx, *volunteer, &wanted)?;
            let stops = against.into_iter().filter(|r| r.stops || r.code == "near");
            wrong.extend(stops.map(|r| Refusal::new("mediator", r.code, r.words)));
            volunteers::volunteer(cx, *volunteer)?.name
        }
        Mediator::Staff(staff) => {
            if people::responsible_officer(cx, open.keys.survivor)? == Some(*staff) {
                let words = "They are the person’s own officer: somebody else should stand between the two";
                wrong.push(Refusal::new("mediator", "own_officer", words));
            }
            organisation::staff_line(cx, *staff)?.name
        }
    };
    refuse(wrong)?;
    describe(cx);
    let case = &mut whole.case;
    (case.mediator_volunteer, case.mediator_staff) = match who {
        Mediator::Volunteer(volunteer) => (Some(*volunteer), None),
        Mediator::Staff(staff) => (None, Some(*staff)),
    };
    case.mediator_name = Some(name);
    act(cx, &mut whole, (Deed::Mediator, None), on, None)?;
    settle(cx, &mut whole)
}

/// Says that a volunteer is on the other side of the case, so that they are never matched with the person. A transaction of its
/// own, because it is on the volunteer's chain.
///
/// # Errors
/// When there is no such volunteer.
pub fn keep_apart(cx: &mut Cx<'_>, id: RestorativeId, volunteer: VolunteerId) -> Result<()> {
    let (open, _) = open_case(cx, id)?;
    volunteers::record_conflict(cx, volunteer, open.keys.survivor, ConflictKind::OtherSide, None)
}

/// When and how the two are to meet.
#[derive(Clone, Debug)]
pub struct Plan {
    pub kind: Mode,
    pub on: Date,
    pub starts: Option<Time>,
    pub place: Option<String>,
}

/// Arranges a meeting or a conference.
///
/// # Errors
/// Refuses unless both consents are in force, it was found suitable, both were prepared and somebody mediates.
pub fn arrange(cx: &mut Cx<'_>, id: RestorativeId, plan: &Plan, seen: Option<i64>) -> Result<EntryId> {
    let (_, mut whole) = hold(cx, id, seen)?;
    let today = cx.today();
    refuse(may(&whole.acts, whole.around(), (Deed::Arrange, None, Some(plan.kind)), plan.on, today))?;
    describe(cx);
    let meeting = Meeting {
        case_id: id,
        id: cx.new_id(),
        kind: plan.kind,
        planned_on: plan.on,
        starts: plan.starts,
        place: some_text(plan.place.as_deref()),
        state: MeetingState::Planned,
        happened_on: None,
        minutes: None,
        recorded_at: cx.now(),
        recorded_by: cx.actor().name().to_owned(),
        version: 1,
    };
    cx.insert(&meeting)?;
    whole.case.mode = Some(plan.kind);
    whole.meetings.push(meeting.clone());
    act(cx, &mut whole, (Deed::Arrange, None), today, None)?;
    log(cx, &whole, today, "a meeting is planned")?;
    settle(cx, &mut whole)?;
    Ok(meeting.id)
}

/// Records that a planned meeting took place, or that it does not.
///
/// # Errors
/// Refuses a meeting that is not planned, and one held on a day on which a consent was not in force.
pub fn settle_meeting(
    cx: &mut Cx<'_>,
    id: RestorativeId,
    meeting: EntryId,
    held: Option<(Date, i64)>,
    words: Option<&str>,
    seen: Option<i64>,
) -> Result<()> {
    let (_, mut whole) = hold(cx, id, seen)?;
    let today = cx.today();
    let most = {
        let policy = crate::policy_rows::policy(cx)?;
        policy.number(crate::policy_rows::MOST_MINUTES, today)?
    };
    let planned = whole.meetings.iter().find(|m| m.id == meeting).ok_or(Failure::NotFound)?;
    let mut wrong = Vec::new();
    if planned.state != MeetingState::Planned {
        wrong.push(Refusal::of_request("settled", "What became of this meeting is recorded already"));
    }
    let deed = if held.is_some() { Deed::Meet } else { Deed::Cancel };
    let on = held.map_or(today, |(on, _)| on);
    wrong.extend(may(&whole.acts, whole.around(), (deed, None, None), on, today));
    if held.is_some_and(|(_, minutes)| minutes < 1 || minutes > most) {
        wrong.push(Refusal::new("minutes", "out_of_range", format!("The minutes must be between 1 and {most}")));
    }
    refuse(wrong)?;
    describe(cx);
    for row in whole.meetings.iter_mut().filter(|m| m.id == meeting) {
        row.state = if held.is_some() { MeetingState::Held } else { MeetingState::Cancelled };
        (row.happened_on, row.minutes) = (held.map(|(on, _)| on), held.map(|(_, minutes)| minutes));
        cx.update(row)?;
    }
    act(cx, &mut whole, (deed, None), on, None)?;
    say(cx, &mut whole, deed, None, words)?;
    log(cx, &whole, on, if held.is_some() { "a meeting took place" } else { "what was planned does not take place" })?;
    settle(cx, &mut whole)
}

/// Records how one side felt.
///
/// # Errors
/// Refuses a number that is not on the scale.
pub fn felt(
    cx: &mut Cx<'_>,
    id: RestorativeId,
    (side, point): (Side, Point),
    scale: i64,
    on: Date,
    words: Option<&str>,
) -> Result<()> {
    let (_, mut whole) = hold(cx, id, None)?;
    let mut wrong = may(&whole.acts, whole.around(), (Deed::Felt, Some(side), None), on, cx.today());
    if !(1..=5).contains(&scale) {
        wrong.push(Refusal::new("scale", "out_of_range", "Choose a number from 1 to 5"));
    }
    refuse(wrong)?;
    describe(cx);
    let row = Feeling {
        case_id: id,
        id: cx.new_id(),
        side,
        point,
        scale,
        on_day: on,
        recorded_at: cx.now(),
        recorded_by: cx.actor().name().to_owned(),
    };
    cx.insert(&row)?;
    whole.feelings.push(row);
    act(cx, &mut whole, (Deed::Felt, Some(side)), on, None)?;
    say(cx, &mut whole, Deed::Felt, Some(side), words)?;
    settle(cx, &mut whole)
}

/// Records that both were asked how they are, some time after.
///
/// # Errors
/// Refuses where nothing took place.
pub fn follow_up(cx: &mut Cx<'_>, id: RestorativeId, on: Date, words: Option<&str>, seen: Option<i64>) -> Result<()> {
    let (_, mut whole) = hold(cx, id, seen)?;
    refuse(may(&whole.acts, whole.around(), (Deed::FollowUp, None, None), on, cx.today()))?;
    describe(cx);
    act(cx, &mut whole, (Deed::FollowUp, None), on, None)?;
    say(cx, &mut whole, Deed::FollowUp, None, words)?;
    log(cx, &whole, on, "followed up")?;
    settle(cx, &mut whole)
}

/// Ends a case. The person's log says that it ended and not why.
///
/// # Errors
/// Refuses an end that contradicts what stands, and another reason without words.
pub fn end(
    cx: &mut Cx<'_>,
    id: RestorativeId,
    (on, reason, words): (Date, EndReason, Option<&str>),
    seen: Option<i64>,
) -> Result<()> {
    let (open, mut whole) = hold(cx, id, seen)?;
    let today = cx.today();
    let mut wrong = may(&whole.acts, whole.around(), (Deed::End, None, None), on, today);
    let agreed = whole.case.agreed_on.is_some();
    let of_agreement = matches!(reason, EndReason::Kept | EndReason::PartlyKept | EndReason::NotKept);
    if of_agreement && !agreed {
        wrong.push(Refusal::new("reason", "no_agreement", "There is no agreement that could have been kept"));
    }
    let open_promises = whole.promises.iter().filter(|p| p.state == crate::records::PromiseState::Open).count();
    if of_agreement && open_promises > 0 {
        wrong.push(Refusal::new("reason", "open_promises", "Record first what became of everything that was agreed"));
    }
    if reason == EndReason::Other && some_text(words).is_none() {
        wrong.push(Refusal::new("words", "no_reason", "Say what the reason is"));
    }
    refuse(wrong)?;
    describe(cx);
    call_off(cx, &mut whole)?;
    (whole.case.ended_on, whole.case.end_reason) = (Some(on), Some(reason));
    act(cx, &mut whole, (Deed::End, None), on, Some(reason.code()))?;
    say(cx, &mut whole, Deed::End, None, words)?;
    log(cx, &whole, on, "ended")?;
    if let Some(event) = whole.side.event_id.filter(|_| whole.side.own_event) {
        let events = sentences::events(cx, &open.keys)?;
        let still = events.iter().any(|e| e.event.id == event && e.orders.is_empty() && e.event.ended_on.is_none());
        if still {
            let how = Ending { on, reason: "voluntary-ended".into(), note: None };
            sentences::end_event(cx, &open.keys, event, &how, None)?;
        }
    }
    settle(cx, &mut whole)
}

/// Opens a case again that ended by mistake.
///
/// # Errors
/// Refuses a case that has not ended.
pub fn reopen(cx: &mut Cx<'_>, id: RestorativeId, words: &str, seen: Option<i64>) -> Result<()> {
    let (open, mut whole) = hold(cx, id, seen)?;
    let on = cx.today();
    refuse(may(&whole.acts, whole.around(), (Deed::Reopen, None, None), on, on))?;
    if words.trim().is_empty() {
        return Err(Failure::refused("words", "no_reason", "Say why it is opened again"));
    }
    describe(cx);
    (whole.case.ended_on, whole.case.end_reason) = (None, None);
    act(cx, &mut whole, (Deed::Reopen, None), on, None)?;
    say(cx, &mut whole, Deed::Reopen, None, Some(words))?;
    log(cx, &whole, on, "taken up again")?;
    if let Some(event) = whole.side.event_id.filter(|_| whole.side.own_event) {
        let events = sentences::events(cx, &open.keys)?;
        if events.iter().any(|e| e.event.id == event && e.event.ended_on.is_some()) {
            sentences::reopen_event(cx, &open.keys, event, "The restorative case was taken up again")?;
        }
    }
    settle(cx, &mut whole)
}
