//! The ledger: tampering shows, and so does a tail that was cut.

use crate::{Note, asker, on_each, write_note};

#[test]
fn the_ledger_tells_what_was_tampered_with() {
    for (tamper, words) in [
        ("UPDATE history SET packed = (SELECT packed FROM history ORDER BY packed LIMIT 1)", "image of trial_note"),
        // No image that could be unpacked.
        ("UPDATE history SET packed = salt", "image of trial_note"),
        ("UPDATE history SET packed = NULL, image = '{}'", "image of trial_note"),
        ("UPDATE ledger_entry SET actor_name = 'Somebody else'", "the entry was changed"),
        ("DELETE FROM history", "the entry was changed"),
        ("DELETE FROM ledger_entry", "the head says"),
        ("UPDATE ledger_head SET seq = 5", "the head says"),
        ("DELETE FROM ledger_head", "without a head"),
        ("UPDATE trial_note SET words = 'other', version = 2", "says: words, version"),
        ("DELETE FROM trial_note WHERE words = 'first'", "is not there, and entry 1 of chain"),
        ("INSERT INTO trial_note SELECT id, id, words, version FROM trial_note", "of which the ledger says nothing"),
        (
            "INSERT INTO trial_note SELECT person_id, person_id, words, version FROM trial_note",
            "is there, and no entry says that it was made",
        ),
    ] {
        on_each(|house| {
            write_note(&house, "first");
            write_note(&house, "second");
            assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
            house.administer(tamper).unwrap();
            let broken = house.verify_ledger(|_| {}).unwrap().broken;
            assert!(broken.as_deref().is_some_and(|b| b.contains(words)), "{tamper}: {broken:?}");
        });
    }
}

#[test]
fn a_row_that_was_put_back_past_the_ledger_shows() {
    on_each(|house| {
        let note = write_note(&house, "first");
        house.administer("CREATE TABLE kept AS SELECT * FROM trial_note").unwrap();
        house
            .write(&asker(), |cx| {
                cx.describe("Took the note away", None);
                cx.remove(&note)
            })
            .unwrap();
        let checked = house.verify_ledger(|_| {}).unwrap();
        assert_eq!((checked.entries, checked.rows, checked.broken), (2, 0, None));
        house.administer("INSERT INTO trial_note SELECT * FROM kept").unwrap();
        let broken = house.verify_ledger(|_| {}).unwrap().broken;
        assert!(broken.as_deref().is_some_and(|b| b.contains("says that it was taken away")), "{broken:?}");
    });
}

#[test]
fn of_a_row_whose_image_was_erased_nothing_is_said() {
    on_each(|house| {
        let note = write_note(&house, "first");
        house.write(&asker(), |cx| cx.erase_images::<Note>(note.person_id.into())).unwrap();
        house.administer("UPDATE trial_note SET words = 'other'").unwrap();
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
    });
}

#[test]
fn a_seal_shows_that_the_tail_was_cut() {
    on_each(|house| {
        let mut note = write_note(&house, "first");
        house
            .write(&asker(), |cx| {
                cx.describe("Changed", None);
                cx.update(&mut note.clone())
            })
            .unwrap();
        note.version += 1;
        house.seal_ledger(&[7; 32]).unwrap();
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
        // Somebody who can write the database cuts the last entry off and makes the head and the row fit.
        let cut = "DELETE FROM history WHERE seq = 2; DELETE FROM ledger_entry WHERE seq = 2;
                   UPDATE trial_note SET version = 1;
                   UPDATE ledger_head SET seq = 1, hash = (SELECT hash FROM ledger_entry WHERE seq = 1)";
        house.administer(cut).unwrap();
        let broken = house.verify_ledger(|_| {}).unwrap().broken;
        assert!(broken.as_deref().is_some_and(|b| b.contains("seal")), "{broken:?}");
    });
}
