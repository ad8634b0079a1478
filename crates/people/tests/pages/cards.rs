//! The cards of somebody's details: filled, changed, withdrawn, and edited by two at once.

use crate::with;
use crate::world::{on_each, person};
use access::trial::Page;

/// Card, what is typed, what is then shown.
type Filled = (&'static str, &'static [(&'static str, &'static str)], &'static str);

#[test]
fn every_card_can_be_opened_filled_changed_and_read_back() {
    on_each(|trial| {
        let crn = person(trial, "Gethin", "Pugh");
        let mut priya = trial.signed_in("priya");
        let entries: &[Filled] = &[
            ("aliases", &[("first_name", "Geth"), ("last_name", "Bowen")], "Bowen"),
            ("identifiers", &[("kind", "NOMS"), ("number", "a1234bc")], "A1234BC"),
            (
                "addresses",
                &[
                    ("status", "postal"),
                    ("street", "Box 9"),
                    ("start_date-day", "1"),
                    ("start_date-month", "2"),
                    ("start_date-year", "2026"),
                ],
                "Box 9",
            ),
            (
                "contact-details",
                &[("mobile", "07700 900123"), ("text_allowed", "yes"), ("email", "g@example.com")],
                "07700 900123",
            ),
            ("equality", &[("ethnicity", "W1"), ("religion", "none")], "No religion"),
            ("language", &[("spoken", "cy"), ("letters", "cy"), ("interpreter", "no")], "Language of letters"),
            (
                "circumstances",
                &[
                    ("kind", "employment-full"),
                    ("detail", "Bakery"),
                    ("start_date-day", "1"),
                    ("start_date-month", "2"),
                    ("start_date-year", "2026"),
                ],
                "Bakery",
            ),
            ("family", &[("name", "Nia Pugh"), ("kind", "partner"), ("next_of_kin", "yes")], "Nia Pugh"),
            (
                "disabilities",
                &[("kind", "hearing"), ("start_date-day", "1"), ("start_date-month", "2"), ("start_date-year", "2026")],
                "Hearing",
            ),
            (
                "adjustments",
                &[("kind", "loop"), ("start_date-day", "1"), ("start_date-month", "2"), ("start_date-year", "2026")],
                "Hearing loop",
            ),
        ];
        for (card, typed, shown) in entries {
            let path = format!("/people/{crn}/details/{card}");
            let saved = priya.fill(&path, typed).is(303);
            assert_eq!(saved.to, format!("/people/{crn}/details#{card}"));
            priya.get(&format!("/people/{crn}/details")).is(200).says(shown);
            priya.get(&format!("{path}/history")).is(200).says(shown).says("The priya");
        }
        priya
            .fill(
                &format!("/people/{crn}/details/names"),
                &[("last_name", "Pugh"), ("first_name", "Gethin"), ("preferred_name", "Geth")],
            )
            .is(303);
        priya.get(&format!("/people/{crn}/details")).is(200).says("Known as");
        priya.get(&format!("/people/{crn}/details/nothing")).is(404);
        priya.get("/people/T999999/details").is(404);
    });
}

#[test]
fn the_second_of_two_who_edit_a_card_is_shown_both_versions() {
    on_each(|trial| {
        let crn = person(trial, "Gethin", "Pugh");
        let path = format!("/people/{crn}/details/names");
        let (mut priya, mut meg) = (trial.signed_in("priya"), trial.signed_in("meg"));
        let (seen_by_priya, seen_by_meg) = (priya.get(&path).is(200), meg.get(&path).is(200));
        let named = |page: &Page, name: &str| {
            with(page.hidden(&path), &[("first_name", "Gethin"), ("last_name", "Pugh"), ("preferred_name", name)])
        };
        priya.post(&path, &named(&seen_by_priya, "Geth")).is(303);
        let conflict = meg.post(&path, &named(&seen_by_meg, "Gez")).is(409);
        conflict.says("In the record now").says("What you typed").says("Geth").says("Gez").says("value=\"Gez\"");
        meg.post(&path, &named(&conflict, "Gez")).is(303);
        meg.get(&format!("/people/{crn}/details")).is(200).says("Gez");
    });
}

#[test]
fn an_entry_recorded_in_error_is_withdrawn_with_a_reason() {
    on_each(|trial| {
        let crn = person(trial, "Gethin", "Pugh");
        let mut priya = trial.signed_in("priya");
        priya
            .fill(&format!("/people/{crn}/details/aliases"), &[("first_name", "Geth"), ("last_name", "Bowen")])
            .is(303);
        let details = priya.get(&format!("/people/{crn}/details"));
        let start = details.body.find("/details/aliases/0").unwrap() + "/details/aliases/".len();
        let path = format!("/people/{crn}/details/aliases/{}/withdraw", &details.body[start..start + 36]);
        priya.fill(&path, &[("reason", "")]).is(422).says("Enter why this was recorded in error");
        priya.fill(&path, &[("reason", "His brother's name")]).is(303);
        assert!(!priya.get(&format!("/people/{crn}/details")).body.contains("Bowen"));
        priya.get(&format!("/people/{crn}/details/aliases/history")).is(200).says("His brother").says("Bowen");
    });
}
