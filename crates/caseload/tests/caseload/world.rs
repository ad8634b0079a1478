//! A region with one team of six practitioners, and people whom it supervises, made through the rooms' own doors.

use caseload::{LISTENERS, TABLES};
use domain_events::DomainEvent;
use kernel::{Actor, ContactId, Crn, Date, Permission, PersonId, PersonKeys, StaffId, TeamId, UserId, date};
use migrations::trial::{Rooms, on_both};
use organisation::{
    NewRegion, NewStaff, NewTeam, NewUnit, TeamPurpose, add_region, add_staff, add_unit, open_team, set_default_team,
};
use people::NewPerson;
use sentences::{NewEvent, Origin};
use std::sync::Arc;
use store::{Asker, House};
use uuid::Uuid;

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 11, 23);

#[derive(Clone, Copy)]
pub(crate) struct World {
    pub(crate) team: TeamId,
    staff: [StaffId; 6],
}

pub(crate) fn asker() -> Asker {
    Asker::system("test")
}

/// Runs a test on both databases with the world in it.
pub(crate) fn on_each(test: impl Fn(House, World)) {
    on_each_hearing(contacts::LISTENERS, test);
}

/// The same, with these listeners in the place of the log's.
pub(crate) fn on_each_hearing(log: &[(&'static str, store::Listener)], test: impl Fn(House, World)) {
    let assessments = assessment::tables();
    let tables = [
        &assessments[..],
        TABLES,
        access::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
    ];
    let listeners = [access::LISTENERS, people::LISTENERS, sentences::LISTENERS, log, LISTENERS].concat();
    on_both(&Rooms::with(&tables).hearing(&listeners), TODAY, |house| {
        let house = house.with_part(law::Law::shipped());
        house.write(&asker(), contacts::seed).unwrap();
        house.write(&asker(), people::seed).unwrap();
        let world = world(&house);
        test(house, world);
    });
}

pub(crate) fn world(house: &House) -> World {
    let from = date(2020, 1, 1);
    let made = house.write(&asker(), |cx| {
        let region =
            NewRegion { code: "R01".into(), name: "Aldermere".into(), serves_in_welsh: false, start_date: from };
        let region = add_region(cx, region)?.id;
        let unit = add_unit(cx, NewUnit { region, code: "R01A".into(), name: "Wexmere".into(), start_date: from })?.id;
        let (code, name, purpose) = ("R01A01".into(), "Wexmere 1".into(), TeamPurpose::Supervision);
        let team = NewTeam { unit, code, name, purpose, telephone: None, email: None, start_date: from };
        let team = open_team(cx, team)?.id;
        set_default_team(cx, region, team)?;
        let mut staff = [StaffId(Uuid::nil()); 6];
        for (n, id) in staff.iter_mut().enumerate() {
            let new = NewStaff {
                code: format!("R01A01{}", n + 1),
                forename: "Officer".into(),
                surname: format!("Number{}", ["a", "b", "c", "d", "e", "f"][n]),
                grade: "PO".into(),
                weekly_minutes: 2220,
                telephone: None,
                email: None,
                team,
                start_date: from,
            };
            *id = add_staff(cx, new)?.id;
        }
        Ok(World { team, staff })
    });
    made.unwrap()
}

impl World {
    /// Practitioner 1 to 6.
    pub(crate) fn staff(&self, n: usize) -> StaffId {
        self.staff[n - 1]
    }

    pub(crate) fn code(&self, n: usize) -> String {
        format!("R01A01{n}")
    }

    /// The practitioner, signed in.
    pub(crate) fn officer(&self, n: usize) -> Asker {
        let id = UserId(self.staff(n).0);
        let actor = Actor::User { id, staff: Some(self.staff(n)), name: format!("Officer {n}") };
        Asker { actor, permissions: Arc::new(Permission::ALL.iter().copied().collect()) }
    }

    /// A person whom the service takes on today; gives the CRN.
    pub(crate) fn person(&self, house: &House, first: &str, last: &str) -> String {
        let person = house
            .write(&asker(), |cx| {
                let new = NewPerson {
                    first_name: first.into(),
                    last_name: last.into(),
                    born: Some(date(1990, 2, 3)),
                    ..NewPerson::default()
                };
                people::create(cx, new)
            })
            .unwrap();
        let (keys, today) = (PersonKeys::alone(person.person_id), house.clock().today());
        house
            .write(&asker(), |cx| {
                let event = NewEvent {
                    origin: Origin::Voluntary,
                    referred_on: today,
                    taken_on: Some(today),
                    court_id: None,
                    court_name: None,
                    notes: None,
                    source_key: None,
                };
                sentences::open_event(cx, &keys, &event)
            })
            .unwrap();
        person.crn.to_string()
    }
}

/// The person of a CRN.
pub(crate) fn id_of(house: &House, crn: &str) -> PersonId {
    let crn: Crn = crn.parse().unwrap();
    house.read(&asker(), |cx| people::open(cx, &crn)).unwrap().keys.survivor
}

/// As `contacts` tells it: the person met an officer.
pub(crate) fn tell_attended(house: &House, w: &World, crn: &str, contact: u128, on: Date, n: usize) {
    let person = id_of(house, crn);
    let event = DomainEvent::OutcomeRecorded {
        person,
        contact: ContactId(Uuid::from_u128(contact)),
        on,
        kind: "meeting".into(),
        outcome: "attended".into(),
        attended: Some(true),
        complied: Some(true),
        staff: Some(w.staff(n)),
        national_standard: true,
        group: false,
        corrects: false,
    };
    house
        .write(&asker(), |cx| {
            cx.describe("Told", None);
            cx.tell(&event)
        })
        .unwrap();
}
