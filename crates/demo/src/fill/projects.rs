//! Projects of unpaid work that charities and the public brought, and nominations in every state: what is done where and for
//! whom, one project without an assessment, one that only women work at, one partner whose insurance ends soon.
//!
//! Always true: all names are invented; nobody works at these projects here, for `work` tells of those who do.

use super::DemoPlan;
use super::acts::at;
use super::structure::Built;
use jiff::ToSpan;
use kernel::{Actor, BeneficiaryId, Crn, Date, NominationId, ProjectId, Time, UnitId};
use store::{Asker, Cx, House, Result};
use unpaid_work::matching::{AvailabilityFacts, record_availability};
use unpaid_work::nominations::{
    AnswerKind, Deed, Language, NewNomination, NewPanel, NewVote, accept, answer, ask_body, became_project, decline,
    finish, look, nominate, record_panel, tell_nominator,
};
use unpaid_work::placements::{Frequency, NewPlacement, place, work_requirements};
use unpaid_work::projects::{
    AgreementFacts, AssessmentFacts, AssessmentKind, BeneficiaryFacts, BeneficiaryKind as B, DayFacts, Hazard, NewNews,
    ProjectFacts, ProjectKind as K, SupervisedBy, add_beneficiary, add_project, agree, assess_project, record_news,
};

/// Name, kind, contact.
const BENEFICIARIES: [(&str, B, &str); 4] = [
    ("Friends of the Canal", B::CommunityGroup, "Dot Waters, secretary"),
    ("Wexmere Hospice Shops", B::Charity, "Ann Till, shop manager"),
    ("Zedbury Town Council", B::PublicBody, "The parks officer"),
    ("Sunrise Women’s Centre", B::Charity, "The centre manager"),
];

/// A project: code, name, kind, beneficiary, work, place, days with hours, places, what the work asks and teaches.
struct Wanted {
    code: &'static str,
    name: &'static str,
    kind: K,
    whom: usize,
    work: &'static str,
    address: &'static str,
    days: &'static [(i64, i8, i8)],
    places: i64,
    needs: &'static [&'static str],
    skills: &'static [&'static str],
    hazard: (&'static str, &'static str),
}

const PROJECTS: [Wanted; 5] = [
    Wanted {
        code: "DEMO-CANAL",
        name: "Canal path",
        kind: K::Group,
        whom: 0,
        work: "Clears the towpath, mends the fence and paints the railings of the bridge",
        address: "Canal Street, ZA1 2BC",
        days: &[(1, 9, 16), (3, 9, 16)],
        places: 8,
        needs: &["lifting", "walking", "outdoors"],
        skills: &["gardening", "painting"],
        hazard: ("Deep water", "Nobody works within two metres of the edge without a rope and a second supervisor"),
    },
    Wanted {
        code: "DEMO-SHOP",
        name: "Hospice shop",
        kind: K::Individual,
        whom: 1,
        work: "Sorts and steams what is given, and keeps the shelves",
        address: "14 High Street, ZA1 1QT",
        days: &[(2, 10, 16), (4, 10, 16), (6, 10, 16)],
        places: 2,
        needs: &["standing"],
        skills: &["retail"],
        hazard: ("Members of the public", "The partner’s supervisor is in the shop at all times"),
    },
    Wanted {
        code: "DEMO-PARK",
        name: "Playground and park",
        kind: K::Group,
        whom: 2,
        work: "Paints the playground’s fence and plants the beds beside it",
        address: "Town Park, ZA2 3ND",
        days: &[(6, 9, 15), (7, 9, 15)],
        places: 10,
        needs: &["bending", "dust", "outdoors"],
        skills: &["painting", "gardening"],
        hazard: ("Children nearby", "The playground is closed while people work, and a supervisor stands at the gate"),
    },
    Wanted {
        code: "DEMO-SEWING",
        name: "Sewing room",
        kind: K::Group,
        whom: 3,
        work: "Mends and makes clothes for families who arrive with nothing",
        address: "3 Chapel Row, ZA1 4HP",
        days: &[(4, 10, 14)],
        places: 6,
        needs: &[],
        skills: &["sewing"],
        hazard: ("Needles and irons", "Counted out and in; first aid is in the room"),
    },
    Wanted {
        code: "DEMO-HALL",
        name: "Village hall",
        kind: K::Group,
        whom: 2,
        work: "Will paint the hall inside and out",
        address: "The Green, ZA3 5LM",
        days: &[(5, 9, 16)],
        places: 6,
        needs: &["heights", "dust"],
        skills: &["painting"],
        hazard: ("", ""),
    },
];

