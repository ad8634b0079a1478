//! What the pages and calls of registrations, enquiries, plans and reviews have in common: opening the person, the version
//! that a form was made from, who wrote a row, and answers for programs.

use kernel::{Crn, Date, Instant};
use people::OpenPerson;
use serde::Serialize;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// The person of the address.
pub(crate) fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

/// A page about the person with a form on it: its title, its way back and what stands in it.
pub(crate) fn form_page(
    cx: &mut Cx<'_>,
    req: &Request,
    open: &OpenPerson,
    (tab, title, back): (&str, &str, &str),
    form: &Form,
    body: &Markup,
) -> Answer {
    let frame = people::frame(req, cx, open, tab)?.titled(title).back(open.path(back));
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(form))
            h1.govuk-heading-l { (title) }
            (body)
        } }
    };
    Ok(Reply::page(frame, body))
}

/// The version that a form was made from, hidden in it.
pub(crate) fn seen(form: &Form) -> Option<i64> {
    form.typed("version").parse().ok()
}

/// "Ann Bell, Sunday 22 November 2026 at 9:30am".
pub(crate) fn by_line(author: &str, at: Instant) -> Markup {
    html! { p.govuk-body.tc-quiet { (author) ", " (ui::instant(at)) } }
}

/// Text as written: paragraphs kept, nothing read as HTML.
pub(crate) fn prose(text: &str) -> Markup {
    html! { p.govuk-body.tc-prose { (text) } }
}

/// A date as a form shows it in three fields, when nothing was typed.
pub(crate) fn with_date(form: Form, name: &str, day: Date) -> Form {
    let mut form = form;
    for (part, figure) in ui::DateInput::pairs(name, day) {
        form = form.with(&part, figure);
    }
    form
}

/// A day with whether it is over: the word says it, the colour helps.
pub(crate) fn due_words(due: Date, today: Date) -> Markup {
    html! {
        (ui::short_day(due))
        @if due < today { " " (ui::tag(ui::Colour::Red, "Overdue")) }
        @else if due == today { " " (ui::tag(ui::Colour::Orange, "Today")) }
    }
}

/// Parents in their order, each with its children in theirs, out of rows that name both.
pub(crate) fn families<A, B, K: PartialEq>(rows: Vec<(A, Option<B>)>, key: impl Fn(&A) -> K) -> Vec<(A, Vec<B>)> {
    let mut found: Vec<(A, Vec<B>)> = Vec::new();
    for (parent, child) in rows {
        match found.last_mut().filter(|(last, _)| key(last) == key(&parent)) {
            Some((_, children)) => children.extend(child),
            None => found.push((parent, child.into_iter().collect())),
        }
    }
    found
}

pub(crate) fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

/// The part of a list that a program asked for. The cursor is how many came before.
pub(crate) fn items<T: Serialize>(req: &Request, all: Vec<T>) -> Answer {
    let (start, total) = (cursor(req)?, all.len());
    let limit = usize::try_from(req.limit()?).unwrap_or(50);
    let page: Vec<T> = all.into_iter().skip(start).take(limit).collect();
    let mut body = serde_json::json!({ "items": json(page)? });
    if start.saturating_add(limit) < total {
        body["next"] = (start + limit).to_string().into();
    }
    Ok(Reply::json(200, body))
}

/// How many came before.
pub(crate) fn cursor(req: &Request) -> Result<usize> {
    Ok(usize::try_from(req.after()?).unwrap_or(usize::MAX))
}

/// A day of a body.
pub(crate) fn day(field: &str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Give a date as YYYY-MM-DD"))
}

/// A day of a body that may be left out.
pub(crate) fn optional_day(field: &str, text: Option<&String>) -> Result<Option<Date>> {
    text.map(|t| day(field, t)).transpose()
}
