//! Capacity on the store: absences of today beside reductions, whatever the order in which they are recorded; policy rows;
//! and a recommendation that weighs language, place and tier capacity.

use crate::pages::{allocate, call_as, get, post, refused};
use crate::workload::call_json;
use crate::world::{TODAY, World, asker, id_of, on_each};
use caseload::{
    Capacity, NewPutBack, NewReduction, PolicyChange, add_put_back, add_reduction, capacities, delete_reduction,
    mark_absent, mark_returned, put_backs, reductions_of, set_policy,
};
use domain_events::DomainEvent;
use jiff::ToSpan;
use kernel::{Date, ReductionId, date};
use organisation::{AbsenceKind, NewAbsence};
use proptest::prelude::*;
use serde_json::json;
use store::House;
use web::Method;

const FULL: i64 = 2176;

fn capacity(house: &House, w: &World, n: usize) -> Capacity {
    house.read(&asker(), |cx| capacities(cx, &[w.staff(n)])).unwrap().remove(&w.staff(n)).unwrap()
}

fn away(w: &World, n: usize, kind: AbsenceKind) -> NewAbsence {
    let reason = "Said so".to_owned();
    NewAbsence { staff: w.staff(n), kind, first_day: TODAY, last_day: None, cover: None, reason }
}

fn fewer(w: &World, n: usize, hundredths: i64) -> NewReduction {
    let reason = "CRT".to_owned();
    NewReduction { staff: w.staff(n), reason, hundredths, first_day: TODAY, last_day: None, notes: None }
}

#[test]
fn whoever_is_away_today_has_no_points_available_and_has_them_back_on_return() {
    on_each(|house, w| {
        house.write(&asker(), |cx| add_reduction(cx, &fewer(&w, 1, 740))).unwrap();
        let before = capacity(&house, &w, 1);
        assert_eq!((before.away, before.available.points), (false, FULL * 4 / 5));
        for kind in [AbsenceKind::Sick, AbsenceKind::Leave] {
            mark_absent(&house, &asker(), &away(&w, 1, kind)).unwrap();
            let gone = capacity(&house, &w, 1);
            assert_eq!((gone.away, gone.available.points), (true, 0));
            assert_eq!(gone.if_here.points, FULL * 4 / 5, "the reduction stays what it was");
            assert_eq!(capacity(&house, &w, 2).available.points, FULL, "nobody else's");
            mark_returned(&house, &asker(), w.staff(1), "Back").unwrap();
            assert_eq!(capacity(&house, &w, 1).available.points, FULL * 4 / 5);
        }
    });
}

#[test]
fn the_team_and_the_unit_show_what_todays_absence_does_with_picture_and_table() {
    on_each(|house, w| {
        for name in ["Bell", "Reed"] {
            let crn = w.person(&house, "Ffion", name);
            allocate(&house, &w, &crn, 1, "IN1");
        }
        let absence = NewAbsence { cover: Some(w.staff(2)), ..away(&w, 1, AbsenceKind::Sick) };
        mark_absent(&house, &asker(), &absence).unwrap();
        let page = get(&house, "/team", &[]);
        assert!(page.contains("What today&#39;s absences do") || page.contains("What today's absences do"), "{page}");
        assert!(page.contains("2176 points are missing today") && page.contains("2 on cover"), "{page}");
        let page = get(&house, "/team/capacity", &[]);
        assert!(page.contains("2176 points are missing today") && page.contains("with everybody here"), "{page}");
        assert!(
            page.contains("<svg") && page.contains("5 practitioners from") && page.contains("Away: no hours"),
            "{page}"
        );
        house.write(&asker(), caseload::seed).unwrap();
        caseload::weigh_everybody(&house).unwrap();
        let page = get(&house, "/team/capacity", &[]);
        assert!(page.contains("Capacity week by week") && page.contains("Capacity by week"), "{page}");
    });
}

