//! A person's case: opened, moved from state to state, put into a group, and what follows from what was attended.
//!
//! Always true: each change of state is a step with author, day and reason; completion is told once; a closed case gets no
//! place, and nobody is in two groups of one kind at once.

use super::attendance::{cancel_coming, follow_schedule};
use super::plan::Part;
use super::policy::{COMPLETE, FIRST, How, ON_PROGRAMME, Policy, SCHEDULED, WAITS};
use super::records::{Case, Cohort, Move};
use super::rules::may_move;
use super::store::{Whole, case_of, cases_of, keep_line, schedule_of, whole};
use super::templates::plans;
use crate::words::{as_seen, refuse, some_text};
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{
    Date, GroupId, OrderId, PersonKeys, ProgrammeCaseId, ReferralId, Refusal, RequirementId, ServiceId, WaitingId,
};
use people::OpenPerson;
use provision::{Joining, Overtaking, PlaceIn, WaitingEntry, WaitingState};
use sentences::Ending;
use store::{Cx, Failure, Result};

/// The entry of the log for a step.
const STEP: &str = "TPRG";
const COMPLETED: &str = "completed";

/// A case to be opened.
#[derive(Clone, Debug)]
pub struct OpeningCase {
    pub service: ServiceId,
    /// None where the person takes part by agreement.
    pub requirement: Option<RequirementId>,
    pub referral: Option<ReferralId>,
    pub waiting: Option<WaitingId>,
    pub cohort: Cohort,
    pub note: Option<String>,
}

fn service_name(cx: &mut Cx<'_>, service: ServiceId) -> Result<String> {
    Ok(provision::book(cx)?.services.get(&service).map_or_else(|| "a programme".to_owned(), |s| s.name.clone()))
}

/// The order of a requirement that a service delivers.
fn order_of(cx: &mut Cx<'_>, keys: &PersonKeys, new: &OpeningCase) -> Result<Option<OrderId>> {
    let Some(id) = new.requirement else { return Ok(None) };
    let orders = sentences::orders(cx, keys)?;
    let found = orders.iter().find_map(|o| {
        let requirement = o.requirements.iter().map(|r| &r.requirement).find(|r| r.id == id)?;
        Some((o.order.id, requirement))
    });
    let (order, requirement) = found.ok_or(Failure::NotFound)?;
    if !requirement.is_open() {
        let words = "This requirement has ended: choose another one, or none";
        return Err(Failure::refused("requirement", "requirement_ended", words));
    }
    let book = provision::book(cx)?;
    if !book.requirements_of(new.service).contains(&requirement.kind.as_str()) {
        let words = "This programme does not deliver that requirement";
        return Err(Failure::refused("requirement", "not_delivered", words));
    }
    Ok(Some(order))
}

/// Opens a case.
///
/// # Errors
/// `not_a_programme`, `open_already`, `requirement_ended`, `not_delivered`.
pub fn open_case(cx: &mut Cx<'_>, open: &OpenPerson, new: &OpeningCase) -> Result<ProgrammeCaseId> {
    cx.lock(open.keys.survivor.into())?;
    let (policy, today) = (Policy::shipped(), cx.today());
    let name = service_name(cx, new.service)?;
    if plans(cx)?.of_service(new.service, today).is_none() {
        let words = format!("{name} is run by no programme: say first by which one, under Programmes, Plans");
        return Err(Failure::refused("service", "not_a_programme", words));
    }
    let known = cases_of(cx, &open.keys)?;
    if known.iter().any(|c| c.service_id == new.service && !policy.closed(&c.state)) {
        let words = format!("A case for {name} is open already");
        return Err(Failure::refused("service", "open_already", words));
    }
    let order_id = order_of(cx, &open.keys, new)?;
    cx.describe(format!("Opened a programme case: {name}"), new.note.as_deref());
    let case = Case {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        service_id: new.service,
        referral_id: new.referral,
        order_id,
        requirement_id: new.requirement,
        waiting_id: new.waiting,
        group_id: None,
        cohort: new.cohort,
        opened_on: today,
        state: FIRST.to_owned(),
        state_on: today,
        template: None,
        template_from: None,
        pathway: None,
        begun_on: None,
        completed_on: None,
        drop_out: None,
        note: some_text(new.note.as_deref()),
        version: 1,
    };
    cx.insert(&case)?;
    add_step(cx, &case, None, &Step { to: FIRST, on: today, reason: None, words: new.note.as_deref() })?;
    keep_line(cx, &open.keys, case.id)?;
    Ok(case.id)
}

