//! Hands the typesetter down to the room of documents, which knows what it needs of one and not what it is.

use documents::{Source, Typesetter, Unset};

/// Typst, as this program carries it.
pub(crate) fn typesetter() -> Typesetter {
    Typesetter {
        name: typesetting::NAME,
        pdf: |source| typesetting::pdf(&ours(source)).map_err(unset),
        page: |source| typesetting::html(&ours(source)).map_err(unset),
    }
}

fn ours(source: &Source) -> typesetting::Source {
    let day = source.made_on;
    typesetting::Source {
        template: source.template.clone(),
        parts: source.parts.clone(),
        data: source.data.clone(),
        title: source.title.clone(),
        day: (i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs()),
    }
}

/// The line is the template's own; an error in what templates share names that in its words.
fn unset(error: typesetting::SetError) -> Unset {
    let own = error.place.as_ref().filter(|(file, _)| file == typesetting::TEMPLATE).map(|(_, line)| *line);
    let shared = error.place.filter(|_| own.is_none()).map(|(file, line)| format!(" ({file}, line {line})"));
    Unset { words: format!("{}{}", error.words, shared.unwrap_or_default()), line: own, later: error.later }
}
