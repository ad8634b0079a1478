//! Any sequence of outcomes, corrections, decisions, warnings, withdrawals and days passing: nothing that must be referred
//! is out of sight, no warning counts after its window, a correction is as if recorded right at first, nothing is gone.

use crate::world::*;
use enforcement::{Book, Decision, FailureState};
use jiff::ToSpan;
use kernel::{ContactId, Date, FailureId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug)]
enum Act {
    Days(i64),
    Meeting(&'static str),
    Correct(usize, Option<&'static str>),
    Evidence(usize),
    Decide(usize, Decision),
    Agree(usize, bool),
    TakeBack(usize),
    EndOrder,
    Reopen,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let outcomes = prop::sample::select(vec!["UAAB", "AFTA", "AFTC", "AAME", "ATTC"]);
    let corrected = prop::option::weighted(0.85, prop::sample::select(vec!["UAAB", "AAME", "ATTC", "AFTC"]));
    let decision = prop::sample::select(Decision::ALL.to_vec());
    let one = prop_oneof![
        3 => (0i64..200).prop_map(Act::Days),
        5 => outcomes.prop_map(Act::Meeting),
        3 => (0usize..8, corrected).prop_map(|(which, to)| Act::Correct(which, to)),
        1 => (0usize..8).prop_map(Act::Evidence),
        6 => (0usize..8, decision).prop_map(|(which, what)| Act::Decide(which, what)),
        2 => (0usize..8, any::<bool>()).prop_map(|(which, yes)| Act::Agree(which, yes)),
        1 => (0usize..8).prop_map(Act::TakeBack),
        1 => Just(Act::EndOrder),
        1 => Just(Act::Reopen),
    ];
    prop::collection::vec(one, 1..22)
}

/// What stood when, counted by hand from the records and not by the code that is tested.
fn brute_must_refer(book: &Book, order_ends: Date, today: Date) -> BTreeSet<FailureId> {
    let fails = |f: &&enforcement::Failure| {
        let accepted = f.state == FailureState::Decided && f.decision == Some(Decision::Accept);
        f.superseded.is_none() && !accepted
    };
    let weighs = |failure: &enforcement::Failure| {
        book.warnings.iter().any(|w| {
            let anniversary = w.given_on.saturating_add(1.year());
            let live = w.withdrawn_on.is_none() && w.superseded.is_none();
            live && w.given_on < failure.failed_on && failure.failed_on < anniversary
        })
    };
    let met = |f: &enforcement::Failure| {
        let by = [Some(Decision::Refer), Some(Decision::Breach)].contains(&f.decision);
        f.state == FailureState::Decided && (by || f.agreed)
    };
    book.failures.iter().filter(fails).filter(|f| today < order_ends && weighs(f) && !met(f)).map(|f| f.id).collect()
}

fn play(world: &World, acts: &[Act]) -> (Vec<(Date, ContactId)>, Date, bool) {
    let mut today = TODAY;
    let mut meetings: Vec<(Date, ContactId)> = Vec::new();
    let mut ended = false;
    let mut rows = BTreeMap::new();
    for act in acts {
        let nth = |which: usize| meetings.get(which % meetings.len().max(1)).copied();
        let failure = |which: usize| {
            let (_, contact) = nth(which)?;
            world.book().failures.into_iter().find(|f| f.contact_id == contact)
        };
        match *act {
            Act::Days(days) => {
                today = today.saturating_add(days.days());
                world.go(today);
            }
            Act::Meeting(outcome) => meetings.push((today, world.meeting(today, outcome).id)),
            // What rules refuse changes nothing; that is looked at below like everything else.
            Act::Correct(which, to) => {
                if let Some((_, contact)) = nth(which) {
                    let _ = world.try_to(|cx| {
                        let known = contacts::find(cx, &world.keys, contact)?;
                        match (known.outcome, to) {
                            (None, Some(to)) => {
                                let answer = contacts::Answer { outcome: to.into(), ..contacts::Answer::default() };
                                contacts::record_outcome(cx, &world.keys, contact, &answer)
                            }
                            _ => contacts::correct_outcome(cx, &world.keys, contact, to, "Wrong", None),
                        }
                    });
                }
            }
            Act::Evidence(which) => drop(failure(which).map(|f| world.evidence(f.id))),
            Act::Decide(which, what) => drop(failure(which).map(|f| world.decide(f.id, what))),
            Act::Agree(which, yes) => drop(failure(which).map(|f| world.agree(&world.manager, f.id, yes))),
            Act::TakeBack(which) => drop(failure(which).map(|f| world.take_back(f.id))),
            Act::EndOrder if !ended => {
                world.end_order(today);
                ended = true;
            }
            Act::Reopen if ended => {
                world.reopen_order();
                ended = false;
            }
            Act::EndOrder | Act::Reopen => {}
        }
        seen(world, today, ended);
        for table in ["enforcement_failure", "enforcement_failure_step", "enforcement_warning", "view_enforcement_step"]
        {
            let now = world.rows(table);
            let before = rows.insert(table, now).unwrap_or(0);
            assert!(now >= before, "something of {table} is gone after {act:?}");
        }
    }
    (meetings, today, ended)
}

/// Everything that must be referred is on a list, and every open failure is.
fn seen(world: &World, today: Date, ended: bool) {
    let book = world.book();
    let ends = if ended { Date::MIN } else { kernel::date(2028, 12, 1) };
    let due = world.due();
    let must: BTreeSet<FailureId> = due.iter().filter(|d| d.must_refer).map(|d| d.failure_id).collect();
    let brute = brute_must_refer(&book, ends, today);
    // A row that was written before the order ran out may say more than the law, never less.
    assert!(must.is_superset(&brute), "out of sight: {brute:?} {must:?}");
    if today < kernel::date(2028, 12, 1) {
        assert_eq!(must, brute);
    }
    let listed: BTreeSet<FailureId> = due.iter().map(|d| d.failure_id).collect();
    let open = book.failures.iter().filter(|f| f.is_open()).map(|f| f.id);
    assert!(open.collect::<BTreeSet<_>>().is_subset(&listed));
    assert!(due.iter().all(|d| d.staff_id == Some(world.staff) && d.team_id == Some(world.team)));
    for warning in &book.warnings {
        let order = book.order(warning.order_id).unwrap();
        for window in book.standing(order, today).windows.iter().filter(|w| w.open) {
            assert!(today < window.given_on.saturating_add(1.year()), "a warning counts after its window");
        }
    }
}

/// What holds now, without ids: duties, counts and dates.
fn current(world: &World, today: Date) -> String {
    let book = world.book();
    let order = book.order(world.order).unwrap();
    let standing = book.standing(order, today);
    let mut failures: Vec<String> = book
        .failures
        .iter()
        .filter(|f| f.counts())
        .map(|f| {
            let now = book.situation(f, today);
            let requires: Vec<&str> = now.requires.iter().map(|p| p.words.as_str()).collect();
            let unmet = book.unmet_referral(f, today);
            format!(
                "{} {:?} {:?} {:?} {requires:?} {unmet}",
                f.failed_on,
                f.evidence_due,
                f.outcome,
                now.court_by.map(|c| c.due)
            )
        })
        .collect();
    failures.sort();
    let mut due: Vec<String> =
        world.due().iter().map(|d| format!("{} {} {} {:?}", d.failed_on, d.due_on, d.must_refer, d.waits)).collect();
    due.sort();
    format!("{failures:#?}\n{due:#?}\n{:?}\n{}\n{:?}", standing.counter, standing.in_window, standing.windows)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_must_be_referred_is_out_of_sight_and_nothing_recorded_is_ever_gone(acts in acts()) {
        on_one(|world| drop(play(world, &acts)));
    }

    #[test]
    fn a_correction_leaves_what_would_be_there_had_it_been_recorded_right_at_first(
        days in prop::collection::vec((1i64..150, 0usize..3, 0usize..3, any::<bool>(), any::<bool>()), 1..6),
    ) {
        const OUTCOMES: [&str; 3] = ["UAAB", "AAME", "ATTC"];
        let told = |right_at_first: bool| {
            let mut result = String::new();
            let out = std::cell::RefCell::new(&mut result);
            on_one(|world| {
                let mut today = TODAY;
                let mut meetings = Vec::new();
                for (apart, first, right, decide, warn) in &days {
                    today = today.saturating_add(apart.days());
                    world.go(today);
                    let recorded = if right_at_first { OUTCOMES[*right] } else { OUTCOMES[*first] };
                    let contact = world.meeting(today, recorded).id;
                    // Only what is a failure both ways can be decided both ways.
                    if *decide && *first == 0 && *right == 0 {
                        let id = world.failure_of(contact).id;
                        let what = if *warn { Decision::Warn } else { Decision::Refer };
                        let _ = world.decide(id, what);
                    }
                    meetings.push((contact, OUTCOMES[*first], OUTCOMES[*right]));
                }
                for (contact, first, right) in meetings.iter().filter(|(_, first, right)| first != right) {
                    if !right_at_first {
                        // There and back again on the way.
                        if *first != "ATTC" && *right != "ATTC" {
                            world.correct(*contact, Some("ATTC"));
                        }
                        world.correct(*contact, Some(right));
                    }
                }
                **out.borrow_mut() = current(world, today);
            });
            result
        };
        prop_assert_eq!(told(false), told(true));
    }
}

#[test]
fn one_long_story_holds_on_both_databases() {
    use Act::{Agree, Correct, Days, Decide, EndOrder, Evidence, Meeting, Reopen, TakeBack};
    let story = [
        Meeting("UAAB"),
        Days(3),
        Evidence(0),
        Days(5),
        Decide(0, Decision::Warn),
        Days(60),
        Meeting("AFTA"),
        Decide(1, Decision::NoAction),
        Agree(1, false),
        Correct(0, Some("AAME")),
        Decide(1, Decision::Warn),
        Correct(0, Some("UAAB")),
        TakeBack(1),
        Decide(1, Decision::Breach),
        Days(200),
        Meeting("UAAB"),
        EndOrder,
        Decide(2, Decision::NoAction),
        Reopen,
        Correct(1, None),
        Meeting("ATTC"),
        Decide(0, Decision::Accept),
    ];
    on_each(|world| {
        play(world, &story);
    });
}
