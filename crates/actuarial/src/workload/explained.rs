//! How a workload came about: cases by kind, reports, contacts, hours and reductions, down to the percentage.
//!
//! Always true: the lines sum to the total. It computes no points of its own.

use super::capacity::{Points, capacity_tenths};
use super::hours::Available;
use super::{Case, CaseTier, Location, PointsVersion};
use crate::account::Account;
use crate::data::Provenance;
use crate::explain::{Change, Explanation, Missing, Step, Term};
use std::collections::BTreeMap;

/// Cases of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub location: Location,
    pub tier: Option<CaseTier>,
    pub t2a: bool,
    pub count: i64,
    /// For each of them.
    pub each: i64,
}

/// Cases by kind, in the order of place and tier.
pub fn lines<'a>(version: &PointsVersion, cases: impl IntoIterator<Item = &'a Case>) -> Vec<Line> {
    let mut counted: BTreeMap<(Location, Option<CaseTier>, bool), i64> = BTreeMap::new();
    for c in cases {
        *counted.entry((c.location, c.tier, c.t2a)).or_default() += 1;
    }
    counted
        .into_iter()
        .map(|((location, tier, t2a), count)| {
            let each = tier.and_then(|t| version.case(location, t, t2a)).unwrap_or(0);
            Line { location, tier, t2a, count, each }
        })
        .collect()
}

/// A kind of work beside cases: its words, how often, and the points for each.
pub type Other<'a> = (&'a str, i64, i64);

/// Explains a workload: what takes points, and what gives them.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "points of a caseload have few digits")]
pub fn explain(
    version: &PointsVersion,
    lines: &[Line],
    others: &[Other<'_>],
    points: &Points,
    available: &Available,
    notes: Vec<String>,
) -> Account {
    let total = points.total();
    let tenths = capacity_tenths(total, available.points);
    let percent = format!("{}{}.{}%", if tenths < 0 { "-" } else { "" }, tenths.abs() / 10, tenths.abs() % 10);
    let mut terms: Vec<Term> = lines.iter().map(case_term).collect();
    terms.extend(others.iter().filter(|(_, count, _)| *count != 0).map(|(title, count, each)| Term {
        name: "other".to_owned(),
        title: (*title).to_owned(),
        value: format!("{count} at {each}"),
        contribution: (count * each) as f64,
    }));
    let untiered: i64 = lines.iter().filter(|l| l.tier.is_none()).map(|l| l.count).sum();
    let step = |what: String, result: String| Step { what, result };
    let hours_left = available.hours - available.reductions;
    let taken = Explanation {
        terms,
        unit: "points".to_owned(),
        total: Some(total as f64),
        score: Some(total as f64),
        missing: (untiered > 0)
            .then(|| Missing {
                field: "cases.tier".to_owned(),
                effect: format!("{untiered} without a tier: counted as cases, without points"),
            })
            .into_iter()
            .collect(),
        ..base(
            version,
            "points",
            "Points taken",
            "Points of each case by place and tier, of court reports, and of contacts done for others less those that others did",
        )
    };
    let given = Explanation {
        steps: vec![
            step("Points of the grade at full hours".to_owned(), available.target.to_string()),
            step(
                format!("{} hours less {} of reductions", available.hours, available.reductions),
                format!("{hours_left} hours"),
            ),
            step(
                format!("{} points for {} hours of {}", available.target, hours_left, available.default_hours),
                available.points.to_string(),
            ),
            step(format!("{total} of {} points", available.points), percent.clone()),
        ],
        unit: "points".to_owned(),
        score: Some(available.points as f64),
        would_change: vec![Change {
            what: if available.points >= total {
                "Points left until full".to_owned()
            } else {
                "Points above full".to_owned()
            },
            score: (available.points - total).abs() as f64,
            band: "100%".to_owned(),
        }],
        ..base(
            version,
            "available",
            "Points available",
            "The grade's target by the share of full hours that is left after reductions, cut to whole points; capacity is the points taken of these, to one decimal",
        )
    };
    let summary = format!("{total} of {} points: {percent}", available.points);
    Account { summary, parts: vec![taken, given], notes }
}

#[expect(clippy::cast_precision_loss, reason = "points of a caseload have few digits")]
fn case_term(line: &Line) -> Term {
    let tier = line.tier.map_or("without a tier".to_owned(), |t| t.to_string());
    let young = if line.t2a { ", young adult in transition" } else { "" };
    Term {
        name: "cases".to_owned(),
        title: format!("{tier}, {}{young}", line.location.words()),
        value: format!("{} at {}", line.count, line.each),
        contribution: (line.count * line.each) as f64,
    }
}

fn base(version: &PointsVersion, model: &str, title: &str, rule: &str) -> Explanation {
    Explanation {
        model: model.to_owned(),
        title: title.to_owned(),
        model_version: version.version.clone(),
        data: vec![Provenance {
            table: "workload points".to_owned(),
            version: version.version.clone(),
            source: version.source.clone(),
            licence: "MIT".to_owned(),
        }],
        about: "How much of an officer's time is taken".to_owned(),
        rule: rule.to_owned(),
        source: version.source.clone(),
        ..Explanation::default()
    }
}
