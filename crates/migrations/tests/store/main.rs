//! The store's promises, on both databases, with a small table of their own: they need no room.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod around;
mod clock;
mod cut;
mod filling;
mod ledger;
mod log;
mod nightly;
mod slow;
mod standby;
mod writing;

use domain_events::DomainEvent;
use kernel::{DetailId, PersonId, date};
use migrations::trial::{Rooms, on_both};
use store::{Asker, Cx, Failure, House, Kind, Record, record};

record! {
    /// A row of a person's record that only these tests know.
    pub struct Note in "trial_note", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        pub words: String,
        pub version: i64,
    }
}

record! {
    /// A read model that only these tests know.
    pub struct Tally in "trial_tally", Kind::View, key ["person_id"] {
        pub person_id: PersonId,
        pub notes: i64,
    }
}

pub(crate) const TABLES: &[&store::Table] = &[<Note as Record>::TABLE, <Tally as Record>::TABLE];

pub(crate) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> store::Result<()> {
    match event {
        DomainEvent::PersonCreated { person } => cx.save(&Tally { person_id: *person, notes: 1 }),
        DomainEvent::PersonAmended { part, .. } if part == "refuse" => {
            Err(Failure::refused("", "no", "A listener says no"))
        }
        // Tells itself again without end.
        DomainEvent::PersonAmended { .. } => cx.tell(event),
        _ => Ok(()),
    }
}

pub(crate) fn rooms() -> Rooms {
    Rooms::with(&[TABLES]).hearing(&[("trial", hear)])
}

pub(crate) fn on_each(test: impl Fn(House)) {
    on_both(&rooms(), date(2026, 11, 22), |house| {
        make_tables(&house);
        test(house);
    });
}

pub(crate) fn make_tables(house: &House) {
    let (id, text, int) = match house.database() {
        store::Database::Sqlite(_) => ("BLOB", "TEXT", "INTEGER"),
        store::Database::Postgres(_) => ("uuid", "text", "bigint"),
    };
    let sql = format!(
        "CREATE TABLE trial_note (person_id {id} NOT NULL, id {id} NOT NULL, words {text} NOT NULL, version {int} NOT NULL, PRIMARY KEY (person_id, id));
         CREATE TABLE trial_tally (person_id {id} NOT NULL, notes {int} NOT NULL, PRIMARY KEY (person_id));"
    );
    house.administer(&sql).unwrap();
}

pub(crate) fn asker() -> Asker {
    Asker::system("trial")
}

pub(crate) fn write_note(house: &House, words: &str) -> Note {
    house
        .write(&asker(), |cx| {
            let note = Note { person_id: cx.new_id(), id: cx.new_id(), words: words.into(), version: 1 };
            cx.describe("Wrote a note", Some("to see"));
            cx.insert(&note)?;
            Ok(note)
        })
        .unwrap()
}
