//! From an appointment to a text in a pocket, and what keeps it from getting there.

use super::world::{MOBILE, TODAY, on_each, on_one, on_one_without_a_port};
use documents::messages::{
    Channel, Consent, Handed, NewSending, OpenRow, Report, SendingState, Step, Trouble, Words, reminders_sent, send,
};
use jiff::ToSpan;
use kernel::{Instant, date};
use store::Failure;

const THURSDAY: kernel::Date = date(2026, 11, 26);

fn note(person: kernel::PersonId, channel: Channel, body: &str) -> NewSending {
    let words = Words { subject: Some("Your appointment".into()), body: body.into() };
    NewSending { person, channel, document: None, words: Some(words), about: None }
}

#[track_caller]
fn code<T: std::fmt::Debug>(done: Result<T, Failure>) -> &'static str {
    match done {
        Err(Failure::Refused(no)) => no.0[0].code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_agreed_is_reminded_three_days_and_one_day_before() {
    on_each(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        town.arrange(THURSDAY, 14);
        town.at(TODAY, 9, 59);
        town.work();
        assert!(town.bodies().is_empty());
        town.at(TODAY, 10, 0);
        town.work();
        let text = "Reminder: appointment on Thursday 26 November at 2pm, 1 High Street, Zedbury. Call 020 7946 0123 if \
                    you cannot come. Tell us to stop these texts.";
        assert_eq!(town.bodies(), [text]);
        assert_eq!(town.port.gone()[0].to, "07700900123");
        town.at(TODAY.saturating_add(1.day()), 10, 0);
        town.work();
        assert_eq!(town.bodies().len(), 1);
        town.at(TODAY.saturating_add(2.days()), 10, 0);
        town.work();
        town.work();
        assert_eq!(town.bodies(), [text, text]);
        let sent = town.read(|cx| reminders_sent(cx, &town.keys(), TODAY));
        assert_eq!(sent.iter().map(|r| r.state).collect::<Vec<_>>(), [SendingState::HandedOver; 2]);
    });
}

#[test]
fn a_reminder_is_written_in_the_language_that_the_person_chose() {
    on_one(|town| {
        town.says_in(Channel::Text, Consent::Agreed, documents::Language::Welsh).unwrap();
        town.arrange(THURSDAY, 14);
        town.at(TODAY, 10, 0);
        town.work();
        assert!(
            town.bodies()[0].starts_with("Nodyn atgoffa: apwyntiad ddydd Iau 26 Tachwedd am 2yp"),
            "{:?}",
            town.bodies()
        );
    });
}

#[test]
fn nobody_is_reminded_without_having_agreed() {
    on_each(|town| {
        town.arrange(THURSDAY, 14);
        town.at(TODAY, 10, 0);
        town.work();
        assert!(town.sendings().is_empty());
        // Who agrees after the moment of one reminder gets the next.
        town.at(TODAY, 11, 0);
        town.says(Channel::Text, Consent::Agreed).unwrap();
        town.work();
        assert!(town.sendings().is_empty());
        town.at(date(2026, 11, 25), 10, 0);
        town.work();
        assert_eq!(town.bodies().len(), 1);
    });
}

#[test]
fn an_agreement_withdrawn_takes_effect_at_once() {
    on_each(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        town.at(TODAY, 21, 0);
        let id = town.write(|cx| send(cx, &note(town.person, Channel::Text, "Please ring me."))).unwrap();
        town.work();
        assert!(town.bodies().is_empty(), "no text arrives at night");
        town.says(Channel::Text, Consent::Withdrawn).unwrap();
        town.at(TODAY.saturating_add(1.day()), 9, 0);
        town.work();
        assert!(town.bodies().is_empty());
        let sending = &town.sendings()[0];
        assert_eq!((sending.id, sending.state), (id, SendingState::Cancelled));
        assert_eq!(code(town.write(|cx| send(cx, &note(town.person, Channel::Text, "x")))), "withdrawn");
    });
}

