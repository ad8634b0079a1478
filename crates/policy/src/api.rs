//! The lists for programs: every row, and setting one anew or ending it from a day to come.

use crate::rules::{Figure, New};
use crate::setting::{figures, followed, list_of, set};
use crate::{List, Shelf};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};
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
    /// The first day on which it no longer holds. That of `from` where the row ends what its code said before.
    until: Option<String>,
    /// The service has not set it itself.
    assumed: bool,
    source: String,
}

/// A row to hold from a day to come.
#[derive(Deserialize, ToSchema)]
struct SetIn {
    /// Each number by its name; one that is left out stays as it is.
    #[serde(default)]
    numbers: BTreeMap<String, Option<u32>>,
    /// Other words, where the list lets them change.
    words: Option<String>,
    /// Nothing of it is to hold any more.
    #[serde(default)]
    ends: bool,
    from: String,
    reason: String,
}

pub(crate) fn routes<S: Shelf>() -> Vec<Route> {
    vec![
        Route::api_get(S::PATHS.api, S::READ, every::<S>)
            .doc(ApiDoc::new(format!("Every row of policy: {}", S::TITLE)).lists::<FigureOut>()),
        Route::api_post(S::PATHS.api_one, S::SET, add::<S>).doc(
            ApiDoc::new(format!("Set a row of policy anew from a day to come: {}", S::TITLE))
                .body::<SetIn>()
                .creates::<FigureOut>(),
        ),
    ]
}

fn out(list: &List, f: &Figure) -> FigureOut {
    FigureOut {
        list: list.code,
        code: f.code.clone(),
        words: f.words.clone(),
        numbers: f.parts.iter().map(|part| (part.name.clone(), part.number)).collect(),
        from: f.from.to_string(),
        until: f.until.map(|until| until.to_string()),
        assumed: f.assumed,
        source: f.source.clone(),
    }
}

fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

fn every<S: Shelf>(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut all = Vec::new();
    for list in S::LISTS {
        all.extend(figures(cx, list)?.iter().map(|f| out(list, f)));
    }
    let start = usize::try_from(req.after()?).unwrap_or(usize::MAX);
    let (limit, total) = (usize::try_from(req.limit()?).unwrap_or(50), all.len());
    let page: Vec<FigureOut> = all.into_iter().skip(start).take(limit).collect();
    let mut body = serde_json::json!({ "items": json(page)? });
    if start.saturating_add(limit) < total {
        body["next"] = (start + limit).to_string().into();
    }
    Ok(Reply::json(200, body))
}

fn add<S: Shelf>(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (list, code) = (list_of::<S>(&req.param::<String>("list")?)?, req.param::<String>("code")?);
    let sent: SetIn = req.json()?;
    let from: kernel::Date =
        sent.from.parse().map_err(|_| Failure::refused("from", "not_a_date", "Give a date as YYYY-MM-DD"))?;
    let all = figures(cx, list)?;
    let now = followed(&all, &code, from.max(cx.today()))?;
    if let Some(name) = sent.numbers.keys().find(|name| now.parts.iter().all(|part| part.name != **name)) {
        let known: Vec<&str> = now.parts.iter().map(|part| part.name.as_str()).collect();
        let words = format!("`{name}` is not a number of this row: it has {}", known.join(", "));
        return Err(Failure::refused("numbers", "unknown_number", words));
    }
    let numbers = now.parts.iter().map(|part| sent.numbers.get(&part.name).copied().unwrap_or(part.number)).collect();
    let (words, ends, author) = (sent.words, sent.ends, cx.actor().name().to_owned());
    set::<S>(cx, list, &code, &New { numbers, words, ends, from, reason: sent.reason, author })?;
    let all = figures(cx, list)?;
    let made =
        all.iter().filter(|f| f.code == code).max_by_key(|f| (f.from == from, f.from)).ok_or(Failure::NotFound)?;
    Ok(Reply::created(S::PATHS.api, json(out(list, made))?))
}
