//! When somebody who joins the end of a list would begin: the exact distribution over the openings ahead.
//!
//! People ahead leave the list as time passes, become ready on their own days, and take the places of each opening
//! before the one who asks; an opening may not run, and the one who asks may miss the first session offered. All of
//! this is followed as one distribution of "how many ready people are still ahead", so nothing is drawn at random and
//! the answer is exact for what is assumed.

use jiff::civil::Date;

/// A day on which places become free.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opening {
    pub on: Date,
    /// Free places, those already given to others taken off.
    pub places: u32,
    /// The chance that it does not run, 0 to 1.
    pub cancelled: f64,
}

/// People on the list before the one who asks who can begin from the same day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    pub ready: Date,
    pub people: u32,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The day on which the list stands as given.
    pub asked: Date,
    /// The first day on which the person could begin: the order's date and the service's lead time.
    pub ready: Date,
    pub ahead: &'a [Ahead],
    /// In order of date.
    pub openings: &'a [Opening],
    /// The chance that somebody waiting leaves the list within a week, 0 to 1.
    pub leaves_weekly: f64,
    /// The chance that a person does not come to the first session offered and needs another opening, 0 to 1.
    pub missed: f64,
}

/// One opening in the working.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub on: Date,
    pub places: u32,
    /// How many ready people are expected to be ahead that day, given that the person still waits.
    pub expected_ahead: f64,
    /// The chance to begin at this opening.
    pub begins: f64,
    /// The chance to have begun by the end of this day.
    pub begun: f64,
}

/// The distribution and its working.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub steps: Vec<Step>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A chance was below 0, above 1, or no number.
    NotAChance,
    /// The openings were not in order of date.
    OutOfOrder,
    /// More people ahead than the engine follows: 5,000.
    TooManyAhead,
}

const MOST_AHEAD: u32 = 5_000;
/// Below this a chance is no longer followed.
const NEGLIGIBLE: f64 = 1e-12;

impl Answer {
    /// The first day by which the person has begun with at least this chance. `None` when the openings known do not
    /// reach it: nothing can be promised.
    #[must_use]
    pub fn by(&self, chance: f64) -> Option<Date> {
        self.steps.iter().find(|step| step.begun + NEGLIGIBLE >= chance).map(|step| step.on)
    }

    /// The chance to have begun by the end of a day.
    #[must_use]
    pub fn chance_by(&self, day: Date) -> f64 {
        self.steps.iter().take_while(|step| step.on <= day).last().map_or(0.0, |step| step.begun)
    }

    /// The chance to have begun before a day: the least certainty for which that day, or a later one, is promised.
    #[must_use]
    pub fn chance_before(&self, day: Date) -> f64 {
        self.steps.iter().take_while(|step| step.on < day).last().map_or(0.0, |step| step.begun)
    }

    /// The first day on which beginning is possible at all.
    #[must_use]
    pub fn earliest(&self) -> Option<Date> {
        self.steps.iter().find(|step| step.begins > NEGLIGIBLE).map(|step| step.on)
    }
}

/// When the person would begin.
///
/// # Errors
/// [`Flaw`] when what is assumed is no chance, or the openings are out of order.
pub fn begin(question: &Question<'_>) -> Result<Answer, Flaw> {
    check(question)?;
    let mut arrivals: Vec<Ahead> = question.ahead.to_vec();
    arrivals.sort_by_key(|a| a.ready);
    let mut arriving = arrivals.iter().peekable();
    // waiting[n]: the chance that the person still waits and n ready people are ahead.
    let mut waiting = vec![1.0];
    let mut since = question.asked;
    let mut begun = 0.0;
    let mut steps = Vec::with_capacity(question.openings.len());
    for opening in question.openings.iter().filter(|o| o.on >= question.asked) {
        waiting = thin(&waiting, stays(question.leaves_weekly, since, opening.on));
        since = opening.on;
        while let Some(cohort) = arriving.next_if(|a| a.ready <= opening.on) {
            let stay = stays(question.leaves_weekly, question.asked, opening.on);
            waiting = join(&waiting, &binomial(cohort.people, stay));
        }
        let mass: f64 = waiting.iter().sum();
        let expected: f64 = waiting.iter().enumerate().map(|(n, p)| count(n) * p).sum();
        let ready = question.ready <= opening.on;
        let begins = serve(&mut waiting, opening, ready, question.missed);
        begun += begins;
        steps.push(Step {
            on: opening.on,
            places: opening.places,
            expected_ahead: if mass > NEGLIGIBLE { expected / mass } else { 0.0 },
            begins,
            begun,
        });
        if 1.0 - begun < NEGLIGIBLE {
            break;
        }
    }
    Ok(Answer { steps })
}