#[test]
fn allocating_and_the_pages_of_staff_and_team_ask_twelve_statements_however_many_they_show() {
    on_each(|house, w| {
        let crns: Vec<String> = ["Bell", "Reed", "Shaw"].iter().map(|last| w.person(&house, "Ffion", last)).collect();
        for crn in &crns[..2] {
            allocate(&house, &w, crn, 1, "IN1");
        }
        let (code, crn) = (w.code(1), crns[2].as_str());
        let reader = w.officer(5);
        for (route, params) in [
            ("/allocate/{crn}", vec![("crn", crn)]),
            ("/staff/{code}", vec![("code", code.as_str())]),
            ("/team", vec![]),
            ("/team/capacity", vec![]),
            ("/people/{crn}/responsibility", vec![("crn", crns[0].as_str())]),
            ("/staff/{code}/reallocate", vec![("code", code.as_str())]),
        ] {
            let routes = caseload::routes();
            let found = routes.iter().find(|r| r.method == Method::Get && r.path == route).unwrap();
            let web::Act::Read(read) = found.act else { panic!("{route} is no page") };
            let req = web::Request::to(route, &params, &[]);
            let asked = || {
                house.read(&reader, |cx| {
                    read(cx, &req)?;
                    Ok(cx.statements())
                })
            };
            asked().unwrap();
            // And one for whether a code list has changed.
            let statements = asked().unwrap();
            assert!(statements <= 13, "{route} asks {statements}");
        }
    });
}

#[derive(Clone, Debug)]
enum Step {
    Reduce(i64),
    TakeBack(usize),
    PutBack,
    Away,
    Back,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1_i64..=12).prop_map(|h| Step::Reduce(h * 100)),
        (0_usize..4).prop_map(Step::TakeBack),
        Just(Step::PutBack),
        Just(Step::Away),
        Just(Step::Back),
    ]
}

