//! Levels of harm as they stood on a day. Pure.

use super::{HarmLevel, Level, Who};
use crate::assessments::Setting;
use kernel::{Date, Refusal};

/// The levels that held at the end of a day: the newest of each setting and of each who is at risk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HarmStanding {
    /// Community first, children first.
    pub levels: Vec<HarmLevel>,
}

impl HarmStanding {
    /// What held on a day, out of every level ever decided.
    #[must_use]
    pub fn on(rows: &[HarmLevel], day: Date) -> HarmStanding {
        let mut rows: Vec<&HarmLevel> = rows.iter().filter(|r| r.decided_on <= day).collect();
        rows.sort_by_key(|r| (r.decided_on, r.decided_at, r.id));
        let mut levels = Vec::new();
        for setting in Setting::ALL {
            for who in Who::ALL {
                let of_these = |r: &&&HarmLevel| r.setting == *setting && r.who == *who;
                levels.extend(rows.iter().rev().find(of_these).map(|r| (*r).clone()));
            }
        }
        HarmStanding { levels }
    }

    /// The level for one who is at risk.
    #[must_use]
    pub fn of(&self, setting: Setting, who: Who) -> Option<&HarmLevel> {
        self.levels.iter().find(|r| r.setting == setting && r.who == who)
    }

    /// The highest level of a setting.
    #[must_use]
    pub fn overall(&self, setting: Setting) -> Option<Level> {
        self.levels.iter().filter(|r| r.setting == setting).map(|r| r.level).max()
    }

    /// The highest level where the person is; where nothing was decided for it, the highest of the other setting.
    #[must_use]
    pub fn overall_where(&self, setting: Setting) -> Option<Level> {
        self.overall(setting).or_else(|| self.levels.iter().map(|r| r.level).max())
    }
}

/// Whether a level may be decided.
///
/// # Errors
/// `no_evidence`; `not_at_risk` for prisoners in the community.
pub(crate) fn check(setting: Setting, who: Who, evidence: &str) -> Result<(), Refusal> {
    if setting == Setting::Community && who == Who::Prisoners {
        return Err(Refusal::new("who", "not_at_risk", "Prisoners are at risk in custody only: select another"));
    }
    if evidence.trim().is_empty() {
        return Err(Refusal::new("evidence", "no_evidence", "Enter the evidence for this level"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{EntryId, Instant, PersonId, date};
    use uuid::Uuid;

    fn decided(n: u128, setting: Setting, who: Who, level: Level, on: Date) -> HarmLevel {
        HarmLevel {
            person_id: PersonId(Uuid::nil()),
            id: EntryId(Uuid::from_u128(n)),
            setting,
            who,
            level,
            evidence: "Two convictions".into(),
            decided_on: on,
            decided_at: Instant(i64::try_from(n).unwrap()),
            author: "Ada Field".into(),
            staff_id: None,
            assessment_id: None,
            reason: None,
        }
    }

    #[test]
    fn a_past_day_shows_what_held_then_and_a_later_lower_level_replaces_a_higher() {
        let (march, june) = (date(2026, 3, 1), date(2026, 6, 1));
        let rows = [
            decided(1, Setting::Community, Who::Public, Level::High, march),
            decided(2, Setting::Community, Who::Public, Level::Medium, june),
        ];
        assert_eq!(HarmStanding::on(&rows, date(2026, 2, 28)).overall(Setting::Community), None);
        assert_eq!(HarmStanding::on(&rows, march).overall(Setting::Community), Some(Level::High));
        assert_eq!(HarmStanding::on(&rows, date(2026, 5, 31)).overall(Setting::Community), Some(Level::High));
        assert_eq!(HarmStanding::on(&rows, june).overall(Setting::Community), Some(Level::Medium));
    }

    #[test]
    fn the_overall_level_is_the_highest_of_its_setting_and_children_are_named_first() {
        let day = date(2026, 3, 1);
        let rows = [
            decided(1, Setting::Custody, Who::Prisoners, Level::VeryHigh, day),
            decided(2, Setting::Community, Who::Public, Level::High, day),
            decided(3, Setting::Community, Who::Children, Level::Low, day),
        ];
        let standing = HarmStanding::on(&rows, day);
        assert_eq!(standing.overall(Setting::Community), Some(Level::High));
        assert_eq!(standing.overall(Setting::Custody), Some(Level::VeryHigh));
        assert_eq!(standing.levels.first().map(|r| r.who), Some(Who::Children));
    }

    #[test]
    fn somebody_assessed_only_for_the_community_has_that_level_in_custody_too() {
        let rows = [decided(1, Setting::Community, Who::Public, Level::High, date(2026, 3, 1))];
        let standing = HarmStanding::on(&rows, date(2026, 3, 1));
        assert_eq!(standing.overall_where(Setting::Custody), Some(Level::High));
    }

    #[test]
    fn a_level_needs_evidence_and_prisoners_are_in_custody() {
        assert_eq!(check(Setting::Community, Who::Prisoners, "x").unwrap_err().code, "not_at_risk");
        assert_eq!(check(Setting::Custody, Who::Prisoners, " ").unwrap_err().code, "no_evidence");
        assert_eq!(check(Setting::Custody, Who::Prisoners, "x"), Ok(()));
    }
}
