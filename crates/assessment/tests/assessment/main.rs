//! The room on both databases: its tables, its actions, its pages and calls.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod calls;
mod story;
mod world;

use world::on_each;

#[test]
fn the_tables_are_as_the_room_declares_them() {
    on_each(|house, _| migrations::trial::assert_schema(&house, &assessment::tables()));
}
