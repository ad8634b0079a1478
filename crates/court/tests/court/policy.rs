//! Policy of reports by page: a rule set anew, ended or added holds for reports asked for from its day on, and for no other.

use crate::site::{Browser, on_each};

const LIST: &str = "/policy/court/reports";
const DAY: [(&str, &str); 4] =
    [("from-day", "1"), ("from-month", "12"), ("from-year", "2026"), ("reason", "The bench asked for it")];

/// Through both steps; the second carries what the first asked for.
fn set(ada: &mut Browser<'_>, rule: &str, said: &[(&str, &str)]) {
    let one = format!("{LIST}/{rule}");
    ada.fill(&one, &[&DAY, said].concat()).is(303);
    let query: Vec<String> =
        [&DAY, said].concat().iter().map(|(n, v)| format!("{n}={}", v.replace(' ', "+"))).collect();
    let page = format!("{one}/confirm?{}", query.join("&"));
    ada.fill_at(&page, &format!("{one}/confirm"), &[]).is(303);
}

#[test]
fn a_rule_is_set_anew_ended_and_added_by_page() {
    on_each(|trial| {
        let mut ada = trial.signed_in("ada");
        ada.get(LIST).is(200).says("It treats the person as this person").says("Assumption");
        let words = ("words", "A standard report takes 12 working days");
        set(&mut ada, "standard-days", &[words, ("at_least", "2"), ("days", "12")]);
        set(&mut ada, "children", &[("words", "Children"), ("ends", "yes")]);
        let add = format!("{LIST}/add");
        let rule = [("fact", "age"), ("at_least", "70"), ("asks", "kind:standard"), ("words", "The person is old")];
        ada.fill(&add, &[&DAY[..], &rule[..]].concat()).is(303);
        ada.get(LIST).is(200).says("It takes: 12 working days").says("The person is old").says("Ended");
        let nothing = [("fact", "age"), ("asks", "check"), ("words", "x")];
        ada.fill(&add, &[&DAY[..], &nothing[..]].concat()).is(422).says("Enter from or up to which number");
        let upside = [("fact", "age"), ("at_least", "70"), ("at_most", "60"), ("asks", "check"), ("words", "x")];
        ada.fill(&add, &[&DAY[..], &upside[..]].concat()).is(422);
        trial.signed_in("priya").get(&add).is(403);
    });
}
