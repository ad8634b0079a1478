//! A person on one page: what needs attention, who is responsible, the next appointment, the orders with what is left of
//! them, and the newest of the log.

use crate::words;
use caseload::{Responsibility, ShownGap, contact_clock_of, gaps_of, responsible};
use contacts::{Catalogue, Contact, Shown, next_appointment, recent};
use kernel::{Crn, Permission, PersonKeys, StaffId};
use organisation::{StaffLine, staff_lines};
use people::OpenPerson;
use sentences::{OrderWithParts, orders};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Cx, Question, Result};
use web::ui::{self, SummaryCard, row};
use web::{Answer, Markup, Reply, Request, html};

/// Entries of the log that the overview shows.
const NEWEST: usize = 5;

/// All that the overview tells, for the page and the API.
pub(crate) struct Overview {
    pub(crate) open: OpenPerson,
    pub(crate) responsibility: Option<Responsibility>,
    pub(crate) clock: Option<caseload::ContactClock>,
    pub(crate) gaps: Vec<ShownGap>,
    /// What is due of assessments and plans.
    pub(crate) due: Vec<assessment::Attention>,
    pub(crate) next: Option<Contact>,
    pub(crate) orders: Vec<OrderWithParts>,
    pub(crate) recent: Vec<Shown>,
    pub(crate) staff: BTreeMap<StaffId, StaffLine>,
    pub(crate) types: Arc<Catalogue>,
    pub(crate) law: Arc<law::Law>,
}

/// Gathers it.
///
/// # Errors
/// When the person does not exist or may not be seen.
pub(crate) fn gather(cx: &mut Cx<'_>, crn: &Crn) -> Result<Overview> {
    let open = people::open(cx, crn)?;
    let person = open.keys.survivor;
    cx.ask_together(&questions(cx, &open.keys))?;
    let responsibility = responsible(cx, &open.keys)?;
    let clock = contact_clock_of(cx, person)?;
    let gaps = gaps_of(cx, person)?;
    let due = assessment::attention(cx, &open.keys)?;
    let next = next_appointment(cx, &open.keys)?;
    let mut orders = orders(cx, &open.keys)?;
    orders.retain(|o| o.order.removed.is_none());
    orders.sort_by_key(|o| (!o.order.is_open(), std::cmp::Reverse(o.order.made_on)));
    let recent = recent(cx, &open.keys, NEWEST)?;
    let mut ids: Vec<StaffId> = recent.iter().filter_map(|s| s.contact.staff_id).collect();
    ids.extend(responsibility.iter().flat_map(|r| [r.officer, r.cover]).flatten());
    ids.extend(next.iter().filter_map(|n| n.staff_id));
    let staff = staff_lines(cx, &ids)?;
    let (types, law) = (contacts::current(cx)?, cx.part()?);
    Ok(Overview { open, responsibility, clock, gaps, due, next, orders, recent, staff, types, law })
}

/// What the panels ask about a person, room by room.
fn questions(cx: &Cx<'_>, keys: &PersonKeys) -> Vec<Question> {
    let mut questions = caseload::standing_questions(keys);
    questions.extend(contacts::newest_questions(cx, keys, NEWEST));
    questions.extend(sentences::orders_questions(keys));
    questions.extend(assessment::overview_questions(cx, keys));
    questions.push(court::requests_question(keys));
    questions.extend(enforcement::person_panel_questions(keys.survivor));
    questions
}

