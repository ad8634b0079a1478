//! What is delivered to a person, on one page: places and waiting, and whatever each room that delivers says of them. It
//! owns nothing: a room that has nothing to say, and nothing that the reader may begin, leaves no card.

use kernel::Crn;
use store::Cx;
use web::{Answer, Reply, Request, html};

/// `GET /people/{crn}/interventions`
pub(crate) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    if open.crn != crn {
        return Ok(Reply::to(open.path("/interventions")));
    }
    let places = provision::places_card(cx, &open)?;
    let frame = people::frame(req, cx, &open, "Interventions")?;
    let body = html! {
        h1.govuk-heading-l { "Interventions" }
        p.govuk-body-l { "What the sentence orders or a need asks for, and how far it is." }
        (places)
    };
    Ok(Reply::page(frame, body))
}
