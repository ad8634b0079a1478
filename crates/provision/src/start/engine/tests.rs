//! What the engine promises: small cases told in words, every course of small lists followed person by person, and what
//! can never make a day later.

use super::*;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::HashMap;

const ASKED: Date = date(2026, 11, 23);
const NOW: [Ready; 1] = [Ready { on: ASKED, chance: 1.0 }];

fn after(weeks: i64) -> Date {
    ASKED.checked_add(weeks.weeks()).unwrap()
}

fn opening(weeks: i64, places: u32) -> Opening {
    Opening { on: after(weeks), places, cancelled: 0.0, until: None }
}

fn question<'a>(ahead: &'a [Ahead], openings: &'a [Opening]) -> Question<'a> {
    Question { asked: ASKED, ready: &NOW, ahead, openings, leaves_weekly: 0.0, missed: 0.0 }
}

fn people(ready_in_weeks: i64, people: u32) -> Ahead {
    Ahead { ready: after(ready_in_weeks), people }
}

#[test]
fn with_nobody_ahead_the_first_opening_with_a_place_is_the_start() {
    let openings = [opening(1, 0), opening(2, 3)];
    let answer = begin(&question(&[], &openings)).unwrap();
    assert_eq!((answer.by(0.8), answer.earliest()), (Some(after(2)), Some(after(2))));
}

#[test]
fn people_ahead_take_places_first() {
    let openings = [opening(1, 3), opening(2, 3), opening(3, 3)];
    let answer = begin(&question(&[people(0, 6)], &openings)).unwrap();
    assert_eq!(answer.by(1.0), Some(after(3)));
}

#[test]
fn somebody_ahead_who_is_not_ready_yet_keeps_nobody_waiting() {
    let openings = [opening(1, 1), opening(6, 1), opening(7, 1)];
    let answer = begin(&question(&[people(5, 1)], &openings)).unwrap();
    assert_eq!(answer.by(1.0), Some(after(1)));
}

#[test]
fn nobody_begins_before_they_are_ready() {
    let openings = [opening(1, 9), opening(4, 9)];
    let ready = Ready::on(after(3));
    let late = Question { ready: &ready, ..question(&[], &openings) };
    assert_eq!(begin(&late).unwrap().by(0.5), Some(after(4)));
}

#[test]
fn without_an_opening_nothing_is_promised() {
    assert_eq!(begin(&question(&[], &[])).unwrap().by(0.5), None);
    let full = [opening(1, 0)];
    assert_eq!(begin(&question(&[], &full)).unwrap().by(0.01), None);
}

#[test]
fn a_cancelled_group_moves_people_to_the_next() {
    let openings = [Opening { cancelled: 0.25, ..opening(1, 1) }, opening(3, 1)];
    let answer = begin(&question(&[], &openings)).unwrap();
    assert_eq!((answer.by(0.75), answer.by(0.8)), (Some(after(1)), Some(after(3))));
}

#[test]
fn somebody_ahead_who_missed_the_first_session_is_ahead_again() {
    let openings = [opening(1, 1), opening(2, 1), opening(3, 1)];
    let ahead = [people(0, 1)];
    let asked = Question { missed: 0.5, ..question(&ahead, &openings) };
    let answer = begin(&asked).unwrap();
    // At the second opening the person ahead needs the place again in half of all courses.
    assert!((answer.chance_by(after(2)) - 0.5 * 0.5).abs() < 1e-12);
}

#[test]
fn a_place_left_in_an_open_group_can_be_taken_until_it_closes() {
    let open = Opening { until: Some(after(4)), ..opening(1, 3) };
    let openings = [open, opening(3, 0), opening(5, 0), opening(9, 3)];
    let ready_on = |weeks| {
        let day = Ready::on(after(weeks));
        let asked = Question { ready: &day, ..question(&[], &openings) };
        begin(&asked).unwrap().by(0.9)
    };
    assert_eq!((ready_on(2), ready_on(4)), (Some(after(3)), Some(after(9))));
}

