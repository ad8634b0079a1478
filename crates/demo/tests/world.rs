//! The demo world as a whole, filled into fresh databases: nobody in it is lost, each named life shows what it says, and the
//! same plan gives the same world.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use demo::lives::{self, Shows};
use demo::{ACCOUNTS, DemoPlan, PASSWORD, fill};
use kernel::{Actor, Date, PersonId, PersonKeys, date};
use migrations::trial::{Rooms, on_postgres, on_sqlite};
use std::collections::{BTreeMap, BTreeSet};
use store::{Asker, Cx, Failure, House, Result, params};

const TODAY: Date = date(2026, 11, 20);
const PEOPLE: u32 = 40;

fn rooms() -> Rooms {
    let (assessments, written, enforced) = (assessment::tables(), documents::tables(), enforcement::tables());
    let tables = [
        access::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
        &assessments,
        &written,
        caseload::TABLES,
        &enforced,
    ];
    Rooms::with(&tables)
        .hearing(access::LISTENERS)
        .hearing(people::LISTENERS)
        .hearing(sentences::LISTENERS)
        .hearing(contacts::LISTENERS)
        .hearing(&assessment::listeners())
        .hearing(&documents::listeners())
        .hearing(caseload::LISTENERS)
        .hearing(&enforcement::listeners())
}

fn furnished(house: House, people: u32) -> House {
    let house = house.with_part(law::Law::shipped());
    let made = fill(&house, &DemoPlan { people, seed: 1, today: TODAY }, |_| {}).unwrap();
    assert_eq!((made.people, made.named), (people, lives::lives().len()));
    house
}

fn read<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
    house.read(&Asker::system("test"), work).unwrap()
}

fn count(house: &House, sql: &str) -> i64 {
    read(house, |cx| cx.count(sql, &[]))
}

/// The record of a named life.
fn person(house: &House, shows: Shows) -> PersonId {
    let life = lives::of(shows).unwrap();
    let rows = read(house, |cx| {
        cx.query(
            "SELECT person_id FROM person WHERE first_name = $1 AND last_name = $2",
            params![life.forename, life.surname],
        )
    });
    rows.first().unwrap_or_else(|| panic!("no {shows:?}")).get(0).unwrap()
}

fn list(house: &House, shows: Shows) -> Option<String> {
    let id = person(house, shows);
    let rows = read(house, |cx| cx.query("SELECT list_kind FROM view_caseload WHERE person_id = $1", params![id]));
    rows.first().map(|row| row.get(0).unwrap())
}

fn gaps(house: &House, shows: Shows) -> BTreeSet<String> {
    let id = person(house, shows);
    let sql = "SELECT DISTINCT kind FROM view_gap WHERE person_id = $1 AND shows_from <= $2";
    read(house, |cx| cx.query(sql, params![id, TODAY])).iter().map(|row| row.get(0).unwrap()).collect()
}

fn as_user(house: &House, login: &str) -> Asker {
    let user = read(house, |cx| access::user_of_login(cx, login)).unwrap();
    Asker { actor: Actor::User { id: user.id, staff: user.staff_id, name: user.name }, ..Asker::system("test") }
}

fn may_see(house: &House, login: &str, shows: Shows) -> bool {
    let keys = PersonKeys::alone(person(house, shows));
    match house.read(&as_user(house, login), |cx| access::may_see(cx, &keys)) {
        Ok(()) => true,
        Err(Failure::Restricted { .. }) => false,
        Err(other) => panic!("{other:?}"),
    }
}

fn every_promise_of_the_world(house: &House) {
    let supervised = count(house, "SELECT count(*) FROM view_supervised");
    assert_eq!(count(house, "SELECT count(*) FROM view_caseload"), supervised);
    assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
    let unlinked = count(house, "SELECT count(*) FROM staff WHERE user_id IS NULL");
    assert_eq!(unlinked, 2, "those who fall ill and leave have no account");
    for account in ACCOUNTS {
        assert!(access::sign_in(house, account.login, PASSWORD, "").is_ok(), "{}", account.login);
    }
}

#[test]
fn nobody_is_lost_and_every_account_opens_on_sqlite() {
    on_sqlite(&rooms(), TODAY, |house| every_promise_of_the_world(&furnished(house, PEOPLE)));
}

#[test]
fn nobody_is_lost_and_every_account_opens_on_postgresql() {
    on_postgres(&rooms(), TODAY, |house| every_promise_of_the_world(&furnished(house, 10)));
}

#[test]
fn each_named_life_shows_what_it_says() {
    on_sqlite(&rooms(), TODAY, |house| {
        let house = furnished(house, 0);
        let on = |shows| list(&house, shows);
        assert_eq!(on(Shows::NewlySentenced).as_deref(), Some("unallocated"));
        assert_eq!(on(Shows::FirstMeetingDue).as_deref(), Some("officer"));
        assert_eq!(on(Shows::Covered).as_deref(), Some("cover"));
        assert_eq!(on(Shows::HandedOver).as_deref(), Some("officer"));
        assert_eq!(on(Shows::ReportAsked).as_deref(), Some("officer"));
        for over in [Shows::Ended, Shows::Died, Shows::DoubtfulMatch] {
            assert_eq!(on(over), None, "{over:?}");
        }
        assert!(gaps(&house, Shows::NewlySentenced).contains("without-officer"));
        assert!(gaps(&house, Shows::NoNextContact).contains("without-next-contact"));
        assert!(gaps(&house, Shows::OverdueOutcome).contains("overdue-outcome"));
        assert_eq!(gaps(&house, Shows::LongOrder), BTreeSet::new());
        assert_eq!(gaps(&house, Shows::TwoOrders), BTreeSet::new());
        let orders = read(&house, |cx| sentences::orders(cx, &PersonKeys::alone(person(&house, Shows::TwoOrders))));
        assert_eq!(orders.iter().filter(|o| o.order.is_open()).count(), 2);
        let licence =
            read(&house, |cx| sentences::supervision(cx, &PersonKeys::alone(person(&house, Shows::JustReleased))));
        assert_eq!(licence.map(|s| s.basis), Some(sentences::Basis::Licence));
    });
}

