//! What may be done with a case, how far it is, and which minimum standards it meets. Pure.
//!
//! Always true: nothing is arranged, held or handed over on a day on which the consent of one side was not in force.

use crate::policy_rows::{Measure, Standard};
use crate::records::{Act, CaseLine, CaseState, Deed, Mode, Side};
use jiff::ToSpan;
use kernel::{Date, Refusal};

/// The last answer of a side that holds on a day: by the day on which it was given, then by when it was recorded.
fn answer(acts: &[Act], side: Side, day: Date) -> Option<&Act> {
    let answers = acts.iter().filter(|a| {
        a.side == Some(side) && matches!(a.deed, Deed::Give | Deed::Decline | Deed::Withdraw) && a.on_day <= day
    });
    answers.max_by_key(|a| (a.on_day, a.at, a.id))
}

/// Whether a side's consent is in force on a day.
#[must_use]
pub fn consents(acts: &[Act], side: Side, day: Date) -> bool {
    answer(acts, side, day).is_some_and(|a| a.deed == Deed::Give)
}

/// Whether both consents are in force on a day.
#[must_use]
pub fn both_consent(acts: &[Act], day: Date) -> bool {
    Side::ALL.iter().all(|side| consents(acts, *side, day))
}

fn last(acts: &[Act], deed: Deed, side: Option<Side>) -> Option<&Act> {
    acts.iter().filter(|a| a.deed == deed && (side.is_none() || a.side == side)).max_by_key(|a| (a.on_day, a.at, a.id))
}

/// Assessed, and found suitable by the last assessment.
#[must_use]
pub(crate) fn is_suitable(acts: &[Act]) -> bool {
    last(acts, Deed::Assess, None).is_some_and(|a| a.fact.as_deref() == Some("suitable"))
}

/// What is known of a case beside its acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// A meeting is planned.
    pub planned: bool,
    pub mediator: bool,
    pub agreed: bool,
    pub ended: bool,
}

/// Whether the two have met, or letters were carried.
#[must_use]
pub(crate) fn came_together(acts: &[Act]) -> Option<Date> {
    acts.iter().filter(|a| matches!(a.deed, Deed::Meet | Deed::HandOver)).map(|a| a.on_day).min()
}

/// How far a case is.
#[must_use]
pub fn state(acts: &[Act], around: Around, today: Date) -> CaseState {
    if around.ended {
        CaseState::Ended
    } else if around.agreed {
        CaseState::Agreed
    } else if around.planned {
        CaseState::Arranged
    } else if came_together(acts).is_some() {
        CaseState::Met
    } else if both_consent(acts, today) {
        CaseState::Preparing
    } else {
        CaseState::Offering
    }
}

fn no(field: &str, code: &'static str, words: impl Into<String>) -> Vec<Refusal> {
    vec![Refusal::new(field, code, words)]
}

/// Why something cannot be done with a case on a day; nothing where it can. `kind` is how they come together, for what is
/// arranged.
#[must_use]
pub fn may(
    acts: &[Act],
    around: Around,
    (deed, side, kind): (Deed, Option<Side>, Option<Mode>),
    on: Date,
    today: Date,
) -> Vec<Refusal> {
    if around.ended && deed != Deed::Reopen {
        return no("", "ended", "This case has ended: open it again first");
    }
    let opened = acts.iter().find(|a| a.deed == Deed::Open).map_or(on, |a| a.on_day);
    if deed != Deed::Arrange && (on > today || on < opened) {
        return no("on", "out_of_order", "The day must lie between the opening of the case and today");
    }
    let offered = side.and_then(|side| last(acts, Deed::Offer, Some(side)));
    let consent = |day: Date, words: &str| if both_consent(acts, day) { vec![] } else { no("", "no_consent", words) };
    let assessed = || {
        if is_suitable(acts) {
            vec![]
        } else {
            no("", "not_assessed", "Assess risk and suitability first, and find it suitable")
        }
    };
    match deed {
        Deed::Offer => match side.map(|side| consents(acts, side, today)) {
            Some(true) => no("", "agreed", "They have agreed already"),
            _ => vec![],
        },
        Deed::Give | Deed::Decline => match offered {
            None => no("", "not_offered", "Record the offer first"),
            Some(offer) if on < offer.on_day => no("on", "before_offer", "The day must not be before the offer"),
            Some(_) => vec![],
        },
        Deed::Withdraw => match side {
            Some(side) if consents(acts, side, on) => vec![],
            _ => no("", "no_consent", "There is no agreement to take back"),
        },
        Deed::Prepare if offered.is_none() => no("", "not_offered", "Record the offer first"),
        Deed::Arrange => {
            let mut wrong = consent(today, "Both sides must agree before anything is arranged");
            wrong.extend(assessed());
            if on < today {
                wrong.extend(no("on", "in_past", "The day must be today or later"));
            }
            if around.planned {
                wrong.extend(no("", "planned", "A meeting is planned already: record what became of it first"));
            }
            if !matches!(kind, Some(Mode::Meeting | Mode::Conference)) {
                wrong.extend(no("kind", "kind", "Say whether it is a meeting or a conference"));
            }
            for side in Side::ALL {
                if last(acts, Deed::Prepare, Some(*side)).is_none() {
                    let words = format!("Prepare {} on their own first", side.words().to_lowercase());
                    wrong.extend(no("", "not_prepared", words));
                }
            }
            if !around.mediator {
                wrong.extend(no("", "no_mediator", "Choose who mediates first"));
            }
            wrong
        }
        Deed::Meet => consent(on, "The consent of both sides was not in force on that day"),
        Deed::HandOver => {
            let mut wrong = consent(on, "Both sides must have agreed on the day on which a letter is handed over");
            wrong.extend(assessed());
            wrong
        }
        Deed::Agree if came_together(acts).is_none() && !matches!(kind, Some(Mode::Reparation)) => {
            no("", "not_met", "An agreement follows a meeting, a letter that was handed over, or reparation")
        }
        Deed::Agree => consent(today, "An agreement needs the consent of both sides"),
        Deed::FollowUp if came_together(acts).is_none() && !around.agreed => {
            no("", "not_met", "Nothing has taken place that could be followed up")
        }
        Deed::Reopen if !around.ended => no("", "not_ended", "This case has not ended"),
        _ => vec![],
    }
}

