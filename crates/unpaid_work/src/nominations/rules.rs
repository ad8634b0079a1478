//! What may be done with a nomination when, what is lacking before it is accepted, which others it resembles, and how words of
//! the public are kept harmless. Pure.

use super::records::{AnswerKind, Consultation, Deed, NominationState, Step};
use kernel::{Date, Refusal, words};
use std::collections::BTreeSet;

/// Where a deed leads; nothing when it cannot be done.
pub(crate) fn next(state: NominationState, deed: Deed) -> Option<NominationState> {
    use NominationState as S;
    match deed {
        Deed::Receive => None,
        Deed::Compare | Deed::Visit | Deed::Safety | Deed::Ask => state.is_undecided().then_some(S::Looking),
        // Answers come late, too: they are kept and change nothing.
        Deed::Answer => Some(if state == S::New { S::Looking } else { state }),
        // What is lacking is told in words of its own.
        Deed::Accept => state.is_undecided().then_some(S::Accepted),
        Deed::Decline => (state.is_undecided() || state == S::Accepted).then_some(S::Declined),
        Deed::Reopen => (state == S::Declined).then_some(S::Looking),
        Deed::MakeProject => (state == S::Accepted).then_some(S::Project),
        Deed::Finish => (state == S::Project).then_some(S::Done),
        Deed::Tell => (!state.is_undecided()).then_some(state),
        Deed::StopWriting => Some(state),
        Deed::Forget => matches!(state, S::Declined | S::Done).then_some(state),
    }
}

pub(crate) fn refusal(state: NominationState, deed: Deed) -> Refusal {
    let words =
        format!("This nomination is {}: “{}” cannot be recorded now", state.words().to_lowercase(), deed.words());
    Refusal::of_request("not_now", words)
}

/// The steps without which nothing is accepted.
pub(crate) const BEFORE_ACCEPTING: [Deed; 3] = [Deed::Compare, Deed::Visit, Deed::Safety];

/// What is lacking before a nomination can be accepted.
pub(crate) fn lacking(steps: &[Step], asked: &[Consultation], today: Date) -> Vec<Refusal> {
    // What was looked at before it was opened again still counts; only its decision does not.
    let mut wrong = Vec::new();
    for deed in BEFORE_ACCEPTING {
        let last = steps.iter().rfind(|s| s.deed == deed);
        match last {
            None => wrong.push(Refusal::of_request("step_missing", format!("{} first", imperative(deed)))),
            Some(step) if step.well == Some(false) => {
                wrong.push(Refusal::of_request("step_against", against(deed)));
            }
            Some(_) => {}
        }
    }
    for open in asked.iter().filter(|c| c.answered_on.is_none() && c.answer_by >= today) {
        let words = format!("{} has until {} to answer", open.whom, words::day(open.answer_by));
        wrong.push(Refusal::of_request("answer_open", words));
    }
    wrong
}

fn imperative(deed: Deed) -> &'static str {
    match deed {
        Deed::Compare => "Compare it with other nominations",
        Deed::Visit => "Visit the place",
        _ => "Look at health and safety",
    }
}

fn against(deed: Deed) -> &'static str {
    match deed {
        Deed::Compare => "It was nominated before: do not take it on, and name the other nomination",
        Deed::Visit => "The visit found that the work would not suit. Visit again, or do not take it on",
        _ => "It cannot be done safely. Look again, or do not take it on",
    }
}

/// True when somebody who was asked objects: the decision then answers it in words.
pub(crate) fn objected(asked: &[Consultation]) -> bool {
    asked.iter().any(|c| c.answer == Some(AnswerKind::Objects))
}

/// What makes two nominations resemble each other.
#[derive(Clone, Debug)]
pub(crate) struct Likeness<'a> {
    pub(crate) what: &'a str,
    pub(crate) place: &'a str,
    pub(crate) postcode: Option<&'a str>,
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

fn word_set(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|w| w.chars().count() > 3).collect()
}

/// Why two nominations may be one; nothing when they are not alike.
pub(crate) fn alike(a: &Likeness<'_>, b: &Likeness<'_>) -> Option<&'static str> {
    let postcode = |l: &Likeness<'_>| l.postcode.map(bare).filter(|p| !p.is_empty());
    if let (Some(one), Some(other)) = (postcode(a), postcode(b))
        && one == other
    {
        return Some("The same postcode");
    }
    let (one, other) = (word_set(a.place), word_set(b.place));
    let shared = one.intersection(&other).count();
    let least = one.len().min(other.len());
    // One word, such as “road”, is no likeness.
    if shared >= 2 && shared * 2 >= least {
        return Some("Words of the place are the same");
    }
    let (one, other) = (word_set(a.what), word_set(b.what));
    let (shared, all) = (one.intersection(&other).count(), one.union(&other).count());
    (shared >= 3 && shared * 2 >= all).then_some("Words of the work are the same")
}

/// Words of the public as text that does no harm wherever it is shown: control characters become the pictures that Unicode
/// has for them, and marks that turn the direction of writing become their numbers. Everything else stays as it was typed.
#[must_use]
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\t' => out.push(c),
            '\u{7f}' => out.push('\u{2421}'),
            c if u32::from(c) < 0x20 => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
            c if c.is_control()
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}') =>
            {
                out.push_str(&format!("[U+{:04X}]", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// Letters and digits that nobody takes for another: no 0, O, 1, I, L, nor vowels that make words.
const ALPHABET: &[u8; 24] = b"23456789BCDFGHJKMNPQRSTW";

/// Some letters from some bytes, in groups of four.
#[must_use]
pub(crate) fn spoken(bytes: &[u8], letters: usize) -> String {
    let mut out = String::new();
    for (at, byte) in bytes.iter().take(letters).enumerate() {
        if at > 0 && at % 4 == 0 {
            out.push('-');
        }
        let index = usize::from(*byte) % ALPHABET.len();
        out.push(ALPHABET.get(index).map_or('2', |b| char::from(*b)));
    }
    out
}

/// What somebody typed for a reference or secret word, as it was given out.
#[must_use]
pub(crate) fn as_given(typed: &str) -> String {
    let bare: Vec<char> = typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    bare.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
