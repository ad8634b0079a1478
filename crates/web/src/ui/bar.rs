//! Bars that compare figures. The figure always stands beside its bar as text; the drawing is left out for screen readers.

use super::Example;
use maud::{Markup, html};

/// One figure.
#[derive(Clone, Debug)]
pub struct Bar {
    pub label: Markup,
    pub value: f64,
    /// How the figure is written, such as "126%".
    pub written: String,
    /// Drawn in a warning colour, with the reason in the label or the text around.
    pub over: bool,
}

/// Bars drawn to the largest of the figures, or to `full` when that is larger (such as 100 for per cent).
#[must_use]
pub fn bars(full: f64, bars: &[Bar]) -> Markup {
    let longest = bars.iter().map(|bar| bar.value).fold(full, f64::max).max(f64::MIN_POSITIVE);
    html! {
        ul.tc-bars {
            @for bar in bars {
                li.tc-bars__row {
                    span.tc-bars__label { (bar.label) }
                    (drawn(bar.value / longest, bar.over))
                    span.tc-bars__figure { (bar.written) }
                }
            }
        }
    }
}

/// A rectangle that fills `share` (0 to 1) of its line.
pub(crate) fn drawn(share: f64, over: bool) -> Markup {
    let width = format!("{:.2}", share.clamp(0.0, 1.0) * 100.0);
    html! {
        svg.tc-bar viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.tc-bar__ground width="100" height="10" {}
            rect.tc-bar__fill.tc-bar__fill--over[over] width=(width) height="10" {}
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let bar = |name: &str, value: f64| Bar {
        label: html! { (name) },
        value,
        written: format!("{value}%"),
        over: value > 100.0,
    };
    vec![("bars", bars(100.0, &[bar("Ann Bell", 84.0), bar("Tom Reed", 126.0), bar("Jo Lee", 0.0)]))]
}
