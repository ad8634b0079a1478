//! Regions, the delivery units in them, and the offices where people are seen. None is ever deleted: each ends on a day.

use crate::{code_of, name_of, taken};
use kernel::{Date, OfficeId, RegionId, TeamId, UnitId};
use store::{Cx, Kind, Result, params, record};

record! {
    /// A region of the service. The codes of its units, teams and staff begin with its own.
    pub struct Region in "region", Kind::Reference, key ["id"] {
        pub id: RegionId,
        pub code: String,
        pub name: String,
        /// Letters and appointments are offered in Welsh.
        pub serves_in_welsh: bool,
        /// Hears of results from courts that nobody has routed.
        pub default_team_id: Option<TeamId>,
        pub start_date: Date,
        pub end_date: Option<Date>,
        pub version: i64,
    }
}

record! {
    /// A probation delivery unit.
    pub struct Unit in "delivery_unit", Kind::Reference, key ["id"] {
        pub id: UnitId,
        pub region_id: RegionId,
        pub code: String,
        pub name: String,
        pub start_date: Date,
        pub end_date: Option<Date>,
        pub version: i64,
    }
}

record! {
    /// A place where people are seen. Only current ones may be chosen for new appointments.
    pub struct Office in "office", Kind::Reference, key ["id"] {
        pub id: OfficeId,
        pub unit_id: UnitId,
        pub code: String,
        pub name: String,
        /// Street and town, on one line.
        pub address: String,
        pub postcode: String,
        pub telephone: Option<String>,
        pub start_date: Date,
        pub end_date: Option<Date>,
        pub version: i64,
    }
}

/// What is needed to add a region.
#[derive(Clone, Debug)]
pub struct NewRegion {
    /// Three characters.
    pub code: String,
    pub name: String,
    pub serves_in_welsh: bool,
    pub start_date: Date,
}

/// What is needed to add a delivery unit.
#[derive(Clone, Debug)]
pub struct NewUnit {
    pub region: RegionId,
    pub code: String,
    pub name: String,
    pub start_date: Date,
}

/// What is needed to add an office.
#[derive(Clone, Debug)]
pub struct NewOffice {
    pub unit: UnitId,
    pub code: String,
    pub name: String,
    pub address: String,
    pub postcode: String,
    pub telephone: Option<String>,
    pub start_date: Date,
}

/// # Errors
/// When the code is in use or not fit, or the database fails.
pub fn add_region(cx: &mut Cx<'_>, new: NewRegion) -> Result<Region> {
    let code = code_of(&new.code, 3)?;
    let name = name_of("name", &new.name)?;
    if cx.first::<Region>("WHERE code = $1", params![code])?.is_some() {
        return Err(taken(&code));
    }
    cx.describe(format!("Added region {code}, {name}"), None);
    let region = Region {
        id: cx.new_id(),
        code,
        name,
        serves_in_welsh: new.serves_in_welsh,
        default_team_id: None,
        start_date: new.start_date,
        end_date: None,
        version: 1,
    };
    cx.insert(&region)?;
    Ok(region)
}

/// Says which team hears of results from courts that nobody has routed.
///
/// # Errors
/// When there is no such region, somebody else changed it, or the database fails.
pub fn set_default_team(cx: &mut Cx<'_>, region: RegionId, team: TeamId) -> Result<()> {
    let mut region: Region = cx.need(params![region])?;
    let team = crate::team(cx, team)?;
    cx.describe(format!("Made {} the team for courts without a route in {}", team.name, region.name), None);
    region.default_team_id = Some(team.id);
    cx.update(&mut region)
}

/// # Errors
/// When the code is in use or not fit, there is no such region, or the database fails.
pub fn add_unit(cx: &mut Cx<'_>, new: NewUnit) -> Result<Unit> {
    let region: Region = cx.need(params![new.region])?;
    let code = code_of(&new.code, 6)?;
    let name = name_of("name", &new.name)?;
    if cx.first::<Unit>("WHERE code = $1", params![code])?.is_some() {
        return Err(taken(&code));
    }
    cx.describe(format!("Added delivery unit {code}, {name}, to {}", region.name), None);
    let (id, start_date) = (cx.new_id(), new.start_date);
    let unit = Unit { id, region_id: region.id, code, name, start_date, end_date: None, version: 1 };
    cx.insert(&unit)?;
    Ok(unit)
}

/// # Errors
/// When the code is in use or not fit, there is no such unit, or the database fails.
pub fn add_office(cx: &mut Cx<'_>, new: NewOffice) -> Result<Office> {
    let unit: Unit = cx.need(params![new.unit])?;
    let code = code_of(&new.code, 7)?;
    let name = name_of("name", &new.name)?;
    if cx.first::<Office>("WHERE code = $1", params![code])?.is_some() {
        return Err(taken(&code));
    }
    cx.describe(format!("Added office {name} to {}", unit.name), None);
    let office = Office {
        id: cx.new_id(),
        unit_id: unit.id,
        code,
        name,
        address: new.address.trim().to_owned(),
        postcode: new.postcode.trim().to_ascii_uppercase(),
        telephone: new.telephone,
        start_date: new.start_date,
        end_date: None,
        version: 1,
    };
    cx.insert(&office)?;
    Ok(office)
}

/// Every region that has not ended, by code.
///
/// # Errors
/// When the database fails.
pub fn regions(cx: &mut Cx<'_>) -> Result<Vec<Region>> {
    let today = cx.today();
    cx.list("WHERE end_date IS NULL OR end_date > $1 ORDER BY code", params![today])
}

/// # Errors
/// When there is none or the database fails.
pub fn region(cx: &mut Cx<'_>, id: RegionId) -> Result<Region> {
    cx.need(params![id])
}

/// Every delivery unit that has not ended, by code.
///
/// # Errors
/// When the database fails.
pub fn units(cx: &mut Cx<'_>) -> Result<Vec<Unit>> {
    let today = cx.today();
    cx.list("WHERE end_date IS NULL OR end_date > $1 ORDER BY code", params![today])
}

/// # Errors
/// When there is none or the database fails.
pub fn unit(cx: &mut Cx<'_>, id: UnitId) -> Result<Unit> {
    cx.need(params![id])
}

struct AllOffices(Vec<Office>);

/// Every office that is open today, by name.
///
/// # Errors
/// When the database fails.
pub fn current_offices(cx: &mut Cx<'_>) -> Result<Vec<Office>> {
    let (today, all) = (cx.today(), cx.remembered(|cx| Ok(AllOffices(cx.list("ORDER BY name", &[])?)))?);
    let open = |o: &&Office| o.start_date <= today && o.end_date.is_none_or(|end| today < end);
    Ok(all.0.iter().filter(open).cloned().collect())
}

/// The offices that are open to people of this team today: those of its delivery unit.
///
/// # Errors
/// When there is no such team or the database fails.
pub fn offices(cx: &mut Cx<'_>, team: TeamId) -> Result<Vec<Office>> {
    let today = cx.today();
    cx.list(
        "WHERE unit_id = (SELECT unit_id FROM team WHERE id = $1) AND start_date <= $2 \
         AND (end_date IS NULL OR end_date > $2) ORDER BY name",
        params![team, today],
    )
}

/// # Errors
/// When there is none or the database fails.
pub fn office(cx: &mut Cx<'_>, id: OfficeId) -> Result<Office> {
    cx.need(params![id])
}
