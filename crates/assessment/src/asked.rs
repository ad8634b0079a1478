//! What pages that compose several rooms ask of this one, so that they can ask it together with the rest.

use crate::assessments::{all_question, waiting_questions};
use crate::due::{DueScope, counts_question, kinds_question};
use crate::harm::history_question;
use crate::scores::waiting_question;
use kernel::{PersonKeys, StaffId, TeamId};
use store::{Cx, Question};

/// What [`crate::attention`] and [`crate::panel`] ask about a person.
#[must_use]
pub fn overview_questions(cx: &Cx<'_>, keys: &PersonKeys) -> Vec<Question> {
    vec![kinds_question(keys, cx.today()), history_question(keys), all_question(keys)]
}

/// What [`crate::waiting`], [`crate::waiting_overrides`] and [`crate::due_panel`] ask for a member of staff and for the
/// teams that they lead.
#[must_use]
pub fn work_questions(cx: &Cx<'_>, staff: Option<StaffId>, teams: &[TeamId], leads: bool) -> Vec<Question> {
    let (mine, to_countersign) = waiting_questions(cx, staff, teams);
    let scopes = staff.map(DueScope::Staff).into_iter().chain(leads.then(|| DueScope::Teams(teams.to_vec())));
    let due: Vec<Question> = scopes.map(|scope| counts_question(&scope, cx.today())).collect();
    [mine, to_countersign, waiting_question(cx, teams)].into_iter().flatten().chain(due).collect()
}
