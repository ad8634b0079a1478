//! An account of a result as a reader sees it: the sentence first, each part's terms with their sum, the limits, what is
//! missing and what would change it. It computes nothing.

use actuarial::account::Account;
use actuarial::explain::Explanation;
use store::{Failure, Result};
use web::{Markup, html, ui};

/// Reads an account as it was stored.
pub(super) fn stored(account: &serde_json::Value) -> Result<Account> {
    serde_json::from_value(account.clone()).map_err(|e| Failure::broken(e.to_string()))
}

pub(super) fn show(account: &Account) -> Markup {
    html! {
        p.govuk-body { strong { (account.summary) } }
        @for part in &account.parts { (show_part(part)) }
        @if !account.notes.is_empty() {
            ul.govuk-list.govuk-list--bullet { @for note in &account.notes { li { (note) } } }
        }
    }
}

fn show_part(part: &Explanation) -> Markup {
    html! {
        h3.govuk-heading-s { (part.title) @if let Some(band) = &part.band { ": " (known(band)) } }
        p.govuk-body { (part.rule) "." }
        @if !part.terms.is_empty() { (terms(part)) }
        @if !part.steps.is_empty() { (steps(part)) }
        @if !part.missing.is_empty() {
            p.govuk-body { "Missing:" }
            ul.govuk-list.govuk-list--bullet { @for m in &part.missing { li { (m.effect) } } }
        }
        @if !part.would_change.is_empty() {
            p.govuk-body { "What would change it:" }
            ul.govuk-list.govuk-list--bullet {
                @for c in &part.would_change { li { (c.what) @if c.band.contains('%') { ": " (figure(c.score)) } @else { ": " (c.band) } } }
            }
        }
        p.govuk-hint { "Version " (part.model_version) ". Source: " (part.source) "." }
    }
}

fn terms(part: &Explanation) -> Markup {
    let columns = [ui::column("What"), ui::column("Value"), ui::column("Points").numeric()];
    let mut table = ui::Table::new(format!("{}: what adds up", part.title), columns).unseen_caption();
    for term in &part.terms {
        table.push([html! { (term.title) }, html! { (term.value) }, html! { (figure(term.contribution)) }]);
    }
    if let Some(total) = part.total {
        table.push([html! { strong { "Together" } }, html! {}, html! { strong { (figure(total)) } }]);
    }
    table.show()
}

fn steps(part: &Explanation) -> Markup {
    let columns = [ui::column("Step"), ui::column("Result").numeric()];
    let mut table = ui::Table::new(format!("{}: step by step", part.title), columns).unseen_caption();
    for step in &part.steps {
        table.push([html! { (step.what) }, html! { (step.result) }]);
    }
    table.show()
}

/// The national word for a result that is not there is no word for a page.
fn known(band: &str) -> &str {
    if band == "MISSING" { "not known yet" } else { band }
}

fn figure(n: f64) -> String {
    if n.fract() == 0.0 { format!("{n:.0}") } else { format!("{n}") }
}
