//! What pages of sessions, registers and minutes have in common: a form with its title, the version that it was made from,
//! hours as people type them, and who may answer for a session.

use kernel::{Refusal, StaffId};
use organisation::TeamPurpose;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, Frame};
use web::{Answer, Markup, Reply, Request, html};

/// The frame of a page of the work list.
pub(crate) fn frame(req: &Request, title: &str) -> Frame {
    req.frame().within("/unpaid-work").crumb("/unpaid-work", "Unpaid work").titled(title)
}

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

/// The version that a form was made from.
pub(crate) fn seen(form: &Form) -> Result<i64> {
    form.typed("version").parse().map_err(|_| Failure::Stale("Open the form again".into()))
}

/// On a conflict: what stands there now.
pub(crate) fn now_stands(req: &Request, rows: &[ui::Row]) -> Markup {
    html! { @if req.is_conflict() { (ui::inset(&html! { strong { "What stands there now" } (ui::summary_list(rows)) })) } }
}

/// Two fields: hours and minutes.
pub(crate) fn hours_fields(form: &Form) -> Markup {
    html! {
        (ui::input("hours", "Hours").number().width(4).show(form))
        (ui::input("minutes", "Minutes").number().width(3).show(form))
    }
}

/// What they say together, in minutes.
pub(crate) fn typed_minutes(form: &mut Form) -> Option<i64> {
    let hours = form.optional_integer("hours", "the hours", 0..=5_000);
    let minutes = form.optional_integer("minutes", "the minutes", 0..=59);
    let sum = hours.unwrap_or(0) * 60 + minutes.unwrap_or(0);
    if sum == 0 && form.wrong("hours").is_none() && form.wrong("minutes").is_none() {
        form.refuse(Refusal::new("hours", "no_minutes", "Enter the hours and minutes"));
        return None;
    }
    Some(sum)
}

/// Members of the teams of unpaid work, and whoever asks, for a list to choose from.
pub(crate) fn supervisors(cx: &mut Cx<'_>) -> Result<Vec<(StaffId, String)>> {
    let today = cx.today();
    let teams: Vec<_> =
        organisation::teams(cx)?.into_iter().filter(|t| t.purpose == TeamPurpose::UnpaidWork).map(|t| t.id).collect();
    let mut found: Vec<(StaffId, String)> = if teams.is_empty() {
        Vec::new()
    } else {
        organisation::members_of(cx, &teams, today)?.into_iter().map(|m| (m.staff.id, m.staff.name)).collect()
    };
    if let Some(own) = cx.actor().staff().filter(|own| found.iter().all(|(id, _)| id != own)) {
        found.extend(organisation::staff_lines(cx, &[own])?.into_values().map(|line| (line.id, line.name)));
    }
    found.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(found)
}

/// "14:05", as a form takes it.
pub(crate) fn clock(time: kernel::Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// Nothing where only blanks stand.
pub(crate) fn typed_text(form: &Form, name: &str) -> Option<String> {
    let text = form.typed(name).trim();
    (!text.is_empty()).then(|| text.to_owned())
}
