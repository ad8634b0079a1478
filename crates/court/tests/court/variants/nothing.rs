//! What probation has nothing to do with is kept, and told with its reason.

use super::{all, why_nothing};
use crate::invented::*;
use court::reading::{About, Asks};
use serde_json::{Value, json};

const DAY: &str = "2026-03-04";

fn with(results: Vec<Value>) -> Value {
    hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![defendant("d1", vec![offence("o1", 1, results)])])
}

#[test]
fn disposals_that_nobody_supervises_say_what_they_are() {
    let disposals = [
        ("CD", vec![("periodofConditionalDischarge", "12 Months")], "conditional discharge"),
        ("AD", vec![], "absolute discharge"),
        ("FO", vec![("AOF", "£120.00")], "fine"),
        ("FCOMP", vec![("AOCOM", "£50.00")], "compensation"),
        ("BOCOND", vec![("durationOfBindOver", "12 Months"), ("amountOfBindOver", "£200.00")], "bind over"),
        ("NSP", vec![], "no separate penalty"),
        ("MHHO", vec![], "hospital order"),
        ("RI", vec![], "remand (custody)"),
        ("RC", vec![], "remand (bail)"),
        ("WDRN", vec![], "withdrawn"),
        ("DISM", vec![], "dismissed"),
    ];
    for (code, prompts, says) in disposals {
        let why = why_nothing(&with(vec![result("r", code, DAY, &prompts)]));
        assert!(why.contains(says), "{code}: {why}");
    }
}

#[test]
fn a_deferred_sentence_names_who_supervises_in_the_meantime() {
    let prompts = [
        ("requirementsThatMustBeCarriedOut", "Keep away from the shop"),
        ("theCourtHasAppointedASupervisorToSuperviseYou", "a probation officer"),
    ];
    let why = why_nothing(&with(vec![result("r", "DS", DAY, &prompts)]));
    assert!(why.contains("deferred sentence") && why.contains("a probation officer"), "{why}");
}

#[test]
fn a_listed_hearing_and_one_without_defendants_have_no_results() {
    assert!(why_nothing(&with(vec![])).contains("only listed"));
    let empty = hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![]);
    assert!(all(&empty).is_empty());
}

#[test]
fn a_referral_order_is_youth_justices() {
    let why = why_nothing(&with(vec![result("r", "YOP", DAY, &[("referralPeriod", "6 Months")])]));
    assert!(why.contains("referral order"), "{why}");
}

#[test]
fn a_libra_case_has_no_results_and_trusts_its_type() {
    let libra = |kind: &str| {
        json!({"caseId": 1, "caseNo": "2600001", "courtCode": "B99ZZ", "defendantType": kind, "defendantName": "Mr Bo Tested",
               "name": {"title": "Mr", "forename1": "Bo", "surname": "Tested"}, "defendantDob": "01/02/1980", "defendantSex": "M",
               "pnc": "", "seq": 1, "cId": 77, "sessionStartTime": "2026-03-04T09:00:00", "offences": [{"seq": 1, "title": "Theft"}]})
    };
    let [person] = <[_; 1]>::try_from(all(&libra("P"))).unwrap();
    assert!(matches!(&person.asks, Asks::Nothing(why) if why.contains("entered by a person")));
    assert_eq!(person.defendants.iter().next().map(String::as_str), Some("libra:77"));
    let [company] = <[_; 1]>::try_from(all(&libra("O"))).unwrap();
    assert!(matches!(company.about, About::Organisation(_)));
}

#[test]
fn an_application_about_bail_is_not_ours() {
    let bail = application("a1", "BA76504", "d1", Value::Null, vec![result("g", "G", DAY, &[])]);
    let message = application_hearing("h2", DAY, "2026-03-04T15:00:00Z", vec![bail]);
    assert!(matches!(all(&message)[0].asks, Asks::Nothing(_)));
}

#[test]
fn somebody_undescribed_is_unclear_and_nobody_is_made() {
    let mut message = with(vec![result("r", "COEW", DAY, &[("endDate", "03/03/2027")])]);
    message["hearing"]["prosecutionCases"][0]["defendants"][0].as_object_mut().unwrap().remove("personDefendant");
    assert!(why_nothing(&message).contains("does not say who"));
}
