//! The log on both databases: what is written, what follows from it, and what stays in the record.

use crate::given::{Officer, TODAY, attended, office, on_each, time};
use contacts::{Answer, MovedBy, NewContact, NewTime};
use kernel::{Time, date};
use migrations::trial::assert_schema;
use store::Failure;

#[test]
fn the_tables_are_as_declared() {
    on_each(|house| assert_schema(&house, contacts::TABLES));
}

#[test]
fn an_arranged_appointment_is_in_the_officers_diary_and_next_for_the_person() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let made = ann.arranges(&person, office(date(2026, 11, 25)));
        ann.reads(|cx| {
            assert_eq!(contacts::next_appointment(cx, &person)?.unwrap().id, made.id);
            let diary = contacts::diary(cx, ann.staff, TODAY, date(2026, 11, 30))?;
            assert_eq!(diary.iter().map(|d| d.contact_id).collect::<Vec<_>>(), [made.id]);
            let next = contacts::next_appointments(cx, &[person.survivor])?;
            assert_eq!(next[&person.survivor].date, date(2026, 11, 25));
            Ok(())
        });
    });
}

#[test]
fn attended_and_complied_makes_it_the_last_contact_and_nothing_is_awaited() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let made = ann.arranges(&person, office(TODAY));
        ann.writes(|cx| contacts::record_outcome(cx, &person, made.id, &attended())).unwrap();
        ann.reads(|cx| {
            assert_eq!(contacts::last_contacts(cx, &[person.survivor])?[&person.survivor].contact_id, made.id);
            assert!(contacts::next_appointment(cx, &person)?.is_none());
            assert!(contacts::overdue_outcomes(cx, ann.staff)?.is_empty());
            Ok(())
        });
    });
}

#[test]
fn an_outcome_not_recorded_is_overdue_from_the_next_day() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let made = ann.arranges(&person, office(TODAY));
        ann.reads(|cx| {
            assert!(contacts::overdue_outcomes(cx, ann.staff)?.is_empty());
            Ok(())
        });
        house.clock().move_to(date(2026, 11, 24));
        ann.reads(|cx| {
            let overdue = contacts::overdue_outcomes(cx, ann.staff)?;
            assert_eq!(overdue.iter().map(|o| o.contact_id).collect::<Vec<_>>(), [made.id]);
            Ok(())
        });
    });
}

#[test]
fn a_corrected_outcome_keeps_both_and_takes_back_what_followed() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let made = ann.arranges(&person, office(TODAY));
        ann.writes(|cx| contacts::record_outcome(cx, &person, made.id, &attended())).unwrap();
        let why = "Recorded on the wrong person";
        ann.writes(|cx| contacts::correct_outcome(cx, &person, made.id, Some("UAAB"), why, None)).unwrap();
        ann.reads(|cx| {
            let (shown, given) = contacts::one(cx, &person, made.id)?;
            let codes: Vec<_> = given.iter().map(|g| g.outcome.as_deref()).collect();
            assert_eq!(codes, [Some("UAAB"), Some("ATTC")]);
            assert_eq!((given[0].corrects_id, given[0].reason.as_deref()), (Some(given[1].id), Some(why)));
            assert_eq!((shown.contact.attended, shown.contact.complied), (Some(false), Some(false)));
            assert!(contacts::last_contacts(cx, &[person.survivor])?.is_empty());
            Ok(())
        });
        ann.writes(|cx| contacts::correct_outcome(cx, &person, made.id, None, "Nobody knows", None)).unwrap();
        ann.reads(|cx| {
            assert_eq!(contacts::next_appointment(cx, &person)?.unwrap().id, made.id);
            Ok(())
        });
    });
}

#[test]
fn a_second_outcome_is_a_correction_and_not_an_overwriting() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let made = ann.arranges(&person, office(TODAY));
        ann.writes(|cx| contacts::record_outcome(cx, &person, made.id, &attended())).unwrap();
        let again = ann.writes(|cx| contacts::record_outcome(cx, &person, made.id, &attended()));
        assert!(matches!(again, Err(Failure::Refused(no)) if no.0[0].code == "outcome_recorded"));
    });
}

