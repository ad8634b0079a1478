//! What samples say: accuracy by item and by scorer, themes, how plans were rated, and timeliness with quality beside it.

use super::policy::standards;
use super::rules::{Accuracy, Quality, Timeliness};
use super::store::{Case, Sample, cases};
use kernel::{Date, SampleId, StaffId, TeamId};
use law::{Law, Nation};
use store::{Cx, Result, Value, params};

/// How timely the work of a sample was, with its quality in the same breath.
///
/// # Errors
/// When the database fails.
pub(super) fn timeliness(cx: &mut Cx<'_>, sample: &Sample, drawn: &[Case]) -> Result<Timeliness> {
    let sql = "SELECT COUNT(*), SUM(CASE WHEN agreed THEN 1 ELSE 0 END) FROM view_quality_mark WHERE sample_id = $1";
    let quality = quality_of(&cx.query(sql, params![sample.id])?)?;
    Ok(Timeliness::beside(on_time(cx, drawn)?, quality))
}

fn quality_of(rows: &[store::Row]) -> Result<Quality> {
    let Some(row) = rows.first() else { return Ok(Quality::NotSampled) };
    let (of, agreed) = (row.get::<i64>(0)?, row.get::<Option<i64>>(1)?.unwrap_or(0));
    let accuracy = Accuracy { agreed: whole(agreed), of: whole(of) };
    Ok(if accuracy.of == 0 { Quality::NotSampled } else { Quality::Sampled(accuracy) })
}

/// The accuracy of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfItem {
    pub item: String,
    pub accuracy: Accuracy,
    /// How often the first answer was lower, and higher.
    pub lower: u64,
    pub higher: u64,
}

/// The accuracy of one scorer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfScorer {
    pub scorer: Option<StaffId>,
    pub cases: u64,
    pub accuracy: Accuracy,
}

/// What a sample says so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    pub finished: u64,
    pub drawn: u64,
    pub overall: Accuracy,
    /// The least agreed first.
    pub items: Vec<OfItem>,
    pub scorers: Vec<OfScorer>,
    /// Code, and in how many cases it was found; the most frequent first.
    pub themes: Vec<(String, u64)>,
    /// Code, and how often it was not met, partly met and met.
    pub ratings: Vec<(String, [u64; 3])>,
    pub timeliness: Timeliness,
}

fn whole(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// What a sample says.
///
/// # Errors
/// When the database fails.
pub(super) fn results(cx: &mut Cx<'_>, sample: &Sample) -> Result<Results> {
    let items = by_item(cx, sample.id)?;
    let overall = items.iter().fold(Accuracy::default(), |sum, item| Accuracy {
        agreed: sum.agreed + item.accuracy.agreed,
        of: sum.of + item.accuracy.of,
    });
    let finished = cx.count(
        "SELECT COUNT(*) FROM view_quality_done WHERE sample_id = $1 AND finished = $2",
        params![sample.id, true],
    )?;
    let (themes, ratings) = notes(cx, sample.id)?;
    let drawn = cases(cx, sample.id)?;
    let quality = if overall.of == 0 { Quality::NotSampled } else { Quality::Sampled(overall) };
    let timeliness = Timeliness::beside(on_time(cx, &drawn)?, quality);
    let scorers = by_scorer(cx, sample.id)?;
    let drawn = u64::from(sample.drawn);
    Ok(Results { finished: whole(finished), drawn, overall, items, scorers, themes, ratings, timeliness })
}

fn by_item(cx: &mut Cx<'_>, id: SampleId) -> Result<Vec<OfItem>> {
    let sql = "SELECT item, COUNT(*), SUM(CASE WHEN agreed THEN 1 ELSE 0 END), \
               SUM(CASE WHEN distance < 0 THEN 1 ELSE 0 END), SUM(CASE WHEN distance > 0 THEN 1 ELSE 0 END) \
               FROM view_quality_mark WHERE sample_id = $1 GROUP BY item";
    let rows = cx.query(sql, params![id])?;
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        let number = |at: usize| -> Result<u64> { Ok(whole(row.get::<i64>(at)?)) };
        items.push(OfItem {
            item: row.get::<String>(0)?,
            accuracy: Accuracy { agreed: number(2)?, of: number(1)? },
            lower: number(3)?,
            higher: number(4)?,
        });
    }
    let share = |item: &OfItem| item.accuracy.percent().unwrap_or(0.0);
    items.sort_by(|a, b| share(a).total_cmp(&share(b)).then_with(|| a.item.cmp(&b.item)));
    Ok(items)
}

