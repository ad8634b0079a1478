//! The list of breaches of an officer, a team or a court, with days against the limit and the next hearing; and one person's.

use super::{framed, limit, outcome_words, path, state_tag};
use crate::breach::records::BreachLine;
use crate::breach::store::breaches_of;
use crate::policy::Policy;
use kernel::{CourtId, Crn, Permission, PersonId, placeholders};
use law::Law;
use organisation::staff_lines;
use std::collections::BTreeMap;
use store::{Cx, Result, Value, id_values};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

const PER_PAGE: u64 = 25;

/// Whose breaches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Mine,
    Team,
    Court(CourtId),
}

struct Asked {
    whose: Whose,
    ended: bool,
    hearing: Option<kernel::Date>,
}

fn asked(cx: &Cx<'_>, req: &Request) -> Asked {
    let leads = cx.may(Permission::ReadTeams) && (cx.may(Permission::Oversee) || cx.actor().staff().is_none());
    let court = req.query("court").and_then(|id| id.parse().ok()).map(Whose::Court);
    let usual = if leads { Whose::Team } else { Whose::Mine };
    let whose = court.unwrap_or(match req.query("whose") {
        Some("mine") => Whose::Mine,
        Some("team") => Whose::Team,
        _ => usual,
    });
    let hearing = req.query("day").and_then(|day| day.parse().ok());
    Asked { whose, ended: req.query("show") == Some("ended"), hearing }
}

fn lines(cx: &mut Cx<'_>, asked: &Asked, page: u64) -> Result<(Vec<BreachLine>, i64)> {
    let mut values: Vec<Value> = vec![(!asked.ended).into()];
    let whose = match asked.whose {
        Whose::Mine => {
            let Some(staff) = cx.actor().staff() else { return Ok((Vec::new(), 0)) };
            values.push(staff.into());
            "staff_id = $2".to_owned()
        }
        Whose::Court(court) => {
            values.push(court.into());
            "court_id = $2".to_owned()
        }
        Whose::Team => {
            let teams = access::my_teams(cx)?;
            if teams.is_empty() {
                return Ok((Vec::new(), 0));
            }
            let ids = id_values(&teams);
            let among = placeholders(2, ids.len());
            values.extend(ids);
            format!("team_id IN ({among})")
        }
    };
    let mut condition = format!("is_open = $1 AND {whose}");
    if let Some(day) = asked.hearing {
        values.push(day.into());
        condition.push_str(&format!(" AND hearing_on = ${}", values.len()));
    }
    let order = if asked.ended {
        "ORDER BY ended_on DESC, id DESC"
    } else {
        "ORDER BY CASE WHEN laid_on IS NULL THEN 0 ELSE 1 END, due_on, hearing_on, id"
    };
    let skipped = i64::try_from((page - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX);
    cx.page_of::<BreachLine>(&condition, &values, order, PER_PAGE.cast_signed(), skipped)
}

fn tabs(cx: &Cx<'_>, asked: &Asked) -> Markup {
    let mut tabs = Vec::new();
    if cx.actor().staff().is_some() {
        tabs.push(ui::Tab::new("/breaches?whose=mine", "Mine").current(asked.whose == Whose::Mine && !asked.ended));
    }
    if cx.may(Permission::ReadTeams) {
        tabs.push(ui::Tab::new("/breaches?whose=team", "My teams").current(asked.whose == Whose::Team && !asked.ended));
    }
    let whose = if asked.whose == Whose::Mine { "mine" } else { "team" };
    tabs.push(ui::Tab::new(format!("/breaches?whose={whose}&show=ended"), "Ended").current(asked.ended));
    html! { div class="govuk-!-margin-bottom-6" { (ui::sub_navigation("Which breaches", &tabs)) } }
}

fn filter(req: &Request, asked: &Asked, courts: &[organisation::Court]) -> Markup {
    let typed = Form::of(req.queries().iter().cloned());
    let on = match asked.whose {
        Whose::Court(id) => {
            let name = courts.iter().find(|c| c.id == id).map_or("unknown", |c| c.name.as_str());
            vec![("court", id.to_string(), format!("Court: {name}"))]
        }
        _ => Vec::new(),
    };
    let options = courts.iter().map(|c| (c.id.to_string(), c.name.clone()));
    let fields = ui::select("court", "Court").option("", "Any court").options(options).show(&typed);
    let panel = ui::FilterPanel { list: req.address(), names: vec!["court", "day"], on, fields };
    ui::details("Show one court’s", &panel.show())
}

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked = asked(cx, req);
    let (rows, total) = lines(cx, &asked, req.page())?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let names = people::lines(cx, &ids)?;
    cx.note_shown("list", "breaches", &ids);
    let staff = staff_lines(cx, &rows.iter().filter_map(|r| r.staff_id).collect::<Vec<_>>())?;
    let courts = organisation::courts(cx)?;
    let court_names: BTreeMap<CourtId, &str> = courts.iter().map(|c| (c.id, c.name.as_str())).collect();
    let (law, today) = (cx.part::<Law>()?, cx.today());
    let cells = rows.iter().filter_map(|row| {
        let person = names.get(&row.person_id)?;
        let href = format!("/people/{}/breaches/{}", person.crn, row.id);
        let name = html! {
            @if person.restricted { (person.name) } @else { (ui::link(&href, &person.name)) }
            br; span.govuk-hint { (person.crn) }
        };
        Some([
            name,
            limit(&law, row.due_on, row.laid_on, row.is_open, today),
            html! { @match row.hearing_on { Some(day) => (ui::short_day(day)), None => "None yet" } },
            html! { (row.court_id.and_then(|id| court_names.get(&id).copied()).unwrap_or("Not chosen")) },
            html! { (row.staff_id.and_then(|id| staff.get(&id)).map_or("Nobody", |s| s.name.as_str())) },
            state_tag(row.state),
        ])
    });
    let columns = ["Person", "Lay at court by", "Next hearing", "Court", "Officer", "How it stands"].map(ui::column);
    let none = if asked.ended { "No breach has ended here." } else { "No breach is open here." };
    let body = html! {
        h1.govuk-heading-l { "Breaches" }
        (tabs(cx, &asked))
        (filter(req, &asked, &courts))
        @if rows.is_empty() { (ui::empty(none, None)) } @else {
            (ui::Table::new("Breaches, the nearest limit first", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(req.frame().titled("Breaches").within("/breaches"), body))
}

pub(super) fn of_person(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (rows, policy) = (breaches_of(cx, &open.keys)?, Policy::current(cx)?);
    let columns = ["Breach", "How it stands", "Court", "Next hearing", "Outcome"].map(ui::column);
    let cells = rows.iter().map(|b| {
        [
            html! { (ui::link(&path(&open, b.id, ""), &format!("Instructed on {}", ui::day(b.instructed_on)))) },
            state_tag(b.state),
            html! { (b.court_name.as_deref().unwrap_or("Not chosen")) },
            html! { @match b.hearing_on { Some(day) => (ui::short_day(day)), None => "None yet" } },
            html! { (outcome_words(&policy, b)) },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Breaches" }
        @if cx.may(Permission::Enforce) { (ui::link_button(&open.path("/breaches/new"), "Instruct a breach").show()) }
        @if rows.is_empty() { (ui::empty("No breach was ever instructed.", None)) }
        @else { (ui::Table::new("Breaches, the newest first", columns).unseen_caption().rows(cells).show()) }
    };
    let back = open.path("/compliance");
    Ok(Reply::page(framed(cx, req, &open, "Breaches", back)?, body))
}
