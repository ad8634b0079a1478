//! A serious further offence, from the day the service learns of it to the learning acted on: what is due and by when,
//! what was held on the day whatever changes later, and the managers' list.

use crate::calls::{call, get, post, read, refused};
use crate::world::{World, on_each};
use domain_events::DomainEvent;
use kernel::date;
use store::{Asker, House};
use web::Method;

const ALL: &str = "/people/{crn}/further-offences";
const NEW: &str = "/people/{crn}/further-offences/new";
const ONE: &str = "/people/{crn}/further-offences/{id}";
const STEP: &str = "/people/{crn}/further-offences/{id}/steps/{step}";
const LEARN: &str = "/people/{crn}/further-offences/{id}/actions/new";
const FINISH: &str = "/people/{crn}/further-offences/{id}/actions/{action}";
const LIST: &str = "/further-offences";

fn told<'a>(happened: (&'a str, &'a str), learned: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    vec![
        ("offence", "Wounding with intent"),
        ("happened_on-day", happened.0),
        ("happened_on-month", happened.1),
        ("happened_on-year", "2026"),
        ("learned_on-day", learned.0),
        ("learned_on-month", learned.1),
        ("learned_on-year", "2026"),
        ("circumstances", "Told by the police on the telephone"),
    ]
}

fn level(house: &House, officer: &Asker, crn: &str, level: &str) {
    let pairs = [
        ("setting", "community"),
        ("who", "public"),
        ("level", level),
        ("evidence", "Two fights in a year"),
        ("reason", "A new arrest"),
    ];
    post(house, officer, "/people/{crn}/risk/harm/change", &[("crn", crn)], &pairs);
}

fn tier(house: &House, crn: &str, tier: &str) {
    let person = crate::story::keys(house, crn).survivor;
    let today = house.clock().today();
    let told = DomainEvent::TierRecorded { person, tier: tier.into(), on: today };
    house
        .write(&crate::world::asker(), |cx| {
            cx.describe("Told", None);
            cx.tell(&told)
        })
        .unwrap();
}

fn recorded(house: &House, manager: &Asker, crn: &str) -> String {
    let to = post(house, manager, NEW, &[("crn", crn)], &told(("20", "11"), ("23", "11")));
    to.rsplit('/').next().unwrap().to_owned()
}

#[test]
fn what_was_held_on_the_day_stays_whatever_is_decided_later() {
    on_each(|house, w| {
        let (crn, officer, manager) = (w.person(&house, "Ffion", "Bell"), w.officer(1), w.officer(4));
        house.clock().move_to(date(2026, 11, 16));
        level(&house, &officer, &crn, "medium");
        tier(&house, &crn, "D");
        house.clock().move_to(date(2026, 11, 23));
        level(&house, &officer, &crn, "very_high");
        tier(&house, &crn, "A");
        let id = recorded(&house, &manager, &crn);
        let params = [("crn", crn.as_str()), ("id", id.as_str())];
        let page = get(&house, &officer, ONE, &params);
        // What is held now stands in the person's own strip above.
        let (_, page) = page.split_once("<main").unwrap();
        assert!(page.contains("Medium") && !page.contains("Very high"), "{page}");
        assert!(page.contains("Tier D from 16 November 2026") && !page.contains("Tier A"), "{page}");
        assert!(page.contains("/record?day=2026-11-20"), "{page}");
        let keys = crate::story::keys(&house, &crn);
        let rows = read(&house, |cx| assessment::further_offences(cx, &keys));
        assert_eq!(rows[0].held().tiers.len(), 1);
        assert_eq!(rows[0].held().levels[0].level, "medium");
    });
}

#[test]
fn what_is_due_runs_from_the_day_it_was_learned_of_and_says_what_is_assumed() {
    on_each(|house, w| {
        let (crn, manager) = (w.person(&house, "Ffion", "Bell"), w.officer(4));
        let id = recorded(&house, &manager, &crn);
        let params = [("crn", crn.as_str()), ("id", id.as_str())];
        let page = get(&house, &manager, ONE, &params);
        assert!(page.contains("7 Dec 2026") && page.contains("Assumption"), "ten working days: {page}");
        let step = |name: &'static str| [params[0], params[1], ("step", name)];
        let done = |day: &'static str| [("done_on-day", day), ("done_on-month", "11"), ("done_on-year", "2026")];
        let early = call(&house, &manager, Method::Post, STEP, &step("notify"), &done("20"));
        assert_eq!(refused(early), ["out_of_order"]);
        post(&house, &manager, STEP, &step("notify"), &done("23"));
        let again = call(&house, &manager, Method::Post, STEP, &step("notify"), &done("23"));
        assert_eq!(refused(again), ["already_done"]);
        house.clock().move_to(date(2026, 12, 8));
        let list = get(&house, &manager, LIST, &[]);
        assert!(list.contains("First look at practice") && list.contains("Past its day"), "{list}");
        assert!(list.contains("Ffion Bell"), "{list}");
    });
}

