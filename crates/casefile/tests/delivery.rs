//! Treatment and what has not begun: an order in, the officer's and the manager's lists and the counts out, on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use access::trial::{Trial, user, user_of};
use caseload::Allocating;
use kernel::{Date, Permission, PersonKeys, RequirementId, date};
use law::Term;
use migrations::trial::{Rooms, assert_schema, on_both};
use organisation::{
    NewRegion, NewStaff, NewTeam, NewUnit, TeamPurpose, add_region, add_staff, add_unit, open_team, set_default_team,
};
use people::NewPerson;
use sentences::{Length, NewEvent, OrderFacts, Origin, RequirementFacts, begin_requirement, open_event, record_order};

const TODAY: Date = date(2026, 11, 23);

struct World {
    keys: PersonKeys,
    crn: String,
    drugs: RequirementId,
}

fn on_each(test: impl Fn(&Trial, World)) {
    let (assessments, provisions, courts) = (assessment::tables(), provision::tables(), court::tables());
    let tables = [
        access::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
        &assessments,
        &provisions,
        caseload::TABLES,
        &courts,
        casefile::TABLES,
    ];
    let heard = [
        access::LISTENERS,
        people::LISTENERS,
        sentences::LISTENERS,
        contacts::LISTENERS,
        &assessment::listeners(),
        &provision::listeners(),
        caseload::LISTENERS,
        casefile::LISTENERS,
    ]
    .concat();
    on_both(&Rooms::with(&tables).hearing(&heard), TODAY, |house| {
        let house = house.with_part(law::Law::shipped());
        let trial = Trial::of(house, &[casefile::routes(), people::routes()]);
        trial
            .write(|cx| {
                contacts::seed(cx)?;
                people::seed(cx)?;
                sentences::seed(cx)?;
                assessment::seed(cx)
            })
            .unwrap();
        let world = world(&trial);
        test(&trial, world);
    });
}

/// Somebody with an order of 19 October for drug rehabilitation and a curfew, allocated to Priya in Wexmere.
fn world(trial: &Trial) -> World {
    let from = date(2020, 1, 1);
    let (team, staff) = trial
        .write(|cx| {
            let region =
                NewRegion { code: "R01".into(), name: "Aldermere".into(), serves_in_welsh: false, start_date: from };
            let region = add_region(cx, region)?.id;
            let unit = NewUnit { region, code: "R01A".into(), name: "Wexmere".into(), start_date: from };
            let unit = add_unit(cx, unit)?.id;
            let (code, name, purpose) = ("R01A01".into(), "Wexmere 1".into(), TeamPurpose::Supervision);
            let team = NewTeam { unit, code, name, purpose, telephone: None, email: None, start_date: from };
            let team = open_team(cx, team)?.id;
            set_default_team(cx, region, team)?;
            let staff = NewStaff {
                code: "R01A011".into(),
                forename: "Priya".into(),
                surname: "Nair".into(),
                grade: "PO".into(),
                weekly_minutes: 2220,
                telephone: None,
                email: None,
                team,
                start_date: from,
            };
            Ok((team, add_staff(cx, staff)?.id))
        })
        .unwrap();
    user_of(trial.house(), "priya", "practitioner", Some(staff));
    let manager = user(trial.house(), "meg", "manager");
    user(trial.house(), "cora", "commissioner");
    trial.write(|cx| access::set_teams(cx, manager, &[team])).unwrap();
    let person = trial
        .write(|cx| {
            let new = NewPerson {
                first_name: "Ffion".into(),
                last_name: "Bell".into(),
                born: Some(date(1990, 2, 3)),
                ..NewPerson::default()
            };
            people::create(cx, new)
        })
        .unwrap();
    let keys = PersonKeys::alone(person.person_id);
    let drugs = trial
        .write(|cx| {
            let made_on = date(2026, 10, 19);
            let event = NewEvent {
                origin: Origin::Court,
                referred_on: made_on,
                taken_on: None,
                court_id: None,
                court_name: None,
                notes: None,
                source_key: None,
            };
            let event = open_event(cx, &keys, &event)?;
            let facts = OrderFacts {
                sentence: "CO".into(),
                court_id: None,
                court_name: None,
                made_on,
                starts_on: None,
                ends_on: Some(date(2027, 10, 18)),
                custody_term: None,
                operational_period: None,
                supervision_period: None,
                notes: None,
            };
            let requirement = |kind: &str| RequirementFacts {
                kind: kind.into(),
                length: Some(Length(Term::months(6))),
                ..RequirementFacts::default()
            };
            let order = record_order(cx, &keys, event, &facts, &[requirement("DRR"), requirement("CUR")])?;
            let order = sentences::order(cx, &keys, order)?;
            Ok(order.requirements.iter().find(|r| r.requirement.kind == "DRR").map(|r| r.requirement.id))
        })
        .unwrap()
        .unwrap();
    trial
        .write(|cx| {
            let seen = caseload::responsible(cx, &keys)?.ok_or(store::Failure::NotFound)?.stint;
            let allocating = Allocating {
                seen,
                officer: staff,
                team,
                officer_name: "Priya Nair".into(),
                reason: "AR02".into(),
                note: "Lives near".into(),
                practitioner: true,
            };
            caseload::allocate(cx, keys.survivor, &allocating)
        })
        .unwrap();
    World { keys, crn: person.crn.to_string(), drugs }
}

