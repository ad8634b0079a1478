//! The log makes planned home visits; a signed assessment keeps the plan as it was.

use super::reading::plan;
use super::records::Version;
use super::visits::{made, unmade};
use crate::author;
use crate::due::policy;
use domain_events::DomainEvent;
use kernel::{AssessmentId, ContactId, Date, PersonId};
use store::{Cx, Result, params};

/// What the binary lists.
pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("plans", hear)];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::OutcomeRecorded { person, contact, on, kind, attended, .. } => {
            seen_at_home(cx, *person, *contact, *on, kind, *attended == Some(true))
        }
        E::ContactRecorded { person, contact, on, kind, with_person: true, .. } => {
            seen_at_home(cx, *person, *contact, *on, kind, true)
        }
        E::AssessmentSigned { person, assessment, on, .. } => keep_version(cx, *person, *assessment, *on),
        _ => Ok(()),
    }
}

fn seen_at_home(
    cx: &mut Cx<'_>,
    person: PersonId,
    contact: ContactId,
    on: Date,
    kind: &str,
    attended: bool,
) -> Result<()> {
    let planned = cx.count("SELECT count(*) FROM home_visit WHERE person_id = $1", params![person])?;
    let keys = people::keys_of(cx, person)?;
    if planned == 0 && keys.absorbed.is_empty() && keys.survivor == person {
        return Ok(());
    }
    let today = cx.today();
    let policy = policy(cx)?;
    if !policy.at("home-visit-kinds", today)?.words.split_whitespace().any(|k| k == kind) {
        return Ok(());
    }
    if attended { made(cx, &keys, person, contact, on) } else { unmade(cx, &keys, person, contact, on) }
}

fn keep_version(cx: &mut Cx<'_>, person: PersonId, assessment: AssessmentId, on: Date) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let plan = plan(cx, &keys)?;
    if plan.is_empty() {
        return Ok(());
    }
    cx.describe("Kept the plan as it was at signing", None);
    let (author_id, author_name) = author(cx);
    let row = Version {
        person_id: person,
        id: cx.new_id(),
        assessment_id: Some(assessment),
        on_day: on,
        body: super::print::image(&plan),
        author_id,
        author_name,
        recorded_at: cx.now(),
    };
    cx.insert(&row)
}
