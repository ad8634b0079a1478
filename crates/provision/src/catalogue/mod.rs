//! The catalogue of services: what each is, for whom, which needs it meets, which requirements it delivers, and the rates
//! assumed or learnt of it.
//!
//! Always true: a rate is a dated row that names its source; what a service needs before it never leads back to itself.
//! It knows no provider and no person.

mod actions;
mod records;
mod rules;

pub use actions::{add_service, amend_service, end_service, set_rate};
pub use records::{
    ForSex, ListCode, RateSource, Service, ServiceNeed, ServicePrerequisite, ServiceRate, ServiceRequirement,
};
pub use rules::{NEEDS, RISKS, RateFacts, ServiceFacts};

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] = &[
    <ListCode as Record>::TABLE,
    <Service as Record>::TABLE,
    <ServiceNeed as Record>::TABLE,
    <ServiceRequirement as Record>::TABLE,
    <ServicePrerequisite as Record>::TABLE,
    <ServiceRate as Record>::TABLE,
];
