//! Drawing a sample: the signed assessments of a span of days and a team, the reviewer's number of them, at random.

use super::policy::standards;
use super::rules::draw;
use super::store::{Case, Kind, Sample};
use crate::assessments::State;
use kernel::{AssessmentId, Date, Instant, PersonId, Refusal, Refusals, SampleId, StaffId, TeamId};
use std::collections::HashMap;
use store::{Cx, Failure, Result, Row, Value};

/// More than this many to draw from are not one sample.
const MOST: i64 = 20_000;
/// More than this many in a sample are not one reviewer's work.
pub(super) const MOST_DRAWN: u32 = 200;

/// What a reviewer asks for.
#[derive(Clone, Debug)]
pub struct Asking {
    pub kind: Kind,
    pub from: Date,
    pub to: Date,
    pub team: Option<TeamId>,
    /// The service's number when nobody says another.
    pub wanted: Option<u32>,
    /// Made up when nobody says one.
    pub seed: Option<String>,
}

/// Draws a sample.
///
/// # Errors
/// `out_of_order`, `ahead`, `out_of_range`; `nothing_to_draw`; `too_many`.
pub fn draw_sample(cx: &mut Cx<'_>, asking: &Asking) -> Result<SampleId> {
    let today = cx.today();
    let standards = standards(cx, today)?;
    let wanted = asking.wanted.or_else(|| standards.number("sample-size")?.number).unwrap_or(1);
    check(asking, wanted, today)?;
    let all = population(cx, asking)?;
    if all.is_empty() {
        let words = "No assessment was signed in these days. Choose other days or another team";
        return Err(Failure::refused("from", "nothing_to_draw", words));
    }
    let id: SampleId = cx.new_id();
    cx.lock(id.0.into())?;
    let seed = asking.seed.clone().unwrap_or_else(|| id.to_string());
    let ids: Vec<uuid::Uuid> = all.iter().map(|case| case.assessment_id.0).collect();
    let by_id: HashMap<uuid::Uuid, Case> = all.into_iter().map(|case| (case.assessment_id.0, case)).collect();
    let drawn = draw(&seed, &ids, usize::try_from(wanted).unwrap_or(usize::MAX));
    let cases: Vec<Case> = drawn
        .iter()
        .zip(1..)
        .filter_map(|(drawn, place)| by_id.get(drawn).map(|case| Case { sample_id: id, place, ..case.clone() }))
        .collect();
    cx.describe(format!("Drew a sample of {} from {} signed assessments", cases.len(), ids.len()), None);
    cx.insert(&Sample {
        id,
        kind: asking.kind,
        from_day: asking.from,
        to_day: asking.to,
        team_id: asking.team,
        wanted,
        drawn: u32::try_from(cases.len()).unwrap_or(u32::MAX),
        population: u32::try_from(ids.len()).unwrap_or(u32::MAX),
        seed,
        drawn_at: cx.now(),
        drawn_by: cx.actor().name().to_owned(),
    })?;
    cx.insert_all(&cases)?;
    Ok(id)
}

fn check(asking: &Asking, wanted: u32, today: Date) -> Result<()> {
    let mut wrong = Vec::new();
    if asking.to < asking.from {
        wrong.push(Refusal::new("to", "out_of_order", "The last day must not lie before the first"));
    }
    if asking.to > today {
        wrong.push(Refusal::new("to", "ahead", "The last day must not be ahead: that work is not done yet"));
    }
    if wanted == 0 || wanted > MOST_DRAWN {
        let words = format!("Enter a number from 1 to {MOST_DRAWN}");
        wrong.push(Refusal::new("wanted", "out_of_range", words));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Refused(Refusals(wrong))) }
}

/// Every assessment that could be drawn.
fn population(cx: &mut Cx<'_>, asking: &Asking) -> Result<Vec<Case>> {
    let mut values = vec![Value::from(State::Signed), Value::from(asking.from), Value::from(asking.to)];
    let mut sql = "SELECT person_id, id, staff_id, begun_at, signed_on, team_id FROM assessment \
                   WHERE state = $1 AND signed_on >= $2 AND signed_on <= $3"
        .to_owned();
    if let Some(team) = asking.team {
        values.push(Value::from(team));
        sql.push_str(" AND team_id = $4");
    }
    sql.push_str(&format!(" LIMIT {}", MOST + 1));
    let rows = cx.query(&sql, &values)?;
    if i64::try_from(rows.len()).unwrap_or(i64::MAX) > MOST {
        let words = format!("More than {MOST} assessments were signed in these days: choose fewer days or one team");
        return Err(Failure::refused("from", "too_many", words));
    }
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Case> {
    Ok(Case {
        sample_id: SampleId(uuid::Uuid::nil()),
        place: 0,
        person_id: row.get::<PersonId>(0)?,
        assessment_id: row.get::<AssessmentId>(1)?,
        scorer_id: row.get::<Option<StaffId>>(2)?,
        team_id: row.get::<Option<TeamId>>(5)?,
        begun_on: row.get::<Instant>(3)?.local_date(),
        signed_on: row.get::<Date>(4)?,
    })
}
