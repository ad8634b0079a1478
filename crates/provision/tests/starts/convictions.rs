//! What a court may order turns on the days of offence and conviction: they are read from the record, or said where the
//! record lacks them.

use crate::world::{World, asker, on_each, person};
use kernel::{Date, date};
use law::Verdict;
use people::OpenPerson;
use provision::{About, Asked, starts};
use sentences::{NewEvent, OffenceFacts, Origin};
use store::House;

fn verdict(house: &House, w: &World, about: &About) -> Verdict {
    let asked = Asked { court: w.court, on: date(2026, 12, 7) };
    let told = house.read(&asker(), |cx| starts(cx, about, &asked)).unwrap();
    let allowed = &told.requirements.iter().find(|start| start.code() == "PRG").unwrap().allowed;
    allowed.verdict
}

/// A matter that waits for sentence.
fn matter(house: &House, open: &OpenPerson, committed_on: Date) {
    let event = NewEvent {
        origin: Origin::Court,
        referred_on: date(2026, 11, 20),
        taken_on: None,
        court_id: None,
        court_name: Some("Zenith Magistrates' Court".into()),
        notes: None,
        source_key: None,
    };
    let offence = OffenceFacts {
        title: "Assault".into(),
        committed_on: Some(committed_on),
        convicted_on: Some(date(2026, 11, 2)),
        ..OffenceFacts::default()
    };
    house
        .write(&asker(), |cx| {
            let open = people::open_by_id(cx, open.keys.survivor)?;
            let event = sentences::open_event(cx, &open.keys, &event)?;
            sentences::add_offence(cx, &open.keys, event, &offence)
        })
        .unwrap();
}

#[test]
fn the_days_of_offence_and_conviction_are_read_from_what_waits_for_sentence() {
    on_each(|house, w| {
        let open = person(&house, Some("M"), Some(date(1990, 2, 3)));
        let about = About::person(&open);
        assert_eq!(verdict(&house, &w, &about), Verdict::CannotTell, "nothing waits");
        matter(&house, &open, date(2026, 8, 14));
        assert_eq!(verdict(&house, &w, &about), Verdict::Allowed);
        matter(&house, &open, date(2001, 1, 8));
        assert_eq!(verdict(&house, &w, &about), Verdict::CannotTell, "two matters, and nobody said which");
        let said = About { offence: Some(date(2026, 8, 14)), ..about };
        assert_eq!(verdict(&house, &w, &said), Verdict::Allowed, "somebody said it");
    });
}
