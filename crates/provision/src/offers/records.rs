//! The tables of offers.

use kernel::{ContractId, Date, OfferId, OfficeId, ServiceId, StaffId, UnitId};
use store::{Kind, codes, record};

codes! {
    /// How much of its delivery unit an offer reaches.
    pub enum Reach {
        /// Everybody in the unit can get there.
        Whole = "whole",
        /// Part of the unit; `reach_words` says which.
        Partial = "partial",
        /// By telephone or video only.
        Remote = "remote",
        /// Not for those who live in the country: no transport there.
        NotRural = "none-rural",
    }
}

codes! {
    /// How places open.
    pub enum Opens {
        /// With each group.
        Groups = "groups",
        /// Each week a number of people can begin.
        Weekly = "weekly",
    }
}

record! {
    /// A service delivered by one provider in one delivery unit.
    pub struct Offer in "offer", Kind::Reference, key ["id"] {
        pub id: OfferId,
        pub service_id: ServiceId,
        /// Whose provider delivers it.
        pub contract_id: ContractId,
        pub unit_id: UnitId,
        pub reach: Reach,
        pub reach_words: Option<String>,
        pub opens: Opens,
        /// Where, when not in an office of the service.
        pub address: Option<String>,
        pub office_id: Option<OfficeId>,
        pub start_date: Date,
        /// The last day. The contract's last day ends it too.
        pub end_date: Option<Date>,
        pub end_reason: Option<String>,
        pub version: i64,
    }
}

record! {
    /// A member of staff who can deliver an offer, from a day to a day.
    pub struct OfferStaff in "offer_staff", Kind::Reference, key ["offer_id", "staff_id", "start_date"] {
        pub offer_id: OfferId,
        pub staff_id: StaffId,
        pub start_date: Date,
        /// The last day.
        pub end_date: Option<Date>,
        pub end_reason: Option<String>,
    }
}

record! {
    /// How many people can begin in a week. Under the offer's own chain of the ledger.
    pub struct OfferWeek in "offer_week", Kind::Subject, key ["offer_id", "monday"] {
        pub offer_id: OfferId,
        pub monday: Date,
        /// At least one: a week without places has no row.
        pub places: i64,
        /// Why it differs from the weeks beside it.
        pub reason: Option<String>,
        pub version: i64,
    }
}
