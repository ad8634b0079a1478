//! The rules of cases as sentences of policy, and over any sequence of what can be done.

use crate::outcome::{entry_refusals, sums};
use crate::policy_rows::{Measure, Standard};
use crate::records::{Act, CaseLine, CaseOrigin, CaseState, Deed, EntryKind, Mode, Side};
use crate::rules::{Around, Kept, against, both_consent, consents, may, state};
use jiff::ToSpan;
use kernel::{Date, EntryId, Instant, PersonId, RestorativeId, date};
use proptest::prelude::*;
use uuid::Uuid;

const OPENED: Date = date(2026, 11, 2);

fn on(days: i64) -> Date {
    OPENED.saturating_add(days.days())
}

/// Acts that know in which order they were recorded.
#[derive(Default)]
struct Told(Vec<Act>);

impl Told {
    fn and(mut self, deed: Deed, side: Option<Side>, day: Date) -> Told {
        self.push(deed, side, day, None);
        self
    }

    fn push(&mut self, deed: Deed, side: Option<Side>, day: Date, fact: Option<&str>) {
        let n = u32::try_from(self.0.len()).unwrap();
        self.0.push(Act {
            case_id: RestorativeId(Uuid::nil()),
            id: EntryId(Uuid::from_u128(u128::from(n))),
            deed,
            side,
            on_day: day,
            came_to: CaseState::Offering,
            fact: fact.map(str::to_owned),
            at: Instant(i64::from(n)),
            by_name: "Somebody".into(),
            by_id: None,
        });
    }

    fn opened() -> Told {
        Told::default().and(Deed::Open, None, OPENED)
    }

    /// Offered, agreed and prepared on both sides, and found suitable.
    fn ready() -> Told {
        let mut told = Told::opened();
        for side in Side::ALL {
            for deed in [Deed::Offer, Deed::Give, Deed::Prepare] {
                told.push(deed, Some(*side), on(2), None);
            }
        }
        told.push(Deed::Assess, None, on(3), Some("suitable"));
        told
    }
}

const MEDIATED: Around = Around { planned: false, mediator: true, agreed: false, ended: false };

fn codes(told: &Told, around: Around, what: (Deed, Option<Side>), day: Date, today: Date) -> Vec<&'static str> {
    let kind = Some(Mode::Meeting);
    may(&told.0, around, (what.0, what.1, kind), day, today).into_iter().map(|r| r.code).collect()
}

#[test]
fn nobody_agrees_before_it_was_offered_to_them() {
    let told = Told::opened();
    let harmed = Some(Side::Harmed);
    assert_eq!(codes(&told, MEDIATED, (Deed::Give, harmed), on(1), on(1)), ["not_offered"]);
    let told = told.and(Deed::Offer, harmed, on(2));
    assert_eq!(codes(&told, MEDIATED, (Deed::Give, harmed), on(1), on(5)), ["before_offer"]);
    assert!(codes(&told, MEDIATED, (Deed::Give, harmed), on(2), on(5)).is_empty());
    assert_eq!(codes(&told, MEDIATED, (Deed::Give, Some(Side::Person)), on(2), on(5)), ["not_offered"]);
}

#[test]
fn consent_holds_on_the_days_between_giving_it_and_taking_it_back() {
    let side = Side::Person;
    let told = Told::opened().and(Deed::Offer, Some(side), on(1)).and(Deed::Give, Some(side), on(2));
    let told = told.and(Deed::Withdraw, Some(side), on(6));
    let holds = |day| consents(&told.0, side, on(day));
    assert_eq!((holds(1), holds(2), holds(5), holds(6), holds(9)), (false, true, true, false, false));
    // What is written down late about an earlier day does not bring it back.
    let told = told.and(Deed::Give, Some(side), on(4));
    assert!(!consents(&told.0, side, on(9)));
}

#[test]
fn a_meeting_needs_both_consents_a_suitable_case_preparation_and_a_mediator() {
    let arrange = (Deed::Arrange, None);
    assert!(codes(&Told::ready(), MEDIATED, arrange, on(20), on(5)).is_empty());
    let no_mediator = Around { mediator: false, ..MEDIATED };
    assert_eq!(codes(&Told::ready(), no_mediator, arrange, on(20), on(5)), ["no_mediator"]);
    let planned = Around { planned: true, ..MEDIATED };
    assert_eq!(codes(&Told::ready(), planned, arrange, on(20), on(5)), ["planned"]);
    assert_eq!(codes(&Told::ready(), MEDIATED, arrange, on(4), on(5)), ["in_past"]);
    let gone = Told::ready().and(Deed::Withdraw, Some(Side::Harmed), on(4));
    assert_eq!(codes(&gone, MEDIATED, arrange, on(20), on(5)), ["no_consent"]);
    let mut unsuitable = Told::ready();
    unsuitable.push(Deed::Assess, None, on(4), Some("unsuitable"));
    assert_eq!(codes(&unsuitable, MEDIATED, arrange, on(20), on(5)), ["not_assessed"]);
    assert_eq!(
        codes(&Told::opened(), MEDIATED, arrange, on(20), on(5)),
        ["no_consent", "not_assessed", "not_prepared", "not_prepared"]
    );
}

