//! What waits of unpaid work on My work: who has not begun in time and who will not finish, among an officer's own people and
//! those of the teams that somebody leads.
//!
//! Always true: nobody stands in both lists, and a list names at most ten.

use super::pages::{named, tag};
use super::records::{PaceRow, Verdict};
use crate::policy::hours;
use kernel::{PersonId, StaffId, TeamId, placeholders};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Question, Result, Value, id_values, params};
use web::ui::{self, column};
use web::{Markup, html};

fn question(whose: &str, values: &[Value]) -> Question {
    let rest = format!("WHERE verdict IN ($1, $2) AND {whose} ORDER BY limit_on, person_id LIMIT 10");
    let verdicts = params![Verdict::LateToBegin, Verdict::WillNotFinish];
    Question::list::<PaceRow>(&rest, &[verdicts, values].concat())
}

fn own_question(staff: StaffId) -> Question {
    question("staff_id = $3", params![staff])
}

fn teams_question(own: Option<StaffId>, teams: &[TeamId]) -> Option<Question> {
    if teams.is_empty() {
        return None;
    }
    let mut values = id_values(teams);
    let mut whose = format!("team_id IN ({})", placeholders(3, values.len()));
    if let Some(own) = own {
        whose.push_str(&format!(" AND (staff_id IS NULL OR staff_id <> ${})", 3 + values.len()));
        values.push(own.into());
    }
    Some(question(&whose, &values))
}

/// What [`pace_work`] asks.
#[must_use]
pub fn pace_work_questions(own: Option<StaffId>, teams: &[TeamId]) -> Vec<Question> {
    own.map(own_question).into_iter().chain(teams_question(own, teams)).collect()
}

/// Whose unpaid work needs a look.
#[derive(Clone, Debug, Default)]
pub struct PaceWork {
    pub own: Vec<PaceRow>,
    /// People of the teams whom somebody else holds.
    pub teams: Vec<PaceRow>,
}

/// Whose unpaid work needs a look, for a member of staff and for the managers of some teams.
///
/// # Errors
/// When the database fails.
pub fn pace_work(cx: &mut Cx<'_>, own: Option<StaffId>, teams: &[TeamId]) -> Result<PaceWork> {
    let mut work = PaceWork::default();
    if let Some(question) = own.map(own_question) {
        work.own = cx.ask_list(&question)?;
    }
    if let Some(question) = teams_question(own, teams) {
        work.teams = cx.ask_list(&question)?;
    }
    Ok(work)
}

impl PaceWork {
    /// Everybody named.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        self.own.iter().chain(&self.teams).map(|r| r.person_id).collect()
    }

    /// The panels; nothing where nothing waits.
    #[must_use]
    pub fn panels(&self, lines: &HashMap<PersonId, PersonLine>) -> Vec<Markup> {
        let panel = |title: &str, rows: &[PaceRow]| {
            let cells = rows.iter().map(|r| {
                [
                    named(lines, r.person_id),
                    tag(r.verdict),
                    html! { (hours(r.left_minutes)) },
                    html! { (ui::short_day(r.limit_on)) },
                ]
            });
            let columns =
                [column("Person"), column("How it stands"), column("Left").numeric(), column("Should be done by")];
            html! { section class="govuk-!-margin-bottom-8" { (ui::Table::new(title, columns).rows(cells).show()) } }
        };
        let all = [
            ("Unpaid work that needs a look", &self.own),
            ("Unpaid work of your teams that needs a look", &self.teams),
        ];
        all.into_iter().filter(|(_, rows)| !rows.is_empty()).map(|(title, rows)| panel(title, rows)).collect()
    }
}
