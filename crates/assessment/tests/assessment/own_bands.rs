//! An officer's own band beside the computed one, and the queue in which a manager decides on it.

use crate::calls::{call, get, post, read, refused};
use crate::scores::{ARP, SIGN, assessed, score};
use crate::story::{answer_initial, begin, keys};
use crate::world::on_each;
use assessment::{Direction, OverrideState};
use kernel::date;
use store::Asker;
use web::Method;

const OVERRIDE: &str = "/people/{crn}/risk/scores/{generation}/{model}/override";
const DECIDE: &str = "/people/{crn}/risk/overrides/{id}";

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
