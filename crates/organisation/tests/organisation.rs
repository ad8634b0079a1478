//! The room's promises on both databases: who is in which team, who is away, and which team hears of a court.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use kernel::{Date, StaffId, TeamId, date};
use migrations::trial::{Rooms, another_server, on_both};
use organisation::{
    AbsenceKind, CourtLevel, NewAbsence, NewCourt, NewRegion, NewStaff, NewTeam, NewUnit, TeamPurpose, add_court,
    add_region, add_staff, add_unit, away_on, close_team, court_by_code, end_absence, find_staff, link_user,
    move_staff, open_team, record_absence, record_leaving, set_default_team, staff_line, staff_lines, team_for_court,
    team_members, withdraw_absence,
};
use store::{Asker, Cx, Failure, House, Result};

const TODAY: Date = date(2026, 11, 20);

fn on_each(test: impl Fn(House)) {
    on_both(&Rooms::with(&[access::TABLES, organisation::TABLES]), TODAY, test);
}

fn asker() -> Asker {
    Asker::system("test")
}

struct World {
    team: TeamId,
    other: TeamId,
    amal: StaffId,
    bryn: StaffId,
}

fn team(cx: &mut Cx<'_>, unit: kernel::UnitId, code: &str, name: &str, purpose: TeamPurpose) -> Result<TeamId> {
    let (code, name, start_date) = (code.into(), name.into(), date(2020, 1, 1));
    Ok(open_team(cx, NewTeam { unit, code, name, purpose, telephone: None, email: None, start_date })?.id)
}

fn member(cx: &mut Cx<'_>, team: TeamId, code: &str, forename: &str, surname: &str) -> Result<StaffId> {
    let new = NewStaff {
        code: code.into(),
        forename: forename.into(),
        surname: surname.into(),
        grade: "PO".into(),
        weekly_minutes: 2220,
        telephone: None,
        email: None,
        team,
        start_date: date(2024, 1, 1),
    };
    Ok(add_staff(cx, new)?.id)
}

fn world(house: &House) -> World {
    let made = house.write(&asker(), |cx| {
        let region = add_region(
            cx,
            NewRegion {
                code: "r01".into(),
                name: "Aldermere".into(),
                serves_in_welsh: false,
                start_date: date(2020, 1, 1),
            },
        )?;
        let unit =
            NewUnit { region: region.id, code: "R01A".into(), name: "Wexmere".into(), start_date: date(2020, 1, 1) };
        let unit = add_unit(cx, unit)?.id;
        let first = team(cx, unit, "R01A01", "Wexmere 1", TeamPurpose::Supervision)?;
        let other = team(cx, unit, "R01A02", "Wexmere 2", TeamPurpose::Supervision)?;
        let amal = member(cx, first, "R01A01A", "Amal", "Haddad")?;
        let bryn = member(cx, first, "R01A01B", "Bryn", "Pugh")?;
        Ok(World { team: first, other, amal, bryn })
    });
    made.unwrap()
}

fn write<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
    house.write(&asker(), work)
}

fn read<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
    house.read(&asker(), work).unwrap()
}

