//! Versions of templates: one follows another from a day on, a region may have its own, and none is kept that cannot be set.

use crate::world::{TODAY, asker, on_each, trial};
use documents::{Language, Letter, in_force, write};
use kernel::PersonKeys;
use serde_json::Value;
use store::House;

fn number(house: &House, language: Language, on: kernel::Date) -> i64 {
    house.read(&asker(), |cx| in_force(cx, "appointment_letter", language, None, on)).unwrap().number
}

fn version_page(house: &House, language: Language) -> String {
    let found = house.read(&asker(), |cx| in_force(cx, "appointment_letter", language, None, TODAY)).unwrap();
    format!("/templates/versions/{}", found.id)
}

#[test]
fn a_new_version_is_used_from_its_day_on_and_the_old_one_stays() {
    on_each(|house, w| {
        let (person, _) = w.person(&house, "Callum", None);
        let page = version_page(&house, Language::Welsh);
        let trial = trial(house);
        let mut admin = trial.signed_in("admin");
        admin.get("/templates").is(200).says("Warning letter").says("Not checked");
        admin.get("/templates/appointment_letter").is(200).says("Came with the program");
        admin.get(&page).is(200).says("Its text").says("Eich apwyntiadau");
        let form = format!("{page}/next");
        let day = [("from_day-day", "1"), ("from_day-month", "12"), ("from_day-year", "2026")];
        let typed = [
            &day[..],
            &[
                ("title", "Eich apwyntiadau nesaf"),
                ("source", "#import \"/letterhead.typ\": *\n#show: letter\nDewch."),
                ("declared", "{\"needs\": [\"appointments\"], \"by_hand\": true, \"fields\": []}"),
                ("region", ""),
                ("checked_by", "A translator"),
                ("reason", "Shorter"),
            ],
        ]
        .concat();
        admin.fill(&form, &typed).is(303);
        let house = trial.house();
        assert_eq!(number(house, Language::Welsh, TODAY), 1);
        assert_eq!(number(house, Language::Welsh, kernel::date(2026, 12, 1)), 2);
        assert_eq!(number(house, Language::English, kernel::date(2026, 12, 1)), 1);
        // A letter of today is still written with the version of today.
        let letter = Letter {
            template: "appointment_letter",
            person,
            about: None,
            language: Some(Language::Welsh),
            facts: Value::Null,
        };
        let id = house.write(&asker(), |cx| write(cx, &letter)).unwrap();
        let made = house.read(&asker(), |cx| documents::document(cx, &PersonKeys::alone(person), id)).unwrap();
        assert_eq!((made.number, made.title.as_str()), (1, "Eich apwyntiadau"));
        let second =
            trial.read(|cx| in_force(cx, "appointment_letter", Language::Welsh, None, kernel::date(2026, 12, 1)));
        let page = admin.get(&format!("/templates/versions/{}", second.id)).is(200);
        page.says("Checked by A translator").says("What differs from version 1").says("Dewch.");
    });
}

#[test]
fn a_version_that_does_not_fit_is_refused_with_words() {
    on_each(|house, _| {
        let page = version_page(&house, Language::English);
        let trial = trial(house);
        let mut admin = trial.signed_in("admin");
        let form = format!("{page}/next");
        admin.fill(&form, &[("declared", "{"), ("reason", "x")]).is(422).says("what it needs, as JSON");
        let whole = |year: &'static str, needs: &'static str| {
            [
                ("title", "Your appointments"),
                ("source", "Come."),
                ("declared", needs),
                ("from_day-day", "1"),
                ("from_day-month", "1"),
                ("from_day-year", year),
                ("reason", "Shorter"),
            ]
        };
        admin.fill(&form, &whole("2020", "{}")).is(422).says("Letters were written on that day already");
        let unknown = whole("2027", "{\"needs\": [\"person.shoe_size\"]}");
        admin.fill(&form, &unknown).is(422).says("The record gives no");
        trial.signed_in("priya").get("/templates").is(403);
    });
}

#[test]
fn a_version_is_looked_at_with_somebody_whose_record_the_keeper_may_read_and_the_reading_is_written_down() {
    on_each(|house, w| {
        let (_, crn) = w.person(&house, "Callum", None);
        let page = version_page(&house, Language::English);
        let trial = trial(house);
        let both = access::trial::user(trial.house(), "both", "administrator");
        let roles = ["administrator".to_owned(), "practitioner".to_owned()];
        let given = |cx: &mut store::Cx<'_>| access::set_roles(cx, both, &roles, Some("Keeps templates"));
        trial.house().write(&asker(), given).unwrap();
        let (mut admin, mut both) = (trial.signed_in("admin"), trial.signed_in("both"));
        let of = |crn: &str| format!("{page}/with-person?crn={crn}");
        admin.get(&of(&crn.to_string())).is(403);
        both.get(&page).is(200).says("How it looks for somebody");
        both.get(&format!("{page}/with-person")).is(200).says("The reading is written down");
        both.get(&of("")).is(422).says("Enter the CRN");
        both.get(&of("T999999")).is(422).says("There is no person with this CRN");
        let shown = both.get(&of(&crn.to_string())).is(200);
        shown.says("Callum Example").says("<p>Your appointments</p>").says("<p>Eich apwyntiadau</p>");
        let paper = both.get(&format!("{page}/with-person/paper?crn={crn}")).is(200);
        assert_eq!(paper.header("content-type"), "application/pdf");
        paper.says("12 High Street");
        admin.get(&format!("{page}/with-person/paper?crn={crn}")).is(403);
        let read = trial.read(|cx| cx.count("SELECT count(*) FROM access_log WHERE what LIKE '%with-person%'", &[]));
        assert!(read >= 2, "{read} readings were written down");
        let made = trial.read(|cx| cx.count("SELECT count(*) FROM document", &[]));
        assert_eq!(made, 0);
    });
}
