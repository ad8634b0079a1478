//! What waits for whoever is signed in, on one page: today's appointments, outcomes to record, gaps of their people, and
//! for managers and court officers what their lists hold. The panels ask together, whatever the number of rows.

use crate::{delivery, words};
use caseload::{BoardQuery, Scope, ShownGap, board, unallocated};
use contacts::{Catalogue, DiaryRow, diary, overdue_outcomes};
use court::{CourtWork, RequestLine, court_work_panel, due_words, my_court_work, my_requests};
use kernel::{Date, Permission, PersonId, StaffId, TeamId};
use people::PersonLine;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Cx, Question, Result};
use web::ui::{self, Stat, Table, column};
use web::{Answer, Markup, Reply, Request, html};

/// Rows shown of each list before "see all".
const SHOWN: usize = 10;

/// More unallocated people than this are counted as this many.
const MOST_WAITING: i64 = 500;

/// `GET /`
pub(crate) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    // Somebody of a provider has one page of work, and none of these panels.
    if cx.may(Permission::DeliverServices) && !cx.may(Permission::ReadPeople) {
        return Ok(Reply::to("/provider"));
    }
    let today = cx.today();
    let mut panels = Vec::new();
    let mut stats = Vec::new();
    let mut people = Vec::new();
    let leads = cx.may(Permission::ReadTeams) && cx.may(Permission::Allocate);
    let own = cx.actor().staff();
    let teams = if leads { access::my_teams(cx)? } else { Vec::new() };
    cx.ask_together(&questions(cx, own, leads.then_some(&teams)))?;
    let mine = match own {
        Some(staff) => own_work(cx, staff, today, leads, &mut stats, &mut people)?,
        None => None,
    };
    let team = if leads { Some(team_work(cx, teams.clone(), &mut stats, &mut people)?) } else { None };
    if cx.may(Permission::CourtInbox) {
        let waiting = court::counts(cx)?;
        if cx.may(Permission::Oversee) && waiting.to_check > 0 {
            stats.push(stat(waiting.to_check, ["report to check", "reports to check"], "/reports?show=check", true));
        }
        let waiting = waiting.people + waiting.orders + waiting.limits + waiting.appeals + waiting.unread;
        stats.push(stat(waiting, ["to decide in the court inbox"; 2], "/court/inbox", waiting > 0));
    }
    let assessments = assessment::waiting(cx, own, &teams)?;
    people.extend(assessments.people());
    let bands = assessment::waiting_overrides(cx, &teams)?.len();
    if bands > 0 {
        stats.push(stat(
            i64::try_from(bands).unwrap_or(i64::MAX),
            ["band to confirm or refuse", "bands to confirm or refuse"],
            "/approvals",
            false,
        ));
    }
    count_assessments(&assessments, &mut stats);
    let due = due_panels(cx, own, leads.then_some(&teams))?;
    let meetings = match own {
        Some(staff) => caseload::meeting_panel(cx, staff, SHOWN)?,
        None => None,
    };
    if let Some((_, late)) = meetings.as_ref().filter(|(_, late)| *late > 0) {
        stats.push(stat(
            i64::try_from(*late).unwrap_or(i64::MAX),
            ["action of a meeting past its day", "actions of meetings past their day"],
            "#meetings",
            true,
        ));
    }
    let late = delivery::late_of(cx, own, &teams)?;
    people.extend(late.people());
    if late.total > 0 {
        stats.push(stat(late.total, ["ordered and not begun in time"; 2], "/not-begun", true));
    }
    let breaches = enforcement::breach_work(cx, own, &teams)?;
    people.extend(breaches.people());
    stats.extend(breaches.stats(today));
    let trouble = match own {
        Some(staff) => documents::messages::message_trouble(cx, staff, SHOWN as i64)?,
        None => documents::messages::MessageTrouble::default(),
    };
    people.extend(trouble.people());
    if trouble.total > 0 {
        stats.push(stat(
            trouble.total,
            ["message that did not arrive", "messages that did not arrive"],
            "#messages",
            true,
        ));
    }
    let referrals = interventions::referral_work(cx, own, &teams)?;
    people.extend(referrals.people());
    stats.extend(referrals.stats());
    let programmes = interventions::programmes::programme_work(cx, own, &teams)?;
    let treatments = interventions::treatment::treatment_work(cx, own, &teams)?;
    let paces = unpaid_work::pace::pace_work(cx, own, &teams)?;
    let volunteers = volunteers::volunteer_work(cx, own)?;
    let restorative = restorative::restorative_work(cx, own)?;
    people.extend([programmes.people(), treatments.people(), paces.people()].concat());
    people.extend([volunteers.people(), restorative.people()].concat());
    let failures = failures(cx, own, leads.then_some(&teams))?;
    people.extend(failures.iter().flat_map(enforcement::FailuresToDecide::people));
    stats.extend(failures.iter().flat_map(enforcement::failures_stats));
    let lines = people::lines(cx, &people)?;
    cx.note_shown("list", "my work", &people);
    if let Some(mine) = &mine {
        panels.push(appointments(&mine.today, &lines, &mine.types));
        panels.push(outcomes(&mine.overdue, &lines, &mine.types));
        panels.extend(shown(&failures, false, &lines, today));
        panels.push(reports(&mine.reports, &lines, &mine.law, today));
        panels.push(court_work_panel(&mine.court, &lines, &mine.law, today));
        panels.push(gaps("Gaps around your people", &mine.gaps, mine.gaps_total, "/board?whose=mine", &lines));
    } else {
        panels.extend(shown(&failures, false, &lines, today));
    }
    if !assessments.people().is_empty() {
        panels.push(assessment::waiting_panel(&assessments, &lines, SHOWN));
    }
    panels.extend(breaches.panels(&lines, &*cx.part::<law::Law>()?, today));
    panels.extend(referrals.panels(cx, &lines)?);
    panels.extend(programmes.panels(cx, &lines)?);
    panels.extend(treatments.panels(&lines));
    panels.extend(paces.panels(&lines));
    panels.extend(volunteers.panels(&lines, today));
    panels.extend(restorative.panels(cx, &lines)?);
    panels.extend(due);
    panels.extend(delivery::panel(&late, &lines, &*cx.part::<law::Law>()?, today));
    panels.extend(documents::messages::message_trouble_panel(&trouble, &lines));
    panels.extend(meetings.map(|(panel, _)| html! { div id="meetings" { (panel) } }));
    if let Some(team) = &team {
        panels.extend(shown(&failures, true, &lines, today));
        panels.push(waiting_list(team, &lines, today));
        panels.push(gaps("Gaps in your teams", &team.gaps, team.gaps_total, "/board?whose=team", &lines));
    }
    let body = html! {
        h1.govuk-heading-l { "My work" }
        p.govuk-body-l { (ui::weekday(today)) }
        @if stats.is_empty() && panels.is_empty() {
            (nothing_waits(cx))
        }
        (ui::stats(&stats))
        @for panel in &panels { (panel) }
        (see_also(cx, mine.is_some()))
    };
    Ok(Reply::page(req.frame().titled("My work"), body))
}