fn codes<T: std::fmt::Debug>(refused: Result<T>) -> Vec<&'static str> {
    match refused {
        Err(Failure::Refused(all)) => all.0.into_iter().map(|r| r.code).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

fn names(house: &House, team: TeamId, on: Date) -> Vec<String> {
    read(house, |cx| team_members(cx, team, on)).into_iter().map(|m| m.staff.name).collect()
}

#[test]
fn the_tables_are_those_of_the_migrations() {
    on_each(|house| {
        migrations::trial::assert_schema(&house, organisation::TABLES);
    });
}

#[test]
fn a_move_takes_effect_on_its_day_and_leaves_no_gap() {
    on_each(|house| {
        let w = world(&house);
        write(&house, |cx| move_staff(cx, w.amal, w.other, date(2026, 12, 1), "Balances the teams")).unwrap();
        assert_eq!(names(&house, w.team, date(2026, 11, 30)), ["Amal Haddad", "Bryn Pugh"]);
        assert_eq!(names(&house, w.team, date(2026, 12, 1)), ["Bryn Pugh"]);
        assert_eq!(names(&house, w.other, date(2026, 12, 1)), ["Amal Haddad"]);
        assert_eq!(read(&house, |cx| staff_line(cx, w.amal)).team_name, "Wexmere 1");
        house.clock().move_to(date(2026, 12, 1));
        assert_eq!(read(&house, |cx| staff_line(cx, w.amal)).team_name, "Wexmere 2");
        let lines = read(&house, |cx| staff_lines(cx, &[w.amal, w.bryn, w.amal]));
        assert_eq!(lines.len(), 2);
    });
}

#[test]
fn a_move_needs_another_team_a_later_day_and_a_reason() {
    on_each(|house| {
        let w = world(&house);
        let to =
            |team, from, reason: &'static str| codes(write(&house, |cx| move_staff(cx, w.amal, team, from, reason)));
        assert_eq!(to(w.team, TODAY, "x"), ["same_team"]);
        assert_eq!(to(w.other, date(2024, 1, 1), "x"), ["before_last_move"]);
        assert_eq!(to(w.other, TODAY, " "), ["no_reason"]);
    });
}

#[test]
fn somebody_sick_is_away_from_the_first_day_until_they_are_back() {
    on_each(|house| {
        let w = world(&house);
        let sick = NewAbsence {
            staff: w.amal,
            kind: AbsenceKind::Sick,
            first_day: TODAY,
            last_day: None,
            reason: "Flu".into(),
            cover: Some(w.bryn),
        };
        let absence = write(&house, |cx| record_absence(cx, sick.clone())).unwrap();
        assert_eq!(absence.recorded_by, "test");
        let away = |day| read(&house, |cx| away_on(cx, w.amal, day));
        assert_eq!(away(date(2026, 11, 19)), None);
        assert_eq!(away(date(2027, 3, 1)).unwrap().cover_staff_id, Some(w.bryn));
        let members = read(&house, |cx| team_members(cx, w.team, TODAY));
        assert_eq!(members.iter().filter(|m| m.away.is_some()).count(), 1);
        write(&house, |cx| end_absence(cx, w.amal, absence.id, date(2026, 11, 24), None)).unwrap();
        assert!(away(date(2026, 11, 24)).is_some());
        assert_eq!(away(date(2026, 11, 25)), None);
    });
}

#[test]
fn nobody_covers_who_is_away_themselves() {
    on_each(|house| {
        let w = world(&house);
        write(&house, |cx| record_leaving(cx, w.bryn, TODAY, "Another post", None)).unwrap();
        let sick = NewAbsence {
            staff: w.amal,
            kind: AbsenceKind::Sick,
            first_day: TODAY,
            last_day: None,
            reason: "Flu".into(),
            cover: Some(w.bryn),
        };
        assert_eq!(codes(write(&house, |cx| record_absence(cx, sick.clone()))), ["cover_away"]);
    });
}

#[test]
fn whoever_left_is_in_no_team_and_a_mistaken_leaving_can_be_taken_back() {
    on_each(|house| {
        let w = world(&house);
        let left = write(&house, |cx| record_leaving(cx, w.bryn, date(2026, 11, 23), "Another post", None)).unwrap();
        assert_eq!(names(&house, w.team, date(2026, 11, 22)), ["Amal Haddad", "Bryn Pugh"]);
        assert_eq!(names(&house, w.team, date(2026, 11, 23)), ["Amal Haddad"]);
        assert_eq!(read(&house, |cx| staff_line(cx, w.bryn)).name, "Bryn Pugh");
        assert_eq!(codes(write(&house, |cx| end_absence(cx, w.bryn, left.id, TODAY, None))), ["cannot_end"]);
        write(&house, |cx| withdraw_absence(cx, w.bryn, left.id, "The wrong Bryn")).unwrap();
        assert_eq!(names(&house, w.team, date(2026, 11, 23)), ["Amal Haddad", "Bryn Pugh"]);
        assert_eq!(codes(write(&house, |cx| withdraw_absence(cx, w.bryn, left.id, "Again"))), ["withdrawn"]);
    });
}

#[test]
fn a_court_is_known_by_the_first_five_characters_and_falls_back_to_the_default_team() {
    on_each(|house| {
        let w = world(&house);
        let court = NewCourt {
            code: "B99WE00".into(),
            name: "Wexmere Magistrates' Court".into(),
            level: CourtLevel::Magistrates,
            team: Some(w.other),
            start_date: date(2020, 1, 1),
        };
        write(&house, |cx| add_court(cx, court.clone())).unwrap();
        assert_eq!(read(&house, |cx| court_by_code(cx, "b99we99")).unwrap().code, "B99WE");
        assert_eq!(read(&house, |cx| team_for_court(cx, "B99WE00")), Some(w.other));
        assert_eq!(read(&house, |cx| team_for_court(cx, "C99QQ00")), Some(w.team), "the first team that supervises");
        write(&house, |cx| {
            let region = organisation::regions(cx)?.remove(0);
            set_default_team(cx, region.id, w.other)
        })
        .unwrap();
        assert_eq!(read(&house, |cx| team_for_court(cx, "C99QQ00")), Some(w.other));
        assert_eq!(read(&house, |cx| team_for_court(cx, "é")), Some(w.other));
        assert_eq!(codes(write(&house, |cx| add_court(cx, court.clone()))), ["code_taken"]);
    });
}

#[test]
fn an_account_follows_its_member_of_staff_from_team_to_team() {
    on_each(|house| {
        let w = world(&house);
        let new = |login: &str| access::NewUser {
            login: login.into(),
            name: "Amal Haddad".into(),
            email: None,
            staff: None,
            roles: vec![],
            teams: vec![],
            credential: access::Credential::of("a long enough password").unwrap(),
        };
        let user = write(&house, |cx| access::create_user(cx, &new("amal"))).unwrap().id;
        write(&house, |cx| link_user(cx, w.amal, Some(user))).unwrap();
        assert_eq!(read(&house, |cx| access::teams_of(cx, user)), [w.team]);
        assert_eq!(read(&house, |cx| access::user(cx, user)).staff_id, Some(w.amal));
        assert_eq!(codes(write(&house, |cx| link_user(cx, w.bryn, Some(user)))), ["user_taken"]);
        write(&house, |cx| move_staff(cx, w.amal, w.other, TODAY, "Balances the teams")).unwrap();
        assert_eq!(read(&house, |cx| access::teams_of(cx, user)), [w.other]);
        write(&house, |cx| link_user(cx, w.amal, None)).unwrap();
        assert_eq!(read(&house, |cx| access::teams_of(cx, user)), []);
    });
}

#[test]
fn a_team_with_members_cannot_close() {
    on_each(|house| {
        let w = world(&house);
        assert_eq!(codes(write(&house, |cx| close_team(cx, w.team, date(2026, 12, 31), "Merged"))), ["has_members"]);
        write(&house, |cx| close_team(cx, w.other, date(2026, 12, 31), "Never used")).unwrap();
        house.clock().move_to(date(2027, 1, 1));
        assert_eq!(read(&house, organisation::teams).len(), 1);
    });
}

#[test]
fn staff_are_found_by_part_of_a_name_or_code_whatever_the_marks() {
    on_each(|house| {
        let w = world(&house);
        write(&house, |cx| member(cx, w.team, "R01A01C", "Siân", "O'Dowd")).unwrap();
        let found = |typed: &'static str| read(&house, |cx| find_staff(cx, typed, 10)).len();
        assert_eq!((found("sian od"), found("R01A01"), found("%"), found("zz")), (1, 3, 3, 0));
    });
}

#[test]
fn every_write_is_in_the_ledger_and_the_chains_hold() {
    on_each(|house| {
        world(&house);
        let verified = house.verify_ledger(|_| {}).unwrap();
        assert_eq!(verified.broken, None);
        assert!(verified.chains >= 3, "{verified:?}");
    });
}

#[test]
fn a_name_changed_on_one_server_is_seen_on_the_next_request_to_another() {
    let rooms = Rooms::with(&[access::TABLES, organisation::TABLES]);
    on_both(&rooms, TODAY, |here| {
        let w = world(&here);
        let there = another_server(&rooms, &here, TODAY);
        let name = |house: &House| house.read(&asker(), |cx| organisation::team(cx, w.team)).unwrap().name;
        assert_eq!(name(&here), name(&there));
        let known = here.read(&asker(), |cx| organisation::team(cx, w.team)).unwrap();
        let change = NewTeam {
            unit: known.unit_id,
            code: known.code,
            name: "Another name".into(),
            purpose: known.purpose,
            telephone: None,
            email: None,
            start_date: known.start_date,
        };
        there.write(&asker(), |cx| organisation::rename_team(cx, w.team, known.version, change.clone())).unwrap();
        assert_eq!((name(&here).as_str(), name(&there).as_str()), ("Another name", "Another name"));
    });
}

#[test]
fn a_code_list_is_read_once_and_then_only_its_version() {
    on_each(|house| {
        let w = world(&house);
        house.read(&asker(), |cx| organisation::team(cx, w.team)).unwrap();
        house.listen_to_statements();
        house.read(&asker(), |cx| organisation::team(cx, w.team).and_then(|_| organisation::teams(cx))).unwrap();
        assert_eq!(house.heard_statements(), ["SELECT seq FROM ledger_head WHERE chain_id = $1"]);
    });
}

#[test]
fn languages_of_staff_are_recorded_ended_and_never_written_over_unseen() {
    on_each(|house| {
        let w = world(&house);
        let set = |wanted: &[&str], seen: i64| {
            let wanted: Vec<String> = wanted.iter().map(|w| (*w).to_owned()).collect();
            house.write(&asker(), |cx| organisation::set_languages(cx, w.amal, &wanted, seen))
        };
        let speaks = || house.read(&asker(), |cx| organisation::languages_of(cx, &[w.amal, w.bryn])).unwrap();
        set(&["pl", "cy"], 0).unwrap();
        assert_eq!(speaks()[&w.amal], ["cy", "pl"]);
        assert!(!speaks().contains_key(&w.bryn), "nothing is said of others");
        assert!(matches!(set(&["ur"], 0), Err(Failure::Stale(_))), "the page showed an older list");
        set(&["cy"], 2).unwrap();
        assert_eq!(speaks()[&w.amal], ["cy"]);
        let kept =
            house.read(&asker(), |cx| cx.count("SELECT count(*) FROM staff_language WHERE ended_on IS NOT NULL", &[]));
        assert_eq!(kept.unwrap(), 1, "what ended stays on the record");
        match set(&["xx"], 3) {
            Err(Failure::Refused(no)) => assert_eq!(no.0[0].code, "unknown_language"),
            other => panic!("{other:?}"),
        }
        set(&["pl"], 3).unwrap();
        assert_eq!(speaks()[&w.amal], ["pl"], "a language that ended can be recorded again");
    });
}
