//! Whether a message may go to somebody by a channel, and to which address. Post needs an address and no agreement; a text
//! or an e-mail needs one, for the very number or address on the record. What is missing is said in words.

use super::address::{comparable, masked};
use crate::messages::{Agreement, Channel, Consent, Language};
use kernel::{Date, Refusal};

/// What is known about reaching somebody by one channel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known<'a> {
    pub died: bool,
    /// The number, e-mail address or lines of the main address on the record.
    pub address: Option<String>,
    /// The main address says no fixed abode.
    pub no_fixed_abode: bool,
    /// The details card says that texts are not welcome.
    pub texts_unwelcome: bool,
    /// What was recorded last about this channel.
    pub agreement: Option<&'a Agreement>,
    /// Numbers and addresses that must not be used, with the reason.
    pub barred: Vec<(String, String)>,
    /// The last message to this very address failed for the address's sake, on this day.
    pub broken_since: Option<Date>,
}

/// An address that may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Allowed {
    pub address: String,
    /// What the person chose with their agreement; nothing for post.
    pub tongue: Option<Language>,
}

fn no(code: &'static str, words: impl Into<String>) -> Refusal {
    Refusal::new("channel", code, words)
}

/// Says where a message may go, or why it may not.
///
/// # Errors
/// One refusal: the first thing to put right.
pub(crate) fn may_send(channel: Channel, known: &Known<'_>) -> Result<Allowed, Refusal> {
    if known.died {
        return Err(no("died", "The person has died: nothing is sent to them"));
    }
    let typed = known.address.as_deref().filter(|a| !a.trim().is_empty());
    let Some(typed) = typed else { return Err(no("no_address", missing(channel, known.no_fixed_abode))) };
    let Some(address) = comparable(channel, typed) else {
        return Err(no("bad_address", unusable(channel)));
    };
    if let Some((_, why)) = known.barred.iter().find(|(barred, _)| *barred == address) {
        let which = masked(channel, &super::address::ending(channel, &address));
        return Err(no("barred", format!("Do not use {which}: {why}")));
    }
    if channel == Channel::Post {
        return Ok(Allowed { address, tongue: None });
    }
    if channel == Channel::Text && known.texts_unwelcome {
        return Err(no("unwelcome", "The contact details say that texts are not welcome"));
    }
    let agreement = known.agreement.ok_or_else(|| no("not_asked", not_asked(channel)))?;
    match agreement.answer {
        Consent::Agreed => {}
        Consent::Declined => return Err(no("declined", format!("The person did not agree to {}", plural(channel)))),
        Consent::Withdrawn => {
            let day = kernel::words::day(agreement.said_on);
            return Err(no(
                "withdrawn",
                format!("The person withdrew their agreement to {} on {day}", plural(channel)),
            ));
        }
    }
    if agreement.address.as_deref() != Some(address.as_str()) {
        return Err(no("changed", format!("{} has changed since the person agreed: ask them again", which(channel))));
    }
    if let Some(day) = known.broken_since {
        let ending = super::address::ending(channel, &address);
        let words = format!(
            "A message to {} did not arrive on {}: check it with the person",
            masked(channel, &ending),
            kernel::words::day(day)
        );
        return Err(no("broken", words));
    }
    Ok(Allowed { address, tongue: Some(agreement.language) })
}

fn plural(channel: Channel) -> &'static str {
    match channel {
        Channel::Post => "letters",
        Channel::Email => "emails",
        Channel::Text => "texts",
    }
}

fn which(channel: Channel) -> &'static str {
    match channel {
        Channel::Post => "The address",
        Channel::Email => "The email address",
        Channel::Text => "The mobile number",
    }
}

fn missing(channel: Channel, no_fixed_abode: bool) -> &'static str {
    match channel {
        Channel::Post if no_fixed_abode => {
            "The person has no fixed abode: hand the letter over, or record where post goes"
        }
        Channel::Post => "No main address is recorded: add it to the person’s details",
        Channel::Email => "No email address is recorded: add it to the person’s details",
        Channel::Text => "No mobile number is recorded: add it to the person’s details",
    }
}

fn unusable(channel: Channel) -> &'static str {
    match channel {
        Channel::Post => "The main address is empty: correct it in the person’s details",
        Channel::Email => "The email address on the record cannot be one: correct it in the person’s details",
        Channel::Text => "The number on the record is no mobile number: correct it in the person’s details",
    }
}

