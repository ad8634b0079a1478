//! Adding somebody to a day's list by hand.

use super::super::actions::{Adding, add_to_day};
use super::super::records::Sitting;
use super::{court, day, line_path, path};
use kernel::Crn;
use store::{Cx, Failure};
use web::form::Form;
use web::ui;
use web::{Answer, Reply, Request, html};

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day) = (court(cx, req)?, day(req)?);
    let form = req.typed(cx)?.unwrap_or_else(|| Form::blank().with("sitting", Sitting::Morning.code()));
    let title = "Add somebody to the list";
    let body = html! {
        (ui::error_summary(&form))
        span.govuk-caption-l { (court.name) ", " (ui::day(day)) }
        h1.govuk-heading-l { (title) }
        (req.form_frame(&path(&court, day, "/add")).show(&html! {
            (ui::input("crn", "CRN (optional)").hint("Where the person has a record, such as T000123").width(10).show(&form))
            (ui::input("who", "Name as the court listed it (optional)").hint("Only where no record is known").show(&form))
            (ui::textarea("offences", "Offences (optional)").rows(2).most(1_000).show(&form))
            (ui::radios("sitting", "When do they sit?").items(Sitting::ALL.iter().map(|s| ui::item(s.code(), s.words()))).inline().show(&form))
            (ui::input("room", "Courtroom (optional)").width(10).show(&form))
            (ui::input("listing", "Number on the list (optional)").number().width(3).show(&form))
            (ui::button("Add").show())
        }))
    };
    Ok(Reply::page(req.frame().titled(title).back(path(&court, day, "")), body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day) = (court(cx, req)?, day(req)?);
    let mut form = req.form();
    let crn: Option<Crn> = if form.typed("crn").trim().is_empty() { None } else { form.crn("crn", "the CRN") };
    let who = form.optional_text("who", "the name", 200);
    let offences = form.optional_text("offences", "the offences", 1_000);
    let room = form.optional_text("room", "the courtroom", 40);
    let listing = form.optional_integer("listing", "the number", 1..=9_999);
    let sitting = form.choice("sitting", "when they sit", |code| code.parse::<Sitting>().ok());
    let (sitting,) = form.complete((sitting,))?;
    let person = crn.map(|crn| people::keys_of_crn(cx, &crn)).transpose();
    let person = person.map_err(|failure| match failure {
        Failure::NotFound => {
            Failure::refused("crn", "unknown", "There is no record with this CRN: check it, or enter the name instead")
        }
        other => other,
    })?;
    let person = person.map(|keys| keys.survivor);
    let id = add_to_day(cx, &court, day, Adding { person, who, offences, listing, sitting, room })?;
    Ok(Reply::done(line_path(&court, day, id, ""), "Added to the list"))
}
