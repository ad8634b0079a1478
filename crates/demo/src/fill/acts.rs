//! What is done about one person, each through the door of the room it belongs to: the record opened, the sentence
//! recorded, the case allocated, the log kept. Whoever calls sets the time; nothing here asks for today.

use super::structure::{StaffOf, TeamOf};
use crate::diary::{CameOf, Line, Meeting};
use crate::population::{MatterDraft, PassedDraft, PersonDraft};
use crate::random::Random;
use crate::vocabulary::names::Sex;
use crate::vocabulary::notes;
use crate::vocabulary::offences::OffencePlan;
use crate::vocabulary::sentencing::{Asks, RequirementPlan, SentencePlan};
use caseload::Allocating;
use contacts::{Contact, NewContact};
use jiff::ToSpan;
use kernel::{Date, EventId, Instant, OrderId, PersonKeys, RequirementId, Time};
use people::{NewAddress, NewAlias, NewPerson};
use sentences::{Length, NewEvent, OffenceFacts, OrderFacts, Origin, RequirementFacts};
use store::{Cx, Failure, Result};

/// Nine in the morning and later, London time, of a day.
pub(crate) fn at(day: Date, hour: i8, minute: i8) -> Instant {
    Instant::from_local(day.at(hour, minute, 0, 0))
}

/// What follows is recorded as of then, but never later than `latest`.
pub(crate) fn pretend(cx: &mut Cx<'_>, then: Instant, latest: Instant) -> Result<()> {
    cx.pretend_it_is(then.min(latest))
}

/// Opens the record of a drafted person.
pub(crate) fn open_record(cx: &mut Cx<'_>, draft: &PersonDraft) -> Result<PersonKeys> {
    let person = people::create(cx, new_person(draft))?;
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

/// What was recorded of a matter.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) event: EventId,
    pub(crate) order: Option<OrderId>,
    pub(crate) requirements: Vec<(Asks, RequirementId)>,
}

impl Recorded {
    fn requirement(&self, asks: Asks) -> Option<RequirementId> {
        self.requirements.iter().find(|(a, _)| *a == asks).map(|(_, id)| *id)
    }
}

/// Records a matter as the court decided it: the event, its offences, and the order if one was passed.
pub(crate) fn record_matter(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    draft: &MatterDraft,
    team: &TeamOf,
) -> Result<Recorded> {
    let referred_on = draft.passed.as_ref().map_or(draft.convicted_on, |p| p.on);
    let court_name = court_name(draft, team);
    let court_id = organisation::court_by_code(cx, &team.court.0)?.filter(|_| !draft.crown).map(|c| c.id);
    let new = NewEvent {
        origin: if draft.passed.is_some() { Origin::Court } else { Origin::PreSentence },
        referred_on,
        taken_on: None,
        court_id,
        court_name: Some(court_name.clone()),
        notes: None,
        source_key: None,
    };
    let event = sentences::open_event(cx, keys, &new)?;
    for offence in std::iter::once(&draft.offence).chain(&draft.also) {
        sentences::add_offence(cx, keys, event, &offence_facts(offence, draft))?;
    }
    let Some(passed) = &draft.passed else { return Ok(Recorded { event, order: None, requirements: vec![] }) };
    let facts = OrderFacts { court_id, court_name: Some(court_name), ..order_facts(passed)? };
    let wanted: Result<Vec<RequirementFacts>> =
        passed.requirements.iter().map(|r| requirement_facts(r, passed)).collect();
    let order = sentences::record_order(cx, keys, event, &facts, &wanted?)?;
    let read = sentences::order(cx, keys, order)?;
    let mut requirements = Vec::new();
    for plan in &passed.requirements {
        let of_kind = read.requirements.iter().find(|r| r.requirement.kind == code(plan.asks));
        requirements.extend(of_kind.map(|r| (plan.asks, r.requirement.id)));
    }
    Ok(Recorded { event, order: Some(order), requirements })
}

fn court_name(draft: &MatterDraft, team: &TeamOf) -> String {
    if draft.crown { team.court.1.replace("Magistrates' Court", "Crown Court") } else { team.court.1.clone() }
}

fn offence_facts(offence: &OffencePlan, draft: &MatterDraft) -> OffenceFacts {
    OffenceFacts {
        code: Some(offence.code.into()),
        title: offence.title.into(),
        committed_on: Some(draft.offence_on),
        plea: Some("GUILTY".into()),
        convicted_on: Some(draft.convicted_on),
        ..OffenceFacts::default()
    }
}

