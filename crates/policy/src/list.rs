//! What a room says of its lists: where their pages stand, who may set them, how each row is read as a figure, and the row
//! that follows one.

use crate::Kept;
use crate::rules::{Figure, New};
use kernel::Permission;
use store::{Cx, Failure, Record, Result};
use web::Markup;
use web::form::Form;

/// A room's lists together.
pub trait Shelf: 'static {
    /// Where who set what is kept.
    type Changes: Kept;
    const PATHS: Paths;
    const TITLE: &'static str;
    /// What somebody should know before they read the lists.
    const ABOUT: &'static str;
    const READ: Permission;
    const SET: Permission;
    const LISTS: &'static [List];
}

/// The addresses of a shelf, made by [`paths!`](crate::paths).
#[derive(Clone, Copy, Debug)]
pub struct Paths {
    pub index: &'static str,
    pub list: &'static str,
    pub one: &'static str,
    pub confirm: &'static str,
    pub add: &'static str,
    pub api: &'static str,
    pub api_one: &'static str,
}

/// The addresses below a page and below a call.
#[macro_export]
macro_rules! paths {
    ($page:literal, $api:literal) => {
        $crate::Paths {
            index: $page,
            list: concat!($page, "/{list}"),
            one: concat!($page, "/{list}/{code}"),
            confirm: concat!($page, "/{list}/{code}/confirm"),
            add: concat!($page, "/{list}/add"),
            api: $api,
            api_one: concat!($api, "/{list}/{code}"),
        }
    };
}

/// A row of policy that can be set anew.
pub trait Dated: Record + Clone {
    /// In which order the list shows its rows.
    const ORDER: &'static str;

    /// As it is named within its list.
    fn code(&self) -> String;

    /// Nothing where the row has nothing to set.
    fn figure(&self) -> Option<Figure>;

    /// The row as it is to hold from a day.
    fn anew(&self, new: &New, source: String) -> Self;

    /// Writes the row that follows `before`.
    ///
    /// # Errors
    /// When the database fails.
    fn keep(cx: &mut Cx<'_>, _before: &Self, row: &Self) -> Result<()> {
        cx.insert(row)
    }
}

/// One list of rows.
pub struct List {
    pub code: &'static str,
    pub title: &'static str,
    /// To what a new row applies.
    pub about: &'static str,
    /// How something that the list does not have yet is added, where that is possible.
    pub adding: Option<Adding>,
    pub(crate) read: fn(&mut Cx<'_>) -> Result<Vec<Figure>>,
    pub(crate) follow: fn(&mut Cx<'_>, &Figure, &New) -> Result<()>,
}

/// How a list is added to. The first day and the reason are asked for beside these fields.
#[derive(Clone, Copy)]
pub struct Adding {
    pub title: &'static str,
    pub fields: fn(&mut Cx<'_>, &Form) -> Result<Markup>,
    /// Reads the fields and writes the row, which holds from the day of `New` on.
    pub make: fn(&mut Cx<'_>, &mut Form, &New) -> Result<Made>,
}

/// What was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub code: String,
    pub words: String,
}

/// A list whose rows are of one kind.
#[must_use]
pub const fn list<R: Dated>(code: &'static str, title: &'static str, about: &'static str) -> List {
    List { code, title, about, adding: None, read: read::<R>, follow: follow::<R> }
}

impl List {
    /// The same list, which can be added to.
    #[must_use]
    pub const fn with(mut self, adding: Adding) -> List {
        self.adding = Some(adding);
        self
    }
}

fn read<R: Dated>(cx: &mut Cx<'_>) -> Result<Vec<Figure>> {
    Ok(cx.list::<R>(R::ORDER, &[])?.iter().filter_map(Dated::figure).collect())
}

fn follow<R: Dated>(cx: &mut Cx<'_>, now: &Figure, new: &New) -> Result<()> {
    let rows = cx.list::<R>(R::ORDER, &[])?;
    let before = rows.iter().find(|row| row.code() == now.code && row.figure().is_some_and(|f| f.from == now.from));
    let before = before.ok_or(Failure::NotFound)?;
    R::keep(cx, before, &before.anew(new, new.source()))
}
