//! From an absence to a decision, and what corrections leave.

use crate::world::*;
use enforcement::published::{StepKind, steps};
use enforcement::{Decision, EffortKind, FailureState, NewEffort, StepOf, Waits};
use kernel::date;

#[test]
fn an_unacceptable_absence_is_a_failure_that_waits_for_evidence_on_its_officers_screen() {
    on_each(|world| {
        let failure = world.absent(date(2026, 3, 2));
        assert_eq!((failure.state, failure.order_id), (FailureState::Awaited, Some(world.order)));
        assert_eq!(failure.evidence_due, Some(date(2026, 3, 9)));
        assert_eq!(failure.place.as_deref(), Some("Zedbury office"));
        let due = world.due();
        assert_eq!((due.len(), due[0].waits, due[0].must_refer), (1, Waits::Decision, false));
        assert_eq!((due[0].staff_id, due[0].team_id), (Some(world.staff), Some(world.team)));
        // A pending decision about an absence is one too, an acceptable one and one that was kept are not.
        world.meeting(date(2026, 3, 1), "AFTA");
        world.meeting(date(2026, 2, 20), "AAME");
        world.meeting(date(2026, 2, 21), "ATTC");
        assert_eq!(world.book().failures.len(), 2);
    });
}

#[test]
fn a_warning_says_three_things_and_a_further_failure_within_twelve_months_must_be_referred() {
    on_each(|world| {
        let first = world.absent(date(2026, 3, 2));
        world.go(date(2026, 3, 10));
        world.decide(first.id, Decision::Warn).unwrap();
        let book = world.book();
        let warning = &book.warnings[0];
        assert_eq!((warning.given_on, warning.told_until), (date(2026, 3, 10), Some(date(2027, 3, 9))));
        let says = warning.elements.as_object().unwrap();
        assert_eq!(says.len(), 3);
        assert!(says["circumstances"].as_str().unwrap().contains("2 March 2026"));
        assert!(says["consequence"].as_str().unwrap().contains("9 March 2027"));
        assert!(world.due().is_empty());
        assert_eq!((world.told("failure.decided"), world.told("warning.given")), (1, 1));

        world.go(date(2027, 3, 9));
        let second = world.absent(date(2027, 3, 9));
        assert_eq!(world.must_refer(), [second.id]);
        world.go(date(2027, 3, 10));
        let third = world.absent(date(2027, 3, 10));
        assert_eq!(world.must_refer(), [second.id], "the day after the window a failure need not be");
        world.decide(second.id, Decision::Refer).unwrap();
        assert!(world.must_refer().is_empty());
        assert_eq!(world.due().iter().map(|d| d.failure_id).collect::<Vec<_>>(), [third.id]);
    });
}

#[test]
fn not_referring_what_must_be_referred_waits_for_another_manager_and_stays_in_sight_until_they_agree() {
    on_each(|world| {
        let first = world.absent(date(2026, 3, 2));
        world.go(date(2026, 3, 10));
        world.decide(first.id, Decision::Warn).unwrap();
        world.go(date(2026, 6, 1));
        let second = world.absent(date(2026, 6, 1));
        let asked = world.decide(second.id, Decision::NoAction).unwrap();
        assert_eq!(asked.state, FailureState::Asked);
        assert_eq!(world.told("failure.decided"), 1);
        let due = world.due();
        assert_eq!((due.len(), due[0].waits, due[0].must_refer), (1, Waits::Manager, true));
        assert_eq!(refused(world.agree(&world.officer, second.id, true)), ["own_work"]);
        world.agree(&world.manager, second.id, false).unwrap();
        assert!(is_open(&world.failure_of(second.contact_id)));
        world.decide(second.id, Decision::NoAction).unwrap();
        let agreed = world.agree(&world.manager, second.id, true).unwrap();
        assert_eq!(
            (agreed.state, agreed.decision, agreed.agreed),
            (FailureState::Decided, Some(Decision::NoAction), true)
        );
        assert!(world.due().is_empty());
        assert_eq!(refused(world.agree(&world.manager, second.id, true)), ["not_waiting"]);
    });
}

