//! Offers: a service as one provider delivers it under one contract in one delivery unit, with who can deliver it and the
//! places that open each week.
//!
//! Always true: an offer lies within its contract's days and units; a week's capacity is at least one place, and a week
//! without places is a week without a row. It knows no person on a list.

mod records;

pub use records::{Offer, OfferStaff, OfferWeek, Opens, Reach};

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] =
    &[<Offer as Record>::TABLE, <OfferStaff as Record>::TABLE, <OfferWeek as Record>::TABLE];
