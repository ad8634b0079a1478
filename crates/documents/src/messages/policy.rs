//! What the service decides about messages, as rows from a day on: when reminders go, at which hours texts may arrive, of
//! which appointments, and which words a lock screen must not show. And the words themselves, in both languages.

use super::rules::templates;
use super::{Language, PolicyRow, WordsRow};
use kernel::{Date, Refusal, Time};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Cx, Failure, Result};

/// The choices that hold together from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// How many days before an appointment a reminder goes, the furthest first.
    pub days_before: Vec<i64>,
    /// The wall-clock time of a reminder.
    pub remind_at: Time,
    /// Texts may arrive from here...
    pub texts_from: Time,
    /// ...and before here.
    pub texts_until: Time,
    /// Days on which no text goes: names of weekdays, and `bank-holiday`.
    pub quiet_days: Vec<String>,
    /// A reminder that missed its moment by more than this is not sent.
    pub most_late_minutes: i64,
    /// Nor one nearer to the appointment than this.
    pub least_minutes: i64,
    /// An appointment is reminded of when its type has one of these attributes.
    pub attributes: Vec<String>,
    /// Parts of words that must not stand on a lock screen.
    pub guarded_words: Vec<String>,
    /// The service's name and work may be told after all.
    pub may_name_service: bool,
    /// Tries to hand a message over.
    pub most_tries: i64,
    /// Days for which whoever delivers is asked what became of a message.
    pub delivery_days: i64,
}

/// The names of attributes that policy may choose from, with their words.
pub(crate) const ATTRIBUTES: [(&str, &str); 7] = [
    ("national-standard", "Those that count towards enforcement"),
    ("with-person", "Those at which officer and person meet or speak"),
    ("first-meeting", "First meetings with the officer"),
    ("induction", "Inductions"),
    ("group-session", "Group sessions"),
    ("records-hours", "Unpaid work"),
    ("rar", "Rehabilitation activity"),
];

/// The names of days that policy may choose as quiet.
pub(crate) const DAYS: [(&str, &str); 8] = [
    ("monday", "Monday"),
    ("tuesday", "Tuesday"),
    ("wednesday", "Wednesday"),
    ("thursday", "Thursday"),
    ("friday", "Friday"),
    ("saturday", "Saturday"),
    ("sunday", "Sunday"),
    ("bank-holiday", "Bank holidays"),
];

/// The codes of words, with what they are for.
pub(crate) const WORDS: [(&str, &str); 5] = [
    ("reminder_text", "Reminder by text"),
    ("reminder_email_subject", "Subject of a reminder by email"),
    ("reminder_email", "Reminder by email"),
    ("letter_email_subject", "Subject of an email with a letter"),
    ("letter_email", "Email with a letter"),
];

impl Policy {
    /// Whether an appointment of this type is reminded of.
    #[must_use]
    pub(crate) fn covers(&self, kind: &contacts::ContactType) -> bool {
        let has = |attribute: &String| match attribute.as_str() {
            "national-standard" => kind.national_standard,
            "with-person" => kind.with_person,
            "first-meeting" => kind.first_meeting,
            "induction" => kind.induction,
            "group-session" => kind.group_session,
            "records-hours" => kind.records_hours,
            "rar" => kind.rar,
            _ => false,
        };
        kind.appointment && self.attributes.iter().any(has)
    }

    /// The parts of words that a text must not hold.
    #[must_use]
    pub(crate) fn guarded(&self) -> &[String] {
        if self.may_name_service { &[] } else { &self.guarded_words }
    }

    /// Whether the choices can hold together.
    ///
    /// # Errors
    /// Everything that cannot, at once.
    pub(crate) fn check(&self) -> std::result::Result<(), kernel::Refusals> {
        let mut wrong = Vec::new();
        let mut no = |field: &str, words: &str| wrong.push(Refusal::new(field, "out_of_range", words));
        if self.days_before.iter().any(|d| !(0..=28).contains(d)) || self.days_before.len() > 4 {
            no("days_before", "Enter at most 4 numbers of days, each between 0 and 28");
        }
        if self.texts_from >= self.texts_until {
            no("texts_until", "The hours for texts must end after they begin");
        } else if self.remind_at < self.texts_from || self.remind_at >= self.texts_until {
            no("remind_at", "The time of reminders must lie within the hours for texts");
        }
        if DAYS.iter().filter(|(code, _)| *code != "bank-holiday").all(|(d, _)| self.quiet_days.iter().any(|q| q == d))
        {
            no("quiet_days", "Leave at least one day of the week on which texts may go");
        }
        if !(1..=20).contains(&self.most_tries) {
            no("most_tries", "Enter a number of tries between 1 and 20");
        }
        if !(0..=2_880).contains(&self.most_late_minutes) || !(0..=2_880).contains(&self.least_minutes) {
            no("most_late_minutes", "Enter minutes between 0 and 2,880");
        }
        if wrong.is_empty() { Ok(()) } else { Err(kernel::Refusals(wrong)) }
    }
}

