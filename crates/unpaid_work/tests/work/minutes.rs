//! The account of minutes, and what stands on the order because of it.

use crate::world::*;
use domain_events::DomainEvent;
use kernel::{Date, PersonKeys, RequirementId, date};
use migrations::trial::{assert_schema, on_sqlite};
use proptest::prelude::*;
use sentences::{Ending, RequirementFacts};
use store::{Cx, Failure, House};
use unpaid_work::*;

const MADE: Date = date(2026, 6, 1);

fn worked(requirement: RequirementId, on: Date, minutes: i64) -> NewMinutes {
    NewMinutes {
        requirement,
        kind: MinutesKind::Worked,
        minutes,
        on,
        times: None,
        penalty: 0,
        booking: None,
        reason: None,
    }
}

fn of(kind: MinutesKind, requirement: RequirementId, on: Date, minutes: i64) -> NewMinutes {
    NewMinutes { kind, reason: Some("Because".into()), ..worked(requirement, on, minutes) }
}

fn enter(house: &House, keys: &PersonKeys, new: &NewMinutes) -> Minutes {
    write(house, |cx| enter_minutes(cx, keys, new))
}

fn credited(house: &House, keys: &PersonKeys, requirement: RequirementId) -> i64 {
    read(house, |cx| account(cx, keys, requirement)).working.credited
}

#[test]
fn both_databases_have_the_tables_of_the_room() {
    on_each(|house| assert_schema(house, &unpaid_work::tables()));
}

#[test]
fn what_is_entered_stands_on_the_order_and_no_more_than_was_ordered() {
    on_each(|house| {
        let keys = person(house, "Worker");
        let (_, requirement) = ordered(house, &keys, 40, MADE);
        enter(house, &keys, &worked(requirement, date(2026, 7, 1), 420));
        assert_eq!(on_the_order(house, &keys, requirement), 420);
        enter(house, &keys, &of(MinutesKind::Education, requirement, date(2026, 7, 2), 900));
        assert_eq!(on_the_order(house, &keys, requirement), 420 + 720, "education is at most 30%");
        for day in 3..7 {
            enter(house, &keys, &worked(requirement, date(2026, 7, day), 420));
        }
        assert_eq!(on_the_order(house, &keys, requirement), 2_400);
        let account = read(house, |cx| account(cx, &keys, requirement));
        let all: i64 = account.lines.iter().filter_map(|l| l.line.as_ref()).map(|l| l.minutes).sum();
        assert_eq!((account.working.credited, account.left(), all), (2_400, Some(0), 420 * 5 + 900));
    });
}

#[test]
fn a_correction_of_an_early_session_gives_a_later_one_what_it_then_earned() {
    on_each(|house| {
        let keys = person(house, "Corrected");
        let (_, requirement) = ordered(house, &keys, 40, MADE);
        let early = enter(house, &keys, &worked(requirement, date(2026, 7, 1), 2_300));
        enter(house, &keys, &worked(requirement, date(2026, 7, 2), 420));
        let change = Change { minutes: 230, on: date(2026, 7, 1), times: None, penalty: 0 };
        let right = write(house, |cx| correct_minutes(cx, &keys, early.id, &change, "Ten times too much"));
        assert_eq!(on_the_order(house, &keys, requirement), 650);
        let again = refused(house, |cx| take_back(cx, &keys, early.id, "Again"));
        assert_eq!(again, ["taken_back"]);
        write(house, |cx| take_back(cx, &keys, right.id, "Somebody else's"));
        assert_eq!(on_the_order(house, &keys, requirement), 420);
    });
}

#[test]
fn what_cannot_be_counted_is_refused_in_words() {
    on_each(|house| {
        let keys = person(house, "Refused");
        let (_, requirement) = ordered(house, &keys, 40, MADE);
        let no = |new: &NewMinutes| refused(house, |cx| enter_minutes(cx, &keys, new));
        assert_eq!(no(&worked(requirement, date(2026, 7, 1), 0)), ["no_minutes"]);
        assert_eq!(no(&worked(requirement, date(2026, 5, 31), 60)), ["before_sentence"]);
        assert_eq!(no(&worked(requirement, date(2026, 11, 24), 60)), ["in_future"]);
        assert_eq!(no(&of(MinutesKind::Travel, requirement, date(2026, 7, 1), 181)), ["too_much_travel"]);
        let unsaid = NewMinutes { reason: None, ..of(MinutesKind::Education, requirement, date(2026, 7, 1), 60) };
        assert_eq!(no(&unsaid), ["missing"]);
        assert_eq!(no(&of(MinutesKind::Adjustment, requirement, date(2026, 7, 1), -1)), ["short"]);
    });
}