/// The part of a board that is shown.
const FIRST_GAPS: BoardQuery = BoardQuery { kind: None, page: 0, per_page: SHOWN as i64 };

/// What the panels ask, room by room: of a member of staff, and of the teams that they lead.
fn questions(cx: &Cx<'_>, own: Option<StaffId>, teams: Option<&Vec<TeamId>>) -> Vec<Question> {
    let mut questions = Vec::new();
    if let Some(staff) = own {
        questions.extend(contacts::day_questions(staff, cx.today()));
        questions.push(caseload::board_question(cx, &Scope::Staff(staff), FIRST_GAPS));
        questions.push(court::my_requests_question(staff, SHOWN as i64));
        questions.push(court::my_court_work_question(staff, SHOWN as i64));
        questions.push(documents::messages::message_trouble_question(staff, SHOWN as i64));
    }
    if let Some(teams) = teams {
        questions.extend(caseload::unallocated_question(teams, MOST_WAITING));
        questions.push(caseload::board_question(cx, &Scope::Teams(teams.clone()), FIRST_GAPS));
    }
    let led = teams.map_or(&[][..], Vec::as_slice);
    questions.extend(assessment::work_questions(cx, own, led, teams.is_some()));
    questions.extend(delivery::late_question(cx.today(), own, led));
    questions.extend(enforcement::breach_work_questions(own, led));
    questions.extend(interventions::referral_work_questions(cx, own, led));
    questions.extend(interventions::programmes::programme_work_questions(own, led));
    questions.extend(interventions::treatment::treatment_work_questions(own, led));
    questions.extend(unpaid_work::pace::pace_work_questions(own, led));
    questions.extend(volunteers::volunteer_work_questions(cx, own));
    questions.extend(restorative::restorative_work_questions(cx, own));
    questions.extend(enforcement::failure_questions(cx, own, teams.map(Vec::as_slice)));
    questions
}

