//! A project from its beneficiary to its end, over HTTP and for programs.

use super::world::{TODAY, fill, on_each};
use kernel::{Permission, date};
use serde_json::json;
use unpaid_work::projects::{fit_on, project};

/// What the form of a project takes, for a project on Mondays.
const PROJECT: &[(&str, &str)] = &[
    ("name", "Canal path"),
    ("code", "wex-01"),
    ("kind", "group"),
    ("work", "Clears the path and paints the railings"),
    ("town", "Wexmere"),
    ("places", "8"),
    ("from-1", "9am"),
    ("to-1", "4pm"),
    ("supervised_by", "service"),
    ("needs", "lifting"),
];

#[test]
fn a_project_is_added_assessed_changed_and_ended_and_nobody_works_where_nothing_is_assessed() {
    on_each(|w| {
        let mut una = w.trial.signed_in("una");
        una.get("/unpaid-work/projects").is(200).says("There is no project here");
        let to = una
            .fill("/unpaid-work/beneficiaries/new", &[("name", "Friends of the canal"), ("kind", "charity")])
            .is(303)
            .to;
        let whom = to.rsplit('/').next().unwrap().to_owned();
        let unit = w.unit.to_string();
        let typed = [PROJECT, &[("unit", &unit), ("beneficiary", &whom)]].concat();
        let start = [("start_date", date(2026, 11, 2))];
        let nobody: Vec<(&str, &str)> = typed.iter().copied().filter(|(n, _)| *n != "beneficiary").collect();
        fill(&mut una, "/unpaid-work/projects/new", &nobody, &start).is(422).says("Choose for whom the group works");
        let over: Vec<(&str, &str)> =
            typed.iter().map(|(n, v)| if *n == "to-1" { (*n, "2am") } else { (*n, *v) }).collect();
        fill(&mut una, "/unpaid-work/projects/new", &over, &start).is(422).says("before midnight");
        let to = fill(&mut una, "/unpaid-work/projects/new", &typed, &start).is(303).to;
        fill(&mut una, "/unpaid-work/projects/new", &typed, &start)
            .is(422)
            .says("WEX-01 is the code of another project");
        let id = to.rsplit('/').next().unwrap().parse().unwrap();
        una.get(&to)
            .is(200)
            .says("Nothing is assessed: no session can be planned")
            .says("Monday 9am to 4pm, 8 places")
            .says("Friends of the canal");
        assert_eq!(w.read(|cx| fit_on(cx, id, TODAY)).len(), 2);
        for kind in ["risk", "health-and-safety"] {
            let assessment = [
                ("kind", kind),
                ("assessed_by", "Sam Example, safety officer"),
                ("hazards", "Deep water: nobody within two metres"),
            ];
            let days = [("assessed_on", TODAY), ("valid_until", date(2027, 6, 30))];
            fill(&mut una, &format!("{to}/assess"), &assessment, &days).is(303);
        }
        let half = [("kind", "risk"), ("assessed_by", "Sam"), ("hazards", "Deep water")];
        let days = [("assessed_on", TODAY), ("valid_until", date(2027, 6, 30))];
        fill(&mut una, &format!("{to}/assess"), &half, &days).is(422).says("Each hazard needs what is done about it");
        assert!(w.read(|cx| fit_on(cx, id, TODAY)).is_empty());
        assert_eq!(w.read(|cx| fit_on(cx, id, date(2026, 11, 24)))[0].code, "not_a_day");
        let assessment = w.read(|cx| project(cx, id)).assessments[0].id;
        una.fill(&format!("{to}/assessments/{assessment}"), &[("why", "The bank has slipped")]).is(303);
        assert_eq!(w.read(|cx| fit_on(cx, id, TODAY)).len(), 1);
        let (first, late) = (una.get(&format!("{to}/edit")).is(200), una.get(&format!("{to}/edit")).is(200));
        let mut changed: Vec<(&str, &str)> = typed.iter().copied().filter(|(n, _)| *n != "name").collect();
        changed.extend([
            ("name", "Canal and lock"),
            ("start_date-day", "2"),
            ("start_date-month", "11"),
            ("start_date-year", "2026"),
            ("from-6", "10am"),
            ("to-6", "2pm"),
            ("room-6", "5"),
        ]);
        una.press_on(&first, &format!("{to}/edit"), &changed).is(303);
        una.press_on(&late, &format!("{to}/edit"), &[&changed[..], &[("tools", "Spades")]].concat())
            .is(409)
            .says("What stands there now")
            .says("Canal and lock");
        una.get(&to).is(200).says("Saturday 10am to 2pm, 5 places");
        fill(&mut una, &format!("/unpaid-work/beneficiaries/{whom}/end"), &[("why", "Closed")], &[("end_date", TODAY)])
            .is(422)
            .says("end the project first");
        let news = [("hours", "120"), ("words", "The path is open again"), ("told_how", "At a meeting")];
        let days = [("from", date(2026, 11, 2)), ("until", TODAY), ("told_on", TODAY)];
        fill(&mut una, &format!("/unpaid-work/beneficiaries/{whom}/news"), &news, &days).is(303);
        una.get("/unpaid-work/beneficiaries").is(200).says("120 hours").says("23 Nov 2026");
        fill(&mut una, &format!("{to}/end"), &[("reason", "finished")], &[("end_date", TODAY)]).is(303);
        una.get(&to).is(200).says("The work is done");
        w.trial.signed_in("priya").get("/unpaid-work/projects").is(403);
    });
}

