//! A message that could not be read: why, what it holds, and what was done about it.

use crate::inbox::decide::settle_unread;
use crate::records::{CourtMessage, Reading, ReadingState};
use kernel::MessageId;
use store::{Cx, params};
use web::{Answer, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: MessageId = req.param("message")?;
    let reading = cx.need::<Reading>(params![id])?;
    let message = cx.need::<CourtMessage>(params![id])?;
    let frame = req.frame().titled("A message that could not be read").crumb("/court/inbox?show=unread", "Court inbox");
    let form = req.typed(cx)?.unwrap_or_default();
    let fields = html! {
        (ui::textarea("reason", "What was done about it?").most(1_000).show(&form))
        (ui::button("Record that it is dealt with").show())
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "A message that could not be read" }
        (ui::summary_list(&[
            ui::row("Why", reading.reason.clone().unwrap_or_default()),
            ui::row("Received", ui::instant(message.received_at)),
            ui::row("From", message.source_name.clone()),
            ui::row("Size", format!("{} bytes", message.size)),
        ]))
        (ui::details("What it holds", &super::message::shown(&message.body)))
        @if reading.state == ReadingState::Unread {
            (req.form_frame(req.path()).show(&fields))
        } @else {
            (ui::summary_list(&[
                ui::row("Dealt with by", reading.decided_by.clone().unwrap_or_default()),
                ui::row("What was done", reading.decision.clone().unwrap_or_default()),
            ]))
        }
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: MessageId = req.param("message")?;
    let mut form = req.form();
    let reason = form.text("reason", "what was done about it", 1_000);
    form.finish()?;
    settle_unread(cx, id, reason.as_deref().unwrap_or_default())?;
    Ok(Reply::done("/court/inbox?show=unread", "The message is dealt with"))
}
