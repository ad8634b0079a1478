//! Whatever a service does in whatever order, nobody is lost: a small world of people and officers is driven by random
//! actions, and after each of them every promise is checked against the world itself, not against the rules' own words.

use crate::example::{id, staff, team};
use crate::*;
use jiff::{ToSpan, civil::Date};
use kernel::{ContactId, Holidays, Instant, StaffId, WorkingDays, date};
use proptest::prelude::*;
use uuid::Uuid;

const PEOPLE: usize = 4;
const OFFICERS: u128 = 4;
const STANDARDS: Standards =
    Standards { allocation: 2, first_meeting: 5, first_meeting_after_release: 1, handover_acceptance: 2 };

#[derive(Clone, Debug)]
enum Action {
    Begin(usize),
    End(usize),
    Allocate(usize, u128),
    Away(u128, Option<u128>),
    Gone(u128, Option<u128>),
    NameCover(u128, Option<u128>),
    Return(u128),
    Arrange(usize, i64),
    RecordOutcome(usize, bool),
    HandOver(usize, i64),
    Accept(usize),
    RecordTier(usize),
    DaysPass(i64),
}

#[derive(Debug, Default)]
struct Person {
    timeline: Timeline,
    facts: Option<Facts>,
}

#[derive(Debug)]
struct World {
    now: i64,
    today: Date,
    made: u128,
    people: Vec<Person>,
    presence: Vec<Presence>,
}

impl World {
    fn new() -> World {
        let people = (0..PEOPLE).map(|_| Person::default()).collect();
        World { now: 0, today: date(2026, 11, 2), made: 0, people, presence: vec![Presence::Here; 4] }
    }

    fn presence(&self, who: StaffId) -> Presence {
        let at = (0..OFFICERS).find(|o| staff(*o) == who).and_then(|o| usize::try_from(o).ok());
        at.map_or(Presence::Here, |at| self.presence[at])
    }

    fn set(&mut self, officer: u128, presence: Presence) {
        self.presence[usize::try_from(officer).unwrap()] = presence;
        self.settle();
    }

    fn here(&self, officer: u128) -> bool {
        self.presence(staff(officer)).is_here()
    }

    fn candidate(&self, officer: u128) -> Candidate {
        Candidate { staff: staff(officer), present: self.here(officer), practitioner: true, may_open: true }
    }

    fn pass(&mut self, n: usize, holder: Holder) {
        self.made += 1;
        let (at, stint_id, today) = (Instant(self.now), id(self.made), self.today);
        let person = &mut self.people[n];
        person.timeline.pass(stint_id, at, holder, team(1)).unwrap();
        let facts = person.facts.as_mut().unwrap();
        if holder.own_officer().is_none() || !facts.holder.needs_officer() && holder.needs_officer() {
            facts.arrived_on = today;
        }
        if facts.holder.own_officer() != holder.own_officer() {
            facts.allocated_on = holder.own_officer().map(|_| today);
        }
        facts.holder = holder;
        facts.held_since = today;
    }

    fn settle(&mut self) {
        for n in 0..PEOPLE {
            let current = self.people[n].timeline.current().map(|s| s.holder);
            if let Some(holder) = current.and_then(|holder| settled(holder, &|who| self.presence(who))) {
                self.pass(n, holder);
            }
        }
    }

    fn usable(&self, officer: u128, cover: Option<u128>) -> Result<Option<StaffId>, ()> {
        cover.map(|c| check_cover(staff(officer), self.candidate(c)).map(|()| staff(c)).map_err(|_| ())).transpose()
    }

