//! Which requirements a court could order for this person, and whether those proposed may stand together: the one place
//! where a report asks the law. It gives reasons, and never hides a requirement without saying why.

use super::records::{Proposal, ProposedRequirement};
use kernel::Date;
use law::{CaseDates, Family, Law, OrderAsPassed, RequirementAsPassed, Term, Unit};
use people::OpenPerson;

/// Whether a court could order it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lawful {
    Yes,
    CannotTell,
    No,
}

/// One requirement type.
#[derive(Clone, Debug)]
pub(super) struct Choosable {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) lawful: Lawful,
    pub(super) reasons: Vec<String>,
    pub(super) unit: Unit,
    /// The least and the most, in words.
    pub(super) limits: String,
    pub(super) consent: bool,
}

/// One thing to say of the whole.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) bars: bool,
    pub(super) words: String,
}

fn limits(kind: &law::RequirementType, dates: &CaseDates) -> String {
    let rows: Vec<String> = kind
        .limits_for(dates)
        .filter_map(|l| match (l.min, l.max) {
            (Some(min), Some(max)) => Some(format!("{min} to {max}")),
            (None, Some(max)) => Some(format!("at most {max}")),
            (Some(min), None) => Some(format!("at least {min}")),
            (None, None) => None,
        })
        .collect();
    rows.join(", or ")
}

/// Every requirement of the law that belongs into this kind of order.
pub(super) fn options(
    law: &Law,
    open: &OpenPerson,
    on: Date,
    _proposal: Option<&Proposal>,
) -> (Vec<Choosable>, Vec<(String, String)>) {
    let dates = CaseDates { sentence: Some(on), ..CaseDates::default() };
    let all = law
        .requirements()
        .iter()
        .filter(|kind| kind.family == Family::Community)
        .map(|kind| {
            let mut reasons = Vec::new();
            let mut lawful = match kind.open_to_court(&dates) {
                Some(true) => Lawful::Yes,
                Some(false) => {
                    reasons.push("It is not open to courts on that day".to_owned());
                    Lawful::No
                }
                None => Lawful::CannotTell,
            };
            if let Some(under) = kind.under_age {
                match open.person.born.map(|born| web::ui::age(born, on)) {
                    Some(age) if age >= under => {
                        reasons.push(format!("Only for people younger than {under} when convicted"));
                        lawful = Lawful::No;
                    }
                    None => {
                        reasons.push("No date of birth is on record: enter it to know".to_owned());
                        lawful = Lawful::CannotTell;
                    }
                    _ => {}
                }
            }
            Choosable {
                code: kind.code.clone(),
                name: kind.en.clone(),
                lawful,
                reasons,
                unit: kind.unit,
                limits: limits(kind, &dates),
                consent: kind.consent,
            }
        })
        .collect();
    (all, Vec::new())
}

fn length(line: &ProposedRequirement) -> Option<Term> {
    line.length.as_deref().and_then(|text| text.parse().ok())
}

/// What is to be said of a proposal as one order.
pub(super) fn together(law: &Law, open: &OpenPerson, on: Date, proposal: &Proposal) -> Vec<Said> {
    let term: Option<Term> = proposal.term.as_deref().and_then(|text| text.parse().ok());
    let lines = proposal.lines();
    let mut order = OrderAsPassed::new(proposal.sentence.clone(), on);
    order.date_of_birth = open.person.born;
    order.end = term.and_then(|term| term.last_day(on));
    order.requirements = lines
        .iter()
        .map(|line| RequirementAsPassed {
            code: line.kind.clone(),
            length: length(line),
            start: None,
            end: None,
            hours_a_day: None,
            hours_a_week: None,
        })
        .collect();
    law::check_order(law, &order).into_iter().map(|w| Said { bars: true, words: w.words }).collect()
}
