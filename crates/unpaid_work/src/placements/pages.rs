//! Placing somebody at a project, the placement with what was unmet, and its end; and the card of it for the person's page.

use super::actions::{end_placement, place, undo_placement, work_requirements};
use super::records::{Frequency, Placement, PlacementState};
use super::rules::NewPlacement;
use super::store::placement;
use crate::desk::{LONGEST, now_stands, seen, with_day};
use crate::matching::{Times, Weight};
use crate::matching::{day_name, facts_questions, findings, fit, framed, person_facts};
use crate::projects::policy::{Policy, words};
use crate::projects::{ProjectLine, project_lines, project_questions, weekday_of};
use jiff::ToSpan;
use kernel::Permission::{ReadPeople, RunUnpaidWork};
use kernel::{Crn, Date, PlacementId, ProjectId, RequirementId};
use people::OpenPerson;
use std::collections::HashMap;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, Colour, item, row};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    let get = |path, permission, read| Route::get(path, permission, read);
    vec![
        get("/people/{crn}/unpaid-work/place", RunUnpaidWork, form),
        Route::post("/people/{crn}/unpaid-work/place", RunUnpaidWork, save),
        get("/people/{crn}/unpaid-work/placements/{placement}", ReadPeople, show),
        get("/people/{crn}/unpaid-work/placements/{placement}/end", RunUnpaidWork, end_form),
        Route::post("/people/{crn}/unpaid-work/placements/{placement}/end", RunUnpaidWork, ended),
        get("/people/{crn}/unpaid-work/placements/{placement}/undo", RunUnpaidWork, undo_form),
        Route::post("/people/{crn}/unpaid-work/placements/{placement}/undo", RunUnpaidWork, undone),
    ]
}

fn path(open: &OpenPerson, id: PlacementId, rest: &str) -> String {
    open.path(&format!("/unpaid-work/placements/{id}{rest}"))
}

/// The next day that falls on a weekday, after today.
fn next_on(weekday: i64, today: Date) -> Date {
    let ahead = (weekday - weekday_of(today)).rem_euclid(7);
    today.saturating_add((if ahead == 0 { 7 } else { ahead }).days())
}

/// What was asked for in the address or sent with the form.
fn named<T: std::str::FromStr>(req: &Request, name: &str) -> Option<T> {
    let typed = req.pairs().iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    typed.or(req.query(name)).and_then(|t| t.parse().ok())
}

fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = named::<ProjectId>(req, "project").ok_or(Failure::NotFound)?;
    let weekday = named::<i64>(req, "weekday").ok_or(Failure::NotFound)?;
    cx.ask_together(&[project_questions(id), facts_questions(&open.keys)].concat())?;
    let of = crate::projects::project(cx, id)?;
    let day = of.days.iter().find(|d| d.weekday == weekday).ok_or(Failure::NotFound)?;
    let (today, policy) = (cx.today(), Policy::shipped()?);
    let work = work_requirements(cx, &open)?;
    let facts = person_facts(cx, &open)?;
    let found = fit(&facts, &of.project, Times::from(day), today, policy);
    let worst = found.iter().map(|f| f.weight).max().unwrap_or(Weight::Fits);
    let opening = || {
        let time = |t: kernel::Time| t.strftime("%H:%M").to_string();
        let form = Form::of([
            ("start_time", time(day.start_time)),
            ("end_time", time(day.end_time)),
            ("frequency", "weekly".into()),
        ]);
        let only = if let [(_, only)] = &work[..] { only.id.to_string() } else { String::new() };
        with_day(form, "from", next_on(weekday, today)).with("requirement", only)
    };
    let form = req.typed(cx)?.unwrap_or_else(opening);
    let frequencies = Frequency::ALL.iter().map(|f| item(f.code(), f.words()));
    let law = cx.part::<law::Law>()?;
    let requirements = work.iter().map(|(order, r)| {
        let name = law.requirement(&r.kind).map_or(r.kind.as_str(), |k| k.en.as_str());
        let length = r.length.map_or_else(String::new, |l| format!(", {l}"));
        item(r.id.to_string(), format!("{name}{length}, ordered on {}", ui::day(order.order.made_on)))
    });
    let fields = html! {
        input type="hidden" name="project" value=(id);
        input type="hidden" name="weekday" value=(weekday);
        (ui::radios("requirement", "Under which requirement?").items(requirements).show(&form))
        (ui::radios("frequency", "How often?").items(frequencies).show(&form))
        (ui::date_input("from", "First day").hint(format!("A {}", day_name(weekday))).show(&form))
        (ui::date_input("until", "Last day (optional)").hint("Leave empty while hours are left").show(&form))
        (ui::input("start_time", "Starts").time().show(&form))
        (ui::input("end_time", "Ends").time().show(&form))
        (ui::input("pick_up_place", "Pick-up place (optional)").show(&form))
        (ui::input("pick_up_time", "Pick-up time (optional)").time().show(&form))
        @if worst >= Weight::Against { (ui::textarea("unmet_reason", "Why is this the right place all the same?").rows(3).most(LONGEST).show(&form)) }
        @if worst >= Weight::Grave { (ui::input("agreed_with", "Which manager agreed?").show(&form)) }
        (ui::button("Place them here").show())
    };
    let title = format!("Place at {}", of.project.name);
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(&form))
            h1.govuk-heading-l { (title) }
            p.govuk-body { (day_name(weekday)) ", " (ui::time(day.start_time)) " to " (ui::time(day.end_time)) ". " (of.project.work) }
            (findings(&found))
            @if work.is_empty() { (ui::inset(&html! { "This person has no unpaid work requirement that is running." })) }
            @else { (req.form_frame(&open.path("/unpaid-work/place")).show(&fields)) }
        } }
    };
    Ok(Reply::page(framed(cx, req, &open, &title)?.back(open.path("/unpaid-work/match")), body))
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let requirement = form.id::<RequirementId>("requirement", "the requirement");
    let project = form.id::<ProjectId>("project", "the project");
    let weekday = form.integer("weekday", "the day", 1..=7);
    let frequency = form.choice("frequency", "how often", |t| t.parse::<Frequency>().ok());
    let from = form.date("from", "the first day");
    let until = form.optional_date("until", "the last day");
    let start = form.time("start_time", "when it starts");
    let end = form.time("end_time", "when it ends");
    let pick_up_place = form.optional_text("pick_up_place", "the pick-up place", 200);
    let pick_up_time = form.optional_time("pick_up_time", "the pick-up time");
    let unmet_reason = form.optional_text("unmet_reason", "the reason", LONGEST);
    let agreed_with = form.optional_text("agreed_with", "the manager", 120);
    let answers = (requirement, project, weekday, frequency, from, start, end);
    let (requirement, project, weekday, frequency, from, start_time, end_time) = form.complete(answers)?;
    let new = NewPlacement {
        requirement,
        project,
        weekday,
        start_time,
        end_time,
        frequency,
        from,
        until,
        pick_up_place,
        pick_up_time,
        unmet_reason,
        agreed_with,
    };
    let id = place(cx, &open, &new)?;
    Ok(Reply::done(path(&open, id, ""), "The person is placed. Plan or book the sessions next"))
}

