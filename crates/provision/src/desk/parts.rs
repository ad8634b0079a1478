//! What the pages of this desk have in common: their frame, a form with its title, the version that a form was made from,
//! and figures in words.

use crate::book::{Book, Days};
use crate::offers::{Offer, Reach};
pub(super) use kernel::words::pounds;
use kernel::{Date, UnitId};
use organisation::Unit;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, Colour, Frame};
use web::{Answer, Markup, Reply, Request, html};

pub(super) const LONGEST: usize = 500;

/// The frame of a page of this desk.
pub(super) fn frame(req: &Request, title: &str) -> Frame {
    req.frame().within("/provision").crumb("/provision", "Provision").titled(title)
}

/// A page with a form on it.
pub(super) fn form_page(
    req: &Request,
    frame: Frame,
    form: &Form,
    (title, hidden): (&str, i64),
    fields: &Markup,
    save: &str,
) -> Answer {
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(form))
            h1.govuk-heading-l { (title) }
            (req.form_frame(req.path()).hidden("version", hidden).show(&html! { (fields) (ui::button(save).show()) }))
        } }
    };
    Ok(Reply::page(frame, body))
}

/// On a conflict: what stands there now.
pub(super) fn now_stands(req: &Request, rows: &[ui::Row]) -> Markup {
    html! { @if req.is_conflict() { (ui::inset(&html! { strong { "What stands there now" } (ui::summary_list(rows)) })) } }
}

/// The version that a form was made from.
pub(super) fn seen(form: &Form) -> Result<i64> {
    form.typed("version").parse().map_err(|_| Failure::Stale("Open the form again".into()))
}

/// The fields of a day and a reason, for whatever ends.
pub(super) fn ending_fields(form: &Form) -> Markup {
    html! {
        (ui::date_input("end_date", "Last day").show(form))
        (ui::textarea("why", "Why does it end?").rows(3).most(LONGEST).show(form))
    }
}

pub(super) fn ending(req: &Request) -> Result<(Date, String, i64)> {
    let mut form = req.form();
    let on = form.date("end_date", "the last day");
    let why = form.text("why", "why it ends", LONGEST);
    let (on, why) = form.complete((on, why))?;
    Ok((on, why, seen(&form)?))
}

/// "1 January 2026 to 31 March 2027".
pub(super) fn days(days: Days) -> String {
    match days.1 {
        Some(end) => format!("{} to {}", ui::short_day(days.0), ui::short_day(end)),
        None => format!("From {}", ui::short_day(days.0)),
    }
}

/// Pounds as typed, in pence. Blank: none.
pub(super) fn pence(form: &mut Form, name: &str, what: &str) -> Option<i64> {
    if form.typed(name).trim().is_empty() { None } else { form.pence(name, what, false) }
}

/// Whether something runs, in a word.
pub(super) fn standing(days: Days, today: Date) -> Markup {
    match days {
        (start, _) if start > today => ui::tag(Colour::Plain, "To come"),
        (_, Some(end)) if end < today => ui::tag(Colour::Grey, "Ended"),
        _ => ui::tag(Colour::Green, "Running"),
    }
}

pub(super) fn reach_words(reach: Reach) -> &'static str {
    match reach {
        Reach::Whole => "The whole delivery unit",
        Reach::Partial => "Part of the delivery unit",
        Reach::Remote => "By telephone or video only",
        Reach::NotRural => "Not for those who live in the country",
    }
}

/// The delivery units by id.
pub(super) fn unit_name(units: &[Unit], id: UnitId) -> &str {
    units.iter().find(|u| u.id == id).map_or("A closed delivery unit", |u| u.name.as_str())
}

/// "Into work, Wexmere".
pub(super) fn offer_name(book: &Book, units: &[Unit], offer: &Offer) -> String {
    format!("{}, {}", book.service_name(offer), unit_name(units, offer.unit_id))
}

/// A list of links, or that there is none.
pub(super) fn links(all: &[(String, String)], none: &str) -> Markup {
    html! {
        @if all.is_empty() { p.govuk-body { (none) } }
        @else { ul.govuk-list { @for (href, words) in all { li { (ui::link(href, words)) } } } }
    }
}

/// The offer of an address with the book.
pub(super) fn offer_of(cx: &mut Cx<'_>, req: &Request) -> Result<(Offer, std::sync::Arc<Book>)> {
    let book = crate::book::book(cx)?;
    let offer = book.offers.get(&req.param("offer")?).cloned().ok_or(Failure::NotFound)?;
    Ok((offer, book))
}
