//! What a result type means to probation. The table is data (`data/result-definitions.json`); a result is looked up by its
//! type id, then by the code on line 1 of its text, then by its CJS code and qualifier, and never by its label, which
//! courts reword. What the table does not know is told apart, not guessed.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a result is for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A community sentence that somebody supervises.
    Order,
    /// Immediate custody.
    Custody,
    /// The total of several terms.
    Total,
    Requirement,
    /// When the court will look at an order again.
    Review,
    /// An order changed.
    Variation,
    /// A suspended sentence brought into effect.
    Activation,
    Revocation,
    /// An order goes on as it was.
    Continuation,
    /// A conviction or sentence no longer stands.
    SetAside,
    /// How an application ended.
    Application,
    /// A request for a report.
    Report,
    Committal,
    Adjournment,
    Remand,
    Warrant,
    /// A sentence that nobody supervises.
    Disposal,
    Financial,
    Ancillary,
    /// A node that only groups others.
    Structure,
    Other,
    /// Not in the table.
    Unknown,
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// The short code, where one is known.
    #[serde(default)]
    pub code: String,
    /// Codes that live messages carry instead.
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub cjs: Vec<String>,
    pub qualifier: Option<String>,
    pub category: Option<String>,
    #[serde(rename = "use")]
    pub purpose: Purpose,
    #[serde(default)]
    pub kind: String,
    /// The code of the sentence or requirement in the law.
    pub law: Option<String>,
    /// Prompts that hold the length, first one first.
    #[serde(default)]
    pub length: Vec<String>,
    /// Unit of a bare number: `Y M W D H`.
    pub unit: Option<char>,
    /// Monitored electronically.
    #[serde(default)]
    pub tagged: bool,
}

#[derive(Deserialize)]
struct File {
    source: String,
    version: String,
    results: Vec<Definition>,
}

/// How a definition was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    TypeId,
    Code,
    Cjs,
    /// By the group it stands in, or that it can be breached: the table does not know it.
    Marks,
    Nothing,
}

/// What a result means, and how sure that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub definition: &'static Definition,
    pub by: By,
    /// Why a person should look, when marks disagree or are not enough.
    pub doubt: Option<String>,
}

impl Meaning {
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.definition.purpose
    }

    #[must_use]
    pub fn kind(&self) -> &'static str {
        &self.definition.kind
    }

    #[must_use]
    pub fn is(&self, purpose: Purpose, kind: &str) -> bool {
        self.definition.purpose == purpose && self.definition.kind == kind
    }
}

/// By what a result may be known.
pub(super) struct Marks<'a> {
    pub type_id: Option<&'a str>,
    pub code: Option<&'a str>,
    pub cjs: Option<&'a str>,
    pub qualifier: Option<&'a str>,
    pub group: Option<&'a str>,
    pub breachable: bool,
}

pub(super) fn meaning(marks: &Marks<'_>) -> Meaning {
    let table = table();
    let by_code = marks.code.and_then(|c| table.by_code.get(c).copied());
    if let Some(definition) = marks.type_id.and_then(|id| table.by_id.get(id).copied()) {
        let doubt = by_code.filter(|other| other.purpose != definition.purpose).map(|other| {
            format!("the type of the result says {} but the code in its text says {}", definition.code, other.code)
        });
        return Meaning { definition, by: By::TypeId, doubt };
    }
    if let Some(definition) = by_code {
        return Meaning { definition, by: By::Code, doubt: None };
    }
    marks.cjs.and_then(|cjs| by_cjs(table, cjs, marks.qualifier)).unwrap_or_else(|| by_marks(table, marks))
}

/// Several definitions may share a CJS code. They give an answer when they all serve one purpose.
fn by_cjs(table: &'static Table, cjs: &str, qualifier: Option<&str>) -> Option<Meaning> {
    let all = table.by_cjs.get(cjs)?;
    let qualified: Vec<_> = all.iter().filter(|d| d.qualifier.as_deref() == qualifier).copied().collect();
    let candidates = if qualified.is_empty() { all.clone() } else { qualified };
    let first = *candidates.first()?;
    if candidates.iter().any(|d| d.purpose != first.purpose) {
        let codes: Vec<&str> = candidates.iter().map(|d| d.code.as_str()).collect();
        let doubt = Some(format!("CJS code {cjs} stands for {}", codes.join(", ")));
        return Some(Meaning { definition: &table.unknown, by: By::Cjs, doubt });
    }
    let doubt = candidates
        .iter()
        .any(|d| d.kind != first.kind)
        .then(|| format!("CJS code {cjs} alone does not tell which kind it is; taken as {}", first.code));
    Some(Meaning { definition: first, by: By::Cjs, doubt })
}

fn by_marks(table: &'static Table, marks: &Marks<'_>) -> Meaning {
    let group = marks.group.unwrap_or_default().to_ascii_lowercase();
    let requirement = ["community requirement", "rehabilitation requirement", "supervision requirement"];
    if requirement.iter().any(|r| group.split(',').any(|g| g.trim() == *r)) {
        let doubt = Some("a requirement of a type that is not in the table".into());
        return Meaning { definition: &table.other_requirement, by: By::Marks, doubt };
    }
    let doubt = marks.breachable.then(|| "a result that can be breached, of a type that is not in the table".into());
    Meaning { definition: &table.unknown, by: By::Nothing, doubt }
}

