//! From a requirement to the end report, by officer and provider, over HTTP.

use crate::world::*;
use interventions::*;
use kernel::date;

#[test]
fn an_officer_refers_on_two_pages_and_the_provider_delivers_to_the_end_report() {
    on_each(|world| {
        let mut priya = world.trial.signed_in("priya");
        priya.get(&world.path("/refer")).is(200).says("Steady Ground service").says("It is for women only");
        let form = world.path(&format!("/refer/{}", world.housing));
        let shown = priya.get(&form).is(200);
        // Filled from the record: requirement, reason, days left and the order's last day.
        shown.says("To deliver").says("value=\"10\"").says("1 Example Way, Wexmere, ZA1 1AA").says("Always sent");
        let requirement = world.requirement.to_string();
        let typed = [
            ("requirement", requirement.as_str()),
            ("reason", "Sleeps on a friend’s sofa"),
            ("asked_days", "6"),
            ("outcomes-accommodation", "settled-home"),
            ("complexity-accommodation", "high"),
            ("send", "telephone"),
        ];
        let referred = priya.press_on(&shown, &form, &typed);
        assert_eq!(referred.status, 303, "{}", referred.body);
        let at = referred.to.clone();
        priya.get(&at).is(200).says("First assessment by 7 Dec 2026").says("What the provider was sent");
        let id = world.read(|cx| referrals_of(cx, &world.keys))[0].id;
        // On the waiting list of the offer, and in the log.
        assert_eq!(world.read(|cx| provision::entries_of(cx, &world.keys)).len(), 1);
        priya.get(&world.path("/contacts")).is(200).says("Referred to Steady Ground service");

        let mut wanda = world.trial.signed_in("wanda");
        wanda.get("/provider").is(200).says("Jo Invented").says("First assessment by 7 Dec 2026");
        let own = format!("/provider/referrals/{id}");
        let shown = wanda.get(&own).is(200);
        shown.says("Sleeps on a friend").says("Has somewhere settled to live");
        // The address was not ticked.
        assert!(!shown.body.contains("Example Way"));
        let worker = world.worker.to_string();
        wanda.fill(&format!("{own}/assign"), &[("caseworker", worker.as_str())]).is(303);
        let new = format!("{own}/sessions/new");
        fill(&mut wanda, &new, &[], &when(date(2026, 11, 22), "10:00", "11:00")).is(422).says("This time is past");
        fill(&mut wanda, &new, &[], &when(date(2026, 11, 24), "11:00", "10:00")).is(422);
        fill(&mut wanda, &new, &[], &when(date(2026, 11, 24), "10:00", "11:00")).is(303);
        let session = world.done(id).sessions[0].id;
        let say = format!("{own}/sessions/{session}/say");
        let said = [("came", "held"), ("late", "no"), ("summary", "Talked about housing"), ("response", "Openly")];
        wanda.fill(&say, &said).is(422).says("It has not begun yet");
        world.go(date(2026, 11, 25));
        let (mut wanda, mut priya) = (world.trial.signed_in("wanda"), world.trial.signed_in("priya"));
        wanda.fill(&say, &[("came", "held")]).is(422).says("Say what was done");
        wanda.fill(&say, &said).is(303);
        wanda.get(&own).is(200).says("Action plan by 1 Dec 2026");
        let plan = [("sessions", "2"), ("days", "7"), ("activity-settled-home", "Apply to the council together")];
        wanda.fill(&format!("{own}/plan"), &plan).is(422).says("The officer asked for 6 days at most");
        let plan = [plan[0], ("days", "2"), plan[2]];
        wanda.fill(&format!("{own}/plan"), &plan).is(303);
        priya.get("/interventions?show=waiting").is(200).says("Plan to approve");
        priya.fill(&format!("{at}/plan"), &[("decision", "return")]).is(422).says("Say what should be changed");
        priya.fill(&format!("{at}/plan"), &[("decision", "approve")]).is(303);

        fill(&mut wanda, &new, &[], &when(date(2026, 11, 26), "10:00", "11:00")).is(303);
        world.go(date(2026, 11, 27));
        let (mut wanda, mut priya) = (world.trial.signed_in("wanda"), world.trial.signed_in("priya"));
        let second = world.done(id).sessions[1].id;
        let say = format!("{own}/sessions/{second}/say");
        let concern = [said[0], said[1], said[2], said[3], ("concern", "Has nowhere to sleep tonight")];
        wanda.fill(&say, &concern).is(303);
        priya.get(&at).is(200).says("Has nowhere to sleep tonight").says("Waits for you");
        // A day of activity, and only one: the first assessment is none.
        let left = world.read(|cx| sentences::orders(cx, &world.keys))[0].requirements[0].progress.unwrap();
        assert_eq!(left.done, 1);
        fill(&mut wanda, &format!("{own}/sessions/past"), &said, &when(date(2026, 11, 27), "00:10", "00:40")).is(303);
        wanda.get(&own).is(200).says("End report by 4 Dec 2026");
        wanda
            .fill(&format!("{own}/report"), &[("reached-settled-home", "partly")])
            .is(422)
            .says("what is still needed");
        let report = [("reached-settled-home", "partly"), ("words-settled-home", "Waits for an answer of the council")];
        wanda.fill(&format!("{own}/report"), &report).is(303);
        priya.get(&at).is(200).says("Completed").says("0.5").says("I have read the end report");
        priya.press(&at, &format!("{at}/read"), &[]).is(303);
        assert_eq!(world.whole(id).referral.state, ReferralState::Completed);
        wanda.get("/provider?show=over").is(200).says("Completed");
    });
}

