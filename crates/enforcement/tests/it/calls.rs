//! Programs do what people do on pages: powers, early ends, milestones, and the pack of a breach up to the court.

use crate::early::done;
use crate::served::*;
use kernel::Permission;
use serde_json::json;

#[test]
fn a_program_takes_a_pack_from_its_parts_to_the_court_and_nobody_agrees_to_their_own() {
    on_each(|world| {
        world.meeting(kernel::date(2026, 11, 16), "UAAB");
        let officer = world.trial.program(&[Permission::ReadPeople, Permission::Enforce]);
        let manager = world.trial.program(&[Permission::ReadPeople, Permission::Oversee]);
        let all = format!("/api/v1{}", world.path("/breaches"));
        let new =
            json!({ "order": world.order.to_string(), "reason": "Missed without a reason", "aware_on": "2026-11-23" });
        let made = officer.post(&all, &new).is(201).json();
        let at = format!("{all}/{}", made["id"].as_str().unwrap());
        let pack = officer.get(&format!("{at}/pack")).is(200).json();
        assert!(!pack["missing"].as_array().unwrap().is_empty(), "{pack}");
        officer.post(&format!("{at}/pack/submit"), &json!({})).is(422);
        for part in ["engagement", "excuse", "proposal"] {
            let words = json!({ "words": format!("Words on {part}") });
            officer.call_if("PUT", &format!("{at}/pack/{part}"), 0, &words).is(200);
            officer.call_if("PUT", &format!("{at}/pack/{part}"), 9, &words).is(409);
        }
        officer.call_if("PUT", &format!("{at}/pack/nothing"), 0, &json!({ "words": "x" })).is(404);
        officer.post(&format!("{at}/notice"), &json!({})).is(200);
        let version = officer.get(&at).is(200).json()["version"].as_i64().unwrap();
        officer.call_if("POST", &format!("{at}/pack/submit"), version + 5, &json!({})).is(409);
        officer.call_if("POST", &format!("{at}/pack/submit"), version, &json!({})).is(200);
        officer.post(&format!("{at}/pack/check"), &json!({ "agreed": true })).is(403);
        manager.post(&format!("{at}/pack/check"), &json!({ "agreed": false })).is(422);
        manager.post(&format!("{at}/pack/check"), &json!({ "agreed": true })).is(200);
        let sent = officer.post(&format!("{at}/pack/send"), &json!({})).is(200).json();
        assert_eq!(sent["state"], "sent");
        let pack = officer.get(&format!("{at}/pack")).is(200).json();
        assert!(pack["sha256"].is_string() && pack["document"].is_string(), "{pack}");
        officer.post(&format!("{at}/lay"), &json!({ "on": "tomorrow" })).is(422).says("2026-12-07");
        officer.post(&format!("{at}/lay"), &json!({ "on": "2026-11-23" })).is(200);
        let listed = officer.post(&format!("{at}/hearing"), &json!({ "on": "2026-12-03" })).is(200).json();
        assert_eq!((&listed["state"], &listed["hearing_on"]), (&json!("listed"), &json!("2026-12-03")));

        // The court's day leads to the pack, and the team's page counts what waits.
        let court = world.read(organisation::courts)[0].id;
        let of_day = |on| world.read(|cx| enforcement::breach::court_day_panel(cx, court, on)).into_string();
        let panel = of_day(kernel::date(2026, 12, 3));
        assert!(panel.contains("Jo Invented") && panel.contains("/pack"), "{panel}");
        assert_eq!(of_day(kernel::date(2026, 12, 4)), "");
        let team = world.read(organisation::teams)[0].id;
        let panel = world.read(|cx| enforcement::team_panel(cx, team)).into_string();
        assert!(panel.contains("failure waits"), "{panel}");
    });
}

#[test]
fn a_program_reads_why_a_power_may_be_used_uses_it_and_takes_it_back() {
    on_each(|world| {
        let officer = world.trial.program(&[Permission::ReadPeople, Permission::Enforce]);
        let all = format!("/api/v1{}", world.path("/powers"));
        let told = officer.get(&all).is(200).json();
        let powers = told["orders"][0]["powers"].as_array().unwrap();
        let of = |code: &str| powers.iter().find(|p| p["code"] == code).unwrap();
        assert_eq!(of("instruct-activity")["verdict"], "allowed");
        assert!(powers.iter().filter(|p| p["proposed"] == true).all(|p| p["verdict"] == "not-allowed"));
        let mut new = json!({ "order": world.order.to_string(), "power": "instruct-activity", "starts_on": "2026-11-23",
            "reason_code": "need-open", "reason": "The need is open", "words": "" });
        officer.post(&all, &new).is(422).says("what the person is told");
        new["words"] = "Come to the group".into();
        let used = officer.post(&all, &new).is(201).json();
        assert!(used["notice"].is_string());
        let at = format!("{all}/{}", used["id"].as_str().unwrap());
        officer.get(&at).is(200).says("Come to the group");
        officer.call_if("POST", &format!("{at}/undo"), 7, &json!({ "why": "Full" })).is(409);
        let undone = officer.call_if("POST", &format!("{at}/undo"), 1, &json!({ "why": "Full" })).is(200).json();
        assert_eq!((&undone["undone_on"], &undone["undone_why"]), (&json!("2026-11-23"), &json!("Full")));
        world.trial.program(&[Permission::ReadPeople]).post(&all, &new).is(403);
    });
}

#[test]
fn a_program_decides_an_early_end_and_gives_a_certificate() {
    on_each(|world| {
        done(world);
        let officer = world.trial.program(&[Permission::ReadPeople, Permission::Enforce]);
        let manager = world.trial.program(&[Permission::ReadPeople, Permission::Oversee]);
        let all = format!("/api/v1{}", world.path("/early-ends"));
        let found = officer.get(&all).is(200).json();
        let at = format!("{all}/{}", found["early_ends"][0]["id"].as_str().unwrap());
        let mut word = json!({ "agreed": true, "ends_on": "2026-12-01", "answers": { "review-court": false } });
        manager.post(&format!("{at}/decision"), &word).is(422).says("Is any further instruction to attend needed?");
        word["answers"]["instructions-needed"] = false.into();
        officer.post(&format!("{at}/decision"), &word).is(403);
        let agreed = manager.post(&format!("{at}/decision"), &word).is(200).json();
        assert_eq!((&agreed["state"], &agreed["ends_on"]), (&json!("agreed"), &json!("2026-12-01")));
        officer.post(&format!("{at}/end"), &json!({})).is(422);
        world.go(kernel::date(2026, 12, 1));
        assert_eq!(officer.post(&format!("{at}/end"), &json!({})).is(200).json()["state"], "ended");

        let milestones = format!("/api/v1{}", world.path("/milestones"));
        let reached = officer.get(&milestones).is(200).json();
        let order_done = reached["milestones"].as_array().unwrap().iter().find(|m| m["code"] == "order-done").unwrap();
        let at = format!("{milestones}/{}", order_done["id"].as_str().unwrap());
        officer.post(&format!("{at}/give"), &json!({ "gives": "cake" })).is(422);
        let given = officer.post(&format!("{at}/give"), &json!({ "gives": "certificate" })).is(200).json();
        assert!(given["document"].is_string() && given["state"] == "given");
        officer.post(&format!("{at}/leave"), &json!({ "why": "No" })).is(422);
    });
}