struct Table {
    by_id: BTreeMap<&'static str, &'static Definition>,
    by_code: BTreeMap<&'static str, &'static Definition>,
    by_cjs: BTreeMap<&'static str, Vec<&'static Definition>>,
    unknown: Definition,
    other_requirement: Definition,
}

/// The table as compiled in. A file that does not read leaves it empty, which the test below would not pass.
fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| {
        serde_json::from_str(include_str!("../../data/result-definitions.json")).unwrap_or_else(|_| File {
            source: String::new(),
            version: String::new(),
            results: Vec::new(),
        })
    })
}

/// Where the table comes from, and which version of it this is.
#[must_use]
pub fn source() -> (&'static str, &'static str) {
    (&file().source, &file().version)
}

/// Every definition.
#[must_use]
pub fn all() -> &'static [Definition] {
    &file().results
}

/// The definition of a type id.
#[must_use]
pub fn of_type(id: &str) -> Option<&'static Definition> {
    table().by_id.get(id).copied()
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let bare = |purpose, kind: &str| Definition {
            code: String::new(),
            also: Vec::new(),
            id: String::new(),
            cjs: Vec::new(),
            qualifier: None,
            category: None,
            purpose,
            kind: kind.into(),
            law: None,
            length: Vec::new(),
            unit: None,
            tagged: false,
        };
        let mut table = Table {
            by_id: BTreeMap::new(),
            by_code: BTreeMap::new(),
            by_cjs: BTreeMap::new(),
            unknown: bare(Purpose::Unknown, ""),
            other_requirement: bare(Purpose::Requirement, "other"),
        };
        for definition in all() {
            if !definition.id.is_empty() {
                table.by_id.insert(&definition.id, definition);
            }
            for code in definition.also.iter().chain([&definition.code]).filter(|c| !c.is_empty()) {
                table.by_code.insert(code, definition);
            }
            for cjs in &definition.cjs {
                table.by_cjs.entry(cjs).or_default().push(definition);
            }
        }
        table
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Marks<'static> =
        Marks { type_id: None, code: None, cjs: None, qualifier: None, group: None, breachable: false };

    #[test]
    fn the_table_is_whole_and_says_where_it_comes_from() {
        assert_eq!(all().len(), 259);
        assert!(source().0.contains("hmcts") && !source().1.is_empty());
        let ids: std::collections::BTreeSet<_> = all().iter().map(|d| &d.id).filter(|id| !id.is_empty()).collect();
        assert_eq!(ids.len(), all().iter().filter(|d| !d.id.is_empty()).count());
        assert!(ids.iter().all(|id| uuid::Uuid::try_parse(id).is_ok()));
        assert!(all().iter().filter(|d| d.purpose == Purpose::Requirement).all(|d| !d.kind.is_empty()));
    }

    #[test]
    fn the_type_id_goes_before_the_code_and_the_code_before_the_cjs_code() {
        let id = all().iter().find(|d| d.code == "ACR").map(|d| d.id.as_str());
        let marks = Marks { type_id: id, cjs: Some("3101"), ..NONE };
        assert_eq!(meaning(&marks).kind(), "attendance_centre");
        let marks = Marks { type_id: Some("a-new-version"), code: Some("ACR"), cjs: Some("3101"), ..NONE };
        assert_eq!((meaning(&marks).kind(), meaning(&marks).by), ("attendance_centre", By::Code));
        let marks = Marks { cjs: Some("3101"), ..NONE };
        assert_eq!(meaning(&marks).kind(), "unpaid_work");
        assert!(meaning(&marks).doubt.is_some());
    }

    #[test]
    fn a_rehabilitation_activity_is_known_by_its_old_and_its_new_cjs_code() {
        for cjs in ["3149", "3272"] {
            assert_eq!(meaning(&Marks { cjs: Some(cjs), ..NONE }).kind(), "rehabilitation_activity");
        }
    }

    #[test]
    fn a_cjs_code_that_serves_two_purposes_decides_nothing() {
        let unclear = meaning(&Marks { cjs: Some("1030"), ..NONE });
        assert_eq!(unclear.purpose(), Purpose::Unknown);
        assert!(unclear.doubt.is_some_and(|d| d.contains("COV") && d.contains("SHOPV")));
    }

    #[test]
    fn a_type_and_a_text_that_disagree_are_doubted() {
        let life = all().iter().find(|d| d.code == "MLI").map(|d| d.id.as_str());
        let marks = Marks { type_id: life, code: Some("PDATE"), ..NONE };
        assert_eq!(meaning(&marks).kind(), "life");
        assert!(meaning(&marks).doubt.is_some());
    }

    #[test]
    fn a_requirement_of_an_unknown_type_is_a_requirement_all_the_same() {
        let marks = Marks { type_id: Some("761fa811"), group: Some("Community Requirement,ELMON"), ..NONE };
        assert!(meaning(&marks).is(Purpose::Requirement, "other"));
        assert_eq!(meaning(&NONE).purpose(), Purpose::Unknown);
    }
}
