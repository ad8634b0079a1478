//! Suggestions on the Details page: what a source says beside what the record says, each with one button to accept it and
//! one to decline it.

use crate::open::OpenPerson;
use crate::suggestion::{Suggestion, SuggestionState, decide_suggestion, suggestions};
use kernel::{Crn, DetailId};
use maud::{Markup, html};
use store::{Cx, Result};
use web::ui::{Table, button, column, details};
use web::{Answer, Reply, Request};

/// The open ones as a table, the declined ones folded away; nothing when there is none.
pub(super) fn section(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, may_edit: bool) -> Result<Markup> {
    let all = suggestions(cx, &open.keys)?;
    let (waiting, rest): (Vec<&Suggestion>, Vec<&Suggestion>) =
        all.iter().filter(|s| s.state != SuggestionState::Accepted).partition(|s| s.state == SuggestionState::Open);
    Ok(html! {
        @if !waiting.is_empty() {
            h2.govuk-heading-m id="suggestions" { "Another source says otherwise" }
            p.govuk-body { "Nothing was changed. Accept what is right; decline what is not." }
            (table("Suggestions", &waiting, req, open, may_edit))
        }
        @if !rest.is_empty() {
            (details(&format!("Declined suggestions ({})", rest.len()), &table("Declined suggestions", &rest, req, open, may_edit)))
        }
    })
}

fn table(caption: &str, all: &[&Suggestion], req: &Request, open: &OpenPerson, may_edit: bool) -> Markup {
    let columns = ["The source says", "The record says", "Source", "Decision"].map(column);
    let rows = all.iter().map(|s| {
        let at = |verb: &str| open.path(&format!("/suggestions/{}/{verb}", s.id));
        vec![
            super::details::told(&s.says),
            super::details::told(&s.record_says),
            html! { (s.source) br; span.govuk-hint { (web::ui::short_day(s.made_at.local_date())) } },
            html! {
                @if may_edit {
                    (req.button_frame(&at("accept")).show(&button("Accept").about(&s.says).show()))
                    @if s.state == SuggestionState::Open {
                        (req.button_frame(&at("decline")).show(&button("Decline").secondary().about(&s.says).show()))
                    }
                }
                @if let Some(by) = &s.decided_by { span.govuk-hint { "Declined by " (by) } }
            },
        ]
    });
    Table::new(caption, columns).unseen_caption().rows(rows).show()
}

pub(super) fn accept(cx: &mut Cx<'_>, req: &Request) -> Answer {
    decide(cx, req, true, "The record says it now")
}

pub(super) fn decline(cx: &mut Cx<'_>, req: &Request) -> Answer {
    decide(cx, req, false, "Declined: the record stays as it is")
}

fn decide(cx: &mut Cx<'_>, req: &Request, accept: bool, done: &str) -> Answer {
    let (crn, id): (Crn, DetailId) = (req.param("crn")?, req.param("id")?);
    decide_suggestion(cx, &crn, id, accept, None)?;
    Ok(Reply::done(format!("/people/{crn}/details"), done))
}
