//! What is done about one person, each through the door of the room it belongs to: the record opened, the case
//! allocated, the log kept. Whoever calls sets the time; nothing here asks for today.

use super::sentence::Recorded;
use super::structure::{StaffOf, TeamOf};
use crate::diary::{CameOf, Line, Meeting};
use crate::population::PersonDraft;
use crate::random::Random;
use crate::vocabulary::names::Sex;
use crate::vocabulary::notes;
use crate::vocabulary::sentencing::Asks;
use caseload::Allocating;
use contacts::{Contact, NewContact};
use jiff::ToSpan;
use kernel::{Crn, Date, Instant, PersonKeys, Time};
use people::{NewAddress, NewAlias, NewPerson};
use store::{Cx, Failure, Result};

/// Nine in the morning and later, London time, of a day.
pub(crate) fn at(day: Date, hour: i8, minute: i8) -> Instant {
    Instant::from_local(day.at(hour, minute, 0, 0))
}

/// What follows is recorded as of then, but never later than `latest`.
pub(crate) fn pretend(cx: &mut Cx<'_>, then: Instant, latest: Instant) -> Result<()> {
    cx.pretend_it_is(then.min(latest))
}

/// Opens the record of a drafted person, under a CRN or the next that is free.
pub(crate) fn open_record(cx: &mut Cx<'_>, draft: &PersonDraft, crn: Option<Crn>) -> Result<PersonKeys> {
    let person = people::create(cx, NewPerson { crn, ..new_person(draft) })?;
    Ok(PersonKeys::alone(person.person_id))
}

pub(crate) fn new_person(draft: &PersonDraft) -> NewPerson {
    let identifiers = [("PNC", &draft.pnc), ("CRO", &draft.cro)];
    let home = &draft.home;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    NewPerson {
        title: Some(if draft.sex == Sex::Male { "Mr" } else { "Ms" }.into()),
        first_name: draft.forename.clone(),
        middle_names: draft.middle.clone(),
        last_name: draft.surname.clone(),
        born: Some(draft.born),
        gender: Some(if draft.sex == Sex::Male { "M" } else { "F" }.into()),
        identifiers: identifiers
            .into_iter()
            .filter_map(|(kind, number)| Some((kind.to_owned(), number.clone()?)))
            .collect(),
        aliases: draft.alias.iter().map(|(first, last)| alias(first, last)).collect(),
        address: Some(NewAddress {
            building: some(&home.building),
            street: some(&home.street).filter(|_| !home.no_fixed_abode),
            town: some(home.town),
            postcode: some(&home.postcode),
            no_fixed_abode: home.no_fixed_abode,
            ..NewAddress::default()
        }),
        mobile: draft.mobile.clone(),
        email: draft.email.clone(),
        ethnicity: Some(draft.ethnicity.to_owned()),
        interpreter_language: draft.interpreter.map(str::to_owned),
        letters: draft.speaks_welsh.then(|| "cy".to_owned()),
        came_from: "Court message".into(),
        ..NewPerson::default()
    }
}

fn alias(first: &str, last: &str) -> NewAlias {
    NewAlias { first_name: first.to_owned(), last_name: last.to_owned(), ..NewAlias::default() }
}

/// Gives the person to an officer.
pub(crate) fn allocate(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    team: &TeamOf,
    officer: &StaffOf,
    reason: &str,
    note: &str,
) -> Result<()> {
    let open = caseload::responsible(cx, keys)?;
    let open = open.ok_or_else(|| Failure::broken("the person to be allocated is not supervised"))?;
    let wanted = Allocating {
        seen: open.stint,
        officer: officer.id,
        team: team.id,
        officer_name: officer.name.clone(),
        reason: reason.to_owned(),
        note: note.to_owned(),
        practitioner: true,
    };
    caseload::allocate(cx, keys.survivor, &wanted)?;
    Ok(())
}

/// Where a line of the log happens: whose it is, and what it belongs to.
pub(crate) struct Where<'a> {
    pub(crate) team: &'a TeamOf,
    pub(crate) officer: &'a StaffOf,
    /// `None` of the time before the first matter that is on record.
    pub(crate) matter: Option<&'a Recorded>,
}

/// Writes a line that took place, with what came of it.
pub(crate) fn record_line(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    line: &Line,
    here: &Where<'_>,
    random: &mut Random,
) -> Result<Contact> {
    contacts::record(cx, keys, lived(line, here, random))
}

/// A line that took place, with what came of it.
pub(crate) fn lived(line: &Line, here: &Where<'_>, random: &mut Random) -> NewContact {
    let outcome = match line.came_of {
        None => None,
        Some(CameOf::Attended) => Some("ATTC"),
        Some(CameOf::AcceptableAbsence) => random.pick(&["AAME", "AAEM", "AAFC", "AACL", "AAAA"]).copied(),
        Some(CameOf::UnacceptableAbsence) => Some("UAAB"),
    };
    let note = notes::note(random, line).map(str::to_owned);
    NewContact { outcome: outcome.map(str::to_owned), note, ..new_contact(line, here) }
}

/// Arranges a line that is still to come.
pub(crate) fn arrange_line(cx: &mut Cx<'_>, keys: &PersonKeys, line: &Line, here: &Where<'_>) -> Result<Contact> {
    contacts::arrange(cx, keys, new_contact(line, here))
}

pub(crate) fn new_contact(line: &Line, here: &Where<'_>) -> NewContact {
    let kind = match line.meeting {
        Meeting::First => "COAI",
        Meeting::Office | Meeting::Activity => "COAP",
        Meeting::HomeVisit => "CHVS",
        Meeting::Telephone => "COPT",
        Meeting::Video => "COVC",
        Meeting::ThreeWay => "C084",
        Meeting::UnpaidWork => "CUPA",
        Meeting::Message => "CMOA",
        Meeting::Sent => "CMOB",
        Meeting::Agency => "TAGY",
    };
    let at_office = matches!(line.meeting, Meeting::First | Meeting::Office | Meeting::Activity | Meeting::ThreeWay);
    let requirement = match line.meeting {
        Meeting::Activity => here.matter.and_then(|m| m.requirement(Asks::RehabilitationActivity)),
        Meeting::UnpaidWork => here.matter.and_then(|m| m.requirement(Asks::UnpaidWork)),
        _ => None,
    };
    let timed = !line.meeting.is_written();
    NewContact {
        start: timed.then_some(line.at),
        end: timed.then(|| end(line.at, line.minutes)),
        minutes: (!timed).then(|| u32::try_from(line.minutes).unwrap_or(0)),
        staff: Some(here.officer.id),
        team: Some(here.team.id),
        office: at_office.then_some(here.team.office),
        event: here.matter.map(|m| m.event),
        requirement,
        clash_allowed: true,
        ..NewContact::of(kind, line.on)
    }
}

/// Appointments end on the day they begin.
fn end(start: Time, minutes: i32) -> Time {
    start.saturating_add(minutes.min(470).minutes())
}
