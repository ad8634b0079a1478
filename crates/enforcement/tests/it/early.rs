//! An early end from the record to the certificate, and the powers of an officer with their reasons.

use crate::served::*;
use assessment::plans::{GoalFacts, NewProgress, ProgressKind, add_goal, note_progress};
use enforcement::early_end::{EarlyEndState, early_ends_of};
use enforcement::powers::{suspended_on, uses_of};
use kernel::date;
use sentences::Ending;

/// The requirement is completed, and the only goal of the plan is reached.
pub(crate) fn done(world: &World) {
    let how = Ending { on: TODAY, reason: "completed".into(), note: None };
    let version = None;
    let goal = world.write(|cx| {
        let open = people::open(cx, &world.crn)?;
        let facts = GoalFacts {
            need: "accommodation".into(),
            aim: "Keep my flat".into(),
            measure: "Rent is paid".into(),
            strength: None,
            place: None,
        };
        add_goal(cx, &open.keys, &facts)
    });
    world.write(|cx| {
        let open = people::open(cx, &world.crn)?;
        let progress = NewProgress {
            what: ProgressKind::Done,
            movement: None,
            on: cx.today(),
            new_day: None,
            words: "It is kept".into(),
        };
        note_progress(cx, &open.keys, goal, None, &progress)
    });
    world.write(|cx| sentences::end_requirement(cx, &world.keys, world.requirement, &how, version));
}

#[test]
fn an_order_that_has_done_its_work_is_proposed_decided_by_a_manager_and_ended_with_a_certificate() {
    on_each(|world| {
        done(world);
        let (mut priya, mut mona) = (world.trial.signed_in("priya"), world.trial.signed_in("mona"));
        mona.get("/early-endings").is(200).says("Jo Invented").says("End a community order early");
        let found = world.read(|cx| early_ends_of(cx, &world.keys));
        assert_eq!(found.len(), 1);
        let at = world.path(&format!("/early-ends/{}", found[0].id));
        priya.get(&at).is(200).says("A manager decides").says("1 of 1 requirement complied with");
        let agree = [("decision", "agree"), ("fact-review-court", "no")];
        let last = date(2026, 12, 1);
        fill(&mut mona, &at, &agree, &[("ends_on", last)]).is(422).says("No further instruction");
        let agree = [("decision", "agree"), ("fact-review-court", "no"), ("fact-instructions-needed", "no")];
        fill(&mut mona, &at, &agree, &[("ends_on", date(2026, 11, 29))]).is(422).says("30 November 2026");
        fill(&mut mona, &at, &agree, &[("ends_on", last)]).is(303);
        priya.get(&at).is(200).says("Tuesday 1 December 2026").says("Notice to the person");
        world.go(last);
        let mut priya = world.trial.signed_in("priya");
        priya.press(&at, &format!("{at}/end"), &[]).is(303);
        let order = world.read(|cx| sentences::order(cx, &world.keys, world.order)).order;
        assert_eq!((order.ended_on, order.end_reason.as_deref()), (Some(last), Some("completed-early")));
        assert_eq!(world.read(|cx| early_ends_of(cx, &world.keys))[0].state, EarlyEndState::Ended);

        let list = priya.get(&world.path("/milestones")).is(200);
        list.says("Order completed").says("Requirement finished");
        let order_done = world.read(|cx| enforcement::recognition::milestones_of(cx, &world.keys));
        let order_done = order_done.iter().find(|m| m.code == "order-done").unwrap().id;
        let give = world.path(&format!("/milestones/{order_done}"));
        priya.get(&give).is(200).says("completed your order").says("cwblhau eich gorchymyn");
        priya.fill(&give, &[("decision", "certificate"), ("words", "You kept at it.")]).is(303);
        priya.get(&world.path("/milestones")).is(200).says("Given");
        let documents = priya.get(&world.path("/documents")).is(200);
        documents.says("Certificate").says("End of order");
    });
}

