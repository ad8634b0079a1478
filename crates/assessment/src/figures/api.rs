//! The numbers of policy for programs: every row of a list, and setting one anew from a day to come.

use super::actions::{figures, followed, list_of, set};
use super::rules::{Figure, New};
use super::{LISTS, List};
use crate::parts;
use kernel::Permission;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Cx, Failure};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A row of policy.
#[derive(Serialize, ToSchema)]
struct FigureOut {
    list: &'static str,
    code: String,
    words: String,
    /// Each number by its name; null where none is set.
    numbers: BTreeMap<String, Option<u32>>,
    from: String,
    /// The service has not set it itself.
    assumed: bool,
    source: String,
}

/// A number to hold from a day to come.
#[derive(Deserialize, ToSchema)]
struct SetIn {
    /// Each number by its name; one that is left out stays as it is.
    numbers: BTreeMap<String, Option<u32>>,
    from: String,
    reason: String,
}

pub(super) fn routes() -> Vec<Route> {
    use Permission::{Administer, ReadTeams};
    vec![
        Route::api_get("/api/v1/assessment-policy", ReadTeams, every)
            .doc(ApiDoc::new("Every row of this service's deadlines, reviews and thresholds").lists::<FigureOut>()),
        Route::api_post("/api/v1/assessment-policy/{list}/{code}", Administer, add)
            .doc(ApiDoc::new("Set a number of policy anew from a day to come").body::<SetIn>().creates::<FigureOut>()),
    ]
}

fn out(list: &List, f: &Figure) -> FigureOut {
    FigureOut {
        list: list.code,
        code: f.code.clone(),
        words: f.words.clone(),
        numbers: f.parts.iter().map(|part| (part.name.clone(), part.number)).collect(),
        from: f.from.to_string(),
        assumed: f.assumed,
        source: f.source.clone(),
    }
}

fn every(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut all = Vec::new();
    for list in LISTS {
        all.extend(figures(cx, list)?.iter().map(|f| out(list, f)));
    }
    parts::items(req, all)
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (list, code) = (list_of(&req.param::<String>("list")?)?, req.param::<String>("code")?);
    let sent: SetIn = req.json()?;
    let from = parts::day("from", &sent.from)?;
    let all = figures(cx, list)?;
    let now = followed(&all, &code, from.max(cx.today()))?;
    if let Some(name) = sent.numbers.keys().find(|name| now.parts.iter().all(|part| part.name != **name)) {
        let known: Vec<&str> = now.parts.iter().map(|part| part.name.as_str()).collect();
        let words = format!("`{name}` is not a number of this row: it has {}", known.join(", "));
        return Err(Failure::refused("numbers", "unknown_number", words));
    }
    let numbers = now.parts.iter().map(|part| sent.numbers.get(&part.name).copied().unwrap_or(part.number)).collect();
    let new = New { numbers, from, reason: sent.reason, author: cx.actor().name().to_owned() };
    set(cx, list, &code, &new)?;
    let all = figures(cx, list)?;
    let made = all.iter().find(|f| f.code == code && f.from == from).ok_or(Failure::NotFound)?;
    Ok(Reply::created("/api/v1/assessment-policy", parts::json(out(list, made))?))
}
