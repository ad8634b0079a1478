//! A small town over HTTP: a team with an office, Ann who supervises, Cal who only reads, and Ffion on a community order
//! with rehabilitation activity.

use access::trial::{Browser, Trial, user_of};
use jiff::civil::date;
use kernel::{Crn, OfficeId, Permission, PersonKeys, RequirementId, StaffId, UserId};
use law::Law;
use migrations::trial::{Rooms, on_both};
use serde_json::Value;
use store::{Asker, Cx, House, Result};

pub(crate) struct Town {
    trial: Trial,
    pub(crate) crn: Crn,
    pub(crate) keys: PersonKeys,
    pub(crate) rar: RequirementId,
    pub(crate) office: OfficeId,
    pub(crate) ann: StaffId,
    pub(crate) ann_user: UserId,
}

pub(crate) fn on_each(test: impl Fn(&Town)) {
    let tables =
        [access::TABLES, files::TABLES, organisation::TABLES, people::TABLES, sentences::TABLES, contacts::TABLES];
    let rooms =
        Rooms::with(&tables).hearing(people::LISTENERS).hearing(sentences::LISTENERS).hearing(contacts::LISTENERS);
    on_both(&rooms, super::TODAY, |house| test(&town(house.with_part(Law::shipped()))));
}

fn town(house: House) -> Town {
    let asker = Asker::system("town");
    let (office, ann) = house.write(&asker, places).unwrap();
    let ann_user = user_of(&house, "ann", "practitioner", Some(ann));
    user_of(&house, "cal", "reader", None);
    user_of(&house, "root", "administrator", None);
    let created = house.write(&asker, |cx| people::create(cx, ffion())).unwrap();
    let keys = PersonKeys::alone(created.person_id);
    let rar = house.write(&asker, |cx| order(cx, &keys)).unwrap();
    let trial = Trial::of(house, &[contacts::routes()]);
    Town { trial, crn: created.crn, keys, rar, office, ann, ann_user }
}

fn places(cx: &mut Cx<'_>) -> Result<(OfficeId, StaffId)> {
    let start_date = date(2020, 1, 1);
    let region =
        organisation::NewRegion { code: "Z01".into(), name: "Zedshire".into(), serves_in_welsh: false, start_date };
    let region = organisation::add_region(cx, region)?.id;
    let unit = organisation::NewUnit { region, code: "Z01A".into(), name: "Zedbury".into(), start_date };
    let unit = organisation::add_unit(cx, unit)?.id;
    let office = organisation::NewOffice {
        unit,
        code: "Z01AOF1".into(),
        name: "Zedbury office".into(),
        address: "1 High Street, Zedbury".into(),
        postcode: "ZA1 1AA".into(),
        telephone: None,
        start_date,
    };
    let office = organisation::add_office(cx, office)?.id;
    let team = organisation::NewTeam {
        unit,
        code: "Z01A01".into(),
        name: "Zedbury 1".into(),
        purpose: organisation::TeamPurpose::Supervision,
        telephone: None,
        email: None,
        start_date,
    };
    let team = organisation::open_team(cx, team)?.id;
    let ann = organisation::NewStaff {
        code: "Z01A01A".into(),
        forename: "Ann".into(),
        surname: "Bell".into(),
        grade: "PO".into(),
        weekly_minutes: 2220,
        telephone: None,
        email: None,
        team,
        start_date,
    };
    Ok((office, organisation::add_staff(cx, ann)?.id))
}

fn ffion() -> people::NewPerson {
    people::NewPerson {
        first_name: "Ffion".into(),
        last_name: "Pugh-Rees".into(),
        born: Some(date(1990, 5, 1)),
        came_from: "Test".into(),
        ..people::NewPerson::default()
    }
}

fn order(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<RequirementId> {
    let event = sentences::NewEvent {
        origin: sentences::Origin::Court,
        referred_on: date(2026, 6, 1),
        taken_on: None,
        court_id: None,
        court_name: Some("Zedbury Magistrates' Court".into()),
        notes: None,
        source_key: None,
    };
    let event = sentences::open_event(cx, keys, &event)?;
    let facts = sentences::OrderFacts {
        sentence: "CO".into(),
        court_id: None,
        court_name: None,
        made_on: date(2026, 6, 1),
        starts_on: None,
        ends_on: Some(date(2027, 5, 31)),
        custody_term: None,
        operational_period: None,
        supervision_period: None,
        notes: None,
    };
    let order = sentences::record_order(cx, keys, event, &facts, &[])?;
    let rar = sentences::RequirementFacts {
        kind: "RAR".into(),
        length: Some(sentences::Length(law::Term::days(20))),
        starts_on: None,
        ends_on: None,
        notes: None,
    };
    sentences::add_requirement(cx, keys, order, &rar)
}

impl Town {
    pub(crate) fn house(&self) -> &House {
        self.trial.house()
    }

    pub(crate) fn nobody(&self) -> Browser<'_> {
        self.trial.nobody()
    }

    pub(crate) fn signed_in(&self, login: &str) -> Browser<'_> {
        self.trial.signed_in(login)
    }

    /// A program with these scopes.
    pub(crate) fn program(&self, scopes: &[Permission]) -> Program<'_> {
        Program(self.trial.program(scopes))
    }

    /// A page of Ffion's.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/people/{}{rest}", self.crn)
    }

    pub(crate) fn read<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
        self.trial.read(work)
    }

    pub(crate) fn write<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
        self.trial.write(work)
    }
}

/// A program whose calls give status and JSON.
pub(crate) struct Program<'t>(access::trial::Program<'t>);

impl Program<'_> {
    pub(crate) fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> (u16, Value) {
        let page = self.0.call(method, path, headers, body);
        (page.status, page.json())
    }

    pub(crate) fn get(&self, path: &str) -> (u16, Value) {
        self.call("GET", path, &[], &Value::Null)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.call("POST", path, &[], body)
    }
}
