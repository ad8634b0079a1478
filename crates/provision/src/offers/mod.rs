//! Offers: a service as one provider delivers it under one contract in one delivery unit, with who can deliver it and the
//! places that open each week.
//!
//! Always true: an offer lies within its contract's days and units; a week's capacity is at least one place, and a week
//! without places is a week without a row. It knows no person on a list.

mod actions;
mod records;
mod rules;

pub use actions::{add_offer, add_offer_staff, amend_offer, drop_week, end_offer, end_offer_staff, set_week};
pub use records::{Offer, OfferStaff, OfferWeek, Opens, Reach};
pub use rules::{OfferFacts, monday_of};

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] =
    &[<Offer as Record>::TABLE, <OfferStaff as Record>::TABLE, <OfferWeek as Record>::TABLE];
