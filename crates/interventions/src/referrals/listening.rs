//! Lists go to whoever holds the person now.

use super::store::keep_lines;
use domain_events::DomainEvent;
use store::{Cx, Listener, Result};

pub(crate) const LISTENERS: &[(&str, Listener)] = &[("referrals, for who holds the person", hear)];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::Allocated { person, .. }
        | E::Unallocated { person, .. }
        | E::CoverArranged { person, .. }
        | E::CoverEnded { person, .. }
        | E::PersonMerged { person, .. } => keep_lines(cx, *person),
        _ => Ok(()),
    }
}
