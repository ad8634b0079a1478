//! An order to confirm, or a limit to take back to court.

use crate::inbox::appeal::{appeal_of, decide_appeal};
use crate::inbox::copies::{CopiesAre, differing};
use crate::inbox::decide::{Verdict, decide_question, question_of};
use crate::records::{Question, QuestionKind, QuestionState};
use crate::taking::appeals::effects;
use kernel::{Crn, EntryId};
use sentences::{Appeal, AppealEffect};
use store::{Cx, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

fn is_appeal(cx: &mut Cx<'_>, crn: &Crn, id: EntryId) -> Result<bool> {
    let open = people::open(cx, crn)?;
    Ok(question_of(cx, &open, id)?.kind == QuestionKind::Appeal)
}

/// What was decided, in words.
pub(super) fn decision(question: &Question) -> String {
    let code = question.decision.as_deref().unwrap_or_default();
    let copies = differing(question).map_or(2, |d| d.copies.len());
    let verdict = code.parse::<Verdict>().map(|v| v.words().to_owned());
    let copy = || code.parse::<CopiesAre>().map(|are| are.words(copies));
    let effect = || code.parse::<AppealEffect>().map(|effect| effect.words().to_owned());
    verdict.or_else(|()| copy()).or_else(|()| effect()).unwrap_or_else(|()| "No longer asked".into())
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
        QuestionKind::Appeal => "What does the appeal do to the order?",
        QuestionKind::Limit => "This order breaks a statutory limit",
    };
    let frame = people::frame(req, cx, &open, "Sentence")?.titled(heading).crumb("/court/inbox", "Court inbox");
    let form = req.typed(cx)?.unwrap_or_default();
    let verdicts = Verdict::ALL.iter().map(|v| ui::item(v.code(), v.words()));
    let appeal = match question.kind {
        QuestionKind::Appeal => Some(appeal_of(cx, &open.keys, &question)?),
        _ => None,
    };
    let fields = if let Some(appeal) = &appeal {
        effect_fields(appeal, &form)
    } else {
        html! {
            (ui::radios("verdict", "What is to be done?").items(verdicts).show(&form))
            (ui::textarea("reason", "Why?").hint("Kept with the decision").most(1_000).show(&form))
            (ui::button("Record the decision").show())
        }
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

fn effect_fields(appeal: &Appeal, form: &Form) -> Markup {
    let items = effects(appeal.result).iter().map(|e| ui::item(e.code(), e.words()));
    html! {
        (ui::radios("effect", "What does it do to the order?").items(items).show(form))
        (ui::date_input("from", "From which day? (optional)").hint("The day in court where you leave it empty").show(form))
        (ui::textarea("reason", "How do you know?").hint("Such as what the court said. Kept with the decision").most(1_000).show(form))
        (ui::button("Record the decision").show())
    }
}

fn save_effect(cx: &mut Cx<'_>, req: &Request, crn: &Crn, id: EntryId) -> Answer {
    let mut form = req.form();
    let effect = form.choice("effect", "what it does to the order", |code| code.parse::<AppealEffect>().ok());
    let from = form.optional_date("from", "the day");
    let reason = form.text("reason", "how you know", 1_000);
    let (effect, reason) = form.complete((effect, reason))?;
    decide_appeal(cx, crn, id, effect, from, &reason)?;
    Ok(Reply::done("/court/inbox?show=appeals", "The decision was recorded, and the order follows it"))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id): (Crn, EntryId) = (req.param("crn")?, req.param("id")?);
    if req.pairs().iter().any(|(name, _)| name == "effect") || is_appeal(cx, &crn, id)? {
        return save_effect(cx, req, &crn, id);
    }
    let mut form = req.form();
    let verdict = form.choice("verdict", "what is to be done", |code| code.parse::<Verdict>().ok());
    let reason = form.text("reason", "why", 1_000);
    let (verdict, reason) = form.complete((verdict, reason))?;
    decide_question(cx, &crn, id, verdict, &reason)?;
    Ok(Reply::done("/court/inbox", "The decision was recorded"))
}
