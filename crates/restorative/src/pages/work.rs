//! What waits of cases on My work of those who arrange them: their own, and those that nobody leads, with standards that are
//! not met. Nobody else is told anything.

use super::{next_words, path, state_tag};
use crate::policy_rows::policy;
use crate::records::CaseLine;
use crate::rules::unmet;
use kernel::{Permission, PersonId, StaffId};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Question, Result, params};
use web::ui;
use web::{Markup, html};

/// What waits of cases for a reader.
#[derive(Clone, Debug, Default)]
pub struct RestorativeWork {
    pub cases: Vec<CaseLine>,
}

fn question(cx: &Cx<'_>, own: Option<StaffId>) -> Option<Question> {
    if !cx.may(Permission::ArrangeRestorative) {
        return None;
    }
    let order = "ORDER BY CASE WHEN planned_on IS NULL THEN 1 ELSE 0 END, planned_on, opened_on, id LIMIT 10";
    Some(match own {
        Some(staff) => {
            let rest = format!("WHERE is_open AND (lead_id = $1 OR lead_id IS NULL) {order}");
            Question::list::<CaseLine>(&rest, params![staff])
        }
        None => Question::list::<CaseLine>(&format!("WHERE is_open {order}"), &[]),
    })
}

/// What [`restorative_work`] asks.
#[must_use]
pub fn restorative_work_questions(cx: &Cx<'_>, own: Option<StaffId>) -> Vec<Question> {
    question(cx, own).into_iter().collect()
}

/// What waits of cases.
///
/// # Errors
/// When the database fails.
pub fn restorative_work(cx: &mut Cx<'_>, own: Option<StaffId>) -> Result<RestorativeWork> {
    let cases = match question(cx, own) {
        Some(question) => cx.ask_list(&question)?,
        None => Vec::new(),
    };
    Ok(RestorativeWork { cases })
}

impl RestorativeWork {
    /// Everybody named.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        self.cases.iter().map(|line| line.person_id).collect()
    }

    /// The panel; nothing where nothing waits.
    ///
    /// # Errors
    /// When the database fails.
    pub fn panels(&self, cx: &mut Cx<'_>, lines: &HashMap<PersonId, PersonLine>) -> Result<Vec<Markup>> {
        if self.cases.is_empty() {
            return Ok(Vec::new());
        }
        let (policy, today) = (policy(cx)?, cx.today());
        let rows = self.cases.iter().filter_map(|line| {
            let person = lines.get(&line.person_id)?;
            let name = if person.restricted {
                html! { (person.name) " " span.govuk-hint { (person.crn) } }
            } else {
                html! { (ui::link(&path(line.id, ""), &person.name)) " " span.govuk-hint { (person.crn) } }
            };
            let wrong = i64::try_from(unmet(line, &policy.standards(line.opened_on), today)).unwrap_or(0);
            let standards = html! {
                @if wrong > 0 {
                    (ui::tag(ui::Colour::Red, &ui::count(wrong, "standard not met", "standards not met")))
                }
            };
            Some([name, state_tag(line.state), html! { (next_words(line)) }, standards])
        });
        let columns = ["Person", "State", "Next", "Standards"].map(ui::column);
        Ok(vec![html! {
            section class="govuk-!-margin-bottom-8" {
                (ui::Table::new("Restorative justice", columns).rows(rows).show())
            }
        }])
    }
}
