//! Providers, and the contracts and grants under which they deliver.
//!
//! Always true: a contract covers at least one delivery unit and ends no earlier than it starts; two contracts of one
//! provider never cover the same service in the same unit on the same day. It knows no person.

mod actions;
mod records;
mod rules;

pub use actions::{
    ProviderFacts, add_contract, add_provider, amend_contract, amend_provider, end_contract, end_provider,
    set_contract_services,
};
pub use records::{Contract, ContractKind, ContractService, ContractUnit, Provider, ProviderKind};
pub use rules::ContractFacts;

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] = &[
    <Provider as Record>::TABLE,
    <Contract as Record>::TABLE,
    <ContractUnit as Record>::TABLE,
    <ContractService as Record>::TABLE,
];
