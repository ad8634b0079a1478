//! The register of a session, typed on one page: each line is a transaction of its own, behind one request. What is recorded
//! already is shown and never written over.

use super::group::{session_tag, shown};
use super::{framed, group_path, named, names};
use crate::programmes::attendance::{Marking, mark_attendance, may_register};
use crate::programmes::groups::hold_session;
use crate::programmes::plan::Part;
use crate::programmes::policy::Policy;
use crate::programmes::records::{CaseLine, Leading, Mark};
use crate::programmes::store::{lines_of_group, marks_of, session_of};
use kernel::Permission::RunProgrammes;
use kernel::{GroupId, Refusals, SessionId, StaffId};
use serde_json::json;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, column};
use web::{Answer, Ask, Reply, Request, Route, html};

/// As long as a note of a line may be.
const LONGEST_NOTE: usize = 500;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/programmes/groups/{group}/sessions/{session}/register", RunProgrammes, form_of),
        Route::post_steps("/programmes/groups/{group}/sessions/{session}/register", RunProgrammes, save),
    ]
}

/// Whom a register lists: those with a place and those who were expected; of a catch-up session these alone.
fn listed<'c>(cases: &'c [CaseLine], marks: &[Mark], session: SessionId, part: Part) -> Vec<&'c CaseLine> {
    let policy = Policy::shipped();
    let expected = |c: &&CaseLine| marks.iter().any(|m| m.session_id == session && m.case_id == c.case_id);
    let place = |c: &&CaseLine| policy.state(&c.state).is_some_and(|s| s.place);
    cases.iter().filter(|c| expected(c) || part == Part::Group && place(c)).collect()
}

fn form_of(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (group, today) = (req.param::<GroupId>("group")?, cx.today());
    let session = session_of(cx, group, req.param("session")?)?;
    let (shown, marks, policy) = (shown(cx, group)?, marks_of(cx, group)?, Policy::shipped());
    let rows = listed(&shown.cases, &marks, session.id, session.part);
    let lines = names(cx, "register", &rows.iter().map(|c| c.person_id).collect::<Vec<_>>())?;
    let lead = shown.facilitators.iter().find(|f| {
        f.part == Leading::Lead && f.from_date <= session.on_date && f.to_date.is_none_or(|to| to >= session.on_date)
    });
    let usual = session.led_by.or(lead.map(|f| f.staff_id)).map(|id| id.to_string()).unwrap_or_default();
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of([("led_by", usual)]));
    let (may, words) = match may_register(&session, today) {
        Ok(()) => (true, String::new()),
        Err(Failure::Refused(no)) => (false, no.0.into_iter().map(|r| r.words).collect::<Vec<_>>().join(" ")),
        Err(other) => return Err(other),
    };
    let catalogue = contacts::current(cx)?;
    let outcome_words = |code: &str| {
        let short = policy.register.iter().find(|o| o.outcome == code).map(|o| o.short.clone());
        short.or_else(|| catalogue.outcome(code).map(|o| o.name.en.clone())).unwrap_or_else(|| code.to_owned())
    };
    let cells = rows.iter().map(|case| {
        let known = marks.iter().find(|m| m.session_id == session.id && m.case_id == case.case_id);
        let name = lines.get(&case.person_id).map_or_else(|| "Somebody".to_owned(), |l| l.name.clone());
        let field = format!("outcome-{}", case.case_id);
        let recorded = known.and_then(|m| m.outcome.as_deref().map(|o| (m, o.to_owned())));
        let answer = match &recorded {
            Some((mark, outcome)) => {
                let path =
                    lines.get(&case.person_id).map(|l| format!("/people/{}/appointments/{}", l.crn, mark.contact_id));
                html! {
                    (outcome_words(outcome))
                    @if let Some(path) = path { br; (ui::link_about(&path, "Correct it", &format!("for {name}"))) }
                }
            }
            None => {
                let items = policy.register.iter().map(|o| (o.outcome.clone(), o.short.clone()));
                ui::select(&field, &format!("What came of it: {name}"))
                    .unseen()
                    .option("", "Not recorded")
                    .options(items)
                    .show(&form)
            }
        };
        let note = match &recorded {
            Some(_) => html! {},
            None => {
                ui::input(&format!("note-{}", case.case_id), &format!("Note: {name}")).unseen().width(20).show(&form)
            }
        };
        [named(&lines, case.person_id, &format!("/programmes/{}", case.case_id)), answer, note]
    });
    let mut staff: Vec<(String, String)> = Vec::new();
    let own = cx.actor().staff();
    let mut ids: Vec<StaffId> =
        shown.facilitators.iter().map(|f| f.staff_id).chain(own).chain(session.led_by).collect();
    ids.sort_unstable();
    ids.dedup();
    for line in organisation::staff_lines(cx, &ids)?.values() {
        staff.push((line.id.to_string(), line.name.clone()));
    }
    let open = rows
        .iter()
        .any(|c| marks.iter().all(|m| m.session_id != session.id || m.case_id != c.case_id || m.outcome.is_none()));
    let table = ui::Table::new("The register", ["Person", "What came of it", "Note (optional)"].map(column))
        .unseen_caption()
        .rows(cells)
        .show();
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Register: " (session.name) }
        p.govuk-body { "Group " (shown.group.code) ", " (ui::weekday(session.on_date)) " at " (ui::time(session.start_time)) " " (session_tag(&session)) }
        @if !may { (ui::inset(&html! { (words) })) }
        @else if rows.is_empty() { (ui::empty("Nobody is expected at this session.", None)) }
        @else {
            (req.form_frame(req.path()).show(&html! {
                (ui::select("led_by", "Who led the session?").option("", "Choose who led it").options(staff).show(&form))
                (table)
                p.govuk-hint { "Leave a line as “not recorded” when you do not know yet: the register can be finished later. What was recorded is corrected on the appointment’s own page, with a reason." }
                (ui::button(if open { "Save the register" } else { "Save who led it" }).show())
            }))
        }
    };
    let frame = framed(req, &format!("Register: {}", session.name)).crumb(group_path(group, ""), &shown.group.code);
    Ok(Reply::page(frame, body))
}

