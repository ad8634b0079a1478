//! The picture: a grid of delivery units and requirements. Each cell is told by its words; its colour only helps.

use super::policy::Bands;
use super::read::Availability;
use super::rules::{Cell, Rural, Standing, weeks};
use kernel::Date;
use web::{Markup, html};

const INK: &str = "#0b0c0c";
const FONT: &str = "arial, sans-serif";
const LABEL: i32 = 210;
const WIDE: i32 = 70;
const TALL: i32 = 32;
const HEAD: i32 = 30;

/// How a cell is drawn: its fill, and the words in it.
pub(super) fn drawn(cell: Option<&Cell>, today: Date, bands: &Bands) -> (&'static str, String) {
    match cell.map_or(Standing::NotHere, |cell| cell.standing) {
        Standing::NotHere => ("#ffffff", "none".into()),
        Standing::NoDay => ("#e5e6e7", "no day".into()),
        Standing::Waits { likely, .. } => {
            let weeks = weeks(today, likely);
            let fill = match weeks {
                n if n <= bands.short_weeks => "#cce2d8",
                n if n <= bands.long_weeks => "#fff7bf",
                _ => "#fcd6c3",
            };
            (fill, format!("{weeks} wk{}", rural_mark(cell.and_then(|cell| cell.rural))))
        }
    }
}

/// Who in the area is reached, in one letter beside the weeks.
fn rural_mark(rural: Option<Rural>) -> &'static str {
    match rural {
        None | Some(Rural::Yes) => "",
        Some(Rural::Part) => " p",
        Some(Rural::Remote) => " t",
        Some(Rural::No) => " n",
    }
}

pub(super) fn grid(shown: &Availability) -> Markup {
    let columns = i32::try_from(shown.requirements.len()).unwrap_or(0);
    let width = LABEL + columns * WIDE;
    let mut rows = Vec::new();
    let mut y = HEAD;
    for region in &shown.regions {
        let units: Vec<_> = shown.units.iter().filter(|unit| unit.region_id == region.id).collect();
        if units.is_empty() {
            continue;
        }
        rows.push(html! {
            text x="0" y=(y + 22) font-size="15" font-weight="bold" font-family=(FONT) fill=(INK) { (region.name) }
        });
        y += TALL;
        for unit in units {
            rows.push(html! {
                text x=(LABEL - 8) y=(y + 21) text-anchor="end" font-size="14" font-family=(FONT) fill=(INK) { (unit.name) }
                @for (column, kind) in (0i32..).zip(&shown.requirements) {
                    @let (fill, words) = drawn(shown.cell(unit.id, &kind.code), shown.as_at, shown.bands);
                    (square(LABEL + column * WIDE, y, fill, &words))
                }
            });
            y += TALL;
        }
    }
    let name = "Likely wait for each requirement in each delivery unit; the same figures stand in the table below";
    html! {
        div.tc-scroll tabindex="0" role="region" aria-label="Picture of availability" {
            svg viewBox=(format!("0 0 {width} {}", y + 4)) width=(width) height=(y + 4) role="img" aria-label=(name) focusable="false" {
                @for (column, kind) in (0i32..).zip(&shown.requirements) {
                    text x=(LABEL + column * WIDE + WIDE / 2) y="20" text-anchor="middle" font-size="14" font-weight="bold" font-family=(FONT) fill=(INK) { (kind.code) }
                }
                @for row in rows { (row) }
            }
        }
    }
}

fn square(x: i32, y: i32, fill: &str, words: &str) -> Markup {
    let none = words == "none";
    html! {
        rect x=(x + 1) y=(y + 1) width=(WIDE - 2) height=(TALL - 2) fill=(fill) stroke="#505a5f" stroke-width="1" stroke-dasharray=[none.then_some("3 3")] {}
        text x=(x + WIDE / 2) y=(y + 21) text-anchor="middle" font-size="13" font-family=(FONT) fill=(INK) { (words) }
    }
}

/// What fills and marks mean, in words.
pub(super) fn key(shown: &Availability) -> Markup {
    let bands = shown.bands;
    let entry = |fill: &str, mark: &str, words: String| {
        html! {
            li {
                svg width="74" height="30" viewBox="0 0 74 34" aria-hidden="true" focusable="false" { (square(0, 0, fill, mark)) }
                " " (words)
            }
        }
    };
    html! {
        ul.govuk-list {
            (entry("#cce2d8", "3 wk", format!("a likely wait of up to {} weeks", bands.short_weeks)))
            (entry("#fff7bf", "9 wk", format!("a likely wait of more than {} and up to {} weeks", bands.short_weeks, bands.long_weeks)))
            (entry("#fcd6c3", "20 wk", format!("a likely wait of more than {} weeks", bands.long_weeks)))
            (entry("#e5e6e7", "no day", "there is an offer, and no day can be told: the table says why".into()))
            (entry("#ffffff", "none", "nobody delivers it here".into()))
            (entry("#cce2d8", "3 wk p", "p: only part of the area is reached; t: by telephone or video; n: not in the country".into()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::availability::policy::Policy;
    use kernel::{UnitId, date};
    use uuid::Uuid;

    fn cell(standing: Standing, rural: Option<Rural>) -> Cell {
        Cell { unit: UnitId(Uuid::nil()), requirement: "DRR".into(), standing, rural, waiting: 0, lines: vec![] }
    }

    #[test]
    fn every_cell_says_in_words_what_its_colour_says() {
        let today = date(2026, 11, 23);
        let bands = Policy::shipped().unwrap().bands(today).unwrap();
        let waits = |day| Standing::Waits { median: None, likely: day };
        for (standing, rural, fill, words) in [
            (Standing::NotHere, None, "#ffffff", "none"),
            (Standing::NoDay, Some(Rural::Yes), "#e5e6e7", "no day"),
            (waits(date(2026, 12, 21)), Some(Rural::Yes), "#cce2d8", "4 wk"),
            (waits(date(2026, 12, 22)), Some(Rural::Part), "#fff7bf", "5 wk p"),
            (waits(date(2027, 2, 15)), Some(Rural::Remote), "#fff7bf", "12 wk t"),
            (waits(date(2027, 2, 16)), Some(Rural::No), "#fcd6c3", "13 wk n"),
        ] {
            assert_eq!(drawn(Some(&cell(standing, rural)), today, bands), (fill, words.to_owned()));
        }
        assert_eq!(drawn(None, today, bands).1, "none");
    }
}
