//! Cases: mine or my teams', filtered, sorted and paged by the address.

use super::{my_teams, on_day, person, staff_link, staff_of, tier_words};
use crate::lists::{CaseFilter, CaseOrder, CasePage, cases};
use crate::policy::{TIERS, UNTIERED};
use crate::records::{CaseRow, HolderKind};
use contacts::Coming;
use kernel::{Date, Permission, PersonId, StaffId, TeamId};
use organisation::StaffLine;
use people::PersonLine;
use std::collections::{BTreeMap, HashMap};
use store::{Cx, Failure, Result};
use uuid::Uuid;
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

const PER_PAGE: u64 = 25;

/// What the address asks for.
fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<(CaseFilter, bool)> {
    let staff = cx.actor().staff();
    let of_teams = req.query("whose") == Some("team") || staff.is_none();
    let mut filter = CaseFilter {
        tier: req.query("tier").map(str::to_owned),
        list: req.query("list").and_then(|code| code.parse::<HolderKind>().ok()),
        in_custody: req.query("custody").map(|answer| answer == "yes"),
        past_due: req.query("due") == Some("past"),
        ..CaseFilter::default()
    };
    if of_teams {
        if !cx.may(Permission::ReadTeams) {
            return Err(Failure::Forbidden(Permission::ReadTeams.code().into()));
        }
        // A reader without a team sees no team's cases: an empty filter would mean every team's.
        let teams = my_teams(cx)?;
        filter.teams = if teams.is_empty() { vec![TeamId(Uuid::nil())] } else { teams };
    } else {
        filter.staff = staff;
    }
    Ok((filter, of_teams))
}

fn order(req: &Request) -> (CaseOrder, bool) {
    let sort = req.query("sort").unwrap_or("due");
    let (code, descending) = sort.strip_prefix('-').map_or((sort, false), |code| (code, true));
    (CaseOrder::ALL.into_iter().find(|o| o.code() == code).unwrap_or_default(), descending)
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (filter, of_teams) = asked(cx, req)?;
    let (order, descending) = order(req);
    let page = i64::try_from(req.page() - 1).unwrap_or(i64::MAX / 100);
    let found = cases(cx, &filter, order, descending, page, PER_PAGE.cast_signed())?;
    // Whoever leads and holds nobody came for their teams' people.
    if found.cases.is_empty() && !of_teams && req.queries().is_empty() && super::leads(cx) {
        return Ok(Reply::to("/cases?whose=team"));
    }
    let shown: Vec<PersonId> = found.cases.iter().map(|c| c.person_id).collect();
    let lines = people::lines(cx, &shown)?;
    cx.note_shown("list", req.path(), &shown);
    let coming = contacts::next_appointments(cx, &shown)?;
    let staff = organisation::staff_lines(cx, &staff_of(&found.cases))?;
    let both = cx.may(Permission::ReadTeams) && cx.actor().staff().is_some();
    let tabs = [
        ui::Tab::new("/cases?whose=mine", "My cases").current(!of_teams),
        ui::Tab::new("/cases?whose=team", "My teams' cases").current(of_teams),
    ];
    let today = cx.today();
    let body = html! {
        h1.govuk-heading-l { "Cases" }
        @if both { (ui::sub_navigation("Whose cases", &tabs)) }
        div.govuk-grid-row {
            div.govuk-grid-column-one-quarter { (filters(req)) }
            div.govuk-grid-column-three-quarters { (list(req, &found, &lines, &coming, &staff, today)) }
        }
    };
    Ok(Reply::page(req.frame().titled("Cases").within("/cases"), body))
}

fn filters(req: &Request) -> Markup {
    let form = Form::of(req.queries().iter().cloned());
    let tiers = TIERS.iter().map(|t| ((*t).to_owned(), format!("Tier {t}")));
    let fields = html! {
        (ui::select("tier", "Tier").option("", "Any").options(tiers).option(UNTIERED, "No tier").show(&form))
        (ui::select("list", "List").option("", "Any")
            .options([("officer", "With their officer"), ("cover", "On cover"), ("unallocated", "Unallocated")]).show(&form))
        (ui::select("custody", "In custody").option("", "Any").options([("yes", "Yes"), ("no", "No")]).show(&form))
        (ui::select("due", "Contact").option("", "Any").option("past", "Past due").show(&form))
    };
    let on = ["tier", "list", "custody", "due"]
        .into_iter()
        .filter_map(|name| req.query(name).map(|value| (name, value.to_owned(), filter_words(name, value))))
        .collect();
    ui::FilterPanel { list: req.address(), names: vec!["tier", "list", "custody", "due"], on, fields }.show()
}

fn filter_words(name: &str, value: &str) -> String {
    match (name, value) {
        ("tier", UNTIERED) => "No tier".into(),
        ("tier", tier) => format!("Tier {tier}"),
        ("list", "officer") => "With their officer".into(),
        ("list", "cover") => "On cover".into(),
        ("list", "unallocated") => "Unallocated".into(),
        ("custody", "yes") => "In custody".into(),
        ("custody", _) => "Not in custody".into(),
        ("due", _) => "Contact past due".into(),
        (_, value) => value.to_owned(),
    }
}

fn list(
    req: &Request,
    found: &CasePage,
    lines: &HashMap<PersonId, PersonLine>,
    coming: &HashMap<PersonId, Coming>,
    staff: &BTreeMap<StaffId, StaffLine>,
    today: Date,
) -> Markup {
    if found.cases.is_empty() {
        return ui::empty("No cases match.", None);
    }
    let columns = [
        ui::column("Person"),
        ui::column("Tier").sort("tier"),
        ui::column("Held by"),
        ui::column("Since").sort("since"),
        ui::column("Last contact").sort("last"),
        ui::column("Contact due").sort("due"),
        ui::column("Next appointment"),
    ];
    let rows = found.cases.iter().map(|row| {
        vec![
            person(lines, row.person_id),
            tier_words(row.tier.as_deref()),
            holder(row, staff),
            html! { (ui::short_day(row.held_since)) },
            html! { (on_day(row.last_contact)) },
            html! { (ui::short_day(row.contact_due)) @if row.contact_due < today { " " (ui::tag(ui::Colour::Red, "Past due")) } },
            html! { (on_day(coming.get(&row.person_id).map(|c| c.date))) },
        ]
    });
    html! {
        (ui::Table::new("Cases", columns).sortable(&req.address()).rows(rows).show())
        (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(found.total).unwrap_or(0)))
    }
}

fn holder(row: &CaseRow, staff: &BTreeMap<StaffId, StaffLine>) -> Markup {
    match row.list_kind {
        HolderKind::Officer => staff_link(staff, StaffId(row.list_id)),
        HolderKind::Cover => {
            html! { (staff_link(staff, StaffId(row.list_id))) " " (ui::tag(ui::Colour::Purple, "Cover")) }
        }
        HolderKind::Unallocated => ui::tag(ui::Colour::Red, "Unallocated"),
    }
}