fn not_asked(channel: Channel) -> &'static str {
    match channel {
        Channel::Post => "Nobody has asked the person about letters",
        Channel::Email => "Nobody has asked the person whether they agree to emails: record what they say",
        Channel::Text => "Nobody has asked the person whether they agree to texts: record what they say",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::SaidHow;
    use kernel::{DetailId, Instant, PersonId, date};

    fn agreement(answer: Consent, address: &str) -> Agreement {
        Agreement {
            person_id: PersonId(Default::default()),
            id: DetailId(Default::default()),
            channel: Channel::Text,
            answer,
            address: Some(address.into()),
            language: Language::Welsh,
            said_on: date(2026, 11, 3),
            said_how: SaidHow::InPerson,
            note: None,
            recorded_at: Instant(0),
            author_name: "Ann".into(),
        }
    }

    fn mobile(agreement: Option<&Agreement>) -> Known<'_> {
        Known { address: Some("07700 900123".into()), agreement, ..Known::default() }
    }

    #[track_caller]
    fn refused(channel: Channel, known: &Known<'_>) -> &'static str {
        may_send(channel, known).unwrap_err().code
    }

    #[test]
    fn a_text_goes_to_the_number_that_the_person_agreed_to() {
        let agreed = agreement(Consent::Agreed, "07700900123");
        let allowed = may_send(Channel::Text, &mobile(Some(&agreed))).unwrap();
        assert_eq!(allowed, Allowed { address: "07700900123".into(), tongue: Some(Language::Welsh) });
    }

    #[test]
    fn without_an_agreement_there_is_no_text() {
        assert_eq!(refused(Channel::Text, &mobile(None)), "not_asked");
        assert_eq!(refused(Channel::Text, &mobile(Some(&agreement(Consent::Declined, "07700900123")))), "declined");
        let withdrawn = agreement(Consent::Withdrawn, "07700900123");
        let no = may_send(Channel::Text, &mobile(Some(&withdrawn))).unwrap_err();
        assert_eq!(no.words, "The person withdrew their agreement to texts on 3 November 2026");
    }

    #[test]
    fn a_new_number_needs_a_new_agreement() {
        assert_eq!(refused(Channel::Text, &mobile(Some(&agreement(Consent::Agreed, "07700900999")))), "changed");
    }

    #[test]
    fn a_shared_telephone_gets_nothing_whatever_was_agreed() {
        let agreed = agreement(Consent::Agreed, "07700900123");
        let barred = vec![("07700900123".to_owned(), "her brother reads it".to_owned())];
        let no = may_send(Channel::Text, &Known { barred, ..mobile(Some(&agreed)) }).unwrap_err();
        assert_eq!(no.words, "Do not use the number ending 123: her brother reads it");
    }

    #[test]
    fn a_number_that_bounced_is_checked_first() {
        let agreed = agreement(Consent::Agreed, "07700900123");
        let broken = Known { broken_since: Some(date(2026, 11, 9)), ..mobile(Some(&agreed)) };
        assert_eq!(refused(Channel::Text, &broken), "broken");
    }

    #[test]
    fn the_details_card_can_say_that_texts_are_unwelcome() {
        let agreed = agreement(Consent::Agreed, "07700900123");
        assert_eq!(refused(Channel::Text, &Known { texts_unwelcome: true, ..mobile(Some(&agreed)) }), "unwelcome");
    }

    #[test]
    fn a_letter_needs_an_address_and_no_agreement() {
        let home = Known { address: Some("1 High Street\nZA1 1AA".into()), ..Known::default() };
        assert_eq!(may_send(Channel::Post, &home).unwrap().tongue, None);
        assert_eq!(refused(Channel::Post, &Known::default()), "no_address");
        let no = may_send(Channel::Post, &Known { no_fixed_abode: true, ..Known::default() }).unwrap_err();
        assert!(no.words.contains("no fixed abode"), "{}", no.words);
    }

    #[test]
    fn nobody_writes_to_the_dead() {
        assert_eq!(
            refused(Channel::Post, &Known { died: true, address: Some("x".into()), ..Known::default() }),
            "died"
        );
    }
}