fn by_scorer(cx: &mut Cx<'_>, id: SampleId) -> Result<Vec<OfScorer>> {
    let sql = "SELECT scorer_id, COUNT(DISTINCT place), COUNT(*), SUM(CASE WHEN agreed THEN 1 ELSE 0 END) \
               FROM view_quality_mark WHERE sample_id = $1 GROUP BY scorer_id ORDER BY scorer_id";
    let rows = cx.query(sql, params![id])?;
    rows.iter()
        .map(|row| {
            let number = |at: usize| -> Result<u64> { Ok(whole(row.get::<i64>(at)?)) };
            let scorer = row.get::<Option<StaffId>>(0)?;
            Ok(OfScorer { scorer, cases: number(1)?, accuracy: Accuracy { agreed: number(3)?, of: number(2)? } })
        })
        .collect()
}

type Themes = Vec<(String, u64)>;
type Ratings = Vec<(String, [u64; 3])>;

fn notes(cx: &mut Cx<'_>, id: SampleId) -> Result<(Themes, Ratings)> {
    let sql = "SELECT code, value, COUNT(*) FROM view_quality_note WHERE sample_id = $1 \
               GROUP BY code, value ORDER BY code, value";
    let (mut themes, mut ratings): (Themes, Ratings) = (Vec::new(), Vec::new());
    for row in &cx.query(sql, params![id])? {
        let (code, value, count) = (row.get::<String>(0)?, row.get::<i64>(1)?, whole(row.get::<i64>(2)?));
        if code.starts_with("theme.") {
            themes.push((code, count));
            continue;
        }
        if ratings.last().is_none_or(|(last, _)| *last != code) {
            ratings.push((code, [0; 3]));
        }
        let slot = usize::try_from(value).ok();
        if let (Some((_, counts)), Some(slot)) = (ratings.last_mut(), slot)
            && let Some(slot) = counts.get_mut(slot)
        {
            *slot += count;
        }
    }
    themes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok((themes, ratings))
}

/// How many of these were signed within the service's number of working days.
fn on_time(cx: &mut Cx<'_>, cases: &[Case]) -> Result<Accuracy> {
    let today = cx.today();
    let standards = standards(cx, today)?;
    let within = standards.number("sign-within").and_then(|s| s.number).unwrap_or(0);
    let law = cx.part::<Law>()?;
    let days = law.working_days(Nation::EnglandAndWales);
    let on_time = cases.iter().filter(|case| days.between(case.begun_on, case.signed_on) <= i64::from(within)).count();
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    Ok(Accuracy { agreed: number(on_time), of: number(cases.len()) })
}

/// The quality of the work signed in a span of days by a team, as far as samples tell: what stands beside any figure of
/// timeliness.
///
/// # Errors
/// When the database fails.
pub fn quality_beside(cx: &mut Cx<'_>, team: Option<TeamId>, from: Date, to: Date) -> Result<Quality> {
    let mut values = vec![Value::from(from), Value::from(to)];
    let mut sql = "SELECT COUNT(*), SUM(CASE WHEN m.agreed THEN 1 ELSE 0 END) FROM view_quality_mark m \
                   JOIN quality_case c ON c.sample_id = m.sample_id AND c.place = m.place WHERE c.signed_on >= $1 AND c.signed_on <= $2"
        .to_owned();
    if let Some(team) = team {
        values.push(Value::from(team));
        sql.push_str(" AND c.team_id = $3");
    }
    quality_of(&cx.query(&sql, &values)?)
}
