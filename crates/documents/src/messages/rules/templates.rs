//! Words with places to fill: `{day}` is replaced by a fact, and a part in square brackets is left out where a fact in it is
//! missing, must not be shown, or would make a second text of one. Facts are text and nothing else: a brace in one stays a
//! brace.

use super::segments::length;
use kernel::Refusal;

/// The facts that words may ask for.
pub(crate) const FACTS: [(&str, &str); 5] = [
    ("day", "the day of the appointment"),
    ("time", "its time"),
    ("place", "the address of the office"),
    ("phone", "the number to call"),
    ("name", "the person’s first name"),
];

/// The facts that the words of one kind of message may ask for: those around a letter know of no appointment.
pub(crate) fn facts_of(code: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let letter = code.starts_with("letter_");
    FACTS.into_iter().filter(move |(name, _)| !letter || *name == "name")
}

/// One piece of a template.
enum Piece<'t> {
    Plain(&'t str),
    Fact(&'t str),
}

/// The parts of a template in order; true for those in brackets.
fn parts(template: &str) -> Result<Vec<(bool, &str)>, Refusal> {
    let unbalanced = || Refusal::new("template", "unbalanced", "Each [ needs its ], and none stands within another");
    let (mut parts, mut rest) = (Vec::new(), template);
    while let Some((before, after)) = rest.split_once('[') {
        let (inside, after) = after.split_once(']').ok_or_else(unbalanced)?;
        if before.contains(']') || inside.contains('[') {
            return Err(unbalanced());
        }
        parts.extend([(false, before), (true, inside)]);
        rest = after;
    }
    if rest.contains(']') {
        return Err(unbalanced());
    }
    parts.push((false, rest));
    Ok(parts)
}

fn pieces<'t>(part: &'t str, known: &dyn Fn(&str) -> bool) -> Result<Vec<Piece<'t>>, Refusal> {
    let wrong = |words: String| Refusal::new("template", "unknown_fact", words);
    let (mut pieces, mut rest) = (Vec::new(), part);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or_else(|| wrong("Each { needs its }".into()))?;
        if before.contains('}') {
            return Err(wrong("Each } needs its {".into()));
        }
        if !known(name) {
            return Err(wrong(format!("There is no fact called {{{name}}}")));
        }
        pieces.extend([Piece::Plain(before), Piece::Fact(name)]);
        rest = after;
    }
    if rest.contains('}') {
        return Err(wrong("Each } needs its {".into()));
    }
    pieces.push(Piece::Plain(rest));
    Ok(pieces)
}

/// Whether a template of this code can be filled.
///
/// # Errors
/// `missing`, `unbalanced`, `unknown_fact`.
pub(crate) fn check(code: &str, template: &str) -> Result<(), Refusal> {
    if template.trim().is_empty() {
        return Err(Refusal::new("template", "missing", "Enter the words of the message"));
    }
    for (_, part) in parts(template)? {
        pieces(part, &|name| facts_of(code).any(|(known, _)| known == name))?;
    }
    Ok(())
}

/// The guarded part of a word that stands in a text, whatever its case.
#[must_use]
pub(crate) fn guarded_word<'g>(text: &str, guarded: &'g [String]) -> Option<&'g str> {
    let text = kernel::fold(text);
    guarded.iter().map(String::as_str).find(|word| text.contains(&kernel::fold(word)) && !word.trim().is_empty())
}

/// One part filled; nothing when a fact is missing or may not be shown.
fn filled(part: &str, fact: &impl Fn(&str) -> Option<String>, guarded: &[String]) -> Result<Option<String>, Refusal> {
    let mut text = String::new();
    for piece in pieces(part, &|name| FACTS.iter().any(|(known, _)| *known == name))? {
        match piece {
            Piece::Plain(plain) => text.push_str(plain),
            Piece::Fact(name) => {
                match fact(name).filter(|f| !f.trim().is_empty() && guarded_word(f, guarded).is_none()) {
                    Some(found) => text.push_str(&found),
                    None => return Ok(None),
                }
            }
        }
    }
    Ok(Some(text))
}

