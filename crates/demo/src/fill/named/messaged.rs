//! Who agreed to texts and emails, what they were sent, and a number that does not work. All numbers are of the range that
//! belongs to nobody, and nothing leaves.

use super::{Stage, Told};
use documents::messages::{
    Channel, Consent, NewAgreement, PastMessage, SaidHow, SendingState, Words, fill_message, record_agreement,
};
use store::Result;

impl Stage<'_> {
    /// The person says whether they agree to messages by a channel.
    pub(super) fn agrees(
        &self,
        told: &Told,
        days: i32,
        channel: Channel,
        said: (Consent, documents::Language),
    ) -> Result<()> {
        let (answer, language) = said;
        let on = self.day(days);
        self.step(self.own, on, 11, |cx| {
            let open = people::open(cx, &told.crn)?;
            let note = (answer == Consent::Agreed).then(|| "Their own telephone; nobody else reads it".to_owned());
            let said_on = on.min(cx.today());
            let new = NewAgreement { channel, answer, language, said_on, said_how: SaidHow::InPerson, note };
            record_agreement(cx, &open, &new).map(|_| ())
        })
    }

    /// A number of theirs must not be used.
    pub(super) fn bars(&self, told: &Told, days: i32, number: &str, why: &str) -> Result<()> {
        self.step(self.own, self.day(days), 13, |cx| {
            let open = people::open(cx, &told.crn)?;
            documents::messages::bar(cx, &open, number, why).map(|_| ())
        })
    }

    /// A text that came to these states.
    pub(super) fn texted(&self, told: &Told, days: i32, words: &str, came_to: &[(SendingState, &str)]) -> Result<()> {
        let came_to: Vec<(SendingState, Option<String>)> =
            came_to.iter().map(|(state, why)| (*state, (!why.is_empty()).then(|| (*why).to_owned()))).collect();
        let address_fault = came_to.iter().any(|(state, _)| *state == SendingState::Failed);
        let words = Words { subject: None, body: words.to_owned() };
        let past = PastMessage { channel: Channel::Text, words, reminds_of: None, came_to, address_fault };
        self.step(self.own, self.day(days), 12, |cx| {
            let open = people::open(cx, &told.crn)?;
            fill_message(cx, &open, &past).map(|_| ())
        })
    }

    /// The reminder of the person's next appointment went out and arrived.
    pub(super) fn reminded(&self, told: &Told, days: i32) -> Result<()> {
        self.step(self.own, self.day(days), 12, |cx| {
            let open = people::open(cx, &told.crn)?;
            let Some(next) = contacts::next_appointment(cx, &open.keys)? else { return Ok(()) };
            let day = kernel::words::weekday(next.happens_on);
            let body = format!("Reminder: appointment on {day}. Tell us to stop these texts.");
            let past = PastMessage {
                channel: Channel::Text,
                words: Words { subject: None, body },
                reminds_of: Some(next.id),
                came_to: vec![(SendingState::HandedOver, None), (SendingState::Delivered, None)],
                address_fault: false,
            };
            fill_message(cx, &open, &past).map(|_| ())
        })
    }
}
