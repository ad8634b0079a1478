//! How long it takes from the order to the first session, by programme: the median, how many were kept to what was promised, and
//! each case behind it.

use super::{framed, named, names, service_name};
use crate::programmes::records::CaseLine;
use kernel::Permission::RunProgrammes;
use kernel::{Date, ServiceId};
use std::collections::BTreeMap;
use store::{Cx, params};
use web::ui::{self, Bar, column};
use web::{Answer, Reply, Request, Route, html};

/// Cases looked at: of the last year.
const MOST: i64 = 1_000;
/// Rows of the list on the page.
const SHOWN: usize = 50;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/programmes/commencement", RunProgrammes, show)]
}

/// Days from the order to the first session.
fn days(line: &CaseLine) -> Option<i64> {
    Some(i64::from((line.begun_on? - line.ordered_on?).get_days()))
}

/// The middle of the days; of two middle ones the lower, so that it is a day that somebody had.
fn median(all: &mut [i64]) -> Option<i64> {
    all.sort_unstable();
    all.get(all.len().checked_sub(1)? / 2).copied()
}

struct Sum {
    service: ServiceId,
    begun: usize,
    median: Option<i64>,
    promised: usize,
    kept: usize,
    waiting: usize,
}

fn sums(lines: &[CaseLine]) -> Vec<Sum> {
    let mut by: BTreeMap<ServiceId, Vec<&CaseLine>> = BTreeMap::new();
    for line in lines {
        by.entry(line.service_id).or_default().push(line);
    }
    let sum = |(service, lines): (ServiceId, Vec<&CaseLine>)| {
        let mut all: Vec<i64> = lines.iter().filter_map(|l| days(l)).collect();
        let promised: Vec<(Date, Date)> = lines.iter().filter_map(|l| Some((l.begun_on?, l.promised_on?))).collect();
        Sum {
            service,
            begun: all.len(),
            median: median(&mut all),
            promised: promised.len(),
            kept: promised.iter().filter(|(begun, promised)| begun <= promised).count(),
            waiting: lines.iter().filter(|l| l.begun_on.is_none() && !l.closed).count(),
        }
    };
    by.into_iter().map(sum).collect()
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, today) = (provision::book(cx)?, cx.today());
    let since = today.saturating_sub(jiff::ToSpan::years(1));
    let rest = "WHERE ordered_on >= $1 ORDER BY ordered_on DESC, case_id LIMIT $2";
    let lines = cx.list::<CaseLine>(rest, params![since, MOST])?;
    let sums = sums(&lines);
    let rows = sums.iter().map(|s| {
        [
            html! { (service_name(&book, s.service)) },
            html! { (s.begun) },
            html! { @match s.median { Some(days) => (ui::count(days, "day", "days")), None => "None began" } },
            html! { @if s.promised == 0 { "No date was promised" } @else { (s.kept) " of " (s.promised) } },
            html! { (s.waiting) },
        ]
    });
    let most = sums.iter().filter_map(|s| s.median).max().unwrap_or(1).max(1);
    let bars: Vec<Bar> = sums
        .iter()
        .filter_map(|s| {
            let figure = s.median?;
            #[expect(clippy::cast_precision_loss, reason = "days are few")]
            let part = figure as f64;
            let label = html! { (service_name(&book, s.service)) };
            Some(Bar { label, value: part, written: ui::count(figure, "day", "days"), over: false })
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "days are few")]
    let full = most as f64;
    let mut begun: Vec<&CaseLine> = lines.iter().filter(|l| l.begun_on.is_some()).collect();
    begun.sort_by_key(|l| std::cmp::Reverse(days(l)));
    begun.truncate(SHOWN);
    let people = names(cx, "commencement", &begun.iter().map(|l| l.person_id).collect::<Vec<_>>())?;
    let cells = begun.iter().map(|l| {
        let late = l.promised_on.zip(l.begun_on).is_some_and(|(promised, begun)| begun > promised);
        [
            named(&people, l.person_id, &format!("/programmes/{}", l.case_id)),
            html! { (service_name(&book, l.service_id)) },
            html! { @if let Some(day) = l.ordered_on { (ui::short_day(day)) } },
            html! { @match l.promised_on { Some(day) => (ui::short_day(day)), None => "No date" } },
            html! { @if let Some(day) = l.begun_on { (ui::short_day(day)) } @if late { " " (ui::tag(ui::Colour::Orange, "Later than promised")) } },
            html! { (days(l).unwrap_or(0)) },
        ]
    });
    let sum_columns = [
        column("Programme"),
        column("Begun").numeric(),
        column("Median from the order"),
        column("Begun by the promised day"),
        column("Not begun yet").numeric(),
    ];
    let columns = [
        column("Person"),
        column("Programme"),
        column("Ordered"),
        column("Promised by"),
        column("First session"),
        column("Days").numeric(),
    ];
    let body = html! {
        h1.govuk-heading-l { "How long it takes to begin" }
        p.govuk-body { "Orders of the last twelve months: from the day of the order to the first group session that the person came to, beside the day that was promised when the order was made." }
        @if sums.is_empty() { (ui::empty("No case of the last twelve months has an order.", None)) } @else {
            (ui::bars(full, &bars))
            (ui::Table::new("By programme", sum_columns).rows(rows).show())
            @if !begun.is_empty() { (ui::Table::new("Who began, the longest wait first", columns).rows(cells).show()) }
        }
    };
    Ok(Reply::page(framed(req, "How long it takes to begin"), body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_a_wait_that_somebody_had() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [9]), Some(9));
        assert_eq!(median(&mut [30, 10]), Some(10));
        assert_eq!(median(&mut [30, 10, 20]), Some(20));
    }
}
