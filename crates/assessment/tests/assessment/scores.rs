//! Scores of a person: computed from the record and a signed assessment, anew when either changes, shown as at any day, and
//! kept in little room.

use crate::calls::{call, get, read, told};
use crate::story::{answer, answer_initial, begin, keys};
use crate::world::{World, asker, on_each};
use assessment::ScoreStanding;
use kernel::date;
use sentences::{OffenceFacts, Origin};
use store::{Asker, House};
use web::Method;

pub(crate) const SIGN: &str = "/people/{crn}/assessment/{id}/sign";
const ONE: &str = "/people/{crn}/risk/scores/{generation}/{model}";
pub(crate) const ARP: &str = "allReoffendingPredictor";
const VRP: &str = "violentReoffendingPredictor";
const CSRP: &str = "combinedSeriousReoffendingPredictor";

/// A man convicted of theft, with everything that an initial assessment asks and the history that scores read.
pub(crate) fn assessed(house: &House, w: &World, officer: &Asker) -> String {
    let crn = w.person(house, "Rhys", "Marlow");
    with_record(house, &crn);
    let id = begin(house, officer, &crn, "initial");
    answer_initial(house, officer, &crn, &id, "medium");
    let history = [("1.8", "17"), ("1.32", "6"), ("1.40", "2"), ("1.41", "no"), ("1.50", "no"), ("1.1", "04600")];
    answer(house, officer, &crn, &id, "history", &history);
    answer(house, officer, &crn, &id, "drugs", &[("8.8", "partial")]);
    call(house, officer, Method::Post, SIGN, &[("crn", &crn), ("id", &id)], &[]).unwrap();
    crn
}

pub(crate) fn with_record(house: &House, crn: &str) {
    let keys = keys(house, crn);
    let (mut person, today) =
        (read(house, |cx| cx.need::<people::Person>(&[keys.survivor.into()])), house.clock().today());
    person.gender = Some("M".into());
    let theft = OffenceFacts {
        title: "Theft from a shop".into(),
        committed_on: Some(date(2026, 8, 1)),
        convicted_on: Some(date(2026, 10, 1)),
        ..OffenceFacts::default()
    };
    house
        .write(&asker(), |cx| {
            cx.describe("Sex, for the test", None);
            cx.update(&mut person.clone())?;
            let new = sentences::NewEvent {
                origin: Origin::Voluntary,
                referred_on: today,
                taken_on: Some(today),
                court_id: None,
                court_name: None,
                notes: None,
                source_key: None,
            };
            let event = sentences::open_event(cx, &keys, &new)?;
            sentences::add_offence(cx, &keys, event, &theft).map(|_| ())
        })
        .unwrap();
}

fn scores(house: &House, crn: &str) -> Vec<ScoreStanding> {
    let keys = keys(house, crn);
    read(house, |cx| assessment::latest_scores(cx, &keys))
}

pub(crate) fn score(house: &House, crn: &str, model: &str) -> ScoreStanding {
    scores(house, crn).into_iter().find(|s| s.score.model == model && s.score.generation == 2).unwrap()
}

