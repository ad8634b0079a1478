//! Reviews on both databases: what calls for one, what takes it up, how it is settled, what time asks for; and that no
//! sequence of events leaves anything that called for a review without one, a settlement or a decision.

use crate::calls::{call, get, post, read, refused, told};
use crate::story::keys;
use crate::world::{World, asker, on_each};
use assessment::reviews::{self, SettledHow, Standing};
use domain_events::{DomainEvent, SupervisedOn};
use jiff::ToSpan;
use kernel::{AssessmentId, ContactId, Date, EventId, OrderId, PersonId, RegistrationId, date};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::House;
use web::Method;

const ALL: &str = "/people/{crn}/reviews";
const NEW: &str = "/people/{crn}/reviews/new";
const DECIDE: &str = "/people/{crn}/reviews/{id}/decide";

fn all(house: &House, crn: &str) -> Vec<Standing> {
    let keys = keys(house, crn);
    read(house, |cx| reviews::reviews(cx, &keys))
}

fn open(house: &House, crn: &str) -> Vec<String> {
    all(house, crn).into_iter().filter(Standing::is_open).map(|s| s.review.reason).collect()
}

fn tell(house: &House, fact: impl Fn(&store::Cx<'_>) -> DomainEvent) {
    house.write(&asker(), |cx| cx.tell(&fact(cx))).unwrap();
}

fn address(person: PersonId) -> DomainEvent {
    DomainEvent::AddressChanged { person, from: date(2026, 11, 20) }
}

fn failure(cx: &store::Cx<'_>, person: PersonId, complied: Option<bool>) -> DomainEvent {
    DomainEvent::OutcomeRecorded {
        person,
        contact: cx.new_id::<ContactId>(),
        on: cx.today(),
        kind: "COAP".into(),
        outcome: "UAAB".into(),
        attended: Some(false),
        complied,
        staff: None,
        national_standard: true,
        group: false,
        corrects: false,
    }
}

#[test]
fn a_move_calls_for_one_review_with_its_reason_and_date_and_a_second_move_is_written_beside_it() {
    on_each(|house, w: World| {
        let crn = w.person(&house, "Ffion", "Bell");
        let person = keys(&house, &crn).survivor;
        tell(&house, |_| address(person));
        tell(&house, |_| address(person));
        let found = all(&house, &crn);
        assert_eq!((found.len(), found[0].causes.len()), (1, 2));
        assert_eq!(found[0].review.due_on, date(2026, 12, 7), "ten working days from Monday 23 November");
        assert_eq!(told(&house, "review.due").len(), 1);
        let page = get(&house, &w.officer(1), ALL, &[("crn", &crn)]);
        assert!(page.contains("Moved to another address") && page.contains("10 working days from"), "{page}");
    });
}

#[test]
fn an_officer_says_what_happened_and_may_decide_with_a_reason_that_no_review_is_needed() {
    on_each(|house, w: World| {
        let (crn, one) = (w.person(&house, "Ffion", "Bell"), w.officer(1));
        let what = [("reason", "arrest"), ("on", "22/11/2026"), ("note", "Arrested for shoplifting; no charge yet")];
        post(&house, &one, NEW, &[("crn", &crn)], &what);
        let not_offered = [("reason", "time-limit"), ("on", "22/11/2026"), ("note", "x")];
        assert_eq!(refused(call(&house, &one, Method::Post, NEW, &[("crn", &crn)], &not_offered)), ["unknown_reason"]);
        let id = all(&house, &crn)[0].review.id.to_string();
        let at = [("crn", crn.as_str()), ("id", id.as_str())];
        assert_eq!(refused(call(&house, &one, Method::Post, DECIDE, &at, &[("reason", "  ")])), ["missing"]);
        post(&house, &one, DECIDE, &at, &[("reason", "Released without charge; a case of the wrong person")]);
        let settled = all(&house, &crn)[0].settled.clone().unwrap();
        assert_eq!((settled.how, settled.author_name.as_str()), (SettledHow::NotNeeded, "Officer 1"));
        assert_eq!(refused(call(&house, &one, Method::Post, DECIDE, &at, &[("reason", "again")])), ["settled"]);
        assert_eq!(told(&house, "review.settled").len(), 1);
    });
}

#[test]
fn a_signed_assessment_settles_what_was_due_and_the_end_of_supervision_whatever_is_left() {
    on_each(|house, w: World| {
        let crn = w.person(&house, "Ffion", "Bell");
        let person = keys(&house, &crn).survivor;
        tell(&house, |_| address(person));
        tell(&house, |cx| DomainEvent::AssessmentSigned {
            person,
            assessment: cx.new_id::<AssessmentId>(),
            on: cx.today(),
            kind: "review".into(),
        });
        assert!(open(&house, &crn).is_empty());
        assert_eq!(all(&house, &crn)[0].settled.as_ref().unwrap().how, SettledHow::Signed);
        tell(&house, |_| address(person));
        assert_eq!(open(&house, &crn), ["address"]);
        tell(&house, |cx| DomainEvent::SupervisionEnded { person, on: cx.today() });
        assert!(open(&house, &crn).is_empty());
    });
}

#[test]
fn one_failure_is_no_pattern_and_a_second_within_the_months_is() {
    on_each(|house, w: World| {
        let crn = w.person(&house, "Ffion", "Bell");
        let person = keys(&house, &crn).survivor;
        tell(&house, |cx| failure(cx, person, Some(false)));
        tell(&house, |cx| failure(cx, person, None));
        assert!(open(&house, &crn).is_empty(), "not known is not a failure");
        house.clock().move_to(date(2026, 12, 1));
        tell(&house, |cx| failure(cx, person, Some(false)));
        assert_eq!(open(&house, &crn), ["failures"]);
    });
}

#[test]
fn time_and_birthdays_are_looked_at_at_night_and_each_asks_once() {
    on_each(|house, w: World| {
        let crn = w.person(&house, "Ffion", "Bell");
        let person = keys(&house, &crn).survivor;
        tell(&house, |cx| DomainEvent::AssessmentSigned {
            person,
            assessment: cx.new_id::<AssessmentId>(),
            on: cx.today(),
            kind: "initial".into(),
        });
        reviews::begin_nights(&house).unwrap();
        let night = |house: &House| {
            let today = house.clock().today();
            reviews::run_night(house, &serde_json::json!({ "day": today, "after": null })).unwrap();
        };
        night(&house);
        assert!(open(&house, &crn).is_empty());
        house.clock().move_to(date(2027, 10, 26));
        night(&house);
        assert_eq!(open(&house, &crn), ["time-limit"]);
        assert_eq!(all(&house, &crn)[0].review.due_on, date(2027, 11, 23), "a year after it was signed");
        let progress = read(&house, reviews::night);
        assert_eq!((progress.looked_at, progress.raised), (1, 1));
        night(&house);
        house.clock().move_to(date(2027, 10, 27));
        night(&house);
        assert_eq!(all(&house, &crn).len(), 1, "the same limit asks once");
    });
}

#[test]
fn a_merge_leaves_one_open_review_of_a_reason_and_loses_none() {
    on_each(|house, w: World| {
        let (one, two) = (w.person(&house, "Ffion", "Bell"), w.person(&house, "Fion", "Bell"));
        let (first, second) = (keys(&house, &one).survivor, keys(&house, &two).survivor);
        tell(&house, |_| address(first));
        tell(&house, |_| address(second));
        tell(&house, |cx| DomainEvent::BreachHeard {
            person: second,
            order: cx.new_id::<OrderId>(),
            on: cx.today(),
            outcome: "admitted".into(),
        });
        let (kept, gone) = (one.parse().unwrap(), two.parse().unwrap());
        house.write(&w.officer(4), |cx| people::merge(cx, &kept, &gone, "The same person")).unwrap();
        let mut reasons = open(&house, &one);
        reasons.sort();
        assert_eq!(reasons, ["address", "breach"]);
        tell(&house, |cx| DomainEvent::AssessmentSigned {
            person: first,
            assessment: cx.new_id::<AssessmentId>(),
            on: cx.today(),
            kind: "review".into(),
        });
        assert!(open(&house, &one).is_empty());
    });
}

/// One thing that happens.
#[derive(Clone, Copy, Debug)]
enum Step {
    Moved,
    Family,
    Names,
    NewMatter,
    NewOrder,
    Missed,
    Came,
    Breach,
    Flag,
    HarmFlag,
    Answer,
    Arrest,
    Released,
    Recalled,
    Signed,
    Decided,
    Days(i8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    use Step::*;
    let fixed = [
        Moved, Family, Names, NewMatter, NewOrder, Missed, Missed, Came, Breach, Flag, HarmFlag, Answer, Arrest,
        Released, Recalled, Signed, Decided,
    ];
    let step = prop_oneof![4 => proptest::sample::select(fixed.to_vec()), 1 => (1i8..40).prop_map(Days)];
    proptest::collection::vec(step, 1..16)
}

/// Does it; gives how many causes it must leave.
fn happens(house: &House, crn: &str, step: Step, missed: &mut Vec<Date>) -> usize {
    use DomainEvent as E;
    let person = keys(house, crn).survivor;
    let today = house.clock().today();
    let now = |fact: &dyn Fn(&store::Cx<'_>) -> DomainEvent| tell(house, fact);
    match step {
        Step::Moved => now(&|_| E::AddressChanged { person, from: today }),
        Step::Family => now(&|_| E::PersonAmended { person, part: "family".into() }),
        Step::NewMatter => now(&|cx| E::EventOpened { person, event: cx.new_id::<EventId>(), on: today }),
        Step::NewOrder => now(&|cx| E::OrderMade { person, event: cx.new_id(), order: cx.new_id(), on: today }),
        Step::Breach => {
            now(&|cx| E::BreachHeard { person, order: cx.new_id(), on: today, outcome: "admitted".into() });
        }
        Step::Flag => {
            now(&|cx| E::Registered {
                person,
                registration: cx.new_id::<RegistrationId>(),
                kind: "WEAP".into(),
                on: today,
            });
        }
        Step::Answer => now(&|cx| E::EnquiryAnswered { person, enquiry: cx.new_id(), on: today }),
        Step::Arrest => now(&|cx| E::ContactRecorded {
            person,
            contact: cx.new_id(),
            on: today,
            kind: "TARR".into(),
            staff: None,
            with_person: false,
        }),
        Step::Released => now(&|_| E::SupervisionChanged { person, on: today, basis: SupervisedOn::Licence }),
        Step::Recalled => now(&|_| E::SupervisionChanged { person, on: today, basis: SupervisedOn::Custody }),
        Step::Missed => {
            now(&|cx| failure(cx, person, Some(false)));
            missed.push(today);
            let since = today.saturating_sub(3.months());
            return usize::from(missed.iter().filter(|d| **d > since).count() >= 2);
        }
        Step::Names => {
            now(&|_| E::PersonAmended { person, part: "names".into() });
            return 0;
        }
        Step::Came => {
            now(&|cx| failure(cx, person, Some(true)));
            return 0;
        }
        Step::HarmFlag => {
            now(&|cx| E::Registered { person, registration: cx.new_id(), kind: "RMRH".into(), on: today });
            return 0;
        }
        Step::Signed => {
            now(&|cx| E::AssessmentSigned { person, assessment: cx.new_id(), on: today, kind: "review".into() });
            return 0;
        }
        Step::Decided => {
            let keys = keys(house, crn);
            if let Some(first) = all(house, crn).into_iter().find(Standing::is_open) {
                let decide = |cx: &mut store::Cx<'_>| {
                    reviews::decide_not_needed(cx, &keys, first.review.id, "Looked at; nothing changes")
                };
                house.write(&asker(), decide).unwrap();
            }
            return 0;
        }
        Step::Days(days) => {
            house.clock().move_to(today.saturating_add(i64::from(days).days()));
            return 0;
        }
    }
    1
}

#[test]
fn whatever_happens_nothing_that_called_for_a_review_is_left_without_one_a_settlement_or_a_decision() {
    on_each(|house, w: World| {
        let mut runner = TestRunner::new(Config { cases: 20, failure_persistence: None, ..Config::default() });
        let result = runner.run(&steps(), |steps| {
            let crn = w.person(&house, "Ffion", "Bell");
            let keys = keys(&house, &crn);
            let (mut expected, mut missed) = (0, Vec::new());
            for step in steps {
                expected += happens(&house, &crn, step, &mut missed);
                let found = all(&house, &crn);
                let causes: usize = found.iter().map(|s| s.causes.len()).sum();
                prop_assert_eq!(causes, expected, "after {:?}", step);
                prop_assert!(found.iter().all(|s| !s.causes.is_empty()), "a review without a cause");
                let mut open: Vec<&str> =
                    found.iter().filter(|s| s.is_open()).map(|s| s.review.reason.as_str()).collect();
                let listed = read(&house, |cx| assessment::due_of(cx, &keys)).len();
                prop_assert_eq!(open.len(), listed, "what is open is on the list");
                open.sort_unstable();
                let many = open.len();
                open.dedup();
                prop_assert_eq!(open.len(), many, "one open review for each reason");
            }
            Ok(())
        });
        result.unwrap();
    });
}
