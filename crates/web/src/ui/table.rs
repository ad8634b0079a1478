//! Tables. The caption names the list and its order; a header that sorts is a link, because the order lives in the address
//! (`sort=due`, or `sort=-due` for the other way round) and is made by the server. Wide tables scroll within themselves.

use super::{Address, Example, link};
use maud::{Markup, Render, html};

/// One column; begin with [`column`].
#[derive(Clone, Debug)]
pub struct Column {
    words: String,
    numeric: bool,
    sort: Option<&'static str>,
    unseen: bool,
}

#[must_use]
pub fn column(words: &str) -> Column {
    Column { words: words.into(), numeric: false, sort: None, unseen: false }
}

impl Column {
    #[must_use]
    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }

    /// The name by which the address asks for this order.
    #[must_use]
    pub fn sort(mut self, by: &'static str) -> Self {
        self.sort = Some(by);
        self
    }

    /// The header is heard but not seen, for a column of links or boxes.
    #[must_use]
    pub fn unseen(mut self) -> Self {
        self.unseen = true;
        self
    }
}

/// What stands in a cell.
pub type Cell = Markup;

/// A table under construction.
#[derive(Clone, Debug)]
pub struct Table {
    caption: String,
    caption_look: &'static str,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    list: Option<Address>,
    first_is_header: bool,
}

impl Table {
    pub fn new(caption: impl Into<String>, columns: impl IntoIterator<Item = Column>) -> Table {
        Table {
            caption: caption.into(),
            caption_look: "govuk-table__caption--m",
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            list: None,
            first_is_header: true,
        }
    }

    /// The page already has a heading that says the same: the caption is heard but not seen.
    #[must_use]
    pub fn unseen_caption(mut self) -> Self {
        self.caption_look = "govuk-visually-hidden";
        self
    }

    /// The first cell of a row is not its name.
    #[must_use]
    pub fn plain_rows(mut self) -> Self {
        self.first_is_header = false;
        self
    }

    /// The address of the list as it is shown now; makes the headers with a `sort` into links.
    #[must_use]
    pub fn sortable(mut self, list: &Address) -> Self {
        self.list = Some(list.clone());
        self
    }

    pub fn push(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.push(cells);
        self
    }

    #[must_use]
    pub fn rows<R: IntoIterator<Item = Cell>>(mut self, rows: impl IntoIterator<Item = R>) -> Self {
        for row in rows {
            self.push(row);
        }
        self
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table in a frame that scrolls sideways on a narrow screen and can be reached with the keyboard.
    #[must_use]
    pub fn show(&self) -> Markup {
        html! { div.tc-scroll tabindex="0" role="region" aria-label=(self.caption) { (self.bare()) } }
    }

    pub(crate) fn bare(&self) -> Markup {
        html! {
            table.govuk-table {
                caption.govuk-table__caption.(self.caption_look) { (self.caption) }
                thead.govuk-table__head {
                    tr.govuk-table__row { @for column in &self.columns { (self.header(column)) } }
                }
                tbody.govuk-table__body {
                    @for row in &self.rows {
                        tr.govuk-table__row { @for (at, cell) in row.iter().enumerate() { (self.cell(at, cell)) } }
                    }
                }
            }
        }
    }

    fn header(&self, column: &Column) -> Markup {
        let inside = html! {
            @if column.unseen { span.govuk-visually-hidden { (column.words) } } @else { (column.words) }
        };
        let class =
            if column.numeric { "govuk-table__header govuk-table__header--numeric" } else { "govuk-table__header" };
        let (Some(list), Some(by)) = (&self.list, column.sort) else {
            return html! { th scope="col" class=(class) { (inside) } };
        };
        let (order, next) = match list.get("sort") {
            Some(now) if now == by => (Some("ascending"), format!("-{by}")),
            Some(now) if now.strip_prefix('-') == Some(by) => (Some("descending"), by.to_owned()),
            _ => (None, by.to_owned()),
        };
        html! {
            th scope="col" class=(class) aria-sort=[order] {
                a.govuk-link.govuk-link--no-visited-state.tc-sort href=(list.with("sort", &next)) {
                    (inside)
                    @if let Some(order) = order {
                        span aria-hidden="true" { (if order == "ascending" { " ▲" } else { " ▼" }) }
                    }
                }
            }
        }
    }

    fn cell(&self, at: usize, cell: &Cell) -> Markup {
        let numeric = self.columns.get(at).is_some_and(|column| column.numeric);
        html! {
            @if at == 0 && self.first_is_header {
                th scope="row" class="govuk-table__header" { (cell) }
            } @else {
                td.govuk-table__cell.govuk-table__cell--numeric[numeric] { (cell) }
            }
        }
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        self.show()
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let list = Address::new("/board", [("sort", "-days")]);
    let columns = || [column("Name").sort("name"), column("Next contact"), column("Days over").numeric().sort("days")];
    let row = |name: &str, days: u32| [link("/people/T000123", name), html! { "None" }, html! { (days) }];
    vec![
        (
            "table with an order",
            Table::new("People without a next contact, longest first", columns())
                .sortable(&list)
                .row(row("Ffion Bell", 12))
                .row(row("Tom Reed", 3))
                .show(),
        ),
        (
            "table",
            Table::new("Officers", [column("Name"), column("Chosen").unseen()])
                .plain_rows()
                .unseen_caption()
                .row([html! { "Ann Bell" }, html! { "Yes" }])
                .show(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_turns_the_order_round_and_keeps_the_filter() {
        let list = Address::new("/board", [("team", "7"), ("sort", "days"), ("page", "2")]);
        let html = Table::new("c", [column("Days").sort("days"), column("Name").sort("name")])
            .sortable(&list)
            .show()
            .into_string();
        assert!(html.contains("aria-sort=\"ascending\""));
        assert!(html.contains("/board?team=7&amp;sort=-days"), "{html}");
        assert!(html.contains("/board?team=7&amp;sort=name"), "{html}");
    }
}
