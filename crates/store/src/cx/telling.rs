//! Telling facts to listeners and the outbox, and writing down who was read.

use super::Cx;
use crate::Failure;
use crate::tables::{AccessLog, Outbox};
use domain_events::DomainEvent;
use kernel::PersonId;

/// How deep listeners may tell further events.
const DEEPEST: usize = 3;

impl Cx<'_> {
    /// Tells a fact: it goes to the outbox, and to each listener in the order of the binary's list.
    ///
    /// # Errors
    /// When a listener refuses, which undoes the whole action, or when listeners tell too deep.
    pub fn tell(&mut self, event: &DomainEvent) -> Result<(), Failure> {
        if self.depth >= DEEPEST {
            return Err(Failure::broken(format!("{} told more than {DEEPEST} deep", event.name())));
        }
        self.told.push(Outbox {
            id: self.new_id(),
            name: event.name().into(),
            event_version: event.version(),
            person_id: event.person(),
            body: serde_json::to_value(event).map_err(|e| Failure::broken(e.to_string()))?,
            told_at: self.now(),
            position: None,
        });
        let house = self.house;
        self.depth += 1;
        for (_, listener) in house.listeners() {
            listener(self, event)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// Says which route is being answered: reads of people from here on are written down under it.
    pub fn be_at(&mut self, place: &'static str) {
        self.place = Some(place);
    }

    /// Writes down that a person was read; kept before the answer leaves. `what` stands where no route is being answered.
    pub fn note_read(&mut self, person: PersonId, what: impl Into<String>) {
        let what = self.place.map_or_else(|| what.into(), str::to_owned);
        self.note("read", Some(person), what, None);
    }

    /// Writes down that a read of a person was refused.
    pub fn note_refused(&mut self, person: PersonId, what: impl Into<String>) {
        self.note("refused", Some(person), what.into(), None);
    }

    /// Writes down which people a list or search (`manner`) showed.
    pub fn note_shown(&mut self, manner: &'static str, what: impl Into<String>, people: &[PersonId]) {
        let shown = people.iter().map(ToString::to_string).collect::<Vec<_>>();
        self.note(manner, None, what.into(), Some(serde_json::json!(shown)));
    }

    fn note(&mut self, manner: &str, person_id: Option<PersonId>, what: String, shown: Option<serde_json::Value>) {
        let again = self.reads.iter().any(|r| person_id.is_some() && r.person_id == person_id && r.manner == manner);
        if again {
            return;
        }
        let (actor_kind, actor_id, actor_name) =
            (self.actor().kind().to_owned(), self.actor().id(), self.actor().name().to_owned());
        let id = self.new_id();
        let manner = manner.to_owned();
        self.reads.push(AccessLog {
            read_at: self.now(),
            id,
            actor_kind,
            actor_id,
            actor_name,
            person_id,
            what,
            manner,
            shown,
        });
    }
}
