//! A person's places and waiting: where they stand in which list, what comes next, and what happened so far.

use super::state_tag;
use crate::book::{Book, book};
use crate::waiting::{MoveKind, WaitingEntry, WaitingState, ahead_of, entries_of, entry_of, moves_of};
use kernel::Permission::{BookPlaces, ReadPeople};
use kernel::{Crn, Date, WaitingId};
use organisation::Unit;
use people::OpenPerson;
use store::{Cx, Result};
use web::ui::{self, SummaryCard, row};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) const TAB: &str = "Sentence";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/places", ReadPeople, show),
        Route::get("/people/{crn}/places/{waiting}", ReadPeople, one),
    ]
}

pub(super) fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

/// "Into work, Wexmere".
pub(super) fn name(book: &Book, units: &[Unit], entry: &WaitingEntry) -> String {
    let Some(offer) = book.offers.get(&entry.offer_id) else { return "A service".to_owned() };
    let unit = units.iter().find(|u| u.id == offer.unit_id).map_or("a closed delivery unit", |u| u.name.as_str());
    format!("{}, {unit}", book.service_name(offer))
}

/// What comes next, in a sentence.
fn next(entry: &WaitingEntry, ahead: Option<i64>, today: Date) -> String {
    match entry.state {
        WaitingState::Waiting => {
            let before = match ahead.unwrap_or(0) {
                0 => "Nobody waits before this person".to_owned(),
                n => format!("{} before this person", ui::count(n, "person waits", "people wait")),
            };
            if entry.ready_on > today {
                format!("{before}; ready from {}", ui::day(entry.ready_on))
            } else {
                format!("{before}; the next free place is offered in order")
            }
        }
        WaitingState::Offered => {
            let by = entry.answer_by.map(|d| format!(": answer by {}", ui::day(d))).unwrap_or_default();
            let from = entry.starts_on.map(|d| format!(", from {}", ui::day(d))).unwrap_or_default();
            format!("A place is kept{from}{by}")
        }
        WaitingState::Booked => match entry.starts_on {
            Some(on) if on < today => format!("Expected on {}: record whether they began", ui::day(on)),
            Some(on) => format!("Begins on {}", ui::day(on)),
            None => "A place is booked".to_owned(),
        },
        WaitingState::Begun => entry.begun_on.map_or_else(String::new, |d| format!("Began on {}", ui::day(d))),
        WaitingState::Left => entry.left_on.map_or_else(String::new, |d| format!("Left on {}", ui::day(d))),
    }
}

fn in_list(entry: &WaitingEntry) -> bool {
    !matches!(entry.state, WaitingState::Begun | WaitingState::Left)
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (book, units, today) = (book(cx)?, organisation::units(cx)?, cx.today());
    let entries = entries_of(cx, &open.keys)?;
    let ahead = ahead_of(cx, &open.keys)?;
    let frame =
        people::frame(req, cx, &open, TAB)?.titled("Places and waiting").crumb(open.path("/sentence"), "Sentence");
    let (now, past): (Vec<_>, Vec<_>) = entries.iter().partition(|e| in_list(e));
    let rows = |all: &[&WaitingEntry]| {
        let cells = all.iter().map(|e| {
            [
                ui::link(&open.path(&format!("/places/{}", e.id)), &name(&book, &units, e)),
                state_tag(e.state),
                html! { (ui::short_day(e.joined_on)) },
                html! { (next(e, ahead.get(&e.id).copied(), today)) },
            ]
        });
        let columns = ["Service", "State", "Joined", "What comes next"].map(ui::column);
        cells.fold(ui::Table::new("Lists and places", columns).unseen_caption(), ui::Table::row).show()
    };
    let body = html! {
        h1.govuk-heading-l { "Places and waiting" }
        @if cx.may(BookPlaces) { (ui::link_button(&open.path("/places/join"), "Put on a waiting list").show()) }
        h2.govuk-heading-m { "Now" }
        @if now.is_empty() { (ui::empty("This person waits for nothing and has no place booked.", None)) } @else { (rows(&now)) }
        @if !past.is_empty() { h2.govuk-heading-m { "Begun or left" } (rows(&past)) }
    };
    Ok(Reply::page(frame, body))
}

