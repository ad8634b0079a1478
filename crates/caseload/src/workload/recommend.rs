//! Whom the facts speak for when a person is allocated, with the reasons. It recommends and never decides.
//!
//! Always true: continuity goes first, then a shared language, then where the person would be seen, then an even spread; and
//! nobody is recommended who is away, whose grade may not hold the tier, who holds as many of the tier as policy allows,
//! or who would be over capacity. It knows ids and figures, no names.

use super::capacity::percent;
use jiff::civil::Date;
use kernel::StaffId;

/// Where the officer's team works, seen from the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the team that answers for the person.
    SameTeam,
    /// In a delivery unit with an office in the person's postcode district.
    NearOffice,
    /// In the delivery unit of the person's team.
    SameUnit,
    Elsewhere,
}

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
    pub place: Place,
    /// Whether they speak the person's language; nothing where that is English or not recorded.
    pub speaks: Option<bool>,
    /// How many of the person's tier they hold, and the most that policy allows, where it sets one.
    pub of_tier: Option<(i64, i64)>,
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
        match self.speaks {
            Some(true) => say(true, "Speaks the person's language".to_owned()),
            Some(false) => say(false, "Does not speak the person's language".to_owned()),
            None => {}
        }
        match self.place {
            Place::SameTeam => say(true, "In the team for the person's area".to_owned()),
            Place::NearOffice => say(true, "In a unit with an office in the person's postcode district".to_owned()),
            Place::SameUnit => say(true, "In another team of the same delivery unit".to_owned()),
            Place::Elsewhere => say(false, "In another unit: ask where the person would be seen".to_owned()),
        }
        match self.of_tier {
            Some((held, most)) if held >= most => {
                say(false, format!("Holds {held} of this tier; policy allows {most}"));
            }
            Some((held, most)) => say(true, format!("Would hold {} of this tier, of {most} allowed", held + 1)),
            None => {}
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
        let room = self.after <= over_tenths && self.of_tier.is_none_or(|(held, most)| held < most);
        self.at_work && !self.holds_now && self.has_hours && self.grade_fits != Some(false) && room
    }
}

/// Whom the facts speak for most: who knew the person last, then whoever speaks their language, then who works where the
/// person would be seen, then the lowest capacity.
#[must_use]
pub fn recommended(choices: &[Choice], over_tenths: i64) -> Option<StaffId> {
    let able = choices.iter().filter(|c| c.may_be_recommended(over_tenths));
    let key = |c: &&Choice| (std::cmp::Reverse(c.held_until), c.speaks == Some(false), c.place, c.after, c.staff);
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
            place: Place::SameTeam,
            speaks: None,
            of_tier: None,
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
        let at = |place, after| Choice { place, after, ..choice(1) };
        for (place, further) in [
            (Place::SameTeam, Place::NearOffice),
            (Place::NearOffice, Place::SameUnit),
            (Place::SameUnit, Place::Elsewhere),
        ] {
            assert_eq!(of(&[at(further, 100), Choice { place, ..choice(2) }]), Some(2), "{place:?}");
        }
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
            Choice { of_tier: Some((8, 8)), ..choice(1) },
        ] {
            assert_eq!(of(std::slice::from_ref(&not)), None, "{not:?}");
        }
        assert_eq!(of(&[Choice { after: 1100, ..choice(1) }]), Some(1), "at the limit");
    }

    #[test]
    fn a_shared_language_goes_before_the_team_and_after_who_knew_the_person() {
        let speaks = Choice { speaks: Some(true), place: Place::Elsewhere, ..choice(2) };
        let not = Choice { speaks: Some(false), ..choice(1) };
        assert_eq!(of(&[not.clone(), speaks.clone()]), Some(2));
        let knew = Choice { speaks: Some(false), held_until: Some(date(2025, 1, 1)), ..choice(3) };
        assert_eq!(of(&[knew, speaks]), Some(3));
        assert!(not.reasons(1100).iter().any(|r| !r.speaks_for && r.words.contains("language")));
    }

    #[test]
    fn without_a_tier_somebody_is_still_recommended_and_the_page_says_what_is_not_known() {
        let unknown = Choice { grade_fits: None, ..choice(1) };
        assert_eq!(of(std::slice::from_ref(&unknown)), Some(1));
        assert!(unknown.reasons(1100).iter().any(|r| !r.speaks_for && r.words.contains("No tier yet")));
    }
}
