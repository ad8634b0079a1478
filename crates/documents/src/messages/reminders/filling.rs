//! The words of one reminder: the facts of the appointment in the person's language, put into the service's words. A place
//! is told by its street and never by its name, and only where it is an office of the service.

use crate::messages::policy::{Policy, Rows};
use crate::messages::port::Words;
use crate::messages::rules::segments::{Length, length};
use crate::messages::rules::templates::{facts_of, fill};
use crate::messages::{Channel, Language};
use contacts::Contact;
use kernel::{Date, Refusal, Time, welsh, words};
use store::{Cx, Result};

/// What words may be filled with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    pub day: Option<Date>,
    pub time: Option<Time>,
    pub place: Option<String>,
    pub phone: Option<String>,
    pub name: Option<String>,
}

impl Told {
    /// The facts of an appointment.
    pub(super) fn of(cx: &mut Cx<'_>, contact: &Contact, name: &str) -> Result<Told> {
        let office = contact.office_id.map(|id| organisation::office(cx, id)).transpose()?;
        let team = match (&office, contact.team_id) {
            (Some(o), _) if o.telephone.is_some() => None,
            (_, Some(team)) => Some(organisation::team(cx, team)?),
            _ => None,
        };
        Ok(Told {
            day: Some(contact.happens_on),
            time: contact.starts,
            place: office.as_ref().map(|o| o.address.clone()),
            phone: office.and_then(|o| o.telephone).or_else(|| team.and_then(|t| t.telephone)),
            name: Some(name.to_owned()).filter(|n| !n.is_empty()),
        })
    }

    fn fact(&self, name: &str, tongue: Language) -> Option<String> {
        match name {
            "day" => self.day.map(|d| day(d, tongue)),
            "time" => self.time.map(|t| time(t, tongue)),
            "place" => self.place.clone(),
            "phone" => self.phone.clone(),
            "name" => self.name.clone(),
            _ => None,
        }
    }

    /// The words of a reminder by a channel.
    pub(super) fn words(
        &self,
        rows: &Rows,
        policy: &Policy,
        today: Date,
        channel: Channel,
        tongue: Language,
    ) -> Result<std::result::Result<Words, Refusal>> {
        let filled = |code: &str, one_text: bool, guarded: &[String]| {
            let row = rows.words(code, tongue, today)?;
            Ok::<_, store::Failure>(fill(&row.template, |name| self.fact(name, tongue), guarded, one_text))
        };
        if channel == Channel::Text {
            let body = filled("reminder_text", true, policy.guarded())?;
            return Ok(body.map(|body| Words { subject: None, body }));
        }
        let subject = filled("reminder_email_subject", false, policy.guarded())?;
        let body = filled("reminder_email", false, policy.guarded())?;
        Ok(subject.and_then(|subject| body.map(|body| Words { subject: Some(subject), body })))
    }
}

/// A reminder as it would be, with its length.
pub(crate) struct Example {
    pub text: std::result::Result<String, Refusal>,
    pub length: Option<Length>,
}

/// What the words of this code come to for an invented appointment.
pub(crate) fn example(code: &str, template: &str, tongue: Language, policy: &Policy, today: Date) -> Example {
    let by_text = code == "reminder_text";
    let told = Told {
        day: Some(today),
        time: Time::new(14, 30, 0, 0).ok(),
        place: Some("12 Station Road, Zedbury".into()),
        phone: Some("020 7946 0123".into()),
        name: Some("Sam".into()),
    };
    let knows = |name: &str| facts_of(code).any(|(known, _)| known == name);
    let fact = |name: &str| told.fact(name, tongue).filter(|_| knows(name));
    let text = fill(template, fact, policy.guarded(), by_text);
    let length = text.as_ref().ok().filter(|_| by_text).map(|t| length(t));
    Example { text, length }
}

fn in_tongue((en, cy): (&'static str, &'static str), tongue: Language) -> &'static str {
    if tongue == Language::Welsh { cy } else { en }
}

/// "Tuesday 24 November", without a year: it is days away.
fn day(day: Date, tongue: Language) -> String {
    match tongue {
        Language::Welsh => format!("{} {} {}", welsh::weekday_name(day), day.day(), welsh::month(day)),
        Language::English => format!("{:?} {} {}", day.weekday(), day.day(), words::month(day)),
    }
}

/// "2:30pm", "10am"; "2:30yp", "10yb".
fn time(time: Time, tongue: Language) -> String {
    let half = in_tongue(if time.hour() < 12 { ("am", "yb") } else { ("pm", "yp") }, tongue);
    let hour = if time.hour() % 12 == 0 { 12 } else { time.hour() % 12 };
    if time.minute() == 0 { format!("{hour}{half}") } else { format!("{hour}:{:02}{half}", time.minute()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn days_and_times_are_said_in_the_persons_language() {
        let tuesday = date(2026, 11, 24);
        assert_eq!(day(tuesday, Language::English), "Tuesday 24 November");
        assert_eq!(day(tuesday, Language::Welsh), "Mawrth 24 Tachwedd");
        let at = |hour, minute| Time::constant(hour, minute, 0, 0);
        let english = [at(0, 5), at(10, 0), at(12, 0), at(14, 30)].map(|t| time(t, Language::English));
        assert_eq!(english, ["12:05am", "10am", "12pm", "2:30pm"]);
        assert_eq!(time(at(14, 30), Language::Welsh), "2:30yp");
    }
}
