//! Plans of programmes as data: which there are, a version module by module, a new version or programme from a day on, and which
//! services of the catalogue run by it. Nothing is changed; a later version follows.

use super::{form_page, framed};
use crate::programmes::plan::{Module, Plan, read_sessions, write_sessions};
use crate::programmes::records::Template;
use crate::programmes::templates::{NewTemplate, add_template, plans, set_service_plan};
use crate::words::LONGEST;
use kernel::Permission::{ReadProvision, RunProgrammes};
use kernel::{Refusal, ServiceId};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, column, row};
use web::{Answer, Markup, Reply, Request, Route, html};

/// Empty modules that a form offers below those that are there.
const SPARE: i64 = 2;
/// More than any programme has.
const MOST_MODULES: i64 = 30;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/programmes/templates", ReadProvision, all),
        Route::get("/programmes/templates/new", RunProgrammes, new_form),
        Route::post("/programmes/templates/new", RunProgrammes, new_save),
        Route::get("/programmes/templates/{code}", ReadProvision, one),
        Route::get("/programmes/templates/{code}/version", RunProgrammes, version_form),
        Route::post("/programmes/templates/{code}/version", RunProgrammes, version_save),
        Route::get("/programmes/templates/{code}/services", RunProgrammes, services_form),
        Route::post("/programmes/templates/{code}/services", RunProgrammes, services_save),
    ]
}

fn path(code: &str, rest: &str) -> String {
    format!("/programmes/templates/{code}{rest}")
}

fn frame(req: &Request, title: &str) -> ui::Frame {
    framed(req, title).crumb("/programmes/templates", "Plans")
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (known, today) = (plans(cx)?, cx.today());
    let book = provision::book(cx)?;
    let cells = known.current(today).into_iter().map(|t| {
        let (_, plan) = known.version(&t.code, t.from_date).unzip();
        let sessions = plan.map_or(0, |p| p.modules.iter().map(|m| m.sessions.len()).sum::<usize>());
        let services = known.services_by(&t.code, today);
        let names: Vec<&str> = services.iter().filter_map(|s| book.services.get(s)).map(|s| s.name.as_str()).collect();
        [
            ui::link(&path(&t.code, ""), &t.name),
            html! { (t.code) },
            html! { (ui::short_day(t.from_date)) },
            html! { (sessions) },
            html! { @if names.is_empty() { "None yet" } @else { (names.join(", ")) } },
        ]
    });
    let columns = [
        column("Programme"),
        column("Code"),
        column("Version from"),
        column("Sessions").numeric(),
        column("Services run by it"),
    ];
    let body = html! {
        h1.govuk-heading-l { "Plans of programmes" }
        p.govuk-body { "A plan says which modules and sessions a programme has. A new version holds for groups that are planned from its day on; running groups keep theirs." }
        @if cx.may(RunProgrammes) { (ui::link_button("/programmes/templates/new", "Add a programme").show()) }
        (ui::Table::new("Plans", columns).unseen_caption().rows(cells).show())
    };
    Ok(Reply::page(framed(req, "Plans of programmes"), body))
}

fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<(Template, Plan)> {
    let code: String = req.param("code")?;
    let (known, today) = (plans(cx)?, cx.today());
    let from = req.query("from").and_then(|d| d.parse().ok());
    let found = match from {
        Some(from) => known.version(&code, from),
        None => known.on(&code, today).or_else(|| {
            let first = known.templates.iter().find(|t| t.code == code)?;
            known.version(&code, first.from_date)
        }),
    };
    let (template, plan) = found.ok_or(Failure::NotFound)?;
    Ok((template.clone(), (*plan).clone()))
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (template, plan) = asked(cx, req)?;
    let (known, today, book) = (plans(cx)?, cx.today(), provision::book(cx)?);
    let services = known.services_by(&template.code, today);
    let names: Vec<&str> = services.iter().filter_map(|s| book.services.get(s)).map(|s| s.name.as_str()).collect();
    let facts = [
        row("What happens in it", template.summary.clone()),
        row("This version from", ui::day(template.from_date)),
        row("Gap after the first one-to-one sessions", ui::count(plan.first_gap_days, "day", "days")),
        row(
            "Review",
            plan.review_days.map_or_else(
                || "None".to_owned(),
                |d| format!("{} after the last session", ui::count(d, "day", "days")),
            ),
        ),
        row(
            "When it is complete",
            if template.ends_requirement {
                "The requirement ends at once"
            } else {
                "The officer is asked to end the requirement"
            },
        ),
        row(
            "Source",
            html! { (template.source) @if template.assumed { " " (ui::tag(ui::Colour::Yellow, "Assumed")) } },
        ),
        row("Services run by it", if names.is_empty() { "None yet".to_owned() } else { names.join(", ") }),
    ];
    let versions: Vec<&Template> = known.templates.iter().filter(|t| t.code == template.code).collect();
    let others = versions.iter().map(|t| {
        [
            ui::link(&path(&t.code, &format!("?from={}", t.from_date)), &ui::day(t.from_date)),
            html! { (t.author) },
            html! { (t.reason) },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { (template.name) }
        (ui::summary_list(&facts))
        @if cx.may(RunProgrammes) {
            (ui::button_group(&html! {
                (ui::link_button(&path(&template.code, "/version"), "Add a version").show())
                (ui::link_button(&path(&template.code, "/services"), "Say which service runs by it").secondary().show())
            }))
        }
        @for module in &plan.modules {
            h2.govuk-heading-m { "Module " (module.number) ": " (module.name) @if module.victim { " " (ui::tag(ui::Colour::Magenta, "About those who were harmed")) } }
            (sessions(module))
        }
        h2.govuk-heading-m { "Versions" }
        (ui::Table::new("Versions, the newest first", ["From", "Added by", "Why"].map(column)).unseen_caption().rows(others).show())
    };
    Ok(Reply::page(frame(req, &template.name), body))
}

fn sessions(module: &Module) -> Markup {
    let cells = module.sessions.iter().map(|s| {
        [
            html! { (s.number) },
            html! { (s.name) },
            html! { (s.part().words()) },
            html! { (s.minutes) },
            html! { (s.pathway.as_deref().map_or("Both", |p| if p == "high" { "High" } else { "Moderate" })) },
            html! { @if s.catch_up { "Yes" } @else { "No" } },
        ]
    });
    let columns = [
        column("Number").numeric(),
        column("Session"),
        column("How"),
        column("Minutes").numeric(),
        column("Pathway"),
        column("Can be caught up"),
    ];
    ui::Table::new(format!("Sessions of {}", module.name), columns).unseen_caption().plain_rows().rows(cells).show()
}

fn fields(form: &Form, modules: i64, is_new: bool) -> Markup {
    html! {
        @if is_new { (ui::input("code", "Short name").hint("Letters, digits and hyphens, such as BUILD-M").width(10).show(form)) }
        (ui::input("name", "Name").show(form))
        (ui::textarea("summary", "What happens in it?").rows(2).most(500).show(form))
        (ui::date_input("from", "From which day on?").hint("Groups that are planned on that day or later are run by it").show(form))
        (ui::input("first_gap_days", "Days between the first one-to-one sessions and the first group session").number().width(3).show(form))
        (ui::input("review_days", "Days from the last session to the review").hint("Leave empty when there is no review").number().width(3).show(form))
        (ui::checkboxes("ends_requirement", "When it is complete").items([ui::item("yes", "End the requirement at once").hint("Otherwise the officer is asked to")]).show(form))
        (ui::details("How sessions are written", &html! {
            p.govuk-body { "One session to a line: how it is held, its minutes and its name, with commas between. After the name you may add [high] or [moderate] for a session of one pathway, and [no catch-up]." }
            p.govuk-body { "group, 120, Noticing what I think" br; "one-to-one, 60, My aims [no catch-up]" }
        }))
        @for number in 1..=modules {
            fieldset.govuk-fieldset {
                legend.govuk-fieldset__legend.govuk-fieldset__legend--m { "Module " (number) }
                (ui::input(&format!("name-{number}"), "Name of the module").show(form))
                (ui::checkboxes(&format!("victim-{number}"), "Those who were harmed").items([ui::item("yes", "This module is about those who were harmed")]).small().show(form))
                (ui::textarea(&format!("module-{number}"), "Its sessions, one to a line").rows(6).show(form))
            }
        }
        (ui::textarea("reason", "Why?").rows(2).most(LONGEST).show(form))
        (ui::button("Add").show())
    }
}

/// Reads the fields into a plan; a module without sessions and name is left out.
fn read(form: &mut Form, code: String) -> Result<NewTemplate> {
    let name = form.text("name", "the name", 100);
    let summary = form.text("summary", "what happens in it", 500);
    let from = form.date("from", "the first day");
    let gap = form.integer("first_gap_days", "the days", 0..=366);
    let review_days = form.optional_integer("review_days", "the days", 0..=366);
    let ends_requirement = form.ticked("ends_requirement");
    let reason = form.text("reason", "why", LONGEST);
    let mut modules = Vec::new();
    for number in 1..=MOST_MODULES {
        let title = form.typed(&format!("name-{number}")).trim().to_owned();
        let text = form.typed(&format!("module-{number}")).to_owned();
        if title.is_empty() && text.trim().is_empty() {
            continue;
        }
        let victim = form.ticked(&format!("victim-{number}"));
        match read_sessions(&text) {
            Ok(sessions) => modules.push(Module {
                number: i64::try_from(modules.len()).unwrap_or(0) + 1,
                name: title,
                victim,
                sessions,
            }),
            Err(words) => form.refuse(Refusal::new(format!("module-{number}"), "not_a_session", words)),
        }
    }
    let (name, summary, from, first_gap_days, reason) = form.complete((name, summary, from, gap, reason))?;
    let plan = Plan { first_gap_days, review_days, modules };
    Ok(NewTemplate { code, from, name, summary, plan, ends_requirement, reason })
}

fn new_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of([("first_gap_days", "0")]));
    form_page(req, frame(req, "Add a programme"), &form, "Add a programme", ("version", 0), &fields(&form, 8, true))
}

