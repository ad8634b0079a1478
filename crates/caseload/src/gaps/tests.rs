//! Each gap, as a sentence of policy.

use super::*;
use crate::deadlines::MeetingKind;
use crate::example::{staff, team};
use kernel::{Holidays, date};
use uuid::Uuid;

const STANDARDS: Standards =
    Standards { allocation: 2, first_meeting: 5, first_meeting_after_release: 1, handover_acceptance: 2 };

/// Allocated to officer 1 on Monday 2 November 2026, met on the 4th, next appointment on the 10th, tier C.
fn settled() -> Facts {
    Facts {
        holder: Holder::Officer(staff(1)),
        team: team(1),
        supervised_since: date(2026, 10, 30),
        held_since: date(2026, 11, 2),
        arrived_on: date(2026, 10, 30),
        allocated_on: Some(date(2026, 11, 2)),
        released_on: None,
        in_custody: false,
        tier: Some("C".into()),
        appointments: vec![appointment(1, date(2026, 11, 10))],
        attended: vec![Attended { on: date(2026, 11, 4), with: Some(staff(1)), kind: MeetingKind::OneToOne }],
        last_contact: Some(date(2026, 11, 4)),
        handover: None,
        judgements: Vec::new(),
    }
}

fn appointment(n: u128, on: Date) -> Appointment {
    let id = ContactId(Uuid::from_u128(n));
    Appointment { id, on, arranged_on: date(2026, 11, 4), with: Some(staff(1)), has_outcome: false }
}

fn seen_on(facts: &Facts, today: Date) -> Vec<Gap> {
    let holidays = Holidays::new(Vec::new());
    gaps(facts, Rules { standards: &STANDARDS, interval: 14, days: WorkingDays(&holidays) }, today)
}

fn kinds(facts: &Facts, today: Date) -> Vec<GapKind> {
    seen_on(facts, today).into_iter().map(|gap| gap.kind).collect()
}

#[test]
fn somebody_with_an_officer_a_tier_and_a_next_contact_has_no_gap() {
    assert_eq!(kinds(&settled(), date(2026, 11, 5)), []);
}

#[test]
fn somebody_without_an_officer_is_on_the_managers_board_the_same_day() {
    let holder = Holder::Unallocated { awaiting: None };
    let facts = Facts { holder, allocated_on: None, held_since: date(2026, 11, 5), ..settled() };
    let gaps = seen_on(&facts, date(2026, 11, 5));
    assert_eq!(gaps[0].kind, GapKind::WithoutOfficer);
    assert_eq!(gaps[0].seen_by, [Seer::Manager(team(1))]);
}

#[test]
fn an_officer_who_left_leaves_a_gap_even_with_cover() {
    let holder = Holder::Cover { officer: staff(1), cover: staff(2), officer_left: true };
    let facts = Facts { holder, arrived_on: date(2026, 11, 5), held_since: date(2026, 11, 5), ..settled() };
    let gaps = seen_on(&facts, date(2026, 11, 10));
    assert_eq!(gaps[0].kind, GapKind::OnlyCovered);
    assert_eq!(gaps[0].working_days, 1, "due by Monday 9 November");
    assert!(gaps[0].seen_by.contains(&Seer::Staff(staff(2))));
}

#[test]
fn a_missing_outcome_and_an_empty_diary_show_on_the_day_after_the_appointment() {
    assert_eq!(kinds(&settled(), date(2026, 11, 10)), []);
    let after = kinds(&settled(), date(2026, 11, 11));
    assert_eq!(after, [GapKind::WithoutNextContact, GapKind::OverdueOutcome]);
}

#[test]
fn a_missing_outcome_is_also_seen_by_whoever_was_to_hold_the_appointment() {
    let mut facts = settled();
    facts.appointments[0].with = Some(staff(9));
    let gaps = seen_on(&facts, date(2026, 11, 12));
    let overdue = gaps.iter().find(|g| g.kind == GapKind::OverdueOutcome).unwrap();
    assert_eq!(overdue.seen_by, [Seer::Manager(team(1)), Seer::Staff(staff(1)), Seer::Staff(staff(9))]);
    assert_eq!((overdue.working_days, overdue.appointment), (2, Some(facts.appointments[0].id)));
}

