//! A team of three officers and a manager, and people whom it supervises, made through the rooms' own doors.

use kernel::{Actor, Date, Permission, PersonKeys, StaffId, TeamId, UserId, date};
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

/// The service. Officer 1 and 2 are probation officers, 3 is a trainee, 4 leads the team.
#[derive(Clone, Copy)]
pub(crate) struct World {
    pub(crate) team: TeamId,
    staff: [StaffId; 4],
}

pub(crate) fn asker() -> Asker {
    Asker::system("test")
}

/// Runs a test on both databases with the world in it.
pub(crate) fn on_each(test: impl Fn(House, World)) {
    let own = assessment::tables();
    let tables = [access::TABLES, organisation::TABLES, people::TABLES, sentences::TABLES, contacts::TABLES, &own];
    let hearing = assessment::listeners();
    let listeners =
        [access::LISTENERS, people::LISTENERS, sentences::LISTENERS, contacts::LISTENERS, &hearing].concat();
    on_both(&Rooms::with(&tables).hearing(&listeners), TODAY, |house| {
        let house = house.with_part(law::Law::shipped());
        house.write(&asker(), people::seed).unwrap();
        house.write(&asker(), contacts::seed).unwrap();
        house.write(&asker(), assessment::seed).unwrap();
        let world = world(&house);
        test(house, world);
    });
}

fn world(house: &House) -> World {
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
        let mut staff = [StaffId(Uuid::nil()); 4];
        for (n, grade) in ["PO", "PO", "PQIP", "SPO"].into_iter().enumerate() {
            let new = NewStaff {
                code: format!("R01A01{}", n + 1),
                forename: "Officer".into(),
                surname: format!("Number{}", ["a", "b", "c", "d"][n]),
                grade: grade.into(),
                weekly_minutes: 2220,
                telephone: None,
                email: None,
                team,
                start_date: from,
            };
            staff[n] = add_staff(cx, new)?.id;
        }
        Ok(World { team, staff })
    });
    made.unwrap()
}

impl World {
    /// Officer 1 to 4, signed in.
    pub(crate) fn officer(&self, n: usize) -> Asker {
        let staff = self.staff[n - 1];
        let actor = Actor::User { id: UserId(staff.0), staff: Some(staff), name: format!("Officer {n}") };
        let all = Permission::ALL.iter().copied();
        let permissions = all.filter(|p| *p != Permission::Oversee || n == 4).collect();
        Asker { actor, permissions: Arc::new(permissions) }
    }

    /// A person whom the service takes on today; gives the CRN.
    pub(crate) fn person(&self, house: &House, first: &str, last: &str) -> String {
        let new = NewPerson {
            first_name: first.into(),
            last_name: last.into(),
            born: Some(date(1990, 2, 3)),
            ..NewPerson::default()
        };
        let person = house.write(&asker(), |cx| people::create(cx, new.clone())).unwrap();
        let (keys, today) = (PersonKeys::alone(person.person_id), house.clock().today());
        let event = NewEvent {
            origin: Origin::Voluntary,
            referred_on: today,
            taken_on: Some(today),
            court_id: None,
            court_name: None,
            notes: None,
            source_key: None,
        };
        house.write(&asker(), |cx| sentences::open_event(cx, &keys, &event)).unwrap();
        person.crn.to_string()
    }
}
