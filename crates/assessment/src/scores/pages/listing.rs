//! The queue of proposals that wait for whoever oversees the teams, and how often each officer went up and down.

use super::{band_tag, name_of};
use crate::scores::overrides::{Counted, override_counts, waiting_overrides};
use crate::scores::{Direction, OverrideRow};
use jiff::ToSpan;
use kernel::{PersonId, StaffId};
use people::PersonLine;
use std::collections::{BTreeMap, HashMap};
use store::Cx;
use web::{Answer, Markup, Reply, Request, html, ui};

const PER_PAGE: usize = 25;
/// The period counted.
const MONTHS: i64 = 12;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let teams = access::my_teams(cx)?;
    let rows = waiting_overrides(cx, &teams)?;
    let from = usize::try_from(req.page() - 1).unwrap_or(usize::MAX).saturating_mul(PER_PAGE);
    let page: Vec<&OverrideRow> = rows.iter().skip(from).take(PER_PAGE).collect();
    let people: Vec<PersonId> = page.iter().map(|row| row.person_id).collect();
    let lines = people::lines(cx, &people)?;
    cx.note_shown("list", "proposed bands", &people);
    let today = cx.today();
    let since = today.checked_sub(MONTHS.months()).unwrap_or(today);
    let counts = override_counts(cx, &teams, since, today)?;
    let staff: Vec<StaffId> = counts.iter().filter_map(|count| count.staff).collect();
    let names: BTreeMap<StaffId, String> =
        organisation::staff_lines(cx, &staff)?.into_iter().map(|(id, line)| (id, line.name)).collect();
    let body = html! {
        h1.govuk-heading-l { "Officers’ own bands" }
        @if page.is_empty() { (ui::empty("No proposal waits for a decision in your teams.", None)) } @else { (queue(&page, &lines, rows.len())) }
        (ui::pagination(&req.address(), req.page(), PER_PAGE as u64, rows.len() as u64))
        h2.govuk-heading-m { "How bands were moved in the last 12 months" }
        p.govuk-body { "Bands are pushed both ways. The work that an officer had on the day stands beside, because it can explain a push." }
        @if counts.is_empty() { (ui::empty("No band was proposed.", None)) } @else { (counted(&counts, &names)) }
    };
    Ok(Reply::page(req.frame().titled("Officers’ own bands").crumb("/", "My work"), body))
}

fn queue(page: &[&OverrideRow], lines: &HashMap<PersonId, PersonLine>, all: usize) -> Markup {
    let rows = page.iter().map(|row| {
        let line = lines.get(&row.person_id);
        let title = name_of(row.generation, &row.model).map_or(row.model.as_str(), |named| named.title);
        let (who, score) = match line {
            Some(line) if !line.restricted => {
                let href = format!("/people/{}/risk/overrides/{}", line.crn, row.id);
                (
                    html! { a.govuk-link href={ "/people/" (line.crn) } { (line.name) } br; (line.crn) },
                    ui::link_about(&href, title, &format!("of {}", line.name)),
                )
            }
            Some(line) => (html! { (line.crn) " " (ui::tag(ui::Colour::Grey, "Restricted")) }, html! { (title) }),
            None => (html! { "Not known" }, html! { (title) }),
        };
        let way = if row.direction == Direction::Up { " up to " } else { " down to " };
        [
            who,
            score,
            html! { (band_tag(&row.computed_band)) (way) (band_tag(&row.band)) },
            html! { (ui::short_day(row.since)) },
        ]
    });
    ui::Table::new(
        format!("Waiting for a decision, {all} in all"),
        ["Person", "Score", "Band", "Proposed"].map(ui::column),
    )
    .rows(rows)
    .show()
}

fn counted(counts: &[Counted], names: &BTreeMap<StaffId, String>) -> Markup {
    let one =
        |figure: Option<f64>, unit: &str| figure.map_or_else(|| "Not known".to_owned(), |f| format!("{f:.0}{unit}"));
    let rows = counts.iter().map(|count| {
        let name = count.staff.and_then(|id| names.get(&id)).map_or("A program", String::as_str);
        [
            html! { (name) },
            html! { (count.up) },
            html! { (count.down) },
            html! { (count.confirmed) },
            html! { (count.refused) },
            html! { (count.people) },
            html! { (one(count.cases, "")) },
            html! { (one(count.capacity, "%")) },
        ]
    });
    let columns = [
        ui::column("Officer"),
        ui::column("Up").numeric(),
        ui::column("Down").numeric(),
        ui::column("Confirmed").numeric(),
        ui::column("Refused").numeric(),
        ui::column("People").numeric(),
        ui::column("Cases held, mean").numeric(),
        ui::column("Capacity taken, mean").numeric(),
    ];
    ui::Table::new("Proposals by officer", columns).unseen_caption().rows(rows).show()
}
