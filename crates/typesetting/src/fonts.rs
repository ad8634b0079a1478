//! The fonts, which the program carries: one made to be read easily, and behind it some that have what it lacks.

use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

include!(concat!(env!("OUT_DIR"), "/fonts.rs"));

struct Store {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// How many of them come first, as the family of letters.
    first: usize,
}

static STORE: LazyLock<Store> = LazyLock::new(|| {
    let own: Vec<Font> = EMBEDDED.iter().flat_map(|(_, bytes)| Font::iter(Bytes::new(*bytes))).collect();
    // The family of letters; where the program was built without it, the one that Typst brings along.
    let family = own.first().map(|f| f.info().family.clone());
    let brought = typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes)));
    // Of those, only text: nobody writes formulas in a letter.
    let brought = brought.filter(|font| !font.info().family.contains("Math"));
    let mut fonts: Vec<Font> = own.into_iter().chain(brought).collect();
    let family = family.unwrap_or_else(|| "Libertinus Serif".into());
    fonts.sort_by_key(|font| font.info().family != family);
    let first = fonts.iter().filter(|font| font.info().family == family).count();
    Store { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts, first }
});

pub(crate) fn book() -> &'static LazyHash<FontBook> {
    &STORE.book
}

pub(crate) fn font(index: usize) -> Option<Font> {
    STORE.fonts.get(index).cloned()
}

/// Whether the family of letters has it.
pub(crate) fn first_covers(letter: char) -> bool {
    STORE.fonts.iter().take(STORE.first.min(1)).any(|f| f.info().coverage.contains(u32::from(letter)))
}

/// Whether any of the fonts has it.
#[must_use]
pub fn covers(letter: char) -> bool {
    STORE.fonts.iter().any(|f| f.info().coverage.contains(u32::from(letter)))
}

/// The families that are there, in the order in which they are asked.
#[must_use]
pub fn families() -> Vec<String> {
    let mut names: Vec<String> = STORE.fonts.iter().map(|f| f.info().family.clone()).collect();
    names.dedup();
    names
}
