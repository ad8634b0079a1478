//! The lists of failures that wait: an officer's own and a team's, what must be referred first, then the longest due. And
//! what waits for a manager's agreement.
//!
//! Always true: a failure of somebody whom nobody holds is on every team's list. Rows are ids and days; names are asked
//! from people.

use super::records::{DueRow, Failure, FailureStep, StepOf, Waits};
use kernel::{Date, Permission, PersonId, StaffId, TeamId, placeholders};
use store::{ColumnType, Cx, Question, Result, Value, params};

/// Whose list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureScope {
    Staff(StaffId),
    Teams(Vec<TeamId>),
}

/// Which part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FailureQuery {
    pub waits: Option<Waits>,
    /// Only what must be referred.
    pub must: bool,
    /// Only what is past the day for evidence.
    pub late: bool,
    /// Counted from nought.
    pub page: i64,
    pub per_page: i64,
}

/// The figures of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FailureCounts {
    pub all: i64,
    pub must_refer: i64,
    /// The time for evidence is over and nobody has decided.
    pub late: i64,
    pub manager: i64,
}

impl FailureScope {
    fn condition(&self) -> (String, Vec<Value>) {
        match self {
            FailureScope::Staff(staff) => ("staff_id = $1".into(), params![*staff].to_vec()),
            FailureScope::Teams(teams) if teams.is_empty() => ("team_id IS NULL".into(), Vec::new()),
            FailureScope::Teams(teams) => {
                let values = teams.iter().map(|t| Value::from(*t)).collect();
                (format!("(team_id IN ({}) OR team_id IS NULL)", placeholders(1, teams.len())), values)
            }
        }
    }
}

fn page_question(scope: &FailureScope, query: FailureQuery, today: Date) -> Question {
    let (mut condition, mut values) = scope.condition();
    if query.must {
        condition.push_str(" AND must_refer");
    }
    if let Some(waits) = query.waits {
        values.push(waits.into());
        condition.push_str(&format!(" AND waits = ${}", values.len()));
    }
    if query.late {
        values.push(today.into());
        condition.push_str(&format!(" AND waits = 'decision' AND due_on < ${}", values.len()));
    }
    let order = "ORDER BY must_refer DESC, due_on, person_id, failure_id";
    Question::page::<DueRow>(&condition, &values, order, query.per_page, query.per_page.saturating_mul(query.page))
}

/// A page of a list with how many rows there are.
///
/// # Errors
/// When the database fails.
pub fn waiting_failures(cx: &mut Cx<'_>, scope: &FailureScope, query: FailureQuery) -> Result<(Vec<DueRow>, i64)> {
    let today = cx.today();
    let rows = cx.ask(&page_question(scope, query, today))?;
    let total = rows.first().and_then(|row| row.0.last()).map_or(Ok(0), store::Field::from_value)?;
    let list = rows.iter().map(|row| <DueRow as store::Record>::from_values(&row.0)).collect::<Result<_>>()?;
    Ok((list, total))
}

fn counts_question(scope: &FailureScope, today: Date) -> Question {
    let (condition, mut values) = scope.condition();
    values.push(today.into());
    let sum = |what: &str| format!("SUM(CASE WHEN {what} THEN 1 ELSE 0 END)");
    let sql = format!(
        "SELECT count(*), {}, {}, {} FROM view_enforcement_due WHERE {condition}",
        sum("must_refer"),
        sum(&format!("waits = 'decision' AND due_on < ${}", values.len())),
        sum("waits = 'manager'")
    );
    Question::rows(&[ColumnType::Int, ColumnType::Int, ColumnType::Int, ColumnType::Int], sql, &values)
}

/// The figures of a list.
///
/// # Errors
/// When the database fails.
pub fn failure_counts(cx: &mut Cx<'_>, scope: &FailureScope) -> Result<FailureCounts> {
    let today = cx.today();
    let rows = cx.ask(&counts_question(scope, today))?;
    let Some(row) = rows.first() else { return Ok(FailureCounts::default()) };
    let cell = |n: usize| row.get::<Option<i64>>(n).map(Option::unwrap_or_default);
    Ok(FailureCounts { all: cell(0)?, must_refer: cell(1)?, late: cell(2)?, manager: cell(3)? })
}

