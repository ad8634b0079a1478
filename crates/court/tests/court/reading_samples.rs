//! What each message of the shared sample folder must be understood as. Skips with a notice where the folder is absent.

use court::reading::{About, Asks, Given, Matter, Message, OutcomeKind, Sequence, Span, Standing, State, Way};
use court::reading::{matters, read, standing};
use kernel::date;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn message(name: &str) -> Option<Message> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/court").join(name);
    match std::fs::read(&path) {
        Ok(bytes) => Some(read(&bytes).expect(name)),
        Err(_) => {
            println!("skipped: {name} is not there");
            None
        }
    }
}

fn folded(names: &[&str]) -> Option<Standing> {
    let messages: Vec<Message> = names.iter().map(|n| message(n)).collect::<Option<_>>()?;
    let all: Vec<Matter> = messages.iter().flat_map(matters).collect();
    Some(standing(&all.iter().collect::<Vec<_>>(), &court::reading::Known::default()))
}

fn asks(name: &str) -> Option<Vec<Asks>> {
    Some(matters(&message(name)?).into_iter().map(|m| m.asks).collect())
}

macro_rules! or_skip {
    ($read:expr) => {
        match $read {
            Some(read) => read,
            None => return,
        }
    };
}

#[test]
fn a_community_order_on_two_offences_is_one_order_with_five_requirements() {
    let all = matters(&or_skip!(message("synthetic/01-community-order-six-requirements.json")));
    assert_eq!(all.len(), 1);
    let order = &all[0].orders[0];
    assert_eq!((all[0].orders.len(), order.kind.as_str(), order.code.as_str()), (1, "community_order", "COEW"));
    assert_eq!((order.made, order.end), (Some(date(2026, 11, 10)), Some(date(2028, 5, 9))));
    assert_eq!((order.offences.len(), order.results.len()), (2, 2));
    assert_eq!(order.doubts, Vec::<String>::new());
    let said: BTreeSet<(&str, Option<Span>)> = order.requirements.iter().map(|r| (r.kind.as_str(), r.length)).collect();
    assert_eq!(
        said,
        [
            ("unpaid_work", Some(Span::hours(120))),
            ("rehabilitation_activity", Some(Span::days(20))),
            ("programme", Some(Span::days(31))),
            ("curfew", Some(Span::months(3))),
            ("alcohol_abstinence", Some(Span::days(90))),
        ]
        .into()
    );
    assert!(order.requirements.iter().all(|r| r.results.len() == 2));
    let curfew = order.requirements.iter().find(|r| r.kind == "curfew").unwrap();
    assert_eq!((curfew.start, curfew.end), (Some(date(2026, 11, 10)), Some(date(2027, 2, 9))));
    assert!(curfew.tagged);
    let About::Person(person) = &all[0].about else { panic!("a person") };
    assert_eq!(person.name.to_string(), "Corwin Jude Tallowmere");
    let Given::Is(pnc) = &person.pnc else { panic!("a number") };
    assert_eq!(pnc.canonical.as_deref(), Some("2009/9999901U"));
}

#[test]
fn a_suspended_sentence_keeps_each_term_and_its_own_review_apart_from_the_treatments() {
    let all = matters(&or_skip!(message("synthetic/02-suspended-sentence-order-rolled-up-prompts.json")));
    let [order] = all[0].orders.as_slice() else { panic!("one order: {:?}", all[0].orders.len()) };
    assert_eq!(
        (order.total, order.operational, order.supervision),
        (Some(Span::months(18)), Some(Span::months(24)), Some(Span::months(24)))
    );
    let terms: Vec<_> = order.terms.iter().map(|t| (t.length, t.sequence.clone())).collect();
    assert_eq!(terms, [(Some(Span::months(18)), Sequence::Primary), (Some(Span::months(4)), Sequence::Concurrent)]);
    assert_eq!(order.reviews, [(Some(date(2027, 2, 15)), Some("Quarterly".into()))]);
    let drug = order.requirements.iter().find(|r| r.kind == "drug_rehabilitation").unwrap();
    assert_eq!(drug.review, Some((Some(date(2026, 12, 11)), Some("Monthly".into()))));
    assert_eq!((order.requirements.len(), order.doubts.len()), (3, 0));
}

