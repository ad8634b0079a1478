//! Adding, changing and retiring entries of the lists, each from a day on. Codes are never given twice, past days stay as they
//! were, and what the program gives by itself is renamed at most.

use super::rows::{ListRow, ListSet, dated};
use kernel::{Date, Refusal, Refusals};
use serde_json::{Value as Json, json};
use store::{Cx, Failure, Result, params};

/// Reasons that actions give by themselves.
pub(crate) const BY_PROGRAM: &[&str] = &["deleted-by-court", "copies-decided", "order-ended"];

/// An entry as somebody wants it to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewEntry {
    pub code: String,
    pub en: String,
    pub cy: String,
    pub offered: bool,
    /// For an end reason: `order`, `requirement`, `event`, `offence`.
    pub of: Vec<String>,
    /// For an end reason: everything was done.
    pub completed: bool,
    /// For a key date: of custodial sentences only.
    pub custodial: bool,
}

/// Makes an entry be so from a day on.
///
/// # Errors
/// Refusals: a day before today, no reason, no name in one of the languages, a code that is not fit, taken or the program's.
pub fn set_list_entry(
    cx: &mut Cx<'_>,
    set: ListSet,
    entry: &NewEntry,
    from_day: Date,
    reason: &str,
    is_new: bool,
) -> Result<()> {
    cx.lock(kernel::ChainId::HOUSE)?;
    let today = cx.today();
    // A house that was never seeded works by the shipped lists; from its first row on, rows say everything.
    super::seed_unsaid(cx)?;
    let all = dated(cx)?;
    let known = all.rows_of(set, &entry.code).first().map(|row| (*row).clone());
    let mut wrong = faults(set, entry, from_day, reason, today);
    match &known {
        Some(_) if is_new => {
            wrong.push(Refusal::new("code", "taken", "This code is in use: codes are never given twice"))
        }
        None if !is_new => return Err(Failure::NotFound),
        Some(_) if BY_PROGRAM.contains(&entry.code.as_str()) && !entry.offered => {
            wrong.push(Refusal::of_request("by_program", "Throughcare gives this one by itself: it cannot be retired"));
        }
        _ => {}
    }
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    let verb = match (is_new, entry.offered) {
        (true, _) => "Added",
        (false, true) => "Changed",
        (false, false) => "Retired",
    };
    let list = if set == ListSet::EndReason { "end reason" } else { "key date" };
    cx.describe(format!("{verb} the {list} {}, {}, from {from_day}", entry.code, entry.en), Some(reason.trim()));
    let row = ListRow {
        set_name: set,
        code: entry.code.clone(),
        from_day,
        place: known.as_ref().map_or_else(|| all.last_place(set) + 1, |row| row.place),
        content: content(set, entry, known.as_ref().map(|row| &row.content)),
        author: cx.actor().name().to_owned(),
        reason: reason.trim().into(),
        recorded_at: cx.now(),
        version: 1,
    };
    match cx.get::<ListRow>(params![set, entry.code, from_day])? {
        Some(same_day) => cx.update(&mut ListRow { version: same_day.version, ..row }),
        None => cx.insert(&row),
    }
}

/// What the law ties to a known entry (its days, its sort of sentence) stays as it is.
fn content(set: ListSet, entry: &NewEntry, known: Option<&Json>) -> Json {
    let mut content = known.cloned().unwrap_or_else(|| json!({}));
    content["code"] = json!(entry.code);
    content["en"] = json!(entry.en.trim());
    content["cy"] = json!(entry.cy.trim());
    content["offered"] = json!(entry.offered);
    match set {
        ListSet::EndReason => {
            content["of"] = json!(entry.of);
            content["completed"] = json!(entry.completed);
        }
        ListSet::KeyDate => content["custodial"] = json!(entry.custodial),
    }
    content
}

fn faults(set: ListSet, entry: &NewEntry, from_day: Date, reason: &str, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    let fits = |c: char| match set {
        ListSet::EndReason => c.is_ascii_lowercase() || c == '-',
        ListSet::KeyDate => c.is_ascii_uppercase() || c.is_ascii_digit(),
    };
    if !(2..=30).contains(&entry.code.len()) || !entry.code.chars().all(fits) {
        let words = match set {
            ListSet::EndReason => "Enter a code of small letters and hyphens, like moved-abroad",
            ListSet::KeyDate => "Enter a code of capital letters and digits, like SED",
        };
        wrong.push(Refusal::new("code", "not_a_code", words));
    }
    for (field, text, words) in
        [("name_en", &entry.en, "Enter the name in English"), ("name_cy", &entry.cy, "Enter the name in Welsh")]
    {
        if text.trim().is_empty() {
            wrong.push(Refusal::new(field, "missing", words));
        }
    }
    if set == ListSet::EndReason && entry.of.is_empty() {
        wrong.push(Refusal::new("of", "missing", "Select what may end so"));
    }
    if from_day < today {
        wrong.push(Refusal::new(
            "from",
            "in_past",
            "Enter today or a later day: what was recorded before stays as it was",
        ));
    }
    if reason.trim().is_empty() {
        wrong.push(Refusal::new("reason", "missing", "Enter why the list changes"));
    }
    wrong
}
