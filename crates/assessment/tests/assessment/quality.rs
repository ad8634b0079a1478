//! A sample of signed work, looked at again blind, compared, and what it says: by item, by scorer, with themes.

use crate::calls::{call, get, post, refused};
use crate::story::{answer_initial, begin, sign};
use crate::world::{World, on_each};
use store::{Asker, House};
use web::{Method, Reply};

const NEW: &str = "/quality/new";
const ONE: &str = "/quality/{sample}";
const CASE: &str = "/quality/{sample}/cases/{place}";
const COMPARE: &str = "/quality/{sample}/cases/{place}/compare";
const RESULTS: &str = "/quality/{sample}/results";

/// Signed work of officer 1 about this many people.
fn signed(house: &House, w: &World, people: usize) -> Vec<String> {
    let names = ["Ffion", "Tom", "Ada", "Rhys", "Nia", "Joe"];
    names[..people]
        .iter()
        .map(|first| {
            let (crn, officer) = (w.person(house, first, "Bell"), w.officer(1));
            let id = begin(house, &officer, &crn, "initial");
            answer_initial(house, &officer, &crn, &id, "medium");
            sign(house, &officer, &crn, &id).unwrap();
            crn
        })
        .collect()
}

fn asking<'a>(kind: &'a str, wanted: &'a str, seed: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("kind", kind),
        ("from-day", "1"),
        ("from-month", "11"),
        ("from-year", "2026"),
        ("to-day", "23"),
        ("to-month", "11"),
        ("to-year", "2026"),
        ("wanted", wanted),
        ("seed", seed),
    ]
}

fn drawn(house: &House, reviewer: &Asker, kind: &str, wanted: &str, seed: &str) -> String {
    let to = post(house, reviewer, NEW, &[], &asking(kind, wanted, seed));
    to.rsplit('/').next().unwrap().to_owned()
}

/// Every question of the blind page with the first of its choices.
fn first_choices(page: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in page.split("<input").skip(1) {
        let tag = part.split('>').next().unwrap();
        let attribute =
            |name: &str| tag.split(&format!("{name}=\"")).nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        if let (Some(name), Some(value)) = (attribute("name"), attribute("value"))
            && name.starts_with("q-")
            && !pairs.iter().any(|(known, _)| *known == name)
        {
            pairs.push((name, value));
        }
    }
    pairs
}

fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect()
}

#[test]
fn the_same_seed_draws_the_same_and_the_sample_says_from_how_many() {
    on_each(|house, w| {
        signed(&house, &w, 4);
        let reviewer = w.officer(2);
        let (a, b) =
            (drawn(&house, &reviewer, "scores", "2", "spring"), drawn(&house, &reviewer, "scores", "2", "spring"));
        assert_ne!(a, b);
        let people = |id: &str| -> Vec<String> {
            let page = get(&house, &reviewer, ONE, &[("sample", id)]);
            assert!(page.contains("2 of 4 at random"), "{page}");
            ["Ffion", "Tom", "Ada", "Rhys"]
                .iter()
                .filter(|n| page.contains(&format!("{n} Bell")))
                .map(|n| (*n).to_owned())
                .collect()
        };
        assert_eq!(people(&a), people(&b));
        assert_eq!(people(&a).len(), 2);
        let list = get(&house, &reviewer, "/quality", &[]);
        assert!(list.contains("Answers that scores are computed from"), "{list}");
        let api = get(&house, &reviewer, "/api/v1/quality/samples", &[]);
        assert!(api.contains("\"seed\":\"spring\""), "{api}");
    });
}

#[test]
fn a_sample_is_not_drawn_from_days_ahead_or_from_nothing() {
    on_each(|house, w| {
        let reviewer = w.officer(2);
        let none = call(&house, &reviewer, Method::Post, NEW, &[], &asking("scores", "5", ""));
        assert_eq!(refused(none), ["nothing_to_draw"]);
        let mut ahead = asking("scores", "5", "");
        ahead[4] = ("to-day", "24");
        assert_eq!(refused(call(&house, &reviewer, Method::Post, NEW, &[], &ahead)), ["ahead"]);
        let page = get(&house, &reviewer, NEW, &[]);
        assert!(page.contains("value=\"10\""), "the service's own number is offered: {page}");
    });
}

