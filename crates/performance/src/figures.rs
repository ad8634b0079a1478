//! Figures as they may be shown: a cell becomes a share, two counts where they are too few for a share, or nothing where it is
//! hidden. Everything that leaves the room goes through here, so that no page, file or call can show what is hidden.

use crate::chance::{Interval, interval};
use crate::groups::Grouping;
use crate::policy::{Measure, SmallNumbers};
use crate::records::Cell;
use kernel::{Date, placeholders};
use store::{Cx, Result, Value};
use uuid::Uuid;

/// A figure for whoever reads it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shown {
    /// There was nothing to count.
    Nothing,
    /// It would tell of a few people.
    Hidden,
    /// Too few for a share.
    Few {
        numerator: i64,
        denominator: i64,
    },
    Share {
        numerator: i64,
        denominator: i64,
        interval: Interval,
    },
}

impl Shown {
    pub(crate) fn of(cell: Option<&Cell>, limits: &SmallNumbers) -> Shown {
        let Some(cell) = cell.filter(|cell| cell.denominator > 0) else { return Shown::Nothing };
        let (numerator, denominator) = (cell.numerator, cell.denominator);
        if cell.hidden {
            return Shown::Hidden;
        }
        let found = interval(numerator, denominator, cell.people).filter(|_| denominator >= limits.base);
        found.map_or(Shown::Few { numerator, denominator }, |interval| Shown::Share {
            numerator,
            denominator,
            interval,
        })
    }

    /// Whole per cents; of shares that are not all and not none, never 0% or 100%.
    pub(crate) fn percent(self) -> Option<i64> {
        let Shown::Share { numerator, denominator, .. } = self else { return None };
        let rounded = (numerator * 200 + denominator) / (denominator * 2);
        Some(if numerator < denominator && numerator > 0 { rounded.clamp(1, 99) } else { rounded })
    }

    /// Large, or in a table's cell.
    pub(crate) fn words(self) -> String {
        match self {
            Shown::Nothing => "no figure".into(),
            Shown::Hidden => "not shown".into(),
            Shown::Few { numerator, denominator } => format!("{numerator} of {denominator}"),
            Shown::Share { .. } => self.percent().map_or_else(String::new, |percent| format!("{percent}%")),
        }
    }

    /// Of how many.
    pub(crate) fn counts(self) -> String {
        match self {
            Shown::Nothing => "nothing to count".into(),
            Shown::Hidden => "not shown".into(),
            Shown::Few { numerator, denominator } | Shown::Share { numerator, denominator, .. } => {
                format!("{} of {}", thousands(numerator), thousands(denominator))
            }
        }
    }

    pub(crate) fn interval(self) -> Option<Interval> {
        match self {
            Shown::Share { interval, .. } => Some(interval),
            _ => None,
        }
    }
}

/// 12,345.
pub(crate) fn thousands(number: i64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share in whole per cents.
pub(crate) fn percent_of(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// Cells of one or some places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet(Vec<Cell>);

impl Sheet {
    /// Everybody's figures of a place, every measure and time.
    pub(crate) fn of_place(cx: &mut Cx<'_>, place: Uuid) -> Result<Sheet> {
        let all = Grouping::All.code();
        cx.list("WHERE place_id = $1 AND grouping_code = $2", &[Value::Id(place), Value::from(all)]).map(Sheet)
    }

    /// Every figure of a place for some measures, all break-downs and times.
    pub(crate) fn of_measures(cx: &mut Cx<'_>, place: Uuid, measures: [&Measure; 2]) -> Result<Sheet> {
        let codes = Grouping::ALL.map(Grouping::code);
        let mut params = vec![Value::Id(place)];
        params.extend(codes.iter().map(|code| Value::from(*code)));
        params.extend(measures.iter().map(|measure| Value::from(measure.code.as_str())));
        let (first, second) = (placeholders(2, codes.len()), placeholders(2 + codes.len(), 2));
        let rest = format!("WHERE place_id = $1 AND grouping_code IN ({first}) AND measure IN ({second})");
        cx.list(&rest, &params).map(Sheet)
    }

    /// Everybody's figures of one measure and time at some places.
    pub(crate) fn of_places(cx: &mut Cx<'_>, places: &[Uuid], measure: &str, period: &str) -> Result<Sheet> {
        if places.is_empty() {
            return Ok(Sheet::default());
        }
        let ids = store::id_values(places);
        let among = placeholders(4, ids.len());
        let params = [vec![Value::from(Grouping::All.code()), Value::from(measure), Value::from(period)], ids].concat();
        let rest = format!("WHERE place_id IN ({among}) AND grouping_code = $1 AND measure = $2 AND period = $3");
        cx.list(&rest, &params).map(Sheet)
    }

    pub(crate) fn cell(&self, place: Uuid, measure: &str, period: &str, group: (Grouping, &str)) -> Option<&Cell> {
        self.0.iter().find(|cell| {
            cell.place_id == place
                && cell.measure == measure
                && cell.period == period
                && cell.grouping_code == group.0.code()
                && cell.group_code == group.1
        })
    }

    /// The share of all others of a break-down, from what is shown alone.
    pub(crate) fn others(&self, cell: &Cell, limits: &SmallNumbers) -> Option<Interval> {
        let whole = self.cell(cell.place_id, &cell.measure, &cell.period, (Grouping::All, ""))?;
        if whole.hidden || cell.hidden {
            return None;
        }
        let (numerator, denominator) = (whole.numerator - cell.numerator, whole.denominator - cell.denominator);
        let people = whole.people - cell.people;
        if denominator < limits.base || people < limits.people {
            return None;
        }
        interval(numerator, denominator, people)
    }
}

/// Whether a target holds for a measure on the last day of a time.
pub(crate) fn target_of(policy: &crate::policy::Policy, measure: &str, last: Date) -> Option<i64> {
    policy.target(measure, last).map(|row| row.percent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use kernel::date;

    fn cell(numerator: i64, denominator: i64, people: i64, hidden: bool) -> Cell {
        let (measure, period) = ("attendance".into(), "2026-11".into());
        let (grouping_code, group_code) = ("all".into(), String::new());
        Cell {
            place_id: Uuid::nil(),
            grouping_code,
            measure,
            period,
            group_code,
            numerator,
            denominator,
            people,
            hidden,
        }
    }

    fn shown(cell: &Cell) -> Shown {
        Shown::of(Some(cell), Policy::shipped().unwrap().small_numbers(date(2026, 11, 20)).unwrap())
    }

    #[test]
    fn what_is_hidden_tells_neither_share_nor_counts() {
        let hidden = shown(&cell(3, 12, 3, true));
        assert_eq!((hidden.words(), hidden.counts(), hidden.percent()), ("not shown".into(), "not shown".into(), None));
        assert!(!format!("{hidden:?}").contains('3'));
    }

    #[test]
    fn few_have_no_share_and_the_limit_has_one() {
        assert_eq!(shown(&cell(7, 9, 9, false)).words(), "7 of 9");
        assert_eq!(shown(&cell(7, 10, 10, false)).words(), "70%");
        assert_eq!(shown(&cell(0, 0, 0, false)), Shown::Nothing);
    }

    #[test]
    fn nearly_all_is_not_all() {
        assert_eq!(shown(&cell(999, 1000, 90, false)).percent(), Some(99));
        assert_eq!(shown(&cell(1, 1000, 90, false)).percent(), Some(1));
        assert_eq!(shown(&cell(1000, 1000, 90, false)).percent(), Some(100));
        assert_eq!(shown(&cell(2, 1000, 90, false)).counts(), "2 of 1,000");
    }
}