/// `GET /people/{crn}`
pub(crate) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let overview = gather(cx, &crn)?;
    // A merged record's old number leads to the one that remains.
    if overview.open.crn != crn {
        return Ok(Reply::to(overview.open.path("")));
    }
    let asked = court::request_panel(cx, &overview.open)?;
    let risk = assessment::panel(cx, &overview.open)?;
    let places = provision::places_card(cx, &overview.open)?;
    let breaches = enforcement::person_panel(cx, &overview.open)?;
    let frame = people::frame(req, cx, &overview.open, "Overview")?;
    let body = html! {
        h1.govuk-heading-l { "Overview" }
        (attention(&overview))
        (actions(cx, &overview))
        div.govuk-grid-row {
            div.govuk-grid-column-one-half { (next_card(&overview)) }
            div.govuk-grid-column-one-half { (responsibility_card(&overview)) }
        }
        (asked)
        (risk)
        (order_cards(&overview))
        (places)
        (breaches)
        (newest(&overview))
        p.govuk-body { a.govuk-link href=(overview.open.path("/reports")) { "Reports to courts" } }
        p.govuk-body { a.govuk-link href=(overview.open.path("/record")) { "See this record as it stood on another day" } }
    };
    Ok(Reply::page(frame, body))
}

fn attention(overview: &Overview) -> Markup {
    if overview.gaps.is_empty() && overview.due.is_empty() {
        return html! {};
    }
    let more = html! {
        ul.govuk-list.govuk-list--bullet {
            @for gap in &overview.gaps { li { (gap.words) } }
            @for due in &overview.due { li { (ui::link(&overview.open.path(due.page), &due.words)) } }
        }
    };
    ui::notice(&ui::Notice::important("Needs attention").more(more))
}

fn actions(cx: &Cx<'_>, overview: &Overview) -> Markup {
    let unallocated = overview.responsibility.as_ref().is_some_and(|r| r.officer.is_none());
    let allocate = (unallocated && cx.may(Permission::Allocate))
        .then(|| ui::link_button(&format!("/allocate/{}", overview.open.crn), "Allocate").show());
    let record = cx.may(Permission::RecordContacts);
    if allocate.is_none() && !record {
        return html! {};
    }
    ui::button_group(&html! {
        @if let Some(allocate) = allocate { (allocate) }
        @if record {
            (ui::link_button(&overview.open.path("/appointments/new"), "Arrange an appointment").show())
            (ui::link_button(&overview.open.path("/contacts/new"), "Record a contact").secondary().show())
        }
    })
}

fn responsibility_card(overview: &Overview) -> Markup {
    let Some(held) = &overview.responsibility else {
        return SummaryCard::new("Responsible officer")
            .holding(&html! { p.govuk-body { "Nobody: this person is not supervised now." } });
    };
    let mut rows = vec![row("Officer", words::officer(&overview.staff, held.officer))];
    if held.cover.is_some() {
        rows.push(row("Covered by", words::officer(&overview.staff, held.cover)));
    }
    rows.push(row("Since", ui::short_day(held.since)));
    rows.push(row("Tier", held.tier.clone().unwrap_or_else(|| "Not recorded".into())));
    rows.push(row("Officers so far", held.served.officers.to_string()));
    SummaryCard::new("Responsible officer").action(&overview.open.path("/responsibility"), "History").rows(&rows)
}

fn next_card(overview: &Overview) -> Markup {
    let mut rows = Vec::new();
    match &overview.next {
        Some(next) => {
            let href = overview.open.path(&format!("/appointments/{}", next.id));
            let when = words::day_and_time(next.happens_on, next.starts, next.ends);
            rows.push(row("When", html! { a.govuk-link href=(href) { (when) } }));
            rows.push(row("What", type_name(overview, &next.contact_type)));
            rows.push(row("With", words::officer(&overview.staff, next.staff_id)));
        }
        None => rows.push(row("When", "None arranged")),
    }
    if let Some(clock) = &overview.clock {
        rows.push(row("Contact due by", ui::short_day(clock.due)));
        rows.push(row("Last in touch", clock.last.map_or_else(|| "Not yet".into(), ui::short_day)));
    }
    SummaryCard::new("Next appointment").action(&overview.open.path("/appointments"), "All appointments").rows(&rows)
}

fn type_name(overview: &Overview, code: &str) -> String {
    overview.types.contact_type(code).map_or_else(|| code.to_owned(), |t| t.name.en.clone())
}

