//! Withdrawing a document: it stays, and says that it does not stand.

use super::super::write::{document, withdraw};
use super::{framed, opened, path};
use kernel::DocumentId;
use store::Cx;
use web::form::Form;
use web::{Answer, Reply, Request, html, ui};

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id: DocumentId = req.param("document")?;
    let row = document(cx, &open.keys, id)?;
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let inside = html! {
        (ui::textarea("why", "Why is it withdrawn?").hint("Such as: made for the wrong person").rows(3).show(&typed))
        (ui::button("Withdraw the document").warning().show())
    };
    let action = format!("{}/withdraw", path(&open, id));
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { "Withdraw " (row.name) }
        p.govuk-body { "The document stays in the record, marked as withdrawn with your reason. What was sent already is not called back: tell the person." }
        (req.form_frame(&action).hidden("version", row.version).show(&inside))
    };
    Ok(Reply::page(framed(cx, req, &open, "Withdraw a document", path(&open, id))?, body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id: DocumentId = req.param("document")?;
    let mut form = req.form();
    let why = form.text("why", "why it is withdrawn", 500);
    let version = form.integer("version", "the version", 1..=i64::MAX);
    form.finish()?;
    withdraw(cx, &open.keys, id, &why.unwrap_or_default(), version)?;
    Ok(Reply::done(path(&open, id), "Document withdrawn"))
}
