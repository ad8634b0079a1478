//! What the service does with a court's request for a report: assigned, taken on, closed, each undone.

use crate::invented::*;
use crate::site::on_each;
use kernel::{Crn, StaffId, date};
use organisation::{NewRegion, NewStaff, NewTeam, NewUnit, TeamPurpose};
use serde_json::{Value, json};
use store::{Asker, House};

pub(crate) fn asked_for(due: &str) -> Value {
    let asked = json!({"judicialResultId": "adj", "orderedDate": "2026-11-20", "resultText": "A - Adjournment",
        "nextHearing": {"adjournmentReason": "For a pre-sentence report to be prepared",
                         "listedStartDateTime": format!("{due}T10:00:00Z")}});
    let offences = vec![offence("d1o0", 1, vec![asked])];
    hearing("h0", "2026-11-20", "2026-11-20T12:00:00Z", vec![defendant("d1", offences)])
}

pub(crate) fn somebody(house: &House) -> StaffId {
    let from = date(2020, 1, 1);
    house
        .write(&Asker::system("trial"), |cx| {
            let region =
                NewRegion { code: "ZZR".into(), name: "Here".into(), serves_in_welsh: false, start_date: from };
            let region = organisation::add_region(cx, region)?.id;
            let unit = NewUnit { region, code: "ZZRA".into(), name: "Here".into(), start_date: from };
            let unit = organisation::add_unit(cx, unit)?.id;
            let team = NewTeam {
                unit,
                code: "ZZRAC1".into(),
                name: "Courts".into(),
                purpose: TeamPurpose::Court,
                telephone: None,
                email: None,
                start_date: from,
            };
            let team = organisation::open_team(cx, team)?.id;
            let staff = NewStaff {
                code: "ZZRA01".into(),
                forename: "Wilma".into(),
                surname: "Reporter".into(),
                grade: "PO".into(),
                weekly_minutes: 2_220,
                telephone: None,
                email: None,
                team,
                start_date: from,
            };
            Ok(organisation::add_staff(cx, staff)?.id)
        })
        .unwrap()
}

#[test]
fn a_request_is_given_to_somebody_taken_on_closed_and_each_is_undone() {
    on_each(|trial| {
        let house = &trial.site.house;
        let mut cora = trial.signed_in("cora");
        trial.call("POST", "/api/v1/court/messages", &asked_for("2026-12-11").to_string()).is(200);
        cora.get("/court/reports").is(200).says("in 14 working days").says("Nobody");
        cora.get("/court/reports?show=unassigned").is(200).says("T000001");
        cora.get("/court/reports?show=mine").is(200);
        let listed = trial.call("GET", "/api/v1/court/report-requests", "").is(200).json();
        let id = listed["items"][0]["id"].as_str().unwrap().to_owned();
        let page = format!("/people/T000001/report-requests/{id}");

        let staff = somebody(house);
        cora.get(&page).is(200).says("Wilma Reporter");
        let assign = format!("{page}/assign");
        cora.fill_at(&page, &assign, &[("staff", &staff.to_string())]).is(303);
        cora.get("/court/reports").is(200).says("Wilma Reporter");
        cora.get("/court/reports?show=unassigned").is(200).says("Every open request has somebody");
        assert_eq!(house.read(&Asker::system("trial"), |cx| court::my_requests(cx, staff, 10)).unwrap().len(), 1);

        let supervised = || {
            house
                .read(&Asker::system("trial"), |cx| {
                    let crn: Crn = "T000001".parse().unwrap();
                    let keys = people::open(cx, &crn)?.keys;
                    Ok(sentences::supervision(cx, &keys)?.map(|s| s.basis.code()))
                })
                .unwrap()
        };
        assert_eq!(supervised(), None);
        cora.fill_at(&page, &format!("{page}/take-on"), &[]).is(303);
        assert_eq!(supervised(), Some("pre-sentence"));
        cora.get(&page).is(200).says("Since 23 November 2026");
        cora.fill(&format!("{page}/give-back"), &[("reason", "Asked for by another area")]).is(303);
        assert_eq!(supervised(), None);

        let close = format!("{page}/close");
        cora.fill(&close, &[]).is(422).says("Select why it is closed");
        cora.fill(&close, &[("reason", "done"), ("note", "Sent on Friday")]).is(303);
        cora.get("/court/reports").is(200).says("No court waits for a report");
        cora.get("/court/reports?show=closed").is(200).says("The report was done");
        cora.get(&page).is(200).says("Sent on Friday");
        trial.call("POST", &format!("/api/v1{page}/close"), "{\"reason\": \"done\"}").is(403);
        cora.fill(&format!("{page}/reopen"), &[("reason", "It came back")]).is(303);
        cora.get("/court/reports").is(200).says("T000001");
        trial.call("POST", "/api/v1/court/messages", &asked_for("2026-12-11").to_string()).is(200);
        cora.get("/court/reports").is(200).says("Wilma Reporter");
    });
}
