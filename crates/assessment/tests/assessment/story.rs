//! From a first answer to a countersigned assessment, through the pages: what is missing is told, what is carried is
//! confirmed, what two people answer differently is shown twice, and what is signed is locked.

use crate::calls::{call, get, hidden, post, read, refused, told};
use crate::world::{World, on_each};
use assessment::{Level, Setting, Severity, State};
use kernel::{Crn, PersonKeys};
use store::{Asker, Failure, House};
use web::Method;

const NEW: &str = "/people/{crn}/assessment/new";
const ONE: &str = "/people/{crn}/assessment/{id}";
const SECTION: &str = "/people/{crn}/assessment/{id}/sections/{section}";
const SIGN: &str = "/people/{crn}/assessment/{id}/sign";
const SECOND: &str = "/people/{crn}/assessment/{id}/countersign";

pub(crate) fn keys(house: &House, crn: &str) -> PersonKeys {
    let crn: Crn = crn.parse().unwrap();
    read(house, |cx| people::keys_of_crn(cx, &crn))
}

pub(crate) fn begin(house: &House, asker: &Asker, crn: &str, kind: &str) -> String {
    let pairs = [("kind", kind), ("setting", "community"), ("begun_for", "probation")];
    let to = post(house, asker, NEW, &[("crn", crn)], &pairs);
    to.rsplit('/').next().unwrap().to_owned()
}

/// Answers of one section by question, sent without marks: as somebody who saw the section empty.
pub(crate) fn answer(house: &House, asker: &Asker, crn: &str, id: &str, section: &str, answers: &[(&str, &str)]) {
    let page = get(house, asker, SECTION, &[("crn", crn), ("id", id), ("section", section)]);
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (question, value) in answers {
        let (code, evidence) = question.strip_suffix("!").map_or((*question, false), |code| (code, true));
        let field = format!("q-{}", code.replace('.', "-"));
        if evidence {
            pairs.push((format!("{field}-words"), (*value).to_owned()));
        } else {
            pairs.push((format!("{field}-seen"), hidden(&page, &format!("{field}-seen"))));
            pairs.push((field, (*value).to_owned()));
        }
    }
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    post(house, asker, SECTION, &[("crn", crn), ("id", id), ("section", section)], &pairs);
}

/// Everything that an initial assessment must have.
pub(crate) fn answer_initial(house: &House, asker: &Asker, crn: &str, id: &str, public: &str) {
    let all: [(&str, &[(&str, &str)]); 12] = [
        ("own-view", &[("0.1", "To see my children every week")]),
        ("offence", &[("2.1", "A fight outside a public house"), ("2.2", "no")]),
        ("accommodation", &[("3.3", "yes"), ("3.4", "significant"), ("3.strengths", "His sister has room")]),
        ("employment", &[("4.2", "yes")]),
        ("relationships", &[("6.4", "some"), ("6.7", "no"), ("6.8", "none")]),
        ("lifestyle", &[("7.2", "some")]),
        ("drugs", &[("8.1", "no")]),
        ("alcohol", &[("9.1", "significant"), ("9.2", "significant")]),
        ("thinking", &[("11.2", "some"), ("11.4", "significant")]),
        ("attitudes", &[("12.1", "some")]),
        (
            "harm-screening",
            &[("R1.1", "no"), ("R1.2", "no"), ("R1.3", "no"), ("R1.4", "no"), ("R1.5", "no"), ("R1.6", "no")],
        ),
        (
            "harm-levels",
            &[
                ("harm.community.children", "low"),
                ("harm.community.children!", "No contact with children"),
                ("harm.community.public", public),
                ("harm.community.public!", "Two fights in a year"),
                ("harm.community.known_adult", "low"),
                ("harm.community.known_adult!", "None known"),
                ("harm.community.staff", "low"),
                ("harm.community.staff!", "None known"),
            ],
        ),
    ];
    for (section, answers) in all {
        answer(house, asker, crn, id, section, answers);
    }
}

pub(crate) fn sign(house: &House, asker: &Asker, crn: &str, id: &str) -> web::Answer {
    call(house, asker, Method::Post, SIGN, &[("crn", crn), ("id", id)], &[])
}

fn state(house: &House, w: &World, crn: &str, id: &str) -> State {
    let page = get(house, &w.officer(1), ONE, &[("crn", crn), ("id", id)]);
    State::ALL.iter().copied().find(|s| page.contains(&format!(">{}</strong>", s.words()))).unwrap()
}