#[test]
fn minutes_move_from_a_revoked_order_to_the_one_made_in_its_place() {
    on_each(|house| {
        let keys = person(house, "Moved");
        let (first, old) = ordered(house, &keys, 100, MADE);
        enter(house, &keys, &worked(old, date(2026, 7, 1), 2_000));
        let ending = Ending { on: date(2026, 11, 2), reason: "revoked".into(), note: None };
        let reason = read(house, |cx| {
            let lists = sentences::Lists::current(cx)?;
            Ok(lists.reasons(sentences::EndOf::Order, TODAY).map(|r| r.code.clone()).collect::<Vec<_>>())
        });
        let ending = Ending { reason: reason[0].clone(), ..ending };
        write(house, |cx| sentences::end_order(cx, &keys, first, &ending, None));
        let (_, new) = ordered(house, &keys, 40, date(2026, 11, 2));
        let too_many = refused(house, |cx| transfer(cx, &keys, (old, new), 2_401, TODAY, "Made anew"));
        assert_eq!(too_many, ["short", "too_many"]);
        write(house, |cx| transfer(cx, &keys, (old, new), 1_999, TODAY, "Made anew"));
        assert_eq!((on_the_order(house, &keys, old), on_the_order(house, &keys, new)), (1, 1_999));
        // What was moved away cannot be taken out of the first account as well.
        let entry = read(house, |cx| account(cx, &keys, old)).lines[0].entry.clone();
        assert_eq!(refused(house, |cx| take_back(cx, &keys, entry.id, "Never worked")), ["short"]);
        let moved = read(house, |cx| account(cx, &keys, new)).lines[0].entry.clone();
        write(house, |cx| take_back(cx, &keys, moved.id, "The court said otherwise"));
        assert_eq!((on_the_order(house, &keys, old), on_the_order(house, &keys, new)), (2_000, 0));
    });
}

#[test]
fn hours_that_run_together_count_for_both_orders_and_fall_together() {
    on_each(|house| {
        let keys = person(house, "Both");
        let (_, one) = ordered(house, &keys, 40, MADE);
        let (_, other) = ordered(house, &keys, 60, MADE);
        let entry = enter(house, &keys, &worked(one, date(2026, 7, 1), 420));
        write(house, |cx| also_counts(cx, &keys, entry.id, other, "The court made them concurrent"));
        assert_eq!((on_the_order(house, &keys, one), on_the_order(house, &keys, other)), (420, 420));
        assert_eq!(refused(house, |cx| also_counts(cx, &keys, entry.id, other, "Again")), ["twice"]);
        let change = Change { minutes: 300, on: date(2026, 7, 1), times: None, penalty: 30 };
        let right = write(house, |cx| correct_minutes(cx, &keys, entry.id, &change, "Left early"));
        assert_eq!((on_the_order(house, &keys, one), on_the_order(house, &keys, other)), (300, 300));
        write(house, |cx| take_back(cx, &keys, right.id, "Another person's"));
        assert_eq!((on_the_order(house, &keys, one), on_the_order(house, &keys, other)), (0, 0));
    });
}

#[test]
fn the_officers_power_puts_the_credit_that_the_law_bears_into_the_account() {
    on_each(|house| {
        let keys = person(house, "Credited");
        let (order, requirement) = ordered(house, &keys, 100, MADE);
        for day in 1..=10 {
            enter(house, &keys, &worked(requirement, date(2026, 7, day), 300));
        }
        let used = |undone| {
            let (person, power) = (keys.survivor, read(house, |cx| Ok(cx.new_id())));
            let kind = "unpaid-work-credit".to_owned();
            write(house, |cx| {
                cx.describe("Used a power", None);
                cx.lock(person.into())?;
                let event = DomainEvent::PowerUsed { person, power, order, on: TODAY, kind: kind.clone(), undone };
                cx.tell(&event)
            });
        };
        used(false);
        // 3,000 worked, 1,500 of them after the threshold: half an hour an hour.
        assert_eq!(credited(house, &keys, requirement), 3_000 + 750);
        used(false);
        assert_eq!(credited(house, &keys, requirement), 3_750, "what was given is not given twice");
        let orders = read(house, |cx| sentences::orders(cx, &keys));
        let done: i64 = orders[0].requirements[0].entries.iter().filter(|e| e.was_done()).map(|e| e.minutes).sum();
        assert_eq!(done, 3_000, "credit is not work");
        used(true);
        assert_eq!(credited(house, &keys, requirement), 3_000);
    });
}

