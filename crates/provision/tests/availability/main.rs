//! Which requirement can be delivered where: the rooms' rows in, the page, the file and the call out, on both databases.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod world;

use kernel::date;
use provision::{Rural, Standing, availability};
use store::Failure;
use world::{TODAY, asker, call, get, on_each, wait};

#[test]
fn a_cell_says_how_long_the_wait_is_or_that_nothing_is_there_or_what_is_missing() {
    on_each(|house, w| {
        let shown = house.read(&asker(), availability).unwrap();
        let codes: Vec<&str> = shown.requirements.iter().map(|kind| kind.code.as_str()).collect();
        assert_eq!(codes, ["PRG", "DRR", "ATR"]);
        let standing = |unit, code: &str| shown.cell(unit, code).unwrap().standing;
        // Seven days of lead: the week of 30 November.
        let soon = date(2026, 11, 30);
        assert_eq!(standing(w.wexmere, "DRR"), Standing::Waits { median: Some(soon), likely: soon });
        let group = date(2027, 1, 11);
        assert_eq!(standing(w.wexmere, "PRG"), Standing::Waits { median: Some(group), likely: group });
        assert_eq!(standing(w.wexmere, "ATR"), Standing::NoDay);
        assert_eq!(
            shown.cell(w.wexmere, "ATR").unwrap().lines[0].lacks,
            Some("no rates of drop-out are kept for this service")
        );
        assert_eq!(standing(w.dunmoor, "DRR"), Standing::NotHere);
        assert_eq!(shown.cell(w.wexmere, "DRR").unwrap().rural, Some(Rural::Part));
    });
}

#[test]
fn people_ahead_on_the_list_move_the_day_and_a_list_beyond_the_places_has_none() {
    on_each(|house, w| {
        wait(&house, w.weekly, 6);
        let shown = house.read(&asker(), availability).unwrap();
        let cell = shown.cell(w.wexmere, "DRR").unwrap();
        // Two a week from today on: six ahead take three weeks.
        let day = date(2026, 12, 14);
        assert_eq!((cell.standing, cell.waiting), (Standing::Waits { median: Some(day), likely: day }, 6));
        wait(&house, w.weekly, 60);
        let shown = house.read(&asker(), availability).unwrap();
        let cell = shown.cell(w.wexmere, "DRR").unwrap();
        assert_eq!(cell.standing, Standing::NoDay);
        assert_eq!(cell.lines[0].lacks, Some("the places planned do not reach to the end of the list"));
    });
}

#[test]
fn an_offer_ends_with_its_contract() {
    on_each(|house, w| {
        house
            .write(&asker(), |cx| {
                let mut contract: provision::Contract = cx.need(store::params![w.contract])?;
                contract.end_date = Some(date(2026, 12, 31));
                cx.describe("A test's contract ends", None);
                cx.update(&mut contract)
            })
            .unwrap();
        let shown = house.read(&asker(), availability).unwrap();
        assert_eq!(shown.cell(w.wexmere, "PRG").unwrap().standing, Standing::NoDay, "the group begins after its end");
        assert_eq!(shown.cell(w.wexmere, "DRR").unwrap().lines[0].ends, Some(date(2026, 12, 31)));
    });
}

#[test]
fn the_page_the_file_and_the_call_tell_the_same_figures() {
    on_each(|house, w| {
        wait(&house, w.weekly, 6);
        let page = get(&house, "/availability", "");
        for words in
            ["3 wk p", "7 wk", "no day", "3 weeks", "7 weeks", "6 waiting", "part of the area", "Not available"]
        {
            assert!(page.contains(words), "{words}");
        }
        assert!(page.contains("/availability/download"));
        let file = get(&house, "/availability/download", "");
        let line = file.lines().find(|line| line.contains("Wexmere,DRR")).unwrap();
        assert_eq!(
            line,
            "2026-11-23,Aldermere,Wexmere,DRR,available,3,2026-12-14,2026-12-14,6,part of the area,Service DRUGS,Aldermere Recovery,"
        );
        assert_eq!(file.lines().count(), 1 + 2 * 3);
        let api: serde_json::Value = serde_json::from_str(&get(&house, "/api/v1/provision/availability", "")).unwrap();
        let item = api["items"].as_array().unwrap().iter().find(|i| i["requirement"] == "DRR").unwrap();
        assert_eq!(
            (item["unit"].as_str(), item["weeks"].as_i64(), item["waiting"].as_i64()),
            (Some("R01A"), Some(3), Some(6))
        );
        assert_eq!((api["as_at"].as_str(), api["likely_percent"].as_u64()), (Some("2026-11-23"), Some(80)));
        assert_eq!(TODAY.to_string(), "2026-11-23");
    });
}

#[test]
fn a_region_or_requirement_narrows_it_and_an_unknown_one_is_no_page() {
    on_each(|house, _| {
        let page = get(&house, "/availability", "region=R02");
        assert!(page.contains("Dunmoor") && !page.contains(">Wexmere<"));
        let page = get(&house, "/availability", "requirement=DRR");
        assert!(page.contains("The offers behind it") && page.contains("part of the area: the town alone"));
        assert!(matches!(call(&house, "/availability", "region=R99"), Err(Failure::NotFound)));
        assert!(matches!(call(&house, "/api/v1/provision/availability", "requirement=XXX"), Err(Failure::NotFound)));
    });
}

#[test]
fn the_page_asks_few_statements_however_many_offers_there_are() {
    on_each(|house, _| {
        let count = house.read(&asker(), |cx| {
            availability(cx)?;
            Ok(cx.statements())
        });
        assert!(count.unwrap() <= 13, "the catalogue is read once and remembered");
        let again = house.read(&asker(), |cx| {
            availability(cx)?;
            Ok(cx.statements())
        });
        assert!(again.unwrap() <= 7);
    });
}