#[test]
fn an_assessment_is_signed_when_nothing_is_missing_and_its_levels_hold_from_then_on() {
    on_each(|house, w| {
        let (crn, officer) = (w.person(&house, "Ffion", "Bell"), w.officer(1));
        let id = begin(&house, &officer, &crn, "initial");
        let codes = refused(sign(&house, &officer, &crn, &id));
        assert!(codes.len() > 20 && codes.iter().all(|code| *code == "not_ready"), "{codes:?}");
        let page = get(&house, &officer, SIGN, &[("crn", &crn), ("id", &id)]);
        assert!(page.contains("is not answered"), "{page}");
        answer_initial(&house, &officer, &crn, &id, "medium");
        sign(&house, &officer, &crn, &id).unwrap();
        assert_eq!(state(&house, &w, &crn, &id), State::Signed);
        let keys = keys(&house, &crn);
        assert_eq!(read(&house, |cx| assessment::harm_level(cx, &keys)), Some(Level::Medium));
        let needs = read(&house, |cx| assessment::needs(cx, &keys)).unwrap();
        let need = needs.iter().find(|n| n.section == "accommodation").unwrap();
        assert_eq!((need.points, need.severity), (4, Some(Severity::Standard)));
        assert_eq!(told(&house, "assessment.signed").len(), 1);
        assert_eq!(told(&house, "risk.level-changed")[0]["level"], "medium");
        let risk = get(&house, &officer, "/people/{crn}/risk", &[("crn", &crn)]);
        assert!(risk.contains("Two fights in a year") && risk.contains("His sister has room"), "{risk}");
        let next = call(
            &house,
            &officer,
            Method::Post,
            SECTION,
            &[("crn", &crn), ("id", &id), ("section", "offence")],
            &[("q-2-2", "yes")],
        );
        assert_eq!(refused(next), ["locked"]);
    });
}

#[test]
fn high_harm_waits_for_a_manager_who_may_return_it_and_is_never_its_author() {
    on_each(|house, w| {
        let (crn, officer, manager) = (w.person(&house, "Ffion", "Bell"), w.officer(1), w.officer(4));
        let id = begin(&house, &officer, &crn, "initial");
        answer_initial(&house, &officer, &crn, &id, "high");
        let page = get(&house, &officer, SIGN, &[("crn", &crn), ("id", &id)]);
        assert!(page.contains("The risk of serious harm is high"), "{page}");
        sign(&house, &officer, &crn, &id).unwrap();
        let keys = keys(&house, &crn);
        assert_eq!(
            read(&house, |cx| assessment::harm_level(cx, &keys)),
            None,
            "nothing holds before the second signature"
        );
        let decide = |asker: &Asker, pairs: &[(&str, &str)]| {
            call(&house, asker, Method::Post, SECOND, &[("crn", &crn), ("id", &id)], pairs)
        };
        assert_eq!(refused(decide(&manager, &[("decision", "return")])), ["no_reason"]);
        decide(&manager, &[("decision", "return"), ("reason", "Say more about the public")]).unwrap();
        let page = get(&house, &officer, ONE, &[("crn", &crn), ("id", &id)]);
        assert!(page.contains("Say more about the public"), "{page}");
        answer(
            &house,
            &officer,
            &crn,
            &id,
            "harm-levels",
            &[("harm.community.public", "high"), ("harm.community.public!", "Three fights, a bottle used once")],
        );
        sign(&house, &officer, &crn, &id).unwrap();
        assert_eq!(refused(decide(&officer, &[("decision", "countersign")])), ["own_work"]);
        decide(&manager, &[("decision", "countersign")]).unwrap();
        assert_eq!(read(&house, |cx| assessment::harm_level(cx, &keys)), Some(Level::High));
        assert_eq!(refused(decide(&manager, &[("decision", "countersign")])), ["not_waiting"]);
    });
}

#[test]
fn the_work_of_a_trainee_is_countersigned_whatever_the_level() {
    on_each(|house, w| {
        let (crn, trainee) = (w.person(&house, "Ffion", "Bell"), w.officer(3));
        let id = begin(&house, &trainee, &crn, "initial");
        answer_initial(&house, &trainee, &crn, &id, "low");
        sign(&house, &trainee, &crn, &id).unwrap();
        assert_eq!(state(&house, &w, &crn, &id), State::Waiting);
        let waits = house.read(&w.officer(4), |cx| assessment::waiting(cx, None, &[w.team])).unwrap();
        assert_eq!(waits.to_countersign.len(), 1);
    });
}

