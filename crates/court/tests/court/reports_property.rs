//! Whatever is tried with a report, in whatever order: what was signed stays as it was signed, and a report is in one
//! state, the same in its row, in its newest step and in the list.

use court::{Beginning, Checking, Interview, Part, ProposedRequirement, Proposing, ReportState};
use kernel::{PersonKeys, ReportId, date};
use law::Law;
use migrations::trial::{Rooms, on_sqlite};
use proptest::prelude::*;
use sentences::{NewEvent, Origin};
use std::collections::{BTreeMap, BTreeSet};
use store::{Asker, Cx, House, Result};

fn asker() -> Asker {
    Asker::system("trial")
}

fn begin(house: &House) -> (PersonKeys, ReportId) {
    house
        .write(&asker(), |cx| {
            let new = people::NewPerson {
                first_name: "Ada".into(),
                last_name: "Invented".into(),
                born: Some(date(1990, 5, 6)),
                ..people::NewPerson::default()
            };
            let person = people::create(cx, new)?;
            let open = people::open(cx, &person.crn)?;
            let new = NewEvent {
                origin: Origin::PreSentence,
                referred_on: cx.today(),
                taken_on: None,
                court_id: None,
                court_name: None,
                notes: None,
                source_key: None,
            };
            let event = sentences::open_event(cx, &open.keys, &new)?;
            let beginning = Beginning {
                court: None,
                court_name: "Exampleton".into(),
                asked_on: cx.today(),
                hearing_on: date(2026, 12, 11),
                reasons: "Why".into(),
                ticked: BTreeSet::new(),
                kind: None,
                kind_why: None,
                interview: Interview::Office,
                request: None,
                event: Some(event),
                staff: None,
            };
            Ok((open.keys.clone(), court::begin_report(cx, &open, &beginning)?))
        })
        .unwrap()
}

fn proposing() -> Proposing {
    let length = Some("20 days".to_owned());
    let line = ProposedRequirement { kind: "RAR".into(), length, why: "It fits".into(), consent: None };
    Proposing {
        sentence: "CO".into(),
        term: Some("12 months".into()),
        requirements: vec![line],
        answers: BTreeMap::new(),
        reparation: "none".into(),
    }
}

fn count(cx: &mut Cx<'_>, sql: &str, id: ReportId) -> Result<i64> {
    cx.count(sql, store::params![id])
}

/// One thing that somebody tries.
fn tried(cx: &mut Cx<'_>, keys: &PersonKeys, id: ReportId, what: u8, n: usize) -> Result<()> {
    let version = |cx: &mut Cx<'_>, part: Part| {
        cx.count("SELECT version FROM court_report_part WHERE report_id = $1 AND part = $2", store::params![id, part])
    };
    match what {
        0..=5 => {
            let part = Part::ALL[usize::from(what)];
            let seen = version(cx, part)?;
            court::write_part(cx, id, part, &format!("Words {n}"), seen)
        }
        6 => {
            let seen = count(cx, "SELECT version FROM court_report_proposal WHERE report_id = $1", id)?;
            court::propose(cx, id, &proposing(), seen)
        }
        7 => court::submit_report(cx, id, None, None),
        8 | 9 => {
            let codes = ["facts", "harm", "enquiries", "diversity", "proposal"];
            let ratings = codes.iter().map(|c| (format!("good-{c}"), "met".to_owned())).collect();
            court::check_report(
                cx,
                id,
                &Checking { agree: what == 9, ratings, comments: Some("Look again".into()) },
                None,
            )
        }
        10 => court::sign_report(cx, id, Some("Not yet answered"), None),
        11 => court::take_back_report(cx, id, "To write on it", None),
        12 => court::withdraw_report(cx, id, "Not wanted", None),
        13 => court::reopen_report(cx, id, "Wanted again", None),
        _ => {
            let event = sentences::events(cx, keys)?.into_iter().next().map(|e| e.event.id).unwrap();
            let facts = sentences::OrderFacts {
                sentence: "CO".into(),
                court_id: None,
                court_name: None,
                made_on: cx.today(),
                starts_on: None,
                ends_on: Some(date(2027, 11, 22)),
                custody_term: None,
                operational_period: None,
                supervision_period: None,
                notes: None,
            };
            sentences::record_order(cx, keys, event, &facts, &[]).map(|_| ())
        }
    }
}

fn holds(house: &House, id: ReportId, was: &mut Option<(serde_json::Value, Option<String>)>) {
    house
        .read(&asker(), |cx| {
            let (_, report) = court::report(cx, id)?;
            let of = store::params![id];
            let line: String = cx.query("SELECT state FROM view_court_report WHERE id = $1", of)?[0].get(0)?;
            let step = "SELECT came_to FROM court_report_step WHERE report_id = $1 ORDER BY id DESC LIMIT 1";
            let step: String = cx.query(step, of)?[0].get(0)?;
            assert_eq!((line.as_str(), step.as_str()), (report.state.code(), report.state.code()));
            assert_eq!(report.shown.is_some(), report.state == ReportState::Signed);
            if let Some(shown) = &report.shown {
                let now = (shown.clone(), report.shown_hash.clone());
                assert_eq!(was.get_or_insert_with(|| now.clone()), &now, "what was signed changed");
            }
            Ok(())
        })
        .unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn what_was_signed_stays_and_a_report_is_in_one_state(tries in proptest::collection::vec(0u8..15, 10..50)) {
        let tables = [people::TABLES, organisation::TABLES, sentences::TABLES, contacts::TABLES, &assessment::tables(), &provision::tables(), &court::tables()];
        let rooms = Rooms::with(&tables).hearing(sentences::LISTENERS).hearing(court::LISTENERS);
        on_sqlite(&rooms, date(2026, 11, 23), |house| {
            let house = house.with_part(Law::shipped());
            house.write(&asker(), contacts::seed).unwrap();
            let (keys, id) = begin(&house);
            let mut was = None;
            // Some sequences are nudged towards a signature, which chance alone seldom reaches.
            let nudged = [0u8, 1, 2, 3, 4, 5, 6, 7, 9, 10];
            let all = tries.iter().take(tries.len() / 2).chain(nudged.iter().filter(|_| tries.len() % 2 == 0)).chain(tries.iter().skip(tries.len() / 2));
            for (n, what) in all.enumerate() {
                let _ = house.write(&asker(), |cx| tried(cx, &keys, id, *what, n));
                holds(&house, id, &mut was);
            }
        });
    }
}
