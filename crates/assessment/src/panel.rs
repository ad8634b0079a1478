//! The panel of the overview: how high the risk is, and how the assessment stands.

use crate::assessments::{State, all, state_tag};
use crate::harm::{HarmStanding, history, level_tag};
use crate::{Assessment, Setting};
use people::OpenPerson;
use store::{Cx, Result};
use web::ui::{self, SummaryCard, row};
use web::{Markup, html};

/// One card, two statements.
///
/// # Errors
/// When the database fails.
pub fn panel(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let today = cx.today();
    let standing = HarmStanding::on(&history(cx, &open.keys)?, today);
    let known = all(cx, &open.keys)?;
    let now = known.iter().find(|a| !matches!(a.state, State::Signed | State::Withdrawn));
    let signed = known.iter().filter(|a| a.state == State::Signed).max_by_key(|a| (a.signed_on, a.begun_at));
    let level = |setting| match standing.overall(setting) {
        Some(level) => level_tag(level),
        None => html! { span.govuk-hint { "Not decided" } },
    };
    let mut rows = vec![row("Risk of serious harm", level(Setting::Community))];
    if standing.overall(Setting::Custody).is_some() {
        rows.push(row("In custody", level(Setting::Custody)));
    }
    rows.push(row("Last assessment", html! {
        @match signed {
            Some(signed) => { (link(open, signed)) @if let Some(on) = signed.signed_on { ", " (ui::short_day(on)) } },
            None => span.govuk-hint { "None signed" },
        }
    }));
    if let Some(now) = now {
        rows.push(row("Under way", html! { (link(open, now)) " " (state_tag(now.state)) }));
    }
    Ok(SummaryCard::new("Risk and assessment").action(&open.path("/risk"), "Risk").rows(&rows))
}

fn link(open: &OpenPerson, assessment: &Assessment) -> Markup {
    ui::link(&open.path(&format!("/assessment/{}", assessment.id)), &assessment.name())
}
