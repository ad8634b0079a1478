//! A standing order in the words of the sentences room: its code in the law, lengths, dates, and what else the court
//! said as notes. Nothing is rounded and no limit is looked at here.

use crate::reading::{Order, Requirement, Sequence, Span, StandingOrder, Term as Passed};
use kernel::Date;
use law::Term;
use sentences::{SentOrder, SentRequirement};
use std::collections::BTreeSet;

/// The code for a requirement that the law does not list.
const OTHER: &str = "OTHER";

/// Which key the sentences room knows a row by. Copies of one order have ids of their own; whichever was first used for
/// the row stays its key, whatever copies come and go.
pub(crate) fn key_of(key: &str, results: &BTreeSet<String>, used: &BTreeSet<String>) -> String {
    results.iter().find(|id| used.contains(*id)).cloned().unwrap_or_else(|| key.to_owned())
}

pub(crate) fn order(standing: &StandingOrder, fallback: Date, used: &BTreeSet<String>) -> SentOrder {
    let order = &standing.order;
    let only_term = if let [only] = order.terms.as_slice() { only.length } else { None };
    let total = order.total.or(only_term);
    SentOrder {
        key: key_of(&order.key, &order.results, used),
        sentence: order.law.clone().unwrap_or_else(|| order.code.clone()),
        made_on: order.made.unwrap_or(fallback),
        starts_on: order.start,
        ends_on: order.end,
        custody_term: total.and_then(term),
        operational_period: order.operational.and_then(term),
        supervision_period: order.supervision.and_then(term),
        notes: notes(order),
        requirements: standing.requirements.iter().map(|r| requirement(&r.requirement, used)).collect(),
    }
}

/// None for a length that is beyond what a calendar holds; the notes still carry the court's words.
pub(crate) fn term(span: Span) -> Option<Term> {
    span.to_string().parse().ok()
}

fn requirement(made: &Requirement, used: &BTreeSet<String>) -> SentRequirement {
    SentRequirement {
        key: key_of(&made.key, &made.results, used),
        kind: made.law.clone().unwrap_or_else(|| OTHER.to_owned()),
        length: made.length.and_then(term),
        starts_on: made.start,
        ends_on: made.end,
        notes: requirement_notes(made),
    }
}

fn requirement_notes(made: &Requirement) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    if made.law.is_none() {
        lines.extend(made.label.clone());
    }
    if made.length.and_then(term).is_none() {
        lines.extend(made.length_said.clone());
    }
    let hours = match (&made.start_time, &made.end_time) {
        (Some(from), Some(to)) => Some(format!("From {from} to {to}")),
        _ => None,
    };
    lines.extend(made.place.clone());
    lines.extend(hours);
    lines.extend(made.with.as_ref().map(|w| format!("With {w}")));
    lines.extend(made.details.clone());
    if made.tagged {
        lines.push("Electronically monitored".into());
    }
    if let Some((day, often)) = &made.review {
        lines.push(review(*day, often.as_deref()));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn review(day: Option<Date>, often: Option<&str>) -> String {
    let mut words = "Court review".to_owned();
    if let Some(day) = day {
        words.push_str(&format!(", first on {}", web::ui::day(day)));
    }
    if let Some(often) = often {
        words.push_str(&format!(", {}", often.to_lowercase()));
    }
    words
}

fn notes(order: &Order) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    if order.terms.len() > 1 || order.terms.iter().any(|t| t.sequence != Sequence::Primary) {
        lines.extend(order.terms.iter().map(term_in_words));
    }
    for term in &order.terms {
        for (what, span) in
            [("Custodial term", term.custodial), ("Extension", term.extension), ("Minimum", term.minimum)]
        {
            lines.extend(span.map(|s| format!("{what}: {s}")));
        }
    }
    if order.life {
        lines.push("For life".into());
    }
    if let Some(days) = order.terms.iter().filter_map(|t| t.days_to_count).max().filter(|d| *d > 0) {
        lines.push(format!("Days on remand or tagged bail to count: {days}"));
    }
    let said = [
        ("Responsible officer", &order.responsible_officer),
        ("Supervising court", &order.supervising_court),
        ("Probation team told", &order.probation_team),
        ("Prison", &order.prison),
        ("Sentenced without a report", &order.without_report),
    ];
    lines.extend(said.iter().filter_map(|(what, said)| said.as_ref().map(|s| format!("{what}: {s}"))));
    lines.extend(order.reviews.iter().map(|(day, often)| review(*day, often.as_deref())));
    lines.extend(order.explanation.clone());
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn term_in_words(term: &Passed) -> String {
    let length = term.length.map(|l| l.to_string()).or_else(|| term.said.clone()).unwrap_or_else(|| "a term".into());
    match &term.sequence {
        Sequence::Primary => length,
        Sequence::Concurrent => format!("{length}, concurrent"),
        Sequence::Consecutive { to } => format!("{length}, consecutive to {to}"),
        Sequence::Contradictory => format!("{length}, said to be both concurrent and consecutive"),
    }
}
