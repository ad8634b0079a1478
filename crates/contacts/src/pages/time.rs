//! How much of a team's time is spent with people. The share is of contracted time; where that is not known, only the
//! minutes are told.

use crate::reading::time_of_team;
use crate::rules::time_with_people::Minutes;
use jiff::ToSpan;
use kernel::{StaffId, TeamId, WorkingDays};
use law::{Law, Nation};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{Table, column, input};
use web::{Answer, Reply, Request, html};

/// The days that the page begins with: the last four weeks.
const USUAL: i32 = 28;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let mut form = Form::of(req.queries().iter().cloned());
    let from = form.optional_date("from", "the first day").unwrap_or(today.saturating_add((-USUAL).days()));
    let to = form.optional_date("to", "the last day").unwrap_or(today);
    for (name, day) in [("from", from), ("to", to)] {
        if form.wrong(name).is_none() {
            form = form.with(name, super::fields::date_text(day));
        }
    }
    let team = team(cx, req)?;
    let members = organisation::team_members(cx, team, today)?;
    let law = cx.part::<Law>()?;
    let days = law.working_days(Nation::EnglandAndWales);
    let contracted: Vec<(StaffId, Option<u64>)> =
        members.iter().map(|m| (m.staff.id, contracted(m.weekly_minutes, days, from, to))).collect();
    let spent = time_of_team(cx, &contracted, from, to)?;
    let name = organisation::team(cx, team)?.name;
    let total =
        contracted.iter().filter_map(|(id, _)| spent.get(id)).copied().reduce(Minutes::with).unwrap_or_default();
    let mut table = Table::new(
        format!("{name}, {} to {}", web::ui::day(from), web::ui::day(to)),
        [
            column("Officer"),
            column("With people").numeric(),
            column("Recorded").numeric(),
            column("Contracted").numeric(),
            column("Share with people").numeric(),
        ],
    );
    for member in &members {
        table.push(cells(&member.staff.name, spent.get(&member.staff.id).copied().unwrap_or_default()));
    }
    table.push(cells("Team", total));
    let body = html! {
        (web::ui::error_summary(&form))
        h1.govuk-heading-l { "Time with people" }
        p.govuk-body {
            "Minutes of meetings and calls that people attended. An hour with a group counts once. Contracted time is the "
            "working days of these weeks at the contracted hours; absences are not taken off."
        }
        form method="get" action="/time-with-people" {
            input type="hidden" name="team" value=(team);
            (input("from", "From").date().show(&form))
            (input("to", "To").date().show(&form))
            (web::ui::button("Show").repeatable().show())
        }
        (table.show())
    };
    Ok(Reply::page(req.frame().titled("Time with people"), body))
}

fn team(cx: &mut Cx<'_>, req: &Request) -> Result<TeamId> {
    if let Some(asked) = req.query("team") {
        return asked.parse().map_err(|_| Failure::NotFound);
    }
    if let Some(staff) = cx.actor().staff() {
        return Ok(organisation::staff_line(cx, staff)?.team);
    }
    // Whoever works in no team begins with the first that they may see.
    if let Some(team) = access::my_teams(cx)?.first() {
        return Ok(*team);
    }
    organisation::teams(cx)?.first().map(|team| team.id).ok_or(Failure::NotFound)
}

/// A fifth of the weekly minutes for each working day of the span.
pub(crate) fn contracted(weekly: i64, days: WorkingDays<'_>, from: kernel::Date, to: kernel::Date) -> Option<u64> {
    let weekly = u64::try_from(weekly).ok().filter(|minutes| *minutes > 0)?;
    let working = u64::try_from(days.between(from.saturating_add((-1).days()), to)).ok()?;
    Some(weekly * working / 5)
}

fn cells(name: &str, minutes: Minutes) -> Vec<web::Markup> {
    let unknown = || html! { "Not known" };
    vec![
        html! { (name) },
        html! { (hours(minutes.with_people)) },
        html! { (hours(minutes.recorded)) },
        minutes.contracted.map_or_else(unknown, |m| html! { (hours(m)) }),
        minutes.percent().map_or_else(unknown, |p| html! { (p) "%" }),
    ]
}

fn hours(minutes: u64) -> String {
    format!("{}h {:02}m", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::contracted;
    use kernel::{Holidays, WorkingDays, date};

    #[test]
    fn contracted_time_is_a_fifth_of_the_week_for_each_working_day() {
        let christmas = Holidays::new(vec![date(2026, 12, 25), date(2026, 12, 28)]);
        let days = WorkingDays(&christmas);
        assert_eq!(contracted(2220, days, date(2026, 11, 23), date(2026, 11, 29)), Some(2220));
        assert_eq!(contracted(2220, days, date(2026, 12, 21), date(2026, 12, 28)), Some(444 * 4));
        assert_eq!(contracted(0, days, date(2026, 11, 23), date(2026, 11, 29)), None);
    }
}
