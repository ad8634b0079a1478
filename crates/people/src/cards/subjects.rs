//! Each card's entry: how a new one begins, what it refuses, and what else of the same person changes with it, such as the
//! main address that ends when another begins.

use super::catalogue::{
    ADDRESSES, ADJUSTMENTS, ALIASES, CIRCUMSTANCES, DISABILITIES, EQUALITY, IDENTIFIERS, LANGUAGE, NAMES, REACH,
    RELATIONS,
};
use super::rules::{in_order, not_after, read_number};
use super::{
    Address, Adjustment, Alias, Card, Circumstance, Detail, Disability, Equality, Identifier, Language, Person, Reach,
    Relation,
};
use crate::matching::PersonName;
use domain_events::DomainEvent;
use kernel::{Date, DetailId, PersonId, Refusal, Refusals};
use store::{Cx, Failure, Result, params};

/// What every card with one entry says alike.
macro_rules! single {
    ($card:expr, $person:ident => $begin:expr) => {
        const CARD: &'static Card = &$card;
        fn begin($person: PersonId, _: DetailId, _: Date) -> Result<Self> {
            Ok($begin)
        }
        fn id(&self) -> Option<DetailId> {
            None
        }
        fn person(&self) -> PersonId {
            self.person_id
        }
        fn version(&self) -> i64 {
            self.version
        }
    };
}

/// What every card with several entries says alike.
macro_rules! several {
    ($card:expr, ($person:ident, $id:ident, $today:ident) => $begin:expr) => {
        const CARD: &'static Card = &$card;
        fn begin($person: PersonId, $id: DetailId, $today: Date) -> Result<Self> {
            Ok($begin)
        }
        fn id(&self) -> Option<DetailId> {
            Some(self.id)
        }
        fn person(&self) -> PersonId {
            self.person_id
        }
        fn version(&self) -> i64 {
            self.version
        }
        fn withdraw(&mut self, reason: &str) {
            self.withdrawn = Some(reason.to_owned());
        }
    };
}

impl Detail for Person {
    const CARD: &'static Card = &NAMES;

    /// A record is opened by `people::create`, which gives the CRN.
    fn begin(_: PersonId, _: DetailId, _: Date) -> Result<Self> {
        Err(Failure::NotFound)
    }

    fn id(&self) -> Option<DetailId> {
        None
    }

    fn person(&self) -> PersonId {
        self.person_id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn tidy(&mut self, today: Date) -> Result<(), Refusals> {
        not_after(today, "born", self.born, "Date of birth must be in the past")?;
        not_after(today, "died", self.died, "Date of death must be today or in the past")?;
        in_order("died", self.born, self.died, "Date of death must be after the date of birth")
    }

    fn is_searched() -> bool {
        true
    }
}

impl Detail for Identifier {
    several!(IDENTIFIERS, (person_id, id, _today) => Identifier {
        person_id, id, kind: String::new(), number: String::new(), note: None, end_date: None, withdrawn: None, version: 1,
    });

    fn has_ended(&self, today: Date) -> bool {
        self.end_date.is_some_and(|end| end <= today)
    }

    fn tidy(&mut self, today: Date) -> Result<(), Refusals> {
        self.number = read_number(&self.kind, &self.number, today)?;
        Ok(())
    }

    /// A prison number belongs to one person; the same number twice on one person is one too many.
    fn settle(&mut self, cx: &mut Cx<'_>, _: Option<&Self>) -> Result<()> {
        if self.withdrawn.is_some() {
            return Ok(());
        }
        let same = "WHERE person_id = $1 AND kind = $2 AND number = $3 AND withdrawn IS NULL AND id <> $4";
        if cx.first::<Identifier>(same, params![self.person_id, self.kind, self.number, self.id])?.is_some() {
            return Err(Failure::refused("number", "already_there", "This number is already on the record"));
        }
        if self.kind == "NOMS" && self.end_date.is_none() {
            crate::index::holder_of_prison_number(cx, &self.number, self.person_id)?.map_or(Ok(()), |crn| {
                let words = format!("{crn} has this prison number. Merge the two records, or record it as a duplicate");
                Err(Failure::refused("number", "held_by_another", words))
            })?;
        }
        Ok(())
    }

    fn is_searched() -> bool {
        true
    }
}

impl Detail for Alias {
    several!(ALIASES, (person_id, id, _today) => Alias {
        person_id, id, first_name: String::new(), middle_names: None, last_name: String::new(), born: None, gender: None,
        note: None, withdrawn: None, version: 1,
    });

    fn called(&self) -> Option<(String, &'static [&'static str])> {
        let middle = self.middle_names.clone().unwrap_or_default();
        let name = PersonName::new(self.first_name.clone(), middle, self.last_name.clone());
        Some((name.full(), &["First name", "Middle names", "Last name"]))
    }

    fn tidy(&mut self, today: Date) -> Result<(), Refusals> {
        not_after(today, "born", self.born, "Date of birth must be in the past")
    }

    fn is_searched() -> bool {
        true
    }
}

impl Detail for Address {
    several!(ADDRESSES, (person_id, id, today) => Address {
        person_id, id, status: "main".into(), kind: None, kind_verified: None, no_fixed_abode: None, building: None, street: None,
        district: None, town: None, county: None, postcode: None, telephone: None, start_date: today, end_date: None, note: None,
        withdrawn: None, version: 1,
    });

