//! The page and the call of treatment: need, consent, ordered, begun, delivered to guidance, side by side, by delivery unit.
//! Counts of people; it names nobody.

use super::policy::{Policy, TreatmentKind};
use kernel::{Permission, RegionId, TeamId, UnitId};
use law::Sureness;
use organisation::{Region, Unit};
use serde::Serialize;
use std::collections::HashMap;
use store::{Cx, Failure, Result, params};
use utoipa::ToSchema;
use web::form::Form;
use web::{Answer, ApiDoc, Markup, Reply, Request, Route, html, ui};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/treatment", Permission::ReadProvision, show),
        Route::api_get("/api/v1/provision/treatment", Permission::ReadProvision, call).doc(
            ApiDoc::new("Need, consent, orders, beginnings and delivery of treatment, by delivery unit")
                .query("region", "the code of a region")
                .answers::<TreatmentsOut>(),
        ),
    ]
}

/// People, by how far they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    need: i64,
    severe: i64,
    consent: i64,
    ordered: i64,
    need_ordered: i64,
    begun: i64,
    guidance: i64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.need += other.need;
        self.severe += other.severe;
        self.consent += other.consent;
        self.ordered += other.ordered;
        self.need_ordered += other.need_ordered;
        self.begun += other.begun;
        self.guidance += other.guidance;
    }
}

/// Treatment of people under supervision.
#[derive(Debug, Serialize, ToSchema)]
struct TreatmentsOut {
    as_at: String,
    items: Vec<TreatmentOut>,
}

/// A kind of treatment in a delivery unit: people, not orders.
#[derive(Debug, Serialize, ToSchema)]
struct TreatmentOut {
    /// The code of the delivery unit.
    unit: String,
    /// `mental-health`, `drugs` or `alcohol`.
    kind: String,
    need: i64,
    severe_need: i64,
    /// Known from an order, or from joining a list by agreement.
    consent: i64,
    ordered: i64,
    /// With a need and without an order.
    need_without_order: i64,
    begun: i64,
    delivered_to_guidance: i64,
}

struct Asked {
    regions: Vec<Region>,
    units: Vec<Unit>,
    counts: HashMap<(UnitId, String), Counts>,
}

/// People with a row, by team and kind.
fn counted(cx: &mut Cx<'_>) -> Result<Vec<(TeamId, String, Counts)>> {
    let one = |condition: &str| format!("SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)");
    let sums = [
        one("severity IS NOT NULL"),
        one("severity = 'severe'"),
        one("agreed OR ordered_on IS NOT NULL"),
        one("ordered_on IS NOT NULL"),
        one("severity IS NOT NULL AND ordered_on IS NOT NULL"),
        one("begun_on IS NOT NULL"),
        one("guidance_on <= $1"),
    ];
    let sql = format!("SELECT team_id, kind, {} FROM view_treatment GROUP BY team_id, kind", sums.join(", "));
    let today = cx.today();
    cx.query(&sql, params![today])?
        .iter()
        .map(|row| {
            let counts = Counts {
                need: row.get(2)?,
                severe: row.get(3)?,
                consent: row.get(4)?,
                ordered: row.get(5)?,
                need_ordered: row.get(6)?,
                begun: row.get(7)?,
                guidance: row.get(8)?,
            };
            Ok((row.get(0)?, row.get(1)?, counts))
        })
        .collect()
}

fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<Asked> {
    let today = cx.today();
    let mut regions = organisation::regions(cx)?;
    regions.sort_by(|a, b| a.name.cmp(&b.name));
    let mut units = organisation::units(cx)?;
    let unit_of: HashMap<TeamId, UnitId> =
        organisation::teams(cx)?.iter().map(|team| (team.id, team.unit_id)).collect();
    let mut counts: HashMap<(UnitId, String), Counts> = HashMap::new();
    for (team, kind, more) in counted(cx)? {
        if let Some(unit) = unit_of.get(&team) {
            *counts.entry((*unit, kind)).or_default() += more;
        }
    }
    // A unit that closed is shown while it still has people.
    units.retain(|u| u.end_date.is_none_or(|end| today <= end) || counts.keys().any(|(unit, _)| *unit == u.id));
    let place = |id: RegionId| regions.iter().position(|region| region.id == id);
    units.sort_by(|a, b| (place(a.region_id), &a.name).cmp(&(place(b.region_id), &b.name)));
    if let Some(code) = req.query("region") {
        let region = regions.iter().find(|region| region.code == code).ok_or(Failure::NotFound)?.id;
        units.retain(|unit| unit.region_id == region);
    }
    Ok(Asked { regions, units, counts })
}

impl Asked {
    fn of(&self, unit: UnitId, kind: &str) -> Counts {
        self.counts.get(&(unit, kind.to_owned())).copied().unwrap_or_default()
    }

