//! Reads what somebody typed. A [`Form`] keeps every pair as it was sent, so that a refused form is shown again as typed,
//! and gathers what is wrong in the words of the page, one [`Refusal`] a field. Nothing is clipped or guessed: a text
//! that is too long, a year of two figures, a hidden control character are told to the person who typed them.
//! It does not know where the pairs came from (an urlencoded body, a multipart body, a draft, a query string).

mod choice;
mod day;
mod number;
mod text;
mod time;
mod whole;

pub use choice::Answer;
pub use day::{NotADay, parse_day};
pub use time::parse_time;
pub use whole::Complete;

use kernel::{Refusal, Refusals};

/// The hidden field that carries the session's token against forged requests.
pub const CSRF: &str = "csrf";
/// The hidden field that makes a second sending of the same form the same request.
pub const REQUEST_KEY: &str = "request_key";

/// The pairs of one form, in the order sent, and what has been found wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pairs: Vec<(String, String)>,
    refused: Vec<Refusal>,
    welsh: bool,
}

impl Form {
    /// A form that nobody has filled in yet.
    #[must_use]
    pub fn blank() -> Form {
        Form::default()
    }

    /// A form that opens with values in it, or that has come in.
    pub fn of<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Form {
        Form { pairs: pairs.into_iter().map(|(n, v)| (n.into(), v.into())).collect(), ..Form::default() }
    }

    /// The page around it is read in Welsh: what the fields say by themselves is Welsh too.
    #[must_use]
    pub fn in_welsh(mut self, welsh: bool) -> Form {
        self.welsh = welsh;
        self
    }

    #[must_use]
    pub fn is_welsh(&self) -> bool {
        self.welsh
    }

    /// Every pair as it was sent.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// What was typed, as typed; the first when a name came more than once; empty when it did not come.
    #[must_use]
    pub fn typed(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// Every value of a name, such as the ticked boxes of a list.
    pub fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(n, _)| n == name)
    }

    /// Puts a value in the place of what stands there, for a page that opens with what is already known.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Form {
        self.pairs.retain(|(n, _)| n != name);
        self.pairs.push((name.into(), value.into()));
        self
    }

    /// Notes one thing that is wrong. A second one of the same field is left out: people mend one thing at a time.
    pub fn refuse(&mut self, refusal: Refusal) {
        if refusal.field.is_empty() || self.wrong(&refusal.field).is_none() {
            self.refused.push(refusal);
        }
    }

    /// Notes what a rule or an action refused, so that the form can be shown again.
    pub fn refuse_all(&mut self, refusals: Refusals) {
        for refusal in refusals.0 {
            self.refuse(refusal);
        }
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn wrong(&self, field: &str) -> Option<&Refusal> {
        self.refused.iter().find(|r| r.field == field)
    }

    /// Everything that is wrong, in the order in which it was found.
    #[must_use]
    pub fn refused(&self) -> &[Refusal] {
        &self.refused
    }

    /// # Errors
    /// What has been found wrong so far.
    pub fn finish(&self) -> Result<(), Refusals> {
        if self.refused.is_empty() { Ok(()) } else { Err(Refusals(self.refused.clone())) }
    }

    /// Turns the answers that must be there into plain values: `let (day, kind) = form.complete((day, kind))?;`
    ///
    /// # Errors
    /// What has been found wrong so far.
    pub fn complete<T: Complete>(&self, answers: T) -> Result<T::Whole, Refusals> {
        self.finish()?;
        answers.whole().ok_or_else(|| Refusal::of_request("incomplete", "Answer every question on this page").into())
    }

    fn missing(&mut self, name: &str, words: String) {
        self.refuse(Refusal::new(name, "missing", words));
    }
}

/// "the date of birth" as the beginning of a sentence: "Date of birth".
fn sentence(what: &str) -> String {
    let bare = ["the ", "a ", "an "].iter().find_map(|article| what.strip_prefix(article)).unwrap_or(what);
    let mut letters = bare.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_keeps_what_was_typed() {
        let mut form = Form::of([("surname", " O’Neil "), ("day", "31/02/2026")]);
        assert_eq!(form.date("day", "the date of the appointment"), None);
        assert_eq!(form.typed("surname"), " O’Neil ");
        assert_eq!(form.typed("day"), "31/02/2026");
        let refusals = form.finish().unwrap_err();
        assert_eq!(refusals.to_string(), "Date of the appointment must be a real date");
        assert_eq!(refusals.0[0].field, "day");
    }

    #[test]
    fn one_field_is_told_one_thing_at_a_time() {
        let mut form = Form::blank();
        form.refuse(Refusal::new("day", "past", "one"));
        form.refuse(Refusal::new("day", "other", "two"));
        form.refuse(Refusal::of_request("conflict", "three"));
        form.refuse(Refusal::of_request("conflict", "four"));
        assert_eq!(form.refused().len(), 3);
    }

    #[test]
    fn a_form_is_complete_only_with_every_answer() {
        let mut form = Form::of([("a", "1"), ("b", "")]);
        let (a, b) = (form.text("a", "the first", 10), form.text("b", "the second", 10));
        assert_eq!(form.complete((a.clone(), b)).unwrap_err().to_string(), "Enter the second");
        let mut form = Form::of([("a", "1"), ("b", "2")]);
        let (a, b) = (form.text("a", "the first", 10), form.text("b", "the second", 10));
        assert_eq!(form.complete((a, b)), Ok(("1".to_owned(), "2".to_owned())));
    }
}
