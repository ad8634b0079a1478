//! Unpaid work in the first town: a team that runs it, two projects, registers of past Saturdays, one of ten people that waits
//! to be typed, and sessions ahead.
//!
//! Always true: people come from those who are supervised there with hours left to work; everything is written by the room's
//! own actions, once for each person.

use super::DemoPlan;
use super::accounts;
use super::structure::{Built, TeamOf};
use crate::vocabulary::structure::is_country;
use caseload::{CaseFilter, CaseOrder};
use jiff::ToSpan;
use kernel::{Actor, Date, PersonId, ProjectId, StaffId, Time, UnitId, WorkSessionId};
use organisation::{NewStaff, NewTeam, TeamPurpose};
use store::{Asker, Cx, Failure, House, Result};
use unpaid_work::projects::{
    AssessmentFacts, AssessmentKind, BeneficiaryFacts, BeneficiaryKind, DayFacts, Hazard, ProjectFacts, ProjectKind,
    SupervisedBy,
};
use unpaid_work::registers::{LineTyped, tell_line};
use unpaid_work::sessions::{Booking, SessionFacts, book, hold_session, plan_session};
use unpaid_work::{accounts as hours_of, projects};

/// People on one register.
const ON_A_REGISTER: usize = 10;
/// More people than any team has.
const OF_A_TEAM: i64 = 500;

fn at(hour: i8, minute: i8) -> Time {
    Time::constant(hour, minute, 0, 0)
}

/// Writes it all; nothing where the service has no team.
pub(super) fn write(house: &House, plan: &DemoPlan, built: &Built, progress: &mut dyn FnMut(&str)) -> Result<()> {
    let Some(first) = built.supervising().next() else { return Ok(()) };
    progress("Unpaid work");
    let system = Asker::system("demo");
    let unit = house.read(&system, |cx| Ok(organisation::team(cx, first.id)?.unit_id))?;
    let grade = first.practitioners().last().map_or(first.id.0, |s| s.id.0);
    let staff = house.bulk(&system, |cx| team(cx, unit, StaffId(grade), plan.today))?;
    let asker = Asker {
        actor: Actor::User { id: staff.1, staff: Some(staff.0), name: "Una Paid".into() },
        ..Asker::system("demo")
    };
    let (garden, kitchen) = both(house, &asker, unit, plan.today)?;
    pace_of(house, plan, first)?;
    let people = house.read(&asker, |cx| workers(cx, unit, plan.today.saturating_sub(3.days())))?;
    let saturday = last_saturday(plan.today);
    for week in [4, 3, 2, 1] {
        let on = saturday.saturating_sub((7 * week).days());
        told(house, &asker, (garden, staff.0), on, &people)?;
    }
    // Of the last Saturday the register is still on paper.
    let paper = house.bulk(&asker, |cx| plan_session(cx, &facts(garden, staff.0, saturday, 12)))?;
    booked(house, &asker, paper, &people, ON_A_REGISTER)?;
    for week in 1..=8 {
        let on = saturday.saturating_add((7 * week).days());
        let ahead = house.bulk(&asker, |cx| plan_session(cx, &facts(garden, staff.0, on, 12)))?;
        let some = if week == 1 { 8 } else { 4 };
        booked(house, &asker, ahead, &people, some)?;
    }
    let outside = SessionFacts {
        outside_supervisor: Some("Bea Ladle".into()),
        starts: at(10, 0),
        ends: at(15, 0),
        ..facts(kitchen, staff.0, plan.today, 3)
    };
    let today = house.bulk(&asker, |cx| plan_session(cx, &outside))?;
    let rest: Vec<PersonId> = people.iter().rev().copied().collect();
    booked(house, &asker, today, &rest, 2).map(|_| ())
}

/// How everybody gets on with their hours; in a country the people of the first team, and the others by the job of the night.
fn pace_of(house: &House, plan: &DemoPlan, first: &TeamOf) -> Result<()> {
    if !is_country(plan.people) {
        return unpaid_work::pace::refresh_everybody(house);
    }
    let system = Asker::system("demo");
    let filter = CaseFilter { teams: vec![first.id], ..CaseFilter::default() };
    let own = house.read(&system, |cx| caseload::cases(cx, &filter, CaseOrder::default(), false, 0, OF_A_TEAM))?;
    for case in own.cases {
        house.write(&system, |cx| unpaid_work::pace::refresh(cx, case.person_id))?;
    }
    Ok(())
}

