//! Treatment on both databases and over HTTP: consent first, the beginning, what was kept, tests and their disputes, a court's
//! reviews, what is shared, the end.

use crate::world::*;
use interventions::treatment::{
    self, Consent, NewTreatment, ReviewStep, TestResult, TestStep, TreatmentMeeting, TreatmentState,
};
use jiff::civil::time;
use kernel::{Date, PersonKeys, RequirementId, TreatmentId, date};

fn opened(world: &World, keys: &PersonKeys, requirement: Option<RequirementId>) -> TreatmentId {
    let new = NewTreatment {
        kind: "drugs".into(),
        requirement,
        need: "Daily use of heroin".into(),
        provider: None,
        place: Some("5 Weir Road".into()),
        practitioner: Some("Nurse Invented".into()),
        planned_sessions: 12,
    };
    world.write(|cx| {
        let open = open(cx, keys)?;
        treatment::open_treatment(cx, &open, &new)
    })
}

fn meeting(on: Date, outcome: Option<&str>) -> TreatmentMeeting {
    TreatmentMeeting { on, start: time(11, 0, 0, 0), minutes: 60, outcome: outcome.map(str::to_owned), note: None }
}

fn consent(world: &World, keys: &PersonKeys, id: TreatmentId, given: bool, on: Date) {
    world.write(|cx| {
        let open = open(cx, keys)?;
        treatment::record_consent(cx, &open, id, (given, on, Some("They said so")), None)
    });
}

#[test]
fn a_treatment_begins_with_consent_and_its_requirement_begins_with_it() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Health", "DRR");
        let id = opened(world, &keys, Some(requirement));
        let begin = |cx: &mut store::Cx<'_>| {
            let open = open(cx, &keys)?;
            treatment::begin_treatment(cx, &open, id, TODAY, None)
        };
        assert_eq!(world.refused(begin), ["no_consent"]);
        consent(world, &keys, id, true, TODAY);
        world.write(begin);
        assert_eq!(world.refused(begin), ["begun"]);
        let orders = world.read(|cx| sentences::orders(cx, &keys));
        assert_eq!(orders[0].requirements[0].requirement.started_on, Some(TODAY));
        assert_eq!(
            [world.told("treatment.consent"), world.told("treatment.began"), world.told("requirement.began")],
            [1, 1, 1]
        );
        let session = meeting(TODAY, Some("ATTC"));
        world.write(|cx| {
            let open = open(cx, &keys)?;
            treatment::treatment_session(cx, &open, id, &session)
        });
        let whole = world.read(|cx| treatment::whole(cx, &keys, id));
        assert_eq!(whole.sessions[0].attended, Some(true));
        // A correction in the log is what holds.
        let contact = whole.sessions[0].contact_id;
        world.write(|cx| contacts::correct_outcome(cx, &keys, contact, Some("UAAB"), "Another person", None).map(drop));
        assert_eq!(world.read(|cx| treatment::whole(cx, &keys, id)).sessions[0].attended, Some(false));
    });
}

#[test]
fn whoever_withdraws_consent_is_treated_no_more_and_nothing_is_shared() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Withdraws", "DRR");
        let id = opened(world, &keys, Some(requirement));
        consent(world, &keys, id, true, TODAY);
        world.write(|cx| {
            let open = open(cx, &keys)?;
            treatment::begin_treatment(cx, &open, id, TODAY, None)?;
            treatment::agree_to_share(cx, &open, id, &["attendance".into()], None)
        });
        consent(world, &keys, id, false, TODAY);
        let row = world.read(|cx| treatment::treatment_of(cx, &keys, id));
        assert_eq!((row.consent, row.agreed().len()), (Consent::Withdrawn, 0));
        let session = |cx: &mut store::Cx<'_>| {
            let open = open(cx, &keys)?;
            treatment::treatment_session(cx, &open, id, &meeting(TODAY, None))
        };
        assert_eq!(world.refused(session), ["no_consent"]);
    });
}

