//! A run of civil days on which something was true.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// From `start`, up to but not with `end`; no end yet is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub start: Date,
    pub end: Option<Date>,
}

impl Period {
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.start <= day && self.end.is_none_or(|end| day < end)
    }
}