/// A team that runs unpaid work, and the member of staff whom the account signs in as.
fn team(cx: &mut Cx<'_>, unit: UnitId, like: StaffId, today: Date) -> Result<(StaffId, kernel::UserId)> {
    let start_date = today.saturating_sub(2.years());
    let grade = organisation::staff_line(cx, like)?.grade;
    let of_unit = organisation::teams(cx)?.into_iter().find(|t| t.unit_id == unit);
    let code: String =
        of_unit.map_or_else(|| "UPW".to_owned(), |t| t.code).chars().take(3).chain("UPW".chars()).collect();
    let new = NewTeam {
        unit,
        code: code.clone(),
        name: "Unpaid work".into(),
        purpose: TeamPurpose::UnpaidWork,
        telephone: None,
        email: None,
        start_date,
    };
    let team = organisation::open_team(cx, new)?;
    let staff = NewStaff {
        code: format!("{code}1"),
        forename: "Una".into(),
        surname: "Paid".into(),
        grade,
        weekly_minutes: super::structure::FULL_WEEK,
        telephone: None,
        email: None,
        team: team.id,
        start_date,
    };
    let staff = organisation::add_staff(cx, staff)?.id;
    let user = access::user_of_login(cx, accounts::UNPAID_WORK)?.ok_or(Failure::NotFound)?.id;
    organisation::link_user(cx, staff, Some(user))?;
    Ok((staff, user))
}

