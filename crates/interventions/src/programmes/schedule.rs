//! On which days a group meets: the plan's sessions one after the other over the weekly times, bank holidays passed over. Pure.
//!
//! Always true: never two sessions on one date, none before the day asked for, none on a bank holiday, each session of the plan
//! once and in the plan's order. It knows no group and no person.

use super::plan::{Part, Pathway, Plan, REVIEW, Which};
use jiff::ToSpan;
use kernel::{Date, Refusal, Time};

/// A weekly time at which a group meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// 1 is Monday.
    pub weekday: i8,
    pub start: Time,
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl Slot {
    /// The day of the week.
    #[must_use]
    pub fn day(self) -> &'static str {
        usize::try_from(self.weekday - 1).ok().and_then(|n| DAYS.get(n)).copied().unwrap_or("Monday")
    }

    /// "Monday at 10am".
    #[must_use]
    pub fn words(self) -> String {
        format!("{} at {}", self.day(), kernel::words::time(self.start))
    }
}

/// Slots as one text, `1@10:00 3@14:30`.
#[must_use]
pub fn write_slots(slots: &[Slot]) -> String {
    slots.iter().map(|s| format!("{}@{}", s.weekday, s.start.strftime("%H:%M"))).collect::<Vec<_>>().join(" ")
}

/// The text read again; what cannot be read is left out.
#[must_use]
pub fn read_slots(text: &str) -> Vec<Slot> {
    let one = |part: &str| {
        let (day, time) = part.split_once('@')?;
        Some(Slot { weekday: day.parse().ok().filter(|d| (1..=7).contains(d))?, start: time.parse().ok()? })
    };
    text.split_whitespace().filter_map(one).collect()
}

/// A session with its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub which: Which,
    pub part: Part,
    pub name: String,
    pub on: Date,
    pub start: Time,
    pub minutes: i64,
}

/// What a schedule is made from.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub plan: &'a Plan,
    pub pathway: Pathway,
    pub slots: &'a [Slot],
    /// The first day on which somebody may meet: never before today.
    pub from: Date,
    /// Sessions that took place already, and the last day on which one did: they stay.
    pub held: &'a [(Which, Date)],
}

/// Further than any programme goes.
const MOST_DAYS: usize = 3_650;
/// How long a review takes when the plan does not say.
const REVIEW_MINUTES: i64 = 60;

fn weekday(day: Date) -> i8 {
    day.weekday().to_monday_one_offset()
}

/// The first day of the slots on or after a day that is no holiday.
fn next(slots: &[Slot], from: Date, holiday: &impl Fn(Date) -> bool) -> Option<(Date, Time)> {
    let mut day = from;
    for _ in 0..MOST_DAYS {
        let slot = slots.iter().filter(|s| s.weekday == weekday(day)).min();
        if let Some(slot) = slot.filter(|_| !holiday(day)) {
            return Some((day, slot.start));
        }
        day = day.checked_add(1.day()).ok()?;
    }
    None
}

/// Whether a schedule can be made so.
#[must_use]
pub fn check_slots(slots: &[Slot]) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if slots.is_empty() {
        wrong.push(Refusal::new("slots", "no_slots", "Select at least one day of the week"));
    }
    let twice = slots.iter().enumerate().any(|(n, s)| slots.iter().take(n).any(|o| o.weekday == s.weekday));
    if twice {
        wrong.push(Refusal::new("slots", "two_a_day", "A group meets once a day at most: choose other days"));
    }
    wrong
}

