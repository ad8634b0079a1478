//! The list of reports that courts ask for, the page of one with what can be done about it, and the panel for a person's
//! overview.

use super::actions::CloseReason;
use super::lists::{RequestLine, Whose, count_open, due_words, open_requests, requests_of};
use super::{assign_request, close_request, give_back_request, reopen_request, take_on_request};
use crate::inbox::{counts, from, names, tabs};
use kernel::{Actor, Crn, Date, Permission, PersonId, ReportRequestId, StaffId};
use law::Law;
use organisation::{StaffLine, staff_lines};
use people::OpenPerson;
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};
use web::ui::{self, Colour};
use web::{Answer, Markup, Reply, Request, Route, html};

const PER_PAGE: u64 = 25;

pub(crate) fn routes() -> Vec<Route> {
    const INBOX: Permission = Permission::CourtInbox;
    const WORK: Permission = Permission::RecordContacts;
    vec![
        Route::get("/court/reports", INBOX, list),
        Route::get("/people/{crn}/report-requests/{id}", Permission::ReadPeople, show),
        // The page itself again, when what was typed in its form is refused.
        Route::get("/people/{crn}/report-requests/{id}/assign", INBOX, show),
        Route::post("/people/{crn}/report-requests/{id}/assign", INBOX, assign),
        Route::get("/people/{crn}/report-requests/{id}/close", WORK, closing),
        Route::post("/people/{crn}/report-requests/{id}/close", WORK, close),
        Route::get("/people/{crn}/report-requests/{id}/reopen", WORK, reopening),
        Route::post("/people/{crn}/report-requests/{id}/reopen", WORK, reopen),
        Route::get("/people/{crn}/report-requests/{id}/take-on", Permission::EditSentences, show),
        Route::post("/people/{crn}/report-requests/{id}/take-on", Permission::EditSentences, take_on),
        Route::get("/people/{crn}/report-requests/{id}/give-back", Permission::EditSentences, giving_back),
        Route::post("/people/{crn}/report-requests/{id}/give-back", Permission::EditSentences, give_back),
    ]
}

const SHELVES: &[(&str, &str)] =
    &[("open", "Open"), ("unassigned", "Nobody has it"), ("mine", "Mine"), ("closed", "Closed")];

