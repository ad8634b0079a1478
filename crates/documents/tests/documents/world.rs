//! A delivery unit with an office, an officer, and people under orders whose next appointment is in the diary.

use access::trial::{Trial, user};
use documents::{Source, Typesetter};
use domain_events::DomainEvent;
use kernel::{Crn, Date, OfficeId, PersonId, PersonKeys, StaffId, TeamId, Time, date};
use migrations::trial::{Rooms, on_both};
use organisation::{
    NewOffice, NewRegion, NewStaff, NewTeam, NewUnit, TeamPurpose, add_office, add_region, add_staff, add_unit,
    open_team, set_default_team,
};
use people::{NewAddress, NewPerson};
use sentences::{NewEvent, OrderFacts, Origin};
use store::{Asker, House, Result};
use uuid::Uuid;

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 11, 23);

#[derive(Clone, Copy)]
pub(crate) struct World {
    pub(crate) team: TeamId,
    pub(crate) staff: StaffId,
    office: OfficeId,
}

pub(crate) fn asker() -> Asker {
    Asker::system("test")
}

/// Says what it was given, so that a test can tell whether the same was set again.
pub(crate) fn echo() -> Typesetter {
    Typesetter {
        name: "echo 1",
        pdf: |source: &Source| Ok(format!("%PDF-1.7\n{}\n{}", source.title, source.data).into_bytes()),
        page: |source: &Source| Ok(format!("<p>{}</p>", source.title)),
    }
}

/// Runs a test on both databases with the world in it, and a typesetter that repeats.
pub(crate) fn on_each(test: impl Fn(House, World)) {
    let documents = documents::tables();
    let tables = [
        &documents[..],
        access::TABLES,
        files::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
    ];
    let listeners = [access::LISTENERS, people::LISTENERS, sentences::LISTENERS, contacts::LISTENERS].concat();
    on_both(&Rooms::with(&tables).hearing(&listeners), TODAY, |house| {
        let house = house.with_part(law::Law::shipped()).with_part(echo());
        let world = house.write(&asker(), |cx| {
            people::seed(cx)?;
            contacts::seed(cx)?;
            documents::seed(cx)?;
            world(cx)
        });
        test(house, world.unwrap());
    });
}

fn world(cx: &mut store::Cx<'_>) -> Result<World> {
    let from = date(2020, 1, 1);
    let region = NewRegion { code: "R01".into(), name: "Aldermere".into(), serves_in_welsh: true, start_date: from };
    let region = add_region(cx, region)?.id;
    let unit = add_unit(cx, NewUnit { region, code: "R01A".into(), name: "Wexmere".into(), start_date: from })?.id;
    let office = add_office(
        cx,
        NewOffice {
            unit,
            code: "WEX".into(),
            name: "Wexmere office".into(),
            address: "2 Mill Road, Wexmere".into(),
            postcode: "ZA1 1AB".into(),
            telephone: Some("020 7946 0001".into()),
            start_date: from,
        },
    )?
    .id;
    let (code, name, purpose) = ("R01A01".into(), "Wexmere 1".into(), TeamPurpose::Supervision);
    let team = NewTeam { unit, code, name, purpose, telephone: None, email: None, start_date: from };
    let team = open_team(cx, team)?.id;
    set_default_team(cx, region, team)?;
    let new = NewStaff {
        code: "R01A01A".into(),
        forename: "Priya".into(),
        surname: "Shah".into(),
        grade: "PO".into(),
        weekly_minutes: 2220,
        telephone: Some("020 7946 0002".into()),
        email: None,
        team,
        start_date: from,
    };
    Ok(World { team, staff: add_staff(cx, new)?.id, office })
}

impl World {
    /// Somebody under a community order with an officer, an address and an appointment next Monday.
    pub(crate) fn person(&self, house: &House, first: &str, letters: Option<&str>) -> (PersonId, Crn) {
        let address = NewAddress {
            building: Some("12".into()),
            street: Some("High Street".into()),
            town: Some("Wexmere".into()),
            postcode: Some("ZA1 2CD".into()),
            from: Some(date(2025, 1, 1)),
            ..NewAddress::default()
        };
        let new = NewPerson {
            first_name: first.into(),
            last_name: "Example".into(),
            born: Some(date(1990, 2, 3)),
            address: Some(address),
            letters: letters.map(str::to_owned),
            ..NewPerson::default()
        };
        let person = house.write(&asker(), |cx| people::create(cx, new.clone())).unwrap();
        let keys = PersonKeys::alone(person.person_id);
        house.write(&asker(), |cx| self.begin(cx, &keys)).unwrap();
        (person.person_id, person.crn)
    }

    fn begin(&self, cx: &mut store::Cx<'_>, keys: &PersonKeys) -> Result<()> {
        let event = NewEvent {
            origin: Origin::Voluntary,
            referred_on: TODAY,
            taken_on: Some(TODAY),
            court_id: None,
            court_name: None,
            notes: None,
            source_key: None,
        };
        let event = sentences::open_event(cx, keys, &event)?;
        let order = OrderFacts {
            sentence: "CO".into(),
            court_id: None,
            court_name: Some("Wexmere Magistrates’ Court".into()),
            made_on: date(2026, 6, 1),
            starts_on: None,
            ends_on: Some(date(2027, 5, 31)),
            custody_term: None,
            operational_period: None,
            supervision_period: None,
            notes: None,
        };
        sentences::record_order(cx, keys, event, &order, &[])?;
        let (person, allocation) = (keys.survivor, cx.new_id::<Uuid>().into());
        cx.tell(&DomainEvent::Allocated { person, allocation, staff: self.staff, team: self.team, on: TODAY })?;
        let meeting = contacts::NewContact {
            start: Some(Time::constant(9, 30, 0, 0)),
            end: Some(Time::constant(10, 0, 0, 0)),
            staff: Some(self.staff),
            team: Some(self.team),
            office: Some(self.office),
            clash_allowed: true,
            ..contacts::NewContact::of("COAP", date(2026, 11, 30))
        };
        contacts::arrange(cx, keys, meeting)?;
        Ok(())
    }
}

/// The room's pages with those they lead to, and a practitioner.
pub(crate) fn trial(house: House) -> Trial {
    user(&house, "priya", "practitioner");
    user(&house, "reader", "reader");
    user(&house, "admin", "administrator");
    Trial::of(house, &[people::routes(), documents::routes()])
}
