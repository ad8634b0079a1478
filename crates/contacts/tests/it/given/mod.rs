//! What the stories of the log begin with: a house with the log in it, officers, and somebody to meet.

pub(crate) mod http;

use contacts::{Answer, Contact, NewContact};
use kernel::{Actor, Date, Permission, PersonKeys, StaffId, Time, UserId};
use migrations::trial::{Rooms, on_both};
use std::sync::Arc;
use store::{Asker, Cx, House, Result};

/// A Monday.
pub(crate) const TODAY: Date = kernel::date(2026, 11, 23);

pub(crate) fn on_each(test: impl Fn(House)) {
    on_both(&Rooms::with(&[files::TABLES, contacts::TABLES]).hearing(contacts::LISTENERS), TODAY, test);
}

pub(crate) fn time(hour: i8, minute: i8) -> Time {
    Time::constant(hour, minute, 0, 0)
}

/// An office appointment at ten.
pub(crate) fn office(date: Date) -> NewContact {
    NewContact { place: Some("Zedbury office".into()), ..NewContact::of("COAP", date).at(time(10, 0), time(10, 30)) }
}

pub(crate) fn attended() -> Answer {
    Answer { outcome: "ATTC".into(), ..Answer::default() }
}

/// Somebody who signs in.
pub(crate) struct Officer<'h> {
    house: &'h House,
    asker: Asker,
    pub(crate) staff: StaffId,
}

impl<'h> Officer<'h> {
    pub(crate) fn new(house: &'h House, name: &str) -> Officer<'h> {
        Officer::may(house, name, &[Permission::ReadPeople, Permission::ReadSensitive, Permission::RecordContacts])
    }

    /// One who reads but does not record.
    pub(crate) fn reader(house: &'h House, name: &str) -> Officer<'h> {
        Officer::may(house, name, &[Permission::ReadPeople])
    }

    fn may(house: &'h House, name: &str, permissions: &[Permission]) -> Officer<'h> {
        let system = Asker::system("test");
        let (id, staff): (UserId, StaffId) = house.read(&system, |cx| Ok((cx.new_id(), cx.new_id()))).unwrap();
        let actor = Actor::User { id, staff: Some(staff), name: name.into() };
        Officer { house, asker: Asker { actor, permissions: Arc::new(permissions.iter().copied().collect()) }, staff }
    }

    pub(crate) fn somebody(&self) -> PersonKeys {
        PersonKeys::alone(self.house.read(&self.asker, |cx| Ok(cx.new_id())).unwrap())
    }

    pub(crate) fn signed(&self, new: NewContact) -> NewContact {
        NewContact { staff: Some(self.staff), ..new }
    }

    pub(crate) fn arranges(&self, person: &PersonKeys, new: NewContact) -> Contact {
        self.writes(|cx| contacts::arrange(cx, person, new.clone())).unwrap()
    }

    pub(crate) fn records(&self, person: &PersonKeys, new: NewContact) -> Contact {
        self.writes(|cx| contacts::record(cx, person, new.clone())).unwrap()
    }

    pub(crate) fn writes<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
        self.house.write(&self.asker, work)
    }

    pub(crate) fn reads<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
        self.house.read(&self.asker, work).unwrap()
    }
}
