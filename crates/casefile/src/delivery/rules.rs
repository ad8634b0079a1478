//! From the facts of one person to treatment and to what has not begun. Pure.

use super::policy::{Policy, TreatmentKind};
use jiff::ToSpan;
use kernel::{Date, OrderId, RequirementId};
use provision::Delivery;

/// A requirement as far as this asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Required {
    pub(super) id: RequirementId,
    pub(super) order: OrderId,
    pub(super) kind: String,
    pub(super) ordered_on: Date,
    /// Neither it nor its order ended.
    pub(super) open: bool,
    /// Recorded as begun, or the first thing done on it.
    pub(super) begun_on: Option<Date>,
    pub(super) ended_on: Option<Date>,
    pub(super) completed: bool,
}

/// What an assessment says.
#[derive(Clone, Debug, Default)]
pub(super) struct Assessed {
    /// Sections with a need, and whether it is severe.
    pub(super) needs: Vec<(String, bool)>,
    /// Questions with what was answered.
    pub(super) answers: Vec<(String, String)>,
}

/// A kind of treatment for one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Treated {
    /// Whether there is a need, and whether it is severe.
    pub(super) need: Option<bool>,
    pub(super) agreed: bool,
    pub(super) ordered_on: Option<Date>,
    pub(super) begun_on: Option<Date>,
    pub(super) guidance_on: Option<Date>,
}

/// When it began: as recorded on the requirement, or with the service that delivers it, whichever is first.
fn begun(required: &Required, deliveries: &[Delivery]) -> Option<Date> {
    let own = deliveries.iter().filter(|d| d.requirement == Some(required.id)).filter_map(|d| d.begun_on);
    own.chain(required.begun_on).min()
}

/// What was ordered, is still open and has not begun, with the day from which that is late.
pub(super) fn not_begun<'r>(
    policy: &Policy,
    required: &'r [Required],
    deliveries: &[Delivery],
) -> Vec<(&'r Required, Date)> {
    let waits = |r: &&Required| r.open && begun(r, deliveries).is_none();
    let late_from = |r: &Required| {
        let days = policy.begin_within(&r.kind, r.ordered_on)?.days;
        r.ordered_on.checked_add((days + 1).days()).ok()
    };
    required.iter().filter(waits).filter_map(|r| Some((r, late_from(r)?))).collect()
}

/// Nothing for a person without a need, an order or an agreement for this kind.
pub(super) fn treated(
    policy: &Policy,
    kind: &TreatmentKind,
    assessed: &Assessed,
    required: &[Required],
    deliveries: &[Delivery],
) -> Option<Treated> {
    let needs = assessed.needs.iter().filter(|(section, _)| kind.needs.contains(section)).map(|(_, severe)| *severe);
    let told = kind.answers.iter().any(|telling| {
        assessed.answers.iter().any(|(question, value)| *question == telling.question && telling.is.contains(value))
    });
    let need = needs.chain(told.then_some(false)).max();
    // An open requirement speaks before one that ended, and the newer before the older.
    let ordered =
        required.iter().filter(|r| kind.requirements.contains(&r.kind)).max_by_key(|r| (r.open, r.ordered_on));
    let meets = |d: &&Delivery| d.requirement.is_none() && d.needs.iter().any(|need| kind.needs.contains(need));
    let by_agreement: Vec<&Delivery> = deliveries.iter().filter(meets).collect();
    let treated = Treated {
        need,
        agreed: !by_agreement.is_empty(),
        ordered_on: ordered.map(|r| r.ordered_on),
        begun_on: match ordered {
            Some(required) => begun(required, deliveries),
            None => by_agreement.iter().filter_map(|d| d.begun_on).min(),
        },
        guidance_on: ordered.and_then(|r| guidance_on(policy, r, begun(r, deliveries)?)),
    };
    (treated != Treated::default()).then_some(treated)
}