#[test]
fn a_sentence_of_two_years_eight_months_is_not_counted_in_days() {
    let all = matters(&or_skip!(message("synthetic/03-custody-32-months-violent-restraining-order.json")));
    let [order] = all[0].orders.as_slice() else { panic!("one order") };
    assert!(order.custody);
    assert_eq!(order.total, Some(Span { years: 2, months: 8, ..Span::default() }));
    assert_eq!(order.terms[1].sequence, Sequence::Concurrent);
    let About::Person(person) = &all[0].about else { panic!("a person") };
    assert_eq!(person.other_names[0].to_string(), "Dory Lockash");
    assert_eq!(person.cro.value().unwrap().canonical.as_deref(), Some("SF12/999903D"));
}

#[test]
fn two_cases_of_one_person_are_one_matter_with_terms_one_after_the_other() {
    let all = matters(&or_skip!(message("synthetic/04-custody-24-weeks-two-cases-one-person.json")));
    assert_eq!((all.len(), all[0].defendants.len()), (1, 2));
    let [order] = all[0].orders.as_slice() else { panic!("one order") };
    assert_eq!((order.total, order.urns.len()), (Some(Span::weeks(24)), 2));
    assert_eq!(order.terms[1].sequence, Sequence::Consecutive { to: "offence 1".into() });
    let About::Person(person) = &all[0].about else { panic!("a person") };
    assert_eq!(person.other_names[0].to_string(), "Tamsyn Birchover");
    assert!(person.address.as_ref().unwrap().no_fixed_abode);
    assert_eq!(person.pnc.value().unwrap().canonical.as_deref(), Some("2007/9999904R"));
}

#[test]
fn a_youth_is_told_and_not_taken_on() {
    let all = matters(&or_skip!(message("synthetic/05-youth-17y10m-yro.json")));
    let Asks::Nothing(why) = &all[0].asks else { panic!("nothing") };
    assert!(why.contains("under eighteen") && why.contains("2027-01-18") && why.contains("2027-11-17"), "{why}");
    assert_eq!(all[0].orders[0].requirements.len(), 4);
}

#[test]
fn a_reshare_changes_the_hours_and_deletes_the_compensation_whichever_came_first() {
    let (one, seven) = (
        "synthetic/01-community-order-six-requirements.json",
        "synthetic/07-reshare-of-01-hours-amended-compensation-deleted.json",
    );
    let nine = "synthetic/09-adjourned-for-pre-sentence-report-before-01.json";
    let first = or_skip!(folded(&[nine, one, seven]));
    for order in [[seven, one, nine], [one, nine, seven], [seven, nine, one]] {
        assert_eq!(folded(&order).as_ref(), Some(&first));
    }
    let [order] = first.orders.as_slice() else { panic!("one order") };
    let hours = order.requirements.iter().find(|r| r.requirement.kind == "unpaid_work").unwrap();
    assert_eq!(hours.requirement.length, Some(Span::hours(100)));
    assert_eq!(first.deleted, ["e930427c-9845-5416-95d2-33ca132518b6".to_owned()].into());
    assert_eq!((first.reports.len(), first.missing.len(), first.waiting.len()), (1, 0, 0));
}

#[test]
fn a_report_is_asked_for_once_however_often_the_message_says_so() {
    let all = matters(&or_skip!(message("synthetic/09-adjourned-for-pre-sentence-report-before-01.json")));
    assert_eq!(all[0].asks, Asks::Report);
    let [report] = all[0].reports.as_slice() else { panic!("one request") };
    assert_eq!(report.asked, Some(date(2026, 10, 13)));
    assert_eq!(report.next.as_ref().unwrap().day, Some(date(2026, 11, 10)));
    assert_eq!(report.ways, [Way::Adjournment, Way::BailCondition].into());
    let all = matters(&or_skip!(message("cp-adjourned-for-psr.json")));
    assert_eq!((&all[0].asks, all[0].reports.len()), (&Asks::Report, 1));
    assert_eq!(all[0].reports[0].asked, Some(date(2024, 10, 2)));
    assert_eq!(all[0].reports[0].next.as_ref().unwrap().day, Some(date(2024, 10, 23)));
}

