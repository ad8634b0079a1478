//! What waits of programmes on My work: for an officer among their own people, and for whoever leads teams among theirs.
//!
//! Always true: nobody stands in both lists, and a list names at most ten.

use super::{named, service_name};
use crate::holding::of_teams;
use crate::programmes::policy::Policy;
use crate::programmes::records::CaseLine;
use kernel::{PersonId, StaffId, TeamId};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Question, Result, params};
use web::ui::{self, column};
use web::{Markup, html};

/// Requirements to end, reviews to come, cases to assess and breaches; the nearest first.
fn question(whose: &str, values: &[store::Value]) -> Question {
    let rest = format!(
        "WHERE {whose} AND (to_end = $1 OR review_due IS NOT NULL \
         OR (closed = $2 AND state IN ('awaiting-assessment', 'breach'))) ORDER BY state_on, case_id LIMIT 10"
    );
    Question::list::<CaseLine>(&rest, &[params![true, false], values].concat())
}

fn own_question(staff: StaffId) -> Question {
    question("staff_id = $3", params![staff])
}

fn teams_question(own: Option<StaffId>, teams: &[TeamId]) -> Option<Question> {
    of_teams(teams, own, 3).map(|(whose, values)| question(&whose, &values))
}

/// What [`programme_work`] asks.
#[must_use]
pub fn programme_work_questions(own: Option<StaffId>, teams: &[TeamId]) -> Vec<Question> {
    own.map(own_question).into_iter().chain(teams_question(own, teams)).collect()
}

/// What waits of programmes for an officer, and for the managers of some teams.
#[derive(Clone, Debug, Default)]
pub struct ProgrammeWork {
    pub own: Vec<CaseLine>,
    /// People of the teams whom somebody else holds.
    pub teams: Vec<CaseLine>,
}

/// What waits of programmes.
///
/// # Errors
/// When the database fails.
pub fn programme_work(cx: &mut Cx<'_>, own: Option<StaffId>, teams: &[TeamId]) -> Result<ProgrammeWork> {
    let mut work = ProgrammeWork::default();
    if let Some(question) = own.map(own_question) {
        work.own = cx.ask_list(&question)?;
    }
    if let Some(question) = teams_question(own, teams) {
        work.teams = cx.ask_list(&question)?;
    }
    Ok(work)
}

fn waits(row: &CaseLine) -> String {
    match row.review_due {
        _ if row.to_end => "Complete: end the requirement".to_owned(),
        Some(due) => format!("Review due on {}", ui::short_day(due)),
        None => Policy::shipped().words(&row.state).to_owned(),
    }
}

impl ProgrammeWork {
    /// Everybody named.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        self.own.iter().chain(&self.teams).map(|r| r.person_id).collect()
    }

    /// The panels; nothing where nothing waits.
    ///
    /// # Errors
    /// When the database fails.
    pub fn panels(&self, cx: &mut Cx<'_>, lines: &HashMap<PersonId, PersonLine>) -> Result<Vec<Markup>> {
        if self.own.is_empty() && self.teams.is_empty() {
            return Ok(Vec::new());
        }
        let book = provision::book(cx)?;
        let panel = |title: &str, rows: &[CaseLine]| {
            let cells = rows.iter().map(|row| {
                [
                    named(lines, row.person_id, &format!("/programmes/{}", row.case_id)),
                    html! { (service_name(&book, row.service_id)) },
                    html! { (waits(row)) },
                ]
            });
            let columns = ["Person", "Programme", "What waits"].map(column);
            html! { section class="govuk-!-margin-bottom-8" { (ui::Table::new(title, columns).rows(cells).show()) } }
        };
        let all = [("Programmes", &self.own), ("Programmes in your teams", &self.teams)];
        Ok(all.into_iter().filter(|(_, rows)| !rows.is_empty()).map(|(title, rows)| panel(title, rows)).collect())
    }
}