fn check(question: &Question<'_>) -> Result<(), Flaw> {
    let chance = |p: f64| (0.0..=1.0).contains(&p);
    let chances = question.openings.iter().map(|o| o.cancelled).chain([question.leaves_weekly, question.missed]);
    if !chances.into_iter().all(chance) {
        return Err(Flaw::NotAChance);
    }
    if question.openings.is_sorted_by_key(|o| o.on) {
        let ahead = question.ahead.iter().try_fold(0_u32, |sum, a| sum.checked_add(a.people));
        if ahead.is_some_and(|n| n <= MOST_AHEAD) { Ok(()) } else { Err(Flaw::TooManyAhead) }
    } else {
        Err(Flaw::OutOfOrder)
    }
}

/// Gives out the places of an opening; returns the chance that the person begins there.
fn serve(waiting: &mut Vec<f64>, opening: &Opening, ready: bool, missed: f64) -> f64 {
    let runs = 1.0 - opening.cancelled;
    let places = usize::try_from(opening.places).unwrap_or(usize::MAX);
    let mut after = vec![0.0; waiting.len()];
    let mut reached = 0.0;
    for (n, p) in waiting.iter().enumerate() {
        if let Some(kept) = after.get_mut(n) {
            *kept += p * opening.cancelled;
        }
        if n < places && ready {
            reached += p * runs;
        } else if let Some(left) = after.get_mut(n.saturating_sub(places)) {
            *left += p * runs;
        }
    }
    // Who misses their first session stays at the head of the list: everybody ahead was served that day.
    if let Some(head) = after.first_mut() {
        *head += reached * missed;
    }
    while after.len() > 1 && after.last().is_some_and(|p| *p < NEGLIGIBLE * NEGLIGIBLE) {
        after.pop();
    }
    *waiting = after;
    reached * (1.0 - missed)
}

/// The chance to still be on the list after some days of a weekly chance to leave.
fn stays(leaves_weekly: f64, from: Date, to: Date) -> f64 {
    let days = from.until(to).map_or(0, |span| span.get_days()).max(0);
    (1.0 - leaves_weekly).powf(f64::from(days) / 7.0)
}

/// Each of the people ahead stays with this chance.
fn thin(waiting: &[f64], stay: f64) -> Vec<f64> {
    if stay >= 1.0 {
        return waiting.to_vec();
    }
    let mut thinned = vec![0.0; waiting.len()];
    // Horner's scheme on the generating function: p(x) becomes p(1 - stay + stay x).
    for p in waiting.iter().rev() {
        let mut carried = 0.0;
        for slot in &mut thinned {
            let held = *slot;
            *slot = held * (1.0 - stay) + carried * stay;
            carried = held;
        }
        if let Some(first) = thinned.first_mut() {
            *first += p;
        }
    }
    thinned
}

/// How many of some people stay.
fn binomial(people: u32, stay: f64) -> Vec<f64> {
    let size = usize::try_from(people).unwrap_or(usize::MAX);
    let mut all = vec![0.0; size.saturating_add(1)];
    if let Some(last) = all.last_mut() {
        *last = 1.0;
    }
    thin(&all, stay)
}

