//! What other rooms show of what is due, a statement each: the lines of a person's overview, and the figures of my work.

use super::lists::{DueScope, counts, kinds_of};
use super::records::DueKind;
use kernel::{Date, PersonKeys};
use store::{Cx, Result};
use web::{Markup, html, ui};

/// One line that needs attention, with the person's page where it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    pub kind: DueKind,
    pub words: String,
    /// Reads on from the person's own address.
    pub page: &'static str,
}

/// What needs attention around a person, a line for each kind, for the overview.
///
/// # Errors
/// When the database fails.
pub fn attention(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Attention>> {
    let today = cx.today();
    let lines = kinds_of(cx, keys)?;
    Ok(lines.into_iter().map(|(kind, count, first)| line(kind, count, first, today)).collect())
}

fn line(kind: DueKind, count: i64, first: Date, today: Date) -> Attention {
    let what = ui::count(count, kind.one(), kind.several());
    let when = if first < today { "since" } else { "by" };
    let which = if count == 1 { "" } else { "the first " };
    Attention { kind, words: format!("{what}, {which}{when} {}", ui::day(first)), page: kind.page() }
}

/// What waits in a list, by kind, each leading to the part of the list that it counts; nothing where nothing waits.
///
/// # Errors
/// When the database fails.
pub fn work_panel(cx: &mut Cx<'_>, scope: &DueScope) -> Result<Option<Markup>> {
    let all = counts(cx, scope)?;
    if all.is_empty() {
        return Ok(None);
    }
    let (whose, title) = match scope {
        DueScope::Staff(_) => ("mine", "Assessments and plans of your people"),
        DueScope::Teams(_) => ("team", "Assessments and plans in your teams"),
    };
    let columns = [ui::column("What is due"), ui::column("How many").numeric(), ui::column("Past the date").numeric()];
    let rows = all.into_iter().map(|(kind, count, late)| {
        let href = format!("/reviews?whose={whose}&kind={}", kind.code());
        [ui::link(&href, kind.heading()), html! { (count) }, html! { (late) }]
    });
    Ok(Some(html! {
        section class="govuk-!-margin-bottom-8" {
            (ui::Table::new(title, columns).rows(rows).show())
            p.govuk-body { (ui::link(&format!("/reviews?whose={whose}"), "See all that is due")) }
        }
    }))
}