#[test]
fn an_accepted_excuse_corrects_the_outcome_and_nothing_is_typed_twice() {
    on_each(|world| {
        let failure = world.absent(date(2026, 3, 2));
        world.evidence(failure.id).unwrap();
        assert_eq!(world.failure_of(failure.contact_id).state, FailureState::Given);
        world.decide(failure.id, Decision::Accept).unwrap();
        let contact = world.read(|cx| contacts::find(cx, &world.keys, failure.contact_id));
        assert_eq!((contact.outcome.as_deref(), contact.complied), (Some("AAME"), Some(true)));
        let after = world.failure_of(failure.contact_id);
        assert!(!after.counts() && after.superseded.is_none());
        assert!(world.due().is_empty());
        // Taken back, the outcome is as it was and the failure waits again, with its evidence.
        world.take_back(failure.id).unwrap();
        let after = world.failure_of(failure.contact_id);
        assert_eq!((after.state, after.outcome.as_str()), (FailureState::Given, "UAAB"));
        assert_eq!(world.due().len(), 1);
        assert_eq!(world.told("failure.decided"), 2);
    });
}

#[test]
fn what_was_decided_before_a_correction_stays_and_is_superseded() {
    on_each(|world| {
        let first = world.absent(date(2026, 3, 2));
        world.go(date(2026, 3, 10));
        world.decide(first.id, Decision::Warn).unwrap();
        world.go(date(2026, 6, 1));
        let second = world.absent(date(2026, 6, 1));
        assert_eq!(world.must_refer(), [second.id]);
        world.correct(first.contact_id, Some("AAME"));
        let book = world.book();
        let was = book.failure(first.id).unwrap();
        assert_eq!((was.state, was.decision), (FailureState::Decided, Some(Decision::Warn)), "it stays");
        assert!(was.superseded.as_deref().unwrap().contains("medical"));
        assert!(book.warnings[0].superseded.is_some() && book.warnings[0].elements.is_object());
        assert!(world.must_refer().is_empty(), "no warning weighs on the second any more");
        assert_eq!(refused(world.decide(first.id, Decision::Refer)), ["superseded"]);
        // And corrected back, all is as it was.
        world.correct(first.contact_id, Some("UAAB"));
        assert_eq!(world.must_refer(), [second.id]);
        assert!(world.book().warnings[0].counts());
        let kinds: Vec<StepOf> = world.book().steps_of(first.id).map(|s| s.step).collect();
        assert_eq!(kinds, [StepOf::Opened, StepOf::Decided, StepOf::Superseded, StepOf::Reinstated]);
    });
}

#[test]
fn a_decision_that_a_correction_turned_against_the_law_comes_back_into_sight() {
    on_each(|world| {
        let first = world.absent(date(2026, 3, 2));
        world.go(date(2026, 3, 10));
        world.decide(first.id, Decision::Warn).unwrap();
        world.correct(first.contact_id, Some("AAME"));
        world.go(date(2026, 6, 1));
        let second = world.absent(date(2026, 6, 1));
        world.decide(second.id, Decision::NoAction).unwrap();
        assert!(world.due().is_empty());
        world.correct(first.contact_id, Some("UAAB"));
        let due = world.due();
        assert_eq!((due.len(), due[0].waits, due[0].must_refer), (1, Waits::Again, true));
    });
}

#[test]
fn an_outcome_taken_back_takes_its_failure_along() {
    on_each(|world| {
        let failure = world.absent(date(2026, 3, 2));
        world.correct(failure.contact_id, None);
        assert!(world.failure_of(failure.contact_id).superseded.is_some() && world.due().is_empty());
        world.outcome(failure.contact_id, "AFTC");
        let again = world.failure_of(failure.contact_id);
        assert_eq!((again.superseded, again.outcome.as_str(), again.id), (None, "AFTC", failure.id));
        assert_eq!(world.due().len(), 1);
    });
}

#[test]
fn a_withdrawn_warning_weighs_on_nothing_and_stays() {
    on_each(|world| {
        let first = world.absent(date(2026, 3, 2));
        world.go(date(2026, 3, 10));
        world.decide(first.id, Decision::Warn).unwrap();
        world.go(date(2026, 6, 1));
        let second = world.absent(date(2026, 6, 1));
        assert_eq!(world.must_refer(), [second.id]);
        world.take_back(first.id).unwrap();
        assert!(world.must_refer().is_empty());
        let warning = world.book().warnings.remove(0);
        assert_eq!(
            (warning.withdrawn_on, warning.withdrawn_reason.as_deref()),
            (Some(date(2026, 6, 1)), Some("Decided too early"))
        );
        assert!(is_open(&world.failure_of(first.contact_id)));
        assert_eq!(refused(world.take_back(first.id)), ["not_decided"]);
    });
}

