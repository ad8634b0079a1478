//! The pages of registrations: what is registered, registering in two steps, reviewing, ending.

mod forms;

use super::kinds::{Types, types};
use super::reading::{one, standings};
use super::records::EntryKind;
use super::rules::Standing;
use crate::parts::{by_line, due_words, opened, prose};
use kernel::Permission::{Assess, ReadPeople};
use kernel::{Date, RegistrationId};
use people::OpenPerson;
use store::{Cx, Result};
use web::{Answer, Markup, Reply, Request, Route, html, ui};

pub(super) const TAB: &str = "Risk";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/registrations", ReadPeople, show),
        Route::get("/people/{crn}/registrations/new", Assess, forms::new),
        Route::post("/people/{crn}/registrations/new", Assess, forms::save_new),
        Route::get("/people/{crn}/registrations/{id}", ReadPeople, story),
        Route::get("/people/{crn}/registrations/{id}/review", Assess, forms::review),
        Route::post("/people/{crn}/registrations/{id}/review", Assess, forms::save_review),
        Route::get("/people/{crn}/registrations/{id}/end", Assess, forms::end),
        Route::post("/people/{crn}/registrations/{id}/end", Assess, forms::save_end),
    ]
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (all, types, today) = (standings(cx, &open.keys)?, types(cx)?, cx.today());
    let (live, ended): (Vec<Standing>, Vec<Standing>) = all.into_iter().partition(Standing::is_live);
    let frame = people::frame(req, cx, &open, TAB)?.titled("Registrations").crumb(open.path("/risk"), "Risk");
    let may = cx.may(Assess);
    let body = html! {
        h1.govuk-heading-l { "Registrations" }
        p.govuk-body { "Flags that tell colleagues what to take account of. Each is looked at again by its date." }
        @if may { (ui::link_button(&open.path("/registrations/new"), "Register something").show()) }
        @if live.is_empty() { (ui::empty("Nothing is registered about this person.", None)) }
        @else { (table(&open, &live, &types, today, may)) }
        @if !ended.is_empty() {
            (ui::details(&format!("Ended, {} in all", ended.len()), &ended_table(&open, &ended, &types)))
        }
    };
    Ok(Reply::page(frame, body))
}

/// The name, with level and category below.
pub(super) fn name_cell(href: Option<&str>, standing: &Standing, types: &Types) -> Markup {
    let kind = types.known(&standing.registration.kind);
    let name = types.name(&standing.registration.kind);
    let level = standing.level.as_deref().map(|c| kind.and_then(|k| k.level(c)).map_or(c, |l| l.en.as_str()));
    let category = standing.category.as_deref().map(|c| kind.and_then(|k| k.category(c)).map_or(c, |l| l.en.as_str()));
    html! {
        @match href { Some(href) => (ui::link(href, name)), None => (name) }
        @for part in [level, category].into_iter().flatten() { br; (part) }
    }
}

fn table(open: &OpenPerson, live: &[Standing], types: &Types, today: Date, may: bool) -> Markup {
    let mut columns =
        vec![ui::column("Registration"), ui::column("Since"), ui::column("Last reviewed"), ui::column("Review by")];
    if may {
        columns.push(ui::column("What to do"));
    }
    let rows = live.iter().map(|s| {
        let path = open.path(&format!("/registrations/{}", s.registration.id));
        let mut cells = vec![
            name_cell(Some(&path), s, types),
            html! { (ui::short_day(s.registration.registered_on)) },
            html! { (s.reviewed_on.map_or_else(|| "Not yet".to_owned(), ui::short_day)) },
            html! { @match s.review_due { Some(due) => (due_words(due, today)), None => "No review" } },
        ];
        if may {
            let name = types.name(&s.registration.kind);
            cells.push(html! {
                (ui::link_about(&format!("{path}/review"), "Review", name)) br;
                (ui::link_about(&format!("{path}/end"), "End", name))
            });
        }
        cells
    });
    ui::Table::new("Registered now", columns).rows(rows).show()
}

fn ended_table(open: &OpenPerson, ended: &[Standing], types: &Types) -> Markup {
    let columns = [ui::column("Registration"), ui::column("Since"), ui::column("Ended"), ui::column("Why")];
    let rows = ended.iter().map(|s| {
        let path = open.path(&format!("/registrations/{}", s.registration.id));
        let last = s.entries.last();
        vec![
            name_cell(Some(&path), s, types),
            html! { (ui::short_day(s.registration.registered_on)) },
            html! { (s.ended_on.map_or_else(String::new, ui::short_day)) },
            html! { (last.and_then(|e| e.cause.clone()).or(last.map(|e| e.note.clone())).unwrap_or_default()) },
        ]
    });
    ui::Table::new("Ended, the newest first", columns).unseen_caption().rows(rows).show()
}

