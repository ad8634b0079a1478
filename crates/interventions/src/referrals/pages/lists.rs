//! The list of referrals of an officer or of a manager's teams, by what must be done: what waits, what is late, what is open,
//! what has ended.

use super::{due_words, state_tag};
use crate::referrals::records::{ReferralLine, ReferralState};
use kernel::{Date, Permission, PersonId, placeholders};
use law::{Law, Nation};
use organisation::staff_lines;
use store::{Cx, Result, Value, id_values};
use web::ui::{self, Colour, column};
use web::{Answer, Markup, Reply, Request, html};

const PER_PAGE: u64 = 25;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Waiting,
    Late,
    Open,
    Ended,
}

impl Shown {
    const ALL: [(Shown, &'static str, &'static str); 4] = [
        (Shown::Open, "open", "Open"),
        (Shown::Waiting, "waiting", "Wait for you"),
        (Shown::Late, "late", "Late"),
        (Shown::Ended, "ended", "Ended"),
    ];
}

/// Whose, and which.
fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<(bool, Shown, Option<ReferralState>)> {
    let leads = cx.may(Permission::ReadTeams) && (cx.may(Permission::Oversee) || cx.actor().staff().is_none());
    let team = match req.query("whose") {
        Some("mine") => false,
        Some("team") => true,
        _ => leads,
    };
    let shown = Shown::ALL.into_iter().find(|(_, code, _)| Some(*code) == req.query("show"));
    let state = req.query("state").and_then(|code| code.parse().ok());
    Ok((team, shown.map_or(Shown::Open, |(shown, ..)| shown), state))
}

fn lines(
    cx: &mut Cx<'_>,
    (team, shown, state): (bool, Shown, Option<ReferralState>),
    page: u64,
) -> Result<(Vec<ReferralLine>, i64)> {
    let mut values: Vec<Value> = Vec::new();
    let whose = if team {
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
    let mut condition = whose;
    let mut and = |text: &str, value: Value| {
        values.push(value);
        condition.push_str(&format!(" AND {text} ${}", values.len()));
    };
    match shown {
        Shown::Open => and("is_open =", true.into()),
        Shown::Ended => and("is_open =", false.into()),
        Shown::Late => and("due_on <", cx.today().into()),
        Shown::Waiting => {}
    }
    if let Some(state) = state {
        and("state =", state.into());
    }
    if shown == Shown::Waiting {
        condition.push_str(" AND waits IS NOT NULL");
    }
    let order = if shown == Shown::Ended {
        "ORDER BY ended_on DESC, id DESC"
    } else {
        "ORDER BY CASE WHEN due_on IS NULL THEN 1 ELSE 0 END, due_on, made_on, id"
    };
    let skipped = i64::try_from((page - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX);
    cx.page_of::<ReferralLine>(&condition, &values, order, PER_PAGE.cast_signed(), skipped)
}

fn tabs(cx: &Cx<'_>, team: bool, shown: Shown) -> Markup {
    let whose = if team { "team" } else { "mine" };
    let mut first = Vec::new();
    if cx.actor().staff().is_some() {
        first.push(ui::Tab::new("/interventions?whose=mine", "Mine").current(!team));
    }
    if cx.may(Permission::ReadTeams) {
        first.push(ui::Tab::new("/interventions?whose=team", "My teams").current(team));
    }
    let which: Vec<ui::Tab> = Shown::ALL
        .into_iter()
        .map(|(one, code, words)| {
            ui::Tab::new(format!("/interventions?whose={whose}&show={code}"), words).current(one == shown)
        })
        .collect();
    html! {
        @if first.len() > 1 { (ui::sub_navigation("Whose referrals", &first)) }
        div class="govuk-!-margin-bottom-6" { (ui::sub_navigation("Which referrals", &which)) }
    }
}

pub(crate) fn person_cell(line: &people::PersonLine, href: &str) -> Markup {
    html! {
        @if line.restricted { (line.name) } @else { (ui::link(href, &line.name)) }
        br; span.govuk-hint { (line.crn) }
    }
}

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked = asked(cx, req)?;
    let (team, shown, _) = asked;
    let (rows, total) = lines(cx, asked, req.page())?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let names = people::lines(cx, &ids)?;
    cx.note_shown("list", "referrals", &ids);
    let staff = staff_lines(cx, &rows.iter().filter_map(|r| r.staff_id).collect::<Vec<_>>())?;
    let (book, law, today) = (provision::book(cx)?, cx.part::<Law>()?, cx.today());
    let cells = rows.iter().filter_map(|row| {
        let person = names.get(&row.person_id)?;
        let service = book.services.get(&row.service_id).map_or("", |s| s.name.as_str());
        let provider = book.providers.get(&row.provider_id).map_or("", |p| p.name.as_str());
        Some([
            person_cell(person, &format!("/people/{}/referrals/{}", person.crn, row.id)),
            html! { (service) br; span.govuk-hint { (provider) } },
            html! { (state_tag(row.state)) @if let Some(waits) = row.waits { br; (ui::tag(Colour::Orange, waits.words())) } },
            due(row, today, &law),
            html! { (row.staff_id.and_then(|id| staff.get(&id)).map_or("Nobody", |s| s.name.as_str())) },
        ])
    });
    let columns = ["Person", "Service", "How it stands", "Due from the provider", "Officer"].map(column);
    let none = match shown {
        Shown::Waiting => "Nothing waits here.",
        Shown::Late => "No provider is late.",
        Shown::Open => "No referral is open here.",
        Shown::Ended => "No referral has ended here.",
    };
    let body = html! {
        h1.govuk-heading-l { "Referrals" }
        p.govuk-body { (ui::link("/needs-not-met", "Needs that were found and are not met")) }
        (tabs(cx, team, shown))
        @if rows.is_empty() { (ui::empty(none, None)) } @else {
            (ui::Table::new("Referrals, the nearest deadline first", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(req.frame().titled("Referrals").within("/interventions"), body))
}

pub(crate) fn due(row: &ReferralLine, today: Date, law: &Law) -> Markup {
    due_words(row.due_what.zip(row.due_on), today, law.working_days(Nation::EnglandAndWales))
}
