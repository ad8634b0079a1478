//! A letter by post: the document of the record, as the PDF that it is, to the main address.

use super::world::on_each;
use documents::messages::{Channel, NewSending, SendingState, Trouble, send};
use documents::{Letter, document, withdraw, write};
use kernel::{DocumentId, date};
use store::Failure;

fn by_post(person: kernel::PersonId, document: DocumentId) -> NewSending {
    NewSending { person, channel: Channel::Post, document: Some(document), words: None, about: None }
}

#[test]
fn a_letter_is_posted_to_the_main_address_and_stands_in_the_log() {
    on_each(|town| {
        town.arrange(date(2026, 11, 30), 10);
        town.allocates();
        let letter = Letter {
            template: "appointment_letter",
            person: town.person,
            about: None,
            language: None,
            facts: serde_json::Value::Null,
        };
        let id = town.write(|cx| write(cx, &letter)).unwrap();
        town.write(|cx| send(cx, &by_post(town.person, id))).unwrap();
        town.work();
        let sending = town.sendings().remove(0);
        assert_eq!(sending.state, SendingState::HandedOver);
        assert_eq!(sending.address, "Ffion Pugh-Rees\n12 High Street\nZedbury\nZA1 2CD");
        assert!(town.port.gone()[0].body.starts_with("%PDF"), "{:?}", town.port.gone());
        let entries = town.read(|cx| cx.list::<contacts::Contact>("WHERE contact_type = 'CLOB'", &[]));
        assert_eq!(entries[0].title.as_deref(), Some("Letter posted"));
    });
}

#[test]
fn a_letter_that_was_withdrawn_is_not_posted() {
    on_each(|town| {
        town.arrange(date(2026, 11, 30), 10);
        town.allocates();
        let letter = Letter {
            template: "appointment_letter",
            person: town.person,
            about: None,
            language: None,
            facts: serde_json::Value::Null,
        };
        let id = town.write(|cx| write(cx, &letter)).unwrap();
        town.port.answers(Err(Trouble::Later("the print room is closed".into())));
        town.write(|cx| send(cx, &by_post(town.person, id))).unwrap();
        town.work();
        town.write(|cx| {
            let row = document(cx, &town.keys(), id)?;
            withdraw(cx, &town.keys(), id, "The wrong day", Some(row.version))
        })
        .unwrap();
        town.at(super::world::TODAY, 10, 0);
        town.work();
        assert_eq!(town.sendings()[0].state, SendingState::Cancelled);
        let again = town.write(|cx| send(cx, &by_post(town.person, id)));
        assert!(matches!(again, Err(Failure::Refused(no)) if no.0[0].code == "no_document"));
        assert!(town.port.gone().is_empty());
    });
}
