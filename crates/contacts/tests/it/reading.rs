//! Reading the log: by key to its end, by what is asked, masked where it is sensitive, with notes, files and hours.

use crate::given::{Officer, TODAY, office, on_each, time};
use contacts::rules::filter::Filter;
use contacts::{Cursor, NewContact};
use kernel::date;

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
