//! When a session may be planned at a project, and what a project may be, as sentences of policy.

use super::records::{Agreement, Assessment, AssessmentKind, Hazard, Project, ProjectDay, ProjectKind, SupervisedBy};
use super::rules::{
    AssessmentFacts, DayFacts, Fitness, ProjectFacts, check_assessment, check_project, ending_soon, unfit,
};
use kernel::{Date, Instant, Time, date};
use serde_json::json;
use uuid::Uuid;

/// A Monday.
const TODAY: Date = date(2026, 11, 23);

fn at(hour: i8) -> Time {
    Time::new(hour, 0, 0, 0).unwrap()
}

fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128(n))
}

fn project() -> Project {
    Project {
        id: id(1),
        code: "WEX-01".into(),
        name: "Canal path".into(),
        kind: ProjectKind::Group,
        unit_id: id(2),
        team_id: None,
        beneficiary_id: Some(id(3)),
        provider_id: None,
        work: "Clears the path".into(),
        address: None,
        town: None,
        meeting_point: None,
        supervised_by: SupervisedBy::Service,
        women_only: false,
        children_near: false,
        vulnerable_near: false,
        needs: json!([]),
        skills: json!([]),
        tools: None,
        places: 8,
        start_date: date(2026, 1, 5),
        end_date: None,
        end_reason: None,
        end_note: None,
        nomination_id: None,
        version: 1,
    }
}

fn mondays() -> Vec<ProjectDay> {
    vec![ProjectDay { project_id: id(1), id: id(9), weekday: 1, start_time: at(9), end_time: at(16), places: 8 }]
}

fn assessment(kind: AssessmentKind) -> Assessment {
    Assessment {
        project_id: id(1),
        id: id(10),
        kind,
        assessed_by: "A safety officer".into(),
        assessed_on: date(2026, 1, 5),
        valid_until: date(2026, 12, 28),
        hazards: json!([]),
        withdrawn_on: None,
        withdrawn: None,
        author: "x".into(),
        recorded_at: Instant(0),
        version: 1,
    }
}

fn both() -> Vec<Assessment> {
    AssessmentKind::ALL.iter().map(|kind| assessment(*kind)).collect()
}

fn codes(project: &Project, assessments: &[Assessment], agreements: &[Agreement], on: Date) -> Vec<&'static str> {
    let days = mondays();
    unfit(&Fitness { project, days: &days, assessments, agreements }, on).into_iter().map(|r| r.code).collect()
}

#[test]
fn a_session_is_planned_on_a_day_on_which_the_project_runs_and_is_assessed() {
    let project = project();
    assert!(codes(&project, &both(), &[], TODAY).is_empty());
    assert_eq!(codes(&project, &both(), &[], date(2026, 11, 24)), ["not_a_day"]);
    assert_eq!(codes(&project, &both(), &[], date(2025, 12, 29)), ["not_begun", "not_assessed", "not_assessed"]);
    assert_eq!(codes(&Project { end_date: Some(date(2026, 11, 16)), ..project }, &both(), &[], TODAY), ["ended"]);
}

#[test]
fn an_assessment_counts_to_its_last_day_and_not_after_it_was_withdrawn() {
    let project = project();
    assert!(codes(&project, &both(), &[], date(2026, 12, 28)).is_empty());
    assert_eq!(codes(&project, &both(), &[], date(2027, 1, 4)), ["not_assessed", "not_assessed"]);
    let mut one = both();
    one[0].withdrawn_on = Some(TODAY);
    assert_eq!(codes(&project, &one, &[], TODAY), ["not_assessed"]);
    assert!(codes(&project, &one, &[], date(2026, 11, 16)).is_empty());
}

fn agreement() -> Agreement {
    Agreement {
        project_id: id(1),
        id: id(11),
        partner: "Wexmere Hospice Shops".into(),
        supervisor: "Ann Example".into(),
        contact: None,
        signed_on: date(2026, 1, 5),
        checked_on: date(2026, 1, 5),
        insurance_seen_on: date(2026, 1, 5),
        insurance_until: date(2026, 11, 30),
        review_on: date(2027, 1, 5),
        ended_on: None,
        end_reason: None,
        version: 1,
    }
}

