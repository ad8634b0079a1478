//! Whether a statement says on which server its rows lie: for each table that is spread, the key by which it is spread must be
//! given, or be equal to the key of a table whose own is given. It reads the text of a statement as this program writes them,
//! and is no parser of SQL: what it does not understand it names rather than lets pass.

use super::{Place, place};
use std::collections::BTreeSet;
use store::Table;

/// The tables that a statement asks every server for.
#[must_use]
pub fn without_key(sql: &str, tables: &[&'static Table]) -> BTreeSet<&'static str> {
    let mut words = words(sql).into_iter();
    let mut missing = BTreeSet::new();
    look(&read(&mut words, false), tables, &mut missing);
    missing
}

/// One word of a scope: a word of the text, or a query in brackets.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Word(String),
    Query(Vec<Part>),
}

impl Part {
    fn word(&self) -> &str {
        match self {
            Part::Word(word) => word,
            Part::Query(_) => "",
        }
    }

    fn is(&self, keyword: &str) -> bool {
        self.word().eq_ignore_ascii_case(keyword)
    }
}

/// Names and numbers with their dots, `$1`, texts, and every other sign by itself.
fn words(sql: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut word = c.to_string();
        if c == '\'' {
            word.extend(chars.by_ref().take_while(|c| *c != '\''));
        } else if c.is_alphanumeric() || c == '_' || c == '$' {
            while let Some(next) = chars.next_if(|n| n.is_alphanumeric() || matches!(n, '_' | '.')) {
                word.push(next);
            }
        } else if matches!(c, '<' | '>' | '!')
            && let Some(next) = chars.next_if(|n| matches!(n, '=' | '>'))
        {
            word.push(next);
        }
        words.push(word);
    }
    words
}

/// Up to the bracket that closes: a query in brackets stands apart, everything else in brackets belongs to what is around it.
fn read(words: &mut impl Iterator<Item = String>, inside: bool) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    while let Some(word) = words.next() {
        match word.as_str() {
            "(" => {
                let inner = read(words, true);
                if inner.first().is_some_and(|p| p.is("SELECT") || p.is("WITH")) {
                    parts.push(Part::Query(inner));
                } else {
                    parts.push(Part::Word("(".into()));
                    parts.extend(inner);
                    parts.push(Part::Word(")".into()));
                }
            }
            ")" if inside => return parts,
            _ => parts.push(Part::Word(word)),
        }
    }
    parts
}

fn look(parts: &[Part], tables: &[&'static Table], missing: &mut BTreeSet<&'static str>) {
    for scope in parts.split(|p| p.is("UNION") || p.is("EXCEPT") || p.is("INTERSECT")) {
        for part in scope {
            if let Part::Query(inner) = part {
                look(inner, tables, missing);
            }
        }
        let named = named(scope, tables);
        let mut given: Vec<bool> = named.iter().map(|n| n.key.is_none() || is_given(scope, n, &named)).collect();
        // What is equal to a key that is given is given.
        loop {
            let more = named.iter().enumerate().find(|(i, n)| {
                !given.get(*i).copied().unwrap_or(true)
                    && named.iter().zip(&given).any(|(other, given)| *given && are_equal(scope, n, other))
            });
            match more.map(|(i, _)| i).and_then(|i| given.get_mut(i)) {
                Some(cell) => *cell = true,
                None => break,
            }
        }
        missing.extend(named.iter().zip(given).filter(|(_, given)| !given).map(|(n, _)| n.table.name));
    }
}

/// A table as a scope names it.
struct Named {
    table: &'static Table,
    alias: String,
    /// The column by which it is spread; nothing when it is not.
    key: Option<&'static str>,
}

const AFTER_A_TABLE: &[&str] = &[
    "WHERE",
    "ON",
    "JOIN",
    "LEFT",
    "INNER",
    "CROSS",
    "ORDER",
    "GROUP",
    "LIMIT",
    "SET",
    "VALUES",
    "USING",
    "HAVING",
    "UNION",
    "OFFSET",
    "FOR",
    "RETURNING",
];

fn named(scope: &[Part], tables: &[&'static Table]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut in_a_list = false;
    for (i, part) in scope.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| scope.get(i));
        let starts = before.is_some_and(|b| ["FROM", "JOIN", "UPDATE", "INTO"].iter().any(|w| b.is(w)));
        in_a_list = if part.is("FROM") { true } else { in_a_list && !AFTER_A_TABLE.iter().any(|w| part.is(w)) };
        let listed = in_a_list && before.is_some_and(|b| b.is(","));
        let Some(table) = tables.iter().find(|t| (starts || listed) && t.name == part.word()) else { continue };
        let next = scope.get(i + 1).filter(|p| !p.is("AS")).or_else(|| scope.get(i + 2));
        let is_alias =
            |p: &&Part| p.word().starts_with(|c: char| c.is_alphabetic()) && !AFTER_A_TABLE.iter().any(|w| p.is(w));
        let alias = next.filter(is_alias).map_or(table.name, Part::word).to_owned();
        // A new row brings its key with it.
        let is_new = before.is_some_and(|b| b.is("INTO"));
        let key = match place(table) {
            Place::WithKey(key) | Place::ByText(key) if !is_new => Some(key),
            _ => None,
        };
        found.push(Named { table, alias, key });
    }
    found
}

/// The places of the scope at which the table's key stands beside `=` or IN, with what stands on the other side.
fn beside<'s>(scope: &'s [Part], named: &'s Named) -> impl Iterator<Item = &'s Part> {
    let key = named.key.unwrap_or_default();
    let of_alias = format!("{}.{key}", named.alias);
    let of_table = format!("{}.{key}", named.table.name);
    let is_key = move |p: &Part| p.word() == key || p.word() == of_alias || p.word() == of_table;
    scope.iter().enumerate().filter(move |(_, p)| is_key(p)).flat_map(move |(i, _)| {
        let after = scope.get(i + 1).filter(|p| p.is("=") || p.is("IN")).and_then(|_| scope.get(i + 2));
        let before =
            i.checked_sub(2).filter(|_| scope.get(i - 1).is_some_and(|p| p.is("="))).and_then(|i| scope.get(i));
        after.into_iter().chain(before)
    })
}

/// A parameter, a list, a query, or a column of a query around this one.
fn is_given(scope: &[Part], named: &Named, all: &[Named]) -> bool {
    beside(scope, named).any(|other| match other {
        Part::Query(_) => true,
        Part::Word(word) => match word.split_once('.') {
            Some((alias, _)) => {
                !all.iter().any(|n| n.alias == alias || n.table.name == alias) && !in_from(scope, alias)
            }
            None => word.starts_with(['$', '\'', '(']),
        },
    })
}

/// Whether a name stands for something in this scope that is no table: a query in brackets, or one that stands before.
fn in_from(scope: &[Part], alias: &str) -> bool {
    scope.iter().any(|p| p.word() == alias)
}

/// Whether the keys of two tables of a scope must be the same.
fn are_equal(scope: &[Part], named: &Named, other: &Named) -> bool {
    let Some(key) = other.key else { return false };
    let of_alias = format!("{}.{key}", other.alias);
    let of_table = format!("{}.{key}", other.table.name);
    beside(scope, named).any(|p| p.word() == of_alias || p.word() == of_table)
}