/// A named life under a long order with hours of unpaid work left.
const MARCUS: &str = "T000003";

fn hour(hour: i8) -> Time {
    Time::constant(hour, 0, 0, 0)
}

/// Whoever signs in to keep unpaid work.
fn una(house: &House) -> Result<Asker> {
    let system = Asker::system("demo");
    let user = house.read(&system, |cx| access::user_of_login(cx, "unpaidwork"))?;
    let actor = user.map(|user| Actor::User { id: user.id, staff: None, name: user.name });
    Ok(actor.map_or(system.clone(), |actor| Asker { actor, ..system }))
}

/// Writes it all in the first delivery unit.
pub(super) fn write(house: &House, plan: &DemoPlan, built: &Built, progress: &mut dyn FnMut(&str)) -> Result<()> {
    let Some(first) = built.supervising().next() else { return Ok(()) };
    progress("Projects of unpaid work, and nominations of the public");
    let (asker, today) = (una(house)?, plan.today);
    let unit = house.read(&asker, |cx| Ok(organisation::team(cx, first.id)?.unit_id))?;
    let town = first.town;
    let whom = beneficiaries(house, &asker, today)?;
    let mut made = Vec::new();
    for wanted in &PROJECTS {
        let id = house.bulk(&asker, |cx| {
            cx.pretend_it_is(at(today.saturating_sub(200.days()), 10, 0))?;
            add_project(cx, &facts(wanted, unit, town, whom.get(wanted.whom).copied(), today))
        })?;
        safe(house, &asker, (id, wanted), today)?;
        made.push(id);
    }
    marcus(house, &asker, &made, today)?;
    nominations(house, &asker, unit, &made, today)
}

/// Somebody with hours left says when he can work, and has a place from next week on.
fn marcus(house: &House, asker: &Asker, projects: &[ProjectId], today: Date) -> Result<()> {
    let (Ok(crn), Some(canal)) = (MARCUS.parse::<Crn>(), projects.first()) else { return Ok(()) };
    let said = AvailabilityFacts {
        weekdays: vec![1, 2, 3],
        from_time: Some(hour(9)),
        until_time: Some(hour(16)),
        works: Some("Nights at the bakery from Thursday to Saturday".into()),
        skills: vec!["gardening".into()],
        limits: vec!["heights".into()],
        travel_minutes: Some(40),
        ..AvailabilityFacts::default()
    };
    house.bulk(asker, |cx| {
        let open = people::open(cx, &crn)?;
        record_availability(cx, &open, &said, None)?;
        let work = work_requirements(cx, &open)?;
        let Some((_, requirement)) = work.first() else { return Ok(()) };
        let ahead = 7 - i64::from(today.weekday().to_monday_zero_offset());
        let new = NewPlacement {
            requirement: requirement.id,
            project: *canal,
            weekday: 1,
            start_time: hour(9),
            end_time: hour(16),
            frequency: Frequency::Weekly,
            from: today.saturating_add(ahead.days()),
            until: None,
            pick_up_place: Some("Outside the bus station".into()),
            pick_up_time: Some(Time::constant(8, 30, 0, 0)),
            unmet_reason: None,
            agreed_with: None,
        };
        place(cx, &open, &new).map(drop)
    })
}

fn beneficiaries(house: &House, asker: &Asker, today: Date) -> Result<Vec<BeneficiaryId>> {
    let mut whom = Vec::new();
    for (name, kind, contact) in BENEFICIARIES {
        let facts = BeneficiaryFacts {
            name: name.into(),
            kind,
            contact_name: Some(contact.into()),
            email: None,
            telephone: Some("020 7946 0140".into()),
            address: None,
        };
        whom.push(house.bulk(asker, |cx| {
            cx.pretend_it_is(at(today.saturating_sub(210.days()), 10, 0))?;
            add_beneficiary(cx, &facts)
        })?);
    }
    if let Some(canal) = whom.first() {
        let news = NewNews {
            project: None,
            from: today.saturating_sub(150.days()),
            until: today.saturating_sub(60.days()),
            minutes: 340 * 60,
            words: "The towpath is open from the bridge to the lock, for the first time in four years".into(),
            told_on: Some(today.saturating_sub(55.days())),
            told_how: Some("At their yearly meeting".into()),
        };
        house.bulk(asker, |cx| record_news(cx, *canal, &news).map(drop))?;
    }
    Ok(whom)
}

