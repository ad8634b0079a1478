//! The shipped catalogue is whole and says what the field says.

use super::*;

fn shipped() -> Catalogue {
    Catalogue::shipped().expect("the shipped files are a catalogue")
}

#[test]
fn every_kind_of_contact_that_an_officer_needs_is_there() {
    let catalogue = shipped();
    for code in ["COAP", "CHVS", "COPT", "COVC", "C084", "TGRP", "CUPA", "CMOA", "CMOB", "CLOB", "TNTE", "TDUT", "COAI"]
    {
        assert!(catalogue.contact_type(code).is_some_and(|t| t.selectable), "{code}");
    }
}

#[test]
fn every_name_has_its_welsh() {
    let catalogue = shipped();
    let names = catalogue.types.iter().map(|t| &t.name);
    for name in names.chain(catalogue.outcomes.iter().map(|o| &o.name)) {
        assert!(!name.en.is_empty() && !name.cy.is_empty() && name.en != name.cy, "{name:?}");
    }
}

#[test]
fn an_induction_is_not_a_first_meeting() {
    let catalogue = shipped();
    for code in ["TGRP", "TDUT"] {
        let t = catalogue.contact_type(code).unwrap();
        assert!(t.induction && !t.first_meeting && !t.supervision, "{code}");
    }
}

#[test]
fn an_acceptable_absence_is_an_absence_that_complied() {
    let catalogue = shipped();
    let acceptable: Vec<&str> =
        catalogue.outcomes.iter().filter(|o| o.acceptable_absence()).map(|o| o.code.as_str()).collect();
    assert_eq!(acceptable, ["AAME", "AAEM", "AAFC", "AACL", "AAHO", "AARE", "AARC", "AASD", "AAAA", "CO05"]);
}

#[test]
fn moving_and_cancelling_leave_outcomes_that_nobody_chooses() {
    let catalogue = shipped();
    let office = catalogue.contact_type("COAP").unwrap();
    assert_eq!(catalogue.moved(office, MovedBy::Person).unwrap().code, "RSOF");
    assert_eq!(catalogue.moved(office, MovedBy::Service).unwrap().code, "RSSR");
    assert_eq!(catalogue.cancelled(office).unwrap().code, "APPW");
    assert!(catalogue.offered(office).all(|o| !o.by_action()));
}

#[test]
fn attended_and_complied_is_offered_first() {
    let catalogue = shipped();
    let office = catalogue.contact_type("COAP").unwrap();
    assert_eq!(catalogue.offered(office).next().unwrap().code, "ATTC");
}

#[test]
fn concurrent_hours_are_an_outcome_of_unpaid_work_only() {
    let catalogue = shipped();
    let concurrent = catalogue.outcome("ATCH").unwrap();
    assert!(concurrent.fits(catalogue.contact_type("CUPA").unwrap()));
    assert!(!concurrent.fits(catalogue.contact_type("COAP").unwrap()));
}

#[test]
fn a_contradiction_in_the_files_is_an_error_that_names_the_type() {
    let types = r#"
        [[group]]
        code = "g"
        name = { en = "G", cy = "Ng" }
        [[type]]
        code = "X"
        from = "own"
        group = "g"
        name = { en = "X", cy = "Y" }
        place = "optional"
        outcome = "needed"
        answers = "nothing fits"
    "#;
    let error = read::catalogue(types, "outcome = []").unwrap_err();
    assert_eq!(error.0, "contact type X: no outcome fits it");
}
