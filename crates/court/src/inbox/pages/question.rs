//! An order to confirm, or a limit to take back to court.

use crate::inbox::decide::{Verdict, decide_question};
use crate::records::{Question, QuestionKind, QuestionState};
use kernel::{Crn, EntryId};
use store::{Cx, Failure, Result, key_values};
use web::{Answer, Reply, Request, html, ui};

fn find(cx: &mut Cx<'_>, open: &people::OpenPerson, id: EntryId) -> Result<Question> {
    let mut params = key_values(&open.keys);
    params.push(id.into());
    let rest = format!("WHERE person_id IN ({}) AND id = ${}", open.keys.placeholders(1), params.len());
    cx.first::<Question>(&rest, &params)?.ok_or(Failure::NotFound)
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id): (Crn, EntryId) = (req.param("crn")?, req.param("id")?);
    let open = people::open(cx, &crn)?;
    let question = find(cx, &open, id)?;
    let heading = match question.kind {
        QuestionKind::Confirm => "Is this order right?",
        QuestionKind::Limit => "This order breaks a statutory limit",
    };
    let frame = people::frame(req, cx, &open, "Sentence")?.titled(heading).crumb("/court/inbox", "Court inbox");
    let form = req.typed(cx)?.unwrap_or_default();
    let verdicts = Verdict::ALL.iter().map(|v| ui::item(v.code(), v.words()));
    let fields = html! {
        (ui::radios("verdict", "What is to be done?").items(verdicts).show(&form))
        (ui::textarea("reason", "Why?").hint("Kept with the decision").most(1_000).show(&form))
        (ui::button("Record the decision").show())
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (heading) }
        ul.govuk-list.govuk-list--bullet { @for point in question.words.lines() { li { (point) } } }
        p.govuk-body {
            (ui::link(&open.path("/sentence"), "See the order on the record")) " · "
            (ui::link(&format!("/court/messages/{}", question.message_id), "See the court's message"))
        }
        @if question.state == QuestionState::Open {
            (req.form_frame(req.path()).show(&fields))
        } @else {
            (ui::summary_list(&[
                ui::row("Decided by", question.decided_by.clone().unwrap_or_default()),
                ui::row("Decision", question.decision.as_deref().and_then(|d| d.parse::<Verdict>().ok()).map_or("No longer asked", Verdict::words)),
                ui::row("Why", question.decision_reason.clone().unwrap_or_default()),
            ]))
        }
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id): (Crn, EntryId) = (req.param("crn")?, req.param("id")?);
    let mut form = req.form();
    let verdict = form.choice("verdict", "what is to be done", |code| code.parse::<Verdict>().ok());
    let reason = form.text("reason", "why", 1_000);
    let (verdict, reason) = form.complete((verdict, reason))?;
    decide_question(cx, &crn, id, verdict, &reason)?;
    Ok(Reply::done("/court/inbox", "The decision was recorded"))
}