#[test]
fn an_absence_told_by_a_provider_stands_in_the_log_and_the_session_is_arranged_again() {
    on_each(|world| {
        let id = world.delivering();
        let when = world.ten(date(2026, 11, 26));
        let session = world.write(|cx| arrange_session(cx, &world.keys, id, SessionKind::Session, &when, None));
        world.go(date(2026, 11, 27));
        let absent = Said { attended: Some(false), absence: Some("Rang twice".into()), ..Said::default() };
        world.write(|cx| tell_session(cx, &world.keys, (id, session), &absent, None));
        let done = world.done(id);
        let missed = done.session(session).unwrap();
        let contact = world.read(|cx| contacts::find(cx, &world.keys, missed.contact_id));
        assert_eq!((contact.attended, contact.complied, contact.staff_id), (Some(false), Some(false), None));
        // Told twice is not counted twice; a correction stands beside it and counts the day.
        let codes = world.refused(|cx| tell_session(cx, &world.keys, (id, session), &came(), None));
        assert_eq!(codes, ["told_already"]);
        world.write(|cx| correct_session(cx, &world.keys, (id, session), (&came(), "Wrong person"), None));
        let done = world.done(id);
        assert_eq!(done.feedback.iter().filter(|f| f.session_id == session).count(), 2);
        let counted = world.read(|cx| sentences::orders(cx, &world.keys))[0].requirements[0].progress.unwrap();
        assert_eq!(counted.done, 1);
        // Number one is held: the next is number two.
        let when = world.ten(date(2026, 11, 30));
        let next = world.write(|cx| arrange_session(cx, &world.keys, id, SessionKind::Session, &when, None));
        let done = world.done(id);
        assert_eq!(done.session(next).unwrap().number, Some(2));
    });
}

#[test]
fn what_the_officer_does_with_an_appointment_in_the_log_is_followed() {
    on_each(|world| {
        let id = world.delivering();
        let when = world.ten(date(2026, 12, 1));
        let session = world.write(|cx| arrange_session(cx, &world.keys, id, SessionKind::Session, &when, None));
        let later = world.ten(date(2026, 12, 3));
        world.write(|cx| move_session(cx, &world.keys, (id, session), (&later, true, "Works that day"), None));
        let of = |world: &World| {
            let done = world.done(id);
            done.session(session).unwrap().clone()
        };
        assert_eq!((of(world).on_day, of(world).state), (date(2026, 12, 3), SessionState::Arranged));
        let contact = of(world).contact_id;
        world.write(|cx| contacts::cancel(cx, &world.keys, contact, "The office is closed", None));
        assert_eq!(of(world).state, SessionState::Cancelled);
        let again = world.write(|cx| arrange_session(cx, &world.keys, id, SessionKind::Session, &later, None));
        assert_ne!(again, session);
    });
}

