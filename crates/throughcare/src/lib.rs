//! The top floor: the list of rooms, the command line, the server and its workers. It holds no rule of the field.
//!
//! Always true: what a command does, a page or the API can do too, through the same action; what is in no list of
//! [`rooms`] does not exist.

mod about;
mod cli;
mod commands;
mod door;
mod events;
mod house;
mod paper;
pub mod rooms;
mod serve;
pub mod spread;
mod telling;
mod workers;

pub use cli::run;
pub(crate) use house::open_patiently;
pub use house::{Opening, bring_up, open};