#[test]
fn a_contact_is_past_due_on_the_day_after_its_last_day() {
    assert!(!kinds(&settled(), date(2026, 11, 18)).contains(&GapKind::PastDueContact));
    assert!(kinds(&settled(), date(2026, 11, 19)).contains(&GapKind::PastDueContact));
}

#[test]
fn an_appointment_after_the_due_day_shows_before_it_is_too_late() {
    let facts = Facts { appointments: vec![appointment(1, date(2026, 11, 19))], ..settled() };
    assert_eq!(kinds(&facts, date(2026, 11, 5)), [GapKind::NextContactTooLate]);
    assert_eq!(kinds(&facts, date(2026, 11, 19)), [GapKind::PastDueContact], "which says it all");
}

#[test]
fn a_first_meeting_overdue_shows_unless_it_is_judged_otherwise() {
    let mut facts = Facts { attended: Vec::new(), ..settled() };
    assert!(!kinds(&facts, date(2026, 11, 9)).contains(&GapKind::FirstMeetingOverdue));
    assert!(kinds(&facts, date(2026, 11, 10)).contains(&GapKind::FirstMeetingOverdue));
    facts.judgements.push(Judgement {
        clock: Clock::FirstMeeting,
        effect: Effect::StopUntil(date(2026, 11, 20)),
        made_on: date(2026, 11, 9),
        author: "Ada Field".into(),
        reason: "In hospital".into(),
    });
    assert!(!kinds(&facts, date(2026, 11, 20)).contains(&GapKind::FirstMeetingOverdue));
    assert!(kinds(&facts, date(2026, 11, 21)).contains(&GapKind::FirstMeetingOverdue));
}

#[test]
fn a_stopped_contact_clock_also_quietens_the_empty_diary_until_its_day() {
    let mut facts = Facts { appointments: Vec::new(), ..settled() };
    assert_eq!(kinds(&facts, date(2026, 11, 5)), [GapKind::WithoutNextContact]);
    facts.judgements.push(Judgement {
        clock: Clock::NextContact,
        effect: Effect::StopUntil(date(2026, 12, 1)),
        made_on: date(2026, 11, 5),
        author: "Ada Field".into(),
        reason: "In hospital".into(),
    });
    assert_eq!(kinds(&facts, date(2026, 11, 30)), []);
    assert_eq!(kinds(&facts, date(2026, 12, 2)), [GapKind::PastDueContact, GapKind::WithoutNextContact]);
}

#[test]
fn a_handover_must_be_accepted_and_the_new_officer_met() {
    let handover = HandoverFacts {
        from: staff(3),
        to: staff(1),
        started_on: date(2026, 11, 5),
        accepted: false,
        met_by: date(2026, 11, 12),
    };
    let facts = Facts { handover: Some(handover), ..settled() };
    let kinds_then = kinds(&facts, date(2026, 11, 10));
    assert_eq!(kinds_then, [GapKind::HandoverNotAccepted], "due by Monday 9 November");
    assert!(seen_on(&facts, date(2026, 11, 10))[0].seen_by.contains(&Seer::Staff(staff(3))));
    assert!(kinds(&facts, date(2026, 11, 13)).contains(&GapKind::NewOfficerNotMet));
}

#[test]
fn a_missing_tier_shows_from_the_first_day() {
    let facts = Facts { tier: None, ..settled() };
    assert_eq!(kinds(&facts, date(2026, 10, 30)).last(), Some(&GapKind::TierMissing));
}

#[test]
fn somebody_in_custody_has_a_due_contact_but_no_empty_diary() {
    let facts = Facts { in_custody: true, appointments: Vec::new(), attended: Vec::new(), ..settled() };
    assert_eq!(kinds(&facts, date(2026, 11, 17)), []);
    assert_eq!(kinds(&facts, date(2026, 11, 19)), [GapKind::PastDueContact]);
}
