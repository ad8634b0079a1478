//! Young people who turn eighteen while their order runs, for programs.

use super::{YouthOrder, YouthState, youths};
use kernel::Permission;
use serde::Serialize;
use store::Cx;
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// An order that outlasts a youth.
#[derive(Serialize, ToSchema)]
struct YouthBody {
    id: String,
    name: String,
    turns_18_on: Option<String>,
    plan_from: Option<String>,
    joint_review_by: Option<String>,
    order: String,
    order_ends_on: Option<String>,
    youth_team: Option<String>,
    /// awaited, taken-on or stays.
    state: String,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/court/youths", Permission::ReadTeams, list).doc(
            ApiDoc::new("Young people who turn 18 while their order runs")
                .query("state", "awaited (as without it), taken-on or stays")
                .lists::<YouthBody>(),
        ),
    ]
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (limit, from) = (req.limit()?, req.after()?);
    let state = req.query("state").and_then(|s| s.parse::<YouthState>().ok()).unwrap_or(YouthState::Awaited);
    let rows = youths(cx, state, limit, from)?;
    let ids: Vec<_> = rows.iter().filter_map(|r| r.taken_to).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", "young people taken on", &ids);
    let shown = |row: &YouthOrder| row.taken_to.and_then(|p| lines.get(&p)).is_none_or(|l| !l.restricted);
    Ok::<Reply, _>(crate::inbox::listed(rows.into_iter().filter(shown).map(body).collect(), from, limit))
}

fn body(row: YouthOrder) -> YouthBody {
    let steps = row.steps();
    YouthBody {
        id: row.id.to_string(),
        name: row.who,
        turns_18_on: row.eighteen_on.map(|d| d.to_string()),
        plan_from: steps.map(|(plan, _)| plan.to_string()),
        joint_review_by: steps.map(|(_, review)| review.to_string()),
        order: row.order_words,
        order_ends_on: row.ends_on.map(|d| d.to_string()),
        youth_team: row.youth_team,
        state: row.state.code().to_owned(),
    }
}
