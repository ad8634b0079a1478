//! Who a message is about: the members that describe a defendant, the subject of an application, and a person of the
//! older magistrates' system.

use super::dates;
use super::json::{Given, Obj};
use super::message::{Address, Associated, Coded, Defendant, Details, Id, LibraCase, Name, Offence, Party};
use super::read::{lower, offence, result};

pub(super) fn defendant(d: Obj<'_>) -> Defendant {
    let id = lower(d, "id");
    let whose = id.clone().unwrap_or_else(|| d.at.pointer());
    let mut read = facts(d);
    read.offences = d.objects("offences", |o| Some(offence(o)));
    read.results = d.objects("judicialResults", |r| Some(result(r, &whose)));
    read.said = d.text("id");
    read.id = id;
    read
}

/// What a defendant and the subject of an application have in common.
fn facts(d: Obj<'_>) -> Defendant {
    let person = d.object("personDefendant", |p| {
        let details = p.object("personDetails", details).unwrap_or_default();
        (details, p.text("arrestSummonsNumber"))
    });
    let organisation = || {
        d.object("legalEntityDefendant", |l| {
            let name = l.object("organisation", |o| o.text("name")).flatten();
            name.or_else(|| l.text("name")).unwrap_or_else(|| "an organisation without a name".into())
        })
    };
    let (party, arrest_summons) = match person {
        Some((details, arrest)) => (Party::Person(Box::new(details)), arrest),
        None => (organisation().map_or(Party::Unclear, Party::Organisation), None),
    };
    Defendant {
        id: None,
        said: None,
        master: lower(d, "masterDefendantId"),
        party,
        pnc: d.given("pncId"),
        cro: d.given("croNumber"),
        youth: d.truth("isYouth"),
        aliases: d.objects("aliases", |a| {
            let name = name(a);
            (name.first.is_some() || name.last.is_some()).then_some(name)
        }),
        associated: d.objects("associatedPersons", |a| {
            Some(Associated { role: a.text("role").unwrap_or_default(), details: a.object("person", details)? })
        }),
        arrest_summons,
        offences: Vec::new(),
        results: Vec::new(),
    }
}

/// Case, defendant and case reference.
type OnCase = (Option<Id>, Option<Id>, Option<String>);

pub(super) fn subject(s: Obj<'_>) -> (Defendant, Vec<OnCase>) {
    let master = s.object("masterDefendant", |m| {
        let cases = m
            .objects("defendantCase", |c| Some((lower(c, "caseId"), lower(c, "defendantId"), c.text("caseReference"))));
        (facts(m), cases)
    });
    let (mut defendant, cases) = master.unwrap_or_else(|| (facts(s), Vec::new()));
    if matches!(defendant.party, Party::Unclear) {
        if let Some(details) = s.object("personDetails", details) {
            defendant.party = Party::Person(Box::new(details));
        } else if let Some(name) = s.object("organisation", |o| o.text("name")).flatten() {
            defendant.party = Party::Organisation(name);
        }
    }
    defendant.id = cases.iter().find_map(|(_, id, _)| id.clone()).or_else(|| defendant.master.clone());
    defendant.said = s.object("masterDefendant", said_id).flatten();
    (defendant, cases)
}

/// The first of the subject's ids, as sent.
fn said_id(m: Obj<'_>) -> Option<String> {
    m.objects("defendantCase", |c| c.text("defendantId")).into_iter().next().or_else(|| m.text("masterDefendantId"))
}

fn name(o: Obj<'_>) -> Name {
    Name { title: o.text("title"), first: o.text("firstName"), middle: o.text("middleName"), last: o.text("lastName") }
}

fn details(p: Obj<'_>) -> Details {
    let mut phones = Vec::new();
    let mut emails = Vec::new();
    p.object("contact", |c| {
        for kind in ["mobile", "home", "work"] {
            phones.extend(c.text(kind).map(|number| (kind, number)));
        }
        emails.extend(["primaryEmail", "secondaryEmail", "email"].iter().filter_map(|m| c.text(m)));
    });
    let coded = |code: &str, words: &str| coded(p.text(code), p.text(words));
    let ethnicity = |which: &str| {
        p.object("ethnicity", |e| {
            super::party::coded(
                e.text(&format!("{which}EthnicityCode")),
                e.text(&format!("{which}EthnicityDescription")),
            )
        })
        .flatten()
    };
    Details {
        name: name(p),
        born: p.day("dateOfBirth"),
        gender: p.text("gender"),
        address: p.object("address", address),
        phones,
        emails,
        nationality: coded("nationalityCode", "nationalityDescription"),
        second_nationality: coded("additionalNationalityCode", "additionalNationalityDescription"),
        ethnicity: ethnicity("selfDefined"),
        observed_ethnicity: ethnicity("observed"),
        hearing_language: p.text("hearingLanguageNeeds"),
        document_language: p.text("documentationLanguageNeeds"),
        interpreter: p.text("interpreterLanguageNeeds"),
        disability: p.text("disabilityStatus"),
        occupation: p.text("occupation"),
        needs: p.text("specificRequirements"),
        national_insurance: p.text("nationalInsuranceNumber"),
    }
}

