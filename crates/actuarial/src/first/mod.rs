//! The predictors of generation 1: OGRS3, OVP, OGP, OSP/DC, OSP/IIC, SNSV and RSR.
//!
//! Always true: older assessments carry these, and they are computed as the service computed them. It knows no screen.

pub(crate) mod explaining;
mod fault;
mod figures;
pub mod kinds;
mod offences;
mod ogp;
mod ogrs3;
mod ospdc;
mod ospiic;
mod ovp;
pub(crate) mod response;
mod rsr;
mod snsv;

pub use fault::Fault;
pub use figures::{
    Bands, Figures, OgpFigures, Ogrs3Figures, OspdcFigures, OvpFigures, Points, SnsvExtras, SnsvFigures,
};
pub use offences::{OffenceWeights, Ogrs3Weight};
pub use ogp::{Ogp, OgpInput, score as score_ogp};
pub use ogrs3::{Ogrs3, Ogrs3Input, score as score_ogrs3};
pub use ospdc::{Counts, Ospdc, OspdcInput, score as score_ospdc};
pub use ospiic::{Ospiic, score as score_ospiic};
pub use ovp::{Ovp, OvpInput, score as score_ovp};
pub use rsr::{Rsr, RsrInput, score as score_rsr};
pub use snsv::{Snsv, SnsvAnswers, SnsvInput, score as score_snsv};

pub(crate) use ogrs3::{examine as ogrs3_of, has_five_characters};
pub(crate) use ovp::examine as ovp_of;

use crate::dispatch::Model;
use crate::wire::Request1;

/// The models of this module, for the dispatcher.
pub const MODELS: &[Model<Request1>] =
    &[ogrs3::MODEL, ovp::MODEL, ogp::MODEL, ospdc::MODEL, ospiic::MODEL, snsv::MODEL, rsr::MODEL];
