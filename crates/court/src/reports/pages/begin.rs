//! Beginning a report, choosing its kind, and saying who writes it. What policy asks for stands beside the choice, with
//! each reason and whether it is only assumed.

use super::super::actions::{Beginning, assign_report, begin_report, choose_kind};
use super::super::records::{Choice, Interview, ReportKind};
use super::super::rules::{TICKED, choose};
use super::super::store::{facts, policy};
use super::{framed, one, path};
use crate::requests::{RequestLine, requests_of};
use kernel::{CourtId, Crn, Date, ReportId, ReportRequestId, StaffId};
use organisation::Court;
use people::OpenPerson;
use std::collections::BTreeSet;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, Colour};
use web::{Answer, Markup, Reply, Request, html};

fn asked_for(cx: &mut Cx<'_>, open: &OpenPerson, req: &Request, form: &Form) -> Result<Option<RequestLine>> {
    let typed = req.query("request").unwrap_or_else(|| form.typed("request"));
    let Ok(id) = typed.parse::<ReportRequestId>() else { return Ok(None) };
    Ok(requests_of(cx, &open.keys)?.into_iter().find(|r| r.id == id))
}

/// The form as it opens: what the court said is not typed again.
fn opened(request: Option<&RequestLine>, courts: &[Court], today: Date, staff: Option<StaffId>) -> Form {
    let mut form = Form::blank().with("interview", Interview::Office.code());
    let asked = request.map_or(today, |r| r.asked_on);
    let hearing = request.map_or(Some(today), |r| r.due_on);
    for (name, value) in ui::DateInput::pairs("asked_on", asked) {
        form = form.with(&name, value);
    }
    for (name, value) in hearing.into_iter().flat_map(|day| ui::DateInput::pairs("hearing_on", day)) {
        form = form.with(&name, value);
    }
    let named = request.and_then(|r| r.court.as_deref());
    if let Some(court) = courts.iter().find(|c| named.is_some_and(|name| name.eq_ignore_ascii_case(&c.name))) {
        form = form.with("court", court.id.to_string());
    }
    if let Some(staff) = request.and_then(|r| r.staff_id).or(staff) {
        form = form.with("staff", staff.to_string());
    }
    form
}

fn kind_fields(form: &Form) -> Markup {
    let facts = TICKED.iter().map(|(code, words)| ui::item(*code, *words));
    let kinds = ReportKind::ALL.iter().map(|k| ui::item(k.code(), k.words()));
    let ways = Interview::ALL.iter().map(|i| ui::item(i.code(), i.words()));
    html! {
        (ui::checkboxes("facts", "What is known of the matter?").hint("Tick what applies: it decides which kind of report policy asks for, and who is asked").items(facts).show(form))
        (ui::radios("kind", "Which kind of report?").hint("Leave it open to take what policy asks for")
            .item("", "What policy asks for").items(kinds).show(form))
        (ui::textarea("kind_why", "Why another kind than policy asks for? (optional)").rows(2).most(1_000).show(form))
        (ui::radios("interview", "How does the author meet the person?").items(ways).show(form))
    }
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    let courts = organisation::courts(cx)?;
    let typed = req.typed(cx)?;
    let request = asked_for(cx, &open, req, typed.as_ref().unwrap_or(&Form::blank()))?;
    let today = cx.today();
    let form = typed.unwrap_or_else(|| opened(request.as_ref(), &courts, today, cx.actor().staff()));
    let staff = organisation::find_staff(cx, "", 200)?;
    let heading = "Begin a report";
    let back = match &request {
        Some(r) => open.path(&format!("/report-requests/{}", r.id)),
        None => open.path("/reports"),
    };
    let frame = framed(cx, req, &open, heading, back)?;
    let mut fields = req.form_frame(&open.path("/reports/new"));
    if let Some(request) = &request {
        fields = fields.hidden("request", request.id);
    }
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (heading) }
        @if let Some(request) = &request {
            (ui::inset(&html! {
                "Asked for by " (request.court.as_deref().unwrap_or("a court that gave no name")) " on " (ui::day(request.asked_on))
                @if let Some(cases) = &request.cases { ", case " (cases) } "."
            }))
        }
        (born(&open))
        (fields.show(&html! {
            (ui::select("court", "Which court?").option("", "Select a court").options(courts.iter().map(|c| (c.id.to_string(), c.name.clone()))).show(&form))
            (ui::date_input("asked_on", "When was it asked for?").show(&form))
            (ui::date_input("hearing_on", "When is the hearing?").hint("Today for a report on the day").show(&form))
            (ui::textarea("reasons", "What does the bench want to know?").hint("Its reasons as given in court. Write “not said” where it gave none").rows(4).most(4_000).show(&form))
            (kind_fields(&form))
            (ui::select("staff", "Who writes it?").option("", "Nobody yet").options(staff.iter().map(|s| (s.id.to_string(), s.name()))).show(&form))
            (ui::button("Begin the report").show())
        }))
    };
    Ok(Reply::page(frame, body))
}

/// What the record lacks for a report, and where it is entered.
fn born(open: &OpenPerson) -> Markup {
    html! {
        @if open.person.born.is_none() {
            (ui::warning("No date of birth is on record. Rules that look at age cannot be applied, and no start date can be told."))
            p.govuk-body { (ui::link(&open.path("/details"), "Enter the date of birth")) }
        }
    }
}

