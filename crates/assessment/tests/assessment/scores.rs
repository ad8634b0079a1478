//! Scores of a person: computed from the record and a signed assessment, anew when either changes, shown as at any day, and
//! an officer's own band beside them.

use crate::calls::{call, get, post, read, refused, told};
use crate::story::{answer, answer_initial, begin, keys};
use crate::world::{World, asker, on_each};
use assessment::{Direction, OverrideState, ScoreStanding};
use kernel::date;
use sentences::{OffenceFacts, Origin};
use store::{Asker, House};
use web::Method;

const SIGN: &str = "/people/{crn}/assessment/{id}/sign";
const ONE: &str = "/people/{crn}/risk/scores/{generation}/{model}";
const OVERRIDE: &str = "/people/{crn}/risk/scores/{generation}/{model}/override";
const DECIDE: &str = "/people/{crn}/risk/overrides/{id}";
const ARP: &str = "allReoffendingPredictor";
const VRP: &str = "violentReoffendingPredictor";
const CSRP: &str = "combinedSeriousReoffendingPredictor";

/// A man convicted of theft, with everything that an initial assessment asks and the history that scores read.
fn assessed(house: &House, w: &World, officer: &Asker) -> String {
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

fn with_record(house: &House, crn: &str) {
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

fn score(house: &House, crn: &str, model: &str) -> ScoreStanding {
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
fn an_officers_own_band_is_confirmed_by_somebody_else_and_never_hides_the_computed_one() {
    on_each(|house, w| {
        let (officer, manager) = (w.officer(1), w.officer(4));
        let crn = assessed(&house, &w, &officer);
        let computed = score(&house, &crn, ARP).score.band.unwrap();
        let params = [("crn", crn.as_str()), ("generation", "2"), ("model", ARP)];
        let propose = |pairs: &[(&str, &str)]| call(&house, &officer, Method::Post, OVERRIDE, &params, pairs);
        assert_eq!(refused(propose(&[("band", &computed), ("reason", "x")])), ["same_band"]);
        assert_eq!(refused(propose(&[("band", "VERY_HIGH")])), ["missing"]);
        post(&house, &officer, OVERRIDE, &params, &[("band", "VERY_HIGH"), ("reason", "Three arrests this month")]);
        assert_eq!(refused(propose(&[("band", "HIGH"), ("reason", "y")])), ["already_proposed"]);
        assert_eq!(score(&house, &crn, ARP).band(), Some(computed.as_str()), "a proposal changes nothing");
        let waits = house.read(&manager, |cx| assessment::waiting_overrides(cx, &[w.team])).unwrap();
        let [row] = waits.as_slice() else { panic!("{waits:?}") };
        assert_eq!((row.direction, row.state), (Direction::Up, OverrideState::Proposed));
        let id = row.id.to_string();
        let decide = |asker: &Asker, pairs: &[(&str, &str)]| {
            call(&house, asker, Method::Post, DECIDE, &[("crn", &crn), ("id", &id)], pairs)
        };
        assert_eq!(refused(decide(&officer, &[("decision", "confirm")])), ["own_work"]);
        assert_eq!(refused(decide(&manager, &[("decision", "refuse")])), ["no_reason"]);
        decide(&manager, &[("decision", "confirm"), ("version", "1")]).unwrap();
        let standing = score(&house, &crn, ARP);
        assert_eq!(standing.band(), Some("VERY_HIGH"));
        assert_eq!(standing.score.band.as_deref(), Some(computed.as_str()));
        let page = get(&house, &officer, "/people/{crn}/risk", &[("crn", &crn)]);
        assert!(page.contains("computed:") && page.contains("Very high"), "{page}");
        let counts =
            read(&house, |cx| assessment::override_counts(cx, &[w.team], date(2026, 1, 1), date(2026, 12, 31)));
        assert_eq!((counts[0].up, counts[0].down, counts[0].confirmed, counts[0].people), (1, 0, 1, 1));
        assert_eq!(refused(decide(&manager, &[("decision", "confirm")])), ["not_proposed"]);
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
fn a_manager_finds_bands_and_assessments_in_one_queue_and_each_decision_is_oversight_in_the_log() {
    on_each(|house, w| {
        let (officer, trainee, manager) = (w.officer(1), w.officer(3), w.officer(4));
        let crn = assessed(&house, &w, &officer);
        let computed = score(&house, &crn, ARP).score.band.unwrap();
        let params = [("crn", crn.as_str()), ("generation", "2"), ("model", ARP)];
        post(&house, &officer, OVERRIDE, &params, &[("band", "VERY_HIGH"), ("reason", "Three arrests this month")]);
        let other = w.person(&house, "Ivo", "Trent");
        let id = begin(&house, &trainee, &other, "initial");
        answer_initial(&house, &trainee, &other, &id, "high");
        call(&house, &trainee, Method::Post, SIGN, &[("crn", &other), ("id", &id)], &[]).unwrap();
        let waits = |asker: &Asker| house.read(asker, |cx| assessment::waiting_decisions(cx, &[w.team], 50)).unwrap();
        assert!(waits(&officer).is_empty(), "who does not oversee has nothing to decide");
        let found = waits(&manager);
        let ([band], [assessed]) = (found.bands.as_slice(), found.assessments.as_slice()) else { panic!("{found:?}") };
        assert_eq!(
            (band.computed_band.as_str(), band.reason.as_str()),
            (computed.as_str(), "Three arrests this month")
        );
        assert_eq!(assessed.level, Some(assessment::Level::High));
        let asked = |agreed: bool, reason: &'static str| assessment::Decided {
            id: band.id,
            version: Some(band.version),
            agreed,
            reason,
        };
        let decide = |asker: &Asker, decided: assessment::Decided<'_, kernel::ProposalId>| {
            house.write(asker, |cx| {
                let open = people::open(cx, &crn.parse().unwrap())?;
                assessment::decide_band(cx, &open, decided)
            })
        };
        assert!(matches!(
            decide(&manager, assessment::Decided { version: Some(9), ..asked(true, "") }),
            Err(store::Failure::Stale(_))
        ));
        decide(&manager, asked(false, "He was not charged for any of them")).unwrap();
        let second = |reason: &'static str| {
            house.write(&manager, |cx| {
                let open = people::open(cx, &other.parse().unwrap())?;
                let (id, version) = (assessed.assessment.id, Some(assessed.assessment.version));
                assessment::decide_assessment(cx, &open, assessment::Decided { id, version, agreed: false, reason })
            })
        };
        assert!(second("").is_err(), "it is not returned without a reason");
        assert_eq!(second("Say more of the children").unwrap(), "Initial assessment 1");
        assert!(waits(&manager).is_empty());
        let log = |crn: &str| {
            let keys = keys(&house, crn);
            let rows = read(&house, |cx| {
                cx.query("SELECT title FROM contact WHERE person_id = $1 ORDER BY id", &[keys.survivor.into()])
            });
            rows.iter().map(|row| row.get::<String>(0).unwrap()).collect::<Vec<_>>()
        };
        assert!(log(&crn).iter().any(|t| t.starts_with("Oversight: refused another band: All reoffending")));
        assert!(log(&other).contains(&"Oversight: Initial assessment 1 returned for changes".to_owned()));
        let panel = read(&house, |cx| assessment::moved_bands(cx, &[w.team])).into_string();
        assert!(panel.contains("Officer Numbera") || panel.contains("Proposals by officer"), "{panel}");
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
            "SELECT length(image) FROM history WHERE table_name IN ('score', 'score_run', 'score_working') \
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

/// An event of years before with its conviction, as the record of another court would tell it.
fn convicted_before(house: &House, crn: &str, on: kernel::Date, code: &str, title: &str) {
    let keys = keys(house, crn);
    let facts = OffenceFacts {
        code: Some(code.into()),
        title: title.into(),
        committed_on: Some(on),
        convicted_on: Some(on),
        ..OffenceFacts::default()
    };
    let new = sentences::NewEvent {
        origin: Origin::Voluntary,
        referred_on: on,
        taken_on: Some(on),
        court_id: None,
        court_name: None,
        notes: None,
        source_key: None,
    };
    house
        .write(&asker(), |cx| {
            let event = sentences::open_event(cx, &keys, &new)?;
            sentences::add_offence(cx, &keys, event, &facts).map(|_| ())
        })
        .unwrap();
}

#[test]
fn what_the_record_holds_of_the_past_feeds_scores_and_tier_and_is_corrected_only_with_a_reason() {
    on_each(|house, w| {
        let officer = w.officer(1);
        let crn = w.person(&house, "Rhys", "Marlow");
        convicted_before(&house, &crn, date(2019, 3, 1), "04600", "Theft from a shop");
        convicted_before(&house, &crn, date(2015, 6, 2), "01600", "Indecent assault");
        with_record(&house, &crn);
        let keys = keys(&house, &crn);
        assert!(read(&house, |cx| assessment::tier_facts(cx, &keys)).sexual_offence, "by the code on the record alone");
        let id = begin(&house, &officer, &crn, "initial");
        answer_initial(&house, &officer, &crn, &id, "medium");
        let section = [("crn", crn.as_str()), ("id", id.as_str()), ("section", "history")];
        let route = "/people/{crn}/assessment/{id}/sections/{section}";
        let page = get(&house, &officer, route, &section);
        assert!(page.contains("From the record: 3.") && page.contains("Indecent assault"), "{page}");
        let slip = call(&house, &officer, Method::Post, route, &section, &[("q-1-32", "9")]);
        assert_eq!(refused(slip), ["differs_from_record"]);
        answer(&house, &officer, &crn, &id, "history", &[("1.8", "17"), ("1.40", "0"), ("1.41", "no"), ("1.50", "no")]);
        call(&house, &officer, Method::Post, SIGN, &[("crn", &crn), ("id", &id)], &[]).unwrap();
        let params = [("crn", crn.as_str()), ("generation", "2"), ("model", ARP)];
        let told = || -> serde_json::Value {
            let body = get(&house, &officer, "/api/v1/people/{crn}/scores/{generation}/{model}", &params);
            serde_json::from_str(&body).unwrap()
        };
        let body = told();
        assert_eq!(body["request"]["totalNumberOfSanctionsForAllOffences"], 3);
        assert_eq!(body["sources"]["totalNumberOfSanctionsForAllOffences"], "The record of sentences");
        let pni = [("crn", crn.as_str()), ("generation", "2"), ("model", "pni")];
        let body = get(&house, &officer, "/api/v1/people/{crn}/scores/{generation}/{model}", &pni);
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(
            body["request"]["hasEverCommittedSexualOffence"], true,
            "a conviction goes before an answer: {body}"
        );
        let next = begin(&house, &officer, &crn, "review");
        let section = [("crn", crn.as_str()), ("id", next.as_str()), ("section", "history")];
        let why = [("q-1-32", "9"), ("q-1-32-words", "Six more in Scotland, seen on the police record")];
        post(&house, &officer, route, &section, &why);
        let rows = read(&house, |cx| {
            cx.query("SELECT value, words FROM assessment_answer WHERE question = $1", &["1.32".into()])
        });
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].get::<String>(0).unwrap(), "9");
        assert!(rows[0].get::<String>(1).unwrap().contains("Scotland"));
    });
}
