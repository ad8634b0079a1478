//! What waits for one member of staff: their day, outcomes to record, reports and court work, and the gaps around their
//! people.

use super::{SHOWN, gaps, stat};
use crate::words;
use caseload::{BoardQuery, GapKind, Scope, ShownGap, board};
use contacts::{Catalogue, DiaryRow, diary, overdue_outcomes};
use court::{CourtWork, RequestLine, court_work_panel, due_words, my_court_work, my_requests};
use kernel::{Date, PersonId, StaffId};
use people::PersonLine;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Cx, Result};
use web::ui::{self, Stat, Table, column};
use web::{Markup, html};

/// The first of one's own gaps. Outcomes to record have a list of their own above it.
pub(super) const OWN_GAPS: BoardQuery =
    BoardQuery { kind: None, without: Some(GapKind::OverdueOutcome), page: 0, per_page: SHOWN as i64 };
const OWN_BOARD: &str = "/board?whose=mine&without=overdue-outcome";

/// A practitioner's part of the page.
pub(super) struct OwnWork {
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
pub(super) fn own_work(
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
    let page = board(cx, &Scope::Staff(staff), OWN_GAPS)?;
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
        ["other gap around your people", "other gaps around your people"],
        OWN_BOARD,
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

impl OwnWork {
    /// What comes before the failures to decide, and what after them.
    pub(super) fn panels(&self, lines: &HashMap<PersonId, PersonLine>, today: Date) -> ([Markup; 2], [Markup; 3]) {
        let first = [appointments(&self.today, lines, &self.types), outcomes(&self.overdue, lines, &self.types)];
        let then = [
            reports(&self.reports, lines, &self.law, today),
            court_work_panel(&self.court, lines, &self.law, today),
            gaps("Other gaps around your people", &self.gaps, self.gaps_total, OWN_BOARD, lines),
        ];
        (first, then)
    }
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
