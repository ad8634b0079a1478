//! What may be recorded of a serious further offence, and when what is due. Pure: days come in, reasons go out.

use super::held::{HeldBefore, HeldLevel, HeldTier};
use super::policy::Deadline;
use crate::assessments::Setting;
use crate::harm::{HarmStanding, Who};
use jiff::ToSpan;
use kernel::{Date, Refusal, WorkingDays};

/// What was held: levels on the day, and the tiers up to it, newest first.
pub(super) fn held_before(standing: &HarmStanding, tiers: &[(Date, String)], happened_on: Date) -> HeldBefore {
    let mut levels = Vec::new();
    for setting in Setting::ALL.iter().copied() {
        for who in Who::ALL.iter().copied() {
            levels.extend(standing.of(setting, who).map(|row| HeldLevel {
                setting: setting.code().to_owned(),
                who: who.code().to_owned(),
                level: row.level.code().to_owned(),
                decided_on: row.decided_on,
                author: row.author.clone(),
            }));
        }
    }
    let mut tiers: Vec<HeldTier> = tiers
        .iter()
        .filter(|(from, _)| *from <= happened_on)
        .map(|(from, tier)| HeldTier { tier: tier.clone(), from: *from })
        .collect();
    tiers.sort_by_key(|held| std::cmp::Reverse(held.from));
    HeldBefore { levels, tiers }
}

/// What is due, by when, and whether it was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) code: String,
    pub(super) words: String,
    pub(super) due_on: Date,
    pub(super) assumed: bool,
    pub(super) source: String,
    pub(super) done_on: Option<Date>,
}

impl Due {
    /// Whether it is past its day and not done.
    pub(super) fn is_late(&self, today: Date) -> bool {
        self.done_on.is_none() && self.due_on < today
    }
}

/// When a deadline falls for an offence of which the service learned on a day.
pub(super) fn due_on(deadline: &Deadline, learned_on: Date, days: WorkingDays<'_>) -> Date {
    if deadline.working {
        days.after(learned_on, deadline.days)
    } else {
        learned_on.saturating_add(i64::from(deadline.days).days())
    }
}

/// Whether an offence may be recorded with these days.
pub(super) fn check_days(happened_on: Date, learned_on: Date, charged_on: Option<Date>, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if learned_on > today {
        wrong.push(Refusal::new("learned_on", "ahead", "The day on which the service learned of it must not be ahead"));
    }
    if happened_on > learned_on {
        let words = "The offence must not lie after the day on which the service learned of it";
        wrong.push(Refusal::new("happened_on", "after_learning", words));
    }
    if charged_on.is_some_and(|day| day < happened_on || day > today) {
        let words = "The day of the charge must lie between the offence and today";
        wrong.push(Refusal::new("charged_on", "out_of_order", words));
    }
    wrong
}

/// Whether something that is due may be recorded as done on a day.
pub(super) fn check_done(done_on: Date, learned_on: Date, today: Date) -> Option<Refusal> {
    (done_on < learned_on || done_on > today).then(|| {
        Refusal::new("done_on", "out_of_order", "Enter a day between the day on which it was learned of and today")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Holidays, date};

    fn deadline(days: u32, working: bool) -> Deadline {
        Deadline {
            code: "review".into(),
            valid_from: date(2026, 1, 1),
            valid_to: None,
            place: 1,
            words: "Review".into(),
            days,
            working,
            assumed: true,
            source: String::new(),
        }
    }

    #[test]
    fn working_days_leave_out_weekends_and_calendar_days_do_not() {
        let holidays = Holidays::new(vec![date(2026, 12, 25), date(2026, 12, 28)]);
        let days = WorkingDays(&holidays);
        assert_eq!(due_on(&deadline(10, true), date(2026, 11, 23), days), date(2026, 12, 7));
        assert_eq!(due_on(&deadline(2, true), date(2026, 12, 24), days), date(2026, 12, 30));
        assert_eq!(due_on(&deadline(10, false), date(2026, 11, 23), days), date(2026, 12, 3));
    }

    #[test]
    fn an_offence_is_not_recorded_before_it_happened_or_was_known() {
        let today = date(2026, 11, 23);
        let codes = |happened, learned, charged| -> Vec<&'static str> {
            check_days(happened, learned, charged, today).into_iter().map(|r| r.code).collect()
        };
        assert!(codes(today, today, Some(today)).is_empty());
        assert_eq!(codes(date(2026, 11, 24), today, None), ["after_learning"]);
        assert_eq!(codes(today, date(2026, 11, 24), None), ["ahead"]);
        assert_eq!(codes(today, today, Some(date(2026, 11, 22))), ["out_of_order"]);
    }

    #[test]
    fn a_tier_recorded_after_the_day_was_not_held_before() {
        let tiers =
            [(date(2026, 3, 1), "C".to_owned()), (date(2026, 9, 1), "B".to_owned()), (date(2026, 11, 20), "A".into())];
        let held = held_before(&HarmStanding::on(&[], date(2026, 11, 1)), &tiers, date(2026, 11, 1));
        let names: Vec<&str> = held.tiers.iter().map(|t| t.tier.as_str()).collect();
        assert_eq!(names, ["B", "C"]);
    }
}
