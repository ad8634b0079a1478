//! The register of a session: typed in bulk on one page, put right line by line, printed, and as a file that needs no network.

use super::actions::{correct_line, tell_line};
use super::rules::{LineTyped, QUALITIES, may_be_told};
use crate::parts::{clock, form_page, seen, typed_text};
use crate::policy::LONGEST;
use crate::sessions::{
    Booking, BookingState, Session, SessionState, WorkOutcome, bookings_of, framed, hold_session, opened,
    outcome_words, outcomes_on, session_path as path, session_title as title,
};
use kernel::Permission::RunUnpaidWork;
use kernel::{EntryId, PersonId, Refusal, Refusals, WorkSessionId};
use people::PersonLine;
use serde_json::json;
use std::collections::HashMap;
use store::{Cx, Failure, Result, params};
use web::form::Form;
use web::ui::{self, column};
use web::{Answer, Ask, Markup, Reply, Request, Route, html};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/unpaid-work/sessions/{session}/register", RunUnpaidWork, register),
        Route::post_steps("/unpaid-work/sessions/{session}/register", RunUnpaidWork, tell),
        Route::get("/unpaid-work/sessions/{session}/register/{booking}", RunUnpaidWork, line_form),
        Route::post("/unpaid-work/sessions/{session}/register/{booking}", RunUnpaidWork, line),
        Route::get("/unpaid-work/sessions/{session}/sheet", RunUnpaidWork, sheet),
        Route::get("/unpaid-work/sessions/{session}/sheet/file", RunUnpaidWork, file),
    ]
}

/// The outcomes to choose from, in the register's order.
fn choices(offered: &[WorkOutcome], words: &HashMap<String, String>) -> Vec<(String, String)> {
    let name = |code: &String| words.get(code).cloned().unwrap_or_else(|| code.clone());
    offered.iter().map(|o| (o.code.clone(), name(&o.code))).collect()
}

fn fields(form: &Form, of: &str, who: &str, choices: &[(String, String)]) -> [Markup; 4] {
    let at = |name: &str| if of.is_empty() { name.to_owned() } else { format!("{name}-{of}") };
    let about = |words: &str| if who.is_empty() { words.to_owned() } else { format!("{words}, {who}") };
    let unseen = !of.is_empty();
    let short = |name: &str, words: &str| {
        let field = ui::input(&at(name), &about(words)).width(5).plain();
        if unseen { field.unseen().show(form) } else { field.show(form) }
    };
    let outcome =
        ui::select(&at("outcome"), &about("What came of it")).option("", "Not told yet").options(choices.to_vec());
    let outcome = if unseen { outcome.unseen() } else { outcome };
    [outcome.show(form), short("came", "Came at"), short("went", "Left at"), short("penalty", "Minutes taken off")]
}

fn more(form: &Form, of: &str, who: &str) -> Markup {
    let at = |name: &str| if of.is_empty() { name.to_owned() } else { format!("{name}-{of}") };
    let about = |words: &str| if who.is_empty() { words.to_owned() } else { format!("{words}, {who}") };
    let quality = |name: &str, words: &str| {
        ui::select(&at(name), &about(words)).option("", "Not said").options(QUALITIES).show(form)
    };
    html! {
        (quality("work_quality", "Quality of work (optional)"))
        (quality("behaviour", "Behaviour (optional)"))
        (ui::input(&at("note"), &about("Note (optional)")).hint("Goes into the person’s record").show(form))
    }
}

fn typed(form: &mut Form, of: &str) -> LineTyped {
    let at = |name: &str| if of.is_empty() { name.to_owned() } else { format!("{name}-{of}") };
    let came = form.optional_time(&at("came"), "when the person came");
    let went = form.optional_time(&at("went"), "when the person left");
    let penalty = form.optional_integer(&at("penalty"), "the minutes taken off", 0..=1_440).unwrap_or(0);
    LineTyped {
        outcome: form.typed(&at("outcome")).to_owned(),
        came,
        went,
        penalty,
        work_quality: typed_text(form, &at("work_quality")),
        behaviour: typed_text(form, &at("behaviour")),
        note: typed_text(form, &at("note")),
    }
}

fn was_told(b: &Booking, words: &HashMap<String, String>) -> String {
    let code = b.outcome.clone().unwrap_or_default();
    let name = words.get(&code).cloned().unwrap_or(code);
    match (b.came, b.went) {
        (Some(came), Some(went)) if b.penalty > 0 => {
            format!("{name}, {} to {}, {} minutes off", ui::time(came), ui::time(went), b.penalty)
        }
        (Some(came), Some(went)) => format!("{name}, {} to {}", ui::time(came), ui::time(went)),
        _ => name,
    }
}