#[test]
fn with_two_orders_the_officer_is_asked_which_one_and_is_refused_a_warning_before() {
    on_each(|world| {
        world.try_to(|cx| sentenced(cx, &world.keys, "SSO")).unwrap();
        let contact = world.meeting(date(2026, 3, 2), "ATTC");
        let new = contacts::NewContact {
            event: None,
            outcome: Some("UAAB".into()),
            place: Some("Office".into()),
            clash_allowed: true,
            ..contacts::NewContact::of("COAP", date(2026, 3, 1))
        };
        let new = new.at(kernel::Time::constant(9, 0, 0, 0), kernel::Time::constant(9, 30, 0, 0));
        let missed = world.try_to(|cx| contacts::record(cx, &world.keys, new.clone())).unwrap();
        let failure = world.failure_of(missed.id);
        assert_eq!((failure.order_id, contact.event_id), (None, Some(world.event)));
        assert_eq!(refused(world.decide(failure.id, Decision::Warn)), ["order_missing"]);
        let choose = |order| world.try_to(|cx| enforcement::choose_order(cx, &world.keys, failure.id, order, None));
        choose(world.order).unwrap();
        world.decide(failure.id, Decision::Warn).unwrap();
        assert_eq!(refused(choose(world.order)), ["decided"]);
    });
}

#[test]
fn when_an_order_ends_its_failures_wait_on_to_be_closed_and_need_not_be_referred() {
    on_each(|world| {
        let first = world.absent(date(2026, 3, 2));
        world.go(date(2026, 3, 10));
        world.decide(first.id, Decision::Warn).unwrap();
        world.go(date(2026, 6, 1));
        let second = world.absent(date(2026, 6, 1));
        world.end_order(date(2026, 6, 1));
        let due = world.due();
        assert_eq!((due.len(), due[0].must_refer), (1, false));
        assert_eq!(refused(world.decide(second.id, Decision::Refer)), ["not_allowed"]);
        world.reopen_order();
        assert_eq!(world.must_refer(), [second.id]);
    });
}

#[test]
fn somebody_who_comes_again_has_engaged_again() {
    on_each(|world| {
        world.absent(date(2026, 2, 16));
        world.meeting(date(2026, 2, 23), "ATTC");
        let later = world.meeting(date(2026, 3, 2), "ATTC");
        let engaged = || {
            let steps = world.read(|cx| steps(cx, &world.keys));
            steps.into_iter().filter(|s| s.step == StepKind::ReEngaged).collect::<Vec<_>>()
        };
        assert_eq!(engaged().len(), 1);
        assert_eq!((engaged()[0].on_day, engaged()[0].team_id), (date(2026, 2, 23), Some(world.team)));
        world.correct(kernel::ContactId(engaged()[0].id), Some("AFTC"));
        let now = engaged();
        assert_eq!(now.iter().filter(|s| !s.superseded).map(|s| s.id).collect::<Vec<_>>(), [later.id.0]);
        assert_eq!(now.len(), 2, "what was published stays, marked");
    });
}

#[test]
fn what_was_tried_is_kept_and_a_withdrawal_says_why() {
    on_each(|world| {
        let failure = world.absent(date(2026, 3, 2));
        let new = NewEffort {
            kind: EffortKind::Call,
            on: date(2026, 3, 2),
            words: "Rang twice".into(),
            failure: Some(failure.id),
        };
        let id = world.try_to(|cx| enforcement::record_effort(cx, &world.keys, &new)).unwrap();
        world.try_to(|cx| enforcement::withdraw_effort(cx, &world.keys, id, "Another person")).unwrap();
        assert_eq!(world.book().efforts[0].withdrawn.as_deref(), Some("Another person"));
        let early = NewEffort { on: date(2026, 3, 3), ..new };
        assert_eq!(refused(world.try_to(|cx| enforcement::record_effort(cx, &world.keys, &early))), ["in_future"]);
        let nobodys = NewEffort {
            on: date(2026, 3, 2),
            failure: Some("019a0000-0000-7000-8000-00000000dead".parse().unwrap()),
            ..early
        };
        let told = world.try_to(|cx| enforcement::record_effort(cx, &world.keys, &nobodys));
        assert!(matches!(told, Err(store::Failure::NotFound)), "a failure that is not this person's");
    });
}

