//! A team with an officer and a facilitator, a service run by a shipped programme, groups of it, and people under orders.

use access::PersonDoor;
use access::trial::{Browser, Trial, user_of};
use documents::Typesetter;
use domain_events::DomainEvent;
use interventions::programmes::{self, Cohort, Leading, OpeningCase, Scheduling, plan::Pathway, schedule::Slot};
use jiff::ToSpan;
use jiff::civil::time;
use kernel::{
    ContractId, Crn, Date, GroupId, OfferId, OfficeId, PersonKeys, ProgrammeCaseId, RequirementId, ServiceId, StaffId,
    TeamId, UnitId, date,
};
use law::{Law, Term};
use migrations::trial::{Rooms, on_both};
use organisation::{NewOffice, NewRegion, NewStaff, NewTeam, NewUnit, TeamPurpose};
use people::{NewPerson, OpenPerson};
use provision::*;
use sentences::{Length, NewEvent, OrderFacts, Origin, RequirementFacts};
use store::{Asker, Cx, Failure, House, Result};

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 11, 23);

pub(crate) struct World {
    pub(crate) trial: Trial,
    pub(crate) service: ServiceId,
    pub(crate) offer: OfferId,
    pub(crate) lead: StaffId,
    pub(crate) officer: StaffId,
    pub(crate) team: TeamId,
}

pub(crate) fn asker() -> Asker {
    Asker::system("trial")
}

fn rooms() -> Rooms {
    let own = interventions::tables();
    Rooms::with(&[
        access::TABLES,
        files::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
        &assessment::tables(),
        &provision::tables(),
        &documents::tables(),
        &own,
    ])
    .hearing(access::LISTENERS)
    .hearing(people::LISTENERS)
    .hearing(sentences::LISTENERS)
    .hearing(contacts::LISTENERS)
    .hearing(&provision::listeners())
    .hearing(&interventions::listeners())
}

pub(crate) fn on_each(test: impl Fn(&World)) {
    on_both(&rooms(), TODAY, |house| test(&World::of(house)));
}

fn area(cx: &mut Cx<'_>) -> Result<(UnitId, TeamId, OfficeId, [StaffId; 2])> {
    let from = date(2020, 1, 1);
    let region = NewRegion { code: "R01".into(), name: "Aldermere".into(), serves_in_welsh: true, start_date: from };
    let region = organisation::add_region(cx, region)?.id;
    let unit = NewUnit { region, code: "R01A".into(), name: "Wexmere".into(), start_date: from };
    let unit = organisation::add_unit(cx, unit)?.id;
    let team = NewTeam {
        unit,
        code: "R01A01".into(),
        name: "Wexmere 1".into(),
        purpose: TeamPurpose::Supervision,
        telephone: None,
        email: None,
        start_date: from,
    };
    let team = organisation::open_team(cx, team)?.id;
    let office = NewOffice {
        code: "WEX".into(),
        name: "Wexmere".into(),
        unit,
        address: "1 Example Way, Wexmere".into(),
        postcode: "ZA1 1AA".into(),
        telephone: None,
        start_date: from,
    };
    let office = organisation::add_office(cx, office)?.id;
    let mut staff = |code: &str, surname: &str| -> Result<StaffId> {
        let new = NewStaff {
            code: code.into(),
            forename: "Sam".into(),
            surname: surname.into(),
            grade: "PO".into(),
            weekly_minutes: 2220,
            telephone: None,
            email: None,
            team,
            start_date: from,
        };
        Ok(organisation::add_staff(cx, new)?.id)
    };
    let both = [staff("R01A011", "Officer")?, staff("R01A012", "Leader")?];
    Ok((unit, team, office, both))
}

fn service(code: &str, name: &str, kind: &str, requirement: &str) -> ServiceFacts {
    ServiceFacts {
        code: code.into(),
        name: name.into(),
        kind: kind.into(),
        summary: "What happens in it.".into(),
        sessions: 6,
        weeks: 6,
        weekdays: "2".into(),
        minutes: 90,
        gap_days: 0,
        lead_days: 10,
        for_sex: ForSex::Any,
        min_age: None,
        max_age: None,
        least_risk: None,
        most_risk: None,
        consent_needed: false,
        start_date: date(2020, 1, 1),
        needs: vec!["thinking".into()],
        requirements: vec![requirement.into()],
        before: vec![],
    }
}