#[test]
fn a_meeting_is_not_recorded_on_a_day_without_both_consents() {
    let told = Told::ready().and(Deed::Withdraw, Some(Side::Person), on(8));
    assert!(codes(&told, MEDIATED, (Deed::Meet, None), on(7), on(9)).is_empty());
    assert_eq!(codes(&told, MEDIATED, (Deed::Meet, None), on(8), on(9)), ["no_consent"]);
    assert_eq!(codes(&told, MEDIATED, (Deed::HandOver, None), on(8), on(9)), ["no_consent"]);
}

#[test]
fn an_agreement_follows_a_meeting_a_letter_or_reparation() {
    let agree = |told: &Told, kind| {
        let no = may(&told.0, MEDIATED, (Deed::Agree, None, kind), on(9), on(9));
        no.into_iter().map(|r| r.code).collect::<Vec<_>>()
    };
    assert_eq!(agree(&Told::ready(), None), ["not_met"]);
    assert!(agree(&Told::ready(), Some(Mode::Reparation)).is_empty());
    assert!(agree(&Told::ready().and(Deed::Meet, None, on(8)), None).is_empty());
    assert!(agree(&Told::ready().and(Deed::HandOver, Some(Side::Person), on(8)), None).is_empty());
}

#[test]
fn an_ended_case_takes_nothing_but_being_opened_again() {
    let ended = Around { ended: true, ..MEDIATED };
    for deed in Deed::ALL.iter().filter(|d| **d != Deed::Reopen) {
        assert_eq!(codes(&Told::ready(), ended, (*deed, Some(Side::Person)), on(5), on(5)), ["ended"], "{deed:?}");
    }
    assert!(codes(&Told::ready(), ended, (Deed::Reopen, None), on(5), on(5)).is_empty());
    assert_eq!(state(&Told::ready().0, ended, on(5)), CaseState::Ended);
}

fn line() -> CaseLine {
    CaseLine {
        id: RestorativeId(Uuid::nil()),
        person_id: PersonId(Uuid::nil()),
        lead_id: None,
        origin: CaseOrigin::ByHarmed,
        state: CaseState::Offering,
        is_open: true,
        mode: None,
        opened_on: OPENED,
        offered_person_on: None,
        offered_harmed_on: None,
        person_consents: false,
        harmed_consents: false,
        both_since: None,
        assessed_on: None,
        prepared_person_on: None,
        prepared_harmed_on: None,
        mediator: false,
        planned_on: None,
        met_on: None,
        followed_on: None,
        ended_on: None,
        person_felt: None,
        harmed_felt: None,
        promises: 0,
        kept: 0,
        next_promise_on: None,
        cost_pence: 0,
    }
}

fn standard(measure: Measure, days: Option<i64>) -> Standard {
    Standard {
        code: measure.code().into(),
        from_date: date(2021, 6, 26),
        words: "words".into(),
        why: "why".into(),
        measure,
        days,
        position: 1,
        ended: false,
        assumed: true,
        source: "test".into(),
    }
}

#[test]
fn an_offer_is_due_within_its_days_and_late_the_day_after() {
    let offer = standard(Measure::OfferedHarmed, Some(20));
    assert_eq!(against(&line(), &offer, on(20)), Kept::Due(Some(on(20))));
    assert_eq!(against(&line(), &offer, on(21)), Kept::Unmet(Some(on(20))));
    let done = CaseLine { offered_harmed_on: Some(on(21)), ..line() };
    assert_eq!(against(&done, &offer, on(40)), Kept::TooLate(on(21)));
    let done = CaseLine { offered_harmed_on: Some(on(20)), ..line() };
    assert_eq!(against(&done, &offer, on(40)), Kept::Met);
}

#[test]
fn what_should_have_come_first_is_unmet_once_a_meeting_is_planned() {
    let assessed = standard(Measure::Assessed, None);
    assert_eq!(against(&line(), &assessed, on(5)), Kept::Due(None));
    assert_eq!(against(&CaseLine { met_on: Some(on(4)), ..line() }, &assessed, on(5)), Kept::Unmet(None));
    let in_time = standard(Measure::Followed, Some(42));
    assert_eq!(against(&line(), &in_time, on(5)), Kept::NotYet);
    assert_eq!(against(&CaseLine { met_on: Some(on(4)), ..line() }, &in_time, on(47)), Kept::Unmet(Some(on(46))));
}

