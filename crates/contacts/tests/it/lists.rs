//! Contact types and outcomes as dated rows: a change holds from its day on, nothing is deleted, and no list may contradict
//! itself.

use crate::given::http;
use crate::given::{Officer, TODAY, office, on_each};
use contacts::{Catalogue, ListEntry, current, set_entry};
use kernel::date;
use store::Failure;

fn type_of(catalogue: &Catalogue, code: &str) -> ListEntry {
    ListEntry::Type(catalogue.contact_type(code).unwrap().clone())
}

fn renamed(entry: &ListEntry, en: &str) -> ListEntry {
    let mut entry = entry.clone();
    if let ListEntry::Type(t) = &mut entry {
        t.name.en = en.into();
    }
    entry
}

fn words(failure: &Failure) -> String {
    failure.to_string()
}

#[test]
fn a_change_holds_from_its_day_and_not_before() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let person = ann.somebody();
        let before = ann.arranges(&person, office(TODAY));
        let known = ann.reads(current);
        let changed = renamed(&type_of(&known, "COAP"), "Planned meeting");
        ann.writes(|cx| set_entry(cx, &changed, date(2026, 11, 24), "Plain words", false)).unwrap();
        assert_ne!(ann.reads(current).contact_type("COAP").unwrap().name.en, "Planned meeting");
        house.clock().move_to(date(2026, 11, 24));
        assert_eq!(ann.reads(current).contact_type("COAP").unwrap().name.en, "Planned meeting");
        ann.reads(|cx| {
            assert_eq!(contacts::one(cx, &person, before.id)?.0.contact.contact_type, "COAP");
            Ok(())
        });
    });
}

#[test]
fn a_retired_type_is_not_offered_but_old_entries_keep_it_and_it_can_come_back() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let ListEntry::Type(mut t) = type_of(&ann.reads(current), "COAP") else { unreachable!() };
        t.selectable = false;
        ann.writes(|cx| set_entry(cx, &ListEntry::Type(t.clone()), TODAY, "Not used", false)).unwrap();
        assert!(!ann.reads(current).contact_type("COAP").unwrap().selectable);
        t.selectable = true;
        ann.writes(|cx| set_entry(cx, &ListEntry::Type(t.clone()), TODAY, "A slip", false)).unwrap();
        assert!(ann.reads(current).contact_type("COAP").unwrap().selectable);
    });
}

#[test]
fn what_would_contradict_itself_or_rewrite_the_past_is_refused_in_words() {
    on_each(|house| {
        let ann = Officer::new(&house, "Ann Bell");
        let known = ann.reads(current);
        let office = type_of(&known, "COAP");
        let refused = |entry: &ListEntry, from, is_new| {
            words(&ann.writes(|cx| set_entry(cx, entry, from, "Trial", is_new)).unwrap_err())
        };
        assert!(refused(&office, date(2026, 11, 22), false).contains("Enter today or a later day"));
        assert!(refused(&office, TODAY, true).contains("codes are never given twice"));
        assert!(refused(&renamed(&office, " "), TODAY, false).contains("Enter the name in English"));
        let ListEntry::Type(mut t) = office else { unreachable!() };
        t.answers = "nothing fits".into();
        assert!(refused(&ListEntry::Type(t), TODAY, false).contains("no outcome fits it"));
        let by_program = known.types.iter().find(|t| t.system).unwrap().clone();
        let sensitive = contacts::ContactType { sensitive: !by_program.sensitive, ..by_program };
        assert!(refused(&ListEntry::Type(sensitive), TODAY, false).contains("only its names may change"));
    });
}

#[test]
fn an_administrator_adds_a_type_that_an_officer_then_finds_on_the_form() {
    http::on_each(|town| {
        let mut root = town.signed_in("root");
        let typed = [
            ("code", "zdog"),
            ("name_en", "Walk with a dog"),
            ("name_cy", "Tro gyda chi"),
            ("group", "meeting"),
            ("flag", "appointment"),
            ("flag", "selectable"),
            ("place", "optional"),
            ("outcome", "needed"),
            ("answers", "meeting"),
            ("from", "23/11/2026"),
            ("reason", "It works"),
        ];
        let added = root.fill("/admin/contact-types/new", &typed);
        assert_eq!(added.status, 303, "{}", added.body);
        let shown = root.get("/admin/contact-types/ZDOG").body;
        assert!(shown.contains("Tro gyda chi") && shown.contains("It works"), "{shown}");
        assert!(town.signed_in("ann").get(&town.path("/appointments/new")).body.contains("Walk with a dog"));
        assert_eq!(town.signed_in("ann").get("/admin/contact-types").status, 403);
    });
}
