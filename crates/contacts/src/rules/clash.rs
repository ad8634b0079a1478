//! Two appointments that cannot both be kept, for the person or for the officer. A clash is told, and whoever arranges
//! may allow it in so many words; nothing is moved by itself.

use super::wall_clock;
use kernel::{ContactId, Date, Time};

/// An appointment in somebody's diary. Only appointments without an outcome belong in the list: one that was moved,
/// cancelled or excused keeps nobody from anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub contact: ContactId,
    pub date: Date,
    pub start: Time,
    /// Without an end nobody can say that it overlaps.
    pub end: Option<Time>,
    pub whose: Whose,
    /// Several people share it, so it does not clash with another group session of the officer at the same time.
    pub group_session: bool,
}

/// In whose diary a slot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Person,
    Officer,
}

/// What is to be arranged.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The appointment itself when it is being moved: it does not clash with itself.
    pub contact: Option<ContactId>,
    pub date: Date,
    pub start: Time,
    pub end: Time,
    pub group_session: bool,
}

/// The slots that overlap what is wanted, in order of their start. One that ends as the other begins does not overlap.
#[must_use]
pub fn clashes(wanted: &Wanted, diary: &[Slot]) -> Vec<Slot> {
    let mut found: Vec<Slot> = diary.iter().filter(|slot| overlaps(wanted, slot)).copied().collect();
    found.sort_by_key(|slot| slot.start);
    found
}

fn overlaps(wanted: &Wanted, slot: &Slot) -> bool {
    let Some(end) = slot.end else { return false };
    let same_group = slot.whose == Whose::Officer && wanted.group_session && slot.group_session;
    let at = |time| wall_clock::instant(slot.date, time);
    slot.date == wanted.date
        && wanted.contact != Some(slot.contact)
        && !same_group
        && at(slot.start) < at(wanted.end)
        && at(wanted.start) < at(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::samples::{TODAY, time};
    use proptest::prelude::*;

    fn id(n: u128) -> ContactId {
        ContactId::from(uuid(n))
    }

    fn uuid(n: u128) -> uuid::Uuid {
        uuid::Uuid::from_u128(n)
    }

    fn slot(start: Time, end: Time) -> Slot {
        Slot { contact: id(1), date: TODAY, start, end: Some(end), whose: Whose::Person, group_session: false }
    }

    fn wanted(start: Time, end: Time) -> Wanted {
        Wanted { contact: None, date: TODAY, start, end, group_session: false }
    }

    #[test]
    fn an_appointment_that_begins_before_another_ends_clashes() {
        let taken = slot(time(10, 0), time(10, 30));
        assert_eq!(clashes(&wanted(time(10, 29), time(11, 0)), &[taken]), [taken]);
        assert_eq!(clashes(&wanted(time(10, 5), time(10, 10)), &[taken]), [taken]);
    }

    #[test]
    fn back_to_back_is_no_clash() {
        let taken = slot(time(10, 0), time(10, 30));
        assert!(clashes(&wanted(time(10, 30), time(11, 0)), &[taken]).is_empty());
        assert!(clashes(&wanted(time(9, 30), time(10, 0)), &[taken]).is_empty());
    }

    #[test]
    fn an_appointment_that_moves_does_not_clash_with_itself() {
        let taken = slot(time(10, 0), time(10, 30));
        let moving = Wanted { contact: Some(id(1)), ..wanted(time(10, 15), time(10, 45)) };
        assert!(clashes(&moving, &[taken]).is_empty());
    }

    #[test]
    fn people_of_one_group_share_their_officers_hour_but_not_their_own() {
        let group = |whose| Slot { whose, group_session: true, ..slot(time(10, 0), time(11, 0)) };
        let joining = Wanted { group_session: true, ..wanted(time(10, 0), time(11, 0)) };
        assert!(clashes(&joining, &[group(Whose::Officer)]).is_empty());
        assert_eq!(clashes(&joining, &[group(Whose::Person)]).len(), 1);
    }

    #[test]
    fn without_an_end_nobody_can_say_that_it_clashes() {
        let open = Slot { end: None, ..slot(time(10, 0), time(11, 0)) };
        assert!(clashes(&wanted(time(10, 0), time(11, 0)), &[open]).is_empty());
    }

    proptest! {
        #[test]
        fn a_clash_is_mutual(a in 0i8..22, a_len in 1i8..3, b in 0i8..22, b_len in 1i8..3) {
            let one = clashes(&wanted(time(a, 0), time(a + a_len - 1, 59)), &[slot(time(b, 0), time(b + b_len - 1, 59))]);
            let two = clashes(&wanted(time(b, 0), time(b + b_len - 1, 59)), &[slot(time(a, 0), time(a + a_len - 1, 59))]);
            prop_assert_eq!(one.len(), two.len());
        }
    }
}
