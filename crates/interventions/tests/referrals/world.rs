//! A delivery unit with two providers, a service of each, an officer and a manager, somebody under an order with days of
//! activity, and somebody who works for each provider.

use access::PersonDoor;
use access::trial::{Browser, Page, Trial, user, user_of};
use documents::Typesetter;
use domain_events::DomainEvent;
use interventions::*;
use jiff::ToSpan;
use jiff::civil::time;
use kernel::{
    Crn, Date, OfferId, PersonKeys, ProviderId, ReferralId, RequirementId, StaffId, TeamId, UnitId, UserId, date,
};
use law::{Law, Term};
use migrations::trial::{Rooms, on_both};
use organisation::{NewRegion, NewStaff, NewTeam, NewUnit, TeamPurpose, add_region, add_staff, add_unit, open_team};
use people::{NewAddress, NewPerson};
use provision::{
    ContractFacts, ContractKind, ForSex, OfferFacts, Opens, ProviderFacts, ProviderKind, Reach, ServiceFacts,
};
use sentences::{Length, NewEvent, OrderFacts, Origin, RequirementFacts};
use store::{Asker, Cx, House, Result};

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 11, 23);

pub(crate) struct World {
    pub(crate) trial: Trial,
    pub(crate) crn: Crn,
    pub(crate) keys: PersonKeys,
    pub(crate) requirement: RequirementId,
    /// Housing advice, by Steady Ground.
    pub(crate) housing: OfferId,
    /// For women, by The Orchard.
    pub(crate) women: OfferId,
    pub(crate) providers: [ProviderId; 2],
    pub(crate) team: TeamId,
    pub(crate) worker: UserId,
    pub(crate) officer: StaffId,
}

fn system() -> Asker {
    Asker::system("trial")
}

