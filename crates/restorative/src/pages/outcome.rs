//! Forms for letters, what was agreed, compensation, reparation and cost. Entries are added; a correction is another entry.

use super::{form_page, named, path, seen, typed};
use crate::keeping::open_case;
use crate::outcome::{
    NewEntry, add_minutes, add_money, hand_over, letter, promise, receive_letter, settle_promise, spend, sums,
};
use crate::records::{CostKind, EntryKind, PromiseState, Side};
use kernel::words::{hours, pounds};
use kernel::{Date, EntryId, RestorativeId};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

pub(super) fn letter_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, Some("on"))?;
    let at = path(whole.case.id, "/letters/new");
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(&form))
            span.govuk-caption-l { (open.name()) ", " (open.crn) }
            h1.govuk-heading-l { "Add a letter" }
            (req.form_frame(&at).multipart().show(&html! {
                (ui::radios("side", "Who wrote it?").items(Side::ALL.iter().map(|s| ui::item(s.code(), s.words()))).show(&form))
                (ui::date_input("on", "When did you get it?").show(&form))
                (ui::file_upload("file", "The letter").hint("A scan or a document. It is kept as it is, and only those who arrange restorative justice open it.").accept(files::accepted()).show(&form))
                (ui::button("Keep the letter").show())
            }))
        } }
    };
    Ok(Reply::page(super::frame(req, "Add a letter").about(open.name()).back(path(whole.case.id, "")), body))
}

pub(super) fn letter_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let side = form.choice("side", "who wrote it", |code| code.parse::<Side>().ok());
    let on = form.date("on", "the day");
    let (side, on) = form.complete((side, on))?;
    let file =
        req.files().first().ok_or_else(|| Failure::refused("file", "missing", "Choose the file of the letter"))?;
    receive_letter(cx, id, side, on, (&file.name, &file.bytes))?;
    Ok(Reply::done(path(id, ""), "The letter is kept"))
}

pub(super) fn letter_file(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    open_case(cx, id)?;
    let (row, bytes) = letter(cx, id, req.param("letter")?)?;
    Ok(Reply::file(row.name, row.media_type, bytes))
}

pub(super) fn hand_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let wanted: EntryId = req.param("letter")?;
    let row = whole.letters.iter().find(|l| l.id == wanted).ok_or(Failure::NotFound)?;
    let form = typed(cx, req, Some("on"))?;
    let fields = html! {
        p.govuk-body { (row.name) ", from " (row.from_side.words().to_lowercase()) }
        (ui::date_input("on", "On which day was it handed over?").show(&form))
    };
    form_page(req, (&open, &whole), &form, ("A letter was handed over", "Save"), &fields)
}

pub(super) fn hand_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let (on, version) = (form.date("on", "the day"), seen(&mut form));
    let (on,) = form.complete((on,))?;
    hand_over(cx, id, req.param("letter")?, on, version)?;
    Ok(Reply::done(path(id, ""), "It is recorded that the letter was handed over"))
}

pub(super) fn promise_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, None)?;
    let fields = html! {
        p.govuk-body { "What the person agreed to do stands in their record and on the agreement that they are given. Write nothing here that the person harmed said in confidence." }
        (ui::textarea("words", "What will the person do?").rows(3).most(1000).show(&form))
        (ui::date_input("due_on", "By when? (optional)").show(&form))
        @if whole.case.agreed_on.is_none() {
            (ui::checkboxes("reparation", "Without a meeting").item("yes", "It is reparation that both agreed to without meeting").show(&form))
        }
    };
    form_page(req, (&open, &whole), &form, ("Add to the agreement", "Add it"), &fields)
}

pub(super) fn promise_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let words = form.text("words", "what the person will do", 1000);
    let due_on = form.optional_date("due_on", "the day");
    let (reparation, version) = (form.ticked("reparation"), seen(&mut form));
    let (words,) = form.complete((words,))?;
    promise(cx, id, &words, due_on, reparation, version)?;
    Ok(Reply::done(path(id, ""), "It is part of the agreement"))
}

