//! What happens to one person when a member of staff goes away, leaves, is covered or returns. Each function takes
//! the person's holder and answers the new one, or nothing where the person is not concerned; so the same rule serves
//! an officer's own people and those for whom they were only the cover.

use super::Holder;
use kernel::StaffId;

/// `staff` is away from today, with `cover` or with nobody named.
#[must_use]
pub fn went_away(holder: Holder, staff: StaffId, cover: Option<StaffId>) -> Option<Holder> {
    match holder {
        Holder::Officer(officer) if officer == staff => Some(in_place_of(officer, false, cover)),
        Holder::Cover { officer, cover: acting, officer_left } if acting == staff => {
            Some(in_place_of(officer, officer_left, cover))
        }
        _ => None,
    }
}

/// `staff` has left the service. People who are on cover for them already stay there unless another cover is named.
#[must_use]
pub fn left(holder: Holder, staff: StaffId, cover: Option<StaffId>) -> Option<Holder> {
    match holder {
        Holder::Officer(officer) if officer == staff => Some(in_place_of(officer, true, cover)),
        Holder::Cover { officer, cover: acting, officer_left: false } if officer == staff => {
            Some(in_place_of(officer, true, cover.or(Some(acting))))
        }
        Holder::Cover { officer, cover: acting, officer_left } if acting == staff => {
            Some(in_place_of(officer, officer_left, cover))
        }
        Holder::Unallocated { awaiting: Some(officer) } if officer == staff => Some(in_place_of(officer, true, cover)),
        _ => None,
    }
}

/// `cover` now acts for `officer`, who is away. Also moves people from an earlier cover, and from the unallocated list.
#[must_use]
pub fn cover_named(holder: Holder, officer: StaffId, cover: StaffId) -> Option<Holder> {
    match holder {
        Holder::Cover { officer: away, cover: acting, officer_left } if away == officer && acting != cover => {
            Some(in_place_of(officer, officer_left, Some(cover)))
        }
        Holder::Unallocated { awaiting: Some(away) } if away == officer => {
            Some(in_place_of(officer, false, Some(cover)))
        }
        _ => None,
    }
}

/// Nobody acts for `officer` any more, who is still away.
#[must_use]
pub fn cover_withdrawn(holder: Holder, officer: StaffId) -> Option<Holder> {
    match holder {
        Holder::Cover { officer: away, officer_left, .. } if away == officer => {
            Some(in_place_of(officer, officer_left, None))
        }
        _ => None,
    }
}

/// `officer` is back: their people come back to them from cover or from the unallocated list, unless a manager has
/// allocated them to somebody else meanwhile.
#[must_use]
pub fn returned(holder: Holder, officer: StaffId) -> Option<Holder> {
    match holder {
        Holder::Cover { officer: away, officer_left: false, .. } if away == officer => Some(Holder::Officer(officer)),
        Holder::Unallocated { awaiting: Some(away) } if away == officer => Some(Holder::Officer(officer)),
        _ => None,
    }
}

fn in_place_of(officer: StaffId, officer_left: bool, cover: Option<StaffId>) -> Holder {
    match cover {
        // Whoever covers for a cover may be the officer, back at work: then there is nothing to cover.
        Some(cover) if cover == officer && !officer_left => Holder::Officer(officer),
        Some(cover) => Holder::Cover { officer, cover, officer_left },
        None => Holder::Unallocated { awaiting: (!officer_left).then_some(officer) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::staff;

    #[test]
    fn people_of_an_officer_who_is_away_go_to_the_named_cover() {
        let moved = went_away(Holder::Officer(staff(1)), staff(1), Some(staff(2)));
        assert_eq!(moved, Some(Holder::Cover { officer: staff(1), cover: staff(2), officer_left: false }));
    }

    #[test]
    fn without_cover_they_go_to_the_unallocated_list_and_come_back_on_return() {
        let moved = went_away(Holder::Officer(staff(1)), staff(1), None).unwrap();
        assert_eq!(moved, Holder::Unallocated { awaiting: Some(staff(1)) });
        assert_eq!(returned(moved, staff(1)), Some(Holder::Officer(staff(1))));
    }

    #[test]
    fn nobody_waits_for_an_officer_who_has_left() {
        let moved = left(Holder::Officer(staff(1)), staff(1), None).unwrap();
        assert_eq!(moved, Holder::Unallocated { awaiting: None });
        assert_eq!(returned(moved, staff(1)), None);
    }

    #[test]
    fn cover_for_an_officer_who_has_left_still_needs_an_officer() {
        let moved = left(Holder::Officer(staff(1)), staff(1), Some(staff(2))).unwrap();
        assert!(moved.needs_officer());
        assert_eq!(moved.own_officer(), None);
        assert_eq!(moved.acting(), Some(staff(2)));
    }

    #[test]
    fn when_the_cover_goes_away_too_their_covered_people_do_not_stay_behind() {
        let covered = Holder::Cover { officer: staff(1), cover: staff(2), officer_left: false };
        assert_eq!(went_away(covered, staff(2), None), Some(Holder::Unallocated { awaiting: Some(staff(1)) }));
        let onward = Holder::Cover { officer: staff(1), cover: staff(3), officer_left: false };
        assert_eq!(went_away(covered, staff(2), Some(staff(3))), Some(onward));
    }

    #[test]
    fn an_officer_who_leaves_while_away_leaves_their_people_with_the_cover_and_in_want_of_an_officer() {
        let covered = Holder::Cover { officer: staff(1), cover: staff(2), officer_left: false };
        let after = left(covered, staff(1), None).unwrap();
        assert_eq!(after, Holder::Cover { officer: staff(1), cover: staff(2), officer_left: true });
        assert_eq!(left(after, staff(1), None), None, "told twice, nothing more happens");
    }

    #[test]
    fn somebody_allocated_elsewhere_meanwhile_does_not_come_back() {
        assert_eq!(returned(Holder::Officer(staff(3)), staff(1)), None);
    }
}
