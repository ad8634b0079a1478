//! The statutory limits that an order seems to break, so that it can go back to court. Worked out when asked, from the order
//! as it stands and the law's dated rows; nothing is refused or changed.

use crate::{MatterDays, Offence, OrderWithParts};
use kernel::Date;
use law::{Law, LimitWarning, OrderAsPassed, RequirementAsPassed, check_order};

/// The warnings of an order. `born` is the person's date of birth, if known.
#[must_use]
pub fn warnings(law: &Law, order: &OrderWithParts, offences: &[Offence], born: Option<Date>) -> Vec<LimitWarning> {
    if order.order.removed.is_some() {
        return Vec::new();
    }
    check_order(law, &as_passed(order, offences, born))
}

fn as_passed(order: &OrderWithParts, offences: &[Offence], born: Option<Date>) -> OrderAsPassed {
    let row = &order.order;
    let days = MatterDays::of(offences.iter().filter(|o| o.event_id == row.event_id));
    OrderAsPassed {
        date_of_birth: born,
        conviction_date: days.conviction,
        offence_date: days.offence,
        end: row.amended_ends_on.or(row.ends_on),
        custody_term: row.custody_term.map(|l| l.0),
        operational_period: row.operational_period.map(|l| l.0),
        supervision_period: row.supervision_period.map(|l| l.0),
        requirements: order
            .requirements
            .iter()
            .filter(|r| r.requirement.removed.is_none())
            .map(|r| RequirementAsPassed {
                code: r.requirement.kind.clone(),
                length: r.requirement.length.map(|l| l.0),
                start: r.requirement.starts_on,
                end: r.requirement.ends_on,
                hours_a_day: None,
                hours_a_week: None,
            })
            .collect(),
        ..OrderAsPassed::new(row.sentence.clone(), row.made_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests_support::order;
    use crate::requirement::tests_support::requirement;
    use crate::{Length, RequirementWithProgress};
    use law::Term;

    #[test]
    fn an_order_beyond_a_limit_is_told_with_its_source() {
        let mut upw = requirement("UPW");
        upw.length = Some(Length(Term::hours(320)));
        let parts = |removed: Option<&str>| OrderWithParts {
            order: order("CO"),
            requirements: vec![RequirementWithProgress {
                requirement: crate::Requirement { removed: removed.map(Into::into), ..upw.clone() },
                entries: Vec::new(),
                progress: None,
            }],
            key_dates: Vec::new(),
        };
        let found = warnings(&Law::shipped(), &parts(None), &[], None);
        assert_eq!(
            found.iter().map(|w| w.words.as_str()).collect::<Vec<_>>(),
            ["Unpaid work: 320 hours is more than 300 hours."]
        );
        let without = warnings(&Law::shipped(), &parts(Some("deleted-by-court")), &[], None);
        assert_eq!(without.iter().map(|w| w.rule).collect::<Vec<_>>(), ["no-requirement"]);
    }
}
