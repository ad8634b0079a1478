//! The documents of a breach: the notice to the person, and the pack as it was sent. Their words are filled from the record by
//! the room of documents.

use super::pack::{Pack, pack};
use super::store::Whole;
use documents::Letter;
use kernel::DocumentId;
use people::OpenPerson;
use serde_json::{Value, json};
use store::{Cx, Result};

/// What is not there is left out.
fn put(facts: &mut Value, name: &str, value: Option<String>) {
    if let (Some(object), Some(value)) = (facts.as_object_mut(), value) {
        object.insert(name.to_owned(), value.into());
    }
}

fn failures(pack: &Pack) -> Vec<Value> {
    pack.failures.iter().map(|day| json!({ "day": day.to_string(), "what": what_of(pack, *day) })).collect()
}

/// The same with what the person said of each, for the court.
fn failures_with_words(pack: &Pack) -> Vec<Value> {
    let mut rows = failures(pack);
    for (row, day) in rows.iter_mut().zip(&pack.failures) {
        let said: Vec<&str> = pack.said.iter().filter(|(on, _)| on == day).map(|(_, words)| words.as_str()).collect();
        put(row, "explanation", (!said.is_empty()).then(|| said.join(" ")));
    }
    rows
}

/// What the chronology says of the day of a failure.
fn what_of(pack: &Pack, day: kernel::Date) -> String {
    let of_day = pack.chronology.iter().filter(|line| line.on == day);
    let told = of_day.clone().find(|line| line.failure).or_else(|| of_day.clone().find(|line| line.outcome.is_some()));
    told.map_or_else(
        || "Did not comply".to_owned(),
        |line| match &line.outcome {
            Some(outcome) => format!("{}: {}", line.what, outcome.to_lowercase()),
            None => line.what.clone(),
        },
    )
}

/// Makes the document of a pack that is being sent.
pub(super) fn write_pack(cx: &mut Cx<'_>, open: &OpenPerson, whole: &mut Whole) -> Result<()> {
    let pack = pack(cx, open, whole)?;
    let warnings: Vec<Value> =
        pack.warnings.iter().map(|day| json!({ "day": day.to_string(), "what": "Warning under the order" })).collect();
    let chronology: Vec<Value> = pack
        .chronology
        .iter()
        .map(|line| {
            let mut row = json!({ "day": line.on.to_string(), "what": line.what });
            put(&mut row, "outcome", line.outcome.clone());
            row
        })
        .collect();
    let part = |code: &str| pack.parts.iter().find(|p| p.part == code).map(|p| p.words.clone());
    let mut facts = json!({ "failures": failures_with_words(&pack), "warnings": warnings, "chronology": chronology });
    put(&mut facts, "court", pack.court.clone());
    put(&mut facts, "hearing_on", whole.breach.hearing_on.map(|day| day.to_string()));
    put(&mut facts, "engagement", part("engagement"));
    put(&mut facts, "circumstances", part("excuse"));
    put(&mut facts, "proposal", part("proposal"));
    whole.breach.pack_document = Some(written(cx, open, whole, "breach_pack", facts)?);
    cx.update(&mut whole.breach)
}

/// Makes the notice that tells the person that it goes back to court.
pub(super) fn write_notice(cx: &mut Cx<'_>, open: &OpenPerson, whole: &mut Whole) -> Result<()> {
    let pack = pack(cx, open, whole)?;
    let mut facts = json!({ "failures": failures(&pack), "reason": whole.breach.reason });
    put(&mut facts, "court", whole.breach.court_name.clone());
    put(&mut facts, "hearing_on", whole.breach.hearing_on.map(|day| day.to_string()));
    whole.breach.notice_document = Some(written(cx, open, whole, "breach_notice", facts)?);
    cx.update(&mut whole.breach)
}

fn written(cx: &mut Cx<'_>, open: &OpenPerson, whole: &Whole, template: &str, facts: Value) -> Result<DocumentId> {
    let about = Some(("breach", whole.breach.id.0));
    documents::write(cx, &Letter { template, person: open.keys.survivor, about, language: None, facts })
}
