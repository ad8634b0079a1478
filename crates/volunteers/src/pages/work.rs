//! What waits of volunteers on My work: for an officer, their people who are matched with somebody whose checks are not in
//! force; for those who keep volunteers, every volunteer who needs somebody today.

use super::list::{at_work_question, unfit};
use super::{due_tag, path};
use crate::reads::{Standing, standings};
use crate::records::{MatchLine, Volunteer, VolunteerState};
use kernel::{Permission, PersonId, StaffId};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Question, Result, params};
use web::ui;
use web::{Markup, html};

/// Rows that a panel shows.
const SHOWN: usize = 10;

/// What waits of volunteers for a reader.
#[derive(Clone, Debug, Default)]
pub struct VolunteerWork {
    /// Open matches of the reader's people with somebody who should not meet them today.
    pub matches: Vec<(MatchLine, Standing)>,
    /// For those who keep volunteers: who needs somebody.
    pub keep: Vec<Standing>,
}

fn matches_question(staff: StaffId) -> Question {
    Question::list::<MatchLine>("WHERE staff_id = $1 AND is_open ORDER BY from_date, id LIMIT 100", params![staff])
}

fn matched_question(staff: StaffId) -> Question {
    let rest = "WHERE id IN (SELECT volunteer_id FROM view_volunteer_match WHERE staff_id = $1 AND is_open) \
        ORDER BY sort_name, id LIMIT 100";
    Question::list::<Volunteer>(rest, params![staff])
}

/// What [`volunteer_work`] asks beforehand.
#[must_use]
pub fn volunteer_work_questions(cx: &Cx<'_>, own: Option<StaffId>) -> Vec<Question> {
    let of_officer = own.map(|staff| [matches_question(staff), matched_question(staff)]);
    let of_keeper = cx.may(Permission::KeepVolunteers).then(at_work_question);
    of_officer.into_iter().flatten().chain(of_keeper).collect()
}

/// What waits of volunteers.
///
/// # Errors
/// When the database fails.
pub fn volunteer_work(cx: &mut Cx<'_>, own: Option<StaffId>) -> Result<VolunteerWork> {
    let (mut lines, mut everybody): (Vec<MatchLine>, Vec<Volunteer>) = (Vec::new(), Vec::new());
    if let Some(staff) = own {
        lines = cx.ask_list(&matches_question(staff))?;
        everybody = cx.ask_list(&matched_question(staff))?;
    }
    let keeps = cx.may(Permission::KeepVolunteers);
    if keeps {
        let kept: Vec<Volunteer> = cx.ask_list(&at_work_question())?;
        everybody.extend(kept.iter().filter(|k| everybody.iter().all(|e| e.id != k.id)).cloned().collect::<Vec<_>>());
    }
    if everybody.is_empty() {
        return Ok(VolunteerWork::default());
    }
    let (all, today) = (standings(cx, everybody)?, cx.today());
    let standing = |line: &MatchLine| all.iter().find(|s| s.volunteer.id == line.volunteer_id && unfit(s)).cloned();
    let matches = lines.into_iter().filter_map(|line| Some((standing(&line)?, line)));
    let late = |s: &&Standing| unfit(s) || s.supervision_due.is_some_and(|due| due < today);
    Ok(VolunteerWork {
        matches: matches.map(|(standing, line)| (line, standing)).collect(),
        keep: if keeps { all.iter().filter(late).take(SHOWN).cloned().collect() } else { Vec::new() },
    })
}

fn why(standing: &Standing) -> String {
    if standing.volunteer.state != VolunteerState::Active {
        return format!("They are {}", standing.volunteer.state.words().to_lowercase());
    }
    let missing: Vec<&str> = standing.needed.iter().filter(|n| n.holds.is_none()).map(|n| n.words.as_str()).collect();
    missing.join(", ")
}

impl VolunteerWork {
    /// Everybody named.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        self.matches.iter().map(|(line, _)| line.person_id).collect()
    }

    /// The panels; nothing where nothing waits.
    #[must_use]
    pub fn panels(&self, lines: &HashMap<PersonId, PersonLine>, today: kernel::Date) -> Vec<Markup> {
        [self.of_officer(lines), self.of_keeper(today)].into_iter().flatten().collect()
    }

    fn of_officer(&self, lines: &HashMap<PersonId, PersonLine>) -> Option<Markup> {
        let rows: Vec<_> = self
            .matches
            .iter()
            .filter_map(|(line, standing)| {
                let person = lines.get(&line.person_id)?;
                let name = if person.restricted {
                    html! { (person.name) " " span.govuk-hint { (person.crn) } }
                } else {
                    ui::link(&format!("/people/{}/mentors/{}", person.crn, line.id), &person.name)
                };
                Some([name, html! { (standing.volunteer.name) }, html! { (why(standing)) }])
            })
            .collect();
        let columns = ["Person", "Volunteer", "Why"].map(ui::column);
        (!rows.is_empty())
            .then(|| section(&ui::Table::new("Mentors whose checks are not in force", columns).rows(rows)))
    }

    fn of_keeper(&self, today: kernel::Date) -> Option<Markup> {
        let rows = self.keep.iter().map(|s| {
            let what = if unfit(s) { why(s) } else { "Supervision is late".to_owned() };
            [
                ui::link(&path(s.volunteer.id, ""), &s.volunteer.name),
                html! { (what) },
                due_tag(s.supervision_due, today),
            ]
        });
        let columns = ["Volunteer", "What", "Next supervision"].map(ui::column);
        (!self.keep.is_empty()).then(|| section(&ui::Table::new("Volunteers who need somebody", columns).rows(rows)))
    }
}

fn section(table: &ui::Table) -> Markup {
    html! { section class="govuk-!-margin-bottom-8" { (table.show()) } }
}
