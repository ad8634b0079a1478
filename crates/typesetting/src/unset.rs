//! Why something was not set, in words for whoever keeps the template.

use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic};

/// Why a document was not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetError {
    /// What is wrong, and what helps.
    pub words: String,
    /// The file of the template and the line in it, counted from 1.
    pub place: Option<(String, usize)>,
    /// The template may be right: it took too long, or too many were being set.
    pub later: bool,
    /// A letter that no font has.
    pub(crate) lacks_glyph: bool,
}

impl SetError {
    pub(crate) fn of_limits(words: impl Into<String>, later: bool) -> SetError {
        SetError { words: words.into(), place: None, later, lacks_glyph: false }
    }

    /// The first error of a compilation, and how many there were.
    pub(crate) fn of(world: &crate::world::Desk, found: &[SourceDiagnostic]) -> SetError {
        let errors: Vec<&SourceDiagnostic> = found.iter().filter(|d| d.severity == Severity::Error).collect();
        let Some(first) = errors.first() else {
            return SetError::of_limits("The document could not be set, and nothing says why", false);
        };
        let mut words = sentence(&first.message);
        for hint in first.hints.iter().take(2) {
            words.push_str(". ");
            words.push_str(&sentence(&hint.v));
        }
        if errors.len() > 1 {
            words.push_str(&format!(". There are {} more errors", errors.len() - 1));
        }
        let lacks_glyph = errors.iter().any(|e| {
            let message = e.message.to_lowercase();
            message.contains("glyph") || message.contains("codepoint") || message.contains("could not be displayed")
        });
        SetError { words, place: place(world, first), later: false, lacks_glyph }
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The line of the error; for an error in what templates share, the line of the template that led there.
fn place(world: &crate::world::Desk, error: &SourceDiagnostic) -> Option<(String, usize)> {
    let own = error.span.id().map(|id| (id, world.range(error.span)));
    let (id, range) = own?;
    let source = typst::World::source(world, id).ok()?;
    let line = source.lines().byte_to_line(range?.start)? + 1;
    Some((id.vpath().get_without_slash().to_owned(), line))
}

impl std::fmt::Display for SetError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some((file, line)) = &self.place {
            write!(f, "{file}, line {line}: ")?;
        }
        f.write_str(&self.words)
    }
}

impl std::error::Error for SetError {}
