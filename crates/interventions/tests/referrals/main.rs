//! Referrals and what providers do with them, on both databases and over HTTP.

mod lists;
mod refusals;
mod story;
mod walk;
mod world;