/// The day from which it counts as delivered to guidance: begun in time after the order, and kept up long enough or
/// completed before.
fn guidance_on(policy: &Policy, required: &Required, begun: Date) -> Option<Date> {
    let guidance = policy.guidance(required.ordered_on)?;
    let in_time = begun <= required.ordered_on.checked_add(guidance.begin_weeks.weeks()).ok()?;
    let kept = begun.checked_add(guidance.keep_weeks.weeks()).ok()?;
    match required.ended_on.filter(|ended| *ended < kept) {
        _ if !in_time => None,
        Some(ended) => required.completed.then_some(ended),
        None => Some(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use uuid::Uuid;

    const ORDERED: Date = date(2026, 6, 1);

    fn required(kind: &str) -> Required {
        Required {
            id: RequirementId(Uuid::from_u128(1)),
            order: OrderId(Uuid::from_u128(2)),
            kind: kind.into(),
            ordered_on: ORDERED,
            open: true,
            begun_on: None,
            ended_on: None,
            completed: false,
        }
    }

    fn delivery(requirement: Option<u128>, begun_on: Option<Date>) -> Delivery {
        Delivery {
            requirement: requirement.map(|n| RequirementId(Uuid::from_u128(n))),
            needs: vec!["drugs".into()],
            joined_on: ORDERED,
            begun_on,
        }
    }

    fn drugs(assessed: &Assessed, required: &[Required], deliveries: &[Delivery]) -> Option<Treated> {
        let policy = Policy::shipped().unwrap();
        treated(policy, policy.treatment("drugs").unwrap(), assessed, required, deliveries)
    }

    #[test]
    fn a_requirement_is_late_the_day_after_its_days_are_over() {
        let policy = Policy::shipped().unwrap();
        let late = |r: &Required, d: &[Delivery]| {
            not_begun(policy, std::slice::from_ref(r), d).first().map(|(_, late_from)| *late_from)
        };
        let open = required("DRR");
        assert_eq!(late(&open, &[]), Some(date(2026, 6, 23)), "21 days end on 22 June");
        assert_eq!(late(&open, &[delivery(Some(1), None)]), Some(date(2026, 6, 23)), "on a list is not begun");
        assert_eq!(late(&open, &[delivery(Some(1), Some(date(2026, 6, 8)))]), None);
        assert_eq!(late(&open, &[delivery(Some(9), Some(date(2026, 6, 8)))]), Some(date(2026, 6, 23)), "another's");
        assert_eq!(late(&Required { begun_on: Some(date(2026, 6, 8)), ..open.clone() }, &[]), None);
        assert_eq!(late(&Required { open: false, ..open }, &[]), None);
        assert_eq!(late(&required("CUR"), &[]), None, "no time is set for a curfew");
    }

    #[test]
    fn a_need_is_told_by_a_section_or_by_an_answer() {
        let assessed = Assessed { needs: vec![("drugs".into(), true)], answers: vec![("10.6".into(), "yes".into())] };
        assert_eq!(drugs(&assessed, &[], &[]).and_then(|t| t.need), Some(true));
        let policy = Policy::shipped().unwrap();
        let of = |kind: &str, assessed: &Assessed| {
            treated(policy, policy.treatment(kind).unwrap(), assessed, &[], &[]).and_then(|t| t.need)
        };
        assert_eq!(of("mental-health", &assessed), Some(false));
        assert_eq!(of("alcohol", &assessed), None);
        let no = Assessed { answers: vec![("10.6".into(), "no".into())], ..Assessed::default() };
        assert_eq!(of("mental-health", &no), None);
    }

    #[test]
    fn nobody_is_counted_without_a_need_an_order_or_an_agreement() {
        assert_eq!(drugs(&Assessed::default(), &[required("ATR")], &[]), None);
        let agreed = drugs(&Assessed::default(), &[], &[delivery(None, None)]).unwrap();
        assert!(agreed.agreed && agreed.ordered_on.is_none() && agreed.begun_on.is_none());
    }

    #[test]
    fn treatment_is_delivered_to_guidance_when_it_begins_in_time_and_lasts() {
        let on = |begun, ended, completed| {
            let r = Required { begun_on: Some(begun), ended_on: ended, completed, ..required("DRR") };
            drugs(&Assessed::default(), &[r], &[]).unwrap().guidance_on
        };
        let (in_time, late) = (date(2026, 6, 22), date(2026, 6, 23));
        assert_eq!(on(in_time, None, false), Some(date(2026, 9, 14)));
        assert_eq!(on(late, None, false), None);
        assert_eq!(on(in_time, Some(date(2026, 9, 13)), false), None, "a day short and not completed");
        assert_eq!(on(in_time, Some(date(2026, 9, 13)), true), Some(date(2026, 9, 13)));
        assert_eq!(on(in_time, Some(date(2026, 9, 14)), false), Some(date(2026, 9, 14)));
    }

    #[test]
    fn an_open_requirement_speaks_before_one_that_ended() {
        let ended =
            Required { open: false, ordered_on: date(2026, 8, 1), ended_on: Some(date(2026, 9, 1)), ..required("DRR") };
        let treated = drugs(&Assessed::default(), &[ended, required("DRR")], &[]).unwrap();
        assert_eq!(treated.ordered_on, Some(ORDERED));
    }
}
