//! Registrations on both databases: groups that exclude each other, the level of risk of serious harm, reviews, the
//! banner, and what a merge does.

use crate::calls::{call, get, hidden, post, read, refused, told};
use crate::story::keys;
use crate::world::{World, asker, on_each};
use assessment::registrations::{self, NewRegistration};
use domain_events::DomainEvent;
use kernel::{Crn, date};
use store::{Failure, House};
use web::Method;

const ALL: &str = "/people/{crn}/registrations";
const NEW: &str = "/people/{crn}/registrations/new";
const REVIEW: &str = "/people/{crn}/registrations/{id}/review";
const END: &str = "/people/{crn}/registrations/{id}/end";

fn new(kind: &str) -> NewRegistration {
    NewRegistration {
        kind: kind.into(),
        on: date(2026, 11, 20),
        level: None,
        category: None,
        review_on: None,
        note: "Told by the police".into(),
        cause: None,
    }
}

fn codes(house: &House, crn: &str) -> Vec<String> {
    let keys = keys(house, crn);
    read(house, |cx| assessment::registrations(cx, &keys)).into_iter().map(|r| r.code).collect()
}

#[test]
fn of_a_group_that_excludes_the_new_registration_ends_the_former_by_an_entry_that_names_it() {
    on_each(|house, w: World| {
        let crn = w.person(&house, "Ffion", "Bell");
        let (keys, one) = (keys(&house, &crn), w.officer(1));
        house.write(&one, |cx| registrations::register(cx, &keys, &new("REG30"))).unwrap();
        house.write(&one, |cx| registrations::register(cx, &keys, &new("ADVP"))).unwrap();
        assert_eq!(codes(&house, &crn), ["ADVP"]);
        let all = read(&house, |cx| registrations::standings(cx, &keys));
        let former = all.iter().find(|s| s.registration.kind == "REG30").unwrap();
        assert_eq!(former.entries[0].cause.as_deref(), Some("Replaced by: Domestic abuse perpetrator"));
        assert_eq!((told(&house, "registration.made").len(), told(&house, "registration.ended").len()), (2, 1));
        let page = get(&house, &one, ALL, &[("crn", &crn)]);
        assert!(page.contains("Domestic abuse perpetrator") && page.contains("Ended, 1 in all"), "{page}");
    });
}

#[test]
fn the_registered_risk_of_serious_harm_follows_the_assessed_level_and_says_why() {
    on_each(|house, w: World| {
        let crn = w.person(&house, "Ffion", "Bell");
        let keys = keys(&house, &crn);
        for level in ["high", "high", "medium"] {
            let fact =
                DomainEvent::RiskLevelChanged { person: keys.survivor, level: level.into(), on: date(2026, 11, 23) };
            house.write(&asker(), |cx| cx.tell(&fact)).unwrap();
        }
        assert_eq!(codes(&house, &crn), ["RMRH"]);
        let all = read(&house, |cx| registrations::standings(cx, &keys));
        assert_eq!(all.len(), 2, "the same level again registers nothing");
        assert_eq!(all[0].registration.cause.as_deref(), Some("The assessment changed the level to medium"));
        assert!(told(&house, "review.due").is_empty(), "what an assessment found calls for no other");
        let unknown =
            DomainEvent::RiskLevelChanged { person: keys.survivor, level: "huge".into(), on: date(2026, 11, 23) };
        assert!(matches!(house.write(&asker(), |cx| cx.tell(&unknown)), Err(Failure::Broken(_))));
    });
}

#[test]
fn a_registration_is_made_reviewed_and_ended_through_its_pages_and_shows_in_the_banner() {
    on_each(|house, w: World| {
        let crn = w.person(&house, "Ffion", "Bell");
        let one = w.officer(1);
        let form = get(&house, &one, NEW, &[("crn", &crn)]);
        assert!(form.contains("MAPPA") && !form.contains("Historic registration"), "{form}");
        let day = [("on-day", "20"), ("on-month", "11"), ("on-year", "2026")];
        let short = [&day[..], &[("kind", "MAPP"), ("note", "Convicted of a listed offence")]].concat();
        let no = refused(call(&house, &one, Method::Post, NEW, &[("crn", &crn)], &short));
        assert_eq!(no, ["level_missing", "category_missing"]);
        let whole = [&short[..], &[("level", "M2"), ("category", "M1")]].concat();
        post(&house, &one, NEW, &[("crn", &crn)], &whole);
        let page = get(&house, &one, ALL, &[("crn", &crn)]);
        assert!(page.contains("MAPPA, Level 2, Category 1: registered sexual"), "the banner says it: {page}");
        assert!(page.contains("20 Feb 2027"), "level 2 is reviewed after three months: {page}");
        let keys = keys(&house, &crn);
        let id = read(&house, |cx| assessment::registrations(cx, &keys))[0].id.to_string();
        let at = [("crn", crn.as_str()), ("id", id.as_str())];
        let shown = get(&house, &one, REVIEW, &at);
        let version = hidden(&shown, "version");
        let found = [("on", "23/11/2026"), ("level", "M3"), ("category", "M1"), ("note", "More visits to the school")];
        let with = |version| [&found[..], &[("version", version)]].concat();
        post(&house, &one, REVIEW, &at, &with(&version));
        let late = call(&house, &one, Method::Post, REVIEW, &at, &with(&version));
        assert!(matches!(late, Err(Failure::Stale(_))), "a colleague was quicker: {late:?}");
        let page = get(&house, &one, ALL, &[("crn", &crn)]);
        assert!(page.contains("Level 3") && page.contains("23 Dec 2026"), "{page}");
        let end = [("how", "in-error"), ("on", "23/11/2026"), ("note", "Another person of that name")];
        post(&house, &one, END, &at, &end);
        let page = get(&house, &one, ALL, &[("crn", &crn)]);
        assert!(page.contains("Nothing is registered about this person"), "{page}");
        assert!(codes(&house, &crn).is_empty());
    });
}

#[test]
fn a_merged_record_keeps_its_registrations_and_they_can_be_ended_through_the_survivor() {
    on_each(|house, w: World| {
        let (one, two) = (w.person(&house, "Ffion", "Bell"), w.person(&house, "Fion", "Bell"));
        let absorbed = keys(&house, &two);
        house.write(&asker(), |cx| registrations::register(cx, &absorbed, &new("WEAP"))).unwrap();
        let (kept, gone): (Crn, Crn) = (one.parse().unwrap(), two.parse().unwrap());
        house.write(&w.officer(4), |cx| people::merge(cx, &kept, &gone, "The same person")).unwrap();
        assert_eq!(codes(&house, &one), ["WEAP"]);
        let page = get(&house, &w.officer(1), ALL, &[("crn", &one)]);
        assert!(page.contains("govuk-tag--red"), "the banner shows it: {page}");
        let both = keys(&house, &one);
        let id = read(&house, |cx| assessment::registrations(cx, &both))[0].id;
        let how =
            registrations::Ended { on: date(2026, 11, 23), note: "No longer".into(), in_error: false, seen: Some(1) };
        house.write(&w.officer(1), |cx| registrations::end(cx, &both, id, &how)).unwrap();
        assert!(codes(&house, &one).is_empty());
    });
}
