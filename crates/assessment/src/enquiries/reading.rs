//! A person's enquiries and what is due of them.

use super::records::{Enquiry, EnquiryStep};
use super::rules::{Standing, State, fold};
use crate::due::{Due, DueKind};
use crate::parts::families;
use kernel::{EnquiryId, PersonKeys};
use store::{Cx, Failure, Result, key_values};

/// A person's enquiries, the newest first.
///
/// # Errors
/// When the database fails.
pub fn enquiries(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Standing>> {
    let (among, values) = (keys.placeholders(1), key_values(keys));
    let on = format!("b.enquiry_id = a.id AND b.person_id IN ({among})");
    let rest = format!(
        "WHERE a.person_id IN ({among}) ORDER BY a.sent_on DESC, a.recorded_at DESC, a.id DESC, b.recorded_at, b.id"
    );
    let rows = cx.list_with::<Enquiry, EnquiryStep>(&on, &rest, &values)?;
    Ok(families(rows, |r| r.id).into_iter().map(|(r, steps)| fold(r, steps)).collect())
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
