//! Builds the service itself: regions, units, teams, offices, courts and staff, through the organisation's own actions.

use crate::vocabulary::identifiers;
use crate::vocabulary::structure::{Grade, RegionOf, ServicePlan, StaffPlan, TeamKind, TeamPlan, UnitPlan};
use jiff::ToSpan;
use kernel::{Actor, Date, Instant, OfficeId, RegionId, StaffId, TeamId, UserId};
use organisation::{
    CourtLevel, NewCourt, NewOffice, NewRegion, NewStaff, NewTeam, NewUnit, TeamPurpose, add_court, add_office,
    add_region, add_staff, add_unit, open_team, set_default_team,
};
use store::{Asker, Cx, House, Result};

/// A minute of work is 1/37 of 60: full time is 37 hours.
pub(super) const FULL_WEEK: i64 = 2220;

/// A member of staff who is there.
#[derive(Clone, Debug)]
pub(crate) struct StaffOf {
    pub(crate) id: StaffId,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) grade: Grade,
    /// Per cent of a full week.
    pub(crate) hours: u32,
    /// Signs in as.
    pub(crate) user: Option<UserId>,
}

impl StaffOf {
    /// The member of staff as whoever does something, with every permission: the demo asks no room for leave.
    pub(crate) fn asker(&self) -> Asker {
        let system = Asker::system("demo");
        match self.user {
            Some(id) => Asker { actor: Actor::User { id, staff: Some(self.id), name: self.name.clone() }, ..system },
            None => system,
        }
    }
}

/// A team with its people.
#[derive(Clone, Debug)]
pub(crate) struct TeamOf {
    pub(crate) id: TeamId,
    pub(crate) kind: TeamKind,
    pub(crate) town: &'static str,
    pub(crate) welsh: bool,
    /// The code of the magistrates' court of the town, and the name of it.
    pub(crate) court: (String, String),
    pub(crate) office: OfficeId,
    pub(crate) staff: Vec<StaffOf>,
    /// How many people live where the team works.
    pub(crate) people: u32,
}

impl TeamOf {
    /// Those who hold cases.
    pub(crate) fn practitioners(&self) -> impl Iterator<Item = &StaffOf> {
        self.staff.iter().filter(|s| matches!(s.grade, Grade::Officer | Grade::ServicesOfficer | Grade::Trainee))
    }

    pub(crate) fn senior(&self) -> Option<&StaffOf> {
        self.staff.iter().find(|s| s.grade == Grade::Senior)
    }
}

/// Everything that was built, in the order of the plan.
#[derive(Clone, Debug, Default)]
pub(crate) struct Built {
    pub(crate) teams: Vec<TeamOf>,
}

impl Built {
    pub(crate) fn supervising(&self) -> impl Iterator<Item = &TeamOf> {
        self.teams.iter().filter(|t| t.kind == TeamKind::Supervision)
    }

    /// The court team of a town.
    pub(crate) fn court_team(&self, town: &str) -> Option<&TeamOf> {
        self.teams.iter().find(|t| t.kind == TeamKind::Court && t.town == town)
    }
}

/// Builds the whole service; each region is a transaction. It was recorded two years before `today`.
pub(super) fn build(house: &House, asker: &Asker, plan: &ServicePlan, today: Date) -> Result<Built> {
    let recorded = Instant::from_local(today.saturating_sub(2.years()).at(9, 0, 0, 0));
    let mut built = Built::default();
    for region in &plan.regions {
        let teams = house.bulk(asker, |cx| {
            cx.pretend_it_is(recorded)?;
            self::region(cx, region, today)
        })?;
        built.teams.extend(teams);
    }
    Ok(built)
}

fn region(cx: &mut Cx<'_>, region: &RegionOf, today: Date) -> Result<Vec<TeamOf>> {
    let start_date = first_day(today);
    let new = NewRegion {
        code: region.plan.code.into(),
        name: region.plan.name.clone(),
        serves_in_welsh: region.plan.welsh,
        start_date,
    };
    let added = add_region(cx, new)?;
    let mut teams = Vec::new();
    let mut people = teams_of(region).map(|(.., people)| people);
    for unit in &region.units {
        let shares = people.by_ref().take(unit.teams.len()).collect();
        teams.extend(self::unit(cx, added.id, unit, shares, region.plan.welsh, today)?);
    }
    if let Some(first) = teams.iter().find(|t| t.kind == TeamKind::Supervision) {
        set_default_team(cx, added.id, first.id)?;
    }
    Ok(teams)
}