/// One registration with all that became of it.
fn story(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let standing = one(cx, &open.keys, req.param::<RegistrationId>("id")?)?;
    let (types, today) = (types(cx)?, cx.today());
    let name = types.name(&standing.registration.kind).to_owned();
    let frame = people::frame(req, cx, &open, TAB)?.titled(&name);
    let frame = frame.crumb(open.path("/risk"), "Risk").crumb(open.path("/registrations"), "Registrations");
    let path = open.path(&format!("/registrations/{}", standing.registration.id));
    let review = standing.review_due.map_or_else(|| html! { "No review to come" }, |due| due_words(due, today));
    let mut rows = vec![
        ui::row("Registered", ui::day(standing.registration.registered_on)),
        ui::row("Now", name_cell(None, &standing, &types)),
        ui::row("Review by", review),
    ];
    if let Some(kind) = types.known(&standing.registration.kind).filter(|_| standing.is_live())
        && let Some(months) = kind.months(standing.level.as_deref())
    {
        let words = ui::count(i64::from(months), "month", "months");
        let assumed = kind.assumed;
        rows.push(ui::row(
            "Reviewed every",
            html! {
                (words) @if assumed { " " (ui::tag(ui::Colour::Yellow, "Assumption")) }
            },
        ));
    }
    let body = html! {
        h1.govuk-heading-l { (name) }
        @if standing.in_error { (ui::inset(&html! { "This was made in error and counts as never made." })) }
        (ui::summary_list(&rows))
        @if cx.may(Assess) && standing.is_live() {
            (ui::button_group(&html! {
                (ui::link_button(&format!("{path}/review"), "Review it").show())
                (ui::link_button(&format!("{path}/end"), "End it").secondary().show())
            }))
        }
        h2.govuk-heading-m { "What became of it" }
        (ui::timeline(&moments(&standing, &types)))
    };
    Ok(Reply::page(frame, body))
}

fn moments(standing: &Standing, types: &Types) -> Vec<ui::Moment> {
    let kind = types.known(&standing.registration.kind);
    let mut moments: Vec<ui::Moment> = standing
        .entries
        .iter()
        .rev()
        .map(|e| {
            let title = match e.what {
                EntryKind::Reviewed => "Reviewed",
                EntryKind::Ended => "Ended",
                EntryKind::InError => "Taken back as made in error",
            };
            let level = e.level.as_deref().map(|c| kind.and_then(|k| k.level(c)).map_or(c, |l| l.en.as_str()));
            ui::Moment {
                title: html! { (title) @if let (EntryKind::Reviewed, Some(level)) = (e.what, level) { ": " (level) } },
                by: Some(e.author_name.clone()),
                datetime: e.on_day.to_string(),
                when: ui::day(e.on_day),
                body: html! {
                    @if let Some(cause) = &e.cause { p.govuk-body { (cause) } }
                    (prose(&e.note))
                    @if let Some(next) = e.review_due { p.govuk-body { "Next review by " (ui::day(next)) } }
                },
            }
        })
        .collect();
    let made = &standing.registration;
    moments.push(ui::Moment {
        title: html! { "Registered" },
        by: Some(made.author_name.clone()),
        datetime: made.registered_on.to_string(),
        when: ui::day(made.registered_on),
        body: html! {
            @if let Some(cause) = &made.cause { p.govuk-body { (cause) } }
            (prose(&made.note))
            (by_line(&made.author_name, made.recorded_at))
        },
    });
    moments
}

/// The live registrations as rows of a card, for panels.
pub(super) fn card(cx: &mut Cx<'_>, open: &OpenPerson, live: &[Standing]) -> Result<Markup> {
    let (types, today) = (types(cx)?, cx.today());
    let rows: Vec<ui::Row> = live
        .iter()
        .map(|s| {
            let href = open.path(&format!("/registrations/{}", s.registration.id));
            let colour = types.known(&s.registration.kind).map_or(ui::Colour::Grey, |t| t.colour);
            let name = types.name(&s.registration.kind).to_owned();
            ui::row(
                name.clone(),
                html! {
                    (ui::tag(colour, &level_words(s, &types)))
                    " since " (ui::short_day(s.registration.registered_on))
                    @if let Some(due) = s.review_due { br; "Review by " (due_words(due, today)) }
                },
            )
            .action(&href, "Open", &name)
        })
        .collect();
    let card = ui::SummaryCard::new("Registrations").action(&open.path("/registrations"), "All registrations");
    Ok(if rows.is_empty() {
        card.holding(&html! { p.govuk-body { "Nothing is registered about this person." } })
    } else {
        card.rows(&rows)
    })
}

fn level_words(standing: &Standing, types: &Types) -> String {
    let kind = types.known(&standing.registration.kind);
    let level = standing.level.as_deref().and_then(|c| kind.and_then(|k| k.level(c)).map(|l| l.en.clone()));
    level.unwrap_or_else(|| "Registered".into())
}