/// The lines that were typed.
fn typed(form: &mut Form, cases: &[&CaseLine], ids: (GroupId, SessionId)) -> Result<Vec<(kernel::PersonId, Marking)>> {
    let policy = Policy::shipped();
    let mut lines = Vec::new();
    for case in cases {
        let offered = |code: &str| policy.register.iter().any(|o| o.outcome == code).then(|| code.to_owned());
        let outcome = form.optional_choice(&format!("outcome-{}", case.case_id), "what came of it", offered);
        let note = form.optional_text(&format!("note-{}", case.case_id), "the note", LONGEST_NOTE);
        if let Some(outcome) = outcome {
            let new = Marking { case: case.case_id, group: ids.0, session: ids.1, outcome, note, staff: None };
            lines.push((case.person_id, new));
        }
    }
    Ok(lines)
}

fn save(ask: &Ask<'_>) -> Answer {
    let req = ask.request;
    let ids = (req.param::<GroupId>("group")?, req.param::<SessionId>("session")?);
    let (cases, marks, session) = ask
        .house
        .read(ask.asker, |cx| Ok((lines_of_group(cx, ids.0)?, marks_of(cx, ids.0)?, session_of(cx, ids.0, ids.1)?)))?;
    let mut form = req.form();
    let led_by = form.id::<StaffId>("led_by", "who led the session");
    let lines = typed(&mut form, &listed(&cases, &marks, ids.1, session.part), ids)?;
    let (led_by,) = form.complete((led_by,))?;
    ask.step("session", |cx| hold_session(cx, ids.0, ids.1, Some(led_by)).map(|()| json!({})))?;
    let mut wrong = Vec::new();
    let mut done = 0;
    for (person, new) in lines {
        let new = Marking { staff: Some(led_by), ..new };
        let step = ask.step(&format!("line-{}", new.case), |cx| {
            let open = people::open_by_id(cx, person)?;
            mark_attendance(cx, &open, &new).map(|()| json!({}))
        });
        match step {
            Ok(_) => done += 1,
            // One line that cannot be written keeps nobody else's from it.
            Err(Failure::Refused(no)) => wrong.extend(no.0.into_iter().map(|mut r| {
                if !r.field.starts_with("outcome-") {
                    r.field = format!("outcome-{}", new.case);
                }
                r
            })),
            Err(other) => return Err(other),
        }
    }
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    Ok(Reply::done(group_path(ids.0, ""), format!("The register is saved: {}", ui::count(done, "line", "lines"))))
}
