//! Appeals and reopenings as they stand: what was asked, the court's last word on it, and the one order that rests on what
//! is appealed against. Where several orders or none could be meant, none is named: a person looks.

use super::application::{ApplicationKind, ApplicationRead};
use super::definition::Purpose;
use super::gather::{Level, Seen};
use super::message::Id;
use super::outcome::Concern;
use kernel::Date;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq)]
pub struct AppealRead {
    /// The application's id, or the least id of the results that tell it.
    pub key: Id,
    /// The table's word for what is asked.
    pub kind: String,
    pub title: String,
    pub lodged: Option<Date>,
    pub result: AppealWord,
    pub result_words: Option<String>,
    pub decided: Option<Date>,
    /// The hearing that decided it.
    pub hearing: Option<Id>,
    pub offences: BTreeSet<Id>,
    pub urns: BTreeSet<String>,
    pub concerns: Concern,
}

/// What became of it, as far as the results tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AppealWord {
    Waiting,
    Abandoned,
    Dismissed,
    Allowed,
    Varied,
    Quashed,
}

pub(super) fn appeals(all: &[&Seen], applications: &[ApplicationRead]) -> Vec<AppealRead> {
    let mut found: Vec<AppealRead> = Vec::new();
    let asked = |kind| matches!(kind, ApplicationKind::Appeal | ApplicationKind::Reopening);
    for application in applications.iter().filter(|a| asked(a.kind)) {
        let told: Vec<&Seen> = all.iter().copied().filter(|s| of(s, application)).collect();
        found.push(of_application(application, &told));
    }
    found.extend(loose(all, applications));
    found.sort_by(|a, b| (a.lodged, a.decided, &a.key).cmp(&(b.lodged, b.decided, &b.key)));
    found
}

fn of(seen: &Seen, application: &ApplicationRead) -> bool {
    application.id.is_some() && seen.place.application == application.id && seen.place.level != Level::Hearing
}

fn of_application(application: &ApplicationRead, told: &[&Seen]) -> AppealRead {
    let last = told
        .iter()
        .filter_map(|s| word(s, application.kind).map(|w| (s.day(), w, *s)))
        .max_by_key(|(day, word, s)| (*day, *word, s.result.id.clone()));
    let mut offences = application.concerns.offences.clone();
    offences.extend(told.iter().filter_map(|s| s.offence_id().map(str::to_owned)));
    AppealRead {
        key: application.id.clone().unwrap_or_else(|| format!("{:?}", (&application.code, application.received))),
        kind: application.appeal.clone().unwrap_or_else(|| "appeal".into()),
        title: application.title.clone().unwrap_or_else(|| application.kind.word().to_owned()),
        lodged: application.received,
        result: last.as_ref().map_or(AppealWord::Waiting, |(_, word, _)| *word),
        result_words: last.as_ref().and_then(|(_, _, s)| s.result.label.clone()),
        decided: last.as_ref().and_then(|(day, _, _)| *day),
        hearing: last.as_ref().map(|(_, _, s)| s.hearing().to_owned()),
        offences,
        urns: application.concerns.urns.clone(),
        concerns: application.concerns.clone(),
    }
}

fn word(seen: &Seen, asked: ApplicationKind) -> Option<AppealWord> {
    let meaning = &seen.result.meaning;
    Some(match (meaning.purpose(), meaning.kind()) {
        (Purpose::SetAside, "conviction_appeal_allowed" | "conviction_quashed") => AppealWord::Quashed,
        (Purpose::SetAside, "sentence_varied") => AppealWord::Varied,
        (Purpose::SetAside, "entered_in_error") => return None,
        (Purpose::SetAside, _) => AppealWord::Allowed,
        (Purpose::Continuation, "original_stands") if meaning.definition.code == "APA" => AppealWord::Abandoned,
        (Purpose::Continuation, "original_stands") => AppealWord::Dismissed,
        (Purpose::Application, "granted") if asked == ApplicationKind::Reopening => AppealWord::Allowed,
        (Purpose::Application, "granted") => AppealWord::Allowed,
        (Purpose::Application, "refused" | "dismissed") => AppealWord::Dismissed,
        (Purpose::Application, "withdrawn") => AppealWord::Abandoned,
        _ => return None,
    })
}

/// Results that can only come of an appeal or reopening, in a message that carries no application.
fn loose(all: &[&Seen], applications: &[ApplicationRead]) -> Vec<AppealRead> {
    let theirs: BTreeSet<&Id> = applications.iter().filter_map(|a| a.id.as_ref()).collect();
    let mut groups: BTreeMap<(String, Option<Date>, String), Vec<&Seen>> = BTreeMap::new();
    for seen in all.iter().copied().filter(|s| s.result.meaning.purpose() == Purpose::SetAside) {
        let known = seen.place.application.as_ref().is_some_and(|id| theirs.contains(id));
        if !known && seen.place.level != Level::Hearing && seen.result.meaning.kind() != "entered_in_error" {
            let key = (seen.hearing().to_owned(), seen.day(), seen.result.meaning.definition.code.clone());
            groups.entry(key).or_default().push(seen);
        }
    }
    groups.into_values().filter_map(|told| of_results(&told)).collect()
}

fn of_results(told: &[&Seen]) -> Option<AppealRead> {
    let first = *told.iter().min_by(|a, b| a.rank().cmp(&b.rank()))?;
    let kind = match first.result.meaning.kind() {
        "conviction_appeal_allowed" | "conviction_quashed" => "against-conviction",
        "sentence_varied" | "sentence_appeal_allowed" => "against-sentence",
        "statutory_declaration" => "statutory-declaration",
        _ => "reopening",
    };
    let offences: BTreeSet<Id> = told.iter().filter_map(|s| s.offence_id().map(str::to_owned)).collect();
    let urns: BTreeSet<String> = told.iter().filter_map(|s| s.place.urn.clone()).collect();
    Some(AppealRead {
        key: told.iter().map(|s| s.result.id.clone()).min()?,
        kind: kind.to_owned(),
        title: first.result.label.clone().unwrap_or_else(|| kind.replace('-', " ")),
        lodged: None,
        result: word(first, ApplicationKind::Appeal)?,
        result_words: first.result.label.clone(),
        decided: first.day(),
        hearing: Some(first.hearing().to_owned()),
        concerns: Concern { offences: offences.clone(), urns: urns.clone(), ..Concern::default() },
        offences,
        urns,
    })
}