fn facts(of: &Wanted, unit: UnitId, town: &str, whom: Option<BeneficiaryId>, today: Date) -> ProjectFacts {
    let own = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect();
    let day = |(weekday, from, to): &(i64, i8, i8)| DayFacts {
        weekday: *weekday,
        start_time: hour(*from),
        end_time: hour(*to),
        places: of.places,
    };
    ProjectFacts {
        code: of.code.into(),
        name: of.name.into(),
        kind: of.kind,
        unit,
        team: None,
        beneficiary: whom,
        provider: None,
        work: of.work.into(),
        address: Some(of.address.into()),
        town: Some(town.to_owned()),
        meeting_point: None,
        supervised_by: if of.kind == K::Individual { SupervisedBy::Partner } else { SupervisedBy::Service },
        women_only: of.code == "DEMO-SEWING",
        children_near: of.code == "DEMO-PARK",
        vulnerable_near: false,
        needs: own(of.needs),
        skills: own(of.skills),
        tools: None,
        places: of.places,
        start_date: today.saturating_sub(190.days()),
        days: of.days.iter().map(day).collect(),
        nomination: None,
    }
}

/// Its assessments, but for the hall's, and the agreement with a partner, whose insurance ends within weeks.
fn safe(house: &House, asker: &Asker, (id, of): (ProjectId, &Wanted), today: Date) -> Result<()> {
    let (hazard, control) = of.hazard;
    for kind in AssessmentKind::ALL.iter().filter(|_| !hazard.is_empty()) {
        let facts = AssessmentFacts {
            kind: *kind,
            assessed_by: "Hal Safe, safety officer".into(),
            assessed_on: today.saturating_sub(120.days()),
            valid_until: today.saturating_add(200.days()),
            hazards: vec![Hazard { hazard: hazard.into(), control: control.into() }],
        };
        house.bulk(asker, |cx| assess_project(cx, id, &facts).map(drop))?;
    }
    if of.kind == K::Individual {
        let facts = AgreementFacts {
            partner: "Wexmere Hospice Shops".into(),
            supervisor: "Ann Till".into(),
            contact: Some("020 7946 0141".into()),
            signed_on: today.saturating_sub(180.days()),
            checked_on: today.saturating_sub(185.days()),
            insurance_seen_on: today.saturating_sub(180.days()),
            insurance_until: today.saturating_add(20.days()),
            review_on: today.saturating_add(185.days()),
        };
        house.bulk(asker, |cx| agree(cx, id, &facts).map(drop))?;
    }
    Ok(())
}

/// What was nominated: reference, days ago, language, what, where, postcode, for whom, why, by whom.
type Written = (&'static str, i32, Language, [&'static str; 6]);

const NOMINATED: [Written; 6] = [
    (
        "DEMO-CNL2",
        160,
        Language::English,
        [
            "Clear the canal towpath",
            "Canal Street",
            "ZA1 2BC",
            "Everybody who walks there",
            "Nobody can pass with a pram",
            "Dot Waters",
        ],
    ),
    (
        "DEMO-BNCH",
        150,
        Language::Welsh,
        [
            "Trwsio’r meinciau yn y parc",
            "Parc y Dref",
            "ZA2 3ND",
            "Pobl hŷn y dref",
            "Nid oes lle i eistedd",
            "Siân Enghraifft",
        ],
    ),
    (
        "DEMO-HLL2",
        60,
        Language::English,
        [
            "Paint the village hall",
            "The Green",
            "ZA3 5LM",
            "The groups who meet there",
            "The damp has spoilt the walls",
            "Ted Holder",
        ],
    ),
    (
        "DEMO-GRDN",
        40,
        Language::English,
        ["Dig my mother’s garden", "Elm Road", "ZA1 7TT", "My mother", "She cannot do it herself", "Pat Somebody"],
    ),
    (
        "DEMO-STPS",
        21,
        Language::English,
        [
            "Mend and paint the steps to the station",
            "Station Road",
            "ZA1 9RR",
            "Travellers",
            "They are slippery and rusted",
            "Joan Platt",
        ],
    ),
    (
        "DEMO-STP2",
        3,
        Language::English,
        [
            "The steps at the station need painting",
            "Station Road by the bridge",
            "ZA1 9RR",
            "Everybody",
            "A child fell",
            "Wasim Example",
        ],
    ),
];

