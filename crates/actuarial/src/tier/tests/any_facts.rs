//! What holds for any facts: monotone, bounded, the same twice, and no panic on any request.

use super::*;
use proptest::prelude::*;

fn any_flags() -> impl Strategy<Value = Flags> {
    let codes: Vec<&'static str> =
        ["RVHR", "RHRH", "RMRH", "RLRH", "MAPP", "IIOM", "INLL", "ADVP", "SPO", "PRC", "ZZZ"]
            .into_iter()
            .chain(COMPLEXITY.iter().map(|(c, _)| *c))
            .collect();
    let one = (prop::sample::select(codes), 1i8..28, prop::sample::select(vec!["M0", "M1", "M2", "M3", "M4"]));
    prop::collection::vec(one, 0..8).prop_map(|rows| {
        Flags::read(rows.iter().map(|(code, day, level)| Registration {
            code,
            on: Some(date(2026, 1, *day)),
            level: Some(level),
            category: Some(level),
        }))
    })
}

fn any_two_part() -> impl Strategy<Value = TwoPartFacts> {
    let severity = prop::option::of(prop::sample::select(vec![Severity::None, Severity::Standard, Severity::Severe]));
    let needs = prop::option::of(prop::collection::vec(severity, NEEDS.len()));
    let yes = any::<[bool; 6]>();
    (0u32..9900, 0.0..100.0f64, yes, needs, any_flags()).prop_map(|(rsr, ogrs3, yes, needs, flags)| TwoPartFacts {
        rsr: Some(f64::from(rsr) / 100.0),
        ogrs3: Some(ogrs3),
        female: yes[0],
        womens: WomensAnswers { parenting: yes[1], impulsivity: yes[2], temper: yes[3] },
        enforcement: yes[4],
        mandate: yes[5],
        needs: needs.map(|n| n.try_into().unwrap()),
        flags,
    })
}

proptest! {
    #[test]
    fn more_risk_never_lowers_the_letter_of_protection(facts in any_two_part(), more in 0u32..9900) {
        let before = two_part(policy(), &facts);
        let raised = TwoPartFacts { rsr: facts.rsr.map(|r| r.max(f64::from(more) / 100.0)), ..facts };
        prop_assert!(!two_part(policy(), &raised).protect.is_below(before.protect));
    }

    #[test]
    fn more_reoffending_never_lowers_the_digit(facts in any_two_part(), more in 0.0..100.0f64) {
        let before = two_part(policy(), &facts);
        let raised = TwoPartFacts { ogrs3: facts.ogrs3.map(|o| o.max(more)), ..facts };
        prop_assert!(two_part(policy(), &raised).change >= before.change);
    }

    #[test]
    fn points_and_digits_stay_within_their_bounds_and_come_out_the_same_twice(facts in any_two_part()) {
        let tier = two_part(policy(), &facts);
        prop_assert!(tier.protect_points.total <= 150 + 150 + 20 + 6);
        prop_assert!(tier.change <= 3 && tier.change_points() <= 20 + 10 + 2);
        prop_assert_eq!(tier, two_part(policy(), &facts));
        for part in explain_two_part(policy(), &facts, &tier, Vec::new()).parts {
            prop_assert_eq!(Some(part.sum()), part.total);
        }
    }

    #[test]
    fn higher_scores_never_lower_the_letter(arp in 0.0..100.0f64, csrp in 0.0..20.0f64, up in 0.0..50.0f64, flags in any_flags()) {
        let facts = LetterFacts { flags, ..scored(arp, csrp) };
        let higher = LetterFacts { flags, ..scored((arp + up).min(100.0), csrp + up) };
        match (letter_of(facts), letter_of(higher)) {
            (LetterTier::Tier(a), LetterTier::Tier(b)) => prop_assert!(!b.letter.is_below(a.letter)),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn no_request_makes_it_panic(text in "\\PC{0,40}", n in any::<f64>(), deep in any::<bool>()) {
        for version in ["v2", "v3", text.as_str()] {
            for value in [json!(text), json!(n), json!([text]), json!({"code": text, "date": text, "score": n, "band": text})] {
                let list = if deep { json!([value]) } else { value.clone() };
                let request = json!({"version": version, "gender": value, "rsr": value, "ogrs3TwoYear": n, "needs": value,
                    "registrations": list, "convictions": list, "predictors": value, "womensAnswers": value,
                    "hasActiveEvent": deep, "latestReleaseDate": text});
                let response = respond(policy(), &request, TODAY);
                prop_assert!(response["tier"].is_null() == response["validationErrors"].is_array());
            }
        }
    }
}