#[test]
fn a_text_waits_for_the_morning() {
    on_one(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        town.at(TODAY, 21, 0);
        town.write(|cx| send(cx, &note(town.person, Channel::Text, "Please ring me."))).unwrap();
        town.work();
        town.at(TODAY.saturating_add(1.day()), 8, 59);
        town.work();
        assert!(town.bodies().is_empty());
        town.at(TODAY.saturating_add(1.day()), 9, 0);
        town.work();
        assert_eq!(town.bodies(), ["Please ring me."]);
    });
}

#[test]
fn an_appointment_that_moves_takes_its_reminder_along() {
    on_each(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        let contact = town.arrange(THURSDAY, 14);
        town.work();
        town.moves(contact.id, date(2026, 11, 27), 11).unwrap();
        for day in 0..5 {
            town.at(TODAY.saturating_add(day.days()), 10, 0);
            town.work();
        }
        // Friday's: on Tuesday and on Thursday.
        assert_eq!(town.bodies().len(), 2);
        assert!(town.bodies().iter().all(|b| b.contains("Friday 27 November at 11am")), "{:?}", town.bodies());
    });
}

#[test]
fn a_cancelled_appointment_cancels_a_reminder_that_waits() {
    on_each(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        let contact = town.arrange(THURSDAY, 14);
        town.port.answers(Err(Trouble::Later("busy".into())));
        town.at(TODAY, 10, 0);
        town.work();
        assert_eq!(town.sendings()[0].state, SendingState::Waiting);
        town.cancels(contact.id).unwrap();
        assert_eq!(town.sendings()[0].state, SendingState::Cancelled);
        for day in 0..5 {
            town.at(TODAY.saturating_add(day.days()), 12, 0);
            town.work();
        }
        assert!(town.bodies().is_empty());
    });
}

#[test]
fn a_lock_screen_does_not_say_what_the_service_does() {
    on_one(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        let no = code(town.write(|cx| send(cx, &note(town.person, Channel::Text, "Your probation officer is ill."))));
        assert_eq!(no, "guarded");
        town.arrange(THURSDAY, 14);
        town.at(TODAY, 10, 0);
        town.work();
        assert!(!town.bodies()[0].to_lowercase().contains("probation"), "{:?}", town.bodies());
    });
}

#[test]
fn a_number_that_does_not_work_is_told_and_tried_no_more_until_somebody_says_so() {
    on_each(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        town.arrange(THURSDAY, 14);
        town.port.answers(Err(Trouble::Never { address: true, words: "The address does not work".into() }));
        town.at(TODAY, 10, 0);
        town.work();
        let failed = &town.sendings()[0];
        assert_eq!((failed.state, failed.address_fault), (SendingState::Failed, true));
        let open = town.read(|cx| cx.list::<OpenRow>("", &[]));
        assert_eq!((open[0].trouble, open[0].ending.as_str()), (true, "123"));
        assert_eq!(code(town.write(|cx| send(cx, &note(town.person, Channel::Text, "x")))), "broken");
        town.at(date(2026, 11, 25), 10, 0);
        town.work();
        assert_eq!(town.sendings().len(), 1);
        // Somebody who rang her knows that it works after all.
        town.write(|cx| {
            let open = people::open_by_id(cx, town.person)?;
            documents::messages::send_again(cx, &open, failed.id)
        })
        .unwrap();
        town.work();
        assert_eq!(town.bodies().len(), 1);
        assert!(town.read(|cx| cx.list::<OpenRow>("", &[])).is_empty());
    });
}

#[test]
fn who_delivers_is_asked_what_became_of_it() {
    on_each(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        town.port.answers(Ok(Handed::Over { provider_id: Some("theirs".into()) }));
        town.port
            .reports
            .lock()
            .unwrap()
            .extend([Report::OnItsWay, Report::Failed { address: true, words: "The address does not work".into() }]);
        town.write(|cx| send(cx, &note(town.person, Channel::Text, "Please ring me."))).unwrap();
        town.work();
        assert_eq!(town.sendings()[0].state, SendingState::HandedOver);
        for minutes in [2, 10] {
            town.at(TODAY, 10, minutes);
            town.work();
        }
        let sending = &town.sendings()[0];
        assert_eq!(
            (sending.state, sending.reason.as_deref()),
            (SendingState::Failed, Some("The address does not work"))
        );
        let steps = town.read(|cx| cx.list::<Step>("ORDER BY id", &[]));
        let states: Vec<SendingState> = steps.iter().map(|s| s.state).collect();
        assert_eq!(states, [SendingState::Waiting, SendingState::HandedOver, SendingState::Failed]);
    });
}