#[test]
fn signing_an_assessment_computes_every_score_with_its_working_and_tells_once() {
    on_each(|house, w| {
        let officer = w.officer(1);
        let crn = assessed(&house, &w, &officer);
        let arp = score(&house, &crn, ARP);
        assert_eq!(arp.score.form.as_deref(), Some("DYNAMIC"), "{arp:?}");
        assert!(arp.score.score.unwrap() > 10.0 && arp.score.missing == 0, "{arp:?}");
        assert!(score(&house, &crn, VRP).score.score.is_some());
        assert!(score(&house, &crn, CSRP).score.score.is_none(), "a voluntary case has no start of follow-up");
        assert_eq!(told(&house, "risk.scores-changed").len(), 1);
        let params = [("crn", crn.as_str()), ("generation", "2"), ("model", ARP)];
        let page = get(&house, &officer, ONE, &params);
        for words in [
            "Answer 9.1 of Initial assessment 1",
            "The person's details",
            "Kind of current offence",
            "theft non motor",
            "<svg viewBox=\"0 0 600 96\"",
            "How it moved",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let serious = score(&house, &crn, "seriousViolentReoffendingPredictor");
        assert_eq!(serious.score.form.as_deref(), Some("DYNAMIC"), "{serious:?}");
        let risk = get(&house, &officer, "/people/{crn}/risk", &[("crn", &crn)]);
        assert!(risk.contains("Combined serious reoffending") && risk.contains("Not computed"), "{risk}");
    });
}

#[test]
fn a_correction_of_the_offence_computes_anew_and_the_day_before_shows_what_was_known_then() {
    on_each(|house, w| {
        let officer = w.officer(1);
        let crn = assessed(&house, &w, &officer);
        let before = score(&house, &crn, ARP);
        house.clock().move_to(date(2026, 11, 25));
        let keys = keys(&house, &crn);
        let events = read(&house, |cx| sentences::events(cx, &keys));
        let offence = events.iter().flat_map(|event| &event.offences).next().unwrap().clone();
        let facts = OffenceFacts {
            title: offence.title.clone(),
            committed_on: offence.committed_on,
            convicted_on: Some(date(2025, 10, 1)),
            ..OffenceFacts::default()
        };
        let facts = OffenceFacts { committed_on: Some(date(2025, 8, 1)), ..facts };
        house.write(&asker(), |cx| sentences::amend_offence(cx, &keys, offence.id, &facts, None)).unwrap();
        let after = score(&house, &crn, ARP);
        assert_ne!(before.score.score, after.score.score);
        assert_eq!(after.score.cause, "The current offence changed");
        assert_eq!(told(&house, "risk.scores-changed").len(), 2);
        let then = read(&house, |cx| assessment::scores_as_at(cx, &keys, date(2026, 11, 24)));
        let then = then.iter().find(|s| s.score.model == ARP).unwrap();
        assert_eq!(then.score, before.score);
        let params = [("crn", crn.as_str()), ("generation", "2"), ("model", ARP)];
        let page = get(&house, &officer, ONE, &params);
        assert!(page.contains("<polyline") && page.contains("The current offence changed"), "{page}");
        // The same facts again leave no row and tell nothing.
        house.write(&asker(), |cx| sentences::amend_offence(cx, &keys, offence.id, &facts, None)).unwrap();
        assert_eq!(told(&house, "risk.scores-changed").len(), 2);
    });
}

#[test]
fn without_a_signed_assessment_nothing_is_computed() {
    on_each(|house, w| {
        let crn = w.person(&house, "Ivo", "Trent");
        with_record(&house, &crn);
        assert!(scores(&house, &crn).is_empty());
        let page = get(&house, &w.officer(1), "/people/{crn}/risk", &[("crn", &crn)]);
        assert!(page.contains("Scores are computed when an assessment is signed"), "{page}");
    });
}

#[test]
fn a_program_reads_a_score_as_at_a_day_with_its_working() {
    on_each(|house, w| {
        let officer = w.officer(1);
        let crn = assessed(&house, &w, &officer);
        let body = get(&house, &officer, "/api/v1/people/{crn}/scores", &[("crn", &crn)]);
        assert!(body.contains("computed_band"), "{body}");
        let params = [("crn", crn.as_str()), ("generation", "2"), ("model", ARP)];
        let body = get(&house, &officer, "/api/v1/people/{crn}/scores/{generation}/{model}", &params);
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["request"]["totalNumberOfSanctionsForAllOffences"], 6);
        assert_eq!(body["response"]["output"]["score"], body["score"]["score"]);
        let sum: f64 =
            body["explanation"]["terms"].as_array().unwrap().iter().map(|t| t["contribution"].as_f64().unwrap()).sum();
        assert!((sum - body["explanation"]["total"].as_f64().unwrap()).abs() < 1e-9);
    });
}

#[test]
fn the_scores_of_a_person_take_little_room_and_their_working_is_the_one_of_that_day() {
    on_each(|house, w| {
        let officer = w.officer(1);
        let crn = assessed(&house, &w, &officer);
        let keys = keys(&house, &crn);
        let bytes = |sql: &str| {
            read(&house, |cx| cx.query(sql, &[keys.survivor.into()]))
                .iter()
                .map(|row| row.get::<i64>(0).unwrap())
                .sum::<i64>()
        };
        let runs = bytes("SELECT length(kept) FROM score_run WHERE person_id = $1");
        let past = bytes(
            "SELECT length(packed) FROM history WHERE table_name IN ('score', 'score_run', 'score_working') \
             AND chain_id = $1",
        );
        println!("{runs} bytes in the run, {past} in history");
        assert!(runs > 0 && runs + past < 24_000, "{runs} and {past}");
        assert_eq!(bytes("SELECT count(*) FROM score_working WHERE person_id = $1"), 0);
        for standing in scores(&house, &crn) {
            let generation = standing.score.generation.to_string();
            let params = [("crn", crn.as_str()), ("generation", &generation), ("model", &standing.score.model)];
            let body = get(&house, &officer, "/api/v1/people/{crn}/scores/{generation}/{model}", &params);
            let body: serde_json::Value = serde_json::from_str(&body).unwrap();
            assert_eq!(body["formula_changed"], false, "{}", standing.score.model);
            assert_eq!(body["explanation"]["modelVersion"], standing.score.model_version.as_str());
        }
    });
}