/// Every row there has been.
#[derive(Debug)]
pub(crate) struct Rows {
    policies: Vec<(PolicyRow, Policy)>,
    words: Vec<WordsRow>,
}

/// Reads all rows, which are remembered until one changes.
///
/// # Errors
/// When the database fails or a row holds what the program does not know.
pub(crate) fn rows(cx: &mut Cx<'_>) -> Result<Arc<Rows>> {
    cx.remembered(|cx| {
        let read = |row: PolicyRow| {
            let policy = serde_json::from_value(row.content.clone());
            policy.map(|p| (row, p)).map_err(|e| Failure::broken(format!("a row of message_policy: {e}")))
        };
        let policies = cx.list::<PolicyRow>("ORDER BY from_day", &[])?;
        let policies = policies.into_iter().map(read).collect::<Result<_>>()?;
        Ok(Rows { policies, words: cx.list::<WordsRow>("ORDER BY code, language, from_day", &[])? })
    })
}

impl Rows {
    /// The policy of a day.
    ///
    /// # Errors
    /// When no row has begun by then.
    pub(crate) fn on(&self, day: Date) -> Result<&Policy> {
        self.row_on(day).map(|(_, policy)| policy)
    }

    pub(crate) fn row_on(&self, day: Date) -> Result<&(PolicyRow, Policy)> {
        let row = self.policies.iter().rev().find(|(row, _)| row.from_day <= day);
        row.ok_or_else(|| Failure::broken(format!("no policy about messages holds on {day}")))
    }

    pub(crate) fn policies(&self) -> impl DoubleEndedIterator<Item = &(PolicyRow, Policy)> {
        self.policies.iter()
    }

    /// The words of a message on a day.
    ///
    /// # Errors
    /// When no row has begun by then.
    pub(crate) fn words(&self, code: &str, tongue: Language, day: Date) -> Result<&WordsRow> {
        let mut all = self.words.iter().rev();
        let row = all.find(|w| w.code == code && w.language == tongue && w.from_day <= day);
        row.ok_or_else(|| Failure::broken(format!("no words {code} in {} hold on {day}", tongue.code())))
    }
}

fn later(cx: &Cx<'_>, from: Date) -> Result<()> {
    if from > cx.today() {
        return Ok(());
    }
    Err(Failure::refused("from", "not_ahead", "Enter a day after today: what was sent before followed the row before"))
}

/// Sets the policy from a day on. Reminders that were planned are looked at again.
///
/// # Errors
/// `out_of_range`; `not_ahead`; `set_already` when a row begins on that day.
pub fn set_policy(cx: &mut Cx<'_>, from: Date, policy: &Policy, reason: &str) -> Result<()> {
    policy.check()?;
    later(cx, from)?;
    if cx.get::<PolicyRow>(store::params![from])?.is_some() {
        return Err(Failure::refused("from", "set_already", "A row begins on that day already: enter another day"));
    }
    cx.describe("Set the policy about messages", Some(reason));
    let content = serde_json::to_value(policy).map_err(|e| Failure::broken(e.to_string()))?;
    let author_name = cx.actor().name().to_owned();
    let recorded_at = cx.now();
    cx.insert(&PolicyRow {
        from_day: from,
        content,
        assumed: false,
        source: reason.to_owned(),
        author_name,
        recorded_at,
    })?;
    let again = kernel::Instant::from_local(from.at(0, 0, 0, 0));
    cx.execute("UPDATE view_reminder_due SET next_at = $1 WHERE next_at > $1", &[again.into()]).map(|_| ())
}

/// Sets the words of a message in one language from a day on.
///
/// # Errors
/// By [`templates::check`]; `guarded` for words that a lock screen must not show; `not_ahead`; `set_already`.
pub fn set_words(
    cx: &mut Cx<'_>,
    code: &str,
    language: Language,
    from: Date,
    template: &str,
    reason: &str,
) -> Result<()> {
    if !WORDS.iter().any(|(known, _)| *known == code) {
        return Err(Failure::NotFound);
    }
    templates::check(code, template)?;
    later(cx, from)?;
    let rows = rows(cx)?;
    if let Some(word) = templates::guarded_word(template, rows.on(from)?.guarded()) {
        let words = format!("Leave out “{word}”: others may see the message before the person does");
        return Err(Failure::refused("template", "guarded", words));
    }
    if cx.get::<WordsRow>(store::params![code, language, from])?.is_some() {
        return Err(Failure::refused("from", "set_already", "Words begin on that day already: enter another day"));
    }
    cx.describe(format!("Set the words of {code} in {}", language.words()), Some(reason));
    let author_name = cx.actor().name().to_owned();
    let recorded_at = cx.now();
    cx.insert(&WordsRow {
        code: code.to_owned(),
        language,
        from_day: from,
        template: template.to_owned(),
        assumed: false,
        source: reason.to_owned(),
        author_name,
        recorded_at,
    })
}
