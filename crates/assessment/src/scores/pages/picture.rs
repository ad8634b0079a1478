//! Two pictures of a score: where it stands in its bands, and how it moved over time.
//!
//! Always true: each is one image with a name that says what it shows, and the same figures stand beside it as text or a
//! table. Bands are drawn equally wide, because most limits lie close to zero.

use super::band_words;
use actuarial::explain::BandSpan;
use kernel::Date;
use web::{Markup, html, ui};

const FILLS: [&str; 4] = ["#cce2d8", "#fff7bf", "#fcd6c3", "#f4cdc6"];
const INK: &str = "#0b0c0c";
const LINE: &str = "#1d70b8";
const WIDTH: f64 = 600.0;

/// One point of the second picture.
pub(super) struct Point {
    pub(super) on: Date,
    /// How high, in bands: 1.5 is the middle of the second band.
    pub(super) height: f64,
    pub(super) written: String,
}

/// How high `value` lies among equally wide bands; the last band ends at `most`.
pub(super) fn height(bands: &[BandSpan], value: f64, most: f64) -> f64 {
    for (place, span) in bands.iter().enumerate().rev() {
        if value >= span.from {
            let width = (span.below.unwrap_or(most) - span.from).max(f64::MIN_POSITIVE);
            return place as f64 + ((value - span.from) / width).clamp(0.0, 1.0);
        }
    }
    0.0
}

/// The middle of the band with that name.
pub(super) fn middle(bands: &[BandSpan], band: &str) -> Option<f64> {
    bands.iter().position(|span| span.band == band).map(|place| place as f64 + 0.5)
}

fn number(x: f64) -> String {
    format!("{x:.1}")
}

fn limit(x: f64) -> String {
    if x.fract() == 0.0 { format!("{x:.0}") } else { format!("{x}") }
}

/// Where a score stands in its bands.
pub(super) fn standing(bands: &[BandSpan], at: f64, written: &str, unit: &str) -> Markup {
    let each = WIDTH / bands.len().max(1) as f64;
    let x = (at * each).clamp(8.0, WIDTH - 8.0);
    let name = format!("{written} stands in {}", now_in(bands, at));
    html! {
        svg viewBox="0 0 600 96" width="100%" role="img" aria-label=(name) focusable="false" {
            @for (place, span) in bands.iter().enumerate() {
                @let left = each * place as f64;
                rect x=(number(left)) y="34" width=(number(each)) height="34" fill=(FILLS.get(place).copied().unwrap_or("#e5e6e7")) stroke="#ffffff" {}
                text x=(number(left + each / 2.0)) y="56" text-anchor="middle" font-size="15" font-family="arial, sans-serif" fill=(INK) { (band_words(&span.band)) }
                text x=(number(left + 2.0)) y="86" font-size="13" font-family="arial, sans-serif" fill=(INK) { (limit(span.from)) (unit) }
            }
            polygon points=(format!("{},32 {},18 {},18", number(x), number(x - 8.0), number(x + 8.0))) fill=(INK) {}
            text x=(number(x)) y="13" text-anchor=(anchor(x)) font-size="15" font-weight="bold" font-family="arial, sans-serif" fill=(INK) { (written) }
        }
    }
}

fn now_in(bands: &[BandSpan], at: f64) -> String {
    let place = (at.max(0.0) as usize).min(bands.len().saturating_sub(1));
    bands.get(place).map_or_else(String::new, |span| format!("the band “{}”", band_words(&span.band).to_lowercase()))
}

fn anchor(x: f64) -> &'static str {
    if x < 60.0 {
        "start"
    } else if x > WIDTH - 60.0 {
        "end"
    } else {
        "middle"
    }
}

/// How a score moved: nothing for fewer than two points, which need no picture.
pub(super) fn movement(bands: &[BandSpan], points: &[Point]) -> Markup {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return html! {} };
    if points.len() < 2 || bands.is_empty() {
        return html! {};
    }
    let days = f64::from((last.on - first.on).get_days()).max(1.0);
    let (left, right, each) = (90.0, 580.0, 40.0);
    let tall = each * bands.len() as f64;
    let x = |day: Date| left + (right - left) * f64::from((day - first.on).get_days()) / days;
    let y = |height: f64| 10.0 + tall - height * each;
    let line: Vec<String> =
        points.iter().map(|point| format!("{},{}", number(x(point.on)), number(y(point.height)))).collect();
    let name = format!("From {} on {} to {} on {}", first.written, ui::day(first.on), last.written, ui::day(last.on));
    html! {
        svg viewBox=(format!("0 0 600 {}", number(tall + 40.0))) width="100%" role="img" aria-label=(name) focusable="false" {
            @for (place, span) in bands.iter().enumerate() {
                @let top = y(place as f64 + 1.0);
                rect x=(number(left)) y=(number(top)) width=(number(right - left)) height=(number(each)) fill=(FILLS.get(place).copied().unwrap_or("#e5e6e7")) {}
                text x=(number(left - 6.0)) y=(number(top + 25.0)) text-anchor="end" font-size="13" font-family="arial, sans-serif" fill=(INK) { (band_words(&span.band)) }
            }
            polyline points=(line.join(" ")) fill="none" stroke=(LINE) stroke-width="3" {}
            @for point in points {
                circle cx=(number(x(point.on))) cy=(number(y(point.height))) r="5" fill=(LINE) stroke="#ffffff" {}
            }
            text x=(number(left)) y=(number(tall + 30.0)) font-size="13" font-family="arial, sans-serif" fill=(INK) { (ui::short_day(first.on)) }
            text x=(number(right)) y=(number(tall + 30.0)) text-anchor="end" font-size="13" font-family="arial, sans-serif" fill=(INK) { (ui::short_day(last.on)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actuarial::explain::spans;

    #[test]
    fn a_score_stands_in_its_band_however_narrow_the_band_is() {
        let bands = spans(&[("LOW", 0.0), ("MEDIUM", 1.0), ("HIGH", 3.0), ("VERY_HIGH", 6.9)]);
        let places: Vec<f64> = [0.5, 1.0, 2.0, 6.9, 99.99].iter().map(|score| height(&bands, *score, 100.0)).collect();
        assert_eq!(&places[..4], [0.5, 1.0, 1.5, 3.0]);
        assert!(places[4] > 3.9 && places[4] <= 4.0);
        assert_eq!(middle(&bands, "HIGH"), Some(2.5));
    }

    #[test]
    fn one_result_is_no_movement() {
        let bands = spans(&[("LOW", 0.0), ("MEDIUM", 50.0)]);
        let point = Point { on: kernel::date(2026, 1, 1), height: 0.5, written: "25%".into() };
        assert!(movement(&bands, &[point]).into_string().is_empty());
    }
}