#[test]
fn of_a_suspended_sentence_the_supervision_ends_early_the_periods_as_passed_stay_and_it_can_be_undone() {
    on_each(|world| {
        let order = world.suspended();
        done(world);
        let (mut priya, mut mona) = (world.trial.signed_in("priya"), world.trial.signed_in("mona"));
        let new = world.path(&format!("/early-ends/new/{order}"));
        let at = priya.press(&new, &new, &[]).is(303).header("location").to_owned();
        priya.get(&at).is(200).says("End the supervision period of a suspended sentence early");
        let last = date(2026, 12, 1);
        let agree = [("decision", "agree"), ("fact-review-court", "no"), ("fact-requirements-complied", "yes")];
        let refused = fill(&mut mona, &at, &agree, &[("ends_on", last)]).is(422);
        refused.says("Answer “Is any further instruction to attend needed?”");
        let agree = [agree[0], agree[1], agree[2], ("fact-instructions-needed", "no")];
        fill(&mut mona, &at, &agree, &[("ends_on", last)]).is(303);
        world.go(last);
        let (mut priya, mut mona) = (world.trial.signed_in("priya"), world.trial.signed_in("mona"));
        priya.press(&at, &format!("{at}/end"), &[]).is(303);
        let now = world.read(|cx| sentences::order(cx, &world.keys, order)).order;
        assert_eq!((now.supervision_ended_on, now.ended_on), (Some(last), None));
        assert_eq!(now.supervision_period.map(|l| l.to_string()).as_deref(), Some("12 months"));
        assert_eq!(now.operational_period.map(|l| l.to_string()).as_deref(), Some("18 months"));
        let sentence = priya.get(&world.path("/sentence")).is(200);
        sentence.says("1 December 2026; the operational period runs on").says("Supervision period");
        priya.get(&world.path("/powers")).is(200).says("Supervision under it ended early");
        priya.get(&new).is(200).says("This order cannot be ended early by its officer");

        mona.get(&at).is(200).says("Undo the early end");
        mona.fill(&format!("{at}/take-back"), &[("reason", "")]).is(422);
        mona.fill(&format!("{at}/take-back"), &[("reason", "A requirement was not done after all")]).is(303);
        let now = world.read(|cx| sentences::order(cx, &world.keys, order)).order;
        assert_eq!((now.supervision_ended_on, now.ended_on), (None, None));
        let steps = world.read(|cx| enforcement::published::steps(cx, &world.keys));
        let step = steps.iter().find(|s| s.step == enforcement::published::StepKind::EarlyEnd).unwrap();
        assert!(step.superseded);
    });
}

#[test]
fn what_has_not_been_done_is_not_proposed_and_what_is_taken_back_lapses() {
    on_each(|world| {
        let mut mona = world.trial.signed_in("mona");
        mona.get("/early-endings").is(200).says("No order is ready to end early");
        done(world);
        assert_eq!(world.read(|cx| early_ends_of(cx, &world.keys))[0].state, EarlyEndState::Proposed);
        world.write(|cx| sentences::reopen_requirement(cx, &world.keys, world.requirement, "Not done after all"));
        world.write(|cx| {
            let open = people::open(cx, &world.crn)?;
            enforcement::early_end::propose_where_borne_out(cx, &open)
        });
        assert_eq!(world.read(|cx| early_ends_of(cx, &world.keys))[0].state, EarlyEndState::Lapsed);
    });
}

#[test]
fn a_power_is_used_with_its_reason_and_notice_and_is_taken_back() {
    on_each(|world| {
        let mut priya = world.trial.signed_in("priya");
        let page = priya.get(&world.path("/powers")).is(200);
        page.says("Instruct to attend supervision").says("May be used").says("Not the law").says("This opens on");
        let at = world.path(&format!("/powers/use/{}/instruct-activity", world.order));
        let typed = [("words", "Come to the group on Tuesdays"), ("reason", "The need is still open")];
        fill(&mut priya, &at, &typed, &[("starts_on", TODAY)]).is(422).says("Choose why it is needed");
        let typed = [typed[0], typed[1], ("reason_code", "need-open")];
        fill(&mut priya, &at, &typed, &[("starts_on", date(2026, 11, 22))]).is(422).says("today or later");
        fill(&mut priya, &at, &typed, &[("starts_on", TODAY)]).is(303);
        priya.get(&world.path("/powers")).is(200).says("Come to the group on Tuesdays").says("Notice");
        let used = world.read(|cx| uses_of(cx, &world.keys));
        assert_eq!((used.len(), used[0].document_id.is_some()), (1, true));
        let undo = world.path(&format!("/powers/used/{}/undo", used[0].id));
        priya.fill(&undo, &[("why", "")]).is(422);
        priya.fill(&undo, &[("why", "The group is full")]).is(303);
        priya.get(&world.path("/powers")).is(200).says("Taken back").says("The group is full");
        assert!(world.read(|cx| suspended_on(cx, &world.keys, world.order, TODAY)).is_none());
    });
}

