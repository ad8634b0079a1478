//! What the staff pages of projects, placements and nominations have in common: a page with one form that carries the version it
//! was made from, and what stands there now when somebody else was quicker. It holds no rule.

use kernel::{Date, Time};
use store::{Failure, Result};
use web::form::Form;
use web::ui::{self, Frame};
use web::{Answer, Markup, Reply, Request, html};

/// The longest text of a note.
pub(crate) const LONGEST: usize = 2_000;

/// A page with a form on it.
pub(crate) fn form_page(
    req: &Request,
    frame: Frame,
    form: &Form,
    (title, version): (&str, i64),
    fields: &Markup,
    save: &str,
) -> Answer {
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(form))
            h1.govuk-heading-l { (title) }
            (req.form_frame(req.path()).hidden("version", version).show(&html! { (fields) (ui::button(save).show()) }))
        } }
    };
    Ok(Reply::page(frame, body))
}

/// On a conflict: what stands there now.
pub(crate) fn now_stands(req: &Request, rows: &[ui::Row]) -> Markup {
    html! { @if req.is_conflict() { (ui::inset(&html! { strong { "What stands there now" } (ui::summary_list(rows)) })) } }
}

/// The version that a form was made from.
pub(crate) fn seen(form: &Form) -> Result<i64> {
    form.typed("version").parse().map_err(|_| Failure::Stale("Open the form again".into()))
}

/// The version that a program believes to change.
pub(crate) fn believed(req: &Request) -> Result<i64> {
    let words = "Send the version that you read as If-Match";
    req.if_match().ok_or_else(|| Failure::refused("If-Match", "no_version", words))
}

pub(crate) fn json(value: impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

/// A day that a program sent.
pub(crate) fn day(field: &'static str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Give a date as YYYY-MM-DD"))
}

/// A time that a program sent.
pub(crate) fn clock(field: &'static str, text: &str) -> Result<Time> {
    Time::strptime("%H:%M", text).map_err(|_| Failure::refused(field, "not_a_time", "Give a time as HH:MM"))
}

/// One of a set of codes that a program sent.
pub(crate) fn choice<T: std::str::FromStr>(field: &'static str, text: &str, words: &str) -> Result<T> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_choice", words))
}

/// A form with a day in its three fields.
pub(crate) fn with_day(form: Form, name: &str, day: Date) -> Form {
    ui::DateInput::pairs(name, day).into_iter().fold(form, |form, (name, value)| form.with(&name, value))
}

/// The part of a list that a program asked for. The cursor is how many came before.
pub(crate) fn items<T: serde::Serialize>(req: &Request, all: Vec<T>) -> Answer {
    let start = usize::try_from(req.after()?).unwrap_or(usize::MAX);
    let (limit, total) = (usize::try_from(req.limit()?).unwrap_or(50), all.len());
    let page: Vec<T> = all.into_iter().skip(start).take(limit).collect();
    let mut body = serde_json::json!({ "items": json(page)? });
    let next = start.saturating_add(limit);
    if let (true, Some(body)) = (next < total, body.as_object_mut()) {
        body.insert("next".into(), next.to_string().into());
    }
    Ok(Reply::json(200, body))
}
