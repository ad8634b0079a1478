//! A short word about the state of something. The word says it; the colour only helps.

use super::Example;
use maud::{Markup, html};

/// The colours of tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Plain,
    Grey,
    Green,
    Teal,
    Purple,
    Magenta,
    Red,
    Orange,
    Yellow,
}

impl Colour {
    fn class(self) -> &'static str {
        match self {
            Colour::Plain => "",
            Colour::Grey => " govuk-tag--grey",
            Colour::Green => " govuk-tag--green",
            Colour::Teal => " govuk-tag--teal",
            Colour::Purple => " govuk-tag--purple",
            Colour::Magenta => " govuk-tag--magenta",
            Colour::Red => " govuk-tag--red",
            Colour::Orange => " govuk-tag--orange",
            Colour::Yellow => " govuk-tag--yellow",
        }
    }
}

#[must_use]
pub fn tag(colour: Colour, words: &str) -> Markup {
    html! { strong class={ "govuk-tag" (colour.class()) } { (words) } }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![
        ("tag", tag(Colour::Plain, "Active")),
        ("tag, red", tag(Colour::Red, "Overdue")),
        ("tag, grey", tag(Colour::Grey, "Ended")),
    ]
}
