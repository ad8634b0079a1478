//! What a filling keeps of itself in the database until it is over: which plan it follows, and what its beginning made. With
//! it a filling that stopped goes on, and every part is told from the same facts whether or not there was a stop.

use super::DemoPlan;
use super::provision::{Opening, Provided};
use super::structure::{Built, StaffOf, TeamOf};
use crate::vocabulary::provision::SERVICES;
use crate::vocabulary::structure::ServicePlan;
use kernel::{Date, GroupId, Instant, OfferId, OfficeId, PersonId, StaffId, TeamId, UnitId, UserId};
use provision::PlaceIn;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::{Asker, Cx, Failure, House, Result};

/// The setting in which it stands.
const SETTING: &str = "demo-filling";

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    people: u32,
    seed: u64,
    today: Date,
    /// The least lines of a log.
    pub(super) least: usize,
    /// Nothing is recorded later.
    pub(super) latest: Instant,
    /// The number of the first CRN of the generated people.
    pub(super) first_crn: u32,
    /// Named lives, and everybody who was supervised when they were told.
    pub(super) named: usize,
    pub(super) told: BTreeSet<PersonId>,
    teams: Vec<KeptTeam>,
    offers: Vec<(UnitId, String, OfferId, String)>,
    openings: Vec<(OfferId, Option<GroupId>, Date, i64)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptTeam {
    id: TeamId,
    office: OfficeId,
    staff: Vec<(StaffId, String, Option<UserId>)>,
}

/// What the beginning made, besides the plan.
pub(super) struct Made {
    pub(super) least: usize,
    pub(super) latest: Instant,
    pub(super) first_crn: u32,
    pub(super) named: usize,
    pub(super) told: BTreeSet<PersonId>,
}

impl Kept {
    pub(super) fn of(plan: &DemoPlan, made: Made, built: &Built, provided: &Provided) -> Kept {
        let team = |t: &TeamOf| KeptTeam {
            id: t.id,
            office: t.office,
            staff: t.staff.iter().map(|s| (s.id, s.name.clone(), s.user)).collect(),
        };
        let offers = provided.offers.iter().flat_map(|((unit, kind), all)| {
            all.iter().map(|(offer, service)| (*unit, (*kind).to_owned(), *offer, service.code.to_owned()))
        });
        let openings = provided.openings.values().flatten().map(|o| {
            let group = if let PlaceIn::Group(group) = o.place { Some(group) } else { None };
            (o.offer, group, o.on, o.places)
        });
        Kept {
            people: plan.people,
            seed: plan.seed,
            today: plan.today,
            least: made.least,
            latest: made.latest,
            first_crn: made.first_crn,
            named: made.named,
            told: made.told,
            teams: built.teams.iter().map(team).collect(),
            offers: offers.collect(),
            openings: openings.collect(),
        }
    }

    pub(super) fn write(&self, cx: &mut Cx<'_>) -> Result<()> {
        let text = serde_json::to_string(self).map_err(|e| Failure::broken(e.to_string()))?;
        cx.set_setting(SETTING, &text)
    }

    pub(super) fn read(house: &House) -> Result<Option<Kept>> {
        let text = house.read(&Asker::system("demo"), |cx| cx.setting(SETTING))?.filter(|text| !text.is_empty());
        text.map(|text| serde_json::from_str(&text).map_err(|e| Failure::broken(format!("{SETTING}: {e}")))).transpose()
    }

    /// The filling is over.
    pub(super) fn forget(cx: &mut Cx<'_>) -> Result<()> {
        cx.set_setting(SETTING, "")
    }

    pub(super) fn plan(&self) -> DemoPlan {
        DemoPlan { people: self.people, seed: self.seed, today: self.today }
    }

    /// The service as it was built.
    pub(super) fn built(&self, service: &ServicePlan) -> Built {
        let planned = service.regions.iter().flat_map(super::structure::teams_of);
        let teams = planned.zip(&self.teams).map(|((unit, plan, welsh, people), kept)| TeamOf {
            id: kept.id,
            kind: plan.kind,
            town: unit.town,
            welsh,
            court: unit.courts.first().map(|c| (c.ou.clone(), c.name.clone())).unwrap_or_default(),
            office: kept.office,
            staff: plan.staff.iter().zip(&kept.staff).map(staff).collect(),
            people,
        });
        Built { teams: teams.collect() }
    }

    /// What is provided, as it was written.
    pub(super) fn provided(&self) -> Provided {
        let mut provided = Provided::default();
        for (unit, kind, offer, code) in &self.offers {
            let Some(service) = SERVICES.iter().find(|s| s.code == *code) else { continue };
            let Some(kind) = service.requirements.iter().find(|r| **r == *kind) else { continue };
            provided.offers.entry((*unit, *kind)).or_default().push((*offer, service));
        }
        for (offer, group, on, places) in &self.openings {
            let place = group.map_or(PlaceIn::Week(*on), PlaceIn::Group);
            let opening = Opening { offer: *offer, place, on: *on, places: *places };
            provided.openings.entry(*offer).or_default().push(opening);
        }
        provided
    }
}

fn staff(
    (plan, (id, name, user)): (&crate::vocabulary::structure::StaffPlan, &(StaffId, String, Option<UserId>)),
) -> StaffOf {
    StaffOf { id: *id, code: plan.code.clone(), name: name.clone(), grade: plan.grade, hours: plan.hours, user: *user }
}
