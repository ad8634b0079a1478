//! What the bulk writers fill in is what the actions of the rooms would have recorded: the same rows in every table, and the
//! same past.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use demo::{DemoPlan, fill, fill_long_records};
use kernel::{Date, Instant, PersonId, date};
use migrations::trial::{Rooms, on_both, on_sqlite};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use store::{Asker, ColumnType, House, Kind, Value};

const TODAY: Date = date(2026, 11, 20);

fn rooms() -> Rooms {
    let (assessments, provided) = (assessment::tables(), provision::tables());
    let (written, enforced) = (documents::tables(), enforcement::tables());
    let tables = [
        access::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
        &assessments,
        &provided,
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

fn furnished(house: House) -> House {
    house.with_part(law::Law::shipped())
}

const PLAN: DemoPlan = DemoPlan { people: 60, seed: 1, today: TODAY };

fn read<T>(house: &House, work: impl FnMut(&mut store::Cx<'_>) -> store::Result<T>) -> T {
    house.read(&Asker::system("test"), work).unwrap()
}

/// Every table of people with its rows, people by their CRN and without other ids, which no two fillings share.
fn everything(house: &House) -> BTreeMap<&'static str, Vec<String>> {
    let crns: HashMap<PersonId, String> = read(house, |cx| cx.query("SELECT person_id, crn FROM crn", &[]))
        .iter()
        .map(|row| (row.get(0).unwrap(), row.get(1).unwrap()))
        .collect();
    // Reviews, scores and the like follow from what is told, which filling in bulk does not do.
    let filled = ["assessment", "assessment_answer", "assessment_step", "harm_level", "view_assessment_work"];
    let assessments: Vec<_> = assessment::tables().into_iter().filter(|t| filled.contains(&t.name)).collect();
    let rooms = [people::TABLES, sentences::TABLES, contacts::TABLES, &assessments, caseload::TABLES].concat();
    let of_people = rooms.into_iter().filter(|t| matches!(t.kind, Kind::Person | Kind::Registry | Kind::View));
    let mut all = BTreeMap::new();
    for table in of_people {
        let Some(person) = table.index_of("person_id") else { continue };
        let rows = read(house, |cx| cx.query(&format!("SELECT {} FROM {}", table.column_list(), table.name), &[]));
        let told = rows.iter().map(|row| {
            let who = &crns[&row.get::<PersonId>(person).unwrap()];
            let cells = table.columns.iter().zip(&row.0).filter(|(c, _)| c.ty != ColumnType::Id);
            // A teller's own key holds the id of what it tells.
            let cells = cells.filter(|(c, _)| !["source_key", "external_key", "number"].contains(&c.name));
            // What is recorded now is recorded when it was its turn, which is another microsecond.
            let told = |(c, v): (&store::Column, &Value)| match v {
                Value::Int(at) if c.ty == ColumnType::Instant => format!("{}={} s", c.name, at / 1_000_000),
                v => format!("{}={v:?}", c.name),
            };
            let cells: Vec<String> = cells.map(told).collect();
            format!("{who} {}", cells.join(" "))
        });
        let mut told: Vec<String> = told.collect();
        told.sort();
        all.insert(table.name, told);
    }
    all.insert("the present result", present_results(house, &crns));
    all
}

/// What each person's present tier came from. The results before it are the actions' alone, which worked one out after each
/// fact.
fn present_results(house: &House, crns: &HashMap<PersonId, String>) -> Vec<String> {
    let sql = "SELECT n.person_id, r.two_part, r.letter, r.provisional, r.rule_version, r.inputs \
               FROM view_tier n JOIN tier_result r ON r.person_id = n.person_id AND r.id = n.result_id";
    let rows = read(house, |cx| cx.query(sql, &[]));
    let mut told: Vec<String> =
        rows.iter().map(|row| format!("{} {:?}", crns[&row.get::<PersonId>(0).unwrap()], &row.0[1..])).collect();
    told.sort();
    told
}

#[test]
fn filling_in_bulk_comes_to_what_the_actions_record() {
    let worlds = RefCell::new(Vec::new());
    for in_bulk in [false, true] {
        on_sqlite(&rooms(), TODAY, |house| {
            let house = furnished(house);
            fill_long_records(&house, &PLAN, in_bulk).unwrap();
            worlds.borrow_mut().push(everything(&house));
        });
    }
    let worlds = worlds.into_inner();
    let (by_actions, in_bulk) = (&worlds[0], &worlds[1]);
    assert!(by_actions["contact"].len() > 60 * 40);
    // Actions work a tier out after each fact, the bulk writers once at the end: what came before the present result, and
    // how often it changed, is the actions' alone. The present tiers and what they came from are compared.
    assert!(by_actions["view_tier"].len() > 40 && by_actions["the present result"].len() > 40);
    let tiers = ["tier_result", "tier_change", "view_held"];
    for (table, rows) in by_actions.iter().filter(|(table, _)| !tiers.contains(table)) {
        let filled = &in_bulk[table];
        for (a, b) in rows.iter().zip(filled) {
            assert_eq!(a, b, "{table}");
        }
        assert_eq!(rows.len(), filled.len(), "{table}");
    }
}

#[test]
fn what_rooms_publish_for_measures_is_what_their_records_say() {
    on_both(&rooms(), TODAY, |house| {
        let house = furnished(house);
        fill(&house, &DemoPlan { people: 30, ..PLAN }, |_| {}).unwrap();
        let everybody = read(&house, |cx| people::everybody(cx, None, 1_000));
        assert!(everybody.len() > 30);
        for view in ["view_person_traits", "view_order", "view_attendance", "view_failed_day", "view_held"] {
            let rows = read(&house, |cx| cx.count(&format!("SELECT count(*) FROM {view}"), &[]));
            assert!(rows > 10, "{view} has {rows}");
        }
        for person in everybody {
            let wrong = house.write(&Asker::system("test"), |cx| {
                let keys = people::keys_of(cx, person)?;
                Ok([
                    people::rebuild_traits(cx, &keys)?,
                    sentences::rebuild_counted_orders(cx, &keys)?,
                    contacts::rebuild_attendance(cx, &keys)?,
                    caseload::rebuild_held(cx, &keys)?,
                ])
            });
            assert_eq!(wrong.unwrap(), [false; 4], "{person}");
        }
    });
}

#[test]
fn the_past_of_a_generated_person_is_told_as_it_was_recorded() {
    on_both(&rooms(), TODAY, |house| {
        let house = furnished(house);
        fill(&house, &DemoPlan { people: 30, ..PLAN }, |_| {}).unwrap();
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
        let falls = "SELECT count(*) FROM ledger_entry a JOIN ledger_entry b ON b.chain_id = a.chain_id AND b.seq = a.seq + 1 \
                     WHERE b.recorded_at < a.recorded_at";
        assert_eq!(read(&house, |cx| cx.count(falls, &[])), 0, "the entries of a chain rise in time");
        // Referrals, programmes, treatment and volunteers are shown on lives that are told already: their entries come last in
        // the chain, whatever day they pretend.
        let later = "SELECT count(*) FROM contact c WHERE NOT EXISTS (SELECT 1 FROM history h \
                     WHERE h.chain_id = c.person_id AND h.table_name = 'contact' AND h.recorded_at = c.recorded_at) \
                     AND NOT EXISTS (SELECT 1 FROM referral r WHERE r.person_id = c.person_id) \
                     AND NOT EXISTS (SELECT 1 FROM programme_case p WHERE p.person_id = c.person_id) \
                     AND NOT EXISTS (SELECT 1 FROM treatment t WHERE t.person_id = c.person_id) \
                     AND NOT EXISTS (SELECT 1 FROM work_booking b WHERE b.person_id = c.person_id) \
                     AND NOT EXISTS (SELECT 1 FROM restorative_side s WHERE s.person_id = c.person_id) \
                     AND NOT EXISTS (SELECT 1 FROM volunteer_match m WHERE m.person_id = c.person_id)";
        let who = later.replace("SELECT count(*) FROM contact c", "SELECT p.last_name, p.first_name, c.contact_type, c.title, c.recorded_at, p.opened_at FROM contact c JOIN person p ON p.person_id = c.person_id");
        let who = read(&house, |cx| cx.query(&who, &[]));
        assert!(who.is_empty(), "each contact was recorded when its row says: {who:#?}");
        let most = "SELECT person_id FROM contact GROUP BY person_id ORDER BY count(*) DESC, person_id LIMIT 1";
        let person: PersonId = read(&house, |cx| cx.query(most, &[]))[0].get(0).unwrap();
        let half = read(&house, |cx| {
            let middle = "SELECT min(recorded_at) / 2 + max(recorded_at) / 2 FROM contact WHERE person_id = $1";
            cx.query(middle, &[Value::Id(person.0)])
        });
        let half: Instant = half[0].get(0).unwrap();
        let was: Vec<contacts::Contact> = read(&house, |cx| cx.as_at(person.into(), half));
        let is: Vec<contacts::Contact> = read(&house, |cx| cx.list("WHERE person_id = $1", &[Value::Id(person.0)]));
        assert!(!was.is_empty() && was.len() < is.len(), "{} of {}", was.len(), is.len());
        assert!(was.iter().all(|c| c.recorded_at <= half));
    });
}