/// The name of an order's sentence type in words.
pub(crate) fn order_name(overview: &Overview, order: &OrderWithParts) -> String {
    overview.law.sentence(&order.order.sentence).map_or_else(|| order.order.sentence.clone(), |s| s.name().en.clone())
}

fn order_cards(overview: &Overview) -> Markup {
    if overview.orders.is_empty() {
        let go = ui::link(&overview.open.path("/sentence"), "See events without an order");
        return html! { h2.govuk-heading-m { "Orders and sentences" } (ui::empty("No order or sentence has been recorded.", Some(&go))) };
    }
    html! {
        h2.govuk-heading-m { "Orders and sentences" }
        @for order in &overview.orders { (order_card(overview, order)) }
    }
}

fn order_card(overview: &Overview, order: &OrderWithParts) -> Markup {
    let o = &order.order;
    let ends = match (o.ended_on, o.end()) {
        (Some(on), _) => format!("Ended {}", ui::short_day(on)),
        (None, Some(end)) => ui::day(end),
        (None, None) => "Not stated".into(),
    };
    let mut rows = vec![row("Made", ui::day(o.made_on)), row("Ends", ends)];
    if let Some(term) = o.custody_term {
        rows.push(row("Custodial term", term.to_string()));
    }
    for part in order.requirements.iter().filter(|r| r.requirement.removed.is_none()) {
        let kind = overview.law.requirement(&part.requirement.kind);
        let name = kind.map_or_else(|| part.requirement.kind.clone(), |k| k.name().en.clone());
        rows.push(row(name, requirement_line(part)));
    }
    SummaryCard::new(order_name(overview, order)).action(&overview.open.path("/sentence"), "Sentence").rows(&rows)
}

fn requirement_line(part: &sentences::RequirementWithProgress) -> Markup {
    let length = part.requirement.length.map(|l| l.to_string()).unwrap_or_default();
    html! {
        @match (&part.requirement.ended_on, &part.progress) {
            (Some(on), _) => { "Ended " (ui::short_day(*on)) },
            (None, Some(progress)) => {
                (progress.words())
                @if let Some(hundredths) = progress.hundredths() { (ui::meter(hundredths)) }
            },
            (None, None) => (length),
        }
    }
}

fn newest(overview: &Overview) -> Markup {
    let moments: Vec<ui::Moment> = overview
        .recent
        .iter()
        .map(|shown| {
            let contact = &shown.contact;
            let name = contact.title.clone().unwrap_or_else(|| type_name(overview, &contact.contact_type));
            let href = overview.open.path(&format!("/appointments/{}", contact.id));
            ui::Moment {
                title: html! { a.govuk-link href=(href) { (name) } },
                by: contact.staff_id.map(|id| words::officer(&overview.staff, Some(id))),
                datetime: contact.happens_on.to_string(),
                when: words::day_and_time(contact.happens_on, contact.starts, contact.ends),
                body: html! {
                    @if shown.masked { p.govuk-body { "Sensitive: ask the author or a manager." } }
                    @else if let Some(note) = shown.notes.first() { p.govuk-body { (short(&note.note)) } }
                },
            }
        })
        .collect();
    html! {
        h2.govuk-heading-m { "Newest in the log" }
        @if moments.is_empty() { (ui::empty("No contact has been recorded yet.", None)) }
        @else {
            (ui::timeline(&moments))
            p.govuk-body { a.govuk-link href=(overview.open.path("/contacts")) { "All contacts" } }
        }
    }
}

/// The beginning of a note, cut at a word.
fn short(note: &str) -> String {
    const MOST: usize = 200;
    if note.chars().count() <= MOST {
        return note.to_owned();
    }
    let cut: String = note.chars().take(MOST).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words))
}

/// Who holds the person, in one word for programs.
pub(crate) fn holder_code(held: &Responsibility) -> &'static str {
    match held.list {
        caseload::List::Officer(_) => "officer",
        caseload::List::Cover(_) => "cover",
        caseload::List::Unallocated(_) => "unallocated",
    }
}