#[test]
fn learning_has_an_owner_and_a_day_and_leaves_the_list_when_it_is_done() {
    on_each(|house, w| {
        let (crn, manager) = (w.person(&house, "Ffion", "Bell"), w.officer(4));
        let id = recorded(&house, &manager, &crn);
        let params = [("crn", crn.as_str()), ("id", id.as_str())];
        let pairs = [
            ("learning", "The police were not asked"),
            ("what", "Ask the police in each case of the team"),
            ("owner", "R01A011"),
            ("due_on-day", "1"),
            ("due_on-month", "12"),
            ("due_on-year", "2026"),
        ];
        let past = [&pairs[..3], &[("due_on-day", "1"), ("due_on-month", "11"), ("due_on-year", "2026")]].concat();
        assert_eq!(refused(call(&house, &manager, Method::Post, LEARN, &params, &past)), ["not_ahead"]);
        assert!(get(&house, &manager, LEARN, &params).contains("Officer Numbera"));
        post(&house, &manager, LEARN, &params, &pairs);
        let page = get(&house, &manager, ONE, &params);
        assert!(page.contains("The police were not asked") && page.contains("Officer Numbera"), "{page}");
        let action = page.split("/actions/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let at = [params[0], params[1], ("action", action.as_str())];
        assert!(get(&house, &manager, FINISH, &at).contains("Ask the police"));
        let done =
            [("done_on-day", "23"), ("done_on-month", "11"), ("done_on-year", "2026"), ("outcome", "All were asked")];
        post(&house, &manager, FINISH, &at, &done);
        assert!(get(&house, &manager, ONE, &params).contains("All were asked"));
        let api = get(&house, &manager, "/api/v1/further-offences", &[]);
        assert!(api.contains("\"open_actions\":0"), "{api}");
        let of_person = get(&house, &manager, "/api/v1/people/{crn}/further-offences", &[("crn", &crn)]);
        assert!(of_person.contains("All were asked") && of_person.contains("held_before"), "{of_person}");
    });
}

#[test]
fn an_offence_recorded_in_error_stays_with_its_reason_and_leaves_the_list() {
    on_each(|house, w| {
        let (crn, manager) = (w.person(&house, "Ffion", "Bell"), w.officer(4));
        assert!(get(&house, &manager, ALL, &[("crn", &crn)]).contains("None is recorded"));
        let wrong = call(&house, &manager, Method::Post, NEW, &[("crn", &crn)], &told(("24", "11"), ("23", "11")));
        assert_eq!(refused(wrong), ["after_learning"]);
        let id = recorded(&house, &manager, &crn);
        let params = [("crn", crn.as_str()), ("id", id.as_str())];
        let withdraw = "/people/{crn}/further-offences/{id}/withdraw";
        assert_eq!(refused(call(&house, &manager, Method::Post, withdraw, &params, &[])), ["missing"]);
        post(&house, &manager, withdraw, &params, &[("why", "Another person of the same name")]);
        let page = get(&house, &manager, ONE, &params);
        assert!(page.contains("Another person of the same name"), "{page}");
        assert!(!get(&house, &manager, LIST, &[]).contains("Ffion Bell"));
        let again = call(&house, &manager, Method::Post, withdraw, &params, &[("why", "Twice")]);
        assert_eq!(refused(again), ["withdrawn"]);
    });
}

#[test]
fn the_list_shows_the_teams_of_the_reader_and_hides_nobody_without_a_team() {
    on_each(|house, w: World| {
        let (crn, manager) = (w.person(&house, "Ffion", "Bell"), w.officer(4));
        recorded(&house, &crate::world::asker(), &crn);
        assert!(get(&house, &manager, LIST, &[]).contains("Ffion Bell"));
    });
}
