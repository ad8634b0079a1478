//! Programmes and treatment in the demo: two groups that run, with registers typed up to the last session and one still to
//! type, cases in each state, and three treatments: told action by action, each on its day.
//!
//! Always true: the people are of the first team and no named life is among them; who cannot take part is left out.

use super::acts::{at, pretend};
use super::structure::Built;
use super::{DemoPlan, left_out};
use caseload::{CaseFilter, CaseOrder};
use interventions::programmes::plan::{Part, Pathway};
use interventions::programmes::schedule::Slot;
use interventions::programmes::{
    Cohort, Leading, Marking, Moving, OpeningCase, Scheduling, add_facilitator, hold_session, make_schedule,
    mark_attendance, move_case, open_case, place_in_group, sessions_of, set_service_plan,
};
use interventions::treatment::{
    NewTreatment, TestResult, TestStep, TreatmentMeeting, add_review, agree_to_share, arrange_test, begin_treatment,
    open_treatment, record_consent, record_test, treatment_session,
};
use jiff::ToSpan;
use jiff::civil::{Weekday, time};
use kernel::{
    Date, GroupId, Instant, OfferId, PersonId, PersonKeys, ProgrammeCaseId, RequirementId, ServiceId, StaffId,
};
use std::collections::BTreeSet;
use store::{Asker, Cx, House, Result};

/// Which service of the catalogue is run by which plan.
const RUN_BY: [(&str, &str); 3] = [("BC-M", "BUILD-M"), ("BC-H", "BUILD-H"), ("EMO", "FEEL")];
/// People looked at.
const MOST: i64 = 300;
/// People of a group.
const GROUP: usize = 5;

/// Somebody with an open requirement.
#[derive(Clone)]
struct Whom {
    person: PersonId,
    requirement: RequirementId,
    kind: String,
    made_on: Date,
}

struct Telling<'a> {
    house: &'a House,
    plan: &'a DemoPlan,
    asker: Asker,
    lead: StaffId,
    latest: Instant,
}

/// Tells it all, by the manager of the first team.
pub(super) fn write(
    house: &House,
    plan: &DemoPlan,
    built: &Built,
    told: &BTreeSet<PersonId>,
    latest: Instant,
) -> Result<()> {
    let Some(team) = built.supervising().next() else { return Ok(()) };
    let Some(senior) = team.senior() else { return Ok(()) };
    let system = Asker::system("demo");
    let telling = Telling { house, plan, asker: senior.asker(), lead: senior.id, latest };
    telling.on(plan.today.saturating_sub(1.years()), 9, |cx| {
        let (book, from) = (provision::book(cx)?, cx.today());
        for (service, template) in RUN_BY {
            if let Some(service) = book.services.values().find(|s| s.code == service).map(|s| s.id) {
                set_service_plan(cx, service, Some(template), from, "The plan that the service follows")?;
            }
        }
        Ok(())
    })?;
    let unit = house.read(&system, |cx| Ok(organisation::team(cx, team.id)?.unit_id))?;
    let offers = house.read(&system, |cx| {
        let book = provision::book(cx)?;
        let find = |code: &str| {
            let service = book.services.values().find(|s| s.code == code)?.id;
            let offer = book.offers.values().find(|o| o.unit_id == unit && o.service_id == service)?.id;
            Some((offer, service))
        };
        Ok(["EMO", "BC-M"].map(find))
    })?;
    let people = house.read(&system, |cx| people_of(cx, team.id, told))?;
    let (mut used, mut running) = (BTreeSet::new(), Vec::new());
    for (found, (code, kind, weeks, days)) in
        offers.into_iter().zip([("MF", "RAR", 4, [2, 4]), ("BS", "PRG", 9, [1, 3])])
    {
        let Some((offer, service)) = found else { continue };
        let start = telling.weekday(weeks, days[0]);
        let kinds: &[&str] = if kind == "PRG" { &["PRG", "RAR"] } else { &["RAR"] };
        let fit = |w: &&Whom| {
            kinds.contains(&w.kind.as_str()) && w.made_on < start.saturating_sub(16.days()) && !used.contains(&w.person)
        };
        let mut chosen: Vec<Whom> = people.iter().filter(fit).cloned().collect();
        chosen.sort_by_key(|w| (w.kind != kind, w.made_on, w.person));
        let name = format!("{}-{code}", team.town.chars().take(3).collect::<String>().to_uppercase());
        used.extend(telling.group(&name, (offer, service), start, days, &chosen)?);
        running.push((offer, service, kind));
        telling.coming(&format!("{name}-2"), offer, (if kind == "PRG" { "BUILD-M" } else { "FEEL" }, days))?;
    }
    for (offer, service, kind) in running {
        telling.states((offer, service), &people, kind, &mut used)?;
    }
    telling.treatments(&people)
}

