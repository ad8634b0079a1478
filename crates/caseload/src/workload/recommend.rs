//! Whom the facts speak for when a person is allocated, with the reasons. It recommends and never decides.
//!
//! Always true: continuity goes before an even spread, and nobody is recommended who is away, whose grade may not hold the
//! tier, or who would be over capacity. It knows ids and figures, no names.

use super::capacity::percent;
use jiff::civil::Date;
use kernel::StaffId;

/// What is known of somebody who might take the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub staff: StaffId,
    pub at_work: bool,
    /// Holds the person now.
    pub holds_now: bool,
    /// Whether the grade may hold the tier; nothing while there is no tier.
    pub grade_fits: Option<bool>,
    /// The last day on which they held this person before.
    pub held_until: Option<Date>,
    /// Of the team that answers for the person.
    pub same_team: bool,
    /// Tenths of a per cent, before and with this person.
    pub before: i64,
    pub after: i64,
    /// Has hours for cases at all.
    pub has_hours: bool,
}

/// A reason, and whether it speaks for the choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub speaks_for: bool,
    pub words: String,
}

impl Choice {
    /// What speaks for and against them.
    #[must_use]
    pub fn reasons(&self, over_tenths: i64) -> Vec<Reason> {
        let mut found = Vec::new();
        let mut say = |speaks_for, words: String| found.push(Reason { speaks_for, words });
        if let Some(until) = self.held_until {
            say(true, format!("Knows the person: had them until {}", until.strftime("%-d %B %Y")));
        }
        match self.grade_fits {
            Some(true) => say(true, "Grade may hold this tier".to_owned()),
            Some(false) => say(false, "Tier is above what the grade may hold".to_owned()),
            None => say(false, "No tier yet, so the grade cannot be compared".to_owned()),
        }
        if self.same_team {
            say(true, "In the team for the person's area".to_owned());
        } else {
            say(false, "In another team: ask where the person would be seen".to_owned());
        }
        if !self.has_hours {
            say(false, "No hours for cases now".to_owned());
        } else if self.after > over_tenths {
            say(false, format!("Would be over capacity, at {}", percent(self.after)));
        } else {
            say(true, format!("Would be at {}", percent(self.after)));
        }
        if !self.at_work {
            say(false, "Away today".to_owned());
        }
        found
    }

    fn may_be_recommended(&self, over_tenths: i64) -> bool {
        self.at_work && !self.holds_now && self.has_hours && self.grade_fits != Some(false) && self.after <= over_tenths
    }
}

/// Whom the facts speak for most: who knew the person last, then the person's team, then the lowest capacity.
#[must_use]
pub fn recommended(choices: &[Choice], over_tenths: i64) -> Option<StaffId> {
    let able = choices.iter().filter(|c| c.may_be_recommended(over_tenths));
    let key = |c: &&Choice| (std::cmp::Reverse(c.held_until), !c.same_team, c.after, c.staff);
    able.min_by_key(key).map(|c| c.staff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use uuid::Uuid;

    fn choice(n: u128) -> Choice {
        Choice {
            staff: StaffId(Uuid::from_u128(n)),
            at_work: true,
            holds_now: false,
            grade_fits: Some(true),
            held_until: None,
            same_team: true,
            before: 800,
            after: 850,
            has_hours: true,
        }
    }

    fn of(choices: &[Choice]) -> Option<u128> {
        recommended(choices, 1100).map(|s| s.0.as_u128())
    }

    #[test]
    fn who_knew_the_person_goes_before_who_has_more_room() {
        let knew = Choice { held_until: Some(date(2025, 1, 1)), after: 1000, ..choice(2) };
        assert_eq!(of(&[choice(1), knew]), Some(2));
    }

    #[test]
    fn the_last_who_knew_the_person_goes_before_an_earlier_one() {
        let at = |n, day| Choice { held_until: Some(day), ..choice(n) };
        assert_eq!(of(&[at(1, date(2024, 1, 1)), at(2, date(2025, 1, 1))]), Some(2));
    }

    #[test]
    fn the_persons_team_goes_before_another_and_then_more_room() {
        assert_eq!(of(&[Choice { same_team: false, after: 100, ..choice(1) }, choice(2)]), Some(2));
        assert_eq!(of(&[choice(1), Choice { after: 849, ..choice(2) }]), Some(2));
    }

    #[test]
    fn nobody_away_over_capacity_above_their_grade_or_without_hours_is_recommended() {
        for not in [
            Choice { at_work: false, ..choice(1) },
            Choice { after: 1101, ..choice(1) },
            Choice { grade_fits: Some(false), ..choice(1) },
            Choice { has_hours: false, ..choice(1) },
            Choice { holds_now: true, ..choice(1) },
        ] {
            assert_eq!(of(std::slice::from_ref(&not)), None, "{not:?}");
        }
        assert_eq!(of(&[Choice { after: 1100, ..choice(1) }]), Some(1), "at the limit");
    }

    #[test]
    fn without_a_tier_somebody_is_still_recommended_and_the_page_says_what_is_not_known() {
        let unknown = Choice { grade_fits: None, ..choice(1) };
        assert_eq!(of(std::slice::from_ref(&unknown)), Some(1));
        assert!(unknown.reasons(1100).iter().any(|r| !r.speaks_for && r.words.contains("No tier yet")));
    }
}
