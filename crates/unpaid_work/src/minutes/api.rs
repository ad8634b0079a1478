//! The account of minutes for programs: what is credited with its working, entering, putting right, taking back and moving.

use super::{
    Account, AccountLine, Change, Minutes, MinutesKind, NewMinutes, accounts, correct_minutes, enter_minutes,
    take_back, transfer,
};
use crate::wire::{day, id_of, items, json};
use kernel::Permission::{ReadPeople, RunUnpaidWork};
use kernel::{Crn, MinutesId};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// An entry of an account. What was taken back has no credit.
#[derive(Debug, Serialize, ToSchema)]
struct MinutesOut {
    id: String,
    requirement: String,
    /// `worked`, `concurrent`, `stood_down`, `education`, `travel`, `incentive`, `adjustment` or `transfer`.
    kind: String,
    /// Below nought for what leaves the account.
    minutes: i64,
    /// Of these, what counts towards the hours ordered.
    credited: Option<i64>,
    /// Why the rest is not credited.
    not_credited_because: Option<String>,
    penalty: i64,
    done_on: String,
    reason: Option<String>,
    /// Why it was taken back.
    taken_back: Option<String>,
    author: String,
}

/// The account of one requirement of unpaid work.
#[derive(Debug, Serialize, ToSchema)]
struct WorkAccountOut {
    requirement: String,
    order: String,
    ordered_minutes: Option<i64>,
    credited_minutes: i64,
    left_minutes: Option<i64>,
    /// Neither the requirement nor its order has ended.
    open: bool,
    entries: Vec<MinutesOut>,
}

/// Minutes to enter by hand. Those of sessions come with their register.
#[derive(Debug, Deserialize, ToSchema)]
struct MinutesIn {
    requirement: String,
    /// `education`, `travel` or `adjustment`.
    kind: String,
    /// Below nought for an adjustment that credits less.
    minutes: i64,
    done_on: String,
    why: String,
}

/// What an entry should have said; without minutes it is taken back.
#[derive(Debug, Deserialize, ToSchema)]
struct MinutesRightIn {
    minutes: Option<i64>,
    /// As before when left out.
    done_on: Option<String>,
    why: String,
}

/// Minutes to move from one requirement to another.
#[derive(Debug, Deserialize, ToSchema)]
struct MinutesMoveIn {
    from: String,
    to: String,
    minutes: i64,
    on: String,
    why: String,
}

pub(crate) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/people/{crn}/unpaid-work", ReadPeople, list)
            .doc(doc("A person’s accounts of unpaid work, open ones first").lists::<WorkAccountOut>()),
        Route::api_post("/api/v1/people/{crn}/unpaid-work/minutes", RunUnpaidWork, add)
            .doc(doc("Enters minutes by hand").body::<MinutesIn>().creates::<MinutesOut>()),
        Route::api_post("/api/v1/people/{crn}/unpaid-work/minutes/{entry}/corrections", RunUnpaidWork, put_right)
            .doc(doc("Puts an entry right, or takes it back").body::<MinutesRightIn>().answers::<WorkAccountOut>()),
        Route::api_post("/api/v1/people/{crn}/unpaid-work/moves", RunUnpaidWork, moved)
            .doc(doc("Moves minutes to another requirement").body::<MinutesMoveIn>().answers::<WorkAccountOut>()),
    ]
}

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

fn line_out(e: &Minutes, line: Option<&AccountLine>) -> MinutesOut {
    let counted = line.and_then(|l| l.line.as_ref());
    MinutesOut {
        id: e.id.to_string(),
        requirement: e.requirement_id.to_string(),
        kind: e.kind.code().into(),
        minutes: e.minutes,
        credited: counted.map(|c| c.credited),
        not_credited_because: counted.and_then(|c| c.over).map(|over| over.words().into()),
        penalty: e.penalty,
        done_on: e.done_on.to_string(),
        reason: e.reason.clone(),
        taken_back: line.and_then(|l| l.taken_back.clone()),
        author: e.author_name.clone(),
    }
}

fn out(account: &Account) -> WorkAccountOut {
    WorkAccountOut {
        requirement: account.requirement.id.to_string(),
        order: account.order.id.to_string(),
        ordered_minutes: account.limits.ordered,
        credited_minutes: account.working.credited,
        left_minutes: account.left(),
        open: account.is_open(),
        entries: account.lines.iter().map(|l| line_out(&l.entry, Some(l))).collect(),
    }
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let all = accounts(cx, &open.keys)?;
    items(req, all.iter().map(out).collect())
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<MinutesIn>()?;
    let kind = match body.kind.as_str() {
        "education" => MinutesKind::Education,
        "travel" => MinutesKind::Travel,
        "adjustment" => MinutesKind::Adjustment,
        _ => return Err(Failure::refused("kind", "not_a_choice", "Send education, travel or adjustment")),
    };
    let new = NewMinutes {
        requirement: id_of("requirement", &body.requirement)?,
        kind,
        minutes: body.minutes,
        on: day("done_on", &body.done_on)?,
        times: None,
        penalty: 0,
        booking: None,
        reason: Some(body.why),
    };
    let entry = enter_minutes(cx, &open.keys, &new)?;
    let all = accounts(cx, &open.keys)?;
    let line = all.iter().flat_map(|a| &a.lines).find(|l| l.entry.id == entry.id);
    Ok(Reply::created(format!("/api/v1/people/{}/unpaid-work", open.crn), json(line_out(&entry, line))?))
}

fn answered(cx: &mut Cx<'_>, open: &OpenPerson, requirement: kernel::RequirementId) -> Answer {
    let all = accounts(cx, &open.keys)?;
    let account = all.iter().find(|a| a.requirement.id == requirement).ok_or(Failure::NotFound)?;
    Ok(Reply::json(200, json(out(account))?))
}

fn put_right(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param::<MinutesId>("entry")?;
    let body = req.json::<MinutesRightIn>()?;
    let all = accounts(cx, &open.keys)?;
    let line = all.iter().flat_map(|a| &a.lines).find(|l| l.entry.id == id).ok_or(Failure::NotFound)?;
    if line.entry.booking_id.is_some() {
        let words = "This entry comes from a register: put its line right there";
        return Err(Failure::refused("", "of_register", words));
    }
    match body.minutes {
        None => take_back(cx, &open.keys, id, &body.why)?,
        Some(minutes) => {
            let on = body.done_on.as_deref().map(|d| day("done_on", d)).transpose()?.unwrap_or(line.entry.done_on);
            let change = Change { minutes, on, times: None, penalty: 0 };
            correct_minutes(cx, &open.keys, id, &change, &body.why)?;
        }
    }
    answered(cx, &open, line.entry.requirement_id)
}

fn moved(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<MinutesMoveIn>()?;
    let (from, to) = (id_of("from", &body.from)?, id_of("to", &body.to)?);
    transfer(cx, &open.keys, (from, to), body.minutes, day("on", &body.on)?, &body.why)?;
    answered(cx, &open, from)
}
