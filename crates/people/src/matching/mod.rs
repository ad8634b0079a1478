//! Whether two descriptions are of one person: pure, with reasons in words.
//!
//! Evidence of each field is weighed as a log-likelihood ratio and summed; a sum alone never makes a sure match,
//! because twins, a father and son of one name and people of one home agree in much. It does not know where
//! descriptions come from, nor who may see them.

mod compare;
mod dates;
mod identifiers;
mod identity;
mod keys;
mod names;
mod nicknames;
mod phonetic;
mod places;
pub mod search;
mod weights;
mod words;

pub use compare::{Comparison, Reason, Verdict, compare};
pub use identifiers::{Cro, NiNumber, Noms, Pnc, check_letter};
pub use identity::{Identity, PersonName, Place};
pub use keys::{Key, candidate_keys, keys};
pub use phonetic::sound;
pub use weights::{Agreement, CALIBRATION, DOUBTFUL, Field, SURE};
