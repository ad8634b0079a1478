//! Labelled pairs: what a case record and a court would hold of one person, with the slips that happen, and of two people
//! who are easily taken for one.

use crate::lists::{MEN, SHORT, STREETS, SURNAMES, WOMEN};
use crate::numbers::Chance;
use kernel::{Date, date};
use people::matching::{Cro, Identity, PersonName, Place, Pnc, check_letter};

pub(crate) struct Pair {
    pub(crate) kind: &'static str,
    pub(crate) is_one_person: bool,
    pub(crate) a: Identity,
    pub(crate) b: Identity,
}

/// `count` pairs, three of five of one person.
pub(crate) fn pairs(seed: u64, count: usize) -> impl Iterator<Item = Pair> {
    let mut c = Chance::new(seed);
    (0..count).map(move |_| if c.percent(60) { one_person(&mut c) } else { two_people(&mut c) })
}

type Slip = fn(&mut Chance, &mut Identity);

/// Slips and how often each of a hundred is the chosen one.
const SLIPS: &[(&str, usize, Slip)] = &[
    ("no slip", 30, |_, _| {}),
    ("first name mistyped", 9, |c, p| typo(c, &mut p.names[0].first)),
    ("surname mistyped", 9, |c, p| typo(c, &mut p.names[0].last)),
    ("short first name", 9, |_, _| {}),
    ("day and month exchanged", 6, swap_birth),
    ("birth mistyped", 6, mistype_birth),
    ("year of birth off", 2, |c, p| p.births[0] = shifted_years(p.births[0], if c.percent(50) { 1 } else { -1 })),
    ("changed surname", 6, change_surname),
    ("names exchanged", 3, |_, p| {
        let name = &mut p.names[0];
        std::mem::swap(&mut name.first, &mut name.last);
    }),
    ("alias given", 4, give_alias),
    ("middle name in use", 2, use_middle),
    ("half of a double name", 3, |c, p| p.names[0].last = format!("{}-{}", p.names[0].last, c.pick(SURNAMES))),
    ("wrong police number", 4, |c, p| p.pncs = vec![pnc(c, p.births[0])]),
    ("initial only", 1, |_, p| p.names[0].first = p.names[0].first.chars().take(1).collect()),
    ("two slips", 6, |c, p| {
        typo(c, &mut p.names[0].first);
        if c.percent(50) { mistype_birth(c, p) } else { typo(c, &mut p.names[0].last) }
    }),
];

fn one_person(c: &mut Chance) -> Pair {
    let mut roll = c.below(100);
    let (kind, _, slip) =
        SLIPS.iter().find(|(_, share, _)| roll.checked_sub(*share).map(|r| roll = r).is_none()).unwrap();
    let mut a = anybody(c);
    if *kind == "short first name" {
        let (long, short) = SHORT[c.below(SHORT.len())];
        a.names[0].first = long.into();
        let mut b = seen_again(c, &a);
        b.names[0].first = short.into();
        return Pair { kind, is_one_person: true, a, b };
    }
    if *kind == "day and month exchanged" {
        let born = a.births[0];
        a.births[0] = date(born.year(), born.month(), (born.day() - 1) % 12 + 1);
    }
    let mut b = seen_again(c, &a);
    slip(c, &mut b);
    // Half of the time the record is the one with the slip.
    if c.percent(50) {
        std::mem::swap(&mut a, &mut b);
    }
    Pair { kind, is_one_person: true, a, b }
}

/// The same person as another source has them: some numbers missing, moved home, middle name left out, capitals.
fn seen_again(c: &mut Chance, known: &Identity) -> Identity {
    let mut again = known.clone();
    if c.percent(35) {
        again.pncs.clear();
    }
    if c.percent(50) {
        again.cros.clear();
    }
    if c.percent(30) {
        again.places = vec![home(c)];
    } else if c.percent(10) {
        again.places = vec![Place { lines: "No fixed abode".into(), postcode: None, no_fixed_abode: true }];
    }
    if c.percent(40) {
        again.names[0].middle.clear();
    }
    if c.percent(20) {
        again.names[0].last = again.names[0].last.to_uppercase();
    }
    if c.percent(5) {
        again.gender = None;
    }
    again
}

type Double = fn(&mut Chance, &Identity) -> Identity;

