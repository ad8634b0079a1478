//! A delivery unit with a team for unpaid work, a person under an order with hours to work, and people who sign in.

use access::PersonDoor;
use access::trial::{Browser, Page, Trial, user_of};
use documents::messages::{Handed, Handing, Outlet, Port, Report, Trouble, Words};
use jiff::ToSpan;
use kernel::{Clock, Crn, Date, PersonKeys, ProjectId, RequirementId, TeamId, UnitId, date};
use law::{Law, Term};
use migrations::trial::{Rooms, on_both};
use organisation::{NewRegion, NewStaff, NewTeam, NewUnit, TeamPurpose, add_region, add_staff, add_unit, open_team};
use people::{NewAddress, NewPerson};
use sentences::{Length, NewEvent, OrderFacts, Origin, RequirementFacts};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use store::{Asker, Cx, House, Result};
use unpaid_work::projects::{
    BeneficiaryFacts, BeneficiaryKind, DayFacts, ProjectFacts, ProjectKind, SupervisedBy, add_beneficiary, add_project,
};

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 11, 23);

pub(crate) struct World {
    pub(crate) trial: Trial,
    pub(crate) unit: UnitId,
    pub(crate) crn: Crn,
    pub(crate) keys: PersonKeys,
    pub(crate) requirement: RequirementId,
    pub(crate) port: Remembering,
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
        &unpaid_work::tables(),
    ])
    .hearing(access::LISTENERS)
    .hearing(people::LISTENERS)
    .hearing(sentences::LISTENERS)
    .hearing(contacts::LISTENERS)
    .hearing(&unpaid_work::listeners())
}

pub(crate) fn on_each(test: impl Fn(&World)) {
    on_both(&rooms(), TODAY, |house| test(&World::of(house)));
}

fn service(cx: &mut Cx<'_>) -> Result<(UnitId, TeamId)> {
    let from = date(2020, 1, 1);
    let region = NewRegion { code: "R01".into(), name: "Aldermere".into(), serves_in_welsh: true, start_date: from };
    let region = add_region(cx, region)?.id;
    let unit = add_unit(cx, NewUnit { region, code: "R01A".into(), name: "Wexmere".into(), start_date: from })?.id;
    let team = NewTeam {
        unit,
        code: "R01A01".into(),
        name: "Wexmere unpaid work".into(),
        purpose: TeamPurpose::UnpaidWork,
        telephone: None,
        email: None,
        start_date: from,
    };
    Ok((unit, open_team(cx, team)?.id))
}