#[test]
fn the_reviewer_answers_blind_then_compares_and_nothing_given_blind_changes() {
    on_each(|house, w| {
        signed(&house, &w, 1);
        let (author, reviewer) = (w.officer(1), w.officer(2));
        let id = drawn(&house, &reviewer, "scores", "1", "");
        let at = [("sample", id.as_str()), ("place", "1")];
        assert_eq!(refused(call(&house, &author, Method::Get, CASE, &at, &[])), ["own_work"]);
        let page = get(&house, &reviewer, CASE, &at);
        assert!(page.contains("Suitability of the accommodation") && !page.contains("checked"), "{page}");
        assert!(!page.contains("His sister has room"), "nothing of the first answers shows: {page}");
        let early = call(&house, &reviewer, Method::Get, COMPARE, &at, &[]);
        assert!(matches!(early, Ok(Reply::SeeOther { .. })), "{early:?}");
        let missing = call(&house, &reviewer, Method::Post, CASE, &at, &[("q-3-4", "significant")]);
        assert!(refused(missing).len() > 5);
        let pairs = first_choices(&page);
        post(&house, &reviewer, CASE, &at, &borrowed(&pairs));
        let again = call(&house, &reviewer, Method::Post, CASE, &at, &borrowed(&pairs));
        assert_eq!(refused(again), ["already_given"]);
        let compared = get(&house, &reviewer, COMPARE, &at);
        assert!(compared.contains("answers agree") && compared.contains("First was higher"), "{compared}");
        for words in ["What it does to the scores", "Maturity screen", "have another band or outcome"] {
            assert!(compared.contains(words), "{words}: {compared}");
        }
        let before = get(&house, &reviewer, RESULTS, &[("sample", &id)]);
        assert!(before.contains("No second look is finished yet") && before.contains("quality not known"), "{before}");
        let finding =
            [("themes", "theme.evidence"), ("themes", "theme.wording"), ("remarks", "Read the contacts of May")];
        post(&house, &reviewer, COMPARE, &at, &finding);
        let twice = call(&house, &reviewer, Method::Post, COMPARE, &at, &finding);
        assert_eq!(refused(twice), ["finished"]);
        let said = get(&house, &reviewer, RESULTS, &[("sample", &id)]);
        assert!(said.contains("Evidence in the record was not used") && said.contains("Officer Numbera"), "{said}");
        assert!(
            said.contains("100% (1 of 1) signed on time") && said.contains("agreed with a blind second look"),
            "{said}"
        );
        assert!(said.contains("Accuracy by item") && said.contains("<svg"), "{said}");
        let api = get(&house, &reviewer, "/api/v1/quality/samples/{sample}/results", &[("sample", &id)]);
        assert!(api.contains("theme.wording") && api.contains("R01A011"), "{api}");
        let quality = house
            .read(&reviewer, |cx| {
                let today = cx.today();
                assessment::quality_beside(cx, Some(w.team), today, today)
            })
            .unwrap();
        assert!(matches!(quality, assessment::Quality::Sampled(a) if a.of > 5), "{quality:?}");
    });
}

#[test]
fn a_whole_risk_assessment_is_levelled_again_and_its_plan_rated() {
    on_each(|house, w| {
        signed(&house, &w, 1);
        let reviewer = w.officer(2);
        let id = drawn(&house, &reviewer, "harm", "1", "");
        let at = [("sample", id.as_str()), ("place", "1")];
        let page = get(&house, &reviewer, CASE, &at);
        assert!(page.contains("In the community: children") && !page.contains("In custody"), "{page}");
        assert!(!page.contains("Two fights in a year"), "{page}");
        post(&house, &reviewer, CASE, &at, &borrowed(&first_choices(&page)));
        let compared = get(&house, &reviewer, COMPARE, &at);
        assert!(compared.contains("First was higher"), "medium against low for the public: {compared}");
        assert!(!refused(call(&house, &reviewer, Method::Post, COMPARE, &at, &[])).is_empty());
        let ratings = first_choices(&compared);
        assert!(ratings.len() >= 3, "{compared}");
        post(&house, &reviewer, COMPARE, &at, &borrowed(&ratings));
        let said = get(&house, &reviewer, RESULTS, &[("sample", &id)]);
        assert!(said.contains("How plans were rated") && said.contains("The safety of victims"), "{said}");
    });
}
