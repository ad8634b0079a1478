//! The same for programs: a person's overview, and the record as it stood on a day.

use crate::{overview, past};
use kernel::{Crn, Date, Permission};
use serde::Serialize;
use serde_json::{Value as Json, json};
use store::Cx;
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A person on one page.
#[derive(Serialize, ToSchema)]
struct OverviewBody {
    crn: String,
    name: String,
    /// Civil date.
    born: Option<String>,
    /// Absent for somebody not supervised now.
    responsibility: Option<ResponsibilityBody>,
    /// Civil date by which the person must be seen or spoken to.
    contact_due: Option<String>,
    next_appointment: Option<AppointmentBody>,
    orders: Vec<OrderBody>,
    /// What is missing around the person today.
    gaps: Vec<GapBody>,
}

/// Who is responsible for a person.
#[derive(Serialize, ToSchema)]
struct ResponsibilityBody {
    /// `officer`, `cover` or `unallocated`.
    list: String,
    officer: Option<String>,
    cover: Option<String>,
    /// Civil date.
    since: String,
    tier: Option<String>,
}

/// An appointment to come.
#[derive(Serialize, ToSchema)]
struct AppointmentBody {
    id: String,
    kind: String,
    /// Civil date in Europe/London.
    on: String,
    /// `HH:MM` in Europe/London.
    starts: Option<String>,
}

/// An order in brief.
#[derive(Serialize, ToSchema)]
struct OrderBody {
    id: String,
    sentence: String,
    name: String,
    made: String,
    ends: Option<String>,
    ended: Option<String>,
}

/// Something missing.
#[derive(Serialize, ToSchema)]
struct GapBody {
    kind: String,
    /// Civil date from which it shows.
    since: String,
    /// Working days since it was due; negative while there is time.
    working_days: i64,
    words: String,
}

/// A row of a record as it stood.
#[derive(Serialize, ToSchema)]
struct PastRowBody {
    table: String,
    /// UTC.
    recorded_at: String,
    /// The newest migration when it was recorded, by which its columns are known.
    schema_version: i64,
    row: Json,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/people/{crn}/overview", Permission::ReadPeople, show)
            .doc(ApiDoc::new("A person on one page").answers::<OverviewBody>()),
        Route::api_get("/api/v1/people/{crn}/record/{day}", Permission::ReadPeople, record)
            .doc(ApiDoc::new("The record as it stood at the end of a day").lists::<PastRowBody>()),
    ]
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let o = overview::gather(cx, &crn)?;
    let name = |id: Option<kernel::StaffId>| id.and_then(|id| o.staff.get(&id)).map(|s| s.name.clone());
    let body = OverviewBody {
        crn: o.open.crn.to_string(),
        name: o.open.name(),
        born: o.open.person.born.map(|d| d.to_string()),
        responsibility: o.responsibility.as_ref().map(|r| ResponsibilityBody {
            list: overview::holder_code(r).into(),
            officer: name(r.officer),
            cover: name(r.cover),
            since: r.since.to_string(),
            tier: r.tier.clone(),
        }),
        contact_due: o.clock.map(|c| c.due.to_string()),
        next_appointment: o.next.as_ref().map(|n| AppointmentBody {
            id: n.id.to_string(),
            kind: n.contact_type.clone(),
            on: n.happens_on.to_string(),
            starts: n.starts.map(|t| t.strftime("%H:%M").to_string()),
        }),
        orders: o
            .orders
            .iter()
            .map(|part| OrderBody {
                id: part.order.id.to_string(),
                sentence: part.order.sentence.clone(),
                name: overview::order_name(&o, part),
                made: part.order.made_on.to_string(),
                ends: part.order.end().map(|d| d.to_string()),
                ended: part.order.ended_on.map(|d| d.to_string()),
            })
            .collect(),
        gaps: o
            .gaps
            .iter()
            .map(|gap| GapBody {
                kind: gap.kind.code().into(),
                since: gap.since.to_string(),
                working_days: gap.working_days,
                words: gap.words.clone(),
            })
            .collect(),
    };
    Ok(Reply::json(200, json!(body)))
}

fn record(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, day): (Crn, Date) = (req.param("crn")?, req.param("day")?);
    let open = people::open(cx, &crn)?;
    let items: Vec<PastRowBody> = past::standing(cx, &open.keys, day)?
        .into_iter()
        .map(|(line, row)| PastRowBody {
            table: line.table_name,
            recorded_at: line.recorded_at.to_string(),
            schema_version: line.schema_version,
            row,
        })
        .collect();
    Ok(Reply::json(200, json!({ "items": items })))
}
