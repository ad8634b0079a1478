//! Calls of performance: what is measured and how, and the figures of a place, hidden ones as hidden.

use crate::figures::{Sheet, Shown};
use crate::groups::{Grouping, Groups};
use crate::pages::Asked;
use crate::policy::{Measure, Policy};
use kernel::Permission;
use serde::Serialize;
use store::{Cx, Failure};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/performance/measures", Permission::ReadPerformance, measures).doc(
            ApiDoc::new("What is measured, how it is counted, and what stands beside it").answers::<MeasuresOut>(),
        ),
        Route::api_get("/api/v1/performance/{measure}/figures", Permission::ReadPerformance, figures).doc(
            ApiDoc::new("The figures of a measure at a place, by time and break-down; small ones are hidden")
                .query("place", "the code of a team, delivery unit or region; `all` for the whole service")
                .query("period", "such as 2026-11, 2026-Q4 or year; all times without it")
                .answers::<FiguresOut>(),
        ),
    ]
}

/// Every measure.
#[derive(Debug, Serialize, ToSchema)]
struct MeasuresOut {
    items: Vec<MeasureOut>,
}

/// A measure as the service counts it.
#[derive(Debug, Serialize, ToSchema)]
struct MeasureOut {
    code: String,
    name: String,
    says: String,
    numerator: String,
    denominator: String,
    leaves_out: String,
    source: String,
    /// The code of the measure of quality or outcome that stands beside it.
    beside: String,
    from: String,
    before: Option<String>,
    /// The target that holds today, in per cents, where the service has set one.
    target: Option<i64>,
}

/// The figures of a measure.
#[derive(Debug, Serialize, ToSchema)]
struct FiguresOut {
    measure: String,
    place: String,
    /// The day on which figures were last counted.
    as_at: Option<String>,
    beside: String,
    items: Vec<FigureOut>,
}

/// A figure.
#[derive(Debug, Serialize, ToSchema)]
struct FigureOut {
    period: String,
    from: String,
    /// The first day after the time.
    until: String,
    break_down: String,
    group: Option<String>,
    /// It would tell of a few people, or let them be worked out.
    hidden: bool,
    numerator: Option<i64>,
    denominator: Option<i64>,
    percent: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    /// The measure beside it, for everybody in the same time, in per cents.
    beside: Option<f64>,
}

fn json(out: impl Serialize) -> Answer {
    Ok(Reply::json(200, serde_json::to_value(out).map_err(|e| Failure::broken(e.to_string()))?))
}

fn measures(cx: &mut Cx<'_>, _: &Request) -> Answer {
    let (policy, today) = (Policy::shipped()?, cx.today());
    let out = |m: &Measure| MeasureOut {
        code: m.code.clone(),
        name: m.name.clone(),
        says: m.says.clone(),
        numerator: m.counts_numerator.clone(),
        denominator: m.counts_denominator.clone(),
        leaves_out: m.leaves_out.clone(),
        source: m.source.clone(),
        beside: m.beside.clone(),
        from: m.from.to_string(),
        before: m.before.map(|day| day.to_string()),
        target: policy.target(&m.code, today).map(|row| row.percent),
    };
    json(MeasuresOut { items: policy.measures_on(today).map(out).collect() })
}

fn figures(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked = Asked::read(cx, req)?;
    let measure = asked.measure(req)?;
    let beside = asked.beside(measure)?;
    let sheet = Sheet::of_measures(cx, asked.place.id, [measure, beside])?;
    let groups = Groups::of(asked.policy);
    let rounded = |share: f64| (share * 1000.0).round() / 10.0;
    let mut items = Vec::new();
    for period in asked.periods.iter().filter(|p| req.query("period").is_none_or(|code| p.code() == code)) {
        let everybody = sheet.cell(asked.place.id, &beside.code, &period.code(), (Grouping::All, ""));
        let beside = Shown::of(everybody, asked.limits).interval().map(|i| rounded(i.share));
        for grouping in Grouping::ALL {
            for (_, group) in groups.of_grouping(grouping) {
                let cell = sheet.cell(asked.place.id, &measure.code, &period.code(), (grouping, &group.code));
                let shown = Shown::of(cell, asked.limits);
                let counts = match shown {
                    Shown::Nothing => continue,
                    Shown::Hidden => None,
                    Shown::Few { numerator, denominator } | Shown::Share { numerator, denominator, .. } => {
                        Some((numerator, denominator))
                    }
                };
                items.push(FigureOut {
                    period: period.code(),
                    from: period.first.to_string(),
                    until: period.after().to_string(),
                    break_down: grouping.code().into(),
                    group: (grouping != Grouping::All).then(|| group.code.clone()),
                    hidden: shown == Shown::Hidden,
                    numerator: counts.map(|(numerator, _)| numerator),
                    denominator: counts.map(|(_, denominator)| denominator),
                    percent: shown.interval().map(|i| rounded(i.share)),
                    low: shown.interval().map(|i| rounded(i.low)),
                    high: shown.interval().map(|i| rounded(i.high)),
                    beside,
                });
            }
        }
    }
    json(FiguresOut {
        measure: measure.code.clone(),
        place: asked.place.code.clone(),
        as_at: asked.counting.as_ref().map(|c| c.today.to_string()),
        beside: measure.beside.clone(),
        items,
    })
}
