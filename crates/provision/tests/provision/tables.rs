//! The tables of the room on both databases.

use migrations::trial::{Rooms, assert_schema, on_both};

#[test]
fn both_databases_have_the_tables_of_the_room() {
    let tables = provision::tables();
    on_both(&Rooms { tables: tables.clone(), ..Rooms::default() }, kernel::date(2026, 11, 23), |house| {
        assert_schema(&house, &tables);
    });
}
