//! The referrals of the reader's provider: theirs, those that nobody has, all that are open, and those that are over.

use super::own_provider;
use crate::referrals::pages::lists::due;
use crate::referrals::pages::state_tag;
use crate::referrals::{ReferralLine, ReferralState};
use kernel::{PersonId, UserId};
use law::Law;
use store::{Cx, Result, Value};
use web::form::Form;
use web::ui::{self, Colour, column};
use web::{Answer, Markup, Reply, Request, html};

const PER_PAGE: u64 = 25;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Mine,
    New,
    Open,
    Over,
}

const ALL: [(Shown, &str, &str); 4] = [
    (Shown::Open, "open", "All open"),
    (Shown::New, "new", "New"),
    (Shown::Mine, "mine", "Mine"),
    (Shown::Over, "over", "Over"),
];

fn lines(cx: &mut Cx<'_>, shown: Shown, req: &Request) -> Result<(Vec<ReferralLine>, i64)> {
    let provider = own_provider(cx)?;
    let mut values: Vec<Value> = vec![provider.into()];
    let mut condition = "provider_id = $1".to_owned();
    let mut and = |text: &str, value: Value| {
        values.push(value);
        condition.push_str(&format!(" AND {text} ${}", values.len()));
    };
    and("is_open =", (shown != Shown::Over).into());
    match shown {
        Shown::Mine => and("caseworker_id =", UserId(cx.actor().id().unwrap_or_default()).into()),
        Shown::New => and("state =", ReferralState::Sent.into()),
        Shown::Open | Shown::Over => {}
    }
    if let Some(state) = req.query("state").and_then(|code| code.parse::<ReferralState>().ok()) {
        and("state =", state.into());
    }
    if req.query("late") == Some("yes") {
        and("due_on <", cx.today().into());
    }
    if let Some(reference) = req.query("reference") {
        and("reference =", reference.trim().to_uppercase().into());
    }
    let order = match shown {
        Shown::Over => "ORDER BY ended_on DESC, id DESC",
        _ => "ORDER BY CASE WHEN due_on IS NULL THEN 1 ELSE 0 END, due_on, made_on, id",
    };
    let skipped = i64::try_from((req.page() - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX);
    cx.page_of::<ReferralLine>(&condition, &values, order, PER_PAGE.cast_signed(), skipped)
}

fn filter(req: &Request) -> Markup {
    let typed = Form::of(req.queries().iter().cloned());
    let states = ReferralState::ALL.iter().filter(|s| s.is_open()).map(|s| (s.code(), s.words()));
    let fields = html! {
        (ui::input("reference", "Reference").width(10).show(&typed))
        (ui::select("state", "How it stands").option("", "Any").options(states).show(&typed))
        (ui::checkboxes("late", "Deadline").item("yes", "Late").small().show(&typed))
    };
    let mut on = Vec::new();
    if let Some(reference) = req.query("reference") {
        on.push(("reference", reference.to_owned(), format!("Reference: {reference}")));
    }
    if let Some(state) = req.query("state").and_then(|code| code.parse::<ReferralState>().ok()) {
        on.push(("state", state.code().to_owned(), state.words().to_owned()));
    }
    if req.query("late") == Some("yes") {
        on.push(("late", "yes".to_owned(), "Late".to_owned()));
    }
    let panel = ui::FilterPanel { list: req.address(), names: vec!["reference", "state", "late"], on, fields };
    ui::details("Find a referral", &panel.show())
}

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let provider = own_provider(cx)?;
    let shown = ALL.into_iter().find(|(_, code, _)| Some(*code) == req.query("show"));
    let shown = shown.map_or(Shown::Open, |(shown, ..)| shown);
    let (rows, total) = lines(cx, shown, req)?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let names = people::lines(cx, &ids)?;
    cx.note_shown("list", "referrals of a provider", &ids);
    let users = access::users_of_provider(cx, provider)?;
    let (book, law, today) = (provision::book(cx)?, cx.part::<Law>()?, cx.today());
    let cells = rows.iter().filter_map(|row| {
        let person = names.get(&row.person_id)?;
        let service = book.services.get(&row.service_id).map_or("", |s| s.name.as_str());
        let worker = row.caseworker_id.and_then(|id| users.iter().find(|u| u.id == id));
        Some([
            html! {
                @if person.restricted { "Restricted" } @else { (ui::link(&super::at(row.id, ""), &person.name)) }
                br; span.govuk-hint { (row.reference) }
            },
            html! { (service) },
            html! { (state_tag(row.state)) @if !row.by_provider { br; (ui::tag(Colour::Grey, "A probation team delivers it")) } },
            due(row, today, &law),
            html! { (worker.map_or("Nobody", |u| u.name.as_str())) },
        ])
    });
    let tabs: Vec<ui::Tab> = ALL
        .into_iter()
        .map(|(one, code, words)| ui::Tab::new(format!("/provider?show={code}"), words).current(one == shown))
        .collect();
    let name = book.providers.get(&provider).map_or("Provider", |p| p.name.as_str());
    let columns = ["Person", "Service", "How it stands", "Due", "Caseworker"].map(column);
    let none = match shown {
        Shown::Mine => "No open referral has you as its caseworker.",
        Shown::New => "No new referral waits.",
        Shown::Open => "No referral is open.",
        Shown::Over => "No referral is over yet.",
    };
    let body = html! {
        span.govuk-caption-l { (name) }
        h1.govuk-heading-l { "Referrals" }
        div class="govuk-!-margin-bottom-6" { (ui::sub_navigation("Which referrals", &tabs)) }
        (filter(req))
        @if rows.is_empty() { (ui::empty(none, None)) } @else {
            (ui::Table::new("Referrals, the nearest deadline first", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(req.frame().titled("Referrals").within("/provider"), body))
}
