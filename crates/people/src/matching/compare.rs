//! The comparison of two identities: evidence, score, what bars a sure match, and all of it in words.

use super::names::{self, NameEvidence};
use super::nicknames::is_shared_by_siblings;
use super::weights::{Agreement, DOUBTFUL, Field, SURE, bits};
use super::words::{birth_words, name_words, place_words};
use super::{Cro, Identity, PersonName, Pnc, dates, places};

/// What to do with a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// A human need not look.
    Sure,
    /// A human decides.
    Doubtful,
    Different,
}

/// One field's part in the score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub field: Field,
    pub agreement: Agreement,
    /// Bits for (positive) or against one person.
    pub weight: i32,
    /// A phrase for the page, such as "Same PNC: 2002/0073319Z".
    pub words: String,
}

/// How two identities compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The sum of the reasons' weights, in bits.
    pub score: i32,
    pub verdict: Verdict,
    pub reasons: Vec<Reason>,
    /// Why a high score was not enough, in words.
    pub bar: Option<&'static str>,
}

/// Compares two descriptions. Which is first does not matter, but for the order in the words.
#[must_use]
pub fn compare(a: &Identity, b: &Identity) -> Comparison {
    let mut evidence = Evidence::default();
    evidence.numbers(a, b);
    evidence.names(a, b);
    evidence.birth(a, b);
    evidence.rest(a, b);
    let score = evidence.reasons.iter().map(|r| r.weight).sum();
    let bar = BARS.iter().find(|(_, holds)| holds(&evidence)).map(|(words, _)| *words);
    let verdict = match (score, bar) {
        _ if evidence.is_two_people() => Verdict::Different,
        (SURE.., None) => Verdict::Sure,
        (DOUBTFUL.., _) => Verdict::Doubtful,
        _ => Verdict::Different,
    };
    Comparison { score, verdict, reasons: evidence.reasons, bar: bar.filter(|_| score >= SURE) }
}

