//! The door: for a court, a day and a person, each requirement that the law allows, whether it exists in the court's area,
//! and when it would really begin.
//!
//! Always true: a fixed number of statements whatever the number of offers, groups and people; the same tables on the same
//! day give the same answer. It writes nothing.

use super::asking::Asking;
use super::provided::Provided;
use super::{Missing, Range, Working, reads};
use kernel::{CourtId, Date, OfferId, PersonKeys, UnitId};
use law::{Allowed, Case, Family, Law, SentenceAttribute};
use organisation::{Court, Unit};
use people::OpenPerson;
use store::{Cx, Failure, Result};

/// What a court asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub court: CourtId,
    /// The day of sentence.
    pub on: Date,
}

/// For whom: somebody on record, or only sex and date of birth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub keys: Option<PersonKeys>,
    /// A code of the set `gender`.
    pub sex: Option<String>,
    pub born: Option<Date>,
    /// The days of offence and conviction, where they are not read from the record.
    pub offence: Option<Date>,
    pub convicted: Option<Date>,
}

impl About {
    #[must_use]
    pub fn person(open: &OpenPerson) -> About {
        About {
            keys: Some(open.keys.clone()),
            sex: open.person.gender.clone(),
            born: open.person.born,
            ..About::default()
        }
    }
}

/// One requirement type with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct RequirementStart {
    /// What the law says of it in this case.
    pub allowed: Allowed,
    /// What is offered in the area, the earliest first.
    pub options: Vec<Working>,
    /// Why there is no date, where there is none.
    pub missing: Vec<Missing>,
}

impl RequirementStart {
    #[must_use]
    pub fn code(&self) -> &str {
        &self.allowed.code
    }

    /// The offer that begins first, if any can be told.
    #[must_use]
    pub fn best(&self) -> Option<&Working> {
        self.options.first().filter(|working| working.earliest.is_some())
    }

    #[must_use]
    pub fn range(&self) -> Option<Range> {
        self.best().and_then(Working::range)
    }

    /// Somebody delivers it in the court's area.
    #[must_use]
    pub fn is_here(&self) -> bool {
        !self.options.is_empty()
    }
}

/// The answer to a whole court.
#[derive(Clone, Debug, PartialEq)]
pub struct Starts {
    pub court: Court,
    /// The court's area; none where its results go to no team.
    pub unit: Option<Unit>,
    pub asked_on: Date,
    pub on: Date,
    /// How sure a promised day is to be.
    pub chance: f64,
    /// Each requirement type of a community order, in statutory order.
    pub requirements: Vec<RequirementStart>,
}

/// When each requirement would begin for a person.
///
/// # Errors
/// When there is no such court, the day is past, or the database fails.
pub fn start_dates(cx: &mut Cx<'_>, open: &OpenPerson, asked: &Asked) -> Result<Vec<RequirementStart>> {
    Ok(starts(cx, &About::person(open), asked)?.requirements)
}

/// The same with the area it was answered for, for somebody who need not be on record.
///
/// # Errors
/// As [`start_dates`].
pub fn starts(cx: &mut Cx<'_>, about: &About, asked: &Asked) -> Result<Starts> {
    if asked.on < cx.today() {
        return Err(Failure::refused("on", "past", "The day of sentence must be today or later"));
    }
    let court = organisation::courts(cx)?.into_iter().find(|court| court.id == asked.court);
    let court = court.ok_or(Failure::NotFound)?;
    let team = court.team_id.map(|team| organisation::team(cx, team)).transpose()?;
    let units = organisation::units(cx)?;
    let unit = team.and_then(|team| units.iter().find(|unit| unit.id == team.unit_id)).cloned();
    let law = cx.part::<Law>()?;
    let case = case(cx, &law, about, asked.on)?;
    let allowed = law.may_be_ordered(&case);
    let provided = Provided::now(cx)?;
    let today = cx.today();
    let here = unit.as_ref().map(|unit| provided.in_unit(unit.id, today)).unwrap_or_default();
    let ids: Vec<OfferId> = here.iter().map(|offer| offer.id).collect();
    let standing = reads::standing(cx, &ids, about.keys.as_ref())?;
    let level = provided.level(today).cloned();
    let level = level.ok_or_else(|| Failure::broken("no row says how sure a promised day is to be"))?;
    let chance = level.chance;
    let days = (today, asked.on);
    let mut asking = Asking::of((&provided, &law), about, days, (here, standing), (chance, level.level));
    let requirements = allowed
        .into_iter()
        .filter(|allowed| allowed.belongs)
        .map(|allowed| asking.requirement(allowed, unit.as_ref(), &court, &units))
        .collect();
    Ok(Starts { court, unit, asked_on: today, on: asked.on, chance, requirements })
}

/// An offer with its working, or with why no day can be told.
pub type OfferStart = (OfferId, std::result::Result<Working, Missing>);

/// When somebody who is referred today would begin with each offer of a delivery unit, the earliest first.
///
/// # Errors
/// When the database fails.
pub fn offer_starts(cx: &mut Cx<'_>, about: &About, unit: UnitId) -> Result<Vec<OfferStart>> {
    let (law, today) = (cx.part::<Law>()?, cx.today());
    let provided = Provided::now(cx)?;
    let here = provided.in_unit(unit, today);
    let ids: Vec<OfferId> = here.iter().map(|offer| offer.id).collect();
    let standing = reads::standing(cx, &ids, about.keys.as_ref())?;
    let level = provided.level(today).cloned();
    let level = level.ok_or_else(|| Failure::broken("no row says how sure a promised day is to be"))?;
    let levels = (level.chance, level.level);
    let mut asking = Asking::of((&provided, &law), about, (today, today), (here.clone(), standing), levels);
    let mut starts: Vec<OfferStart> = here.into_iter().map(|offer| (offer.id, asking.one(offer))).collect();
    starts.sort_by_key(|(id, start)| (start.as_ref().ok().and_then(|w| w.earliest).unwrap_or(Date::MAX), *id));
    Ok(starts)
}

/// The case of somebody before a community order, with what is known here.
fn case(cx: &mut Cx<'_>, law: &Law, about: &About, on: Date) -> Result<Case> {
    let order = law
        .sentences()
        .iter()
        .find(|s| s.requirements.contains(&Family::Community) && !s.is(SentenceAttribute::Historic));
    let mut case = Case::new(order.map_or("", |order| order.code.as_str()), on);
    case.date_of_birth = about.born;
    let days = about.keys.as_ref().map(|keys| sentences::waiting_matter(cx, keys)).transpose()?.unwrap_or_default();
    case.offence = about.offence.or(days.offence);
    case.conviction = about.convicted.or(days.conviction);
    Ok(case)
}
