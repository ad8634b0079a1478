//! Suggestions by program: what other sources say that the record does not, and the decision about each.

use super::bodies::SuggestionOut;
use super::{items, json, opened};
use crate::suggestion::{Suggestion, SuggestionState, decide_suggestion, suggestions};
use kernel::{Crn, DetailId};
use store::{Cx, Failure, Result};
use web::{Answer, Request};

pub(super) fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let state = req.query("state").map(str::parse::<SuggestionState>).transpose().map_err(|_| {
        Failure::from(kernel::Refusal::new("state", "unknown", "state must be open, accepted or declined"))
    })?;
    let all = suggestions(cx, &open.keys)?;
    let shown = all.into_iter().filter(|s| state.is_none_or(|state| s.state == state));
    let (limit, after) = (usize::try_from(req.limit()?).unwrap_or(usize::MAX), req.query("after"));
    let mut rest = shown.skip_while(|s| after.is_some_and(|after| s.id.to_string().as_str() <= after)).peekable();
    let page: Vec<SuggestionOut> = rest.by_ref().take(limit).map(out).collect::<Result<_>>()?;
    let next = rest.peek().and_then(|_| page.last()).map(|last| last.id.clone());
    items(&page, next)
}

pub(super) fn accept(cx: &mut Cx<'_>, req: &Request) -> Answer {
    decide(cx, req, true)
}

pub(super) fn decline(cx: &mut Cx<'_>, req: &Request) -> Answer {
    decide(cx, req, false)
}

fn decide(cx: &mut Cx<'_>, req: &Request, accept: bool) -> Answer {
    let (crn, id): (Crn, DetailId) = (req.param("crn")?, req.param("id")?);
    let row = decide_suggestion(cx, &crn, id, accept, req.if_match())?;
    json(200, &out(row)?)
}

fn out(row: Suggestion) -> Result<SuggestionOut> {
    let cells: Vec<(String, String)> = serde_json::from_value(row.cells).map_err(|e| Failure::broken(e.to_string()))?;
    Ok(SuggestionOut {
        id: row.id.to_string(),
        card: row.card,
        fields: cells.into_iter().map(|(column, text)| (column, serde_json::Value::String(text))).collect(),
        says: row.says,
        record_says: row.record_says,
        source: row.source,
        made_at: row.made_at.to_string(),
        state: row.state.code().to_owned(),
        decided_at: row.decided_at.map(|at| at.to_string()),
        decided_by: row.decided_by,
        version: row.version,
    })
}
