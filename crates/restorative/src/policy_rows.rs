//! Minimum standards and numbers as dated rows that the service sets anew. No number of it stands in a code path.

use kernel::{Date, Permission};
use policy::{Counts, Dated, Figure, List, New, Numbers, Part, Paths, Shelf, list};
use std::sync::Arc;
use store::{Cx, Kind, Record, Result, Table, codes, record};

codes! {
    /// What a standard looks at.
    pub enum Measure {
        OfferedPerson = "offered-person",
        OfferedHarmed = "offered-harmed",
        Assessed = "assessed",
        Prepared = "prepared",
        Mediator = "mediator",
        Met = "met",
        Followed = "followed",
        Felt = "felt",
    }
}

record! {
    /// A minimum standard, from a day on.
    pub struct Standard in "restorative_standard", Kind::Reference, key ["code", "from_date"] {
        pub code: String,
        pub from_date: Date,
        pub words: String,
        /// Why it matters.
        pub why: String,
        pub measure: Measure,
        /// Within so many days, where it is a matter of time.
        pub days: Option<i64>,
        pub position: i64,
        pub ended: bool,
        pub assumed: bool,
        pub source: String,
    }
}

policy::numbers! {
    PolicyRow in "restorative_policy", of "restorative justice" {
        /// Counts below it are not shown.
        SMALL = "small_number", "Counts below this are not shown", Things, 1..=100;
        MOST_PENCE = "most_pence", "An amount above which it is taken for a slip", Pence, 1..=1_000_000_000;
        MOST_MINUTES = "most_minutes", "Minutes of a day above which it is taken for a slip", Things, 1..=1440;
    }
}

policy::changes!(PolicyChange in "restorative_policy_change");

pub(crate) const TABLES: &[&Table] =
    &[<Standard as Record>::TABLE, <PolicyRow as Record>::TABLE, <PolicyChange as Record>::TABLE];

/// The room's policy, read once.
#[derive(Debug)]
pub(crate) struct Policy {
    standards: Vec<Standard>,
    numbers: Arc<Numbers<PolicyRow>>,
}

pub(crate) fn policy(cx: &mut Cx<'_>) -> Result<Arc<Policy>> {
    cx.remembered(|cx| {
        let standards = cx.list("ORDER BY position, code, from_date", &[])?;
        Ok(Policy { standards, numbers: Numbers::read(cx)? })
    })
}

impl Policy {
    /// The standards that hold for a case that was opened on a day.
    pub(crate) fn standards(&self, opened: Date) -> Vec<&Standard> {
        let newest = |row: &&Standard| {
            let later = |s: &Standard| s.code == row.code && s.from_date > row.from_date && s.from_date <= opened;
            row.from_date <= opened && !self.standards.iter().any(later) && !row.ended
        };
        self.standards.iter().filter(newest).collect()
    }

    pub(crate) fn number(&self, name: &str, day: Date) -> Result<i64> {
        self.numbers.on(name, day)
    }
}

struct Restorative;

impl Shelf for Restorative {
    type Changes = PolicyChange;
    const PATHS: Paths = policy::paths!("/policy/restorative", "/api/v1/policy/restorative");
    const TITLE: &'static str = "Restorative justice: minimum standards";
    const ABOUT: &'static str =
        "What every case is held to, and why. A case is held to what stood on the day it was opened.";
    const READ: Permission = Permission::SignedIn;
    const SET: Permission = Permission::Administer;
    const LISTS: &'static [List] = &[
        list::<Standard>("standards", "Minimum standards", "Cases that are opened from that day on go by the new row."),
        list::<PolicyRow>(
            "numbers",
            "Numbers of restorative justice",
            "What is entered and shown from that day on goes by the new row.",
        ),
    ];
}

pub(crate) fn routes() -> Vec<web::Route> {
    policy::routes::<Restorative>()
}

fn part(name: &str, words: &str, counts: Counts, number: Option<i64>, most: u32) -> Part {
    Part {
        name: name.to_owned(),
        words: words.to_owned(),
        counts,
        number: number.and_then(|n| u32::try_from(n).ok()),
        may_be_open: false,
        least: 1,
        most,
        rising: None,
    }
}

impl Dated for Standard {
    const ORDER: &'static str = "ORDER BY position, code, from_date";

    fn code(&self) -> String {
        self.code.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let parts = self.days.map(|days| part("days", "Within", Counts::Days, Some(days), 730));
        Some(Figure {
            code: self.code.clone(),
            words: self.words.clone(),
            parts: parts.into_iter().collect(),
            from: self.from_date,
            until: self.ended.then_some(self.from_date),
            assumed: self.assumed,
            source: self.source.clone(),
            rewords: None,
            may_end: true,
        })
    }

    fn anew(&self, new: &New, source: String) -> Standard {
        let days = self.days.map(|days| new.number(0).map_or(days, i64::from));
        Standard { from_date: new.from, days, ended: new.ends, assumed: false, source, ..self.clone() }
    }
}