fn state_tag(row: &Placement, today: Date) -> Markup {
    match (row.state, row.is_open(today)) {
        (PlacementState::InError, _) => ui::tag(Colour::Grey, "Made in error"),
        (_, false) => ui::tag(Colour::Grey, "Ended"),
        (PlacementState::Ended, true) => ui::tag(Colour::Orange, "Ends"),
        (PlacementState::Placed, true) if row.from_date > today => ui::tag(Colour::Plain, "To begin"),
        (PlacementState::Placed, true) => ui::tag(Colour::Green, "Placed"),
    }
}

fn when(row: &Placement) -> String {
    let (from, to) = (ui::time(row.start_time), ui::time(row.end_time));
    format!("{}, {from} to {to}, {}", day_name(row.weekday), row.frequency.words().to_lowercase())
}

fn rows_of(of: &Placement, policy: &Policy) -> Vec<ui::Row> {
    let mut rows = vec![row("When", when(of)), row("First day", ui::day(of.from_date))];
    rows.extend(of.until_date.map(|d| row("Last day", ui::day(d))));
    let pick_up = match (&of.pick_up_place, of.pick_up_time) {
        (Some(place), Some(time)) => Some(format!("{place} at {}", ui::time(time))),
        (Some(place), None) => Some(place.clone()),
        (None, Some(time)) => Some(ui::time(time)),
        (None, None) => None,
    };
    rows.extend(pick_up.map(|words| row("Pick-up", words)));
    let unmet = of.unmet_words();
    if !unmet.is_empty() {
        rows.push(row(
            "What did not fit",
            html! { @for (at, words) in unmet.iter().enumerate() { @if at > 0 { br; } (words) } },
        ));
    }
    rows.extend(of.unmet_reason.as_deref().map(|why| row("Why all the same", why)));
    rows.extend(of.agreed_with.as_deref().map(|who| row("Agreed with", who)));
    let why = of.end_reason.as_deref().filter(|code| *code != "in-error").map(|code| words(&policy.leaves, code));
    rows.extend(why.map(|why| row("Why it ended", why)));
    rows.extend(of.end_note.as_deref().map(|note| row("Note on its end", note)));
    rows.push(row("Placed by", format!("{}, {}", of.placed_by, ui::instant(of.placed_at))));
    rows
}

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Placement, Option<ProjectLine>)> {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let row = placement(cx, &open.keys, req.param("placement")?)?;
    let line = project_lines(cx, &[row.project_id])?.remove(&row.project_id);
    Ok((open, row, line))
}