/// A step to be kept.
pub(super) struct Step<'a> {
    pub(super) to: &'a str,
    pub(super) on: Date,
    pub(super) reason: Option<&'a str>,
    pub(super) words: Option<&'a str>,
}

fn add_step(cx: &mut Cx<'_>, case: &Case, from: Option<&str>, step: &Step<'_>) -> Result<()> {
    let row = Move {
        person_id: case.person_id,
        id: cx.new_id(),
        case_id: case.id,
        from_state: from.map(str::to_owned),
        to_state: step.to.to_owned(),
        on_day: step.on,
        reason: step.reason.map(str::to_owned),
        words: some_text(step.words),
        author: cx.actor().name().to_owned(),
        moved_at: cx.now(),
    };
    cx.insert(&row)?;
    let policy = Policy::shipped();
    let name = service_name(cx, case.service_id)?;
    let title = format!("{name}: {}", policy.words(step.to));
    let mut entry = Entry::new(case.person_id, STEP, step.on, title);
    let reason = step.reason.and_then(|code| policy.drop_out(code)).map(|d| d.en.as_str());
    let words: Vec<&str> = [reason, step.words].into_iter().flatten().filter(|w| !w.trim().is_empty()).collect();
    if !words.is_empty() {
        entry = entry.note(words.join(". "));
    }
    contacts::enter(cx, entry).map(drop)
}

/// Takes a case to a state that was looked at before.
pub(super) fn take_to(cx: &mut Cx<'_>, case: &mut Case, step: &Step<'_>) -> Result<()> {
    let from = std::mem::replace(&mut case.state, step.to.to_owned());
    case.state_on = step.on;
    cx.update(case)?;
    add_step(cx, case, Some(&from), step)
}

/// A move of a case by hand.
#[derive(Clone, Debug)]
pub struct Moving {
    /// A code of the policy's states.
    pub to: String,
    pub on: Date,
    /// Why they leave the group or the programme early: a code of the policy's reasons.
    pub drop_out: Option<String>,
    pub words: Option<String>,
}

/// Whether a move leaves a place in a group before the programme is complete.
pub(crate) fn leaves_place(policy: &Policy, from: &str, to: &str) -> bool {
    let place = |code: &str| policy.state(code).is_some_and(|s| s.place);
    place(from) && !place(to) && to != COMPLETE
}

/// Moves a case by hand. Whoever leaves a group gives the place back, and what was arranged with it is cancelled.
///
/// # Errors
/// What [`may_move`] refuses; `missing` for somebody who leaves early without a reason; [`Failure::Stale`].
pub fn move_case(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: ProgrammeCaseId,
    how: &Moving,
    seen: Option<i64>,
) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    let (policy, today) = (Policy::shipped(), cx.today());
    let mut whole = whole(cx, &open.keys, id)?;
    as_seen(whole.case.version, seen, "this case")?;
    let from = whole.case.state.clone();
    let started = whole.case.group_id.is_some().then_some(whole.progress.as_ref()).flatten();
    let mut wrong = may_move(policy, (&from, &how.to), (how.on, today), whole.case.state_on, started);
    let leaves = leaves_place(policy, &from, &how.to) || policy.closed(&how.to) && how.to != COMPLETE;
    let why = how.drop_out.as_deref().and_then(|code| policy.drop_out(code));
    if leaves && why.is_none() {
        wrong.push(Refusal::new("drop_out", "missing", "Select why they leave before the end"));
    }
    refuse(wrong)?;
    cx.describe(format!("Moved a programme case to: {}", policy.words(&how.to)), how.words.as_deref());
    whole.case.drop_out = why.filter(|_| leaves).map(|d| d.code.clone());
    let step = Step { to: &how.to, on: how.on, reason: how.drop_out.as_deref(), words: how.words.as_deref() };
    take_to(cx, &mut whole.case, &step)?;
    if leaves {
        let words = how.words.as_deref().or(why.map(|d| d.en.as_str())).unwrap_or("Left the programme");
        let leaving = why.map_or("declined", |d| d.leaving.as_str());
        give_place_back(cx, open, &whole.case, (leaving, words))?;
    }
    settle(cx, &open.keys, id)
}

/// The entry of a case in provision's list.
fn entry_of(cx: &mut Cx<'_>, keys: &PersonKeys, case: &Case) -> Result<Option<WaitingEntry>> {
    case.waiting_id.map(|id| provision::entry_of(cx, keys, id)).transpose()
}

