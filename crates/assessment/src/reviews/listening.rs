//! What happens in a life and in other rooms calls for a review, or settles one. Which facts call for one is data; here
//! stands only under which name each fact is looked up.

use super::actions::{Call, Settling, call, settle, settle_all};
use super::reading::{open_reviews, triggers};
use super::records::{Failed, SettledHow, Signed};
use super::rules::is_pattern;
use crate::due::{self, Subject, policy};
use crate::registrations;
use domain_events::{DomainEvent, SupervisedOn};
use kernel::{ContactId, Date, Instant, PersonId, PersonKeys};
use store::{Cx, Result, Value, key_values, params};

/// What the binary lists.
pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("reviews", hear)];

/// A fact that may call for a review.
struct Heard {
    person: PersonId,
    /// The name under which triggers hear it.
    name: String,
    on: Date,
    /// What it was about: the same again is no second cause.
    about: String,
}

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    let today = cx.today();
    match event {
        E::SupervisionEnded { person, on } => {
            let keys = people::keys_of(cx, *person)?;
            settle_all(cx, &keys, *person, &Settling::new(SettledHow::Ended, *on, "Supervision ended"))
        }
        E::AssessmentSigned { person, assessment, on, .. } => {
            let keys = people::keys_of(cx, *person)?;
            cx.save(&Signed { person_id: keys.survivor, assessment_id: *assessment, signed_on: *on })?;
            let reason = "An assessment was signed";
            let settling = Settling { how: SettledHow::Signed, on: *on, reason, assessment: Some(*assessment) };
            settle_all(cx, &keys, *person, &settling)
        }
        E::PersonMerged { person, .. } => join(cx, *person),
        E::OutcomeRecorded { person, contact, on, complied, .. } => outcome(cx, *person, *contact, *on, *complied),
        E::Registered { person, registration, kind, on } => {
            let calls = registrations::types(cx)?.known(kind).is_some_and(|t| t.calls_review);
            if !calls {
                return Ok(());
            }
            let name = event.name().to_owned();
            heard(cx, Heard { person: *person, name, on: *on, about: registration.to_string() })
        }
        other => match told(other, today, cx.now()) {
            Some(fact) => heard(cx, fact),
            None => Ok(()),
        },
    }
}

/// The facts that a trigger may hear.
fn told(event: &DomainEvent, today: Date, now: Instant) -> Option<Heard> {
    use DomainEvent as E;
    // What has no id of its own is told apart by the instant: the same again is another cause.
    let at = now.0.to_string();
    let fact = |person: &PersonId, detail: &str, on: Date, about: String| {
        let name = if detail.is_empty() { event.name().to_owned() } else { format!("{}:{detail}", event.name()) };
        Some(Heard { person: *person, name, on, about })
    };
    match event {
        E::AddressChanged { person, from } => fact(person, "", *from, at),
        E::PersonAmended { person, part } => fact(person, part, today, at),
        E::EventOpened { person, event, on } => fact(person, "", *on, event.to_string()),
        E::OrderMade { person, order, on, .. } => fact(person, "", *on, order.to_string()),
        E::BreachHeard { person, order, on, .. } => fact(person, "", *on, format!("{order} {at}")),
        E::EnquiryAnswered { person, enquiry, on } => fact(person, "", *on, format!("{enquiry} {at}")),
        E::SupervisionBegan { person, on, basis, .. } | E::SupervisionChanged { person, on, basis } => {
            fact(person, basis_word(*basis), *on, at)
        }
        E::ContactRecorded { person, contact, on, kind, with_person: false, .. } => {
            fact(person, kind, *on, contact.to_string())
        }
        _ => None,
    }
}

fn basis_word(basis: SupervisedOn) -> &'static str {
    match basis {
        SupervisedOn::Order => "order",
        SupervisedOn::Custody => "custody",
        SupervisedOn::Licence => "licence",
        SupervisedOn::PreSentence => "pre-sentence",
        SupervisedOn::Voluntary => "voluntary",
    }
}

fn heard(cx: &mut Cx<'_>, fact: Heard) -> Result<()> {
    let (triggers, today) = (triggers(cx)?, cx.today());
    if triggers.hearing(&fact.name, today).next().is_none() {
        return Ok(());
    }
    let keys = people::keys_of(cx, fact.person)?;
    if sentences::supervision(cx, &keys)?.is_none() {
        return Ok(());
    }
    for trigger in triggers.hearing(&fact.name, today) {
        let source = format!("{} {}", fact.name, fact.about);
        let asked = Call { keys: &keys, writer: fact.person, trigger, on: fact.on, source, due: None, note: None };
        call(cx, &triggers, asked)?;
    }
    Ok(())
}

/// Keeps count of failures; enough of them within the time are a pattern.
fn outcome(cx: &mut Cx<'_>, person: PersonId, contact: ContactId, on: Date, complied: Option<bool>) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    if complied != Some(false) {
        let sql = "DELETE FROM view_assessment_failure WHERE person_id = $1 AND contact_id = $2";
        return cx.execute(sql, params![keys.survivor, contact]).map(|_| ());
    }
    cx.save(&Failed { person_id: keys.survivor, contact_id: contact, on_day: on })?;
    let (policy, today) = (policy(cx)?, cx.today());
    let (count, months) = (policy.number("failures", today)?, policy.number("failures-within-months", today)?);
    let rows = cx.list::<Failed>(&format!("WHERE person_id IN ({})", keys.placeholders(1)), &key_values(&keys))?;
    let failures: Vec<Date> = rows.iter().map(|r| r.on_day).collect();
    if !is_pattern(&failures, on, count, months) {
        return Ok(());
    }
    heard(cx, Heard { person, name: "contact.failures".into(), on, about: contact.to_string() })
}

/// After a merge one review a reason stays open; the others are settled as joined to it.
fn join(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    take_signed(cx, &keys)?;
    let (open, today) = (open_reviews(cx, &keys)?, cx.today());
    let mut kept: Vec<&str> = Vec::new();
    for standing in &open {
        if kept.contains(&standing.review.reason.as_str()) {
            let settling = Settling::new(SettledHow::Joined, today, "The merged records had two for the same reason");
            settle(cx, &keys, standing, person, &settling)?;
        } else {
            kept.push(&standing.review.reason);
        }
    }
    due::keep(cx, &keys, &[Subject::Reviews])
}

/// The newest signing of the merged records stands for the survivor.
fn take_signed(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
    let values: Vec<Value> = key_values(keys);
    let rows = cx.list::<Signed>(&format!("WHERE person_id IN ({})", keys.placeholders(1)), &values)?;
    match rows.into_iter().max_by_key(|r| r.signed_on) {
        Some(newest) => cx.save(&Signed { person_id: keys.survivor, ..newest }),
        None => Ok(()),
    }
}
