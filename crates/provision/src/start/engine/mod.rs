//! When somebody who joins the end of a list would begin: the exact distribution over the openings ahead.
//!
//! People ahead leave the list as time passes, become ready on their own days, take the places of each opening before the
//! one who asks, and some of them miss the first session and come back to the head of the list; an opening may not run; the
//! one who asks may miss the day too, or may not be ready yet because another service comes first. All of this is followed
//! as one distribution of "how many ready people are still ahead", so nothing is drawn at random and the answer is exact
//! for what is assumed.

mod line;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use line::{Line, NEGLIGIBLE, binomial};

/// A day on which places become free, or on which places that are left in an open group can be taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opening {
    pub on: Date,
    /// Free places, those already given to others taken off.
    pub places: u32,
    /// The chance that it does not run, 0 to 1.
    pub cancelled: f64,
    /// The last day on which a place left over can still be taken, for a group that is open to latecomers. Places left in
    /// several open groups are one pool until the last of them closes.
    pub until: Option<Date>,
}

/// People on the list before the one who asks who can begin from the same day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    pub ready: Date,
    pub people: u32,
}

/// A day from which the one who asks can begin, and the chance that it is this one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ready {
    pub on: Date,
    pub chance: f64,
}

impl Ready {
    /// The day is certain.
    #[must_use]
    pub fn on(day: Date) -> [Ready; 1] {
        [Ready { on: day, chance: 1.0 }]
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The day on which the list stands as given.
    pub asked: Date,
    /// From when the person can begin: the order's date and the service's lead time, or the end of what comes first. In
    /// order of date; where the chances do not add up to one, the rest is never.
    pub ready: &'a [Ready],
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub steps: Vec<Step>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A chance was below 0, above 1, or no number.
    NotAChance,
    /// The openings, or the days of readiness, were not in order of date.
    OutOfOrder,
    /// More people ahead, or more places, than the engine follows: 5,000.
    TooMany,
}

const MOST: u32 = 5_000;

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
/// [`Flaw`] when what is assumed is no chance, or days are out of order.
pub fn begin(question: &Question<'_>) -> Result<Answer, Flaw> {
    check(question)?;
    let ahead = by_day(question.ahead);
    let mut arriving = ahead.iter().peekable();
    let mut readies = question.ready.iter().peekable();
    let mut course = Course::of(question);
    let mut begun = 0.0;
    let mut steps = Vec::with_capacity(question.openings.len());
    for opening in question.openings.iter().filter(|o| o.on >= question.asked) {
        while let Some(cohort) = arriving.next_if(|a| course.has_left() && a.ready <= opening.on) {
            course.pass_to(cohort.ready);
            course.join(cohort);
        }
        course.pass_to(opening.on);
        while let Some(cohort) = arriving.next_if(|a| a.ready <= opening.on) {
            course.join(cohort);
        }
        while let Some(day) = readies.next_if(|r| r.on <= opening.on) {
            course.becomes_ready(day);
        }
        let expected_ahead = course.expected_ahead();
        // A sum of nothing is minus nought.
        let begins = course.give_out(opening).abs();
        begun += begins;
        steps.push(Step { on: opening.on, places: opening.places, expected_ahead, begins, begun });
        if 1.0 - begun < NEGLIGIBLE {
            break;
        }
    }
    Ok(Answer { steps })
}

/// Where the list stands on a day, in chances.
///
/// A place that is left in an open group goes to whoever ahead is ready for it on the day on which they are: were it given
/// away on the days of openings, one more such day could give it to somebody who would have left the list before the next.
struct Course<'a> {
    asked: &'a Question<'a>,
    /// The line while the person is not ready yet, and from then on. Together they have the chance not to have begun.
    unready: Line,
    ready: Line,
    not_ready: f64,
    on: Date,
    pool_closes: Option<Date>,
}