/// A step of the policy: words, and when it holds.
type Bar = (&'static str, fn(&Evidence) -> bool);

/// What keeps a pair from being sure, however high the score. The first that holds is told.
const BARS: &[Bar] = &[
    ("The numbers of the police, records office or prison differ", |e| {
        e.differs(&[Field::Pnc, Field::Cro, Field::Noms])
    }),
    ("The first names differ: they may be twins or of one family", |e| {
        matches!(e.of(Field::GivenName), None | Some(Agreement::Different | Agreement::Alike | Agreement::AmongMiddle))
    }),
    ("The dates of birth differ: they may be parent and child", |e| {
        matches!(e.of(Field::BirthDate), Some(Agreement::Different | Agreement::GenerationApart))
    }),
    ("The surnames differ", |e| {
        e.of(Field::Surname) == Some(Agreement::Different) && !(e.same_given() && e.same_birth())
    }),
    ("The genders differ", |e| e.differs(&[Field::Gender]) && !(e.has_number && e.same_given())),
    ("No number in common, and the name or date of birth is not the same in every part", |e| {
        !e.has_number && !e.is_the_same_in_every_part()
    }),
    ("No number in common, and the middle names differ", |e| !e.has_number && e.differs(&[Field::MiddleName])),
    ("No number in common, and brothers or sisters may share that first name", |e| {
        !e.has_number && e.given_is_shared && e.of(Field::MiddleName) != Some(Agreement::Same)
    }),
    ("Only name and date of birth agree: others may share them", |e| !e.has_number && !e.corroborated()),
];

#[derive(Default)]
struct Evidence {
    reasons: Vec<Reason>,
    /// A sound number that one person alone can have is the same on both sides.
    has_number: bool,
    /// The first name is one that siblings may all bear.
    given_is_shared: bool,
}

impl Evidence {
    fn of(&self, field: Field) -> Option<Agreement> {
        self.reasons.iter().find(|r| r.field == field).map(|r| r.agreement)
    }

    fn differs(&self, fields: &[Field]) -> bool {
        fields.iter().any(|f| self.of(*f) == Some(Agreement::Different))
    }

    fn same_given(&self) -> bool {
        matches!(self.of(Field::GivenName), Some(Agreement::Same | Agreement::SameCommon))
    }

    fn same_surname(&self) -> bool {
        matches!(self.of(Field::Surname), Some(Agreement::Same | Agreement::SameCommon))
    }

    fn same_birth(&self) -> bool {
        matches!(self.of(Field::BirthDate), Some(Agreement::Same | Agreement::SameFirstOfJanuary))
    }

    /// Name and date of birth are the same as they stand.
    fn is_the_same_in_every_part(&self) -> bool {
        self.same_given() && self.same_surname() && self.same_birth() && self.of(Field::NameOrder).is_none()
    }

    /// Something beyond name and date of birth that a namesake would hardly share.
    fn corroborated(&self) -> bool {
        matches!(self.of(Field::Address), Some(Agreement::Same | Agreement::SamePostcode))
            || self.of(Field::MiddleName) == Some(Agreement::Same)
    }

    /// Without a number in common: two sound police numbers and two first names are twins or strangers, and births a
    /// generation apart are parent and child, whatever else they share.
    fn is_two_people(&self) -> bool {
        let apart = self.of(Field::BirthDate) == Some(Agreement::GenerationApart);
        !self.has_number && (apart || self.differs(&[Field::Pnc]) && self.differs(&[Field::GivenName]))
    }

    fn add(&mut self, field: Field, agreement: Agreement, words: String) {
        self.reasons.push(Reason { field, agreement, weight: bits(field, agreement), words });
    }

    fn numbers(&mut self, a: &Identity, b: &Identity) {
        let sound = |p: &&Pnc| p.is_sound();
        self.number(Field::Pnc, "PNC", &a.pncs, &b.pncs, Pnc::is_sound, |x, y| x == y, |x, y| sound(&x) && sound(&y));
        let rivals = |x: &Cro, y: &Cro| x.same_form(y) && x.is_sound() && y.is_sound();
        self.number(Field::Cro, "CRO", &a.cros, &b.cros, Cro::is_sound, Cro::same_number, rivals);
        self.number(Field::Noms, "prison number", &a.noms, &b.noms, |_| true, |x, y| x == y, |_, _| true);
        self.number(Field::NiNumber, "NI number", &a.ni_numbers, &b.ni_numbers, |_| true, |x, y| x == y, |_, _| true);
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one place for four kinds of number that differ in three small rules"
    )]
    fn number<T: std::fmt::Display>(
        &mut self,
        field: Field,
        name: &str,
        a: &[T],
        b: &[T],
        sound: fn(&T) -> bool,
        same: fn(&T, &T) -> bool,
        rivals: impl Fn(&T, &T) -> bool,
    ) {
        let pairs = || a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
        let shared = pairs().filter(|(x, y)| same(x, y)).map(|(x, _)| x).max_by_key(|x| sound(x));
        if let Some(x) = shared {
            self.has_number |= sound(x);
            match sound(x) {
                true => self.add(field, Agreement::Same, format!("Same {name}: {x}")),
                false => {
                    self.add(field, Agreement::SameUnsound, format!("Same {name}, but its check letter is wrong: {x}"))
                }
            }
        } else if let Some((x, y)) = pairs().find(|(x, y)| rivals(x, y)) {
            self.add(field, Agreement::Different, format!("Different {name}: {x}, {y}"));
        }
    }

    fn names(&mut self, a: &Identity, b: &Identity) {
        let pairs =
            a.names.iter().enumerate().flat_map(|(i, x)| b.names.iter().enumerate().map(move |(j, y)| (i + j, x, y)));
        let weighed = pairs.map(|(rank, x, y)| (names::agreement(x, y), rank, x, y));
        let alias = |rank: usize| {
            if rank > 0 { bits(Field::NameOrder, Agreement::Alias) } else { 0 }
        };
        let Some((found, rank, x, y)) =
            weighed.max_by_key(|(e, rank, _, _)| (e.bits() + alias(*rank), usize::MAX - rank))
        else {
            return;
        };
        if found.reversed {
            self.add(
                Field::NameOrder,
                Agreement::Reversed,
                format!("First and last name exchanged: {}, {}", x.full(), y.full()),
            );
        } else if rank > 0 {
            self.add(Field::NameOrder, Agreement::Alias, format!("Through an alias: {}, {}", x.full(), y.full()));
        }
        self.given_is_shared = kernel::fold(&x.first).split(' ').next().is_some_and(is_shared_by_siblings);
        self.name_parts(found, x, y);
    }

    fn name_parts(&mut self, found: NameEvidence, x: &PersonName, y: &PersonName) {
        let turned =
            if found.reversed { PersonName::new(x.last.clone(), x.middle.clone(), x.first.clone()) } else { x.clone() };
        for (field, name, agreement, one, other) in [
            (Field::GivenName, "first name", found.given, &turned.first, &y.first),
            (Field::MiddleName, "middle name", found.middle, &turned.middle, &y.middle),
            (Field::Surname, "surname", found.surname, &turned.last, &y.last),
        ] {
            if let Some(agreement) = agreement {
                self.add(field, agreement, name_words(name, agreement, one, other));
            }
        }
    }

    fn birth(&mut self, a: &Identity, b: &Identity) {
        let pairs = a.births.iter().flat_map(|x| b.births.iter().map(move |y| (dates::agreement(*x, *y), *x, *y)));
        if let Some((agreement, x, y)) = pairs.max_by_key(|(agreement, _, _)| bits(Field::BirthDate, *agreement)) {
            self.add(Field::BirthDate, agreement, birth_words(agreement, x, y));
        }
    }

    fn rest(&mut self, a: &Identity, b: &Identity) {
        if let (Some(x), Some(y)) = (&a.gender, &b.gender) {
            match x == y {
                true => self.add(Field::Gender, Agreement::Same, "Same gender".into()),
                false => self.add(Field::Gender, Agreement::Different, "Different gender".into()),
            }
        }
        let pairs = a.places.iter().flat_map(|x| b.places.iter().map(move |y| (x, y)));
        let weighed = pairs.filter_map(|(x, y)| Some((places::agreement(x, y)?, x)));
        if let Some((agreement, place)) = weighed.max_by_key(|(agreement, _)| bits(Field::Address, *agreement)) {
            self.add(Field::Address, agreement, place_words(agreement, place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::*;
    use kernel::date;

    fn gethin() -> Identity {
        Identity {
            names: vec![PersonName::new("Gethin", "", "Pugh")],
            births: vec![date(1985, 3, 7)],
            gender: Some("M".into()),
            places: vec![Place {
                lines: "12 High Street".into(),
                postcode: Some("ZA1 2BC".into()),
                no_fixed_abode: false,
            }],
            ..Identity::default()
        }
    }

    fn with_pnc(mut identity: Identity, pnc: &str) -> Identity {
        identity.pncs = Pnc::read(pnc, date(2026, 1, 1)).into_iter().collect();
        identity
    }

    fn verdict(a: &Identity, b: &Identity) -> Verdict {
        compare(a, b).verdict
    }

    #[test]
    fn the_same_name_birth_and_home_are_sure() {
        assert_eq!(verdict(&gethin(), &gethin()), Verdict::Sure);
    }

    #[test]
    fn the_same_name_and_birth_alone_are_doubtful() {
        let mut other = gethin();
        other.places.clear();
        let found = compare(&gethin(), &other);
        assert_eq!(found.verdict, Verdict::Doubtful);
        assert!(found.bar.unwrap().contains("others may share"));
    }

    #[test]
    fn twins_are_never_sure() {
        for twin in ["Gwion", "Geraint", "Gethyn"] {
            let mut other = gethin();
            other.names = vec![PersonName::new(twin, "", "Pugh")];
            assert_ne!(verdict(&gethin(), &other), Verdict::Sure, "{twin}");
        }
    }

    #[test]
    fn twins_with_their_own_police_numbers_are_different() {
        let mut twin = with_pnc(gethin(), "2007/9999904R");
        twin.names = vec![PersonName::new("Gwion", "", "Pugh")];
        assert_eq!(verdict(&with_pnc(gethin(), "2002/0073319Z"), &twin), Verdict::Different);
    }

    #[test]
    fn brothers_who_share_a_first_name_and_not_the_second_are_not_sure() {
        let named = |middle| Identity { names: vec![PersonName::new("Mohammed", middle, "Rafiq")], ..gethin() };
        for second in ["Hassan", "", "A"] {
            assert_ne!(verdict(&named("Ali"), &named(second)), Verdict::Sure, "{second}");
        }
        assert_eq!(verdict(&named("Ali"), &named("Ali")), Verdict::Sure);
    }

    #[test]
    fn a_father_and_son_of_one_name_and_home_are_not_sure_even_with_one_police_number() {
        let mut father = with_pnc(gethin(), "2002/0073319Z");
        father.births = vec![date(1958, 11, 20)];
        assert_ne!(verdict(&with_pnc(gethin(), "2002/0073319Z"), &father), Verdict::Sure);
        father.pncs.clear();
        assert_eq!(verdict(&gethin(), &father), Verdict::Different);
    }

    #[test]
    fn people_of_one_home_are_different() {
        let mut other = gethin();
        other.names = vec![PersonName::new("Tamsin", "", "Vaughan")];
        other.births = vec![date(1988, 12, 1)];
        assert_eq!(verdict(&gethin(), &other), Verdict::Different);
    }

    #[test]
    fn one_police_number_and_a_slip_is_sure() {
        let known = with_pnc(gethin(), "2002/0073319Z");
        let mut misspelt = known.clone();
        misspelt.names = vec![PersonName::new("Gethyn", "", "Pughe")];
        misspelt.births = vec![date(1985, 7, 3)];
        misspelt.places.clear();
        assert_eq!(verdict(&known, &misspelt), Verdict::Sure);
    }

    #[test]
    fn one_police_number_on_two_names_waits_for_a_human() {
        let mut other = with_pnc(gethin(), "2002/0073319Z");
        other.names = vec![PersonName::new("Rhodri", "", "Vaughan")];
        assert_eq!(verdict(&with_pnc(gethin(), "2002/0073319Z"), &other), Verdict::Doubtful);
    }

    #[test]
    fn a_police_number_with_a_wrong_letter_proves_nothing_by_itself() {
        let mut other = with_pnc(gethin(), "2004/0012345U");
        other.places.clear();
        assert_eq!(verdict(&with_pnc(gethin(), "2004/0012345U"), &other), Verdict::Doubtful);
    }

    #[test]
    fn two_empty_descriptions_are_different() {
        assert_eq!(verdict(&Identity::default(), &Identity::default()), Verdict::Different);
    }

    #[test]
    fn every_reason_is_told_in_words() {
        let found = compare(&with_pnc(gethin(), "2002/0073319Z"), &with_pnc(gethin(), "2002/0073319Z"));
        assert_eq!(found.score, found.reasons.iter().map(|r| r.weight).sum::<i32>());
        let words: Vec<_> = found.reasons.iter().map(|r| r.words.as_str()).collect();
        assert!(
            words.contains(&"Same PNC: 2002/0073319Z") && words.contains(&"Same date of birth: 7 March 1985"),
            "{words:?}"
        );
    }
}
