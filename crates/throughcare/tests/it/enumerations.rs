//! What must not be forgotten, walked from the same lists that the binary is wired from.

use kernel::Permission;
use migrations::trial::{Rooms, assert_schema, on_both};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use throughcare::rooms;
use web::Method;

fn reference(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference").join(name)
}

fn kept(name: &str) -> String {
    std::fs::read_to_string(reference(name)).unwrap_or_default()
}

#[test]
fn the_access_matrix_lists_every_route_with_its_permission() {
    let matrix = kept("access-matrix.md");
    let missing: Vec<String> =
        rooms::access_matrix().lines().filter(|line| !matrix.contains(line)).map(str::to_owned).collect();
    assert!(missing.is_empty(), "run `cargo xtask matrix`, and look at the difference:\n{}", missing.join("\n"));
    let lines = |text: &str| text.lines().filter(|l| l.starts_with("| `")).count();
    assert_eq!(lines(&matrix), lines(&rooms::access_matrix()), "a route went; run `cargo xtask matrix`");
}

#[test]
fn the_steps_to_spread_the_tables_name_every_table() {
    let now = throughcare::spread::steps(&rooms::tables());
    assert!(kept("spreading-the-tables.md") == now, "run `cargo xtask spread`, and look at the difference");
}

#[test]
fn the_api_is_described_by_the_kept_document() {
    let now = web::open_api(&rooms::routes());
    let kept: serde_json::Value = serde_json::from_str(&kept("openapi.json")).unwrap_or_default();
    assert!(kept == now, "run `cargo xtask openapi`, and look at the difference");
}

#[test]
fn every_api_route_is_described_and_no_page_is() {
    for route in rooms::routes() {
        assert_eq!(route.is_api(), route.doc.is_some(), "{} {}", route.method.name(), route.path);
    }
}

#[test]
fn whatever_is_read_is_described_as_answering_something() {
    let described = web::open_api(&rooms::routes());
    let paths = described["paths"].as_object().unwrap();
    let silent: Vec<&String> = paths
        .iter()
        .filter(|(_, methods)| !methods["get"]["responses"]["204"].is_null())
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "say what these answer: {silent:?}");
}

#[test]
fn what_anybody_may_call_without_signing_in_is_a_short_list() {
    let open: BTreeSet<&str> =
        rooms::routes().iter().filter(|r| r.permission == Permission::Anyone).map(|r| r.path).collect();
    let allowed = [
        "/api/openapi.json",
        "/calendar/{file}",
        "/health",
        "/help",
        "/help/accessibility",
        "/help/privacy",
        "/metrics",
        "/nominate",
        "/nominate/follow",
        "/nominate/nearby",
        "/sign-in",
        "/sign-out",
    ];
    let more: Vec<_> = open.iter().filter(|path| !allowed.contains(path)).collect();
    assert!(more.is_empty(), "open to everybody: {more:?}");
}

#[test]
fn a_route_stands_once_in_the_list() {
    let mut seen = BTreeSet::new();
    for route in rooms::routes() {
        assert!(seen.insert((route.path, route.method.name())), "{} {} twice", route.method.name(), route.path);
    }
}

/// Forms without a page of their own: a single button, where nothing can be mistyped.
const BUTTONS: &[&str] = &[
    "/account/calendar/revoke",
    "/account/sign-out-everywhere",
    "/admin/clients/{id}/secret",
    "/admin/users/{id}/password",
    "/admin/users/{id}/sign-out",
    "/admin/users/{id}/unlock",
    "/admin/webhooks/{id}/stop",
    "/drafts",
    "/drafts/discard",
    "/handover/{crn}/accept",
    "/people/{crn}/breaches/{id}/notice",
    "/people/{crn}/breaches/{id}/send",
    "/people/{crn}/breaches/{id}/submit",
    "/people/{crn}/early-ends/{id}/end",
    "/people/{crn}/offences/{offence}/main",
    "/people/{crn}/offences/{offence}/remove",
    "/people/{crn}/programmes/{id}/end-requirement",
    "/people/{crn}/referrals/{id}/read",
    "/people/{crn}/risk/scores/again",
    "/people/{crn}/suggestions/{id}/accept",
    "/people/{crn}/suggestions/{id}/decline",
    "/performance/count",
    "/sign-out",
    "/restorative/{id}/lead",
    "/start-dates/keep",
    "/unpaid-work/sessions/{session}/stand-down",
];

#[test]
fn every_form_that_changes_something_has_a_page_to_come_back_to() {
    let routes = rooms::routes();
    let pages: BTreeSet<&str> = routes.iter().filter(|r| r.method == Method::Get).map(|r| r.path).collect();
    let posts = routes.iter().filter(|r| r.method == Method::Post && !r.is_api());
    let without: Vec<&str> = posts.map(|r| r.path).filter(|path| !pages.contains(path)).collect();
    let unknown: Vec<_> = without.iter().filter(|path| !BUTTONS.contains(path)).collect();
    assert!(unknown.is_empty(), "no page shows these forms again when they are refused: {unknown:?}");
}

#[test]
fn both_databases_have_the_tables_that_the_rooms_declare() {
    let tables = rooms::tables();
    let mut names = BTreeSet::new();
    for table in &tables {
        assert!(names.insert(table.name), "two rooms declare {}", table.name);
    }
    on_both(&Rooms { tables: tables.clone(), ..Rooms::default() }, kernel::date(2026, 11, 23), |house| {
        assert_schema(&house, &tables);
    });
}
