//! What is open after supervision meetings, for the page of whoever is signed in: their own actions, and those of the people
//! with whom they met that are past their day.

use super::store::{MeetingAction, actions_for};
use kernel::{Date, StaffId};
use organisation::StaffLine;
use std::collections::BTreeMap;
use store::{Cx, Result};
use web::{Markup, html, ui};

/// The panel, and how many of its actions are past their day; nothing when nothing is open.
///
/// # Errors
/// When the database fails.
pub fn meeting_panel(cx: &mut Cx<'_>, reader: StaffId, most: usize) -> Result<Option<(Markup, usize)>> {
    let all = actions_for(cx, reader, i64::try_from(most).unwrap_or(i64::MAX))?;
    if all.is_empty() {
        return Ok(None);
    }
    let staff = organisation::staff_lines(cx, &all.iter().flat_map(|a| [a.owner_id, a.staff_id]).collect::<Vec<_>>())?;
    let today = cx.today();
    let late = all.iter().filter(|a| a.is_overdue(today)).count();
    Ok(Some((table(&all, &staff, reader, today), late)))
}

fn table(all: &[MeetingAction], staff: &BTreeMap<StaffId, StaffLine>, reader: StaffId, today: Date) -> Markup {
    let columns = ["What", "Who", "By", "Action"].map(ui::column);
    let name = |id: StaffId| staff.get(&id).map_or("Not known", |line| line.name.as_str());
    let rows = all.iter().map(|a| {
        let at = staff.get(&a.staff_id).map(|line| format!("/staff/{}/meetings/actions/{}", line.code, a.id));
        [
            html! { (a.what) },
            html! { @if a.owner_id == reader { "You" } @else { (name(a.owner_id)) } },
            html! { (ui::short_day(a.due_on)) @if a.is_overdue(today) { " " (ui::tag(ui::Colour::Red, "Past its day")) } },
            html! { @if let Some(at) = at { (ui::link_about(&at, "Record the outcome", &a.what)) } },
        ]
    });
    html! {
        section class="govuk-!-margin-bottom-8" {
            (ui::Table::new("Agreed in supervision meetings", columns).rows(rows).show())
        }
    }
}
