//! The breaches that a court hears on a day, with the way to their packs: for the page of the court's day.

use super::pages::state_tag;
use super::records::BreachLine;
use kernel::{CourtId, Date, PersonId};
use store::{Cx, Result, params};
use web::{Markup, html, ui};

/// More than one court hears on a day.
const MOST: i64 = 100;

/// The breaches that are listed there and then; nothing where there is none.
///
/// # Errors
/// When the database fails.
pub fn court_day_panel(cx: &mut Cx<'_>, court: CourtId, day: Date) -> Result<Markup> {
    let rest = "WHERE court_id = $1 AND hearing_on = $2 AND is_open = $3 ORDER BY person_id, id LIMIT $4";
    let rows = cx.list::<BreachLine>(rest, params![court, day, true, MOST])?;
    if rows.is_empty() {
        return Ok(html! {});
    }
    let ids: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", "breaches at court", &ids);
    let cells = rows.iter().filter_map(|row| {
        let person = lines.get(&row.person_id)?;
        let at = format!("/people/{}/breaches/{}", person.crn, row.id);
        Some([
            html! { @if person.restricted { (person.name) } @else { (ui::link(&at, &person.name)) } br; span.govuk-hint { (person.crn) } },
            state_tag(row.state),
            html! { @if !person.restricted { (ui::link_about(&format!("{at}/pack"), "Read the pack", &person.name)) } },
        ])
    });
    let columns = ["Person", "How it stands", "Pack"].map(ui::column);
    Ok(html! {
        h2.govuk-heading-m { "Breaches on this day" }
        (ui::Table::new("Breaches that the court hears on this day", columns).unseen_caption().rows(cells).show())
    })
}
