//! Merges by program.

use super::bodies::{MergeIn, MergeOut, ReasonIn};
use super::calls::person_out;
use super::{items, json, opened};
use kernel::{Crn, Refusal};
use store::{Cx, Failure};
use web::{Answer, Reply, Request};

pub(super) fn merges(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let out: Vec<MergeOut> = crate::merges_of(cx, &open)?
        .into_iter()
        .map(|(row, crn)| MergeOut {
            id: row.id.to_string(),
            absorbed: crn.to_string(),
            reason: row.reason,
            merged_by: row.merged_by,
            merged_at: row.merged_at.to_string(),
            ended_at: row.ended_at.map(|at| at.to_string()),
        })
        .collect();
    items(&out, None)
}

pub(super) fn merge(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let body: MergeIn = req.json()?;
    let wrong = || Refusal::new("absorbed", "not_a_crn", "absorbed must be a CRN, like T000123");
    let absorbed: Crn = body.absorbed.parse().map_err(|_| Failure::from(wrong()))?;
    crate::merge(cx, &crn, &absorbed, &body.reason)?;
    let open = crate::open(cx, &crn)?;
    let out = person_out(cx, &open)?;
    json(200, &out)
}

pub(super) fn unmerge(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: ReasonIn = req.json()?;
    crate::unmerge(cx, &open, req.param("id")?, &body.reason)?;
    Ok(Reply::no_content())
}
