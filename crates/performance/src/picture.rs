//! The pictures: bars of a trend, and dots with their intervals for groups. Each tells in words what it shows and stands beside
//! the same figures as a table; nothing is told by colour alone.

use crate::figures::{Shown, percent_of};
use web::{Markup, html};

const INK: &str = "#0b0c0c";
const SOFT: &str = "#505a5f";
const FULL: &str = "#1d70b8";
const OPEN: &str = "#bbd4ea";
/// Half of a page, so that two pictures stand beside each other.
const WIDE: f64 = 458.0;
const FONT: &str = "arial, sans-serif";

/// One bar.
pub(crate) struct Bar {
    pub(crate) label: String,
    pub(crate) shown: Shown,
    /// The time is over.
    pub(crate) is_over: bool,
}

fn as_f64(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

/// Bars of a trend, the oldest first; a dashed line where the service has set a target.
pub(crate) fn trend(name: &str, bars: &[Bar], target: Option<i64>) -> Markup {
    if bars.iter().all(|bar| bar.shown == Shown::Nothing) {
        return html! { p.govuk-body { "There was nothing to count in these times." } };
    }
    let (left, tall, foot) = (36.0, 120.0, 138.0);
    let wide = ((WIDE - left - 6.0) / as_f64(bars.len().max(1))).min(62.0);
    // More bars have smaller words.
    let (figure, word) = if bars.len() > 9 { ("11", "10") } else { ("13", "12") };
    let narrow = if bars.len() > 9 { 5.0 } else { 10.0 };
    let width = left + wide * as_f64(bars.len()) + 6.0;
    let y = |share: f64| foot - share * tall;
    let said: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.label, bar.shown.words())).collect();
    html! {
        div.tc-scroll tabindex="0" role="region" aria-label=(format!("Picture: {name}")) {
            svg viewBox=(format!("0 0 {width:.0} 178")) width=(format!("{width:.0}")) height="178" role="img" aria-label=(format!("{name}: {}", said.join("; "))) focusable="false" {
                @for percent in [0, 50, 100] {
                    @let at = y(f64::from(percent) / 100.0);
                    line x1=(left) x2=(format!("{:.0}", width - 4.0)) y1=(format!("{at:.1}")) y2=(format!("{at:.1}")) stroke="#b1b4b6" stroke-width="1" {}
                    text x=(left - 4.0) y=(format!("{:.1}", at + 4.0)) text-anchor="end" font-size="12" font-family=(FONT) fill=(SOFT) { (percent) "%" }
                }
                @for (n, bar) in bars.iter().enumerate() {
                    @let x = left + wide * as_f64(n) + narrow / 2.0;
                    @let middle = format!("{:.1}", x + (wide - narrow) / 2.0);
                    @match bar.shown.interval() {
                        Some(interval) => {
                            rect x=(format!("{x:.1}")) y=(format!("{:.1}", y(interval.share))) width=(format!("{:.1}", wide - narrow)) height=(format!("{:.1}", interval.share * tall)) fill=(if bar.is_over { FULL } else { OPEN }) stroke=(INK) stroke-width="1" stroke-dasharray=[(!bar.is_over).then_some("4 3")] {}
                            text x=(middle) y=(format!("{:.1}", y(interval.share) - 5.0)) text-anchor="middle" font-size=(figure) font-weight="bold" font-family=(FONT) fill=(INK) { (bar.shown.words()) }
                        },
                        None => text x=(middle) y=(format!("{:.1}", foot - 6.0)) text-anchor="middle" font-size=(word) font-family=(FONT) fill=(SOFT) { (few(bar.shown)) },
                    }
                    @for (line, part) in bar.label.split(' ').enumerate() {
                        text x=(middle) y=(format!("{:.1}", foot + 16.0 + 14.0 * as_f64(line))) text-anchor="middle" font-size=(word) font-family=(FONT) fill=(INK) { (part) }
                    }
                }
                @if let Some(target) = target.and_then(|percent| i32::try_from(percent).ok()) {
                    @let at = y(f64::from(target) / 100.0);
                    line x1=(left) x2=(format!("{:.0}", width - 4.0)) y1=(format!("{at:.1}")) y2=(format!("{at:.1}")) stroke=(INK) stroke-width="2" stroke-dasharray="7 4" {}
                }
            }
        }
    }
}