/// The panel of the reader's own failures, or of their teams'.
fn shown(
    failures: &[enforcement::FailuresToDecide],
    of_teams: bool,
    lines: &HashMap<PersonId, PersonLine>,
    today: Date,
) -> Option<Markup> {
    let waiting = failures.iter().find(|waiting| waiting.of_teams == of_teams)?;
    enforcement::failures_panel(waiting, lines, today)
}

/// Failures to comply that wait for the reader, and in the teams that they lead.
fn failures(
    cx: &mut Cx<'_>,
    own: Option<StaffId>,
    teams: Option<&Vec<TeamId>>,
) -> Result<Vec<enforcement::FailuresToDecide>> {
    let own = own.map(enforcement::FailureScope::Staff);
    let led = teams.cloned().map(enforcement::FailureScope::Teams);
    own.into_iter().chain(led).map(|scope| enforcement::failures_to_decide(cx, &scope)).collect()
}

/// Pages of one's own that no list above leads to.
fn see_also(cx: &Cx<'_>, has_diary: bool) -> Markup {
    let mut links = Vec::new();
    if has_diary {
        links.extend([("/diary", "Your diary"), ("/account/calendar", "Your appointments in your own calendar")]);
    }
    if cx.may(Permission::ReadProvision) {
        links.push(("/availability", "What is available where"));
    }
    if cx.may(Permission::ReadTeams) {
        links.push(("/time-with-people", "Time spent with people"));
        links.push(("/breaches", "Breaches of your teams"));
        links.push(("/early-endings", "Early endings"));
        links.push(("/messages", "Messages that wait or did not arrive"));
        links.push(("/policy/contact-intervals", "How often people are to be seen"));
        links.push(("/policy/assessment", "Deadlines, reviews and thresholds"));
        links.push(("/policy/workload", "Figures of workload"));
        links.push(("/policy/court", "Policy of court reports"));
        links.push(("/policy/enforcement", "Policy of compliance"));
    }
    html! {
        @if !links.is_empty() {
            h2.govuk-heading-m { "See also" }
            ul.govuk-list { @for (href, words) in &links { li { (ui::link(href, words)) } } }
        }
    }
}

/// What is due of assessments and plans: the reader's own, and of the teams that they lead.
fn due_panels(cx: &mut Cx<'_>, own: Option<StaffId>, teams: Option<&Vec<TeamId>>) -> Result<Vec<Markup>> {
    let own = own.map(assessment::DueScope::Staff);
    let scopes = own.into_iter().chain(teams.cloned().map(assessment::DueScope::Teams));
    let mut panels = Vec::new();
    for scope in scopes {
        panels.extend(assessment::due_panel(cx, &scope)?);
    }
    Ok(panels)
}

fn count_assessments(waiting: &assessment::Waiting, stats: &mut Vec<Stat>) {
    let (mine, second) = (waiting.mine.len() as i64, waiting.to_countersign.len() as i64);
    if mine > 0 {
        stats.push(stat(mine, ["open assessment", "open assessments"], "/assessments?list=mine", false));
    }
    if second > 0 {
        stats.push(stat(
            second,
            ["assessment to countersign", "assessments to countersign"],
            "/assessments?list=countersign",
            true,
        ));
    }
}

/// A practitioner's part of the page.
struct OwnWork {
    today: Vec<DiaryRow>,
    overdue: Vec<DiaryRow>,
    gaps: Vec<ShownGap>,
    gaps_total: i64,
    types: Arc<Catalogue>,
    reports: Vec<RequestLine>,
    court: CourtWork,
    law: Arc<law::Law>,
}

