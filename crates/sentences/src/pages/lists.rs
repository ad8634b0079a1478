//! End reasons and key dates for administrators: the lists, an entry with its dated rows and who changed it, and the forms that
//! add, change and retire from a day on.

use crate::lists::{BY_PROGRAM, ListRow, ListSet, NewEntry, dated, set_list_entry};
use kernel::{ChainId, Date, Permission};
use serde_json::Value as Json;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, Colour, Table, checkboxes, column, item, row};
use web::{Answer, Markup, Reply, Request, Route, html};

#[derive(Clone, Copy)]
struct List {
    set: ListSet,
    path: &'static str,
    title: &'static str,
    one: &'static str,
}

const REASONS: List =
    List { set: ListSet::EndReason, path: "/admin/end-reasons", title: "End reasons", one: "end reason" };
const KEY_DATES: List =
    List { set: ListSet::KeyDate, path: "/admin/key-date-kinds", title: "Key dates", one: "key date" };

/// What can end, by code and in words.
const OF: [(&str, &str); 4] =
    [("order", "An order"), ("requirement", "A requirement"), ("event", "An event"), ("offence", "An offence")];

pub(super) fn routes() -> Vec<Route> {
    let admin = Permission::Administer;
    vec![
        Route::get("/admin/end-reasons", admin, |cx, req| list(cx, req, REASONS)),
        Route::get("/admin/end-reasons/new", admin, |cx, req| new(cx, req, REASONS)),
        Route::post("/admin/end-reasons/new", admin, |cx, req| add(cx, req, REASONS)),
        Route::get("/admin/end-reasons/{code}", admin, |cx, req| show(cx, req, REASONS)),
        Route::get("/admin/end-reasons/{code}/change", admin, |cx, req| change_form(cx, req, REASONS)),
        Route::post("/admin/end-reasons/{code}/change", admin, |cx, req| change(cx, req, REASONS)),
        Route::get("/admin/end-reasons/{code}/retire", admin, |cx, req| retire_form(cx, req, REASONS)),
        Route::post("/admin/end-reasons/{code}/retire", admin, |cx, req| retire(cx, req, REASONS)),
        Route::get("/admin/key-date-kinds", admin, |cx, req| list(cx, req, KEY_DATES)),
        Route::get("/admin/key-date-kinds/new", admin, |cx, req| new(cx, req, KEY_DATES)),
        Route::post("/admin/key-date-kinds/new", admin, |cx, req| add(cx, req, KEY_DATES)),
        Route::get("/admin/key-date-kinds/{code}", admin, |cx, req| show(cx, req, KEY_DATES)),
        Route::get("/admin/key-date-kinds/{code}/change", admin, |cx, req| change_form(cx, req, KEY_DATES)),
        Route::post("/admin/key-date-kinds/{code}/change", admin, |cx, req| change(cx, req, KEY_DATES)),
        Route::get("/admin/key-date-kinds/{code}/retire", admin, |cx, req| retire_form(cx, req, KEY_DATES)),
        Route::post("/admin/key-date-kinds/{code}/retire", admin, |cx, req| retire(cx, req, KEY_DATES)),
    ]
}

fn frame(req: &Request, title: &str) -> ui::Frame {
    req.frame().within("/admin").crumb("/admin", "Administration").titled(title)
}

fn words<'r>(row: &'r ListRow, name: &str) -> &'r str {
    row.content.get(name).and_then(Json::as_str).unwrap_or_default()
}

fn holds(row: &ListRow, name: &str) -> bool {
    row.content.get(name).and_then(Json::as_bool).unwrap_or(name == "offered")
}

fn ends(row: &ListRow) -> Vec<&str> {
    row.content.get("of").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect()
}

/// Given by an action of the program, never chosen.
fn is_by_program(row: &ListRow) -> bool {
    BY_PROGRAM.contains(&row.code.as_str())
}

fn state(row: &ListRow) -> Markup {
    if is_by_program(row) {
        return ui::tag(Colour::Grey, "By Throughcare");
    }
    if holds(row, "offered") { ui::tag(Colour::Green, "Offered") } else { ui::tag(Colour::Grey, "Not offered") }
}

