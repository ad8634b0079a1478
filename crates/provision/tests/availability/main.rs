//! Which requirement can be delivered where: the rooms' rows in, the page, the file and the call out, on both databases.

mod figures;
mod world;

use kernel::Permission;
use kernel::date;
use provision::{Rural, Standing, availability};
use world::{on_each, wait};

#[test]
fn a_cell_says_how_long_the_wait_is_or_that_nothing_is_there_or_what_is_missing() {
    on_each(|trial, w| {
        let shown = trial.read(availability);
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
    on_each(|trial, w| {
        wait(trial, w.weekly, 6);
        let shown = trial.read(availability);
        let cell = shown.cell(w.wexmere, "DRR").unwrap();
        // Two a week from today on: six ahead take three weeks.
        let day = date(2026, 12, 14);
        assert_eq!((cell.standing, cell.waiting), (Standing::Waits { median: Some(day), likely: day }, 6));
        wait(trial, w.weekly, 60);
        let shown = trial.read(availability);
        let cell = shown.cell(w.wexmere, "DRR").unwrap();
        assert_eq!(cell.standing, Standing::NoDay);
        assert_eq!(cell.lines[0].lacks, Some("the places planned do not reach to the end of the list"));
    });
}

#[test]
fn an_offer_ends_with_its_contract() {
    on_each(|trial, w| {
        trial
            .write(|cx| {
                let mut contract: provision::Contract = cx.need(store::params![w.contract])?;
                contract.end_date = Some(date(2026, 12, 31));
                cx.describe("A test's contract ends", None);
                cx.update(&mut contract)
            })
            .unwrap();
        let shown = trial.read(availability);
        assert_eq!(shown.cell(w.wexmere, "PRG").unwrap().standing, Standing::NoDay, "the group begins after its end");
        assert_eq!(shown.cell(w.wexmere, "DRR").unwrap().lines[0].ends, Some(date(2026, 12, 31)));
    });
}

#[test]
fn the_page_the_file_and_the_call_tell_the_same_figures() {
    on_each(|trial, w| {
        wait(trial, w.weekly, 6);
        let mut cora = trial.signed_in("cora");
        let page = cora.get("/availability").is(200);
        for words in
            ["3 wk p", "7 wk", "no day", "3 weeks", "7 weeks", "6 waiting", "part of the area", "Not available"]
        {
            page.says(words);
        }
        let file = cora.get("/availability/download").is(200).body;
        let line = file.lines().find(|line| line.contains("Wexmere,DRR"));
        assert_eq!(
            line,
            Some(
                "2026-11-23,Aldermere,Wexmere,DRR,available,3,2026-12-14,2026-12-14,6,part of the area,Service DRUGS,Aldermere Recovery,"
            )
        );
        assert_eq!(file.lines().count(), 1 + 2 * 3);
        let api = trial.program(&[Permission::ReadProvision]).get("/api/v1/provision/availability").is(200).json();
        let item = api["items"].as_array().and_then(|items| items.iter().find(|i| i["requirement"] == "DRR")).cloned();
        let item = item.unwrap();
        assert_eq!(
            (item["unit"].as_str(), item["weeks"].as_i64(), item["waiting"].as_i64()),
            (Some("R01A"), Some(3), Some(6))
        );
        assert_eq!((api["as_at"].as_str(), api["likely_percent"].as_u64()), (Some("2026-11-23"), Some(80)));
    });
}

#[test]
fn a_region_or_requirement_narrows_it_and_an_unknown_one_is_no_page() {
    on_each(|trial, _| {
        let mut cora = trial.signed_in("cora");
        let page = cora.get("/availability?region=R02").is(200);
        assert!(
            page.says("Dunmoor").says("Region: Brackmoor").body.contains("Dunmoor") && !page.body.contains("Wexmere")
        );
        cora.get("/availability?requirement=DRR")
            .is(200)
            .says("The offers behind it")
            .says("part of the area: the town alone");
        cora.get("/availability?on=2026-01-05").is(422).says("Only today can be asked");
        for path in ["/availability?region=R99", "/availability/download?requirement=ZZZ"] {
            cora.get(path).is(404);
        }
        let program = trial.program(&[Permission::ReadProvision]);
        program.get("/api/v1/provision/availability?requirement=ZZZ").is(404);
    });
}

#[test]
fn who_may_not_see_provision_is_told_so() {
    on_each(|trial, _| {
        trial.nobody().get("/availability").is(303);
        trial.program(&[Permission::ReadPeople]).get("/api/v1/provision/availability").is(403);
        trial.signed_in("rhea").get("/availability").is(200);
    });
}

#[test]
fn the_page_asks_few_statements_however_many_offers_there_are() {
    on_each(|trial, _| {
        let count = trial.read(|cx| {
            availability(cx)?;
            Ok(cx.statements())
        });
        assert!(count <= 13, "the catalogue is read once and remembered");
        let again = trial.read(|cx| {
            availability(cx)?;
            Ok(cx.statements())
        });
        assert!(again <= 7);
    });
}
