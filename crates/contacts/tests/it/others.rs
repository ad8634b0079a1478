//! The log among other rooms: what they hear of it, and their own entries in it.

use crate::given::{Officer, TODAY, attended, office, on_each, time};
use contacts::rules::filter::Filter;
use contacts::{MovedBy, NewContact, NewTime};
use kernel::date;
use store::Failure;

#[test]
fn an_entry_of_another_room_stands_in_the_log_and_nobody_edits_it() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let fact = domain_events::DomainEvent::PersonAmended { person: person.survivor, part: "names".into() };
        ann.writes(|cx| cx.tell(&fact)).unwrap();
        let entry =
            ann.reads(|cx| Ok(contacts::timeline(cx, &person, &Filter::default(), None, None, 25)?.items[0].clone()));
        assert_eq!(entry.contact.title.as_deref(), Some("Changed: names"));
        let edit = ann.writes(|cx| contacts::add_note(cx, &person, entry.contact.id, "mine"));
        assert!(matches!(edit, Err(Failure::Refused(_))));
        let hidden = Filter { hide_system: true, ..Filter::default() };
        ann.reads(|cx| {
            assert_eq!(contacts::timeline(cx, &person, &hidden, None, None, 25)?.total, 0);
            Ok(())
        });
    });
}

/// The names of the facts told since the last time, in order.
fn told(ann: &Officer<'_>, after: usize) -> Vec<String> {
    let rows = ann.reads(|cx| cx.query("SELECT name FROM outbox ORDER BY told_at, id", &[]));
    rows.iter().skip(after).map(|row| row.get(0).unwrap()).collect()
}

#[test]
fn other_rooms_hear_that_a_moved_appointment_went_and_another_came() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let made = ann.arranges(&person, office(TODAY));
        let to = NewTime {
            date: date(2026, 11, 26),
            start: time(14, 0),
            end: time(14, 30),
            by: MovedBy::Service,
            reason: "Officer on leave".into(),
            staff: None,
            office: None,
            clash_allowed: false,
            version: None,
        };
        let moved = ann.writes(|cx| contacts::reschedule(cx, &person, made.id, &to)).unwrap();
        assert_eq!(told(&ann, 1), ["appointment.cancelled", "appointment.arranged", "appointment.moved"]);
        ann.writes(|cx| contacts::cancel(cx, &person, moved.id, "Order revoked", None)).unwrap();
        assert_eq!(told(&ann, 4), ["appointment.cancelled"]);
    });
}

#[test]
fn other_rooms_hear_of_an_answered_call_as_a_contact_and_of_a_taken_back_outcome_as_open_again() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        ann.records(&person, NewContact { outcome: Some("TSPK".into()), ..NewContact::of("CTOB", TODAY) });
        assert_eq!(told(&ann, 0), ["contact.recorded"]);
        ann.records(&person, NewContact { outcome: Some("TNOA".into()), ..NewContact::of("CTOB", TODAY) });
        assert_eq!(told(&ann, 1), ["contact.recorded", "contact.outcome-recorded"]);
        let made = ann.arranges(&person, office(TODAY));
        ann.writes(|cx| contacts::record_outcome(cx, &person, made.id, &attended())).unwrap();
        ann.writes(|cx| contacts::correct_outcome(cx, &person, made.id, None, "Not known", None)).unwrap();
        let after =
            ["appointment.arranged", "contact.outcome-recorded", "contact.outcome-recorded", "appointment.arranged"];
        assert_eq!(told(&ann, 3), after);
    });
}
