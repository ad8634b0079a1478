//! Figures of performance over the demo world: they are what the records say, small ones are nowhere to be seen or worked out,
//! whoever may see them sees them, and the people behind them are for those who work with them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use access::trial::{Trial, user};
use demo::{DemoPlan, fill};
use kernel::{Date, Permission, TeamId, date};
use migrations::trial::{Rooms, on_both, on_sqlite};
use std::collections::{BTreeMap, BTreeSet};
use store::House;

const TODAY: Date = date(2026, 11, 20);

fn rooms() -> Rooms {
    let (assessments, provided) = (assessment::tables(), provision::tables());
    let enforced = enforcement::tables();
    let tables = [
        access::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
        &assessments,
        &provided,
        caseload::TABLES,
        casefile::TABLES,
        &enforced,
        &performance::tables(),
    ];
    Rooms::with(&tables)
        .hearing(access::LISTENERS)
        .hearing(people::LISTENERS)
        .hearing(sentences::LISTENERS)
        .hearing(contacts::LISTENERS)
        .hearing(&assessment::listeners())
        .hearing(caseload::LISTENERS)
        .hearing(&enforcement::listeners())
}

fn filled(house: House, people: u32) -> Trial {
    let house = house.with_part(law::Law::shipped());
    fill(&house, &DemoPlan { people, seed: 1, today: TODAY }, |_| {}).unwrap();
    Trial::of(house, &[performance::routes(), people::routes()])
}

#[derive(Clone, Debug, PartialEq)]
struct Figure {
    numerator: i64,
    denominator: i64,
    people: i64,
    hidden: bool,
}

/// Every figure, by place, break-down, measure, time and group.
type Figures = BTreeMap<(String, String, String, String, String), Figure>;

fn figures(trial: &Trial) -> Figures {
    let sql = "SELECT place_id, grouping_code, measure, period, group_code, numerator, denominator, people, hidden \
               FROM view_performance";
    let rows = trial.read(|cx| cx.query(sql, &[]));
    rows.iter()
        .map(|row| {
            let key = (
                row.get::<uuid::Uuid>(0).unwrap().to_string(),
                row.get(1).unwrap(),
                row.get(2).unwrap(),
                row.get(3).unwrap(),
                row.get(4).unwrap(),
            );
            let [numerator, denominator, people] = [5, 6, 7].map(|n| row.get(n).unwrap());
            (key, Figure { numerator, denominator, people, hidden: row.get(8).unwrap() })
        })
        .collect()
}

/// For each figure of everybody, those of one break-down that add up to it.
fn sums(all: &Figures) -> Vec<(&Figure, Vec<&Figure>)> {
    let mut of: BTreeMap<_, Vec<&Figure>> = BTreeMap::new();
    for ((place, grouping, measure, period, _), figure) in all {
        of.entry((place, measure, period, grouping)).or_default().push(figure);
    }
    let whole = |(place, measure, period): (&String, &String, &String)| {
        all.get(&(place.clone(), "all".into(), measure.clone(), period.clone(), String::new()))
    };
    of.into_iter()
        .filter(|((.., grouping), _)| *grouping != "all")
        .map(|((place, measure, period, _), parts)| (whole((place, measure, period)).unwrap(), parts))
        .collect()
}

/// The team with the most figures, by id and code.
fn busiest(trial: &Trial) -> (TeamId, String) {
    let sql = "SELECT team_id FROM view_held GROUP BY team_id ORDER BY count(*) DESC, team_id LIMIT 1";
    let id: TeamId = trial.read(|cx| cx.query(sql, &[]))[0].get(0).unwrap();
    let team = trial.read(|cx| organisation::team(cx, id));
    (id, team.code)
}

