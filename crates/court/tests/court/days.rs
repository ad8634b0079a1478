//! A court's day: drawn from requests and messages, added to by hand, prepared in bulk, noted by two people, resulted where
//! no message came, and settled when one comes that says otherwise.

use crate::invented::*;
use crate::reports::court;
use crate::requests::asked_for;
use crate::site::{Browser, on_each, with};
use serde_json::json;

const DAY: &str = "/courts/B99ZZ/2026-11-23";

#[test]
fn a_day_is_drawn_prepared_noted_resulted_and_settled() {
    on_each(|trial| {
        let house = &trial.site.house;
        court(house);
        let (mut cora, mut mona) = (trial.signed_in("cora"), trial.signed_in("mona"));
        cora.get("/courts").is(200).says("Exampleton");
        cora.get(DAY).is(200).says("Nobody on this list waits").says("On duty");
        // A report that is due on a day puts the person on its list.
        trial.call("POST", "/api/v1/court/messages", &asked_for("2026-12-11").to_string()).is(200);
        cora.get("/courts/B99ZZ/2026-12-11").is(200).says("Ada Invented").says("Report due");

        let add = format!("{DAY}/add");
        cora.fill(&add, &[("sitting", "morning")]).is(422).says("Enter a CRN, or the name");
        cora.fill(&add, &[("sitting", "morning"), ("crn", "T999999")]).is(422).says("There is no record with this CRN");
        cora.fill(&add, &[("sitting", "morning"), ("crn", "T000001"), ("room", "3"), ("listing", "2")]).is(303);
        cora.fill(&add, &[("sitting", "morning"), ("crn", "T000001")]).is(422).says("on the list already");
        cora.fill(&add, &[("sitting", "afternoon"), ("who", "Zed Unheard"), ("listing", "1")]).is(303);
        let shown = cora.get(&format!("{DAY}?show=added")).is(200);
        shown.says("Zed Unheard").says("No record known").says("Ada Invented");
        let ids: Vec<String> = shown
            .body
            .split("name=\"line\" value=\"")
            .skip(1)
            .map(|s| s.split('"').next().unwrap().to_owned())
            .collect();
        assert_eq!(ids.len(), 2);

        let prepare = format!("{DAY}/prepare");
        let hidden = Browser::hidden(&cora.get(DAY).is(200), &prepare);
        cora.post(&prepare, &with(hidden, &[("to", "complete")])).is(422).says("Choose at least one line");
        let hidden = Browser::hidden(&cora.get(DAY).is(200), &prepare);
        let both = with(hidden, &[("to", "complete"), ("line", &ids[0]), ("line", &ids[1])]);
        cora.post(&prepare, &both).is(303);
        assert_eq!(cora.get(DAY).is(200).body.matches(">Complete</td>").count(), 2);

        // The second line is Ada's. Two people note at once: both texts are shown.
        let line = format!("{DAY}/lines/{}", ids[1]);
        let note = format!("{line}/note");
        let hers = mona.get(&note).is(200);
        cora.fill(&note, &[("note", "Pleaded guilty.")]).is(303);
        let late = with(Browser::hidden(&hers, &note), &[("note", "Guilty, wants a report.")]);
        mona.post(&note, &late).is(409).says("Pleaded guilty.").says("Guilty, wants a report.");
        cora.get(&line).is(200).says("Pleaded guilty.");

        cora.fill(&format!("{line}/result"), &[("result", "other")]).is(422).says("Say what the court decided");
        cora.fill(&format!("{line}/result"), &[("result", "fine"), ("words", "£80")]).is(303);
        cora.get(&format!("{DAY}?show=done")).is(200).says("Fine").says("Typed");
        // The court's message says a community order.
        let order = vec![result("r1", "COEW", "2026-11-23", &[("endDate", "22/11/2027")])];
        let message =
            hearing("h9", "2026-11-23", "2026-11-23T12:00:00Z", vec![defendant("d1", vec![offence("d1o0", 1, order)])]);
        trial.call("POST", "/api/v1/court/messages", &message.to_string()).is(200);
        cora.get(DAY).is(200).says("Court says otherwise").says("1 line differs");
        cora.fill(&format!("{line}/settle"), &[("holds", "message")]).is(422);
        cora.fill(&format!("{line}/settle"), &[("holds", "message"), ("why", "Heard it wrongly")]).is(303);
        cora.get(&line).is(200).says("Heard it wrongly").says("Settled");

        let other = format!("{DAY}/lines/{}", ids[0]);
        cora.fill(&format!("{other}/remove"), &[("why", "Listed elsewhere")]).is(303);
        cora.get(&format!("{DAY}?show=removed")).is(200).says("Zed Unheard");
        cora.fill_at(&other, &format!("{other}/put-back"), &[]).is(303);
        cora.get(&format!("{DAY}?show=removed")).is(200).says("Nobody was taken off");
        cora.get("/courts/B99ZZ/2026-11-24/lines/00000000-0000-7000-8000-000000000000").is(404);
        cora.get("/courts/NOPE1/2026-11-23").is(404);
        let tomorrow = "/courts/B99ZZ/2026-11-24";
        cora.fill(&format!("{tomorrow}/add"), &[("sitting", "morning"), ("who", "Later")]).is(303);
        let shown = cora.get(tomorrow).is(200);
        let id = shown.body.split("name=\"line\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        cora.fill(&format!("{tomorrow}/lines/{id}/result"), &[("result", "fine")]).is(422).says("has not been yet");
    });
}

#[test]
fn two_lines_that_became_one_persons_are_one_on_the_list_and_the_other_says_why() {
    on_each(|trial| {
        let house = &trial.site.house;
        court(house);
        let asker = store::Asker::system("trial");
        for last in ["Ashe", "Ash"] {
            let new = people::NewPerson {
                first_name: "Ada".into(),
                last_name: last.into(),
                born: Some(kernel::date(1990, 5, 6)),
                ..people::NewPerson::default()
            };
            house.write(&asker, |cx| people::create(cx, new.clone())).unwrap();
        }
        let mut cora = trial.signed_in("cora");
        for crn in ["T000001", "T000002"] {
            cora.fill(&format!("{DAY}/add"), &[("sitting", "morning"), ("crn", crn)]).is(303);
        }
        let lines = |page: &str| page.matches("name=\"line\" value=\"").count();
        assert_eq!(lines(&cora.get(DAY).is(200).body), 2);
        let (one, other) = ("T000001".parse().unwrap(), "T000002".parse().unwrap());
        house.write(&asker, |cx| people::merge(cx, &one, &other, "One person").map(drop)).unwrap();
        assert_eq!(lines(&cora.get(DAY).is(200).body), 1);
        cora.get(&format!("{DAY}?show=removed")).is(200).says("Ada Ashe");
        let listed = trial.call("GET", "/api/v1/courts/B99ZZ/days/2026-11-23", "").is(200).json();
        let listed: Vec<_> = listed["items"].as_array().unwrap().iter().map(|i| i["crn"].clone()).collect();
        assert_eq!(listed, ["T000001", "T000001"], "a removed line stays to be read");
    });
}

#[test]
fn programs_read_a_day_and_add_to_it() {
    on_each(|trial| {
        court(&trial.site.house);
        let at = "/api/v1/courts/B99ZZ/days/2026-11-23";
        trial.call("POST", at, &json!({"name": "Zed Unheard", "sitting": "morning"}).to_string()).is(201);
        trial.call("POST", at, &json!({"sitting": "noon"}).to_string()).is(422);
        let listed = trial.call("GET", at, "").is(200).json();
        assert_eq!(listed["items"][0]["name"], "Zed Unheard");
        assert_eq!(listed["items"][0]["tabs"], json!(["to-do", "added"]));
    });
}
