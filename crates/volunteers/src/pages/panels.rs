//! What other pages show of this room: a card of a person's interventions, and panels of My work for an officer whose people
//! are matched with somebody, and for those who keep volunteers.

use super::list::{at_work, unfit};
use super::person::state_tag;
use super::{due_tag, path};
use crate::reads::{Standing, matches_of, standings};
use crate::records::{Match, MatchLine, VolunteerState};
use kernel::{Permission, PersonId, StaffId, TeamId, VolunteerId, placeholders};
use people::OpenPerson;
use store::{Cx, Question, Result, id_values, key_values, params};
use web::ui;
use web::{Markup, html};

/// A card of the person's interventions; nothing where nobody is matched and the reader may match nobody.
///
/// # Errors
/// When the database fails.
pub fn person_card(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let rows = matches_of(cx, &open.keys)?;
    if rows.is_empty() && !cx.may(Permission::KeepVolunteers) {
        return Ok(html! {});
    }
    let shown = rows.iter().filter(|m| m.ended_on.is_none());
    let ended = rows.iter().filter(|m| m.ended_on.is_some()).count();
    Ok(ui::SummaryCard::new("Mentors and volunteers").action(&open.path("/mentors"), "See all").holding(&html! {
        @if rows.is_empty() { p.govuk-body { "Nobody is matched with them." } }
        @for m in shown {
            p.govuk-body {
                (ui::link(&open.path(&format!("/mentors/{}", m.id)), &m.volunteer_name)) ", " (m.kind.words().to_lowercase()) " "
                (state_tag(m)) br; span.govuk-hint { (m.purpose) }
            }
        }
        @if ended > 0 { p.govuk-body { (ui::count(i64::try_from(ended).unwrap_or(i64::MAX), "match has ended", "matches have ended")) "." } }
    }))
}

/// What [`person_card`] asks.
#[must_use]
pub fn person_card_questions(open: &OpenPerson) -> Vec<Question> {
    let keys = &open.keys;
    let rest = format!("WHERE person_id IN ({}) ORDER BY from_date DESC, id DESC", keys.placeholders(1));
    vec![Question::list::<Match>(&rest, &key_values(keys))]
}

/// What waits of volunteers: for an officer, their people who are matched with somebody whose checks are not in force; for
/// those who keep volunteers, every volunteer who needs somebody today.
///
/// # Errors
/// When the database fails.
pub fn my_work_panel(cx: &mut Cx<'_>, own: Option<StaffId>, _teams: &[TeamId]) -> Result<Vec<Markup>> {
    let mut panels = Vec::new();
    if let Some(staff) = own {
        panels.extend(of_officer(cx, staff)?);
    }
    if cx.may(Permission::KeepVolunteers) {
        panels.extend(of_keeper(cx)?);
    }
    Ok(panels)
}

fn of_officer(cx: &mut Cx<'_>, staff: StaffId) -> Result<Option<Markup>> {
    let lines: Vec<MatchLine> =
        cx.list("WHERE staff_id = $1 AND is_open ORDER BY from_date, id LIMIT 100", params![staff])?;
    if lines.is_empty() {
        return Ok(None);
    }
    let ids: Vec<VolunteerId> = lines.iter().map(|l| l.volunteer_id).collect();
    let values = id_values(&ids);
    let with = cx.list(&format!("WHERE id IN ({})", placeholders(1, values.len())), &values)?;
    let known = standings(cx, with)?;
    let standing = |line: &MatchLine| known.iter().find(|s| s.volunteer.id == line.volunteer_id);
    let bad: Vec<(&MatchLine, &Standing)> =
        lines.iter().filter_map(|l| Some((l, standing(l)?))).filter(|(_, s)| unfit(s)).collect();
    if bad.is_empty() {
        return Ok(None);
    }
    let people: Vec<PersonId> = bad.iter().map(|(l, _)| l.person_id).collect();
    let names = people::lines(cx, &people)?;
    cx.note_shown("list", "matches", &people);
    let rows = bad.iter().filter_map(|(line, standing)| {
        let person = names.get(&line.person_id)?;
        let name = if person.restricted {
            html! { (person.name) " " span.govuk-hint { (person.crn) } }
        } else {
            ui::link(&format!("/people/{}/mentors/{}", person.crn, line.id), &person.name)
        };
        Some([name, html! { (standing.volunteer.name) }, html! { (why(standing)) }])
    });
    let columns = ["Person", "Volunteer", "Why"].map(ui::column);
    Ok(Some(html! {
        section class="govuk-!-margin-bottom-8" { (ui::Table::new("Mentors whose checks are not in force", columns).rows(rows).show()) }
    }))
}

fn why(standing: &Standing) -> String {
    if standing.volunteer.state != VolunteerState::Active {
        return format!("They are {}", standing.volunteer.state.words().to_lowercase());
    }
    let missing: Vec<&str> = standing.needed.iter().filter(|n| n.holds.is_none()).map(|n| n.words.as_str()).collect();
    missing.join(", ")
}

fn of_keeper(cx: &mut Cx<'_>) -> Result<Option<Markup>> {
    let today = cx.today();
    let everybody = at_work(cx)?;
    let all = standings(cx, everybody)?;
    let bad: Vec<&Standing> =
        all.iter().filter(|s| unfit(s) || s.supervision_due.is_some_and(|d| d < today)).take(10).collect();
    if bad.is_empty() {
        return Ok(None);
    }
    let rows = bad.iter().map(|s| {
        let what = if unfit(s) { why(s) } else { "Supervision is late".to_owned() };
        [ui::link(&path(s.volunteer.id, ""), &s.volunteer.name), html! { (what) }, due_tag(s.supervision_due, today)]
    });
    let columns = ["Volunteer", "What", "Next supervision"].map(ui::column);
    Ok(Some(html! {
        section class="govuk-!-margin-bottom-8" { (ui::Table::new("Volunteers who need somebody", columns).rows(rows).show()) }
    }))
}