/// Fills a template. With `one_text`, parts in brackets go, the first of them first, until the whole is one text; where
/// none of that makes it one, nothing more is left out.
///
/// # Errors
/// `no_fact` when a fact outside brackets is missing or may not be shown; as [`check`]; `guarded` when the words themselves
/// hold what must not be shown.
pub(crate) fn fill(
    template: &str,
    fact: impl Fn(&str) -> Option<String>,
    guarded: &[String],
    one_text: bool,
) -> Result<String, Refusal> {
    let mut texts: Vec<(bool, String)> = Vec::new();
    for (optional, part) in parts(template)? {
        match filled(part, &fact, guarded)? {
            Some(text) => texts.push((optional, text)),
            None if optional => {}
            None => {
                return Err(Refusal::of_request(
                    "no_fact",
                    "A fact that the words need is missing or may not be shown",
                ));
            }
        }
    }
    let joined = |leave: Option<usize>| {
        let kept = texts.iter().enumerate().filter(|(at, _)| Some(*at) != leave);
        kept.map(|(_, (_, text))| text.as_str()).collect::<String>()
    };
    let mut text = joined(None);
    if one_text && length(&text).segments > 1 {
        let optional = (0..texts.len()).filter(|at| texts.get(*at).is_some_and(|(optional, _)| *optional));
        let bare = || texts.iter().filter(|(optional, _)| !optional).map(|(_, text)| text.as_str()).collect::<String>();
        let shorter = optional.map(|at| joined(Some(at))).find(|t| length(t).segments == 1);
        let shorter = shorter.or_else(|| Some(bare()).filter(|t| length(t).segments == 1));
        text = shorter.unwrap_or(text);
    }
    match guarded_word(&text, guarded) {
        Some(word) => {
            Err(Refusal::of_request("guarded", format!("The words hold “{word}”, which others must not read")))
        }
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "Appointment on {day} at {time}[, {place}].[ Call {phone}.]";

    fn facts(place: &'static str) -> impl Fn(&str) -> Option<String> {
        move |name| match name {
            "day" => Some("Tuesday 24 November".into()),
            "time" => Some("10am".into()),
            "place" => Some(place.into()),
            _ => None,
        }
    }

    fn guarded() -> Vec<String> {
        vec!["probation".into()]
    }

    #[test]
    fn a_part_whose_fact_is_missing_is_left_out() {
        let text = fill(TEXT, facts("1 High Street"), &guarded(), true).unwrap();
        assert_eq!(text, "Appointment on Tuesday 24 November at 10am, 1 High Street.");
    }

    #[test]
    fn a_place_that_says_what_the_service_does_is_left_out() {
        let text = fill(TEXT, facts("Zedbury PROBATION Office"), &guarded(), true).unwrap();
        assert_eq!(text, "Appointment on Tuesday 24 November at 10am.");
        assert!(fill(TEXT, facts("Zedbury Probation Office"), &[], true).unwrap().contains("Probation"));
    }

    #[test]
    fn a_long_place_goes_before_a_second_text_is_needed() {
        let long = "The Old Corn Exchange and Assembly Rooms, Second Floor, 1217 to 1229 Lower Market Street North, Zedbury-on-the-Water, Zedshire";
        let text = fill(TEXT, facts(long), &guarded(), true).unwrap();
        assert_eq!(length(&text).segments, 1);
        assert!(!text.contains("Corn"), "{text}");
        assert!(fill(TEXT, facts(long), &guarded(), false).unwrap().contains("Corn"));
    }

    #[test]
    fn words_that_cannot_be_filled_are_refused_when_they_are_set() {
        for (template, code) in [
            ("Come on {weekday}", "unknown_fact"),
            ("Come [on {day}", "unbalanced"),
            ("Come [on [{day}]]", "unbalanced"),
            ("Come on {day", "unknown_fact"),
            ("Come on day}", "unknown_fact"),
            (" ", "missing"),
        ] {
            assert_eq!(check("reminder_text", template).unwrap_err().code, code, "{template}");
        }
        assert!(check("reminder_text", TEXT).is_ok());
        assert_eq!(check("letter_email", TEXT).unwrap_err().code, "unknown_fact");
        assert!(check("letter_email", "Hello {name}").is_ok());
    }

    #[test]
    fn guarded_words_are_found_whatever_their_case_and_marks() {
        assert_eq!(guarded_word("Your PROBATION officer", &guarded()), Some("probation"));
        assert_eq!(guarded_word("Your officer", &guarded()), None);
    }

    proptest! {
        #[test]
        fn a_fact_is_never_read_as_a_template(fact in "[\\[\\]{}a-z ]{1,20}") {
            prop_assume!(!fact.trim().is_empty());
            let text = fill("On {day}.", |_| Some(fact.clone()), &[], false).unwrap();
            prop_assert_eq!(text, format!("On {fact}."));
        }

        #[test]
        fn nothing_that_can_be_filled_holds_a_guarded_word(place in "[a-zA-Z ]{0,30}", phone in "[a-zA-Z0-9 ]{0,12}") {
            let fact = |name: &str| Some(match name { "place" => place.clone(), "phone" => phone.clone(), _ => "x".into() });
            if let Ok(text) = fill(TEXT, fact, &guarded(), true) {
                prop_assert!(!kernel::fold(&text).contains("probation"));
            }
        }
    }
}
