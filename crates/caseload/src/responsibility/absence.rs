//! Where a person belongs when staff go away, leave, cover for each other and return. One rule answers all of it: it
//! looks at the officer to whom the person was allocated, and at who is at work now, and so can be asked again at any
//! time without harm.

use super::Holder;
use kernel::StaffId;

/// Whether a member of staff is at work, and who was named to act for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Here,
    Away { cover: Option<StaffId> },
    Left { cover: Option<StaffId> },
}

impl Presence {
    #[must_use]
    pub fn is_here(self) -> bool {
        self == Presence::Here
    }

    #[must_use]
    pub fn cover(self) -> Option<StaffId> {
        match self {
            Presence::Here => None,
            Presence::Away { cover } | Presence::Left { cover } => cover,
        }
    }
}

/// How far a cover's own cover is looked for.
const LONGEST_CHAIN: usize = 8;

/// Who acts for `staff`: the named cover if at work, otherwise the cover's cover, and so on. `None` where nobody is named
/// or the chain leads back.
#[must_use]
pub fn acting_for(staff: StaffId, presence: &impl Fn(StaffId) -> Presence) -> Option<StaffId> {
    let mut at = staff;
    for _ in 0..LONGEST_CHAIN {
        at = presence(at).cover()?;
        if presence(at).is_here() {
            return Some(at);
        }
    }
    None
}

/// The holder whom a person should have now, or nothing where that is the one they have.
///
/// Somebody whose officer has left without cover waits for a manager and for nobody else; somebody whose officer is away
/// comes back to them on return, from a cover or from the unallocated list, unless they were allocated meanwhile.
#[must_use]
pub fn settled(holder: Holder, presence: &impl Fn(StaffId) -> Presence) -> Option<Holder> {
    let (Holder::Officer(officer) | Holder::Cover { officer, .. } | Holder::Unallocated { awaiting: Some(officer) }) =
        holder
    else {
        return None;
    };
    let officer_left = matches!(presence(officer), Presence::Left { .. });
    let wanted = match acting_for(officer, presence) {
        _ if presence(officer).is_here() => Holder::Officer(officer),
        Some(cover) => Holder::Cover { officer, cover, officer_left },
        None => Holder::Unallocated { awaiting: (!officer_left).then_some(officer) },
    };
    (wanted != holder).then_some(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::staff;

    /// Officers 1, 2 and 3 as given, and everybody else at work.
    fn with(first: Presence, second: Presence) -> impl Fn(StaffId) -> Presence {
        move |who| match who {
            who if who == staff(1) => first,
            who if who == staff(2) => second,
            _ => Presence::Here,
        }
    }

    fn covered(cover: u128, officer_left: bool) -> Holder {
        Holder::Cover { officer: staff(1), cover: staff(cover), officer_left }
    }

    const OWN: Holder = Holder::Officer(StaffId(uuid::Uuid::from_u128(1)));

    #[test]
    fn people_of_an_officer_who_is_away_go_to_the_named_cover() {
        let away = with(Presence::Away { cover: Some(staff(2)) }, Presence::Here);
        assert_eq!(settled(OWN, &away), Some(covered(2, false)));
        assert_eq!(settled(covered(2, false), &away), None, "asked again, nothing more happens");
    }

    #[test]
    fn without_cover_they_go_to_the_unallocated_list_and_come_back_on_return() {
        let moved = settled(OWN, &with(Presence::Away { cover: None }, Presence::Here)).unwrap();
        assert_eq!(moved, Holder::Unallocated { awaiting: Some(staff(1)) });
        assert_eq!(settled(moved, &with(Presence::Here, Presence::Here)), Some(OWN));
    }

    #[test]
    fn nobody_waits_for_an_officer_who_has_left() {
        let moved = settled(OWN, &with(Presence::Left { cover: None }, Presence::Here)).unwrap();
        assert_eq!(moved, Holder::Unallocated { awaiting: None });
        assert_eq!(settled(moved, &with(Presence::Here, Presence::Here)), None);
    }

    #[test]
    fn cover_for_an_officer_who_has_left_still_needs_an_officer() {
        let moved = settled(OWN, &with(Presence::Left { cover: Some(staff(2)) }, Presence::Here)).unwrap();
        assert!(moved.needs_officer());
        assert_eq!((moved.own_officer(), moved.acting()), (None, Some(staff(2))));
    }

    #[test]
    fn when_the_cover_goes_away_too_their_covered_people_do_not_stay_behind() {
        let away = Presence::Away { cover: Some(staff(2)) };
        let nobody = with(away, Presence::Away { cover: None });
        assert_eq!(settled(covered(2, false), &nobody), Some(Holder::Unallocated { awaiting: Some(staff(1)) }));
        let onward = with(away, Presence::Away { cover: Some(staff(3)) });
        assert_eq!(settled(covered(2, false), &onward), Some(covered(3, false)));
        assert_eq!(settled(covered(3, false), &with(away, Presence::Here)), Some(covered(2, false)), "and back again");
    }

    #[test]
    fn two_who_cover_for_each_other_and_are_both_away_leave_their_people_to_the_manager() {
        let circle = with(Presence::Away { cover: Some(staff(2)) }, Presence::Away { cover: Some(staff(1)) });
        assert_eq!(settled(OWN, &circle), Some(Holder::Unallocated { awaiting: Some(staff(1)) }));
    }

    #[test]
    fn an_officer_who_leaves_while_away_leaves_their_people_with_the_cover_and_in_want_of_an_officer() {
        let left = with(Presence::Left { cover: Some(staff(2)) }, Presence::Here);
        assert_eq!(settled(covered(2, false), &left), Some(covered(2, true)));
    }

    #[test]
    fn somebody_allocated_elsewhere_meanwhile_does_not_come_back() {
        assert_eq!(settled(Holder::Officer(staff(3)), &with(Presence::Here, Presence::Here)), None);
    }
}
