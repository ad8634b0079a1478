//! Files on both databases: what is kept comes back whole, what is taken away does not.
#![expect(clippy::unwrap_used, reason = "a test says what it missed by failing")]

use files::{fetch, keep, lines, remove};
use kernel::{PersonId, PersonKeys, date};
use migrations::trial::{Rooms, assert_schema, on_both};
use store::{Asker, Failure, House};

fn on_each(test: impl Fn(House)) {
    on_both(&Rooms::with(&[files::TABLES]), date(2026, 11, 23), test);
}

fn asker() -> Asker {
    Asker::system("test")
}

fn kept(house: &House, person: PersonId, name: &str, bytes: &[u8]) -> files::FileLine {
    house.write(&asker(), |cx| keep(cx, person, "file", name, bytes)).unwrap()
}

fn somebody(house: &House) -> PersonId {
    house.read(&asker(), |cx| Ok(cx.new_id())).unwrap()
}

#[test]
fn the_tables_are_as_declared() {
    on_each(|house| assert_schema(&house, files::TABLES));
}

#[test]
fn a_file_comes_back_byte_for_byte() {
    on_each(|house| {
        let person = somebody(&house);
        let bytes = [b"%PDF-1.7\n".as_slice(), &[0, 255, 128, 10]].concat();
        let line = kept(&house, person, "letter.pdf", &bytes);
        let found = house.read(&asker(), |cx| fetch(cx, &PersonKeys::alone(person), line.id)).unwrap();
        assert_eq!((found.bytes, found.line.media_type.as_str()), (bytes, "application/pdf"));
    });
}

#[test]
fn the_same_bytes_twice_are_stored_once_under_both_names() {
    on_each(|house| {
        let person = somebody(&house);
        let (one, two) = (kept(&house, person, "one.txt", b"same"), kept(&house, person, "two.txt", b"same"));
        let keys = PersonKeys::alone(person);
        house
            .read(&asker(), |cx| {
                assert_eq!(cx.count("SELECT count(*) FROM person_file_bytes", &[])?, 1);
                assert_eq!(lines(cx, &keys, &[one.id, two.id])?.len(), 2);
                assert_eq!(fetch(cx, &keys, two.id)?.line.name, "two.txt");
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn a_file_of_another_person_is_not_found() {
    on_each(|house| {
        let line = kept(&house, somebody(&house), "note.txt", b"hers");
        let other = PersonKeys::alone(somebody(&house));
        let found = house.read(&asker(), |cx| fetch(cx, &other, line.id));
        assert!(matches!(found, Err(Failure::NotFound)));
    });
}

#[test]
fn a_file_is_taken_away_with_a_reason_and_still_named() {
    on_each(|house| {
        let person = somebody(&house);
        let keys = PersonKeys::alone(person);
        let line = kept(&house, person, "wrong.txt", b"of somebody else");
        assert!(matches!(house.write(&asker(), |cx| remove(cx, &keys, line.id, " ")), Err(Failure::Refused(_))));
        house.write(&asker(), |cx| remove(cx, &keys, line.id, "Belongs to somebody else")).unwrap();
        house
            .read(&asker(), |cx| {
                assert!(matches!(fetch(cx, &keys, line.id), Err(Failure::NotFound)));
                assert!(lines(cx, &keys, &[line.id])?.iter().all(|l| l.removed));
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn fifty_megabytes_are_refused_and_nothing_is_written() {
    on_each(|house| {
        let person = somebody(&house);
        let large = vec![b'x'; 50 * 1024 * 1024];
        let no = house.write(&asker(), |cx| keep(cx, person, "file", "large.txt", &large)).unwrap_err();
        assert_eq!(no.to_string(), "The file has 50 MB. The largest that is kept is 25 MB");
        let rows = house.read(&asker(), |cx| cx.count("SELECT count(*) FROM person_file", &[])).unwrap();
        assert_eq!(rows, 0);
    });
}
