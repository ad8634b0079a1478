//! What the forms of this room share: opening the person, the page around a form, lengths, reasons for an end.

use crate::lists::BY_PROGRAM;
use crate::{EndOf, Ending, Length, Lists};
use kernel::{CourtId, Crn, Date, Refusal};
use law::{SentenceType, Term};
use people::OpenPerson;
use store::{Cx, Result};
use web::form::Form;
use web::ui::{self, Frame};
use web::{Answer, Markup, Reply, Request, html};

/// The longest note.
pub(super) const NOTE: usize = 4000;
/// The longest single line.
pub(super) const LINE: usize = 200;

/// The person whom the address names.
pub(super) fn person(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

/// Where every form of this room comes back to.
pub(super) fn home(open: &OpenPerson) -> String {
    format!("/people/{}/sentence", open.crn)
}

/// A page that holds one form.
pub(super) struct FormPage<'a> {
    pub(super) title: String,
    pub(super) button: &'a str,
    /// The version of what is edited, so that two people do not overwrite each other.
    pub(super) version: Option<i64>,
}

impl FormPage<'_> {
    pub(super) fn show(
        &self,
        req: &Request,
        cx: &mut Cx<'_>,
        open: &OpenPerson,
        form: &Form,
        fields: &Markup,
    ) -> Answer {
        let frame: Frame = people::frame(req, cx, open, "Sentence")?.titled(&self.title).back(home(open));
        let mut around = req.form_frame(req.path());
        if let Some(version) = self.version {
            around = around.hidden("version", version);
        }
        let inside = html! {
            (fields)
            (ui::button_group(&html! { (ui::button(self.button).show()) (ui::link(&home(open), "Cancel")) }))
        };
        Ok(Reply::page(
            frame,
            html! {
                div.govuk-grid-row { div.govuk-grid-column-two-thirds {
                    (ui::error_summary(form))
                    h1.govuk-heading-l { (self.title) }
                    (around.show(&inside))
                } }
            },
        ))
    }
}

/// What was typed, or a form that opens with `known`.
pub(super) fn form_or(req: &Request, cx: &mut Cx<'_>, known: impl FnOnce() -> Form) -> Result<Form> {
    Ok(req.typed(cx)?.unwrap_or_else(known))
}

/// The version that the form was opened with.
pub(super) fn seen(form: &Form) -> Option<i64> {
    form.typed("version").parse().ok()
}

/// A form that opens with these dates and texts; empty ones are left out.
pub(super) fn filled(days: &[(&str, Option<Date>)], texts: &[(&str, Option<String>)]) -> Form {
    let mut form = Form::blank();
    for (name, day) in days {
        for (name, value) in day.map(|day| ui::DateInput::pairs(name, day)).into_iter().flatten() {
            form = form.with(&name, value);
        }
    }
    for (name, text) in texts {
        if let Some(text) = text {
            form = form.with(name, text);
        }
    }
    form
}

/// Reads a length such as "18 months". `what` reads on from "Enter".
pub(super) fn length(form: &mut Form, name: &str, what: &str) -> Option<Length> {
    let text = form.optional_text(name, what, 60)?;
    let term = text.parse::<Term>().ok();
    if term.is_none() {
        let words = format!("Enter {what} as a number and a unit, such as 18 months, 20 days or 100 hours");
        form.refuse(Refusal::new(name, "not_a_length", words));
    }
    term.map(Length)
}

pub(super) fn length_field(name: &str, label: &str, hint: &str, form: &Form) -> Markup {
    ui::input(name, label).hint(hint).width(20).show(form)
}

pub(super) fn note_field(name: &str, label: &str, form: &Form) -> Markup {
    ui::textarea(name, label).most(NOTE).show(form)
}

/// When and why something ended.
pub(super) fn ending_fields(
    lists: &Lists,
    of: EndOf,
    sentence: Option<&SentenceType>,
    today: Date,
    form: &Form,
) -> Markup {
    let ours = |code: &str| !BY_PROGRAM.contains(&code);
    let reasons = lists.reasons(of, today).filter(|r| ours(&r.code) && r.suits(sentence));
    let items = reasons.map(|r| ui::item(r.code.as_str(), r.en.as_str()));
    html! {
        (ui::date_input("ended_on", "When did it end?").hint("For example, 27 3 2026").show(form))
        (ui::radios("reason", "Why did it end?").items(items).show(form))
        (note_field("note", "Notes (optional)", form))
    }
}

pub(super) fn read_ending(form: &mut Form) -> Result<Ending> {
    let on = form.date("ended_on", "the date on which it ended");
    let reason = form.choice("reason", "why it ended", |code| Some(code.to_owned()));
    let note = form.optional_text("note", "the notes", NOTE);
    let (on, reason) = form.complete((on, reason))?;
    Ok(Ending { on, reason, note })
}

/// One question: why.
pub(super) fn why_fields(label: &str, form: &Form) -> Markup {
    note_field("why", label, form)
}

pub(super) fn read_why(form: &mut Form) -> Result<String> {
    let why = form.text("why", "why", NOTE);
    Ok(form.complete(why)?)
}

/// One question: on which day.
pub(super) fn day_field(name: &str, label: &str, form: &Form) -> Markup {
    ui::date_input(name, label).hint("For example, 27 3 2026").show(form)
}

/// A court of the list; a line of text where no court is listed yet.
pub(super) fn court_field(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let courts = organisation::courts(cx)?;
    if courts.is_empty() {
        return Ok(ui::input("court_name", "Court (optional)").show(form));
    }
    let choices = std::iter::once((String::new(), "Choose a court".to_owned()))
        .chain(courts.into_iter().map(|c| (c.id.to_string(), c.name)));
    Ok(ui::select("court", "Court (optional)").options(choices).show(form))
}

/// The court's id, where it was chosen from the list, and its name.
pub(super) fn read_court(cx: &mut Cx<'_>, form: &mut Form) -> Result<(Option<CourtId>, Option<String>)> {
    let Some(id) = form.optional_id::<CourtId>("court", "the court") else {
        return Ok((None, form.optional_text("court_name", "the court", LINE)));
    };
    let chosen = organisation::courts(cx)?.into_iter().find(|c| c.id == id);
    if chosen.is_none() {
        form.refuse(Refusal::new("court", "not_a_choice", "Select the court from the list"));
    }
    Ok(chosen.map_or((None, None), |c| (Some(c.id), Some(c.name))))
}