fn rooms() -> Rooms {
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
        &interventions::tables(),
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

struct Service {
    team: TeamId,
    staff: [StaffId; 2],
    unit: UnitId,
}

fn service(cx: &mut Cx<'_>) -> Result<Service> {
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
    Ok(Service { team, staff: [staff("R01A011", "PO")?, staff("R01A012", "SPO")?], unit })
}

fn offered(
    cx: &mut Cx<'_>,
    unit: UnitId,
    (code, name, kind): (&str, &str, &str),
    for_sex: ForSex,
) -> Result<(ProviderId, OfferId)> {
    let from = date(2020, 1, 1);
    let provider = ProviderFacts {
        code: code.into(),
        name: name.into(),
        kind: ProviderKind::Voluntary,
        address: None,
        email: None,
        telephone: None,
        start_date: from,
    };
    let provider = provision::add_provider(cx, &provider)?;
    let facts = ServiceFacts {
        code: format!("S-{code}"),
        name: format!("{name} service"),
        kind: kind.into(),
        summary: "Advice and help with what is needed.".into(),
        sessions: 2,
        weeks: 4,
        weekdays: String::new(),
        minutes: 60,
        gap_days: 0,
        lead_days: 7,
        for_sex,
        min_age: Some(18),
        max_age: None,
        least_risk: None,
        most_risk: Some("medium".into()),
        consent_needed: false,
        start_date: from,
        needs: vec!["accommodation".into()],
        requirements: vec!["RAR".into()],
        before: vec![],
    };
    let service = provision::add_service(cx, &facts)?;
    let contract = ContractFacts {
        kind: ContractKind::Contract,
        reference: format!("C-{code}"),
        start_date: from,
        end_date: None,
        yearly_volume: 100,
        price_pence: Some(40_000),
        sum_pence: None,
        note: None,
        units: vec![unit],
    };
    let contract = provision::add_contract(cx, provider, &contract)?;
    provision::set_contract_services(cx, contract, &[(service, 100)], 1)?;
    let offer = OfferFacts {
        service,
        contract,
        unit,
        reach: Reach::Whole,
        reach_words: None,
        opens: Opens::Weekly,
        address: None,
        office: None,
        start_date: from,
        end_date: None,
    };
    Ok((provider, provision::add_offer(cx, &offer)?))
}

fn sentenced(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
    let made_on = TODAY.saturating_sub(20.days());
    let new = NewEvent {
        origin: Origin::Court,
        referred_on: made_on,
        taken_on: None,
        court_id: None,
        court_name: Some("Exampleton".into()),
        notes: None,
        source_key: None,
    };
    let event = sentences::open_event(cx, keys, &new)?;
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
        RequirementFacts { kind: "RAR".into(), length: Some(Length(Term::days(10))), ..RequirementFacts::default() };
    sentences::record_order(cx, keys, event, &facts, &[activity]).map(drop)
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
        house.write(&system(), seeded).unwrap();
        let service = house.write(&system(), service).unwrap();
        let [(steady, housing), (orchard, women)] = house
            .write(&system(), |cx| {
                Ok([
                    offered(cx, service.unit, ("STEADY", "Steady Ground", "housing"), ForSex::Any)?,
                    offered(cx, service.unit, ("ORCHARD", "The Orchard", "womens-service"), ForSex::Women)?,
                ])
            })
            .unwrap();
        let crn_keys = |first: &str| {
            let new = NewPerson {
                first_name: first.into(),
                last_name: "Invented".into(),
                born: Some(date(1990, 5, 5)),
                gender: Some("M".into()),
                came_from: "Trial".into(),
                address: Some(NewAddress {
                    building: Some("1".into()),
                    street: Some("Example Way".into()),
                    town: Some("Wexmere".into()),
                    postcode: Some("ZA1 1AA".into()),
                    from: Some(date(2020, 1, 1)),
                    ..NewAddress::default()
                }),
                ..NewPerson::default()
            };
            let person = house.write(&system(), |cx| people::create(cx, new.clone())).unwrap();
            (person.crn.clone(), PersonKeys::alone(person.person_id))
        };
        let (crn, keys) = crn_keys("Jo");
        house.write(&system(), |cx| sentenced(cx, &keys)).unwrap();
        let (officer, team) = (service.staff[0], service.team);
        let told = |cx: &mut Cx<'_>| {
            cx.describe("Allocated", None);
            cx.lock(keys.survivor.into())?;
            let (allocation, on) = (cx.new_id(), cx.today());
            cx.tell(&DomainEvent::Allocated { person: keys.survivor, allocation, staff: officer, team, on })
        };
        house.write(&system(), told).unwrap();
        let requirement =
            house.read(&system(), |cx| sentences::orders(cx, &keys)).unwrap()[0].requirements[0].requirement.id;
        let priya = user_of(&house, "priya", "practitioner", Some(officer));
        let mona = user_of(&house, "mona", "manager", Some(service.staff[1]));
        let worker = user(&house, "wanda", "provider");
        let other = user(&house, "olive", "provider");
        house
            .write(&system(), |cx| {
                access::set_teams(cx, priya, &[team])?;
                access::set_teams(cx, mona, &[team])
            })
            .unwrap();
        for (user, provider) in [(worker, steady), (other, orchard)] {
            house.write(&system(), |cx| access::set_provider(cx, user, Some(provider), "Works there")).unwrap();
        }
        let routes = [
            people::routes(),
            sentences::routes(),
            contacts::routes(),
            assessment::routes(),
            provision::routes(),
            documents::routes(),
            interventions::routes(),
        ];
        let trial = Trial::of(house, &routes);
        World { trial, crn, keys, requirement, housing, women, providers: [steady, orchard], team, worker, officer }
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

    pub(crate) fn refused<T: std::fmt::Debug>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Vec<&'static str> {
        match self.house().write(&system(), work) {
            Err(store::Failure::Refused(no)) => no.0.into_iter().map(|r| r.code).collect(),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn read<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
        self.house().read(&system(), work).unwrap()
    }

    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/people/{}{rest}", self.crn)
    }

    /// A referral to housing advice with one outcome.
    pub(crate) fn wanted(&self) -> NewReferral {
        NewReferral {
            requirement: Some(self.requirement),
            needs: vec![NeedAsked {
                need: "accommodation".into(),
                complexity: "medium".into(),
                outcomes: vec!["settled-home".into()],
            }],
            reason: "Sleeps on a friend’s sofa".into(),
            asked_days: Some(6),
            ..NewReferral::to(self.housing)
        }
    }

    pub(crate) fn referred(&self) -> ReferralId {
        let wanted = self.wanted();
        self.write(|cx| {
            let open = people::open(cx, &self.crn)?;
            refer(cx, &open, &wanted)
        })
    }

    pub(crate) fn whole(&self, id: ReferralId) -> Whole {
        self.read(|cx| referral(cx, &self.keys, id))
    }

    pub(crate) fn done(&self, id: ReferralId) -> Delivery {
        let whole = self.whole(id);
        self.read(|cx| delivery(cx, &whole.referral))
    }

    /// An appointment at ten on a day, told of as held.
    pub(crate) fn held(&self, id: ReferralId, kind: SessionKind, on: Date) {
        let when = self.ten(on);
        let said = came();
        self.write(|cx| record_past_session(cx, &self.keys, id, kind, (&when, &said), None));
    }

    pub(crate) fn ten(&self, on: Date) -> When {
        let place = Some("8 Market Row, ZA1 3SG".into());
        When { on, start: time(10, 0, 0, 0), end: time(11, 0, 0, 0), manner: Manner::InPerson, place }
    }

    /// Up to an approved plan of two sessions.
    pub(crate) fn delivering(&self) -> ReferralId {
        let id = self.referred();
        self.go(date(2026, 11, 25));
        self.held(id, SessionKind::Assessment, date(2026, 11, 24));
        let facts = plan(2);
        self.write(|cx| submit_plan(cx, &self.keys, id, &facts, None));
        self.write(|cx| decide_plan(cx, &self.keys, id, true, None, None));
        id
    }
}

pub(crate) fn plan(sessions: i64) -> PlanFacts {
    let activities = vec![Activity { outcome: "settled-home".into(), words: "Apply to the council together".into() }];
    PlanFacts { sessions, days: Some(2), activities }
}

/// They came and it was held.
pub(crate) fn came() -> Said {
    Said {
        attended: Some(true),
        happened: Some(true),
        late: Some(false),
        summary: Some("Filled in the form".into()),
        response: Some("Asked good questions".into()),
        ..Said::default()
    }
}

/// The three fields of a day, and the times of an hour.
pub(crate) fn when(on: Date, start: &'static str, end: &'static str) -> Vec<(String, String)> {
    vec![
        ("date-day".into(), on.day().to_string()),
        ("date-month".into(), on.month().to_string()),
        ("date-year".into(), on.year().to_string()),
        ("start".into(), start.into()),
        ("end".into(), end.into()),
        ("manner".into(), "in-person".into()),
        ("place".into(), "8 Market Row, ZA1 3SG".into()),
    ]
}

/// Opens a page, and sends its form with these fields besides.
#[track_caller]
pub(crate) fn fill(browser: &mut Browser<'_>, path: &str, typed: &[(&str, &str)], more: &[(String, String)]) -> Page {
    let mut pairs = typed.to_vec();
    pairs.extend(more.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    browser.fill(path, &pairs)
}
