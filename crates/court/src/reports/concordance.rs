//! A proposal held against the sentence that the court passed: the sentence itself, then requirement by requirement. Pure;
//! it knows no database and judges neither the court nor the author.

use super::records::ProposedRequirement;
use law::{Law, Term};
use serde::{Deserialize, Serialize};

/// How something passed compares with what was proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Same,
    /// The court asked for less than was proposed.
    Less,
    /// The court asked for more.
    More,
    /// Neither more nor less: something else.
    Other,
}

impl Verdict {
    /// The word kept in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Less => "less",
            Verdict::More => "more",
            Verdict::Other => "other",
        }
    }

    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Same => "As proposed",
            Verdict::Less => "Less than proposed",
            Verdict::More => "More than proposed",
            Verdict::Other => "Something else",
        }
    }

    /// Of a code kept.
    #[must_use]
    pub fn of(code: &str) -> Option<Verdict> {
        [Verdict::Same, Verdict::Less, Verdict::More, Verdict::Other].into_iter().find(|v| v.code() == code)
    }
}

/// One side: what was proposed, or what was passed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compares {
    /// Code of a sentence type.
    pub sentence: String,
    /// Code of a requirement type and its length.
    pub requirements: Vec<(String, Option<Term>)>,
}

impl Compares {
    /// The proposal of a report.
    #[must_use]
    pub fn proposed(sentence: &str, lines: &[ProposedRequirement]) -> Compares {
        let length = |line: &ProposedRequirement| line.length.as_deref().and_then(|text| text.parse().ok());
        Compares {
            sentence: sentence.to_owned(),
            requirements: lines.iter().map(|line| (line.kind.clone(), length(line))).collect(),
        }
    }
}

/// One requirement, proposed or passed or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub kind: String,
    /// The length, or "no length"; none when it was not proposed.
    pub proposed: Option<String>,
    /// None when it was not passed.
    pub passed: Option<String>,
    pub verdict: Verdict,
}

/// The whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    pub proposed: String,
    pub passed: String,
    /// Of the sentence alone.
    pub sentence: Verdict,
    pub lines: Vec<Line>,
    pub overall: Verdict,
}

/// How far a sentence goes; by its attributes, never its code.
fn reach(law: &Law, code: &str) -> Option<u8> {
    let kind = law.sentence(code)?;
    Some(match (kind.custodial() && !kind.suspended(), kind.suspended(), kind.community()) {
        (true, ..) => 3,
        (_, true, _) => 2,
        (_, _, true) => 1,
        _ => 0,
    })
}

/// Two lengths of one type; other when their units cannot be compared.
fn of_lengths(proposed: Option<Term>, passed: Option<Term>) -> Verdict {
    let (Some(one), Some(two)) = (proposed, passed) else {
        return if proposed == passed { Verdict::Same } else { Verdict::Other };
    };
    if one == two {
        return Verdict::Same;
    }
    let by_number = |a: Option<u32>, b: Option<u32>| a.zip(b).map(|(a, b)| a.cmp(&b));
    let start = kernel::date(2001, 1, 1);
    let order = by_number(one.whole_hours(), two.whole_hours())
        .or_else(|| by_number(one.whole_days(), two.whole_days()))
        .or_else(|| {
            (one.whole_hours().is_none() && two.whole_hours().is_none())
                .then(|| one.after(start).cmp(&two.after(start)))
        });
    match order {
        Some(std::cmp::Ordering::Less) => Verdict::More,
        Some(std::cmp::Ordering::Greater) => Verdict::Less,
        Some(std::cmp::Ordering::Equal) => Verdict::Same,
        None => Verdict::Other,
    }
}

fn shown(length: Option<Term>) -> String {
    length.map_or_else(|| "No length".to_owned(), |term| term.to_string())
}

