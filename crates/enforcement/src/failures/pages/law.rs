//! What the law requires, allows and does not allow, as a reader sees it: each point with its reason, and the rows at hand.

use law::Sureness;
use law::enforcement::{Point, Situation, Standing};
use web::{Markup, html, ui};

/// The situation in three lists.
pub(crate) fn law_says(now: &Situation) -> Markup {
    html! {
        @if !now.requires.is_empty() {
            h3.govuk-heading-s { "The law requires" }
            (points(&now.requires))
        }
        h3.govuk-heading-s { "You may" }
        (points(&now.allows))
        @if !now.forbids.is_empty() {
            h3.govuk-heading-s { "Not allowed" }
            (points(&now.forbids))
        }
        @if !now.unknown.is_empty() {
            h3.govuk-heading-s { "Not known" }
            (points(&now.unknown))
        }
        @if !now.agreements.is_empty() {
            h3.govuk-heading-s { "A manager decides with you" }
            ul.govuk-list.govuk-list--bullet { @for one in &now.agreements { li { (step(one.step)) ": " (one.words) } } }
        }
        (ui::details("Where this comes from", &html! {
            ul.govuk-list.govuk-list--bullet {
                @for (standing, source) in sources(now) { li { (standing) ": " (source) } }
            }
        }))
    }
}

fn points(all: &[Point]) -> Markup {
    html! { ul.govuk-list.govuk-list--bullet { @for point in all { li { (point.words) } } } }
}

fn step(step: law::enforcement::EnforcementStep) -> &'static str {
    use law::enforcement::EnforcementStep as S;
    match step {
        S::Warn => "A warning in place of a referral",
        S::NoAction => "No action",
        _ => "This",
    }
}

/// Each source once, with what it is.
fn sources(now: &Situation) -> Vec<(&'static str, String)> {
    let mut met: Vec<(&'static str, String)> = Vec::new();
    let points = now.requires.iter().chain(&now.allows).chain(&now.forbids).chain(&now.unknown);
    let mut all: Vec<(Standing, Sureness, &str)> = points.map(|p| (p.standing, p.sure, p.source.as_str())).collect();
    all.extend(now.agreements.iter().map(|a| (Standing::Policy, a.sure, a.source.as_str())));
    for (standing, sure, source) in all {
        let what = match (standing, sure) {
            (Standing::Law, Sureness::Known) => "Law",
            (Standing::Law, Sureness::Assumed) => "Law, not read again",
            (Standing::Policy, Sureness::Known) => "Policy",
            (Standing::Policy, Sureness::Assumed) => "Policy, assumed",
            (Standing::Alternative, _) => "Another reading, switched off",
            (Standing::Proposed, _) => "Proposed, not law",
        };
        if !met.iter().any(|(_, known)| known == source) {
            met.push((what, source.to_owned()));
        }
    }
    met
}
