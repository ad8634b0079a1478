//! What is delivered to a person, on one page: places and waiting, and whatever each room that delivers says of them. It
//! owns nothing: a room that has nothing to say, and nothing that the reader may begin, leaves no card.

use kernel::Crn;
use people::OpenPerson;
use store::{Cx, Question};
use web::{Answer, Reply, Request, html};

/// `GET /people/{crn}/interventions`
pub(crate) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    if open.crn != crn {
        return Ok(Reply::to(open.path("/interventions")));
    }
    cx.ask_together(&questions(&open))?;
    let cards = [
        provision::places_card(cx, &open)?,
        interventions::referrals_card(cx, &open)?,
        interventions::programmes_card(cx, &open)?,
        interventions::treatment_card(cx, &open)?,
        unpaid_work::person_card(cx, &open)?,
        restorative::person_card(cx, &open)?,
        volunteers::person_card(cx, &open)?,
    ];
    let frame = people::frame(req, cx, &open, "Interventions")?;
    let body = html! {
        h1.govuk-heading-l { "Interventions" }
        p.govuk-body-l { "What the sentence orders or a need asks for, and how far it is." }
        @for card in &cards { (card) }
    };
    Ok(Reply::page(frame, body))
}

/// What the cards ask, room by room.
fn questions(open: &OpenPerson) -> Vec<Question> {
    [
        interventions::referrals_card_questions(open),
        interventions::programmes_card_questions(open),
        interventions::treatment_card_questions(open),
        unpaid_work::person_card_questions(open),
        restorative::person_card_questions(open),
        volunteers::person_card_questions(open),
    ]
    .concat()
}
