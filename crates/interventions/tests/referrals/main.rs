//! Referrals and what providers do with them, on both databases and over HTTP.

mod refusals;
mod story;
mod walk;
mod world;