/// The card of the sentence page and the overview: where the person waits and what comes next.
pub(in crate::waiting) fn card(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let entries = entries_of(cx, &open.keys)?;
    let card = SummaryCard::new("Places and waiting").action(&open.path("/places"), "All places");
    if !entries.iter().any(in_list) {
        return Ok(card.holding(&html! { p.govuk-body { "Waits for nothing, and no place is booked." } }));
    }
    let (book, units, today) = (book(cx)?, organisation::units(cx)?, cx.today());
    let ahead = ahead_of(cx, &open.keys)?;
    let now: Vec<_> = entries.iter().filter(|e| in_list(e)).collect();
    let rows: Vec<ui::Row> = now
        .iter()
        .map(|e| {
            row(name(&book, &units, e), html! { (state_tag(e.state)) " " (next(e, ahead.get(&e.id).copied(), today)) })
        })
        .collect();
    Ok(card.rows(&rows))
}

pub(super) fn facts_of(
    book: &Book,
    units: &[Unit],
    entry: &WaitingEntry,
    ahead: Option<i64>,
    today: Date,
) -> Vec<ui::Row> {
    let mut rows = vec![
        row("Service", name(book, units, entry)),
        row("State", state_tag(entry.state)),
        row("What comes next", next(entry, ahead, today)),
        row("Joined", ui::day(entry.joined_on)),
        row("Ready from", ui::day(entry.ready_on)),
    ];
    rows.extend(entry.priority.as_deref().map(|code| row("Moved for", book.words("priority", code).to_owned())));
    rows.extend(entry.left_reason.as_deref().map(|code| row("Left because", book.words("leaving", code).to_owned())));
    rows.extend(entry.note.as_deref().map(|note| row("Note", note)));
    rows
}

fn title_of(kind: MoveKind) -> &'static str {
    match kind {
        MoveKind::Joined => "Joined the list",
        MoveKind::Moved => "Moved in the order",
        MoveKind::Corrected => "Put right",
        MoveKind::Offered => "A place was offered",
        MoveKind::Accepted => "Took a place",
        MoveKind::Declined => "Did not take the place",
        MoveKind::Lapsed => "The offer lapsed",
        MoveKind::Returned => "Back on the list",
        MoveKind::Begun => "Began",
        MoveKind::Left => "Left the list",
    }
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (book, units, today) = (book(cx)?, organisation::units(cx)?, cx.today());
    let entry = entry_of(cx, &open.keys, req.param::<WaitingId>("waiting")?)?;
    let ahead = ahead_of(cx, &open.keys)?.get(&entry.id).copied();
    let moments: Vec<ui::Moment> = moves_of(cx, &entry)?
        .into_iter()
        .map(|m| ui::Moment {
            title: html! { (title_of(m.kind)) },
            by: Some(m.author),
            datetime: m.moved_at.local_date().to_string(),
            when: ui::instant(m.moved_at),
            body: html! { p.govuk-body { (m.reason) } },
        })
        .collect();
    let at = |rest: &str| open.path(&format!("/places/{}{rest}", entry.id));
    let title = name(&book, &units, &entry);
    let frame = people::frame(req, cx, &open, TAB)?.titled(&title).crumb(open.path("/places"), "Places and waiting");
    let body = html! {
        h1.govuk-heading-l { (title) }
        (ui::summary_list(&facts_of(&book, &units, &entry, ahead, today)))
        @if cx.may(BookPlaces) {
            (ui::button_group(&html! {
                @match entry.state {
                    WaitingState::Waiting => {
                        (ui::link_button(&at("/book"), "Book a place").show())
                        (ui::link_button(&at("/move"), "Move in the order").secondary().show())
                    }
                    WaitingState::Offered => {
                        (ui::link_button(&at("/accept"), "Takes the place").show())
                        (ui::link_button(&at("/give-back"), "Does not take it").secondary().show())
                    }
                    WaitingState::Booked => {
                        (ui::link_button(&at("/begin"), "Record that they began").show())
                        (ui::link_button(&at("/give-back"), "Give the place back").secondary().show())
                    }
                    WaitingState::Begun => { (ui::link_button(&at("/begin"), "Put right when they began").secondary().show()) }
                    WaitingState::Left => {}
                }
                @if in_list(&entry) { (ui::link_button(&at("/correct"), "Put details right").secondary().show()) }
                @if entry.state != WaitingState::Left { (ui::link_button(&at("/leave"), "Leaves the service").secondary().show()) }
            }))
        }
        h2.govuk-heading-m { "What happened" }
        (ui::timeline(&moments))
    };
    Ok(Reply::page(frame, body))
}
