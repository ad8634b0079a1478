//! What another source says that the record does not. Where the record is silent it is filled in; where it says otherwise
//! nothing is overwritten: a suggestion waits for somebody to accept or decline it, and is not made twice. What staff
//! withdrew is not brought back.

use crate::cards::{Card, Detail, ForCard, add, amend, current, each, text_of, words};
use crate::codes::Codes;
use crate::open::OpenPerson;
use kernel::{Crn, DetailId, Instant, PersonId, PersonKeys, Refusal};
use serde_json::json;
use store::{Cx, Failure, Kind, Question, Result, Value, codes, key_values, record};

codes! {
    /// What became of a suggestion.
    pub enum SuggestionState {
        Open = "open",
        Accepted = "accepted",
        Declined = "declined",
    }
}

record! {
    /// One suggestion.
    pub struct Suggestion in "person_suggestion", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        /// The card's slug.
        pub card: String,
        /// Column and text of each cell that it would fill: `[["ethnicity", "W1"]]`.
        pub cells: serde_json::Value,
        /// What the source says, and what the record says, in words.
        pub says: String,
        pub record_says: String,
        /// Who said so: "Court message".
        pub source: String,
        pub made_at: Instant,
        pub state: SuggestionState,
        pub decided_at: Option<Instant>,
        pub decided_by: Option<String>,
        pub version: i64,
    }
}

/// An entry of a card as another source tells it: column and text of each cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewEntry {
    pub card: &'static str,
    pub cells: Vec<(&'static str, String)>,
}

/// Puts an entry on its card, or suggests it. Gives what was done, in words; nothing when it is there or was suggested.
pub(crate) fn tell(cx: &mut Cx<'_>, open: &OpenPerson, entry: &NewEntry, source: &str) -> Result<Option<String>> {
    each(entry.card, Tell { cx, open, entry, source }).transpose().map(Option::flatten)
}

struct Tell<'a, 'c> {
    cx: &'a mut Cx<'c>,
    open: &'a OpenPerson,
    entry: &'a NewEntry,
    source: &'a str,
}

impl ForCard for Tell<'_, '_> {
    type Out = Result<Option<String>>;

    fn run<R: Detail>(self) -> Self::Out {
        if R::CARD.many { self.several::<R>() } else { self.single::<R>() }
    }
}

impl Tell<'_, '_> {
    fn single<R: Detail>(self) -> Result<Option<String>> {
        let (before, is_there) = current::<R>(self.cx, &self.open.keys, None)?;
        let values = before.values();
        let (mut fill, mut done) = (Vec::new(), Vec::new());
        for (column, text) in &self.entry.cells {
            let known = R::TABLE.index_of(column).map(|i| text_of(values.get(i))).unwrap_or_default();
            if known.is_empty() {
                fill.push(((*column).to_owned(), text.clone()));
            } else if kernel::fold(&known) != kernel::fold(text) {
                let cells = [((*column).to_owned(), text.clone())];
                done.extend(suggest(self.cx, self.open, R::CARD, &cells, &[(column, known)], self.source)?);
            }
        }
        if !fill.is_empty() {
            done.push(R::CARD.one.to_owned());
            let row = with_cells(&before, &fill)?;
            if is_there {
                amend(self.cx, &before, row, None)?
            } else {
                add(self.cx, row)?
            };
        }
        Ok((!done.is_empty()).then(|| done.join(", ")))
    }

    fn several<R: Detail>(self) -> Result<Option<String>> {
        let all = every::<R>(self.cx, &self.open.keys)?;
        let cells: Vec<(String, String)> = self.entry.cells.iter().map(|(c, t)| ((*c).to_owned(), t.clone())).collect();
        let says =
            |row: &R, column: &str| R::TABLE.index_of(column).map(|i| text_of(row.values().get(i))).unwrap_or_default();
        let told = |row: &R| cells.iter().all(|(c, t)| kernel::fold(&says(row, c)) == kernel::fold(t));
        if all.iter().any(told) {
            return Ok(None);
        }
        let today = self.cx.today();
        let kind = cells.iter().find(|(column, _)| column == "kind").map(|(_, kind)| kind.as_str()).unwrap_or_default();
        let stands = |row: &&R| says(row, "withdrawn").is_empty() && !row.has_ended(today);
        if let Some(other) = all.iter().filter(stands).find(|row| says(row, "kind") == kind) {
            let known: Vec<(&str, String)> = cells.iter().map(|(c, _)| (c.as_str(), says(other, c))).collect();
            return suggest(self.cx, self.open, R::CARD, &cells, &known, self.source);
        }
        let fresh = R::begin(self.open.keys.survivor, self.cx.new_id(), today)?;
        add(self.cx, with_cells(&fresh, &cells)?)?;
        Ok(Some(R::CARD.one.to_owned()))
    }
}