/// In a bar's place.
fn few(shown: Shown) -> String {
    match shown {
        Shown::Nothing => "-".into(),
        Shown::Hidden => "hidden".into(),
        other => other.words(),
    }
}

/// One line of [`dots`].
pub(crate) struct Dot {
    pub(crate) label: String,
    pub(crate) shown: Shown,
}

/// A dot a group on a line from nothing to all, with the interval that it may lie in; the strong line is everybody's share.
pub(crate) fn dots(name: &str, lines: &[Dot], whole: Option<f64>) -> Markup {
    let (left, wide, tall) = (220.0, 380.0, 30.0);
    let foot = tall * as_f64(lines.len()) + 8.0;
    let at = |share: f64| format!("{:.1}", left + share * wide);
    let said: Vec<String> = lines.iter().map(|dot| format!("{} {}", dot.label, dot.shown.words())).collect();
    html! {
        div.tc-scroll tabindex="0" role="region" aria-label=(format!("Picture: {name}")) {
            svg viewBox=(format!("0 0 690 {:.0}", foot + 24.0)) width="690" height=(format!("{:.0}", foot + 24.0)) role="img" aria-label=(format!("{name}: {}", said.join("; "))) focusable="false" {
                @for percent in [0, 25, 50, 75, 100] {
                    @let x = at(f64::from(percent) / 100.0);
                    line x1=(x) x2=(x) y1="2" y2=(format!("{foot:.0}")) stroke="#b1b4b6" stroke-width="1" {}
                    text x=(x) y=(format!("{:.0}", foot + 16.0)) text-anchor="middle" font-size="12" font-family=(FONT) fill=(SOFT) { (percent) "%" }
                }
                @if let Some(share) = whole {
                    line x1=(at(share)) x2=(at(share)) y1="0" y2=(format!("{foot:.0}")) stroke=(INK) stroke-width="2" stroke-dasharray="6 4" {}
                }
                @for (n, dot) in lines.iter().enumerate() {
                    @let y = tall * as_f64(n) + 18.0;
                    text x=(left - 12.0) y=(format!("{:.1}", y + 5.0)) text-anchor="end" font-size="14" font-family=(FONT) fill=(INK) { (dot.label) }
                    @match dot.shown.interval() {
                        Some(interval) => {
                            line x1=(at(interval.low)) x2=(at(interval.high)) y1=(format!("{y:.1}")) y2=(format!("{y:.1}")) stroke=(FULL) stroke-width="4" {}
                            circle cx=(at(interval.share)) cy=(format!("{y:.1}")) r="7" fill=(FULL) stroke="#ffffff" stroke-width="2" {}
                            text x=(format!("{:.1}", left + wide + 14.0)) y=(format!("{:.1}", y + 5.0)) font-size="14" font-weight="bold" font-family=(FONT) fill=(INK) { (percent_of(interval.share)) }
                        },
                        None => text x=(format!("{:.1}", left + 8.0)) y=(format!("{:.1}", y + 5.0)) font-size="13" font-family=(FONT) fill=(SOFT) { (dot.shown.words()) },
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::interval;

    fn share(numerator: i64, denominator: i64) -> Shown {
        Shown::Share { numerator, denominator, interval: interval(numerator, denominator, denominator).unwrap() }
    }

    #[test]
    fn a_picture_says_its_figures_and_never_a_hidden_one() {
        let bar = |label: &str, shown| Bar { label: label.into(), shown, is_over: true };
        let drawn = trend("Kept", &[bar("Oct 2026", share(40, 50)), bar("Nov 2026", Shown::Hidden)], Some(75)).0;
        assert!(drawn.contains("aria-label=\"Kept: Oct 2026 80%; Nov 2026 not shown\""), "{drawn}");
        assert!(drawn.contains("stroke-dasharray=\"7 4\""));
        assert!(!trend("Kept", &[bar("Oct 2026", share(40, 50))], None).0.contains("stroke-dasharray=\"7 4\""));
        let line = |label: &str, shown| Dot { label: label.into(), shown };
        let drawn = dots("By sex", &[line("Male", share(40, 50)), line("Female", Shown::Hidden)], Some(0.8)).0;
        assert_eq!(drawn.matches("<circle").count(), 1);
        assert!(drawn.contains("Female not shown"));
    }
}