#[test]
fn what_was_agreed_and_what_was_done_are_never_netted() {
    let entries = [(EntryKind::Agreed, 20_000), (EntryKind::Done, 5_000), (EntryKind::DoneCorrected, -1_000)];
    assert_eq!(sums(entries.into_iter()), (20_000, 4_000));
    let code = |known, kind, amount, why| entry_refusals(known, kind, amount, 1_000_000, why).first().map(|r| r.code);
    assert_eq!(code((20_000, 4_000), EntryKind::DoneCorrected, -5_000, Some("typed twice")), Some("below_nought"));
    assert_eq!(code((20_000, 4_000), EntryKind::DoneCorrected, -4_000, None), Some("no_reason"));
    assert_eq!(code((20_000, 4_000), EntryKind::Done, -1, None), Some("out_of_range"));
    assert_eq!(code((0, 0), EntryKind::Done, 100, None), Some("nothing_agreed"));
    assert_eq!(code((20_000, 0), EntryKind::Done, 30_000, None), None, "more than was agreed is told as it is");
}

fn deed() -> impl Strategy<Value = (Deed, Option<Side>)> {
    let side = prop::sample::select(vec![Side::Person, Side::Harmed]);
    let deeds = vec![
        Deed::Offer,
        Deed::Give,
        Deed::Decline,
        Deed::Withdraw,
        Deed::Prepare,
        Deed::Assess,
        Deed::Mediator,
        Deed::Arrange,
        Deed::Meet,
        Deed::HandOver,
        Deed::Agree,
        Deed::Cancel,
        Deed::End,
        Deed::Reopen,
    ];
    (prop::sample::select(deeds), side).prop_map(|(deed, side)| {
        let sided = matches!(deed, Deed::Offer | Deed::Give | Deed::Decline | Deed::Withdraw | Deed::Prepare);
        (deed, sided.then_some(side))
    })
}

/// Consent on a day, counted anew from what was accepted: the last answer by day, and of a day the last that was recorded.
fn counted(answers: &[(Side, bool, Date)], side: Side, day: Date) -> bool {
    let mut of_side: Vec<(Date, usize, bool)> = answers
        .iter()
        .enumerate()
        .filter(|(_, (s, _, on))| *s == side && *on <= day)
        .map(|(n, (_, yes, on))| (*on, n, *yes))
        .collect();
    of_side.sort();
    of_side.last().is_some_and(|(_, _, yes)| *yes)
}

proptest! {
    #[test]
    fn nothing_is_arranged_held_or_handed_over_without_both_consents_in_force(
        steps in prop::collection::vec((deed(), 0i64..4, 0i64..3), 0..80),
    ) {
        let mut told = Told::opened();
        let mut around = Around::default();
        let mut answers: Vec<(Side, bool, Date)> = Vec::new();
        let mut today = OPENED;
        for ((deed, side), back, forward) in steps {
            today = today.saturating_add(forward.days());
            let day = if deed == Deed::Arrange { today.saturating_add(7.days()) } else { today.saturating_sub(back.days()) };
            if !may(&told.0, around, (deed, side, Some(Mode::Meeting)), day, today).is_empty() {
                continue;
            }
            let both = |day: Date| Side::ALL.iter().all(|s| counted(&answers, *s, day));
            match deed {
                Deed::Arrange => prop_assert!(both(today), "arranged without consent"),
                Deed::Meet | Deed::HandOver => prop_assert!(both(day), "held without consent"),
                Deed::Agree => prop_assert!(both(today)),
                Deed::Withdraw => prop_assert!(counted(&answers, side.unwrap(), day)),
                _ => {}
            }
            if let (Deed::Give | Deed::Decline | Deed::Withdraw, Some(side)) = (deed, side) {
                answers.push((side, deed == Deed::Give, day));
            }
            told.push(deed, side, day, (deed == Deed::Assess).then_some(if back == 0 { "unsuitable" } else { "suitable" }));
            match deed {
                Deed::Mediator => around.mediator = true,
                Deed::Arrange => around.planned = true,
                Deed::Meet | Deed::Cancel => around.planned = false,
                Deed::Agree => around.agreed = true,
                Deed::End => around = Around { ended: true, planned: false, ..around },
                Deed::Reopen => around.ended = false,
                _ => {}
            }
            // As the actions do: what is planned goes with the consent.
            if !both_consent(&told.0, today) {
                around.planned = false;
            }
            let now = state(&told.0, around, today);
            prop_assert!(now != CaseState::Arranged || around.agreed || both_consent(&told.0, today));
        }
    }

    #[test]
    fn no_sequence_of_entries_loses_or_makes_pence_or_minutes(
        entries in prop::collection::vec((0usize..4, -500i64..500, any::<bool>()), 0..60),
    ) {
        let (mut kept, mut known) = (Vec::new(), (0i64, 0i64));
        for (kind, amount, why) in entries {
            let kind = EntryKind::ALL[kind];
            if !entry_refusals(known, kind, amount, 400, why.then_some("because")).is_empty() {
                continue;
            }
            kept.push((kind, amount));
            match kind {
                EntryKind::Agreed | EntryKind::AgreedCorrected => known.0 += amount,
                EntryKind::Done | EntryKind::DoneCorrected => known.1 += amount,
            }
            prop_assert_eq!(sums(kept.iter().copied()), known);
            prop_assert!(known.0 >= 0 && known.1 >= 0);
        }
    }
}
