//! What waits of treatment on My work: for an officer among their own people, and for whoever leads teams among theirs.
//!
//! Always true: nobody stands in both lists, and a list names at most ten.

use crate::holding::of_teams;
use crate::treatment::policy::Policy;
use crate::treatment::records::{Consent, TreatmentLine};
use kernel::{PersonId, StaffId, TeamId};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Question, Result, params};
use web::ui::{self, column};
use web::{Markup, html};

/// Consent taken back or to ask, beginnings, reviews of courts: first what was taken back, then the nearest review.
fn question(whose: &str, values: &[store::Value]) -> Question {
    let rest = format!(
        "WHERE {whose} AND closed = $1 AND (consent <> 'given' OR state = 'proposed' OR next_review IS NOT NULL) \
         ORDER BY CASE consent WHEN 'withdrawn' THEN 0 ELSE 1 END, \
         CASE WHEN next_review IS NULL THEN 1 ELSE 0 END, next_review, treatment_id LIMIT 10"
    );
    Question::list::<TreatmentLine>(&rest, &[params![false], values].concat())
}

fn own_question(staff: StaffId) -> Question {
    question("staff_id = $2", params![staff])
}

fn teams_question(own: Option<StaffId>, teams: &[TeamId]) -> Option<Question> {
    of_teams(teams, own, 2).map(|(whose, values)| question(&whose, &values))
}

/// What [`treatment_work`] asks.
#[must_use]
pub fn treatment_work_questions(own: Option<StaffId>, teams: &[TeamId]) -> Vec<Question> {
    own.map(own_question).into_iter().chain(teams_question(own, teams)).collect()
}

/// What waits of treatment for an officer, and for the managers of some teams.
#[derive(Clone, Debug, Default)]
pub struct TreatmentWork {
    pub own: Vec<TreatmentLine>,
    /// People of the teams whom somebody else holds.
    pub teams: Vec<TreatmentLine>,
}

/// What waits of treatment.
///
/// # Errors
/// When the database fails.
pub fn treatment_work(cx: &mut Cx<'_>, own: Option<StaffId>, teams: &[TeamId]) -> Result<TreatmentWork> {
    let mut work = TreatmentWork::default();
    if let Some(question) = own.map(own_question) {
        work.own = cx.ask_list(&question)?;
    }
    if let Some(question) = teams_question(own, teams) {
        work.teams = cx.ask_list(&question)?;
    }
    Ok(work)
}

fn waits(row: &TreatmentLine) -> String {
    match (row.consent, row.next_review) {
        (Consent::Withdrawn, _) => "Consent was withdrawn: what was arranged is cancelled".to_owned(),
        (Consent::NotAsked, _) => "Consent is to be asked".to_owned(),
        (_, Some(day)) => format!("Review by the court on {}", ui::short_day(day)),
        _ => "Ready to begin".to_owned(),
    }
}

fn name(row: &TreatmentLine, lines: &HashMap<PersonId, PersonLine>) -> Markup {
    match lines.get(&row.person_id) {
        Some(l) if l.restricted => html! { (l.name) br; span.tc-quiet { (l.crn) } },
        Some(l) => {
            let href = format!("/people/{}/treatments/{}", l.crn, row.treatment_id);
            html! { (ui::link(&href, &l.name)) br; span.tc-quiet { (l.crn) } }
        }
        None => html! { "Not known" },
    }
}

impl TreatmentWork {
    /// Everybody named.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        self.own.iter().chain(&self.teams).map(|r| r.person_id).collect()
    }

    /// The panels; nothing where nothing waits.
    #[must_use]
    pub fn panels(&self, lines: &HashMap<PersonId, PersonLine>) -> Vec<Markup> {
        let panel = |title: &str, rows: &[TreatmentLine]| {
            let cells = rows
                .iter()
                .map(|r| [name(r, lines), html! { (Policy::shipped().kind_words(&r.kind)) }, html! { (waits(r)) }]);
            let columns = ["Person", "Treatment", "What waits"].map(column);
            html! { section class="govuk-!-margin-bottom-8" { (ui::Table::new(title, columns).rows(cells).show()) } }
        };
        let all = [("Treatment", &self.own), ("Treatment in your teams", &self.teams)];
        all.into_iter().filter(|(_, rows)| !rows.is_empty()).map(|(title, rows)| panel(title, rows)).collect()
    }
}
