//! The pages of somebody who works for a provider, and the parts that the officer's pages share.
//!
//! Always true: each page goes through one door, which knows the reader's provider; a referral of another provider is a page
//! that does not exist.

pub(crate) mod fields;
mod linking;
mod list;
pub(crate) mod parts;
mod work;

use crate::referrals::{ReferralLine, Whole, referral};
use kernel::{Permission, ProviderId, ReferralId};
use people::OpenPerson;
use store::{Cx, Failure, Result, params};
use web::{Request, Route, ui};

pub(crate) fn routes() -> Vec<Route> {
    let may = Permission::DeliverServices;
    let own = vec![
        Route::get("/provider", may, list::all),
        Route::get("/provider/referrals/{id}", may, work::show),
        Route::get("/provider/referrals/{id}/assign", may, work::assign_form),
        Route::post("/provider/referrals/{id}/assign", may, work::assign_save),
        Route::get("/provider/referrals/{id}/sessions/new", may, work::arrange_form),
        Route::post("/provider/referrals/{id}/sessions/new", may, work::arrange_save),
        Route::get("/provider/referrals/{id}/sessions/past", may, work::past_form),
        Route::post("/provider/referrals/{id}/sessions/past", may, work::past_save),
        Route::get("/provider/referrals/{id}/sessions/{session}", may, work::session),
        Route::get("/provider/referrals/{id}/sessions/{session}/say", may, work::say_form),
        Route::post("/provider/referrals/{id}/sessions/{session}/say", may, work::say_save),
        Route::get("/provider/referrals/{id}/sessions/{session}/move", may, work::move_form),
        Route::post("/provider/referrals/{id}/sessions/{session}/move", may, work::move_save),
        Route::get("/provider/referrals/{id}/plan", may, work::plan_form),
        Route::post("/provider/referrals/{id}/plan", may, work::plan_save),
        Route::get("/provider/referrals/{id}/report", may, work::report_form),
        Route::post("/provider/referrals/{id}/report", may, work::report_save),
        Route::get("/provider/referrals/{id}/messages/new", may, work::message_form),
        Route::post("/provider/referrals/{id}/messages/new", may, work::message_save),
        Route::get("/provider/referrals/{id}/messages/{message}", may, work::answer_form),
        Route::post("/provider/referrals/{id}/messages/{message}", may, work::answer_save),
        Route::get("/provider/referrals/{id}/withdraw", may, work::withdraw_form),
        Route::post("/provider/referrals/{id}/withdraw", may, work::withdraw_save),
    ];
    [own, linking::routes()].concat()
}

/// The provider for whom the reader works.
fn own_provider(cx: &mut Cx<'_>) -> Result<ProviderId> {
    access::provider_of(cx)?.ok_or_else(|| {
        let words =
            "Your account is not linked to a provider. Ask an administrator of the probation service to link it.";
        Failure::Forbidden(words.into())
    })
}

/// The person and the referral that the address names, if it was made to the reader's provider; the read is written down.
fn mine(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Whole)> {
    let provider = own_provider(cx)?;
    let id = req.param::<ReferralId>("id")?;
    let line = cx.get::<ReferralLine>(params![id])?.filter(|line| line.provider_id == provider);
    let line = line.ok_or(Failure::NotFound)?;
    let open = people::open_by_id(cx, line.person_id)?;
    let whole = referral(cx, &open.keys, id)?;
    Ok((open, whole))
}

fn at(id: ReferralId, rest: &str) -> String {
    format!("/provider/referrals/{id}{rest}")
}

fn framed(req: &Request, title: &str, back: &str) -> ui::Frame {
    req.frame().titled(title).within("/provider").back(back)
}
