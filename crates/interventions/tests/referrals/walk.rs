//! What a provider can open: its own referrals and nothing else, never somebody restricted.

use crate::world::*;
use access::{BarrierKind, NewBarrier, set_barrier};
use kernel::date;
use web::Method;

#[test]
fn a_provider_sees_its_own_referrals_and_another_providers_are_pages_that_do_not_exist() {
    on_each(|world| {
        let id = world.referred();
        let (mut wanda, mut olive) = (world.trial.signed_in("wanda"), world.trial.signed_in("olive"));
        wanda.get(&format!("/provider/referrals/{id}")).is(200);
        olive.get("/provider").is(200).says("No referral is open");
        for rest in ["", "/assign", "/sessions/new", "/sessions/past", "/plan", "/report", "/messages/new", "/withdraw"]
        {
            olive.get(&format!("/provider/referrals/{id}{rest}")).is(404);
        }
        let token = olive.get("/provider").body;
        let csrf = token.split("name=\"csrf\" value=\"").nth(1).and_then(|t| t.split('"').next()).unwrap_or_default();
        let pairs = [("csrf", csrf), ("reason", "moved"), ("request_key", "trial-key-of-a-stranger")];
        let sent = olive.post(&format!("/provider/referrals/{id}/withdraw"), &pairs);
        assert!([403, 404, 422].contains(&sent.status), "{}", sent.status);
        assert!(world.whole(id).referral.state.is_open());
    });
}

#[test]
fn every_other_page_of_these_rooms_is_closed_to_a_provider() {
    on_each(|world| {
        world.referred();
        let mut wanda = world.trial.signed_in("wanda");
        let rooms = [
            people::routes(),
            sentences::routes(),
            contacts::routes(),
            assessment::routes(),
            provision::routes(),
            documents::routes(),
            interventions::routes(),
        ];
        let crn = world.crn.to_string();
        for route in rooms.concat().iter().filter(|r| r.method == Method::Get && !r.path.starts_with("/provider")) {
            let path = route.path.replace("{crn}", &crn);
            let path: String = path
                .split('/')
                .map(|part| if part.starts_with('{') { "0198aaaa-0000-7000-8000-000000000001" } else { part })
                .collect::<Vec<_>>()
                .join("/");
            if matches!(route.permission, kernel::Permission::Anyone | kernel::Permission::SignedIn) {
                continue;
            }
            let status = wanda.get(&path).status;
            assert!([401, 403, 404].contains(&status), "{path}: {status}");
        }
    });
}

#[test]
fn a_restricted_person_is_shown_to_no_provider_but_whom_the_barrier_names() {
    on_each(|world| {
        let id = world.referred();
        let barrier = |readers: Vec<uuid::Uuid>| NewBarrier {
            kind: BarrierKind::Restriction,
            readers,
            start_on: date(2026, 11, 1),
            end_on: None,
            reason: "Known to staff".into(),
            message: "Ask the manager of Wexmere 1".into(),
        };
        let priya = world.read(|cx| access::user_of_login(cx, "priya")).unwrap().id;
        let made = world.write(|cx| set_barrier(cx, world.keys.survivor, &barrier(vec![priya.0])));
        let mut wanda = world.trial.signed_in("wanda");
        let list = wanda.get("/provider").is(200);
        assert!(!list.body.contains("Jo Invented"));
        list.says("Restricted");
        let own = format!("/provider/referrals/{id}");
        let page = wanda.get(&own).is(403);
        assert!(!page.body.contains("Jo Invented"));
        let worker = world.worker.0;
        world.write(|cx| access::set_readers(cx, world.keys.survivor, made.id, &[priya.0, worker], "Let through"));
        wanda.get(&own).is(200).says("Jo Invented");
    });
}

#[test]
fn what_a_provider_reads_is_written_down_like_any_other_read() {
    on_each(|world| {
        let id = world.referred();
        let mut wanda = world.trial.signed_in("wanda");
        wanda.get(&format!("/provider/referrals/{id}")).is(200);
        let sql = "SELECT count(*) FROM access_log WHERE person_id = $1 AND actor_id = $2 AND manner = 'read'";
        let person = world.keys.survivor;
        let worker = world.worker.0;
        let reads = world.read(|cx| cx.count(sql, &[person.into(), worker.into()]));
        assert!(reads >= 1);
    });
}

#[test]
fn somebody_whose_account_is_linked_to_no_provider_is_told_so() {
    on_each(|world| {
        let worker = world.worker;
        world.write(|cx| access::set_provider(cx, worker, None, "Left"));
        let mut wanda = world.trial.signed_in("wanda");
        wanda.get("/provider").is(403).says("not linked to a provider");
        let staff = world.read(|cx| access::user_of_login(cx, "priya")).unwrap().id;
        let provider = world.providers[0];
        let codes = world.refused(|cx| access::set_provider(cx, staff, Some(provider), "No"));
        assert_eq!(codes, ["is_staff"]);
    });
}
