//! Figures of restorative work by the year in which cases were opened: offers, consents, meetings, agreements kept, how both felt,
//! and cost. A count that could tell of a few people is not shown, nor one that would give it away.

use super::frame;
use crate::policy_rows::{SMALL, policy};
use kernel::Date;
use kernel::words::pounds;
use store::Cx;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

/// What is counted of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) cases: i64,
    pub(crate) part: [i64; 6],
    pub(crate) cost: i64,
}

/// A count as it may be shown: neither it nor what is left of the whole tells of fewer people than `small`.
pub(crate) fn shown(part: i64, whole: i64, small: i64) -> Option<i64> {
    let few = |n: i64| n > 0 && n < small;
    (!few(part) && !few(whole - part) && !few(whole)).then_some(part)
}

const PARTS: [&str; 6] = [
    "Offered to both sides",
    "Both agreed",
    "Met, or letters carried",
    "Followed up",
    "Everything agreed was kept",
    "Both felt good or very good",
];

/// Where agreements that were kept stand among [`PARTS`].
const KEPT: usize = 4;

fn cell(part: i64, whole: i64, small: i64) -> Markup {
    match shown(part, whole, small) {
        Some(n) => html! { (n) },
        None => html! { span.govuk-hint { "Too few" } },
    }
}

fn money(pence: i64, of: i64, small: i64) -> Markup {
    if of >= small && of > 0 {
        html! { (pounds(pence / of)) }
    } else {
        html! { span.govuk-hint { "Too few" } }
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let small = policy(cx)?.number(SMALL, today)?;
    let rows = cx.query(
        "SELECT substr(opened_on, 1, 4), count(*), \
         sum(CASE WHEN offered_person_on IS NOT NULL AND offered_harmed_on IS NOT NULL THEN 1 ELSE 0 END), \
         sum(CASE WHEN both_since IS NOT NULL THEN 1 ELSE 0 END), \
         sum(CASE WHEN met_on IS NOT NULL THEN 1 ELSE 0 END), \
         sum(CASE WHEN followed_on IS NOT NULL THEN 1 ELSE 0 END), \
         sum(CASE WHEN promises > 0 AND kept = promises THEN 1 ELSE 0 END), \
         sum(CASE WHEN person_felt >= 4 AND harmed_felt >= 4 THEN 1 ELSE 0 END), \
         CAST(sum(cost_pence) AS BIGINT) FROM view_restorative GROUP BY substr(opened_on, 1, 4) ORDER BY 1 DESC LIMIT 5",
        &[],
    )?;
    let mut years: Vec<(String, Counted)> = Vec::new();
    for row in &rows {
        let mut counted = Counted { cases: row.get(1)?, cost: row.get(8)?, ..Counted::default() };
        for (at, part) in counted.part.iter_mut().enumerate() {
            *part = row.get(at + 2)?;
        }
        years.push((row.get(0)?, counted));
    }
    let line = |name: &str, of: &dyn Fn(&Counted) -> Markup| -> Vec<Markup> {
        std::iter::once(html! { (name) }).chain(years.iter().map(|(_, c)| of(c))).collect()
    };
    let mut cells = vec![line("Cases opened", &|c| cell(c.cases, c.cases, small))];
    for (at, name) in PARTS.iter().enumerate() {
        cells.push(line(name, &|c| cell(c.part.get(at).copied().unwrap_or(0), c.cases, small)));
    }
    cells.push(line("Cost of a case", &|c| money(c.cost, c.cases, small)));
    cells.push(line("Cost of an agreement kept", &|c| money(c.cost, c.part.get(KEPT).copied().unwrap_or(0), small)));
    let mut columns = vec![ui::column("Of the cases opened in")];
    columns.extend(years.iter().map(|(year, _)| ui::column(year).numeric()));
    let body = html! {
        h1.govuk-heading-l { "Restorative justice: figures" }
        p.govuk-body {
            "Counts of fewer than " (small) " are not shown, nor any that would give them away. A meeting alone is no success: look at what was kept and how both felt."
        }
        @if years.is_empty() { (ui::empty("No case has been opened yet.", None)) }
        @else { (ui::Table::new(format!("As at {}", words(today)), columns).rows(cells).show()) }
    };
    Ok(Reply::page(frame(req, "Restorative justice: figures").back("/restorative"), body))
}

fn words(day: Date) -> String {
    ui::day(day)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_count_that_tells_of_a_few_is_not_shown_nor_one_that_gives_it_away() {
        assert_eq!(shown(20, 40, 5), Some(20));
        assert_eq!(shown(0, 40, 5), Some(0));
        assert_eq!(shown(4, 40, 5), None);
        assert_eq!(shown(37, 40, 5), None, "three are left");
        assert_eq!(shown(40, 40, 5), Some(40));
        assert_eq!(shown(3, 3, 5), None);
    }
}