#[test]
fn hours_that_a_court_changes_change_what_is_credited() {
    on_each(|house| {
        let keys = person(house, "Amended");
        let (_, requirement) = ordered(house, &keys, 40, MADE);
        enter(house, &keys, &worked(requirement, date(2026, 7, 1), 3_000));
        assert_eq!(on_the_order(house, &keys, requirement), 2_400);
        let facts = RequirementFacts {
            kind: "UPW".into(),
            length: Some(sentences::Length("50 hours".parse().unwrap())),
            ..RequirementFacts::default()
        };
        write(house, |cx| sentences::amend_requirement(cx, &keys, requirement, &facts, None, "The court"));
        assert_eq!(on_the_order(house, &keys, requirement), 3_000);
    });
}

/// What may happen to a person with two orders and a second record.
#[derive(Clone, Debug)]
enum Step {
    Enter(bool, i8, i64),
    Correct(usize, i64),
    TakeBack(usize),
    Move(bool, i64),
    Merge,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (any::<bool>(), 1i8..28, 1i64..900).prop_map(|(w, d, m)| Step::Enter(w, d, m)),
        2 => (0usize..9, 1i64..900).prop_map(|(n, m)| Step::Correct(n, m)),
        1 => (0usize..9).prop_map(Step::TakeBack),
        2 => (any::<bool>(), 1i64..900).prop_map(|(w, m)| Step::Move(w, m)),
        1 => Just(Step::Merge),
    ]
}

fn act(cx: &mut Cx<'_>, people: [&PersonKeys; 2], both: [RequirementId; 2], step: &Step) -> store::Result<()> {
    let keys = people::keys_of(cx, people[0].survivor)?;
    cx.lock(keys.survivor.into())?;
    let alive = |cx: &mut Cx<'_>| -> store::Result<Vec<Minutes>> {
        let all = accounts(cx, &keys)?;
        Ok(all.into_iter().flat_map(|a| a.lines).filter(|l| l.line.is_some()).map(|l| l.entry).collect())
    };
    match *step {
        Step::Enter(second, day, minutes) => {
            enter_minutes(cx, &keys, &worked(both[usize::from(second)], date(2026, 7, day), minutes)).map(|_| ())
        }
        Step::Correct(nth, minutes) => match alive(cx)?.get(nth) {
            Some(row) => {
                let change = Change { minutes, on: row.done_on, times: None, penalty: 0 };
                correct_minutes(cx, &keys, row.id, &change, "Wrong").map(|_| ())
            }
            None => Ok(()),
        },
        Step::TakeBack(nth) => match alive(cx)?.get(nth) {
            Some(row) => take_back(cx, &keys, row.id, "Wrong"),
            None => Ok(()),
        },
        Step::Move(second, minutes) => {
            let (from, to) = if second { (both[1], both[0]) } else { (both[0], both[1]) };
            transfer(cx, &keys, (from, to), minutes, TODAY, "Made anew")
        }
        Step::Merge => {
            let other = people::keys_of(cx, people[1].survivor)?;
            if other.survivor == keys.survivor {
                return Ok(());
            }
            let crn = |cx: &mut Cx<'_>, id| people::open_by_id(cx, id).map(|o| o.crn);
            let (into, from) = (crn(cx, people[1].survivor)?, crn(cx, people[0].survivor)?);
            people::merge(cx, &into, &from, "One person").map(|_| ())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn any_sequence_leaves_on_the_orders_what_the_accounts_say(steps in proptest::collection::vec(step(), 1..14)) {
        on_sqlite(&rooms(), TODAY, |house| {
            let house = furnished(house);
            let (one, other) = (person(&house, "One"), person(&house, "Other"));
            let both = [ordered(&house, &one, 40, MADE).1, ordered(&house, &one, 30, MADE).1];
            for step in &steps {
                let done = house.write(&asker(), |cx| act(cx, [&one, &other], both, step));
                assert!(matches!(done, Ok(()) | Err(Failure::Refused(_))), "{step:?}: {done:?}");
                let all = read(&house, |cx| {
                    let keys = people::keys_of(cx, one.survivor)?;
                    Ok((accounts(cx, &keys)?, sentences::orders(cx, &keys)?))
                });
                let mut moved = 0;
                for account in &all.0 {
                    let part = all.1.iter().flat_map(|o| &o.requirements).find(|r| r.requirement.id == account.requirement.id).unwrap();
                    let stands: i64 = part.entries.iter().filter(|e| e.withdrawn.is_none()).map(|e| e.minutes).sum();
                    assert_eq!(stands, account.working.credited);
                    assert!((0..=account.limits.ordered.unwrap()).contains(&stands));
                    moved += account.lines.iter().filter(|l| l.line.is_some() && l.entry.kind == MinutesKind::Transfer).map(|l| l.entry.minutes).sum::<i64>();
                }
                assert_eq!(moved, 0);
            }
        });
    }
}
