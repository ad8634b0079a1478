//! The lives that begin with a court's message: what the inbox holds, and whom it is about.

use super::{Stage, missing};
use crate::fill::acts;
use crate::fill::messages::{self, Sample};
use crate::lives::{self, Life};
use crate::population::PersonDraft;
use crate::vocabulary::identifiers;
use crate::vocabulary::names::Sex;
use kernel::{Crn, Date};
use store::{Asker, Result};

impl Stage<'_> {
    /// The court's own message says it: a person who pleaded guilty, adjourned for a report.
    pub(super) fn report_asked(&self, number: u32, life: &Life) -> Result<()> {
        let draft = self.draft(number, life, &[]);
        let words = self.words_of(&draft, &draft.forename, &draft.surname);
        let crn = self.send(messages::REPORT_ASKED, self.day(life.sentenced), "report asked", &words, |_| {})?;
        let crn = crn.ok_or_else(|| missing("person of whom a report is asked"))?;
        // Taken on and given out now, after the message came.
        let keys = self.house.write(&self.manager.asker(), |cx| {
            let keys = people::open(cx, &crn)?.keys;
            let request = court::requests_of(cx, &keys)?.first().map(|r| r.id).ok_or_else(|| missing("request"))?;
            court::take_on_request(cx, &crn, request)?;
            court::assign_request(cx, &crn, request, Some(self.own.id), None)?;
            Ok(keys)
        })?;
        self.house.write(&self.manager.asker(), |cx| acts::allocate(cx, &keys, self.team, self.own, "IN1", ""))?;
        self.house.write(&self.manager.asker(), |cx| {
            caseload::record_tier(cx, keys.survivor, "E", "Nothing known of risk yet; to be looked at with the report")
        })
    }

    /// What is put in the place of the sample's person.
    pub(super) fn words_of(&self, draft: &PersonDraft, forename: &str, surname: &str) -> Vec<(String, String)> {
        let serial = draft.number % 100_000;
        // The courts write the police number without a stroke.
        let pnc = |year, serial| identifiers::pnc(year, serial).replace('/', "");
        let mail = format!("{}.{}", forename.to_lowercase(), surname.to_lowercase());
        let own = |text: &str| text.to_owned();
        let words = vec![
            (pnc(2011, 9_999_921), pnc(2014, 9_800_000 + serial)),
            (identifiers::cro(2011, 999_921), identifiers::cro(2014, 800_000 + serial)),
            (own("joel.brackenbury"), mail.clone()),
            (own("j.brackenberry"), mail),
            (own("Joel"), own(forename)),
            (own("Joe"), own(forename)),
            (own("Anthony"), own("Lee")),
            (own("Brackenbury"), own(surname)),
            (own("Brackenberry"), own(surname)),
            (own("1994-05-12"), draft.born.to_string()),
            (own("1994-12-05"), draft.born.to_string()),
            (own("27 Lamplighter Row"), format!("{} {}", draft.home.building, draft.home.street)),
            (own("ZA1 7QN"), draft.home.postcode.clone()),
            (own("Aldermere"), own(self.team.town)),
            (own("B99AL00"), format!("{}00", self.team.court.0)),
        ];
        let gender = if draft.sex == Sex::Female { vec![("MALE", "FEMALE"), ("Mr", "Ms")] } else { vec![] };
        let gender = gender.into_iter().map(|(from, to)| (own(from), own(to)));
        words.into_iter().chain(gender).collect()
    }

    /// Sends a message in, as the courts' connection would; `also` changes what words cannot.
    pub(super) fn send(
        &self,
        sample: Sample,
        on: Date,
        tag: &str,
        words: &[(String, String)],
        also: impl Fn(&mut serde_json::Value),
    ) -> Result<Option<Crn>> {
        let words: Vec<(&str, &str)> = words.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
        let mut message = messages::message(sample, on, tag, &words)?;
        also(&mut message);
        let name = format!("{}.json", tag.replace(' ', "-"));
        let lines = court::ingest(self.house, &Asker::system("courts"), &name, message.to_string().as_bytes())?;
        Ok(lines.iter().find_map(|line| line.crn.as_ref()?.parse().ok()))
    }

    /// Somebody known from an order that is over, and a message that may be about them: the same home and nearly the same
    /// name, day and month of birth changed about, no police number.
    pub(super) fn known_before(&self, number: u32, life: &Life) -> Result<()> {
        let before = Life { sentenced: -700, ..*life };
        self.ended(number, &before, "completed", -320)?;
        let draft = self.draft(number, life, &[]);
        let (year, month, day) = life.born;
        let born = Date::new(year, day, month).unwrap_or(draft.born);
        let nearly = PersonDraft { born, ..draft };
        let words = self.words_of(&nearly, "Stefan", "Monteanu");
        self.send(messages::WITHOUT_NUMBERS, self.day(life.sentenced), "doubtful match", &words, |_| {})?;
        Ok(())
    }

    /// What else waits in the inbox: an order whose copies on two offences differ, and bytes that are no message.
    pub(super) fn inbox(&self) -> Result<()> {
        let life =
            Life { forename: "Owen", surname: "Tattersall", sex: Sex::Male, born: (1983, 3, 21), ..lives::lives()[0] };
        let draft = PersonDraft { pnc: None, cro: None, ..self.draft(800, &life, &[]) };
        let mut words = self.words_of(&draft, life.forename, life.surname);
        words.extend([
            ("20119999921".to_owned(), "20129999931".to_owned()),
            ("999921/11".to_owned(), "999931/12".to_owned()),
        ]);
        self.send(messages::COMMUNITY_ORDER, self.day(-1), "copies differ", &words, differ)?;
        let cut = b"{\"hearing\": {\"id\": \"0b4f";
        court::ingest(self.house, &Asker::system("courts"), "cut-off.json", cut)?;
        Ok(())
    }
}

/// Other hours of unpaid work on the second offence than on the first.
fn differ(message: &mut serde_json::Value) {
    let offence = message.pointer_mut("/hearing/prosecutionCases/0/defendants/0/offences/1");
    let Some(results) = offence.and_then(|o| o.get_mut("judicialResults")).and_then(|r| r.as_array_mut()) else {
        return;
    };
    for result in results {
        if let Some(hours) = result.pointer_mut("/judicialResultPrompts/0/value").filter(|v| *v == "140 Hours") {
            *hours = "100 Hours".into();
        }
    }
}
