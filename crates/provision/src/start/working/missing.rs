//! Something without which no date can be told, and how a reader is told it.

use kernel::Date;
use kernel::words::day;
use serde::{Deserialize, Serialize};

/// Something without which no date can be told, or not for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Missing {
    /// The court's results go to no team, so it has no area.
    NoArea {
        court: String,
    },
    NoDateOfBirth,
    /// The service takes one sex only and the person's is not recorded.
    NoSex {
        service: String,
    },
    /// Nobody delivers it here; the unit named does.
    NotHere {
        unit: String,
        nearest: Option<String>,
    },
    /// No service of the catalogue delivers this requirement.
    NoService,
    /// The service does not take this person.
    NotFor {
        service: String,
        why: String,
    },
    /// The offer is there, but no group or week of it is planned.
    CapacityNotKnown {
        service: String,
    },
    /// What is planned does not reach the certainty asked for.
    NotFarEnough {
        last: Date,
    },
    /// The offer ends, and nothing after it is known.
    Ends {
        on: Date,
        why: String,
    },
    /// A service that must come first is not to be had here.
    FirstNotHere {
        service: String,
    },
    /// Services that each need the other first.
    InACircle {
        service: String,
    },
    /// What the engine could not follow.
    NotComputed {
        why: String,
    },
}

impl Missing {
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Missing::NoArea { court } => format!(
                "{court} has no area: no team hears of its results, so nothing is known of what is provided there. Route the court to a team first."
            ),
            Missing::NoDateOfBirth => {
                "The date of birth is not recorded, so services for an age cannot be told. Record it first.".into()
            }
            Missing::NoSex { service } => {
                format!("{service} takes women only, or men only, and the person\u{2019}s sex is not recorded.")
            }
            Missing::NotHere { unit, nearest: Some(nearest) } => {
                format!("Nobody delivers it in {unit}. {nearest} has it.")
            }
            Missing::NotHere { unit, nearest: None } => {
                format!("Nobody delivers it in {unit}, nor in any other delivery unit.")
            }
            Missing::NoService => {
                "It needs no place: no service of the catalogue delivers it, so there is no list to wait in.".into()
            }
            Missing::NotFor { service, why } => format!("{service} does not take this person: {why}."),
            Missing::CapacityNotKnown { service } => {
                format!("No group and no week of {service} is planned, so its capacity is not known.")
            }
            Missing::NotFarEnough { last } => {
                format!("What is planned ends on {}, which is not far enough to promise a day.", day(*last))
            }
            Missing::Ends { on, why } => format!("{why} ends on {}, and nothing after it is known.", day(*on)),
            Missing::FirstNotHere { service } => format!("{service} must come first and cannot be had here."),
            Missing::InACircle { service } => {
                format!("{service} is set down as needing itself first. Put the catalogue right.")
            }
            Missing::NotComputed { why } => format!("No date was worked out: {why}."),
        }
    }
}
