//! What waits for an officer or a manager to say a word on: an early end that the record bears, a milestone to recognise. A
//! view by officer and team; each subject keeps its own line.

use domain_events::DomainEvent;
use kernel::{Date, PersonId, StaffId, TeamId, placeholders};
use store::{Cx, Kind, Record, Result, Table, Value, id_values, params, record};
use uuid::Uuid;

record! {
    /// One offer as lists need it.
    pub struct Offer in "view_enforcement_offer", Kind::View, key ["id"] {
        pub id: Uuid,
        pub person_id: PersonId,
        pub staff_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
        /// early-end or milestone.
        pub what: String,
        /// The power or the milestone.
        pub code: String,
        pub state: String,
        pub is_open: bool,
        pub since: Date,
    }
}

pub(crate) const TABLES: &[&Table] = &[<Offer as Record>::TABLE];
pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("offers go to whoever holds the person", hear)];

pub(crate) const EARLY_END: &str = "early-end";
pub(crate) const MILESTONE: &str = "milestone";

/// Keeps the line of one offer.
pub(crate) fn keep(
    cx: &mut Cx<'_>,
    (person, id): (PersonId, Uuid),
    (what, code): (&str, &str),
    (state, is_open): (&str, bool),
    since: Date,
) -> Result<()> {
    let holder = crate::holding::holder(cx, person)?;
    cx.save(&Offer {
        id,
        person_id: person,
        staff_id: holder.as_ref().and_then(|h| h.staff_id),
        team_id: holder.and_then(|h| h.team_id),
        what: what.to_owned(),
        code: code.to_owned(),
        state: state.to_owned(),
        is_open,
        since,
    })
}

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    let (E::Allocated { person, .. }
    | E::Unallocated { person, .. }
    | E::CoverArranged { person, .. }
    | E::CoverEnded { person, .. }) = event
    else {
        return Ok(());
    };
    let open = cx.list::<Offer>("WHERE person_id = $1 AND is_open = $2", params![*person, true])?;
    let holder = crate::holding::holder(cx, *person)?;
    for offer in open {
        let staff_id = holder.as_ref().and_then(|h| h.staff_id);
        let team_id = holder.as_ref().and_then(|h| h.team_id);
        cx.save(&Offer { staff_id, team_id, ..offer })?;
    }
    Ok(())
}

/// Offers of one kind that wait for an officer, or for some teams; the oldest first, with how many there are.
pub(crate) fn waiting(
    cx: &mut Cx<'_>,
    what: &str,
    staff: Option<StaffId>,
    teams: &[TeamId],
    most: i64,
    skipped: i64,
) -> Result<(Vec<Offer>, i64)> {
    let mut values: Vec<Value> = vec![true.into(), what.into()];
    let whose = match staff {
        Some(staff) => {
            values.push(staff.into());
            "staff_id = $3".to_owned()
        }
        None if teams.is_empty() => return Ok((Vec::new(), 0)),
        None => {
            let ids = id_values(teams);
            let among = placeholders(3, ids.len());
            values.extend(ids);
            format!("team_id IN ({among})")
        }
    };
    let condition = format!("is_open = $1 AND what = $2 AND {whose}");
    cx.page_of::<Offer>(&condition, &values, "ORDER BY since, id", most, skipped)
}