#[test]
fn both_databases_have_the_read_models() {
    on_both(&Rooms::with(&[casefile::TABLES]), TODAY, |house| assert_schema(&house, casefile::TABLES));
}

#[test]
fn what_was_ordered_and_has_not_begun_in_time_is_on_the_officers_and_the_managers_screen() {
    on_each(|trial, w| {
        let mut priya = trial.signed_in("priya");
        let page = priya.get("/not-begun").is(200);
        page.says("1 to 1 of 1").says("Ffion Bell").says("Drug rehabilitation").says("9 Nov 2026").says(">14<");
        assert!(!page.body.contains(">Curfew<"), "a curfew has no day by which it begins here");
        priya.get("/").is(200).says("Ordered and not begun in time, 1 in all");
        let mut meg = trial.signed_in("meg");
        meg.get("/not-begun?whose=team").is(200).says("Ffion Bell");
        meg.get("/").is(200).says("ordered and not begun in time");
        meg.get("/not-begun?whose=everybody").is(404);
        trial.signed_in("cora").get("/not-begun").is(403);
        let program = trial.program(&[Permission::ReadPeople]);
        let late = program.get("/api/v1/requirements/not-begun?team=R01A01").is(200).json();
        assert_eq!(late["items"][0]["crn"].as_str(), Some(w.crn.as_str()));
        assert_eq!(late["items"][0]["late_from"].as_str(), Some("2026-11-10"));
        program.get("/api/v1/requirements/not-begun").is(422);
        trial.write(|cx| begin_requirement(cx, &w.keys, w.drugs, date(2026, 11, 20))).unwrap();
        priya.get("/not-begun").is(200).says("Everything that was ordered has begun");
    });
}

#[test]
fn treatment_is_counted_by_delivery_unit_without_a_name() {
    on_each(|trial, w| {
        let drugs = || {
            let program = trial.program(&[Permission::ReadProvision]);
            let all = program.get("/api/v1/provision/treatment").is(200).json();
            let items = all["items"].as_array().cloned().unwrap_or_default();
            let item = items.into_iter().find(|i| i["unit"] == "R01A" && i["kind"] == "drugs").unwrap();
            ["need", "consent", "ordered", "begun", "delivered_to_guidance"].map(|name| item[name].as_i64().unwrap())
        };
        assert_eq!(drugs(), [0, 1, 1, 0, 0]);
        trial.write(|cx| begin_requirement(cx, &w.keys, w.drugs, date(2026, 11, 9))).unwrap();
        assert_eq!(drugs(), [0, 1, 1, 1, 0], "twelve weeks are not over");
        let mut cora = trial.signed_in("cora");
        let page = cora.get("/treatment").is(200);
        page.says("Delivered to guidance").says("Wexmere").says("Mental health");
        assert!(!page.body.contains("Ffion"));
        cora.get("/treatment?region=R01").is(200).says("Region: Aldermere");
        cora.get("/treatment?region=R99").is(404);
    });
}

#[test]
fn the_night_makes_the_same_as_the_changes_did() {
    on_each(|trial, w| {
        let rows =
            || trial.read(|cx| Ok((cx.list::<casefile::NotBegun>("", &[])?, cx.list::<casefile::Treatment>("", &[])?)));
        let before = rows();
        assert_eq!((before.0.len(), before.1.len()), (1, 1));
        trial
            .write(|cx| cx.execute("DELETE FROM view_not_begun WHERE late_from > $1", store::params![date(2000, 1, 1)]))
            .unwrap();
        assert_ne!(rows(), before);
        casefile::refresh_everybody(trial.house()).unwrap();
        assert_eq!(rows(), before);
        assert_eq!(before.0[0].person_id, w.keys.survivor);
    });
}
