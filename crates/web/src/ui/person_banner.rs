//! The bar at the head of every page about a person: who it is, so that nobody writes in the wrong record.

use super::{Colour, Example, age, day, tag};
use kernel::{Crn, Date};
use maud::{Markup, html};

/// What the bar says. A fact that is not known is told as not known.
#[derive(Clone, Debug)]
pub struct PersonBanner {
    pub name: String,
    pub crn: Crn,
    /// Where the name leads: the overview.
    pub href: String,
    pub born: Option<Date>,
    pub today: Date,
    pub officer: Option<String>,
    /// More facts in order, such as tier: a word and its value.
    pub facts: Vec<(String, Markup)>,
    /// Things to know at once, such as a risk to staff or a restriction.
    pub flags: Vec<(Colour, String)>,
}

impl PersonBanner {
    #[must_use]
    pub fn show(&self) -> Markup {
        let not_known = html! { "Not known" };
        html! {
            section.tc-person aria-label="Person" {
                p.tc-person__name { a.govuk-link.govuk-link--no-visited-state href=(self.href) { (self.name) } }
                @if !self.flags.is_empty() {
                    ul.tc-person__flags { @for (colour, words) in &self.flags { li { (tag(*colour, words)) } } }
                }
                dl.tc-person__facts {
                    (fact("CRN", &html! { (self.crn) }))
                    (fact("Date of birth", &self.born.map_or_else(
                        || not_known.clone(),
                        |born| html! { (day(born)) " (age " (age(born, self.today)) ")" },
                    )))
                    (fact("Responsible officer", &self.officer.as_ref().map_or_else(
                        || html! { strong { "None" } },
                        |officer| html! { (officer) },
                    )))
                    @for (word, value) in &self.facts { (fact(word, value)) }
                }
            }
        }
    }
}

fn fact(word: &str, value: &Markup) -> Markup {
    html! { div.tc-person__fact { dt { (word) } dd { (value) } } }
}

pub(crate) fn examples() -> Vec<Example> {
    let Some(crn) = Crn::nth(123) else {
        return Vec::new();
    };
    let person = PersonBanner {
        name: "Ffion <O’Neil>".into(),
        crn: crn.clone(),
        href: "/people/T000123".into(),
        born: Some(kernel::date(2000, 2, 29)),
        today: kernel::date(2026, 11, 22),
        officer: Some("Ann Bell".into()),
        facts: vec![("Tier".into(), html! { "B2" })],
        flags: vec![(Colour::Red, "Risk to staff".into()), (Colour::Purple, "Restricted".into())],
    };
    let nobody = PersonBanner { born: None, officer: None, facts: vec![], flags: vec![], ..person.clone() };
    vec![("person banner", person.show()), ("person banner, little known", nobody.show())]
}
