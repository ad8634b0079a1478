//! A person's programmes: the card, the list, and the page of one case with how far it is, what is missing, and each step.

use super::{group_path, service_name, state_tag};
use crate::programmes::cases::open_requirement;
use crate::programmes::plan::REVIEW;
use crate::programmes::policy::{COMPLETE, How, Policy};
use crate::programmes::records::{Attendance, Case};
use crate::programmes::rules::ProgrammeProgress;
use crate::programmes::store::{Whole, cases_of, whole};
use kernel::Permission::{EditSentences, ReadPeople, Refer, RunProgrammes};
use kernel::{Crn, ProgrammeCaseId};
use people::OpenPerson;
use store::{Cx, Question, Result, key_values};
use web::ui::{self, Colour, Moment, SummaryCard, column, row};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) const TAB: &str = "Interventions";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/programmes", ReadPeople, list),
        Route::get("/people/{crn}/programmes/{id}", ReadPeople, show),
    ]
}

pub(super) fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

/// The person and the case that the address names.
pub(super) fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Whole)> {
    let open = opened(cx, req)?;
    let whole = whole(cx, &open.keys, req.param::<ProgrammeCaseId>("id")?)?;
    Ok((open, whole))
}

pub(super) fn path(open: &OpenPerson, id: ProgrammeCaseId, rest: &str) -> String {
    open.path(&format!("/programmes/{id}{rest}"))
}

pub(super) fn framed(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, title: &str) -> Result<ui::Frame> {
    Ok(people::frame(req, cx, open, TAB)?.titled(title).crumb(open.path("/interventions"), "Interventions"))
}

/// What [`card`] asks.
#[must_use]
pub fn card_questions(open: &OpenPerson) -> Vec<Question> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY opened_on DESC, id DESC", open.keys.placeholders(1));
    vec![Question::list::<Case>(&rest, &key_values(&open.keys))]
}

/// The card of the person's Interventions page.
///
/// # Errors
/// When the database fails.
pub fn card(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let cases = cases_of(cx, &open.keys)?;
    let start = cx.may(Refer);
    if cases.is_empty() && !start {
        return Ok(Markup::default());
    }
    let card = SummaryCard::new("Programmes").id("programmes");
    let card = if start { card.action(&open.path("/programmes/new"), "Open a case") } else { card };
    if cases.is_empty() {
        return Ok(card.holding(&html! { p.govuk-body { "No programme case has been opened." } }));
    }
    let book = provision::book(cx)?;
    let rows: Vec<ui::Row> = cases
        .iter()
        .take(5)
        .map(|c| {
            let name = service_name(&book, c.service_id);
            row(name, html! {
                (ui::link_about(&path(open, c.id, ""), "Open", &format!("the case for {name}"))) " " (state_tag(&c.state)) " "
                span.tc-quiet { "since " (ui::short_day(c.state_on)) }
            })
        })
        .collect();
    Ok(card.rows(&rows))
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (cases, book) = (cases_of(cx, &open.keys)?, provision::book(cx)?);
    let cells = cases.iter().map(|c| {
        [
            ui::link(&path(&open, c.id, ""), service_name(&book, c.service_id)),
            state_tag(&c.state),
            html! { (ui::short_day(c.opened_on)) },
            html! { @match c.begun_on { Some(day) => (ui::short_day(day)), None => "Not begun" } },
        ]
    });
    let columns = ["Programme", "State", "Opened", "Begun"].map(column);
    let body = html! {
        h1.govuk-heading-l { "Programmes" }
        @if cx.may(Refer) { (ui::link_button(&open.path("/programmes/new"), "Open a case").show()) }
        @if cases.is_empty() { (ui::empty("No programme case has been opened.", None)) }
        @else { (ui::Table::new("Cases, the newest first", columns).unseen_caption().rows(cells).show()) }
    };
    let frame = framed(cx, req, &open, "Programmes")?;
    Ok(Reply::page(frame, body))
}

fn came_of(row: &Attendance) -> Markup {
    let (colour, words) = match (row.gone, row.attended, row.complied) {
        (true, ..) => (Colour::Grey, "Moved or cancelled"),
        (_, Some(true), Some(false)) => (Colour::Orange, "Did not comply"),
        (_, Some(true), _) => (Colour::Green, "Attended"),
        (_, Some(false), Some(true)) => (Colour::Yellow, "Acceptable absence"),
        (_, Some(false), _) => (Colour::Red, "Unacceptable absence"),
        _ => (Colour::Plain, "Arranged"),
    };
    ui::tag(colour, words)
}

fn progress(progress: &ProgrammeProgress) -> Markup {
    let cells = progress.modules.iter().map(|m| {
        let missing: Vec<&str> = m.missing.iter().map(|(_, name)| name.as_str()).collect();
        [
            html! { (m.name) @if m.victim { " " (ui::tag(Colour::Magenta, "About those who were harmed")) } },
            html! { (m.done) " of " (m.of) },
            html! { @if missing.is_empty() { "Nothing" } @else { (missing.join(", ")) } },
        ]
    });
    let columns = [column("Module"), column("Attended").numeric(), column("Still missing")];
    html! {
        (ui::progress("Sessions attended", progress.done(), progress.of(), "sessions"))
        (ui::Table::new("Module by module", columns).unseen_caption().rows(cells).show())
        @if progress.review_asked {
            p.govuk-body { "Review after the programme: " @match progress.reviewed_on { Some(day) => { "held on " (ui::day(day)) }, None => "still to be held" } }
        }
    }
}

