//! What a delivery unit can say of a requirement, from the offers that stand there: the soonest likely day, or why there is
//! none, and whether people in the country are reached.

use crate::Reach;
use kernel::{Date, OfferId, UnitId};

/// One offer, and when somebody who joins its list today would begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub offer: OfferId,
    pub service: String,
    pub service_code: String,
    pub provider: String,
    pub reach: Reach,
    pub reach_words: Option<String>,
    /// Whom alone it takes, such as "women only"; none where it takes everybody.
    pub only: Option<String>,
    /// Waiting, without a place.
    pub waiting: i64,
    /// Free places that are known ahead.
    pub places: i64,
    pub median: Option<Date>,
    pub likely: Option<Date>,
    /// What is missing for a day.
    pub lacks: Option<&'static str>,
    /// The last day of the offer, where it is known.
    pub ends: Option<Date>,
}

/// Whether people in the country are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rural {
    No,
    Part,
    /// By telephone or video.
    Remote,
    Yes,
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No offer delivers it here.
    NotHere,
    /// There is an offer, and no day can be told.
    NoDay,
    /// Somebody who joins today begins by these days, of the offer that speaks.
    Waits { median: Option<Date>, likely: Date },
}

/// A requirement in a delivery unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub unit: UnitId,
    /// A requirement type of the law.
    pub requirement: String,
    pub standing: Standing,
    /// Of the offer that speaks; none where there is no offer.
    pub rural: Option<Rural>,
    pub waiting: i64,
    /// The offers behind it, the soonest first.
    pub lines: Vec<Line>,
}

impl Rural {
    pub(crate) fn of(reach: Reach) -> Rural {
        match reach {
            Reach::Whole => Rural::Yes,
            Reach::Partial => Rural::Part,
            Reach::Remote => Rural::Remote,
            Reach::NotRural => Rural::No,
        }
    }

    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Rural::Yes => "whole area",
            Rural::Remote => "by telephone or video",
            Rural::Part => "part of the area",
            Rural::No => "not in the country",
        }
    }

    /// For programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Rural::Yes => "whole",
            Rural::Remote => "remote",
            Rural::Part => "part",
            Rural::No => "none",
        }
    }
}

/// Whole weeks until a day, part of a week counted as one.
pub(crate) fn weeks(today: Date, day: Date) -> i32 {
    let days = today.until(day).map_or(0, |span| span.get_days()).max(0);
    (days + 6) / 7
}

/// Brings the offers of one requirement in one delivery unit together. The soonest that takes everybody speaks for the unit; one
/// that takes some alone speaks only where there is no other.
pub(crate) fn cell(unit: UnitId, requirement: &str, mut lines: Vec<Line>) -> Cell {
    let order = |line: &Line| {
        (line.likely.is_none(), line.only.is_some(), line.likely, line.median, line.service_code.clone(), line.offer)
    };
    lines.sort_by_key(order);
    let standing = match lines.first() {
        None => Standing::NotHere,
        Some(line) => match line.likely {
            Some(likely) => Standing::Waits { median: line.median, likely },
            None => Standing::NoDay,
        },
    };
    Cell {
        unit,
        requirement: requirement.to_owned(),
        standing,
        rural: lines.first().map(|line| Rural::of(line.reach)),
        waiting: lines.iter().map(|line| line.waiting).sum(),
        lines,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use uuid::Uuid;

    fn line(likely: Option<Date>, reach: Reach, waiting: i64) -> Line {
        Line {
            offer: OfferId(Uuid::nil()),
            service: "Service".into(),
            service_code: "S".into(),
            provider: "Provider".into(),
            reach,
            reach_words: None,
            only: None,
            waiting,
            places: 0,
            median: likely,
            likely,
            lacks: None,
            ends: None,
        }
    }

    fn of(lines: Vec<Line>) -> Cell {
        cell(UnitId(Uuid::nil()), "DRR", lines)
    }

    #[test]
    fn a_unit_without_an_offer_has_nothing_here() {
        let cell = of(vec![]);
        assert_eq!((cell.standing, cell.rural, cell.waiting), (Standing::NotHere, None, 0));
    }

    #[test]
    fn an_offer_without_a_day_is_not_the_same_as_no_offer() {
        assert_eq!(of(vec![line(None, Reach::Whole, 4)]).standing, Standing::NoDay);
    }

    #[test]
    fn the_soonest_likely_day_speaks_and_everybody_who_waits_counts() {
        let (soon, late) = (date(2026, 12, 1), date(2027, 2, 1));
        let cell = of(vec![
            line(None, Reach::Whole, 1),
            line(Some(late), Reach::Partial, 2),
            line(Some(soon), Reach::NotRural, 3),
        ]);
        assert_eq!(cell.standing, Standing::Waits { median: Some(soon), likely: soon });
        assert_eq!((cell.waiting, cell.rural), (6, Some(Rural::No)), "the reach is that of the offer that speaks");
    }

    #[test]
    fn an_offer_for_women_alone_does_not_speak_for_everybody() {
        let (soon, late) = (date(2026, 12, 1), date(2027, 2, 1));
        let women = Line { only: Some("women only".into()), ..line(Some(soon), Reach::Whole, 0) };
        let both = of(vec![women.clone(), line(Some(late), Reach::Whole, 0)]);
        assert_eq!(both.standing, Standing::Waits { median: Some(late), likely: late });
        let alone = of(vec![women, line(None, Reach::Whole, 0)]);
        assert_eq!(alone.standing, Standing::Waits { median: Some(soon), likely: soon });
        assert_eq!(alone.lines[0].only.as_deref(), Some("women only"));
    }

    #[test]
    fn part_of_a_week_counts_as_one() {
        let today = date(2026, 11, 23);
        for (day, expected) in [
            (date(2026, 11, 22), 0),
            (today, 0),
            (date(2026, 11, 24), 1),
            (date(2026, 11, 30), 1),
            (date(2026, 12, 1), 2),
        ] {
            assert_eq!(weeks(today, day), expected, "{day}");
        }
    }
}
