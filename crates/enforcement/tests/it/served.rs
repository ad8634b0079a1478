//! A team with an officer and a manager, somebody under an order with an address, and what happens to them in short words.

use crate::trial::{allocated, invented, met, rooms, seeded, sentenced, system};
use access::PersonDoor;
use access::trial::{Browser, Trial, user_of};
use documents::Typesetter;
use domain_events::DomainEvent;
use jiff::ToSpan;
use kernel::{Crn, Date, EventId, OrderId, PersonKeys, RequirementId, StaffId, TeamId, date};
use law::Term;
use migrations::trial::on_both;
use organisation::{
    CourtLevel, NewCourt, NewRegion, NewStaff, NewTeam, NewUnit, TeamPurpose, add_court, add_region, add_staff,
    add_unit, open_team,
};
use people::NewAddress;
use sentences::{Length, OrderFacts, RequirementFacts};
use store::{Cx, House, Result};

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 11, 23);

pub(crate) struct World {
    pub(crate) trial: Trial,
    pub(crate) crn: Crn,
    pub(crate) keys: PersonKeys,
    pub(crate) event: EventId,
    pub(crate) order: OrderId,
    pub(crate) requirement: RequirementId,
}

pub(crate) fn on_each(test: impl Fn(&World)) {
    on_both(&rooms(), TODAY, |house| test(&World::of(house)));
}

fn service(cx: &mut Cx<'_>) -> Result<(TeamId, [StaffId; 2])> {
    let from = date(2020, 1, 1);
    let region = NewRegion { code: "R01".into(), name: "Aldermere".into(), serves_in_welsh: true, start_date: from };
    let region = add_region(cx, region)?.id;
    let unit = add_unit(cx, NewUnit { region, code: "R01A".into(), name: "Wexmere".into(), start_date: from })?.id;
    let team = NewTeam {
        unit,
        code: "R01A01".into(),
        name: "Wexmere 1".into(),
        purpose: TeamPurpose::Supervision,
        telephone: Some("020 7946 0001".into()),
        email: Some("wexmere@example.org".into()),
        start_date: from,
    };
    let team = open_team(cx, team)?.id;
    let court = NewCourt {
        code: "B99ZZ".into(),
        name: "Exampleton".into(),
        level: CourtLevel::Magistrates,
        team: None,
        start_date: from,
    };
    add_court(cx, court)?;
    let mut staff = |code: &str, grade: &str| -> Result<StaffId> {
        let new = NewStaff {
            code: code.into(),
            forename: "Officer".into(),
            surname: code.into(),
            grade: grade.into(),
            weekly_minutes: 2220,
            telephone: None,
            email: None,
            team,
            start_date: from,
        };
        Ok(add_staff(cx, new)?.id)
    };
    Ok((team, [staff("R01A011", "PO")?, staff("R01A012", "SPO")?]))
}

