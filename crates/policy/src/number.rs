//! Numbers of a room's policy: one table of dated rows a room, declared by [`numbers!`](crate::numbers) with what each number
//! is, read once and set anew by the pages of the shelf.
//!
//! Always true: a number that nobody set for a day is a fault and never a default; a row is followed and never changed.

use crate::list::Dated;
use crate::rules::{Counts, Figure, New, Part};
use kernel::Date;
use std::sync::Arc;
use store::{Cx, Failure, Record, Result};

/// One number that a room's policy has.
#[derive(Clone, Copy, Debug)]
pub struct NumberKind {
    pub name: &'static str,
    /// As its page names it.
    pub words: &'static str,
    pub counts: Counts,
    pub least: u32,
    pub most: u32,
}

/// What a row says.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub name: &'a str,
    pub from: Date,
    pub number: i64,
    pub assumed: bool,
    pub source: &'a str,
}

/// A row of a room's numbers.
pub trait Numbered: Record + Clone + Send + Sync + 'static {
    /// Whose policy it is, as an error names it.
    const OF: &'static str;
    const KINDS: &'static [NumberKind];
    fn told(&self) -> Told<'_>;
    /// The row that follows from a day on.
    fn following(&self, from: Date, number: i64, source: String) -> Self;
}

/// Declares a room's numbers: the table, a constant for the name of each, what it counts and between which limits it is set.
///
/// ```ignore
/// policy::numbers! {
///     PolicyRow in "court_policy", of "courts" {
///         /// Working days in which a request is answered.
///         ANSWER_DAYS = "answer_days", "From a request to its answer", WorkingDays, 1..=366;
///     }
/// }
/// ```
#[macro_export]
macro_rules! numbers {
    ($row:ident in $table:literal, of $of:literal {
        $($(#[$doc:meta])* $constant:ident = $name:literal, $words:literal, $counts:ident, $least:literal..=$most:literal;)*
    }) => {
        store::record! {
            /// A number of the policy, from a day on.
            pub struct $row in $table, store::Kind::Reference, key ["name", "from_date"] {
                pub name: String,
                pub from_date: kernel::Date,
                pub number: i64,
                /// Nobody has published it: the service's own choice, or custom of the field.
                pub assumed: bool,
                pub source: String,
            }
        }

        $($(#[$doc])* pub(crate) const $constant: &str = $name;)*

        impl $crate::Numbered for $row {
            const OF: &'static str = $of;
            const KINDS: &'static [$crate::NumberKind] = &[$($crate::NumberKind {
                name: $constant,
                words: $words,
                counts: $crate::Counts::$counts,
                least: $least,
                most: $most,
            }),*];

            fn told(&self) -> $crate::Told<'_> {
                let $row { name, from_date, number, assumed, source } = self;
                $crate::Told { name, from: *from_date, number: *number, assumed: *assumed, source }
            }

            fn following(&self, from_date: kernel::Date, number: i64, source: String) -> $row {
                $row { from_date, number, assumed: false, source, ..self.clone() }
            }
        }
    };
}

impl<R: Numbered> Dated for R {
    const ORDER: &'static str = "ORDER BY name, from_date";

    fn code(&self) -> String {
        self.told().name.to_owned()
    }

    /// A name that the program no longer knows is shown as it is, and can be set to anything.
    fn figure(&self) -> Option<Figure> {
        let told = self.told();
        let kind = R::KINDS.iter().find(|kind| kind.name == told.name);
        let part = Part {
            name: "number".to_owned(),
            words: "Number".to_owned(),
            counts: kind.map_or(Counts::Things, |kind| kind.counts),
            number: u32::try_from(told.number).ok(),
            may_be_open: false,
            least: kind.map_or(0, |kind| kind.least),
            most: kind.map_or(u32::MAX, |kind| kind.most),
            rising: None,
        };
        Some(Figure {
            code: told.name.to_owned(),
            words: kind.map_or(told.name, |kind| kind.words).to_owned(),
            parts: vec![part],
            from: told.from,
            until: None,
            assumed: told.assumed,
            source: told.source.to_owned(),
            rewords: None,
            may_end: false,
        })
    }

    fn anew(&self, new: &New, source: String) -> R {
        self.following(new.from, new.number(0).map_or(self.told().number, i64::from), source)
    }
}

/// A room's numbers, all of them.
#[derive(Clone, Debug)]
pub struct Numbers<R>(Vec<R>);

impl<R> Default for Numbers<R> {
    fn default() -> Numbers<R> {
        Numbers(Vec::new())
    }
}

impl<R: Numbered> Numbers<R> {
    /// As they are written, remembered until one changes.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(cx: &mut Cx<'_>) -> Result<Arc<Numbers<R>>> {
        cx.remembered(|cx| Ok(Numbers::of(cx.list::<R>(R::ORDER, &[])?)))
    }

    /// Of rows in the order of their names and days.
    #[must_use]
    pub fn of(rows: Vec<R>) -> Numbers<R> {
        Numbers(rows)
    }

    /// A number on a day.
    ///
    /// # Errors
    /// When the policy does not say it.
    pub fn on(&self, name: &str, day: Date) -> Result<i64> {
        self.row(name, day).map(|row| row.told().number)
    }

    /// The row that says a number on a day.
    ///
    /// # Errors
    /// As [`unsaid`] says.
    pub fn row(&self, name: &str, day: Date) -> Result<&R> {
        let named = || self.0.iter().filter(|row| row.told().name == name);
        let holds = |row: &&R| row.told().from <= day;
        named().rfind(holds).ok_or_else(|| unsaid(R::OF, name, day, named().map(|row| row.told().from).min()))
    }
}
/// What to answer where a policy says nothing of a day: somebody named a day before it began, or it never says it, which is
/// for whoever runs the service to mend.
#[must_use]
pub fn unsaid(of: &str, name: &str, day: Date, first: Option<Date>) -> Failure {
    match first {
        Some(first) => {
            let (day, first) = (day.strftime("%-d %B %Y"), first.strftime("%-d %B %Y"));
            let words = format!("The policy of {of} begins on {first} and says nothing for {day}. Choose a later day");
            Failure::refused("", "before_policy", words)
        }
        None => Failure::broken(format!("the policy of {of} has no {name}")),
    }
}
