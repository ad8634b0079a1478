//! Six volunteers, three people matched with one of them, and four cases of restorative justice in different states: one whose
//! offer is late, one with a meeting to come, one without an order where letters were carried, and one whose agreement was kept.
//! Volunteers are recorded in their own past; what concerns people is written down today, with the days on which it was.

use super::DemoPlan;
use super::acts::{at, pretend};
use crate::population::{weekday, weekday_before};
use jiff::ToSpan;
use kernel::{Actor, Date, Instant, PersonId, RestorativeId, Time, VolunteerId};
use restorative::{
    CaseOrigin, CostKind, Deed, EndReason, EntryKind, HarmedFacts, Mediator, Mode, NewEntry, Opening, Plan, Point,
    PromiseState, Side,
};
use std::collections::BTreeSet;
use store::{Asker, Cx, House, Result};
use volunteers::{ConflictKind, NewMatch, NewMeeting, Step, SupervisionHeld, VolunteerFacts, VolunteerKind as Kind};

struct Telling<'a> {
    house: &'a House,
    plan: &'a DemoPlan,
    latest: Instant,
    asker: Asker,
}

/// Name, what they volunteer as, postcode, when they can help, and how many days ago they became active; none: they only applied.
type Helper = (&'static str, &'static [Kind], &'static str, &'static str, Option<i32>);

const VOLUNTEERS: [Helper; 6] = [
    ("Gwendolyn Ashby", &[Kind::Mentor], "ZA91 1AA", "Tuesday and Thursday evenings", Some(40)),
    ("Idris Penhallow", &[Kind::Mentor, Kind::Mediator], "ZA92 2BB", "Weekday mornings", Some(300)),
    ("Marlon Tweed", &[Kind::PeerMentor], "ZA93 3CC", "Any day after 2pm", Some(90)),
    ("Constance Orwin", &[Kind::Mediator], "ZA94 4DD", "By arrangement", Some(200)),
    ("Yusuf Harkness", &[Kind::Mentor], "ZA95 5EE", "Saturdays", Some(160)),
    ("Bettina Crake", &[Kind::Other], "ZA96 6FF", "Drives, most afternoons", None),
];

pub(super) fn write(
    house: &House,
    plan: &DemoPlan,
    told: &BTreeSet<PersonId>,
    latest: Instant,
    progress: &mut dyn FnMut(&str),
) -> Result<()> {
    progress("Volunteers and restorative justice");
    let system = Asker::system("demo");
    let user = house.read(&system, |cx| access::user_of_login(cx, "restorative"))?;
    let actor = user.map(|u| Actor::User { id: u.id, staff: None, name: u.name });
    let asker = actor.map_or_else(|| system.clone(), |actor| Asker { actor, ..system.clone() });
    let telling = Telling { house, plan, latest, asker };
    let volunteers = telling.volunteers()?;
    let (ordered, unordered) = telling.people(told)?;
    telling.matches(&volunteers, &ordered)?;
    telling.apart(&volunteers, &ordered)?;
    telling.cases(&volunteers, &ordered, &unordered)
}

