//! The log on both databases: what is written, what follows from it, and what stays in the record.

use crate::given::{Officer, TODAY, attended, office, on_each, time};
use contacts::rules::filter::Filter;
use contacts::{Answer, Cursor, MovedBy, NewContact, NewTime};
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
fn every_page_of_a_long_record_is_reached_by_key_and_none_is_shown_twice() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        for number in 0..60 {
            let day = date(2026, 11, 1 + (number % 20));
            let note = NewContact { note: Some(format!("number {number}")), ..NewContact::of("TNTE", day) };
            ann.writes(|cx| contacts::record(cx, &person, note.clone())).unwrap();
        }
        ann.reads(|cx| {
            let page =
                |cx: &mut _, after, before| contacts::timeline(cx, &person, &Filter::default(), after, before, 25);
            let one = page(cx, None, None)?;
            let two = page(cx, one.older, None)?;
            let three = page(cx, two.older, None)?;
            assert_eq!([one.first, two.first, three.first], [1, 26, 51]);
            assert_eq!([one.total, two.total, three.total], [60; 3]);
            assert_eq!((one.newer, three.older, three.items.len()), (None, None, 10));
            let mut ids: Vec<_> = [&one, &two, &three].iter().flat_map(|p| &p.items).map(|s| s.contact.id).collect();
            let back = page(cx, None, three.newer)?;
            assert_eq!(back.items.iter().map(|s| s.contact.id).collect::<Vec<_>>(), ids[25..50]);
            assert_eq!(back.first, 26);
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), 60);
            Ok(())
        });
    });
}

#[test]
fn a_cursor_is_read_back_from_the_address() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let made = ann.arranges(&ann.somebody(), office(TODAY));
        let cursor = Cursor::from(&made);
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        assert!("17".parse::<Cursor>().is_err() && "x.y".parse::<Cursor>().is_err());
    });
}

#[test]
fn the_database_filters_as_the_rule_does() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        for (code, note) in
            [("TNTE", "Met Mr O'Neil at the café"), ("TFAM", "His mother rang"), ("CLOB", "100% sure_ly")]
        {
            let new = NewContact { note: Some(note.into()), ..NewContact::of(code, TODAY) };
            ann.writes(|cx| contacts::record(cx, &person, new.clone())).unwrap();
        }
        let catalogue = contacts::Catalogue::shipped().unwrap();
        let filters = [
            Filter::default(),
            Filter { words: vec!["oneil".into(), "cafe".into()], ..Filter::default() },
            Filter { words: vec!["100".into()], ..Filter::default() },
            Filter { words: vec!["mother".into()], sensitive: Some(true), ..Filter::default() },
            Filter { sensitive: Some(false), ..Filter::default() },
            Filter { types: vec!["CLOB".into(), "TNTE".into()], ..Filter::default() },
            Filter { from: Some(date(2026, 11, 24)), ..Filter::default() },
        ];
        for filter in &filters {
            ann.reads(|cx| {
                let all = contacts::timeline(cx, &person, &Filter::default(), None, None, 25)?.items;
                let expected: Vec<_> = all
                    .iter()
                    .filter(|s| {
                        filter.accepts(&contacts::rules::filter::Entry {
                            contact_type: catalogue.contact_type(&s.contact.contact_type).unwrap(),
                            date: s.contact.happens_on,
                            sensitive: s.contact.sensitive,
                            text: &s.notes.iter().map(|n| n.note.as_str()).collect::<Vec<_>>().join(" "),
                        })
                    })
                    .map(|s| s.contact.id)
                    .collect();
                let found = contacts::timeline(cx, &person, filter, None, None, 25)?;
                assert_eq!(found.items.iter().map(|s| s.contact.id).collect::<Vec<_>>(), expected, "{filter:?}");
                assert_eq!(found.total, expected.len() as u64);
                Ok(())
            });
        }
    });
}

#[test]
fn a_sensitive_contact_is_masked_and_not_found_by_its_words_without_need() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let family = NewContact {
            title: Some("Call about her sister".into()),
            note: Some("A secret".into()),
            ..NewContact::of("TFAM", TODAY)
        };
        ann.writes(|cx| contacts::record(cx, &person, family.clone())).unwrap();
        let clerk = Officer::reader(&house, "Cal Clerk");
        clerk.reads(|cx| {
            let shown = contacts::timeline(cx, &person, &Filter::default(), None, None, 25)?.items;
            assert!(shown[0].masked && shown[0].notes.is_empty() && shown[0].contact.title.is_none());
            let words = Filter { words: vec!["secret".into()], ..Filter::default() };
            assert_eq!(contacts::timeline(cx, &person, &words, None, None, 25)?.total, 0);
            Ok(())
        });
        ann.reads(|cx| {
            let shown = contacts::timeline(cx, &person, &Filter::default(), None, None, 25)?.items;
            assert_eq!(shown[0].notes[0].note, "A secret");
            Ok(())
        });
    });
}

#[test]
fn notes_are_added_and_the_first_stays_as_it_was() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let made = ann.arranges(&person, NewContact { note: Some("First".into()), ..office(TODAY) });
        ann.writes(|cx| contacts::add_note(cx, &person, made.id, "Second")).unwrap();
        ann.reads(|cx| {
            let (shown, _) = contacts::one(cx, &person, made.id)?;
            let notes: Vec<_> = shown.notes.iter().map(|n| (n.note.as_str(), n.author_name.as_str())).collect();
            assert_eq!(notes, [("First", "Ann Bell"), ("Second", "Ann Bell")]);
            Ok(())
        });
    });
}

#[test]
fn a_file_hangs_on_its_contact_until_it_is_taken_off_with_a_reason() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let made = ann.arranges(&person, office(TODAY));
        let file =
            ann.writes(|cx| contacts::attach(cx, &person, made.id, "file", "fit note.pdf", b"%PDF-1.7 x")).unwrap();
        ann.reads(|cx| {
            let (shown, _) = contacts::one(cx, &person, made.id)?;
            assert_eq!((shown.files[0].file_name.as_str(), shown.files[0].file_size), ("fit note.pdf", 10));
            Ok(())
        });
        let why = "Of somebody else";
        ann.writes(|cx| contacts::detach(cx, &person, made.id, file.file_id, why)).unwrap();
        ann.reads(|cx| {
            let (shown, _) = contacts::one(cx, &person, made.id)?;
            assert_eq!(shown.files[0].removed_reason.as_deref(), Some(why));
            Ok(())
        });
    });
}

#[test]
fn an_hour_with_a_group_is_one_hour_of_the_officer() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        for _ in 0..5 {
            let session = NewContact {
                outcome: Some("ATTC".into()),
                place: Some("Village hall".into()),
                ..NewContact::of("TGSE", TODAY).at(time(10, 0), time(11, 0))
            };
            ann.records(&ann.somebody(), session);
        }
        ann.reads(|cx| {
            let time = contacts::time_of(cx, ann.staff, TODAY, TODAY, Some(420))?;
            assert_eq!((time.with_people, time.percent()), (60, Some(14)));
            Ok(())
        });
    });
}

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
