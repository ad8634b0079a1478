//! A small town: an office with a telephone, Ann who supervises, Ffion with a mobile, and a port that remembers what left.

use access::trial::{Browser, Program, Trial, user_of};
use contacts::{Contact, MovedBy, NewContact, NewTime};
use documents::messages::{
    Channel, Consent, Handed, Handing, NewAgreement, Outlet, Port, Report, SaidHow, Sending, Trouble, Words,
};
use jiff::civil::date;
use kernel::{Clock, ContactId, Crn, Date, Instant, OfficeId, Permission, PersonId, PersonKeys, StaffId, Time};
use law::Law;
use migrations::trial::{Rooms, on_both, on_sqlite};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use store::{Asker, Cx, House, Result};
use uuid::Uuid;

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 11, 23);
pub(crate) const MOBILE: &str = "07700 900123";

/// A message that left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gone {
    pub(crate) to: String,
    pub(crate) body: String,
    pub(crate) handing: Handing,
}

/// Remembers what it was given, and answers as it is told to; "handed over" otherwise.
#[derive(Clone, Default)]
pub(crate) struct Remembering {
    pub(crate) gone: Arc<Mutex<Vec<Gone>>>,
    pub(crate) answers: Arc<Mutex<VecDeque<std::result::Result<Handed, Trouble>>>>,
    pub(crate) reports: Arc<Mutex<VecDeque<Report>>>,
    /// Says of itself that what it is given leaves this machine.
    leaving: Arc<AtomicBool>,
    /// Dies once, after it has taken the next message.
    dying: Arc<AtomicBool>,
}

impl Remembering {
    fn take(&self, to: &str, body: &str, handing: Handing) -> std::result::Result<Handed, Trouble> {
        let answer = self.answers.lock().unwrap().pop_front();
        let answer = answer.unwrap_or(Ok(Handed::Over { provider_id: None }));
        let known = handing.again && self.gone().iter().any(|g| g.handing.reference == handing.reference);
        if answer.is_ok() && !known {
            self.gone.lock().unwrap().push(Gone { to: to.into(), body: body.into(), handing });
        }
        assert!(!self.dying.swap(false, Ordering::SeqCst), "the server dies here");
        answer
    }

    pub(crate) fn leaves(&self) {
        self.leaving.store(true, Ordering::SeqCst);
    }

    pub(crate) fn dies(&self) {
        self.dying.store(true, Ordering::SeqCst);
    }

    pub(crate) fn gone(&self) -> Vec<Gone> {
        self.gone.lock().unwrap().clone()
    }

    pub(crate) fn answers(&self, answer: std::result::Result<Handed, Trouble>) {
        self.answers.lock().unwrap().push_back(answer);
    }
}

impl Port for Remembering {
    fn name(&self) -> &'static str {
        "A trial"
    }

    fn stays_here(&self) -> bool {
        !self.leaving.load(Ordering::SeqCst)
    }

    fn text(&self, number: &str, words: &Words, handing: Handing) -> std::result::Result<Handed, Trouble> {
        self.take(number, &words.body, handing)
    }

    fn email(
        &self,
        address: &str,
        words: &Words,
        pdf: Option<&[u8]>,
        handing: Handing,
    ) -> std::result::Result<Handed, Trouble> {
        let pdf = pdf.map(String::from_utf8_lossy).unwrap_or_default();
        self.take(address, &format!("{}{pdf}", words.body), handing)
    }

    fn post(&self, address: &str, pdf: &[u8], handing: Handing) -> std::result::Result<Handed, Trouble> {
        self.take(address, &String::from_utf8_lossy(pdf), handing)
    }

    fn ask(&self, _: &str) -> std::result::Result<Report, Trouble> {
        Ok(self.reports.lock().unwrap().pop_front().unwrap_or(Report::OnItsWay))
    }
}

pub(crate) struct Town {
    trial: Trial,
    pub(crate) port: Remembering,
    pub(crate) crn: Crn,
    pub(crate) person: PersonId,
    pub(crate) office: OfficeId,
    pub(crate) ann: StaffId,
}

fn rooms() -> Rooms {
    let own = documents::tables();
    let tables = [
        access::TABLES,
        files::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
        &own,
    ];
    Rooms::with(&tables)
        .hearing(people::LISTENERS)
        .hearing(sentences::LISTENERS)
        .hearing(contacts::LISTENERS)
        .hearing(&documents::listeners())
}

