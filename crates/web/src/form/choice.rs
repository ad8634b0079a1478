//! Choices: radios, lists, ids and ticked boxes. A value that was not offered is refused, whoever sent it.

use super::{Form, sentence};
use kernel::Refusal;
use std::str::FromStr;

/// What somebody answered to a question that may not be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
    Unknown,
}

impl Form {
    /// A choice that must be made; `read` turns a code into what it stands for, or says that it was not offered.
    /// `what` reads on from "Select", such as "the outcome".
    pub fn choice<T>(&mut self, name: &str, what: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        if self.typed(name).trim().is_empty() {
            self.missing(name, format!("Select {what}"));
            return None;
        }
        self.optional_choice(name, what, read)
    }

    /// Something typed that `read` understands, which must be there. `what` reads on from "Enter".
    pub fn read<T>(&mut self, name: &str, what: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let typed = self.typed(name).trim();
        let understood = read(typed);
        if understood.is_none() {
            let code = if typed.is_empty() { "missing" } else { "not_understood" };
            self.refuse(Refusal::new(name, code, format!("Enter {what}")));
        }
        understood
    }

    /// A choice that may be left open.
    pub fn optional_choice<T>(&mut self, name: &str, what: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let typed = self.typed(name).trim();
        if typed.is_empty() {
            return None;
        }
        let chosen = read(typed);
        if chosen.is_none() {
            self.refuse(Refusal::new(name, "not_a_choice", format!("Select {what} from the list")));
        }
        chosen
    }

    /// One of the codes, which must be chosen.
    pub fn code<S: AsRef<str>>(&mut self, name: &str, what: &str, codes: &[S]) -> Option<String> {
        self.choice(name, what, |typed| codes.iter().find(|c| c.as_ref() == typed).map(|c| c.as_ref().to_owned()))
    }

    /// An id (or anything else that parses) which must be chosen, such as a `StaffId`.
    pub fn id<T: FromStr>(&mut self, name: &str, what: &str) -> Option<T> {
        self.choice(name, what, |typed| typed.parse().ok())
    }

    /// An id that may be left open.
    pub fn optional_id<T: FromStr>(&mut self, name: &str, what: &str) -> Option<T> {
        self.optional_choice(name, what, |typed| typed.parse().ok())
    }

    /// Yes or no, which must be answered. `what` reads on from "Select yes if", such as "they speak Welsh".
    pub fn yes_no(&mut self, name: &str, what: &str) -> Option<bool> {
        match self.typed(name) {
            "yes" => Some(true),
            "no" => Some(false),
            _ => {
                self.missing(name, format!("Select yes if {what}"));
                None
            }
        }
    }

    /// Yes, no or not known, which must be answered.
    pub fn yes_no_unknown(&mut self, name: &str, what: &str) -> Option<Answer> {
        match self.typed(name) {
            "yes" => Some(Answer::Yes),
            "no" => Some(Answer::No),
            "unknown" => Some(Answer::Unknown),
            _ => {
                self.missing(name, format!("Select yes if {what}, or that it is not known"));
                None
            }
        }
    }

    /// Whether a single box was ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.every(name).any(|value| !value.is_empty() && value != "no" && value != "false")
    }

    /// The ticked boxes of a list, none of which must be ticked. One that was not offered refuses them all.
    pub fn list<T>(&mut self, name: &str, what: &str, mut read: impl FnMut(&str) -> Option<T>) -> Vec<T> {
        let every: Vec<String> = self.every(name).filter(|v| !v.is_empty()).map(str::to_owned).collect();
        let read: Option<Vec<T>> = every.iter().map(|value| read(value)).collect();
        if read.is_none() {
            let words = format!("{} must be from the list", sentence(what));
            self.refuse(Refusal::new(name, "not_a_choice", words));
        }
        read.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::StaffId;

    #[test]
    fn a_choice_that_was_not_offered_is_refused() {
        let mut form = Form::of([("outcome", "'; DROP TABLE"), ("kind", "office")]);
        assert_eq!(form.code("outcome", "the outcome", &["attended", "absent"]), None);
        assert_eq!(form.code("kind", "the kind of contact", &["office", "home"]).as_deref(), Some("office"));
        assert_eq!(form.finish().unwrap_err().to_string(), "Select the outcome from the list");
    }

    #[test]
    fn an_id_is_a_uuid_or_nothing() {
        let mut form = Form::of([("officer", "0199e2a0-7c1c-7aaa-8bbb-0123456789ab"), ("other", "42")]);
        assert!(form.id::<StaffId>("officer", "an officer").is_some());
        assert_eq!(form.id::<StaffId>("other", "an officer"), None);
        assert_eq!(form.optional_id::<StaffId>("none", "an officer"), None);
        assert_eq!(form.finish().unwrap_err().to_string(), "Select an officer from the list");
    }

    #[test]
    fn a_question_left_open_is_not_a_no() {
        let mut form = Form::of([("a", "no"), ("b", "unknown")]);
        assert_eq!(form.yes_no("a", "they speak Welsh"), Some(false));
        assert_eq!(form.yes_no_unknown("b", "they speak Welsh"), Some(Answer::Unknown));
        assert_eq!(form.yes_no("c", "they speak Welsh"), None);
        assert_eq!(form.finish().unwrap_err().to_string(), "Select yes if they speak Welsh");
    }

    #[test]
    fn a_list_holds_what_was_offered_and_nothing_else() {
        let mut form = Form::of([("day", "1"), ("day", "2"), ("other", "1"), ("other", "x")]);
        assert_eq!(form.list("day", "the days", |v| v.parse::<u8>().ok()), [1, 2]);
        assert!(form.list("none", "the days", |v| v.parse::<u8>().ok()).is_empty());
        assert!(form.list("other", "the days", |v| v.parse::<u8>().ok()).is_empty());
        assert_eq!(form.finish().unwrap_err().to_string(), "Days must be from the list");
    }
}
