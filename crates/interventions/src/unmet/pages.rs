//! The list of needs that are not met, of an officer or of a manager's teams, with counts by need and delivery unit.

use super::keeping::UnmetNeed;
use crate::referrals::words::need_words;
use kernel::{Permission, PersonId, UnitId, placeholders};
use std::collections::BTreeMap;
use store::{Cx, Result, Value, id_values};
use web::form::Form;
use web::ui::{self, Colour, column};
use web::{Answer, Markup, Reply, Request, Route, html};

const PER_PAGE: u64 = 25;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/needs-not-met", Permission::ReadPeople, all)]
}

struct Asked {
    team: bool,
    need: Option<String>,
    severe: bool,
}

fn asked(cx: &Cx<'_>, req: &Request) -> Asked {
    let leads = cx.may(Permission::ReadTeams) && (cx.may(Permission::Oversee) || cx.actor().staff().is_none());
    let team = match req.query("whose") {
        Some("mine") => false,
        Some("team") => true,
        _ => leads,
    };
    let known = |code: &&str| provision::NEEDS.iter().any(|(need, _)| need == code);
    let need = req.query("need").filter(known).map(str::to_owned);
    Asked { team, need, severe: req.query("severe") == Some("yes") }
}

fn lines(cx: &mut Cx<'_>, asked: &Asked, page: u64) -> Result<(Vec<UnmetNeed>, i64)> {
    let mut values: Vec<Value> = Vec::new();
    let mut condition = if asked.team {
        let teams = access::my_teams(cx)?;
        if teams.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let ids = id_values(&teams);
        let among = placeholders(1, ids.len());
        values.extend(ids);
        format!("team_id IN ({among})")
    } else {
        let Some(staff) = cx.actor().staff() else { return Ok((Vec::new(), 0)) };
        values.push(staff.into());
        "staff_id = $1".to_owned()
    };
    if let Some(need) = &asked.need {
        values.push(need.as_str().into());
        condition.push_str(&format!(" AND need = ${}", values.len()));
    }
    if asked.severe {
        values.push(true.into());
        condition.push_str(&format!(" AND severe = ${}", values.len()));
    }
    let skipped = i64::try_from((page - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX);
    let order = "ORDER BY severe DESC, need, person_id";
    cx.page_of::<UnmetNeed>(&condition, &values, order, PER_PAGE.cast_signed(), skipped)
}

/// How many people have each need unmet, by delivery unit; they name nobody.
fn counts(cx: &mut Cx<'_>) -> Result<Markup> {
    let rows = cx.query("SELECT unit_id, need, count(*) FROM view_unmet_need GROUP BY unit_id, need", &[])?;
    let mut by: BTreeMap<String, BTreeMap<UnitId, i64>> = BTreeMap::new();
    for row in rows {
        if let Some(unit) = row.get::<Option<UnitId>>(0)? {
            by.entry(row.get(1)?).or_default().insert(unit, row.get(2)?);
        }
    }
    let units = organisation::units(cx)?;
    let shown: Vec<_> = units.iter().filter(|u| by.values().any(|counts| counts.contains_key(&u.id))).collect();
    let columns = std::iter::once(column("Need")).chain(shown.iter().map(|u| column(&u.name).numeric()));
    let cells = by.iter().map(|(need, counts)| {
        let mut cells = vec![html! { (need_words(need)) }];
        cells.extend(shown.iter().map(|unit| {
            let count = counts.get(&unit.id).copied().unwrap_or(0);
            html! { (count) }
        }));
        cells
    });
    Ok(html! {
        @if by.is_empty() { p.govuk-body { "No need is unmet anywhere." } }
        @else { (ui::Table::new("People with each need unmet, by delivery unit", columns).rows(cells).show()) }
    })
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked = asked(cx, req);
    let (rows, total) = lines(cx, &asked, req.page())?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let names = people::lines(cx, &ids)?;
    cx.note_shown("list", "needs that are not met", &ids);
    let counts = counts(cx)?;
    let refer = cx.may(Permission::Refer);
    let cells = rows.iter().filter_map(|row| {
        let person = names.get(&row.person_id)?;
        let to = format!("/people/{}/refer", person.crn);
        Some([
            crate::referrals::pages::lists::person_cell(person, &format!("/people/{}/interventions", person.crn)),
            html! {
                (need_words(&row.need)) " "
                @if row.severe { (ui::tag(Colour::Orange, "Severe")) }
            },
            html! { @if refer && !person.restricted { (ui::link_about(&to, "Refer", &person.name)) } },
        ])
    });
    let mut tabs = Vec::new();
    if cx.actor().staff().is_some() {
        tabs.push(ui::Tab::new("/needs-not-met?whose=mine", "Mine").current(!asked.team));
    }
    if cx.may(Permission::ReadTeams) {
        tabs.push(ui::Tab::new("/needs-not-met?whose=team", "My teams").current(asked.team));
    }
    let typed = Form::of(req.queries().iter().cloned());
    let fields = html! {
        (ui::select("need", "Need").option("", "Any").options(provision::NEEDS).show(&typed))
        (ui::checkboxes("severe", "How much").item("yes", "Severe").small().show(&typed))
    };
    let mut on = Vec::new();
    if let Some(need) = &asked.need {
        on.push(("need", need.clone(), format!("Need: {}", need_words(need))));
    }
    if asked.severe {
        on.push(("severe", "yes".to_owned(), "Severe".to_owned()));
    }
    let panel = ui::FilterPanel { list: req.address(), names: vec!["need", "severe"], on, fields };
    let columns = ["Person", "Need", "What can be done"].map(column);
    let body = html! {
        h1.govuk-heading-l { "Needs that are not met" }
        p.govuk-body { "Found by the latest signed assessment, with no referral, no place in a service and no open step of the plan." }
        @if tabs.len() > 1 { (ui::sub_navigation("Whose people", &tabs)) }
        (ui::details("Show one need", &panel.show()))
        @if rows.is_empty() { (ui::empty("Nothing is unmet here.", None)) } @else {
            (ui::Table::new("Needs that are not met, severe ones first", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
        h2.govuk-heading-m { "By delivery unit" }
        (counts)
    };
    Ok(Reply::page(req.frame().titled("Needs that are not met").within("/interventions"), body))
}
