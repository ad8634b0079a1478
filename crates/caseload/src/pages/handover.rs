//! A handover: what was passed on, what is missing and who sees to it, and the new officer's acceptance.

use super::{LONGEST_NOTE, staff_link};
use crate::actions::{Handing, accept_handover, answer_item, open_handover, progress, start_handover};
use crate::facts::standards;
use crate::handover::{Answer as Said, State};
use crate::lists::responsibility_history;
use crate::policy::{Item, shipped};
use crate::records::{AnswerKind, HandoverItem, HandoverRow};
use crate::responsibility::Holder;
use kernel::{Crn, HandoverId, StaffId};
use law::{Law, Nation};
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let handover = open_handover(cx, open.keys.survivor)?;
    let body = match &handover {
        Some(handover) => under_way(cx, req, &open, handover)?,
        None => html! {
            h1.govuk-heading-l { "Handover" }
            p.govuk-body { "No handover of this person is under way." }
            (ui::link_button(&format!("/handover/{}/new", open.crn), "Begin a handover").show())
        },
    };
    let frame = people::frame(req, cx, &open, "Overview")?.titled("Handover");
    Ok(Reply::page(frame.back(format!("/people/{}", open.crn)), body))
}

fn under_way(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, handover: &HandoverRow) -> Result<Markup> {
    let (said, state) = progress(cx, handover)?;
    let staff = organisation::staff_lines(cx, &[handover.from_staff_id, handover.to_staff_id])?;
    let items = &shipped().map_err(Failure::Broken)?.items;
    let path = format!("/handover/{}", open.crn);
    let editable = handover.accepted_at.is_none();
    let mine = cx.actor().staff() == Some(handover.to_staff_id);
    let tasks: Vec<ui::Task> = items.iter().map(|item| task(&path, item, &said, editable)).collect();
    Ok(html! {
        h1.govuk-heading-l { "Handover" }
        (ui::summary_list(&[
            ui::row("From", staff_link(&staff, handover.from_staff_id)),
            ui::row("To", staff_link(&staff, handover.to_staff_id)),
            ui::row("Began", ui::day(handover.started_on)),
            ui::row("Meets the new officer by", ui::day(handover.met_by)),
            ui::row("Accepted", handover.accepted_at.map_or_else(|| "Not yet".to_owned(), ui::instant)),
        ]))
        h2.govuk-heading-m { "What is passed on" }
        (ui::task_list(&tasks))
        @if let State::Ready { missing } = &state {
            @if !missing.is_empty() {
                (ui::warning(&format!("Still missing: {}. Whoever accepts knows it.", item_words(items, missing))))
            }
            @if mine && editable {
                (req.button_frame(&format!("{path}/accept")).hidden("handover", handover.id)
                    .show(&ui::button("Accept the handover").show()))
            }
        } @else if mine {
            p.govuk-body { "You can accept when every item has an answer." }
        }
    })
}

fn item_words(items: &[Item], codes: &[String]) -> String {
    let words = items.iter().filter(|i| codes.contains(&i.code)).map(|i| i.words.to_lowercase());
    words.collect::<Vec<_>>().join("; ")
}

fn task(path: &str, item: &Item, said: &[HandoverItem], editable: bool) -> ui::Task {
    let known = said.iter().find(|row| row.item == item.code);
    let task = ui::task(&item.words, &format!("{path}/items/{}", item.code));
    let task = match known {
        None => task.tagged(ui::Colour::Grey, if editable { "To do" } else { "Nothing said" }),
        Some(row) => {
            let (colour, words) = match row.answer {
                AnswerKind::Passed => (ui::Colour::Green, "Passed on"),
                AnswerKind::NotApplicable => (ui::Colour::Plain, "Does not apply"),
                AnswerKind::Missing => (ui::Colour::Orange, "Missing"),
            };
            task.tagged(colour, words)
        }
    };
    known.map_or_else(|| task.clone(), |row| task.clone().hint(&said_words(row)))
}

fn said_words(row: &HandoverItem) -> String {
    match (&row.who, row.by_day) {
        (Some(who), Some(by)) => format!("{} ({who} by {})", row.words, ui::day(by)),
        _ => row.words.clone(),
    }
}