#[test]
fn a_referral_is_withdrawn_before_delivery_and_reported_on_after_it() {
    on_each(|world| {
        let id = world.referred();
        let when = world.ten(date(2026, 11, 24));
        world.write(|cx| arrange_session(cx, &world.keys, id, SessionKind::Assessment, &when, None));
        let codes = world.refused(|cx| withdraw(cx, &world.keys, id, ("other", None), None));
        assert_eq!(codes, ["missing"]);
        world.write(|cx| withdraw(cx, &world.keys, id, ("moved", None), None));
        let whole = world.whole(id);
        assert_eq!((whole.referral.state, whole.referral.ended_on), (ReferralState::Withdrawn, Some(TODAY)));
        let done = world.read(|cx| delivery(cx, &whole.referral));
        assert_eq!(done.sessions[0].state, SessionState::Cancelled);
        let entry = &world.read(|cx| provision::entries_of(cx, &world.keys))[0];
        assert_eq!(entry.left_reason.as_deref(), Some("moved"));

        let id = world.delivering();
        world.held(id, SessionKind::Session, date(2026, 11, 24));
        let state = world.write(|cx| withdraw(cx, &world.keys, id, ("not-engaged", None), None));
        assert_eq!(state, ReferralState::ReportDue);
        let result = OutcomeReached {
            outcome: "settled-home".into(),
            reached: "not".into(),
            words: Some("Did not come any more".into()),
        };
        world.write(|cx| submit_report(cx, &world.keys, id, (std::slice::from_ref(&result), None), None));
        assert_eq!(world.whole(id).referral.state, ReferralState::EndedEarly);
    });
}

#[test]
fn a_plan_that_replaces_another_never_has_fewer_sessions_and_the_last_approved_counts() {
    on_each(|world| {
        let id = world.delivering();
        let (fewer, more) = (plan(1), plan(3));
        assert_eq!(world.refused(|cx| submit_plan(cx, &world.keys, id, &fewer, None)), ["fewer"]);
        world.write(|cx| submit_plan(cx, &world.keys, id, &more, None));
        assert_eq!(world.refused(|cx| submit_plan(cx, &world.keys, id, &more, None)), ["waits_already"]);
        world.write(|cx| decide_plan(cx, &world.keys, id, true, None, None));
        let done = world.done(id);
        assert_eq!(done.approved().map(|p| (p.number, p.sessions)), Some((2, 3)));
        assert!(done.plans.iter().any(|p| p.state == PlanState::Superseded));
    });
}

#[test]
fn officer_person_and_provider_meet_and_going_along_counts_as_the_officers_time() {
    on_each(|world| {
        let id = world.referred();
        let mut priya = world.trial.signed_in("priya");
        let at = world.path(&format!("/referrals/{id}"));
        fill(&mut priya, &format!("{at}/meeting"), &[], &when(date(2026, 11, 24), "14:00", "14:45")).is(303);
        priya.get(&world.path("/appointments")).is(200).says("Three-way meeting");
        let mut wanda = world.trial.signed_in("wanda");
        wanda.get(&format!("/provider/referrals/{id}")).is(200).says("First meeting of three");
        let new = contacts::NewContact { minutes: Some(50), ..contacts::NewContact::of("TACC", TODAY) };
        let staff = world.read(|cx| people::responsible_officer(cx, world.keys.survivor)).unwrap();
        let new = contacts::NewContact { staff: Some(staff), ..new };
        world.write(|cx| contacts::record(cx, &world.keys, new.clone()));
        let spent = world.read(|cx| contacts::time_of(cx, staff, TODAY, TODAY, None));
        assert_eq!(spent.with_people, 50);
    });
}
