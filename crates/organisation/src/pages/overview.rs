//! Regions with their delivery units, teams and offices, one region at a time.

use crate::{Office, Region, Team, Unit, regions, teams, units};
use kernel::Permission;
use store::{Cx, Result, params};
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    page(cx, req, "/organisation")
}

pub(super) fn administer(cx: &mut Cx<'_>, req: &Request) -> Answer {
    page(cx, req, "/admin/organisation")
}

struct Shown {
    units: Vec<Unit>,
    teams: Vec<Team>,
    offices: Vec<Office>,
}

fn page(cx: &mut Cx<'_>, req: &Request, path: &'static str) -> Answer {
    let all = regions(cx)?;
    let asked = req.query("region").unwrap_or_default().to_ascii_uppercase();
    let chosen = all.iter().find(|r| r.code == asked).or(all.first()).cloned();
    let shown = match &chosen {
        Some(region) => of_region(cx, region)?,
        None => Shown { units: vec![], teams: vec![], offices: vec![] },
    };
    let may_change = path.starts_with("/admin") && cx.may(Permission::Administer);
    let frame = req.frame().titled("Organisation").within(if may_change { "/admin" } else { path });
    let body = html! {
        h1.govuk-heading-l { "Organisation" }
        p.govuk-body {
            (ui::link("/organisation/staff", "Staff")) " · " (ui::link("/organisation/courts", "Courts"))
        }
        @if may_change { (adding()) }
        @if all.len() > 1 { (tabs(path, &all, chosen.as_ref())) }
        @match &chosen {
            Some(region) => (of(region, &shown)),
            None => (ui::empty("There is no region yet.", None)),
        }
    };
    Ok(Reply::page(frame, body))
}

fn of_region(cx: &mut Cx<'_>, region: &Region) -> Result<Shown> {
    let units: Vec<Unit> = units(cx)?.into_iter().filter(|u| u.region_id == region.id).collect();
    let here = |unit| units.iter().any(|u| u.id == unit);
    let teams = teams(cx)?.into_iter().filter(|t| here(t.unit_id)).collect();
    let today = cx.today();
    let offices: Vec<Office> = cx.list(
        "WHERE unit_id IN (SELECT id FROM delivery_unit WHERE region_id = $1) AND (end_date IS NULL OR end_date > $2) ORDER BY name",
        params![region.id, today],
    )?;
    Ok(Shown { units, teams, offices })
}

fn tabs(path: &str, all: &[Region], chosen: Option<&Region>) -> Markup {
    let tabs: Vec<ui::Tab> = all
        .iter()
        .map(|r| {
            ui::Tab::new(format!("{path}?region={}", r.code), &r.name).current(chosen.is_some_and(|c| c.id == r.id))
        })
        .collect();
    ui::sub_navigation("Regions", &tabs)
}

fn adding() -> Markup {
    let to =
        |what: &str, words: &str| ui::link_button(&format!("/admin/organisation/{what}/new"), words).secondary().show();
    ui::button_group(&html! {
        (to("staff", "Add a member of staff"))
        (to("teams", "Open a team"))
        (to("units", "Add a delivery unit"))
        (to("offices", "Add an office"))
        (to("courts", "Add a court"))
        (to("regions", "Add a region"))
    })
}

fn of(region: &Region, shown: &Shown) -> Markup {
    html! {
        h2.govuk-heading-m { (region.name) " " span.govuk-caption-m { (region.code) } }
        @if region.serves_in_welsh { p.govuk-body { "Serves in Welsh and English." } }
        @for unit in &shown.units { (unit_table(unit, shown)) }
        @if shown.units.is_empty() { (ui::empty("This region has no delivery unit yet.", None)) }
    }
}

fn unit_table(unit: &Unit, shown: &Shown) -> Markup {
    let caption = format!("{} ({})", unit.name, unit.code);
    let columns = [ui::column("Team"), ui::column("Code"), ui::column("For"), ui::column("Telephone")];
    let rows = shown.teams.iter().filter(|t| t.unit_id == unit.id).map(|t| {
        vec![
            ui::link(&format!("/organisation/teams/{}", t.code), &t.name),
            html! { (t.code) },
            html! { (t.purpose.words()) },
            html! { (super::or_dash(t.telephone.as_deref())) },
        ]
    });
    let offices: Vec<&Office> = shown.offices.iter().filter(|o| o.unit_id == unit.id).collect();
    html! {
        (ui::Table::new(caption, columns).rows(rows).show())
        @for office in offices {
            p.govuk-body {
                strong { (office.name) } ", " (office.address) ", " (office.postcode)
                @if let Some(telephone) = &office.telephone { ", " (telephone) }
            }
        }
    }
}
