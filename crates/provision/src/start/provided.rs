//! What is provided, as the start-date engine needs it: the book of everything that is provided, and how sure a promised day
//! is to be. Remembered until a code list of the house changes.
//!
//! Always true: it depends neither on the asker nor on the day; whoever asks picks the rows that hold on theirs.

use crate::book::Book;
use crate::promises::PromiseLevel;
use crate::{Contract, Offer, Service, ServiceRate};
use kernel::{Date, OfferId, ServiceId, UnitId};
use std::sync::Arc;
use store::{Cx, Result};

/// Everything that is provided anywhere.
pub(crate) struct Provided {
    book: Arc<Book>,
    levels: Vec<PromiseLevel>,
}

impl Provided {
    /// # Errors
    /// When the database fails.
    pub(crate) fn now(cx: &mut Cx<'_>) -> Result<Arc<Provided>> {
        cx.remembered(|cx| {
            let levels = cx.list::<PromiseLevel>("ORDER BY from_date", &[])?;
            Ok(Provided { book: crate::book(cx)?, levels })
        })
    }

    /// Offers of a delivery unit that have not ended before a day.
    pub(crate) fn in_unit(&self, unit: UnitId, on: Date) -> Vec<&Offer> {
        let mut here: Vec<&Offer> =
            self.book.offers.values().filter(|o| o.unit_id == unit && self.stands(o, on)).collect();
        here.sort_by_key(|offer| offer.id);
        here
    }

    fn stands(&self, offer: &Offer, on: Date) -> bool {
        self.last_day(offer).is_none_or(|last| on <= last)
    }

    pub(crate) fn offer(&self, id: OfferId) -> Option<&Offer> {
        self.book.offers.get(&id)
    }

    /// Offers of a service, ended ones too.
    pub(crate) fn offers_of(&self, service: ServiceId) -> Vec<OfferId> {
        self.book.offers.values().filter(|o| o.service_id == service).map(|o| o.id).collect()
    }

    pub(crate) fn service(&self, id: ServiceId) -> Option<&Service> {
        self.book.services.get(&id)
    }

    /// Every service, by name.
    pub(crate) fn services(&self) -> Vec<&Service> {
        let mut all: Vec<&Service> = self.book.services.values().collect();
        all.sort_by(|a, b| a.name.cmp(&b.name).then(a.code.cmp(&b.code)));
        all
    }

    /// The contract or grant that pays for an offer.
    pub(crate) fn contract(&self, offer: &Offer) -> Option<&Contract> {
        self.book.contracts.get(&offer.contract_id)
    }

    /// The first day of the offer and of its contract.
    pub(crate) fn first_day(&self, offer: &Offer) -> Date {
        self.contract(offer).map_or(offer.start_date, |contract| contract.start_date.max(offer.start_date))
    }

    /// The last day of the offer, its contract, its provider and its service, if one ends.
    pub(crate) fn last_day(&self, offer: &Offer) -> Option<Date> {
        self.book.days_of(offer).1
    }

    pub(crate) fn provider_of(&self, offer: &Offer) -> &str {
        let provider = self.contract(offer).and_then(|contract| self.book.providers.get(&contract.provider_id));
        provider.map_or("", |provider| provider.name.as_str())
    }

    /// The rates of a service that hold on a day.
    pub(crate) fn rate(&self, service: ServiceId, on: Date) -> Option<&ServiceRate> {
        self.book.rates.iter().rfind(|rate| rate.service_id == service && rate.from_date <= on)
    }

    /// Services that come first.
    pub(crate) fn first(&self, service: ServiceId) -> Vec<ServiceId> {
        self.book.prerequisites.iter().filter(|row| row.service_id == service).map(|row| row.before_id).collect()
    }

    /// Services that deliver a requirement type.
    pub(crate) fn delivering(&self, requirement: &str) -> Vec<ServiceId> {
        self.book.requirements.iter().filter(|row| row.requirement == requirement).map(|row| row.service_id).collect()
    }

    /// How sure a promise is to be, and at which level that is kept, on a day.
    pub(crate) fn level(&self, on: Date) -> Option<&PromiseLevel> {
        self.levels.iter().rev().find(|level| level.from_date <= on)
    }

    /// "Building Choices, Alderbrook Probation", for lists.
    pub(crate) fn words(&self, id: OfferId) -> String {
        let Some(offer) = self.offer(id) else { return "An offer that is no more".into() };
        let service = self.service(offer.service_id).map_or("", |service| service.name.as_str());
        format!("{service}, {}", self.provider_of(offer))
    }
}
