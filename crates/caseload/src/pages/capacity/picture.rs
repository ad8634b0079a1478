//! The pictures of capacity, as accessible drawings: the spread of practitioners team by team, and the trend by week. The same
//! figures stand beside each as a table.

use super::as_f64;
use crate::workload::percent;
use actuarial::workload::capacity_tenths;
use kernel::Date;
use web::{Markup, html, ui};

/// The practitioners of one team, each with tenths of a per cent.
pub(super) struct Lane {
    pub(super) label: String,
    pub(super) dots: Vec<(String, i64)>,
}

/// Points and available points of a week, summed over the nights that were kept.
pub(super) struct Week {
    pub(super) monday: Date,
    pub(super) nights: i64,
    pub(super) points: i64,
    pub(super) available: i64,
}

const WIDE: f64 = 720.0;
const LANE: f64 = 46.0;
const LEFT: f64 = 8.0;
const RADIUS: f64 = 7.0;

/// Every practitioner as a mark on a line from empty to overfull; marks that would cover each other stand above each other.
pub(super) fn spread(lanes: &[Lane], over_tenths: i64) -> Markup {
    let all: Vec<i64> = lanes.iter().flat_map(|l| l.dots.iter().map(|(_, t)| *t)).collect();
    let Some(fullest) = all.iter().max() else {
        return html! { p.govuk-body { "Nobody here has hours for cases today." } };
    };
    let most = as_f64((*fullest).max(1250)) / 10.0 * 1.04;
    let at = |tenths: i64| LEFT + as_f64(tenths) / 10.0 / most * (WIDE - 2.0 * LEFT);
    let heights: Vec<f64> = lanes.iter().map(|l| LANE + as_f64(rows_of(l, &at)) * (2.0 * RADIUS + 2.0)).collect();
    let tall = heights.iter().sum::<f64>() + 30.0;
    let over = all.iter().filter(|t| **t > over_tenths).count();
    let words = format!(
        "{} from {} to {}, {over} of them over {}",
        ui::count(i64::try_from(all.len()).unwrap_or(0), "practitioner", "practitioners"),
        percent(all.iter().copied().min().unwrap_or(0)),
        percent(*fullest),
        percent(over_tenths),
    );
    let tops: Vec<f64> = (0..heights.len()).map(|n| heights.iter().take(n).sum()).collect();
    let line = |tenths: i64| format!("{:.1}", at(tenths));
    html! {
        svg.tc-spread viewBox=(format!("0 0 {WIDE} {tall:.0}")) role="img" aria-labelledby="spread-title spread-words" width="100%" {
            title id="spread-title" { "How full each practitioner is" }
            desc id="spread-words" { (words) ". The same figures stand in the table below." }
            @for tenths in [0, 250, 500, 750, 1000, 1250] {
                line.tc-spread__grid.tc-spread__full[tenths == 1000] x1=(line(tenths)) x2=(line(tenths)) y1="0" y2=(format!("{:.0}", tall - 22.0)) {}
                text.tc-spread__words x=(line(tenths)) y=(format!("{:.0}", tall - 6.0)) text-anchor=(if tenths == 0 { "start" } else { "middle" }) { (tenths / 10) "%" }
            }
            @for (lane, top) in lanes.iter().zip(&tops) {
                text.tc-spread__words x=(LEFT + 4.0) y=(format!("{:.0}", top + 16.0)) { (lane.label) @if lane.dots.is_empty() { ": nobody with hours today" } }
                @for (name, tenths, row) in placed(lane, &at) {
                    (mark(&name, tenths, at(tenths), top + 32.0 + as_f64(row) * (2.0 * RADIUS + 2.0), tenths > over_tenths))
                }
            }
        }
        p.govuk-hint { "A circle is one practitioner, a diamond one who is over " (percent(over_tenths)) ". The strong line is full." }
    }
}

/// Over is told by shape as well as by colour.
fn mark(name: &str, tenths: i64, x: f64, y: f64, over: bool) -> Markup {
    let words = format!("{name}, {}", percent(tenths));
    let (up, down, left, right) = (y - RADIUS - 1.0, y + RADIUS + 1.0, x - RADIUS - 1.0, x + RADIUS + 1.0);
    html! {
        @if over {
            polygon.tc-spread__over points=(format!("{x:.1},{up:.1} {right:.1},{y:.1} {x:.1},{down:.1} {left:.1},{y:.1}")) { title { (words) } }
        } @else {
            circle.tc-spread__dot cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r=(RADIUS) { title { (words) } }
        }
    }
}

