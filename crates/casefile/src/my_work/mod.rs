//! What waits for whoever is signed in, on one page: today's appointments, outcomes to record, gaps of their people, and
//! for managers and court officers what their lists hold. The panels ask together, whatever the number of rows.

mod own;
mod team;

use crate::{delivery, words};
use caseload::{Scope, ShownGap};
use kernel::{Date, Permission, PersonId, StaffId, TeamId};
use own::own_work;
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Question, Result};
use team::team_work;
use web::ui::{self, Stat, Table, column};
use web::{Answer, Markup, Reply, Request, html};

/// Rows shown of each list before "see all".
const SHOWN: usize = 10;

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
    let (first, then) = mine.as_ref().map(|mine| mine.panels(&lines, today)).unzip();
    panels.extend(first.into_iter().flatten());
    panels.extend(shown(&failures, false, &lines, today));
    panels.extend(then.into_iter().flatten());
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
        panels.extend(team.panels(&lines, today));
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

/// What the panels ask, room by room: of a member of staff, and of the teams that they lead.
fn questions(cx: &Cx<'_>, own: Option<StaffId>, teams: Option<&Vec<TeamId>>) -> Vec<Question> {
    let mut questions = Vec::new();
    if let Some(staff) = own {
        questions.extend(contacts::day_questions(staff, cx.today()));
        questions.push(caseload::board_question(cx, &Scope::Staff(staff), own::OWN_GAPS));
        questions.push(court::my_requests_question(staff, SHOWN as i64));
        questions.push(court::my_court_work_question(staff, SHOWN as i64));
        questions.push(documents::messages::message_trouble_question(staff, SHOWN as i64));
    }
    if let Some(teams) = teams {
        questions.extend(caseload::unallocated_question(teams, team::MOST_WAITING));
        questions.push(caseload::board_question(cx, &Scope::Teams(teams.clone()), team::TEAM_GAPS));
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
