//! A table has one owner: only the crate that declares it names it in SQL. What counts as a declaration stands in
//! `declared`; what counts as SQL in `named`. `view_*` tables may be read by the floors above the rooms.

use super::Finding;
use crate::rust_source::{self, Source};
use crate::workspace::{Crate, File, root};
use std::collections::BTreeMap;
use std::path::Path;

/// From this floor on, crates compose what rooms publish and may read their views.
const READS_VIEWS_FROM: u64 = 11;

pub(super) fn check(crates: &[Crate], files: &[File]) -> Vec<Finding> {
    let sources: Vec<(&Crate, &File, Source)> = files
        .iter()
        .filter(|f| f.path.extension().is_some_and(|e| e == "rs"))
        .filter_map(|f| owner_of(crates, &f.path).map(|c| (c, f, rust_source::read(&f.text))))
        .filter(|(c, ..)| c.floor.is_some())
        .collect();
    let mut owners: BTreeMap<String, &Crate> = BTreeMap::new();
    let mut findings = Vec::new();
    for (room, file, source) in &sources {
        for (line, table) in declared(&file.text, source) {
            if let Some(other) = owners
                .insert(table.clone(), room)
                .filter(|o| o.name != room.name)
            {
                let words = format!(
                    "table `{table}` is declared by {} too; a table has one owner",
                    other.name
                );
                findings.push(Finding::failure(&file.path, line, words));
            }
        }
    }
    for (room, file, source) in &sources {
        for (line, table, is_read) in named(source) {
            findings.extend(
                judge(&owners, room, &table, is_read)
                    .map(|words| Finding::failure(&file.path, line, words)),
            );
        }
    }
    findings
}

fn owner_of<'a>(crates: &'a [Crate], path: &Path) -> Option<&'a Crate> {
    let path = root().join(path);
    crates.iter().find(|c| path.starts_with(&c.folder))
}

fn judge(
    owners: &BTreeMap<String, &Crate>,
    room: &Crate,
    table: &str,
    is_read: bool,
) -> Option<String> {
    match owners.get(table) {
        Some(owner) if owner.name == room.name => None,
        Some(_)
            if is_read && table.starts_with("view_") && room.floor >= Some(READS_VIEWS_FROM) =>
        {
            None
        }
        Some(owner) => Some(format!("`{table}` belongs to {}; use its door", owner.name)),
        // The databases' own catalogues are the store's business alone.
        None if room.name == "store" => None,
        None if owners.is_empty() => None,
        None => Some(format!("SQL names `{table}`, which no crate declares")),
    }
}

/// Tables that a file declares: `record! { ... in "table" ... }` and `Table::new("table"...)`.
fn declared(text: &str, source: &Source) -> Vec<(usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let opens = |literal: &rust_source::Literal| {
        let before = lines
            .get(literal.line - 1)
            .and_then(|l| l.split_once(&format!("\"{}\"", literal.text)));
        before.is_some_and(|(b, _)| {
            b.trim_end().ends_with(" in") || b.trim_end().ends_with("Table::new(")
        })
    };
    source
        .literals
        .iter()
        .filter(|l| is_table_name(&l.text) && opens(l))
        .map(|l| (l.line, l.text.clone()))
        .collect()
}

fn is_table_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Tables that the SQL of a file names: line, table, and whether it is only read there.
fn named(source: &Source) -> Vec<(usize, String, bool)> {
    let mut found = Vec::new();
    for literal in source.literals.iter().filter(|l| is_sql(&l.text)) {
        let words = sql_words(&literal.text);
        let own_names: Vec<&str> = common_table_names(&words);
        for (n, (line, word)) in words.iter().enumerate().skip(1) {
            let before = |back: usize| {
                n.checked_sub(back)
                    .and_then(|i| words.get(i))
                    .map_or("", |(_, w)| w.as_str())
            };
            let next = words.get(n + 1).map_or("", |(_, w)| w.as_str());
            let is_read = match (before(1), before(2)) {
                ("from", "distinct") => continue,
                ("from", "delete") | ("into", _) => false,
                ("from" | "join", _) if next != "(" => true,
                ("update", "for" | "do" | "key") => continue,
                ("update", _) => false,
                _ => continue,
            };
            if is_table_name(word)
                && !own_names.contains(&word.as_str())
                && !NOT_TABLES.contains(&word.as_str())
            {
                found.push((literal.line + line, word.clone(), is_read));
            }
        }
    }
    found
}

const NOT_TABLES: &[&str] = &[
    "select",
    "set",
    "lateral",
    "unnest",
    "json_each",
    "generate_series",
    "sqlite_master",
];

