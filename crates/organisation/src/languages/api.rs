//! The languages of staff for programs.

use super::{set_languages, spoken};
use crate::staff_by_code;
use kernel::Permission::{Administer, ReadTeams};
use kernel::StaffId;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// What a member of staff speaks beside English.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LanguagesOut {
    /// Codes of languages, such as `cy`.
    languages: Vec<String>,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// What a member of staff speaks beside English.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct LanguagesIn {
    /// Codes of languages; those left out end today.
    languages: Vec<String>,
}

pub(super) fn routes() -> Vec<Route> {
    const PATH: &str = "/api/v1/staff/{code}/languages";
    vec![
        Route::api_get(PATH, ReadTeams, show)
            .doc(ApiDoc::new("The languages that a member of staff speaks beside English").answers::<LanguagesOut>()),
        Route::api_put(PATH, Administer, put).doc(
            ApiDoc::new("Records the languages of a member of staff; `If-Match` is the version that was read")
                .body::<LanguagesIn>()
                .answers::<LanguagesOut>(),
        ),
    ]
}

fn out(cx: &mut Cx<'_>, staff: StaffId) -> Answer {
    let (held, version) = spoken(cx, staff)?;
    let languages = held.into_iter().map(|h| h.language).collect();
    let value = serde_json::to_value(LanguagesOut { languages, version });
    Ok(Reply::json(200, value.map_err(|e| Failure::broken(e.to_string()))?))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = staff_by_code(cx, &req.param::<String>("code")?)?;
    out(cx, staff.id)
}

fn put(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = staff_by_code(cx, &req.param::<String>("code")?)?;
    let body: LanguagesIn = req.json()?;
    let seen = match req.if_match() {
        Some(seen) => seen,
        None => spoken(cx, staff.id)?.1,
    };
    set_languages(cx, staff.id, &body.languages, seen)?;
    out(cx, staff.id)
}