pub(crate) fn somebody(cx: &mut Cx<'_>, name: &str) -> Result<(Crn, PersonKeys, RequirementId)> {
    let new = NewPerson {
        first_name: "Jo".into(),
        last_name: name.into(),
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
    let person = people::create(cx, new)?;
    let keys = PersonKeys::alone(person.person_id);
    let made_on = TODAY.saturating_sub(20.days());
    let event = NewEvent {
        origin: Origin::Court,
        referred_on: made_on,
        taken_on: None,
        court_id: None,
        court_name: Some("Exampleton".into()),
        notes: None,
        source_key: None,
    };
    let event = sentences::open_event(cx, &keys, &event)?;
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
    let work =
        RequirementFacts { kind: "UPW".into(), length: Some(Length(Term::hours(100))), ..RequirementFacts::default() };
    let order = sentences::record_order(cx, &keys, event, &facts, &[work])?;
    let whole = sentences::order(cx, &keys, order)?;
    let requirement = whole.requirements.first().unwrap().requirement.id;
    Ok((person.crn, keys, requirement))
}

impl World {
    fn of(house: House) -> World {
        let port = Remembering::default();
        let house = house
            .with_part(PersonDoor { find: people::keys_of_crn, frame: people::frame_of_crn })
            .with_part(documents::Typesetter::none())
            .with_part(Outlet::of(port.clone()))
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
        let (unit, team) = house.write(&system(), service).unwrap();
        let new = NewStaff {
            code: "R01A011".into(),
            forename: "Una".into(),
            surname: "Example".into(),
            grade: "PSO".into(),
            weekly_minutes: 2220,
            telephone: None,
            email: None,
            team,
            start_date: date(2020, 1, 1),
        };
        let staff = house.write(&system(), |cx| add_staff(cx, new.clone())).unwrap().id;
        let (crn, keys, requirement) = house.write(&system(), |cx| somebody(cx, "Invented")).unwrap();
        user_of(&house, "una", "unpaid-work-team", Some(staff));
        user_of(&house, "priya", "practitioner", None);
        let routes = [people::routes(), sentences::routes(), unpaid_work::routes()];
        World { trial: Trial::of(house, &routes), unit, crn, keys, requirement, port }
    }

    /// A group with one place on Mondays, where nothing is assessed yet.
    pub(crate) fn project(&self, code: &str, places: i64) -> ProjectId {
        self.project_with(code, |facts| facts.days[0].places = places)
    }

    pub(crate) fn project_with(&self, code: &str, change: impl Fn(&mut ProjectFacts)) -> ProjectId {
        self.write(|cx| {
            let whom = BeneficiaryFacts {
                name: format!("Friends of {code}"),
                kind: BeneficiaryKind::Charity,
                contact_name: None,
                email: None,
                telephone: None,
                address: None,
            };
            add_beneficiary(cx, &whom)
        })
        .and_then(|whom| {
            let time = |hour| kernel::Time::constant(hour, 0, 0, 0);
            let mut facts = ProjectFacts {
                code: code.into(),
                name: format!("Project {code}"),
                kind: ProjectKind::Group,
                unit: self.unit,
                team: None,
                beneficiary: Some(whom),
                provider: None,
                work: "Clears the path".into(),
                address: None,
                town: Some("Wexmere".into()),
                meeting_point: None,
                supervised_by: SupervisedBy::Service,
                women_only: false,
                children_near: false,
                vulnerable_near: false,
                needs: vec![],
                skills: vec![],
                tools: None,
                places: 8,
                start_date: date(2026, 1, 5),
                days: vec![DayFacts { weekday: 1, start_time: time(9), end_time: time(16), places: 8 }],
                nomination: None,
            };
            change(&mut facts);
            self.write(|cx| add_project(cx, &facts))
        })
        .unwrap()
    }

    pub(crate) fn house(&self) -> &House {
        self.trial.house()
    }

    pub(crate) fn read<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
        self.house().read(&system(), work).unwrap()
    }

    pub(crate) fn write<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
        self.house().write(&system(), work)
    }

    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/people/{}{rest}", self.crn)
    }

    /// Lets some seconds pass.
    pub(crate) fn wait(&self, seconds: i64) {
        if let Clock::Hand(at) = self.house().clock() {
            at.fetch_add(seconds * 1_000_000, std::sync::atomic::Ordering::SeqCst);
        }
    }

    pub(crate) fn go(&self, on: Date) {
        self.house().clock().move_to(on);
    }

    /// Does what the workers beside a server do, until nothing is due.
    pub(crate) fn work(&self) {
        let runners = [unpaid_work::jobs(), documents::jobs()].concat();
        let server = uuid::Uuid::from_u128(1);
        while let Some(job) = self.house().claim_job(server).unwrap() {
            let run = runners.iter().find(|(kind, _)| *kind == job.kind).unwrap().1;
            let done = run(self.house(), &job.body).map_err(|e| e.to_string());
            assert_eq!(done, Ok(()), "{}", job.kind);
            self.house().close_job(&job, done).unwrap();
        }
    }
}

/// Remembers the e-mails that it was given, and answers as it is told to; "handed over" otherwise.
#[derive(Clone, Default)]
pub(crate) struct Remembering {
    pub(crate) gone: Arc<Mutex<Vec<(String, Words)>>>,
    pub(crate) answers: Arc<Mutex<VecDeque<Trouble>>>,
}

impl Port for Remembering {
    fn name(&self) -> &'static str {
        "A port that remembers"
    }

    fn stays_here(&self) -> bool {
        true
    }

    fn text(&self, _: &str, _: &Words, _: Handing) -> std::result::Result<Handed, Trouble> {
        Ok(Handed::Kept)
    }

    fn email(&self, to: &str, words: &Words, _: Option<&[u8]>, _: Handing) -> std::result::Result<Handed, Trouble> {
        if let Some(trouble) = self.answers.lock().unwrap().pop_front() {
            return Err(trouble);
        }
        self.gone.lock().unwrap().push((to.to_owned(), words.clone()));
        Ok(Handed::Over { provider_id: None })
    }

    fn post(&self, _: &str, _: &[u8], _: Handing) -> std::result::Result<Handed, Trouble> {
        Ok(Handed::Kept)
    }

    fn ask(&self, _: &str) -> std::result::Result<Report, Trouble> {
        Ok(Report::OnItsWay)
    }
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
pub(crate) fn fill(browser: &mut Browser<'_>, path: &str, typed: &[(&str, &str)], days: &[(&str, Date)]) -> Page {
    let days: Vec<(String, String)> = days.iter().flat_map(|(name, on)| day(name, *on)).collect();
    let mut all: Vec<(&str, &str)> = typed.to_vec();
    all.extend(days.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    browser.fill(path, &all)
}