#[test]
fn tries_are_bounded_and_then_somebody_is_told() {
    on_each(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        for _ in 0..20 {
            town.port.answers(Err(Trouble::Later("no answer".into())));
        }
        town.write(|cx| send(cx, &note(town.person, Channel::Text, "Please ring me."))).unwrap();
        let morning = Instant::from_local(TODAY.at(9, 0, 0, 0));
        for minute in 0..400 {
            town.at_instant(morning.plus_seconds(minute * 60));
            town.work();
        }
        let sending = &town.sendings()[0];
        assert_eq!((sending.state, sending.tries), (SendingState::GivenUp, 8));
        assert!(town.read(|cx| cx.list::<OpenRow>("", &[]))[0].trouble);
    });
}

#[test]
fn what_is_missing_is_said() {
    on_one(|town| {
        let by = |channel| code(town.write(|cx| send(cx, &note(town.person, channel, "x"))));
        assert_eq!(
            [by(Channel::Text), by(Channel::Email), by(Channel::Post)],
            ["not_asked", "no_address", "no_document"]
        );
        assert_eq!(code(town.says(Channel::Email, Consent::Agreed)), "no_address");
        assert_eq!(code(town.says(Channel::Text, Consent::Withdrawn)), "never_agreed");
        assert_eq!(code(town.says(Channel::Post, Consent::Agreed)), "no_agreement_needed");
    });
}

#[test]
fn a_new_number_needs_a_new_agreement_and_a_shared_one_gets_nothing() {
    on_one(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        town.reach(|r| r.mobile = Some("07700 900456".into()));
        assert_eq!(code(town.write(|cx| send(cx, &note(town.person, Channel::Text, "x")))), "changed");
        town.reach(|r| r.mobile = Some(MOBILE.into()));
        let bar = |number: &'static str| {
            town.write(|cx| {
                let open = people::open_by_id(cx, town.person)?;
                documents::messages::bar(cx, &open, number, "Her brother reads it")
            })
        };
        let id = bar("+44 7700 900123").unwrap();
        assert_eq!(code(bar(MOBILE)), "barred_already");
        assert_eq!(code(town.write(|cx| send(cx, &note(town.person, Channel::Text, "x")))), "barred");
        town.write(|cx| {
            let open = people::open_by_id(cx, town.person)?;
            documents::messages::unbar(cx, &open, id, "He moved out")
        })
        .unwrap();
        assert!(town.write(|cx| send(cx, &note(town.person, Channel::Text, "x"))).is_ok());
    });
}

#[test]
fn an_installation_without_a_port_keeps_everything() {
    on_one_without_a_port(|house, person| {
        let asker = store::Asker::system("test");
        house
            .write(&asker, |cx| {
                let open = people::open_by_id(cx, person)?;
                let new = documents::messages::NewAgreement {
                    channel: Channel::Text,
                    answer: Consent::Agreed,
                    language: documents::Language::English,
                    said_on: TODAY,
                    said_how: documents::messages::SaidHow::InPerson,
                    note: None,
                };
                documents::messages::record_agreement(cx, &open, &new)
            })
            .unwrap();
        house.write(&asker, |cx| send(cx, &note(person, Channel::Text, "Please ring me."))).unwrap();
        super::world::work(house);
        let kept = house.read(&asker, |cx| cx.list::<documents::messages::Sending>("", &[])).unwrap();
        assert_eq!(kept[0].state, SendingState::Kept);
    });
}

#[test]
fn a_demo_sends_nothing_whatever_port_it_was_given() {
    on_one(|town| {
        town.write(|cx| cx.set_setting("demo", "yes")).unwrap();
        town.port.leaves();
        town.says(Channel::Text, Consent::Agreed).unwrap();
        town.write(|cx| send(cx, &note(town.person, Channel::Text, "Please ring me."))).unwrap();
        town.work();
        assert!(town.bodies().is_empty());
        assert_eq!(town.sendings()[0].state, SendingState::Kept);
    });
}
