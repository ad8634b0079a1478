//! Finds the tables that string literals name as SQL, and tells SQL from English. It knows words, not grammar.

use crate::rust_source::Source;

/// Tables that the SQL of a file names: line, table, and whether it is only read there.
pub(super) fn named(source: &Source) -> Vec<(usize, String, bool)> {
    let mut found = Vec::new();
    for literal in source.literals.iter().filter(|l| is_sql(&l.text)) {
        let words = sql_words(&literal.text);
        let own_names: Vec<&str> = common_table_names(&words);
        for (n, (line, word)) in words.iter().enumerate().skip(1) {
            let before = |back: usize| n.checked_sub(back).and_then(|i| words.get(i)).map_or("", |(_, w)| w.as_str());
            let next = words.get(n + 1).map_or("", |(_, w)| w.as_str());
            let is_read = match (before(1), before(2)) {
                ("from", "distinct") => continue,
                ("from", "delete") | ("into", _) => false,
                ("from" | "join", _) if next != "(" => true,
                ("update", "for" | "do" | "key") => continue,
                ("update", _) => false,
                _ => continue,
            };
            if is_table_name(word) && !own_names.contains(&word.as_str()) && !NOT_TABLES.contains(&word.as_str()) {
                found.push((literal.line + line, word.clone(), is_read));
            }
        }
    }
    found
}

const NOT_TABLES: &[&str] = &["select", "set", "lateral", "unnest", "json_each", "generate_series", "sqlite_master"];

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

pub(super) fn is_table_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