impl<'a> Course<'a> {
    fn of(asked: &'a Question<'a>) -> Course<'a> {
        let (unready, ready) = (Line::empty_with(1.0), Line::empty_with(0.0));
        Course { asked, unready, ready, not_ready: 1.0, on: asked.asked, pool_closes: None }
    }

    /// Places are left in open groups.
    fn has_left(&self) -> bool {
        self.unready.has_left() || self.ready.has_left()
    }

    /// Time passes: people leave the list, and groups close.
    fn pass_to(&mut self, day: Date) {
        let day = day.max(self.on);
        let closed = self.pool_closes.take_if(|last| *last < day).is_some();
        let stay = stays(self.asked.leaves_weekly, self.on, day);
        for line in [&mut self.unready, &mut self.ready] {
            if closed {
                line.close();
            }
            line.thin(stay);
        }
        self.on = day;
    }

    /// Those of a cohort who have not left by now become ready.
    fn join(&mut self, cohort: &Ahead) {
        let more = binomial(cohort.people, stays(self.asked.leaves_weekly, self.asked.asked, self.on));
        self.unready.join(&more);
        self.ready.join(&more);
    }

    /// The one who asks becomes ready, with the chance of this day.
    fn becomes_ready(&mut self, day: &Ready) {
        let share = if self.not_ready > 0.0 { (day.chance / self.not_ready).min(1.0) } else { 0.0 };
        self.ready.add(&self.unready.part(share));
        self.not_ready -= day.chance;
    }

    /// How many are expected ahead, given that the one who asks still waits.
    fn expected_ahead(&self) -> f64 {
        let waits = self.unready.chance() + self.ready.chance();
        if waits > NEGLIGIBLE { (self.unready.ahead() + self.ready.ahead()) / waits } else { 0.0 }
    }

    /// The chance to begin at an opening.
    fn give_out(&mut self, opening: &Opening) -> f64 {
        let missed = self.asked.missed;
        if let Some(until) = opening.until.filter(|until| *until > opening.on) {
            self.pool_closes = self.pool_closes.max(Some(until));
            self.unready.open(opening, false, missed);
            self.ready.open(opening, true, missed)
        } else {
            self.unready.serve(opening, false, missed);
            self.ready.serve(opening, true, missed)
        }
    }
}

/// People ahead in order of readiness, those of one day together.
fn by_day(ahead: &[Ahead]) -> Vec<Ahead> {
    let mut sorted = ahead.to_vec();
    sorted.sort_by_key(|a| a.ready);
    let mut days: Vec<Ahead> = Vec::with_capacity(sorted.len());
    for next in sorted {
        match days.last_mut().filter(|last| last.ready == next.ready) {
            Some(last) => last.people = last.people.saturating_add(next.people),
            None => days.push(next),
        }
    }
    days
}

fn check(question: &Question<'_>) -> Result<(), Flaw> {
    let chance = |p: f64| (0.0..=1.0).contains(&p);
    let chances = question.openings.iter().map(|o| o.cancelled).chain([question.leaves_weekly, question.missed]);
    let ready: f64 = question.ready.iter().map(|r| r.chance).sum();
    let readies = question.ready.iter().all(|r| chance(r.chance)) && ready <= 1.0 + 1e-9;
    if !readies || !chances.into_iter().all(chance) {
        return Err(Flaw::NotAChance);
    }
    if !question.openings.is_sorted_by_key(|o| o.on) || !question.ready.is_sorted_by_key(|r| r.on) {
        return Err(Flaw::OutOfOrder);
    }
    let ahead = question.ahead.iter().try_fold(0_u32, |sum, a| sum.checked_add(a.people));
    let few = ahead.is_some_and(|n| n <= MOST) && question.openings.iter().all(|o| o.places <= MOST);
    if few { Ok(()) } else { Err(Flaw::TooMany) }
}

/// The chance to still be on the list after some days of a weekly chance to leave.
fn stays(leaves_weekly: f64, from: Date, to: Date) -> f64 {
    let days = from.until(to).map_or(0, |span| span.get_days()).max(0);
    (1.0 - leaves_weekly).powf(f64::from(days) / 7.0)
}
