//! Every domain event has a teller: a fact that no room tells is a promise to listeners and receivers that nobody keeps.

use super::Finding;
use crate::rust_source;
use crate::workspace::File;
use std::path::Path;

const LIST: &str = "crates/domain_events/src/lib.rs";

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let Some(list) = files.iter().find(|f| f.path == Path::new(LIST)) else {
        return Vec::new();
    };
    let is_room = |f: &&File| {
        f.path.starts_with("crates")
            && f.path != list.path
            && f.path.iter().any(|p| p == "src")
            && !f.path.starts_with("crates/web")
    };
    let rooms: Vec<String> = files
        .iter()
        .filter(is_room)
        .filter(|f| f.path.extension().is_some_and(|e| e == "rs"))
        .map(|f| rust_source::read(&f.text).code)
        .collect();
    let untold = variants(list).into_iter().filter(|(_, name)| !rooms.iter().any(|code| tells(code, name)));
    untold.map(|(line, name)| Finding::failure(&list.path, line, format!("no room tells `{name}`"))).collect()
}

/// Lines such as `OrderMade = "order.made" 1 { ...`.
fn variants(list: &File) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (n, line) in list.text.lines().enumerate() {
        let Some((name, rest)) = line.trim().split_once(" = \"") else {
            continue;
        };
        let is_variant = name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric);
        if is_variant && rest.contains("\" ") && rest.contains('{') {
            found.push((n + 1, name.to_owned()));
        }
    }
    found
}

/// The event is made here, and not only matched.
fn tells(code: &str, name: &str) -> bool {
    let mut rest = code;
    while let Some((_, after)) = rest.split_once(&format!("::{name} {{")) {
        let Some((fields, behind)) = after.split_once('}') else {
            return false;
        };
        // Closing brackets stand before what tells: `Some(Event { .. }) =>` is matched, `Some(Event { .. }),` is made.
        let next = behind.trim_start_matches(|c: char| c == ')' || c.is_whitespace());
        let is_pattern = fields.contains("..") || ["=>", "| ", "= ", "if "].iter().any(|sign| next.starts_with(sign));
        if !is_pattern {
            return true;
        }
        rest = after;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    fn untold(room: &str) -> usize {
        let list = file(LIST, "    /// Words.\n    OrderMade = \"order.made\" 1 { person: PersonId },\n");
        check(&[list, file("crates/sentences/src/order.rs", room)]).len()
    }

    #[test]
    fn an_event_that_is_told_has_a_teller() {
        assert_eq!(untold("cx.tell(&DomainEvent::OrderMade { person })?;"), 0);
        assert_eq!(untold("(Some(_), None) => Some(DomainEvent::OrderMade { person, on }),"), 0);
        assert_eq!(untold("let made = DomainEvent::OrderMade {\n person: a.person,\n };"), 0);
    }

    #[test]
    fn a_listener_is_no_teller() {
        assert_eq!(
            untold("match event { DomainEvent::OrderMade { person, .. } => 1, E::OrderMade { person } => 2 }"),
            1
        );
        assert_eq!(untold("if let DomainEvent::OrderMade { person } = event {}"), 1);
        assert_eq!(untold("match event { Some(DomainEvent::OrderMade { person }) => 1 }"), 1);
        assert_eq!(untold(""), 1);
    }
}