#[test]
fn a_review_carries_every_answer_and_is_not_signed_until_each_is_confirmed() {
    on_each(|house, w| {
        let (crn, officer) = (w.person(&house, "Ffion", "Bell"), w.officer(1));
        let first = begin(&house, &officer, &crn, "initial");
        answer_initial(&house, &officer, &crn, &first, "medium");
        sign(&house, &officer, &crn, &first).unwrap();
        house.clock().move_to(kernel::date(2026, 12, 14));
        let second = begin(&house, &officer, &crn, "review");
        let params = [("crn", crn.as_str()), ("id", second.as_str()), ("section", "accommodation")];
        let page = get(&house, &officer, SECTION, &params);
        assert!(page.contains("Carried from Initial assessment 1 of 23 November 2026"), "{page}");
        assert!(page.contains("His sister has room"), "{page}");
        assert!(refused(sign(&house, &officer, &crn, &second)).len() > 20);
        post(&house, &officer, SECTION, &params, &[("confirm", "all")]);
        let page = get(&house, &officer, SECTION, &params);
        assert!(!page.contains("not confirmed yet") && page.contains("Officer 1, 14 December 2026"), "{page}");
        answer(&house, &officer, &crn, &second, "accommodation", &[("3.4", "none")]);
        let compare = call(&house, &officer, Method::Get, "/people/{crn}/assessment/{id}/compare", &params, &[]);
        assert!(matches!(compare, Err(Failure::NotFound)), "a comparison needs another version");
        let risk = get(&house, &officer, "/people/{crn}/risk", &[("crn", &crn)]);
        assert!(risk.contains("4 points"), "a draft changes nothing on the Risk page: {risk}");
    });
}

