//! How much room each table takes, with its indexes. It knows a few names, to say what the many small ones are together.

use super::server::Store;

/// Tables that are told by name; the others are told together.
const TOLD: usize = 14;

const POSTGRES: &str = "SELECT c.relname || ' ' || pg_total_relation_size(c.oid)::text FROM pg_class c \
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = 'public'";
const SQLITE: &str = "SELECT m.tbl_name || ' ' || SUM(d.pgsize) FROM dbstat d JOIN sqlite_master m ON m.name = d.name \
    WHERE d.aggregate = TRUE GROUP BY m.tbl_name";

/// Tables with their size in bytes, the largest first, then what all others take.
///
/// # Errors
/// When the database does not answer.
pub(crate) fn of(store: &Store) -> Result<Vec<(String, u64)>, String> {
    let rows = store.words(if store.is_sqlite() { SQLITE } else { POSTGRES })?;
    Ok(largest(rows.iter().filter_map(|row| row.split_once(' '))))
}

fn largest<'r>(rows: impl Iterator<Item = (&'r str, &'r str)>) -> Vec<(String, u64)> {
    let mut all: Vec<(String, u64)> =
        rows.filter_map(|(name, bytes)| Some((name.to_owned(), bytes.parse().ok()?))).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rest = all.split_off(all.len().min(TOLD));
    if !rest.is_empty() {
        all.push((format!("{} others", rest.len()), rest.iter().map(|(_, bytes)| bytes).sum()));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_are_told_by_name_and_the_rest_together() {
        let names: Vec<String> = (0..16).map(|n| format!("table{n}")).collect();
        let sizes: Vec<String> = (0..16).map(|n| n.to_string()).collect();
        let told = largest(names.iter().map(String::as_str).zip(sizes.iter().map(String::as_str)));
        assert_eq!(told.first(), Some(&("table15".to_owned(), 15)));
        assert_eq!(told.last(), Some(&("2 others".to_owned(), 1)));
    }
}