struct Lines {
    bookings: Vec<Booking>,
    people: HashMap<PersonId, PersonLine>,
}

fn lines_of(cx: &mut Cx<'_>, session: &Session) -> Result<Lines> {
    let mut bookings: Vec<Booking> = bookings_of(cx, session.id)?.into_iter().filter(Booking::counts).collect();
    let whom: Vec<_> = bookings.iter().map(|b| b.person_id).collect();
    let people = people::lines(cx, &whom)?;
    cx.note_shown("list", "register", &whom);
    bookings.sort_by_key(|b| people.get(&b.person_id).map(|l| l.name.clone()));
    Ok(Lines { bookings, people })
}

fn register(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (session, project) = opened(cx, req)?;
    let lines = lines_of(cx, &session)?;
    let words = outcome_words(cx)?;
    let offered = outcomes_on(cx, session.on_date)?;
    let offered = choices(&offered, &words);
    let form = req.typed(cx)?.unwrap_or_else(|| first_form(req, &session, &lines));
    let today = cx.today();
    let waiting = lines.bookings.iter().filter(|b| b.state == BookingState::Booked).count();
    let shut = may_be_told(&session, today).err();
    let cells = lines.bookings.iter().map(|b| line_cells(&session, b, &lines.people, &form, &offered, &words));
    let columns = [column("Person"), column("What came of it"), column("Came"), column("Left"), column("Minutes off")];
    let at = |rest: &str| path(session.id, rest);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Register: " (title(&project.project.name, &session)) }
        p.govuk-body { (session.times()) ". Lines that are left empty stay to be told; each line is saved for itself." }
        @if let Some(shut) = &shut { (ui::warning(&shut.words)) }
        @else if lines.bookings.is_empty() { (ui::empty("Nobody is on this session.", Some(&ui::link(&at("/add"), "Put somebody on")))) }
        @else {
            @if waiting > 0 {
                p.govuk-body { (ui::link(&at("/register?all=came"), "Fill in: everybody came for the whole session")) }
            }
            (req.form_frame(&at("/register")).show(&html! {
                div.tc-register { (ui::Table::new("Register, by name", columns).unseen_caption().rows(cells).show()) }
                @if waiting > 0 { (ui::button("Save the register").show()) }
            }))
            @if waiting == 0 && session.state == SessionState::Held { p.govuk-body { "Everybody’s line is told." } }
        }
    };
    Ok(Reply::page(framed(req, &session, &project.project.name, "Register"), body))
}

fn first_form(req: &Request, session: &Session, lines: &Lines) -> Form {
    let mut form = Form::blank();
    if req.query("all") == Some("came") {
        for b in lines.bookings.iter().filter(|b| b.state == BookingState::Booked) {
            form = form
                .with(&format!("outcome-{}", b.id), WHOLE)
                .with(&format!("came-{}", b.id), clock(session.starts))
                .with(&format!("went-{}", b.id), clock(session.ends));
        }
    }
    form
}

/// What the link that fills everybody in chooses.
const WHOLE: &str = "ATTC";

fn line_cells(
    session: &Session,
    b: &Booking,
    people: &HashMap<PersonId, PersonLine>,
    form: &Form,
    offered: &[(String, String)],
    words: &HashMap<String, String>,
) -> [Markup; 5] {
    let of = b.id.to_string();
    let line = people.get(&b.person_id);
    let name = line.map_or("Somebody", |l| l.name.as_str());
    let who = html! { strong { (name) } @if let Some(l) = line { br; span.govuk-hint { (l.crn) } } };
    if line.is_none_or(|l| l.restricted) {
        let shut = html! { "Somebody who may see this person types the line" };
        return [who, shut, html! {}, html! {}, html! {}];
    }
    if b.state == BookingState::Told {
        let mine = typed(&mut form.clone(), &of);
        let told = html! {
            (was_told(b, words))
            @if let Some(by) = &b.told_by { br; span.govuk-hint { "Told by " (by) } }
            @if !mine.outcome.is_empty() {
                br; strong { "You typed: " }
                (words.get(&mine.outcome).cloned().unwrap_or(mine.outcome.clone()))
                @if let (Some(came), Some(went)) = (mine.came, mine.went) { ", " (ui::time(came)) " to " (ui::time(went)) }
                ". It was not saved."
            }
            br; (ui::link_about(&path(session.id, &format!("/register/{}", b.id)), "Put right", name))
        };
        return [who, told, html! {}, html! {}, html! {}];
    }
    let [outcome, came, went, penalty] = fields(form, &of, name, offered);
    let outcome = html! {
        (outcome)
        input type="hidden" name=(format!("version-{of}")) value=(b.version);
        (ui::details(&format!("Quality and note, {name}"), &more(form, &of, name)))
    };
    [who, outcome, came, went, penalty]
}