#[test]
fn figures_add_up_to_what_the_log_says_and_nothing_small_can_be_worked_out() {
    on_both(&rooms(), TODAY, |house| {
        let trial = filled(house, 60);
        let all = figures(&trial);
        for (whole, parts) in sums(&all) {
            assert_eq!(whole.denominator, parts.iter().map(|f| f.denominator).sum::<i64>());
            assert_eq!(whole.numerator, parts.iter().map(|f| f.numerator).sum::<i64>());
            let hidden = parts.iter().filter(|f| f.hidden).count() + usize::from(whole.hidden);
            assert_ne!(hidden, 1, "one hidden figure of a sum is the total without the others");
        }
        assert!(all.values().filter(|f| f.people < 5).all(|f| f.hidden));
        assert!(all.values().any(|f| !f.hidden) && all.values().any(|f| f.hidden));
        let whole = uuid::Uuid::nil().to_string();
        let key = |period: &str| (whole.clone(), "all".into(), "attendance".into(), period.into(), String::new());
        let quarter = &all[&key("2026-Q3")];
        let months: i64 = ["2026-07", "2026-08", "2026-09"].iter().map(|m| all[&key(m)].denominator).sum();
        assert_eq!(quarter.denominator, months);
        let logged = "SELECT count(*) FROM contact WHERE appointment AND happens_on >= '2026-07-01' \
                      AND happens_on < '2026-10-01' AND (complied = $1 OR (attended = $2 AND complied = $2) \
                      OR (attended = $1 AND complied = $2) OR (attended = $2 AND complied IS NULL))";
        let params = [store::Value::Bool(false), store::Value::Bool(true)];
        assert_eq!(quarter.denominator, trial.read(|cx| cx.count(logged, &params)));
        performance::count_everybody(trial.house()).unwrap();
        assert!(figures(&trial) == all, "counting again changes nothing");
        let moved = "(SELECT place_id FROM view_performance WHERE period = '2026-10' ORDER BY place_id DESC LIMIT 1)";
        for changed in [
            "SET numerator = numerator + 1 WHERE group_code = 'F'",
            "SET hidden = NOT hidden WHERE group_code = 'M'",
            "SET group_code = 'gone' WHERE group_code = '18-20'",
            "SET measure = 'dropped' WHERE measure = 'attendance' AND period = '2026-09'",
            "SET period = '1999-Q1' WHERE period = '2026-08'",
            &format!("SET place_id = $1 WHERE period = '2026-10' AND place_id = {moved}"),
        ] {
            let before = figures(&trial);
            let nowhere = [store::Value::Id(uuid::Uuid::max())];
            let params = if changed.contains("$1") { &nowhere[..] } else { &[] };
            trial.write(|cx| cx.execute(&format!("UPDATE view_performance {changed}"), params).map(drop)).unwrap();
            assert!(figures(&trial) != before, "{changed} changed nothing");
        }
        performance::count_everybody(trial.house()).unwrap();
        assert!(figures(&trial) == all, "what was changed, or is counted no more, was not mended");
    });
}

#[test]
fn a_first_night_publishes_everybody_some_at_a_time_and_then_counts() {
    on_sqlite(&rooms(), TODAY, |house| {
        let trial = filled(house, 40);
        let before = figures(&trial);
        trial
            .write(|cx| {
                for what in ["view_person_traits", "view_held", "view_attendance", "view_performance"] {
                    cx.execute(&format!("DELETE FROM {what} WHERE CAST($1 AS TEXT) IS NOT NULL"), &["all".into()])?;
                }
                cx.execute("DELETE FROM setting WHERE name = $1", &["performance.published".into()]).map(drop)
            })
            .unwrap();
        performance::begin_nights(trial.house()).unwrap();
        let mut jobs = 0;
        while let Some(job) = trial.house().claim_job(uuid::Uuid::from_u128(1)).unwrap() {
            if job.kind == performance::NIGHT_JOB {
                performance::run_night(trial.house(), &job.body).unwrap();
                jobs += 1;
            }
            trial.house().close_job(&job, Ok(())).unwrap();
        }
        assert!(jobs >= 2, "publishing left no job of its own: {jobs}");
        assert!(figures(&trial) == before, "what the night published is not what the rooms published as they wrote");
    });
}

#[test]
fn a_manager_goes_from_a_figure_to_the_people_behind_it_and_others_do_not() {
    on_sqlite(&rooms(), TODAY, |house| {
        let trial = filled(house, 80);
        let (team, code) = busiest(&trial);
        let manager = user(trial.house(), "meg", "manager");
        trial.write(|cx| access::set_teams(cx, manager, &[team])).unwrap();
        user(trial.house(), "cora", "commissioner");
        user(trial.house(), "pat", "practitioner");
        let mut meg = trial.signed_in("meg");
        let page = meg.get("/performance").is(200);
        page.says("Appointments kept").says("Outcomes recorded:").says("July to September 2026").says("As at");
        let page = meg.get("/performance/attendance").is(200);
        page.says("How this is counted")
            .says("See the people behind this figure")
            .says("Ethnicity")
            .says("Oct-Dec 2026 (so far)");
        let list = meg.get(&format!("/performance/attendance/people?place={code}&period=2026-Q3")).is(200);
        list.says("1 to 25 of");
        let shown = "SELECT count(*) FROM access_log WHERE manner = 'list' AND actor_name = 'The meg'";
        assert_eq!(trial.read(|cx| cx.count(shown, &[])), 1, "who was listed is written down");
        meg.press("/performance", "/performance/count", &[]).is(303);
        let waiting = "SELECT count(*) FROM job WHERE kind = 'performance.count' AND done_at IS NULL";
        assert_eq!(trial.read(|cx| cx.count(waiting, &[])), 1);
        performance::run_night(trial.house(), &serde_json::json!({})).unwrap();
        meg.get("/performance/attendance?place=nowhere").is(404);
        meg.get("/performance/speed").is(404);
        meg.get("/performance/attendance/people?place=all&period=1999-Q1").is(404);
        let file = meg.get(&format!("/performance/attendance/figures.csv?place={code}")).is(200);
        file.says("place,measure,from,until").says(",,,,,hidden");
        let mut cora = trial.signed_in("cora");
        cora.get("/performance/completion").is(200);
        cora.get(&format!("/performance/attendance/people?place={code}")).is(403);
        trial.signed_in("pat").get("/performance").is(403);
        trial.signed_in("pat").get(&format!("/performance/attendance/people?place={code}")).is(403);
    });
}