impl Telling<'_> {
    fn day(&self, days: i32) -> Date {
        let day = self.plan.today.saturating_add(days.days());
        if days < 0 { weekday_before(day) } else { weekday(day) }
    }

    fn then<T>(&self, day: Date, mut work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
        self.house.bulk(&self.asker, |cx| {
            pretend(cx, at(day, 10, 0), self.latest)?;
            work(cx)
        })
    }

    fn now<T>(&self, mut work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
        self.house.bulk(&self.asker, |cx| {
            pretend(cx, at(self.plan.today, 8, 30), self.latest)?;
            work(cx)
        })
    }

    fn volunteers(&self) -> Result<Vec<VolunteerId>> {
        let mut ids = Vec::new();
        for (n, (name, kinds, postcode, available, active)) in VOLUNTEERS.iter().enumerate() {
            let applied = self.day(-active.unwrap_or(12) - 30);
            let facts = VolunteerFacts {
                name: (*name).into(),
                kinds: kinds.to_vec(),
                most_people: 2,
                available: Some((*available).into()),
                telephone: Some(format!("07700 900{:03}", 700 + n)),
                email: Some(format!("{}@example.org", name.to_lowercase().replace(' ', "."))),
                postcode: Some((*postcode).into()),
                ..VolunteerFacts::default()
            };
            let id = self.then(applied, |cx| volunteers::register(cx, &facts, applied))?;
            ids.push(id);
            let Some(since) = *active else { continue };
            let since = self.day(-since);
            self.then(since, |cx| {
                for code in [
                    "identity",
                    "references",
                    "criminal-record",
                    "training",
                    "lived-experience",
                    "restorative-training",
                ] {
                    // One check ran out some days ago: nobody can be matched with them.
                    let until = (n == 4 && code == "training").then(|| self.day(-3));
                    volunteers::record_check(cx, id, code, since, until, None)?;
                }
                volunteers::take_step(cx, id, Step::Accept, since, None, None)?;
                volunteers::take_step(cx, id, Step::Activate, since, None, None)
            })?;
            let met = self.day(-20);
            if since < met && n != 3 {
                let held = SupervisionHeld {
                    discussed: "How the meetings go, what is hard about them, and where the line to a friend runs"
                        .into(),
                    action: Some("A day of training in listening".into()),
                    action_due: Some(self.day(14)),
                    ..SupervisionHeld::default()
                };
                self.then(met, |cx| volunteers::supervise(cx, id, met, &held))?;
                self.then(met, |cx| volunteers::claim(cx, id, met, "Bus to three meetings", 1140))?;
            }
        }
        Ok(ids)
    }

    /// People whom everybody may open: with an order, and before any.
    fn people(&self, told: &BTreeSet<PersonId>) -> Result<(Vec<PersonId>, Vec<PersonId>)> {
        let all: Vec<PersonId> = told.iter().copied().collect();
        self.house.read(&self.asker, |cx| {
            let (mut ordered, mut unordered) = (Vec::new(), Vec::new());
            let open = access::visible(cx, &all)?.into_iter().filter(|v| v.may_see).map(|v| v.person);
            for person in open.collect::<Vec<_>>() {
                let keys = people::keys_of(cx, person)?;
                let events = sentences::events(cx, &keys)?;
                if events.iter().any(|e| e.orders.iter().any(|o| o.order.is_open())) {
                    ordered.push(person);
                } else if events.iter().any(|e| e.is_open()) {
                    unordered.push(person);
                }
            }
            Ok((ordered, unordered))
        })
    }

    fn matches(&self, volunteers: &[VolunteerId], people: &[PersonId]) -> Result<()> {
        let purposes = [
            (0, Kind::Mentor, "Company on the way to the first appointments, and somebody to call"),
            (2, Kind::PeerMentor, "Staying away from old company at weekends"),
            (1, Kind::Mentor, "Letters to employers and practice for an interview"),
        ];
        for ((with, kind, purpose), person) in purposes.into_iter().zip(people.iter().skip(4)) {
            let Some(volunteer) = volunteers.get(with).copied() else { continue };
            let new = NewMatch {
                volunteer,
                kind,
                purpose: purpose.into(),
                from: self.day(-28),
                until: None,
                person_agreed_on: Some(self.day(-30)),
                officer_agreed_on: Some(self.day(-29)),
                officer_name: "Their officer".into(),
                sex_wish: None,
                why: Some("Looked at with the person".into()),
            };
            let met = NewMeeting {
                on: self.day(-6),
                start: None,
                minutes: 75,
                came: true,
                note: "Walked to the job centre together and filled in two forms. Was in good spirits.".into(),
            };
            self.now(|cx| {
                let open = people::open_by_id(cx, *person)?;
                let id = volunteers::match_with(cx, &open, &new)?;
                volunteers::record_contact(cx, &open, id, &met).map(drop)
            })?;
        }
        Ok(())
    }

    /// One of them is not to be matched with somebody whom they know.
    fn apart(&self, volunteers: &[VolunteerId], people: &[PersonId]) -> Result<()> {
        let (Some(volunteer), Some(person)) = (volunteers.first().copied(), people.get(3).copied()) else {
            return Ok(());
        };
        self.now(|cx| {
            volunteers::record_conflict(cx, volunteer, person, ConflictKind::Knows, Some("Went to school together"))
        })
    }

    fn open(&self, person: PersonId, origin: CaseOrigin, days: i32, harmed: &str) -> Result<RestorativeId> {
        let facts = HarmedFacts {
            name: harmed.into(),
            called: None,
            reach: Some("By telephone, weekday evenings: 07700 900888".into()),
            through: Some("Their liaison officer".into()),
            language: "en".into(),
            needs: Some("Would like a friend to sit beside them".into()),
        };
        let new = Opening { origin, on: self.day(days), why: None, leads: true };
        self.now(|cx| {
            let open = people::open_by_id(cx, person)?;
            let id = restorative::open(cx, &open, &new)?;
            restorative::record_harmed(cx, id, &facts, 0)?;
            Ok(id)
        })
    }

    fn sides(&self, id: RestorativeId, deeds: &[(Deed, Side, i32)]) -> Result<()> {
        self.now(|cx| {
            for (deed, side, days) in deeds {
                restorative::step_of_side(cx, id, (*deed, *side), self.day(*days), None, None)?;
            }
            Ok(())
        })
    }

    /// Both offered, agreed and prepared, and found suitable.
    fn ready(&self, id: RestorativeId, from: i32) -> Result<()> {
        let mut deeds = Vec::new();
        for side in Side::ALL {
            deeds.extend([(Deed::Offer, *side, from), (Deed::Give, *side, from + 5), (Deed::Prepare, *side, from + 8)]);
        }
        self.sides(id, &deeds)?;
        let words = "Both know what they hope for. No sign of fear, and neither drinks. A friend comes along.";
        self.now(|cx| restorative::assess(cx, id, self.day(from + 6), true, words, None))
    }

    fn cases(&self, volunteers: &[VolunteerId], ordered: &[PersonId], unordered: &[PersonId]) -> Result<()> {
        let [late, coming, kept, ..] = ordered else { return Ok(()) };
        let without = unordered.first().or(ordered.get(3));
        let id = self.open(*late, CaseOrigin::ByHarmed, -35, "Rosalind Thackway")?;
        self.sides(id, &[(Deed::Offer, Side::Harmed, -30), (Deed::Give, Side::Harmed, -26)])?;

        let id = self.open(*coming, CaseOrigin::Order, -40, "Ambrose Linfield")?;
        self.ready(id, -32)?;
        let plan = Plan {
            kind: Mode::Meeting,
            on: self.day(9),
            starts: Some(Time::constant(14, 0, 0, 0)),
            place: Some("Library, meeting room 2".into()),
        };
        let mediator = volunteers.get(3).copied();
        self.now(|cx| {
            if let Some(mediator) = mediator {
                restorative::choose_mediator(cx, id, &Mediator::Volunteer(mediator), None)?;
                restorative::arrange(cx, id, &plan, None)?;
            }
            Ok(())
        })?;
        if let Some(person) = without {
            self.carried(*person)?;
        }
        self.kept(*kept, volunteers.get(1).copied())
    }

    /// Before prosecution: letters were carried, and compensation is paid in instalments.
    fn carried(&self, person: PersonId) -> Result<()> {
        let id = self.open(person, CaseOrigin::BeforeProsecution, -50, "Corner Shop, Mill Lane")?;
        self.ready(id, -44)?;
        let letter =
            b"I am sorry about the window. I did not think of who would have to clear it up. I want to pay for it.\n";
        self.now(|cx| {
            let received = self.day(-12);
            let kept = restorative::receive_letter(cx, id, Side::Person, received, ("letter.txt", letter))?;
            restorative::hand_over(cx, id, kept, self.day(-9), None)?;
            let answer = b"Thank you for writing. The shop is mended.\n";
            restorative::receive_letter(cx, id, Side::Harmed, self.day(-2), ("answer.txt", answer))?;
            restorative::promise(cx, id, "Pay for the window, £20 a month", Some(self.day(120)), false, None)?;
            let entry = |what, amount, days| NewEntry {
                what,
                amount,
                on: self.day(days),
                why: None,
                instalment_pence: (what == EntryKind::Agreed).then_some(2000),
            };
            restorative::add_money(cx, id, &entry(EntryKind::Agreed, 12_000, -8))?;
            restorative::add_money(cx, id, &entry(EntryKind::Done, 2_000, -3))?;
            restorative::spend(cx, id, (CostKind::Staff, 6_400, self.day(-9), "Four hours of visits")).map(drop)
        })
    }

    fn kept(&self, person: PersonId, mediator: Option<VolunteerId>) -> Result<()> {
        let id = self.open(person, CaseOrigin::ByPerson, -80, "Philippa Garrow")?;
        self.ready(id, -75)?;
        let Some(mediator) = mediator else { return Ok(()) };
        let today = self.plan.today;
        self.now(|cx| {
            restorative::choose_mediator(cx, id, &Mediator::Volunteer(mediator), None)?;
            let plan = Plan { kind: Mode::Conference, on: today, starts: None, place: Some("Parish rooms".into()) };
            let meeting = restorative::arrange(cx, id, &plan, None)?;
            restorative::settle_meeting(
                cx,
                id,
                meeting,
                Some((today, 95)),
                Some("Long silences, then plain words on both sides"),
                None,
            )?;
            let promise =
                restorative::promise(cx, id, "Write to say what has changed since", Some(today), false, None)?;
            restorative::settle_promise(cx, id, promise, (PromiseState::Kept, today, None), None)?;
            for (side, scale) in [(Side::Person, 4), (Side::Harmed, 5)] {
                restorative::felt(cx, id, (side, Point::After), scale, today, None)?;
            }
            restorative::spend(cx, id, (CostKind::Venue, 4_500, today, "Room for an afternoon"))?;
            restorative::follow_up(cx, id, today, None, None)?;
            restorative::end(cx, id, (today, EndReason::Kept, None), None)
        })
    }
}
