//! A person is added after a look for duplicates; what is wrong, and what was typed, is told and kept.

use crate::with;
use crate::world::{GETHIN, on_each};

#[test]
fn a_person_is_added_once_and_a_second_time_only_after_a_look() {
    on_each(|trial| {
        let mut priya = trial.signed_in("priya");
        let added = priya.fill("/people/new", GETHIN).is(303);
        assert_eq!(added.to, "/people/T000001/details");
        priya
            .get(&added.to)
            .is(200)
            .says("Gethin Pugh")
            .says("2002/0073319Z")
            .says("ZA1 2BC")
            .says("Gethin Pugh added");
        let again = priya.fill("/people/new", GETHIN).is(422);
        again
            .says("on record already")
            .says("T000001")
            .says("Same PNC: 2002/0073319Z")
            .says("Sure")
            .says("value=\"Gethin\"");
        let mut sure = GETHIN.to_vec();
        sure.push(("others", "yes"));
        sure.retain(|(name, _)| *name != "pnc");
        let pairs = with(again.hidden("/people/new"), &sure);
        assert_eq!(priya.post("/people/new", &pairs).is(303).to, "/people/T000002/details");
    });
}

#[test]
fn what_is_wrong_is_told_beside_what_was_typed() {
    on_each(|trial| {
        let mut priya = trial.signed_in("priya");
        let page = priya.fill(
            "/people/new",
            &[
                ("first_name", "<b>"),
                ("born-day", "31"),
                ("born-month", "2"),
                ("born-year", "1985"),
                ("pnc", "2004/0012345U"),
            ],
        );
        let page = page.is(422);
        for words in [
            "Enter the last name",
            "must be a real date",
            "Select the gender",
            "would be D",
            "Error: Add a person",
            "&lt;b&gt;",
        ] {
            page.says(words);
        }
    });
}
