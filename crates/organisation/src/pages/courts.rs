//! Courts and which team hears of their results.

use super::form_page;
use super::team::team_field;
use super::version;
use crate::{CourtLevel, NewCourt, add_court, court_by_code, courts, route_court, teams};
use kernel::{Permission, TeamId};
use store::{Cx, Failure};
use web::form::Form;
use web::{Answer, Reply, Request, html, ui};

const PER_PAGE: u64 = 25;

pub(super) fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let all = courts(cx)?;
    let teams = teams(cx)?;
    let may_change = cx.may(Permission::Administer);
    let total = all.len() as u64;
    let page = req.page().min(ui::pages(total, PER_PAGE));
    let from = usize::try_from((page - 1) * PER_PAGE).unwrap_or(0);
    let columns = [
        ui::column("Court"),
        ui::column("Code"),
        ui::column("Team that hears of its results"),
        ui::column("Change").unseen(),
    ];
    let rows = all.iter().skip(from).take(PER_PAGE as usize).map(|court| {
        let team = teams.iter().find(|t| Some(t.id) == court.team_id);
        vec![
            html! { (court.name) },
            html! { (court.code) },
            match team {
                Some(team) => ui::link(&format!("/organisation/teams/{}", team.code), &team.name),
                None => html! { "The region's default team" },
            },
            html! { @if may_change { (ui::link_about(&format!("/admin/organisation/courts/{}/edit", court.code), "Change", &court.name)) } },
        ]
    });
    let frame = req.frame().titled("Courts").crumb("/organisation", "Organisation");
    let body = html! {
        h1.govuk-heading-l { "Courts" }
        (ui::Table::new("Courts", columns).unseen_caption().rows(rows).show())
        (ui::pagination(&req.address(), page, PER_PAGE, total))
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let form = req.typed(cx)?.unwrap_or_default();
    let levels = [ui::item("magistrates", "Magistrates' court"), ui::item("crown", "Crown Court")];
    let team = team_field(cx, &form, "Team that hears of its results", "The region's default team")?;
    let fields = html! {
        (ui::input("code", "Code").hint("The first five characters of the code in its messages").width(10).show(&form))
        (ui::input("name", "Name").show(&form))
        (ui::radios("level", "Which court is it?").items(levels).show(&form))
        (team)
        (ui::date_input("start_date", "First day").show(&form))
    };
    Ok(form_page(req, &form, "Add a court", &fields, "Add the court", None))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let code = form.text("code", "the code", 7);
    let name = form.text("name", "the name", 80);
    let level = form.choice("level", "which court it is", |code| code.parse::<CourtLevel>().ok());
    let team = form.optional_id::<TeamId>("team", "the team");
    let start = form.date("start_date", "the first day");
    let (code, name, level, start_date) = form.complete((code, name, level, start))?;
    let court = add_court(cx, NewCourt { code, name, level, team, start_date })?;
    Ok(Reply::done("/organisation/courts", format!("{} was added", court.name)))
}

pub(super) fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_by_code(cx, &req.param::<String>("code")?)?.ok_or(Failure::NotFound)?;
    let known = Form::of([("team", court.team_id.map(|t| t.to_string()).unwrap_or_default())]);
    let form = req.typed(cx)?.unwrap_or(known);
    let fields = team_field(cx, &form, "Team that hears of its results", "The region's default team")?;
    Ok(form_page(req, &form, &court.name, &fields, "Save", Some(court.version)))
}

pub(super) fn save_edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_by_code(cx, &req.param::<String>("code")?)?.ok_or(Failure::NotFound)?;
    let mut form = req.form();
    let team = form.optional_id::<TeamId>("team", "the team");
    form.finish()?;
    route_court(cx, court.id, version(&form), team)?;
    Ok(Reply::done("/organisation/courts", format!("{} was changed", court.name)))
}
