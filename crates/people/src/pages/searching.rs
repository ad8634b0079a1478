//! The search page: one box for name, CRN, PNC, prison number and date of birth; each hit says what matched.

use super::details::person_link;
use crate::search::{Found, PER_PAGE, search};
use maud::{Markup, html};
use store::Cx;
use web::ui::{Colour, Table, column, empty, link_button, pagination, search_box, tag};
use web::{Answer, Reply, Request};

pub(super) fn page(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked = req.query("q").unwrap_or_default().trim();
    let page = req.page();
    let found = search(cx, asked, usize::try_from(page).unwrap_or(1))?;
    let may_add = cx.may(kernel::Permission::EditPeople);
    let total = u64::try_from(found.total).unwrap_or_default();
    let add = may_add.then(|| link_button("/people/new", "Add a person").secondary().show());
    let mut frame = req.frame().titled(if asked.is_empty() { "Search".into() } else { format!("Search: {asked}") });
    frame.search = None;
    let body = html! {
        h1.govuk-heading-l { "Search" }
        (search_box("q", "/search", "Name, CRN, PNC, prison number or date of birth", asked))
        @if asked.is_empty() {
            p.govuk-body { "You can type several: for example, ann jones 7/3/1985. Names may be misspelt or the wrong way round." }
        } @else if found.hits.is_empty() {
            (empty("Nobody was found. Check the spelling, or search with less.", None))
        } @else {
            @if found.more {
                p.govuk-body { "Too many people fit this to list them all: these are " (found.total) " of them, those who fit it most closely. Add a first name or a date of birth to find fewer." }
            }
            (table(&found.hits))
            (pagination(&req.address(), page, PER_PAGE as u64, total))
        }
        @if let Some(add) = &add { (add) }
    };
    Ok(Reply::page(frame, body))
}

fn table(hits: &[Found]) -> Markup {
    let mut table = Table::new("People found, best match first", ["Name", "Date of birth", "What matched"].map(column));
    for hit in hits {
        if hit.restricted {
            table.push([html! { (hit.crn) " " (tag(Colour::Purple, "Restricted")) }, html! {}, html! {}]);
        } else {
            let born = hit.born.map(web::ui::day).unwrap_or_else(|| "Not known".into());
            let matched = html! { @for words in &hit.matched { div { (words) } } };
            table.push([person_link(&hit.crn, &hit.name), html! { (born) }, matched]);
        }
    }
    table.unseen_caption().show()
}
