//! Whatever sequence of actions happens: the view of supervised people is what events and orders say, what was told adds up
//! to it, and days of activity are the distinct dates.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use jiff::ToSpan;
use jiff::civil::date;
use kernel::{Date, PersonId, PersonKeys};
use law::{Law, Term};
use migrations::trial::{Rooms, on_sqlite};
use proptest::prelude::*;
use sentences::*;
use std::collections::BTreeSet;
use store::{Asker, Cx, Failure, House};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 22);

/// One thing that somebody does, on the `nth` thing of its sort.
#[derive(Clone, Debug)]
enum Step {
    Open { taken_on: bool },
    EndEvent(usize),
    Record { sentence: &'static str, nth: usize },
    End(usize),
    Reopen(usize),
    Remove(usize),
    Release(usize),
    UndoRelease(usize),
    Work { nth: usize, day: i32 },
    TakeBack(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let nth = 0usize..3;
    prop_oneof![
        2 => any::<bool>().prop_map(|taken_on| Step::Open { taken_on }),
        1 => nth.clone().prop_map(Step::EndEvent),
        4 => (prop::sample::select(vec!["CO", "SSO", "IMP", "FINE"]), nth.clone())
            .prop_map(|(sentence, nth)| Step::Record { sentence, nth }),
        4 => nth.clone().prop_map(Step::End),
        3 => nth.clone().prop_map(Step::Reopen),
        1 => nth.clone().prop_map(Step::Remove),
        1 => nth.clone().prop_map(Step::Release),
        1 => nth.clone().prop_map(Step::UndoRelease),
        3 => (nth.clone(), 0i32..6).prop_map(|(nth, day)| Step::Work { nth, day }),
        2 => nth.prop_map(Step::TakeBack),
    ]
}

fn somebody() -> PersonKeys {
    PersonKeys::alone(PersonId(Uuid::from_u128(1)))
}

/// Does the step when there is something to do it to; a refusal is an answer too.
fn take(house: &House, step: &Step) {
    let done = house.write(&Asker::system("test"), |cx| act(cx, step));
    assert!(matches!(done, Ok(()) | Err(Failure::Refused(_))), "{step:?}: {done:?}");
}

fn act(cx: &mut Cx<'_>, step: &Step) -> store::Result<()> {
    let keys = somebody();
    let (all, made) = (events(cx, &keys)?, orders(cx, &keys)?);
    let order = |nth: &usize| made.get(*nth).map(|o| o.order.id);
    let how = |reason: &str| Ending { on: TODAY, reason: reason.into(), note: None };
    match step {
        Step::Open { taken_on } => {
            let new = NewEvent {
                origin: Origin::PreSentence,
                referred_on: date(2026, 6, 1),
                taken_on: taken_on.then_some(date(2026, 6, 2)),
                court_id: None,
                court_name: None,
                notes: None,
                source_key: None,
            };
            open_event(cx, &keys, &new).map(|_| ())
        }
        Step::EndEvent(nth) => match all.get(*nth) {
            Some(event) => end_event(cx, &keys, event.event.id, &how("proceedings-ended"), None),
            None => Ok(()),
        },
        Step::Record { sentence, nth } => match all.get(*nth) {
            Some(event) => record(cx, event.event.id, sentence),
            None => Ok(()),
        },
        Step::End(nth) => order(nth).map_or(Ok(()), |id| end_order(cx, &keys, id, &how("revoked"), None)),
        Step::Reopen(nth) => order(nth).map_or(Ok(()), |id| reopen_order(cx, &keys, id, "Slip")),
        Step::Remove(nth) => order(nth).map_or(Ok(()), |id| remove_order(cx, &keys, id, "entered-in-error", None)),
        Step::Release(nth) => order(nth).map_or(Ok(()), |id| record_release(cx, &keys, id, date(2026, 9, 1))),
        Step::UndoRelease(nth) => order(nth).map_or(Ok(()), |id| undo_release(cx, &keys, id, "Recalled")),
        Step::Work { nth, day } => {
            let Some(part) = made.iter().flat_map(|o| &o.requirements).nth(*nth) else { return Ok(()) };
            let done_on = date(2026, 6, 1).saturating_add(day.days());
            let requirement = part.requirement.id;
            let new = NewProgress { requirement, done_on, minutes: 0, note: None, source_key: None };
            add_progress(cx, &keys, &new).map(|_| ())
        }
        Step::TakeBack(nth) => {
            let mut entries = made.iter().flat_map(|o| &o.requirements).flat_map(|r| &r.entries);
            entries.nth(*nth).map_or(Ok(()), |entry| withdraw_progress(cx, &keys, entry.id, "Wrong"))
        }
    }
}

fn record(cx: &mut Cx<'_>, event: kernel::EventId, sentence: &str) -> store::Result<()> {
    let facts = OrderFacts {
        sentence: sentence.into(),
        court_id: None,
        court_name: None,
        made_on: date(2026, 6, 1),
        starts_on: None,
        ends_on: Some(date(2027, 5, 31)),
        custody_term: Some(Length(Term::months(8))),
        operational_period: Some(Length(Term::months(18))),
        supervision_period: None,
        notes: None,
    };
    let rar =
        RequirementFacts { kind: "RAR".into(), length: Some(Length(Term::days(20))), ..RequirementFacts::default() };
    let requirements = if matches!(sentence, "CO" | "SSO") { vec![rar] } else { Vec::new() };
    record_order(cx, &somebody(), event, &facts, &requirements).map(|_| ())
}

/// Whether somebody is supervised, told from the events and orders as they stand.
fn ought(all: &[EventWithParts]) -> bool {
    all.iter().any(|e| {
        let made: Vec<_> = e.orders.iter().filter(|o| o.order.removed.is_none()).collect();
        let waiting = made.is_empty() && e.event.taken_on.is_some() && e.event.ended_on.is_none();
        waiting || made.iter().any(|o| o.order.ended_on.is_none() && o.order.sentence != "FINE")
    })
}

fn check(house: &House) {
    let asker = Asker::system("test");
    let (all, view, names) = house
        .read(&asker, |cx| {
            let names: store::Result<Vec<String>> =
                cx.query("SELECT name FROM outbox ORDER BY told_at, id", &[])?.iter().map(|r| r.get(0)).collect();
            Ok((events(cx, &somebody())?, supervision(cx, &somebody())?, names?))
        })
        .unwrap();
    assert_eq!(view.is_some(), ought(&all));
    let told = names.iter().rev().find(|n| matches!(n.as_str(), "supervision.began" | "supervision.ended"));
    assert_eq!(told.is_some_and(|n| n == "supervision.began"), view.is_some(), "what was told last is what holds");
    let numbers: BTreeSet<i64> = all.iter().map(|e| e.event.number).collect();
    assert_eq!(numbers.len(), all.len());
    for part in all.iter().flat_map(|e| &e.orders).flat_map(|o| &o.requirements) {
        let dates: BTreeSet<Date> = part.entries.iter().filter(|e| e.withdrawn.is_none()).map(|e| e.done_on).collect();
        assert_eq!(part.progress.unwrap().done as usize, dates.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_view_is_what_events_and_orders_say(steps in proptest::collection::vec(step(), 10..50)) {
        on_sqlite(&Rooms::with(&[TABLES]), TODAY, |house| {
            let house = house.with_part(Law::shipped());
            take(&house, &Step::Open { taken_on: true });
            for step in &steps {
                take(&house, step);
                check(&house);
            }
            house.verify_ledger(|_| {}).unwrap();
        });
    }
}
