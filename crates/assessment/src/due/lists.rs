//! The list of what is due, for an officer and for the managers of a team. `today` only filters: what shows was written
//! down when the facts changed.

use super::records::{DueKind, DueRow};
use crate::{enquiries, plans, registrations, reviews};
use kernel::{Date, PersonId, PersonKeys, StaffId, TeamId};
use std::collections::HashMap;
use std::sync::Arc;
use store::{ColumnType, Cx, Question, Result, Value, params};
use uuid::Uuid;

/// Whose list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DueScope {
    /// What waits for whoever acts for these people.
    Staff(StaffId),
    /// What waits in these teams.
    Teams(Vec<TeamId>),
}

/// Which part of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueQuery {
    pub kind: Option<DueKind>,
    /// Only what is past its date.
    pub late: bool,
    /// Counted from nought.
    pub page: i64,
    pub per_page: i64,
}

/// One thing that is due, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueShown {
    pub person: PersonId,
    pub kind: DueKind,
    pub item: Uuid,
    pub due: Date,
    /// What it is: the reason of a review, the type of a registration, the words of an action.
    pub words: String,
    pub staff: Option<StaffId>,
}

/// One page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePage {
    pub due: Vec<DueShown>,
    pub total: i64,
}

/// How many of each kind show today, and how many of them are past their date.
pub type DueCounts = Vec<(DueKind, i64, i64)>;

impl DueScope {
    /// A condition over the list and its values; today is the last of them.
    fn condition(&self, today: Date) -> (String, Vec<Value>) {
        match self {
            DueScope::Staff(staff) => ("staff_id = $1 AND shows_from <= $2".into(), params![*staff, today].to_vec()),
            DueScope::Teams(teams) => {
                let among = if teams.is_empty() { "NULL".into() } else { kernel::placeholders(1, teams.len()) };
                let mut values: Vec<Value> = teams.iter().map(|t| Value::from(*t)).collect();
                values.push(Value::from(today));
                (format!("team_id IN ({among}) AND shows_from <= ${}", values.len()), values)
            }
        }
    }
}

/// A page of the list, the longest due first.
///
/// # Errors
/// When the database fails.
pub fn list(cx: &mut Cx<'_>, scope: &DueScope, query: DueQuery) -> Result<DuePage> {
    let (mut condition, mut values) = scope.condition(cx.today());
    if query.late {
        condition.push_str(&format!(" AND due_on < ${}", values.len()));
    }
    if let Some(kind) = query.kind {
        values.push(Value::from(kind));
        condition.push_str(&format!(" AND kind = ${}", values.len()));
    }
    let total = cx.count(&format!("SELECT count(*) FROM view_assessment_due WHERE {condition}"), &values)?;
    let (limit, offset) = (values.len() + 1, values.len() + 2);
    values.extend([Value::Int(query.per_page), Value::Int(query.per_page.saturating_mul(query.page))]);
    let rest = format!("WHERE {condition} ORDER BY due_on, person_id, kind, item_id LIMIT ${limit} OFFSET ${offset}");
    let rows = cx.list::<DueRow>(&rest, &values)?;
    Ok(DuePage { due: in_words(cx, rows)?, total })
}

/// How many of each kind show today, in the order of [`DueKind`]; kinds without one are left out.
///
/// # Errors
/// When the database fails.
pub fn counts(cx: &mut Cx<'_>, scope: &DueScope) -> Result<DueCounts> {
    let question = counts_question(scope, cx.today());
    let mut counts = Vec::new();
    for row in cx.ask(&question)? {
        counts.push((row.get::<DueKind>(0)?, row.get::<i64>(1)?, row.get::<Option<i64>>(2)?.unwrap_or_default()));
    }
    counts.sort_by_key(|(kind, ..)| *kind);
    Ok(counts)
}

/// What [`counts`] asks.
pub(crate) fn counts_question(scope: &DueScope, today: Date) -> Question {
    let (condition, values) = scope.condition(today);
    let late = format!("SUM(CASE WHEN due_on < ${} THEN 1 ELSE 0 END)", values.len());
    let sql = format!("SELECT kind, count(*), {late} FROM view_assessment_due WHERE {condition} GROUP BY kind");
    Question::rows(&[ColumnType::Text, ColumnType::Int, ColumnType::Int], sql, &values)
}

/// How many of each kind are due around one person today, and from which day, in the order of [`DueKind`].
pub(super) fn kinds_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<(DueKind, i64, Date)>> {
    let question = kinds_question(keys, cx.today());
    let mut kinds = Vec::new();
    for row in cx.ask(&question)? {
        kinds.push((row.get::<DueKind>(0)?, row.get::<i64>(1)?, row.get::<Date>(2)?));
    }
    kinds.sort_by_key(|(kind, ..)| *kind);
    Ok(kinds)
}

/// What [`kinds_of`] asks.
pub(crate) fn kinds_question(keys: &PersonKeys, today: Date) -> Question {
    let sql = "SELECT kind, count(*), MIN(due_on) FROM view_assessment_due WHERE person_id = $1 AND shows_from <= $2 \
               GROUP BY kind";
    let types = [ColumnType::Text, ColumnType::Int, ColumnType::Date];
    Question::rows(&types, sql, params![keys.survivor, today])
}

/// What is due around one person today.
///
/// # Errors
/// When the database fails.
pub fn of_person(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<DueShown>> {
    let today = cx.today();
    let rest = "WHERE person_id = $1 AND shows_from <= $2 ORDER BY due_on, kind, item_id";
    let rows = cx.list::<DueRow>(rest, params![keys.survivor, today])?;
    in_words(cx, rows)
}

/// The reviews of the assessment that are due of a person, the earliest first.
///
/// # Errors
/// When the database fails.
pub(crate) fn reviews_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<DueShown>> {
    let rest = "WHERE person_id = $1 AND shows_from <= $2 AND kind = $3 ORDER BY due_on, item_id";
    let rows = cx.list::<DueRow>(rest, params![keys.survivor, cx.today(), DueKind::Review])?;
    in_words(cx, rows)
}

/// One statement for each subject that the rows are of, whatever their number.
fn in_words(cx: &mut Cx<'_>, rows: Vec<DueRow>) -> Result<Vec<DueShown>> {
    let any = |kinds: &[DueKind]| rows.iter().any(|r| kinds.contains(&r.kind));
    let triggers = if any(&[DueKind::Review]) { reviews::triggers(cx)? } else { Arc::default() };
    let types = if any(&[DueKind::RegistrationReview]) { registrations::types(cx)? } else { Arc::default() };
    let asked = [DueKind::Enquiry, DueKind::UnreadAnswer];
    let kinds = if any(&asked) { enquiries::kinds(cx)? } else { Arc::default() };
    let actions: Vec<Uuid> = rows.iter().filter(|r| r.kind == DueKind::Action).map(|r| r.item_id).collect();
    let actions: HashMap<Uuid, String> = plans::actions_in_words(cx, &actions)?;
    let words = |row: &DueRow| match row.kind {
        DueKind::Review => triggers.words(&row.what).to_owned(),
        DueKind::RegistrationReview => types.name(&row.what).to_owned(),
        DueKind::Enquiry | DueKind::UnreadAnswer => kinds.name(&row.what).to_owned(),
        DueKind::Action => actions.get(&row.item_id).cloned().unwrap_or_default(),
        DueKind::HomeVisit => "At home".to_owned(),
    };
    Ok(rows
        .iter()
        .map(|row| DueShown {
            person: row.person_id,
            kind: row.kind,
            item: row.item_id,
            due: row.due_on,
            words: words(row),
            staff: row.staff_id,
        })
        .collect())
}