fn attended(open: &OpenPerson, whole: &Whole) -> Markup {
    let name = |a: &Attendance| {
        let which = (a.module, a.number);
        let planned = whole.plan.as_ref().and_then(|(_, plan)| plan.session(which).map(|p| p.session.name.clone()));
        let own = if which == REVIEW { None } else { planned };
        own.map_or_else(|| a.part.words().to_owned(), |n| format!("{n} ({})", a.part.words().to_lowercase()))
    };
    let cells = whole.attendance.iter().rev().map(|a| {
        [
            ui::link(&open.path(&format!("/appointments/{}", a.contact_id)), &name(a)),
            html! { (ui::short_day(a.on_date)) },
            came_of(a),
        ]
    });
    let table = ui::Table::new("Sessions, the newest first", ["Session", "Day", "What came of it"].map(column))
        .unseen_caption()
        .rows(cells)
        .show();
    html! {
        @if whole.attendance.is_empty() { (ui::empty("No session is arranged yet.", None)) }
        @else if whole.attendance.len() > 8 { (ui::details(&format!("All {} sessions and appointments", whole.attendance.len()), &table)) }
        @else { (table) }
    }
}

fn steps(whole: &Whole) -> Markup {
    let policy = Policy::shipped();
    let moments: Vec<Moment> = whole
        .moves
        .iter()
        .rev()
        .map(|m| {
            let why = m.reason.as_deref().and_then(|code| policy.drop_out(code)).map(|d| d.en.clone());
            Moment {
                title: html! { (policy.words(&m.to_state)) },
                by: Some(m.author.clone()),
                datetime: m.on_day.to_string(),
                when: ui::day(m.on_day),
                body: html! { @for words in [why, m.words.clone()].into_iter().flatten() { p.govuk-body { (words) } } },
            }
        })
        .collect();
    ui::timeline(&moments)
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let (case, book, policy, today) = (&whole.case, provision::book(cx)?, Policy::shipped(), cx.today());
    let name = service_name(&book, case.service_id).to_owned();
    let group = case.group_id.map(|g| provision::group_by_id(cx, g)).transpose()?;
    let requirement = open_requirement(cx, &open.keys, case.requirement_id)?;
    let run = cx.may(RunProgrammes);
    let closed = policy.closed(&case.state);
    let mut facts = vec![
        row("State", html! { (state_tag(&case.state)) " since " (ui::day(case.state_on)) }),
        row("Whom it is for", case.cohort.words()),
        row(
            "Requirement",
            match (case.requirement_id, &requirement) {
                (None, _) => "By agreement, without a requirement",
                (Some(_), Some(_)) => "Open",
                (Some(_), None) => "Ended",
            },
        ),
    ];
    if let Some(group) = &group {
        let words = if run {
            ui::link(&group_path(group.id, ""), &group.code)
        } else {
            html! { (group.code) }
        };
        facts.push(row("Group", words));
    }
    facts.extend(case.pathway.map(|p| row("Pathway", p.words())));
    facts.extend(case.begun_on.map(|d| row("Began", ui::day(d))));
    facts.extend(case.completed_on.map(|d| row("Complete", ui::day(d))));
    facts.extend(case.drop_out.as_deref().and_then(|c| policy.drop_out(c)).map(|d| row("Why they left", d.en.clone())));
    facts.extend(case.note.as_deref().map(|n| row("Note", n)));
    let next = policy.next(&case.state, How::Hand, today);
    let may_place = !policy.next(&case.state, How::Group, today).is_empty();
    let borne_out = whole.progress.as_ref().is_some_and(|p| p.complete_on().is_some());
    let own = |rest: &str| path(&open, case.id, rest);
    let body = html! {
        h1.govuk-heading-l { (name) }
        (ui::summary_list(&facts))
        @if case.completed_on.is_some() && !borne_out {
            (ui::warning("What was recorded when the programme was completed has been corrected since: look again at what was attended."))
        }
        @if case.state == COMPLETE && case.completed_on.is_none() {
            (ui::inset(&html! { "Every session was attended. The programme is complete once the review has been held." }))
        }
        @if run {
            (ui::button_group(&html! {
                @if may_place { (ui::link_button(&own("/group"), "Put into a group").show()) }
                @if !next.is_empty() { (ui::link_button(&own("/move"), "Change the state").secondary().show()) }
                @if case.group_id.is_some() && (!closed || case.completed_on.is_none()) && case.state != crate::programmes::policy::WITHDRAWN {
                    (ui::link_button(&own("/session"), "Arrange or record a session alone").secondary().show())
                }
            }))
        }
        @if case.completed_on.is_some() && requirement.is_some() && cx.may(EditSentences) {
            (ui::inset(&html! {
                p.govuk-body { "The programme is complete and its requirement is still open." }
                (req.button_frame(&own("/end-requirement")).hidden("version", case.version).show(&ui::button("End the requirement as completed").show()))
            }))
        }
        h2.govuk-heading-m { "How far it is" }
        @match &whole.progress {
            Some(told) if told.of() > 0 => (progress(told)),
            _ => (ui::empty("No plan says yet which sessions there are.", None)),
        }
        h2.govuk-heading-m { "Sessions" }
        (attended(&open, &whole))
        h2.govuk-heading-m { "Steps" }
        (steps(&whole))
    };
    let frame = framed(cx, req, &open, &name)?;
    Ok(Reply::page(frame, body))
}