/// A statement, and not a sentence in English: it opens with a verb of SQL and has the shape that goes with it.
fn is_sql(text: &str) -> bool {
    let verb = text.split_whitespace().next().unwrap_or_default();
    let is_sentence = verb.starts_with(char::is_uppercase) && verb.chars().any(char::is_lowercase);
    if is_sentence {
        return false;
    }
    let words: Vec<String> = sql_words(text).into_iter().map(|(_, w)| w).collect();
    let has = |word: &str| words.iter().any(|w| w == word);
    match words.first().map(String::as_str) {
        Some("select") => has("from"),
        Some("with") => has("as") && has("select"),
        Some("insert") => has("into") && (has("values") || has("select")),
        Some("update") => has("set") && has("="),
        Some("delete") => words.get(1).is_some_and(|w| w == "from"),
        // Parts of statements that are put together elsewhere.
        _ => {
            (has("exists") || has("in") || has("join")) && has("(") && has("select") && has("from")
                || (has("join") && has("on") && has("="))
        }
    }
}

fn common_table_names(words: &[(usize, String)]) -> Vec<&str> {
    let pairs = words.windows(3).filter(|w| w[1].1 == "as" && w[2].1 == "(");
    pairs.map(|w| w[0].1.as_str()).collect()
}

/// Words in small letters, each bracket, comma and equals sign on its own, with the line within the literal.
fn sql_words(text: &str) -> Vec<(usize, String)> {
    let mut words = Vec::new();
    for (n, line) in text.replace("\\n", " ").lines().enumerate() {
        let mut word = String::new();
        for c in line.chars().chain([' ']) {
            if c.is_alphanumeric() || matches!(c, '_' | '.' | '{' | '}' | '$') {
                word.extend(c.to_lowercase());
                continue;
            }
            if !word.is_empty() {
                words.push((n, std::mem::take(&mut word)));
            }
            if matches!(c, '(' | ')' | ',' | '=') {
                words.push((n, c.to_string()));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    fn house() -> Vec<Crate> {
        let room = |name: &str, floor| Crate {
            name: name.to_owned(),
            floor: Some(floor),
            folder: root().join("crates").join(name),
            imports: Vec::new(),
        };
        vec![
            room("people", 6),
            room("contacts", 8),
            room("performance", 11),
        ]
    }

    const PERSON: &str = "record! { pub struct Person in \"person\" { name: String } }\nrecord! { V in \"view_gap\" }";

    fn findings(path: &str, text: &str) -> Vec<String> {
        let files = [file("crates/people/src/store.rs", PERSON), file(path, text)];
        check(&house(), &files)
            .into_iter()
            .map(|f| f.words)
            .collect()
    }

    #[test]
    fn the_owner_may_name_its_table() {
        assert!(
            findings(
                "crates/people/src/a.rs",
                r#"sql("select name from person where id = $1")"#
            )
            .is_empty()
        );
    }

    #[test]
    fn another_rooms_table_is_found_wherever_sql_names_it() {
        for sql in [
            "select name from person where id = $1",
            "update person set name = $1",
            "insert into person (name) values ($1)",
            "delete from person where id = $1",
            "with x as (select id from person) select * from x",
            " and exists (select 1 from person where id = $1)",
        ] {
            assert_eq!(
                findings("crates/contacts/src/a.rs", &format!("sql(\"{sql}\")")).len(),
                1,
                "{sql}"
            );
        }
    }

    #[test]
    fn a_table_that_nobody_declares_is_found() {
        assert_eq!(
            findings("crates/contacts/src/a.rs", r#"sql("select * from diary")"#),
            ["SQL names `diary`, which no crate declares"]
        );
    }

    #[test]
    fn english_and_the_grammar_of_sql_are_no_tables() {
        for text in [
            "Select a person from the list",
            "Update person details",
            "insert into view_gap (id) values ($1) on conflict (id) do update set id = excluded.id",
        ] {
            assert!(
                findings("crates/people/src/a.rs", &format!("words(\"{text}\")")).is_empty(),
                "{text}"
            );
        }
        assert!(
            findings(
                "crates/contacts/src/a.rs",
                r#"words("Select a person from the list")"#
            )
            .is_empty()
        );
    }

    #[test]
    fn views_are_read_above_the_rooms_and_written_by_their_owner() {
        assert!(
            findings(
                "crates/performance/src/a.rs",
                r#"sql("select * from view_gap")"#
            )
            .is_empty()
        );
        assert_eq!(
            findings(
                "crates/performance/src/a.rs",
                r#"sql("delete from view_gap")"#
            )
            .len(),
            1
        );
        assert_eq!(
            findings(
                "crates/contacts/src/a.rs",
                r#"sql("select * from view_gap")"#
            )
            .len(),
            1
        );
    }

    #[test]
    fn a_table_with_two_owners_is_found() {
        assert_eq!(
            findings("crates/contacts/src/a.rs", r#"record! { P in "person" }"#).len(),
            1
        );
    }
}
