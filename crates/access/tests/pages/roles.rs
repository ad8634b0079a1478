//! Roles over HTTP: changed in two pages with a reason, never so that nobody may administer. Restrictions by the API.

use crate::world::on_each;
use kernel::Permission;

#[test]
fn an_administrator_changes_what_a_role_may_do_in_two_pages_and_it_holds_at_once() {
    on_each(|trial| {
        let (mut root, mut priya) = (trial.signed_in("root"), trial.signed_in("priya"));
        assert_eq!(priya.get("/people/T000001").status, 200);
        let chosen = root.fill("/admin/roles/practitioner/permissions", &[("permission", "record-contacts")]);
        assert!(chosen.to.starts_with("/admin/roles/practitioner/confirm?"), "{}", chosen.body);
        let confirm = root.get(&chosen.to);
        assert!(confirm.body.contains("Find people and read") || confirm.body.contains("find people and read"));
        assert_eq!(priya.get("/people/T000001").status, 200, "nothing has changed yet");
        let saved = root.press(&chosen.to, "/admin/roles/practitioner/confirm", &[("reason", "Trial")]);
        assert_eq!((saved.status, saved.to.as_str()), (303, "/admin/roles/practitioner"), "{}", saved.body);
        assert_eq!(priya.get("/people/T000001").status, 403);
        let history = root.get("/admin/roles/practitioner").body;
        assert!(
            history.contains("no longer") && history.contains("Trial") && history.contains("The root"),
            "{history}"
        );
    });
}

#[test]
fn the_last_role_that_may_administer_keeps_that_permission() {
    on_each(|trial| {
        let mut root = trial.signed_in("root");
        let chosen = root.fill("/admin/roles/administrator/permissions", &[("permission", "read-people")]);
        let refused = root.press(&chosen.to, "/admin/roles/administrator/confirm", &[("reason", "A slip")]);
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains("Give somebody else the role of administrator first"), "{}", refused.body);
        assert_eq!(root.get("/admin").status, 200);
    });
}

#[test]
fn of_two_administrators_who_change_a_role_the_second_is_told() {
    on_each(|trial| {
        let mut root = trial.signed_in("root");
        let path = "/admin/roles/reader/permissions";
        let mine = root.fill(path, &[("permission", "read-people"), ("permission", "record-contacts")]);
        let theirs = root.fill(path, &[("permission", "read-events")]);
        let confirm = "/admin/roles/reader/confirm";
        assert_eq!(root.press(&theirs.to, confirm, &[("reason", "First")]).status, 303);
        let second = root.press(&mine.to, confirm, &[("reason", "Second")]);
        assert_eq!(second.status, 409, "{}", second.body);
    });
}

#[test]
fn a_role_is_added_and_its_code_is_its_own() {
    on_each(|trial| {
        let mut root = trial.signed_in("root");
        let typed = [("name", "Duty officer"), ("code", "duty-officer"), ("purpose", "Sees whoever comes")];
        let added = root.fill("/admin/roles/new", &typed);
        assert_eq!(added.to, "/admin/roles/duty-officer/permissions", "{}", added.body);
        let again = root.fill("/admin/roles/new", &typed);
        assert!(again.status == 422 && again.body.contains("Another role has this code"), "{}", again.body);
        let bad = root.fill("/admin/roles/new", &[("name", "X"), ("code", "Ünï!"), ("purpose", "X")]);
        assert!(bad.body.contains("small letters and hyphens"), "{}", bad.body);
    });
}

#[test]
fn a_program_restricts_a_record_by_the_same_rules_as_the_pages() {
    on_each(|trial| {
        let program = trial.program(&[Permission::RestrictPeople]);
        let call = |method: &str, path: &str, version: Option<i64>, body: serde_json::Value| {
            let (key, version) = (format!("{method}{path}{body}"), version.map(|v| format!("\"{v}\"")));
            let mut headers = vec![("idempotency-key", key.as_str())];
            headers.extend(version.iter().map(|v| ("if-match", v.as_str())));
            let page = program.call(method, path, &headers, &body);
            (page.status, page.json())
        };
        let list = "/api/v1/people/T000001/restrictions";
        let new =
            serde_json::json!({"kind": "exclusion", "users": ["Priya"], "reason": "Her cousin", "message": "Ask Meg"});
        let (status, made) = call("POST", list, None, new);
        assert_eq!(status, 201, "{made}");
        assert_eq!(trial.signed_in("priya").get("/people/T000001").status, 403);
        let unknown = serde_json::json!({"kind": "exclusion", "users": ["nobody"], "reason": "R", "message": "M"});
        let (status, told) = call("POST", list, None, unknown);
        assert!(status == 422 && told.to_string().contains("There is no user nobody"), "{told}");
        let end = format!("{list}/{}/end", made["id"].as_str().unwrap());
        let why = serde_json::json!({"reason": "She moved"});
        assert_eq!(call("POST", &end, Some(7), why.clone()).0, 409);
        let (status, ended) =
            call("POST", &end, made["version"].as_i64(), serde_json::json!({"reason": "She has moved"}));
        assert_eq!((status, ended["holds"].as_bool()), (200, Some(false)), "{ended}");
        assert_eq!(trial.signed_in("priya").get("/people/T000001").status, 200);
        let (_, all) = call("GET", list, None, serde_json::Value::Null);
        assert_eq!(all["items"].as_array().map(Vec::len), Some(1));
    });
}
