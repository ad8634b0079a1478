//! An order to confirm, or a limit to take back to court.

use crate::inbox::copies::{CopiesAre, differing};
use crate::inbox::decide::{Verdict, decide_question, question_of};
use crate::records::{Question, QuestionKind, QuestionState};
use kernel::{Crn, EntryId};
use store::Cx;
use web::{Answer, Reply, Request, html, ui};

/// What was decided, in words.
pub(super) fn decision(question: &Question) -> String {
    let code = question.decision.as_deref().unwrap_or_default();
    let copies = differing(question).map_or(2, |d| d.copies.len());
    let verdict = code.parse::<Verdict>().map(|v| v.words().to_owned());
    let copy = || code.parse::<CopiesAre>().map(|are| are.words(copies));
    verdict.or_else(|()| copy()).unwrap_or_else(|()| "No longer asked".into())
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id): (Crn, EntryId) = (req.param("crn")?, req.param("id")?);
    let open = people::open(cx, &crn)?;
    let question = question_of(cx, &open, id)?;
    let differs = differing(&question);
    let here = format!("/court/inbox/questions/{}/{}", open.crn, question.id);
    let heading = match question.kind {
        QuestionKind::Confirm if differs.is_some() => "The copies of this order differ",
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
        @if let Some(differs) = &differs { (super::copies::table(differs)) }
        @if let (Some(differs), QuestionState::Open) = (&differs, question.state) {
            h2.govuk-heading-m { "Which is right?" }
            p.govuk-body { "The next page says what follows. Until somebody decides, the first copy is on the record." }
            (super::copies::choices(&here, differs))
            h2.govuk-heading-m { "Or say how it was settled otherwise" }
        }
        @if question.state == QuestionState::Open {
            (req.form_frame(req.path()).show(&fields))
        } @else {
            (ui::summary_list(&[
                ui::row("Decided by", question.decided_by.clone().unwrap_or_default()),
                ui::row("Decision", decision(&question)),
                ui::row("Why", question.decision_reason.clone().unwrap_or_default()),
            ]))
            @if question.state == QuestionState::Decided {
                (ui::link_button(&format!("{here}/undo"), "Take this decision back").secondary().show())
            }
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