    fn total(&self, kind: &str) -> Counts {
        let mut total = Counts::default();
        for unit in &self.units {
            total += self.of(unit.id, kind);
        }
        total
    }
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked = asked(cx, req)?;
    let policy = Policy::shipped()?;
    let today = cx.today();
    let body = html! {
        h1.govuk-heading-l { "Treatment" }
        (provision::figures_navigation("/treatment"))
        p class="govuk-body govuk-!-margin-top-4" {
            "People under supervision, as at " (ui::day(today))
            ": who has the need, whose consent is known, who was ordered treatment, who began it, and to whom it was delivered to guidance."
        }
        div class="govuk-!-margin-bottom-6" { (filter(req, &asked.regions)) }
        @for kind in &policy.treatments {
            h2.govuk-heading-m { (kind.words) }
            (bars(&asked.total(&kind.code)))
            (table(&asked, kind))
        }
        (ui::details("What is counted", &meaning(policy, today)))
        @if cx.may(Permission::ReadPeople) {
            p.govuk-body { (ui::link("/not-begun", "What was ordered and has not begun in time")) }
        }
    };
    Ok(Reply::page(req.frame().titled("Treatment").within("/provision").crumb("/provision", "Provision"), body))
}

fn filter(req: &Request, regions: &[Region]) -> Markup {
    let form = Form::of(req.queries().to_vec());
    let options = regions.iter().map(|region| (region.code.clone(), region.name.clone()));
    let select = ui::select("region", "Region").option("", "All regions").options(options).show(&form);
    let fields = html! { div class="govuk-!-margin-bottom-4" { (select) } };
    let on = regions.iter().find(|region| req.query("region") == Some(&region.code));
    let on = on.map(|region| ("region", region.code.clone(), format!("Region: {}", region.name))).into_iter().collect();
    ui::FilterPanel { list: req.address(), names: vec!["region"], on, fields }.show()
}

fn as_f64(number: i64) -> f64 {
    i32::try_from(number).map_or(f64::MAX, f64::from)
}

fn bars(counts: &Counts) -> Markup {
    let bar = |label: &str, figure: i64| ui::Bar {
        label: html! { (label) },
        value: as_f64(figure),
        written: figure.to_string(),
        over: false,
    };
    let bars = [
        bar("Need", counts.need),
        bar("Consent known", counts.consent),
        bar("Ordered", counts.ordered),
        bar("Begun", counts.begun),
        bar("Delivered to guidance", counts.guidance),
    ];
    ui::bars(1.0, &bars)
}

fn table(asked: &Asked, kind: &TreatmentKind) -> Markup {
    let names =
        ["Need", "of these severe", "Consent known", "Ordered", "Need without order", "Begun", "Delivered to guidance"];
    let columns =
        std::iter::once(ui::column("Delivery unit")).chain(names.iter().map(|name| ui::column(name).numeric()));
    let row = |name: Markup, c: Counts| {
        let figures = [c.need, c.severe, c.consent, c.ordered, c.need - c.need_ordered, c.begun, c.guidance];
        std::iter::once(name).chain(figures.iter().map(|figure| html! { (figure) })).collect::<Vec<_>>()
    };
    let rows = asked.units.iter().map(|unit| row(html! { (unit.name) }, asked.of(unit.id, &kind.code)));
    let all = std::iter::once(row(html! { strong { "All" } }, asked.total(&kind.code)));
    ui::Table::new(format!("{}: people by delivery unit", kind.words), columns)
        .unseen_caption()
        .rows(rows.chain(all))
        .show()
}

fn meaning(policy: &Policy, today: kernel::Date) -> Markup {
    let sure = |sure: Sureness| if sure == Sureness::Known { "known" } else { "assumed" };
    html! {
        ul.govuk-list.govuk-list--bullet {
            li { "Need: by the newest signed assessment. For mental health, by single answers: psychiatric treatment now, or significant psychological problems." }
            li { "Consent known: a court that orders treatment has asked for it, and so has a list that somebody joined by agreement. Elsewhere consent is not recorded, and the person is not counted." }
            li { "Ordered: by a requirement of an order; of several, the open and newest one." }
            li { "Begun: as recorded on the requirement or by the provider." }
            @if let Some(guidance) = policy.guidance(today) {
                li {
                    "Delivered to guidance: begun within " (ui::count(i64::from(guidance.begin_weeks), "week", "weeks"))
                    " of the order, and kept up for " (ui::count(i64::from(guidance.keep_weeks), "week", "weeks"))
                    " or completed before (" (sure(guidance.sure)) ": " (guidance.source) ")."
                }
            }
        }
    }
}

fn call(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked = asked(cx, req)?;
    let mut items = Vec::new();
    for unit in &asked.units {
        for kind in &Policy::shipped()?.treatments {
            let c = asked.of(unit.id, &kind.code);
            items.push(TreatmentOut {
                unit: unit.code.clone(),
                kind: kind.code.clone(),
                need: c.need,
                severe_need: c.severe,
                consent: c.consent,
                ordered: c.ordered,
                need_without_order: c.need - c.need_ordered,
                begun: c.begun,
                delivered_to_guidance: c.guidance,
            });
        }
    }
    let out = TreatmentsOut { as_at: cx.today().to_string(), items };
    Ok(Reply::json(200, serde_json::to_value(out).map_err(|e| Failure::broken(e.to_string()))?))
}