#[test]
fn people_ahead_who_become_ready_take_the_places_left_first() {
    let open = Opening { until: Some(after(6)), ..opening(1, 2) };
    let openings = [open, opening(3, 0), opening(5, 0), opening(9, 3)];
    let (ahead, ready) = ([people(2, 2)], Ready::on(after(5)));
    let asked = Question { ready: &ready, ..question(&ahead, &openings) };
    assert_eq!(begin(&asked).unwrap().by(0.9), Some(after(9)));
}

#[test]
fn a_left_place_is_taken_on_the_day_on_which_somebody_ahead_is_ready_whatever_else_opens() {
    let open = Opening { until: Some(after(6)), ..opening(1, 1) };
    let (ahead, ready) = ([people(2, 1)], Ready::on(after(5)));
    let chance = |openings: &[Opening]| {
        let asked = Question { ready: &ready, leaves_weekly: 0.2, ..question(&ahead, openings) };
        begin(&asked).unwrap().chance_by(after(5))
    };
    let (alone, with_another_day) = (chance(&[open, opening(5, 0)]), chance(&[open, opening(3, 0), opening(5, 0)]));
    let gone_before_ready = 1.0 - 0.8 * 0.8;
    assert!((alone - gone_before_ready).abs() < 1e-12 && (with_another_day - alone).abs() < 1e-12);
}

#[test]
fn a_day_of_readiness_that_is_not_certain_spreads_the_start() {
    let openings = [opening(1, 1), opening(4, 1)];
    let ready = [Ready { on: after(0), chance: 0.6 }, Ready { on: after(2), chance: 0.3 }];
    let asked = Question { ready: &ready, ..question(&[], &openings) };
    let answer = begin(&asked).unwrap();
    assert!((answer.chance_by(after(1)) - 0.6).abs() < 1e-12 && (answer.chance_by(after(4)) - 0.9).abs() < 1e-12);
    assert_eq!(answer.by(0.95), None, "one in ten is never ready");
}

#[test]
fn what_is_no_chance_is_refused() {
    let openings = [opening(1, 1)];
    for wrong in [-0.1, 1.1, f64::NAN] {
        let asked = Question { missed: wrong, ..question(&[], &openings) };
        assert_eq!(begin(&asked), Err(Flaw::NotAChance));
    }
    let twice = [NOW[0], NOW[0]];
    assert_eq!(begin(&Question { ready: &twice, ..question(&[], &openings) }), Err(Flaw::NotAChance));
    assert_eq!(begin(&question(&[], &[opening(2, 1), opening(1, 1)])), Err(Flaw::OutOfOrder));
    assert_eq!(begin(&question(&[people(0, 5_001)], &openings)), Err(Flaw::TooMany));
    assert_eq!(begin(&question(&[], &[opening(1, 5_001)])), Err(Flaw::TooMany));
}

/// Where one course of a small list stands: who still waits, by name, how many places are left, whether the one who asks
/// is ready.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Course {
    waits: Vec<bool>,
    left: u32,
}

/// Follows every course that a small list can take, person by person; the chance to begin at each opening.
fn every_course(question: &Question<'_>) -> Vec<f64> {
    let dates: Vec<Date> =
        question.ahead.iter().flat_map(|a| std::iter::repeat_n(a.ready, a.people as usize)).collect();
    let mut all = vec![0.0; question.openings.len()];
    for ready in question.ready {
        for (sum, chance) in all.iter_mut().zip(courses_from(question, &dates, ready.on)) {
            *sum += ready.chance * chance;
        }
    }
    all
}

