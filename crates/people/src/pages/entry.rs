//! The form of one entry of a card, asked and kept by the card's list of fields. When two people edit the same entry, the
//! second sees what is there now beside what they typed.

use super::details::{card_path, told};
use crate::cards::{self, Asks, CardField, Detail, ForCard, current, each, filled, typed, words_typed};
use crate::codes::Codes;
use crate::open::OpenPerson;
use kernel::{Crn, DetailId};
use maud::{Markup, html};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{
    Frame, Table, button, button_group, column, date_input, error_summary, input, link, radios, select, textarea,
};
use web::{Answer, Reply, Request};

/// Sets of this many codes or fewer are shown as radios.
const FEW: usize = 4;

pub(super) fn page(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, slug, id) = asked(cx, req)?;
    each(&slug, Show { cx, req, open: &open, id }).ok_or(Failure::NotFound)?
}

pub(super) fn post(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, slug, id) = asked(cx, req)?;
    each(&slug, Keep { cx, req, open: &open, id }).ok_or(Failure::NotFound)?
}

pub(super) fn withdraw_page(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, slug, id) = asked(cx, req)?;
    each(&slug, AskWithdraw { cx, req, open: &open, id }).ok_or(Failure::NotFound)?
}

pub(super) fn withdraw_post(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, slug, id) = asked(cx, req)?;
    each(&slug, Withdraw { cx, req, open: &open, id }).ok_or(Failure::NotFound)?
}

fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, String, Option<DetailId>)> {
    let crn: Crn = req.param("crn")?;
    Ok((crate::open(cx, &crn)?, req.param("card")?, entry_id(req)?))
}

/// The id of the entry in the path, where the path has one.
pub(crate) fn entry_id(req: &Request) -> Result<Option<DetailId>> {
    let named: Option<String> = req.param("id").ok();
    named.map(|text| text.parse().map_err(|_| Failure::NotFound)).transpose()
}

struct Show<'a, 'c> {
    cx: &'a mut Cx<'c>,
    req: &'a Request,
    open: &'a OpenPerson,
    id: Option<DetailId>,
}

impl ForCard for Show<'_, '_> {
    type Out = Answer;

    fn run<R: Detail>(self) -> Answer {
        let (row, is_there) = current::<R>(self.cx, &self.open.keys, self.id)?;
        let codes = Codes::read(self.cx)?;
        let now = filled(&row)?;
        let form = self.req.typed(self.cx)?.unwrap_or_else(|| now.clone());
        let title = if is_there { format!("Change {}", R::CARD.one) } else { format!("Add {}", R::CARD.one) };
        let fields: Vec<Markup> = R::CARD.fields.iter().map(|f| field(f, &form, &codes)).collect();
        let keep = button_group(&html! {
            (button("Save").show())
            (link(&card_path(self.open, R::CARD), "Cancel"))
        });
        let inside = html! { @for field in &fields { (field) } (keep) };
        // The version is that of what the page shows now: after a conflict, saving again is a choice made in sight of both.
        let frame = self.req.form_frame(self.req.path()).hidden("version", if is_there { row.version() } else { 0 });
        let both = self.req.is_conflict().then(|| both_versions::<R>(&now, &form, &codes));
        let body = html! {
            (error_summary(&form))
            h1.govuk-heading-l { (title) }
            @if let Some(both) = &both { (both) }
            (frame.show(&inside))
        };
        Ok(Reply::page(person_frame(self.req, self.cx, self.open)?.titled(title), body))
    }
}

