//! A person's progress on one page that they can be given: what is done, what comes next, what went well. In English and
//! Welsh, with bars and the same figures as a table, made to be printed. It shows nothing that the person should not see.

use super::actions::milestones_of;
use super::records::MilestoneState;
use crate::compliance::{Figures, kept_under};
use crate::policy::Policy;
use crate::powers::credit;
use crate::published::{Step, steps};
use kernel::words::hours;
use kernel::{Crn, Date};
use law::{Counting, Law};
use sentences::{OrderWithParts, RequirementWithProgress};
use store::Cx;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

/// The page's own words, in both languages.
struct Said {
    title: &'static str,
    done: &'static str,
    next: &'static str,
    well: &'static str,
    appointment: &'static str,
    none_next: &'static str,
    none_well: &'static str,
    /// Before and after how many appointments were kept; Welsh counts in the singular.
    came: [&'static str; 3],
    in_a_row: &'static str,
    no_order: &'static str,
    ends: &'static str,
    part: &'static str,
    ordered: &'static str,
    so_far: &'static str,
    left: &'static str,
    finished: &'static str,
    running: &'static str,
    days: &'static str,
    credit: &'static str,
    other: (&'static str, &'static str),
    print: &'static str,
}

const ENGLISH: Said = Said {
    title: "Your progress",
    done: "What you have done",
    next: "What comes next",
    well: "What went well",
    appointment: "Your next appointment:",
    none_next: "No appointment is arranged. Ask your officer.",
    none_well: "What goes well will be shown here.",
    came: ["You kept ", " appointment.", " appointments."],
    in_a_row: " in a row up to now.",
    no_order: "You have no order that is still running.",
    ends: "Your order ends on",
    part: "Part of your order",
    ordered: "Ordered",
    so_far: "Done so far",
    left: "Left",
    finished: "Finished",
    running: "Going on",
    days: "days",
    credit: "Credit for good progress",
    other: ("cy", "Cymraeg"),
    print: "You can print this page and keep it.",
};

const WELSH: Said = Said {
    title: "Eich cynnydd",
    done: "Beth rydych wedi'i wneud",
    next: "Beth sy'n dod nesaf",
    well: "Beth aeth yn dda",
    appointment: "Eich apwyntiad nesaf:",
    none_next: "Nid oes apwyntiad wedi'i drefnu. Gofynnwch i'ch swyddog.",
    none_well: "Bydd yr hyn sy'n mynd yn dda yn cael ei ddangos yma.",
    came: ["Rydych wedi cadw ", " apwyntiad.", " apwyntiad."],
    in_a_row: " yn olynol hyd yn hyn.",
    no_order: "Nid oes gennych orchymyn sy'n dal i redeg.",
    ends: "Daw eich gorchymyn i ben ar",
    part: "Rhan o'ch gorchymyn",
    ordered: "Gorchmynnwyd",
    so_far: "Wedi'i wneud",
    left: "Ar ôl",
    finished: "Wedi'i gwblhau",
    running: "Yn parhau",
    days: "diwrnod",
    credit: "Credyd am gynnydd da",
    other: ("en", "English"),
    print: "Gallwch argraffu'r dudalen hon a'i chadw.",
};

fn day(day: Date, welsh: bool) -> String {
    if welsh { kernel::welsh::day(day) } else { ui::day(day) }
}

fn minutes(minutes: u32, welsh: bool) -> String {
    if welsh { kernel::welsh::hours(minutes) } else { hours(minutes) }
}

/// One requirement: name, ordered, done, left; and a bar where it is counted.
fn line(law: &Law, said: &Said, row: &RequirementWithProgress, welsh: bool) -> ([Markup; 4], Option<(String, u32)>) {
    let kind = law.requirement(&row.requirement.kind);
    let name = kind.map_or(row.requirement.kind.clone(), |k| if welsh { k.cy.clone() } else { k.en.clone() });
    let counted_minutes = kind.is_some_and(|k| k.counted == Counting::Minutes);
    let amount = |many: u32| {
        if counted_minutes { minutes(many, welsh) } else { format!("{many} {}", said.days) }
    };
    let over = row.requirement.ended_on.is_some();
    let Some(progress) = row.progress else {
        let state = if over { said.finished } else { said.running };
        return ([html! { (name) }, html! { "–" }, html! { (state) }, html! { "–" }], None);
    };
    let ordered = progress.ordered.map_or_else(|| "–".to_owned(), &amount);
    let left = if over { said.finished.to_owned() } else { progress.left().map_or_else(|| "–".to_owned(), &amount) };
    let cells = [html! { (name) }, html! { (ordered) }, html! { (amount(progress.done)) }, html! { (left) }];
    (cells, progress.hundredths().filter(|_| !over).map(|hundredths| (name, hundredths)))
}

fn of_order(law: &Law, steps: &[Step], order: &OrderWithParts, said: &Said, welsh: bool) -> Markup {
    let standing: Vec<_> = order.requirements.iter().filter(|r| r.requirement.removed.is_none()).collect();
    let lines: Vec<_> = standing.iter().map(|r| line(law, said, r, welsh)).collect();
    let name = law.sentence(&order.order.sentence);
    let name = name.map_or(order.order.sentence.clone(), |s| if welsh { s.cy.clone() } else { s.en.clone() });
    let credit = credit(law, steps, order).filter(|(_, credit)| credit.credit_minutes > 0);
    let bars: Vec<ui::Bar> = lines.iter().filter_map(|(_, bar)| bar.as_ref()).map(bar).collect();
    let columns = [said.part, said.ordered, said.so_far, said.left].map(ui::column);
    html! {
        h3.govuk-heading-s { (name) }
        @if let Some(last) = order.order.end() { p.govuk-body { (said.ends) " " strong { (day(last, welsh)) } "." } }
        @if !bars.is_empty() { (ui::bars(100.0, &bars)) }
        @if !lines.is_empty() { (ui::Table::new(name.clone(), columns).unseen_caption().rows(lines.iter().map(|(cells, _)| cells.clone())).show()) }
        @if let Some((_, credit)) = &credit { p.govuk-body { (said.credit) ": " strong { (minutes(credit.credit_minutes, welsh)) } "." } }
    }
}

fn bar((name, hundredths): &(String, u32)) -> ui::Bar {
    let written = format!("{hundredths}%");
    ui::Bar { label: html! { (name) }, value: f64::from(*hundredths), written, over: false }
}

/// What the person kept to, in sentences; nothing of what they did not.
fn kept(told: &Figures, said: &Said) -> Vec<String> {
    let [before, one, many] = said.came;
    let mut lines = Vec::new();
    if told.all.kept > 0 {
        lines.push(format!("{before}{}{}", told.all.kept, if told.all.kept == 1 { one } else { many }));
    }
    if told.run > 1 {
        lines.push(format!("{}{}", told.run, said.in_a_row));
    }
    lines
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    cx.ask_together(&crate::asked::of_progress(&open.keys))?;
    let welsh = match req.query("lang") {
        Some("cy") => true,
        Some(_) => false,
        None => documents::preferred_language(cx, &open)? == documents::Language::Welsh,
    };
    let said = if welsh { &WELSH } else { &ENGLISH };
    let law = cx.part::<Law>()?;
    let mut orders = sentences::orders(cx, &open.keys)?;
    orders.retain(|o| o.order.is_open() && law.sentence(&o.order.sentence).is_some_and(law::SentenceType::breachable));
    let (policy, steps) = (Policy::current(cx)?, steps(cx, &open.keys)?);
    let parts: Vec<Markup> = orders.iter().map(|order| of_order(&law, &steps, order, said, welsh)).collect();
    let next = contacts::next_appointment(cx, &open.keys)?;
    let goals = assessment::plan_goals(cx, &open.keys)?;
    let reached = milestones_of(cx, &open.keys)?;
    let running: Vec<&sentences::Order> = orders.iter().map(|o| &o.order).collect();
    let mut well = kept(&kept_under(cx, &open, &running)?, said);
    let milestones = reached
        .iter()
        .filter(|m| !matches!(m.state, MilestoneState::Withdrawn | MilestoneState::NotNow))
        .filter_map(|m| policy.milestone(&m.code, m.reached_on))
        .map(|m| if welsh { m.words_cy.clone() } else { m.words_en.clone() });
    well.extend(milestones);
    let (other, other_name) = said.other;
    let to_other = req.address().with("lang", other).to_string();
    let lang = if welsh { "cy" } else { "en" };
    let body = html! {
        div.tc-progress-page lang=(lang) {
            h1.govuk-heading-l { (said.title) }
            p.govuk-body-l { (people::spoken_name(&open.person)) }
            p.govuk-body { a.govuk-link href=(to_other) lang=(other) hreflang=(other) { (other_name) } }
            h2.govuk-heading-m { (said.done) }
            @if parts.is_empty() { p.govuk-body { (said.no_order) } }
            @for part in &parts { (part) }
            h2.govuk-heading-m { (said.next) }
            @match &next {
                Some(contact) => p.govuk-body { (said.appointment) " " strong { (day(contact.happens_on, welsh)) @if let Some(at) = contact.starts { ", " (ui::time(at)) } } },
                None => p.govuk-body { (said.none_next) },
            }
            @let ahead: Vec<&str> = goals.iter().filter(|g| g.open).map(|g| g.aim.as_str()).collect();
            @if !ahead.is_empty() { ul.govuk-list.govuk-list--bullet { @for aim in &ahead { li { (aim) } } } }
            h2.govuk-heading-m { (said.well) }
            @let met: Vec<&str> = goals.iter().filter(|g| g.reached).map(|g| g.aim.as_str()).collect();
            @if well.is_empty() && met.is_empty() { p.govuk-body { (said.none_well) } }
            @else { ul.govuk-list.govuk-list--bullet { @for words in &well { li { (words) } } @for aim in &met { li { (aim) } } } }
            p.govuk-hint { (said.print) }
        }
    };
    let frame = people::frame(req, cx, &open, "Compliance")?.titled(said.title).back(open.path("/milestones"));
    Ok(Reply::page(frame, body))
}
