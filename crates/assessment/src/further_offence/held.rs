//! What was held on the day of a serious further offence, in the form in which it is kept beside the offence.

use crate::harm::Level;
use kernel::Date;
use serde::{Deserialize, Serialize};

/// A level of risk of serious harm that was held on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLevel {
    pub setting: String,
    pub who: String,
    pub level: String,
    pub decided_on: Date,
    pub author: String,
}

/// A tier that was held up to the day, and from when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldTier {
    pub tier: String,
    pub from: Date,
}

/// What was held on the day of the offence, kept with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldBefore {
    pub levels: Vec<HeldLevel>,
    /// Newest first.
    pub tiers: Vec<HeldTier>,
}

impl HeldLevel {
    /// The level, where the code is one that this version knows.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.level.parse().ok()
    }
}