#[test]
fn consent_that_is_taken_back_cancels_what_is_to_come_and_given_again_brings_nothing_back() {
    on_each(|world| {
        let (keys, crn, requirement) = world.person("Returns", "DRR");
        world.held(&keys);
        let id = opened(world, &keys, Some(requirement));
        consent(world, &keys, id, true, TODAY);
        let arrange = |on: Date| {
            world.write(|cx| {
                let open = open(cx, &keys)?;
                treatment::treatment_session(cx, &open, id, &meeting(on, None))
            })
        };
        world.write(|cx| {
            let open = open(cx, &keys)?;
            treatment::begin_treatment(cx, &open, id, TODAY, None)
        });
        // It began an hour before the person said no, at eleven; whoever was there says what came of it.
        let begun = world.write(|cx| {
            let open = open(cx, &keys)?;
            treatment::treatment_session(
                cx,
                &open,
                id,
                &TreatmentMeeting { start: time(8, 0, 0, 0), ..meeting(date(2026, 11, 25), None) },
            )
        });
        let coming = [date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 9)].map(arrange);
        world.write(|cx| {
            let open = open(cx, &keys)?;
            treatment::arrange_test(cx, &open, id, "Opiates", &meeting(date(2026, 12, 3), None))
        });
        world.go(date(2026, 11, 25));
        let at = format!("/people/{crn}/treatments/{id}");
        let day = [("on-day", "25"), ("on-month", "11"), ("on-year", "2026")];
        let mut priya = world.visit("priya");
        priya.get(&format!("{at}/consent")).is(200).says("4 appointments to come are cancelled");
        let no = [day.as_slice(), &[("given", "no"), ("words", "I will not go")]].concat();
        priya.fill(&format!("{at}/consent"), &no).is(303);
        let whole = world.read(|cx| treatment::whole(cx, &keys, id));
        let gone: Vec<_> = whole.sessions.iter().filter(|s| s.gone).map(|s| s.contact_id).collect();
        assert_eq!(gone.len(), 3);
        assert!(coming.iter().all(|c| gone.contains(c)) && !gone.contains(&begun));
        assert!(whole.tests.iter().all(|t| t.gone));
        for contact in coming {
            let cancelled = world.read(|cx| contacts::find(cx, &keys, contact));
            assert!(cancelled.outcome.is_some() && cancelled.attended != Some(false), "no failure of the person");
        }
        let work = world.read(|cx| treatment::treatment_work(cx, Some(world.officer), &[]));
        assert_eq!(work.own.iter().map(|r| r.consent).collect::<Vec<_>>(), [Consent::Withdrawn]);
        priya.get(&at).is(200).says("does not come back by itself").says("4 appointments to come cancelled");
        let yes = [day.as_slice(), &[("given", "yes")]].concat();
        priya.fill(&format!("{at}/consent"), &yes).is(303);
        let coming = world.read(|cx| contacts::upcoming(cx, &keys));
        assert!(coming.iter().all(|c| c.id == begun), "{coming:?}");
        let still = world.read(|cx| treatment::whole(cx, &keys, id));
        assert_eq!(still.sessions.iter().filter(|s| !s.gone).count(), 1);
    });
}

#[test]
fn an_ended_treatment_leaves_nothing_arranged() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Ends", "DRR");
        world.held(&keys);
        let id = opened(world, &keys, Some(requirement));
        consent(world, &keys, id, true, TODAY);
        world.write(|cx| {
            let open = open(cx, &keys)?;
            treatment::begin_treatment(cx, &open, id, TODAY, None)?;
            treatment::treatment_session(cx, &open, id, &meeting(date(2026, 12, 2), None))?;
            treatment::end_treatment(cx, &open, id, (TODAY, "completed", None, false), None)
        });
        assert!(world.read(|cx| contacts::upcoming(cx, &keys)).is_empty());
    });
}

#[test]
fn a_disputed_test_keeps_its_first_result_beside_the_confirmed_one() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Tested", "DRR");
        let id = opened(world, &keys, Some(requirement));
        consent(world, &keys, id, true, TODAY);
        let test = world.write(|cx| {
            let open = open(cx, &keys)?;
            treatment::arrange_test(cx, &open, id, "Opiates", &meeting(TODAY, Some("ATTC")))
        });
        let step = |step: TestStep| {
            world.house().write(&asker(), |cx| {
                let open = open(cx, &keys)?;
                treatment::record_test(cx, &open, (id, test), &step, TODAY, None)
            })
        };
        assert!(step(TestStep::Confirm(TestResult::Negative)).is_err());
        step(TestStep::Result(TestResult::Positive)).unwrap();
        assert!(step(TestStep::Result(TestResult::Negative)).is_err(), "a result is not written over");
        step(TestStep::Dispute("It was a medicine".into())).unwrap();
        let now = |world: &World| world.read(|cx| treatment::whole(cx, &keys, id)).tests.remove(0);
        assert_eq!(treatment::shows(&now(world)), None);
        step(TestStep::Confirm(TestResult::Negative)).unwrap();
        assert_eq!(
            (now(world).result, treatment::shows(&now(world))),
            (Some(TestResult::Positive), Some(TestResult::Negative))
        );
    });
}