fn list(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let today = cx.today();
    let all = dated(cx)?;
    let rows = all.standing(of.set, Date::MAX);
    let rows = rows.iter().map(|entry| {
        [
            html! { (entry.code) },
            ui::link(&format!("{}/{}", of.path, entry.code), words(entry, "en")),
            html! { span lang="cy" { (words(entry, "cy")) } },
            html! { (state(entry)) @if entry.from_day > today { br; "from " (ui::short_day(entry.from_day)) } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { (of.title) }
        p.govuk-body { "A change holds from its day on. Records that have an entry keep it." }
        (ui::button_group(&ui::link_button(&format!("{}/new", of.path), &format!("Add to {}", of.title.to_lowercase())).show()))
        (Table::new(of.title, ["Code", "Name", "Welsh", "State"].map(column)).unseen_caption().rows(rows))
    };
    Ok(Reply::page(frame(req, of.title), body))
}

/// The newest row of the code in the address, also one that is still to come.
fn newest(cx: &mut Cx<'_>, req: &Request, of: List) -> Result<ListRow> {
    let code: String = req.param("code")?;
    dated(cx)?.rows_of(of.set, &code).first().map(|row| (*row).clone()).ok_or(Failure::NotFound)
}

fn show(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let entry = newest(cx, req, of)?;
    let all = dated(cx)?;
    let past = cx.changes_of(ChainId::HOUSE, &["sentence_list_entry"], &entry.code)?;
    let at = format!("{}/{}", of.path, entry.code);
    let mut rows = vec![
        row("Code", entry.code.as_str()),
        row("Name", words(&entry, "en")),
        row("Name in Welsh", html! { span lang="cy" { (words(&entry, "cy")) } }),
        row("State", state(&entry)),
    ];
    match of.set {
        ListSet::EndReason => {
            let named: Vec<&str> = OF.iter().filter(|(code, _)| ends(&entry).contains(code)).map(|(_, w)| *w).collect();
            rows.push(row("Ends", named.join(", ")));
            rows.push(row("Everything was done", if holds(&entry, "completed") { "Yes" } else { "No" }));
        }
        ListSet::KeyDate => {
            rows.push(row("Only custodial sentences", if holds(&entry, "custodial") { "Yes" } else { "No" }));
        }
    }
    let body = html! {
        h1.govuk-heading-l { (words(&entry, "en")) }
        (ui::summary_list(&rows))
        (ui::button_group(&html! {
            (ui::link_button(&format!("{at}/change"), "Change").show())
            @if holds(&entry, "offered") && !is_by_program(&entry) { (ui::link_button(&format!("{at}/retire"), "Retire").secondary().show()) }
        }))
        h2.govuk-heading-m { "Dated rows" }
        (Table::new("Rows, the newest first", ["From", "Name", "State", "By", "Why"].map(column)).unseen_caption().rows(
            all.rows_of(of.set, &entry.code).into_iter().map(|row| [
                html! { (ui::day(row.from_day)) },
                html! { (words(row, "en")) },
                state(row),
                html! { (row.author) ", " (ui::instant(row.recorded_at)) },
                html! { (row.reason) },
            ]),
        ))
        h2.govuk-heading-m { "Who changed it" }
        ul.govuk-list.govuk-list--bullet {
            @for entry in &past { li { (ui::instant(entry.recorded_at)) ", " (entry.actor_name) ": " (entry.action) } }
        }
    };
    Ok(Reply::page(frame(req, words(&entry, "en")).crumb(of.path, of.title), body))
}

fn fields(of: List, form: &Form) -> Markup {
    html! {
        (ui::input("name_en", "Name").width(30).show(form))
        (ui::input("name_cy", "Name in Welsh").width(30).show(form))
        @match of.set {
            ListSet::EndReason => {
                (checkboxes("of", "What may end so?").items(OF.map(|(code, words)| item(code, words))).show(form))
                (checkboxes("flag", "What it means").items([
                    item("completed", "Everything was done: it counts as completed"),
                    item("offered", "It is offered on forms"),
                ]).show(form))
            },
            ListSet::KeyDate => (checkboxes("flag", "What it means").items([
                item("custodial", "Only custodial sentences have it"),
                item("offered", "It is offered on forms"),
            ]).show(form)),
        }
        (from_and_reason(form))
    }
}

fn from_and_reason(form: &Form) -> Markup {
    html! {
        (ui::date_input("from", "From which day?").hint("Today or later").show(form))
        (ui::textarea("reason", "Why?").rows(3).most(500).show(form))
    }
}

fn typed_or_today(cx: &mut Cx<'_>, req: &Request, more: Vec<(String, String)>) -> Result<Form> {
    let today = ui::DateInput::pairs("from", cx.today());
    Ok(req.typed(cx)?.unwrap_or_else(|| Form::of(more.into_iter().chain(today))))
}

fn new(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let form = typed_or_today(cx, req, vec![("flag".to_owned(), "offered".to_owned())])?;
    let title = format!("Add to {}", of.title.to_lowercase());
    let hint = match of.set {
        ListSet::EndReason => "Small letters and hyphens, like moved-abroad. It cannot be changed later",
        ListSet::KeyDate => "Capital letters and digits, like SED. It cannot be changed later",
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        (req.form_frame(req.path()).show(&html! {
            (ui::input("code", "Code").width(20).hint(hint).show(&form))
            (fields(of, &form))
            (ui::button("Add").show())
        }))
    };
    Ok(Reply::page(frame(req, &title).crumb(of.path, of.title), body))
}

fn read(form: &mut Form, code: &str) -> NewEntry {
    let ticked = |name: &str| form.every("flag").any(|ticked| ticked == name);
    let (offered, completed, custodial) = (ticked("offered"), ticked("completed"), ticked("custodial"));
    let of =
        form.list("of", "what may end so", |code| OF.iter().find(|(c, _)| *c == code).map(|(c, _)| (*c).to_owned()));
    NewEntry {
        code: code.to_owned(),
        en: form.text("name_en", "the name in English", 150).unwrap_or_default(),
        cy: form.text("name_cy", "the name in Welsh", 150).unwrap_or_default(),
        offered,
        of,
        completed,
        custodial,
    }
}

fn add(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let mut form = req.form();
    let code = form.text("code", "a code", 30).unwrap_or_default().trim().to_owned();
    let entry = read(&mut form, &code);
    save(cx, of, &mut form, &entry, true)
}

fn save(cx: &mut Cx<'_>, of: List, form: &mut Form, entry: &NewEntry, is_new: bool) -> Answer {
    let from = form.date("from", "the day from which it holds");
    let reason = form.text("reason", "why the list changes", 500);
    let (from, reason) = form.complete((from, reason))?;
    set_list_entry(cx, of.set, entry, from, &reason, is_new)?;
    Ok(Reply::done(format!("{}/{}", of.path, entry.code), "The list is changed"))
}

fn entry_of(row: &ListRow) -> NewEntry {
    NewEntry {
        code: row.code.clone(),
        en: words(row, "en").into(),
        cy: words(row, "cy").into(),
        offered: holds(row, "offered"),
        of: ends(row).into_iter().map(str::to_owned).collect(),
        completed: holds(row, "completed"),
        custodial: holds(row, "custodial"),
    }
}

fn change_form(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let known = newest(cx, req, of)?;
    let mut pairs = vec![("name_en", words(&known, "en").to_owned()), ("name_cy", words(&known, "cy").to_owned())];
    pairs.extend(ends(&known).into_iter().map(|code| ("of", code.to_owned())));
    let flags = ["offered", "completed", "custodial"].into_iter().filter(|name| holds(&known, name));
    pairs.extend(flags.map(|name| ("flag", name.to_owned())));
    let form = typed_or_today(cx, req, pairs.into_iter().map(|(n, v)| (n.to_owned(), v)).collect())?;
    let title = format!("Change the {}", of.one);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        (req.form_frame(req.path()).show(&html! { (fields(of, &form)) (ui::button("Save").show()) }))
    };
    Ok(Reply::page(entry_frame(req, of, &known, &title), body))
}

fn entry_frame(req: &Request, of: List, known: &ListRow, title: &str) -> ui::Frame {
    let at = format!("{}/{}", of.path, known.code);
    frame(req, title).crumb(of.path, of.title).crumb(at, words(known, "en")).about(words(known, "en"))
}

fn change(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let known = newest(cx, req, of)?;
    let mut form = req.form();
    let entry = read(&mut form, &known.code);
    save(cx, of, &mut form, &entry, false)
}

fn retire_form(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let known = newest(cx, req, of)?;
    let form = typed_or_today(cx, req, Vec::new())?;
    let title = format!("Retire the {}", of.one);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        p.govuk-body { "“" (words(&known, "en")) "” will not be offered on forms any more. Records that have it keep it, and it can be offered again." }
        (req.form_frame(req.path()).show(&html! { (from_and_reason(&form)) (ui::button("Retire").warning().show()) }))
    };
    Ok(Reply::page(entry_frame(req, of, &known, &title), body))
}

fn retire(cx: &mut Cx<'_>, req: &Request, of: List) -> Answer {
    let known = newest(cx, req, of)?;
    let entry = NewEntry { offered: false, ..entry_of(&known) };
    save(cx, of, &mut req.form(), &entry, false)
}
