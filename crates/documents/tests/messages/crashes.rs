//! A server that dies between handing a message over and writing that down.

use super::world::{TODAY, on_each};
use documents::messages::{Channel, Consent, NewSending, SendingState, Words, send};
use std::panic::{AssertUnwindSafe, catch_unwind};

#[test]
fn a_message_handed_over_by_a_server_that_died_is_not_sent_twice() {
    on_each(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        let words = Some(Words { subject: None, body: "Please ring me.".into() });
        let new = NewSending { person: town.person, channel: Channel::Text, document: None, words, about: None };
        town.write(|cx| send(cx, &new)).unwrap();
        town.port.dies();
        assert!(catch_unwind(AssertUnwindSafe(|| town.work())).is_err());
        assert_eq!(town.sendings()[0].state, SendingState::Waiting);
        // Its lease has run out: another server takes the job up, and tells the port that it may have it already.
        town.at(TODAY, 9, 5);
        town.work();
        assert_eq!(town.port.gone().len(), 1);
        assert_eq!((town.sendings()[0].state, town.sendings()[0].tries), (SendingState::HandedOver, 2));
    });
}
