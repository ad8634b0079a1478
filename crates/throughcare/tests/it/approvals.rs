//! A manager's decisions in one queue: a band that an officer proposed is refused where it stands, and nowhere else.

use crate::server::{Account, World};
use crate::visitor::{Form, Visitor};

/// The first form of the queue that decides about one kind of thing.
fn form_about(body: &str, about: &str) -> Vec<(String, String)> {
    let forms = Form::all(body, "/approvals");
    let mut filled = forms.iter().map(|form| form.filled(&[]));
    let is_about = |pairs: &Vec<(String, String)>| pairs.iter().any(|(n, v)| n == "about" && v == about);
    filled.find(is_about).unwrap_or_else(|| panic!("nothing about a {about} waits"))
}

#[test]
fn a_manager_decides_on_a_band_in_the_queue_and_says_why_beside_it() {
    let world = World::demo();
    let server = world.serve();
    let mut manager = Visitor::signed_in(&server.address, &Account::MANAGER);
    let page = manager.get("/approvals").expect(200);
    assert!(page.body.contains("Bands proposed") && page.body.contains("How bands were moved"), "{}", page.body);
    let mut fields = form_about(&page.body, "band");
    let id = fields.iter().find(|(n, _)| n == "id").map(|(_, v)| v.clone()).expect("the proposal's id");
    let reason = format!("reason-{id}");
    fields.retain(|(n, _)| *n != reason && n != "decision");
    let with = |fields: &[(String, String)], why: &str| {
        let own = [(reason.clone(), why.to_owned()), ("decision".to_owned(), "refuse".to_owned())];
        [fields, &own[..]].concat()
    };
    let refused = manager.post_form("/approvals", &with(&fields, "")).expect(422);
    assert!(refused.body.contains(&format!("href=\"#{reason}\"")), "the refusal leads to this decision's reason");
    let mut fields = form_about(&refused.body, "band");
    fields.retain(|(n, _)| *n != reason && n != "decision");
    manager.post_form("/approvals", &with(&fields, "The friends are back, but he has not been arrested")).expect(303);
    let after = manager.get("/approvals").expect(200);
    assert!(!after.body.contains(&id), "what was decided waits no more");
    let mut officer = Visitor::signed_in(&server.address, &Account::PRACTITIONER);
    officer.get("/approvals").expect(403);
}