fn coded(code: Option<String>, words: Option<String>) -> Option<Coded> {
    (code.is_some() || words.is_some()).then_some(Coded { code, words })
}

fn address(a: Obj<'_>) -> Address {
    lines(a, &["address1", "address2", "address3", "address4", "address5"], "postcode")
}

fn lines(a: Obj<'_>, names: &[&str], postcode: &str) -> Address {
    let lines: Vec<String> = names.iter().filter_map(|n| a.text(n)).collect();
    let first = lines.first().map(|l| kernel::fold(l)).unwrap_or_default();
    let no_fixed_abode = first.contains("no fixed a") || first == "nfa" || first == "homeless";
    Address { lines, postcode: a.text(postcode).map(|p| p.to_uppercase()), no_fixed_abode }
}

pub(super) fn libra(l: Obj<'_>) -> LibraCase {
    let details = Details {
        name: l.object("name", libra_name).unwrap_or_default(),
        born: l.day("defendantDob"),
        gender: l.text("defendantSex").map(|sex| {
            match sex.as_str() {
                "M" => "MALE",
                "F" => "FEMALE",
                _ => "NOT_KNOWN",
            }
            .into()
        }),
        address: l.object("defendantAddress", |a| lines(a, &["line1", "line2", "line3", "line4", "line5"], "pcode")),
        nationality: coded(None, l.text("nationality1")),
        second_nationality: coded(None, l.text("nationality2")),
        ..Details::default()
    };
    // The type decides: an organisation may still come with a name, a date of birth and a record number.
    let organisation = l.text("defendantType").is_some_and(|t| t.eq_ignore_ascii_case("O"));
    let party = if organisation {
        Party::Organisation(l.text("defendantName").unwrap_or_else(|| "an organisation without a name".into()))
    } else {
        Party::Person(Box::new(details))
    };
    let session = l.text("sessionStartTime");
    let read = session.as_deref().and_then(dates::day);
    if session.is_some() && read.is_none() {
        l.note("sessionStartTime", "this is no point in time");
    }
    LibraCase {
        case_number: l.text("caseNo"),
        court_code: l.text("courtCode"),
        urn: l.text("urn"),
        libra_person: l.text("cId"),
        common_id: lower(l, "cprUUID"),
        session: read,
        room: l.text("courtRoom"),
        defendant: Defendant {
            id: None,
            said: None,
            master: None,
            party,
            pnc: l.given("pnc"),
            cro: l.given("cro"),
            youth: None,
            aliases: Vec::new(),
            associated: Vec::new(),
            arrest_summons: None,
            offences: l.objects("offences", |o| Some(libra_offence(o))),
            results: Vec::new(),
        },
    }
}

fn libra_name(n: Obj<'_>) -> Name {
    let middle: Vec<String> = ["forename2", "forename3"].iter().filter_map(|m| n.text(m)).collect();
    Name {
        title: n.text("title"),
        first: n.text("forename1"),
        middle: (!middle.is_empty()).then(|| middle.join(" ")),
        last: n.text("surname"),
    }
}

fn libra_offence(o: Obj<'_>) -> Offence {
    Offence {
        id: None,
        code: o.text("code"),
        title: o.text("title"),
        wording: o.text("summary"),
        start: None,
        end: None,
        convicted: None,
        order_index: o.number("seq"),
        count: None,
        plea: None,
        original_code: None,
        original_urn: None,
        results: Vec::new(),
    }
}

/// Whether a number was sent at all, and what it was.
pub(super) fn latest<'a>(numbers: impl Iterator<Item = &'a Given<String>>) -> Given<String> {
    let mut best = Given::Absent;
    for number in numbers {
        match (number, &best) {
            (Given::Is(_), Given::Absent | Given::Cleared) | (Given::Cleared, Given::Absent) => best = number.clone(),
            _ => {}
        }
    }
    best
}
