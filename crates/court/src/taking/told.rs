//! What a message tells of a person's life besides who they are: parent or guardian, occupation, disability, and what they
//! need in court. Only what a court says in words that the cards know is sorted; the rest keeps the court's words.

use crate::reading::{Associated, Identity};
use kernel::fold;
use people::NewEntry;

pub(super) fn entries(identity: &Identity) -> Vec<NewEntry> {
    let mut entries: Vec<NewEntry> = identity.associated.iter().filter_map(relation).collect();
    entries.extend(identity.occupation.as_deref().and_then(occupation));
    entries.extend(identity.disability.as_deref().and_then(disability));
    entries.extend(identity.needs.as_deref().and_then(need));
    entries
}

fn filled(card: &'static str, cells: Vec<(&'static str, Option<String>)>) -> NewEntry {
    let cells = cells.into_iter().filter_map(|(column, text)| text.map(|t| (column, t))).collect();
    NewEntry { card, cells }
}

/// Parents and guardians; an interpreter is told by the language.
fn relation(associated: &Associated) -> Option<NewEntry> {
    let role = fold(&associated.role);
    let (parent, guardian) = (role.contains("parent"), role.contains("guardian"));
    let (kind, words) = match (parent, guardian) {
        (true, true) => ("parent", Some("Parent or guardian")),
        (true, false) => ("parent", None),
        (false, true) => ("guardian", None),
        (false, false) => return None,
    };
    let details = &associated.details;
    let name = details.name.to_string();
    let phone = |kind: &str| details.phones.iter().find(|(k, _)| *k == kind).map(|(_, number)| number.clone());
    let address = details.address.as_ref().map(|a| {
        let lines = a.lines.iter().cloned().chain(a.postcode.clone());
        lines.collect::<Vec<_>>().join("\n")
    });
    (!name.is_empty()).then(|| {
        filled(
            "family",
            vec![
                ("kind", Some(kind.to_owned())),
                ("relationship", words.map(str::to_owned)),
                ("name", Some(name)),
                ("born", details.born.map(|day| day.to_string())),
                ("telephone", phone("mobile").or_else(|| phone("home")).or_else(|| phone("work"))),
                ("email", details.emails.first().cloned()),
                ("address", address.filter(|a| !a.is_empty())),
            ],
        )
    })
}

fn is_nothing(words: &str) -> bool {
    matches!(fold(words).as_str(), "" | "n" | "no" | "none" | "not known" | "unknown" | "n a" | "not applicable")
}

/// An occupation told in court says nothing of hours, so only its plainest words are sorted.
fn occupation(words: &str) -> Option<NewEntry> {
    let said = fold(words);
    let kind = match said.as_str() {
        _ if is_nothing(words) => return None,
        "unemployed" | "not employed" => "employment-none",
        "student" => "education",
        _ if said.contains("self employed") => "employment-self",
        _ => "other",
    };
    let detail = if kind == "other" { format!("Occupation: {words}") } else { words.to_owned() };
    Some(filled("circumstances", vec![("kind", Some(kind.into())), ("detail", Some(detail))]))
}

fn disability(words: &str) -> Option<NewEntry> {
    if is_nothing(words) || fold(words) == "no disability" {
        return None;
    }
    let known = [
        ("deaf", "hearing"),
        ("hearing", "hearing"),
        ("blind", "sight"),
        ("sight", "sight"),
        ("visual", "sight"),
        ("wheelchair", "mobility"),
        ("mobility", "mobility"),
        ("speech", "speech"),
        ("autis", "autism"),
        ("adhd", "adhd"),
        ("dyslexi", "learning-difficulty"),
        ("learning difficult", "learning-difficulty"),
        ("learning", "learning"),
        ("mental", "mental-health"),
    ];
    let kind = first_known(words, &known);
    // A bare yes says no more than that there is one.
    let said = if matches!(fold(words).as_str(), "y" | "yes" | "true") { "Told of in court, not which" } else { words };
    Some(filled("disabilities", vec![("kind", Some(kind)), ("condition", Some(said.to_owned()))]))
}

fn need(words: &str) -> Option<NewEntry> {
    if is_nothing(words) {
        return None;
    }
    let known = [
        ("large print", "large-print"),
        ("easy read", "easy-read"),
        ("braille", "braille"),
        ("sign language", "bsl"),
        ("bsl", "bsl"),
        ("loop", "loop"),
        ("wheelchair", "step-free"),
        ("step free", "step-free"),
        ("quiet", "quiet"),
    ];
    Some(filled("adjustments", vec![("kind", Some(first_known(words, &known))), ("note", Some(words.to_owned()))]))
}

fn first_known(words: &str, known: &[(&str, &str)]) -> String {
    let said = fold(words);
    known.iter().find(|(word, _)| said.contains(word)).map_or("other", |(_, kind)| kind).to_owned()
}