/// The teams of a region in the order in which they are built, each with its unit, whether it works in Welsh, and how many
/// people it has.
pub(super) fn teams_of(region: &RegionOf) -> impl Iterator<Item = (&UnitPlan, &TeamPlan, bool, u32)> {
    region.units.iter().zip(shares(region)).flat_map(move |(unit, people)| {
        let supervising =
            u32::try_from(unit.teams.iter().filter(|t| t.kind == TeamKind::Supervision).count()).unwrap_or(1).max(1);
        (0u32..).zip(&unit.teams).map(move |(n, team)| {
            let share = people / supervising + u32::from(n < people % supervising);
            (unit, team, region.plan.welsh, if team.kind == TeamKind::Supervision { share } else { 0 })
        })
    })
}

/// The people of a region divided among its units.
fn shares(region: &RegionOf) -> Vec<u32> {
    let units = u32::try_from(region.units.len()).unwrap_or(1).max(1);
    (0..units).map(|n| region.people / units + u32::from(n < region.people % units)).collect()
}

fn first_day(today: Date) -> Date {
    today.saturating_sub(5.years()).first_of_month()
}

fn unit(
    cx: &mut Cx<'_>,
    region: RegionId,
    plan: &UnitPlan,
    people: Vec<u32>,
    welsh: bool,
    today: Date,
) -> Result<Vec<TeamOf>> {
    let start_date = first_day(today);
    let unit = add_unit(cx, NewUnit { region, code: plan.code.clone(), name: plan.town.into(), start_date })?.id;
    let office = NewOffice {
        unit,
        code: plan.office.code.clone(),
        name: plan.office.name.clone(),
        address: plan.office.address.clone(),
        postcode: plan.office.postcode.clone(),
        telephone: Some(plan.office.telephone.clone()),
        start_date,
    };
    let office = add_office(cx, office)?.id;
    let mut teams = Vec::new();
    for (people, team_plan) in people.into_iter().zip(&plan.teams) {
        let (id, staff) = team(cx, unit, plan, team_plan, today)?;
        let court = plan.courts.first().map(|c| (c.ou.clone(), c.name.clone())).unwrap_or_default();
        teams.push(TeamOf { id, kind: team_plan.kind, town: plan.town, welsh, court, office, staff, people });
    }
    let hears = teams.iter().find(|t| t.kind == TeamKind::Supervision).map(|t| t.id);
    for court in &plan.courts {
        let level = if court.crown { CourtLevel::Crown } else { CourtLevel::Magistrates };
        add_court(cx, NewCourt { code: court.ou.clone(), name: court.name.clone(), level, team: hears, start_date })?;
    }
    Ok(teams)
}

fn team(
    cx: &mut Cx<'_>,
    unit: kernel::UnitId,
    place: &UnitPlan,
    plan: &TeamPlan,
    today: Date,
) -> Result<(TeamId, Vec<StaffOf>)> {
    let (purpose, word) = match plan.kind {
        TeamKind::Supervision => (TeamPurpose::Supervision, "supervision"),
        TeamKind::Court => (TeamPurpose::Court, "court"),
        TeamKind::UnpaidWork => (TeamPurpose::UnpaidWork, "unpaidwork"),
        TeamKind::Programmes => (TeamPurpose::Programmes, "programmes"),
        TeamKind::Victims => (TeamPurpose::Victims, "victims"),
    };
    let new = NewTeam {
        unit,
        code: plan.code.clone(),
        name: plan.name.clone(),
        purpose,
        telephone: Some(place.office.telephone.clone()),
        email: Some(format!("{}.{word}@probation.example.org", place.town.to_lowercase())),
        start_date: first_day(today),
    };
    let team = open_team(cx, new)?.id;
    let staff: Result<Vec<StaffOf>> = plan.staff.iter().map(|s| member(cx, team, s, today)).collect();
    Ok((team, staff?))
}

/// Adds a member of staff to a team.
pub(crate) fn member(cx: &mut Cx<'_>, team: TeamId, plan: &StaffPlan, today: Date) -> Result<StaffOf> {
    let weekly_minutes = FULL_WEEK * i64::from(plan.hours) / 100;
    let new = NewStaff {
        code: plan.code.clone(),
        forename: plan.forename.clone(),
        surname: plan.surname.clone(),
        grade: plan.grade.code().into(),
        weekly_minutes,
        telephone: None,
        email: plan.has_email.then(|| {
            identifiers::email(&plan.forename, &plan.surname, 0).replace("0@example.com", "@probation.example.org")
        }),
        team,
        start_date: first_day(today),
    };
    let staff = add_staff(cx, new)?;
    Ok(StaffOf { id: staff.id, name: staff.name(), code: staff.code, grade: plan.grade, hours: plan.hours, user: None })
}
