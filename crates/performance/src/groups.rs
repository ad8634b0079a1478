//! By what figures are broken down: order type, number of requirements, tier, sex, age and ethnicity. Each line stands in one
//! group of each break-down, so that groups add up to the whole; what is not known is a group of its own. Pure.

use crate::policy::Policy;
use kernel::Date;
use law::Law;

/// A break-down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Grouping {
    All,
    Order,
    Requirements,
    Tier,
    Sex,
    Age,
    Ethnicity,
}

impl Grouping {
    pub(crate) const ALL: [Grouping; 7] = [
        Grouping::All,
        Grouping::Order,
        Grouping::Requirements,
        Grouping::Tier,
        Grouping::Sex,
        Grouping::Age,
        Grouping::Ethnicity,
    ];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Grouping::All => "all",
            Grouping::Order => "order",
            Grouping::Requirements => "requirements",
            Grouping::Tier => "tier",
            Grouping::Sex => "sex",
            Grouping::Age => "age",
            Grouping::Ethnicity => "ethnicity",
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Grouping::All => "Everybody",
            Grouping::Order => "Type of order",
            Grouping::Requirements => "Number of requirements",
            Grouping::Tier => "Tier",
            Grouping::Sex => "Sex",
            Grouping::Age => "Age",
            Grouping::Ethnicity => "Ethnicity",
        }
    }

    /// Differences by these are looked at for fairness.
    pub(crate) fn is_of_fairness(self) -> bool {
        matches!(self, Grouping::Sex | Grouping::Age | Grouping::Ethnicity)
    }
}

/// One group of a break-down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) grouping: Grouping,
    pub(crate) code: String,
    pub(crate) words: String,
}

pub(crate) const UNKNOWN: &str = "unknown";
const MANY: i64 = 4;
const TIERS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "S"];

/// Every group, in the order in which they are shown.
#[derive(Clone, Debug)]
pub(crate) struct Groups(Vec<Group>);

/// The places of one line's groups in [`Groups`], in the order of [`Grouping::ALL`].
pub(crate) type Stands = [u16; 7];

/// What is known of whom a line is about, on its day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known<'a> {
    pub(crate) sentence: Option<&'a str>,
    pub(crate) requirements: Option<i64>,
    pub(crate) tier: Option<&'a str>,
    pub(crate) sex: Option<&'a str>,
    pub(crate) born_month: Option<Date>,
    pub(crate) ethnicity: Option<&'a str>,
}