/// The sessions still to be held, with their days. Placeholders of one-to-one sessions take a day of their own too: within
/// that week each person has theirs.
///
/// # Errors
/// No day of the week, or two times on one.
pub fn generate(wanted: Wanted<'_>, holiday: impl Fn(Date) -> bool) -> Result<Vec<Placed>, Vec<Refusal>> {
    let wrong = check_slots(wanted.slots);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut placed: Vec<Placed> = Vec::new();
    let after_held = wanted.held.iter().map(|(_, on)| on.saturating_add(1.day())).max();
    let mut from = wanted.from.max(after_held.unwrap_or(wanted.from));
    let mut opening = true;
    // The last of the one-to-one sessions at the beginning.
    let mut last_opening: Option<Date> = None;
    let mut last_day: Option<Date> = wanted.held.iter().map(|(_, on)| *on).max();
    for planned in wanted.plan.sessions(wanted.pathway) {
        let part = planned.session.part();
        let is_held = wanted.held.iter().any(|(which, _)| *which == planned.which());
        if opening && part == Part::Group {
            opening = false;
            if let Some(last) = last_opening.filter(|_| !is_held) {
                from = from.max(last.saturating_add(wanted.plan.first_gap_days.days()));
            }
        }
        if let Some((_, on)) = wanted.held.iter().find(|(which, _)| *which == planned.which()) {
            last_opening = last_opening.max(Some(*on)).filter(|_| opening);
            continue;
        }
        let Some((on, start)) = next(wanted.slots, from, &holiday) else { break };
        placed.push(Placed {
            which: planned.which(),
            part,
            name: planned.session.name.clone(),
            on,
            start,
            minutes: planned.session.minutes,
        });
        last_day = last_day.max(Some(on));
        last_opening = Some(on).filter(|_| opening);
        from = on.saturating_add(1.day());
    }
    let review_held = wanted.held.iter().any(|(which, _)| *which == REVIEW);
    if let (Some(days), Some(last), false) = (wanted.plan.review_days, last_day, review_held)
        && let Some((on, start)) = next(wanted.slots, from.max(last.saturating_add(days.days())), &holiday)
    {
        let name = Part::Review.words().to_owned();
        placed.push(Placed { which: REVIEW, part: Part::Review, name, on, start, minutes: REVIEW_MINUTES });
    }
    Ok(placed)
}

#[cfg(test)]
mod tests {
    use super::super::plan::{Module, read_sessions};
    use super::*;
    use jiff::civil::time;
    use kernel::date;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn module(number: i64, text: &str) -> Module {
        Module { number, name: format!("M{number}"), victim: false, sessions: read_sessions(text).unwrap() }
    }

    fn two_a_week() -> Vec<Slot> {
        vec![Slot { weekday: 2, start: time(10, 0, 0, 0) }, Slot { weekday: 4, start: time(14, 0, 0, 0) }]
    }

    fn plan() -> Plan {
        let modules = vec![
            module(1, "one-to-one, 60, Before"),
            module(2, "group, 120, A\ngroup, 120, B\none-to-one, 60, C"),
            module(3, "group, 120, D"),
        ];
        Plan { first_gap_days: 21, review_days: Some(42), modules }
    }

    fn made(plan: &Plan, from: Date, held: &[(Which, Date)]) -> Vec<Placed> {
        let slots = two_a_week();
        let wanted = Wanted { plan, pathway: Pathway::Moderate, slots: &slots, from, held };
        generate(wanted, |day| day == date(2026, 12, 24)).unwrap()
    }

    #[test]
    fn the_first_meeting_is_followed_by_a_gap_and_the_end_by_the_review() {
        let placed = made(&plan(), date(2026, 11, 23), &[]);
        let days: Vec<Date> = placed.iter().map(|p| p.on).collect();
        // Tuesday; three weeks on a Tuesday; Thursday; Tuesday; Thursday 24 December is a holiday here; six weeks later.
        let expected = [(2026, 11, 24), (2026, 12, 15), (2026, 12, 17), (2026, 12, 22), (2026, 12, 29), (2027, 2, 9)];
        assert_eq!(days, expected.map(|(y, m, d)| date(y, m, d)));
        assert_eq!(placed.last().map(|p| (p.part, p.which)), Some((Part::Review, REVIEW)));
    }

