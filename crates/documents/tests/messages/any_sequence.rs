//! Whatever happens in whatever order, no reminder goes that should not: appointments arranged, moved and cancelled,
//! agreements given and withdrawn, time passing, and trouble on the way out.

use super::world::{MOBILE, TODAY, Town, on_one};
use documents::messages::{Agreement, Channel, Consent, Sending, Trouble};
use jiff::ToSpan;
use jiff::civil::Weekday;
use kernel::{ContactId, Instant};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Something that happens.
#[derive(Clone, Debug)]
enum Happens {
    Arranged { days: i64, hour: i8 },
    Moved { which: usize, days: i64, hour: i8 },
    Cancelled { which: usize },
    Said { agreed: bool },
    OtherNumber { other: bool },
    Trouble,
    TimePasses { minutes: i64 },
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        2 => (0i64..9, 9i8..18).prop_map(|(days, hour)| Happens::Arranged { days, hour }),
        1 => (0usize..4, 0i64..9, 9i8..18).prop_map(|(which, days, hour)| Happens::Moved { which, days, hour }),
        1 => (0usize..4).prop_map(|which| Happens::Cancelled { which }),
        2 => any::<bool>().prop_map(|agreed| Happens::Said { agreed }),
        1 => any::<bool>().prop_map(|other| Happens::OtherNumber { other }),
        1 => Just(Happens::Trouble),
        6 => (1i64..2_000).prop_map(|minutes| Happens::TimePasses { minutes }),
    ]
}

/// What is known of the world beside the program.
struct Life<'t> {
    town: &'t Town,
    now: Instant,
    appointments: Vec<(ContactId, bool)>,
}

impl Life<'_> {
    fn standing(&self, which: usize) -> Option<(usize, ContactId)> {
        let standing: Vec<(usize, ContactId)> = self
            .appointments
            .iter()
            .enumerate()
            .filter(|(_, (_, stands))| *stands)
            .map(|(at, (id, _))| (at, *id))
            .collect();
        standing.get(which % standing.len().max(1)).copied()
    }

    fn happens(&mut self, what: &Happens) {
        let town = self.town;
        match what {
            Happens::Arranged { days, hour } => {
                let day = self.now.local_date().saturating_add((days + 1).days());
                let contact = town.arrange(day, *hour);
                self.appointments.push((contact.id, true));
            }
            Happens::Moved { which, days, hour } => {
                let Some((at, id)) = self.standing(*which) else { return };
                let day = self.now.local_date().saturating_add((days + 1).days());
                if let Ok(moved) = town.moves(id, day, *hour) {
                    self.appointments[at].1 = false;
                    self.appointments.push((moved.id, true));
                }
            }
            Happens::Cancelled { which } => {
                let Some((at, id)) = self.standing(*which) else { return };
                if town.cancels(id).is_ok() {
                    self.appointments[at].1 = false;
                }
            }
            // Withdrawing what was never given is refused, and nothing changes.
            Happens::Said { agreed } => {
                let _ = town.says(Channel::Text, if *agreed { Consent::Agreed } else { Consent::Withdrawn });
            }
            Happens::OtherNumber { other } => {
                let number = if *other { "07700 900456" } else { MOBILE };
                town.reach(|r| r.mobile = Some(number.into()));
            }
            Happens::Trouble => town.port.answers(Err(Trouble::Later("busy".into()))),
            // A worker looks every few minutes, not only where the test would like it to.
            Happens::TimePasses { minutes } => {
                let until = self.now.plus_seconds(minutes * 60);
                while self.now < until {
                    self.now = self.now.plus_seconds(37 * 60).min(until);
                    town.at_instant(self.now);
                    self.works();
                }
                return;
            }
        }
        self.works();
    }

    /// The workers work, and what left is held against what may.
    fn works(&mut self) {
        let before = self.town.port.gone().len();
        self.town.work();
        let gone = self.town.port.gone();
        if gone.len() == before {
            return;
        }
        let wall = self.now.local();
        assert!((9..19).contains(&wall.hour()) && wall.date().weekday() != Weekday::Sunday, "a text at {wall}");
        let agreements = self.town.read(|cx| cx.list::<Agreement>("ORDER BY recorded_at DESC", &[]));
        let last = agreements.first().unwrap();
        assert_eq!(last.answer, Consent::Agreed, "a text without agreement");
        let sendings: Vec<Sending> = self.town.sendings();
        for one in &gone[before..] {
            assert_eq!(last.address.as_deref(), Some(one.to.as_str()), "a text to a number that nobody agreed to");
            let sending = sendings.iter().find(|s| s.id == one.handing.reference).unwrap();
            let about = ContactId(sending.about_id.unwrap());
            assert!(self.appointments.contains(&(about, true)), "a reminder of an appointment that does not stand");
        }
        let references: BTreeSet<_> = gone.iter().map(|g| g.handing.reference).collect();
        assert_eq!(references.len(), gone.len(), "a message left twice");
        let words: BTreeSet<(String, kernel::Date)> =
            gone.iter().map(|g| (about_of(&sendings, g), when_of(&sendings, g))).collect();
        assert_eq!(words.len(), gone.len(), "two reminders of one appointment on one day");
    }
}

fn about_of(sendings: &[Sending], gone: &super::world::Gone) -> String {
    sendings.iter().find(|s| s.id == gone.handing.reference).map(|s| format!("{:?}", s.about_id)).unwrap()
}

fn when_of(sendings: &[Sending], gone: &super::world::Gone) -> kernel::Date {
    sendings.iter().find(|s| s.id == gone.handing.reference).map(|s| s.made_at.local_date()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_reminder_goes_that_should_not(all in proptest::collection::vec(happens(), 3..22)) {
        on_one(|town| {
            let mut life = Life { town, now: Instant::from_local(TODAY.at(9, 0, 0, 0)), appointments: Vec::new() };
            life.happens(&Happens::Said { agreed: true });
            for what in &all {
                life.happens(what);
            }
        });
    }
}
