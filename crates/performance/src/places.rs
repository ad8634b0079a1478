//! For whom figures are counted: a team, its delivery unit, its region, and the whole service. Knows how they hang together as
//! the organisation has them today; people come and go between teams, and a team keeps what it did.

use kernel::TeamId;
use organisation::{Region, Team, Unit};
use std::collections::HashMap;
use store::{Cx, Result};
use uuid::Uuid;

/// What sort of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlaceKind {
    Whole,
    Region,
    Unit,
    Team,
}

/// One place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Empty for the whole.
    pub(crate) id: Uuid,
    pub(crate) kind: PlaceKind,
    /// In the address and the API; `all` for the whole.
    pub(crate) code: String,
    pub(crate) name: String,
    /// Its place above, in the list; nothing for the whole.
    pub(crate) above: Option<usize>,
}

/// Every place, the whole first, each before those that it holds.
#[derive(Clone, Debug)]
pub(crate) struct Places(pub(crate) Vec<Place>);

pub(crate) const WHOLE: &str = "all";

impl Places {
    /// # Errors
    /// When the database fails.
    pub(crate) fn now(cx: &mut Cx<'_>) -> Result<Places> {
        Ok(Places::of(&organisation::regions(cx)?, &organisation::units(cx)?, &organisation::teams(cx)?))
    }

    fn of(regions: &[Region], units: &[Unit], teams: &[Team]) -> Places {
        let whole = Place {
            id: Uuid::nil(),
            kind: PlaceKind::Whole,
            code: WHOLE.into(),
            name: "The whole service".into(),
            above: None,
        };
        let mut all = vec![whole];
        for region in regions {
            let at = all.len();
            all.push(place(region.id.0, PlaceKind::Region, &region.code, &region.name, 0));
            for unit in units.iter().filter(|unit| unit.region_id == region.id) {
                let within = all.len();
                all.push(place(unit.id.0, PlaceKind::Unit, &unit.code, &unit.name, at));
                let own = teams.iter().filter(|team| team.unit_id == unit.id);
                all.extend(own.map(|team| place(team.id.0, PlaceKind::Team, &team.code, &team.name, within)));
            }
        }
        Places(all)
    }

    pub(crate) fn by_code(&self, code: &str) -> Option<&Place> {
        self.0.iter().find(|place| place.code == code)
    }

    pub(crate) fn by_id(&self, id: Uuid) -> Option<&Place> {
        self.0.iter().find(|place| place.id == id)
    }

    fn at(&self, place: &Place) -> Option<usize> {
        self.0.iter().position(|other| other.id == place.id)
    }

    /// The places right below one.
    pub(crate) fn below(&self, place: &Place) -> Vec<&Place> {
        let at = self.at(place);
        self.0.iter().filter(|other| at.is_some() && other.above == at).collect()
    }

    /// The place above one.
    pub(crate) fn above(&self, place: &Place) -> Option<&Place> {
        place.above.and_then(|at| self.0.get(at))
    }

    /// The teams within a place, itself where it is one.
    pub(crate) fn teams(&self, place: &Place) -> Vec<TeamId> {
        if place.kind == PlaceKind::Team {
            return vec![TeamId(place.id)];
        }
        self.below(place).into_iter().flat_map(|below| self.teams(below)).collect()
    }

    /// For each team the places that its lines count at, by their place in the list.
    pub(crate) fn of_teams(&self) -> HashMap<TeamId, Vec<usize>> {
        let mut of = HashMap::new();
        for (at, place) in self.0.iter().enumerate().filter(|(_, place)| place.kind == PlaceKind::Team) {
            let mut chain = Vec::new();
            let mut next = Some(at);
            while let Some(here) = next {
                chain.push(here);
                next = self.0.get(here).and_then(|p| p.above);
            }
            of.insert(TeamId(place.id), chain);
        }
        of
    }
}

fn place(id: Uuid, kind: PlaceKind, code: &str, name: &str, above: usize) -> Place {
    Place { id, kind, code: code.into(), name: name.into(), above: Some(above) }
}
