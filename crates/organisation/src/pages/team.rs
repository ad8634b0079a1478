//! A team: who is in it and who is away, and opening and changing teams.

use super::{form_page, or_dash, version};
use crate::{
    Member, NewTeam, Team, TeamPurpose, Unit, offices, open_team, rename_team, team_by_code, team_members, unit, units,
};
use kernel::{Permission, UnitId};
use store::{Cx, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let team = team_by_code(cx, &req.param::<String>("code")?)?;
    let unit = unit(cx, team.unit_id)?;
    let today = cx.today();
    let members = team_members(cx, team.id, today)?;
    let offices = offices(cx, team.id)?;
    let frame = req.frame().titled(&team.name).crumb("/organisation", "Organisation");
    let edit = format!("/admin/organisation/teams/{}/edit", team.code);
    let places: Vec<String> = offices.iter().map(|o| format!("{}, {}", o.name, o.postcode)).collect();
    let card = ui::SummaryCard::new("Team");
    let card = if cx.may(Permission::Administer) { card.action(&edit, "Change") } else { card };
    let body = html! {
        h1.govuk-heading-l { (team.name) }
        (card.rows(&[
            ui::row("Code", &team.code),
            ui::row("Delivery unit", format!("{} ({})", unit.name, unit.code)),
            ui::row("For", team.purpose.words()),
            ui::row("Telephone", or_dash(team.telephone.as_deref())),
            ui::row("E-mail", or_dash(team.email.as_deref())),
            ui::row("Sees people at", or_dash(Some(&places.join("; ")))),
            ui::row("Since", ui::day(team.start_date)),
        ]))
        (table(&members))
    };
    Ok(Reply::page(frame, body))
}

fn table(members: &[Member]) -> Markup {
    let columns = [
        ui::column("Name"),
        ui::column("Code"),
        ui::column("Grade"),
        ui::column("Hours a week").numeric(),
        ui::column("Today"),
    ];
    let rows = members.iter().map(|m| {
        vec![
            ui::link(&format!("/organisation/staff/{}", m.staff.code), &m.staff.name),
            html! { (m.staff.code) },
            html! { (m.staff.grade) },
            html! { (hours(m.weekly_minutes)) },
            away(m),
        ]
    });
    ui::Table::new("Members today", columns).rows(rows).show()
}

fn away(member: &Member) -> Markup {
    match &member.away {
        None => ui::tag(ui::Colour::Green, "Here"),
        Some(absence) => html! {
            (ui::tag(ui::Colour::Orange, absence.kind.words()))
            @if let Some(last) = absence.last_day { " until " (ui::short_day(last)) }
        },
    }
}

/// Minutes as hours, such as `37` or `22.2`.
pub(super) fn hours(minutes: i64) -> String {
    let tenths = (minutes * 10 + 30) / 60;
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let opened = Form::of([("unit", req.query("unit").unwrap_or_default())]);
    let form = req.typed(cx)?.unwrap_or(opened);
    let all = units(cx)?;
    let code =
        ui::input("code", "Code").hint("Six characters that begin with the code of the unit").width(10).show(&form);
    let start = ui::date_input("start_date", "First day").show(&form);
    let fields = html! { (unit_field(&all, &form)) (code) (fields(&form)) (start) };
    Ok(form_page(req, &form, "Open a team", &fields, "Open the team", None))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let unit = form.id::<UnitId>("unit", "the delivery unit");
    let code = form.text("code", "the code", 6);
    let start = form.date("start_date", "the first day");
    let named = read(&mut form);
    let (unit, code, start_date, named) = form.complete((unit, code, start, named))?;
    let (name, purpose, telephone, email) = named;
    let team = open_team(cx, NewTeam { unit, code, name, purpose, telephone, email, start_date })?;
    Ok(Reply::done(format!("/organisation/teams/{}", team.code), format!("{} is open", team.name)))
}

pub(super) fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let team = team_by_code(cx, &req.param::<String>("code")?)?;
    let known = Form::of([
        ("name", team.name.clone()),
        ("purpose", team.purpose.code().to_owned()),
        ("telephone", team.telephone.clone().unwrap_or_default()),
        ("email", team.email.clone().unwrap_or_default()),
    ]);
    let form = req.typed(cx)?.unwrap_or(known);
    Ok(form_page(req, &form, &format!("Change {}", team.name), &fields(&form), "Save", Some(team.version)))
}

pub(super) fn save_edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let team: Team = team_by_code(cx, &req.param::<String>("code")?)?;
    let mut form = req.form();
    let named = read(&mut form);
    let (name, purpose, telephone, email) = form.complete(named)?;
    let (unit, start_date, code) = (team.unit_id, team.start_date, team.code.clone());
    let change = NewTeam { unit, code, name, purpose, telephone, email, start_date };
    let team = rename_team(cx, team.id, version(&form), change)?;
    Ok(Reply::done(format!("/organisation/teams/{}", team.code), "The team was changed"))
}

type Named = (String, TeamPurpose, Option<String>, Option<String>);

fn read(form: &mut Form) -> Option<Named> {
    let name = form.text("name", "the name", 80);
    let purpose = form.choice("purpose", "what the team is for", |code| code.parse().ok());
    let telephone = form.optional_text("telephone", "the telephone number", 30);
    let email = form.optional_email("email", "the e-mail address");
    Some((name?, purpose?, telephone, email))
}

fn fields(form: &Form) -> Markup {
    let purposes = TeamPurpose::ALL.iter().map(|p| ui::item(p.code(), p.words()));
    html! {
        (ui::input("name", "Name").show(form))
        (ui::radios("purpose", "What is the team for?").items(purposes).show(form))
        (ui::input("telephone", "Telephone (optional)").telephone().width(20).show(form))
        (ui::input("email", "E-mail (optional)").email().show(form))
    }
}

pub(super) fn unit_field(all: &[Unit], form: &Form) -> Markup {
    let options = all.iter().map(|u| (u.id.to_string(), format!("{} ({})", u.name, u.code)));
    ui::select("unit", "Delivery unit").option("", "Choose a delivery unit").options(options).show(form)
}

/// A list of teams to choose one from.
pub(super) fn team_field(cx: &mut Cx<'_>, form: &Form, label: &str, none: &str) -> Result<Markup> {
    let options: Vec<_> =
        crate::teams(cx)?.into_iter().map(|t| (t.id.to_string(), format!("{} ({})", t.name, t.code))).collect();
    Ok(ui::select("team", label).option("", none).options(options).show(form))
}
