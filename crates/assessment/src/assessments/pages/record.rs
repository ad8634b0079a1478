//! What the record knows of the offending already: shown beside the questions, never asked again.

use crate::scores::Past;
use people::OpenPerson;
use store::{Cx, Result};
use web::{Markup, html, ui};

/// Age, convictions and offences out of the record.
///
/// # Errors
/// When the database fails.
pub(super) fn panel(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<(Markup, Past)> {
    let today = cx.today();
    let events = sentences::events(cx, &open.keys)?;
    let offences = events.iter().flat_map(|e| &e.offences).filter(|o| o.removed.is_none());
    let mut days: Vec<kernel::Date> = offences.clone().filter_map(|o| o.convicted_on).collect();
    days.sort_unstable();
    days.dedup();
    let past = Past::of(&events);
    let mut rows = Vec::new();
    if let Some(born) = open.person.born {
        rows.push(ui::row("Age", format!("{} (born {})", ui::age(born, today), ui::day(born))));
    }
    rows.push(ui::row("Convictions on this record", days.len().to_string()));
    if let Some(last) = days.last() {
        rows.push(ui::row("Latest conviction", ui::day(*last)));
    }
    if let Some(number) = past.sanctions() {
        let days: Vec<String> = past.earlier.iter().copied().map(ui::short_day).collect();
        rows.push(ui::row("Sanctions, with the current one", format!("{number}: before it {}", days.join(", "))));
    }
    if !past.sexual.is_empty() {
        let told = past.sexual.iter().map(|o| format!("{} (event {}, code {})", o.title, o.event, o.code));
        rows.push(ui::row("Sexual offences, by their codes", told.collect::<Vec<_>>().join("; ")));
    }
    let named: Vec<String> = offences
        .map(|o| match o.convicted_on {
            Some(on) => format!("{} ({})", o.title, ui::short_day(on)),
            None => o.title.clone(),
        })
        .collect();
    rows.push(ui::row(
        "Offences",
        html! {
            @if named.is_empty() { "None recorded" }
            @for (n, words) in named.iter().enumerate() { @if n > 0 { br; } (words) }
        },
    ));
    Ok((ui::SummaryCard::new("From the record").action(&open.path("/sentence"), "Sentence").rows(&rows), past))
}
