//! What a member of staff still has to do with courts, for My work: reports that they write, and actions of meetings with
//! the bench. One statement for both.

use crate::reports::{ReportKind, ReportState};
use crate::requests::due_words;
use kernel::{CourtId, Date, LiaisonId, PersonId, ReportId, StaffId};
use law::Law;
use people::PersonLine;
use std::collections::HashMap;
use store::{ColumnType, Cx, Question, Result, params};
use web::ui::{self, Colour};
use web::{Markup, html};

/// A report that somebody writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportDue {
    pub id: ReportId,
    pub person_id: PersonId,
    pub kind: ReportKind,
    pub state: ReportState,
    pub hearing_on: Date,
}

/// An action of a meeting with the bench.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionDue {
    pub id: LiaisonId,
    pub court_id: CourtId,
    pub what: String,
    pub due_on: Date,
}

/// Both, by their days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourtWork {
    pub reports: Vec<ReportDue>,
    pub actions: Vec<ActionDue>,
}

impl CourtWork {
    /// Whether anything waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reports.is_empty() && self.actions.is_empty()
    }

    /// How many are past their day.
    #[must_use]
    pub fn overdue(&self, today: Date) -> usize {
        self.reports.iter().filter(|r| r.hearing_on < today).count()
            + self.actions.iter().filter(|a| a.due_on < today).count()
    }

    /// The people whom the reports are about.
    pub fn people(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.reports.iter().map(|r| r.person_id)
    }
}

/// What [`my_court_work`] asks, for a page that asks several things together.
#[must_use]
pub fn my_court_work_question(staff: StaffId, most: i64) -> Question {
    use ColumnType::{Date, Id, Text};
    let sql = "SELECT 'report' AS what, id, person_id AS whose, kind, state, hearing_on AS due FROM view_court_report \
        WHERE staff_id = $1 AND state IN ('writing', 'returned', 'checked', 'checking') \
        UNION ALL SELECT 'action' AS what, id, court_id AS whose, what AS kind, 'open' AS state, due_on AS due \
        FROM court_meeting_action WHERE owner_id = $1 AND done_on IS NULL ORDER BY due, id LIMIT $2";
    Question::rows(&[Text, Id, Id, Text, Text, Date], sql, params![staff, most])
}

/// What waits for a member of staff, the nearest day first, at most `most`.
///
/// # Errors
/// When the database fails.
pub fn my_court_work(cx: &mut Cx<'_>, staff: StaffId, most: i64) -> Result<CourtWork> {
    let mut work = CourtWork::default();
    for row in cx.ask(&my_court_work_question(staff, most))? {
        let what: String = row.get(0)?;
        if what == "report" {
            work.reports.push(ReportDue {
                id: row.get(1)?,
                person_id: row.get(2)?,
                kind: row.get(3)?,
                state: row.get(4)?,
                hearing_on: row.get(5)?,
            });
        } else {
            work.actions.push(ActionDue {
                id: row.get(1)?,
                court_id: row.get(2)?,
                what: row.get(3)?,
                due_on: row.get(5)?,
            });
        }
    }
    Ok(work)
}

/// The panels of My work; nothing where nothing waits.
#[must_use]
pub fn court_work_panel(work: &CourtWork, lines: &HashMap<PersonId, PersonLine>, law: &Law, today: Date) -> Markup {
    let due = |day: Date| {
        html! {
            (ui::short_day(day)) br; span.govuk-hint { (due_words(law, today, day)) }
            @if day < today { " " (ui::tag(Colour::Red, "Past")) }
        }
    };
    let reports =
        ui::Table::new("Reports being written", ["Person", "Hearing", "Kind", "How it stands"].map(ui::column)).rows(
            work.reports.iter().filter_map(|report| {
                let person = lines.get(&report.person_id)?;
                Some([
                    ui::link(&format!("/reports/{}", report.id), &person.name),
                    due(report.hearing_on),
                    html! { (report.kind.words()) },
                    crate::reports::state_tag(report.state),
                ])
            }),
        );
    let actions = ui::Table::new("Actions agreed with the bench", ["What", "By", "Action"].map(ui::column)).rows(
        work.actions.iter().map(|a| {
            let href = format!("/court/liaison/{}/actions/{}", a.court_id, a.id);
            [html! { (a.what) }, due(a.due_on), ui::link_about(&href, "Record the outcome", &a.what)]
        }),
    );
    html! {
        @if !work.reports.is_empty() { section class="govuk-!-margin-bottom-8" { (reports.show()) } }
        @if !work.actions.is_empty() { section class="govuk-!-margin-bottom-8" { (actions.show()) } }
    }
}