/// What waits for a member of staff; nothing for a manager around whom nothing does.
fn own_work(
    cx: &mut Cx<'_>,
    staff: StaffId,
    today: Date,
    leads: bool,
    stats: &mut Vec<Stat>,
    people: &mut Vec<PersonId>,
) -> Result<Option<OwnWork>> {
    let mut appointments = diary(cx, staff, today, today)?;
    appointments.retain(|row| row.appointment);
    let overdue = overdue_outcomes(cx, staff)?;
    let page = board(cx, &Scope::Staff(staff), FIRST_GAPS)?;
    let reports = my_requests(cx, staff, SHOWN as i64)?;
    let court = my_court_work(cx, staff, SHOWN as i64)?;
    // A manager who holds nobody is not shown four empty lists before the team's.
    if leads
        && appointments.is_empty()
        && overdue.is_empty()
        && page.total == 0
        && reports.is_empty()
        && court.is_empty()
    {
        return Ok(None);
    }
    stats.push(stat(appointments.len() as i64, ["appointment today", "appointments today"], "/diary", false));
    stats.push(stat(
        overdue.len() as i64,
        ["outcome to record", "outcomes to record"],
        "#outcomes",
        !overdue.is_empty(),
    ));
    stats.push(stat(
        page.total,
        ["gap around your people", "gaps around your people"],
        "/board?whose=mine",
        page.total > 0,
    ));
    let late = court.overdue(today);
    if late > 0 {
        stats.push(stat(late as i64, ["past its day for a court", "past their day for a court"], "/reports", true));
    }
    people.extend(appointments.iter().chain(&overdue).map(|row| row.person_id));
    people.extend(page.gaps.iter().map(|gap| gap.person));
    people.extend(reports.iter().map(|line| line.person_id));
    people.extend(court.people());
    let (types, law) = (contacts::current(cx)?, cx.part()?);
    Ok(Some(OwnWork {
        today: appointments,
        overdue,
        gaps: page.gaps,
        gaps_total: page.total,
        types,
        reports,
        court,
        law,
    }))
}

/// A manager's part of the page.
struct TeamWork {
    waiting: Vec<caseload::CaseRow>,
    gaps: Vec<ShownGap>,
    gaps_total: i64,
}

fn team_work(
    cx: &mut Cx<'_>,
    teams: Vec<TeamId>,
    stats: &mut Vec<Stat>,
    people: &mut Vec<PersonId>,
) -> Result<TeamWork> {
    let waiting = unallocated(cx, &teams, MOST_WAITING)?;
    let scope = Scope::Teams(teams);
    let page = board(cx, &scope, FIRST_GAPS)?;
    stats.push(stat(waiting.len() as i64, ["person to allocate", "people to allocate"], "/team", !waiting.is_empty()));
    stats.push(stat(page.total, ["gap in your teams", "gaps in your teams"], "/board?whose=team", page.total > 0));
    people.extend(waiting.iter().take(SHOWN).map(|row| row.person_id));
    people.extend(page.gaps.iter().map(|gap| gap.person));
    Ok(TeamWork { waiting, gaps: page.gaps, gaps_total: page.total })
}

/// Where somebody for whom nothing waits goes on.
fn nothing_waits(cx: &Cx<'_>) -> Markup {
    let admin = ui::link("/admin", "Go to administration");
    if cx.may(Permission::ReadPeople) {
        ui::empty("Nothing is waiting for you here. Use the search above to find a person.", None)
    } else {
        ui::empty("Nothing is waiting for you here.", cx.may(Permission::Administer).then_some(&admin))
    }
}

/// A figure with what it counts: one of it, and several.
fn stat(figure: i64, [one, several]: [&str; 2], href: &str, urgent: bool) -> Stat {
    let label = if figure == 1 { one } else { several }.into();
    Stat { figure: figure.to_string(), label, href: Some(href.into()), urgent, beside: None }
}

fn type_name<'t>(types: &'t Catalogue, code: &'t str) -> &'t str {
    types.contact_type(code).map_or(code, |t| t.name.en.as_str())
}

fn appointments(rows: &[DiaryRow], lines: &HashMap<PersonId, PersonLine>, types: &Catalogue) -> Markup {
    let table =
        Table::new("Appointments today", [column("Time"), column("Person"), column("Appointment"), column("Outcome")])
            .rows(rows.iter().map(|row| {
                [
                    html! { (words::times(row.starts, row.ends)) },
                    words::person(lines, row.person_id),
                    html! { (type_name(types, &row.contact_type)) },
                    outcome_link(row, lines),
                ]
            }));
    html! {
        section class="govuk-!-margin-bottom-8" {
            @if rows.is_empty() {
                h2.govuk-heading-m { "Appointments today" }
                (ui::empty("You have no appointments today.", None))
            } @else { (table.show()) }
        }
    }
}

