//! Finding staff, and what is known of one: teams over time, and when they were away.

use super::or_dash;
use super::team::hours;
use crate::{Absence, Membership, Staff, Team, absences, grades, memberships, staff_by_code, staff_lines};
use kernel::{Permission, StaffId, escape_like, fold};
use std::collections::BTreeMap;
use store::{Cx, Result, params};
use web::{Answer, Markup, Reply, Request, html, ui};

const PER_PAGE: u64 = 25;

pub(super) fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let typed = req.query("q").unwrap_or_default();
    let like = format!("%{}%", escape_like(&fold(typed)));
    let total = cx.count("SELECT count(*) FROM staff WHERE folded LIKE $1 ESCAPE '\\'", params![like])?;
    let total = u64::try_from(total).unwrap_or(0);
    let page = req.page().min(ui::pages(total, PER_PAGE));
    let (most, from) = (PER_PAGE as i64, i64::try_from((page - 1) * PER_PAGE).unwrap_or(0));
    let found: Vec<Staff> = cx.list(
        "WHERE folded LIKE $1 ESCAPE '\\' ORDER BY surname, forename, id LIMIT $2 OFFSET $3",
        params![like, most, from],
    )?;
    let ids: Vec<StaffId> = found.iter().map(|s| s.id).collect();
    let lines = staff_lines(cx, &ids)?;
    let columns = [ui::column("Name"), ui::column("Code"), ui::column("Grade"), ui::column("Team")];
    let rows = found.iter().map(|s| {
        vec![
            ui::link(&format!("/organisation/staff/{}", s.code), &s.name()),
            html! { (s.code) },
            html! { (s.grade) },
            html! { (or_dash(lines.get(&s.id).map(|l| l.team_name.as_str()))) },
        ]
    });
    let frame = req.frame().titled("Staff").crumb("/organisation", "Organisation");
    let body = html! {
        h1.govuk-heading-l { "Staff" }
        (ui::search_box("staff-search", "/organisation/staff", "Name or code of staff", typed))
        (ui::Table::new("Staff by name", columns).unseen_caption().rows(rows).show())
        @if total == 0 { (ui::empty("No member of staff has that name or code.", None)) }
        (ui::pagination(&req.address(), page, PER_PAGE, total))
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = staff_by_code(cx, &req.param::<String>("code")?)?;
    let held = memberships(cx, staff.id)?;
    let away = absences(cx, staff.id)?;
    let covers: Vec<StaffId> = away.iter().filter_map(|a| a.cover_staff_id).collect();
    let covers: BTreeMap<StaffId, String> = staff_lines(cx, &covers)?.into_iter().map(|(id, l)| (id, l.name)).collect();
    let teams = teams_of(cx, &held)?;
    let languages = crate::language_words(cx, staff.id)?;
    let grade = grades(cx)?.into_iter().find(|g| g.code == staff.grade).map_or(staff.grade.clone(), |g| g.name);
    let at = format!("/admin/organisation/staff/{}", staff.code);
    let may_change = cx.may(Permission::Administer);
    let card = ui::SummaryCard::new("Details");
    let card = if may_change {
        card.action(&format!("{at}/edit"), "Change")
            .action(&format!("{at}/languages"), "Languages")
            .action(&format!("{at}/move"), "Move")
    } else {
        card
    };
    let frame =
        req.frame().titled(staff.name()).crumb("/organisation", "Organisation").crumb("/organisation/staff", "Staff");
    let body = html! {
        h1.govuk-heading-l { (staff.name()) }
        (card.rows(&[
            ui::row("Code", &staff.code),
            ui::row("Grade", grade),
            ui::row("Hours a week", hours(staff.weekly_minutes)),
            ui::row("Telephone", or_dash(staff.telephone.as_deref())),
            ui::row("E-mail", or_dash(staff.email.as_deref())),
            ui::row("Languages", languages),
            ui::row("Started", ui::day(staff.start_date)),
        ]))
        (team_table(&held, &teams))
        (absence_table(&away, &covers))
    };
    Ok(Reply::page(frame, body))
}

fn teams_of(cx: &mut Cx<'_>, held: &[Membership]) -> Result<BTreeMap<kernel::TeamId, Team>> {
    held.iter().map(|m| Ok((m.team_id, crate::team(cx, m.team_id)?))).collect()
}

fn team_table(held: &[Membership], teams: &BTreeMap<kernel::TeamId, Team>) -> Markup {
    let columns = [ui::column("Team"), ui::column("From"), ui::column("To"), ui::column("Why")];
    let rows = held.iter().rev().map(|m| {
        let further = if m.is_main { "" } else { " (further team)" };
        vec![
            match teams.get(&m.team_id) {
                Some(team) => html! { (ui::link(&format!("/organisation/teams/{}", team.code), &team.name)) (further) },
                None => html! { "–" },
            },
            html! { (ui::day(m.start_date)) },
            html! { (m.end_date.map_or_else(|| "now".to_owned(), ui::day)) },
            html! { (m.reason) },
        ]
    });
    ui::Table::new("Teams", columns).rows(rows).show()
}

fn absence_table(away: &[Absence], covers: &BTreeMap<StaffId, String>) -> Markup {
    let columns =
        [ui::column("Away"), ui::column("From"), ui::column("To"), ui::column("Cover"), ui::column("Recorded by")];
    let rows = away.iter().map(|a| {
        vec![
            html! { (a.kind.words()) @if a.withdrawn_at.is_some() { " " (ui::tag(ui::Colour::Grey, "Withdrawn")) } },
            html! { (ui::day(a.first_day)) },
            html! { (a.last_day.map_or_else(|| "open".to_owned(), ui::day)) },
            html! { (or_dash(a.cover_staff_id.and_then(|c| covers.get(&c)).map(String::as_str))) },
            html! { (a.recorded_by) ", " (ui::instant(a.recorded_at)) },
        ]
    });
    let table = ui::Table::new("Absences", columns).rows(rows);
    if table.is_empty() {
        html! { p.govuk-body { "No absence is recorded." } }
    } else {
        table.show()
    }
}
