//! The list of volunteers by state, and above it what needs somebody today.

use super::{checks_tag, due_tag, frame, path, state_tag};
use crate::policy_rows::{RUNNING_OUT_DAYS, policy};
use crate::reads::{Standing, standings};
use crate::records::{Volunteer, VolunteerState};
use kernel::Date;
use std::collections::BTreeMap;
use store::{Cx, Question, params};
use web::ui::{self, Stat};
use web::{Answer, Markup, Reply, Request, html};

const PER_PAGE: u64 = 25;

/// Volunteers with somebody matched, or active: those of whom something can be late.
pub(super) fn at_work_question() -> Question {
    let rest = "WHERE state = $1 OR id IN (SELECT volunteer_id FROM view_volunteer_match WHERE is_open) \
        ORDER BY sort_name, id LIMIT 400";
    Question::list::<Volunteer>(rest, params![VolunteerState::Active])
}

/// Those who need somebody today: a check is missing while people are matched, or supervision is late.
pub(super) fn unfit(standing: &Standing) -> bool {
    standing.matched > 0 && (!standing.is_cleared() || standing.volunteer.state != VolunteerState::Active)
}

fn stat(figure: usize, label: &str, urgent: bool) -> Stat {
    Stat { figure: figure.to_string(), label: label.into(), href: None, urgent: urgent && figure > 0, beside: None }
}

fn attention(all: &[Standing], today: Date, soon: i64) -> Markup {
    let unfit: Vec<&Standing> = all.iter().filter(|s| unfit(s)).collect();
    let late: Vec<&Standing> = all.iter().filter(|s| s.supervision_due.is_some_and(|d| d < today)).collect();
    let runs_out =
        |s: &&Standing| s.is_cleared() && s.good_until().is_some_and(|d| i64::from((d - today).get_days()) <= soon);
    let soon_gone = all.iter().filter(runs_out).count();
    let rows = unfit.iter().chain(late.iter().filter(|s| !self::unfit(s))).map(|s| {
        let why = if self::unfit(s) {
            html! { (ui::count(s.matched, "person is", "people are")) " matched while a check is missing or they are not active" }
        } else {
            html! { "Supervision is late" }
        };
        [
            ui::link(&path(s.volunteer.id, ""), &s.volunteer.name),
            why,
            checks_tag(s, today, soon),
            due_tag(s.supervision_due, today),
        ]
    });
    let columns = ["Volunteer", "Why", "Checks", "Next supervision"].map(ui::column);
    html! {
        (ui::stats(&[
            stat(unfit.len(), "matched without checks in force", true),
            stat(late.len(), "supervision late", true),
            stat(soon_gone, "checks running out", false),
        ]))
        @if !unfit.is_empty() || !late.is_empty() {
            (ui::Table::new("Needs somebody today", columns).rows(rows).show())
        }
    }
}

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked: Option<VolunteerState> = req.query("state").and_then(|s| s.parse().ok());
    let skipped = i64::try_from((req.page() - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX);
    let (condition, values) = match asked {
        Some(state) => ("state = $1", params![state].to_vec()),
        None => ("state <> $1", params![VolunteerState::Ended].to_vec()),
    };
    let order = "ORDER BY sort_name, id";
    let (rows, total) = cx.page_of::<Volunteer>(condition, &values, order, PER_PAGE.cast_signed(), skipped)?;
    let today = cx.today();
    let soon = policy(cx)?.number(RUNNING_OUT_DAYS, today)?;
    let mut everybody: Vec<Volunteer> = cx.ask_list(&at_work_question())?;
    everybody.extend(rows.iter().filter(|r| !everybody.iter().any(|w| w.id == r.id)).cloned().collect::<Vec<_>>());
    let known: Vec<Standing> = standings(cx, everybody)?;
    let by_id: BTreeMap<_, &Standing> = known.iter().map(|s| (s.volunteer.id, s)).collect();
    let units = organisation::units(cx)?;
    let cells = rows.iter().filter_map(|row| {
        let standing = by_id.get(&row.id)?;
        let kinds: Vec<&str> = row.kinds().iter().map(|k| k.words()).collect();
        let unit = row.unit_id.and_then(|id| units.iter().find(|u| u.id == id)).map_or("Any", |u| u.name.as_str());
        Some([
            ui::link(&path(row.id, ""), &row.name),
            html! { (kinds.join(", ")) },
            html! { (unit) },
            state_tag(row.state),
            checks_tag(standing, today, soon),
            html! { (standing.matched) " of " (row.most_people) },
            due_tag(standing.supervision_due, today),
        ])
    });
    let columns = ["Name", "As", "Delivery unit", "State", "Checks", "People", "Next supervision"].map(ui::column);
    let mut tabs = vec![ui::Tab::new("/volunteers", "All but ended").current(asked.is_none())];
    tabs.extend(
        VolunteerState::ALL
            .iter()
            .map(|s| ui::Tab::new(format!("/volunteers?state={}", s.code()), s.words()).current(asked == Some(*s))),
    );
    let body = html! {
        h1.govuk-heading-l { "Mentors and volunteers" }
        (ui::link_button("/volunteers/new", "Add a volunteer").show())
        p.govuk-body { (ui::link("/policy/volunteers", "Which checks are needed, and for how long they hold")) }
        @if req.page() == 1 && asked.is_none() { (attention(&known, today, soon)) }
        div class="govuk-!-margin-bottom-6" { (ui::sub_navigation("Which volunteers", &tabs)) }
        @if rows.is_empty() {
            (ui::empty("Nobody is here. Whoever applies is added with their name and what they would do.", None))
        } @else {
            (ui::Table::new("Volunteers by name", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(frame(req, "Mentors and volunteers"), body))
}