#[test]
fn contact_is_suspended_only_in_the_last_third_and_for_whom_nothing_speaks_against_it() {
    on_each(|world| {
        let mut priya = world.trial.signed_in("priya");
        let at = world.path(&format!("/powers/use/{}/suspend-contact", world.order));
        priya.get(&at).is(200).says("This opens on");
        world.go(date(2027, 1, 18));
        let mut priya = world.trial.signed_in("priya");
        let typed = [("words", "No meetings from now on"), ("reason", "The last third"), ("fact-high-harm", "no")];
        fill(&mut priya, &at, &typed[..2], &[("starts_on", date(2027, 1, 18))]).is(422);
        fill(&mut priya, &at, &typed, &[("starts_on", date(2027, 1, 18))]).is(303);
        let holds = |on| world.read(|cx| suspended_on(cx, &world.keys, world.order, on)).is_some();
        assert!(holds(date(2027, 1, 18)) && holds(date(2027, 3, 1)) && !holds(date(2027, 1, 17)));
        // Nobody fails by not coming while contact is suspended.
        world.meeting(date(2027, 1, 18), "UAAB");
        assert!(world.read(|cx| enforcement::Book::read(cx, &world.keys)).failures.is_empty());
        world.meeting(date(2027, 1, 17), "UAAB");
        assert_eq!(world.read(|cx| enforcement::Book::read(cx, &world.keys)).failures.len(), 1);
    });
}

#[test]
fn a_curfew_is_moved_by_day_within_the_hours_that_the_court_ordered_and_shows_before_beside_now() {
    on_each(|world| {
        world.curfew();
        let mut priya = world.trial.signed_in("priya");
        let at = world.path(&format!("/powers/use/{}/vary-curfew-times", world.order));
        priya.get(&at).is(200).says("The times as they stand").says("Wednesday");
        let asked = [("fact-person-agrees", "yes"), ("fact-purpose-kept", "yes"), ("reason", "A night shift")];
        let typed = |times: &[(&'static str, &'static str)]| [&asked[..], times].concat();
        let on = [("starts_on", TODAY)];
        fill(&mut priya, &at, &typed(&[]), &on).is(422).says("Enter the times as they stand");
        let wrong =
            typed(&[("before-every", "19:00 to 07:00"), ("now-every", "19:00 to 07:00"), ("now-wed", "at night")]);
        fill(&mut priya, &at, &wrong, &on).is(422).says("Wednesday must be like 19:00 to 07:00, or none");
        let longer =
            typed(&[("before-every", "19:00 to 07:00"), ("now-every", "19:00 to 07:00"), ("now-wed", "7pm to 6am")]);
        fill(&mut priya, &at, &longer, &on)
            .is(422)
            .says("Wednesday would have 11 hours of curfew in place of 12 hours");
        let moved =
            typed(&[("before-every", "19:00 to 07:00"), ("now-every", "19:00 to 07:00"), ("now-wed", "10pm to 10am")]);
        fill(&mut priya, &at, &moved, &on).is(303);
        let page = priya.get(&world.path("/powers")).is(200);
        page.says("Wednesday: 22:00 to 10:00 in place of 19:00 to 07:00.").says("Before and now");
        priya.get(&at).is(200).says("value=\"22:00 to 10:00\"");
        let used = world.read(|cx| uses_of(cx, &world.keys));
        let notice = world.read(|cx| documents::document(cx, &world.keys, used[0].document_id.unwrap())).facts;
        assert_eq!(notice["given"]["changes"], "Wednesday: 22:00 to 10:00 in place of 19:00 to 07:00.");

        let at = world.path(&format!("/powers/use/{}/vary-curfew-address", world.order));
        priya.get(&at).is(200).says("1 Example Way, Wexmere, ZA1 1AA");
        let asked = [asked[0], ("fact-residents-agree", "yes"), ("fact-address-checked", "yes"), asked[2]];
        let place = [&asked[..], &[("before-address", "1 Example Way"), ("now-address", "")]].concat();
        fill(&mut priya, &at, &place, &on).is(422).says("Enter the new address");
        let place =
            [&asked[..], &[("before-address", "1 Example Way"), ("now-address", "2 Example Way, ZA1 1AB")]].concat();
        fill(&mut priya, &at, &place, &on).is(303);
        let page = priya.get(&world.path("/powers")).is(200);
        page.says("You keep the curfew at 2 Example Way, ZA1 1AB in place of 1 Example Way.");
    });
}
