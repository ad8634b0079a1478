//! Adding, changing and retiring contact types and outcomes, each from a day on. Nothing is deleted, no past day is changed,
//! and a catalogue that would contradict itself on any day to come is refused. Entries that Throughcare writes by itself,
//! and outcomes that actions give, may be named anew and nothing else.

use super::{Catalogue, ContactType, Outcome, dated, read};
use crate::tables::ListChange;
use kernel::{Bilingual, Date, Refusal, Refusals};
use store::{Cx, Result, params};

/// An entry of one of the two lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Type(ContactType),
    Outcome(Outcome),
}

impl Entry {
    pub(crate) const TYPE: &'static str = "type";
    pub(crate) const OUTCOME: &'static str = "outcome";

    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Entry::Type(t) => &t.code,
            Entry::Outcome(o) => &o.code,
        }
    }

    #[must_use]
    pub fn name(&self) -> &Bilingual {
        match self {
            Entry::Type(t) => &t.name,
            Entry::Outcome(o) => &o.name,
        }
    }

    /// Offered on forms.
    #[must_use]
    pub fn is_offered(&self) -> bool {
        match self {
            Entry::Type(t) => t.selectable,
            Entry::Outcome(o) => o.selectable,
        }
    }

    /// Given by the program and not by people: only its name may change.
    #[must_use]
    pub fn is_by_program(&self) -> bool {
        match self {
            Entry::Type(t) => t.system,
            Entry::Outcome(o) => o.by_action(),
        }
    }

    pub(crate) fn what(&self) -> &'static str {
        match self {
            Entry::Type(_) => Entry::TYPE,
            Entry::Outcome(_) => Entry::OUTCOME,
        }
    }

    fn content(&self) -> serde_json::Value {
        match self {
            Entry::Type(t) => read::content_of_type(t),
            Entry::Outcome(o) => read::content_of_outcome(o),
        }
    }

    fn renamed(mut self, to: &Bilingual) -> Entry {
        match &mut self {
            Entry::Type(t) => t.name = to.clone(),
            Entry::Outcome(o) => o.name = to.clone(),
        }
        self
    }

    /// Puts it where its code stands, or at the end.
    pub(super) fn into_place(self, catalogue: &mut Catalogue) {
        match self {
            Entry::Type(new) => match catalogue.types.iter_mut().find(|t| t.code == new.code) {
                Some(known) => *known = new,
                None => catalogue.types.push(new),
            },
            Entry::Outcome(new) => match catalogue.outcomes.iter_mut().find(|o| o.code == new.code) {
                Some(known) => *known = new,
                None => catalogue.outcomes.push(new),
            },
        }
    }
}

/// Makes an entry be so from a day on. `is_new` says that its code must not be known yet; otherwise it must.
///
/// # Errors
/// Refusals: a day before today, no reason, no name in one of the languages, a code that is not fit, or a catalogue that
/// would contradict itself.
pub fn set_entry(cx: &mut Cx<'_>, entry: &Entry, from: Date, reason: &str, is_new: bool) -> Result<()> {
    cx.lock(kernel::ChainId::HOUSE)?;
    let today = cx.today();
    let all = dated(cx)?;
    let known = all.latest(entry.what(), today).into_iter().map(|(e, _)| e).find(|e| e.code() == entry.code());
    let mut wrong = plain_faults(entry, from, reason, today);
    match &known {
        Some(_) if is_new => {
            wrong.push(Refusal::new("code", "taken", "This code is in use: codes are never given twice"))
        }
        None if !is_new => return Err(store::Failure::NotFound),
        Some(known) if known.is_by_program() && known.clone().renamed(entry.name()) != *entry => {
            let words = "Throughcare gives this one by itself: only its names may change";
            wrong.push(Refusal::of_request("by_program", words));
        }
        _ => {}
    }
    if wrong.is_empty() {
        let days = std::iter::once(from).chain(all.days_after(from)).collect::<Vec<_>>();
        for day in days {
            let mut catalogue = Catalogue::clone(&*all.on(day)?);
            if day == from || all.rows_of(entry.what(), entry.code()).0.iter().all(|(row, _)| row.from_day <= from) {
                entry.clone().into_place(&mut catalogue);
            }
            if let Err(e) = read::check(&catalogue) {
                wrong.push(Refusal::of_request("contradiction", e.0));
                break;
            }
        }
    }
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    let words = match (is_new, entry.is_offered()) {
        (true, _) => "Added",
        (false, true) => "Changed",
        (false, false) if known.is_some_and(|k| k.is_offered()) => "Retired",
        (false, false) => "Changed",
    };
    let list = if entry.what() == Entry::TYPE { "contact type" } else { "outcome" };
    cx.describe(format!("{words} the {list} {}, {}, from {from}", entry.code(), entry.name().en), Some(reason.trim()));
    keep(cx, entry, from, reason)
}

fn keep(cx: &mut Cx<'_>, entry: &Entry, from_day: Date, reason: &str) -> Result<()> {
    let row = ListChange {
        what: entry.what().into(),
        code: entry.code().into(),
        from_day,
        content: entry.content(),
        author: cx.actor().name().to_owned(),
        reason: reason.trim().into(),
        recorded_at: cx.now(),
        version: 1,
    };
    // A second thought about the same day: the first stays in the history.
    match cx.get::<ListChange>(params![row.what, row.code, from_day])? {
        Some(known) => cx.update(&mut ListChange { version: known.version, ..row }),
        None => cx.insert(&row),
    }
}

fn plain_faults(entry: &Entry, from: Date, reason: &str, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    let code = entry.code();
    if !(2..=8).contains(&code.len()) || !code.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
        wrong.push(Refusal::new("code", "not_a_code", "Enter a code of 2 to 8 capital letters and digits, like CODC"));
    }
    for (field, text, words) in [
        ("name_en", &entry.name().en, "Enter the name in English"),
        ("name_cy", &entry.name().cy, "Enter the name in Welsh"),
    ] {
        if text.trim().is_empty() {
            wrong.push(Refusal::new(field, "missing", words));
        }
    }
    if from < today {
        let words = "Enter today or a later day: what was recorded before stays as it was";
        wrong.push(Refusal::new("from", "in_past", words));
    }
    if reason.trim().is_empty() {
        wrong.push(Refusal::new("reason", "missing", "Enter why the list changes"));
    }
    wrong
}
