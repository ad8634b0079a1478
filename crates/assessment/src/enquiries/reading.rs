//! A person's enquiries and what is due of them.

use super::records::{Enquiry, EnquiryStep};
use super::rules::{Standing, State, fold};
use crate::due::{Due, DueKind};
use kernel::{EnquiryId, PersonKeys};
use std::collections::HashMap;
use store::{Cx, Failure, Result, key_values};

/// A person's enquiries, the newest first.
///
/// # Errors
/// When the database fails.
pub fn enquiries(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Standing>> {
    let (among, values) = (keys.placeholders(1), key_values(keys));
    let order = "ORDER BY sent_on DESC, recorded_at DESC, id DESC";
    let rows = cx.list::<Enquiry>(&format!("WHERE person_id IN ({among}) {order}"), &values)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut steps: HashMap<EnquiryId, Vec<EnquiryStep>> = HashMap::new();
    let rest = format!("WHERE person_id IN ({among}) ORDER BY recorded_at, id");
    for step in cx.list::<EnquiryStep>(&rest, &values)? {
        steps.entry(step.enquiry_id).or_default().push(step);
    }
    Ok(rows.into_iter().map(|r| (steps.remove(&r.id).unwrap_or_default(), r)).map(|(s, r)| fold(r, s)).collect())
}

/// One enquiry.
///
/// # Errors
/// [`Failure::NotFound`] for an id that is not this person's.
pub fn one(cx: &mut Cx<'_>, keys: &PersonKeys, id: EnquiryId) -> Result<Standing> {
    enquiries(cx, keys)?.into_iter().find(|s| s.enquiry.id == id).ok_or(Failure::NotFound)
}

/// What is to be analysed, and what is to be chased.
pub(crate) fn due(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Due>> {
    Ok(enquiries(cx, keys)?.into_iter().filter_map(due_of).collect())
}

fn due_of(standing: Standing) -> Option<Due> {
    let (item, what) = (standing.enquiry.id.0, standing.enquiry.kind);
    match standing.state {
        State::Unread => {
            let day = standing.answered_on?;
            Some(Due { kind: DueKind::UnreadAnswer, item, what, due: day, shows: day })
        }
        State::Waiting => {
            Some(Due { kind: DueKind::Enquiry, item, what, due: standing.chase_by, shows: standing.chase_by })
        }
        State::Analysed | State::Withdrawn => None,
    }
}
