//! Months, in UTC, and the partitions that PostgreSQL keeps them in, made ahead.

use super::TABLE;
use crate::{Asker, Cx, Database, Failure, House, Value};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kernel::Instant;

/// How many months ahead there is a partition.
const AHEAD: i32 = 3;
/// Up to here one partition holds everything: what was written before there were months.
const FIRST: Month = Month { year: 2027, month: 1 };
/// Longest wait for the lock that a new partition needs: readers must not queue behind it.
const LOCK: &str = "SET LOCAL lock_timeout = 2000";

/// One month of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month of an instant.
    #[must_use]
    pub fn of(at: Instant) -> Month {
        let day = at.timestamp().to_zoned(TimeZone::UTC).date();
        Month { year: day.year(), month: day.month() }
    }

    /// So many months later, or earlier.
    #[must_use]
    pub fn plus(self, months: i32) -> Month {
        let day = self.first_day().saturating_add(months.months());
        Month { year: day.year(), month: day.month() }
    }

    fn first_day(self) -> Date {
        Date::constant(self.year, self.month, 1)
    }

    /// Its first microsecond.
    #[must_use]
    pub fn begins(self) -> Instant {
        let begins = self.first_day().to_zoned(TimeZone::UTC).map(|z| z.timestamp());
        begins.unwrap_or(Timestamp::MAX).into()
    }

    /// The first microsecond after it.
    #[must_use]
    pub fn ends(self) -> Instant {
        self.plus(1).begins()
    }

    pub(super) fn partition(self) -> String {
        format!("{TABLE}_{:04}_{:02}", self.year, self.month)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl std::str::FromStr for Month {
    type Err = String;
    fn from_str(text: &str) -> Result<Month, String> {
        let wrong = || format!("{text} is no month: write it as 2027-01");
        let day: Date = format!("{text}-01").parse().map_err(|_| wrong())?;
        if text.len() == 7 { Ok(Month { year: day.year(), month: day.month() }) } else { Err(wrong()) }
    }
}

/// The partitions that the log has now.
pub(super) fn partitions(cx: &mut Cx<'_>) -> Result<Vec<String>, Failure> {
    let asked = format!(
        "SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid \
         WHERE i.inhparent = '{TABLE}'::regclass"
    );
    cx.query(&asked, &[])?.iter().map(|row| row.get(0)).collect()
}

impl House {
    /// Makes the partitions of this month and the next ones where they are missing, and gives their names. SQLite needs none.
    ///
    /// # Errors
    /// When the database fails, or when somebody reads the log for so long that it cannot be changed: the next turn tries
    /// again, and rows find a place meanwhile.
    pub fn make_log_months(&self) -> Result<Vec<String>, Failure> {
        if let Database::Sqlite(_) = self.database() {
            return Ok(Vec::new());
        }
        let asker = Asker::system("log months");
        let there = self.read(&asker, partitions)?;
        let this = Month::of(self.clock().now());
        let wanted = (0..=AHEAD).map(|n| this.plus(n)).filter(|m| *m >= FIRST && !there.contains(&m.partition()));
        let mut made = Vec::new();
        for month in wanted {
            self.write(&asker, |cx| make(cx, month))?;
            made.push(month.partition());
        }
        Ok(made)
    }
}

/// Rows of the month that came before its partition move into it.
fn make(cx: &mut Cx<'_>, month: Month) -> Result<(), Failure> {
    let (name, from, to) = (month.partition(), month.begins().0, month.ends().0);
    cx.execute(LOCK, &[])?;
    cx.execute(&format!("CREATE TABLE {name} (LIKE {TABLE} INCLUDING DEFAULTS)"), &[])?;
    let move_rows = format!(
        "WITH early AS (DELETE FROM {TABLE}_rest WHERE read_at >= $1 AND read_at < $2 RETURNING *) \
         INSERT INTO {name} SELECT * FROM early"
    );
    cx.execute(&move_rows, &[Value::Int(from), Value::Int(to)])?;
    cx.execute(&format!("ALTER TABLE {TABLE} ATTACH PARTITION {name} FOR VALUES FROM ({from}) TO ({to})"), &[])?;
    Ok(())
}

/// Takes the month's partition off the log; it stands alone afterwards. False where it has none of its own.
pub(super) fn detach(cx: &mut Cx<'_>, month: Month) -> Result<bool, Failure> {
    let name = month.partition();
    if !partitions(cx)?.contains(&name) {
        return Ok(false);
    }
    cx.execute(LOCK, &[])?;
    cx.execute(&format!("ALTER TABLE {TABLE} DETACH PARTITION {name}"), &[])?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_without_a_gap() {
        let december: Month = "2026-12".parse().unwrap_or(FIRST);
        assert_eq!(december.ends(), FIRST.begins());
        assert_eq!(FIRST.begins().0, 1_798_761_600_000_000, "what the migration says");
        assert_eq!(Month::of(Instant(FIRST.begins().0 - 1)), december);
        assert_eq!(Month::of(FIRST.begins()), FIRST);
        assert_eq!(FIRST.plus(-1), december);
        assert_eq!((FIRST.to_string(), FIRST.partition()), ("2027-01".into(), "access_log_2027_01".into()));
    }

    #[test]
    fn a_day_or_a_year_is_no_month() {
        for text in ["2027", "2027-01-05", "2027-13", "27-01", "January", ""] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }
}
