//! Who holds a person, as the room of allocation tells it: the officer who acts, and the team. The lists of this room say
//! by it on whose screen something stands.
//!
//! Always true: it only repeats what was told; a view, written in the transaction of the telling.

use domain_events::DomainEvent;
use kernel::{PersonId, StaffId, TeamId, placeholders};
use store::{Cx, Kind, Question, Record, Result, Table, Value, id_values, params, record};

record! {
    /// Who holds a person.
    pub struct Holder in "view_interventions_holder", Kind::View, key ["person_id"] {
        pub person_id: PersonId,
        /// Whoever acts: the cover while there is one.
        pub staff_id: Option<StaffId>,
        pub officer_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
    }
}

pub(crate) const TABLES: &[&Table] = &[<Holder as Record>::TABLE];

/// Heard before the lists of the room's subjects, so that these go to whoever holds the person now.
pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("who holds a person, for interventions", hear)];

/// Whoever holds the person of this id.
///
/// # Errors
/// When the database fails.
pub(crate) fn holder(cx: &mut Cx<'_>, person: PersonId) -> Result<Option<Holder>> {
    cx.get::<Holder>(params![person])
}

/// What [`holder`] asks, for a page that asks for more with it.
pub(crate) fn holder_question(person: PersonId) -> Question {
    Question::list::<Holder>("WHERE person_id = $1", params![person])
}

/// Rows of a list that are of people of these teams whom somebody other than the reader holds: a condition whose first
/// parameter has this number, with its values. None of no team.
pub(crate) fn of_teams(teams: &[TeamId], reader: Option<StaffId>, first: usize) -> Option<(String, Vec<Value>)> {
    if teams.is_empty() {
        return None;
    }
    let mut values = id_values(teams);
    let mut whose = format!("team_id IN ({})", placeholders(first, values.len()));
    if let Some(reader) = reader {
        whose.push_str(&format!(" AND (staff_id IS NULL OR staff_id <> ${})", first + values.len()));
        values.push(reader.into());
    }
    Some((whose, values))
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
        E::PersonMerged { person, absorbed } => {
            if holder(cx, *person)?.is_none_or(|h| h.officer_id.is_none())
                && let Some(theirs) = holder(cx, *absorbed)?
            {
                cx.save(&Holder { person_id: *person, ..theirs })?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn held(cx: &mut Cx<'_>, person: PersonId, change: impl FnOnce(&mut Holder)) -> Result<()> {
    let mut row =
        holder(cx, person)?.unwrap_or(Holder { person_id: person, staff_id: None, officer_id: None, team_id: None });
    change(&mut row);
    cx.save(&row)
}
