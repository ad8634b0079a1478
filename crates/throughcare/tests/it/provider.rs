//! Somebody who works for a provider, at every route of the program: their own referrals open, and everything else is closed
//! to them, whatever the address says.

use crate::server::{Account, World};
use crate::visitor::{Answer, Visitor};
use kernel::Permission;
use std::collections::BTreeSet;
use throughcare::rooms;
use web::Method;

const NOBODY: &str = "0198aaaa-0000-7000-8000-000000000001";

fn ids(answer: &Answer, before: &str) -> BTreeSet<String> {
    let parts = answer.body.split(before).skip(1);
    parts.filter_map(|part| part.get(..36)).filter(|id| id.matches('-').count() == 4).map(str::to_owned).collect()
}

/// The address of a route about a person and a referral.
fn address(route: &str, crn: &str, referral: &str) -> String {
    let parts = route.split('/').map(|part| match part {
        "{crn}" => crn,
        "{id}" => referral,
        part if part.starts_with('{') => NOBODY,
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The CRN of a person whom the provider works with, as the officer's list tells it.
fn crn_of(list: &Answer, referral: &str) -> Option<String> {
    let (before, _) = list.body.split_once(&format!("/referrals/{referral}"))?;
    before.rsplit("/people/").next().map(str::to_owned)
}

#[test]
fn a_provider_finds_every_route_closed_but_its_own() {
    let world = World::demo();
    let server = world.serve();
    let mut provider = Visitor::signed_in(&server.address, &Account::PROVIDER);
    let mut manager = Visitor::signed_in(&server.address, &Account::MANAGER);
    let open = provider.get("/provider").expect(200);
    let own: BTreeSet<String> = [open, provider.get("/provider?show=over").expect(200)]
        .iter()
        .flat_map(|page| ids(page, "/provider/referrals/"))
        .collect();
    assert!(own.len() >= 6, "{own:?}");
    let list = manager.get("/interventions?whose=team").expect(200);
    let theirs: Vec<String> = ids(&list, "/referrals/").into_iter().filter(|id| !own.contains(id)).collect();
    assert!(!theirs.is_empty(), "the team has no referral to another provider");
    let mine = own.iter().find(|id| crn_of(&list, id).is_some()).expect("a referral that both see");
    let crn = crn_of(&list, mine).unwrap_or_default();
    for route in rooms::routes() {
        if matches!(route.permission, Permission::Anyone | Permission::SignedIn) {
            continue;
        }
        let delivers = route.permission == Permission::DeliverServices;
        let referral = if delivers { theirs[0].as_str() } else { mine.as_str() };
        let path = address(route.path, &crn, referral);
        let answer = match route.method {
            Method::Get => provider.get(&path),
            Method::Post => provider.post_form(&path, &[]),
            _ => continue,
        };
        let own_list = delivers && path == "/provider";
        let closed = matches!(answer.status, 401 | 403 | 404);
        assert!(own_list || closed, "{} {path}: {}", route.method.name(), answer.status);
        // What is refused says nothing of the person.
        assert!(own_list || !answer.body.contains("Date of birth"), "{path}");
    }
    for id in &own {
        provider.get(&format!("/provider/referrals/{id}")).expect(200);
    }
}