#[test]
fn a_partner_supervises_only_under_an_agreement_and_an_insurance_that_stand() {
    let project = Project { supervised_by: SupervisedBy::Partner, ..project() };
    assert_eq!(codes(&project, &both(), &[], TODAY), ["no_agreement"]);
    assert!(codes(&project, &both(), &[agreement()], TODAY).is_empty());
    assert_eq!(codes(&project, &both(), &[agreement()], date(2026, 12, 7)), ["not_insured"]);
    let ended = Agreement { ended_on: Some(date(2026, 11, 22)), ..agreement() };
    assert_eq!(codes(&project, &both(), &[ended], TODAY), ["no_agreement"]);
}

#[test]
fn what_ends_within_the_notice_of_policy_is_told_the_nearest_first() {
    let (project, days, assessments, agreements) = (project(), mondays(), both(), [agreement()]);
    let of = Fitness { project: &project, days: &days, assessments: &assessments, agreements: &agreements };
    let soon: Vec<Date> = ending_soon(&of, TODAY, 42).into_iter().map(|(day, _)| day).collect();
    assert_eq!(soon, [date(2026, 11, 30), date(2026, 12, 28), date(2026, 12, 28)]);
    assert!(ending_soon(&of, TODAY, 3).is_empty());
}

fn facts(days: Vec<DayFacts>) -> ProjectFacts {
    ProjectFacts {
        code: "wex-01".into(),
        name: "Canal path".into(),
        kind: ProjectKind::Group,
        unit: id(2),
        team: None,
        beneficiary: Some(id(3)),
        provider: None,
        work: "Clears the path".into(),
        address: None,
        town: None,
        meeting_point: None,
        supervised_by: SupervisedBy::Service,
        women_only: false,
        children_near: false,
        vulnerable_near: false,
        needs: vec!["lifting".into()],
        skills: vec![],
        tools: None,
        places: 8,
        start_date: TODAY,
        days,
        nomination: None,
    }
}

fn refused(facts: &ProjectFacts) -> Vec<&'static str> {
    check_project(facts, 60, (&["lifting"], &["painting"])).into_iter().map(|r| r.code).collect()
}

#[test]
fn a_day_of_work_ends_after_it_starts_and_never_over_midnight() {
    let day = |from, to| DayFacts { weekday: 1, start_time: at(from), end_time: at(to), places: 8 };
    assert!(refused(&facts(vec![day(9, 16)])).is_empty());
    assert_eq!(refused(&facts(vec![day(22, 2)])), ["ends_before_start"]);
    assert_eq!(refused(&facts(vec![day(9, 9)])), ["ends_before_start"]);
    assert_eq!(refused(&facts(vec![day(9, 13), day(12, 16)])), ["overlap"]);
    assert!(refused(&facts(vec![day(9, 12), day(12, 16)])).is_empty());
}

#[test]
fn a_group_works_for_somebody_and_has_places() {
    assert_eq!(refused(&ProjectFacts { beneficiary: None, ..facts(vec![]) }), ["missing"]);
    let induction = ProjectFacts { beneficiary: None, kind: ProjectKind::Induction, ..facts(vec![]) };
    assert!(refused(&induction).is_empty());
    assert_eq!(refused(&ProjectFacts { places: 0, ..facts(vec![]) }), ["out_of_range"]);
    assert_eq!(refused(&ProjectFacts { needs: vec!["x".into()], ..facts(vec![]) }), ["not_a_choice"]);
}

#[test]
fn an_assessment_names_hazards_and_is_valid_for_no_longer_than_policy_lets_it() {
    let facts = |until, hazards: &[(&str, &str)]| AssessmentFacts {
        kind: AssessmentKind::Risk,
        assessed_by: "A".into(),
        assessed_on: TODAY,
        valid_until: until,
        hazards: hazards.iter().map(|(h, c)| Hazard { hazard: (*h).into(), control: (*c).into() }).collect(),
    };
    let codes = |facts: &AssessmentFacts| -> Vec<_> {
        check_assessment(facts, 12, TODAY).into_iter().map(|r| r.code).collect()
    };
    let path = [("Deep water", "Nobody works within 2 metres of the edge")];
    assert!(codes(&facts(date(2027, 11, 23), &path)).is_empty());
    assert_eq!(codes(&facts(date(2027, 11, 24), &path)), ["too_far"]);
    assert_eq!(codes(&facts(date(2026, 11, 22), &path)), ["ends_before_start"]);
    assert_eq!(codes(&facts(TODAY, &[])), ["missing"]);
    assert_eq!(codes(&facts(TODAY, &[("Deep water", " ")])), ["incomplete"]);
}
