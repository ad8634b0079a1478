//! On which shelves a line stands, and whether a typed result agrees with the message. Pure.

use super::records::{EntryState, Preparing, ResultKind};
use kernel::{Date, Refusal};

/// A tab of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    ToDo,
    Done,
    /// Came onto the list on the day itself or later.
    Added,
    Removed,
}

impl Shelf {
    pub const ALL: [Shelf; 4] = [Shelf::ToDo, Shelf::Done, Shelf::Added, Shelf::Removed];

    /// In the address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Shelf::ToDo => "to-do",
            Shelf::Done => "done",
            Shelf::Added => "added",
            Shelf::Removed => "removed",
        }
    }

    /// On the tab.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Shelf::ToDo => "To do",
            Shelf::Done => "Done",
            Shelf::Added => "Added on the day",
            Shelf::Removed => "Removed",
        }
    }

    /// Of what stands in the address; the first where it is unknown.
    #[must_use]
    pub fn of(code: Option<&str>) -> Shelf {
        Shelf::ALL.into_iter().find(|s| Some(s.code()) == code).unwrap_or(Shelf::ToDo)
    }
}

/// How a typed result stands to the court's message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Nothing was typed.
    OnlyMessage,
    /// No message came.
    OnlyTyped,
    Neither,
    Agrees,
    /// Somebody must look.
    Differs,
    /// They differed, and somebody said which holds.
    Settled,
}

/// Whether what was typed agrees with what the message asks.
#[must_use]
pub(crate) fn agreement(expects: Option<&str>, asks: Option<&str>, settled: bool) -> Agreement {
    // A message about a breach brings an order or its end: both are work of probation.
    let same =
        |expects: &str, asks: &str| expects == "any" || expects == asks || (expects == "supervise" && asks == "breach");
    match (expects, asks) {
        (None, None) => Agreement::Neither,
        (None, Some(_)) => Agreement::OnlyMessage,
        (Some(_), None) => Agreement::OnlyTyped,
        (Some(expects), Some(asks)) if same(expects, asks) => Agreement::Agrees,
        _ if settled => Agreement::Settled,
        _ => Agreement::Differs,
    }
}

/// On which shelves a line stands; on `Added` beside the others.
#[must_use]
pub(crate) fn shelves(
    state: EntryState,
    preparing: Preparing,
    agreement: Agreement,
    (added_on, day): (Option<Date>, Date),
) -> Vec<Shelf> {
    if state == EntryState::Removed {
        return vec![Shelf::Removed];
    }
    let open = match agreement {
        Agreement::Differs => true,
        Agreement::Neither => preparing != Preparing::NotNeeded,
        _ => false,
    };
    let mut all = vec![if open { Shelf::ToDo } else { Shelf::Done }];
    if added_on.is_some_and(|on| on >= day) {
        all.push(Shelf::Added);
    }
    all
}

/// The kinds that may be typed on a day, in the order of the list.
#[must_use]
pub(crate) fn kinds_on(all: &[ResultKind], day: Date) -> Vec<ResultKind> {
    let holds = |k: &&ResultKind| k.valid_from <= day && k.valid_before.is_none_or(|before| day < before);
    all.iter().filter(holds).cloned().collect()
}

/// Whether a result may be typed.
///
/// # Errors
/// `ahead` before the day; `missing` where the kind asks for words.
pub(crate) fn check_result(kind: &ResultKind, words: Option<&str>, day: Date, today: Date) -> Result<(), Refusal> {
    if day > today {
        let words = "This hearing has not been yet: record its result on the day";
        return Err(Refusal::new("result", "ahead", words));
    }
    if kind.expects == "any" && words.is_none_or(|w| w.trim().is_empty()) {
        return Err(Refusal::new("words", "missing", "Say what the court decided"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn a_typed_result_and_a_message_agree_when_they_ask_the_same_of_probation() {
        for (expects, asks, settled, is) in [
            (None, None, false, Agreement::Neither),
            (None, Some("nothing"), false, Agreement::OnlyMessage),
            (Some("report"), None, false, Agreement::OnlyTyped),
            (Some("supervise"), Some("supervise"), false, Agreement::Agrees),
            (Some("supervise"), Some("breach"), false, Agreement::Agrees),
            (Some("any"), Some("report"), false, Agreement::Agrees),
            (Some("nothing"), Some("supervise"), false, Agreement::Differs),
            (Some("nothing"), Some("supervise"), true, Agreement::Settled),
        ] {
            assert_eq!(agreement(expects, asks, settled), is, "{expects:?} {asks:?} {settled}");
        }
    }

    #[test]
    fn a_line_is_to_do_until_it_has_a_result_and_stays_there_while_two_results_differ() {
        let day = date(2026, 11, 23);
        let listed = |preparing, agreement, added| shelves(EntryState::Listed, preparing, agreement, (added, day));
        assert_eq!(listed(Preparing::Complete, Agreement::Neither, None), [Shelf::ToDo]);
        assert_eq!(listed(Preparing::NotNeeded, Agreement::Neither, None), [Shelf::Done]);
        assert_eq!(listed(Preparing::Ongoing, Agreement::OnlyTyped, None), [Shelf::Done]);
        assert_eq!(listed(Preparing::NotNeeded, Agreement::Differs, None), [Shelf::ToDo]);
        assert_eq!(listed(Preparing::NotStarted, Agreement::OnlyMessage, Some(day)), [Shelf::Done, Shelf::Added]);
        assert_eq!(listed(Preparing::NotStarted, Agreement::Neither, Some(date(2026, 11, 22))), [Shelf::ToDo]);
        let removed = shelves(EntryState::Removed, Preparing::Complete, Agreement::Differs, (Some(day), day));
        assert_eq!(removed, [Shelf::Removed]);
    }

    #[test]
    fn a_result_is_not_typed_before_the_hearing() {
        let kind = |expects: &str| ResultKind {
            code: "x".into(),
            valid_from: date(2021, 1, 1),
            valid_before: None,
            place: 1,
            name: "X".into(),
            expects: expects.into(),
        };
        let (day, today) = (date(2026, 11, 24), date(2026, 11, 23));
        assert_eq!(check_result(&kind("nothing"), None, day, today).unwrap_err().code, "ahead");
        assert!(check_result(&kind("nothing"), None, today, today).is_ok());
        assert_eq!(check_result(&kind("any"), Some(" "), today, today).unwrap_err().code, "missing");
    }
}
