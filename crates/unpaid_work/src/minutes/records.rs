//! The table of minutes. An entry is added and never changed.

use kernel::{Date, EntryId, Instant, MinutesId, PersonId, RequirementId, Time};
use store::{Kind, codes, record};
use uuid::Uuid;

codes! {
    /// What minutes are of.
    pub enum MinutesKind {
        /// Worked at a session.
        Worked = "worked",
        /// Worked once, and counted for another order too.
        Concurrent = "concurrent",
        /// Came, and was stood down by the service.
        StoodDown = "stood_down",
        /// Education, training or getting ready for employment.
        Education = "education",
        /// A long way to work.
        Travel = "travel",
        /// Credit for good progress, given by the officer's power.
        Incentive = "incentive",
        /// Put right by hand, up or down, with a reason.
        Adjustment = "adjustment",
        /// Moved to or from another order or area.
        Transfer = "transfer",
    }
}

impl MinutesKind {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            MinutesKind::Worked => "Worked",
            MinutesKind::Concurrent => "Worked, hours run with another order",
            MinutesKind::StoodDown => "Stood down by the service",
            MinutesKind::Education => "Education, training and employment",
            MinutesKind::Travel => "Travel",
            MinutesKind::Incentive => "Credit for good progress",
            MinutesKind::Adjustment => "Adjustment",
            MinutesKind::Transfer => "Moved between orders or areas",
        }
    }

    /// In Welsh.
    #[must_use]
    pub fn words_cy(self) -> &'static str {
        match self {
            MinutesKind::Worked => "Gweithiwyd",
            MinutesKind::Concurrent => "Gweithiwyd, oriau'n cydredeg â gorchymyn arall",
            MinutesKind::StoodDown => "Rhyddhawyd gan y gwasanaeth",
            MinutesKind::Education => "Addysg, hyfforddiant a chyflogaeth",
            MinutesKind::Travel => "Teithio",
            MinutesKind::Incentive => "Credyd am gynnydd da",
            MinutesKind::Adjustment => "Addasiad",
            MinutesKind::Transfer => "Symudwyd rhwng gorchmynion neu ardaloedd",
        }
    }
}

record! {
    /// An entry of the account of a requirement.
    pub struct Minutes in "work_minutes", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: MinutesId,
        pub requirement_id: RequirementId,
        pub kind: MinutesKind,
        /// What there is to count, without the penalty; below nought for what leaves the account.
        pub minutes: i64,
        pub done_on: Date,
        pub starts: Option<Time>,
        pub ends: Option<Time>,
        /// Minutes taken off, such as for coming late or not working.
        pub penalty: i64,
        /// The booking of a session that it comes from.
        pub booking_id: Option<EntryId>,
        /// The first entry of which this one is a correction; itself where it is the first. It keeps the place in the order.
        pub first_id: MinutesId,
        /// The entry that this one takes back.
        pub takes_back: Option<MinutesId>,
        /// The entry of the other requirement, for minutes that were moved or count twice.
        pub other_id: Option<MinutesId>,
        /// The area from which or to which minutes were moved.
        pub elsewhere: Option<String>,
        pub reason: Option<String>,
        pub recorded_at: Instant,
        pub author_id: Option<Uuid>,
        pub author_name: String,
    }
}

/// The entries that stand: neither taken back nor taking back.
pub(crate) fn standing(all: &[Minutes]) -> impl Iterator<Item = &Minutes> {
    let gone: std::collections::HashSet<MinutesId> = all.iter().filter_map(|e| e.takes_back).collect();
    all.iter().filter(move |e| e.takes_back.is_none() && !gone.contains(&e.id))
}