fn ticked(form: &mut Form) -> BTreeSet<String> {
    let known = |code: &str| TICKED.iter().find(|(c, _)| *c == code).map(|(c, _)| (*c).to_owned());
    form.list("facts", "what applies", known).into_iter().collect()
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    let mut form = req.form();
    let court: Option<CourtId> = form.id("court", "the court that asked");
    let asked_on = form.date("asked_on", "the day on which it was asked for");
    let hearing_on = form.date("hearing_on", "the day of the hearing");
    let reasons = form.text("reasons", "what the bench wants to know, or “not said”", 4_000);
    let ticked = ticked(&mut form);
    let kind = form.optional_choice("kind", "the kind of report", |code| code.parse::<ReportKind>().ok());
    let kind_why = form.optional_text("kind_why", "why", 1_000);
    let interview = form.choice("interview", "how they meet", |code| code.parse::<Interview>().ok());
    let staff: Option<StaffId> = form.optional_id("staff", "who writes it");
    let request = asked_for(cx, &open, req, &form)?;
    let (court, asked_on, hearing_on, reasons, interview) =
        form.complete((court, asked_on, hearing_on, reasons, interview))?;
    let courts = organisation::courts(cx)?;
    let court = courts.into_iter().find(|c| c.id == court);
    let court = court.ok_or_else(|| Failure::refused("court", "unknown", "Select a court from the list"))?;
    let new = Beginning {
        court: Some(court.id),
        court_name: court.name,
        asked_on,
        hearing_on,
        reasons,
        ticked,
        kind,
        kind_why,
        interview,
        event: request.as_ref().map(|r| r.event_id),
        request: request.map(|r| r.id),
        staff,
    };
    let id = begin_report(cx, &open, &new)?;
    Ok(Reply::done(path(id, ""), "The report is begun"))
}

/// What policy asks for and why.
pub(super) fn asked_panel(choice: &Choice) -> Markup {
    let kind = choice.kind.parse::<ReportKind>().map_or("", ReportKind::words);
    html! {
        p.govuk-body { "Policy asks for: " strong { (kind) } }
        @if choice.reasons.is_empty() { p.govuk-body { "No rule asks for more than an oral report." } }
        @else {
            ul.govuk-list.govuk-list--bullet {
                @for reason in &choice.reasons {
                    li { (reason.words) @if reason.assumed { " " (ui::tag(Colour::Grey, "Assumed")) span.govuk-hint { (reason.source) } } }
                }
            }
        }
        @for unknown in &choice.unknown { (ui::inset(&html! { (unknown) ": it could call for a fuller report." })) }
        @if choice.video { p.govuk-body { "The report is wanted on the day: somebody in another office can meet the person by video link." } }
    }
}

pub(super) fn kind_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, report) = one(cx, req)?;
    let held: Vec<String> = serde_json::from_value(report.facts.clone()).unwrap_or_default();
    let days = (report.asked_on, report.hearing_on);
    let known = facts(cx, &open, days, held.iter().cloned().collect())?;
    let choice = choose(&policy(cx, report.asked_on)?, &known);
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => {
            let pairs = held.iter().map(|code| ("facts".to_owned(), code.clone()));
            let rest = [("kind", report.kind.code()), ("interview", report.interview.code())];
            let why = [("kind_why", report.kind_why.as_deref().unwrap_or_default())];
            let rest = rest.into_iter().chain(why).map(|(n, v)| (n.to_owned(), v.to_owned()));
            Form::of(pairs.chain(rest))
        }
    };
    let heading = "Kind of report";
    let frame = framed(cx, req, &open, heading, path(report.id, ""))?;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (heading) }
        (super::closed(report.state))
        (born(&open))
        (asked_panel(&choice))
        @if report.state.is_open() {
            (req.form_frame(&path(report.id, "/kind")).hidden("version", report.version).show(&html! {
                (kind_fields(&form))
                (ui::button("Save").show())
            }))
        }
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn kind_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: ReportId = req.param("id")?;
    let mut form = req.form();
    let ticked = ticked(&mut form);
    let kind = form.optional_choice("kind", "the kind of report", |code| code.parse::<ReportKind>().ok());
    let why = form.optional_text("kind_why", "why", 1_000);
    let interview = form.choice("interview", "how they meet", |code| code.parse::<Interview>().ok());
    let seen = form.typed("version").parse::<i64>().ok();
    let (interview,) = form.complete((interview,))?;
    choose_kind(cx, id, ticked, kind, (why, interview), seen)?;
    Ok(Reply::done(path(id, ""), "The kind of report is saved"))
}

pub(super) fn author_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, report) = one(cx, req)?;
    let staff = organisation::find_staff(cx, "", 200)?;
    let form = req.typed(cx)?;
    let form =
        form.unwrap_or_else(|| Form::blank().with("staff", report.staff_id.map(|s| s.to_string()).unwrap_or_default()));
    let heading = "Who writes the report?";
    let frame = framed(cx, req, &open, heading, path(report.id, ""))?;
    let body = html! {
        (ui::error_summary(&form))
        (req.form_frame(&path(report.id, "/author")).hidden("version", report.version).show(&html! {
            (ui::select("staff", heading).as_heading().option("", "Nobody yet").options(staff.iter().map(|s| (s.id.to_string(), s.name()))).show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn author_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: ReportId = req.param("id")?;
    let mut form = req.form();
    let staff: Option<StaffId> = form.optional_id("staff", "who writes it");
    let seen = form.typed("version").parse::<i64>().ok();
    form.finish()?;
    assign_report(cx, id, staff, seen)?;
    Ok(Reply::done(path(id, ""), "Saved who writes the report"))
}
