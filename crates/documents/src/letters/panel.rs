//! The newest documents on the person's overview.

use super::read::{DocumentLine, newest_question};
use super::records::Document;
use people::OpenPerson;
use store::{Cx, Result};
use web::ui::{self, Colour, SummaryCard};
use web::{Markup, html};

/// A card with the newest documents; one statement, which [`newest_question`] foretells.
///
/// # Errors
/// When the database fails.
pub fn panel(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let newest = cx.ask_list::<Document>(&newest_question(&open.keys))?;
    let newest: Vec<DocumentLine> = newest.into_iter().map(DocumentLine::from).collect();
    let content = html! {
        @if newest.is_empty() { p.govuk-body { "No letter has been written yet." } }
        @else {
            ul.govuk-list {
                @for line in &newest {
                    li { (ui::link(&line.path(open), &line.name)) ", " (ui::short_day(line.made_on)) " " (state(line)) }
                }
            }
        }
    };
    Ok(SummaryCard::new("Documents").action(&open.path("/documents"), "See all").holding(&content))
}

/// Whether it still stands.
pub(super) fn state(line: &DocumentLine) -> Markup {
    html! { @if line.withdrawn { (ui::tag(Colour::Grey, "Withdrawn")) } }
}