#[test]
fn the_list_behind_a_figure_is_the_figure_and_masks_who_may_not_be_seen() {
    on_sqlite(&rooms(), TODAY, |house| {
        let trial = filled(house, 80);
        let (team, code) = busiest(&trial);
        let manager = user(trial.house(), "meg", "manager");
        trial.write(|cx| access::set_teams(cx, manager, &[team])).unwrap();
        let all = figures(&trial);
        let key = (team.0.to_string(), "all".into(), "attendance".into(), "2026-Q3".into(), String::new());
        let mut meg = trial.signed_in("meg");
        let path = format!("/performance/attendance/people?place={code}&period=2026-Q3");
        let (mut out_of, mut masked) = (0, 0);
        let mut crns = BTreeSet::new();
        for page in 1..20 {
            let text = meg.get(&format!("{path}&page={page}")).is(200).body;
            let rows: Vec<&str> =
                text.split("<tr").filter(|row| row.contains("/people/") || row.contains("Restricted")).collect();
            for row in &rows {
                let cells: Vec<i64> = row
                    .split("<td")
                    .skip(1)
                    .filter_map(|cell| cell.split('>').nth(1)?.split('<').next()?.trim().parse().ok())
                    .collect();
                out_of += cells.get(1).copied().unwrap_or(0);
                match row.split("/people/").nth(1).and_then(|rest| rest.split('"').next()) {
                    Some(crn) => assert!(crns.insert(crn.to_owned()), "{crn} stands twice"),
                    None => masked += 1,
                }
            }
            if rows.len() < 25 {
                break;
            }
        }
        assert_eq!(i64::try_from(crns.len()).unwrap() + masked, all[&key].people);
        assert_eq!(out_of, all[&key].denominator);
        let first: kernel::Crn = crns.first().unwrap().parse().unwrap();
        let keys = trial.read(|cx| people::keys_of_crn(cx, &first));
        let barrier = access::NewBarrier {
            kind: access::BarrierKind::Exclusion,
            readers: vec![manager.0],
            start_on: TODAY,
            end_on: None,
            reason: "A relative".into(),
            message: "Ask the head of the unit".into(),
        };
        trial.write(|cx| access::set_barrier(cx, keys.survivor, &barrier).map(|_| ())).unwrap();
        let pages: String = (1..20).map(|page| meg.get(&format!("{path}&page={page}")).is(200).body).collect();
        assert!(pages.contains(&format!("Restricted {first}")) && !pages.contains(&format!("/people/{first}\"")));
    });
}

#[test]
fn a_page_asks_as_much_for_few_as_for_many_and_a_call_tells_nothing_hidden() {
    let asked = |people: u32| {
        let counts = std::cell::RefCell::new(Vec::new());
        on_sqlite(&rooms(), TODAY, |house| {
            let trial = filled(house, people);
            let (team, code) = busiest(&trial);
            let manager = user(trial.house(), "meg", "manager");
            trial.write(|cx| access::set_teams(cx, manager, &[team])).unwrap();
            let mut meg = trial.signed_in("meg");
            for path in ["", "/attendance", "/attendance/people", "/attendance/figures.csv"] {
                let path = format!("/performance{path}?place={code}&period=2026-Q3");
                meg.get(&path).is(200);
                trial.house().listen_to_statements();
                let _ = trial.house().heard_statements();
                meg.get(&path).is(200);
                let own = trial.house().heard_statements();
                let own = own.iter().filter(|sql| !sql.contains("access_session") && !sql.contains("access_log"));
                let own: Vec<&String> = own.filter(|sql| !sql.contains("access_user ")).collect();
                counts.borrow_mut().push((path.replace(&code, ""), own.len()));
                assert!(own.len() <= 14, "{path}: {own:#?}");
            }
            let program = trial.program(&[Permission::ReadPerformance]);
            let body = program.get(&format!("/api/v1/performance/attendance/figures?place={code}")).is(200).json();
            let items = body["items"].as_array().unwrap();
            assert!(
                items.iter().any(|item| item["hidden"] == true) && items.iter().any(|item| item["hidden"] == false)
            );
            for item in items.iter().filter(|item| item["hidden"] == true) {
                assert!(item["numerator"].is_null() && item["denominator"].is_null() && item["percent"].is_null());
            }
            let measures = program.get("/api/v1/performance/measures").is(200).json();
            assert!(measures["items"].as_array().unwrap().iter().all(|m| m["beside"] != m["code"]));
        });
        counts.into_inner()
    };
    assert_eq!(asked(30), asked(90));
}
