//! Fields that several forms of the log ask for, and how they are read.

use crate::actions::NewContact;
use crate::catalogue::{Catalogue, ContactType};
use crate::rules::note;
use kernel::{Date, EventId, OfficeId, RequirementId, StaffId};
use law::Law;
use people::OpenPerson;
use store::{Cx, Result};
use web::form::Form;
use web::ui::{Select, item, radios, select};
use web::{Markup, html};

/// What a form offers besides types: who, where, and what for.
pub(super) struct Offers {
    /// Members of staff and their names; the actor first.
    staff: Vec<(StaffId, String)>,
    offices: Vec<(OfficeId, String)>,
    /// Codes (`event/ID`, `requirement/ID`) and words of what it can be for.
    reasons: Vec<(String, String)>,
}

impl Offers {
    /// The colleagues and offices of the actor's team, and the person's open orders and requirements.
    pub(super) fn read(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Offers> {
        let mut offers = Offers { staff: Vec::new(), offices: Vec::new(), reasons: Vec::new() };
        let today = cx.today();
        if let Some(own) = cx.actor().staff() {
            let line = organisation::staff_line(cx, own)?;
            let team = line.team;
            offers.staff.push((own, format!("{} (you)", line.name)));
            for member in organisation::team_members(cx, team, today)? {
                if member.staff.id != own {
                    let away = if member.away.is_some() { " (away)" } else { "" };
                    offers.staff.push((member.staff.id, format!("{}{away}", member.staff.name)));
                }
            }
            let offices = organisation::offices(cx, team)?;
            offers.offices = offices.into_iter().map(|office| (office.id, office.name)).collect();
        }
        offers.reasons = reasons(cx, open)?;
        Ok(offers)
    }

    /// Makes sure that somebody who was chosen earlier can still be shown as chosen.
    pub(super) fn with_staff(mut self, cx: &mut Cx<'_>, staff: Option<StaffId>) -> Result<Offers> {
        if let Some(id) = staff.filter(|id| self.staff.iter().all(|(known, _)| known != id)) {
            let line = organisation::staff_line(cx, id)?;
            self.staff.push((id, line.name));
        }
        Ok(self)
    }

    pub(super) fn staff_field(&self, form: &Form) -> Markup {
        select("staff", "Who meets the person")
            .options(self.staff.iter().map(|(id, name)| (id.to_string(), name.clone())))
            .show(form)
    }

    pub(super) fn staff_name(&self, id: Option<StaffId>) -> String {
        let found = self.staff.iter().find(|(known, _)| Some(*known) == id);
        found.map_or_else(|| "Not said".into(), |(_, name)| name.clone())
    }

    pub(super) fn place_fields(&self, form: &Form) -> Markup {
        html! {
            (select("office", "Office").option("", "No office").options(
                self.offices.iter().map(|(id, name)| (id.to_string(), name.clone()))).show(form))
            (web::ui::input("place", "Another place").hint("When it is not at an office of the service").show(form))
        }
    }

    pub(super) fn office_name(&self, id: Option<OfficeId>) -> Option<String> {
        self.offices.iter().find(|(known, _)| Some(*known) == id).map(|(_, name)| name.clone())
    }

    pub(super) fn reason_field(&self, form: &Form) -> Markup {
        select("for", "What it is for")
            .option("", "The person, no order in particular")
            .options(self.reasons.iter().cloned())
            .show(form)
    }

    pub(super) fn reason_words(&self, code: &str) -> String {
        let found = self.reasons.iter().find(|(known, _)| known == code);
        found.map_or_else(|| "The person, no order in particular".into(), |(_, words)| words.clone())
    }
}

fn reasons(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Vec<(String, String)>> {
    let law = cx.part::<Law>()?;
    let mut reasons = Vec::new();
    for order in sentences::orders(cx, &open.keys)?.into_iter().filter(|o| o.order.is_open()) {
        let sentence = law.sentence(&order.order.sentence).map_or(order.order.sentence.clone(), |s| s.name().en);
        let made = web::ui::short_day(order.order.made_on);
        reasons.push((format!("event/{}", order.order.event_id), format!("{sentence}, {made}")));
        for part in order.requirements.iter().filter(|r| r.requirement.is_open()) {
            let kind = &part.requirement.kind;
            let name = law.requirement(kind).map_or(kind.clone(), |r| r.name().en);
            let done = part.progress.map_or_else(String::new, |p| format!(" ({})", p.words()));
            reasons.push((format!("requirement/{}", part.requirement.id), format!("{name}{done}")));
        }
    }
    Ok(reasons)
}

/// Reads `event/ID` or `requirement/ID`.
fn reason(form: &mut Form) -> (Option<EventId>, Option<RequirementId>) {
    let chosen = form.optional_choice("for", "what it is for", |typed| {
        let (what, id) = typed.split_once('/')?;
        match what {
            "event" => Some((id.parse().ok(), None)),
            "requirement" => Some((None, id.parse().ok())),
            _ => None,
        }
        .filter(|(event, requirement)| event.is_some() || requirement.is_some())
    });
    chosen.unwrap_or((None, None))
}

/// The types that a form offers, grouped by order of the catalogue.
pub(super) fn type_field(catalogue: &Catalogue, name: &str, label: &str, fits: fn(&ContactType) -> bool) -> Select {
    let mut field = select(name, label).option("", "Select a kind");
    for t in catalogue.types.iter().filter(|t| t.selectable && fits(t)) {
        field = field.option(&t.code, &t.name.en);
    }
    field
}

/// The outcomes that a contact can have, with the acceptable absences behind one choice. Ahead of the day only those are
/// offered.
pub(super) fn outcome_field(
    catalogue: &Catalogue,
    contact_type: &ContactType,
    ahead: bool,
    label: &str,
    form: &Form,
) -> Markup {
    let offered: Vec<_> = catalogue.offered(contact_type).collect();
    let absences: Vec<_> = offered.iter().filter(|o| o.acceptable_absence()).collect();
    let plain = offered.iter().filter(|o| !o.acceptable_absence() && !ahead);
    let mut field = radios("outcome", label).items(plain.map(|o| item(&o.code, &o.name.en)));
    if !absences.is_empty() {
        let why = select("absence", "Why it is acceptable").plain().option("", "Select a reason").options(
            absences.iter().map(|o| {
                let words = o.name.en.rsplit(": ").next().unwrap_or(&o.name.en);
                (o.code.clone(), sentence(words))
            }),
        );
        field = field.items([item(ABSENCE, "Acceptable absence").reveal(why.show(form))]);
    }
    field.show(form)
}

/// The choice that opens the list of acceptable absences.
const ABSENCE: &str = "absence";

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The code of the outcome that was chosen.
pub(super) fn outcome(form: &mut Form) -> Option<String> {
    match form.typed("outcome") {
        ABSENCE => form.choice("absence", "why the absence is acceptable", |code| Some(code.to_owned())),
        "" => None,
        code => Some(code.to_owned()),
    }
}

/// The pairs that show an outcome as chosen.
pub(super) fn chosen_outcome(form: Form, catalogue: &Catalogue, code: &str) -> Form {
    if catalogue.outcome(code).is_some_and(crate::Outcome::acceptable_absence) {
        form.with("outcome", ABSENCE).with("absence", code)
    } else {
        form.with("outcome", code)
    }
}

/// Reads what the forms of recording and arranging have in common.
pub(super) fn contact(form: &mut Form, timed: bool) -> Option<NewContact> {
    let contact_type = form.choice("type", "the kind of contact", |code| Some(code.to_owned()));
    let date = form.date("date", "the date");
    let (start, end) = if timed {
        (form.time("start", "the start time"), form.time("end", "the end time"))
    } else {
        (form.optional_time("start", "the start time"), form.optional_time("end", "the end time"))
    };
    let staff = form.optional_id("staff", "who meets the person");
    let office = form.optional_id("office", "the office");
    let place = form.optional_text("place", "the place", note::LONGEST_TITLE);
    let title = form.optional_text("title", "the title", note::LONGEST_TITLE);
    let text = form.optional_text("note", "the note", note::LONGEST);
    let (event, requirement) = reason(form);
    let sensitive = match form.typed("sensitive") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let clash_allowed = form.typed("clash_allowed") == "yes";
    let base = NewContact::of(contact_type?, date?);
    Some(NewContact {
        start,
        end,
        staff,
        office,
        place,
        title,
        note: text,
        event,
        requirement,
        sensitive,
        clash_allowed,
        ..base
    })
}

pub(super) fn note_field(form: &Form, label: &str) -> Markup {
    web::ui::textarea("note", label).most(note::LONGEST).rows(6).show(form)
}

pub(super) fn sensitive_field(form: &Form) -> Markup {
    web::ui::checkboxes("sensitive", "Who may read it")
        .items([item("yes", "This is sensitive").hint("Only those who record contacts can read it")])
        .show(form)
}

pub(super) fn file_field(form: &Form) -> Markup {
    web::ui::file_upload("file", "Attach a file")
        .hint("PDF, Word, Excel, a picture or plain text, at most 25 MB")
        .accept(files::accepted())
        .show(form)
}

/// A date as forms show it.
pub(super) fn date_text(date: Date) -> String {
    format!("{}/{}/{}", date.day(), date.month(), date.year())
}

/// A time as forms show it.
pub(super) fn time_text(time: kernel::Time) -> String {
    time.strftime("%H:%M").to_string()
}
