//! The predictors of generation 2, the OGRS4 suite: ARP, VRP, SVRP, DC-SRP, IIC-SRP and CSRP.
//!
//! Always true: a static score needs the record alone; the dynamic one is given when every answer it needs is there. It
//! knows no screen.

use crate::dispatch::Model;
use crate::wire::Request2;

/// The models of this module, for the dispatcher.
pub const MODELS: &[Model<Request2>] = &[];