fn name_of(line: Option<&ProjectLine>) -> &str {
    line.map_or("A project", |l| l.project.name.as_str())
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, of, line) = opened(cx, req)?;
    let (policy, today) = (Policy::shipped()?, cx.today());
    let name = name_of(line.as_ref());
    let may = cx.may(RunUnpaidWork) && of.state == PlacementState::Placed;
    let mut rows = rows_of(&of, policy);
    if let Some(line) = &line {
        let project = ui::link(&format!("/unpaid-work/projects/{}", line.project.id), name);
        let project = if cx.may(RunUnpaidWork) {
            project
        } else {
            html! { (name) }
        };
        rows.insert(0, row("Project", project));
        rows.extend(
            line.project.meeting_point.as_deref().or(line.project.address.as_deref()).map(|place| row("Where", place)),
        );
    }
    let body = html! {
        h1.govuk-heading-l { (name) " " (state_tag(&of, today)) }
        (ui::summary_list(&rows))
        @if may {
            (ui::button_group(&html! {
                (ui::link_button(&path(&open, of.id, "/end"), "End the placement").show())
                (ui::link_button(&path(&open, of.id, "/undo"), "It was made in error").secondary().show())
            }))
        }
    };
    Ok(Reply::page(framed(cx, req, &open, name)?, body))
}

fn act_page(
    cx: &mut Cx<'_>,
    req: &Request,
    (title, save): (&str, &str),
    opening: impl Fn(Date) -> Form,
    fields: impl Fn(&Form) -> Result<Markup>,
) -> Answer {
    let (open, of, line) = opened(cx, req)?;
    let today = cx.today();
    let form = req.typed(cx)?.unwrap_or_else(|| opening(today));
    let inside =
        html! { (now_stands(req, &rows_of(&of, Policy::shipped()?))) (fields(&form)?) (ui::button(save).show()) };
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(&form))
            h1.govuk-heading-l { (title) }
            p.govuk-body { (name_of(line.as_ref())) ": " (when(&of)) }
            (req.form_frame(req.path()).hidden("version", of.version).show(&inside))
        } }
    };
    Ok(Reply::page(framed(cx, req, &open, title)?.back(path(&open, of.id, "")), body))
}

fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let fields = |form: &Form| {
        let reasons = Policy::shipped()?.leaves.iter().map(|c| item(c.code.clone(), c.en.clone()));
        Ok(html! {
            (ui::radios("reason", "Why does it end?").items(reasons).show(form))
            (ui::date_input("until", "Last day").show(form))
            (ui::textarea("note", "Note (optional)").rows(3).most(LONGEST).show(form))
        })
    };
    act_page(cx, req, ("End the placement", "End it"), |today| with_day(Form::blank(), "until", today), fields)
}

fn ended(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, of, _) = opened(cx, req)?;
    let mut form = req.form();
    let reason = form.choice("reason", "why it ends", |t| Some(t.to_owned()));
    let until = form.date("until", "the last day");
    let note = form.optional_text("note", "the note", LONGEST);
    let (reason, until) = form.complete((reason, until))?;
    end_placement(cx, &open, of.id, until, (&reason, note.as_deref()), Some(seen(&form)?))?;
    Ok(Reply::done(path(&open, of.id, ""), "The placement ends"))
}

fn undo_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let fields = |form: &Form| {
        Ok(html! {
            (ui::warning("It counts as never made. End it instead when the person worked there."))
            (ui::textarea("note", "What was wrong?").rows(3).most(LONGEST).show(form))
        })
    };
    act_page(cx, req, ("The placement was made in error", "Save"), |_| Form::blank(), fields)
}

fn undone(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, of, _) = opened(cx, req)?;
    let mut form = req.form();
    let note = form.text("note", "what was wrong", LONGEST);
    let note = form.complete(note)?;
    undo_placement(cx, &open, of.id, &note, Some(seen(&form)?))?;
    Ok(Reply::done(path(&open, of.id, ""), "It counts as never made"))
}

/// Where the person is placed, for the page of their hours: open placements, and the way to place them. `has_work` says that a
/// requirement with hours is running.
#[must_use]
pub(crate) fn card(
    open: &OpenPerson,
    rows: &[Placement],
    lines: &HashMap<ProjectId, ProjectLine>,
    has_work: bool,
    today: Date,
) -> Markup {
    let running: Vec<&Placement> = rows.iter().filter(|p| p.is_open(today)).collect();
    html! {
        @if running.is_empty() { p.govuk-body { "Not placed at a project." } } @else {
            ul.govuk-list {
                @for p in &running {
                    li { (ui::link(&path(open, p.id, ""), name_of(lines.get(&p.project_id)))) " " (state_tag(p, today)) br; (when(p)) ", from " (ui::short_day(p.from_date)) }
                }
            }
        }
        @if has_work {
            p.govuk-body {
                (ui::link(&open.path("/unpaid-work/match"), "Projects that fit")) " · "
                (ui::link(&open.path("/unpaid-work/availability"), "When and how they can work"))
            }
        }
    }
}