/// Whatever is recorded in whatever order: what is available follows from what stands, and nothing is taken twice.
fn in_any_order(steps: &[Step]) {
    on_each(|house, w| {
        let (mut standing, mut gone, mut put_back): (Vec<(ReductionId, i64)>, bool, usize) = (Vec::new(), false, 0);
        for step in steps {
            match step {
                Step::Reduce(hundredths) => {
                    let id = house.write(&asker(), |cx| add_reduction(cx, &fewer(&w, 1, *hundredths))).unwrap();
                    standing.push((id, *hundredths));
                }
                Step::TakeBack(n) if *n < standing.len() => {
                    let (id, _) = standing.remove(*n);
                    house.write(&asker(), |cx| delete_reduction(cx, id, 1, "A slip")).unwrap();
                    let again = house.write(&asker(), |cx| delete_reduction(cx, id, 2, "A slip"));
                    assert!(again.is_err(), "a reduction is taken back once");
                }
                Step::PutBack => {
                    let (what, why, agreed_by) = ("Two visits".to_owned(), "Full".to_owned(), "Head".to_owned());
                    let until = TODAY.saturating_add(14.days());
                    let new = NewPutBack { staff: w.staff(1), what, why, until, agreed_by };
                    house.write(&asker(), |cx| add_put_back(cx, &new)).unwrap();
                    put_back += 1;
                }
                Step::Away if !gone => {
                    mark_absent(&house, &asker(), &away(&w, 1, AbsenceKind::Sick)).unwrap();
                    gone = true;
                }
                Step::Back if gone => {
                    mark_returned(&house, &asker(), w.staff(1), "Back").unwrap();
                    gone = false;
                }
                Step::TakeBack(_) | Step::Away | Step::Back => {}
            }
            let c = capacity(&house, &w, 1);
            let off: i64 = standing.iter().map(|(_, h)| h).sum();
            let if_here = (FULL * (3700 - off)).div_euclid(3700).max(0);
            assert_eq!((c.away, c.if_here.points), (gone, if_here), "{steps:?}");
            assert_eq!(c.available.points, if gone { 0 } else { if_here }, "{steps:?}");
        }
        let kept = house.read(&asker(), |cx| put_backs(cx, w.staff(1))).unwrap();
        assert_eq!(kept.len(), put_back, "what is put back changes no points and stays");
        let all = house.read(&asker(), |cx| reductions_of(cx, w.staff(1))).unwrap();
        assert_eq!(all.iter().filter(|r| r.deleted_at.is_none()).count(), standing.len());
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]
    #[test]
    fn reductions_absences_and_what_is_put_back_never_count_twice(steps in prop::collection::vec(step(), 1..9)) {
        in_any_order(&steps);
    }
}

#[test]
fn the_service_sets_its_own_figures_on_a_page_and_by_a_call_from_a_day_on() {
    on_each(|house, _| {
        let page = get(&house, "/policy/workload", &[]);
        assert!(page.contains("No limit is set") && page.contains("two organisations"), "{page}");
        for kind in ["grade-fit", "tier-capacity", "thresholds", "need"] {
            get(&house, "/policy/workload/{kind}/new", &[("kind", kind)]);
        }
        let set = |kind: &str, pairs: &[(&str, &str)]| {
            call_as(&house, &asker(), Method::Post, "/policy/workload/{kind}/new", &[("kind", kind)], pairs)
        };
        let day =
            |d: &'static str| [("from-day", d), ("from-month", "11"), ("from-year", "2026"), ("reason", "Agreed")];
        let fit = [("grade", "PSO"), ("highest_letter", "D"), ("highest_two_part", "C")];
        assert_eq!(refused(set("grade-fit", &[&fit[..], &day("23")].concat())), ["not_ahead"]);
        post(&house, "/policy/workload/{kind}/new", &[("kind", "grade-fit")], &[&fit[..], &day("24")].concat());
        let thresholds = [("full", "90"), ("over", "80")];
        assert_eq!(refused(set("thresholds", &[&thresholds[..], &day("24")].concat())), ["not_above"]);
        let page = get(&house, "/policy/workload", &[]);
        assert!(page.contains("To come") && page.contains("Agreed"), "{page}");
        let body = json!({"kind": "tier-capacity", "grade": "PO", "tier": "D", "most": 2, "from": "2026-11-24", "reason": "Trial"});
        call_json(&house, Method::Post, "/api/v1/policy/workload", &[], &body);
        let rows = call_json(&house, Method::Get, "/api/v1/policy/workload", &[], &json!({}));
        assert_eq!(rows["items"].as_array().unwrap().len(), 2);
        assert_eq!(rows["items"][1]["most"], 2);
    });
}

#[test]
fn allocation_speaks_for_whoever_shares_the_language_and_says_where_a_tier_is_full() {
    on_each(|house, w| {
        let crn = w.person(&house, "Ffion", "Bell");
        let person = id_of(&house, &crn);
        let spoken = |code: &str| {
            house.write(&asker(), |cx| {
                let row = people::cards::Language {
                    person_id: person,
                    spoken: Some(code.to_owned()),
                    letters: None,
                    interpreter: None,
                    interpreter_language: None,
                    note: None,
                    version: 1,
                };
                cx.describe("Told", None);
                cx.insert(&row)
            })
        };
        spoken("pl").unwrap();
        house.write(&asker(), |cx| organisation::set_languages(cx, w.staff(4), &["pl".to_owned()], 0)).unwrap();
        let page = get(&house, "/allocate/{crn}", &[("crn", &crn)]);
        let speaks_for = page.split("The facts speak for").nth(1).unwrap();
        assert!(speaks_for.starts_with(" <strong>Officer Numberd"), "{}", &speaks_for[..200]);
        assert!(page.contains("Does not speak the person"), "{page}");
        // Nobody may hold one of this tier from tomorrow on: the facts speak for nobody then.
        let change = PolicyChange::TierCapacity { grade: "PO".into(), tier: actuarial::tier::Letter::D, most: 0 };
        let tomorrow = TODAY.saturating_add(1.days());
        house.write(&asker(), |cx| set_policy(cx, &change, tomorrow, "Trial")).unwrap();
        post(&house, "/people/{crn}/tier", &[("crn", &crn)], &[("tier", "D"), ("reason", "Threats")]);
        assert!(get(&house, "/allocate/{crn}", &[("crn", &crn)]).contains("Officer Numberd"), "not before its day");
        house.clock().move_to(tomorrow);
        let page = get(&house, "/allocate/{crn}", &[("crn", &crn)]);
        assert!(page.contains("The facts speak for nobody") && page.contains("policy allows 0"), "{page}");
    });
}

#[test]
fn a_signed_court_report_counts_for_its_writer_by_its_kind_for_thirty_days() {
    on_each(|house, w| {
        let writer = w.staff(1);
        let crn = w.person(&house, "Ffion", "Bell");
        let person = id_of(&house, &crn);
        let told = |kind: &str, on: Date| {
            house
                .write(&asker(), |cx| {
                    cx.describe("Signed a report", None);
                    let (report, staff) = (cx.new_id(), Some(writer));
                    cx.tell(&DomainEvent::ReportSigned { person, report, on, kind: kind.into(), staff })
                })
                .unwrap();
        };
        let points = || house.read(&asker(), |cx| capacities(cx, &[writer])).unwrap().remove(&writer).unwrap();
        let before = points().points;
        let today = date(2026, 11, 23);
        told("standard", today);
        told("fast", date(2026, 11, 1));
        told("oral", today);
        told("standard", date(2026, 10, 24));
        let now = points();
        assert_eq!((now.points - before, now.report_points()), (138 + 65, 138 + 65));
        let version = actuarial::workload::PointsVersion::on(today).unwrap();
        let account = format!("{:?}", now.account(version));
        assert!(account.contains("Court reports, standard") && account.contains("1 at 138"), "{account}");
        house.clock().move_to(date(2026, 12, 2));
        assert_eq!(points().report_points(), 138, "the fast report is too long ago");
    });
}

#[test]
fn a_contact_with_a_person_of_another_officer_is_work_of_whoever_did_it_and_less_for_the_holder_for_seven_days() {
    on_each(|house, w| {
        let crn = w.person(&house, "Ffion", "Bell");
        allocate(&house, &w, &crn, 1, "IN1");
        let person = id_of(&house, &crn);
        let told = |contact: u128, kind: &str, staff: usize, attended: bool| {
            let event = DomainEvent::OutcomeRecorded {
                person,
                contact: kernel::ContactId(uuid::Uuid::from_u128(contact)),
                on: TODAY,
                kind: kind.into(),
                outcome: "attended".into(),
                attended: Some(attended),
                complied: Some(attended),
                staff: Some(w.staff(staff)),
                national_standard: true,
                group: false,
                corrects: false,
            };
            house
                .write(&asker(), |cx| {
                    cx.describe("Told", None);
                    cx.tell(&event)
                })
                .unwrap();
        };
        let points = |n: usize| {
            let staff = w.staff(n);
            house.read(&asker(), |cx| capacities(cx, &[staff])).unwrap().remove(&staff).unwrap()
        };
        let (holder, other) = (points(1).points, points(2).points);
        told(1, "COAP", 1, true);
        assert_eq!(points(1).points, holder, "one's own people are one's own work");
        told(2, "COAP", 2, true);
        told(3, "C084", 2, true);
        told(4, "TNTE", 2, true);
        assert_eq!((points(2).points - other, points(1).points - holder), (9 + 9, -(9 + 9)), "a note weighs nothing");
        told(3, "C084", 2, false);
        assert_eq!((points(2).points - other, points(1).points - holder), (9, -9), "corrected: nobody came");
        let version = actuarial::workload::PointsVersion::on(TODAY).unwrap();
        let account = format!("{:?}", points(2).account(version));
        assert!(account.contains("Contacts for people of other officers"), "{account}");
        house.clock().move_to(TODAY.saturating_add(7.days()));
        assert_eq!(points(2).points - other, 9, "on the seventh day after it still counts");
        house.clock().move_to(TODAY.saturating_add(8.days()));
        assert_eq!((points(2).points - other, points(1).points - holder), (0, 0));
    });
}

#[test]
fn each_kind_as_which_a_contact_counts_has_points() {
    let version = actuarial::workload::PointsVersion::on(TODAY).unwrap();
    for row in caseload::Figures::shipped().unwrap().contact_rows() {
        assert!(version.contact(&row.counts_as).is_some(), "{} counts as {}", row.kind, row.counts_as);
        assert!(!row.source.is_empty());
    }
}