fn own_staff(cx: &mut Cx<'_>) -> Result<Option<StaffId>> {
    match cx.actor().clone() {
        Actor::User { id, .. } => Ok(organisation::staff_of_user(cx, id)?.map(|s| s.id)),
        _ => Ok(None),
    }
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let counts = counts(cx)?;
    let shelf = req.query("show").and_then(|s| SHELVES.iter().find(|(code, _)| *code == s)).map_or("open", |s| s.0);
    let mine = own_staff(cx)?;
    let whose = match shelf {
        "unassigned" => Whose::Nobodys,
        "mine" => mine.map_or(Whose::Nobodys, Whose::Of),
        "closed" => Whose::Closed,
        _ => Whose::Everybodys,
    };
    let rows = open_requests(cx, whose, i64::try_from(PER_PAGE).unwrap_or(25), from(req))?;
    let total = count_open(cx, whose)?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let lines = names(cx, "reports asked for", &ids)?;
    let staff: Vec<StaffId> = rows.iter().filter_map(|r| r.staff_id).collect();
    let staff = staff_lines(cx, &staff)?;
    let law = cx.part::<Law>()?;
    let today = cx.today();
    let columns = ["Person", "CRN", "Due", "Court", "Asked on", "Who has it", "How it stands"].map(ui::column);
    let cells = rows.iter().filter_map(|row| {
        let line = lines.get(&row.person_id)?;
        Some(vec![
            ui::link(&format!("/people/{}/report-requests/{}", line.crn, row.id), &line.name),
            html! { (line.crn) },
            due(&law, today, row),
            html! { (row.court.as_deref().unwrap_or("Not said")) },
            html! { (ui::short_day(row.asked_on)) },
            html! { (holder(&staff, row)) },
            html! { (row.state_words()) @if row.taken_on.is_some() { br; (ui::tag(Colour::Teal, "Taken on")) } },
        ])
    });
    let shelves: Vec<ui::Tab> = SHELVES
        .iter()
        .map(|(code, words)| ui::Tab::new(format!("/court/reports?show={code}"), *words).current(*code == shelf))
        .collect();
    let body = html! {
        h1.govuk-heading-l { "Reports asked for" }
        (tabs(counts, "Reports asked for"))
        (ui::sub_navigation("Which requests", &shelves))
        @if rows.is_empty() { (ui::empty(nothing(shelf), None)) }
        @else {
            (ui::Table::new("Reports", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(req.frame().titled("Reports asked for").within("/court/inbox"), body))
}

fn nothing(shelf: &str) -> &'static str {
    match shelf {
        "unassigned" => "Every open request has somebody who writes the report.",
        "mine" => "No report waits for you.",
        "closed" => "No request has been closed yet.",
        _ => "No court waits for a report.",
    }
}

fn due(law: &Law, today: Date, row: &RequestLine) -> Markup {
    html! {
        @match row.due_on {
            Some(due) => {
                (ui::short_day(due))
                @if row.is_open() {
                    br; span.govuk-hint { (due_words(law, today, due)) }
                    @if due < today { " " (ui::tag(Colour::Red, "Past")) }
                }
            }
            None => "Not said"
        }
    }
}

fn holder(staff: &BTreeMap<StaffId, StaffLine>, row: &RequestLine) -> String {
    row.staff_id
        .map_or_else(|| "Nobody".to_owned(), |id| staff.get(&id).map_or_else(|| "Not known".into(), |s| s.name.clone()))
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, RequestLine)> {
    let (crn, id): (Crn, ReportRequestId) = (req.param("crn")?, req.param("id")?);
    let open = people::open(cx, &crn)?;
    let line = requests_of(cx, &open.keys)?.into_iter().find(|r| r.id == id).ok_or(Failure::NotFound)?;
    Ok((open, line))
}

/// Where the report of a request is written, or begun.
fn report_of(open: &OpenPerson, line: &RequestLine) -> String {
    match line.report {
        Some(report) => format!("/reports/{report}"),
        None => open.path(&format!("/reports/new?request={}", line.id)),
    }
}

fn path(open: &OpenPerson, id: ReportRequestId) -> String {
    open.path(&format!("/report-requests/{id}"))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, line) = one(cx, req)?;
    let staff = staff_lines(cx, &line.staff_id.into_iter().collect::<Vec<_>>())?;
    let law = cx.part::<Law>()?;
    let here = path(&open, line.id);
    let heading = "Report asked for by a court";
    let frame = people::frame(req, cx, &open, "Sentence")?.titled(heading).back(open.path("/sentence"));
    let assigns = cx.may(Permission::CourtInbox) && line.is_open();
    let to_choose =
        if assigns { organisation::find_staff(cx, req.query("name").unwrap_or_default(), 200)? } else { Vec::new() };
    let (closes, takes) = (cx.may(Permission::RecordContacts), cx.may(Permission::EditSentences));
    let mut rows = vec![
        ui::row("How it stands", line.state_words()),
        ui::row("Asked on", ui::day(line.asked_on)),
        ui::row("Due", due(&law, cx.today(), &line)),
        ui::row("Court", line.court.clone().unwrap_or_else(|| "Not said".into())),
        ui::row("Case", line.cases.clone().unwrap_or_else(|| "Not said".into())),
        ui::row("Who writes it", holder(&staff, &line)),
        ui::row(
            "Supervised before sentence",
            line.taken_on.map_or_else(|| "No".to_owned(), |d| format!("Since {}", ui::day(d))),
        ),
    ];
    rows.extend(line.closed_on.map(|d| ui::row("Closed", ui::day(d))));
    rows.extend(line.note.clone().map(|n| ui::row("Note", n)));
    let form = req.typed(cx)?.unwrap_or_default();
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (heading) }
        (ui::summary_list(&rows))
        @if line.report.is_some() { p.govuk-body { (ui::link(&report_of(&open, &line), "Open the report")) } }
        @else if line.is_open() && cx.may(Permission::Assess) { (ui::link_button(&report_of(&open, &line), "Begin the report").show()) }
        @if line.is_open() && takes && line.taken_on.is_none() {
            p.govuk-body { "Take the person on to have an officer and a next contact before sentence." }
            (req.button_frame(&format!("{here}/take-on")).show(&ui::button("Take on as pre-sentence supervision").secondary().show()))
        }
        (ui::button_group(&html! {
            @if line.is_open() && closes { (ui::link_button(&format!("{here}/close"), "Close the request").show()) }
            @if line.closed_on.is_some() && closes { (ui::link_button(&format!("{here}/reopen"), "Reopen the request").secondary().show()) }
            @if line.taken_on.is_some() && takes { (ui::link_button(&format!("{here}/give-back"), "Undo the taking on").secondary().show()) }
        }))
        @if assigns {
            h2.govuk-heading-m { "Who writes the report?" }
            @let shown = form.clone().with("staff", line.staff_id.map(|s| s.to_string()).unwrap_or_default());
            @let shown = if form.has("staff") { form } else { shown };
            (req.form_frame(&format!("{here}/assign")).hidden("version", line.version).show(&html! {
                (ui::select("staff", "Member of staff").hint("Choose nobody to take it from whoever has it")
                    .option("", "Nobody").options(to_choose.iter().map(|s| (s.id.to_string(), s.name()))).show(&shown))
                (ui::button("Save").show())
            }))
        }
    };
    Ok(Reply::page(frame, body))
}