fn provided(cx: &mut Cx<'_>, unit: UnitId) -> Result<(ServiceId, OfferId)> {
    let from = date(2020, 1, 1);
    let provider = ProviderFacts {
        code: "PROG".into(),
        name: "Programmes unit".into(),
        kind: ProviderKind::Public,
        address: None,
        email: None,
        telephone: None,
        start_date: from,
    };
    let provider = add_provider(cx, &provider)?;
    let course = add_service(cx, &service("FEEL", "Managing feelings", "structured-intervention", "PRG"))?;
    let health = add_service(cx, &service("DRR", "Drug treatment", "drug-treatment", "DRR"))?;
    let contract = ContractFacts {
        kind: ContractKind::Contract,
        reference: "C-1".into(),
        start_date: date(2026, 1, 1),
        end_date: Some(date(2027, 12, 31)),
        yearly_volume: 100,
        price_pence: Some(40_000),
        sum_pence: None,
        note: None,
        units: vec![unit],
    };
    let contract: ContractId = add_contract(cx, provider, &contract)?;
    set_contract_services(cx, contract, &[(course, 60), (health, 40)], 1)?;
    let offer = OfferFacts {
        service: course,
        contract,
        unit,
        reach: Reach::Whole,
        reach_words: None,
        opens: Opens::Groups,
        address: Some("Old School, ZA1 2BB".into()),
        office: None,
        start_date: date(2026, 1, 1),
        end_date: None,
    };
    let id = add_offer(cx, &offer)?;
    add_offer(cx, &OfferFacts { service: health, opens: Opens::Weekly, ..offer })?;
    Ok((course, id))
}

