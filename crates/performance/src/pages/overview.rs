//! The overview of a place: headline measures, each with its quality or outcome beside it, and their trends as pictures and as
//! a table.

use super::Asked;
use crate::figures::{Sheet, Shown, target_of};
use crate::groups::Grouping;
use crate::periods::Period;
use crate::picture::{Bar, trend};
use crate::policy::Measure;
use jiff::ToSpan;
use kernel::Permission;
use store::Cx;
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked = Asked::read(cx, req)?;
    let sheet = Sheet::of_place(cx, asked.place.id)?;
    let mut groups: Vec<&str> = Vec::new();
    for measure in asked.policy.measures_on(asked.today) {
        if !groups.contains(&measure.group.as_str()) {
            groups.push(&measure.group);
        }
    }
    let body = html! {
        h1.govuk-heading-l { "Performance" }
        p class="govuk-body-l" { (asked.place.name) ", " (asked.time_words()) }
        (asked.as_at())
        div class="govuk-!-margin-bottom-6" { (asked.filter(req)) }
        @if asked.counting.is_some() {
            @for group in groups {
                (section(&asked, &sheet, group))
            }
            h2.govuk-heading-m { "How figures are shown" }
            (asked.small_numbers())
            p.govuk-body { "Each figure is a share of what is counted. Beside it stands the measure that says whether it is worth anything: being in time is never shown without how well it was done or what came of it." }
        }
        @if cx.may(Permission::Oversee) {
            (req.button_frame("/performance/count").show(&ui::button("Count again now").secondary().show()))
        }
    };
    Ok(Reply::page(req.frame().titled("Performance").within("/performance"), body))
}

fn shown(asked: &Asked, sheet: &Sheet, measure: &str, period: Period) -> Shown {
    let cell = sheet.cell(asked.place.id, measure, &period.code(), (Grouping::All, ""));
    Shown::of(cell, asked.limits)
}

fn section(asked: &Asked, sheet: &Sheet, group: &str) -> Markup {
    let measures: Vec<&Measure> = asked.policy.measures_on(asked.today).filter(|m| m.group == group).collect();
    let stats: Vec<ui::Stat> = measures.iter().map(|measure| stat(asked, sheet, measure)).collect();
    html! {
        section class="govuk-!-margin-bottom-8" {
            h2.govuk-heading-m { (group) }
            (ui::stats(&stats))
            div.govuk-grid-row {
                @for measure in &measures {
                    div.govuk-grid-column-one-half {
                        h3.govuk-heading-s { (measure.name) }
                        (picture(asked, sheet, measure))
                    }
                }
            }
            (table(asked, sheet, group, &measures))
        }
    }
}

fn stat(asked: &Asked, sheet: &Sheet, measure: &Measure) -> ui::Stat {
    let own = shown(asked, sheet, &measure.code, asked.period);
    let beside = asked.policy.measure(&measure.beside);
    let quality =
        beside.map(|other| format!("{}: {}", other.name, shown(asked, sheet, &other.code, asked.period).words()));
    let before = asked.before().map(|period| shown(asked, sheet, &measure.code, period)).and_then(Shown::percent);
    let before = before.map(|percent| format!("Was {percent}% before. "));
    ui::Stat {
        figure: own.words(),
        label: measure.name.clone(),
        href: Some(asked.path(&format!("/{}", measure.code))),
        urgent: false,
        beside: quality.map(|quality| format!("{}{quality}", before.unwrap_or_default())),
    }
}

fn picture(asked: &Asked, sheet: &Sheet, measure: &Measure) -> Markup {
    let bars: Vec<Bar> = asked
        .trend()
        .into_iter()
        .map(|period| Bar {
            label: period.short(),
            shown: shown(asked, sheet, &measure.code, period),
            is_over: period.is_over(asked.today),
        })
        .collect();
    let target = target_of(asked.policy, &measure.code, asked.period.after().saturating_sub(1.day()));
    trend(&measure.name, &bars, target)
}

fn table(asked: &Asked, sheet: &Sheet, group: &str, measures: &[&Measure]) -> Markup {
    let columns = std::iter::once(ui::column("Time")).chain(measures.iter().map(|m| ui::column(&m.name).numeric()));
    let rows = asked.trend().into_iter().rev().map(|period| {
        let so_far = if period.is_over(asked.today) { "" } else { " (so far)" };
        let first = html! { (period.short()) (so_far) };
        let cells = measures.iter().map(move |measure| {
            let own = shown(asked, sheet, &measure.code, period);
            let share = matches!(own, Shown::Share { .. });
            html! { (own.words()) @if share { " (" (own.counts()) ")" } }
        });
        std::iter::once(first).chain(cells).collect::<Vec<_>>()
    });
    let table = ui::Table::new(format!("{group}, the newest first"), columns).rows(rows).show();
    ui::details("The same figures as a table", &table)
}