pub(super) fn settle_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let wanted: EntryId = req.param("promise")?;
    let row = whole.promises.iter().find(|p| p.id == wanted).ok_or(Failure::NotFound)?;
    let form = typed(cx, req, Some("on"))?;
    let states = [PromiseState::Kept, PromiseState::Partly, PromiseState::NotKept];
    let fields = html! {
        input type="hidden" name="promise_version" value=(row.version);
        p.govuk-body { (row.words) }
        (ui::radios("state", "Was it kept?").items(states.map(|s| ui::item(s.code(), s.words()))).show(&form))
        (ui::date_input("on", "On which day?").show(&form))
        (ui::textarea("words", "A word about it").hint("Needed unless it was kept. It stands in the person’s record").rows(2).most(500).show(&form))
    };
    form_page(req, (&open, &whole), &form, ("What became of it", "Save"), &fields)
}

pub(super) fn settle_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let state = form.choice("state", "whether it was kept", |code| code.parse::<PromiseState>().ok());
    let on = form.date("on", "the day");
    let words = form.optional_text("words", "the words", 500);
    let version = form.optional_integer("promise_version", "the page again", 0..=i64::MAX);
    let (state, on) = form.complete((state, on))?;
    settle_promise(cx, id, req.param("promise")?, (state, on, words.as_deref()), version)?;
    Ok(Reply::done(path(id, ""), "What became of it is recorded"))
}

fn entry_table(caption: &str, rows: Vec<(Date, EntryKind, String, Option<String>, String)>) -> Markup {
    let cells = rows.into_iter().map(|(on, what, amount, why, by)| {
        [
            html! { (ui::short_day(on)) },
            html! { (what.words()) @if let Some(why) = why { br; span.govuk-hint { (why) } } },
            html! { (amount) },
            html! { (by) },
        ]
    });
    let columns = [ui::column("Day"), ui::column("What"), ui::column("Amount").numeric(), ui::column("Recorded by")];
    ui::Table::new(caption, columns).rows(cells).show()
}

fn kinds(form: &Form, done: &str) -> Markup {
    let items = EntryKind::ALL.iter().map(|k| {
        let words = if *k == EntryKind::Done { done } else { k.words() };
        ui::item(k.code(), words)
    });
    ui::radios("what", "What is it?").items(items).show(form)
}

fn kind(form: &mut Form) -> Option<EntryKind> {
    form.choice("what", "what it is", |code| code.parse::<EntryKind>().ok())
}

/// Two sums beside each other, as the words above them and the entries below say.
fn drawn(sums: [(&str, i64); 2], unit: i64, written: impl Fn(i64) -> String) -> Vec<ui::Bar> {
    let bar = |(words, sum): (&str, i64)| ui::Bar {
        label: html! { (words) },
        value: i32::try_from(sum / unit).map_or(0.0, f64::from).max(0.0),
        written: written(sum),
        over: false,
    };
    sums.map(bar).to_vec()
}

pub(super) fn money_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, Some("on"))?;
    let (agreed, paid) = sums(whole.money.iter().map(|m| (m.what, m.pence)));
    let rows = whole.money.iter().map(|m| (m.on_day, m.what, pounds(m.pence), m.why.clone(), m.recorded_by.clone()));
    let fields = html! {
        p.govuk-body { "Agreed: " strong { (pounds(agreed)) } ". Paid: " strong { (pounds(paid)) } ". The two are kept apart and never set off." }
        @if !whole.money.is_empty() {
            (ui::bars(1.0, &drawn([("Agreed", agreed), ("Paid", paid)], 100, pounds)))
            (entry_table("Entries", rows.collect()))
        }
        (kinds(&form, "Paid"))
        (ui::input("amount", "Amount").hint("A correction that takes away begins with a minus").prefix("£").width(10).show(&form))
        (ui::input("instalment", "Paid in instalments of (optional)").prefix("£").width(10).show(&form))
        (ui::date_input("on", "On which day?").show(&form))
        (ui::input("why", "Why it is corrected").hint("For a correction").show(&form))
    };
    form_page(req, (&open, &whole), &form, ("Compensation", "Add the entry"), &fields)
}

