//! The predictors of generation 2, the OGRS4 suite: ARP, VRP, SVRP, DC-SRP, IIC-SRP and CSRP.
//!
//! Always true: a static score needs the record alone; the dynamic one is given when every answer it needs is there. It
//! knows no screen.
//!
//! The typed way in takes [`Facts`], a `Copy` value, and allocates nothing: [`ARP`], [`VRP`] and [`SVRP`] with
//! [`Suite::predict`], and [`direct_contact::predict`], [`images::predict`], [`combined::predict`].

mod checks;
pub mod combined;
pub mod direct_contact;
mod explaining;
pub mod facts;
mod faults;
mod feature;
mod figures;
pub mod images;
mod predictors;
mod responses;
mod suite;
mod weights;

pub use facts::Facts;
pub use figures::Figures;
pub use predictors::{ARP, SVRP, VRP};
pub use suite::{NoScore, Prediction, Suite, Tables};
pub use weights::WeightTable;

use crate::dispatch::Model;
use crate::wire::Request2;

/// The models of this module, for the dispatcher.
pub const MODELS: &[Model<Request2>] = &[
    Model {
        name: "allReoffendingPredictor",
        answer: |request, today| responses::suite(&ARP, &Facts::of(request, today)),
        refuse: |errors| responses::refuse(ARP.algorithm, responses::Shape::Suite, errors),
        explain: |request, today| explaining::suite(&explaining::ARP_WORDS, request, today),
    },
    Model {
        name: "violentReoffendingPredictor",
        answer: |request, today| responses::suite(&VRP, &Facts::of(request, today)),
        refuse: |errors| responses::refuse(VRP.algorithm, responses::Shape::Suite, errors),
        explain: |request, today| explaining::suite(&explaining::VRP_WORDS, request, today),
    },
    Model {
        name: "seriousViolentReoffendingPredictor",
        answer: |request, today| responses::suite(&SVRP, &Facts::of(request, today)),
        refuse: |errors| responses::refuse(SVRP.algorithm, responses::Shape::Suite, errors),
        explain: |request, today| explaining::suite(&explaining::SVRP_WORDS, request, today),
    },
    Model {
        name: "directContactSexualReoffendingPredictor",
        answer: |request, today| responses::direct_contact(&Facts::of(request, today)),
        refuse: |errors| responses::refuse(direct_contact::ALGORITHM, responses::Shape::DirectContact, errors),
        explain: explaining::direct_contact,
    },
    Model {
        name: "imagesAndIndirectContactSexualReoffendingPredictor",
        answer: |request, today| responses::images(&Facts::of(request, today)),
        refuse: |errors| responses::refuse(images::ALGORITHM, responses::Shape::Images, errors),
        explain: explaining::images,
    },
    Model {
        name: "combinedSeriousReoffendingPredictor",
        answer: |request, today| responses::combined(&Facts::of(request, today)),
        refuse: |errors| responses::refuse(combined::ALGORITHM, responses::Shape::Combined, errors),
        explain: explaining::combined,
    },
];
