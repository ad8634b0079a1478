//! Many people to another officer: asked once, done by a job that can be cut off anywhere, shown with its progress, and put
//! right by allocating back.

use crate::pages::{allocate, call_as, get, post, refused};
use crate::workload::call_json;
use crate::world::{TODAY, World, asker, id_of, on_each};
use caseload::{
    NewReallocation, REALLOCATION_JOB, WhoMoves, begin_reallocation, move_slice, reallocation_progress,
    responsibility_history, responsible, run_reallocation_job,
};
use kernel::{EntryId, PersonKeys, StaffId};
use proptest::prelude::*;
use serde_json::json;
use store::{Asker, House};
use web::{Method, Reply, Request};

fn held_by(house: &House, crn: &str) -> Option<StaffId> {
    let keys = PersonKeys::alone(id_of(house, crn));
    house.read(&asker(), |cx| responsible(cx, &keys)).unwrap().unwrap().officer
}

fn officers_so_far(house: &House, crn: &str) -> usize {
    let keys = PersonKeys::alone(id_of(house, crn));
    let history = house.read(&asker(), |cx| responsibility_history(cx, &keys)).unwrap();
    history.iter().filter(|h| h.holder.own_officer().is_some()).count()
}

/// Runs every job of a reallocation that is due.
fn run_jobs(house: &House) {
    let jobs = std::iter::from_fn(|| house.claim_job(uuid::Uuid::from_u128(1)).unwrap());
    for job in jobs {
        let done = if job.kind == REALLOCATION_JOB { run_reallocation_job(house, &job.body) } else { Ok(()) };
        house.close_job(&job, done.map_err(|e| e.to_string())).unwrap();
    }
}

fn people_of(house: &House, w: &World, number: usize) -> Vec<String> {
    (0..number)
        .map(|n| {
            let crn = w.person(house, "Ffion", &format!("Bell{}", ["a", "b", "c", "d", "e", "f", "g", "h"][n % 8]));
            allocate(house, w, &crn, 1, "IN1");
            crn
        })
        .collect()
}

fn everybody(w: &World, from: usize, to: usize) -> NewReallocation {
    NewReallocation {
        from: w.staff(from),
        to: w.staff(to),
        who: WhoMoves::Everybody,
        reason: "AR02".into(),
        note: "On leave".into(),
        items: Vec::new(),
        undoes: None,
    }
}

#[test]
fn many_people_move_behind_one_request_with_handover_notes_typed_once_and_are_allocated_back() {
    on_each(|house, w| {
        let crns = people_of(&house, &w, 3);
        let (from, to) = (w.code(1), w.code(2));
        let at = [("code", from.as_str())];
        let page = get(&house, "/staff/{code}/reallocate", &at);
        assert!(page.contains("Everybody they hold, 3 people") && page.contains("Handover notes"), "{page}");
        let send =
            |pairs: &[(&str, &str)]| call_as(&house, &asker(), Method::Post, "/staff/{code}/reallocate", &at, pairs);
        let base = [("officer", to.as_str()), ("reason", "AR02")];
        assert_eq!(refused(send(&base)), ["missing"], "who moves must be said");
        assert_eq!(refused(send(&[&base[..], &[("who", "these")]].concat())), ["missing"]);
        let mut pairs: Vec<(&str, &str)> = crns[..2].iter().map(|crn| ("people", crn.as_str())).collect();
        pairs.extend(base);
        pairs.extend([("who", "these"), ("note", "Leave"), ("item-risk", "As assessed")]);
        let at_page = post(&house, "/staff/{code}/reallocate", &at, &pairs);
        let id = at_page.trim_start_matches("/reallocations/").to_owned();
        let one = [("reallocation", id.as_str())];
        let page = get(&house, "/reallocations/{reallocation}", &one);
        assert!(page.contains("0 of 2 done") && page.contains("Refresh"), "nothing moved in the request: {page}");
        run_jobs(&house);
        let page = get(&house, "/reallocations/{reallocation}", &one);
        assert!(page.contains("Finished: 2 of 2 moved") && !page.contains("Refresh"), "{page}");
        let how_far = get(&house, "/reallocations/{reallocation}/progress", &one);
        assert!(how_far.contains("\"finished\":true"), "{how_far}");
        let handover = get(&house, "/handover/{crn}", &[("crn", &crns[0])]);
        assert!(handover.contains("As assessed") || handover.contains("Passed"), "{handover}");
        assert_eq!(held_by(&house, &crns[2]), Some(w.staff(1)), "nobody else moved");
        // The way back begins with the same people.
        let found = caseload::routes().into_iter().find(|r| r.path == "/staff/{code}/reallocate").unwrap();
        let web::Act::Read(read) = found.act else { panic!("the form is no page") };
        let request = Request::to("/staff/{code}/reallocate", &[("code", &to)], &[]).asking(&[("of", &id)]);
        let opened = house.read(&asker(), |cx| read(cx, &request));
        let Ok(Reply::Page { html, .. }) = opened else { panic!("{opened:?}") };
        assert_eq!(html.matches(" checked").count(), 3, "the two who were moved, and that they were selected: {html}");
        let back = [("code", to.as_str())];
        let pairs: Vec<(&str, &str)> =
            [&pairs[..2], &[("officer", from.as_str()), ("reason", "AR02"), ("who", "these"), ("undoes", &id)]]
                .concat();
        let at_page = post(&house, "/staff/{code}/reallocate", &back, &pairs);
        run_jobs(&house);
        let again = at_page.trim_start_matches("/reallocations/").to_owned();
        let page = get(&house, "/reallocations/{reallocation}", &[("reallocation", again.as_str())]);
        assert!(page.contains("an earlier reallocation"), "{page}");
        assert_eq!(held_by(&house, &crns[0]), Some(w.staff(1)));
        assert_eq!(officers_so_far(&house, &crns[0]), 3, "the record says both moves");
    });
}