/// The frame of a page one step below the details.
fn person_frame(req: &Request, cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Frame> {
    Ok(crate::frame(req, cx, open, "Details")?.back(open.path("/details")))
}

fn both_versions<R: Detail>(now: &Form, typed: &Form, codes: &Codes) -> Markup {
    let mut table = Table::new(
        "What is there now, and what you typed",
        ["Field", "In the record now", "What you typed"].map(column),
    );
    for field in R::CARD.fields {
        let (there, here) = (words_typed(now, field, codes), words_typed(typed, field, codes));
        if there != here {
            table.push([html! { (field.label) }, told(&there), told(&here)]);
        }
    }
    html! {
        @if table.is_empty() { p.govuk-body { "Both say the same. There is nothing left to save." } }
        @else { (table.show()) }
    }
}

fn field(field: &CardField, form: &Form, codes: &Codes) -> Markup {
    let (name, label) = (field.column, optional(field));
    macro_rules! asked {
        ($input:expr) => {
            if field.hint.is_empty() { $input.show(form) } else { $input.hint(field.hint).show(form) }
        };
    }
    match field.asks {
        Asks::Text(most) if most <= 20 => asked!(input(name, &label).width(10)),
        Asks::Text(_) => asked!(input(name, &label)),
        Asks::Lines(most) => asked!(textarea(name, &label).most(most)),
        Asks::Day => {
            // A date typed in one field (an API body, a draft) fills the three.
            let whole = web::form::parse_day(form.typed(name)).ok();
            let pairs = whole.map(|d| web::ui::DateInput::pairs(name, d)).into_iter().flatten();
            let form = pairs.fold(form.clone(), |form, (part, figure)| form.with(&part, figure));
            let hint = if field.hint.is_empty() { "For example, 31 3 1980" } else { field.hint };
            date_input(name, &label).hint(hint).show(&form)
        }
        Asks::Email => asked!(input(name, &label).email()),
        Asks::Telephone => asked!(input(name, &label).telephone()),
        Asks::Postcode => asked!(input(name, &label).width(10)),
        Asks::Code(set) => {
            let offered = codes.offered(set, form.typed(name));
            if offered.len() <= FEW {
                asked!(offered.iter().fold(radios(name, &label), |r, (code, words)| r.item(*code, *words)))
            } else {
                asked!(select(name, &label).option("", "Select").options(offered))
            }
        }
    }
}

fn optional(field: &CardField) -> String {
    if field.must { field.label.to_owned() } else { format!("{} (optional)", field.label) }
}

struct Keep<'a, 'c> {
    cx: &'a mut Cx<'c>,
    req: &'a Request,
    open: &'a OpenPerson,
    id: Option<DetailId>,
}

impl ForCard for Keep<'_, '_> {
    type Out = Answer;

    fn run<R: Detail>(self) -> Answer {
        let version = self.req.form().typed("version").parse().unwrap_or(0);
        keep::<R>(self.cx, self.open, self.id, self.req.form(), version)?;
        let words = format!("{} saved", capital(R::CARD.one));
        Ok(Reply::done(card_path(self.open, R::CARD), words))
    }
}

/// Reads the form into the entry and keeps it. `version` is that of the row that its author saw, nought for none.
pub(crate) fn keep<R: Detail>(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: Option<DetailId>,
    mut form: Form,
    version: i64,
) -> Result<R> {
    let (row, is_there) = current::<R>(cx, &open.keys, id)?;
    if is_there && row.version() != version {
        return Err(Failure::Stale(format!("Somebody else changed the {}", R::CARD.one)));
    }
    let codes = Codes::read(cx)?;
    let next = typed(&row, &mut form, &codes)?;
    form.finish()?;
    if is_there { cards::amend(cx, &row, next, None) } else { cards::add(cx, next) }
}

struct AskWithdraw<'a, 'c> {
    cx: &'a mut Cx<'c>,
    req: &'a Request,
    open: &'a OpenPerson,
    id: Option<DetailId>,
}

impl ForCard for AskWithdraw<'_, '_> {
    type Out = Answer;

    fn run<R: Detail>(self) -> Answer {
        let (row, _) = current::<R>(self.cx, &self.open.keys, self.id)?;
        let codes = Codes::read(self.cx)?;
        let form = self.req.typed(self.cx)?.unwrap_or_default();
        let rows: Vec<_> =
            cards::shown(&row, &codes, false)?.into_iter().map(|(label, words)| web::ui::row(label, words)).collect();
        let inside = html! {
            (textarea("reason", "Why was this recorded in error?").most(500).show(&form))
            (button_group(&html! { (button("Withdraw it").warning().show()) (link(&card_path(self.open, R::CARD), "Cancel")) }))
        };
        let frame = self.req.form_frame(self.req.path()).hidden("version", row.version());
        let title = format!("Withdraw {}", R::CARD.one);
        let body = html! {
            (error_summary(&form))
            h1.govuk-heading-l { (title) }
            p.govuk-body { "It leaves the page and stays in the history. If it was true and no longer is, give it an end date instead." }
            (web::ui::summary_list(&rows))
            (frame.show(&inside))
        };
        Ok(Reply::page(person_frame(self.req, self.cx, self.open)?.titled(title), body))
    }
}

struct Withdraw<'a, 'c> {
    cx: &'a mut Cx<'c>,
    req: &'a Request,
    open: &'a OpenPerson,
    id: Option<DetailId>,
}

impl ForCard for Withdraw<'_, '_> {
    type Out = Answer;

    fn run<R: Detail>(self) -> Answer {
        let (row, _) = current::<R>(self.cx, &self.open.keys, self.id)?;
        let mut form = self.req.form();
        if row.version().to_string() != form.typed("version") {
            return Err(Failure::Stale(format!("Somebody else changed the {}", R::CARD.one)));
        }
        let reason = form.text("reason", "why this was recorded in error", 500);
        let reason = form.complete(reason)?;
        cards::withdraw(self.cx, row, &reason)?;
        Ok(Reply::done(card_path(self.open, R::CARD), format!("{} withdrawn", capital(R::CARD.one))))
    }
}

/// The first letter in capitals.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
