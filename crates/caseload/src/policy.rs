//! The service's own choices as dated rows: intervals between contacts by tier, reasons for allocating, what a
//! handover passes on. The files beside the sources are what is shipped; the service adds rows, and none is changed.

use jiff::civil::Date;
use kernel::Refusal;
use serde::Deserialize;
use std::sync::OnceLock;

/// The key of the row that holds for people without a recorded tier.
pub const UNTIERED: &str = "untiered";
/// The key of the row that holds for people in custody, whatever their tier.
pub const CUSTODY: &str = "custody";
/// The tiers a manager can record, highest first.
pub const TIERS: [&str; 7] = ["A", "B", "C", "D", "E", "F", "G"];
/// The longest interval that may be set, in days. A longer one would let somebody drop out of sight for half a year.
pub const LONGEST_INTERVAL: u32 = 182;

/// From `from` on, at most `days` calendar days pass between two contacts with a person of this tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    pub tier: String,
    pub days: u32,
    pub from: Date,
    /// True until the service has said the number itself.
    pub assumed: bool,
    pub source: String,
}

/// Rows in the order in which they were recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intervals(pub Vec<Interval>);

impl Intervals {
    /// The row in force on a day: the one with the latest first day, and of two with the same day the later recorded.
    #[must_use]
    pub fn at(&self, tier: &str, day: Date) -> Option<&Interval> {
        self.0.iter().filter(|row| row.tier == tier && row.from <= day).max_by_key(|row| row.from)
    }

    /// The row that holds for a person: custody before tier, and the untiered row where none is recorded. `day` is the
    /// day on which the clock started, so that a new row never makes anybody overdue after the fact. Before the first
    /// row of all, that row holds.
    #[must_use]
    pub fn of_person(&self, tier: Option<&str>, in_custody: bool, day: Date) -> Option<&Interval> {
        let key = if in_custody { CUSTODY } else { tier.unwrap_or(UNTIERED) };
        self.at(key, day).or_else(|| self.0.iter().filter(|row| row.tier == key).min_by_key(|row| row.from))
    }
}

/// Whether the service may add this row today.
///
/// # Errors
/// One refusal for each thing that is wrong: `unknown_tier`, `out_of_range`, `not_ahead`, `no_reason`.
pub fn check_interval(tier: &str, days: u32, from: Date, reason: &str, today: Date) -> Result<(), Vec<Refusal>> {
    let mut wrong = Vec::new();
    if !TIERS.contains(&tier) && tier != UNTIERED && tier != CUSTODY {
        wrong.push(Refusal::new("tier", "unknown_tier", "Select a tier from the list"));
    }
    if days == 0 || days > LONGEST_INTERVAL {
        let words = format!("Enter a number of days from 1 to {LONGEST_INTERVAL}");
        wrong.push(Refusal::new("days", "out_of_range", words));
    }
    if from <= today {
        // A row in the past would make people overdue on days that nobody can act on any more.
        wrong.push(Refusal::new("from", "not_ahead", "Enter a day after today"));
    }
    if reason.trim().is_empty() {
        wrong.push(Refusal::new("reason", "no_reason", "Say why the interval changes"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// When a manager may choose a reason for allocating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReasonKind {
    /// The person has no officer.
    First,
    /// The person moves from one officer to another.
    Change,
}

/// A reason for allocating.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Reason {
    pub code: String,
    pub words: String,
    pub kind: ReasonKind,
}

/// One thing that a handover passes on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Item {
    pub code: String,
    pub words: String,
    /// Cannot be set aside as not applicable.
    pub required: bool,
}

/// Everything shipped with this version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shipped {
    pub intervals: Intervals,
    pub reasons: Vec<Reason>,
    pub items: Vec<Item>,
    /// Working days within which the new officer accepts a handover.
    pub accept_within: u32,
}

#[derive(Deserialize)]
struct IntervalRow {
    tier: String,
    days: u32,
    from: toml::value::Datetime,
    assumed: bool,
    source: String,
}

#[derive(Deserialize)]
struct IntervalFile {
    interval: Vec<IntervalRow>,
}

#[derive(Deserialize)]
struct ReasonFile {
    reason: Vec<Reason>,
}

#[derive(Deserialize)]
struct ItemFile {
    accept_within_working_days: u32,
    item: Vec<Item>,
}

/// What is compiled into this version, read once.
///
/// # Errors
/// What is wrong with a file, in words. A test reads them, so that a binary with a broken file is never made.
pub fn shipped() -> Result<&'static Shipped, String> {
    static SHIPPED: OnceLock<Result<Shipped, String>> = OnceLock::new();
    SHIPPED.get_or_init(read_shipped).as_ref().map_err(Clone::clone)
}

fn read_shipped() -> Result<Shipped, String> {
    let intervals: IntervalFile = read(include_str!("../policy/contact_intervals.toml"))?;
    let reasons: ReasonFile = read(include_str!("../policy/allocation_reasons.toml"))?;
    let items: ItemFile = read(include_str!("../policy/handover_items.toml"))?;
    let rows: Result<Vec<Interval>, String> = intervals.interval.into_iter().map(interval).collect();
    Ok(Shipped {
        intervals: Intervals(rows?),
        reasons: reasons.reason,
        items: items.item,
        accept_within: items.accept_within_working_days,
    })
}

fn read<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|wrong| wrong.to_string())
}

fn interval(row: IntervalRow) -> Result<Interval, String> {
    let from = row.from.to_string().parse::<Date>().map_err(|wrong| format!("{}: {wrong}", row.tier))?;
    Ok(Interval { tier: row.tier, days: row.days, from, assumed: row.assumed, source: row.source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn every_tier_the_untiered_and_those_in_custody_have_an_interval_from_the_start() {
        let intervals = shipped().unwrap().intervals.clone();
        for tier in TIERS.into_iter().chain([UNTIERED, CUSTODY]) {
            let row = intervals.at(tier, date(2021, 6, 26)).unwrap();
            assert!(row.days > 0 && row.days <= LONGEST_INTERVAL, "{tier}");
            assert!(row.assumed, "{tier}: a number nobody has published must say so");
        }
    }

    #[test]
    fn nobody_without_a_tier_is_left_longer_than_the_highest_tier() {
        let intervals = shipped().unwrap().intervals.clone();
        let day = date(2026, 11, 22);
        assert_eq!(intervals.of_person(None, false, day).unwrap().days, intervals.at("A", day).unwrap().days);
    }

    #[test]
    fn a_new_row_holds_from_its_first_day_and_the_old_one_before() {
        let mut intervals = shipped().unwrap().intervals.clone();
        let from = date(2027, 1, 4);
        intervals.0.push(Interval { tier: "C".into(), days: 10, from, assumed: false, source: "region".into() });
        assert_eq!(intervals.at("C", date(2027, 1, 3)).unwrap().days, 14);
        assert_eq!(intervals.at("C", from).unwrap().days, 10);
    }

    #[test]
    fn an_interval_cannot_be_set_back_in_time_or_without_a_reason() {
        let wrong = check_interval("C", 0, date(2026, 1, 1), " ", date(2026, 11, 22)).unwrap_err();
        let codes: Vec<_> = wrong.iter().map(|r| r.code).collect();
        assert_eq!(codes, ["out_of_range", "not_ahead", "no_reason"]);
    }

    #[test]
    fn codes_of_reasons_and_items_are_used_once() {
        let shipped = shipped().unwrap();
        let mut codes: Vec<_> = shipped.reasons.iter().map(|r| &r.code).collect();
        codes.extend(shipped.items.iter().map(|i| &i.code));
        let count = codes.len();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }
}
