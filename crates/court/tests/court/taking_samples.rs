//! The messages of the shared sample folder, taken in. Skips with a notice where the folder is absent.

use crate::state::*;
use std::path::PathBuf;

fn bytes(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/court").join(name);
    let read = std::fs::read(path).ok();
    if read.is_none() {
        println!("skipped: {name} is not there");
    }
    read
}

const ALL: &[(&str, &[&str])] = &[
    ("cher-court-application.json", &["ignored"]),
    ("cher-minimal.json", &["ignored"]),
    ("cp-adjourned-for-psr.json", &["recorded"]),
    ("cp-breach-application-crown-isreshare-true.json", &["recorded"]),
    ("cp-breach-application.json", &["recorded"]),
    ("cp-detso-under18-custody.json", &["recorded", "recorded", "recorded", "ignored"]),
    ("cp-legal-entity-defendant.json", &["ignored", "ignored"]),
    ("cp-multiple-cases.json", &["ignored", "ignored"]),
    ("cp-reshare-day-1-original.json", &["recorded"]),
    ("cp-reshare-day-2-amended.json", &["amended"]),
    ("cp-sso-upw.json", &["recorded"]),
    ("cp-youth-defendant.json", &["ignored", "ignored"]),
    ("cp-yro-fostering.json", &["recorded", "recorded", "recorded"]),
    ("libra-case-cpr.json", &["ignored"]),
    ("libra-case-organisation.json", &["ignored"]),
    ("libra-case-person.json", &["ignored"]),
    ("synthetic/02-suspended-sentence-order-rolled-up-prompts.json", &["recorded"]),
    ("synthetic/03-custody-32-months-violent-restraining-order.json", &["recorded"]),
    ("synthetic/04-custody-24-weeks-two-cases-one-person.json", &["recorded", "recorded"]),
    ("synthetic/05-youth-17y10m-yro.json", &["ignored"]),
    ("synthetic/09-adjourned-for-pre-sentence-report-before-01.json", &["recorded"]),
    ("synthetic/01-community-order-six-requirements.json", &["recorded"]),
    ("synthetic/07-reshare-of-01-hours-amended-compensation-deleted.json", &["amended"]),
];

#[test]
fn every_sample_is_taken_in_and_again_changes_nothing() {
    on_each(|house| {
        for (name, expected) in ALL {
            let Some(bytes) = bytes(name) else { return };
            let lines = send(house, &bytes);
            assert_eq!(outcomes(&lines), *expected, "{name}: {lines:#?}");
        }
        let before = standing(house);
        for (name, _) in ALL {
            let Some(bytes) = bytes(name) else { return };
            for (outcome, _, reason) in send(house, &bytes) {
                assert!(["unchanged", "ignored"].contains(&outcome.as_str()), "{name}: {outcome} {reason}");
            }
        }
        assert_eq!(standing(house), before);
    });
}

#[test]
fn the_large_message_is_ordinary() {
    on_each(|house| {
        let Some(bytes) = bytes("cher-large-hearing-update.json") else { return };
        let start = std::time::Instant::now();
        let lines = send(house, &bytes);
        println!("800 KB, 15 defendants: {:?}", start.elapsed());
        assert_eq!(lines.len(), 15);
        assert!(lines.iter().all(|(outcome, _, _)| outcome == "ignored"));
    });
}

#[test]
fn a_person_goes_from_report_to_amended_order_in_any_order() {
    let nine = "synthetic/09-adjourned-for-pre-sentence-report-before-01.json";
    let one = "synthetic/01-community-order-six-requirements.json";
    let seven = "synthetic/07-reshare-of-01-hours-amended-compensation-deleted.json";
    let ends = std::cell::RefCell::new(Vec::new());
    for order in [[nine, one, seven], [seven, nine, one], [one, seven, nine], [seven, one, nine]] {
        on_each(|house| {
            for name in order {
                let Some(bytes) = bytes(name) else { return };
                for (_, crn, _) in send(house, &bytes) {
                    assert_eq!(crn.as_deref(), Some("T000001"));
                }
            }
            ends.borrow_mut().push(standing(house));
        });
    }
    let ends = ends.into_inner();
    let Some(first) = ends.first() else { return };
    assert!(ends.iter().all(|end| end == first), "{ends:#?}");
    assert!(first.iter().any(|l| l.starts_with("requirement UPW") && l.contains("100")), "{first:#?}");
}