fn new_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let code = form.text("code", "the short name", 16);
    let new = read(&mut form, code.unwrap_or_default())?;
    let known = plans(cx)?;
    if known.templates.iter().any(|t| t.code == new.code.trim().to_ascii_uppercase()) {
        let words = "This short name is in use: enter another, or add a version to that programme";
        return Err(Failure::refused("code", "code_taken", words));
    }
    let row = add_template(cx, &new)?;
    Ok(Reply::done(path(&row.code, &format!("?from={}", row.from_date)), "The programme was added"))
}

fn version_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (template, plan) = asked(cx, req)?;
    let many = i64::try_from(plan.modules.len()).unwrap_or(0) + SPARE;
    let form = req.typed(cx)?.unwrap_or_else(|| {
        let mut form = Form::of([
            ("name", template.name.clone()),
            ("summary", template.summary.clone()),
            ("first_gap_days", plan.first_gap_days.to_string()),
            ("review_days", plan.review_days.map(|d| d.to_string()).unwrap_or_default()),
        ]);
        if template.ends_requirement {
            form = form.with("ends_requirement", "yes");
        }
        for module in &plan.modules {
            form = form
                .with(&format!("name-{}", module.number), module.name.clone())
                .with(&format!("module-{}", module.number), write_sessions(&module.sessions));
            if module.victim {
                form = form.with(&format!("victim-{}", module.number), "yes");
            }
        }
        form
    });
    let title = format!("Add a version: {}", template.name);
    let frame = frame(req, "Add a version").crumb(path(&template.code, ""), &template.name);
    form_page(req, frame, &form, &title, ("version", 0), &fields(&form, many, false))
}

fn version_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (template, _) = asked(cx, req)?;
    let new = read(&mut req.form(), template.code.clone())?;
    let row = add_template(cx, &new)?;
    Ok(Reply::done(path(&row.code, &format!("?from={}", row.from_date)), "The version was added"))
}

fn services_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (template, _) = asked(cx, req)?;
    let (book, today) = (provision::book(cx)?, cx.today());
    let form = req.typed(cx)?.unwrap_or_else(|| {
        ui::DateInput::pairs("from", today).into_iter().fold(Form::blank(), |f, (n, v)| f.with(&n, v))
    });
    let mut services: Vec<_> = book.services.values().filter(|s| s.end_date.is_none_or(|end| end >= today)).collect();
    services.sort_by(|a, b| a.name.cmp(&b.name));
    let options = services.iter().map(|s| (s.id.to_string(), format!("{} ({})", s.name, s.code)));
    let fields = html! {
        (ui::select("service", "Which service of the catalogue?").option("", "Choose a service").options(options).show(&form))
        (ui::date_input("from", "From which day on?").show(&form))
        (ui::textarea("reason", "Why?").rows(2).most(LONGEST).show(&form))
        (ui::button("Save").show())
    };
    let title = format!("A service run by {}", template.name);
    let frame = frame(req, "A service run by it").crumb(path(&template.code, ""), &template.name);
    form_page(req, frame, &form, &title, ("version", 0), &fields)
}

fn services_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (template, _) = asked(cx, req)?;
    let mut form = req.form();
    let service = form.id::<ServiceId>("service", "the service");
    let from = form.date("from", "the first day");
    let reason = form.text("reason", "why", LONGEST);
    let (service, from, reason) = form.complete((service, from, reason))?;
    set_service_plan(cx, service, Some(&template.code), from, &reason)?;
    Ok(Reply::done(path(&template.code, ""), "The service is run by this plan from that day"))
}
