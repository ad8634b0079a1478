//! Reports on other pages: the author's and the checker's in My work, and a person's on their overview.

use super::records::{ReportLine, ReportState};
use crate::requests::due_words;
use kernel::{Date, PersonId, StaffId};
use law::Law;
use people::{OpenPerson, PersonLine};
use std::collections::HashMap;
use store::{Cx, Result, params};
use web::ui::{self, Colour};
use web::{Markup, html};

/// Reports that a member of staff writes, by the day of the hearing.
///
/// # Errors
/// When the database fails.
pub fn my_reports(cx: &mut Cx<'_>, staff: StaffId, most: i64) -> Result<Vec<ReportLine>> {
    let rest = "WHERE staff_id = $1 AND state IN ('writing', 'returned', 'checked', 'checking') \
        ORDER BY hearing_on, id LIMIT $2";
    cx.list(rest, params![staff, most])
}

/// The state as a tag.
pub(super) fn state_tag(state: ReportState) -> Markup {
    let colour = match state {
        ReportState::Writing => Colour::Plain,
        ReportState::Checking => Colour::Purple,
        ReportState::Returned => Colour::Orange,
        ReportState::Checked => Colour::Teal,
        ReportState::Signed => Colour::Green,
        ReportState::Withdrawn => Colour::Grey,
    };
    ui::tag(colour, state.words())
}

/// When the hearing is, with the working days until then.
pub(super) fn hearing(law: &Law, today: Date, line: &ReportLine) -> Markup {
    let waits = !matches!(line.state, ReportState::Signed | ReportState::Withdrawn);
    html! {
        (ui::short_day(line.hearing_on))
        @if waits { br; span.govuk-hint { (due_words(law, today, line.hearing_on)) } }
        @if waits && line.hearing_on < today { " " (ui::tag(Colour::Red, "Past")) }
    }
}

/// Reports being written, for My work; nothing when there is none.
#[must_use]
pub fn work_panel(reports: &[ReportLine], lines: &HashMap<PersonId, PersonLine>, law: &Law, today: Date) -> Markup {
    let table = ui::Table::new("Reports being written", ["Person", "Hearing", "Kind", "How it stands"].map(ui::column))
        .rows(reports.iter().filter_map(|report| {
            let person = lines.get(&report.person_id)?;
            Some([
                ui::link(&format!("/reports/{}", report.id), &person.name),
                hearing(law, today, report),
                html! { (report.kind.words()) },
                state_tag(report.state),
            ])
        }));
    html! {
        @if !reports.is_empty() { section class="govuk-!-margin-bottom-8" { (table.show()) } }
    }
}

/// Reports about a person that are being written, for their overview; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn panel(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let mut reports = super::reports_of(cx, &open.keys)?;
    reports.retain(|r| !matches!(r.state, ReportState::Signed | ReportState::Withdrawn));
    let (law, today) = (cx.part::<Law>()?, cx.today());
    Ok(html! {
        @for report in &reports {
            (ui::SummaryCard::new("A report is being written").action(&format!("/reports/{}", report.id), "Open the report").rows(&[
                ui::row("Kind", report.kind.words()),
                ui::row("Hearing", hearing(&law, today, report)),
                ui::row("How it stands", state_tag(report.state)),
            ]))
        }
    })
}
