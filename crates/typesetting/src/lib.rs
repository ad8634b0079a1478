//! Sets documents with Typst: a template, what it shares with others and its data in, a PDF that passes PDF/UA-1 or HTML for
//! a page out. It knows no room, no person and no clock, and reads no file and no network.
//!
//! Always true: data is never read as markup; the same input gives the same bytes; what cannot be set accessibly is not set,
//! and says where; setting ends within its deadline for whoever waits, and only so many are set at once.

mod bound;
mod fonts;
mod page;
mod paper;
mod readable;
mod unset;
mod world;

pub use bound::{Limits, limits};
pub use fonts::{covers, families};
pub use unset::SetError;
pub use world::TEMPLATE;

use serde_json::Value;

/// What sets documents, with its version; the same name sets the same bytes from the same source.
pub const NAME: &str = concat!("typst 0.15.1, throughcare ", env!("CARGO_PKG_VERSION"));

/// Everything that a document is set from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The template's text.
    pub template: String,
    /// What templates share, by the name under which they import it.
    pub parts: Vec<(String, String)>,
    /// What fills it in, which templates read as `/data.json`.
    pub data: Value,
    pub title: String,
    /// Year, month and day that stand on it.
    pub day: (i32, u8, u8),
}

/// The document on paper: a tagged PDF that passes PDF/UA-1.
///
/// # Errors
/// When the template is wrong, the document would not be accessible, or setting takes too long.
pub fn pdf(source: &Source) -> Result<Vec<u8>, SetError> {
    bound::within(source, |source| {
        paper::set(&readable::prepared(source)).or_else(|first| {
            // A cluster that no font has: told as code points, so that nothing is lost and the rest can be read.
            if first.lacks_glyph { paper::set(&readable::spelled(source)) } else { Err(first) }
        })
    })
}

/// The same words as HTML that stands in a page: no script, no style, no frame, only elements of a short list.
///
/// # Errors
/// As [`pdf`].
pub fn html(source: &Source) -> Result<String, SetError> {
    bound::within(source, page::set)
}