#[test]
fn whoever_could_not_be_moved_is_named_with_the_reason_and_does_not_hold_up_the_others() {
    on_each(|house, w| {
        let crns = people_of(&house, &w, 3);
        let id = house.write(&asker(), |cx| begin_reallocation(cx, &everybody(&w, 1, 2))).unwrap();
        // Another manager is quicker with one of them.
        allocate(&house, &w, &crns[1], 3, "AR02");
        run_jobs(&house);
        let at = id.to_string();
        let page = get(&house, "/reallocations/{reallocation}", &[("reallocation", at.as_str())]);
        assert!(page.contains("2 of 3 moved, 1 could not be moved"), "{page}");
        assert!(page.contains("Somebody else has moved this person meanwhile"), "{page}");
        assert_eq!(held_by(&house, &crns[1]), Some(w.staff(3)), "where the other manager put them");
        let path = "/api/v1/reallocations/{reallocation}/people";
        let left = call_json(&house, Method::Get, path, &[("reallocation", &at)], &json!({}));
        assert_eq!(left["items"][0]["crn"], json!(crns[1]));
    });
}

#[test]
fn what_cannot_work_for_anybody_is_refused_before_it_begins() {
    on_each(|house, w| {
        people_of(&house, &w, 1);
        let begin = |new: NewReallocation| house.write(&asker(), |cx| begin_reallocation(cx, &new));
        let codes = |new| match begin(new) {
            Err(store::Failure::Refused(no)) => no.0.into_iter().map(|r| r.code).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(codes(everybody(&w, 1, 1)), ["same_officer"]);
        assert_eq!(codes(everybody(&w, 3, 2)), ["nobody"]);
        assert_eq!(codes(NewReallocation { reason: "IN1".into(), ..everybody(&w, 1, 2) }), ["unknown_reason"]);
        let items = vec![("nothing".to_owned(), "x".to_owned())];
        assert_eq!(codes(NewReallocation { items, ..everybody(&w, 1, 2) }), ["unknown_item"]);
    });
}

#[test]
fn a_program_begins_a_reallocation_and_asks_how_far_it_is() {
    on_each(|house, w| {
        let crns = people_of(&house, &w, 2);
        let code = w.code(1);
        let body = json!({"officer": w.code(2), "reason": "AR02", "items": {"risk": "As assessed"}});
        let made = call_json(&house, Method::Post, "/api/v1/staff/{code}/reallocations", &[("code", &code)], &body);
        assert_eq!((made["total"].as_i64(), made["finished"].as_bool()), (Some(2), Some(false)));
        run_jobs(&house);
        let id = made["id"].as_str().unwrap();
        let now =
            call_json(&house, Method::Get, "/api/v1/reallocations/{reallocation}", &[("reallocation", id)], &json!({}));
        assert_eq!((now["moved"].as_i64(), now["finished"].as_bool()), (Some(2), Some(true)));
        assert_eq!(held_by(&house, &crns[0]), Some(w.staff(2)));
    });
}

#[test]
fn the_job_moves_nobody_whose_record_is_closed_to_whoever_asked() {
    on_each(|house, w| {
        let crns = people_of(&house, &w, 2);
        let manager: Asker = w.officer(5);
        let id = house.write(&manager, |cx| begin_reallocation(cx, &everybody(&w, 1, 2))).unwrap();
        let person = id_of(&house, &crns[0]);
        let barrier = access::NewBarrier {
            kind: access::BarrierKind::Restriction,
            readers: vec![uuid::Uuid::from_u128(9)],
            start_on: TODAY,
            end_on: None,
            reason: "A colleague".into(),
            message: "Ask the head of the unit".into(),
        };
        house.write(&asker(), |cx| access::set_barrier(cx, person, &barrier)).unwrap();
        run_jobs(&house);
        let now = house.read(&asker(), |cx| reallocation_progress(cx, id)).unwrap();
        assert_eq!((now.moved, now.left), (1, 1));
        assert_eq!(held_by(&house, &crns[0]), Some(w.staff(1)));
        let page = get(&house, "/reallocations/{reallocation}", &[("reallocation", &id.to_string())]);
        assert!(page.contains("closed to whoever asked"), "{page}");
    });
}

fn cut_off(slices: &[i64], twice: bool) {
    on_each(|house, w| {
        let crns = people_of(&house, &w, 5);
        let id: EntryId = house.write(&asker(), |cx| begin_reallocation(cx, &everybody(&w, 1, 2))).unwrap();
        for most in slices {
            move_slice(&house, id, *most).unwrap();
        }
        // Whatever was cut off, and also when two servers do it: the job ends it.
        run_jobs(&house);
        if twice {
            run_reallocation_job(&house, &json!({ "reallocation": id })).unwrap();
        }
        let now = house.read(&asker(), |cx| reallocation_progress(cx, id)).unwrap();
        assert_eq!((now.moved, now.left, now.waiting), (5, 0, 0), "{slices:?}");
        for crn in &crns {
            assert_eq!((held_by(&house, crn), officers_so_far(&house, crn)), (Some(w.staff(2)), 2), "{slices:?}");
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]
    #[test]
    fn a_reallocation_cut_off_anywhere_ends_with_each_person_moved_once(
        slices in prop::collection::vec(1_i64..4, 0..4),
        twice in any::<bool>(),
    ) {
        cut_off(&slices, twice);
    }
}
