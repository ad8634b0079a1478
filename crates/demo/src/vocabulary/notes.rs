//! What officers write after a meeting, in invented words that name nobody.

use crate::diary::{CameOf, Line, Meeting};
use crate::random::Random;
use std::sync::OnceLock;

fn all() -> &'static [(&'static str, &'static str)] {
    static READ: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();
    READ.get_or_init(|| {
        let lines = include_str!("../../data/notes.txt").lines().filter(|l| !l.starts_with('#'));
        lines.filter_map(|l| l.split_once('|')).collect()
    })
}

/// A note that fits the line of the log; some lines have none.
pub fn note(random: &mut Random, line: &Line) -> Option<&'static str> {
    let of = match (line.came_of, line.meeting) {
        (Some(CameOf::AcceptableAbsence), _) => "acceptable",
        (Some(CameOf::UnacceptableAbsence), _) => "unacceptable",
        (_, Meeting::First) => "first",
        (_, Meeting::Office) => "office",
        (_, Meeting::HomeVisit) => "home",
        (_, Meeting::Telephone) => "telephone",
        (_, Meeting::Video) => "video",
        (_, Meeting::ThreeWay) => "three-way",
        (_, Meeting::Activity) => "activity",
        (_, Meeting::UnpaidWork) => "work",
        (_, Meeting::Message) => "message",
        (_, Meeting::Sent) => "sent",
        (_, Meeting::Agency) => "agency",
    };
    let fitting = all().iter().filter(|(kind, _)| *kind == of).map(|(_, words)| *words);
    if !random.chance(780) {
        return None;
    }
    let many = u32::try_from(fitting.clone().count()).unwrap_or(0);
    fitting.into_iter().nth(random.below(many) as usize)
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn every_kind_of_meeting_has_words() {
        for kind in [
            "office",
            "home",
            "telephone",
            "video",
            "three-way",
            "activity",
            "first",
            "work",
            "message",
            "sent",
            "agency",
            "acceptable",
            "unacceptable",
        ] {
            assert!(all().iter().any(|(k, _)| *k == kind), "{kind}");
        }
    }
}
