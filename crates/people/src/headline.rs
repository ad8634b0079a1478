//! What the banner of every page of a person says beside the name: officer and tier. Heard from the rooms that decide
//! them; a view of ids, rebuildable from theirs.

use crate::open::OpenPerson;
use crate::sight;
use domain_events::DomainEvent;
use kernel::{PersonId, StaffId};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Cx, Kind, Result, params, record};
use web::ui::{Colour, Frame, PersonBanner, Tab, sub_navigation};

record! {
    /// What other rooms told of a person.
    pub struct Headline in "person_headline", Kind::View, key ["person_id"] {
        pub person_id: PersonId,
        /// The responsible officer.
        pub staff_id: Option<StaffId>,
        pub tier: Option<String>,
        /// The flags to show, a list of [`Flag`].
        pub flags: Option<serde_json::Value>,
    }
}

/// A flag that the banner shows, as the room that registers it tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// The word of a colour.
    pub colour: String,
    pub words: String,
}

impl Flag {
    /// The word under which a colour is kept.
    #[must_use]
    pub fn word_of(colour: Colour) -> String {
        format!("{colour:?}").to_lowercase()
    }

    fn colour(&self) -> Colour {
        let all = [Colour::Red, Colour::Orange, Colour::Yellow, Colour::Green, Colour::Teal, Colour::Purple];
        all.into_iter().find(|c| Flag::word_of(*c) == self.colour).unwrap_or(Colour::Grey)
    }
}

/// Tells the banner which flags to show, the weightiest first.
///
/// # Errors
/// When the database fails.
pub fn set_flags(cx: &mut Cx<'_>, keys: &kernel::PersonKeys, flags: &[Flag]) -> Result<()> {
    let known = cx.get::<Headline>(params![keys.survivor])?;
    let nothing = Headline { person_id: keys.survivor, staff_id: None, tier: None, flags: None };
    let list = serde_json::to_value(flags).map_err(|e| store::Failure::broken(e.to_string()))?;
    let flags = (!flags.is_empty()).then_some(list);
    cx.save(&Headline { flags, ..known.unwrap_or(nothing) })
}

/// Keeps up with allocation and tier.
///
/// # Errors
/// When the database fails.
pub(crate) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    let person = match event {
        DomainEvent::Allocated { person, .. }
        | DomainEvent::Unallocated { person, .. }
        | DomainEvent::TierRecorded { person, .. } => *person,
        _ => return Ok(()),
    };
    let known = cx.get::<Headline>(params![person])?;
    let mut headline = known.unwrap_or(Headline { person_id: person, staff_id: None, tier: None, flags: None });
    match event {
        DomainEvent::Allocated { staff, .. } => headline.staff_id = Some(*staff),
        DomainEvent::Unallocated { .. } => headline.staff_id = None,
        DomainEvent::TierRecorded { tier, .. } => headline.tier = Some(tier.clone()),
        _ => {}
    }
    cx.save(&headline)
}

/// Headlines that came with their people.
#[derive(Default)]
struct AtHand(HashMap<PersonId, Option<Headline>>);

pub(crate) fn at_hand(cx: &mut Cx<'_>, person: PersonId, headline: Option<Headline>) {
    if let Some(AtHand(known)) = cx.at_hand() {
        known.insert(person, headline);
    }
}

/// The responsible officer, as allocation told; none where nobody is responsible.
///
/// # Errors
/// When the database fails.
pub fn responsible_officer(cx: &mut Cx<'_>, person: PersonId) -> Result<Option<StaffId>> {
    Ok(headline(cx, person)?.and_then(|h| h.staff_id))
}

fn headline(cx: &mut Cx<'_>, person: PersonId) -> Result<Option<Headline>> {
    let known = cx.at_hand().and_then(|AtHand(known)| known.get(&person).cloned());
    known.map_or_else(|| cx.get::<Headline>(params![person]), Ok)
}

/// The banner of the person's pages.
///
/// # Errors
/// When the database fails.
pub fn banner(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let headline = headline(cx, open.keys.survivor)?;
    let officer = headline.as_ref().and_then(|h| h.staff_id).map(|s| sight::officer(cx, s)).transpose()?.flatten();
    let mut facts = Vec::new();
    let told = headline.as_ref().and_then(|h| h.flags.clone());
    let told: Vec<Flag> = told.and_then(|list| serde_json::from_value(list).ok()).unwrap_or_default();
    if let Some(tier) = headline.and_then(|h| h.tier) {
        facts.push(("Tier".to_owned(), html! { (tier) }));
    }
    if let Some(preferred) = &open.person.preferred_name {
        facts.push(("Known as".to_owned(), html! { (preferred) }));
    }
    let mut flags = Vec::new();
    if let Some(died) = open.person.died {
        flags.push((Colour::Grey, format!("Died {}", web::ui::day(died))));
    }
    flags.extend(told.into_iter().map(|flag| (flag.colour(), flag.words)));
    let banner = PersonBanner {
        name: open.name(),
        crn: open.crn.clone(),
        href: open.path(""),
        born: open.person.born,
        today: cx.today(),
        officer,
        facts,
        flags,
    };
    Ok(banner.show())
}

/// The pages of a person; `current` is the words of the one that is shown.
#[must_use]
pub fn tabs(open: &OpenPerson, current: &str) -> Markup {
    let pages = [
        ("Overview", ""),
        ("Details", "/details"),
        ("Sentence", "/sentence"),
        ("Compliance", "/compliance"),
        ("Interventions", "/interventions"),
        ("Risk", "/risk"),
        ("Assess and plan", "/assessment"),
        ("Contacts", "/contacts"),
        ("Documents", "/documents"),
        ("Access", "/access"),
    ];
    let tabs = pages.map(|(words, path)| Tab::new(open.path(path), words).current(words == current));
    sub_navigation("Pages about this person", &tabs)
}

/// The frame of a page about a person, with banner and tabs.
///
/// # Errors
/// When the database fails.
pub fn frame(req: &web::Request, cx: &mut Cx<'_>, open: &OpenPerson, current: &str) -> Result<Frame> {
    let banner = banner(cx, open)?;
    Ok(req.frame().about(open.name()).person(banner, tabs(open, current)))
}

/// The frame of a page about the person with this CRN, for the room below that has pages about people.
///
/// # Errors
/// As [`crate::open`].
pub fn frame_of_crn(req: &web::Request, cx: &mut Cx<'_>, crn: &kernel::Crn, current: &str) -> Result<Frame> {
    let open = crate::open(cx, crn)?;
    frame(req, cx, &open, current)
}

/// Takes the headline of an absorbed record along where the survivor has none.
///
/// # Errors
/// When the database fails.
pub(crate) fn hear_merge(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    let DomainEvent::PersonMerged { person, absorbed } = event else {
        return Ok(());
    };
    if cx.get::<Headline>(params![*person])?.is_none()
        && let Some(known) = cx.get::<Headline>(params![*absorbed])?
    {
        cx.save(&Headline { person_id: *person, ..known })?;
    }
    Ok(())
}
