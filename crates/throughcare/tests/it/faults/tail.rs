//! Whoever can write the database and tampers with it: a changed row of the ledger shows at once, so does a row of any recorded table
//! that is not as the ledger says, and an end that was cut off with its rows and its seal shows against the seals kept elsewhere.

use super::{PERSON, Program, file_of, told};
use crate::server::World;
use rusqlite::Connection;

fn on(world: &World, sql: &str) {
    let connection = Connection::open(file_of(world)).expect("the file");
    connection.execute_batch(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
}

/// Some writes, and a seal whose line is kept in a file beside the database.
fn sealed(world: &World, writes: std::ops::Range<usize>) -> String {
    let secret = world.client();
    let server = world.serve();
    let program = Program::of(&server, &secret);
    for n in writes {
        assert!(program.write(PERSON, &format!("tail-{n}"), "To be cut off").expect("an answer").is_kept());
    }
    assert_eq!(server.terminate(), Some(0));
    let key = world.folder.path().join("key").display().to_string();
    let seal = world.command(&["ledger", "seal", "--key", &key]);
    assert!(seal.status.success(), "{}", told(&seal));
    String::from_utf8_lossy(&seal.stdout).into_owned()
}

fn keep(world: &World, seals: &str) -> String {
    let file = world.folder.path().join("seals.jsonl");
    std::fs::write(&file, seals).expect("a file of seals");
    file.display().to_string()
}

#[test]
fn an_end_that_was_cut_off_with_its_seal_shows_against_the_seals_kept_elsewhere() {
    let world = World::demo();
    let first = sealed(&world, 0..3);
    let second = sealed(&world, 3..6);
    let kept = keep(&world, &format!("{first}{second}"));
    for command in [&["ledger", "verify"][..], &["ledger", "verify", "--seals", &kept], &["doctor", "--seals", &kept]] {
        let done = world.command(command);
        assert!(done.status.success(), "{command:?}: {}", told(&done));
    }
    // The newest entries of the chain that was written to last, its head made to fit, and the seal over them gone.
    on(
        &world,
        "CREATE TEMP TABLE cut AS SELECT chain_id, max(seq) AS seq FROM ledger_entry WHERE chain_id =
           (SELECT chain_id FROM ledger_entry WHERE request_key LIKE '%tail-5%');
         CREATE TABLE made AS SELECT unhex(replace(h.row_key ->> '$[1]', '-', '')) AS id FROM history h
           JOIN cut c ON c.chain_id = h.chain_id AND c.seq = h.seq;
         DELETE FROM history WHERE EXISTS (SELECT 1 FROM cut c WHERE c.chain_id = history.chain_id AND c.seq = history.seq);
         DELETE FROM ledger_entry WHERE EXISTS (SELECT 1 FROM cut c WHERE c.chain_id = ledger_entry.chain_id AND c.seq = ledger_entry.seq);
         UPDATE ledger_head SET seq = seq - 1, hash = (SELECT hash FROM ledger_entry e WHERE e.chain_id = ledger_head.chain_id
           AND e.seq = ledger_head.seq - 1) WHERE chain_id IN (SELECT chain_id FROM cut);",
    );
    let broken = world.command(&["ledger", "verify"]);
    assert_eq!(broken.status.code(), Some(1), "{}", told(&broken));
    assert!(told(&broken).contains("is there, and no entry says that it was made"), "{}", told(&broken));
    // The rows that it made go too.
    let made = "WHERE id IN (SELECT id FROM made)";
    on(&world, &format!("DELETE FROM contact_note {made}; DELETE FROM contact {made}; DROP TABLE made"));
    let broken = world.command(&["ledger", "verify"]);
    assert!(!broken.status.success() && told(&broken).contains("the seal of"), "{}", told(&broken));
    let newest = "(SELECT max(sealed_at) FROM ledger_seal)";
    on(
        &world,
        &format!(
            "DELETE FROM ledger_sealed_head WHERE sealed_at = {newest}; DELETE FROM ledger_seal WHERE sealed_at = {newest}"
        ),
    );
    // From the database alone it cannot be told: all of it is as it would be had the last write never been.
    assert!(world.command(&["ledger", "verify"]).status.success());
    for command in [&["ledger", "verify", "--seals", &kept][..], &["doctor", "--seals", &kept]] {
        let broken = world.command(command);
        assert_eq!(broken.status.code(), Some(1), "{command:?}: {}", told(&broken));
        assert!(told(&broken).contains("was taken out of the database"), "{command:?}: {}", told(&broken));
    }
}

#[test]
fn a_rewritten_entry_and_a_rewritten_seal_show() {
    let world = World::demo();
    let line = sealed(&world, 0..2);
    let kept = keep(&world, &line);
    on(&world, "UPDATE ledger_seal SET heads = heads + 1");
    let broken = world.command(&["ledger", "verify"]);
    assert!(told(&broken).contains("wrong signature"), "{}", told(&broken));
    on(&world, "UPDATE ledger_seal SET heads = heads - 1");
    // Sealed again by somebody else's key.
    on(&world, "DELETE FROM ledger_sealed_head; DELETE FROM ledger_seal");
    let key = world.folder.path().join("another key").display().to_string();
    assert!(world.command(&["ledger", "seal", "--key", &key]).status.success());
    assert!(world.command(&["ledger", "verify"]).status.success());
    assert_eq!(world.command(&["ledger", "verify", "--seals", &kept]).status.code(), Some(1));

    on(&world, "UPDATE ledger_entry SET action = 'Nothing happened' WHERE request_key LIKE '%tail-1%'");
    for command in [&["ledger", "verify"][..], &["doctor"]] {
        let broken = world.command(command);
        assert_eq!(broken.status.code(), Some(1), "{command:?}: {}", told(&broken));
        assert!(told(&broken).contains("the entry was changed"), "{command:?}: {}", told(&broken));
    }
}

#[test]
fn a_row_that_was_changed_past_the_ledger_shows_whatever_it_is_a_row_of() {
    let world = World::demo();
    for (sql, back, words) in [
        (
            "UPDATE contact_note SET note = note || '!' WHERE id = (SELECT min(id) FROM contact_note)",
            "UPDATE contact_note SET note = substr(note, 1, length(note) - 1) WHERE id = (SELECT min(id) FROM contact_note)",
            "says: note",
        ),
        ("UPDATE crn SET given_at = given_at + 1", "UPDATE crn SET given_at = given_at - 1", "says: given_at"),
        (
            "UPDATE contact_type SET name_en = name_en || '!' WHERE code = (SELECT min(code) FROM contact_type)",
            "UPDATE contact_type SET name_en = substr(name_en, 1, length(name_en) - 1)
               WHERE code = (SELECT min(code) FROM contact_type)",
            "says: name_en",
        ),
        ("DELETE FROM access_login WHERE login = 'reader'", "", "is not there"),
    ] {
        on(&world, sql);
        let broken = world.command(&["ledger", "verify"]);
        assert_eq!(broken.status.code(), Some(1), "{sql}: {}", told(&broken));
        assert!(told(&broken).contains(words), "{sql}: {}", told(&broken));
        on(&world, back);
        assert_eq!(world.command(&["ledger", "verify"]).status.success(), !back.is_empty(), "{back}");
    }
}

#[test]
fn a_file_that_holds_no_seals_is_told_as_such() {
    let world = World::demo();
    let file = keep(&world, "{\"sealedAt\":1}\n");
    let done = world.command(&["ledger", "verify", "--seals", &file]);
    assert!(!done.status.success() && told(&done).contains("line 1 is no seal"), "{}", told(&done));
}