#[test]
fn a_court_s_reviews_are_apart_and_say_what_the_court_said() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Reviewed", "DRR");
        let id = opened(world, &keys, Some(requirement));
        let add = |on: Date| {
            world.house().write(&asker(), |cx| {
                let open = open(cx, &keys)?;
                treatment::add_review(cx, &open, id, (on, "Exampleton"))
            })
        };
        let review = add(date(2026, 12, 14)).unwrap();
        assert!(add(date(2026, 12, 20)).is_err());
        add(date(2027, 1, 11)).unwrap();
        let step = |step: ReviewStep| {
            world.write(|cx| {
                let open = open(cx, &keys)?;
                treatment::record_review(cx, &open, (id, review), &step, cx.today(), None)
            })
        };
        step(ReviewStep::Report("Comes to every session".into()));
        world.go(date(2026, 12, 14));
        step(ReviewStep::Said("continue".into(), Some("Well done".into())));
        let whole = world.read(|cx| treatment::whole(cx, &keys, id));
        assert_eq!(whole.reviews[0].said.as_deref(), Some("continue"));
        assert!(whole.reviews[0].report.is_some());
    });
}

#[test]
fn an_officer_takes_a_treatment_from_need_to_its_end_on_pages() {
    on_each(|world| {
        let (keys, crn, requirement) = world.person("Paged", "DRR");
        let mut priya = world.visit("priya");
        let new = format!("/people/{crn}/treatments/new");
        let requirement = requirement.to_string();
        let typed =
            [("kind", "drugs"), ("requirement", requirement.as_str()), ("need", "Heroin"), ("planned_sessions", "12")];
        priya
            .fill(
                &new,
                &[
                    ("kind", "alcohol"),
                    ("requirement", requirement.as_str()),
                    ("need", "x"),
                    ("planned_sessions", "12"),
                ],
            )
            .is(422)
            .says("does not order that kind of treatment");
        let at = priya.fill(&new, &typed).is(303).to;
        priya.get(&at).is(200).says("Consent to be asked");
        let day = [("on-day", "23"), ("on-month", "11"), ("on-year", "2026")];
        let with = |more: &[(&'static str, &'static str)]| [day.as_slice(), more].concat();
        priya.fill(&format!("{at}/begin"), &with(&[])).is(422).says("Record the person’s consent first");
        priya.fill(&format!("{at}/consent"), &with(&[("given", "yes")])).is(303);
        priya.fill(&format!("{at}/begin"), &with(&[])).is(303);
        priya
            .fill(&format!("{at}/session"), &with(&[("start", "23:30"), ("minutes", "60")]))
            .is(422)
            .says("after midnight");
        priya
            .fill(&format!("{at}/session"), &with(&[("start", "10:00"), ("minutes", "60"), ("outcome", "ATTC")]))
            .is(303);
        let test = priya
            .fill(
                &format!("{at}/tests/new"),
                &with(&[("panel", "Opiates"), ("start", "11:00"), ("minutes", "15"), ("outcome", "ATTC")]),
            )
            .is(303)
            .to;
        priya.fill(&test, &with(&[("result", "negative")])).is(303);
        priya.get(&format!("{at}/shared")).is(200).says("agreed to share nothing");
        priya.fill(&format!("{at}/sharing"), &[("shares", "attendance")]).is(303);
        let shared = priya.get(&format!("{at}/shared")).is(200);
        shared.says("1 attended");
        assert!(!shared.body.contains("Opiates") && !shared.body.contains("Heroin"));
        priya.fill(&format!("{at}/end"), &with(&[("reason", "completed"), ("requirement", "yes")])).is(303);
        priya.get(&at).is(200).says("Completed as planned");
        let rows = world.read(|cx| treatment::treatments_of(cx, &keys));
        assert_eq!(rows[0].state, TreatmentState::Ended);
        let orders = world.read(|cx| sentences::orders(cx, &keys));
        assert_eq!(orders[0].requirements[0].requirement.end_reason.as_deref(), Some("completed"));
        let mut lee = world.visit("connor");
        lee.get(&at).is(403);
    });
}
