//! The ledger: tampering shows, and so does a tail that was cut.

use crate::{asker, on_each, write_note};

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
        // Somebody who can write the database cuts the last entry off and makes the head fit.
        let cut = "DELETE FROM history WHERE seq = 2; DELETE FROM ledger_entry WHERE seq = 2;
                   UPDATE ledger_head SET seq = 1, hash = (SELECT hash FROM ledger_entry WHERE seq = 1)";
        house.administer(cut).unwrap();
        let broken = house.verify_ledger(|_| {}).unwrap().broken;
        assert!(broken.as_deref().is_some_and(|b| b.contains("seal")), "{broken:?}");
    });
}
