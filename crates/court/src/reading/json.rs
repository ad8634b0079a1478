//! Careful reading of JSON that others wrote: a member of the wrong type is a note with its JSON pointer and counts as
//! not given, so that one bad member never costs the rest of the message. It knows nothing of courts.

use serde_json::{Map, Value};
use std::cell::RefCell;

/// A problem in a message: what, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// In words for whoever reads the message page.
    pub what: String,
    /// JSON pointer (RFC 6901) to the member.
    pub at: String,
    /// What stood there, shortened, when it could not be used.
    pub raw: Option<String>,
}

/// More notes than this say no more than the count.
const MOST_NOTES: usize = 200;

/// Collects the notes of one message.
#[derive(Default)]
pub(super) struct Notes {
    notes: RefCell<Vec<Note>>,
}

impl Notes {
    pub(super) fn add(&self, at: At<'_>, what: &str, raw: Option<&Value>) {
        let mut notes = self.notes.borrow_mut();
        if notes.len() < MOST_NOTES {
            notes.push(Note { what: what.into(), at: at.pointer(), raw: raw.map(shortened) });
        } else if notes.len() == MOST_NOTES {
            notes.push(Note { what: "there are more problems than are listed".into(), at: String::new(), raw: None });
        }
    }

    pub(super) fn into_inner(self) -> Vec<Note> {
        self.notes.into_inner()
    }
}

fn shortened(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.char_indices().nth(120) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text,
    }
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Member(&'a str),
    Item(usize),
}

/// Where we are; the pointer is only built when a note needs it.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    step: Step<'a>,
    up: Option<&'a At<'a>>,
}

impl At<'_> {
    pub(super) const ROOT: At<'static> = At { step: Step::Root, up: None };

    pub(super) fn pointer(&self) -> String {
        let mut pointer = self.up.map(At::pointer).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Member(name) => {
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
            }
            Step::Item(n) => pointer.push_str(&format!("/{n}")),
        }
        pointer
    }
}

/// A value told apart from its absence: a court that leaves a member out says nothing, one that sends it empty clears it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Given<T> {
    #[default]
    Absent,
    Cleared,
    Is(T),
}

impl<T> Given<T> {
    /// The value, if one was given.
    pub fn value(&self) -> Option<&T> {
        match self {
            Given::Is(value) => Some(value),
            Given::Absent | Given::Cleared => None,
        }
    }
}

/// A JSON object being read.
#[derive(Clone, Copy)]
pub(super) struct Obj<'a> {
    map: &'a Map<String, Value>,
    pub(super) at: &'a At<'a>,
    pub(super) notes: &'a Notes,
}

impl<'a> Obj<'a> {
    /// `value` as an object; anything else is a note.
    pub(super) fn of(value: &'a Value, at: &'a At<'a>, notes: &'a Notes) -> Option<Obj<'a>> {
        if let Value::Object(map) = value {
            return Some(Obj { map, at, notes });
        }
        notes.add(*at, "an object was expected", Some(value));
        None
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.map.contains_key(name)
    }

    /// The member, with null as if it were not there.
    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name).filter(|v| !v.is_null())
    }

    pub(super) fn raw(&self) -> &'a Map<String, Value> {
        self.map
    }

    pub(super) fn note(&self, name: &str, what: &str) {
        self.notes.add(At { step: Step::Member(name), up: Some(self.at) }, what, self.map.get(name));
    }

    /// Trimmed text; numbers are taken as text; an empty text is none.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::String(text) => Some(text.trim()).filter(|t| !t.is_empty()).map(str::to_owned),
            Value::Number(number) => Some(number.to_string()),
            _ => {
                self.note(name, "a text was expected");
                None
            }
        }
    }

    /// Text that keeps "not sent" and "sent empty" apart.
    pub(super) fn given(&self, name: &str) -> Given<String> {
        match (self.has(name), self.text(name)) {
            (false, _) => Given::Absent,
            (true, None) => Given::Cleared,
            (true, Some(text)) => Given::Is(text),
        }
    }

    /// `true` and `false`, also as texts: some senders quote them.
    pub(super) fn truth(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::Bool(truth) => Some(*truth),
            Value::String(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
            Value::String(text) if text.trim().is_empty() => None,
            _ => {
                self.note(name, "true or false was expected");
                None
            }
        }
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        let value = self.get(name)?;
        let number = match value {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.note(name, "a whole number was expected");
        }
        number
    }

    /// Reads the object in member `name`.
    pub(super) fn object<T>(&self, name: &str, read: impl FnOnce(Obj<'_>) -> T) -> Option<T> {
        let value = self.get(name)?;
        let at = At { step: Step::Member(name), up: Some(self.at) };
        Obj::of(value, &at, self.notes).map(read)
    }

    /// Reads each object of the list in member `name`; `read` may drop one.
    pub(super) fn objects<T>(&self, name: &str, mut read: impl FnMut(Obj<'_>) -> Option<T>) -> Vec<T> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        let Value::Array(items) = value else {
            self.note(name, "a list was expected");
            return Vec::new();
        };
        let list = At { step: Step::Member(name), up: Some(self.at) };
        let mut out = Vec::with_capacity(items.len());
        for (n, item) in items.iter().enumerate() {
            let at = At { step: Step::Item(n), up: Some(&list) };
            if let Some(read) = Obj::of(item, &at, self.notes).and_then(&mut read) {
                out.push(read);
            }
        }
        out
    }

    /// The texts of a list of texts.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        match self.get(name) {
            None => Vec::new(),
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(_) => {
                self.note(name, "a list was expected");
                Vec::new()
            }
        }
    }
}
