//! The messages of one person: what may be sent, which reminders are to come, and everything that was sent or was not.

use super::{first_upper, state_tag};
use crate::messages::facts::{Facts, questions};
use crate::messages::policy;
use crate::messages::rules::address::{ending, masked};
use crate::messages::rules::when::Hours;
use crate::messages::{Channel, Consent, Purpose, Reminder, Sending};
use contacts::Contact;
use jiff::ToSpan;
use kernel::{Crn, DateTime, Instant, Permission};
use law::{Law, Nation};
use people::OpenPerson;
use store::{Cx, Question, Result, key_values};
use web::{Answer, Markup, Reply, Request, html, ui};

const PER_PAGE: i64 = 25;
/// Appointments whose reminders are shown.
const SHOWN: usize = 5;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let page = i64::try_from(req.page()).unwrap_or(1);
    let condition = format!("person_id IN ({})", open.keys.placeholders(1));
    let order = "ORDER BY made_at DESC, id DESC";
    let values = key_values(&open.keys);
    let messages = Question::page::<Sending>(&condition, &values, order, PER_PAGE, (page - 1) * PER_PAGE);
    cx.ask_together(&[&questions(&open.keys)[..], &[messages, reminders_question(cx, &open)]].concat())?;
    let facts = Facts::of(cx, &open)?;
    let (rows, total) = cx.page_of::<Sending>(&condition, &values, order, PER_PAGE, (page - 1) * PER_PAGE)?;
    let coming = if page == 1 { coming(cx, &open, &facts)? } else { Vec::new() };
    let may = cx.may(Permission::RecordContacts);
    let columns = ["Made", "What", "To", "State"].map(ui::column);
    let table = ui::Table::new("Messages, the newest first", columns).unseen_caption();
    let table = table.rows(rows.iter().map(|s| line(&open, s)));
    let body = html! {
        h1.govuk-heading-l { "Messages and reminders" }
        @if may {
            (ui::button_group(&html! {
                (ui::link_button(&open.path("/messages/new"), "Write a message").show())
                (ui::link_button(&open.path("/messages/agreement"), "Record what they agree to").secondary().show())
            }))
        }
        (agreement_card(&open, &facts, may))
        @if page == 1 { (reminders(&coming)) }
        h2.govuk-heading-m { "Messages" }
        @if rows.is_empty() {
            (ui::empty("Nothing has been sent to this person from here.", None))
        } @else {
            (table.show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE.unsigned_abs(), total.unsigned_abs()))
        }
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled("Messages and reminders");
    Ok(Reply::page(frame.back(open.path("/contacts")), body))
}

fn line(open: &OpenPerson, sending: &Sending) -> Vec<Markup> {
    let to = first_upper(&masked(sending.channel, &ending(sending.channel, &sending.address)));
    let what = what(sending);
    vec![
        ui::link_about(&open.path(&format!("/messages/{}", sending.id)), &ui::instant(sending.made_at), &what),
        html! { (what) br; span.govuk-hint { (sending.author_name) } },
        html! { (to) },
        html! { (state_tag(sending.state)) @if let Some(why) = &sending.reason { br; span.govuk-hint { (why) } } },
    ]
}

/// A message in a few words.
pub(super) fn what(sending: &Sending) -> String {
    match (sending.purpose, sending.channel) {
        (Purpose::Reminder, Channel::Email) => "Reminder by email".into(),
        (Purpose::Reminder, _) => "Reminder by text".into(),
        (Purpose::Letter, Channel::Email) => "Letter by email".into(),
        (_, channel) => channel.words().to_owned(),
    }
}

/// What the person said, channel by channel, and what is in the way.
pub(super) fn agreement_card(open: &OpenPerson, facts: &Facts, may: bool) -> Markup {
    let rows = [Channel::Text, Channel::Email].map(|channel| {
        let said = facts.agreement(channel).map(|a| {
            let answer = match a.answer {
                Consent::Agreed => "Agreed",
                Consent::Declined => "Did not agree",
                Consent::Withdrawn => "Withdrew their agreement",
            };
            format!("{answer} on {}, {}, {}", ui::day(a.said_on), a.said_how.words().to_lowercase(), a.language.words())
        });
        let value = html! {
            @match facts.may(channel) {
                Ok(allowed) => {
                    (ui::tag(ui::Colour::Green, "May be sent")) " to "
                    (masked(channel, &ending(channel, &allowed.address)))
                }
                Err(no) => { (ui::tag(ui::Colour::Grey, "May not be sent")) " " (no.words) }
            }
            @if let Some(said) = &said { br; span.govuk-hint { (said) } }
        };
        let title = if channel == Channel::Text { "Texts" } else { "Emails" };
        ui::row(title, value)
    });
    let post = match facts.may(Channel::Post) {
        Ok(allowed) => {
            html! { (ui::tag(ui::Colour::Green, "May be sent")) " to " (masked(Channel::Post, &ending(Channel::Post, &allowed.address))) }
        }
        Err(no) => html! { (ui::tag(ui::Colour::Grey, "May not be sent")) " " (no.words) },
    };
    let barred: Vec<Markup> = facts
        .barred()
        .iter()
        .filter(|b| b.ended_at.is_none())
        .map(|b| {
            let channel = if b.address.contains('@') { Channel::Email } else { Channel::Text };
            let which = first_upper(&masked(channel, &ending(channel, &b.address)));
            let href = open.path(&format!("/messages/barred/{}", b.id));
            html! { (which) ": " (b.reason) @if may { " " (ui::link_about(&href, "Use it again", &which)) } }
        })
        .collect();
    let mut rows = rows.to_vec();
    rows.push(ui::row("Letters", post));
    if !barred.is_empty() {
        rows.push(ui::row(
            "Must not be used",
            html! { @for (at, b) in barred.iter().enumerate() { @if at > 0 { br; } (b) } },
        ));
    }
    let mut card = ui::SummaryCard::new("What may be sent");
    if may {
        card = card.action(&open.path("/messages/agreement"), "Change");
    }
    card.rows(&rows)
}

