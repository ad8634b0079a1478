//! Credit for good progress with unpaid work, from the record: minutes worked, and days of failures that can be enforced.

use crate::published::{Step, StepKind};
use kernel::words::hours;
use law::{Counting, Credit, CreditCase, Law};
use sentences::OrderWithParts;

/// The credit of an order's unpaid work with its ordered minutes, by what is published of the person's enforcement; none
/// without such a requirement.
#[must_use]
pub fn credit(law: &Law, steps: &[Step], order: &OrderWithParts) -> Option<(u32, Credit)> {
    let counted = |kind: &str| law.requirement(kind).is_some_and(|k| k.counted == Counting::Minutes);
    let standing = order.requirements.iter().filter(|r| r.requirement.removed.is_none());
    let of_work: Vec<_> = standing.filter(|r| counted(&r.requirement.kind)).collect();
    let ordered: u32 = of_work.iter().filter_map(|r| r.progress.and_then(|p| p.ordered)).sum();
    if ordered == 0 {
        return None;
    }
    let entries = of_work.iter().flat_map(|r| &r.entries).filter(|e| e.was_done());
    let worked = entries.map(|e| (e.done_on, u32::try_from(e.minutes.max(0)).unwrap_or(u32::MAX))).collect();
    let failures = steps
        .iter()
        .filter(|s| s.step == StepKind::Failure && !s.superseded && s.order_id == Some(order.order.id))
        .map(|s| s.on_day)
        .filter(|day| *day >= order.order.made_on);
    let case = CreditCase { ordered_minutes: ordered, worked, failures: failures.collect() };
    law.work_credit(&case).map(|credit| (ordered, credit))
}

/// The credit in words.
pub(crate) fn credit_of(law: &Law, steps: &[Step], order: &OrderWithParts) -> Option<String> {
    credit(law, steps, order).map(|(ordered, credit)| {
        let so_far = format!(
            "Worked {} of {}; credited {} of at most {}; {} left.",
            hours(credit.worked_minutes),
            hours(ordered),
            hours(credit.credit_minutes),
            hours(credit.most_minutes),
            hours(credit.left_minutes(ordered))
        );
        match (credit.reached_on, credit.stopped_on) {
            (None, Some(day)) => {
                format!("{so_far} A failure on {} came before the credit could begin.", web::ui::day(day))
            }
            (None, None) => format!("{so_far} Credit begins after {}.", hours(credit.threshold_minutes)),
            (Some(_), Some(day)) => {
                format!("{so_far} Nothing more is credited since the failure on {}.", web::ui::day(day))
            }
            (Some(_), None) => so_far,
        }
    })
}
