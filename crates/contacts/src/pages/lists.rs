//! Contact types and outcomes for administrators: the two lists, one entry with its dated rows and who changed it, and the
//! forms that add, change and retire from a day on.

use super::list_fields::{outcome_fields, read_outcome, read_type, rows_of_entry, type_fields};
use crate::catalogue::{self, ListEntry, dated, set_entry};
use kernel::{ChainId, Permission};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, Colour, Table, column};
use web::{Answer, Markup, Reply, Request, Route, html};

/// One of the two lists.
#[derive(Clone, Copy, PartialEq, Eq)]
struct List {
    what: &'static str,
    path: &'static str,
    title: &'static str,
    one: &'static str,
}

const TYPES: List =
    List { what: ListEntry::TYPE, path: "/admin/contact-types", title: "Contact types", one: "contact type" };
const OUTCOMES: List =
    List { what: ListEntry::OUTCOME, path: "/admin/contact-outcomes", title: "Outcomes", one: "outcome" };

pub(super) fn routes() -> Vec<Route> {
    let admin = Permission::Administer;
    vec![
        Route::get("/admin/contact-types", admin, |cx, req| list(cx, req, TYPES)),
        Route::get("/admin/contact-types/new", admin, |cx, req| new(cx, req, TYPES)),
        Route::post("/admin/contact-types/new", admin, |cx, req| add(cx, req, TYPES)),
        Route::get("/admin/contact-types/{code}", admin, |cx, req| show(cx, req, TYPES)),
        Route::get("/admin/contact-types/{code}/change", admin, |cx, req| change_form(cx, req, TYPES)),
        Route::post("/admin/contact-types/{code}/change", admin, |cx, req| change(cx, req, TYPES)),
        Route::get("/admin/contact-types/{code}/retire", admin, |cx, req| retire_form(cx, req, TYPES)),
        Route::post("/admin/contact-types/{code}/retire", admin, |cx, req| retire(cx, req, TYPES)),
        Route::get("/admin/contact-outcomes", admin, |cx, req| list(cx, req, OUTCOMES)),
        Route::get("/admin/contact-outcomes/new", admin, |cx, req| new(cx, req, OUTCOMES)),
        Route::post("/admin/contact-outcomes/new", admin, |cx, req| add(cx, req, OUTCOMES)),
        Route::get("/admin/contact-outcomes/{code}", admin, |cx, req| show(cx, req, OUTCOMES)),
        Route::get("/admin/contact-outcomes/{code}/change", admin, |cx, req| change_form(cx, req, OUTCOMES)),
        Route::post("/admin/contact-outcomes/{code}/change", admin, |cx, req| change(cx, req, OUTCOMES)),
        Route::get("/admin/contact-outcomes/{code}/retire", admin, |cx, req| retire_form(cx, req, OUTCOMES)),
        Route::post("/admin/contact-outcomes/{code}/retire", admin, |cx, req| retire(cx, req, OUTCOMES)),
    ]
}

fn frame(req: &Request, title: &str) -> ui::Frame {
    req.frame().within("/admin").crumb("/admin", "Administration").titled(title)
}

fn entry_frame(req: &Request, of: List, entry: &ListEntry, title: &str) -> ui::Frame {
    let at = format!("{}/{}", of.path, entry.code());
    frame(req, title).crumb(of.path, of.title).crumb(at, &entry.name().en).about(&entry.name().en)
}

fn state(entry: &ListEntry) -> Markup {
    if entry.is_by_program() {
        ui::tag(Colour::Grey, "By Throughcare")
    } else if entry.is_offered() {
        ui::tag(Colour::Green, "Offered")
    } else {
        ui::tag(Colour::Grey, "Not offered")
    }
}

