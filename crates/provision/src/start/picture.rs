//! The ranges of a court's answer as bars along a calendar.
//!
//! Always true: one image with a name that says what it shows; the same figures stand beside it as a table. Colour is never
//! alone: the likely part is thicker.

use super::{RequirementStart, Working};
use jiff::ToSpan;
use kernel::Date;
use web::{Markup, html, ui};

const INK: &str = "#0b0c0c";
const GRID: &str = "#b1b4b6";
const LIKELY: &str = "#1d70b8";
const SURE: &str = "#7fb0dc";
const LABELS: f64 = 380.0;
const WIDTH: f64 = 960.0;
const ROW: f64 = 34.0;
const TOP: f64 = 30.0;
/// Offers drawn; the table has all.
const MOST: usize = 24;

/// The bars; nothing where no requirement has a day.
pub(super) fn ranges(starts: &[RequirementStart], from: Date) -> Markup {
    let each = starts.iter().flat_map(|start| start.options.iter().map(move |option| (start, option)));
    let rows: Vec<_> =
        each.filter_map(|(start, option)| Some((label(start, option), option.range()?))).take(MOST).collect();
    let last = rows.iter().map(|(_, range)| range.by.or(range.median).unwrap_or(range.earliest)).max();
    let Some(last) = last else { return html! {} };
    let axis = Axis { from, days: f64::from((last - from).get_days()).max(28.0) * 1.04 };
    let bottom = TOP + ROW * rows.len() as f64;
    let name = format!(
        "{} as bars on a calendar from {} to {}. The table below has the same days.",
        ui::count(i64::try_from(rows.len()).unwrap_or(0), "offer", "offers"),
        ui::day(from),
        ui::day(last)
    );
    html! {
        svg viewBox=(format!("0 0 {WIDTH} {:.0}", bottom + 8.0)) width="100%" role="img" aria-label=(name) focusable="false" {
            @for (month, words) in axis.months() {
                line x1=(at(month)) x2=(at(month)) y1=(TOP - 4.0) y2=(bottom) stroke=(GRID) stroke-width="1" {}
                text x=(at(month + 4.0)) y="18" font-size="15" font-family="arial, sans-serif" fill=(INK) { (words) }
            }
            @for (n, (label, range)) in rows.iter().enumerate() {
                @let middle = TOP + ROW * (n as f64 + 0.5);
                @let early = axis.x(range.earliest);
                @let half = range.median.map_or(early, |day| axis.x(day));
                @let sure = range.by.map(|day| axis.x(day));
                text x=(at(LABELS - 12.0)) y=(at(middle + 5.0)) text-anchor="end" font-size="16" font-family="arial, sans-serif" fill=(INK) { (label) }
                @match sure {
                    Some(sure) => rect x=(at(half)) y=(at(middle - 5.0)) width=(at((sure - half).max(4.0))) height="10" fill=(SURE) {},
                    None => line x1=(at(half)) x2=(at(WIDTH)) y1=(at(middle)) y2=(at(middle)) stroke=(SURE) stroke-width="4" stroke-dasharray="6 6" {},
                }
                rect x=(at(early)) y=(at(middle - 10.0)) width=(at((half - early).max(4.0))) height="20" fill=(LIKELY) {}
            }
        }
    }
}

/// What the bars mean, in words beside the picture.
pub(super) fn key(chance: &str) -> Markup {
    html! {
        p.govuk-hint {
            "A thick bar runs from the earliest day to the day by which a start is as likely as not, the thin bar on to the day that has "
            (chance) ". A broken line: what is planned is not far enough."
        }
    }
}

struct Axis {
    from: Date,
    days: f64,
}

impl Axis {
    fn x(&self, day: Date) -> f64 {
        let days = f64::from((day - self.from).get_days());
        LABELS + (WIDTH - LABELS) * (days / self.days).clamp(0.0, 1.0)
    }

    /// The first days of months, thinned so that their names have room.
    fn months(&self) -> Vec<(f64, String)> {
        let every = ((self.days / 30.4 / 7.0).ceil() as i32).max(1);
        let first = self.from.first_of_month();
        (1..240)
            .filter(|n| n % every == 0)
            .map(|n| first.saturating_add(n.months()))
            .map(|day| (day, self.x(day)))
            .take_while(|(_, x)| *x < WIDTH - 70.0)
            .map(|(day, x)| (x, ui::short_month(day)))
            .collect()
    }
}

/// "Programme: Building Choices", as a label has room for it.
fn label(start: &RequirementStart, option: &Working) -> String {
    let (requirement, service) = (&start.allowed.name.en, &option.service);
    if requirement == service { short(service) } else { short(&format!("{requirement}: {service}")) }
}

fn short(name: &str) -> String {
    let most = 36;
    if name.chars().count() <= most {
        name.to_owned()
    } else {
        format!("{}…", name.chars().take(most - 1).collect::<String>().trim_end())
    }
}

fn at(x: f64) -> String {
    format!("{x:.1}")
}
