//! How often each officer's bands went up and down, with the work that they had at the time.

use crate::scores::overrides::{Counted, override_counts};
use jiff::ToSpan;
use kernel::{StaffId, TeamId};
use std::collections::BTreeMap;
use store::{Cx, Result};
use web::{Markup, html, ui};

/// The period counted.
const MONTHS: i64 = 12;

/// Which way bands were moved in these teams, by officer. Two statements.
///
/// # Errors
/// When the database fails.
pub fn moved_bands(cx: &mut Cx<'_>, teams: &[TeamId]) -> Result<Markup> {
    let today = cx.today();
    let since = today.checked_sub(MONTHS.months()).unwrap_or(today);
    let counts = override_counts(cx, teams, since, today)?;
    let staff: Vec<StaffId> = counts.iter().filter_map(|count| count.staff).collect();
    let names: BTreeMap<StaffId, String> =
        organisation::staff_lines(cx, &staff)?.into_iter().map(|(id, line)| (id, line.name)).collect();
    Ok(html! {
        h2.govuk-heading-m { "How bands were moved in the last 12 months" }
        p.govuk-body { "Bands are pushed both ways. The work that an officer had on the day stands beside, because it can explain a push." }
        @if counts.is_empty() { (ui::empty("No band was proposed.", None)) } @else { (counted(&counts, &names)) }
    })
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