/// An appointment with the moments of its reminders, or why it has none.
struct Coming {
    when: String,
    reminders: Vec<String>,
    why_none: Option<String>,
}

fn coming(cx: &mut Cx<'_>, open: &OpenPerson, facts: &Facts) -> Result<Vec<Coming>> {
    let mut upcoming = contacts::upcoming(cx, &open.keys)?;
    upcoming.truncate(SHOWN);
    if upcoming.is_empty() {
        return Ok(Vec::new());
    }
    let (now, today) = (cx.now(), cx.today());
    let (rows, law, types) = (policy::rows(cx)?, cx.part::<Law>()?, contacts::current(cx)?);
    let policy = rows.on(today)?;
    let hours = Hours { policy, holidays: law.holidays(Nation::EnglandAndWales) };
    let question = reminders_question(cx, open);
    let made = cx.ask_list::<Reminder>(&question)?;
    let channel = [Channel::Text, Channel::Email].into_iter().find(|c| facts.may(*c).is_ok());
    let agreed = channel.and_then(|c| facts.agreement(c)).map_or(Instant(0), |a| a.recorded_at);
    let tell = |contact: &Contact| {
        let at = |time| ui::day_time(DateTime::from_parts(contact.happens_on, time));
        let when = contact.starts.map_or_else(|| ui::weekday(contact.happens_on), at);
        let covered = types.contact_type(&contact.contact_type).is_some_and(|t| policy.covers(t)) && !contact.sensitive;
        let known: Vec<i64> = made.iter().filter(|r| r.contact_id == contact.id).map(|r| r.days_before).collect();
        let Some(start) = contact.starts.filter(|_| covered) else {
            let why = Some("Policy has no reminders of this kind of appointment".to_owned());
            return Coming { when, reminders: Vec::new(), why_none: why };
        };
        let since = agreed.max(contact.recorded_at);
        let moments =
            if channel.is_some() { hours.coming(contact.happens_on, start, since, &known, now) } else { Vec::new() };
        let mut reminders: Vec<String> =
            known.iter().map(|d| format!("Made {} before", ui::count(*d, "day", "days"))).collect();
        reminders.extend(moments.into_iter().map(|at| ui::day_time(at.local())));
        let why_none = match (channel, reminders.is_empty()) {
            (None, _) => Some("No agreement to texts or emails stands".to_owned()),
            (_, true) => Some("It is too near for a reminder".to_owned()),
            _ => None,
        };
        Coming { when, reminders, why_none }
    };
    Ok(upcoming.iter().map(tell).collect())
}

fn reminders_question(cx: &Cx<'_>, open: &OpenPerson) -> Question {
    let mut values = key_values(&open.keys);
    // What was reminded of long ago is of no appointment to come.
    let from = Instant::from_local(cx.today().saturating_sub(60.days()).at(0, 0, 0, 0));
    values.push(from.into());
    let rest = format!("WHERE person_id IN ({}) AND made_at >= ${}", open.keys.placeholders(1), values.len());
    Question::list::<Reminder>(&rest, &values)
}

fn reminders(coming: &[Coming]) -> Markup {
    let columns = ["Appointment", "Reminders"].map(ui::column);
    let rows = coming.iter().map(|c| {
        let why = c.why_none.as_deref().filter(|_| c.reminders.is_empty());
        [
            html! { (c.when) },
            html! {
                @for (at, reminder) in c.reminders.iter().enumerate() { @if at > 0 { br; } (reminder) }
                @if let Some(why) = why { span.govuk-hint { (why) } }
            },
        ]
    });
    html! {
        h2.govuk-heading-m { "Reminders to come" }
        @if coming.is_empty() { (ui::empty("No appointment is arranged.", None)) }
        @else { (ui::Table::new("Appointments and when their reminders go", columns).unseen_caption().rows(rows).show()) }
    }
}