pub(crate) fn on_each(test: impl Fn(&Town)) {
    on_both(&rooms(), TODAY, |house| test(&town(house)));
}

pub(crate) fn on_one(test: impl Fn(&Town)) {
    on_sqlite(&rooms(), TODAY, |house| test(&town(house)));
}

/// A town whose house was not given a port.
pub(crate) fn on_one_without_a_port(test: impl Fn(&House, PersonId)) {
    on_sqlite(&rooms(), TODAY, |house| {
        let house = house.with_part(Law::shipped());
        let created = house.write(&Asker::system("town"), |cx| people::create(cx, ffion())).unwrap();
        test(&house, created.person_id);
    });
}

fn town(house: House) -> Town {
    let port = Remembering::default();
    let press = documents::Typesetter {
        name: "echo",
        pdf: |source| Ok(format!("%PDF-1.7 {}", source.title).into_bytes()),
        page: |source| Ok(format!("<p>{}</p>", source.title)),
    };
    let house = house.with_part(Law::shipped()).with_part(Outlet::of(port.clone())).with_part(press);
    let asker = Asker::system("town");
    house
        .write(&asker, |cx| {
            cx.describe("Put in the shipped lists", None);
            people::seed(cx)?;
            contacts::seed(cx)?;
            documents::seed(cx)
        })
        .unwrap();
    let (office, ann) = house.write(&asker, places).unwrap();
    user_of(&house, "ann", "practitioner", Some(ann));
    user_of(&house, "cal", "reader", None);
    user_of(&house, "root", "administrator", None);
    let created = house.write(&asker, |cx| people::create(cx, ffion())).unwrap();
    let trial = Trial::of(house, &[people::routes(), contacts::routes(), documents::routes()]);
    Town { trial, port, crn: created.crn, person: created.person_id, office, ann }
}

fn places(cx: &mut Cx<'_>) -> Result<(OfficeId, StaffId)> {
    let start_date = date(2020, 1, 1);
    let region =
        organisation::NewRegion { code: "Z01".into(), name: "Zedshire".into(), serves_in_welsh: false, start_date };
    let region = organisation::add_region(cx, region)?.id;
    let unit = organisation::NewUnit { region, code: "Z01A".into(), name: "Zedbury".into(), start_date };
    let unit = organisation::add_unit(cx, unit)?.id;
    let office = organisation::NewOffice {
        unit,
        code: "Z01AOF1".into(),
        name: "Zedbury Probation Office".into(),
        address: "1 High Street, Zedbury".into(),
        postcode: "ZA1 1AA".into(),
        telephone: Some("020 7946 0123".into()),
        start_date,
    };
    let office = organisation::add_office(cx, office)?.id;
    let team = organisation::NewTeam {
        unit,
        code: "Z01A01".into(),
        name: "Zedbury 1".into(),
        purpose: organisation::TeamPurpose::Supervision,
        telephone: None,
        email: None,
        start_date,
    };
    let team = organisation::open_team(cx, team)?.id;
    let ann = organisation::NewStaff {
        code: "Z01A01A".into(),
        forename: "Ann".into(),
        surname: "Bell".into(),
        grade: "PO".into(),
        weekly_minutes: 2220,
        telephone: None,
        email: None,
        team,
        start_date,
    };
    Ok((office, organisation::add_staff(cx, ann)?.id))
}

fn ffion() -> people::NewPerson {
    people::NewPerson {
        first_name: "Ffion".into(),
        last_name: "Pugh-Rees".into(),
        born: Some(date(1990, 5, 1)),
        mobile: Some(MOBILE.into()),
        address: Some(people::NewAddress {
            building: Some("12".into()),
            street: Some("High Street".into()),
            town: Some("Zedbury".into()),
            postcode: Some("ZA1 2CD".into()),
            ..people::NewAddress::default()
        }),
        came_from: "Test".into(),
        ..people::NewPerson::default()
    }
}

/// Does what the workers beside a server do, until nothing is due.
pub(crate) fn work(house: &House) {
    documents::messages::look_at_reminders(house).unwrap();
    let server = Uuid::from_u128(1);
    while let Some(job) = house.claim_job(server).unwrap() {
        let run = documents::jobs().into_iter().find(|(kind, _)| *kind == job.kind).unwrap().1;
        let done = run(house, &job.body).map_err(|e| e.to_string());
        assert_eq!(done, Ok(()), "{}", job.kind);
        house.close_job(&job, done).unwrap();
    }
}