/// A line is one transaction: those that are refused leave the others told.
fn tell(ask: &Ask<'_>) -> Answer {
    let id = ask.request.param::<WorkSessionId>("session")?;
    let mut form = ask.request.form();
    let (session, waiting, names) = ask.house.read(ask.asker, |cx| {
        let session = cx.need::<Session>(params![id])?;
        let lines = lines_of(cx, &session)?;
        let today = cx.today();
        may_be_told(&session, today)?;
        Ok((session, lines.bookings, lines.people))
    })?;
    let mut no = Vec::new();
    let (mut told, mut empty) = (0, 0);
    for b in &waiting {
        let of = b.id.to_string();
        let before = form.refused().len();
        let line = typed(&mut form, &of);
        let name = names.get(&b.person_id).map_or("Somebody", |l| l.name.as_str());
        if line == LineTyped::default() && form.refused().len() == before {
            empty += i64::from(b.state == BookingState::Booked);
            continue;
        }
        if form.refused().len() > before {
            let wrong = form.refused().get(before..).unwrap_or_default();
            no.extend(wrong.iter().map(|r| Refusal::new(r.field.clone(), r.code, format!("{name}: {}", r.words))));
            continue;
        }
        // A line that did not come with the form was told meanwhile by somebody else; the first version says so.
        let version = form.typed(&format!("version-{of}")).parse().unwrap_or(1);
        let done = ask.step(&format!("line-{of}"), |cx| {
            let open = people::open_by_id(cx, b.person_id)?;
            tell_line(cx, &open, b.id, &line, version)?;
            Ok(json!({}))
        });
        match done {
            Ok(_) => told += 1,
            Err(failure) => no.extend(of_line(failure, &of, name)?),
        }
    }
    if !no.is_empty() {
        return Err(Failure::Refused(Refusals(no)));
    }
    if told == 0 {
        let words = "Nothing was typed: choose what came of it for at least one person";
        return Err(Failure::refused("", "nothing", words));
    }
    let words = ui::count(told, "line is told", "lines are told");
    if empty == 0 && session.state == SessionState::Planned {
        let held = ask.step("held", |cx| {
            hold_session(cx, id)?;
            Ok(json!({}))
        });
        match held {
            Ok(_) | Err(Failure::Refused(_)) => {}
            Err(other) => return Err(other),
        }
        return Ok(Reply::done(path(id, ""), format!("{words}. The register is complete")));
    }
    Ok(Reply::done(path(id, "/register"), format!("{words}; {empty} to tell")))
}

/// What was wrong with one line, on its own fields and with the person's name.
fn of_line(failure: Failure, of: &str, name: &str) -> Result<Vec<Refusal>> {
    let field = |field: &str| match field {
        "outcome" | "came" | "went" | "penalty" | "note" => format!("{field}-{of}"),
        _ => format!("outcome-{of}"),
    };
    match failure {
        Failure::Refused(no) => Ok(no
            .0
            .into_iter()
            .map(|r| Refusal::new(field(&r.field), r.code, format!("{name}: {}", r.words)))
            .collect()),
        Failure::Stale(why) => Ok(vec![Refusal::new(field("outcome"), "stale", format!("{name}: {why}"))]),
        Failure::Restricted { .. } => {
            let words = format!("{name}: you may not see this person");
            Ok(vec![Refusal::new(field("outcome"), "restricted", words)])
        }
        other => Err(other),
    }
}

fn of_session(cx: &mut Cx<'_>, req: &Request, session: &Session) -> Result<Booking> {
    let id = req.param::<EntryId>("booking")?;
    bookings_of(cx, session.id)?.into_iter().find(|b| b.id == id).ok_or(Failure::NotFound)
}

