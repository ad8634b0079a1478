//! The quality check: somebody who wrote nothing of a report reads it against the criteria that policy names, and agrees or
//! returns it with comments. What was judged stands with the step, and its sum with the report's line.

use super::actions::hold;
use super::records::{ReportLine, Step};
use super::rules::may_check;
use kernel::{Permission, Refusal, Refusals, ReportId};
use std::collections::BTreeMap;
use store::{Cx, Failure, Result, params};

/// How far a criterion is met.
pub(super) const RATINGS: &[(&str, &str)] = &[("met", "Met"), ("partly", "Partly met"), ("not", "Not met")];

/// What the checker says.
#[derive(Clone, Debug)]
pub struct Checking {
    /// Otherwise it goes back.
    pub agree: bool,
    /// Code of a criterion to `met`, `partly` or `not`.
    pub ratings: BTreeMap<String, String>,
    pub comments: Option<String>,
}

/// Whether the actor may check this report.
pub(super) fn allowed(cx: &Cx<'_>, writers: &[uuid::Uuid], author: Option<kernel::StaffId>) -> Result<(), Refusal> {
    let is_author = author.is_some() && cx.actor().staff() == author;
    let checks = cx.may(Permission::Oversee) || cx.may(Permission::ReviewQuality);
    may_check(cx.actor().id(), writers, is_author, checks)
}

/// Agrees or returns.
///
/// # Errors
/// `own_report`, `not_a_checker`; `unrated`; `no_comments` for a return without any; when it is not waiting for a check.
pub fn check_report(cx: &mut Cx<'_>, id: ReportId, said: &Checking, seen: Option<i64>) -> Result<()> {
    let mut held = hold(cx, id, seen)?;
    allowed(cx, &held.whole.writers(), held.whole.report.staff_id)?;
    let mut wrong = Vec::new();
    for (code, words) in &held.asked.criteria {
        if !said.ratings.get(code).is_some_and(|r| RATINGS.iter().any(|(known, _)| known == r)) {
            wrong.push(Refusal::new(format!("rating-{code}"), "unrated", format!("Say how far this is met: {words}")));
        }
    }
    let comments = said.comments.as_deref().map(str::trim).filter(|c| !c.is_empty());
    if !said.agree && comments.is_none() {
        wrong.push(Refusal::new("comments", "no_comments", "Say what should be changed before it is signed"));
    }
    if !wrong.is_empty() {
        return Err(Failure::Refused(Refusals(wrong)));
    }
    let (step, words) = if said.agree {
        (Step::Agree, "Agreed a report after a quality check")
    } else {
        (Step::Return, "Returned a report with comments")
    };
    cx.describe(words, comments);
    held.step(cx, step, comments, Some(&said.ratings))?;
    let judged = i64::try_from(said.ratings.len()).unwrap_or(i64::MAX);
    let good = said.ratings.values().filter(|r| *r == "met").count();
    held.keep(cx)?;
    let mut line = cx.need::<ReportLine>(params![id])?;
    line.good = i64::try_from(good).ok();
    line.judged = Some(judged);
    line.returned += i64::from(!said.agree);
    cx.save(&line)
}