#[test]
fn nobody_decides_on_what_somebody_else_changed_meanwhile() {
    on_each(|world| {
        let failure = world.absent(date(2026, 3, 2));
        world.evidence(failure.id).unwrap();
        let deciding = enforcement::Deciding {
            decision: Decision::Warn,
            reason: "None was given".into(),
            outcome: None,
            version: Some(failure.version),
        };
        let answer = world.try_to(|cx| {
            let open = world.open(cx)?;
            enforcement::decide(cx, &open, failure.id, &deciding)
        });
        assert!(matches!(answer, Err(store::Failure::Stale(_))));
        assert_eq!(
            refused(world.decide(failure.id, Decision::Accept).and_then(|_| world.evidence(failure.id))),
            ["decided"]
        );
    });
}

#[test]
fn a_third_no_action_in_twelve_months_is_a_managers() {
    on_each(|world| {
        for on in [date(2026, 2, 2), date(2026, 2, 9)] {
            let failure = world.absent(on);
            assert_eq!(world.decide(failure.id, Decision::NoAction).unwrap().state, FailureState::Decided);
        }
        let third = world.absent(date(2026, 2, 16));
        assert_eq!(world.decide(third.id, Decision::NoAction).unwrap().state, FailureState::Asked);
    });
}

#[test]
fn after_a_merge_the_failures_of_both_records_are_one_persons_and_part_again() {
    on_each(|world| {
        let first = world.absent(date(2026, 3, 2));
        world.go(date(2026, 3, 10));
        world.decide(first.id, Decision::Warn).unwrap();
        let new = people::NewPerson {
            first_name: "Joe".into(),
            last_name: "Invented".into(),
            came_from: "Trial".into(),
            ..people::NewPerson::default()
        };
        let other = world.try_to(|cx| people::create(cx, new.clone())).unwrap();
        let other_keys = kernel::PersonKeys::alone(other.person_id);
        let missed = contacts::NewContact {
            outcome: Some("UAAB".into()),
            place: Some("Zedbury office".into()),
            ..contacts::NewContact::of("COAP", date(2026, 3, 9))
        };
        let missed = missed.at(kernel::Time::constant(9, 0, 0, 0), kernel::Time::constant(9, 30, 0, 0));
        world.try_to(|cx| contacts::record(cx, &other_keys, missed.clone())).unwrap();
        let whose = || world.due().into_iter().map(|d| d.person_id).collect::<Vec<_>>();
        assert_eq!(whose(), [other.person_id]);
        let counted = |person: kernel::PersonId| {
            let steps = world.read(|cx| enforcement::published::steps(cx, &kernel::PersonKeys::alone(person)));
            steps.iter().filter(|s| s.step == enforcement::published::StepKind::Failure).count()
        };
        assert_eq!((counted(world.keys.survivor), counted(other.person_id)), (1, 1));
        world.try_to(|cx| people::merge(cx, &world.crn, &other.crn, "One person")).unwrap();
        assert_eq!(whose(), [world.keys.survivor]);
        assert_eq!((counted(world.keys.survivor), counted(other.person_id)), (2, 0));
        let keys = world.read(|cx| people::keys_of(cx, world.keys.survivor));
        let both = world.read(|cx| enforcement::Book::read(cx, &keys));
        assert_eq!((both.failures.len(), both.warnings.len()), (2, 1));
        // It was before the warning, so under the order of the other record it need not be referred.
        let lone = both.failures.iter().find(|f| f.order_id.is_none()).unwrap();
        world.try_to(|cx| enforcement::choose_order(cx, &keys, lone.id, world.order, None)).unwrap();
        assert!(world.must_refer().is_empty());
        let merge = world.read(|cx| {
            let open = world.open(cx)?;
            people::merges_of(cx, &open)
        });
        world
            .try_to(|cx| {
                let open = world.open(cx)?;
                people::unmerge(cx, &open, merge[0].0.id, "Two people after all")
            })
            .unwrap();
        assert_eq!(whose(), [other.person_id]);
        assert_eq!((counted(world.keys.survivor), counted(other.person_id)), (1, 1));
    });
}
