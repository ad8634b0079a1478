//! Whole stories in a real browser, as they are told in docs/flows, each in a file of its own. The main ones are told a
//! second time without JavaScript.

mod absence_to_breach;
mod absence_to_warning;
mod answers_to_risk;
mod early_end;
mod first_meeting;
mod nomination;
mod officer_leaves;
mod promised_start;
mod referral_to_end_report;
mod restorative;
mod waiting_list_to_review;
mod work_register;

use crate::server::World;
use serde_json::Value;
use std::path::Path;

/// Takes sample messages in, as an operator does, and gives the line that tells of each defendant.
fn ingest(world: &World, names: &[&str]) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/court");
    let files: Vec<String> = names.iter().map(|n| folder.join(n).display().to_string()).collect();
    let mut arguments = vec!["court", "ingest", "--today", crate::server::TODAY];
    arguments.extend(files.iter().map(String::as_str));
    let told = world.command(&arguments);
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
    let lines = String::from_utf8_lossy(&told.stdout).into_owned();
    lines.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

/// The CRN of the person whom these messages are about.
fn person_of(lines: &[Value]) -> String {
    let crn = lines.iter().rev().find_map(|line| line["crn"].as_str());
    crn.unwrap_or_else(|| panic!("nobody was recorded: {lines:?}")).to_owned()
}