#[test]
fn two_officers_recording_at_once_the_second_is_told_that_it_changed() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let made = ann.arranges(&person, office(TODAY));
        ann.writes(|cx| contacts::add_note(cx, &person, made.id, "Running late")).unwrap();
        let stale = Answer { version: Some(made.version), ..attended() };
        let second = ann.writes(|cx| contacts::record_outcome(cx, &person, made.id, &stale));
        assert!(matches!(second, Err(Failure::Stale(_))));
    });
}

#[test]
fn a_moved_appointment_leaves_the_old_one_with_who_asked() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let made = ann.arranges(&person, office(TODAY));
        let to = NewTime {
            date: date(2026, 11, 26),
            start: time(14, 0),
            end: time(14, 30),
            by: MovedBy::Person,
            reason: "Shift changed".into(),
            staff: None,
            office: None,
            clash_allowed: false,
            version: None,
        };
        let moved = ann.writes(|cx| contacts::reschedule(cx, &person, made.id, &to)).unwrap();
        assert_eq!((moved.replaces_id, moved.outcome.as_deref()), (Some(made.id), None));
        ann.reads(|cx| {
            let (old, _) = contacts::one(cx, &person, made.id)?;
            assert_eq!((old.contact.outcome.as_deref(), old.contact.attended), (Some("RSOF"), None));
            assert_eq!(old.notes[0].note, "Shift changed");
            assert_eq!(contacts::next_appointment(cx, &person)?.unwrap().id, moved.id);
            Ok(())
        });
    });
}

#[test]
fn a_cancelled_appointment_is_no_longer_to_come() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let made = ann.arranges(&person, office(date(2026, 11, 26)));
        ann.writes(|cx| contacts::cancel(cx, &person, made.id, "Order revoked", None)).unwrap();
        ann.reads(|cx| {
            assert!(contacts::next_appointment(cx, &person)?.is_none());
            Ok(())
        });
    });
}

#[test]
fn a_clash_is_refused_until_it_is_meant() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let (one, two) = (ann.somebody(), ann.somebody());
        ann.arranges(&one, office(TODAY));
        let clash = ann.writes(|cx| contacts::arrange(cx, &two, ann.signed(office(TODAY))));
        assert!(matches!(clash, Err(Failure::Refused(no)) if no.0[0].field == "clash_allowed"));
        let meant = NewContact { clash_allowed: true, ..office(TODAY) };
        ann.arranges(&two, meant);
    });
}

#[test]
fn the_same_external_key_is_the_same_contact() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let note = NewContact {
            note: Some("Sent by another system".into()),
            external_key: Some("case-note/17".into()),
            ..NewContact::of("TNTE", TODAY)
        };
        let one = ann.writes(|cx| contacts::record(cx, &person, note.clone())).unwrap();
        let two = ann.writes(|cx| contacts::record(cx, &person, note.clone())).unwrap();
        assert_eq!(one.id, two.id);
        ann.reads(|cx| {
            assert_eq!(cx.count("SELECT count(*) FROM contact_note", &[])?, 1);
            Ok(())
        });
    });
}

#[test]
fn the_shipped_catalogue_is_seeded_once_and_what_the_service_changed_stays() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        ann.writes(contacts::seed).unwrap();
        ann.writes(contacts::seed).unwrap();
        ann.reads(|cx| {
            assert_eq!(*contacts::current(cx)?, contacts::Catalogue::shipped().unwrap());
            Ok(())
        });
    });
}

#[test]
fn midnight_is_not_skipped_when_the_clocks_go_forward() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let night = NewContact { staff: Some(ann.staff), ..NewContact::of("COPT", date(2027, 3, 28)) };
        let skipped =
            ann.writes(|cx| contacts::arrange(cx, &ann.somebody(), night.clone().at(time(1, 30), time(3, 0))));
        assert!(matches!(skipped, Err(Failure::Refused(no)) if no.0[0].code == "time_skipped"));
        let made = ann.arranges(&ann.somebody(), night.at(Time::midnight(), time(3, 0)));
        assert_eq!(made.minutes, Some(120));
    });
}