impl Groups {
    pub(crate) fn of(policy: &Policy) -> Groups {
        let mut all = Vec::new();
        let mut add = |grouping, code: &str, words: &str| {
            all.push(Group { grouping, code: code.into(), words: words.into() });
        };
        add(Grouping::All, "", "Everybody");
        add(Grouping::Order, "community", "Community order");
        add(Grouping::Order, "suspended", "Suspended sentence order");
        add(Grouping::Order, "custody", "Custody and licence");
        add(Grouping::Order, "youth", "Youth order");
        add(Grouping::Order, "other", "Another sentence");
        add(Grouping::Order, UNKNOWN, "About no order");
        for (count, words) in ["None", "One", "Two", "Three"].iter().enumerate() {
            add(Grouping::Requirements, &count.to_string(), words);
        }
        add(Grouping::Requirements, &MANY.to_string(), "Four or more");
        add(Grouping::Requirements, UNKNOWN, "About no order");
        for tier in TIERS {
            add(Grouping::Tier, tier, &format!("Tier {tier}"));
        }
        add(Grouping::Tier, UNKNOWN, "No tier");
        for sex in policy.sexes() {
            add(Grouping::Sex, &sex.code, &sex.words);
        }
        add(Grouping::Sex, UNKNOWN, "Not recorded");
        for band in policy.ages() {
            add(Grouping::Age, &band.code, &band.words);
        }
        add(Grouping::Age, UNKNOWN, "Younger, or not recorded");
        for group in policy.ethnicities() {
            add(Grouping::Ethnicity, &group.code, &group.words);
        }
        add(Grouping::Ethnicity, UNKNOWN, "Not recorded, or not said");
        Groups(all)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn get(&self, place: u16) -> Option<&Group> {
        self.0.get(usize::from(place))
    }

    pub(crate) fn of_grouping(&self, grouping: Grouping) -> impl Iterator<Item = (u16, &Group)> {
        (0..).zip(&self.0).filter(move |(_, group)| group.grouping == grouping)
    }

    pub(crate) fn place(&self, grouping: Grouping, code: &str) -> Option<u16> {
        self.of_grouping(grouping).find(|(_, group)| group.code == code).map(|(place, _)| place)
    }

    /// Where a line stands. `on` is its day, by which age is told.
    pub(crate) fn stands(&self, policy: &Policy, law: &Law, known: &Known<'_>, on: Date) -> Stands {
        let order = known.sentence.map_or(UNKNOWN, |code| order_group(law, code));
        let requirements = known.requirements.map_or(UNKNOWN.into(), |n| n.clamp(0, MANY).to_string());
        // Two-part tiers begin with the letter of protection, the others are one letter.
        let tier = known.tier.and_then(|tier| tier.get(..1)).unwrap_or(UNKNOWN);
        let ethnicity = known
            .ethnicity
            .and_then(|code| policy.ethnicities().iter().find(|group| group.holds.iter().any(|held| held == code)));
        let codes = [
            "",
            order,
            &requirements,
            tier,
            known.sex.unwrap_or(UNKNOWN),
            known.born_month.and_then(|born| age_band(policy, born, on)).unwrap_or(UNKNOWN),
            ethnicity.map_or(UNKNOWN, |group| &group.code),
        ];
        let mut stands = Stands::default();
        for ((place, grouping), code) in stands.iter_mut().zip(Grouping::ALL).zip(codes) {
            let found = self.place(grouping, code).or_else(|| self.place(grouping, UNKNOWN));
            *place = found.unwrap_or_default();
        }
        stands
    }
}

fn order_group(law: &Law, code: &str) -> &'static str {
    match law.sentence(code) {
        Some(sentence) if sentence.custodial() => "custody",
        Some(sentence) if sentence.youth() => "youth",
        Some(sentence) if sentence.suspended() => "suspended",
        Some(sentence) if sentence.community() => "community",
        _ => "other",
    }
}

/// The band of the age that somebody born in that month has reached by the first day of a later month.
fn age_band(policy: &Policy, born: Date, on: Date) -> Option<&str> {
    let months = (i32::from(on.year()) - i32::from(born.year())) * 12 + i32::from(on.month()) - i32::from(born.month());
    let years = months.div_euclid(12);
    policy.ages().iter().filter(|band| band.least <= years).max_by_key(|band| band.least).map(|band| band.code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn every_line_stands_in_one_group_of_each_break_down_known_or_not() {
        let policy = Policy::shipped().unwrap();
        let (groups, law) = (Groups::of(policy), Law::shipped());
        let full = Known {
            sentence: Some("CO"),
            requirements: Some(7),
            tier: Some("B2S"),
            sex: Some("F"),
            born_month: Some(date(2005, 12, 1)),
            ethnicity: Some("M3"),
        };
        let on = date(2026, 11, 1);
        let codes = |known: &Known<'_>| {
            let stands = groups.stands(policy, &law, known, on);
            stands.map(|place| groups.get(place).unwrap().code.clone())
        };
        assert_eq!(codes(&full), ["", "community", "4", "B", "F", "18-20", "mixed"]);
        let odd = Known { sentence: Some("FINE"), tier: Some("Z9"), sex: Some("N"), ethnicity: Some("NS"), ..full };
        assert_eq!(codes(&odd), ["", "other", "4", UNKNOWN, UNKNOWN, "18-20", UNKNOWN]);
        assert_eq!(codes(&Known::default()), ["", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]);
    }

    #[test]
    fn age_is_counted_to_the_month() {
        let policy = Policy::shipped().unwrap();
        let band = |on| age_band(policy, date(2005, 12, 1), on);
        assert_eq!(band(date(2026, 11, 1)), Some("18-20"));
        assert_eq!(band(date(2026, 12, 1)), Some("21-24"));
        assert_eq!(age_band(policy, date(2010, 1, 1), date(2026, 12, 1)), None);
    }
}
