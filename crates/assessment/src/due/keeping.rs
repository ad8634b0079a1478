//! Keeps the list of what is due in step with the facts and with who holds the person.

use super::policy::policy;
use super::records::{Due, DueKind, DueRow, Holder};
use crate::{enquiries, plans, registrations, reviews};
use domain_events::DomainEvent;
use kernel::{PersonId, PersonKeys};
use store::{Cx, Result, Value, params};

/// What the binary lists. Who holds a person is heard first, so that what becomes due goes to whoever holds them now.
pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("who sees what is due", hear)];

/// The subjects that have something due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Registrations,
    Enquiries,
    Plans,
    Reviews,
}

impl Subject {
    const ALL: [Subject; 4] = [Subject::Registrations, Subject::Enquiries, Subject::Plans, Subject::Reviews];

    fn kinds(self) -> &'static [DueKind] {
        match self {
            Subject::Registrations => &[DueKind::RegistrationReview],
            Subject::Enquiries => &[DueKind::UnreadAnswer, DueKind::Enquiry],
            Subject::Plans => &[DueKind::Action, DueKind::HomeVisit],
            Subject::Reviews => &[DueKind::Review],
        }
    }

    fn due(self, cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Due>> {
        let today = cx.today();
        match self {
            Subject::Registrations => {
                let notice = policy(cx)?.number("notice-registration-review", today)?;
                registrations::due(cx, keys, notice)
            }
            Subject::Enquiries => enquiries::due(cx, keys),
            Subject::Plans => {
                let notice = policy(cx)?.number("notice-home-visit", today)?;
                plans::due(cx, keys, notice)
            }
            Subject::Reviews => reviews::due(cx, keys),
        }
    }
}

/// Writes anew what is due of these subjects.
pub(crate) fn keep(cx: &mut Cx<'_>, keys: &PersonKeys, subjects: &[Subject]) -> Result<()> {
    let person = keys.survivor;
    let mut due = Vec::new();
    for subject in subjects {
        let mut values = params![person].to_vec();
        values.extend(subject.kinds().iter().map(|k| Value::from(*k)));
        let kinds = kernel::placeholders(2, subject.kinds().len());
        cx.execute(&format!("DELETE FROM view_assessment_due WHERE person_id = $1 AND kind IN ({kinds})"), &values)?;
        due.extend(subject.due(cx, keys)?);
    }
    if due.is_empty() {
        return Ok(());
    }
    let holder = cx.get::<Holder>(params![person])?;
    cx.insert_all(&rows(person, due, holder.as_ref()))
}

/// The rows of what is due.
pub(crate) fn rows(person: PersonId, due: Vec<Due>, holder: Option<&Holder>) -> Vec<DueRow> {
    let row = |d: Due| DueRow {
        person_id: person,
        kind: d.kind,
        item_id: d.item,
        what: d.what,
        due_on: d.due,
        shows_from: d.shows,
        staff_id: holder.and_then(|h| h.staff_id),
        team_id: holder.and_then(|h| h.team_id),
    };
    due.into_iter().map(row).collect()
}

/// Writes anew everything that is due around a person.
pub(crate) fn keep_all(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
    keep(cx, keys, &Subject::ALL)
}

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::Allocated { person, staff, team, .. } => held(cx, *person, |h| {
            (h.staff_id, h.officer_id, h.team_id) = (Some(*staff), Some(*staff), Some(*team));
        }),
        E::Unallocated { person, team, .. } => held(cx, *person, |h| {
            (h.staff_id, h.officer_id) = (None, None);
            h.team_id = team.or(h.team_id);
        }),
        E::CoverArranged { person, staff, .. } => held(cx, *person, |h| h.staff_id = Some(*staff)),
        E::CoverEnded { person, .. } => held(cx, *person, |h| h.staff_id = h.officer_id),
        E::PersonMerged { person, absorbed } => merged(cx, *person, *absorbed),
        E::PersonUnmerged { person, released } => {
            for one in [*person, *released] {
                after_merge(cx, one)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn held(cx: &mut Cx<'_>, person: PersonId, change: impl FnOnce(&mut Holder)) -> Result<()> {
    let known = cx.get::<Holder>(params![person])?;
    let mut holder = known.unwrap_or(Holder { person_id: person, staff_id: None, officer_id: None, team_id: None });
    change(&mut holder);
    cx.save(&holder)?;
    let sql = "UPDATE view_assessment_due SET staff_id = $2, team_id = $3 WHERE person_id = $1";
    cx.execute(sql, params![person, holder.staff_id, holder.team_id]).map(|_| ())
}

fn merged(cx: &mut Cx<'_>, survivor: PersonId, absorbed: PersonId) -> Result<()> {
    if cx.get::<Holder>(params![survivor])?.is_none_or(|h| h.officer_id.is_none())
        && let Some(theirs) = cx.get::<Holder>(params![absorbed])?
    {
        cx.save(&Holder { person_id: survivor, ..theirs })?;
    }
    cx.execute("DELETE FROM view_assessment_due WHERE person_id = $1", params![absorbed])?;
    after_merge(cx, survivor)
}

fn after_merge(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    registrations::keep_after_merge(cx, &keys)?;
    keep_all(cx, &keys)
}
