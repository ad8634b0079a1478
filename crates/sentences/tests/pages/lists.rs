//! The lists of this room as programs read them over HTTP: why something ends, and the kinds of key dates.

use access::trial::{Program, Trial};
use jiff::civil::date;
use kernel::Permission;
use law::Law;
use migrations::trial::{Rooms, on_both};
use sentences::{ListSet, NewEntry, set_list_entry};
use serde_json::Value;

fn on_each(test: impl Fn(&Trial)) {
    let rooms = Rooms::with(&[access::TABLES, people::TABLES, organisation::TABLES, sentences::TABLES]);
    on_both(&rooms, super::TODAY, |house| {
        let trial = Trial::of(house.with_part(Law::shipped()), &[sentences::routes()]);
        trial.write(sentences::seed).unwrap();
        test(&trial);
    });
}

fn entry(program: &Program<'_>, path: &str, code: &str) -> Option<Value> {
    let list = program.get(path).is(200).json();
    list["items"].as_array().unwrap().iter().find(|item| item["code"] == code).cloned()
}

#[test]
fn a_program_reads_end_reasons_as_they_are_today_retired_ones_marked() {
    on_each(|trial| {
        let (path, program) = ("/api/v1/end-reasons", trial.program(&[Permission::ReadPeople]));
        let completed = entry(&program, path, "completed").unwrap();
        assert_eq!((&completed["completed"], &completed["offered"]), (&Value::Bool(true), &Value::Bool(true)));
        assert!(completed["welsh_name"].as_str().is_some_and(|words| !words.is_empty()), "{completed}");
        assert!(completed["of"].as_array().unwrap().iter().any(|of| of == "requirement"), "{completed}");
        let new = NewEntry {
            code: "moved-abroad".into(),
            en: "Moved abroad".into(),
            cy: "Symud dramor".into(),
            of: vec!["order".into()],
            offered: true,
            ..NewEntry::default()
        };
        let tomorrow = date(2026, 11, 23);
        trial.write(|cx| set_list_entry(cx, ListSet::EndReason, &new, tomorrow, "Asked for", true)).unwrap();
        assert_eq!(entry(&program, path, "moved-abroad"), None, "it is not there before its day");
        trial.house().clock().move_to(tomorrow);
        let there = entry(&program, path, "moved-abroad").unwrap();
        assert_eq!((&there["name"], &there["from"]), (&"Moved abroad".into(), &"2026-11-23".into()));
        let gone = NewEntry { offered: false, ..new };
        trial.write(|cx| set_list_entry(cx, ListSet::EndReason, &gone, tomorrow, "No longer used", false)).unwrap();
        assert_eq!(entry(&program, path, "moved-abroad").unwrap()["offered"], false);
    });
}

#[test]
fn a_program_reads_the_kinds_of_key_dates_and_needs_leave_to_read() {
    on_each(|trial| {
        let (path, program) = ("/api/v1/key-date-kinds", trial.program(&[Permission::ReadPeople]));
        let expiry = entry(&program, path, "SED").unwrap();
        assert_eq!((&expiry["custodial"], &expiry["of"]), (&Value::Bool(true), &Value::Array(vec![])));
        for list in [path, "/api/v1/end-reasons"] {
            trial.program(&[Permission::ReadEvents]).get(list).is(403);
            Program::with(trial, "tc_wrong".into()).get(list).is(401);
        }
    });
}
