//! A waiting list in its order, and offering what is free.

use super::state_tag;
use crate::book::book;
use crate::waiting::{offer_places, waiting_lines};
use kernel::OfferId;
use kernel::Permission::{BookPlaces, ReadPeople, ReadProvision};
use std::collections::HashMap;
use store::{Cx, Failure};
use web::ui::{self, column};
use web::{Answer, Ask, Reply, Request, Route, html};

const PER_PAGE: i64 = 50;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/provision/offers/{offer}/waiting", ReadProvision, show),
        Route::post_steps("/provision/offers/{offer}/waiting", BookPlaces, offer_all),
    ]
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, units) = (book(cx)?, organisation::units(cx)?);
    let offer = book.offers.get(&req.param::<OfferId>("offer")?).cloned().ok_or(Failure::NotFound)?;
    let page = i64::try_from(req.page()).unwrap_or(1);
    let (lines, total) = waiting_lines(cx, offer.id, PER_PAGE, (page - 1) * PER_PAGE)?;
    let whom: Vec<_> = lines.iter().map(|l| l.person_id).collect();
    let people = if cx.may(ReadPeople) {
        cx.note_shown("list", "waiting list", &whom);
        people::lines(cx, &whom)?
    } else {
        HashMap::new()
    };
    let unit = units.iter().find(|u| u.id == offer.unit_id).map_or("a closed delivery unit", |u| u.name.as_str());
    let title = format!("Waiting list: {}, {unit}", book.service_name(&offer));
    let columns = [
        column("Place").numeric(),
        column("Person"),
        column("Joined"),
        column("Ready from"),
        column("State"),
        column("Moved for"),
    ];
    let rows = lines.iter().zip(1 + (page - 1) * PER_PAGE..).map(|(line, place)| {
        [
            html! { (place) },
            html! { @match people.get(&line.person_id) {
                Some(l) => { (ui::link(&format!("/people/{}/places/{}", l.crn, line.waiting_id), &l.name)) br; span.tc-quiet { (l.crn) } },
                None => "Somebody",
            } },
            html! { (ui::short_day(line.joined_on)) },
            html! { (ui::short_day(line.ready_on)) },
            html! { (state_tag(line.state)) @if let Some(by) = line.answer_by { br; "Answers by " (ui::short_day(by)) } },
            html! { @if let Some(code) = &line.priority { (book.words("priority", code)) } },
        ]
    });
    let body = html! {
        (ui::error_summary(&req.typed(cx)?.unwrap_or_default()))
        h1.govuk-heading-l { (title) }
        p.govuk-body { "In order. A free place is offered to the first who is ready; each move in the order says why." }
        @if lines.is_empty() { (ui::empty("Nobody waits for it.", None)) }
        @else {
            (ui::Table::new("The list in order", columns).unseen_caption().rows(rows).show())
            (ui::pagination(&req.address(), req.page(), u64::try_from(PER_PAGE).unwrap_or(50), u64::try_from(total).unwrap_or(0)))
            @if cx.may(BookPlaces) { (req.button_frame(req.path()).show(&ui::button("Offer what is free").show())) }
        }
    };
    let at = format!("/provision/offers/{}", offer.id);
    let frame = req.frame().within("/provision").crumb("/provision", "Provision").crumb(at, book.service_name(&offer));
    Ok(Reply::page(frame.titled(title), body))
}

fn offer_all(ask: &Ask<'_>) -> Answer {
    let offer = ask.request.param::<OfferId>("offer")?;
    let offered = offer_places(ask.house, ask.asker, offer)?;
    let words = match offered.len() {
        0 => "No place is free for anybody who is ready".to_owned(),
        n => format!("{} offered, in order", ui::count(i64::try_from(n).unwrap_or(0), "place was", "places were")),
    };
    Ok(Reply::done(ask.request.path(), words))
}
