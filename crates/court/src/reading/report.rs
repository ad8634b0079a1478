//! Requests for a pre-sentence report. No message says which type of report; a request is told in three ways: an
//! adjournment for the purpose, a prompt on a committal or sending, a bail condition to attend for one.

use super::dates;
use super::definition::Purpose;
use super::gather::{Level, Seen};
use super::message::{Court, Id, NextHearing};
use kernel::{Date, fold};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq)]
pub struct ReportRequest {
    /// The least id of the results that ask for it.
    pub key: Id,
    pub results: BTreeSet<Id>,
    pub hearing: Id,
    pub asked: Option<Date>,
    pub court: Court,
    pub ways: BTreeSet<Way>,
    /// When the court wants it.
    pub next: Option<NextHearing>,
    pub offences: BTreeSet<Id>,
    pub urns: BTreeSet<String>,
    /// Set when the court has since disposed of every offence that it was asked about.
    pub closed: Option<Closed>,
}

/// How a request came to its end without anybody's doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    pub on: Date,
    /// Sentence was passed; otherwise the case ended without one.
    pub sentenced: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    Adjournment,
    Committal,
    BailCondition,
}

const REPORT: &str = "029d370b-90f5-4650-b985-a61e9ec8db99";

type Asking<'a> = (&'a Seen, Way);

/// One request for each hearing that asked, however often it says so.
pub(super) fn reports(all: &[&Seen]) -> Vec<ReportRequest> {
    let mut groups: BTreeMap<(String, Option<Date>), Vec<Asking<'_>>> = BTreeMap::new();
    for seen in all {
        if let Some(way) = asks(seen) {
            groups.entry((seen.hearing().to_owned(), seen.day())).or_default().push((seen, way));
        }
    }
    groups.into_iter().filter_map(|((hearing, day), asking)| build(hearing, day, &asking, all)).collect()
}

fn asks(seen: &Seen) -> Option<Way> {
    let result = &seen.result;
    if result.says("pSROrdered") {
        return Some(Way::Committal);
    }
    let reason = result.next_hearing.as_ref().and_then(|n| n.reason.as_deref()).is_some_and(names_report);
    let prompt = || result.prompts.iter().any(|p| p.type_id.as_deref() == Some(REPORT));
    if result.meaning.is(Purpose::Report, "pre_sentence") || reason || prompt() {
        return Some(Way::Adjournment);
    }
    result.meaning.is(Purpose::Report, "bail_condition").then_some(Way::BailCondition)
}

fn names_report(reason: &str) -> bool {
    fold(reason).contains("pre sentence report")
}

fn build(hearing: String, day: Option<Date>, asking: &[Asking<'_>], all: &[&Seen]) -> Option<ReportRequest> {
    let key = asking.iter().map(|(s, _)| s.result.id.clone()).min()?;
    let first = asking.iter().map(|(s, _)| *s).min_by(|a, b| a.rank().cmp(&b.rank()))?;
    let same = |s: &&&Seen| s.hearing() == hearing && s.day() == day;
    let nexts = asking.iter().map(|(s, _)| *s).chain(all.iter().filter(same).copied());
    Some(ReportRequest {
        key,
        results: asking.iter().map(|(s, _)| s.result.id.clone()).collect(),
        asked: day,
        court: first.sitting.court.clone(),
        ways: asking.iter().map(|(_, way)| *way).collect(),
        next: nexts.filter_map(next).min_by_key(|n| (n.day.is_none(), n.day, n.start)),
        offences: asking.iter().filter_map(|(s, _)| s.offence_id().map(str::to_owned)).collect(),
        urns: asking.iter().filter_map(|(s, _)| s.place.urn.clone()).collect(),
        closed: day.and_then(|asked| closed(asked, asking, all)),
        hearing,
    })
}

/// A request is over when each of its offences was finally dealt with on a later day.
fn closed(asked: Date, asking: &[Asking<'_>], all: &[&Seen]) -> Option<Closed> {
    let offences: BTreeSet<&str> = asking.iter().filter_map(|(s, _)| s.offence_id()).collect();
    let finals: Vec<(&str, Date, bool)> = all
        .iter()
        .filter(|s| s.disposes())
        .filter_map(|s| Some((s.offence_id()?, s.day()?, s.sentences())))
        .filter(|(offence, day, _)| offences.contains(offence) && *day > asked)
        .collect();
    let dealt_with: BTreeSet<&str> = finals.iter().map(|(offence, _, _)| *offence).collect();
    if offences.is_empty() || dealt_with != offences {
        return None;
    }
    let on = finals.iter().map(|(_, day, _)| *day).max()?;
    Some(Closed { on, sentenced: finals.iter().any(|(_, _, sentenced)| *sentenced) })
}

impl Seen {
    /// Whether it ends the proceedings about its offence.
    fn disposes(&self) -> bool {
        let of_offence = matches!(self.place.level, Level::Offence | Level::ApplicationOffence);
        let is_final = match self.result.category.as_deref() {
            Some(category) => category.eq_ignore_ascii_case("FINAL") || category.eq_ignore_ascii_case("F"),
            None => matches!(self.result.meaning.purpose(), Purpose::Order | Purpose::Custody),
        };
        of_offence && is_final
    }

    /// Whether it is a sentence, whoever carries it out.
    fn sentences(&self) -> bool {
        use Purpose as P;
        matches!(
            self.result.meaning.purpose(),
            P::Order | P::Custody | P::Activation | P::Disposal | P::Financial | P::Total
        )
    }
}

/// The next hearing that a result carries, as a member or in its prompts.
fn next(seen: &Seen) -> Option<NextHearing> {
    if let Some(next) = &seen.result.next_hearing {
        return Some(next.clone());
    }
    if !seen.result.meaning.is(Purpose::Adjournment, "next_hearing") {
        return None;
    }
    let said = |names: &[&str]| seen.result.prompt(names).map(str::to_owned);
    Some(NextHearing {
        day: said(&["HDATE", "fixedDate"]).as_deref().and_then(dates::day),
        start: None,
        week_commencing: said(&["weekCommencing"]).as_deref().and_then(dates::day),
        court: Court { code: None, name: said(&["hCHOUSEOrganisationName", "HCHOUSE"]), room: said(&["HCROOM"]) },
        kind: said(&["HTYPE"]),
        reason: None,
    })
}
