//! The intervals between contacts by tier, with every row there has been, and adding one.

use super::LONGEST_NOTE;
use crate::actions::set_interval;
use crate::facts::intervals;
use crate::policy::{CUSTODY, Interval, LONGEST_INTERVAL, TIERS, UNTIERED};
use kernel::Permission;
use store::Cx;
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

fn keys() -> impl Iterator<Item = &'static str> {
    TIERS.into_iter().chain([UNTIERED, CUSTODY])
}

fn words(key: &str) -> String {
    match key {
        UNTIERED => "No tier recorded".into(),
        CUSTODY => "In custody".into(),
        tier => format!("Tier {tier}"),
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (all, today) = (intervals(cx)?, cx.today());
    let current = keys().filter_map(|key| all.at(key, today));
    let columns =
        || [ui::column("Who"), ui::column("At most every").numeric(), ui::column("From"), ui::column("Source")];
    let mut history: Vec<&Interval> = all.0.iter().collect();
    history.sort_by_key(|row| std::cmp::Reverse(row.from));
    let body = html! {
        h1.govuk-heading-l { "Intervals between contacts" }
        p.govuk-body { "A new row holds for clocks that start on its day or later: nobody becomes overdue after the fact." }
        (ui::Table::new("In force today", columns()).rows(current.map(cells)).show())
        @if cx.may(Permission::Administer) {
            (ui::link_button("/policy/contact-intervals/new", "Set an interval").show())
        }
        (ui::details("Every row there has been", &ui::Table::new("The newest first", columns()).rows(history.into_iter().map(cells)).show()))
    };
    Ok(Reply::page(req.frame().titled("Intervals between contacts").crumb("/team", "Team"), body))
}

fn cells(row: &Interval) -> Vec<Markup> {
    vec![
        html! { (words(&row.tier)) },
        html! { (ui::count(i64::from(row.days), "day", "days")) },
        html! { (ui::short_day(row.from)) },
        html! { (row.source) @if row.assumed { " " (ui::tag(ui::Colour::Yellow, "Assumption")) } },
    ]
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Set an interval between contacts" }
        (req.form_frame("/policy/contact-intervals/new").show(&html! {
            (ui::select("tier", "For whom").options(keys().map(|k| (k.to_owned(), words(k)))).show(&form))
            (ui::input("days", "At most every how many days?").number().width(3).show(&form))
            (ui::date_input("from", "From").hint("A day after today").show(&form))
            (ui::textarea("reason", "Why?").rows(3).most(LONGEST_NOTE).show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(req.frame().titled("Set an interval").back("/policy/contact-intervals"), body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let codes: Vec<&str> = keys().collect();
    let tier = form.code("tier", "for whom", &codes);
    let days = form.integer("days", "the number of days", 1..=i64::from(LONGEST_INTERVAL));
    let (from, reason) = (form.date("from", "the first day"), form.text("reason", "a reason", LONGEST_NOTE));
    let (tier, days, from, reason) = form.complete((tier, days, from, reason))?;
    set_interval(cx, &tier, u32::try_from(days).unwrap_or(LONGEST_INTERVAL), from, &reason)?;
    Ok(Reply::done("/policy/contact-intervals", "The interval is set"))
}
