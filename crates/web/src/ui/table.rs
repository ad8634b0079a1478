//! Tables. The caption names the list and its order; a header that sorts is a link, because the order lives in the address
//! (`sort=due`, or `sort=-due` for the other way round) and is made by the server. Wide tables scroll within themselves; on
//! a telephone the rows of a table of four columns or more stand one under the other, each cell with its column's words, so
//! that nothing is out of sight.

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
        html! {
            div.tc-scroll.tc-stacks[self.stacks()] tabindex="0" role="region" aria-label=(self.caption) { (self.bare()) }
        }
    }

    /// Three columns fit on a telephone as they are.
    fn stacks(&self) -> bool {
        self.columns.len() > 3
    }

    /// What an element of a table that stacks is: a style sheet that lays it out otherwise would take that away.
    fn role(&self, is: &'static str) -> Option<&'static str> {
        self.stacks().then_some(is)
    }

    pub(crate) fn bare(&self) -> Markup {
        html! {
            table.govuk-table role=[self.role("table")] {
                caption.govuk-table__caption.(self.caption_look) { (self.caption) }
                thead.govuk-table__head role=[self.role("rowgroup")] {
                    tr.govuk-table__row role=[self.role("row")] { @for column in &self.columns { (self.header(column)) } }
                }
                tbody.govuk-table__body role=[self.role("rowgroup")] {
                    @for row in &self.rows {
                        tr.govuk-table__row role=[self.role("row")] {
                            @for (at, cell) in row.iter().enumerate() { (self.cell(at, cell)) }
                        }
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
            return html! { th scope="col" role=[self.role("columnheader")] class=(class) { (inside) } };
        };
        let (order, next) = match list.get("sort") {
            Some(now) if now == by => (Some("ascending"), format!("-{by}")),
            Some(now) if now.strip_prefix('-') == Some(by) => (Some("descending"), by.to_owned()),
            _ => (None, by.to_owned()),
        };
        html! {
            th scope="col" role=[self.role("columnheader")] class=(class) aria-sort=[order] {
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
        let column = self.columns.get(at);
        let numeric = column.is_some_and(|column| column.numeric);
        let label = column.filter(|column| self.stacks() && !column.unseen).map(|column| column.words.as_str());
        html! {
            @if at == 0 && self.first_is_header {
                th scope="row" role=[self.role("rowheader")] class="govuk-table__header" { (cell) }
            } @else {
                td.govuk-table__cell.govuk-table__cell--numeric[numeric] role=[self.role("cell")] data-label=[label] {
                    (cell)
                }
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

    #[test]
    fn the_cells_of_a_wide_table_tell_their_column_and_what_they_are() {
        let columns = ["Person", "Due", "Court", "Action"].map(column);
        let cells = ["Tom Reed", "Monday", "Zenith", "Open"].map(|words| html! { (words) });
        let html = Table::new("c", columns).row(cells).show().into_string();
        assert!(html.contains(r#"role="cell" data-label="Court">Zenith"#), "{html}");
        assert!(html.contains(r#"role="rowheader" class="govuk-table__header">Tom Reed"#), "{html}");
        let narrow = Table::new("c", ["A", "B"].map(column)).row(["1", "2"].map(|words| html! { (words) })).show();
        assert!(!narrow.into_string().contains("data-label"));
    }
}
