//! What is on the record about reaching one person: number, e-mail, address, what they said, and what did not work.

use super::rules::address::comparable;
use super::rules::consent::{Allowed, Known, may_send};
use super::{Agreement, Barred, Channel, Language, Sending, SendingState};
use kernel::{Date, Instant, PersonKeys, Refusal};
use people::OpenPerson;
use store::{Cx, Question, Result, Value, key_values};

/// How many of the newest ended messages are looked through for an address that did not work.
const LOOKED_AT: usize = 50;

/// Everything that decides whether and where a message may go.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    died: bool,
    mobile: Option<String>,
    email: Option<String>,
    post: Option<String>,
    no_fixed_abode: bool,
    texts_unwelcome: bool,
    /// The newest first.
    agreements: Vec<Agreement>,
    barred: Vec<Barred>,
    /// How messages to an address ended, the newest first.
    ended: Vec<Ended>,
    letters: Language,
}

#[derive(Clone, Debug)]
struct Ended {
    channel: Channel,
    address: String,
    fault: bool,
    at: Instant,
}

impl Facts {
    pub(crate) fn of(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Facts> {
        let keys = &open.keys;
        let today = cx.today();
        cx.ask_together(&questions(keys))?;
        let reach = people::reach(cx, keys)?;
        let home = people::main_address(cx, keys, today)?;
        let no_fixed_abode = home.as_ref().is_some_and(|a| a.no_fixed_abode.as_deref() == Some("yes"));
        let post =
            home.filter(|_| !no_fixed_abode).map(|a| people::address_lines(&a)).filter(|lines| !lines.is_empty());
        let post = post.map(|lines| [vec![open.name()], lines].concat().join("\n"));
        let letters = people::language(cx, keys)?.and_then(|l| l.letters);
        let reached = |read: fn(&people::cards::Reach) -> Option<String>| reach.as_ref().and_then(read);
        Ok(Facts {
            died: open.person.died.is_some(),
            mobile: reached(|r| r.mobile.clone()),
            email: reached(|r| r.email.clone()),
            post,
            no_fixed_abode,
            texts_unwelcome: reached(|r| r.text_allowed.clone()).as_deref() == Some("no"),
            agreements: cx.ask_list(&agreements_question(keys))?,
            barred: cx.ask_list(&barred_question(keys))?,
            ended: ended(cx, keys)?,
            letters: if letters.as_deref() == Some("cy") { Language::Welsh } else { Language::English },
        })
    }

    /// The number, address or lines on the record, as typed.
    pub(crate) fn typed(&self, channel: Channel) -> Option<&str> {
        match channel {
            Channel::Text => self.mobile.as_deref(),
            Channel::Email => self.email.as_deref(),
            Channel::Post => self.post.as_deref(),
        }
    }

    /// The language of letters, which others follow where the person chose none.
    pub(crate) fn letters(&self) -> Language {
        self.letters
    }

    /// What was recorded last about a channel.
    pub(crate) fn agreement(&self, channel: Channel) -> Option<&Agreement> {
        self.agreements.iter().find(|a| a.channel == channel)
    }

    pub(crate) fn agreements(&self) -> &[Agreement] {
        &self.agreements
    }

    pub(crate) fn barred(&self) -> &[Barred] {
        &self.barred
    }

    /// Whether these lines of a letter are the address of today.
    pub(crate) fn lives_at(&self, lines: &serde_json::Value) -> bool {
        let written: Vec<&str> = lines.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str).collect();
        // The name stands before the address.
        self.post.as_deref().is_some_and(|post| post.lines().skip(1).eq(written))
    }

    fn broken_since(&self, channel: Channel) -> Option<Date> {
        let address = comparable(channel, self.typed(channel)?)?;
        let newest = self.ended.iter().find(|e| e.channel == channel && e.address == address)?;
        let asked_since = self.agreement(channel).is_some_and(|a| a.recorded_at > newest.at);
        (newest.fault && !asked_since).then(|| newest.at.local_date())
    }

    /// Where a message may go by a channel.
    ///
    /// # Errors
    /// The first thing that is in the way.
    pub(crate) fn may(&self, channel: Channel) -> std::result::Result<Allowed, Refusal> {
        self.may_whatever_broke(channel, false)
    }

    /// The same; with `anyway`, somebody has decided to try an address that did not work.
    pub(crate) fn may_whatever_broke(&self, channel: Channel, anyway: bool) -> std::result::Result<Allowed, Refusal> {
        let standing = self.barred.iter().filter(|b| b.ended_at.is_none());
        let known = Known {
            died: self.died,
            address: self.typed(channel).map(str::to_owned),
            no_fixed_abode: self.no_fixed_abode,
            texts_unwelcome: self.texts_unwelcome,
            agreement: self.agreement(channel),
            barred: standing.map(|b| (b.address.clone(), b.reason.clone())).collect(),
            broken_since: if anyway { None } else { self.broken_since(channel) },
        };
        may_send(channel, &known)
    }
}

/// The questions about this room's own rows, to be asked with others.
pub(crate) fn questions(keys: &PersonKeys) -> [Question; 3] {
    [agreements_question(keys), barred_question(keys), ended_question(keys)]
}

fn agreements_question(keys: &PersonKeys) -> Question {
    let rest = format!("WHERE person_id IN ({}) ORDER BY recorded_at DESC, id DESC", keys.placeholders(1));
    Question::list::<Agreement>(&rest, &key_values(keys))
}

fn barred_question(keys: &PersonKeys) -> Question {
    let rest = format!("WHERE person_id IN ({}) ORDER BY since DESC, id DESC", keys.placeholders(1));
    Question::list::<Barred>(&rest, &key_values(keys))
}

fn ended_question(keys: &PersonKeys) -> Question {
    let mut values = key_values(keys);
    values.extend([Value::from(SendingState::Failed), Value::from(SendingState::Delivered)]);
    let at = values.len();
    let rest = format!(
        "WHERE person_id IN ({}) AND state IN (${}, ${at}) ORDER BY changed_at DESC, id DESC LIMIT {LOOKED_AT}",
        keys.placeholders(1),
        at - 1
    );
    Question::list::<Sending>(&rest, &values)
}

fn ended(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Ended>> {
    let rows = cx.ask_list::<Sending>(&ended_question(keys))?;
    let ended = |s: Sending| Ended { channel: s.channel, address: s.address, fault: s.address_fault, at: s.changed_at };
    Ok(rows.into_iter().map(ended).collect())
}