#[test]
fn the_inbox_holds_a_doubtful_match_an_order_to_confirm_and_a_message_that_is_none() {
    on_sqlite(&rooms(), TODAY, |house| {
        let house = furnished(house, 0);
        assert_eq!(count(&house, "SELECT count(*) FROM court_matter WHERE state = 'waiting'"), 1);
        assert_eq!(count(&house, "SELECT count(*) FROM court_question WHERE state = 'open'"), 1);
        assert_eq!(count(&house, "SELECT count(*) FROM court_reading WHERE state = 'unread'"), 1);
        let asked = person(&house, Shows::ReportAsked);
        let asked = read(&house, |cx| {
            cx.count("SELECT count(*) FROM court_report_request WHERE person_id = $1", params![asked])
        });
        assert_eq!(asked, 1);
    });
}

#[test]
fn records_are_closed_to_those_who_may_not_see_them() {
    on_sqlite(&rooms(), TODAY, |house| {
        let house = furnished(house, 0);
        let seen =
            |shows| ["practitioner", "colleague", "manager", "reader"].map(|login| may_see(&house, login, shows));
        assert_eq!(seen(Shows::Restricted), [true, false, true, false]);
        assert_eq!(seen(Shows::Excluded), [true, false, true, true]);
        assert_eq!(seen(Shows::LongOrder), [true, true, true, true]);
    });
}

#[test]
fn the_number_of_a_merged_record_leads_to_the_survivor() {
    on_sqlite(&rooms(), TODAY, |house| {
        let house = furnished(house, 0);
        let survivor = person(&house, Shows::Merged);
        let rows = read(&house, |cx| cx.query("SELECT crn FROM person WHERE last_name = 'Warsami'", &[]));
        let absorbed: kernel::Crn = rows.first().unwrap().get(0).unwrap();
        assert_eq!(read(&house, |cx| people::open(cx, &absorbed)).person.person_id, survivor);
    });
}

#[test]
fn the_past_of_a_life_can_be_read_as_it_was() {
    on_sqlite(&rooms(), TODAY, |house| {
        let house = furnished(house, 0);
        let id = person(&house, Shows::LongOrder);
        let then = kernel::Instant::from_local(date(2026, 6, 1).at(12, 0, 0, 0));
        let was: Vec<contacts::Contact> = read(&house, |cx| cx.as_at(id.into(), then));
        let is = count(&house, "SELECT count(*) FROM contact");
        assert!(was.len() > 3 && (was.len() as i64) < is && was.iter().all(|c| c.recorded_at <= then), "{}", was.len());
    });
}

#[test]
fn the_same_plan_gives_the_same_people_with_the_same_lives() {
    let told = std::cell::RefCell::new(Vec::new());
    for _ in 0..2 {
        on_sqlite(&rooms(), TODAY, |house| {
            let house = furnished(house, 12);
            let sql = "SELECT p.crn, p.first_name, p.last_name, c.happens_on, c.contact_type, c.outcome FROM person p \
                       JOIN contact c ON c.person_id = p.person_id ORDER BY p.crn, c.happens_on, c.contact_type, c.sort_at, c.outcome";
            told.borrow_mut().push(read(&house, |cx| cx.query(sql, &[])));
        });
    }
    let told = told.into_inner();
    assert!(told.first().is_some_and(|rows| rows.len() > 300));
    assert_eq!(told.first(), told.last());
}

/// What came of each sample when all were sent in that order.
fn sent(order: impl Iterator<Item = usize>) -> BTreeMap<String, (String, Option<String>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/court");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let told = std::cell::RefCell::new(BTreeMap::new());
    let order: Vec<usize> = order.collect();
    on_sqlite(&rooms(), TODAY, |house| {
        let house = furnished(house, 0);
        for at in &order {
            let name = files[*at].file_stem().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(&files[*at]).unwrap();
            let lines = court::ingest(&house, &Asker::system("test"), &name, &bytes).unwrap();
            for line in lines {
                told.borrow_mut().insert(name.clone(), (line.outcome.to_owned(), line.crn));
            }
        }
    });
    told.into_inner()
}

#[test]
fn the_samples_come_out_as_their_table_says_in_either_order() {
    let outcomes = |sent: BTreeMap<String, (String, Option<String>)>| -> Vec<(String, bool)> {
        sent.into_values().map(|(outcome, crn)| (outcome, crn.is_some())).collect()
    };
    let told = |said: [(&str, bool); 9]| said.map(|(outcome, person)| (outcome.to_owned(), person)).to_vec();
    let (yes, no) = (true, false);
    let forwards = [
        ("recorded", yes),
        ("recorded", yes),
        ("amended", yes),
        ("recorded", yes),
        ("recorded", yes),
        ("recorded", yes),
        ("review", yes),
        ("review", no),
        ("ignored", no),
    ];
    assert_eq!(outcomes(sent(0..9)), told(forwards));
    // Of two who may be one person, whoever comes second waits.
    let backwards = outcomes(sent((0..9).rev()));
    assert!(backwards[..3].iter().all(|o| *o == ("review".to_owned(), no)), "{backwards:?}");
    assert_eq!(backwards[7], ("recorded".to_owned(), yes));
}