#[test]
fn two_people_answer_at_once_and_nothing_is_lost() {
    on_each(|house, w| {
        let (crn, one, two) = (w.person(&house, "Ffion", "Bell"), w.officer(1), w.officer(2));
        let id = begin(&house, &one, &crn, "initial");
        let at = |section| [("crn", crn.as_str()), ("id", id.as_str()), ("section", section)];
        let page = get(&house, &one, SECTION, &at("accommodation"));
        let (a, b) = (hidden(&page, "q-3-3-seen"), hidden(&page, "q-3-4-seen"));
        answer(&house, &two, &crn, &id, "alcohol", &[("9.1", "some")]);
        // Both saw 3.3 and 3.4 empty. The first answers 3.3, the second 3.4: neither is in the other's way.
        let empty = [("q-3-3-seen", a.as_str()), ("q-3-4-seen", b.as_str())];
        post(&house, &one, SECTION, &at("accommodation"), &[&empty[..], &[("q-3-3", "yes")]].concat());
        post(&house, &two, SECTION, &at("accommodation"), &[&empty[..], &[("q-3-4", "some")]].concat());
        let page = get(&house, &one, SECTION, &at("accommodation"));
        assert!(page.contains(r#"name="q-3-3" type="radio" value="yes" checked"#), "{page}");
        assert!(page.contains(r#"name="q-3-4" type="radio" value="some" checked"#), "{page}");
        // The second still has the old page and answers 3.3 otherwise: told, and nothing is overwritten.
        let stale = [&empty[..], &[("q-3-3", "no")]].concat();
        let answer = call(&house, &two, Method::Post, SECTION, &at("accommodation"), &stale);
        assert!(matches!(answer, Err(Failure::Stale(_))), "{answer:?}");
        // The same answer from both is no conflict.
        post(&house, &two, SECTION, &at("accommodation"), &[&empty[..], &[("q-3-3", "yes")]].concat());
    });
}

#[test]
fn a_level_changes_between_assessments_with_evidence_and_any_past_day_can_be_read() {
    on_each(|house, w| {
        let (crn, officer) = (w.person(&house, "Ffion", "Bell"), w.officer(1));
        let change = |level: &str| {
            let pairs = [
                ("setting", "community"),
                ("who", "children"),
                ("level", level),
                ("evidence", "A call from his sister"),
                ("reason", "Moved in with children"),
            ];
            call(&house, &officer, Method::Post, "/people/{crn}/risk/harm/change", &[("crn", &crn)], &pairs)
        };
        change("medium").unwrap();
        assert_eq!(refused(change("medium")), ["same_level"]);
        house.clock().move_to(kernel::date(2026, 12, 14));
        change("very_high").unwrap();
        let keys = keys(&house, &crn);
        let before = read(&house, |cx| assessment::harm_standing_on(cx, &keys, kernel::date(2026, 12, 13)));
        assert_eq!(before.overall(Setting::Community), Some(Level::Medium));
        assert_eq!(read(&house, |cx| assessment::harm_level(cx, &keys)), Some(Level::VeryHigh));
        let levels: Vec<_> = told(&house, "risk.level-changed").iter().map(|e| e["level"].clone()).collect();
        assert_eq!(levels, ["medium", "very_high"]);
    });
}

#[test]
fn a_merge_keeps_every_assessment_and_a_draft_of_the_absorbed_record_is_carried_on() {
    on_each(|house, w| {
        let officer = w.officer(1);
        let (kept, gone) = (w.person(&house, "Ffion", "Bell"), w.person(&house, "Fion", "Bell"));
        let first = begin(&house, &officer, &gone, "initial");
        answer_initial(&house, &officer, &gone, &first, "medium");
        sign(&house, &officer, &gone, &first).unwrap();
        let draft = begin(&house, &officer, &gone, "review");
        answer(&house, &officer, &gone, &draft, "accommodation", &[("3.4", "none")]);
        let (into, from): (Crn, Crn) = (kept.parse().unwrap(), gone.parse().unwrap());
        house.write(&officer, |cx| people::merge(cx, &into, &from, "The same person")).unwrap();
        let keys = keys(&house, &kept);
        assert_eq!(read(&house, |cx| assessment::harm_level(cx, &keys)), Some(Level::Medium));
        let last = told(&house, "risk.level-changed").pop().unwrap();
        assert_eq!(
            (&last["person"], &last["level"]),
            (&serde_json::json!(keys.survivor), &serde_json::json!("medium"))
        );
        let mine = |n: usize| {
            house.read(&w.officer(1), |cx| assessment::waiting(cx, w.officer(n).actor.staff(), &[])).unwrap().mine
        };
        assert!(mine(1).is_empty(), "a draft that is read and not continued waits for nobody");
        let params = [("crn", kept.as_str()), ("id", draft.as_str())];
        let stuck = call(&house, &officer, Method::Post, SIGN, &params, &[]);
        assert_eq!(refused(stuck), ["merged"]);
        let next = begin(&house, &officer, &kept, "review");
        let page = get(&house, &officer, SECTION, &[("crn", &kept), ("id", &next), ("section", "accommodation")]);
        assert!(
            page.contains(r#"name="q-3-4" type="radio" value="none" checked"#),
            "the newest answer is carried: {page}"
        );
        assert!(page.contains(r#"name="q-3-3" type="radio" value="yes" checked"#), "{page}");
        let merge = house.read(&officer, |cx| {
            let open = people::open(cx, &into)?;
            Ok(people::merges_of(cx, &open)?[0].0.id)
        });
        house
            .write(&officer, |cx| {
                let open = people::open(cx, &into)?;
                people::unmerge(cx, &open, *merge.as_ref().unwrap(), "Two people after all")
            })
            .unwrap();
        assert!(mine(1).iter().any(|work| work.assessment_id.to_string() == draft), "parted again, it waits again");
        let alone = crate::story::keys(&house, &gone);
        assert_eq!(read(&house, |cx| assessment::harm_level(cx, &alone)), Some(Level::Medium));
        assert!(read(&house, |cx| assessment::latest_signed(cx, &crate::story::keys(&house, &kept))).is_none());
    });
}

#[test]
fn when_a_merge_is_undone_each_of_the_two_is_told_their_own_level_again() {
    on_each(|house, w| {
        let officer = w.officer(1);
        let (kept, gone) = (w.person(&house, "Ffion", "Bell"), w.person(&house, "Fion", "Bell"));
        for (crn, level) in [(&gone, "medium"), (&kept, "low")] {
            let id = begin(&house, &officer, crn, "initial");
            answer_initial(&house, &officer, crn, &id, level);
            sign(&house, &officer, crn, &id).unwrap();
            house.clock().move_to(kernel::date(2026, 11, 24));
        }
        let (into, from): (Crn, Crn) = (kept.parse().unwrap(), gone.parse().unwrap());
        let released = keys(&house, &gone).survivor;
        house.write(&officer, |cx| people::merge(cx, &into, &from, "The same person")).unwrap();
        let before = told(&house, "risk.level-changed").len();
        house
            .write(&officer, |cx| {
                let open = people::open(cx, &into)?;
                let merge = people::merges_of(cx, &open)?[0].0.id;
                people::unmerge(cx, &open, merge, "Two people after all")
            })
            .unwrap();
        let after = told(&house, "risk.level-changed");
        let said: Vec<(&serde_json::Value, &serde_json::Value)> =
            after[before..].iter().map(|e| (&e["person"], &e["level"])).collect();
        assert_eq!(said, [(&serde_json::json!(released), &serde_json::json!("medium"))]);
    });
}