impl World {
    fn of(house: House) -> World {
        let door = PersonDoor { find: people::keys_of_crn, frame: people::frame_of_crn };
        let house = seeded(house.with_part(door).with_part(Typesetter::none()));
        let more = |cx: &mut Cx<'_>| {
            cx.describe("Seeded", None);
            sentences::seed(cx)?;
            assessment::seed(cx)?;
            enforcement::seed(cx)
        };
        house.write(&system(), more).unwrap();
        let (team, [officer, manager]) = house.write(&system(), service).unwrap();
        let address = NewAddress {
            building: Some("1".into()),
            street: Some("Example Way".into()),
            town: Some("Wexmere".into()),
            postcode: Some("ZA1 1AA".into()),
            from: Some(date(2020, 1, 1)),
            ..NewAddress::default()
        };
        let (crn, keys) = invented(&house, Some(address));
        let (event, order) = house.write(&system(), |cx| sentenced_here(cx, &keys)).unwrap();
        allocated(&house, &keys, officer, team);
        user_of(&house, "priya", "practitioner", Some(officer));
        let mona = user_of(&house, "mona", "manager", Some(manager));
        house
            .write(&system(), |cx| {
                cx.describe("Teams", None);
                access::set_teams(cx, mona, &[team])
            })
            .unwrap();
        let whole = house.read(&system(), |cx| sentences::order(cx, &keys, order)).unwrap();
        let requirement = whole.requirements[0].requirement.id;
        let routes = [people::routes(), sentences::routes(), documents::routes(), enforcement::routes()];
        World { trial: Trial::of(house, &routes), crn, keys, event, order, requirement }
    }

    pub(crate) fn house(&self) -> &House {
        self.trial.house()
    }

    pub(crate) fn go(&self, on: Date) {
        self.house().clock().move_to(on);
    }

    pub(crate) fn write<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
        self.house().write(&system(), work).unwrap()
    }

    pub(crate) fn read<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
        self.house().read(&system(), work).unwrap()
    }

    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/people/{}{rest}", self.crn)
    }

    /// A suspended sentence beside the order.
    pub(crate) fn suspended(&self) -> OrderId {
        let made_on = TODAY.saturating_sub(200.days());
        let months = |many| Some(Length(Term::months(many)));
        let facts = OrderFacts {
            sentence: "SSO".into(),
            court_id: None,
            court_name: Some("Exampleton".into()),
            made_on,
            starts_on: None,
            ends_on: None,
            custody_term: months(8),
            operational_period: months(18),
            supervision_period: months(12),
            notes: None,
        };
        self.write(|cx| sentences::record_order(cx, &self.keys, self.event, &facts, &[]))
    }

    /// The order has a curfew too.
    pub(crate) fn curfew(&self) {
        let curfew = RequirementFacts { kind: "CUR".into(), ..RequirementFacts::default() };
        self.write(|cx| sentences::add_requirement(cx, &self.keys, self.order, &curfew).map(drop));
    }

    /// A meeting of that day with what came of it.
    pub(crate) fn meeting(&self, on: Date, outcome: &str) -> kernel::ContactId {
        let new = met(self.event, on, outcome);
        self.write(|cx| contacts::record(cx, &self.keys, new.clone())).id
    }

    pub(crate) fn correct(&self, contact: kernel::ContactId, to: &str) {
        self.write(|cx| contacts::correct_outcome(cx, &self.keys, contact, Some(to), "Recorded wrongly", None));
    }

    pub(crate) fn tell(&self, event: &DomainEvent) {
        self.write(|cx| {
            cx.describe("Told", None);
            cx.lock(self.keys.survivor.into())?;
            cx.tell(event)
        });
    }
}

fn sentenced_here(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<(EventId, OrderId)> {
    let made_on = TODAY.saturating_sub(200.days());
    let facts = OrderFacts {
        sentence: "CO".into(),
        court_id: None,
        court_name: Some("Exampleton".into()),
        made_on,
        starts_on: None,
        ends_on: Some(made_on.saturating_add(365.days())),
        custody_term: None,
        operational_period: None,
        supervision_period: None,
        notes: None,
    };
    let activity =
        RequirementFacts { kind: "RAR".into(), length: Some(Length(Term::days(2))), ..RequirementFacts::default() };
    sentenced(cx, keys, &facts, &[activity])
}

/// The three fields of a day.
pub(crate) fn day(name: &str, on: Date) -> Vec<(String, String)> {
    vec![
        (format!("{name}-day"), on.day().to_string()),
        (format!("{name}-month"), on.month().to_string()),
        (format!("{name}-year"), on.year().to_string()),
    ]
}

/// Opens a page, and sends its form with these fields and days.
#[track_caller]
pub(crate) fn fill(
    browser: &mut Browser<'_>,
    path: &str,
    typed: &[(&str, &str)],
    days: &[(&str, Date)],
) -> access::trial::Page {
    let days: Vec<(String, String)> = days.iter().flat_map(|(name, on)| day(name, *on)).collect();
    let mut pairs = typed.to_vec();
    pairs.extend(days.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    browser.fill(path, &pairs)
}
