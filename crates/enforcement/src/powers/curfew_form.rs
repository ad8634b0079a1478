//! The fields in which an officer says how a curfew stands and how it is to stand: by day, or where; and how a use of such a
//! power is shown afterwards, before beside now.

use super::curfew::{CurfewChange, CurfewTerms, DAYS};
use super::records::PowerUse;
use kernel::OrderId;
use law::PowerKind;
use people::OpenPerson;
use store::{Cx, Result};
use web::form::Form;
use web::{Markup, html, ui};

const LONGEST: usize = 100;
const LONGEST_ADDRESS: usize = 300;
const SIDES: [&str; 2] = ["before", "now"];

/// How the curfew of an order stands: as it was last moved; the address else as the record has it.
pub(super) fn known(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    order: OrderId,
    kind: PowerKind,
    uses: &[PowerUse],
) -> Result<CurfewTerms> {
    let today = cx.today();
    let moved =
        uses.iter().filter(|u| u.order_id == order && u.undone_on.is_none()).filter_map(PowerUse::curfew_change);
    let mut moved = moved.map(|change| change.now);
    if kind == PowerKind::VaryCurfewTimes {
        return Ok(moved.find(|terms| !terms.times.is_empty()).unwrap_or_default());
    }
    let address = match moved.find_map(|terms| terms.address) {
        Some(address) => Some(address),
        None => people::main_address(cx, &open.keys, today)?.map(|a| people::address_lines(&a).join(", ")),
    };
    Ok(CurfewTerms { times: Vec::new(), address })
}

/// What is filled in already.
pub(super) fn filled(mut form: Form, terms: &CurfewTerms) -> Form {
    for ((code, ..), times) in DAYS.iter().zip(&terms.times) {
        let shown = if times.is_empty() { "none" } else { times.as_str() };
        form = form.with(&format!("before-{code}"), shown);
    }
    match &terms.address {
        Some(address) => form.with("before-address", address.clone()),
        None => form,
    }
}

pub(super) fn fields(kind: PowerKind, typed: &Form) -> Markup {
    match kind {
        PowerKind::VaryCurfewTimes => html! {
            p.govuk-body { "Write each day as from and to, such as 19:00 to 07:00. What goes past midnight belongs to the day on which it begins. Two runs of one day stand with a comma between them." }
            div.tc-columns.tc-columns--halves {
                (times("before", "The times as they stand", typed))
                (times("now", "The new times", typed))
            }
        },
        _ => html! {
            (ui::input("before-address", "The address as it stands").show(typed))
            (ui::input("now-address", "The new address").show(typed))
        },
    }
}

fn times(side: &str, legend: &str, typed: &Form) -> Markup {
    html! {
        fieldset.govuk-fieldset {
            legend.govuk-fieldset__legend."govuk-fieldset__legend--s" { (legend) }
            (ui::input(&format!("{side}-every"), "Every day").hint("For each day that you leave empty below").width(20).show(typed))
            @for (code, name, _) in DAYS { (ui::input(&format!("{side}-{code}"), name).width(20).show(typed)) }
        }
    }
}

/// What was typed. A day that is left empty is as every day; "none" is a day without curfew.
pub(super) fn read(form: &mut Form, kind: PowerKind) -> CurfewChange {
    let [before, now] = SIDES.map(|side| {
        if kind != PowerKind::VaryCurfewTimes {
            let address = form.optional_text(&format!("{side}-address"), "the address", LONGEST_ADDRESS);
            return CurfewTerms { times: Vec::new(), address };
        }
        let every = form.optional_text(&format!("{side}-every"), "the times of every day", LONGEST).unwrap_or_default();
        let times = DAYS.map(|(code, name, _)| {
            let typed = form.optional_text(&format!("{side}-{code}"), &format!("the times of {name}"), LONGEST);
            typed.unwrap_or_else(|| every.clone())
        });
        CurfewTerms { times: times.to_vec(), address: None }
    });
    CurfewChange { before, now }
}

/// Before beside now.
pub(super) fn shown(change: &CurfewChange) -> Markup {
    let none = |text: &str| if text.is_empty() { "No curfew".to_owned() } else { text.to_owned() };
    let each = DAYS.iter().zip(change.before.times.iter().zip(&change.now.times));
    let mut rows: Vec<[Markup; 3]> = each
        .map(|((_, name, _), (before, now))| {
            let now_words = none(now);
            [
                html! { (name) },
                html! { (none(before)) },
                html! { @if before == now { (now_words) } @else { strong { (now_words) } } },
            ]
        })
        .collect();
    if change.before.address.is_some() || change.now.address.is_some() {
        let said = |address: &Option<String>| address.clone().unwrap_or_else(|| "Not said".into());
        rows.push([
            html! { "Address" },
            html! { (said(&change.before.address)) },
            html! { strong { (said(&change.now.address)) } },
        ]);
    }
    let columns = ["", "Before", "Now"].map(|name| ui::column(if name.is_empty() { "Curfew" } else { name }));
    ui::details(
        "Before and now",
        &ui::Table::new("The curfew before and now", columns).unseen_caption().rows(rows).show(),
    )
}