struct Wanted {
    code: &'static str,
    name: &'static str,
    beneficiary: &'static str,
    kind: BeneficiaryKind,
    work: &'static str,
    address: &'static str,
    meeting: &'static str,
    tools: &'static str,
    hazard: [&'static str; 2],
    weekdays: &'static [i64],
    places: i64,
}

const GARDEN: Wanted = Wanted {
    code: "DEMO-GARDEN",
    name: "Community garden",
    beneficiary: "Friends of the Old Orchard",
    kind: BeneficiaryKind::CommunityGroup,
    work: "Clears paths, digs beds and mends fences",
    address: "The Old Orchard, Mill Lane, ZA1 4RD",
    meeting: "The orchard gate",
    tools: "Spades, forks, gloves, hi-vis vests, first aid box",
    hazard: ["Sharp tools", "Gloves are worn; tools are counted out and in"],
    weekdays: &[6],
    places: 12,
};

const KITCHEN: Wanted = Wanted {
    code: "DEMO-KITCHEN",
    name: "Community kitchen",
    beneficiary: "Warm Plate",
    kind: BeneficiaryKind::Charity,
    work: "Cooks and serves meals for people who live alone",
    address: "2 Chapel Row, ZA1 2PL",
    meeting: "The side door",
    tools: "Aprons and gloves are there",
    hazard: ["Hot surfaces", "Nobody works at the stove alone"],
    weekdays: &[1, 2, 3, 4, 5, 6, 7],
    places: 3,
};

fn both(house: &House, asker: &Asker, unit: UnitId, today: Date) -> Result<(ProjectId, ProjectId)> {
    let mut made = Vec::new();
    for wanted in [&GARDEN, &KITCHEN] {
        let beneficiary = BeneficiaryFacts {
            name: wanted.beneficiary.into(),
            kind: wanted.kind,
            contact_name: None,
            email: None,
            telephone: None,
            address: None,
        };
        let beneficiary = house.bulk(asker, |cx| projects::add_beneficiary(cx, &beneficiary))?;
        let day = |weekday: &i64| DayFacts {
            weekday: *weekday,
            start_time: at(9, 0),
            end_time: at(16, 0),
            places: wanted.places,
        };
        let facts = ProjectFacts {
            code: wanted.code.into(),
            name: wanted.name.into(),
            kind: ProjectKind::Group,
            unit,
            team: None,
            beneficiary: Some(beneficiary),
            provider: None,
            work: wanted.work.into(),
            address: Some(wanted.address.into()),
            town: None,
            meeting_point: Some(wanted.meeting.into()),
            supervised_by: SupervisedBy::Service,
            women_only: false,
            children_near: false,
            vulnerable_near: false,
            needs: vec![],
            skills: vec![],
            tools: Some(wanted.tools.into()),
            places: wanted.places,
            start_date: today.saturating_sub(1.year()),
            days: wanted.weekdays.iter().map(day).collect(),
            nomination: None,
        };
        let id = house.bulk(asker, |cx| projects::add_project(cx, &facts))?;
        for kind in AssessmentKind::ALL {
            let [hazard, control] = wanted.hazard;
            let facts = AssessmentFacts {
                kind: *kind,
                assessed_by: "Hal Safe".into(),
                assessed_on: today.saturating_sub(3.months()),
                valid_until: today.saturating_add(8.months()),
                hazards: vec![Hazard { hazard: hazard.into(), control: control.into() }],
            };
            house.bulk(asker, |cx| projects::assess_project(cx, id, &facts))?;
        }
        made.push(id);
    }
    match made.as_slice() {
        [one, other] => Ok((*one, *other)),
        _ => Err(Failure::broken("two projects were made")),
    }
}

fn facts(project: ProjectId, staff: StaffId, on: Date, places: i64) -> SessionFacts {
    SessionFacts {
        project,
        on,
        starts: at(9, 0),
        ends: at(16, 0),
        staff,
        outside_supervisor: None,
        places,
        meeting_point: None,
        tools: None,
    }
}

fn last_saturday(today: Date) -> Date {
    let back = i64::from(today.weekday().to_monday_one_offset() + 1) % 7;
    let back = if back == 0 { 7 } else { back };
    today.saturating_sub(back.days())
}

/// Those with hours left whose order is old enough, of the unit first, by the day of their order.
fn workers(cx: &mut Cx<'_>, unit: UnitId, made_by: Date) -> Result<Vec<PersonId>> {
    let rest = "WHERE made_on <= $2 AND left_minutes > 400 \
        ORDER BY CASE WHEN unit_id = $1 THEN 0 ELSE 1 END, made_on, person_id LIMIT 24";
    let rows = cx.list::<unpaid_work::pace::PaceRow>(rest, store::params![unit, made_by])?;
    let mut people: Vec<PersonId> = rows.into_iter().map(|r| r.person_id).collect();
    people.dedup();
    Ok(people)
}

fn booked(
    house: &House,
    asker: &Asker,
    session: WorkSessionId,
    people: &[PersonId],
    most: usize,
) -> Result<Vec<Booking>> {
    let mut rows = Vec::new();
    for person in people {
        if rows.len() >= most {
            break;
        }
        let done = house.bulk(asker, |cx| {
            let open = people::open_by_id(cx, *person)?;
            let account = hours_of(cx, &open.keys)?.into_iter().find(|a| a.is_open() && !a.is_done());
            match account {
                Some(account) => book(cx, &open, session, account.requirement.id).map(Some),
                None => Ok(None),
            }
        });
        match done {
            Ok(row) => rows.extend(row),
            // Somebody whose hours are all booked, or who is elsewhere that day.
            Err(Failure::Refused(_) | Failure::Restricted { .. }) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(rows)
}

/// A session of a past Saturday with its register typed: most came, one late, one not.
fn told(
    house: &House,
    asker: &Asker,
    (project, staff): (ProjectId, StaffId),
    on: Date,
    people: &[PersonId],
) -> Result<()> {
    let session = house.bulk(asker, |cx| plan_session(cx, &facts(project, staff, on, 12)))?;
    let rows = booked(house, asker, session, people, ON_A_REGISTER - 2)?;
    for (n, row) in rows.iter().enumerate() {
        let came = |from: Time, penalty: i64| LineTyped {
            outcome: "ATTC".into(),
            came: Some(from),
            went: Some(at(16, 0)),
            penalty,
            work_quality: Some("good".into()),
            behaviour: Some("good".into()),
            note: None,
        };
        let line = match (n + usize::from(on.day().unsigned_abs())) % 8 {
            5 => LineTyped { note: Some("Missed the bus".into()), ..came(at(9, 30), 0) },
            6 => LineTyped { outcome: "AAEM".into(), ..LineTyped::default() },
            _ => came(at(9, 0), 0),
        };
        let done = house.bulk(asker, |cx| {
            let open = people::open_by_id(cx, row.person_id)?;
            tell_line(cx, &open, row.id, &line, row.version)
        });
        match done {
            Ok(_) | Err(Failure::Refused(_)) => {}
            Err(other) => return Err(other),
        }
    }
    match house.bulk(asker, |cx| hold_session(cx, session)) {
        Ok(()) | Err(Failure::Refused(_)) => Ok(()),
        Err(other) => Err(other),
    }
}
