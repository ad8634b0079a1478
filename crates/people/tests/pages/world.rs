//! A site with people on it, three users, and a program that may read, edit and merge.

use access::PersonDoor;
use access::trial::{Page, Program, Trial, user};
use kernel::{Permission, date};
use migrations::trial::{Rooms, on_both};
use people::{NewAddress, NewPerson};
use serde_json::Value;
use store::House;

pub(crate) fn on_each(test: impl Fn(&Trial)) {
    let tables = [access::TABLES, organisation::TABLES, people::TABLES];
    let rooms = Rooms::with(&tables).hearing(access::LISTENERS).hearing(people::LISTENERS);
    on_both(&rooms, date(2026, 11, 23), |house: House| {
        let house = house.with_part(PersonDoor { find: people::keys_of_crn, frame: people::frame_of_crn });
        for (login, role) in [("meg", "manager"), ("priya", "practitioner"), ("root", "administrator")] {
            user(&house, login, role);
        }
        let trial = Trial::of(house, &[people::routes()]);
        trial.write(people::seed).unwrap();
        test(&trial);
    });
}

/// Somebody on record; gives the CRN.
pub(crate) fn person(trial: &Trial, first: &str, last: &str) -> String {
    let new = NewPerson {
        first_name: first.into(),
        last_name: last.into(),
        born: Some(date(1985, 3, 7)),
        address: Some(NewAddress {
            street: Some("12 High Street".into()),
            postcode: Some("ZA1 2BC".into()),
            ..NewAddress::default()
        }),
        came_from: "Test".into(),
        ..NewPerson::default()
    };
    trial.write(|cx| people::create(cx, new.clone())).unwrap().crn.to_string()
}

pub(crate) fn program(trial: &Trial) -> Program<'_> {
    trial.program(&[Permission::ReadPeople, Permission::EditPeople, Permission::MergePeople])
}

/// A call, on condition of a version where one is given.
pub(crate) fn call(program: &Program<'_>, method: &str, path: &str, version: Option<i64>, body: &Value) -> Page {
    match version {
        Some(version) => program.call_if(method, path, version, body),
        None => program.call(method, path, &[], body),
    }
}

pub(crate) const GETHIN: &[(&str, &str)] = &[
    ("first_name", "Gethin"),
    ("last_name", "Pugh"),
    ("born-day", "7"),
    ("born-month", "3"),
    ("born-year", "1985"),
    ("gender", "M"),
    ("pnc", "02/73319z"),
    ("street", "12 High Street"),
    ("postcode", "ZA1 2BC"),
];
