//! The panel of the page "Assess and plan", and the lines of the plan on the task list of an assessment.

use super::pages::card;
use super::reading::brief;
use people::OpenPerson;
use store::{Cx, Result};
use web::Markup;
use web::ui::{Colour, Task, task};

/// The plan in brief.
///
/// # Errors
/// When the database fails.
pub(crate) fn panel(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let (brief, today) = (brief(cx, &open.keys)?, cx.today());
    Ok(card(open, &brief, today))
}

/// The lines of this subject on the task list of an assessment.
///
/// # Errors
/// When the database fails.
pub(crate) fn tasks(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Vec<Task>> {
    let plan = brief(cx, &open.keys)?;
    let line = |title: &str, path: &str, done: bool, hint: &str| {
        let line = task(title, &open.path(path)).hint(hint);
        if done { line } else { line.tagged(Colour::Plain, "To do") }
    };
    let has_actions = plan.goals.iter().any(|g| !g.actions.is_empty());
    Ok(vec![
        line("Goals and actions", "/plan", has_actions, "Who does what, by when, for which need"),
        line("Risk management plan", "/plan/risk", plan.risk_on.is_some(), "With contingency and victim safety"),
        line(
            "What the person says",
            "/plan/agreement",
            plan.agreed.is_some(),
            "In their own words, and whether they agree",
        ),
    ])
}