const DOUBLES: &[(&str, usize, Double)] = &[
    ("twins", 18, twin),
    ("twins with like names", 4, |c, a| {
        let mut b = twin(c, a);
        b.names[0].first = a.names[0].first.clone();
        typo(c, &mut b.names[0].first);
        b
    }),
    ("twins, first name shared", 2, |c, a| {
        let mut b = twin(c, a);
        b.names[0].first = a.names[0].first.clone();
        while b.names[0].middle.is_empty() || b.names[0].middle == a.names[0].middle {
            b.names[0].middle = given(c, a.gender.as_deref() == Some("M")).into();
        }
        if c.percent(40) {
            b.names[0].middle.clear();
        }
        b
    }),
    ("parent and child of one name", 14, |c, a| {
        let years = 17 + i16::try_from(c.below(22)).unwrap();
        Identity {
            births: vec![any_day(c, a.births[0].year() - years)],
            places: a.places.clone(),
            names: bare(a),
            ..stranger(c, a)
        }
    }),
    ("sharing a home", 14, |c, a| Identity { places: a.places.clone(), ..anybody(c) }),
    ("siblings of one home", 12, |c, a| {
        let years = i16::try_from(c.below(5)).unwrap() + 1;
        Identity { births: vec![any_day(c, a.births[0].year() + years)], ..twin(c, a) }
    }),
    ("namesakes", 12, |c, a| Identity { names: bare(a), births: vec![birth(c)], ..stranger(c, a) }),
    ("namesakes born the same day", 8, |c, a| Identity { names: bare(a), births: a.births.clone(), ..stranger(c, a) }),
    ("namesakes born a slip apart", 6, |c, a| {
        let mut b = Identity { names: bare(a), births: a.births.clone(), ..stranger(c, a) };
        mistype_birth(c, &mut b);
        b
    }),
    ("another's police number", 4, |c, a| Identity { pncs: a.pncs.clone(), ..anybody(c) }),
    ("a twin's police number", 1, |c, a| Identity { pncs: a.pncs.clone(), ..twin(c, a) }),
    ("strangers", 5, |c, _| anybody(c)),
];

fn two_people(c: &mut Chance) -> Pair {
    let mut roll = c.below(100);
    let (kind, _, double) =
        DOUBLES.iter().find(|(_, share, _)| roll.checked_sub(*share).map(|r| roll = r).is_none()).unwrap();
    let mut a = anybody(c);
    if *kind == "twins, first name shared" {
        a.names[0].first = c.pick(&["Mohammed", "Abdul", "Muhammad", "Syed", "Maria"]).into();
    }
    let b = double(c, &a);
    Pair { kind, is_one_person: false, a, b }
}

/// Another person of the same gender with a home and numbers of their own.
fn stranger(c: &mut Chance, a: &Identity) -> Identity {
    Identity { gender: a.gender.clone(), ..anybody(c) }
}

/// The first name and surname, and no middle name to tell them apart.
fn bare(a: &Identity) -> Vec<PersonName> {
    vec![PersonName::new(a.names[0].first.clone(), "", a.names[0].last.clone())]
}

fn twin(c: &mut Chance, a: &Identity) -> Identity {
    let mut b = anybody(c);
    b.births = a.births.clone();
    b.places = a.places.clone();
    b.names[0].last = a.names[0].last.clone();
    if b.names[0].first == a.names[0].first {
        b.names[0].first.push_str("na");
    }
    b
}

fn anybody(c: &mut Chance) -> Identity {
    let man = c.percent(85);
    let middle = if c.percent(45) { given(c, man) } else { "" };
    let name = PersonName::new(given(c, man), middle, c.pick_early(SURNAMES));
    let born = birth(c);
    let pncs = if c.percent(85) { vec![pnc(c, born)] } else { Vec::new() };
    let cros = if c.percent(60) { vec![cro(c, born)] } else { Vec::new() };
    Identity {
        names: vec![name],
        births: vec![born],
        gender: Some(if man { "M" } else { "F" }.into()),
        pncs,
        cros,
        places: vec![home(c)],
        ..Identity::default()
    }
}

fn given(c: &mut Chance, man: bool) -> &'static str {
    if man { c.pick_early(MEN) } else { c.pick_early(WOMEN) }
}