fn list(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let today = cx.today();
    let all = dated(cx)?.latest(of.what, today);
    let rows = all.iter().map(|(entry, coming)| {
        [
            html! { (entry.code()) },
            ui::link(&format!("{}/{}", of.path, entry.code()), &entry.name().en),
            html! { span lang="cy" { (entry.name().cy) } },
            html! { (state(entry)) @if let Some(day) = coming { br; "from " (ui::short_day(*day)) } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { (of.title) }
        p.govuk-body { "A change holds from its day on. What was recorded before keeps the meaning that it had." }
        (ui::button_group(&ui::link_button(&format!("{}/new", of.path), &format!("Add an entry to {}", of.title.to_lowercase())).show()))
        (Table::new(of.title, ["Code", "Name", "Welsh", "State"].map(column)).unseen_caption().rows(rows))
    };
    Ok(Reply::page(frame(req, of.title), body))
}

/// The entry as it is now or, for one that is still to come, as it will be.
fn entry(cx: &mut Cx<'_>, req: &Request, of: List) -> Result<ListEntry> {
    let code: String = req.param("code")?;
    let today = cx.today();
    let all = dated(cx)?.latest(of.what, today);
    all.into_iter().map(|(entry, _)| entry).find(|e| e.code() == code).ok_or(Failure::NotFound)
}

fn show(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let entry = entry(cx, req, of)?;
    let catalogue = catalogue::current(cx)?;
    let all = dated(cx)?;
    let (dated_rows, base) = all.rows_of(of.what, entry.code());
    let past = cx.changes_of(ChainId::HOUSE, &["contact_list_change"], entry.code())?;
    let at = format!("{}/{}", of.path, entry.code());
    let body = html! {
        h1.govuk-heading-l { (entry.name().en) }
        (ui::summary_list(&rows_of_entry(&catalogue, &entry, state(&entry))))
        (ui::button_group(&html! {
            (ui::link_button(&format!("{at}/change"), "Change").show())
            @if entry.is_offered() && !entry.is_by_program() {
                (ui::link_button(&format!("{at}/retire"), "Retire").secondary().show())
            }
        }))
        h2.govuk-heading-m { "Dated rows" }
        (Table::new("Rows, the newest first", ["From", "Name", "State", "By", "Why"].map(column)).unseen_caption().rows(
            dated_rows.iter().map(|(row, e)| [
                html! { (ui::day(row.from_day)) },
                html! { (e.name().en) },
                state(e),
                html! { (row.author) ", " (ui::instant(row.recorded_at)) },
                html! { (row.reason) },
            ]).chain(base.iter().map(|e| [
                html! { "The beginning" }, html! { (e.name().en) }, state(e), html! { "Shipped with Throughcare" }, html! {},
            ])),
        ))
        @if !past.is_empty() {
            h2.govuk-heading-m { "Who changed it" }
            ul.govuk-list.govuk-list--bullet {
                @for entry in &past { li { (ui::instant(entry.recorded_at)) ", " (entry.actor_name) ": " (entry.action) } }
            }
        }
    };
    Ok(Reply::page(frame(req, &entry.name().en).crumb(of.path, of.title), body))
}

fn fields(cx: &mut Cx<'_>, of: List, form: &Form, by_program: bool) -> Result<Markup> {
    let catalogue = catalogue::current(cx)?;
    let more = match (by_program, of == TYPES) {
        (true, _) => html! { p.govuk-body { "Throughcare gives this one by itself, so only its names can change." } },
        (false, true) => type_fields(&catalogue, form),
        (false, false) => outcome_fields(&catalogue, form),
    };
    Ok(html! {
        (ui::input("name_en", "Name").width(30).show(form))
        (ui::input("name_cy", "Name in Welsh").width(30).show(form))
        (more)
        (from_and_reason(form))
    })
}

fn from_and_reason(form: &Form) -> Markup {
    html! {
        (ui::date_input("from", "From which day?").hint("Today or later").show(form))
        (ui::textarea("reason", "Why?").rows(3).most(500).show(form))
    }
}

fn new(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => Form::of(ui::DateInput::pairs("from", cx.today())),
    };
    let title = format!("Add to {}", of.title.to_lowercase());
    let inside = fields(cx, of, &form, false)?;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        (req.form_frame(req.path()).show(&html! {
            (ui::input("code", "Code").width(10).hint("2 to 8 capital letters and digits. It cannot be changed later").show(&form))
            (inside)
            (ui::button("Add").show())
        }))
    };
    Ok(Reply::page(frame(req, &title).crumb(of.path, of.title), body))
}

fn read(cx: &mut Cx<'_>, of: List, form: &mut Form, known: Option<&ListEntry>, code: &str) -> Result<ListEntry> {
    let catalogue = catalogue::current(cx)?;
    let read = if of == TYPES {
        let known = known.and_then(|k| if let ListEntry::Type(t) = k { Some(t) } else { None });
        ListEntry::Type(read_type(&catalogue, form, known, code))
    } else {
        let known = known.and_then(|k| if let ListEntry::Outcome(o) = k { Some(o) } else { None });
        ListEntry::Outcome(read_outcome(&catalogue, form, known, code))
    };
    Ok(read)
}

fn add(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let mut form = req.form();
    let code = form.text("code", "a code", 8).unwrap_or_default().trim().to_uppercase();
    let entry = read(cx, of, &mut form, None, &code)?;
    save(cx, of, &mut form, &entry, true)
}

fn save(cx: &mut Cx<'_>, of: List, form: &mut Form, entry: &ListEntry, is_new: bool) -> Answer {
    let from = form.date("from", "the day from which it holds");
    let reason = form.text("reason", "why the list changes", 500);
    let (from, reason) = form.complete((from, reason))?;
    set_entry(cx, entry, from, &reason, is_new)?;
    Ok(Reply::done(format!("{}/{}", of.path, entry.code()), "The list is changed"))
}

fn change_form(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let entry = entry(cx, req, of)?;
    let today = ui::DateInput::pairs("from", cx.today());
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => Form::of(super::list_fields::pairs_of(&entry).into_iter().chain(today)),
    };
    let inside = fields(cx, of, &form, entry.is_by_program())?;
    let title = format!("Change the {}", of.one);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        (req.form_frame(req.path()).show(&html! { (inside) (ui::button("Save").show()) }))
    };
    Ok(Reply::page(entry_frame(req, of, &entry, &title), body))
}

fn change(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let known = entry(cx, req, of)?;
    let mut form = req.form();
    let entry = read(cx, of, &mut form, Some(&known), known.code())?;
    save(cx, of, &mut form, &entry, false)
}

fn retire_form(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let entry = entry(cx, req, of)?;
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => Form::of(ui::DateInput::pairs("from", cx.today())),
    };
    let title = format!("Retire the {}", of.one);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        p.govuk-body { "“" (entry.name().en) "” will not be offered on forms any more. Entries that have it keep it, and it can be offered again." }
        (req.form_frame(req.path()).show(&html! { (from_and_reason(&form)) (ui::button("Retire").warning().show()) }))
    };
    Ok(Reply::page(entry_frame(req, of, &entry, &title), body))
}

fn retire(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let mut entry = entry(cx, req, of)?;
    match &mut entry {
        ListEntry::Type(t) => t.selectable = false,
        ListEntry::Outcome(o) => o.selectable = false,
    }
    save(cx, of, &mut req.form(), &entry, false)
}
