//! A team with an officer, the restorative team, every other role, two people on record, and days in short words.

use access::PersonDoor;
use access::trial::{Browser, Page, Trial, user, user_of};
use domain_events::DomainEvent;
use kernel::{Crn, Date, PersonKeys, RestorativeId, StaffId, TeamId, VolunteerId, date};
use law::Law;
use migrations::trial::{Rooms, on_both};
use organisation::{NewRegion, NewStaff, NewTeam, NewUnit, TeamPurpose, add_region, add_staff, add_unit, open_team};
use people::{NewAddress, NewPerson};
use store::{Asker, Cx, House, Result};
use volunteers::{Step, VolunteerFacts, VolunteerKind};

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 11, 23);

/// Everybody who does not arrange restorative justice, with their role.
pub(crate) const OTHERS: [(&str, &str); 7] = [
    ("mona", "manager"),
    ("courtney", "court-officer"),
    ("ada", "administrator"),
    ("cora", "commissioner"),
    ("una", "unpaid-work-team"),
    ("rhea", "reader"),
    ("prov", "provider"),
];

pub(crate) struct World {
    pub(crate) trial: Trial,
    pub(crate) crn: Crn,
    pub(crate) keys: PersonKeys,
}

fn system() -> Asker {
    Asker::system("trial")
}

pub(crate) fn on_each(test: impl Fn(&World)) {
    let rooms = Rooms::with(&[
        access::TABLES,
        files::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
        &assessment::tables(),
        &provision::tables(),
        &documents::tables(),
        &volunteers::tables(),
        &restorative::tables(),
    ])
    .hearing(access::LISTENERS)
    .hearing(people::LISTENERS)
    .hearing(sentences::LISTENERS)
    .hearing(contacts::LISTENERS)
    .hearing(&volunteers::listeners())
    .hearing(&restorative::listeners());
    on_both(&rooms, TODAY, |house| test(&World::of(house)));
}

fn service(cx: &mut Cx<'_>) -> Result<(TeamId, StaffId)> {
    let from = date(2020, 1, 1);
    let region = NewRegion { code: "R01".into(), name: "Aldermere".into(), serves_in_welsh: true, start_date: from };
    let region = add_region(cx, region)?.id;
    let unit = add_unit(cx, NewUnit { region, code: "R01A".into(), name: "Wexmere".into(), start_date: from })?.id;
    let team = NewTeam {
        unit,
        code: "R01A01".into(),
        name: "Wexmere 1".into(),
        purpose: TeamPurpose::Supervision,
        telephone: None,
        email: None,
        start_date: from,
    };
    let team = open_team(cx, team)?.id;
    let officer = NewStaff {
        code: "R01A011".into(),
        forename: "Priya".into(),
        surname: "Shah".into(),
        grade: "PO".into(),
        weekly_minutes: 2220,
        telephone: None,
        email: None,
        team,
        start_date: from,
    };
    Ok((team, add_staff(cx, officer)?.id))
}

fn person(house: &House, first: &str, postcode: &str) -> (Crn, PersonKeys) {
    let new = NewPerson {
        first_name: first.into(),
        last_name: "Invented".into(),
        born: Some(date(1990, 5, 5)),
        came_from: "Trial".into(),
        address: Some(NewAddress {
            building: Some("1".into()),
            street: Some("Example Way".into()),
            postcode: Some(postcode.into()),
            from: Some(date(2020, 1, 1)),
            ..NewAddress::default()
        }),
        ..NewPerson::default()
    };
    let person = house.write(&system(), |cx| people::create(cx, new.clone())).unwrap();
    (person.crn, PersonKeys::alone(person.person_id))
}

impl World {
    fn of(house: House) -> World {
        let house = house
            .with_part(PersonDoor { find: people::keys_of_crn, frame: people::frame_of_crn })
            .with_part(Law::shipped());
        let seeded = |cx: &mut Cx<'_>| {
            cx.describe("Seeded", None);
            people::seed(cx)?;
            contacts::seed(cx)?;
            sentences::seed(cx).map(drop)
        };
        house.write(&system(), seeded).unwrap();
        let (team, officer) = house.write(&system(), service).unwrap();
        let (crn, keys) = person(&house, "Jo", "ZA1 1AA");
        let told = |cx: &mut Cx<'_>| {
            cx.describe("Allocated", None);
            cx.lock(keys.survivor.into())?;
            let (allocation, on) = (cx.new_id(), cx.today());
            cx.tell(&DomainEvent::Allocated { person: keys.survivor, allocation, staff: officer, team, on })
        };
        house.write(&system(), told).unwrap();
        user_of(&house, "priya", "practitioner", Some(officer));
        for (login, role) in OTHERS {
            user(&house, login, role);
        }
        user(&house, "resta", "restorative-team");
        let routes =
            [people::routes(), sentences::routes(), contacts::routes(), volunteers::routes(), restorative::routes()];
        World { trial: Trial::of(house, &routes), crn, keys }
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

    /// Somebody who mediates, with all checks.
    pub(crate) fn mediator(&self, name: &str) -> VolunteerId {
        let seen = date(2026, 9, 1);
        let facts = VolunteerFacts {
            name: name.into(),
            kinds: vec![VolunteerKind::Mediator],
            most_people: 4,
            ..VolunteerFacts::default()
        };
        let id = self.write(|cx| volunteers::register(cx, &facts, seen));
        for kind in ["identity", "references", "criminal-record", "training", "restorative-training"] {
            self.write(|cx| volunteers::record_check(cx, id, kind, seen, None, None));
        }
        for step in [Step::Accept, Step::Activate] {
            self.write(|cx| volunteers::take_step(cx, id, step, seen, None, None));
        }
        id
    }

    /// A case that the restorative team opened over HTTP, with the person harmed, offered to both sides.
    pub(crate) fn offered(&self, resta: &mut Browser<'_>) -> String {
        let new = self.path("/restorative/new");
        let at = fill(resta, &new, &[("origin", "by-harmed")], &[("on", TODAY)]).is(303).to;
        resta.fill(&format!("{at}/harmed"), &[("name", HARMED), ("language", "en"), ("needs", SECRET)]).is(303);
        for side in ["person", "harmed"] {
            fill(resta, &format!("{at}/sides/{side}"), &[("deed", "offer")], &[("on", TODAY)]).is(303);
        }
        at
    }

    /// The case at that address.
    pub(crate) fn id(at: &str) -> RestorativeId {
        at.rsplit('/').next().unwrap().parse().unwrap()
    }
}

/// Who was harmed, and what they said.
pub(crate) const HARMED: &str = "Wilhelmina Quarrystone";
pub(crate) const SECRET: &str = "I still sleep with the light on";

/// Opens a page, and sends its form with these fields and days.
#[track_caller]
pub(crate) fn fill(browser: &mut Browser<'_>, path: &str, typed: &[(&str, &str)], days: &[(&str, Date)]) -> Page {
    let mut pairs: Vec<(String, String)> = typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    for (name, on) in days {
        pairs.push((format!("{name}-day"), on.day().to_string()));
        pairs.push((format!("{name}-month"), on.month().to_string()));
        pairs.push((format!("{name}-year"), on.year().to_string()));
    }
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    browser.fill(path, &pairs)
}