fn entry(form: &mut Form, what: Option<EntryKind>, amount: Option<i64>, instalment: Option<i64>) -> Result<NewEntry> {
    let on = form.date("on", "the day");
    let why = form.optional_text("why", "why it is corrected", 500);
    let (what, amount, on) = form.complete((what, amount, on))?;
    Ok(NewEntry { what, amount, on, why, instalment_pence: instalment })
}

pub(super) fn money_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let what = kind(&mut form);
    let amount = form.pence("amount", "the amount", true);
    let instalment = if form.typed("instalment").trim().is_empty() {
        None
    } else {
        form.pence("instalment", "the instalment", false)
    };
    let new = entry(&mut form, what, amount, instalment)?;
    add_money(cx, id, &new)?;
    Ok(Reply::done(path(id, "/compensation"), "The entry was added"))
}

pub(super) fn minutes_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, Some("on"))?;
    let (agreed, worked) = sums(whole.minutes.iter().map(|m| (m.what, m.minutes)));
    let rows = whole.minutes.iter().map(|m| (m.on_day, m.what, hours(m.minutes), m.why.clone(), m.recorded_by.clone()));
    let fields = html! {
        p.govuk-body { "Agreed: " strong { (hours(agreed)) } ". Done: " strong { (hours(worked)) } "." }
        @if !whole.minutes.is_empty() {
            (ui::bars(1.0, &drawn([("Agreed", agreed), ("Done", worked)], 60, hours)))
            (entry_table("Entries", rows.collect()))
        }
        (kinds(&form, "Worked"))
        (ui::input("amount", "Minutes").hint("A correction that takes away begins with a minus").width(6).show(&form))
        (ui::date_input("on", "On which day?").show(&form))
        (ui::input("why", "Why it is corrected").hint("For a correction").show(&form))
    };
    form_page(req, (&open, &whole), &form, ("Reparation", "Add the entry"), &fields)
}

pub(super) fn minutes_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let what = kind(&mut form);
    let amount = form.integer("amount", "the minutes", -1_000_000..=1_000_000);
    let new = entry(&mut form, what, amount, None)?;
    add_minutes(cx, id, &new)?;
    Ok(Reply::done(path(id, "/reparation"), "The entry was added"))
}

pub(super) fn cost_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, Some("on"))?;
    let spent: i64 = whole.costs.iter().map(|c| c.pence).sum();
    let rows = whole.costs.iter().map(|c| {
        [
            html! { (ui::short_day(c.on_day)) },
            html! { (c.kind.words()) br; span.govuk-hint { (c.what) } },
            html! { (pounds(c.pence)) },
            html! { (c.recorded_by) },
        ]
    });
    let columns = [ui::column("Day"), ui::column("For"), ui::column("Amount").numeric(), ui::column("Recorded by")];
    let fields = html! {
        p.govuk-body { "Spent in all: " strong { (pounds(spent)) } }
        @if !whole.costs.is_empty() { (ui::Table::new("Entries", columns).rows(rows).show()) }
        (ui::select("kind", "What kind?").options(CostKind::ALL.iter().map(|k| (k.code(), k.words()))).show(&form))
        (ui::input("what", "What was it for?").show(&form))
        (ui::input("amount", "Amount").hint("A correction that takes away begins with a minus").prefix("£").width(10).show(&form))
        (ui::date_input("on", "On which day?").show(&form))
    };
    form_page(req, (&open, &whole), &form, ("Cost of the case", "Add the entry"), &fields)
}

pub(super) fn cost_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let kind = form.choice("kind", "the kind", |code| code.parse::<CostKind>().ok());
    let what = form.text("what", "what it was for", 200);
    let amount = form.pence("amount", "the amount", true);
    let on = form.date("on", "the day");
    let (kind, what, amount, on) = form.complete((kind, what, amount, on))?;
    spend(cx, id, (kind, amount, on, &what))?;
    Ok(Reply::done(path(id, "/cost"), "The entry was added"))
}