fn people_of(cx: &mut Cx<'_>, team: kernel::TeamId, told: &BTreeSet<PersonId>) -> Result<Vec<Whom>> {
    let filter = CaseFilter { teams: vec![team], in_custody: Some(false), ..CaseFilter::default() };
    let page = caseload::cases(cx, &filter, CaseOrder::default(), false, 0, MOST)?;
    let mut out = Vec::new();
    for case in page.cases.iter().filter(|c| !told.contains(&c.person_id)) {
        for whole in sentences::orders(cx, &PersonKeys::alone(case.person_id))? {
            let open =
                whole.requirements.iter().map(|r| &r.requirement).filter(|r| whole.order.is_open() && r.is_open());
            out.extend(open.map(|r| Whom {
                person: case.person_id,
                requirement: r.id,
                kind: r.kind.clone(),
                made_on: whole.order.made_on,
            }));
        }
    }
    Ok(out)
}

impl Telling<'_> {
    fn on<T>(&self, day: Date, hour: i8, mut work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
        self.house.bulk(&self.asker, |cx| {
            pretend(cx, at(day, hour, 0), self.latest)?;
            work(cx)
        })
    }

    /// That day of the week, so many weeks ago.
    fn weekday(&self, weeks: i64, day: i8) -> Date {
        let monday = self.plan.today.saturating_sub(i64::from(self.plan.today.weekday().since(Weekday::Monday)).days());
        monday.saturating_sub((7 * weeks).days()).saturating_add(i64::from(day - 1).days())
    }

    fn opened(&self, cx: &mut Cx<'_>, whom: &Whom, service: ServiceId) -> Result<ProgrammeCaseId> {
        let open = people::open_by_id(cx, whom.person)?;
        let delivers = provision::book(cx)?.requirements_of(service).contains(&whom.kind.as_str());
        let new = OpeningCase {
            service,
            requirement: delivers.then_some(whom.requirement),
            referral: None,
            waiting: None,
            cohort: Cohort::General,
            note: None,
        };
        open_case(cx, &open, &new)
    }

    fn moved(&self, cx: &mut Cx<'_>, person: PersonId, case: ProgrammeCaseId, to: &str) -> Result<()> {
        let open = people::open_by_id(cx, person)?;
        let drop_out = (to == "withdrawn").then(|| "moved".to_owned());
        move_case(cx, &open, case, &Moving { to: to.to_owned(), on: cx.today(), drop_out, words: None }, None)
    }

    /// A group that has run for weeks: its people, and registers up to the last session but one.
    fn group(
        &self,
        name: &str,
        (offer, service): (OfferId, ServiceId),
        start: Date,
        days: [i8; 2],
        people: &[Whom],
    ) -> Result<Vec<PersonId>> {
        let before = start.saturating_sub(14.days());
        let facts = provision::GroupFacts {
            code: name.to_owned(),
            start_date: start,
            joins_until: start.saturating_add(7.days()),
            places: i64::try_from(GROUP + 2).unwrap_or(10),
            start_time: time(10, 0, 0, 0),
            address: None,
            staff: Some(self.lead),
        };
        let template = if name.ends_with("MF") { "FEEL" } else { "BUILD-M" };
        let slots = days.map(|weekday| Slot { weekday, start: time(10, 0, 0, 0) }).to_vec();
        let how = Scheduling { template: template.into(), pathway: Pathway::Moderate, slots, place: None, from: None };
        let group: GroupId = self.on(before, 9, |cx| {
            let id = provision::plan_group(cx, offer, &facts)?;
            make_schedule(cx, id, &how, None)?;
            add_facilitator(cx, id, (self.lead, Leading::Lead), start)?;
            Ok(id)
        })?;
        let mut there: Vec<(PersonId, ProgrammeCaseId)> = Vec::new();
        for whom in people {
            if there.len() == GROUP {
                break;
            }
            let placed = left_out(self.on(before.saturating_add(2.days()), 11, |cx| {
                let case = self.opened(cx, whom, service)?;
                self.moved(cx, whom.person, case, "awaiting-allocation")?;
                let open = people::open_by_id(cx, whom.person)?;
                place_in_group(cx, &open, case, (group, None), None)?;
                Ok(case)
            }))?;
            there.extend(placed.map(|case| (whom.person, case)));
        }
        let sessions = self.house.read(&self.asker, |cx| sessions_of(cx, group))?;
        let mut past: Vec<_> =
            sessions.into_iter().filter(|s| s.part == Part::Group && s.on_date <= self.plan.today).collect();
        // The last one is still to be typed.
        past.pop();
        for (n, session) in past.iter().enumerate() {
            self.on(session.on_date, 17, |cx| hold_session(cx, group, session.id, Some(self.lead)))?;
            for (who, (person, case)) in there.iter().enumerate() {
                let outcome = match (n + 3 * who) % 11 {
                    7 => "UAAB",
                    9 => "AAAA",
                    _ => "ATTC",
                };
                let line = Marking {
                    case: *case,
                    group,
                    session: session.id,
                    outcome: outcome.into(),
                    note: None,
                    staff: Some(self.lead),
                };
                // Somebody whose order ended meanwhile has no place any more.
                left_out(self.on(session.on_date, 17, |cx| {
                    let open = people::open_by_id(cx, *person)?;
                    mark_attendance(cx, &open, &line).map(drop)
                }))?;
            }
        }
        Ok(there.into_iter().map(|(person, _)| person).collect())
    }

    /// A group that begins in a fortnight and has its places free.
    fn coming(&self, name: &str, offer: OfferId, (template, days): (&str, [i8; 2])) -> Result<()> {
        let start = self.weekday(-2, days[0]);
        let facts = provision::GroupFacts {
            code: name.to_owned(),
            start_date: start,
            joins_until: start.saturating_add(7.days()),
            places: 8,
            start_time: time(13, 30, 0, 0),
            address: None,
            staff: Some(self.lead),
        };
        let slots = days.map(|weekday| Slot { weekday, start: time(13, 30, 0, 0) }).to_vec();
        let how = Scheduling { template: template.into(), pathway: Pathway::Moderate, slots, place: None, from: None };
        self.on(self.plan.today.saturating_sub(1.days()), 15, |cx| {
            let id = provision::plan_group(cx, offer, &facts)?;
            make_schedule(cx, id, &how, None)?;
            add_facilitator(cx, id, (self.lead, Leading::Lead), start)
        })
    }

    /// Somebody in each state, and a few who wait for a group in provision's list.
    fn states(
        &self,
        (offer, service): (OfferId, ServiceId),
        people: &[Whom],
        kind: &str,
        used: &mut BTreeSet<PersonId>,
    ) -> Result<()> {
        const PATHS: [&[&str]; 7] = [
            &[],
            &["awaiting-allocation"],
            &["awaiting-allocation"],
            &["suitable-not-ready"],
            &["deprioritised"],
            &["return-to-court"],
            &["withdrawn"],
        ];
        for path in PATHS {
            let mut left: Vec<Whom> = people.iter().filter(|w| !used.contains(&w.person)).cloned().collect();
            // Who has no such requirement takes part by agreement.
            left.sort_by_key(|w| w.kind != kind);
            for whom in &left {
                let day = self.plan.today.saturating_sub(6.days()).max(whom.made_on.saturating_add(1.days()));
                let told = left_out(self.on(day, 12, |cx| {
                    let case = self.opened(cx, whom, service)?;
                    for state in path {
                        self.moved(cx, whom.person, case, state)?;
                    }
                    if *path == ["awaiting-allocation"] {
                        let open = people::open_by_id(cx, whom.person)?;
                        let (ready_on, note) = (Some(cx.today()), None);
                        provision::join(cx, &open, &provision::Joining { offer, requirement: None, ready_on, note })?;
                    }
                    Ok(())
                }))?;
                if told.is_some() {
                    used.insert(whom.person);
                    break;
                }
            }
        }
        Ok(())
    }

    /// One that goes well, one that waits for consent, one with a disputed test and a court's review.
    fn treatments(&self, people: &[Whom]) -> Result<()> {
        // Somebody may be in a group and in treatment.
        let mut used = BTreeSet::new();
        let kinds = [("DRR", "drugs"), ("ATR", "alcohol"), ("MHT", "mental-health")];
        let mut told = 0;
        let ordered = people.iter().filter_map(|w| Some((w, kinds.iter().find(|(code, _)| *code == w.kind)?.1, true)));
        let agreed = people.iter().filter(|w| w.kind == "RAR").map(|w| (w, "drugs", false));
        for (whom, kind, by_order) in ordered.chain(agreed).collect::<Vec<_>>() {
            if told == 3 || used.contains(&whom.person) {
                continue;
            }
            if left_out(self.treatment(whom, kind, by_order, told))?.is_some() {
                used.insert(whom.person);
                told += 1;
            }
        }
        Ok(())
    }

    fn treatment(&self, whom: &Whom, kind: &str, by_order: bool, nth: usize) -> Result<()> {
        let first = self.weekday(10, 2).max(whom.made_on.saturating_add(4.days()));
        let need = "Use most days before the order; wants to stop, and to stay with the family";
        let new = NewTreatment {
            kind: kind.into(),
            requirement: by_order.then_some(whom.requirement),
            need: need.into(),
            provider: None,
            place: Some("5 Weir Road, ZA1 8RR".into()),
            practitioner: Some("Nurse Holt".into()),
            planned_sessions: 24,
        };
        let id = self.on(first, 10, |cx| {
            let open = people::open_by_id(cx, whom.person)?;
            open_treatment(cx, &open, &new)
        })?;
        if nth == 1 {
            return Ok(());
        }
        self.on(first, 11, |cx| {
            let open = people::open_by_id(cx, whom.person)?;
            let on = cx.today();
            record_consent(cx, &open, id, (true, on, None), None)?;
            agree_to_share(cx, &open, id, &["attendance".into(), "progress".into()], None)?;
            begin_treatment(cx, &open, id, on, None)
        })?;
        for week in 1..9_i64 {
            let on = first.saturating_add((7 * week).days());
            if on >= self.plan.today {
                break;
            }
            let outcome = if week == 4 { "AAAA" } else { "ATTC" };
            let new = TreatmentMeeting {
                on,
                start: time(14, 0, 0, 0),
                minutes: 50,
                outcome: Some(outcome.into()),
                note: None,
            };
            self.on(on, 16, |cx| {
                let open = people::open_by_id(cx, whom.person)?;
                treatment_session(cx, &open, id, &new).map(drop)
            })?;
        }
        if kind == "mental-health" {
            return Ok(());
        }
        let tested = self.plan.today.saturating_sub(5.days()).max(first);
        self.on(tested, 15, |cx| {
            let open = people::open_by_id(cx, whom.person)?;
            let (on, outcome) = (cx.today(), Some("ATTC".to_owned()));
            let new = TreatmentMeeting { on, start: time(13, 0, 0, 0), minutes: 15, outcome, note: None };
            let test = arrange_test(cx, &open, id, "Opiates, cocaine and alcohol", &new)?;
            let result = if nth == 0 { TestResult::Negative } else { TestResult::Positive };
            record_test(cx, &open, (id, test), &TestStep::Result(result), on, None)?;
            if nth == 2 {
                let words = "Says that it was a medicine for a cold".to_owned();
                record_test(cx, &open, (id, test), &TestStep::Dispute(words), on, None)?;
            }
            if by_order {
                add_review(cx, &open, id, (self.plan.today.saturating_add(16.days()), "The magistrates’ court"))?;
            }
            Ok(())
        })
    }
}
