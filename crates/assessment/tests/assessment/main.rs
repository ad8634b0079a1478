//! The room on both databases: its tables, its actions, its pages and calls.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod asked;
mod calls;
mod figures;
mod flags;
mod further_offence;
mod http;
mod looked_at_again;
mod own_bands;
mod past;
mod planned;
mod quality;
mod scores;
mod story;
mod world;

use world::on_each;

#[test]
fn the_tables_are_as_the_room_declares_them() {
    on_each(|house, _| migrations::trial::assert_schema(&house, &assessment::tables()));
}