#[test]
fn a_suspended_sentence_is_not_counted_twice_for_its_total_beside_the_cases() {
    let all = matters(&or_skip!(message("cp-sso-upw.json")));
    let [order] = all[0].orders.as_slice() else { panic!("one order") };
    assert_eq!((order.total, order.operational), (Some(Span::years(4)), Some(Span::months(20))));
    assert_eq!(order.requirements[0].length, Some(Span::hours(40)));
    assert!(order.amended.as_deref().unwrap().contains("Slip rule"));
}

#[test]
fn a_breach_attaches_to_the_order_by_hearing_and_type_or_waits() {
    for (name, hours, end) in [
        ("cp-breach-application.json", 40, date(2025, 9, 11)),
        ("cp-breach-application-crown-isreshare-true.json", 24, date(2025, 3, 1)),
    ] {
        let all = matters(&or_skip!(message(name)));
        assert_eq!((&all[0].asks, all[0].orders.len()), (&Asks::Breach, 0), "{name}");
        let varied = all[0].outcomes.iter().find(|o| o.kind == OutcomeKind::Varied).unwrap();
        assert_eq!(varied.new_end, Some(end));
        assert_eq!(varied.requirements[0].length, Some(Span::hours(hours)));
        assert_eq!(varied.concerns.type_id.as_deref(), Some("418b3aa7-65ab-4a4a-bab9-2f96b698118c"));
        assert!(varied.concerns.hearing.is_some() && varied.concerns.master.is_some());
        let folded = or_skip!(folded(&[name]));
        assert!(folded.waiting.iter().all(|w| w.why.contains("waits for a community order")), "{:?}", folded.waiting);
    }
}

#[test]
fn a_variation_of_some_other_order_does_not_touch_the_one_made_at_the_same_hearing() {
    let day1 = "cp-reshare-day-1-original.json";
    let day2 = "cp-reshare-day-2-amended.json";
    let both = or_skip!(folded(&[day1, day2]));
    assert_eq!(folded(&[day2, day1]).as_ref(), Some(&both));
    assert_eq!(both.orders.len(), 1);
    assert_eq!((both.orders[0].end, &both.orders[0].state), (Some(date(2024, 12, 13)), &State::InForce));
    assert_eq!(both.orders[0].requirements.len(), 1);
    assert_eq!(both.waiting.len(), 1);
    assert!(both.waiting[0].why.contains("2024-12-12"));
}

#[test]
fn four_defendants_detained_are_four_matters_and_the_sixteen_year_old_is_youth_justices() {
    let all = matters(&or_skip!(message("cp-detso-under18-custody.json")));
    let totals: Vec<_> = all.iter().map(|m| m.orders[0].total.unwrap().years).collect();
    assert_eq!(totals, [15, 5, 2, 10]);
    let supervised: Vec<bool> = all.iter().map(|m| m.asks == Asks::Supervise).collect();
    assert_eq!(supervised, [true, true, true, false]);
}

#[test]
fn a_bare_hearing_gives_each_defendant_their_own_order() {
    let all = matters(&or_skip!(message("cp-yro-fostering.json")));
    let counts: Vec<_> = all.iter().map(|m| m.orders[0].requirements.len()).collect();
    assert_eq!(counts, [3, 3, 1]);
    let fostering = all[2].orders[0].requirements[0].clone();
    assert_eq!(
        (fostering.kind.as_str(), fostering.length, fostering.rolled_up),
        ("fostering", Some(Span::months(12)), true)
    );
}

#[test]
fn messages_that_ask_nothing_say_why() {
    for (name, people, words) in [
        ("cher-court-application.json", 1, "no result that probation acts on"),
        ("cher-minimal.json", 1, "no result that probation acts on"),
        ("cher-large-hearing-update.json", 15, "no result"),
        ("cp-legal-entity-defendant.json", 2, ""),
        ("cp-youth-defendant.json", 2, "only listed"),
        ("cp-multiple-cases.json", 2, "only listed"),
        ("libra-case-person.json", 1, "Libra"),
        ("libra-case-cpr.json", 1, "Libra"),
        ("libra-case-organisation.json", 1, "organisation"),
    ] {
        let all = or_skip!(asks(name));
        assert_eq!(all.len(), people, "{name}");
        for asks in all {
            assert!(matches!(&asks, Asks::Nothing(why) if why.contains(words)), "{name}: {asks:?}");
        }
    }
}
