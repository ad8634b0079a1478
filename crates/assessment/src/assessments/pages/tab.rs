//! The tab "Assess and plan": the assessment that is open, those before it, plans and reviews.

use crate::{plans, reviews};
use kernel::Crn;
use store::Cx;
use web::{Answer, Reply, Request, html};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (due, plan) = (reviews::panel(cx, &open)?, plans::panel(cx, &open)?);
    let frame = people::frame(req, cx, &open, "Assess and plan")?;
    let body = html! {
        h1.govuk-heading-l { "Assess and plan" }
        (due)
        (plan)
    };
    Ok(Reply::page(frame.titled("Assess and plan"), body))
}
