//! Who is it? The message beside those on record who may be the same, and the decision.

use crate::inbox::compare;
use crate::inbox::decide::{Choice, decide_person};
use crate::reading::Matter;
use crate::records::{MatterRow, MatterState};
use crate::taking::read_matter;
use kernel::{Crn, MessageId};
use store::{Cx, Failure, params};
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (message, place): (MessageId, i64) = (req.param("message")?, req.param("place")?);
    let row = cx.need::<MatterRow>(params![message, place])?;
    let matter = read_matter(cx, message, place)?;
    let frame = req.frame().titled(format!("Who is {}?", row.who)).crumb("/court/inbox?show=people", "Court inbox");
    if row.state != MatterState::Waiting {
        let body = html! {
            h1.govuk-heading-l { "Decided: " (row.who) }
            (decided(&row))
            p.govuk-body { (ui::link(&format!("/court/messages/{message}"), "See the message")) }
        };
        return Ok(Reply::page(frame, body));
    }
    let (described, likely) = compare::likely(cx, &matter)?;
    let form = req.typed(cx)?.unwrap_or_default();
    let mut choice = ui::radios("choice", "Who is it?");
    for person in likely.iter().filter(|l| !l.restricted) {
        choice = choice.item(format!("crn:{}", person.crn), format!("The person with CRN {}", person.crn));
    }
    let other = ui::input("crn", "CRN").width(10).show(&form);
    let choice = choice.items([
        ui::item("other", "Somebody else on record").reveal(other),
        ui::item("new", "Nobody on record: open a new record"),
    ]);
    let fields = html! {
        (choice.show(&form))
        (ui::textarea("reason", "Why?").hint("Kept with the decision").most(1_000).show(&form))
        (ui::button("Record the decision").show())
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Who is " (row.who) "?" }
        (asked(&row, &matter))
        (compare::table(&described, &likely))
        (req.form_frame(req.path()).show(&fields))
        p.govuk-body { (ui::link(&format!("/court/messages/{message}"), "See the whole message")) }
    };
    Ok(Reply::page(frame, body))
}

fn decided(row: &MatterRow) -> Markup {
    ui::summary_list(&[
        ui::row("Decided by", row.linked_by.clone().unwrap_or_default()),
        ui::row("Why", row.link_reason.clone().unwrap_or_default()),
    ])
}

fn asked(row: &MatterRow, matter: &Matter) -> Markup {
    let orders: Vec<String> =
        matter.orders.iter().map(|o| o.label.clone().unwrap_or_else(|| o.kind.replace('_', " "))).collect();
    let mut rows = vec![
        ui::row("The court asks for", super::inbox::asks(&row.asks)),
        ui::row("Why it waits", row.reason.clone().unwrap_or_default()),
    ];
    if !orders.is_empty() {
        rows.push(ui::row("Orders", orders.join(", ")));
    }
    ui::summary_list(&rows)
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (message, place): (MessageId, i64) = (req.param("message")?, req.param("place")?);
    let mut form = req.form();
    let chosen = form.text("choice", "who it is", 20);
    let reason = form.text("reason", "why", 1_000);
    let other = if chosen.as_deref() == Some("other") { form.crn("crn", "the CRN") } else { None };
    let (chosen, reason) = form.complete((chosen, reason))?;
    let choice = match (chosen.as_str(), other) {
        ("new", _) => Choice::New,
        ("other", Some(crn)) => Choice::Same(crn),
        (listed, _) => {
            let crn = listed.strip_prefix("crn:").and_then(|crn| crn.parse::<Crn>().ok());
            Choice::Same(crn.ok_or_else(|| Failure::refused("choice", "unknown", "Choose who it is"))?)
        }
    };
    let crn = decide_person(cx, message, place, &choice, &reason)?;
    Ok(Reply::done("/court/inbox?show=people", format!("The court's message is on the record {crn}")))
}