    fn act(&mut self, action: &Action) {
        self.now += 1;
        match *action {
            Action::Begin(n) => self.begin(n),
            Action::End(n) => {
                if self.people[n].timeline.end(Instant(self.now)).is_ok() {
                    self.people[n].facts = None;
                }
            }
            Action::Allocate(n, officer) => self.allocate(n, officer),
            Action::Away(officer, cover) => {
                let (true, Ok(cover)) = (self.here(officer), self.usable(officer, cover)) else {
                    return;
                };
                self.set(officer, Presence::Away { cover });
            }
            Action::Gone(officer, cover) => {
                let Ok(cover) = self.usable(officer, cover) else {
                    return;
                };
                let known = self.presence(staff(officer)).cover();
                self.set(officer, Presence::Left { cover: cover.or(known) });
            }
            Action::NameCover(officer, cover) => {
                let Ok(cover) = self.usable(officer, cover) else {
                    return;
                };
                match self.presence(staff(officer)) {
                    Presence::Here => {}
                    Presence::Away { .. } => self.set(officer, Presence::Away { cover }),
                    Presence::Left { .. } => self.set(officer, Presence::Left { cover }),
                }
            }
            Action::Return(officer) => {
                if matches!(self.presence(staff(officer)), Presence::Away { .. }) {
                    self.set(officer, Presence::Here);
                }
            }
            Action::DaysPass(days) => self.today = self.today.saturating_add(days.days()),
            _ => self.note(action),
        }
    }

    fn begin(&mut self, n: usize) {
        self.made += 1;
        let today = self.today;
        if self.people[n].timeline.begin(id(self.made), Instant(self.now), team(1)).is_ok() {
            self.people[n].facts = Some(Facts {
                holder: Holder::Unallocated { awaiting: None },
                team: team(1),
                supervised_since: today,
                held_since: today,
                arrived_on: today,
                allocated_on: None,
                released_on: None,
                in_custody: false,
                tier: None,
                appointments: Vec::new(),
                attended: Vec::new(),
                last_contact: None,
                handover: None,
                judgements: Vec::new(),
            });
        }
    }

    fn allocate(&mut self, n: usize, officer: u128) {
        let Some(current) = self.people[n].timeline.current().cloned() else {
            return;
        };
        let reasons = &shipped().unwrap().reasons;
        let reason = "AR02";
        let request = Request { seen: current.id, officer: staff(officer), team: team(1), reason, note: "" };
        if let Ok(holder) = check_allocation(&current, &request, self.candidate(officer), reasons) {
            self.pass(n, holder);
        }
    }

    /// The facts that other rooms tell.
    fn note(&mut self, action: &Action) {
        self.made += 1;
        let (today, contact) = (self.today, ContactId(Uuid::from_u128(self.made)));
        let at = |n: usize, world: &mut World, change: &dyn Fn(&mut Facts)| {
            if let Some(facts) = world.people[n].facts.as_mut() {
                change(facts);
            }
        };
        match *action {
            Action::Arrange(n, ahead) => at(n, self, &|f| {
                let Some(with) = f.holder.acting() else {
                    return;
                };
                let on = today.saturating_add(ahead.days());
                f.appointments.push(Appointment {
                    id: contact,
                    on,
                    arranged_on: today,
                    with: Some(with),
                    has_outcome: false,
                });
            }),
            Action::RecordOutcome(n, attended) => at(n, self, &|f| {
                let Some(a) = f.appointments.iter_mut().find(|a| !a.has_outcome && a.on <= today) else {
                    return;
                };
                a.has_outcome = true;
                if attended {
                    f.attended.push(Attended { on: a.on, with: a.with, kind: MeetingKind::OneToOne });
                    f.last_contact = f.last_contact.max(Some(a.on));
                }
            }),
            Action::HandOver(n, ahead) => at(n, self, &|f| {
                let Some(to) = f.holder.own_officer() else {
                    return;
                };
                let met_by = today.saturating_add(ahead.days());
                f.handover = Some(HandoverFacts { from: staff(9), to, started_on: today, accepted: false, met_by });
            }),
            Action::Accept(n) => at(n, self, &|f| {
                if let Some(handover) = f.handover.as_mut() {
                    handover.accepted = true;
                }
            }),
            Action::RecordTier(n) => at(n, self, &|f| f.tier = Some("C".into())),
            _ => {}
        }
    }

