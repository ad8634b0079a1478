//! The Risk page: harm, needs, scores, registrations and enquiries together, as at any past day.

use crate::{enquiries, registrations, scores};
use kernel::{Crn, Permission};
use store::Cx;
use web::{Answer, Reply, Request, Route, html};

/// Pages and API calls.
pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/people/{crn}/risk", Permission::ReadPeople, show)]
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let today = cx.today();
    let on = req.query("on").and_then(|text| web::form::parse_day(text).ok()).filter(|day| *day <= today);
    let on = on.unwrap_or(today);
    let (scores, flags) = (scores::panel(cx, &open, on)?, registrations::panel(cx, &open, on)?);
    let asked = enquiries::panel(cx, &open, on)?;
    let frame = people::frame(req, cx, &open, "Risk")?.titled("Risk");
    let body = html! {
        h1.govuk-heading-l { "Risk" }
        (scores)
        (flags)
        (asked)
    };
    Ok(Reply::page(frame, body))
}