fn birth(c: &mut Chance) -> Date {
    let year = 1955 + i16::try_from(c.below(28) + c.below(24)).unwrap();
    // Where the day is not known, the first of January is written.
    if c.percent(2) { date(year, 1, 1) } else { any_day(c, year) }
}

fn any_day(c: &mut Chance, year: i16) -> Date {
    date(year, i8::try_from(c.below(12)).unwrap() + 1, i8::try_from(c.below(28)).unwrap() + 1)
}

fn pnc(c: &mut Chance, born: Date) -> Pnc {
    let year = u64::try_from(born.year() + 14 + i16::try_from(c.below(12)).unwrap()).unwrap().min(2025);
    let serial = u64::try_from(c.below(1_000_000)).unwrap() + 1;
    let letter = check_letter(year % 100 * 10_000_000 + serial);
    Pnc::read(&format!("{year}/{serial:07}{letter}"), date(2026, 11, 22)).unwrap()
}

fn cro(c: &mut Chance, born: Date) -> Cro {
    let year = u64::try_from(born.year() + 16).unwrap() % 100;
    let serial = u64::try_from(c.below(999_999)).unwrap() + 1;
    let letter = check_letter(year * 1_000_000 + serial);
    if c.percent(15) {
        Cro::read(&format!("SF{year:02}/{serial:06}{letter}"))
    } else {
        Cro::read(&format!("{serial:06}/{year:02}{letter}"))
    }
    .unwrap()
}

fn home(c: &mut Chance) -> Place {
    let lines = format!("{} {}", c.below(140) + 1, c.pick(STREETS));
    let letters = ["AB", "CD", "EF", "GH", "JK", "LN", "PQ", "RS", "TU", "WX", "YZ"];
    let postcode = format!("ZA{} {}{}", c.below(30) + 1, c.below(10), c.pick(&letters));
    Place { lines, postcode: (!c.percent(6)).then_some(postcode), no_fixed_abode: false }
}

/// One letter left out, doubled, exchanged with its neighbour, or hit beside the right one.
fn typo(c: &mut Chance, word: &mut String) {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + c.below(letters.len().saturating_sub(1));
    let Some(letter) = letters.get(at).copied() else {
        word.push('e');
        return;
    };
    match c.below(4) {
        0 if letters.len() > 3 => drop(letters.remove(at)),
        1 => letters.insert(at, letter),
        2 if at + 1 < letters.len() && letters[at + 1] != letter => letters.swap(at, at + 1),
        _ => letters[at] = char::from(b"aeioustrnlmdk"[c.below(13)]),
    }
    let made: String = letters.into_iter().collect();
    if made == *word {
        word.push('e');
    } else {
        *word = made;
    }
}

fn swap_birth(_: &mut Chance, p: &mut Identity) {
    let born = p.births[0];
    p.births[0] = date(born.year(), born.day(), born.month());
}

fn mistype_birth(c: &mut Chance, p: &mut Identity) {
    let born = p.births[0];
    let (year, month, day) = (born.year(), born.month(), born.day());
    p.births[0] = match c.below(4) {
        0 => Date::new(year, month, if day > 10 { day - 10 } else { day + 10 }).unwrap(),
        1 => Date::new(year, month, if day % 10 == 9 { day - 1 } else { day + 1 }).unwrap_or(born),
        2 => Date::new(year, if month % 10 == 9 || month == 12 { month - 1 } else { month + 1 }, day).unwrap_or(born),
        _ => shifted_years(born, if c.percent(50) { 10 } else { -10 }),
    };
}

fn shifted_years(born: Date, by: i16) -> Date {
    Date::new(born.year() + by, born.month(), born.day()).unwrap_or(born)
}

fn change_surname(c: &mut Chance, p: &mut Identity) {
    p.names[0].last = c.pick(SURNAMES).into();
}

/// Another name altogether is given; the record knows it as an alias half of the time.
fn give_alias(c: &mut Chance, p: &mut Identity) {
    let real = p.names[0].clone();
    p.names.insert(0, PersonName::new(c.pick(MEN), "", c.pick(SURNAMES)));
    p.names[1] = real;
}

fn use_middle(c: &mut Chance, p: &mut Identity) {
    let name = &mut p.names[0];
    if name.middle.is_empty() {
        name.middle = given(c, true).into();
    }
    name.first = std::mem::take(&mut name.middle);
}