fn courses_from(question: &Question<'_>, dates: &[Date], ready_on: Date) -> Vec<f64> {
    let mut courses = HashMap::from([(Course { waits: vec![true; dates.len()], left: 0 }, 1.0)]);
    let mut begins = Vec::new();
    let (mut since, mut closes) = (question.asked, question.asked);
    for opening in question.openings {
        // Day by day of those on which somebody becomes ready.
        let mut days: Vec<Date> = dates.iter().copied().filter(|d| *d > since && *d < opening.on).collect();
        days.push(opening.on);
        days.sort_unstable();
        for day in days {
            courses = passing(question, courses, dates, (since, day), closes < day);
            since = day;
        }
        let open = opening.until.is_some_and(|until| until > opening.on);
        let ready = ready_on <= opening.on;
        let (mut next, mut began): (HashMap<Course, f64>, f64) = (HashMap::new(), 0.0);
        for (course, chance) in courses {
            for (runs, chance) in [(false, chance * opening.cancelled), (true, chance * (1.0 - opening.cancelled))] {
                let (mut course, mut places) = (course.clone(), if runs { opening.places } else { 0 });
                let mut served = Vec::new();
                for (i, date) in dates.iter().enumerate() {
                    if course.waits[i] && *date <= opening.on && places > 0 {
                        (course.waits[i], places) = (false, places - 1);
                        served.push(i);
                    }
                }
                if open {
                    course.left += places;
                    places = 0;
                    served.clear();
                }
                let reached = ready && (course.left > 0 || places > 0);
                for (course, chance) in returning(course, &served, chance, question.missed) {
                    began += if reached { chance * (1.0 - question.missed) } else { 0.0 };
                    *next.entry(course).or_default() += if reached { chance * question.missed } else { chance };
                }
            }
        }
        if open {
            closes = closes.max(opening.until.unwrap());
        }
        begins.push(began);
        courses = next;
    }
    begins
}

/// Time passes from one day to another; who is ready then takes a place that is left.
fn passing(
    question: &Question<'_>,
    courses: HashMap<Course, f64>,
    dates: &[Date],
    (since, day): (Date, Date),
    closed: bool,
) -> HashMap<Course, f64> {
    let days = f64::from(since.until(day).unwrap().get_days());
    let stay = (1.0 - question.leaves_weekly).powf(days / 7.0);
    let mut next = HashMap::new();
    for (mut course, chance) in courses {
        course.left = if closed { 0 } else { course.left };
        for (mut course, chance) in leaving(course, chance, stay) {
            for (i, date) in dates.iter().enumerate() {
                if course.waits[i] && *date <= day && course.left > 0 {
                    (course.waits[i], course.left) = (false, course.left - 1);
                }
            }
            *next.entry(course).or_default() += chance;
        }
    }
    next
}

fn leaving(course: Course, chance: f64, stay: f64) -> Vec<(Course, f64)> {
    let mut all = vec![(course.clone(), chance)];
    for i in (0..course.waits.len()).filter(|i| course.waits[*i]) {
        all = all
            .into_iter()
            .flat_map(|(course, chance)| {
                let mut gone = course.clone();
                gone.waits[i] = false;
                [(course, chance * stay), (gone, chance * (1.0 - stay))]
            })
            .collect();
    }
    all
}

fn returning(course: Course, served: &[usize], chance: f64, missed: f64) -> Vec<(Course, f64)> {
    let mut all = vec![(course, chance)];
    for i in served {
        all = all
            .into_iter()
            .flat_map(|(course, chance)| {
                let mut back = course.clone();
                back.waits[*i] = true;
                [(course, chance * (1.0 - missed)), (back, chance * missed)]
            })
            .collect();
    }
    all
}

fn any_opening() -> impl Strategy<Value = (i64, Opening)> {
    (1_i64..4, 0_u32..4, 0.0..0.6_f64, prop::option::of(1_i64..8)).prop_map(|(gap, places, cancelled, until)| {
        (gap, Opening { on: after(0), places, cancelled, until: until.map(after) })
    })
}

fn any_openings(most: usize) -> impl Strategy<Value = Vec<Opening>> {
    prop::collection::vec(any_opening(), 1..most).prop_map(|gaps| {
        let mut week = 0;
        gaps.into_iter()
            .map(|(gap, opening)| {
                week += gap;
                let until = opening.until.map(|u| ASKED.until(u).map(|s| s.get_days()).unwrap());
                let until = until.map(|days| after(week).checked_add(i64::from(days).days()).unwrap());
                Opening { on: after(week), until, ..opening }
            })
            .collect()
    })
}

fn any_ahead() -> impl Strategy<Value = Vec<Ahead>> {
    prop::collection::vec((0_i64..8).prop_map(|weeks| people(weeks, 1)), 0..5)
}

/// A list with all that can be assumed of it, and the day on which the one who asks is ready.
type Any = (Vec<Opening>, Vec<Ahead>, f64, f64, i64);

