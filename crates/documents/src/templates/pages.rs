//! Templates for whoever keeps them: the list, the versions of one, a version with its text and how it looks, what differs
//! from the one before, and adding the next.

use super::actions::{NewVersion, drafted, keep_version, sample_source, try_out};
use super::compare::{Change, compared};
use super::store::{template, templates_on};
use super::{Declared, Language, Template};
use crate::typesetter::Typesetter;
use kernel::{Permission, RegionId, TemplateId};
use store::{Cx, Failure, Result, params};
use web::form::Form;
use web::ui::Colour;
use web::{Act, Answer, Ask, Markup, Method, Reply, Request, Route, html, ui};

pub(crate) fn routes() -> Vec<Route> {
    const MANAGE: Permission = Permission::ManageTemplates;
    vec![
        Route::get("/templates", MANAGE, all),
        Route::get("/templates/{code}", MANAGE, versions),
        Route::new(Method::Get, "/templates/versions/{id}", MANAGE, Act::Steps(one)),
        Route::get("/templates/versions/{id}/next", MANAGE, form),
        Route::post_steps("/templates/versions/{id}/next", MANAGE, save),
    ]
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let found = templates_on(cx, None, today)?;
    let columns = ["Template", "Language", "Version", "From", "Translation"].map(ui::column);
    let rows = found.iter().map(|t| {
        [
            html! { (ui::link_about(&format!("/templates/{}", t.code), &t.name, &format!("in {}", t.language.words()))) },
            html! { (t.language.words()) },
            html! { (t.number) },
            html! { (ui::short_day(t.from_day)) },
            checked(t),
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Templates of letters" }
        p.govuk-body { "A version is never changed: the next one follows it from a day on. Documents that were made keep the version they were made with." }
        (ui::Table::new("Templates in force today", columns).unseen_caption().rows(rows).show())
    };
    Ok(Reply::page(req.frame().titled("Templates of letters").within("/admin").back("/admin"), body))
}

fn checked(t: &Template) -> Markup {
    match (&t.checked_by, t.language, t.part) {
        (Some(by), ..) => html! { "Checked by " (by) },
        (None, Language::Welsh, false) => ui::tag(Colour::Yellow, "Not checked"),
        _ => html! { "Original" },
    }
}

fn versions(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let code: String = req.param("code")?;
    let rest = "WHERE code = $1 ORDER BY language, from_day DESC, number DESC";
    let found = cx.list::<Template>(rest, params![code])?;
    let first = found.first().ok_or(Failure::NotFound)?;
    let (name, about) = (first.name.clone(), first.about.clone());
    let regions = organisation::regions(cx)?;
    let region = |id: Option<RegionId>| {
        id.map_or_else(
            || "All".to_owned(),
            |id| regions.iter().find(|r| r.id == id).map_or_else(|| "Not known".into(), |r| r.name.clone()),
        )
    };
    let columns = ["Version", "From", "For", "Translation", "Why", "By"].map(ui::column);
    let rows = found.iter().map(|t| {
        [
            ui::link(&format!("/templates/versions/{}", t.id), &format!("{} {}", t.language.words(), t.number)),
            html! { (ui::short_day(t.from_day)) },
            html! { (region(t.region_id)) },
            checked(t),
            html! { (t.reason) },
            html! { (t.made_by) },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { (name) }
        p.govuk-body { (about) }
        (ui::Table::new("Versions, the newest first", columns).unseen_caption().rows(rows).show())
    };
    Ok(Reply::page(req.frame().titled(name).within("/admin").back("/templates"), body))
}

/// The version that a version followed: of the same code, language and region, else the one for all.
fn before(cx: &mut Cx<'_>, row: &Template) -> Result<Option<Template>> {
    let rest = "WHERE code = $1 AND language = $2 AND number < $3 ORDER BY number DESC";
    let mut found = cx.list::<Template>(rest, params![row.code, row.language, row.number])?;
    found.retain(|t| t.region_id.is_none() || t.region_id == row.region_id);
    Ok(found.into_iter().next())
}

fn one(ask: &Ask<'_>) -> Answer {
    let id: TemplateId = ask.request.param("id")?;
    let (row, earlier, source) = ask.house.read(ask.asker, |cx| {
        let row = template(cx, id)?;
        let earlier = before(cx, &row)?;
        let source = sample_source(cx, &row, true)?;
        Ok((row, earlier, source))
    })?;
    let shown = (Typesetter::of_house(ask.house)?.page)(&source);
    let body = html! {
        h1.govuk-heading-l { (row.name) ", " (row.language.words()) ", version " (row.number) }
        (ui::summary_list(&[
            ui::row("From", ui::day(row.from_day)),
            ui::row("Title", html! { span lang=(row.language.code()) { (row.title) } }),
            ui::row("Translation", checked(&row)),
            ui::row("Why", row.reason.clone()),
            ui::row("Made", html! { (ui::instant(row.made_at)) " by " (row.made_by) }),
        ]))
        (ui::link_button(&format!("/templates/versions/{id}/next"), "Add the next version").secondary().show())
        h2.govuk-heading-m { "How it looks, with made-up facts" }
        (crate::letters::letter_markup(row.language, &shown))
        @if !row.part {
            h2.govuk-heading-m { "How it looks for somebody" }
            (super::with_person::ask_whom(&row, &Form::blank()))
        }
        @if let Some(earlier) = &earlier {
            h2.govuk-heading-m { "What differs from version " (earlier.number) }
            (difference(&earlier.source, &row.source))
        }
        h2.govuk-heading-m { "Its text" }
        pre.tc-source tabindex="0" { code { (row.source) } }
    };
    let back = format!("/templates/{}", row.code);
    Ok(Reply::page(ask.request.frame().titled(row.name).within("/admin").back(back), body))
}

fn difference(earlier: &str, later: &str) -> Markup {
    let lines = compared(earlier, later);
    let changed = lines.iter().filter(|(change, line)| *change != Change::Same && !line.trim().is_empty());
    html! {
        @if lines.iter().all(|(change, _)| *change == Change::Same) { p.govuk-body { "Nothing in its text." } }
        @else {
            ul.govuk-list {
                @for (change, line) in changed {
                    li { @if *change == Change::New { (ui::tag(Colour::Green, "New")) } @else { (ui::tag(Colour::Grey, "Gone")) } " " code { (line) } }
                }
            }
        }
    }
}

fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let row = template(cx, req.param("id")?)?;
    let declared = serde_json::to_string_pretty(&row.declared).map_err(|e| Failure::broken(e.to_string()))?;
    let known = Form::blank()
        .with("title", row.title.clone())
        .with("source", row.source.clone())
        .with("declared", declared)
        .with("region", row.region_id.map(|r| r.to_string()).unwrap_or_default());
    let typed = req.typed(cx)?.unwrap_or(known);
    let regions = organisation::regions(cx)?;
    let mut region = ui::select("region", "For which region?").option("", "All that have none of their own");
    for r in &regions {
        region = region.option(r.id.to_string(), r.name.clone());
    }
    let inside = html! {
        (ui::input("title", "Title on the document").show(&typed))
        (ui::textarea("source", "Its text").hint("Typst. What fills it in is read from data and never pasted into the text").rows(24).show(&typed))
        (ui::textarea("declared", "What it needs").hint("As JSON: facts of the record under needs, and what its writer says under fields").rows(8).show(&typed))
        (region.show(&typed))
        (ui::date_input("from_day", "From which day?").show(&typed))
        @if row.language == Language::Welsh {
            (ui::input("checked_by", "Who checked the translation? (optional)").show(&typed))
        }
        (ui::textarea("reason", "Why is there a new version?").rows(2).show(&typed))
        (ui::button("Try it and add it").show())
    };
    let action = format!("/templates/versions/{}/next", row.id);
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { "Next version of " (row.name) ", " (row.language.words()) }
        p.govuk-body { "It is tried before it is kept: with all facts and with as few as it allows, on paper and as a page. What would not be accessible is refused, with the line." }
        (req.form_frame(&action).show(&inside))
    };
    let back = format!("/templates/versions/{}", row.id);
    Ok(Reply::page(req.frame().titled("Next version of a template").within("/admin").back(back), body))
}

/// What was typed, for the template that the address names.
fn read_form(cx: &mut Cx<'_>, req: &Request) -> Result<NewVersion> {
    let row = template(cx, req.param("id")?)?;
    let mut form = req.form();
    let title = form.text("title", "the title", 200);
    let source = form.text("source", "the text", 200_000);
    let declared = form.read("declared", "what it needs, as JSON", |t| serde_json::from_str::<Declared>(t).ok());
    let region = form.optional_id::<RegionId>("region", "the region");
    let from_day = form.date("from_day", "the day from which it is used");
    let checked_by = form.optional_text("checked_by", "who checked it", 100);
    let reason = form.text("reason", "why there is a new version", 500);
    form.finish()?;
    let missing = || Failure::broken("a form that is whole lacks something");
    Ok(NewVersion {
        code: row.code,
        language: row.language,
        region,
        title: title.ok_or_else(missing)?,
        source: source.ok_or_else(missing)?,
        declared: declared.ok_or_else(missing)?,
        from_day: from_day.ok_or_else(missing)?,
        checked_by,
        reason: reason.ok_or_else(missing)?,
    })
}

fn save(ask: &Ask<'_>) -> Answer {
    let (new, sources) = ask.house.read(ask.asker, |cx| {
        let new = read_form(cx, ask.request)?;
        let row = drafted(cx, &new)?;
        let sources = [sample_source(cx, &row, true)?, sample_source(cx, &row, false)?];
        Ok((new, sources))
    })?;
    try_out(ask.house, &sources)?;
    let kept = ask.step("keep", |cx| {
        let id = keep_version(cx, &new)?;
        Ok(serde_json::json!(id.to_string()))
    })?;
    Ok(Reply::done(format!("/templates/versions/{}", kept.as_str().unwrap_or_default()), "Version added"))
}
