//! What Typst sees: the template, what it shares, the data and the fonts, all in memory. It asks for anything else in vain.

use crate::{Source, fonts};
use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source as Text, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World};

/// The name of the template itself, which is where setting begins.
pub const TEMPLATE: &str = "template.typ";

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features: Features = [Feature::Html].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// One document's world.
pub(crate) struct Desk {
    main: FileId,
    texts: HashMap<FileId, Text>,
    data: (FileId, Bytes),
    day: Option<Datetime>,
}

/// Ids are never given back, so there is one for each name and not one for each document.
fn id_of(name: &str) -> Option<FileId> {
    static KNOWN: LazyLock<RwLock<HashMap<String, FileId>>> = LazyLock::new(RwLock::default);
    if let Some(id) = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(name) {
        return Some(*id);
    }
    let path = VirtualPath::new(name).ok()?;
    let id = RootedPath::new(VirtualRoot::Project, path).intern();
    KNOWN.write().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), id);
    Some(id)
}

impl Desk {
    pub(crate) fn of(source: &Source) -> Result<Desk, crate::SetError> {
        let named = |name: &str| {
            id_of(name).ok_or_else(|| crate::SetError::of_limits(format!("{name:?} is no name of a part"), false))
        };
        let main = named(TEMPLATE)?;
        let mut texts = HashMap::new();
        texts.insert(main, Text::new(main, source.template.clone()));
        for (name, text) in &source.parts {
            let id = named(name)?;
            texts.insert(id, Text::new(id, text.clone()));
        }
        let data = (named("data.json")?, Bytes::from_string(source.data.to_string()));
        let (year, month, day) = source.day;
        Ok(Desk { main, texts, data, day: Datetime::from_ymd(year, month, day) })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        fonts::book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Text> {
        self.texts.get(&id).cloned().ok_or_else(|| refused(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            return Ok(self.data.1.clone());
        }
        self.texts.get(&id).map(|text| Bytes::from_string(text.clone())).ok_or_else(|| refused(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::font(index)
    }

    /// The day of the document, and not the machine's.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.day
    }
}

fn refused(id: FileId) -> FileError {
    let words =
        format!("a template can read nothing but its parts and its data, and not {}", id.vpath().get_without_slash());
    FileError::Other(Some(words.into()))
}