    #[test]
    fn what_was_held_stays_and_the_rest_follows_it() {
        let held = [((1, 1), date(2026, 11, 24)), ((2, 1), date(2026, 12, 15))];
        let placed = made(&plan(), date(2026, 12, 16), &held);
        assert_eq!(placed.first().map(|p| (p.which, p.on)), Some(((2, 2), date(2026, 12, 17))));
        assert_eq!(placed.len(), 4);
    }

    #[test]
    fn a_group_needs_a_day_and_meets_once_a_day() {
        let codes = |slots: &[Slot]| check_slots(slots).into_iter().map(|r| r.code).collect::<Vec<_>>();
        assert_eq!(codes(&[]), ["no_slots"]);
        let one = Slot { weekday: 2, start: time(10, 0, 0, 0) };
        assert_eq!(codes(&[one, Slot { start: time(14, 0, 0, 0), ..one }]), ["two_a_day"]);
        assert!(codes(&two_a_week()).is_empty());
    }

    #[test]
    fn slots_are_read_as_they_are_written() {
        let slots = two_a_week();
        assert_eq!(read_slots(&write_slots(&slots)), slots);
        assert_eq!(read_slots("8@10:00 x 2@25:00"), []);
        assert_eq!(slots.first().map(|s| s.words()), Some("Tuesday at 10am".into()));
    }

    proptest! {
        #[test]
        fn any_plan_over_any_weekly_times_keeps_order_dates_and_sessions(
            sizes in prop::collection::vec((0i64..6, 0i64..3), 1..8),
            weekdays in prop::collection::btree_set(1i8..=7, 1..4),
            offset in 0i64..800, gap in 0i64..40, review in prop::option::of(0i64..60), held in 0usize..12, holidays in 0i64..40,
        ) {
            let mut modules = Vec::new();
            for (n, (groups, ones)) in (1i64..).zip(&sizes) {
                let mut text = String::new();
                for s in 0..*groups { text.push_str(&format!("group, 90, G{s}\n")); }
                for s in 0..*ones { text.push_str(&format!("one-to-one, 60, O{s}\n")); }
                modules.push(module(n, &text));
            }
            let plan = Plan { first_gap_days: gap, review_days: review, modules };
            let from = date(2026, 1, 1).saturating_add(offset.days());
            let slots: Vec<Slot> = weekdays.iter().map(|d| Slot { weekday: *d, start: time(10, 0, 0, 0) }).collect();
            let order: Vec<Which> = plan.sessions(Pathway::High).map(|p| p.which()).collect();
            let done: Vec<(Which, Date)> = order.iter().take(held).enumerate()
                .map(|(n, w)| (*w, from.saturating_sub((40 - n as i64).days()))).collect();
            let holiday = |day: Date| i64::from(day.day_of_year()) % 41 == holidays;
            let wanted = Wanted { plan: &plan, pathway: Pathway::High, slots: &slots, from, held: &done };
            let placed = generate(wanted, holiday).unwrap();
            // Never two on a date, none before the day asked for, order kept, only on the days of the week, no holiday.
            prop_assert!(placed.windows(2).all(|p| p[0].on < p[1].on));
            prop_assert!(placed.iter().all(|p| p.on >= from && weekdays.contains(&weekday(p.on)) && !holiday(p.on)));
            let left: Vec<Which> = order.iter().skip(done.len().min(order.len())).copied().collect();
            let got: Vec<Which> = placed.iter().map(|p| p.which).filter(|w| *w != REVIEW).collect();
            prop_assert_eq!(got, left);
            // The review is there exactly when the plan has one and there was something to review, and late enough.
            let reviews = placed.iter().filter(|p| p.which == REVIEW).count();
            prop_assert_eq!(reviews, usize::from(review.is_some() && !order.is_empty()));
            if let (Some(days), Some(last)) = (review, placed.iter().rev().find(|p| p.which != REVIEW)) {
                prop_assert!(placed.last().unwrap().on >= last.on.saturating_add(days.days()));
            }
            let each: BTreeSet<Which> = placed.iter().map(|p| p.which).collect();
            prop_assert_eq!(each.len(), placed.len());
        }
    }
}
