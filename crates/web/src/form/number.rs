//! Whole numbers within a range.

use super::{Form, sentence};
use kernel::{Refusal, words::pence_of};
use std::ops::RangeInclusive;

impl Form {
    /// An amount in pounds, in pence; below nothing where `either_way`.
    pub fn pence(&mut self, name: &str, what: &str, either_way: bool) -> Option<i64> {
        let amount = pence_of(self.typed(name)).filter(|pence| either_way || *pence >= 0);
        if amount.is_none() {
            let words = format!("Enter {what} in pounds, such as 1,250 or 95.50");
            self.refuse(Refusal::new(name, "not_an_amount", words));
        }
        amount
    }

    /// A whole number that must be there. `what` reads on from "Enter", such as "the number of minutes".
    pub fn integer(&mut self, name: &str, what: &str, range: RangeInclusive<i64>) -> Option<i64> {
        if self.typed(name).trim().is_empty() {
            self.missing(name, format!("Enter {what}"));
            return None;
        }
        self.optional_integer(name, what, range)
    }

    /// A whole number that may be left empty. Commas between thousands are read over.
    pub fn optional_integer(&mut self, name: &str, what: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let typed = self.typed(name).trim().replace(',', "");
        if typed.is_empty() {
            return None;
        }
        let Ok(number) = typed.parse::<i64>() else {
            self.refuse(Refusal::new(name, "not_a_number", format!("{} must be a whole number", sentence(what))));
            return None;
        };
        if !range.contains(&number) {
            let words = format!("{} must be between {} and {}", sentence(what), range.start(), range.end());
            self.refuse(Refusal::new(name, "out_of_range", words));
            return None;
        }
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Form;

    #[test]
    fn a_number_keeps_within_its_range() {
        for (typed, read, words) in [
            ("30", Some(30), ""),
            ("1,200", Some(1200), ""),
            ("-1", None, "Number of minutes must be between 0 and 1440"),
            ("1441", None, "Number of minutes must be between 0 and 1440"),
            ("9.5", None, "Number of minutes must be a whole number"),
            ("99999999999999999999", None, "Number of minutes must be a whole number"),
            ("", None, "Enter the number of minutes"),
        ] {
            let range = if typed == "1,200" { 0..=2000 } else { 0..=1440 };
            let mut form = Form::of([("minutes", typed)]);
            assert_eq!(form.integer("minutes", "the number of minutes", range), read, "{typed}");
            assert_eq!(form.finish().err().map(|r| r.to_string()).unwrap_or_default(), words);
        }
    }
}