    fn has_ended(&self, today: Date) -> bool {
        self.end_date.is_some_and(|end| end <= today)
    }

    fn tidy(&mut self, _: Date) -> Result<(), Refusals> {
        in_order("end_date", Some(self.start_date), self.end_date, "End date must be on or after the start date")?;
        let lines = [&self.building, &self.street, &self.district, &self.town, &self.postcode];
        if self.no_fixed_abode.as_deref() != Some("yes") && lines.iter().all(|l| l.is_none()) {
            let words = "Enter the address, or say that they have no fixed abode";
            return Err(Refusal::new("street", "missing", words).into());
        }
        Ok(())
    }

    /// A main address that begins ends the one before on the same day, and that one becomes a previous address.
    fn settle(&mut self, cx: &mut Cx<'_>, before: Option<&Self>) -> Result<()> {
        if self.status == "main" && self.end_date.is_none() && self.withdrawn.is_none() {
            let open =
                "WHERE person_id = $1 AND status = 'main' AND end_date IS NULL AND withdrawn IS NULL AND id <> $2";
            for mut old in cx.list::<Address>(open, params![self.person_id, self.id])? {
                if old.start_date > self.start_date {
                    let words = "Another main address began later. End it first, or record this one as previous";
                    return Err(Failure::refused("start_date", "later_main_address", words));
                }
                old.end_date = Some(self.start_date);
                old.status = "previous".into();
                cx.update(&mut old)?;
            }
        }
        if before.is_none() || before.is_some_and(|b| b != self) {
            cx.tell(&DomainEvent::AddressChanged { person: self.person_id, from: self.start_date })?;
        }
        Ok(())
    }

    fn is_searched() -> bool {
        true
    }
}

impl Detail for Reach {
    single!(REACH, person_id => Reach {
        person_id, mobile: None, telephone: None, email: None, text_allowed: None, note: None, version: 1,
    });
}

impl Detail for Equality {
    single!(EQUALITY, person_id => Equality {
        person_id, ethnicity: None, nationality: None, second_nationality: None, immigration_status: None, religion: None,
        sexual_orientation: None, gender_identity: None, version: 1,
    });
}

impl Detail for Language {
    single!(LANGUAGE, person_id => Language {
        person_id, spoken: None, letters: None, interpreter: None, interpreter_language: None, note: None, version: 1,
    });

    fn tidy(&mut self, _: Date) -> Result<(), Refusals> {
        if self.interpreter.as_deref() == Some("yes") && self.interpreter_language.is_none() {
            let words = "Select the interpreter's language";
            return Err(Refusal::new("interpreter_language", "missing", words).into());
        }
        Ok(())
    }
}

/// Cards whose entries have a start and an end.
macro_rules! lasting {
    ($start:expr) => {
        fn has_ended(&self, today: Date) -> bool {
            self.end_date.is_some_and(|end| end <= today)
        }
        fn tidy(&mut self, _: Date) -> Result<(), Refusals> {
            in_order("end_date", $start(self), self.end_date, "End date must be on or after the start date")
        }
    };
}

impl Detail for Circumstance {
    several!(CIRCUMSTANCES, (person_id, id, today) => Circumstance {
        person_id, id, kind: String::new(), detail: None, evidenced: None, start_date: today, end_date: None, note: None,
        withdrawn: None, version: 1,
    });
    lasting!(|row: &Circumstance| Some(row.start_date));
}

impl Detail for Relation {
    several!(RELATIONS, (person_id, id, _today) => Relation {
        person_id, id, kind: String::new(), relationship: None, name: String::new(), born: None, next_of_kin: None, emergency: None,
        dependant: None, telephone: None, email: None, address: None, start_date: None, end_date: None, note: None,
        withdrawn: None, version: 1,
    });
    lasting!(|row: &Relation| row.start_date);
}

impl Detail for Disability {
    several!(DISABILITIES, (person_id, id, today) => Disability {
        person_id, id, kind: String::new(), condition: None, start_date: today, end_date: None, note: None, withdrawn: None, version: 1,
    });
    lasting!(|row: &Disability| Some(row.start_date));
}

impl Detail for Adjustment {
    several!(ADJUSTMENTS, (person_id, id, today) => Adjustment {
        person_id, id, kind: String::new(), start_date: today, end_date: None, note: None, withdrawn: None, version: 1,
    });
    lasting!(|row: &Adjustment| Some(row.start_date));
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn nothing_ends_before_it_began() {
        let today = date(2026, 11, 22);
        let mut circumstance =
            Circumstance::begin(PersonId(Default::default()), DetailId(Default::default()), today).unwrap();
        circumstance.end_date = Some(date(2026, 11, 21));
        assert_eq!(circumstance.tidy(today).unwrap_err().0[0].field, "end_date");
        circumstance.end_date = Some(today);
        assert_eq!(circumstance.tidy(today), Ok(()));
    }

    #[test]
    fn an_interpreter_needs_a_language() {
        let mut language =
            Language::begin(PersonId(Default::default()), DetailId(Default::default()), date(2026, 1, 1)).unwrap();
        language.interpreter = Some("yes".into());
        assert!(language.tidy(date(2026, 1, 1)).is_err());
    }
}