/// Cancels what is to come, and frees the place. The state has been changed before, so that hearing of the place changes no more.
fn give_place_back(cx: &mut Cx<'_>, open: &OpenPerson, case: &Case, (leaving, words): (&str, &str)) -> Result<()> {
    cancel_coming(cx, &open.keys, case.id, words)?;
    let Some(entry) = entry_of(cx, &open.keys, case)? else { return Ok(()) };
    let today = cx.today();
    match entry.state {
        WaitingState::Offered | WaitingState::Booked if !Policy::shipped().closed(&case.state) => {
            provision::give_back(cx, open, entry.id, words, entry.version)
        }
        WaitingState::Waiting | WaitingState::Offered | WaitingState::Booked | WaitingState::Begun => {
            let gone = case.state == COMPLETE
                || entry.state == WaitingState::Waiting && !Policy::shipped().closed(&case.state);
            if gone {
                return Ok(());
            }
            provision::leave(cx, open, entry.id, (today, leaving, Some(words)), entry.version)
        }
        WaitingState::Left => Ok(()),
    }
}

/// Puts somebody into a group: joins the list where they are on none, and books the place. The appointments follow.
///
/// # Errors
/// `closed`, `not_waiting`, `in_group_already`, `not_planned`, `other_service`; what provision refuses, such as `full` and
/// `overtakes`; [`Failure::Stale`].
pub fn place_in_group(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: ProgrammeCaseId,
    (group, overtaking): (GroupId, Option<&Overtaking>),
    seen: Option<i64>,
) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    let (policy, today) = (Policy::shipped(), cx.today());
    let case = case_of(cx, &open.keys, id)?;
    as_seen(case.version, seen, "this case")?;
    if policy.closed(&case.state) {
        let words = format!("This case is closed: {}. Open a new one first", policy.words(&case.state));
        return Err(Failure::refused("group", "closed", words));
    }
    let others = cases_of(cx, &open.keys)?;
    let in_group = others.iter().find(|c| c.group_id.is_some() && policy.state(&c.state).is_some_and(|s| s.place));
    if in_group.is_some() {
        let words = "This person has a place in a group already: they leave that one first";
        return Err(Failure::refused("group", "in_group_already", words));
    }
    if policy.next(&case.state, How::Group, today).is_empty() {
        let words = format!(
            "From “{}” nobody gets a place: move the case to “{}” first",
            policy.words(&case.state),
            policy.words(WAITS)
        );
        return Err(Failure::refused("group", "not_waiting", words));
    }
    let of_group = provision::group_by_id(cx, group)?;
    let book = provision::book(cx)?;
    if book.offers.get(&of_group.offer_id).is_none_or(|o| o.service_id != case.service_id) {
        return Err(Failure::refused("group", "other_service", "This group is of another programme"));
    }
    if schedule_of(cx, group)?.is_none() {
        let words = "Nobody has said yet when this group meets: plan its sessions first";
        return Err(Failure::refused("group", "not_planned", words));
    }
    cx.describe(format!("Gave a place in group {}", of_group.code), None);
    let entry = match live_entry(cx, open, &case, of_group.offer_id)? {
        Some(entry) => entry,
        None => {
            let new = Joining {
                offer: of_group.offer_id,
                requirement: case.requirement_id,
                ready_on: Some(today),
                note: None,
            };
            let waiting = provision::join(cx, open, &new)?;
            provision::entry_of(cx, &open.keys, waiting)?
        }
    };
    match (entry.state, entry.group_id) {
        (WaitingState::Offered, Some(there)) if there == group => {
            provision::accept_place(cx, open, entry.id, entry.version)
        }
        (WaitingState::Booked, Some(there)) if there == group => taken(cx, open, entry.id, group),
        _ => provision::book_place(cx, open, entry.id, (PlaceIn::Group(group), overtaking), entry.version).map(drop),
    }
}

fn live_entry(cx: &mut Cx<'_>, open: &OpenPerson, case: &Case, offer: kernel::OfferId) -> Result<Option<WaitingEntry>> {
    let live = |e: &WaitingEntry| {
        e.offer_id == offer && matches!(e.state, WaitingState::Waiting | WaitingState::Offered | WaitingState::Booked)
    };
    let all = provision::entries_of(cx, &open.keys)?;
    Ok(all.iter().find(|e| Some(e.id) == case.waiting_id && live(e)).or_else(|| all.iter().find(|e| live(e))).cloned())
}

