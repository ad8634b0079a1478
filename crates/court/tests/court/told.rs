//! What messages tell of a person's life: on the cards when the record is opened or the match is sure, never over what
//! staff typed.

use crate::invented::*;
use crate::site::on_each;
use kernel::Crn;
use people::{Suggestion, SuggestionState};
use serde_json::{Value, json};
use store::{Asker, House};

const DAY: &str = "2026-03-04";

fn order(id: &str, day: &str, details: &[(&str, Value)], associated: Value) -> Value {
    let made = result(&format!("{id}r"), "COEW", day, &[("endDate", "03/03/2027")]);
    let mut person = defendant("d1", vec![offence(&format!("{id}o"), 1, vec![made])]);
    person["pncId"] = json!("2009/9999901U");
    person["associatedPersons"] = associated;
    for (name, value) in details {
        person["personDefendant"]["personDetails"][*name] = value.clone();
    }
    let mut message = hearing(&format!("h-{id}"), day, &format!("{day}T15:00:00Z"), vec![person]);
    message["hearing"]["prosecutionCases"][0]["prosecutionCaseIdentifier"]["caseURN"] = json!(format!("99{id}"));
    message
}

fn ethnicity(code: &str) -> (&'static str, Value) {
    ("ethnicity", json!({"selfDefinedEthnicityCode": code}))
}

fn mother() -> Value {
    json!([{"role": "ParentGuardian", "person": {"firstName": "Mary", "lastName": "Invented", "gender": "FEMALE",
        "contact": {"mobile": "07700 900123"}, "address": {"address1": "1 Example Street", "postcode": "ZA1 1AA"}}},
       {"role": "interpreter", "person": {"firstName": "Not", "lastName": "Family"}}])
}

fn keys(house: &House) -> kernel::PersonKeys {
    let crn: Crn = "T000001".parse().unwrap();
    house.read(&Asker::system("trial"), |cx| Ok(people::open(cx, &crn)?.keys)).unwrap()
}

fn card<R: people::cards::Detail>(house: &House) -> Vec<R> {
    let keys = keys(house);
    house.read(&Asker::system("trial"), |cx| people::card::<R>(cx, &keys)).unwrap()
}

fn suggestions(house: &House) -> Vec<Suggestion> {
    let keys = keys(house);
    house.read(&Asker::system("trial"), |cx| people::suggestions(cx, &keys)).unwrap()
}

#[test]
fn a_new_record_holds_all_that_the_court_told() {
    on_each(|trial| {
        let house = &trial.site.house;
        let told = order(
            "one",
            DAY,
            &[
                ethnicity("W1"),
                ("occupation", json!("Scaffolder")),
                ("disabilityStatus", json!("Hearing impairment")),
                ("specificRequirements", json!("Needs large print")),
                ("interpreterLanguageNeeds", json!("Polish")),
            ],
            mother(),
        );
        trial.call("POST", "/api/v1/court/messages", &told.to_string()).is(200);
        let family = card::<people::cards::Relation>(house);
        assert_eq!(family.len(), 1);
        assert_eq!((family[0].name.as_str(), family[0].kind.as_str()), ("Mary Invented", "parent"));
        assert_eq!(family[0].telephone.as_deref(), Some("07700 900123"));
        let lives = card::<people::cards::Circumstance>(house);
        assert_eq!(lives[0].detail.as_deref(), Some("Occupation: Scaffolder"));
        assert_eq!(card::<people::cards::Disability>(house)[0].kind, "hearing");
        assert_eq!(card::<people::cards::Adjustment>(house)[0].kind, "large-print");
        assert_eq!(card::<people::cards::Equality>(house)[0].ethnicity.as_deref(), Some("W1"));
        assert!(suggestions(house).is_empty());
        let again = trial.call("POST", "/api/v1/court/messages", &told.to_string()).is(200).json();
        assert_eq!(again["lines"][0]["outcome"], "unchanged", "{again}");
    });
}

#[test]
fn what_staff_typed_stays_and_the_courts_word_is_accepted_or_declined_with_one_click() {
    on_each(|trial| {
        let house = &trial.site.house;
        trial
            .call("POST", "/api/v1/court/messages", &order("one", DAY, &[ethnicity("W1")], json!([])).to_string())
            .is(200);
        let mut cora = trial.signed_in("cora");
        cora.fill(
            "/people/T000001/details/disabilities",
            &[
                ("kind", "autism"),
                ("condition", "Diagnosed 2019"),
                ("start_date-day", "1"),
                ("start_date-month", "1"),
                ("start_date-year", "2020"),
            ],
        )
        .is(303);
        let later = |id: &str, day: &str| {
            order(
                id,
                day,
                &[
                    ethnicity("W2"),
                    ("gender", json!("MALE")),
                    ("disabilityStatus", json!("Autism")),
                    ("occupation", json!("Roofer")),
                ],
                mother(),
            )
        };
        trial.call("POST", "/api/v1/court/messages", &later("two", "2026-05-04").to_string()).is(200);
        let waiting = suggestions(house);
        let says: Vec<&str> = waiting.iter().map(|s| s.says.as_str()).collect();
        assert_eq!(waiting.len(), 3, "ethnicity, gender and the disability: {says:?}");
        assert_eq!(card::<people::cards::Equality>(house)[0].ethnicity.as_deref(), Some("W1"), "not overwritten");
        assert_eq!(card::<people::cards::Disability>(house).len(), 1);
        assert_eq!(card::<people::cards::Circumstance>(house).len(), 1, "the record was silent about an occupation");

        let page = cora.get("/people/T000001/details").is(200);
        page.says("Another source says otherwise").says("White: Irish").says("Diagnosed 2019");
        let of = |what: &str| waiting.iter().find(|s| s.says.contains(what)).unwrap().id;
        let at = |id: kernel::DetailId, verb: &str| format!("/people/T000001/suggestions/{id}/{verb}");
        cora.fill_at("/people/T000001/details", &at(of("Ethnicity"), "accept"), &[]).is(303);
        cora.fill_at("/people/T000001/details", &at(of("Gender"), "decline"), &[]).is(303);
        assert_eq!(card::<people::cards::Equality>(house)[0].ethnicity.as_deref(), Some("W2"));
        let gender = house.read(&Asker::system("trial"), |cx| people::open(cx, &"T000001".parse().unwrap())).unwrap();
        assert_eq!(gender.person.gender.as_deref(), Some("F"));
        cora.get("/people/T000001/details").is(200).says("Declined suggestions (1)");

        trial.call("POST", "/api/v1/court/messages", &later("three", "2026-06-04").to_string()).is(200);
        let open = suggestions(house).into_iter().filter(|s| s.state == SuggestionState::Open).count();
        assert_eq!((suggestions(house).len(), open), (3, 1), "what was declined is not asked again");
        cora.fill_at("/people/T000001/details", &at(of("Gender"), "accept"), &[]).is(303);
        let gender = house.read(&Asker::system("trial"), |cx| people::open(cx, &"T000001".parse().unwrap())).unwrap();
        assert_eq!(gender.person.gender.as_deref(), Some("M"), "a declined one can still be accepted");
        cora.fill_at("/people/T000001/details", &at(of("Disab"), "accept"), &[]).is(303);
        assert_eq!(card::<people::cards::Disability>(house).len(), 2);
    });
}