/// Rows of a list that My work shows.
pub(crate) const SHOWN: i64 = 10;

pub(crate) const FIRST: FailureQuery = FailureQuery { waits: None, must: false, late: false, page: 0, per_page: SHOWN };

/// What [`failures_to_decide`] asks, for a page that asks for more with it.
#[must_use]
pub fn failure_questions(cx: &Cx<'_>, own: Option<StaffId>, teams: Option<&[TeamId]>) -> Vec<Question> {
    let own = own.map(FailureScope::Staff);
    let led = teams.map(|teams| FailureScope::Teams(teams.to_vec()));
    own.into_iter()
        .chain(led)
        .flat_map(|scope| [page_question(&scope, FIRST, cx.today()), counts_question(&scope, cx.today())])
        .collect()
}

/// The first rows and the figures of one list, for My work.
#[derive(Clone, Debug, PartialEq)]
pub struct FailuresToDecide {
    pub rows: Vec<DueRow>,
    pub counts: FailureCounts,
    pub of_teams: bool,
}

impl FailuresToDecide {
    /// Everybody named.
    pub fn people(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.rows.iter().map(|r| r.person_id)
    }
}

/// What waits for a member of staff, or for the managers of some teams.
///
/// # Errors
/// When the database fails.
pub fn failures_to_decide(cx: &mut Cx<'_>, scope: &FailureScope) -> Result<FailuresToDecide> {
    let (rows, _) = waiting_failures(cx, scope, FIRST)?;
    let counts = failure_counts(cx, scope)?;
    Ok(FailuresToDecide { rows, counts, of_teams: matches!(scope, FailureScope::Teams(_)) })
}

/// A decision that waits for a manager's agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct ToAgree {
    pub failure: Failure,
    pub asked: FailureStep,
    pub must_refer: bool,
}

/// What waits for the managers of these teams, the oldest first; nothing for who does not oversee. Two statements.
///
/// # Errors
/// When the database fails.
pub fn waiting_agreements(cx: &mut Cx<'_>, teams: &[TeamId], most: i64) -> Result<Vec<ToAgree>> {
    if !cx.may(Permission::Oversee) {
        return Ok(Vec::new());
    }
    let (condition, mut values) = FailureScope::Teams(teams.to_vec()).condition();
    values.extend([Value::from(Waits::Manager), Value::from(most)]);
    let rest = format!(
        "WHERE {} AND a.waits = ${} ORDER BY a.due_on, a.failure_id LIMIT ${}",
        condition.replace("team_id", "a.team_id"),
        values.len() - 1,
        values.len()
    );
    // A failure of an absorbed record stands under the absorbed id; its own id is enough to find it.
    let waiting =
        cx.list_with::<DueRow, Failure>("b.person_id = a.person_id AND b.id = a.failure_id", &rest, &values)?;
    let found: Vec<(DueRow, Failure)> = waiting.into_iter().filter_map(|(row, f)| Some((row, f?))).collect();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<Value> = found.iter().map(|(_, f)| Value::from(f.person_id)).collect();
    let ids: Vec<Value> = found.iter().map(|(_, f)| Value::from(f.id)).collect();
    let rest = format!(
        "WHERE person_id IN ({}) AND failure_id IN ({}) AND step = ${} ORDER BY recorded_at, id",
        placeholders(1, people.len()),
        placeholders(people.len() + 1, ids.len()),
        people.len() + ids.len() + 1
    );
    let steps = cx.list::<FailureStep>(&rest, &[people, ids, vec![StepOf::Asked.into()]].concat())?;
    Ok(found
        .into_iter()
        .filter_map(|(row, failure)| {
            let asked = steps.iter().rfind(|s| s.failure_id == failure.id)?.clone();
            Some(ToAgree {
                failure: Failure { person_id: row.person_id, ..failure },
                asked,
                must_refer: row.must_refer,
            })
        })
        .collect())
}
