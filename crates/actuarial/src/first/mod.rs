//! The predictors of generation 1: OGRS3, OVP, OGP, OSP/DC, OSP/IIC, SNSV and RSR.
//!
//! Always true: older assessments carry these, and they are computed as the service computed them. It knows no screen.

use crate::dispatch::Model;
use crate::wire::Request1;

/// The models of this module, for the dispatcher.
pub const MODELS: &[Model<Request1>] = &[];