/// A place in a group was taken in provision: the person's case goes with it, opened where there is none.
///
/// # Errors
/// `not_waiting` for a case that first must be moved; what [`open_case`] refuses.
pub fn taken(cx: &mut Cx<'_>, open: &OpenPerson, waiting: WaitingId, group: GroupId) -> Result<()> {
    let (policy, today) = (Policy::shipped(), cx.today());
    let offer = provision::group_by_id(cx, group)?.offer_id;
    let book = provision::book(cx)?;
    let Some(service) = book.offers.get(&offer).map(|o| o.service_id) else { return Ok(()) };
    let run = plans(cx)?.of_service(service, today).is_some();
    let known = cases_of(cx, &open.keys)?.into_iter().find(|c| c.service_id == service && !policy.closed(&c.state));
    let mut case = match known {
        Some(case) => case,
        None if run => {
            let requirement = provision::entry_of(cx, &open.keys, waiting)?.requirement_id;
            let (cohort, referral, note) = (Cohort::General, None, None);
            let new = OpeningCase { service, requirement, referral, waiting: Some(waiting), cohort, note };
            let id = open_case(cx, open, &new)?;
            case_of(cx, &open.keys, id)?
        }
        // Other services have groups too, and no plan here.
        None => return Ok(()),
    };
    if case.group_id == Some(group) && policy.state(&case.state).is_some_and(|s| s.place) {
        return Ok(());
    }
    let words = Some("A place in a group was booked");
    if policy.next(&case.state, How::Group, today).is_empty() {
        if !policy.next(&case.state, How::Hand, today).iter().any(|s| s.code == WAITS) {
            let words = format!("The programme case says “{}”: move it first", policy.words(&case.state));
            return Err(Refusal::of_request("not_waiting", words).into());
        }
        take_to(cx, &mut case, &Step { to: WAITS, on: today, reason: None, words })?;
    }
    case.group_id = Some(group);
    case.waiting_id = Some(waiting);
    case.drop_out = None;
    if let (None, Some(schedule)) = (&case.template, schedule_of(cx, group)?) {
        case.template = Some(schedule.template);
        case.template_from = Some(schedule.template_from);
        case.pathway = Some(schedule.pathway);
    }
    take_to(cx, &mut case, &Step { to: SCHEDULED, on: today, reason: None, words })?;
    follow_schedule(cx, &open.keys, case.id)?;
    keep_line(cx, &open.keys, case.id)
}

/// Somebody was referred to a service: where it is run by a programme, a case is opened, or the open one takes the referral.
pub(super) fn referred(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    referral: ReferralId,
    (service, requirement): (ServiceId, Option<RequirementId>),
) -> Result<()> {
    let today = cx.today();
    if plans(cx)?.of_service(service, today).is_none() {
        return Ok(());
    }
    let known = cases_of(cx, &open.keys)?;
    match known.into_iter().find(|c| c.service_id == service && !Policy::shipped().closed(&c.state)) {
        Some(mut case) if case.referral_id.is_none() => {
            case.referral_id = Some(referral);
            cx.update(&mut case)
        }
        Some(_) => Ok(()),
        None => {
            let (waiting, cohort, note) = (None, Cohort::General, None);
            let new = OpeningCase { service, requirement, referral: Some(referral), waiting, cohort, note };
            open_case(cx, open, &new).map(drop)
        }
    }
}

/// A place was freed in provision: whoever had it waits again.
pub(super) fn released(cx: &mut Cx<'_>, keys: &PersonKeys, waiting: WaitingId) -> Result<()> {
    let (policy, today) = (Policy::shipped(), cx.today());
    let cases = cases_of(cx, keys)?;
    let had =
        cases.into_iter().find(|c| c.waiting_id == Some(waiting) && policy.state(&c.state).is_some_and(|s| s.place));
    let Some(mut case) = had else { return Ok(()) };
    let words = "The place in the group was given back";
    take_to(cx, &mut case, &Step { to: WAITS, on: today, reason: None, words: Some(words) })?;
    cancel_coming(cx, keys, case.id, words)?;
    keep_line(cx, keys, case.id)
}

/// What follows from what was attended: the programme begins with the first session, and is complete when its rules say so.
pub(super) fn settle(cx: &mut Cx<'_>, keys: &PersonKeys, id: ProgrammeCaseId) -> Result<()> {
    let mut now = whole(cx, keys, id)?;
    begin(cx, keys, &mut now)?;
    complete(cx, keys, &mut now)?;
    keep_line(cx, keys, id)
}

