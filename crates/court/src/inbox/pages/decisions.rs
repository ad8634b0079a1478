//! What people decided in the inbox: who, what, why.

use super::inbox::names;
use super::tabs;
use crate::inbox::lists::{counts, decided_matters, decided_questions, settled};
use kernel::PersonId;
use store::Cx;
use web::{Answer, Reply, Request, html, ui};

const NEWEST: i64 = 50;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let counts = counts(cx)?;
    let matters = decided_matters(cx, NEWEST)?;
    let questions = decided_questions(cx, NEWEST)?;
    let unread = settled(cx, NEWEST)?;
    let ids: Vec<PersonId> =
        matters.iter().filter_map(|m| m.linked_to).chain(questions.iter().map(|q| q.person_id)).collect();
    let lines = names(cx, "court decisions", &ids)?;
    let columns = || [ui::column("About"), ui::column("Decision"), ui::column("Decided by"), ui::column("Why")];
    let mut table = ui::Table::new("Decisions", columns()).unseen_caption();
    for row in &matters {
        let line = row.linked_to.and_then(|p| lines.get(&p));
        table.push(vec![
            html! { @if let Some(line) = line { (ui::link(&format!("/people/{}", line.crn), &line.name)) " " (line.crn) } },
            html! { "The court's message is about this person" },
            html! { (row.linked_by.as_deref().unwrap_or_default()) },
            html! { (row.link_reason.as_deref().unwrap_or_default()) },
        ]);
    }
    for row in &questions {
        let line = lines.get(&row.person_id);
        let words = super::question::decision(row);
        table.push(vec![
            html! { @if let Some(line) = line { (ui::link(&format!("/people/{}", line.crn), &line.name)) " " (line.crn) } },
            html! { @match line { Some(line) => { (ui::link(&format!("/court/inbox/questions/{}/{}", line.crn, row.id), &words)) } None => { (words) } } },
            html! { (row.decided_by.as_deref().unwrap_or_default()) },
            html! { (row.decision_reason.as_deref().unwrap_or_default()) },
        ]);
    }
    for row in &unread {
        table.push(vec![
            ui::link(&format!("/court/messages/{}", row.message_id), "A message that could not be read"),
            html! { "Dealt with" },
            html! { (row.decided_by.as_deref().unwrap_or_default()) },
            html! { (row.decision.as_deref().unwrap_or_default()) },
        ]);
    }
    let body = html! {
        h1.govuk-heading-l { "Court decisions" }
        (tabs(counts, "Decisions"))
        @if table.is_empty() { (ui::empty("Nobody had to decide anything yet.", None)) } @else { (table.show()) }
    };
    Ok(Reply::page(req.frame().titled("Court decisions").within("/court/inbox"), body))
}
