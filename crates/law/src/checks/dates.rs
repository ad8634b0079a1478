//! Checks of a requirement's dates against its own length and against the end of the order.

use super::{LimitWarning, OrderAsPassed, RequirementAsPassed, shown, warning};
use crate::{Counting, RequirementType, RunsFrom, SentenceType, Sureness, Term};
use jiff::civil::Date;

const WITHIN: &str = "Court results validation rules 6 to 12: a requirement ends within its order";
const COUNTED: &str =
    "Court results validation rules 13 to 15: the last day is the first day and the length, less a day";

pub(super) fn check(
    kind: &RequirementType,
    sentence: &SentenceType,
    order: &OrderAsPassed,
    said: &RequirementAsPassed,
) -> Vec<LimitWarning> {
    let mut found = Vec::new();
    found.extend(past_the_end(kind, sentence, order, said));
    found.extend(end_differs(kind, order, said));
    found.extend(ends_before_it_starts(kind, said));
    found
}

/// The last day on which requirements of this order may run: of a suspended sentence the end of the supervision period.
fn last_day(sentence: &SentenceType, order: &OrderAsPassed) -> Option<Date> {
    if sentence.suspended() {
        order.supervision_period.or(order.operational_period)?.last_day(order.hearing_day)
    } else {
        order.end
    }
}

fn past_the_end(
    kind: &RequirementType,
    sentence: &SentenceType,
    order: &OrderAsPassed,
    said: &RequirementAsPassed,
) -> Option<LimitWarning> {
    let last = last_day(sentence, order)?;
    let runs = |length: Term| length.last_day(said.start.unwrap_or(order.hearing_day));
    let by_calendar = said.length.filter(|length| kind.counted == Counting::None && length.whole_hours().is_none());
    let end = said.end.or_else(|| by_calendar.and_then(runs))?;
    let words = || format!("{} runs to {}, past {}, the last day of the order.", kind.en, shown(end), shown(last));
    (end > last).then(|| warning("requirement-past-end", words(), WITHIN, Sureness::Known))
}

fn end_differs(kind: &RequirementType, order: &OrderAsPassed, said: &RequirementAsPassed) -> Option<LimitWarning> {
    let from = match kind.runs_from? {
        RunsFrom::Start => said.start?,
        RunsFrom::Hearing => order.hearing_day,
    };
    let (end, length) = (said.end?, said.length?);
    let right = length.last_day(from)?;
    let words =
        || format!("{}: {length} from {} end on {}, not on {}.", kind.en, shown(from), shown(right), shown(end));
    (end != right).then(|| warning("requirement-end-differs", words(), COUNTED, Sureness::Known))
}

fn ends_before_it_starts(kind: &RequirementType, said: &RequirementAsPassed) -> Option<LimitWarning> {
    let (start, end) = (said.start?, said.end?);
    let words = || format!("{} starts on {} and ends before, on {}.", kind.en, shown(start), shown(end));
    let source = "A requirement cannot end before it starts";
    (end < start).then(|| warning("requirement-ends-before-start", words(), source, Sureness::Known))
}

#[cfg(test)]
mod tests {
    use super::super::check_order;
    use super::*;
    use crate::Law;
    use jiff::civil::date;

    const DAY: Date = date(2026, 6, 1);
    const END: Date = date(2026, 11, 30);

    fn rules(order: &OrderAsPassed) -> Vec<&'static str> {
        check_order(&Law::shipped(), order).into_iter().map(|w| w.rule).collect()
    }

    fn said(code: &str, length: Option<Term>, start: Option<Date>, end: Option<Date>) -> RequirementAsPassed {
        RequirementAsPassed { code: code.into(), length, start, end, ..RequirementAsPassed::default() }
    }

    fn order(sentence: &str, requirement: RequirementAsPassed) -> OrderAsPassed {
        OrderAsPassed { end: Some(END), requirements: vec![requirement], ..OrderAsPassed::new(sentence, DAY) }
    }

    #[test]
    fn a_curfew_ends_within_its_order() {
        for (sentence, code) in [("CO", "CUR"), ("CO", "AAM"), ("CO", "EXC"), ("YRO", "YCU"), ("YROI", "YCU")] {
            let ends = |end| rules(&order(sentence, said(code, None, None, end)));
            assert!(ends(Some(END)).is_empty(), "{sentence} {code}");
            assert_eq!(ends(Some(date(2026, 12, 1))), ["requirement-past-end"], "{sentence} {code}");
            assert!(ends(None).is_empty());
        }
        let open = OrderAsPassed { end: None, ..order("CO", said("CUR", None, None, Some(date(2030, 1, 1)))) };
        assert!(rules(&open).is_empty(), "an order without a known end cannot be overrun");
    }

    #[test]
    fn treatment_by_the_calendar_ends_within_its_order() {
        let treated = |months| rules(&order("CO", said("ATR", Some(Term::months(months)), None, None)));
        assert!(treated(6).is_empty());
        assert_eq!(treated(7), ["requirement-past-end"]);
    }

    #[test]
    fn requirements_of_a_suspended_sentence_end_with_the_supervision_period() {
        let with = |end| OrderAsPassed {
            supervision_period: Some(Term::months(6)),
            operational_period: Some(Term::months(18)),
            ..order("SSO", said("CUR", None, None, Some(end)))
        };
        assert!(rules(&with(END)).is_empty());
        assert_eq!(rules(&with(date(2026, 12, 1))), ["requirement-past-end"]);
    }

    #[test]
    fn a_curfew_ends_a_day_less_than_its_length_after_the_start() {
        let curfew = |length, end| rules(&order("CO", said("CUR", length, Some(DAY), Some(end))));
        assert!(curfew(Some(Term::months(3)), date(2026, 8, 31)).is_empty());
        assert_eq!(curfew(Some(Term::months(3)), date(2026, 9, 1)), ["requirement-end-differs"]);
        assert!(curfew(Some(Term::weeks(12)), date(2026, 8, 23)).is_empty());
        assert!(curfew(None, date(2026, 9, 1)).is_empty(), "a further curfew states no length");
    }

    #[test]
    fn alcohol_abstinence_counts_from_the_hearing_day() {
        let abstain = |end| rules(&order("CO", said("AAM", Some(Term::days(120)), Some(date(2026, 6, 3)), Some(end))));
        assert!(abstain(date(2026, 9, 28)).is_empty());
        assert_eq!(abstain(date(2026, 9, 30)), ["requirement-end-differs"]);
    }

    #[test]
    fn a_youth_curfew_is_not_held_to_its_length() {
        let curfew = said("YCU", Some(Term::months(3)), Some(DAY), Some(date(2026, 9, 1)));
        assert!(rules(&order("YRO", curfew)).is_empty());
    }

    #[test]
    fn a_requirement_does_not_end_before_it_starts() {
        let exclusion = |end| rules(&order("CO", said("EXC", None, Some(date(2026, 7, 1)), Some(end))));
        assert_eq!(exclusion(date(2026, 6, 30)), ["requirement-ends-before-start"]);
        assert!(exclusion(date(2026, 7, 1)).is_empty());
    }
}
