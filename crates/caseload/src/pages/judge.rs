//! Stopping or moving a clock by a judgement with its reason and day, and taking one back.

use super::LONGEST_NOTE;
use crate::actions::{Judging, judge_clock, withdraw_judgement};
use crate::judgement::{Clock, Effect, LONGEST_JUDGEMENT};
use crate::records::EffectKind;
use kernel::{Crn, EntryId};
use store::Cx;
use web::form::Form;
use web::{Answer, Reply, Request, html, ui};

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let clocks = Clock::ALL.into_iter().map(|c| ui::item(c.code(), c.words()));
    let frame = people::frame(req, cx, &open, "Overview")?.titled("Stop or move a clock");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Stop or move a clock" }
        p.govuk-body { "Your judgement stands in the record with your name. The clock runs again on the day you give." }
        (req.form_frame(&open.path("/clock")).show(&html! {
            (ui::radios("clock", "Which clock?").items(clocks).show(&form))
            (ui::radios("effect", "What should happen?").items([
                ui::item("stop", "Stop it").hint("Nothing is due before the day below, such as for somebody in hospital"),
                ui::item("move", "Move it").hint("What is due now is due on the day below instead, this once"),
            ]).show(&form))
            (ui::date_input("until", "Until").hint(format!("Within {LONGEST_JUDGEMENT} days")).show(&form))
            (ui::textarea("reason", "Why?").rows(4).most(LONGEST_NOTE).show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(frame.back(open.path("/responsibility")), body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let clock = form.choice("clock", "a clock", |code| Clock::ALL.into_iter().find(|c| c.code() == code));
    let effect = form.choice("effect", "what should happen", |code| code.parse::<EffectKind>().ok());
    let (until, reason) = (form.date("until", "the day"), form.text("reason", "a reason", LONGEST_NOTE));
    let (clock, effect, until, reason) = form.complete((clock, effect, until, reason))?;
    let effect = match effect {
        EffectKind::Stop => Effect::StopUntil(until),
        EffectKind::Move => Effect::MoveTo(until),
    };
    judge_clock(cx, open.keys.survivor, &Judging { clock, effect, reason })?;
    Ok(Reply::done(open.path("/responsibility"), "Your judgement is recorded"))
}

pub(super) fn withdraw_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<EntryId>("judgement")?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let frame = people::frame(req, cx, &open, "Overview")?.titled("Take back a judgement");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Take back a judgement" }
        (req.form_frame(&open.path(&format!("/clock/{id}/withdraw"))).show(&html! {
            (ui::textarea("why", "Why?").rows(3).most(LONGEST_NOTE).show(&form))
            (ui::button("Take it back").show())
        }))
    };
    Ok(Reply::page(frame.back(open.path("/responsibility")), body))
}

pub(super) fn withdraw(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<EntryId>("judgement")?;
    let mut form = req.form();
    let why = form.text("why", "why it is taken back", LONGEST_NOTE);
    let (why,) = form.complete((why,))?;
    withdraw_judgement(cx, open.keys.survivor, id, &why)?;
    Ok(Reply::done(open.path("/responsibility"), "The judgement is taken back"))
}