#[test]
fn a_partner_s_project_needs_an_agreement_and_an_insurance_that_stands() {
    on_each(|w| {
        let id = w.project_with("WEX-02", |facts| {
            facts.supervised_by = unpaid_work::projects::SupervisedBy::Partner;
        });
        let mut una = w.trial.signed_in("una");
        let path = format!("/unpaid-work/projects/{id}");
        una.get(&path).is(200).says("Nothing is agreed with the partner");
        let typed = [("partner", "Wexmere hospice shops"), ("supervisor", "Ann Example")];
        let days = [
            ("signed_on", TODAY),
            ("checked_on", TODAY),
            ("insurance_seen_on", TODAY),
            ("review_on", date(2027, 11, 1)),
        ];
        let over = [&days[..], &[("insurance_until", date(2026, 11, 1))]].concat();
        fill(&mut una, &format!("{path}/agree"), &typed, &over)
            .is(422)
            .says("The insurance had ended when it was seen");
        let good = [&days[..], &[("insurance_until", date(2026, 12, 31))]].concat();
        fill(&mut una, &format!("{path}/agree"), &typed, &good).is(303);
        let codes = |on| w.read(|cx| fit_on(cx, id, on)).into_iter().map(|r| r.code).collect::<Vec<_>>();
        assert_eq!(codes(date(2026, 12, 28)), ["not_assessed", "not_assessed"]);
        assert_eq!(codes(date(2027, 1, 4)), ["not_assessed", "not_assessed", "not_insured"]);
        una.get("/unpaid-work/projects").is(200).says("Insurance of Wexmere hospice shops ends");
    });
}

#[test]
fn programs_keep_projects_by_the_version_that_they_read() {
    on_each(|w| {
        let id = w.project("WEX-03", 8);
        let program = w.trial.program(&[Permission::RunUnpaidWork]);
        let list = program.get("/api/v1/unpaid-work/projects?day=2026-11-24").is(200).json();
        let one = &list["items"][0];
        assert_eq!((one["code"].as_str(), one["days"][0]["start_time"].as_str()), (Some("WEX-03"), Some("09:00")));
        assert_eq!(one["unfit"].as_array().unwrap().len(), 3);
        let body = json!({ "code": "WEX-03", "name": "Towpath", "kind": "group", "unit": w.unit.to_string(), "beneficiary": one["beneficiary"],
            "work": "Clears it", "supervised_by": "service", "places": 6, "start_date": "2026-01-05",
            "days": [{ "weekday": 3, "start_time": "22:00", "end_time": "02:00", "places": 6 }] });
        let path = format!("/api/v1/unpaid-work/projects/{id}");
        let no = program.call_if("PUT", &path, 1, &body).is(422).json();
        assert!(no.to_string().contains("ends_before_start"), "{no}");
        let mut body = body;
        body["days"][0]["end_time"] = "23:00".into();
        assert_eq!(program.call_if("PUT", &path, 1, &body).is(200).json()["version"], 2);
        program.call_if("PUT", &path, 1, &body).is(409);
        let end = json!({ "end_date": "2026-11-30", "reason": "finished" });
        assert_eq!(program.call_if("POST", &format!("{path}/end"), 2, &end).is(200).json()["end_date"], "2026-11-30");
    });
}