/// Each practitioner of a lane with the row in which the mark covers no other.
fn placed(lane: &Lane, at: &impl Fn(i64) -> f64) -> Vec<(String, i64, i64)> {
    let mut dots: Vec<&(String, i64)> = lane.dots.iter().collect();
    dots.sort_by_key(|(name, tenths)| (*tenths, name.clone()));
    let mut ends: Vec<f64> = Vec::new();
    dots.into_iter()
        .map(|(name, tenths)| {
            let x = at(*tenths);
            let free = ends.iter().position(|end| *end + 2.0 * RADIUS + 2.0 <= x);
            let row = free.unwrap_or(ends.len());
            match ends.get_mut(row) {
                Some(end) => *end = x,
                None => ends.push(x),
            }
            (name.clone(), *tenths, i64::try_from(row).unwrap_or(0))
        })
        .collect()
}

fn rows_of(lane: &Lane, at: &impl Fn(i64) -> f64) -> i64 {
    placed(lane, at).into_iter().map(|(.., row)| row).max().unwrap_or(0)
}

/// A line over the weeks that were kept; the same figures below as a table.
pub(super) fn trend(weeks: &[Week]) -> Markup {
    let tenths = |w: &Week| capacity_tenths(w.points, w.available);
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else {
        return html! { p.govuk-body { "Figures are kept each night. A trend shows once there are some." } };
    };
    let most = weeks.iter().map(tenths).fold(1250, i64::max);
    let wide = as_f64(i64::try_from(weeks.len()).unwrap_or(2).max(2) - 1);
    let y = |tenths: i64| 160.0 - as_f64(tenths) / as_f64(most) * 150.0;
    let x = |n: i64| 10.0 + as_f64(n) / wide * 580.0;
    let points: Vec<(f64, f64)> = (0_i64..).zip(weeks).map(|(n, w)| (x(n), y(tenths(w)))).collect();
    let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let full = format!("{:.1}", y(1000));
    let words = format!(
        "{}, from {} in the week of {} to {} in the week of {}",
        ui::count(i64::try_from(weeks.len()).unwrap_or(0), "week", "weeks"),
        percent(tenths(first)),
        ui::short_day(first.monday),
        percent(tenths(last)),
        ui::short_day(last.monday),
    );
    let columns = [
        ui::column("Week of"),
        ui::column("Points").numeric(),
        ui::column("Available").numeric(),
        ui::column("Capacity").numeric(),
        ui::column("Nights").numeric(),
    ];
    let rows = weeks.iter().rev().map(|w| {
        vec![
            html! { (ui::short_day(w.monday)) },
            html! { (w.points / w.nights.max(1)) },
            html! { (w.available / w.nights.max(1)) },
            html! { (percent(tenths(w))) },
            html! { (w.nights) },
        ]
    });
    html! {
        svg.tc-trend viewBox="0 0 600 190" role="img" aria-labelledby="trend-title trend-words" width="100%" {
            title id="trend-title" { "Capacity week by week" }
            desc id="trend-words" { (words) ". The same figures stand in the table below." }
            line.tc-spread__grid.tc-spread__full x1="10" x2="590" y1=(full) y2=(full) {}
            text.tc-spread__words x="12" y=(format!("{:.1}", y(1000) - 4.0)) { "100%" }
            polyline.tc-spread__line points=(path.join(" ")) {}
            @for (w, (x, y)) in weeks.iter().zip(&points) {
                circle.tc-spread__dot cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="4" { title { (ui::short_day(w.monday)) ": " (percent(tenths(w))) } }
            }
            text.tc-spread__words x="10" y="184" { (ui::short_day(first.monday)) }
            @if weeks.len() > 1 { text.tc-spread__words x="590" y="184" text-anchor="end" { (ui::short_day(last.monday)) } }
        }
        (ui::Table::new("Capacity by week, the newest first: the mean of the nights that were kept", columns).rows(rows).show())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(dots: &[i64]) -> Lane {
        Lane { label: "Wexmere".into(), dots: dots.iter().map(|t| (format!("Officer {t}"), *t)).collect() }
    }

    #[test]
    fn no_mark_covers_another_and_over_has_a_shape_of_its_own() {
        let at = |tenths: i64| as_f64(tenths);
        let rows: Vec<i64> = placed(&lane(&[100, 101, 102, 400]), &at).into_iter().map(|(.., row)| row).collect();
        assert_eq!(rows, [0, 1, 2, 0]);
        let drawn = spread(&[lane(&[800, 1150])], 1100).into_string();
        assert!(drawn.contains("<circle") && drawn.contains("<polygon"), "{drawn}");
        assert!(drawn.contains("2 practitioners from 80.0% to 115.0%, 1 of them over 110.0%"), "{drawn}");
        assert!(spread(&[lane(&[])], 1100).into_string().contains("Nobody here has hours"));
    }

    #[test]
    fn one_week_is_drawn_and_none_says_so() {
        let week = Week { monday: kernel::date(2026, 11, 23), nights: 2, points: 300, available: 400 };
        let drawn = trend(&[week]).into_string();
        assert!(drawn.contains("75.0%") && drawn.contains("150") && !drawn.contains("NaN"), "{drawn}");
        assert!(trend(&[]).into_string().contains("once there are some"));
    }
}
