//! The pages of the court inbox.

mod copies;
mod decisions;
mod inbox;
mod message;
mod person;
mod question;
mod unread;

pub(crate) use inbox::names;

use super::lists::Counts;
use kernel::Permission;
use web::{Markup, Request, Route, ui};

pub(super) const PER_PAGE: u64 = 25;

pub(super) fn routes() -> Vec<Route> {
    const INBOX: Permission = Permission::CourtInbox;
    vec![
        Route::get("/court/inbox", INBOX, inbox::show),
        Route::get("/court/inbox/matters/{message}/{place}", INBOX, person::show),
        Route::post("/court/inbox/matters/{message}/{place}", INBOX, person::save),
        Route::get("/court/inbox/questions/{crn}/{id}", INBOX, question::show),
        Route::post("/court/inbox/questions/{crn}/{id}", INBOX, question::save),
        Route::get("/court/inbox/questions/{crn}/{id}/copies/{choice}", INBOX, copies::confirm),
        Route::post("/court/inbox/questions/{crn}/{id}/copies/{choice}", INBOX, copies::save),
        Route::get("/court/inbox/questions/{crn}/{id}/undo", INBOX, copies::undoing),
        Route::post("/court/inbox/questions/{crn}/{id}/undo", INBOX, copies::undo),
        Route::get("/court/inbox/unread/{message}", INBOX, unread::show),
        Route::post("/court/inbox/unread/{message}", INBOX, unread::save),
        Route::get("/court/decisions", INBOX, decisions::show),
        Route::get("/court/messages", INBOX, message::list),
        Route::get("/court/messages/{message}", INBOX, message::show),
        Route::get("/court/messages/{message}/raw", INBOX, message::raw),
    ]
}

/// The room's own navigation, with how many wait.
pub(crate) fn tabs(counts: Counts, current: &str) -> Markup {
    let inbox = counts.people + counts.orders + counts.limits + counts.appeals + counts.outcomes + counts.unread;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let tab = |href: &str, words: &str| ui::Tab::new(href, words).current(words == current);
    ui::sub_navigation(
        "Court",
        &[
            tab("/court/inbox", "Inbox").count(count(inbox)),
            tab("/court/reports", "Reports asked for").count(count(counts.reports)),
            tab("/reports", "Reports"),
            tab("/courts", "Day lists"),
            tab("/court/duty", "Duty"),
            tab("/court/liaison", "Liaison"),
            tab("/court/youths", "Turning 18"),
            tab("/court/decisions", "Decisions"),
            tab("/court/messages", "Messages"),
        ],
    )
}

/// Where a page of a list begins.
pub(crate) fn from(req: &Request) -> i64 {
    i64::try_from((req.page() - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX)
}