fn any_list() -> impl Strategy<Value = Any> {
    (any_openings(7), any_ahead(), 0.0..0.4_f64, 0.0..0.4_f64, 0_i64..6)
}

fn answer((openings, ahead, leaves, missed, ready): &Any) -> Answer {
    let ready = Ready::on(after(*ready));
    begin(&Question { asked: ASKED, ready: &ready, ahead, openings, leaves_weekly: *leaves, missed: *missed }).unwrap()
}

/// At no certainty is the day of `better` later than that of `worse`.
fn never_later(better: &Answer, worse: &Answer) -> Result<(), TestCaseError> {
    for step in &worse.steps {
        prop_assert!(better.chance_by(step.on) + 1e-9 >= step.begun, "{step:?}");
    }
    for hundredth in 1..=100 {
        let chance = f64::from(hundredth) / 100.0 - 1e-6;
        if let Some(day) = worse.by(chance) {
            prop_assert!(better.by(chance - 1e-9).is_some_and(|d| d <= day), "{chance}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_distribution_is_that_of_following_every_course(
        openings in any_openings(5), ahead in any_ahead(), leaves in 0.0..0.4_f64, missed in 0.0..0.4_f64,
        first in 0_i64..4, share in 0.0..1.0_f64, later in 0_i64..4,
    ) {
        let ready = [Ready { on: after(first), chance: share }, Ready { on: after(first + later), chance: (1.0 - share) * 0.9 }];
        let asked = Question { asked: ASKED, ready: &ready, ahead: &ahead, openings: &openings, leaves_weekly: leaves, missed };
        let answer = begin(&asked).unwrap();
        let brute = every_course(&asked);
        for (step, begins) in answer.steps.iter().zip(&brute) {
            prop_assert!((step.begins - begins).abs() < 1e-9, "{step:?} {begins}");
        }
    }

    #[test]
    fn more_places_never_give_a_later_day(list in any_list(), at in 0_usize..6, more in 1_u32..4) {
        let mut wider = list.clone();
        let at = at % wider.0.len();
        wider.0[at].places += more;
        never_later(&answer(&wider), &answer(&list))?;
    }

    #[test]
    fn one_more_opening_never_gives_a_later_day(
        list in any_list(), (_, extra) in any_opening(), days in 0_i64..60, open_for in prop::option::of(1_i64..40),
    ) {
        let mut wider = list.clone();
        let on = ASKED.checked_add(days.days()).unwrap();
        let until = open_for.map(|days| on.checked_add(days.days()).unwrap());
        wider.0.push(Opening { on, until, ..extra });
        wider.0.sort_by_key(|o| o.on);
        never_later(&answer(&wider), &answer(&list))?;
    }

    #[test]
    fn an_opening_more_likely_to_run_never_gives_a_later_day(list in any_list(), at in 0_usize..6) {
        let mut surer = list.clone();
        let at = at % surer.0.len();
        surer.0[at].cancelled /= 2.0;
        never_later(&answer(&surer), &answer(&list))?;
    }

    #[test]
    fn fewer_people_ahead_never_give_a_later_day(list in any_list(), at in 0_usize..4) {
        let mut shorter = list.clone();
        if !shorter.1.is_empty() {
            let at = at % shorter.1.len();
            shorter.1.remove(at);
        }
        never_later(&answer(&shorter), &answer(&list))?;
    }

    #[test]
    fn being_ready_earlier_never_gives_a_later_day(list in any_list(), sooner in 1_i64..4) {
        let mut earlier = list.clone();
        earlier.4 -= sooner;
        never_later(&answer(&earlier), &answer(&list))?;
    }

    #[test]
    fn chances_add_up_and_never_pass_one(
        openings in any_openings(7), ahead in any_ahead(), leaves in 0.0..1.0_f64, missed in 0.0..1.0_f64,
    ) {
        let list = (openings, ahead, leaves, missed, 0);
        let once = answer(&list);
        let mut before = 0.0;
        for step in &once.steps {
            prop_assert!(step.begins >= 0.0 && step.begun + 1e-12 >= before && step.begun < 1.0 + 1e-9);
            before = step.begun;
        }
        prop_assert_eq!(once, answer(&list));
    }
}