    fn check(&self) {
        let holidays = Holidays::new(Vec::new());
        let days = WorkingDays(&holidays);
        for person in &self.people {
            let timeline = Timeline::read(person.timeline.stints().to_vec()).expect("history without a flaw");
            let Some(facts) = &person.facts else {
                assert!(timeline.current().is_none(), "nobody is held after supervision ended");
                continue;
            };
            let stint = timeline.current().expect("a supervised person is on a list");
            assert_eq!(timeline.stints().iter().filter(|s| s.ending.is_none()).count(), 1, "and on one only");
            if let Some(acting) = stint.holder.acting() {
                let at = (0..OFFICERS).find(|o| staff(*o) == acting).unwrap();
                assert!(self.here(at), "whoever holds a person is at work: {stint:?}");
            }
            self.check_gaps(facts, Rules { standards: &STANDARDS, interval: 14, days });
        }
    }

    fn check_gaps(&self, facts: &Facts, rules: Rules<'_>) {
        let today = self.today;
        let gaps = gaps(facts, rules, today);
        let shows = |kind| gaps.iter().any(|g| g.kind == kind);
        let unallocated = matches!(facts.holder, Holder::Unallocated { .. });
        assert_eq!(shows(GapKind::WithoutOfficer), unallocated);
        assert_eq!(shows(GapKind::OnlyCovered), facts.holder.needs_officer() && !unallocated);
        assert_eq!(shows(GapKind::TierMissing), facts.tier.is_none());
        let ahead = facts.appointments.iter().any(|a| !a.has_outcome && a.on >= today);
        assert_eq!(shows(GapKind::WithoutNextContact), !ahead);
        let waiting = facts.appointments.iter().filter(|a| !a.has_outcome && a.on < today).count();
        assert_eq!(gaps.iter().filter(|g| g.kind == GapKind::OverdueOutcome).count(), waiting);
        let from = facts.last_contact.unwrap_or(facts.supervised_since);
        let due = next_contact_due(from, rules.interval, rules.days);
        assert_eq!(shows(GapKind::PastDueContact), due < today);
        if let (Some(officer), Some(allocated)) = (facts.holder.own_officer(), facts.allocated_on) {
            let met = facts.attended.iter().any(|a| a.with == Some(officer) && a.on >= allocated);
            let late = rules.days.between(allocated, today) > 5 || rules.days.after(allocated, 5) < today;
            assert_eq!(shows(GapKind::FirstMeetingOverdue), !met && late);
        }
        assert!(gaps.iter().all(|g| g.seen_by.contains(&Seer::Manager(facts.team))), "the manager sees every gap");
        let officer_sees = |g: &Gap| facts.holder.acting().is_none_or(|s| g.seen_by.contains(&Seer::Staff(s)));
        assert!(gaps.iter().all(officer_sees), "whoever holds the person sees every gap");
    }
}

fn action() -> impl Strategy<Value = Action> {
    let person = 0..PEOPLE;
    let officer = 0..OFFICERS;
    let cover = proptest::option::of(0..OFFICERS);
    prop_oneof![
        3 => person.clone().prop_map(Action::Begin),
        1 => person.clone().prop_map(Action::End),
        4 => (person.clone(), officer.clone()).prop_map(|(p, o)| Action::Allocate(p, o)),
        2 => (officer.clone(), cover.clone()).prop_map(|(o, c)| Action::Away(o, c)),
        1 => (officer.clone(), cover.clone()).prop_map(|(o, c)| Action::Gone(o, c)),
        2 => (officer.clone(), cover.clone()).prop_map(|(o, c)| Action::NameCover(o, c)),
        2 => officer.prop_map(Action::Return),
        3 => (person.clone(), 0i64..20).prop_map(|(p, d)| Action::Arrange(p, d)),
        3 => (person.clone(), any::<bool>()).prop_map(|(p, a)| Action::RecordOutcome(p, a)),
        1 => (person.clone(), 0i64..9).prop_map(|(p, d)| Action::HandOver(p, d)),
        1 => person.clone().prop_map(Action::Accept),
        1 => person.prop_map(Action::RecordTier),
        4 => (1i64..6).prop_map(Action::DaysPass),
    ]
}

proptest! {
    #[test]
    fn every_supervised_person_is_on_exactly_one_list_and_each_gap_shows(
        actions in proptest::collection::vec(action(), 0..80),
    ) {
        let mut world = World::new();
        for action in &actions {
            world.act(action);
            world.check();
        }
    }
}