fn nominations(house: &House, asker: &Asker, unit: UnitId, projects: &[ProjectId], today: Date) -> Result<()> {
    let mut ids = Vec::new();
    for (reference, ago, language, [what, place, postcode, for_whom, why, nominator]) in NOMINATED {
        let new = NewNomination {
            reference: reference.into(),
            // Nobody knows the secret word of these: they are read by staff.
            secret_hash: Vec::new(),
            language,
            what: what.into(),
            place: place.into(),
            postcode: Some(postcode.into()),
            for_whom: for_whom.into(),
            why: why.into(),
            nominator: nominator.into(),
            organisation: None,
            email: (ago % 2 == 0).then(|| "nominator@example.org".into()),
            telephone: None,
            may_write: ago % 4 == 0,
            unit: (ago > 5).then_some(unit),
        };
        ids.push(house.bulk(&Asker::nobody(), |cx| {
            cx.pretend_it_is(at(today.saturating_sub(ago.days()), 11, 20))?;
            nominate(cx, &new)
        })?);
    }
    let step = |ago: i32, work: &mut dyn FnMut(&mut Cx<'_>, Date) -> Result<()>| -> Result<()> {
        let on = today.saturating_sub(ago.days());
        house.bulk(asker, |cx| {
            cx.pretend_it_is(at(on, 14, 0))?;
            work(cx, on)
        })
    };
    let [canal, benches, hall, garden, steps, ..] = ids.as_slice() else { return Ok(()) };
    for (id, from, project, minutes, words) in [
        (canal, 140, projects.first(), 340 * 60, "The towpath is open again from the bridge to the lock"),
        (benches, 130, projects.get(2), 96 * 60, "Byddwn yn trwsio ac yn paentio’r deuddeg mainc"),
    ] {
        ready(&step, *id, from)?;
        step(from - 20, &mut |cx, _| accept(cx, *id, None, None))?;
        if let Some(project) = project {
            step(from - 25, &mut |cx, _| became_project(cx, *id, *project, None))?;
        }
        step(58, &mut |cx, _| tell_nominator(cx, *id, "By letter", words, None))?;
        if id == canal {
            step(57, &mut |cx, on| finish(cx, *id, (on, minutes, words), None))?;
        }
    }
    ready(&step, *hall, 50)?;
    step(20, &mut |cx, _| accept(cx, *hall, Some("A good use of a hall that many groups share"), None))?;
    step(35, &mut |cx, _| {
        decline(cx, *garden, ("no-benefit", Some("The council’s handyperson service may help"), None), None)
    })?;
    step(34, &mut |cx, _| {
        tell_nominator(
            cx,
            *garden,
            "By email",
            "We are sorry that we cannot do it. The council’s handyperson service may help",
            None,
        )
    })?;
    step(14, &mut |cx, on| {
        look(cx, *steps, Deed::Visit, (on, true, "Two days for six people. The railway owns them and agrees"), None)
    })?;
    for (ago, deed, words) in [
        (13, Deed::Compare, "Nobody had nominated it when this came"),
        (12, Deed::Safety, "A person of the railway stands by; nobody works while a train is due"),
    ] {
        step(ago, &mut |cx, on| look(cx, *steps, deed, (on, true, words), None))?;
    }
    if let Some(again) = ids.last() {
        step(2, &mut |cx, on| ask_body(cx, *again, ("local-authority", "Zedbury Town Council", on), None).map(drop))?;
    }
    let panel = NewPanel {
        unit,
        held_on: today.saturating_sub(7.days()),
        place: Some("Town hall".into()),
        groups: ["Residents of Station Road", "Traders", "School council", "Victims’ forum"].map(str::to_owned).into(),
        note: None,
        votes: vec![
            NewVote {
                nomination: *steps,
                votes_for: 4,
                votes_against: 0,
                rank: Some(1),
                words: Some("Before winter".into()),
            },
            NewVote { nomination: *hall, votes_for: 2, votes_against: 1, rank: Some(2), words: None },
        ],
    };
    step(7, &mut |cx, _| record_panel(cx, &panel).map(drop))
}

type Stepping<'s> = &'s dyn Fn(i32, &mut dyn FnMut(&mut Cx<'_>, Date) -> Result<()>) -> Result<()>;

/// Everything that is needed before one is accepted.
fn ready(step: Stepping<'_>, id: NominationId, ago: i32) -> Result<()> {
    for (n, deed, words) in [
        (0, Deed::Compare, "Nobody nominated it before"),
        (1, Deed::Visit, "Enough work for a group; the owner agrees; toilets and water are near"),
        (2, Deed::Safety, "Can be done safely with what the assessment will say"),
    ] {
        step(ago - n, &mut |cx, on| look(cx, id, deed, (on, true, words), None))?;
    }
    let mut asked = None;
    step(ago - 3, &mut |cx, on| {
        asked = Some(ask_body(cx, id, ("policing", "Office of the commissioner", on), None)?);
        Ok(())
    })?;
    match asked {
        Some(asked) => step(ago - 12, &mut |cx, on| answer(cx, id, asked, (AnswerKind::Supports, on, None))),
        None => Ok(()),
    }
}
