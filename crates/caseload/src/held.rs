//! Which team had a person and which tier was in force, day by day, as measures ask for it. A view, written when the room tells
//! that a list or tier changed, and rebuildable from stints and tiers. It names no officer, and knows nobody who counts.

use crate::records::{StintRow, TierRecord};
use crate::tiering::TierChange;
use domain_events::DomainEvent as E;
use kernel::{Date, PersonId, PersonKeys, TeamId};
use std::collections::BTreeSet;
use store::{Cx, Kind, Result, key_values, params, record};

record! {
    /// A run of days with one team and one tier; `until_day` is the first day on which it was no more so.
    pub struct HeldRow in "view_held", Kind::View, key ["person_id", "from_day"] {
        pub person_id: PersonId,
        pub from_day: Date,
        pub until_day: Option<Date>,
        pub team_id: TeamId,
        pub tier: Option<String>,
    }
}

/// Days with a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    from: Date,
    until: Option<Date>,
    team: TeamId,
}

impl Span {
    fn of(stint: &StintRow) -> Span {
        let until = stint.ended_at.map(|at| at.local_date());
        Span { from: stint.began_at.local_date(), until, team: stint.team_id }
    }

    fn holds(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// The rows that these stints and tiers make. Of two stints on one day the later counts; of an absorbed record only what was
/// before the survivor's own first.
pub(crate) fn rows_of(
    person_id: PersonId,
    stints: &[&StintRow],
    recorded: &[&TierRecord],
    changed: &[&TierChange],
) -> Vec<HeldRow> {
    let mut ordered: Vec<&&StintRow> = stints.iter().collect();
    ordered.sort_by_key(|stint| (stint.began_at, stint.id));
    let own: Vec<Span> = ordered.iter().filter(|s| s.person_id == person_id).map(|s| Span::of(s)).collect();
    let begins = own.iter().map(|span| span.from).min();
    let absorbed = ordered.iter().filter(|s| s.person_id != person_id).map(|s| Span::of(s));
    let before = absorbed.filter(|span| begins.is_none_or(|first| span.from < first));
    let before: Vec<Span> = before
        .map(|span| Span { until: begins.map(|b| span.until.map_or(b, |u| u.min(b))).or(span.until), ..span })
        .collect();
    let spans = [before, own].concat();
    let mut tiers: Vec<(Date, u8, Option<&str>)> =
        recorded.iter().map(|r| (r.recorded_on, 0, Some(r.tier.as_str()))).collect();
    let mut changes: Vec<&&TierChange> = changed.iter().collect();
    changes.sort_by_key(|change| (change.changed_at, change.id));
    tiers.extend(changes.iter().map(|c| (c.on_day, 1, c.to_tier.as_deref())));
    // A change on the day of a record is what came of it; the sort keeps the order within a day.
    tiers.sort_by_key(|(day, rank, _)| (*day, *rank));
    let mut days: BTreeSet<Date> = tiers.iter().map(|(day, ..)| *day).collect();
    days.extend(spans.iter().flat_map(|span| [Some(span.from), span.until]).flatten());
    let mut rows: Vec<HeldRow> = Vec::new();
    for day in days {
        let team = spans.iter().rev().find(|span| span.holds(day)).map(|span| span.team);
        let tier = tiers.iter().rev().find(|(from, ..)| *from <= day).and_then(|(.., tier)| *tier).map(str::to_owned);
        if let Some(open) = rows.last_mut().filter(|row| row.until_day.is_none()) {
            if team == Some(open.team_id) && tier == open.tier {
                continue;
            }
            open.until_day = Some(day);
        }
        rows.extend(team.map(|team_id| HeldRow { person_id, from_day: day, until_day: None, team_id, tier }));
    }
    rows
}

/// Writes a person's rows anew; gives whether they were wrong.
///
/// # Errors
/// When the database fails.
pub fn rebuild_held(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<bool> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY id", keys.placeholders(1));
    let stints: Vec<StintRow> = cx.list(&rest, &key_values(keys))?;
    let recorded: Vec<TierRecord> = cx.list(&rest, &key_values(keys))?;
    let changed: Vec<TierChange> = cx.list(&rest, &key_values(keys))?;
    let (stints, recorded) = (stints.iter().collect::<Vec<_>>(), recorded.iter().collect::<Vec<_>>());
    let rows = rows_of(keys.survivor, &stints, &recorded, &changed.iter().collect::<Vec<_>>());
    cx.put_view(keys.survivor, &rows)
}

/// After a change that no event tells of.
pub(crate) fn keep(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    rebuild_held(cx, &keys).map(|_| ())
}

/// Keeps up with what the room itself tells.
///
/// # Errors
/// When the database fails.
pub(crate) fn hear(cx: &mut Cx<'_>, event: &E) -> Result<()> {
    let people = match event {
        E::Allocated { person, .. }
        | E::Unallocated { person, .. }
        | E::CoverArranged { person, .. }
        | E::CoverEnded { person, .. }
        | E::TierRecorded { person, .. }
        | E::SupervisionEnded { person, .. } => vec![*person],
        E::PersonMerged { person, absorbed } => {
            cx.execute("DELETE FROM view_held WHERE person_id = $1", params![absorbed])?;
            vec![*person]
        }
        E::PersonUnmerged { person, released } => vec![*person, *released],
        _ => return Ok(()),
    };
    people.into_iter().try_for_each(|person| keep(cx, person))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{Cause, HolderKind};
    use kernel::{AllocationId, EntryId, Instant, date};
    use uuid::Uuid;

    const PERSON: PersonId = PersonId(Uuid::from_u128(1));
    const OTHER: PersonId = PersonId(Uuid::from_u128(2));

    fn team(n: u128) -> TeamId {
        TeamId(Uuid::from_u128(n))
    }

    fn noon(day: Date) -> Instant {
        Instant::from_local(day.at(12, 0, 0, 0))
    }

    fn stint(person_id: PersonId, n: u128, team_id: TeamId, began: Date, ended: Option<Date>) -> StintRow {
        StintRow {
            person_id,
            id: AllocationId(Uuid::from_u128(n)),
            holder: HolderKind::Unallocated,
            officer_id: None,
            cover_id: None,
            officer_left: false,
            team_id,
            began_at: noon(began),
            ended_at: ended.map(noon),
            supervision_ended: false,
            cause: Cause::Began,
            reason_code: None,
            note: None,
            author: String::new(),
        }
    }

    fn tier(tier: &str, recorded_on: Date) -> TierRecord {
        let (author, reason) = (String::new(), String::new());
        TierRecord {
            person_id: PERSON,
            id: EntryId(Uuid::from_u128(9)),
            tier: tier.into(),
            recorded_on,
            author,
            reason,
        }
    }

    type Said<'a> = (Date, Option<Date>, TeamId, Option<&'a str>);

    fn said(rows: &[HeldRow]) -> Vec<Said<'_>> {
        rows.iter().map(|r| (r.from_day, r.until_day, r.team_id, r.tier.as_deref())).collect()
    }

    #[test]
    fn a_move_within_a_day_leaves_the_later_team_and_a_tier_begins_a_row_of_its_own() {
        let (first, second, third) = (date(2026, 1, 5), date(2026, 3, 2), date(2026, 9, 1));
        let (a, b) = (stint(PERSON, 1, team(1), first, Some(first)), stint(PERSON, 2, team(2), first, Some(third)));
        let recorded = tier("B2", second);
        let rows = rows_of(PERSON, &[&b, &a], &[&recorded], &[]);
        assert_eq!(said(&rows), [(first, Some(second), team(2), None), (second, Some(third), team(2), Some("B2")),]);
    }

    #[test]
    fn an_absorbed_record_counts_until_the_survivor_was_held() {
        let (first, second) = (date(2026, 1, 5), date(2026, 3, 2));
        let theirs = stint(OTHER, 1, team(1), first, None);
        let own = stint(PERSON, 2, team(2), second, None);
        let rows = rows_of(PERSON, &[&theirs, &own], &[], &[]);
        assert_eq!(said(&rows), [(first, Some(second), team(1), None), (second, None, team(2), None)]);
    }
}
