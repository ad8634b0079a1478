//! The lowest floor: ids, civil dates, the working-day calendar, periods, the clock, refusals and the names of
//! permissions. It does no IO and knows no word of the field beyond ids.
//!
//! Always true: an id is sixteen bytes made by the application; an instant is UTC microseconds; a civil date has no
//! zone and is never shifted.

mod actor;
mod calendar;
mod clock;
mod crn;
mod ids;
mod instant;
mod period;
mod permission;
mod refusal;
mod text;
pub mod welsh;
pub mod words;

pub use actor::Actor;
pub use calendar::{Holidays, WorkingDays};
pub use clock::Clock;
pub use crn::{Crn, NotACrn};
pub use ids::*;
pub use instant::Instant;
pub use jiff::civil::{Date, DateTime, Time, date};
pub use period::Period;
pub use permission::Permission;
pub use refusal::{Refusal, Refusals};
pub use text::{Bilingual, escape_like, fold, some_text};
