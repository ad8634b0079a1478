//! One referral as the officer sees it: what waits for them, appointments, plan, messages, report, and what the provider was
//! sent.

use super::{due_words, framed, named, path, state_tag, told};
use crate::delivery::pages::parts;
use crate::delivery::{Delivery, delivery};
use crate::referrals::records::{Deed, DueWhat, Referral, ReferralState};
use crate::referrals::store::Whole;
use crate::referrals::words::Words;
use kernel::{Date, Permission};
use law::{Law, Nation};
use people::OpenPerson;
use provision::Book;
use store::Cx;
use web::ui::{self, column, row};
use web::{Answer, Markup, Reply, Request, html};

pub(crate) fn requirement_words(law: &Law, orders: &[sentences::OrderWithParts], r: &Referral) -> String {
    let found = orders.iter().find_map(|o| {
        let part = o.requirements.iter().find(|p| Some(p.requirement.id) == r.requirement_id)?;
        let kind = &part.requirement.kind;
        let name = law.requirement(kind).map_or(kind.as_str(), |known| known.en.as_str());
        Some(format!("{name}, order of {}", ui::day(o.order.made_on)))
    });
    found.unwrap_or_else(|| "None: by agreement".to_owned())
}

/// The facts that both sides see.
pub(crate) fn facts((law, book): (&Law, &Book), whole: &Whole, requirement: String, today: Date) -> Vec<ui::Row> {
    let r = &whole.referral;
    let provider = book.providers.get(&r.provider_id).map_or("", |p| p.name.as_str());
    let working = law.working_days(Nation::EnglandAndWales);
    let mut rows = vec![
        row("How it stands", state_tag(r.state)),
        row("Reference", r.reference.clone()),
        row("Provider", provider.to_owned()),
        row("Requirement", requirement),
        row("Why", r.reason.clone()),
        row("Made", format!("{}, {}", ui::day(r.made_on), r.made_by)),
        row("Caseworker", r.caseworker_name.clone().unwrap_or_else(|| "Nobody yet".to_owned())),
    ];
    if r.by_provider && r.state.is_open() {
        rows.push(row("Due next", due_words(whole.due, today, working)));
    }
    if let Some(days) = r.asked_days {
        rows.push(row("Days of activity, at most", days.to_string()));
    }
    if let Some(day) = r.complete_by {
        rows.push(row("Finished by", ui::day(day)));
    }
    if let Some(reason) = &r.end_reason {
        let words = Words::shipped().withdrawal(reason).map_or(reason.clone(), |known| known.en.clone());
        rows.push(row("Withdrawn because", words));
    }
    if let Some(words) = &r.end_words {
        rows.push(row("What was said of the end", words.clone()));
    }
    if let Some(on) = r.ended_on {
        rows.push(row("Ended", ui::day(on)));
    }
    rows
}

fn doubts(r: &Referral) -> Markup {
    let kept = r.doubts_kept();
    html! {
        @if !kept.is_empty() {
            (ui::inset(&html! {
                p.govuk-body { "Referred although:" }
                ul.govuk-list.govuk-list--bullet { @for doubt in &kept { li { (doubt.words) } } }
                @if let Some(reason) = &r.doubts_reason { p.govuk-body { strong { "Because: " } (reason) } }
            }))
        }
    }
}

/// What the reader can do next.
fn next(cx: &Cx<'_>, req: &Request, open: &OpenPerson, whole: &Whole, done: &Delivery) -> Markup {
    if !cx.may(Permission::Refer) {
        return html! {};
    }
    let r = &whole.referral;
    let at = |rest: &str| path(open, r.id, rest);
    let unread = done.report.as_ref().is_some_and(|report| report.read_at.is_none());
    let met = done.sessions.iter().any(|s| s.kind == crate::delivery::SessionKind::Meeting);
    let mut links: Vec<(String, &str)> = Vec::new();
    if r.state.is_open() {
        if !met {
            links.push((at("/meeting"), "Arrange the first meeting of you, the person and the provider"));
        } else {
            links.push((open.path("/contacts/new?type=TACC"), "Record that you went with the person"));
        }
        links.push((at("/messages/new"), "Write to the provider, or write down a complaint"));
        if whole.due.is_some() {
            links.push((at("/deadline"), "Move the deadline"));
        }
        if r.state != ReferralState::ReportDue {
            links.push((at("/withdraw"), "Withdraw the referral"));
        }
    }
    html! {
        @if done.submitted().is_some() && r.state.is_open() {
            (ui::link_button(&at("/plan"), "Decide on the action plan").show())
        }
        @if unread {
            (req.button_frame(&at("/read")).show(&ui::button("I have read the end report").show()))
        }
        @if !links.is_empty() { ul.govuk-list { @for (href, words) in &links { li { (ui::link(href, words)) } } } }
    }
}

/// What was done with it, the last first.
pub(crate) fn history(whole: &Whole) -> Markup {
    let rows = whole.acts.iter().rev().map(|act| {
        let what = act.what.parse::<Deed>().map_or_else(|()| act.what.clone(), |deed| deed.words().to_owned());
        let fact = |name: &str| act.facts.as_ref().and_then(|f| f.get(name)).and_then(serde_json::Value::as_str);
        let until = fact("until").and_then(|day| day.parse::<Date>().ok());
        let due = fact("what").and_then(|what| what.parse::<DueWhat>().ok());
        [
            html! { (ui::instant(act.at)) },
            html! { (what) @if let Some((due, until)) = due.zip(until) { ": " (due.words()) " by " (ui::short_day(until)) } },
            html! { (act.by_name) @if act.provider_did { br; span.govuk-hint { "Provider" } } },
            html! { (act.words.as_deref().unwrap_or("")) },
        ]
    });
    let columns = ["When", "What", "Who", "Words"].map(column);
    ui::details("What was done with this referral", &ui::Table::new("Acts", columns).unseen_caption().rows(rows).show())
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let (law, today, book) = (cx.part::<Law>()?, cx.today(), provision::book(cx)?);
    let orders = sentences::orders(cx, &open.keys)?;
    let done = delivery(cx, &whole.referral)?;
    let r = &whole.referral;
    let name = book.services.get(&r.service_id).map_or("Service", |s| s.name.as_str()).to_owned();
    let title = format!("Referral: {name}");
    let requirement = requirement_words(&law, &orders, r);
    let sent = r.was_sent();
    let base = path(&open, r.id, "");
    let may = cx.may(Permission::Refer);
    let body = html! {
        h1.govuk-heading-l { (title) }
        (ui::summary_list(&facts((&law, &book), &whole, requirement, today)))
        (doubts(r))
        (next(cx, req, &open, &whole, &done))
        @if r.by_provider {
            @if let Some(report) = &done.report { h2.govuk-heading-m { "End report" } (parts::report(report)) }
            h2.govuk-heading-m { "Appointments" }
            (parts::sessions(&done, None, today))
            h2.govuk-heading-m { "Action plan" }
            (parts::plans(&done))
        } @else {
            p.govuk-body { "A team of the probation service delivers this: see the other cards of the person’s interventions." }
        }
        h2.govuk-heading-m { "Messages, concerns and complaints" }
        (parts::messages(&done, Some(base.as_str()).filter(|_| may), false))
        (ui::details("What the provider was sent", &html! {
            (ui::summary_list(&told::person_rows(&open, &sent)))
            (told::needs(&r.needs_asked()))
            (told::risk(&sent))
        }))
        (history(&whole))
    };
    let frame = framed(cx, req, &open, &title, open.path("/interventions"))?;
    Ok(Reply::page(frame, body))
}
