//! The log of who read what: a place for every row, months made ahead, and old months handed over to files that can be checked.

use crate::{asker, on_each};
use jiff::ToSpan;
use kernel::{Date, PersonId, date};
use store::tables::{AccessLog, LedgerEntry, LogArchive};
use store::{Checked, Database, House, Month, params};

const PERSON: PersonId = PersonId(uuid::Uuid::from_u128(9));

fn read_on(house: &House, day: Date, times: usize) {
    house.clock().move_to(day);
    for _ in 0..times {
        house
            .read(&asker(), |cx| {
                cx.note_read(PERSON, "overview");
                Ok(())
            })
            .unwrap();
    }
}

fn kept(house: &House) -> Vec<Month> {
    let rows: Vec<AccessLog> =
        house.read(&asker(), |cx| cx.list("WHERE person_id = $1 ORDER BY read_at", params![PERSON])).unwrap();
    rows.iter().map(|row| Month::of(row.read_at)).collect()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn a_row_is_never_refused_because_its_month_was_not_made() {
    on_each(|house| {
        // Two years in which no server ran that would have made a month.
        read_on(&house, date(2029, 5, 31), 2);
        read_on(&house, date(2029, 6, 1), 1);
        assert_eq!(kept(&house), [month("2029-05"), month("2029-05"), month("2029-06")]);
        let made = house.make_log_months().unwrap();
        let is_postgres = matches!(house.database(), Database::Postgres(_));
        assert_eq!(made.len(), if is_postgres { 4 } else { 0 }, "{made:?}");
        assert_eq!(house.make_log_months().unwrap(), [""; 0], "made once");
        read_on(&house, date(2029, 6, 30), 1);
        assert_eq!(kept(&house).len(), 4);
        if is_postgres {
            let count =
                |table: &str| house.read(&asker(), |cx| cx.count(&format!("SELECT count(*) FROM {table}"), &[]));
            assert_eq!(
                count("access_log_2029_06").unwrap(),
                2,
                "what came before its month was made has moved into it"
            );
            assert_eq!(count("access_log_rest").unwrap(), 2);
        }
    });
}

#[test]
fn the_next_months_are_there_before_they_begin() {
    on_each(|house| {
        let mut day = date(2026, 11, 30);
        for _ in 0..14 {
            house.clock().move_to(day);
            house.make_log_months().unwrap();
            read_on(&house, day, 1);
            day = day.saturating_add(1.month());
        }
        if let Database::Postgres(_) = house.database() {
            let rest = house.read(&asker(), |cx| cx.count("SELECT count(*) FROM access_log_rest", &[])).unwrap();
            assert_eq!(rest, 0);
        }
        assert_eq!(kept(&house).len(), 14);
    });
}

#[test]
fn an_old_month_becomes_a_file_whose_digest_stands_in_the_ledger() {
    on_each(|house| {
        let folder = tempfile::tempdir().unwrap();
        house.clock().move_to(date(2026, 11, 22));
        house.make_log_months().unwrap();
        for (day, times) in
            [(date(2026, 11, 30), 3), (date(2027, 1, 1), 2), (date(2027, 1, 31), 2), (date(2027, 2, 1), 1)]
        {
            house.clock().move_to(day);
            house.make_log_months().unwrap();
            read_on(&house, day, times);
        }
        let early = house.archive_log_month(month("2027-02"), folder.path());
        assert!(early.is_err(), "a month that is not over");
        house.clock().move_to(date(2029, 3, 1));
        let due = house.log_months_before(month("2027-02")).unwrap();
        assert_eq!(due, [month("2026-11"), month("2027-01")]);
        let done: Vec<_> = due.iter().map(|m| house.archive_log_month(*m, folder.path()).unwrap()).collect();
        assert_eq!(done.iter().map(|d| d.entries).collect::<Vec<_>>(), [3, 4]);
        let is_postgres = matches!(house.database(), Database::Postgres(_));
        assert_eq!(done[1].stands_alone.as_deref(), is_postgres.then_some("access_log_2027_01"));
        assert_eq!(kept(&house), [month("2027-02")]);

        let holds = Checked::Holds { month: "2027-01".into(), entries: 4 };
        assert_eq!(house.check_log_archive(&done[1].file).unwrap(), holds);
        let entries: Vec<LedgerEntry> = house.read(&asker(), |cx| cx.ledger_of(kernel::ChainId::HOUSE, 9)).unwrap();
        assert!(entries[0].action.contains("2027-01: 4 entries"), "{}", entries[0].action);
        assert!(house.verify_ledger(|_| {}).unwrap().broken.is_none());

        // The second file names the first.
        let mut text = String::new();
        std::io::Read::read_to_string(
            &mut flate2::read::GzDecoder::new(std::fs::File::open(&done[1].file).unwrap()),
            &mut text,
        )
        .unwrap();
        assert!(text.lines().next().unwrap().contains(&hex::encode(&done[0].digest)), "{text}");
        assert!(text.lines().nth(1).unwrap().contains("overview"), "{text}");

        let mut bytes = std::fs::read(&done[1].file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&done[1].file, bytes).unwrap();
        assert!(matches!(house.check_log_archive(&done[1].file).unwrap(), Checked::Broken(_)));
    });
}

#[test]
fn an_archive_that_was_interrupted_is_brought_to_its_end() {
    on_each(|house| {
        let folder = tempfile::tempdir().unwrap();
        read_on(&house, date(2026, 11, 22), 3);
        house.clock().move_to(date(2029, 1, 1));
        // It stopped while it wrote the file.
        std::fs::write(folder.path().join("access_log-2026-11.jsonl.gz.unfinished"), b"half").unwrap();
        let first = house.archive_log_month(month("2026-11"), folder.path()).unwrap();
        // It stopped after the ledger had it, before the rows were gone.
        read_on(&house, date(2026, 11, 22), 2);
        house.clock().move_to(date(2029, 1, 1));
        let again = house.archive_log_month(month("2026-11"), folder.path()).unwrap();
        assert_eq!((again.entries, &again.digest, kept(&house)), (3, &first.digest, vec![]));
        let archives = house.read(&asker(), |cx| cx.list::<LogArchive>("", &[])).unwrap();
        assert_eq!(archives.len(), 1);
        std::fs::remove_file(&again.file).unwrap();
        read_on(&house, date(2026, 11, 22), 1);
        house.clock().move_to(date(2029, 1, 1));
        assert!(house.archive_log_month(month("2026-11"), folder.path()).is_err(), "its file is gone");
        assert_eq!(kept(&house).len(), 1, "and so nothing is taken away");
    });
}
