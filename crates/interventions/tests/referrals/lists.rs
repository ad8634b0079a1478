//! Calls for programs, needs that are not met, and the account that is linked to a provider.

use crate::world::*;
use interventions::*;
use kernel::Permission;
use serde_json::json;

#[test]
fn a_program_refers_reads_and_withdraws_by_version() {
    on_each(|world| {
        let program = world.trial.program(&[Permission::ReadPeople, Permission::Refer]);
        let at = format!("/api/v1/people/{}/referrals", world.crn);
        let body = json!({
            "offer": world.housing.to_string(),
            "requirement": world.requirement.to_string(),
            "reason": "Sleeps on a friend’s sofa",
            "needs": [{ "need": "accommodation", "complexity": "high", "outcomes": ["settled-home"] }],
            "send": ["telephone"],
        });
        let made = program.post(&at, &body).is(201).json();
        assert_eq!((made["state"].as_str(), made["due_on"].as_str()), (Some("sent"), Some("2026-12-07")));
        program.post(&at, &body).is(422).says("already");
        let one = format!("{at}/{}", made["id"].as_str().unwrap());
        assert_eq!(program.get(&at).is(200).json()["referrals"].as_array().unwrap().len(), 1);
        let stop = json!({ "reason": "moved" });
        program.call_if("POST", &format!("{one}/withdraw"), 7, &stop).is(409);
        let version = program.get(&one).is(200).json()["version"].as_i64().unwrap();
        let ended = program.call_if("POST", &format!("{one}/withdraw"), version, &stop).is(200).json();
        assert_eq!(ended["state"].as_str(), Some("withdrawn"));
        let reader = world.trial.program(&[Permission::ReadPeople]);
        reader.post(&at, &body).is(403);
    });
}

#[test]
fn an_administrator_links_an_account_to_a_provider_with_a_reason() {
    on_each(|world| {
        access::trial::user(world.house(), "ada", "administrator");
        access::trial::user(world.house(), "nina", "provider");
        let nina = world.read(|cx| access::user_of_login(cx, "nina")).unwrap().id;
        let mut ada = world.trial.signed_in("ada");
        let at = format!("/admin/users/{nina}/provider");
        let provider = world.providers[1].to_string();
        ada.get(&format!("/admin/users/{nina}")).is(200).says("Works for a provider");
        ada.fill(&at, &[("provider", &provider), ("reason", "")]).is(422);
        ada.fill(&at, &[("provider", &provider), ("reason", "Joined The Orchard")]).is(303);
        assert_eq!(world.read(|cx| access::provider_of_user(cx, nina)), Some(world.providers[1]));
        let mut nina = world.trial.signed_in("nina");
        nina.get("/provider").is(200).says("The Orchard");
    });
}

#[test]
fn what_waits_stands_on_the_first_page_of_officer_and_manager() {
    on_each(|world| {
        let id = world.referred();
        let line = |world: &World| {
            let (own, teams) = (world.officer, [world.team]);
            world.read(|cx| referral_work(cx, Some(own), &teams))
        };
        assert!(line(world).own.is_empty() && line(world).teams.is_empty());
        world.write(|cx| write_message(cx, &world.keys, id, MessageKind::PersonComplains, "Nobody rings back"));
        assert!(line(world).own.is_empty());
        world.go(kernel::date(2026, 12, 8));
        let late = line(world).teams;
        assert_eq!(late.iter().map(|r| r.id).collect::<Vec<_>>(), [id]);
    });
}
