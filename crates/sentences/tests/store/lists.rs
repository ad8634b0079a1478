//! End reasons and key dates as dated rows: nothing is deleted, and old records keep their words.

use crate::*;

fn entry(code: &str, en: &str) -> NewEntry {
    NewEntry {
        code: code.into(),
        en: en.into(),
        cy: "Cymraeg".into(),
        offered: true,
        of: vec!["order".into()],
        ..NewEntry::default()
    }
}

#[test]
fn an_end_reason_is_added_from_a_day_and_retired_from_another_and_old_records_keep_its_words() {
    on_each(|house| {
        let order = recorded(house, "CO", &[]);
        let moved = entry("moved-abroad", "Moved abroad");
        write(house, |cx| set_list_entry(cx, ListSet::EndReason, &moved, TODAY, "It happens", true));
        let shipped = Lists::shipped().reasons(EndOf::Order, TODAY).count();
        let now = read(house, Lists::current);
        assert_eq!(now.reasons(EndOf::Order, TODAY).count(), shipped + 1, "the shipped reasons are still there");
        write(house, |cx| end_order(cx, &somebody(), order, &ending(TODAY, "moved-abroad"), None));
        let retired = NewEntry { offered: false, ..moved.clone() };
        write(house, |cx| set_list_entry(cx, ListSet::EndReason, &retired, date(2026, 11, 23), "Too wide", false));
        assert!(read(house, Lists::current).reasons(EndOf::Order, TODAY).any(|r| r.code == "moved-abroad"));
        house.clock().move_to(date(2026, 11, 23));
        let later = read(house, Lists::current);
        assert!(later.reasons(EndOf::Order, date(2026, 11, 23)).all(|r| r.code != "moved-abroad"));
        assert_eq!(later.reason_words("moved-abroad"), "Moved abroad");
    });
}

#[test]
fn a_list_takes_no_code_twice_no_past_day_and_keeps_what_the_program_gives() {
    on_each(|house| {
        let set = |code: &str, from, offered, is_new| {
            let wanted = NewEntry { offered, ..entry(code, "Words") };
            refused(house, |cx| set_list_entry(cx, ListSet::EndReason, &wanted, from, "Trial", is_new))
        };
        assert_eq!(set("completed", TODAY, true, true), ["taken"]);
        assert_eq!(set("completed", date(2026, 11, 21), true, false), ["in_past"]);
        assert_eq!(set("order-ended", TODAY, false, false), ["by_program"]);
        assert_eq!(set("Not a code", TODAY, true, true), ["not_a_code"]);
    });
}

#[test]
fn seeding_twice_adds_nothing_and_gives_what_the_files_say() {
    on_each(|house| {
        write(house, seed);
        let count = || read(house, |cx| cx.count("SELECT count(*) FROM sentence_list_entry", &[]));
        let once = count();
        write(house, |cx| {
            cx.describe("Again", None);
            seed(cx)
        });
        assert_eq!(count(), once);
        let (files, rows) = (Lists::shipped(), read(house, Lists::current));
        assert_eq!(files.key_dates(), rows.key_dates());
        let reasons = |lists: &Lists| lists.reasons(EndOf::Order, TODAY).cloned().collect::<Vec<_>>();
        assert_eq!(reasons(&files), reasons(&rows));
    });
}