/// The officers whom the person had before, the latest first.
fn earlier_officers(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Vec<StaffId>> {
    let mut found: Vec<StaffId> = Vec::new();
    for held in responsibility_history(cx, &open.keys)? {
        if let Holder::Officer(officer) = held.holder
            && !found.contains(&officer)
        {
            found.push(officer);
        }
    }
    Ok(found.into_iter().skip(1).collect())
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (today, law) = (cx.today(), cx.part::<Law>()?);
    let latest = law.working_days(Nation::EnglandAndWales).after(today, standards(cx)?.first_meeting);
    let blank = ui::DateInput::pairs("met_by", latest)
        .into_iter()
        .fold(Form::blank().with("from", req.query("from").unwrap_or_default()), |f, (n, v)| f.with(&n, v));
    let form = req.typed(cx)?.unwrap_or(blank);
    let earlier = earlier_officers(cx, &open)?;
    let lines = organisation::staff_lines(cx, &earlier)?;
    let options = earlier.iter().filter_map(|id| lines.get(id)).map(|l| (l.code.clone(), l.name.clone()));
    let path = format!("/handover/{}/new", open.crn);
    let select = ui::select("from", "Who hands over").option("", "Select an officer").options(options).show(&form);
    let frame = people::frame(req, cx, &open, "Overview")?.titled("Begin a handover");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Begin a handover" }
        (req.form_frame(&path).show(&html! {
            (select)
            (ui::date_input("met_by", "By when does the person meet the new officer?")
                .hint(format!("No later than {}", ui::day(latest))).show(&form))
            (ui::button("Begin").show())
        }))
    };
    Ok(Reply::page(frame.back(format!("/handover/{}", open.crn)), body))
}

pub(super) fn start(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let (from, met_by) =
        (form.choice("from", "who hands over", |code| Some(code.to_owned())), form.date("met_by", "the day"));
    let (from, met_by) = form.complete((from, met_by))?;
    let from = organisation::staff_by_code(cx, &from)?.id;
    start_handover(cx, open.keys.survivor, &Handing { from, met_by })?;
    Ok(Reply::done(format!("/handover/{}", open.crn), "The handover has begun"))
}

fn listed(code: &str) -> Result<&'static Item> {
    let items = &shipped().map_err(Failure::Broken)?.items;
    items.iter().find(|i| i.code == code).ok_or(Failure::NotFound)
}

pub(super) fn item(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let item = listed(&req.param::<String>("item")?)?;
    let handover = open_handover(cx, open.keys.survivor)?.ok_or(Failure::NotFound)?;
    let (said, _) = progress(cx, &handover)?;
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => said.iter().find(|row| row.item == item.code).map_or_else(Form::blank, filled),
    };
    let path = format!("/handover/{}", open.crn);
    let missing = html! {
        (ui::textarea("why", "Why is it missing?").rows(2).show(&form))
        (ui::input("who", "Who will see to it?").show(&form))
        (ui::date_input("by", "By when?").show(&form))
    };
    let mut choices = ui::radios("answer", &item.words).as_heading().items([ui::item("passed", "Passed on")
        .reveal(ui::textarea("note", "What there is, or where it stands").rows(4).show(&form))]);
    if !item.required {
        choices = choices
            .items([ui::item("not-applicable", "Does not apply").reveal(ui::input("why_not", "Why not?").show(&form))]);
    }
    let choices = choices.items([ui::item("missing", "Missing").reveal(missing)]);
    let frame = people::frame(req, cx, &open, "Overview")?.titled(&item.words);
    let body = html! {
        (ui::error_summary(&form))
        (req.form_frame(&format!("{path}/items/{}", item.code)).hidden("handover", handover.id).show(&html! {
            (choices.show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(frame.back(path), body))
}

fn filled(row: &HandoverItem) -> Form {
    let form = Form::blank().with("answer", row.answer.code());
    match row.answer {
        AnswerKind::Passed => form.with("note", &row.words),
        AnswerKind::NotApplicable => form.with("why_not", &row.words),
        AnswerKind::Missing => {
            let form = form.with("why", &row.words).with("who", row.who.clone().unwrap_or_default());
            let pairs = row.by_day.map(|day| ui::DateInput::pairs("by", day));
            pairs.into_iter().flatten().fold(form, |f, (n, v)| f.with(&n, v))
        }
    }
}

pub(super) fn save_item(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let item = listed(&req.param::<String>("item")?)?;
    let mut form = req.form();
    let handover = form.id::<HandoverId>("handover", "the handover");
    let kind = form.choice("answer", "an answer", |code| code.parse::<AnswerKind>().ok());
    let said = match kind {
        Some(AnswerKind::Passed) => form.text("note", "what there is", LONGEST_NOTE).map(|note| Said::Passed { note }),
        Some(AnswerKind::NotApplicable) => {
            form.text("why_not", "why not", LONGEST_NOTE).map(|why| Said::NotApplicable { why })
        }
        Some(AnswerKind::Missing) => {
            let why = form.text("why", "why it is missing", LONGEST_NOTE);
            let (who, by) = (form.text("who", "who will see to it", 200), form.date("by", "the day"));
            why.zip(who).zip(by).map(|((why, who), by)| Said::Missing { why, who, by })
        }
        None => None,
    };
    let (handover, said) = form.complete((handover, said))?;
    answer_item(cx, open.keys.survivor, handover, &item.code, &said)?;
    Ok(Reply::to(format!("/handover/{}", open.crn)))
}

pub(super) fn accept(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let handover = form.id::<HandoverId>("handover", "the handover");
    let (handover,) = form.complete((handover,))?;
    accept_handover(cx, open.keys.survivor, handover)?;
    Ok(Reply::done(format!("/people/{}", open.crn), "You have accepted the handover"))
}
