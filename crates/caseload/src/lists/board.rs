//! The board of gaps. `today` only filters: what shows was written down when the facts changed.

use crate::gaps::GapKind;
use crate::records::{CaseRow, GapRow};
use jiff::civil::Date;
use kernel::{ContactId, PersonId, StaffId, TeamId};
use law::{Law, Nation};
use store::{Cx, Failure, Question, Result, Value, params};

/// Whose board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What one member of staff sees of the people they hold, and of appointments and handovers of theirs.
    Staff(StaffId),
    /// What the managers of these teams see.
    Teams(Vec<TeamId>),
}

/// Which part of the board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BoardQuery {
    /// Only these.
    pub kind: Option<GapKind>,
    /// All but these, which the reader has in another list.
    pub without: Option<GapKind>,
    /// Counted from nought.
    pub page: i64,
    pub per_page: i64,
}

/// A gap as it stands on a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownGap {
    pub person: PersonId,
    pub kind: GapKind,
    pub since: Date,
    pub due: Option<Date>,
    /// Working days since it was due or opened; negative while there is still time.
    pub working_days: i64,
    pub words: String,
    pub contact: Option<ContactId>,
    pub team: TeamId,
}

/// One page of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardPage {
    pub gaps: Vec<ShownGap>,
    pub total: i64,
}

/// What shows on the day that stands in parameter `today`.
fn shows(today: usize) -> String {
    format!("shows_from <= ${today} AND (shows_until IS NULL OR shows_until >= ${today})")
}

impl Scope {
    /// A condition over `view_gap` and its values; today is the last of them.
    fn condition(&self, today: Date) -> (String, Vec<Value>) {
        match self {
            Scope::Staff(staff) => (format!("staff_id = $1 AND {}", shows(2)), params![*staff, today].to_vec()),
            Scope::Teams(teams) => {
                let marks: Vec<String> = (1..=teams.len()).map(|n| format!("${n}")).collect();
                let marks = if marks.is_empty() { "NULL".to_owned() } else { marks.join(", ") };
                let mut values: Vec<Value> = teams.iter().map(|t| Value::from(*t)).collect();
                values.push(Value::from(today));
                (format!("staff_id IS NULL AND team_id IN ({marks}) AND {}", shows(values.len())), values)
            }
        }
    }
}

/// A page of the board, worst first and oldest first.
///
/// # Errors
/// When the database fails.
pub fn board(cx: &mut Cx<'_>, scope: &Scope, query: BoardQuery) -> Result<BoardPage> {
    let (condition, values) = part_of(cx, scope, query);
    let skipped = query.per_page * query.page;
    let (rows, total) = cx.page_of::<GapRow>(&condition, &values, WORST_FIRST, query.per_page, skipped)?;
    let gaps = shown(cx, rows)?;
    Ok(BoardPage { gaps, total })
}

const WORST_FIRST: &str = "ORDER BY rank, shows_from, person_id, number";

fn part_of(cx: &Cx<'_>, scope: &Scope, query: BoardQuery) -> (String, Vec<Value>) {
    let (mut condition, mut values) = scope.condition(cx.today());
    if let Some(kind) = query.kind {
        values.push(Value::from(kind.code()));
        condition.push_str(&format!(" AND kind = ${}", values.len()));
    }
    if let Some(kind) = query.without {
        values.push(Value::from(kind.code()));
        condition.push_str(&format!(" AND kind <> ${}", values.len()));
    }
    (condition, values)
}

/// What [`board`] asks, for a page that asks for more with it.
#[must_use]
pub fn board_question(cx: &Cx<'_>, scope: &Scope, query: BoardQuery) -> Question {
    let (condition, values) = part_of(cx, scope, query);
    Question::page::<GapRow>(&condition, &values, WORST_FIRST, query.per_page, query.per_page * query.page)
}

/// How many gaps of each kind show today, in the order of [`GapKind`]; kinds without one are left out.
///
/// # Errors
/// When the database fails.
pub fn board_counts(cx: &mut Cx<'_>, scope: &Scope) -> Result<Vec<(GapKind, i64)>> {
    let (condition, values) = scope.condition(cx.today());
    let rows = cx.query(&format!("SELECT kind, count(*) FROM view_gap WHERE {condition} GROUP BY kind"), &values)?;
    let mut counts = Vec::new();
    for row in rows {
        counts.push((kind_of(&row.get::<String>(0)?)?, row.get::<i64>(1)?));
    }
    counts.sort_by_key(|(kind, _)| *kind);
    Ok(counts)
}

/// What is missing around one person today, each gap once.
///
/// # Errors
/// When the database fails.
pub fn gaps_of(cx: &mut Cx<'_>, person: PersonId) -> Result<Vec<ShownGap>> {
    let today = cx.today();
    let watched = case_and_watches(cx, person)?.map(|(_, watched)| watched).unwrap_or_default();
    let is_shown = |gap: &GapRow| gap.shows_from <= today && gap.shows_until.is_none_or(|last| today <= last);
    shown(cx, watched.into_iter().filter(is_shown).collect())
}

/// Where a supervised person stands, and everything that shows around them now or will if nothing changes, worst first,
/// once each: they are written together, and a page about the person asks for them together.
pub(crate) fn case_and_watches(cx: &mut Cx<'_>, person: PersonId) -> Result<Option<(CaseRow, Vec<GapRow>)>> {
    let rows = cx.list_with::<CaseRow, GapRow>(WATCHED, OF_CASE, params![person])?;
    let Some((case, _)) = rows.first().cloned() else { return Ok(None) };
    // What officers see stands in rows of its own. To leave those out in the statement would let a database read the list of
    // everybody's managers instead of one person's few rows.
    let mut watched: Vec<GapRow> = rows.into_iter().filter_map(|(_, gap)| gap).collect();
    watched.retain(|gap| gap.staff_id.is_none());
    watched.sort_by_key(|gap| (gap.rank, gap.shows_from, gap.number));
    Ok(Some((case, watched)))
}

const WATCHED: &str = "b.person_id = a.person_id";
const OF_CASE: &str = "WHERE a.person_id = $1";

pub(super) fn case_question(person: PersonId) -> Question {
    Question::with::<CaseRow, GapRow>(WATCHED, OF_CASE, params![person])
}

fn shown(cx: &mut Cx<'_>, rows: Vec<GapRow>) -> Result<Vec<ShownGap>> {
    let (law, today) = (cx.part::<Law>()?, cx.today());
    let days = law.working_days(Nation::EnglandAndWales);
    rows.into_iter()
        .map(|row| {
            let kind = kind_of(&row.kind)?;
            let from = row.due_on.unwrap_or(row.shows_from);
            let working_days = days.between(from, today);
            Ok(ShownGap {
                person: row.person_id,
                kind,
                since: row.shows_from,
                due: row.due_on,
                working_days,
                words: kind.words(from, working_days),
                contact: row.contact_id,
                team: row.team_id,
            })
        })
        .collect()
}

fn kind_of(code: &str) -> Result<GapKind> {
    GapKind::from_code(code).ok_or_else(|| Failure::broken(format!("{code:?} is no gap")))
}
