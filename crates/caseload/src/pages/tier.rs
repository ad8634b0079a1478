//! A manager records a tier with a reason; the computed one stays beside it.

use super::LONGEST_NOTE;
use crate::actions::record_tier;
use crate::lists::responsible;
use crate::policy::TIERS;
use kernel::Crn;
use store::Cx;
use web::form::Form;
use web::{Answer, Reply, Request, html, ui};

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let current = responsible(cx, &open.keys)?.and_then(|r| r.tier);
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let tiers = TIERS.iter().map(|t| ui::item(*t, *t));
    let frame = people::frame(req, cx, &open, "Overview")?.titled("Record a tier");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Record a tier" }
        p.govuk-body { "Now: " (current.as_deref().unwrap_or("none")) ". A is the highest." }
        (req.form_frame(&open.path("/tier")).show(&html! {
            (ui::radios("tier", "Tier").inline().items(tiers).show(&form))
            (ui::textarea("reason", "Why does this tier fit?").rows(3).most(LONGEST_NOTE).show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(frame.back(open.path("/tiers")), body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let (tier, reason) = (form.code("tier", "a tier", &TIERS), form.text("reason", "a reason", LONGEST_NOTE));
    let (tier, reason) = form.complete((tier, reason))?;
    record_tier(cx, open.keys.survivor, &tier, &reason)?;
    Ok(Reply::done(open.path("/responsibility"), format!("Tier {tier} is recorded")))
}
