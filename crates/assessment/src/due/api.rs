//! What is due, for programs: by officer or team. Restricted people keep their CRN and nothing else.

use super::lists::{DueQuery, DueScope, list};
use super::records::DueKind;
use crate::parts::{cursor, json};
use kernel::{Permission, PersonId};
use serde::Serialize;
use store::{Cx, Failure};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// Something that is due.
#[derive(Debug, Serialize, ToSchema)]
struct DueOut {
    crn: Option<String>,
    restricted: bool,
    /// `review`, `unread-answer`, `action`, `enquiry`, `registration-review` or `home-visit`.
    kind: String,
    id: String,
    /// Absent for a restricted person.
    words: Option<String>,
    due: String,
    /// The code of whoever acts for the person.
    staff: Option<String>,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/assessments/due", Permission::ReadTeams, all).doc(
            ApiDoc::new("What is due of assessments and plans, the longest due first")
                .query("staff", "the code of an officer or cover")
                .query("team", "the code of a team")
                .query("kind", "one kind alone")
                .query("late", "`yes` for what is past its date")
                .lists::<DueOut>(),
        ),
    ]
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let scope = match (req.query("staff"), req.query("team")) {
        (Some(code), _) => DueScope::Staff(organisation::staff_by_code(cx, code)?.id),
        (None, Some(code)) => DueScope::Teams(vec![organisation::team_by_code(cx, code)?.id]),
        (None, None) => return Err(Failure::refused("team", "no_list", "Name a `staff` or a `team`")),
    };
    let kind = match req.query("kind") {
        None => None,
        Some(code) => {
            let unknown = |()| Failure::refused("kind", "unknown_kind", "Name a kind of what is due");
            Some(code.parse::<DueKind>().map_err(unknown)?)
        }
    };
    let (limit, page) = (req.limit()?, i64::try_from(cursor(req)?).unwrap_or(i64::MAX / 1000));
    let late = req.query("late") == Some("yes");
    let found = list(cx, &scope, DueQuery { kind, late, page, per_page: limit })?;
    let shown: Vec<PersonId> = found.due.iter().map(|d| d.person).collect();
    let lines = people::lines(cx, &shown)?;
    cx.note_shown("list", req.path(), &shown);
    let staff: Vec<kernel::StaffId> = found.due.iter().filter_map(|d| d.staff).collect();
    let staff = organisation::staff_lines(cx, &staff)?;
    let out: Vec<DueOut> = found
        .due
        .into_iter()
        .map(|d| {
            let line = lines.get(&d.person);
            let restricted = line.is_some_and(|l| l.restricted);
            DueOut {
                crn: line.map(|l| l.crn.to_string()),
                restricted,
                kind: d.kind.code().into(),
                id: d.item.to_string(),
                words: Some(d.words).filter(|_| !restricted),
                due: d.due.to_string(),
                staff: d.staff.and_then(|id| staff.get(&id)).map(|l| l.code.clone()),
            }
        })
        .collect();
    let mut body = serde_json::json!({ "items": json(out)? });
    if page.saturating_add(1).saturating_mul(limit) < found.total {
        body["next"] = (page + 1).to_string().into();
    }
    Ok(Reply::json(200, body))
}
