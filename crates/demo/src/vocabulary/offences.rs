//! Offences by the codes and titles that courts use, with assumed frequencies. The reader of a demo sees plausible
//! cases, not statistics.

use crate::random::Random;
use std::sync::OnceLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffencePlan {
    pub code: &'static str,
    pub title: &'static str,
    /// Parts of a thousand of all offences.
    pub frequency: u32,
    /// Parts of a hundred that end in custody at once.
    pub custody: u32,
}

/// All offences of the demo world.
pub fn offences() -> &'static [OffencePlan] {
    static READ: OnceLock<Vec<OffencePlan>> = OnceLock::new();
    READ.get_or_init(|| include_str!("../../data/offences.txt").lines().filter_map(row).collect())
}

fn row(line: &'static str) -> Option<OffencePlan> {
    let mut cells = line.split('|');
    let plan = OffencePlan {
        code: cells.next()?,
        title: cells.next()?,
        frequency: cells.next()?.trim().parse().ok()?,
        custody: cells.next()?.trim().parse().ok()?,
    };
    (!line.starts_with('#')).then_some(plan)
}

/// The offence with that code; the most frequent one if there is none such.
#[must_use]
pub fn offence(code: &str) -> OffencePlan {
    let all = offences();
    let unknown = OffencePlan { code: "TH68010", title: "Theft from a shop", frequency: 1, custody: 18 };
    all.iter().find(|o| o.code == code).copied().unwrap_or(unknown)
}

/// One, as likely as it is frequent; where custody followed, as likely as it leads there.
pub fn draw(random: &mut Random, custody: bool) -> OffencePlan {
    let weighed: Vec<(u32, OffencePlan)> =
        offences().iter().map(|o| (o.frequency * if custody { o.custody } else { 100 - o.custody }, *o)).collect();
    random.weighted(&weighed).copied().unwrap_or_else(|| offence("TH68010"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frequencies_make_a_thousand_and_every_line_is_read() {
        assert_eq!(offences().iter().map(|o| o.frequency).sum::<u32>(), 1000);
        let lines = include_str!("../../data/offences.txt").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(offences().len(), lines);
    }

    #[test]
    fn robbery_leads_to_custody_more_often_than_shop_theft() {
        let mut random = Random::of(5, "offences", 0);
        let mut robberies = |custody| (0..4000).filter(|_| draw(&mut random, custody).code == "TH68023").count();
        assert!(robberies(true) > 3 * robberies(false));
    }
}