/// Two independent counts added.
fn join(left: &[f64], right: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; (left.len() + right.len()).saturating_sub(1).max(1)];
    for (i, a) in left.iter().enumerate() {
        for (slot, b) in sum.iter_mut().skip(i).zip(right) {
            *slot += a * b;
        }
    }
    sum
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    const ASKED: Date = date(2026, 11, 23);

    fn after(weeks: i64) -> Date {
        ASKED.checked_add(weeks.weeks()).unwrap()
    }

    fn opening(weeks: i64, places: u32) -> Opening {
        Opening { on: after(weeks), places, cancelled: 0.0 }
    }

    fn question<'a>(ahead: &'a [Ahead], openings: &'a [Opening]) -> Question<'a> {
        Question { asked: ASKED, ready: ASKED, ahead, openings, leaves_weekly: 0.0, missed: 0.0 }
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
        let late = Question { ready: after(3), ..question(&[], &openings) };
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
    fn what_is_no_chance_is_refused() {
        let openings = [opening(1, 1)];
        for wrong in [-0.1, 1.1, f64::NAN] {
            let asked = Question { missed: wrong, ..question(&[], &openings) };
            assert_eq!(begin(&asked), Err(Flaw::NotAChance));
        }
        assert_eq!(begin(&question(&[], &[opening(2, 1), opening(1, 1)])), Err(Flaw::OutOfOrder));
        assert_eq!(begin(&question(&[people(0, 5_001)], &openings)), Err(Flaw::TooManyAhead));
    }

    /// Follows every course that a small list can take, person by person.
    struct Brute<'a> {
        question: &'a Question<'a>,
        begins: Vec<f64>,
    }

    impl Brute<'_> {
        fn follow(&mut self, at: usize, ahead: &[Date], chance: f64, since: Date) {
            let Some(opening) = self.question.openings.get(at) else { return };
            let days = f64::from(since.until(opening.on).unwrap().get_days());
            let stay = (1.0 - self.question.leaves_weekly).powf(days / 7.0);
            for staying in 0..1_u32 << ahead.len() {
                let kept: Vec<Date> = (0..ahead.len()).filter(|i| staying >> i & 1 == 1).map(|i| ahead[i]).collect();
                let gone = ahead.len() - kept.len();
                let course = chance * stay.powi(kept.len() as i32) * (1.0 - stay).powi(gone as i32);
                if course == 0.0 {
                    continue;
                }
                self.follow(at + 1, &kept, course * opening.cancelled, opening.on);
                let runs = course * (1.0 - opening.cancelled);
                let mut left = opening.places;
                let mut still = Vec::new();
                for ready in kept {
                    if ready <= opening.on && left > 0 { left -= 1 } else { still.push(ready) }
                }
                if left > 0 && self.question.ready <= opening.on {
                    self.begins[at] += runs * (1.0 - self.question.missed);
                    self.follow(at + 1, &still, runs * self.question.missed, opening.on);
                } else {
                    self.follow(at + 1, &still, runs, opening.on);
                }
            }
        }
    }

    fn any_openings() -> impl Strategy<Value = Vec<Opening>> {
        prop::collection::vec((1_i64..4, 0_u32..4, 0.0..0.6_f64), 1..5).prop_map(|gaps| {
            let mut week = 0;
            gaps.into_iter()
                .map(|(gap, places, cancelled)| {
                    week += gap;
                    Opening { on: after(week), places, cancelled }
                })
                .collect()
        })
    }

    fn any_ahead() -> impl Strategy<Value = Vec<Ahead>> {
        prop::collection::vec((0_i64..8).prop_map(|weeks| people(weeks, 1)), 0..5)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_distribution_is_that_of_following_every_course(
            openings in any_openings(), ahead in any_ahead(), leaves in 0.0..0.4_f64, missed in 0.0..0.4_f64, ready in 0_i64..6,
        ) {
            let asked = Question {
                asked: ASKED, ready: after(ready), ahead: &ahead, openings: &openings, leaves_weekly: leaves, missed,
            };
            let answer = begin(&asked).unwrap();
            let mut brute = Brute { question: &asked, begins: vec![0.0; openings.len()] };
            let dates: Vec<Date> = ahead.iter().map(|a| a.ready).collect();
            brute.follow(0, &dates, 1.0, ASKED);
            for (step, begins) in answer.steps.iter().zip(&brute.begins) {
                prop_assert!((step.begins - begins).abs() < 1e-9, "{step:?} {begins}");
            }
        }

        #[test]
        fn more_places_never_give_a_later_day(
            openings in any_openings(), ahead in any_ahead(), leaves in 0.0..0.4_f64, at in 0_usize..5, more in 1_u32..4,
        ) {
            let fewer = Question { leaves_weekly: leaves, ..question(&ahead, &openings) };
            let mut wider = openings.clone();
            let at = at % wider.len();
            wider[at].places += more;
            let more = Question { openings: &wider, ..fewer.clone() };
            let (fewer, more) = (begin(&fewer).unwrap(), begin(&more).unwrap());
            for step in &fewer.steps {
                prop_assert!(more.chance_by(step.on) + 1e-9 >= step.begun);
            }
        }

        #[test]
        fn chances_add_up_and_never_pass_one(
            openings in any_openings(), ahead in any_ahead(), leaves in 0.0..1.0_f64, missed in 0.0..1.0_f64,
        ) {
            let asked = Question { leaves_weekly: leaves, missed, ..question(&ahead, &openings) };
            let answer = begin(&asked).unwrap();
            let mut before = 0.0;
            for step in &answer.steps {
                prop_assert!(step.begins >= 0.0 && step.begun + 1e-12 >= before && step.begun < 1.0 + 1e-9);
                before = step.begun;
            }
            prop_assert_eq!(answer, begin(&asked).unwrap());
        }
    }
}
