//! The screens: maturity (MST), learning (LDS), personality disorder (OPD) and programme needs (PNI), in both generations.
//!
//! Always true: a screen predicts nothing; it points to a closer look. It knows no case.

use crate::dispatch::Model;
use crate::wire::{Request1, Request2};

/// The screens of generation 1, for the dispatcher.
pub const FIRST: &[Model<Request1>] = &[];

/// The screens of generation 2, for the dispatcher.
pub const SECOND: &[Model<Request2>] = &[];