impl World {
    fn of(house: House) -> World {
        let house = house
            .with_part(PersonDoor { find: people::keys_of_crn, frame: people::frame_of_crn })
            .with_part(Typesetter::none())
            .with_part(Law::shipped());
        let seeded = |cx: &mut Cx<'_>| {
            cx.describe("Seeded", None);
            people::seed(cx)?;
            contacts::seed(cx)?;
            sentences::seed(cx)?;
            assessment::seed(cx)?;
            documents::seed(cx).map(drop)
        };
        house.write(&asker(), seeded).unwrap();
        let (unit, team, _, [officer, lead]) = house.write(&asker(), area).unwrap();
        let (service, offer) = house.write(&asker(), |cx| provided(cx, unit)).unwrap();
        house
            .write(&asker(), |cx| {
                programmes::set_service_plan(cx, service, Some("FEEL"), date(2026, 1, 1), "It is what we run")
            })
            .unwrap();
        user_of(&house, "priya", "practitioner", Some(officer));
        user_of(&house, "lee", "programme-team", Some(lead));
        let mona = user_of(&house, "mona", "manager", Some(officer));
        user_of(&house, "connor", "commissioner", None);
        house
            .write(&asker(), |cx| {
                cx.describe("Teams", None);
                access::set_teams(cx, mona, &[team])
            })
            .unwrap();
        let routes =
            [people::routes(), sentences::routes(), contacts::routes(), provision::routes(), interventions::routes()];
        World { trial: Trial::of(house, &routes), service, offer, lead, officer, team }
    }

    pub(crate) fn house(&self) -> &House {
        self.trial.house()
    }

    pub(crate) fn go(&self, on: Date) {
        self.house().clock().move_to(on);
    }

    pub(crate) fn visit(&self, login: &str) -> Browser<'_> {
        self.trial.signed_in(login)
    }

    pub(crate) fn write<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
        self.house().write(&asker(), work).unwrap()
    }

    pub(crate) fn read<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
        self.house().read(&asker(), work).unwrap()
    }

    /// The codes of what was refused.
    pub(crate) fn refused<T: std::fmt::Debug>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Vec<&'static str> {
        match self.house().write(&asker(), work) {
            Err(Failure::Refused(refusals)) => refusals.0.into_iter().map(|r| r.code).collect(),
            other => panic!("{other:?}"),
        }
    }

    /// A new person under a community order with one requirement.
    pub(crate) fn person(&self, last: &str, kind: &str) -> (PersonKeys, Crn, RequirementId) {
        let new = NewPerson {
            first_name: "Pat".into(),
            last_name: last.into(),
            born: Some(date(1990, 2, 3)),
            came_from: "Trial".into(),
            ..NewPerson::default()
        };
        let person = self.write(|cx| people::create(cx, new.clone()));
        let keys = PersonKeys::alone(person.person_id);
        let made_on = date(2026, 11, 2);
        let order = OrderFacts {
            sentence: "CO".into(),
            court_id: None,
            court_name: Some("Zenith Magistrates' Court".into()),
            made_on,
            starts_on: None,
            ends_on: Some(date(2027, 11, 1)),
            custody_term: None,
            operational_period: None,
            supervision_period: None,
            notes: None,
        };
        let event = NewEvent {
            origin: Origin::Court,
            referred_on: made_on,
            taken_on: None,
            court_id: None,
            court_name: Some("Zenith Magistrates' Court".into()),
            notes: None,
            source_key: None,
        };
        let length = Some(Length(if kind == "PRG" { Term::days(20) } else { Term::months(6) }));
        let wanted = RequirementFacts { kind: kind.into(), length, ..RequirementFacts::default() };
        self.write(|cx| {
            let event = sentences::open_event(cx, &keys, &event)?;
            sentences::record_order(cx, &keys, event, &order, std::slice::from_ref(&wanted))
        });
        let requirement = self.read(|cx| Ok(sentences::orders(cx, &keys)?[0].requirements[0].requirement.id));
        (keys, person.crn, requirement)
    }

    /// The officer holds the person, in the team.
    pub(crate) fn held(&self, keys: &PersonKeys) {
        self.write(|cx| {
            cx.describe("Allocated", None);
            cx.lock(keys.survivor.into())?;
            let (person, allocation, on) = (keys.survivor, cx.new_id(), cx.today());
            cx.tell(&DomainEvent::Allocated { person, allocation, staff: self.officer, team: self.team, on })
        });
    }

    /// A group of the programme from Tuesday on, on Tuesdays and Thursdays.
    pub(crate) fn group(&self, code: &str, places: i64) -> GroupId {
        let start = date(2026, 11, 24);
        let facts = GroupFacts {
            code: code.into(),
            start_date: start,
            joins_until: start.saturating_add(7.days()),
            places,
            start_time: time(10, 0, 0, 0),
            address: None,
            staff: None,
        };
        let id = self.write(|cx| plan_group(cx, self.offer, &facts));
        self.write(|cx| programmes::make_schedule(cx, id, &self.scheduling(), None));
        self.write(|cx| programmes::add_facilitator(cx, id, (self.lead, Leading::Lead), start));
        id
    }

    pub(crate) fn scheduling(&self) -> Scheduling {
        let slots = [2, 4].map(|weekday| Slot { weekday, start: time(10, 0, 0, 0) }).to_vec();
        Scheduling { template: "FEEL".into(), pathway: Pathway::Moderate, slots, place: None, from: None }
    }

    /// An open case that waits for a group.
    pub(crate) fn case(&self, keys: &PersonKeys, requirement: RequirementId) -> ProgrammeCaseId {
        let new = OpeningCase {
            service: self.service,
            requirement: Some(requirement),
            referral: None,
            waiting: None,
            cohort: Cohort::General,
            note: None,
        };
        let id = self.write(|cx| {
            let open = open(cx, keys)?;
            programmes::open_case(cx, &open, &new)
        });
        self.moved(keys, id, "awaiting-allocation");
        id
    }

    pub(crate) fn moved(&self, keys: &PersonKeys, id: ProgrammeCaseId, to: &str) {
        self.write(|cx| {
            let how = moving(to, cx.today());
            {
                let open = open(cx, keys)?;
                programmes::move_case(cx, &open, id, &how, None)
            }
        });
    }

    pub(crate) fn placed(&self, keys: &PersonKeys, id: ProgrammeCaseId, group: GroupId) {
        self.write(|cx| {
            let open = open(cx, keys)?;
            programmes::place_in_group(cx, &open, id, (group, None), None)
        });
    }

    /// What a register says of one session for one person.
    pub(crate) fn marked(&self, keys: &PersonKeys, id: ProgrammeCaseId, session: &programmes::Session, outcome: &str) {
        self.go(session.on_date.max(self.house().clock().now().local_date()));
        self.write(|cx| programmes::hold_session(cx, session.group_id, session.id, Some(self.lead)));
        let new = marking(id, session, outcome);
        self.write(|cx| {
            let open = open(cx, keys)?;
            programmes::mark_attendance(cx, &open, &new)
        });
    }

    pub(crate) fn sessions(&self, group: GroupId) -> Vec<programmes::Session> {
        self.read(|cx| programmes::sessions_of(cx, group))
    }

    pub(crate) fn told(&self, name: &str) -> i64 {
        self.read(|cx| cx.count("SELECT count(*) FROM outbox WHERE name = $1", &[name.into()]))
    }
}

pub(crate) fn open(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<OpenPerson> {
    people::open_by_id(cx, keys.survivor)
}

pub(crate) fn moving(to: &str, on: Date) -> programmes::Moving {
    programmes::Moving { to: to.into(), on, drop_out: None, words: None }
}

pub(crate) fn marking(case: ProgrammeCaseId, session: &programmes::Session, outcome: &str) -> programmes::Marking {
    programmes::Marking {
        case,
        group: session.group_id,
        session: session.id,
        outcome: outcome.into(),
        note: None,
        staff: None,
    }
}