fn assign(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id): (Crn, ReportRequestId) = (req.param("crn")?, req.param("id")?);
    let mut form = req.form();
    let staff: Option<StaffId> = form.optional_id("staff", "the member of staff");
    let seen = form.typed("version").parse::<i64>().ok();
    form.finish()?;
    assign_request(cx, &crn, id, staff, seen)?;
    Ok(Reply::done(format!("/people/{crn}/report-requests/{id}"), "Saved who writes the report"))
}

fn closing(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, line) = one(cx, req)?;
    let back = path(&open, line.id);
    let heading = "Close the request for a report";
    let frame = people::frame(req, cx, &open, "Sentence")?.titled(heading).back(back.clone());
    let form = req.typed(cx)?.unwrap_or_default();
    let reasons = CloseReason::ALL.iter().map(|r| ui::item(r.code(), r.words()));
    let fields = html! {
        (ui::radios("reason", "Why is it closed?").items(reasons).show(&form))
        (ui::textarea("note", "Note (optional)").hint("Such as when the report was sent").most(1_000).show(&form))
        (ui::button_group(&html! { (ui::button("Close it").show()) (ui::link(&back, "Go back")) }))
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (heading) }
        @if line.taken_on.is_some() {
            (ui::inset(&html! { "The person stays supervised before sentence until somebody undoes that or the court decides." }))
        }
        (req.form_frame(req.path()).hidden("version", line.version).show(&fields))
    };
    Ok(Reply::page(frame, body))
}

fn close(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id): (Crn, ReportRequestId) = (req.param("crn")?, req.param("id")?);
    let mut form = req.form();
    let why = form.choice("reason", "why it is closed", |code| code.parse::<CloseReason>().ok());
    let note = form.optional_text("note", "the note", 1_000);
    let seen = form.typed("version").parse::<i64>().ok();
    let (why,) = form.complete((why,))?;
    close_request(cx, &crn, id, why, note, seen)?;
    Ok(Reply::done(format!("/people/{crn}/report-requests/{id}"), "The request is closed"))
}

/// A page that asks why, and does one thing.
fn asking(cx: &mut Cx<'_>, req: &Request, heading: &str, button: &str) -> Answer {
    let (open, line) = one(cx, req)?;
    let back = path(&open, line.id);
    let frame = people::frame(req, cx, &open, "Sentence")?.titled(heading).back(back.clone());
    let form = req.typed(cx)?.unwrap_or_default();
    let fields = html! {
        (ui::textarea("reason", "Why?").hint("Kept with the record").most(1_000).show(&form))
        (ui::button_group(&html! { (ui::button(button).show()) (ui::link(&back, "Go back")) }))
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (heading) }
        (req.form_frame(req.path()).show(&fields))
    };
    Ok(Reply::page(frame, body))
}

fn reason(req: &Request) -> Result<String> {
    let mut form = req.form();
    let reason = form.text("reason", "why", 1_000);
    Ok(form.complete((reason,))?.0)
}

fn reopening(cx: &mut Cx<'_>, req: &Request) -> Answer {
    asking(cx, req, "Reopen the request for a report", "Reopen it")
}

fn reopen(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id): (Crn, ReportRequestId) = (req.param("crn")?, req.param("id")?);
    let why = reason(req)?;
    reopen_request(cx, &crn, id, &why)?;
    Ok(Reply::done(format!("/people/{crn}/report-requests/{id}"), "The request is open again"))
}

fn take_on(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id): (Crn, ReportRequestId) = (req.param("crn")?, req.param("id")?);
    take_on_request(cx, &crn, id)?;
    Ok(Reply::done(
        format!("/people/{crn}/report-requests/{id}"),
        "The person is supervised before sentence and waits to be allocated",
    ))
}

fn giving_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    asking(cx, req, "Undo the taking on before sentence", "Undo it")
}

fn give_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id): (Crn, ReportRequestId) = (req.param("crn")?, req.param("id")?);
    let why = reason(req)?;
    give_back_request(cx, &crn, id, &why)?;
    Ok(Reply::done(
        format!("/people/{crn}/report-requests/{id}"),
        "The person is no longer supervised because of this request",
    ))
}

/// Open requests about a person, for their overview; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn panel(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let mut lines = requests_of(cx, &open.keys)?;
    lines.retain(RequestLine::is_open);
    if lines.is_empty() {
        return Ok(html! {});
    }
    let staff: Vec<StaffId> = lines.iter().filter_map(|l| l.staff_id).collect();
    let staff = staff_lines(cx, &staff)?;
    let law = cx.part::<Law>()?;
    let today = cx.today();
    Ok(html! {
        @for line in &lines {
            (ui::SummaryCard::new("A court waits for a report")
                .action(&path(open, line.id), "See the request")
                .action(&report_of(open, line), if line.report.is_some() { "Open the report" } else { "Begin the report" })
                .rows(&[
                    ui::row("Due", due(&law, today, line)),
                    ui::row("Court", line.court.clone().unwrap_or_else(|| "Not said".into())),
                    ui::row("Who writes it", holder(&staff, line)),
                ]))
        }
    })
}