/// Compares.
#[must_use]
pub fn compare(law: &Law, proposed: &Compares, passed: &Compares) -> Compared {
    let sentence = match (reach(law, &proposed.sentence), reach(law, &passed.sentence)) {
        _ if proposed.sentence == passed.sentence => Verdict::Same,
        (Some(one), Some(two)) if one < two => Verdict::More,
        (Some(one), Some(two)) if one > two => Verdict::Less,
        (Some(_), Some(_)) => Verdict::Same,
        _ => Verdict::Other,
    };
    let mut left = passed.requirements.clone();
    let mut lines: Vec<Line> = Vec::new();
    for (kind, length) in &proposed.requirements {
        let found = left.iter().position(|(k, _)| k == kind).map(|at| left.remove(at).1);
        let verdict = found.map_or(Verdict::Less, |passed| of_lengths(*length, passed));
        let (proposed, passed) = (Some(shown(*length)), found.map(shown));
        lines.push(Line { kind: kind.clone(), proposed, passed, verdict });
    }
    lines.extend(left.into_iter().map(|(kind, length)| Line {
        kind,
        proposed: None,
        passed: Some(shown(length)),
        verdict: Verdict::More,
    }));
    let overall = overall(sentence, &lines);
    Compared { proposed: proposed.sentence.clone(), passed: passed.sentence.clone(), sentence, lines, overall }
}

fn overall(sentence: Verdict, lines: &[Line]) -> Verdict {
    if sentence != Verdict::Same {
        return sentence;
    }
    let has = |verdict| lines.iter().any(|line| line.verdict == verdict);
    match (has(Verdict::Less), has(Verdict::More), has(Verdict::Other)) {
        (false, false, false) => Verdict::Same,
        (true, false, false) => Verdict::Less,
        (false, true, false) => Verdict::More,
        _ => Verdict::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn side(sentence: &str, requirements: &[(&str, &str)]) -> Compares {
        let requirements = requirements.iter().map(|(k, l)| ((*k).to_owned(), l.parse().ok())).collect();
        Compares { sentence: sentence.into(), requirements }
    }

    #[test]
    fn a_sentence_is_compared_by_its_reach_and_then_requirement_by_requirement() {
        let law = Law::shipped();
        let base: &[(&str, &str)] = &[("RAR", "20 days"), ("UPW", "80 hours")];
        for (passed, verdict) in [
            (side("CO", base), Verdict::Same),
            (side("CO", &[("UPW", "80 hours"), ("RAR", "20 days")]), Verdict::Same),
            (side("CO", &[("RAR", "15 days"), ("UPW", "80 hours")]), Verdict::Less),
            (side("CO", &[("RAR", "20 days")]), Verdict::Less),
            (side("CO", &[("RAR", "20 days"), ("UPW", "120 hours")]), Verdict::More),
            (side("CO", &[("RAR", "20 days"), ("UPW", "80 hours"), ("CUR", "3 months")]), Verdict::More),
            (side("CO", &[("RAR", "15 days"), ("UPW", "120 hours")]), Verdict::Other),
            (side("SSO", base), Verdict::More),
            (side("IMP", &[]), Verdict::More),
            (side("FINE", &[]), Verdict::Less),
            (side("XX", &[]), Verdict::Other),
        ] {
            assert_eq!(compare(&law, &side("CO", base), &passed).overall, verdict, "{passed:?}");
        }
    }

    #[test]
    fn lengths_in_units_of_the_calendar_are_compared_by_where_they_end() {
        let law = Law::shipped();
        let verdict = |one: &str, two: &str| {
            compare(&law, &side("CO", &[("CUR", one)]), &side("CO", &[("CUR", two)])).lines[0].verdict
        };
        assert_eq!(verdict("2 years", "24 months"), Verdict::Same);
        assert_eq!(verdict("3 months", "6 months"), Verdict::More);
        assert_eq!(verdict("6 months", "12 weeks"), Verdict::Less);
        assert_eq!(verdict("80 hours", "10 days"), Verdict::Other);
    }

    proptest! {
        #[test]
        fn what_is_more_one_way_is_less_the_other(rar in 1u32..60, other in 1u32..60, has_work in any::<bool>()) {
            let law = Law::shipped();
            let side = |days: u32, work: bool| Compares {
                sentence: "CO".into(),
                requirements: [("RAR".to_owned(), Some(Term::days(days)))].into_iter()
                    .chain(work.then(|| ("UPW".to_owned(), Some(Term::hours(40))))).collect(),
            };
            let (one, two) = (side(rar, true), side(other, has_work));
            let flipped = match compare(&law, &one, &two).overall {
                Verdict::Less => Verdict::More,
                Verdict::More => Verdict::Less,
                same => same,
            };
            prop_assert_eq!(compare(&law, &two, &one).overall, flipped);
        }
    }
}
