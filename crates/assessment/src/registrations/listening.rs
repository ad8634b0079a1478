//! Registration of the risk of serious harm follows the assessed level, by a recorded change that names its cause; and the
//! banner's flags follow the registrations.

use super::actions::{NewRegistration, in_words, register};
use super::kinds::{Types, types};
use super::reading::live;
use domain_events::DomainEvent;
use kernel::PersonKeys;
use store::{Cx, Failure, Result};

/// What the binary lists.
pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("registration of the risk of serious harm", hear)];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    let DomainEvent::RiskLevelChanged { person, level, on } = event else { return Ok(()) };
    let keys = people::keys_of(cx, *person)?;
    let types = types(cx)?;
    let kind = types.of_risk(level, *on).ok_or_else(|| {
        Failure::broken(format!("no type of registration stands for the level {level:?} of risk of serious harm"))
    })?;
    if live(cx, &keys)?.iter().any(|s| s.registration.kind == kind.code) {
        return Ok(());
    }
    let new = NewRegistration {
        kind: kind.code.clone(),
        on: *on,
        level: None,
        category: None,
        review_on: None,
        note: "Follows the assessed level of risk of serious harm".into(),
        cause: Some(format!("The assessment changed the level to {}", level.replace('_', " "))),
    };
    register(cx, &keys, &new).map(|_| ())
}

/// Tells the banner which flags to show.
pub(crate) fn keep_flags(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
    let (standings, types) = (live(cx, keys)?, types(cx)?);
    let registered =
        standings.iter().map(|s| (s.registration.kind.as_str(), s.level.as_deref(), s.category.as_deref()));
    let flags = flags_of(&types, registered);
    people::set_flags(cx, keys, &flags)
}

/// The flags of what is registered: type, level and category; in the order of the types.
pub(crate) fn flags_of<'a>(
    types: &Types,
    registered: impl Iterator<Item = (&'a str, Option<&'a str>, Option<&'a str>)>,
) -> Vec<people::Flag> {
    let mut flags: Vec<(usize, people::Flag)> = Vec::new();
    for (code, level, category) in registered {
        let Some(kind) = types.known(code).filter(|t| t.banner) else { continue };
        let place = types.0.iter().position(|t| t.code == kind.code).unwrap_or(usize::MAX);
        let words = in_words(kind, level, category);
        flags.push((place, people::Flag { colour: people::Flag::word_of(kind.colour), words }));
    }
    flags.sort_by_key(|(place, _)| *place);
    flags.into_iter().map(|(_, flag)| flag).collect()
}

/// After a merge or its undoing the banner shows what is registered now.
pub(crate) fn keep_after_merge(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
    keep_flags(cx, keys)
}