fn outcomes(rows: &[DiaryRow], lines: &HashMap<PersonId, PersonLine>, types: &Catalogue) -> Markup {
    let table = Table::new(
        format!("Outcomes to record, {} in all", rows.len()),
        [column("Day"), column("Person"), column("Appointment"), column("Outcome")],
    )
    .rows(rows.iter().take(SHOWN).map(|row| {
        [
            html! { (ui::short_day(row.happens_on)) },
            words::person(lines, row.person_id),
            html! { (type_name(types, &row.contact_type)) },
            outcome_link(row, lines),
        ]
    }));
    html! {
        section id="outcomes" class="govuk-!-margin-bottom-8" {
            @if rows.is_empty() {
                h2.govuk-heading-m { "Outcomes to record" }
                (ui::empty("Every past appointment has its outcome.", None))
            } @else {
                (table.show())
                @if rows.len() > SHOWN {
                    p.govuk-body { a.govuk-link href="/board?whose=mine" { "See all " (rows.len()) " on the board" } }
                }
            }
        }
    }
}

/// Reports that the reader is to write; nothing when there is none.
fn reports(rows: &[RequestLine], lines: &HashMap<PersonId, PersonLine>, law: &law::Law, today: Date) -> Markup {
    let table = Table::new("Reports to write", [column("Person"), column("Due"), column("Court"), column("Action")])
        .rows(rows.iter().map(|row| {
            let action = lines.get(&row.person_id).map(|line| {
                let href = format!("/people/{}/report-requests/{}", line.crn, row.id);
                ui::link_about(&href, "Open", &format!("the request about {}", line.name))
            });
            [
                words::person(lines, row.person_id),
                html! {
                    @match row.due_on {
                        Some(due) => { (ui::short_day(due)) br; span.govuk-hint { (due_words(law, today, due)) } }
                        None => "Not said"
                    }
                },
                html! { (row.court.as_deref().unwrap_or("Not said")) },
                html! { @if let Some(action) = action { (action) } },
            ]
        }));
    html! {
        @if !rows.is_empty() { section class="govuk-!-margin-bottom-8" { (table.show()) } }
    }
}

fn outcome_link(row: &DiaryRow, lines: &HashMap<PersonId, PersonLine>) -> Markup {
    match (row.awaited, lines.get(&row.person_id)) {
        (true, Some(line)) => {
            let href = format!("/people/{}/appointments/{}", line.crn, row.contact_id);
            ui::link_about(&href, "Record outcome", &format!("for {}", line.name))
        }
        (false, _) if row.outcome.is_some() => html! { "Recorded" },
        _ => html! { "Not needed" },
    }
}

fn gaps(title: &str, gaps: &[ShownGap], total: i64, all: &str, lines: &HashMap<PersonId, PersonLine>) -> Markup {
    let table = Table::new(format!("{title}, {total} in all"), [column("Person"), column("What is missing")])
        .rows(gaps.iter().map(|gap| [words::person(lines, gap.person), html! { (gap.words) }]));
    html! {
        section class="govuk-!-margin-bottom-8" {
            @if gaps.is_empty() {
                h2.govuk-heading-m { (title) }
                (ui::empty("No gaps today: everybody has an officer and a next contact in time.", None))
            } @else {
                (table.show())
                p.govuk-body { a.govuk-link href=(all) { "Open the board of gaps" } }
            }
        }
    }
}

fn waiting_list(team: &TeamWork, lines: &HashMap<PersonId, PersonLine>, today: Date) -> Markup {
    let table = Table::new(
        format!("To allocate, {} in all", team.waiting.len()),
        [column("Person"), column("Allocate by"), column("Action")],
    )
    .rows(team.waiting.iter().take(SHOWN).map(|row| {
        let late = row.allocate_by.is_some_and(|by| by < today);
        let by = row.allocate_by.map_or_else(|| "Now".to_owned(), ui::short_day);
        let action = lines
            .get(&row.person_id)
            .map(|line| ui::link_about(&format!("/allocate/{}", line.crn), "Allocate", &line.name));
        [
            words::person(lines, row.person_id),
            html! { (by) @if late { " " (ui::tag(ui::Colour::Red, "Late")) } },
            html! { @if let Some(action) = action { (action) } },
        ]
    }));
    html! {
        section class="govuk-!-margin-bottom-8" {
            @if team.waiting.is_empty() {
                h2.govuk-heading-m { "To allocate" }
                (ui::empty("Everybody in your teams has an officer.", None))
            } @else {
                (table.show())
                p.govuk-body { a.govuk-link href="/team" { "Open your team" } }
            }
        }
    }
}
