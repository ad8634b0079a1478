//! Which project fits whom, as sentences of policy.

use super::records::{Availability, Said};
use super::rules::{Finding, PersonFacts, Times, Weight, day_names, fit, rank};
use crate::projects::policy::Policy;
use crate::projects::{Project, ProjectKind, SupervisedBy};
use kernel::{Date, Time, date};
use serde_json::json;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 23);

fn at(hour: i8) -> Time {
    Time::new(hour, 0, 0, 0).unwrap()
}

fn project() -> Project {
    let id = Uuid::from_u128(1);
    Project {
        id: id.into(),
        code: "WEX-01".into(),
        name: "Canal path".into(),
        kind: ProjectKind::Group,
        unit_id: id.into(),
        team_id: None,
        beneficiary_id: None,
        provider_id: None,
        work: "Clears the path".into(),
        address: None,
        town: Some("Wexmere".into()),
        meeting_point: None,
        supervised_by: SupervisedBy::Service,
        women_only: false,
        children_near: false,
        vulnerable_near: false,
        needs: json!(["lifting"]),
        skills: json!(["gardening"]),
        tools: None,
        places: 8,
        start_date: TODAY,
        end_date: None,
        end_reason: None,
        end_note: None,
        nomination_id: None,
        version: 1,
    }
}

fn said() -> Availability {
    Availability {
        person_id: Uuid::from_u128(2).into(),
        weekdays: "125".into(),
        from_time: Some(at(9)),
        until_time: Some(at(16)),
        rest_days: String::new(),
        cares_for_children: None,
        works: None,
        skills: json!(["gardening"]),
        limits: json!([]),
        health: None,
        women_only: None,
        travel_minutes: None,
        town: None,
        note: None,
        told_on: TODAY,
        author: "x".into(),
        version: 1,
    }
}

fn person() -> PersonFacts {
    PersonFacts {
        gender: Some("M".into()),
        town: Some("wexmere ".into()),
        availability: Some(said()),
        ..PersonFacts::default()
    }
}

const MONDAY: (i64, i8, i8) = (1, 9, 16);

fn found(of: &PersonFacts, project: &Project, (weekday, start, end): (i64, i8, i8)) -> Vec<Finding> {
    fit(of, project, Times { weekday, start: at(start), end: at(end) }, TODAY, Policy::shipped().unwrap())
}

fn weight(of: &PersonFacts, project: &Project, day: (i64, i8, i8), aspect: &str) -> Weight {
    found(of, project, day).into_iter().filter(|f| f.aspect == aspect).map(|f| f.weight).max().unwrap()
}

#[test]
fn a_project_that_suits_in_everything_says_so_in_everything() {
    let all = found(&person(), &project(), MONDAY);
    assert!(all.iter().all(|f| f.weight == Weight::Fits), "{all:?}");
}

#[test]
fn what_the_record_does_not_know_is_never_a_yes() {
    let nothing = PersonFacts::default();
    let all = found(&nothing, &project(), MONDAY);
    for aspect in ["Times", "Way", "Health", "Skills"] {
        let of: Vec<_> = all.iter().filter(|f| f.aspect == aspect).collect();
        assert!(!of.is_empty() && of.iter().all(|f| f.weight == Weight::Unknown), "{aspect}: {of:?}");
    }
    let women = Project { women_only: true, ..project() };
    assert_eq!(weight(&nothing, &women, MONDAY, "Who works there"), Weight::Unknown);
}

#[test]
fn a_man_is_never_placed_where_only_women_work() {
    let women = Project { women_only: true, ..project() };
    assert_eq!(weight(&person(), &women, MONDAY, "Who works there"), Weight::Never);
    let woman = PersonFacts { gender: Some("F".into()), ..person() };
    assert_eq!(weight(&woman, &women, MONDAY, "Who works there"), Weight::Fits);
    let wants = Availability { women_only: Some(Said::Yes), ..said() };
    let asked = PersonFacts { availability: Some(wants), ..woman };
    assert_eq!(weight(&asked, &project(), MONDAY, "Who works there"), Weight::Against);
}

#[test]
fn somebody_registered_for_risk_to_children_is_not_sent_to_a_playground_without_a_manager() {
    let playground = Project { children_near: true, ..project() };
    let risk = vec![("RCHD".to_owned(), "Risk to children".to_owned())];
    let registered = PersonFacts { registrations: risk, ..person() };
    assert_eq!(weight(&registered, &playground, MONDAY, "Risk to others"), Weight::Grave);
    assert_eq!(weight(&registered, &project(), MONDAY, "Risk to others"), Weight::Fits);
    assert_eq!(weight(&person(), &playground, MONDAY, "Risk to others"), Weight::Fits);
    let weapons = PersonFacts { registrations: vec![("WEAP".into(), "Weapons".into())], ..person() };
    assert_eq!(weight(&weapons, &project(), MONDAY, "Risk to others"), Weight::Unknown);
}

#[test]
fn an_exclusion_is_shown_with_the_court_s_words_and_left_to_an_officer() {
    let bound = vec![("EXC".into(), "Exclusion".into(), Some("Not within Canal Street".into()))];
    let all = found(&PersonFacts { place_bound: bound, ..person() }, &project(), MONDAY);
    let one = all.iter().find(|f| f.aspect == "Where they may be").unwrap();
    assert!(one.weight == Weight::Unknown && one.words.contains("Not within Canal Street"));
}

#[test]
fn times_that_do_not_suit_speak_against_it() {
    assert_eq!(weight(&person(), &project(), (3, 9, 16), "Times"), Weight::Against);
    assert_eq!(weight(&person(), &project(), (1, 8, 16), "Times"), Weight::Against);
    assert_eq!(weight(&person(), &project(), (1, 9, 17), "Times"), Weight::Against);
    let cares = Availability { cares_for_children: Some("School at 3pm".into()), ..said() };
    assert_eq!(
        weight(&PersonFacts { availability: Some(cares), ..person() }, &project(), MONDAY, "Times"),
        Weight::Unknown
    );
}

#[test]
fn a_religion_alone_is_a_reason_to_ask_and_what_the_person_said_stands() {
    let saturday = (6, 9, 16);
    let jewish = PersonFacts { religion: Some("jewish".into()), availability: None, ..person() };
    assert_eq!(weight(&jewish, &project(), saturday, "Religion"), Weight::Unknown);
    assert!(found(&jewish, &project(), MONDAY).iter().all(|f| f.aspect != "Religion"));
    let keeps = Availability { rest_days: "6".into(), ..said() };
    let told = PersonFacts { availability: Some(keeps), ..jewish.clone() };
    assert_eq!(weight(&told, &project(), saturday, "Religion"), Weight::Against);
    // Asked, and keeps no day.
    let asked = PersonFacts { availability: Some(said()), ..jewish };
    assert!(found(&asked, &project(), saturday).iter().all(|f| f.aspect != "Religion"));
}

#[test]
fn a_body_s_limits_are_held_against_what_the_work_asks() {
    let hurt = Availability { limits: json!(["lifting"]), ..said() };
    assert_eq!(
        weight(&PersonFacts { availability: Some(hurt), ..person() }, &project(), MONDAY, "Health"),
        Weight::Against
    );
}

#[test]
fn what_fits_comes_before_what_does_not() {
    let good = found(&person(), &project(), MONDAY);
    let late = found(&person(), &project(), (3, 9, 16));
    let never = found(&person(), &Project { women_only: true, ..project() }, MONDAY);
    assert!(rank(&good) < rank(&late) && rank(&late) < rank(&never));
    assert_eq!(day_names("136"), "Monday, Wednesday and Saturday");
}