/// The first group session attended is the beginning.
fn begin(cx: &mut Cx<'_>, keys: &PersonKeys, whole: &mut Whole) -> Result<()> {
    let came = whole.attendance.iter().filter(|a| !a.gone && a.attended == Some(true) && a.part == Part::Group);
    let Some(on) = came.map(|a| a.on_date).min().filter(|_| whole.case.begun_on.is_none()) else { return Ok(()) };
    let policy = Policy::shipped();
    if !policy.next(&whole.case.state, How::Register, on).iter().any(|s| s.code == ON_PROGRAMME) {
        return Ok(());
    }
    whole.case.begun_on = Some(on);
    let words = Some("Came to the first session");
    let since = on.max(whole.case.state_on);
    take_to(cx, &mut whole.case, &Step { to: ON_PROGRAMME, on: since, reason: None, words })?;
    begin_requirement(cx, keys, &whole.case, on)
}

fn begin_requirement(cx: &mut Cx<'_>, keys: &PersonKeys, case: &Case, on: Date) -> Result<()> {
    let entry = entry_of(cx, keys, case)?;
    if let Some(entry) = entry.filter(|e| matches!(e.state, WaitingState::Offered | WaitingState::Booked)) {
        let opens = entry.group_id.map(|g| provision::group_by_id(cx, g)).transpose()?.map(|g| g.start_date);
        if on >= entry.joined_on && opens.is_none_or(|opens| on >= opens) {
            let open = people::open_by_id(cx, keys.survivor)?;
            return provision::begin(cx, &open, entry.id, on, entry.version);
        }
    }
    let Some(requirement) = open_requirement(cx, keys, case.requirement_id)? else { return Ok(()) };
    if requirement.started_on.is_some() {
        return Ok(());
    }
    sentences::begin_requirement(cx, keys, requirement.id, on)?;
    cx.tell(&DomainEvent::RequirementBegan { person: keys.survivor, requirement: requirement.id, on })
}

/// The requirement, while it is open.
pub(crate) fn open_requirement(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: Option<RequirementId>,
) -> Result<Option<sentences::Requirement>> {
    let Some(id) = id else { return Ok(None) };
    let orders = sentences::orders(cx, keys)?;
    let mut all = orders.into_iter().filter(|o| o.order.is_open()).flat_map(|o| o.requirements).map(|r| r.requirement);
    Ok(all.find(|r| r.id == id && r.is_open()))
}

/// Complete is a case that was moved there and whose plan is done, with its review where it has one. Once.
fn complete(cx: &mut Cx<'_>, keys: &PersonKeys, whole: &mut Whole) -> Result<()> {
    let done = whole.progress.as_ref().and_then(super::rules::ProgrammeProgress::complete_on);
    let waits = whole.case.state == COMPLETE && whole.case.completed_on.is_none();
    let Some(on) = done.filter(|_| waits) else { return Ok(()) };
    whole.case.completed_on = Some(on);
    cx.describe("A programme is complete", None);
    cx.update(&mut whole.case)?;
    let (person, case, requirement) = (keys.survivor, whole.case.id, whole.case.requirement_id);
    cx.tell(&DomainEvent::ProgrammeCompleted { person, case, requirement, on })?;
    let ends = whole.plan.as_ref().is_some_and(|(template, _)| template.ends_requirement);
    if ends && let Some(requirement) = open_requirement(cx, keys, requirement)? {
        let how = Ending { on, reason: COMPLETED.into(), note: Some("The programme is complete".into()) };
        sentences::end_requirement(cx, keys, requirement.id, &how, None)?;
    }
    Ok(())
}

/// Ends the requirement of a complete programme, where its plan leaves that to the officer.
///
/// # Errors
/// `not_complete`, `requirement_ended`; what `sentences` refuses; [`Failure::Stale`].
pub fn end_requirement(cx: &mut Cx<'_>, open: &OpenPerson, id: ProgrammeCaseId, seen: Option<i64>) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    let case = case_of(cx, &open.keys, id)?;
    as_seen(case.version, seen, "this case")?;
    let Some(on) = case.completed_on else {
        return Err(Refusal::of_request("not_complete", "The programme is not complete yet").into());
    };
    let Some(requirement) = open_requirement(cx, &open.keys, case.requirement_id)? else {
        return Err(
            Refusal::of_request("requirement_ended", "The requirement has ended already, or there is none").into()
        );
    };
    let how = Ending { on, reason: COMPLETED.into(), note: Some("The programme is complete".into()) };
    sentences::end_requirement(cx, &open.keys, requirement.id, &how, None)?;
    keep_line(cx, &open.keys, id)
}