fn line_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (session, project) = opened(cx, req)?;
    let b = of_session(cx, req, &session)?;
    let open = people::open_by_id(cx, b.person_id)?;
    let words = outcome_words(cx)?;
    let offered = outcomes_on(cx, session.on_date)?;
    let offered = choices(&offered, &words);
    let form = req.typed(cx)?.unwrap_or_else(|| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Form::of([
            ("outcome", text(&b.outcome)),
            ("came", b.came.map(clock).unwrap_or_default()),
            ("went", b.went.map(clock).unwrap_or_default()),
            ("penalty", if b.penalty > 0 { b.penalty.to_string() } else { String::new() }),
            ("work_quality", text(&b.work_quality)),
            ("behaviour", text(&b.behaviour)),
            ("note", text(&b.note)),
        ])
    });
    let fields = html! {
        p.govuk-body { "The line says: " strong { (was_told(&b, &words)) } @if let Some(by) = &b.told_by { ", told by " (by) } }
        @for field in fields(&form, "", "", &offered) { (field) }
        (more(&form, "", ""))
        (ui::textarea("why", "Why is it put right?").rows(3).most(LONGEST).show(&form))
    };
    let frame = framed(req, &session, &project.project.name, "Put a line right")
        .crumb(path(session.id, "/register"), "Register");
    form_page(req, frame, &form, (&format!("Put the line of {} right", open.name()), b.version), &fields, "Save")
}

fn line(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (session, _) = opened(cx, req)?;
    let b = of_session(cx, req, &session)?;
    let open = people::open_by_id(cx, b.person_id)?;
    let mut form = req.form();
    let line = typed(&mut form, "");
    let why = form.text("why", "why it is put right", LONGEST);
    let why = form.complete((why,))?.0;
    correct_line(cx, &open, b.id, &line, &why, seen(&form)?)?;
    Ok(Reply::done(path(session.id, ""), "The line was put right. What stood before stays in the record"))
}

/// What is on the sheet, without any link, for paper and for a file.
fn sheet_body(session: &Session, project: &str, lines: &Lines) -> Markup {
    let supervisor = session.outside_supervisor.clone().unwrap_or_default();
    html! {
        table.govuk-table {
            caption.govuk-table__caption.govuk-table__caption--m { (title(project, session)) ", " (session.times()) }
            thead.govuk-table__head { tr.govuk-table__row {
                @for words in ["Name", "CRN", "Came at", "Left at", "Minutes off", "What came of it", "Signature"] {
                    th.govuk-table__header scope="col" { (words) }
                }
            } }
            tbody.govuk-table__body {
                @for b in &lines.bookings {
                    @let line = lines.people.get(&b.person_id);
                    tr.govuk-table__row.tc-sheet__line {
                        th.govuk-table__header scope="row" { (line.map_or("Somebody", |l| l.name.as_str())) }
                        td.govuk-table__cell { @if let Some(l) = line { (l.crn) } }
                        @for _ in 0..5 { td.govuk-table__cell.tc-sheet__box { span.govuk-visually-hidden { "To be filled in" } } }
                    }
                }
            }
        }
        p.govuk-body { "Meeting point: " (session.meeting_point.clone().unwrap_or_else(|| "as the project says".to_owned())) }
        p.govuk-body { "Tools: " (session.tools.clone().unwrap_or_else(|| "none said".to_owned())) }
        p.govuk-body { "Supervisor: " (supervisor) " ______________________   Signature: ______________________" }
    }
}

fn sheet(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (session, project) = opened(cx, req)?;
    let lines = lines_of(cx, &session)?;
    let body = html! {
        h1.govuk-heading-l { "Register to print" }
        p.govuk-body.tc-unprinted { "Print this page, or take the file with you: it opens without a network. Type it afterwards under the session." }
        (ui::button_group(&ui::link_button(&path(session.id, "/sheet/file"), "Download as a file").secondary().show()))
        (sheet_body(&session, &project.project.name, &lines))
    };
    Ok(Reply::page(framed(req, &session, &project.project.name, "Register to print"), body))
}

const STYLE: &str = "@page{size:A4 landscape;margin:12mm}body{font-family:Arial,sans-serif;font-size:13pt;margin:12mm}\
table{border-collapse:collapse;width:100%}caption{text-align:left;font-size:16pt;font-weight:bold;padding-bottom:4mm}\
th,td{border:1px solid #000;padding:2mm;text-align:left;height:11mm}.govuk-visually-hidden{position:absolute;left:-999em}";

fn file(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (session, project) = opened(cx, req)?;
    let lines = lines_of(cx, &session)?;
    let name = &project.project.name;
    let whole = html! {
        (maud::DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "Register: " (title(name, &session)) } style { (maud::PreEscaped(STYLE)) } }
            body {
                h1 { "Register: " (title(name, &session)) }
                (sheet_body(&session, name, &lines))
            }
        }
    };
    let file = format!("register-{}-{}.html", project.project.code.to_lowercase(), session.on_date);
    Ok(Reply::file(file, "text/html; charset=utf-8", whole.into_string().into_bytes()))
}
