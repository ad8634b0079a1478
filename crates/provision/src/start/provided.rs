//! What is provided, as the start-date engine needs it: services with what they deliver and what comes first, offers with
//! their contracts, providers' names, rates and levels. Remembered until a code list of the house changes.
//!
//! Always true: it depends neither on the asker nor on the day; whoever asks picks the rows that hold on theirs.

use crate::promises::PromiseLevel;
use crate::{Contract, Offer, Provider, Service, ServicePrerequisite, ServiceRate, ServiceRequirement};
use kernel::{Date, OfferId, ProviderId, ServiceId, UnitId};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Cx, Result};

/// A service with its rows.
pub(crate) struct Known {
    pub(crate) service: Service,
    /// Requirement types of the law that it can deliver.
    pub(crate) delivers: Vec<String>,
    /// Services that come first.
    pub(crate) first: Vec<ServiceId>,
    /// In order of their first day.
    rates: Vec<ServiceRate>,
}

impl Known {
    /// The rates that hold on a day.
    pub(crate) fn rate(&self, on: Date) -> Option<&ServiceRate> {
        self.rates.iter().rev().find(|rate| rate.from_date <= on)
    }
}

/// An offer with the contract that pays for it.
pub(crate) struct Offered {
    pub(crate) offer: Offer,
    pub(crate) contract: Contract,
}

impl Offered {
    /// The first day of both.
    pub(crate) fn first_day(&self) -> Date {
        self.offer.start_date.max(self.contract.start_date)
    }

    /// The last day of both, if one ends.
    pub(crate) fn last_day(&self) -> Option<Date> {
        match (self.offer.end_date, self.contract.end_date) {
            (Some(offer), Some(contract)) => Some(offer.min(contract)),
            (offer, contract) => offer.or(contract),
        }
    }

    /// It has not ended before a day.
    pub(crate) fn stands(&self, on: Date) -> bool {
        self.last_day().is_none_or(|last| on <= last)
    }
}

/// Everything that is provided anywhere.
pub(crate) struct Provided {
    pub(crate) services: HashMap<ServiceId, Known>,
    pub(crate) offers: Vec<Offered>,
    providers: HashMap<ProviderId, Provider>,
    levels: Vec<PromiseLevel>,
}

impl Provided {
    /// # Errors
    /// When the database fails.
    pub(crate) fn now(cx: &mut Cx<'_>) -> Result<Arc<Provided>> {
        cx.remembered(Provided::read)
    }

    fn read(cx: &mut Cx<'_>) -> Result<Provided> {
        let mut services: HashMap<ServiceId, Known> = HashMap::new();
        let rows =
            cx.list_with::<Service, ServiceRequirement>("b.service_id = a.id", "ORDER BY a.code, b.requirement", &[])?;
        for (service, requirement) in rows {
            let known = services.entry(service.id).or_insert_with(|| Known {
                service,
                delivers: Vec::new(),
                first: Vec::new(),
                rates: Vec::new(),
            });
            known.delivers.extend(requirement.map(|r| r.requirement));
        }
        for row in cx.list::<ServicePrerequisite>("ORDER BY service_id, before_id", &[])? {
            if let Some(known) = services.get_mut(&row.service_id) {
                known.first.push(row.before_id);
            }
        }
        for rate in cx.list::<ServiceRate>("ORDER BY service_id, from_date", &[])? {
            if let Some(known) = services.get_mut(&rate.service_id) {
                known.rates.push(rate);
            }
        }
        let offers = cx.list_with::<Offer, Contract>("b.id = a.contract_id", "ORDER BY a.id", &[])?;
        let offers =
            offers.into_iter().filter_map(|(offer, contract)| contract.map(|contract| Offered { offer, contract }));
        let offers = offers.collect();
        let providers = cx.list::<Provider>("ORDER BY code", &[])?.into_iter().map(|p| (p.id, p)).collect();
        let levels = cx.list::<PromiseLevel>("ORDER BY from_date", &[])?;
        Ok(Provided { services, offers, providers, levels })
    }

    /// Offers of a delivery unit that have not ended.
    pub(crate) fn in_unit(&self, unit: UnitId, on: Date) -> Vec<&Offered> {
        self.offers.iter().filter(|o| o.offer.unit_id == unit && o.stands(on)).collect()
    }

    pub(crate) fn offer(&self, id: OfferId) -> Option<&Offered> {
        self.offers.iter().find(|o| o.offer.id == id)
    }

    pub(crate) fn service_of(&self, offered: &Offered) -> Option<&Known> {
        self.services.get(&offered.offer.service_id)
    }

    pub(crate) fn provider_of(&self, offered: &Offered) -> &str {
        self.providers.get(&offered.contract.provider_id).map_or("", |p| p.name.as_str())
    }

    /// Services that deliver a requirement type.
    pub(crate) fn delivering(&self, requirement: &str) -> Vec<ServiceId> {
        let fits = |known: &&Known| known.delivers.iter().any(|code| code == requirement);
        self.services.values().filter(fits).map(|known| known.service.id).collect()
    }

    /// How sure a promise is to be, and at which level that is kept, on a day.
    pub(crate) fn level(&self, on: Date) -> Option<&PromiseLevel> {
        self.levels.iter().rev().find(|level| level.from_date <= on)
    }

    /// "Building Choices, Alderbrook Probation", for lists.
    pub(crate) fn words(&self, id: OfferId) -> String {
        let Some(offered) = self.offer(id) else { return "An offer that is no more".into() };
        let service = self.service_of(offered).map_or("", |known| known.service.name.as_str());
        format!("{service}, {}", self.provider_of(offered))
    }
}
