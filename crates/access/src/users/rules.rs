//! What a login and a password must be. Length is what makes a password strong; it need not hold signs or figures.

use kernel::Refusal;

/// A login without blanks at its ends, in small letters.
pub(crate) fn clean_login(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// Why a login cannot be given.
pub(crate) fn wrong_login(login: &str) -> Option<Refusal> {
    let fine = (3..=100).contains(&login.chars().count())
        && login.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+'));
    (!fine).then(|| {
        Refusal::new(
            "login",
            "not_a_login",
            "Username must be 3 to 100 letters, numbers, dots or dashes, without spaces",
        )
    })
}

/// Why a password cannot be chosen by this user.
pub(crate) fn weak_password(field: &str, password: &str, login: &str, name: &str, fewest: i64) -> Option<Refusal> {
    let refuse = |words: String| Some(Refusal::new(field, "weak_password", words));
    let count = password.chars().count();
    if i64::try_from(count).is_ok_and(|count| count < fewest) {
        return refuse(format!("Password must have {fewest} characters or more"));
    }
    let folded = kernel::fold(password).replace(' ', "");
    let own = |word: &str| {
        let word = kernel::fold(word).replace(' ', "");
        word.len() >= 4 && folded.contains(&word)
    };
    if own(login) || own(name) {
        return refuse("Password must not contain your name or username".into());
    }
    let different: std::collections::BTreeSet<char> = password.chars().collect();
    if different.len() < 6 || OFTEN.iter().any(|word| folded.trim_matches(|c: char| c.is_ascii_digit()) == *word) {
        return refuse(
            "Choose a password that is harder to guess, such as three words that have nothing to do with each other"
                .into(),
        );
    }
    None
}

/// What people choose when they are told to make it longer.
const OFTEN: &[&str] = &[
    "password",
    "passwordpassword",
    "qwertyuiop",
    "qwertyuiopasdf",
    "letmein",
    "letmeinplease",
    "welcome",
    "administrator",
    "probation",
    "probationservice",
    "throughcare",
    "changeme",
    "changemeplease",
    "iloveyou",
    "abcdefghijkl",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn weak(password: &str) -> bool {
        weak_password("password", password, "priya.shah", "Priya Shah", 12).is_some()
    }

    #[test]
    fn a_password_is_long_and_not_easily_guessed() {
        assert!(!weak("otter lamp river"));
        assert!(!weak("žluťoučký kůň"));
        for bad in [
            "short",
            "aaaaaaaaaaaaaaaa",
            "abababababab",
            "Priya.Shah 2026!",
            "PriyaShah12345",
            "password12345",
            "Probation2026",
        ] {
            assert!(weak(bad), "{bad}");
        }
    }

    #[test]
    fn a_login_has_no_blanks() {
        for (login, fine) in
            [("priya.shah", true), ("p@example.org", true), ("ab", false), ("priya shah", false), ("a<b>c", false)]
        {
            assert_eq!(wrong_login(login).is_none(), fine, "{login}");
        }
        assert_eq!(clean_login(" Priya.SHAH "), "priya.shah");
    }
}
