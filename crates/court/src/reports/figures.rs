//! How timely reports were beside how good they were, and how proposals and sentences agree, over a period. Timeliness is
//! never given without quality. The sums come from the reports' lines alone.

use super::concordance::{Compared, Verdict};
use super::records::{ReportKind, ReportLine};
use kernel::Date;
use std::collections::BTreeMap;
use store::{Cx, Result, params};

/// Of compared reports, how many are looked at requirement by requirement.
pub(super) const LOOKED_AT: i64 = 2_000;

/// One kind of report, or one court.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Timely {
    pub(super) signed: i64,
    pub(super) in_time: i64,
    pub(super) same_day: i64,
    /// Checked by somebody else.
    pub(super) checked: i64,
    /// Criteria met, and judged.
    pub(super) good: i64,
    pub(super) judged: i64,
    pub(super) returned: i64,
}

/// Everything of a period.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    pub(super) kinds: Vec<(ReportKind, Timely)>,
    /// How many sentences there are, by how they compare.
    pub(super) verdicts: BTreeMap<&'static str, i64>,
    /// Code of a requirement type to counts by verdict.
    pub(super) requirements: BTreeMap<String, BTreeMap<&'static str, i64>>,
    /// Open although the hearing has been.
    pub(super) overdue: i64,
}

/// A share in whole per cent; none of nothing.
#[must_use]
pub(super) fn share(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part * 100 + whole / 2) / whole)
}

/// The figures of reports signed from a day to a day.
pub(super) fn figures(cx: &mut Cx<'_>, from: Date, to: Date) -> Result<Figures> {
    let today = cx.today();
    let sql = "SELECT kind, count(*), count(CASE WHEN signed_on <= hearing_on THEN 1 END), \
        count(CASE WHEN same_day THEN 1 END), count(judged), CAST(coalesce(sum(good), 0) AS BIGINT), \
        CAST(coalesce(sum(judged), 0) AS BIGINT), count(CASE WHEN returned > 0 THEN 1 END) \
        FROM view_court_report WHERE signed_on >= $1 AND signed_on <= $2 GROUP BY kind";
    let mut figures = Figures::default();
    for row in cx.query(sql, params![from, to])? {
        let timely = Timely {
            signed: row.get(1)?,
            in_time: row.get(2)?,
            same_day: row.get(3)?,
            checked: row.get(4)?,
            good: row.get(5)?,
            judged: row.get(6)?,
            returned: row.get(7)?,
        };
        figures.kinds.push((row.get(0)?, timely));
    }
    figures.kinds.sort_by_key(|(kind, _)| kind.rank());
    let rest = format!(
        "WHERE signed_on >= $1 AND signed_on <= $2 AND verdict IS NOT NULL ORDER BY signed_on DESC, id LIMIT {LOOKED_AT}"
    );
    for line in cx.list::<ReportLine>(&rest, params![from, to])? {
        let Some(verdict) = line.verdict.as_deref().and_then(Verdict::of) else { continue };
        *figures.verdicts.entry(verdict.code()).or_default() += 1;
        let compared = line.compared.and_then(|c| serde_json::from_value::<Compared>(c).ok());
        for line in compared.map(|c| c.lines).unwrap_or_default() {
            *figures.requirements.entry(line.kind).or_default().entry(line.verdict.code()).or_default() += 1;
        }
    }
    let overdue = "SELECT count(*) FROM view_court_report WHERE state IN ('writing', 'returned', 'checked', 'checking') AND hearing_on < $1";
    figures.overdue = cx.count(overdue, params![today])?;
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_of_nothing_is_no_number() {
        assert_eq!(share(0, 0), None);
        assert_eq!([share(0, 4), share(1, 3), share(2, 3), share(4, 4)], [Some(0), Some(33), Some(67), Some(100)]);
    }
}