impl Town {
    pub(crate) fn house(&self) -> &House {
        self.trial.house()
    }

    pub(crate) fn signed_in(&self, login: &str) -> Browser<'_> {
        self.trial.signed_in(login)
    }

    pub(crate) fn program(&self, scopes: &[Permission]) -> Program<'_> {
        self.trial.program(scopes)
    }

    pub(crate) fn keys(&self) -> PersonKeys {
        PersonKeys::alone(self.person)
    }

    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/people/{}{rest}", self.crn)
    }

    pub(crate) fn read<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
        self.trial.read(work)
    }

    pub(crate) fn write<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
        self.trial.write(work)
    }

    /// Changes how Ffion is reached.
    pub(crate) fn reach(&self, change: impl Fn(&mut people::cards::Reach)) {
        self.write(|cx| {
            let open = people::open_by_id(cx, self.person)?;
            let before = people::reach(cx, &open.keys)?.unwrap();
            let mut after = before.clone();
            change(&mut after);
            people::amend(cx, &before, after, None).map(|_| ())
        })
        .unwrap();
    }

    /// Sets the clock to a time of a day in London.
    pub(crate) fn at(&self, day: Date, hour: i8, minute: i8) {
        self.at_instant(Instant::from_local(day.at(hour, minute, 0, 0)));
    }

    pub(crate) fn at_instant(&self, instant: Instant) {
        if let Clock::Hand(at) = self.house().clock() {
            at.store(instant.0, Ordering::SeqCst);
        }
    }

    pub(crate) fn work(&self) {
        work(self.house());
    }

    pub(crate) fn says(&self, channel: Channel, answer: Consent) -> Result<kernel::DetailId> {
        self.says_in(channel, answer, documents::Language::English)
    }

    pub(crate) fn says_in(
        &self,
        channel: Channel,
        answer: Consent,
        language: documents::Language,
    ) -> Result<kernel::DetailId> {
        self.write(|cx| {
            let open = people::open_by_id(cx, self.person)?;
            let said_on = cx.today();
            let new = NewAgreement { channel, answer, language, said_on, said_how: SaidHow::InPerson, note: None };
            documents::messages::record_agreement(cx, &open, &new)
        })
    }

    /// An office appointment at a time.
    pub(crate) fn arrange(&self, on: Date, hour: i8) -> Contact {
        let time = |h| Time::constant(h, 0, 0, 0);
        let new = NewContact {
            staff: Some(self.ann),
            office: Some(self.office),
            clash_allowed: true,
            ..NewContact::of("COAP", on).at(time(hour), time(hour + 1))
        };
        self.write(|cx| contacts::arrange(cx, &self.keys(), new.clone())).unwrap()
    }

    /// Ann becomes the responsible officer.
    pub(crate) fn allocates(&self) {
        self.write(|cx| {
            cx.describe("Allocated to Ann", None);
            let team = organisation::staff_line(cx, self.ann)?.team;
            let allocation = cx.new_id::<Uuid>().into();
            let (person, staff, on) = (self.person, self.ann, cx.today());
            cx.tell(&domain_events::DomainEvent::Allocated { person, allocation, staff, team, on })
        })
        .unwrap();
    }

    pub(crate) fn moves(&self, id: ContactId, to: Date, hour: i8) -> Result<Contact> {
        let time = |h| Time::constant(h, 0, 0, 0);
        let to = NewTime {
            date: to,
            start: time(hour),
            end: time(hour + 1),
            by: MovedBy::Person,
            reason: "Works that day".into(),
            staff: None,
            office: None,
            clash_allowed: true,
            version: None,
        };
        self.write(|cx| contacts::reschedule(cx, &self.keys(), id, &to))
    }

    pub(crate) fn cancels(&self, id: ContactId) -> Result<Contact> {
        self.write(|cx| contacts::cancel(cx, &self.keys(), id, "No longer needed", None))
    }

    pub(crate) fn sendings(&self) -> Vec<Sending> {
        self.read(|cx| cx.list::<Sending>("ORDER BY id", &[]))
    }

    pub(crate) fn bodies(&self) -> Vec<String> {
        self.port.gone().into_iter().map(|g| g.body).collect()
    }
}