/// Withdrawn entries too: what staff took away is not told again.
fn every<R: Detail>(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<R>> {
    cx.list(&format!("WHERE person_id IN ({}) ORDER BY id", keys.placeholders(1)), &key_values(keys))
}

fn with_cells<R: Detail>(row: &R, cells: &[(String, String)]) -> Result<R> {
    let mut values = row.values();
    for (column, text) in cells {
        let cell = R::TABLE.index_of(column).and_then(|index| values.get_mut(index));
        *cell.ok_or_else(|| Failure::broken(format!("{} has no column {column}", R::TABLE.name)))? =
            Value::Text(text.clone());
    }
    R::from_values(&values)
}

/// Cells as a person reads them: "Ethnicity: White: Irish".
fn spoken(card: &Card, cells: &[(&str, String)], codes: &Codes) -> String {
    let field = |column: &str| card.fields.iter().find(|f| f.column == column);
    let said: Vec<String> = cells
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .filter_map(|(column, text)| field(column).map(|f| format!("{}: {}", f.label, words(f, text, codes))))
        .collect();
    if said.is_empty() { "Nothing".into() } else { said.join("\n") }
}

fn suggest(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    card: &Card,
    cells: &[(String, String)],
    known: &[(&str, String)],
    source: &str,
) -> Result<Option<String>> {
    let cells_json = json!(cells);
    if suggestions(cx, &open.keys)?.iter().any(|s| s.card == card.slug && s.cells == cells_json) {
        return Ok(None);
    }
    let codes = Codes::read(cx)?;
    let read: Vec<(&str, String)> = cells.iter().map(|(c, t)| (c.as_str(), t.clone())).collect();
    cx.insert(&Suggestion {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        card: card.slug.to_owned(),
        cells: cells_json,
        says: spoken(card, &read, &codes),
        record_says: spoken(card, known, &codes),
        source: source.to_owned(),
        made_at: cx.now(),
        state: SuggestionState::Open,
        decided_at: None,
        decided_by: None,
        version: 1,
    })?;
    Ok(Some(format!("a suggestion for {}", card.one)))
}

/// Every suggestion about a person, the oldest first, decided ones too.
///
/// # Errors
/// When the database fails.
pub fn suggestions(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Suggestion>> {
    cx.ask_list(&suggestions_question(keys))
}

pub(crate) fn suggestions_question(keys: &PersonKeys) -> Question {
    let rest = format!("WHERE person_id IN ({}) ORDER BY id", keys.placeholders(1));
    Question::list::<Suggestion>(&rest, &key_values(keys))
}

/// Accepts or declines a suggestion. One that was declined can still be accepted; an accepted one is the card's, and is
/// changed there. `seen` is the version that the caller saw, where they say.
///
/// # Errors
/// When it was decided so already, when somebody decided it since, or when the card refuses what the source says.
pub fn decide_suggestion(
    cx: &mut Cx<'_>,
    crn: &Crn,
    id: DetailId,
    accept: bool,
    seen: Option<i64>,
) -> Result<Suggestion> {
    let open = crate::open(cx, crn)?;
    let found = suggestions(cx, &open.keys)?.into_iter().find(|s| s.id == id);
    let mut row = found.ok_or(Failure::NotFound)?;
    if seen.is_some_and(|version| version != row.version) {
        return Err(Failure::Stale("Somebody decided this suggestion since you read it".into()));
    }
    let again = match (row.state, accept) {
        (SuggestionState::Accepted, _) => Some("This suggestion was accepted already"),
        (SuggestionState::Declined, false) => Some("This suggestion was declined already"),
        _ => None,
    };
    if let Some(words) = again {
        return Err(Refusal::of_request("decided", words).into());
    }
    let verb = if accept { "Accepted" } else { "Declined" };
    cx.describe(format!("{verb} what a source says: {}", row.says.replace('\n', ", ")), Some(&row.source));
    if accept {
        let cells: Vec<(String, String)> =
            serde_json::from_value(row.cells.clone()).map_err(|e| Failure::broken(e.to_string()))?;
        each(&row.card.clone(), Accept { cx, open: &open, cells: &cells }).ok_or(Failure::NotFound)??;
    }
    row.state = if accept { SuggestionState::Accepted } else { SuggestionState::Declined };
    row.decided_at = Some(cx.now());
    row.decided_by = Some(cx.actor().name().to_owned());
    cx.update(&mut row)?;
    Ok(row)
}

struct Accept<'a, 'c> {
    cx: &'a mut Cx<'c>,
    open: &'a OpenPerson,
    cells: &'a [(String, String)],
}

impl ForCard for Accept<'_, '_> {
    type Out = Result<()>;

    fn run<R: Detail>(self) -> Result<()> {
        if R::CARD.many {
            let fresh = R::begin(self.open.keys.survivor, self.cx.new_id(), self.cx.today())?;
            return add(self.cx, with_cells(&fresh, self.cells)?).map(drop);
        }
        let (before, is_there) = current::<R>(self.cx, &self.open.keys, None)?;
        let row = with_cells(&before, self.cells)?;
        if is_there { amend(self.cx, &before, row, None).map(drop) } else { add(self.cx, row).map(drop) }
    }
}