fn months(count: i32) -> Result<Option<Length>> {
    length(count, "months")
}

fn length(count: i32, unit: &str) -> Result<Option<Length>> {
    let text = format!("{count} {unit}");
    text.parse().map(|term| Some(Length(term))).map_err(|_| Failure::broken(format!("{text} is no length")))
}

fn order_facts(passed: &PassedDraft) -> Result<OrderFacts> {
    let blank = OrderFacts {
        sentence: "CO".into(),
        court_id: None,
        court_name: None,
        made_on: passed.on,
        starts_on: None,
        ends_on: Some(passed.ends_on),
        custody_term: None,
        operational_period: None,
        supervision_period: None,
        notes: None,
    };
    Ok(match passed.sentence {
        SentencePlan::Community { .. } => blank,
        SentencePlan::Suspended { term, months: period } => OrderFacts {
            sentence: "SSO".into(),
            custody_term: months(term)?,
            operational_period: months(period)?,
            supervision_period: months(period)?,
            ..blank
        },
        SentencePlan::Custody { months: term } => {
            OrderFacts { sentence: "IMP".into(), custody_term: months(term)?, ..blank }
        }
    })
}

/// The code of the requirement in the catalogue of the law.
fn code(asks: Asks) -> &'static str {
    match asks {
        Asks::UnpaidWork => "UPW",
        Asks::RehabilitationActivity => "RAR",
        Asks::Programme => "PRG",
        Asks::TaggedCurfew => "CUR",
        Asks::AlcoholAbstinence => "AAM",
        Asks::DrugRehabilitation => "DRR",
        Asks::AlcoholTreatment => "ATR",
        Asks::MentalHealthTreatment => "MHT",
        Asks::Exclusion => "EXC",
    }
}

fn requirement_facts(plan: &RequirementPlan, passed: &PassedDraft) -> Result<RequirementFacts> {
    let unit = match plan.asks {
        Asks::UnpaidWork => "hours",
        Asks::RehabilitationActivity | Asks::Programme | Asks::AlcoholAbstinence => "days",
        _ => "months",
    };
    let runs_from_the_start = matches!(plan.asks, Asks::TaggedCurfew | Asks::AlcoholAbstinence | Asks::Exclusion);
    let last = match plan.asks {
        Asks::AlcoholAbstinence => passed.on.saturating_add(plan.length.days()),
        _ => passed.on.saturating_add(plan.length.months()),
    };
    Ok(RequirementFacts {
        kind: code(plan.asks).into(),
        length: length(plan.length, unit)?,
        starts_on: runs_from_the_start.then_some(passed.on),
        ends_on: runs_from_the_start.then_some(last.saturating_sub(1.day())),
        notes: None,
    })
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
    pub(crate) matter: &'a Recorded,
}

/// Writes a line that took place, with what came of it.
pub(crate) fn record_line(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    line: &Line,
    here: &Where<'_>,
    random: &mut Random,
) -> Result<Contact> {
    let outcome = match line.came_of {
        None => None,
        Some(CameOf::Attended) => Some("ATTC"),
        Some(CameOf::AcceptableAbsence) => random.pick(&["AAME", "AAEM", "AAFC", "AACL", "AAAA"]).copied(),
        Some(CameOf::UnacceptableAbsence) => Some("UAAB"),
    };
    let note = notes::note(random, line).map(str::to_owned);
    let new = NewContact { outcome: outcome.map(str::to_owned), note, ..new_contact(line, here) };
    contacts::record(cx, keys, new)
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
    };
    let at_office = matches!(line.meeting, Meeting::First | Meeting::Office | Meeting::Activity | Meeting::ThreeWay);
    let requirement = match line.meeting {
        Meeting::Activity => here.matter.requirement(Asks::RehabilitationActivity),
        Meeting::UnpaidWork => here.matter.requirement(Asks::UnpaidWork),
        _ => None,
    };
    let timed = line.meeting != Meeting::Message;
    NewContact {
        start: timed.then_some(line.at),
        end: timed.then(|| end(line.at, line.minutes)),
        minutes: (!timed).then(|| u32::try_from(line.minutes).unwrap_or(0)),
        staff: Some(here.officer.id),
        team: Some(here.team.id),
        office: at_office.then_some(here.team.office),
        event: Some(here.matter.event),
        requirement,
        clash_allowed: true,
        ..NewContact::of(kind, line.on)
    }
}

/// Appointments end on the day they begin.
fn end(start: Time, minutes: i32) -> Time {
    start.saturating_add(minutes.min(470).minutes())
}
