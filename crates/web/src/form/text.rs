//! Texts: names in every script, notes, e-mail addresses, CRNs. Lengths count characters, not bytes.

use super::{Form, sentence};
use kernel::{Crn, Refusal};

impl Form {
    /// A text that must be there, without the blanks at its ends. `what` reads on from "Enter", such as "the surname".
    pub fn text(&mut self, name: &str, what: &str, most: usize) -> Option<String> {
        if self.typed(name).trim().is_empty() {
            self.missing(name, format!("Enter {what}"));
            return None;
        }
        self.optional_text(name, what, most)
    }

    /// A text that may be left empty.
    pub fn optional_text(&mut self, name: &str, what: &str, most: usize) -> Option<String> {
        let text = self.typed(name).replace("\r\n", "\n");
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if text.chars().count() > most {
            let words = format!("{} must be {most} characters or fewer", sentence(what));
            self.refuse(Refusal::new(name, "too_long", words));
            return None;
        }
        // PostgreSQL cannot keep a NUL, and no name or note has a use for the other control characters.
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            let words = format!("{} must not contain hidden control characters", sentence(what));
            self.refuse(Refusal::new(name, "control_character", words));
            return None;
        }
        Some(text.to_owned())
    }

    /// A password, which keeps its blanks and may hold any character but a control character.
    pub fn password(&mut self, name: &str, what: &str) -> Option<String> {
        let typed = self.typed(name).to_owned();
        if typed.is_empty() {
            self.missing(name, format!("Enter {what}"));
            return None;
        }
        if typed.len() > 1024 || typed.chars().any(char::is_control) {
            self.refuse(Refusal::new(name, "not_a_password", format!("{} is too long", sentence(what))));
            return None;
        }
        Some(typed)
    }

    /// An e-mail address that may be left empty; only its outline is checked, a message proves the rest.
    pub fn optional_email(&mut self, name: &str, what: &str) -> Option<String> {
        let text = self.optional_text(name, what, 254)?;
        let sound = text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && domain.contains('.')
                && !domain.contains('@')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
                && !text.chars().any(char::is_whitespace)
        });
        if !sound {
            let words = format!("Enter {what} in the correct format, like name@example.com");
            self.refuse(Refusal::new(name, "not_an_email", words));
            return None;
        }
        Some(text)
    }

    /// A CRN that must be there.
    pub fn crn(&mut self, name: &str, what: &str) -> Option<Crn> {
        let text = self.text(name, what, 20)?;
        let crn = text.parse().ok();
        if crn.is_none() {
            let words = format!("{} must be a letter and 6 numbers, like T000123", sentence(what));
            self.refuse(Refusal::new(name, "not_a_crn", words));
        }
        crn
    }
}

#[cfg(test)]
mod tests {
    use super::super::Form;

    #[test]
    fn names_in_every_script_come_through_whole() {
        for name in [
            "Siân O’Neil-Jones",
            "Łukasz Żółć",
            "محمد علي",
            "李小龍",
            "Ἀριστοτέλης",
            "ਗੁਰਪ੍ਰੀਤ",
            "ქეთევან",
            "Nguyễn Thị",
            "👩‍👧",
        ] {
            let mut form = Form::of([("name", name)]);
            assert_eq!(form.text("name", "the name", 35).as_deref(), Some(name));
        }
    }

    #[test]
    fn a_length_counts_characters() {
        let mut form = Form::of([("name", "ŵ".repeat(35)), ("other", "ŵ".repeat(36))]);
        assert!(form.text("name", "the name", 35).is_some());
        assert_eq!(form.text("other", "the other name", 35), None);
        assert_eq!(form.finish().unwrap_err().to_string(), "Other name must be 35 characters or fewer");
    }

    #[test]
    fn nothing_but_blanks_is_not_an_answer() {
        let mut form = Form::of([("name", " \t\u{a0} ")]);
        assert_eq!(form.text("name", "the name", 35), None);
        assert_eq!(form.optional_text("name", "the name", 35), None);
        assert_eq!(form.finish().unwrap_err().to_string(), "Enter the name");
    }

    #[test]
    fn sql_and_html_are_texts_like_any_other() {
        for text in ["'; DROP TABLE people; --", "<script>alert(1)</script>", "\" onmouseover=\"x", "%_\\"] {
            assert_eq!(Form::of([("note", text)]).text("note", "the note", 100).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_nul_is_told_and_not_dropped() {
        let mut form = Form::of([("note", "a\0b")]);
        assert_eq!(form.text("note", "the note", 100), None);
        assert_eq!(form.finish().unwrap_err().0[0].code, "control_character");
    }

    #[test]
    fn an_email_has_one_at_and_a_dotted_domain() {
        for (text, good) in [
            ("a@example.com", true),
            ("a@b@example.com", false),
            ("a@example", false),
            ("a b@example.com", false),
            ("@example.com", false),
        ] {
            assert_eq!(
                Form::of([("email", text)]).optional_email("email", "an email address").is_some(),
                good,
                "{text}"
            );
        }
    }

    #[test]
    fn a_crn_may_be_typed_in_small_letters() {
        assert_eq!(Form::of([("crn", "t000123")]).crn("crn", "the CRN").map(String::from).as_deref(), Some("T000123"));
        let mut form = Form::of([("crn", "123")]);
        assert_eq!(form.crn("crn", "the CRN"), None);
        assert_eq!(form.finish().unwrap_err().to_string(), "CRN must be a letter and 6 numbers, like T000123");
    }
}
