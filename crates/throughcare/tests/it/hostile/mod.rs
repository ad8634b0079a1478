//! Everybody at every door: each role at each route as the access matrix says, a restricted record at every address that
//! ever showed it, one person's records under another's
//! number, and the ends of every range. Real addresses are found once, by walking the demo
//! world as somebody who holds every role.

mod extremes;
mod filled;
mod given;
mod harvest;
mod others;
mod restricted;
mod roles;
