//! Copies of an order that differ: side by side field by field, a page to confirm what is made of them, and one to take a
//! decision back.

use crate::inbox::copies::{CopiesAre, decide_copies, differing, undo_decision};
use crate::inbox::decide::question_of;
use crate::reading::{Copy, Differing};
use crate::records::{Question, QuestionState};
use kernel::{Crn, EntryId};
use store::{Cx, Failure, Result};
use web::{Answer, Markup, Reply, Request, html, ui};

/// Every field that any copy says, in the order in which it is first said, with what each copy says of it.
fn lines(differs: &Differing) -> Vec<(&str, Vec<Option<&str>>)> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in differs.copies.iter().flat_map(|c| &c.fields) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let of = |copy: &'_ Copy, name: &str| copy.fields.iter().position(|(n, _)| n == name);
    names
        .into_iter()
        .map(|name| {
            let values = differs
                .copies
                .iter()
                .map(|c| of(c, name).and_then(|n| c.fields.get(n)).map(|(_, value)| value.as_str()))
                .collect();
            (name, values)
        })
        .collect()
}

/// The copies side by side: what differs as a table, what all of them say folded away.
pub(super) fn table(differs: &Differing) -> Markup {
    let mut columns = vec![ui::column("What the court said").unseen()];
    columns.extend((1..=differs.copies.len()).map(|n| ui::column(&format!("Copy {n}"))));
    let mut table = ui::Table::new("Where the copies differ", columns);
    let mut row = vec![html! { "Passed for" }];
    row.extend(differs.copies.iter().map(|c| html! { (c.offences.join(", ")) }));
    table.push(row);
    let mut alike = Vec::new();
    for (name, values) in lines(differs) {
        if values.windows(2).all(|pair| pair[0] == pair[1]) {
            alike.extend(values.first().copied().flatten().map(|value| ui::row(name, value)));
            continue;
        }
        let mut row = vec![html! { (name) " " (ui::tag(ui::Colour::Yellow, "Different")) }];
        row.extend(
            values
                .iter()
                .map(|v| html! { @match v { Some(v) => { (v) } None => { span.govuk-hint { "Not in this copy" } } } }),
        );
        table.push(row);
    }
    html! {
        (table.show())
        @if !alike.is_empty() { (ui::details("What all copies say alike", &ui::summary_list(&alike))) }
    }
}

/// The ways to settle it, each leading to a page that says what follows.
pub(super) fn choices(base: &str, differs: &Differing) -> Markup {
    let copies = differs.copies.len();
    let ways = (1..=copies).map(CopiesAre::Copy).chain([CopiesAre::Orders]);
    html! {
        (ui::button_group(&html! {
            @for are in ways {
                (ui::link_button(&format!("{base}/copies/{}", are.code()), &are.words(copies)).secondary().show())
            }
        }))
    }
}

fn follows(are: CopiesAre, differs: &Differing) -> Vec<String> {
    let copies = differs.copies.len();
    match are {
        CopiesAre::Orders => vec![
            format!(
                "The record will hold {copies} orders of this kind, each for the offences and with the requirements of its copy."
            ),
            "Each runs and ends by itself.".into(),
        ],
        CopiesAre::Copy(n) => {
            let offences: Vec<&str> = differs.copies.iter().flat_map(|c| &c.offences).map(String::as_str).collect();
            vec![
                format!("The record will hold one order, for {}.", offences.join(", ")),
                format!(
                    "Its dates and requirements will be those of copy {n}; what only another copy says is left out."
                ),
            ]
        }
    }
}

fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<(people::OpenPerson, Question, Differing, CopiesAre)> {
    let (crn, id): (Crn, EntryId) = (req.param("crn")?, req.param("id")?);
    let choice: String = req.param("choice")?;
    let open = people::open(cx, &crn)?;
    let question = question_of(cx, &open, id)?;
    let differs = differing(&question).ok_or(Failure::NotFound)?;
    let are = choice.parse::<CopiesAre>().map_err(|()| Failure::NotFound)?;
    if matches!(are, CopiesAre::Copy(n) if n > differs.copies.len()) {
        return Err(Failure::NotFound);
    }
    Ok((open, question, differs, are))
}

pub(super) fn confirm(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, question, differs, are) = asked(cx, req)?;
    let back = format!("/court/inbox/questions/{}/{}", open.crn, question.id);
    if question.state != QuestionState::Open {
        return Ok(Reply::to(back));
    }
    let heading = format!("{}?", are.words(differs.copies.len()));
    let frame = people::frame(req, cx, &open, "Sentence")?.titled(heading.clone()).back(back.clone());
    let form = req.typed(cx)?.unwrap_or_default();
    let fields = html! {
        (ui::textarea("reason", "Why?").hint("Such as what the court said when it was asked. Kept with the decision").most(1_000).show(&form))
        (ui::button_group(&html! { (ui::button("Confirm").show()) (ui::link(&back, "Go back")) }))
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (heading) }
        h2.govuk-heading-m { "What follows" }
        ul.govuk-list.govuk-list--bullet {
            @for words in follows(are, &differs) { li { (words) } }
            li { "You can take the decision back. If the court changes what the copies say, you are asked again." }
        }
        (table(&differs))
        (req.form_frame(req.path()).show(&fields))
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, question, _, are) = asked(cx, req)?;
    let mut form = req.form();
    let reason = form.text("reason", "why", 1_000);
    let reason = form.complete((reason,))?.0;
    decide_copies(cx, &open.crn, question.id, are, &reason)?;
    Ok(Reply::done("/court/inbox?show=orders", "The decision was recorded, and the record follows it"))
}

pub(super) fn undoing(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id): (Crn, EntryId) = (req.param("crn")?, req.param("id")?);
    let open = people::open(cx, &crn)?;
    let question = question_of(cx, &open, id)?;
    let back = format!("/court/inbox/questions/{}/{}", open.crn, question.id);
    if question.state != QuestionState::Decided {
        return Ok(Reply::to(back));
    }
    let heading = "Take this decision back?";
    let frame = people::frame(req, cx, &open, "Sentence")?.titled(heading).back(back.clone());
    let form = req.typed(cx)?.unwrap_or_default();
    let fields = html! {
        (ui::textarea("reason", "Why?").hint("Kept with the decision").most(1_000).show(&form))
        (ui::button_group(&html! { (ui::button("Take it back").warning().show()) (ui::link(&back, "Go back")) }))
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (heading) }
        (ui::summary_list(&[
            ui::row("Decision", super::question::decision(&question)),
            ui::row("Decided by", question.decided_by.clone().unwrap_or_default()),
            ui::row("Why", question.decision_reason.clone().unwrap_or_default()),
        ]))
        p.govuk-body { "The question is asked again, and the record is as it was before the decision." }
        (req.form_frame(req.path()).show(&fields))
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn undo(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id): (Crn, EntryId) = (req.param("crn")?, req.param("id")?);
    let mut form = req.form();
    let reason = form.text("reason", "why", 1_000);
    let reason = form.complete((reason,))?.0;
    undo_decision(cx, &crn, id, &reason)?;
    Ok(Reply::done(format!("/court/inbox/questions/{crn}/{id}"), "The decision was taken back"))
}
