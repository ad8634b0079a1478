//! The list of projects: filtered by delivery unit, with who is placed and what stands in the way of working there today.

use super::{day_words, path, state_tag};
use crate::placements::placed_counts;
use crate::policy::{NOTICE_DAYS, numbers};
use crate::projects::rules::ending_soon;
use crate::projects::store::beneficiary_names;
use crate::projects::{AssessmentKind, Project, WholeProject, whole};
use kernel::{Date, ProjectId, UnitId};
use store::{Cx, Result, Value};
use web::form::Form;
use web::ui::{self, column};
use web::{Answer, Markup, Reply, Request, html};

const PER_PAGE: u64 = 25;

/// One page of projects of a unit, those that run or those that ended.
fn found(cx: &mut Cx<'_>, unit: Option<UnitId>, ended: bool, page: u64) -> Result<(Vec<Project>, i64)> {
    let mut values = vec![Value::from(cx.today())];
    let mut condition = if ended { "end_date < $1" } else { "(end_date IS NULL OR end_date >= $1)" }.to_owned();
    if let Some(unit) = unit {
        values.push(unit.into());
        condition.push_str(" AND unit_id = $2");
    }
    let skipped = i64::try_from((page - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX);
    cx.page_of::<Project>(&condition, &values, "ORDER BY name, id", PER_PAGE.cast_signed(), skipped)
}

/// What an officer should know of a project before anybody works there.
pub(super) fn warnings(of: &WholeProject, today: Date, notice: i64) -> Vec<Markup> {
    let mut out = Vec::new();
    let missing =
        AssessmentKind::ALL.iter().filter(|k| !of.assessments.iter().any(|a| a.kind == **k && a.in_force(today)));
    let missing: Vec<String> = missing.map(|k| k.words().to_lowercase()).collect();
    if !missing.is_empty() {
        out.push(html! { (ui::tag(ui::Colour::Red, "Not assessed")) br; span.govuk-hint { "No " (missing.join(" and no ")) " is in force" } });
    }
    let partner = of.project.supervised_by == crate::projects::SupervisedBy::Partner;
    if partner && !of.agreements.iter().any(|a| a.stands_on(today)) {
        out.push(ui::tag(ui::Colour::Red, "No agreement"));
    }
    for (day, words) in ending_soon(&of.fitness(), today, notice) {
        out.push(html! { span.govuk-hint { (words) " " (ui::short_day(day)) } });
    }
    out
}

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (units, today) = (organisation::units(cx)?, cx.today());
    let unit = req.query("unit").and_then(|id| id.parse::<UnitId>().ok());
    let ended = req.query("show") == Some("ended");
    let (rows, total) = found(cx, unit, ended, req.page())?;
    let ids: Vec<ProjectId> = rows.iter().map(|p| p.id).collect();
    let placed = placed_counts(cx, &ids, today)?;
    let names = beneficiary_names(cx, &rows.iter().filter_map(|p| p.beneficiary_id).collect::<Vec<_>>())?;
    let notice = numbers(cx)?.on(NOTICE_DAYS, today)?;
    let all = whole(cx, rows)?;
    let cells = all.iter().map(|of| {
        let p = &of.project;
        let name = units.iter().find(|u| u.id == p.unit_id).map_or("Unknown", |u| u.name.as_str());
        [
            html! {
                (ui::link(&path(p.id, ""), &p.name)) br;
                span.govuk-hint { (p.code) ", " (p.kind.words()) @if let Some(b) = p.beneficiary_id.and_then(|id| names.get(&id)) { ", for " (b) } }
            },
            html! { (p.town.as_deref().unwrap_or(name)) },
            html! { @for (at, day) in of.days.iter().enumerate() { @if at > 0 { br; } (day_words(day)) } @if of.days.is_empty() { "No day set" } },
            html! { (placed.get(&p.id).copied().unwrap_or(0)) },
            html! {
                (state_tag(p, today))
                @if !ended { @for warning in warnings(of, today, notice) { br; (warning) } }
            },
        ]
    });
    let columns =
        [column("Project"), column("Where"), column("When"), column("Placed").numeric(), column("How it stands")];
    let tabs = [
        ui::Tab::new("/unpaid-work/projects", "That run or are to come").current(!ended),
        ui::Tab::new("/unpaid-work/projects?show=ended", "Ended").current(ended),
    ];
    let typed = Form::of(req.queries().iter().cloned());
    let chosen = unit.and_then(|id| units.iter().find(|u| u.id == id));
    let panel = ui::FilterPanel {
        list: req.address(),
        names: vec!["unit"],
        on: chosen.map(|u| vec![("unit", u.id.to_string(), format!("Delivery unit: {}", u.name))]).unwrap_or_default(),
        fields: ui::select("unit", "Delivery unit")
            .option("", "Any delivery unit")
            .options(units.iter().map(|u| (u.id.to_string(), u.name.clone())))
            .show(&typed),
    };
    let body = html! {
        h1.govuk-heading-l { "Projects" }
        p.govuk-body { "Where unpaid work is done, for whom, and whether it is safe to work there." }
        (ui::button_group(&html! {
            (ui::link_button("/unpaid-work/projects/new", "Add a project").show())
            (ui::link_button("/unpaid-work/beneficiaries", "Beneficiaries").secondary().show())
            (ui::link_button("/unpaid-work/nominations", "Nominations").secondary().show())
        }))
        (ui::sub_navigation("Which projects", &tabs))
        (ui::details("Show one delivery unit’s", &panel.show()))
        @if all.is_empty() { (ui::empty("There is no project here.", None)) } @else {
            (ui::Table::new("Projects by name", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(req.frame().within("/unpaid-work").crumb("/unpaid-work", "Unpaid work").titled("Projects"), body))
}