/// How a case stands against one minimum standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Met,
    /// Done, but after the last day.
    TooLate(Date),
    /// Still to do, by that day where there is one.
    Due(Option<Date>),
    /// Not done, and the last day has passed, or what came after it is done.
    Unmet(Option<Date>),
    /// Not yet asked for.
    NotYet,
}

impl Kept {
    /// Somebody should look at it.
    #[must_use]
    pub fn is_unmet(self) -> bool {
        matches!(self, Kept::Unmet(_) | Kept::TooLate(_))
    }
}

fn in_time(done: Option<Date>, from: Option<Date>, days: Option<i64>, today: Date, over: bool) -> Kept {
    let Some(from) = from else { return if done.is_some() { Kept::Met } else { Kept::NotYet } };
    let by = days.map(|days| from.saturating_add(days.days()));
    match (done, by) {
        (Some(on), Some(by)) if on > by => Kept::TooLate(on),
        (Some(_), _) => Kept::Met,
        (None, Some(by)) if today > by || over => Kept::Unmet(Some(by)),
        (None, by) if over => Kept::Unmet(by),
        (None, by) => Kept::Due(by),
    }
}

/// How a case stands against a standard on a day.
#[must_use]
pub fn against(line: &CaseLine, standard: &Standard, today: Date) -> Kept {
    let over = !line.is_open;
    let come = line.planned_on.or(line.met_on).is_some();
    // What should have come first is unmet once what follows it is there.
    let first = |done: bool| match (done, come) {
        (true, _) => Kept::Met,
        (false, true) => Kept::Unmet(None),
        (false, false) if over => Kept::NotYet,
        (false, false) => Kept::Due(None),
    };
    match standard.measure {
        Measure::OfferedPerson => in_time(line.offered_person_on, Some(line.opened_on), standard.days, today, over),
        Measure::OfferedHarmed => in_time(line.offered_harmed_on, Some(line.opened_on), standard.days, today, over),
        Measure::Assessed => first(line.assessed_on.is_some()),
        Measure::Prepared => first(line.prepared_person_on.is_some() && line.prepared_harmed_on.is_some()),
        Measure::Mediator => first(line.mediator),
        Measure::Met if over && line.met_on.is_none() => Kept::NotYet,
        Measure::Met => in_time(line.met_on, line.both_since, standard.days, today, false),
        Measure::Followed => in_time(line.followed_on, line.met_on, standard.days, today, over),
        Measure::Felt => {
            let felt = line.person_felt.is_some() && line.harmed_felt.is_some();
            in_time(felt.then_some(today), line.met_on, None, today, over)
        }
    }
}

/// How many of the standards a case does not meet.
#[must_use]
pub(crate) fn unmet(line: &CaseLine, standards: &[&Standard], today: Date) -> usize {
    standards.iter().filter(|s| against(line, s, today).is_unmet()).count()
}
