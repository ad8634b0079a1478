//! The tables of providers, contracts and grants.

use kernel::{ContractId, Date, ProviderId, ServiceId, UnitId};
use store::{Kind, codes, record};

codes! {
    /// To which part of the economy a provider belongs.
    pub enum ProviderKind {
        Public = "public",
        Private = "private",
        Voluntary = "voluntary",
        Health = "health",
    }
}

codes! {
    /// How a provider is paid.
    pub enum ContractKind {
        /// A price for what is delivered.
        Contract = "contract",
        /// A sum for a time; what it pays for ends with it.
        Grant = "grant",
    }
}

record! {
    /// Somebody who delivers services: the probation service itself, a company, a charity, a health trust.
    pub struct Provider in "provider", Kind::Reference, key ["id"] {
        pub id: ProviderId,
        pub code: String,
        pub name: String,
        pub kind: ProviderKind,
        /// Post, on one line.
        pub address: Option<String>,
        pub email: Option<String>,
        pub telephone: Option<String>,
        pub start_date: Date,
        /// The last day.
        pub end_date: Option<Date>,
        pub end_reason: Option<String>,
        pub version: i64,
    }
}

record! {
    /// A contract or grant of a provider.
    pub struct Contract in "contract", Kind::Reference, key ["id"] {
        pub id: ContractId,
        pub provider_id: ProviderId,
        pub kind: ContractKind,
        /// The number under which both sides know it.
        pub reference: String,
        pub start_date: Date,
        /// The last day. Without one it runs until somebody ends it.
        pub end_date: Option<Date>,
        /// Starts that are paid for in a year, all services together: the sum of its `contract_service` rows once it has
        /// any.
        pub yearly_volume: i64,
        /// Pence for each start.
        pub price_pence: Option<i64>,
        /// Pence for its whole time, where it is paid as a sum.
        pub sum_pence: Option<i64>,
        pub note: Option<String>,
        pub end_reason: Option<String>,
        pub version: i64,
    }
}

record! {
    /// A delivery unit that a contract covers.
    pub struct ContractUnit in "contract_unit", Kind::Reference, key ["contract_id", "unit_id"] {
        pub contract_id: ContractId,
        pub unit_id: UnitId,
    }
}

record! {
    /// A service that a contract pays for, and how many starts of it in a year.
    pub struct ContractService in "contract_service", Kind::Reference, key ["contract_id", "service_id"] {
        pub contract_id: ContractId,
        pub service_id: ServiceId,
        pub yearly_volume: i64,
    }
}
