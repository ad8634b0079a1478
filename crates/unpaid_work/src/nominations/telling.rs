//! Writing to whoever nominated something: by e-mail, in the language of the nomination, when it is decided and when the work is
//! done.
//!
//! Always true: nobody is written to who did not leave an address and agree, or who asked not to be; the same words stand on
//! their look-up page. Handing over is the port's; what did not arrive stands on the list of nominations.

use super::actions::{hold, take_on};
use super::records::{Deed, Language, Nomination};
use super::said::Said;
use crate::projects::policy::Policy;
use documents::messages::{self, NewOutside, OutsideMessage, Words};
use kernel::{NominationId, SendingId};
use store::{Cx, Failure, Result, params};

/// The kind of subject that these messages are about.
pub(crate) const KIND: &str = "nomination";

/// Writes to the nominator how it stands now, where they may be written to.
///
/// # Errors
/// When the database fails.
pub(super) fn write_to_nominator(cx: &mut Cx<'_>, n: &Nomination) -> Result<()> {
    let Some(address) = n.may_be_written_to() else { return Ok(()) };
    let new = NewOutside {
        subject: n.id.0,
        kind: KIND,
        title: format!("Nomination {}", n.reference),
        language: match n.language {
            Language::English => documents::Language::English,
            Language::Welsh => documents::Language::Welsh,
        },
        address: address.to_owned(),
        words: words(n, Policy::shipped()?),
    };
    messages::write_outside(cx, &new).map(drop)
}

/// Why it is not taken on, in the language of the page.
pub(super) fn reason<'p>(n: &Nomination, said: &Said, policy: &'p Policy) -> Option<&'p str> {
    let code = n.declined_code.as_deref()?;
    let found = policy.declined.iter().find(|c| c.code == code)?;
    Some(if said.is_welsh() { &found.cy } else { &found.en })
}

/// The words of the e-mail: how it stands and why, what was said with the decision, what was done.
pub(super) fn words(n: &Nomination, policy: &Policy) -> Words {
    let said = Said::of(n.language);
    let mut parts = vec![
        format!("{}: {}", said.your_words, one_line(&n.what)),
        format!("{}: {}", said.stands, said.state(n.state)),
    ];
    parts.extend(reason(n, said, policy).map(|reason| format!("{}: {reason}", said.reason)));
    match &n.done_words {
        Some(done) => {
            parts.push(format!("{}: {done}", said.done));
            parts.extend(n.done_minutes.filter(|m| *m > 0).map(|m| said.hours(m)));
        }
        None => parts.extend(n.decision_words.clone()),
    }
    parts.push(said.mail_end.to_owned());
    Words { subject: Some(format!("{} {}", said.mail_subject, n.reference)), body: parts.join("\n\n") }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The nominator asks not to be written to any more: what waits is cancelled. Asked again, nothing changes.
///
/// # Errors
/// When the database fails.
pub fn stop_writing(cx: &mut Cx<'_>, id: NominationId) -> Result<()> {
    let mut whole = hold(cx, id, Deed::StopWriting, None)?;
    if whole.nomination.may_be_written_to().is_none() {
        return Ok(());
    }
    let on = cx.today();
    whole.nomination.write_stopped_on = Some(on);
    take_on(cx, &mut whole.nomination, Deed::StopWriting, on, (None, None))?;
    messages::cancel_outside(cx, id.0, "The nominator asked not to be written to")
}

/// The messages about a nomination, the newest first.
///
/// # Errors
/// When the database fails.
pub fn messages_of(cx: &mut Cx<'_>, id: NominationId) -> Result<Vec<OutsideMessage>> {
    messages::outside_of(cx, id.0)
}

/// Sends again what did not arrive, to the address that the nominator left.
///
/// # Errors
/// `may_not_write` where the nominator may not be written to any more; as the messages refuse.
pub fn write_again(cx: &mut Cx<'_>, id: NominationId, message: SendingId, seen: Option<i64>) -> Result<()> {
    cx.lock(id.0.into())?;
    let n = cx.need::<Nomination>(params![id])?;
    let Some(address) = n.may_be_written_to() else {
        let words = "The nominator may not be written to any more: answer on paper, or settle the message";
        return Err(Failure::refused("what", "may_not_write", words));
    };
    messages::send_outside_again(cx, (id.0, message), address, seen).map(drop)
}

#[cfg(test)]
mod tests {
    use super::super::tests::nomination;
    use super::*;
    use crate::nominations::NominationState as S;
    use kernel::date;

    fn of(state: S, language: Language) -> Nomination {
        let mut n = nomination("Clear the path\nalong the canal", "Wexmere");
        (n.state, n.language, n.email) = (state, language, Some("mary@example.org".into()));
        n.write_agreed_on = Some(date(2026, 1, 5));
        n
    }

    #[test]
    fn nobody_is_written_to_without_an_address_an_agreement_or_after_they_asked_not_to_be() {
        let mut n = of(S::Accepted, Language::English);
        assert_eq!(n.may_be_written_to(), Some("mary@example.org"));
        n.write_stopped_on = Some(date(2026, 2, 1));
        assert_eq!(n.may_be_written_to(), None);
        let agreed = Nomination { write_agreed_on: None, write_stopped_on: None, ..n.clone() };
        assert_eq!(agreed.may_be_written_to(), None);
        assert_eq!(Nomination { email: None, write_stopped_on: None, ..n }.may_be_written_to(), None);
    }

    #[test]
    fn the_words_say_how_it_stands_and_why_in_the_language_of_the_nomination() {
        let policy = Policy::shipped().unwrap();
        let mut n = of(S::Declined, Language::Welsh);
        n.declined_code = Some("profit".into());
        n.decision_words = Some("Diolch am ysgrifennu atom".into());
        let told = words(&n, policy);
        assert!(told.body.contains("Byddai rhywun yn gwneud elw ohono") && told.body.contains("Diolch am"));
        assert!(told.body.contains("Clear the path along the canal"), "on one line: {}", told.body);
        assert!(told.subject.unwrap().contains(&n.reference));
        let mut done = of(S::Done, Language::English);
        (done.done_words, done.done_minutes) = (Some("The path is clear".into()), Some(600));
        let told = words(&done, policy).body;
        assert!(told.contains("The path is clear") && told.contains("10 hours"), "{told}");
        assert!(!told.contains(&done.nominator), "an e-mail names nobody");
    }
}
