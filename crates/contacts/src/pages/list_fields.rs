//! What can be said of a contact type and of an outcome: shown as rows, asked on a form, read from it. A form of an entry
//! that the program gives by itself asks for the names only, and the rest stays as it is.

use crate::catalogue::{Catalogue, ContactType, ListEntry, Need, Outcome};
use kernel::Bilingual;
use std::collections::BTreeSet;
use web::form::Form;
use web::ui::{self, Row, checkboxes, item, radios, row, select};
use web::{Markup, html};

/// A yes or no of a contact type: its name on the form, its words, and where it stands.
type Flag = (&'static str, &'static str, fn(&mut ContactType) -> &mut bool);

const FLAGS: &[Flag] = &[
    ("appointment", "It is arranged ahead, at a time", |t| &mut t.appointment),
    ("national_standard", "A failure at it counts towards enforcement (national standard)", |t| {
        &mut t.national_standard
    }),
    ("with_person", "The officer and the person are together, in a room or on a line", |t| &mut t.with_person),
    ("supervision", "It keeps the clock of the next contact due", |t| &mut t.supervision),
    ("first_meeting", "It is the first meeting with the person's own officer", |t| &mut t.first_meeting),
    ("induction", "It is an induction by whoever is on duty, or of a group", |t| &mut t.induction),
    ("group_session", "Several people take part at once", |t| &mut t.group_session),
    ("records_hours", "It credits hours of unpaid work", |t| &mut t.records_hours),
    ("rar", "It can count as a rehabilitation activity day", |t| &mut t.rar),
    ("sensitive", "It is sensitive unless its author says otherwise", |t| &mut t.sensitive),
    ("clash_allowed", "It may overlap another appointment without asking", |t| &mut t.clash_allowed),
    ("selectable", "It is offered on forms", |t| &mut t.selectable),
];

const NEEDS: [(&str, &str, Need); 3] = [
    ("needed", "Needed", Need::Needed),
    ("optional", "May be given", Need::Optional),
    ("not-allowed", "None", Need::NotAllowed),
];

const ANSWERS: [(&str, &str, Option<bool>); 3] =
    [("yes", "Yes", Some(true)), ("no", "No", Some(false)), ("unknown", "Not known, or not asked", None)];

fn need_code(need: Need) -> &'static str {
    NEEDS.iter().find(|(_, _, n)| *n == need).map_or("optional", |(code, ..)| code)
}

fn need_words(need: Need) -> &'static str {
    NEEDS.iter().find(|(_, _, n)| *n == need).map_or("", |(_, words, _)| words)
}

fn answer_code(answer: Option<bool>) -> &'static str {
    ANSWERS.iter().find(|(_, _, a)| *a == answer).map_or("unknown", |(code, ..)| code)
}

fn answer_words(answer: Option<bool>) -> &'static str {
    ANSWERS.iter().find(|(_, _, a)| *a == answer).map_or("", |(_, words, _)| words)
}

/// The lists of outcomes that types choose from.
fn lists(catalogue: &Catalogue) -> BTreeSet<&str> {
    catalogue.outcomes.iter().flat_map(|o| o.answers.iter().map(String::as_str)).collect()
}

/// An entry in rows.
pub(super) fn rows_of_entry(catalogue: &Catalogue, entry: &ListEntry, state: Markup) -> Vec<Row> {
    let mut rows = vec![
        row("Code", entry.code()),
        row("Name", entry.name().en.as_str()),
        row("Name in Welsh", html! { span lang="cy" { (entry.name().cy) } }),
        row("State", state),
    ];
    match entry {
        ListEntry::Type(t) => {
            let group =
                catalogue.groups.iter().find(|g| g.code == t.group).map_or(t.group.as_str(), |g| g.name.en.as_str());
            rows.push(row("Group", group));
            rows.push(row("Place", need_words(t.place)));
            rows.push(row("Outcome", need_words(t.outcome)));
            if !t.answers.is_empty() {
                rows.push(row("List of outcomes", t.answers.as_str()));
            }
            if let Some(minutes) = t.minutes {
                rows.push(row("Usual length", ui::count(i64::from(minutes), "minute", "minutes")));
            }
            let mut copy = t.clone();
            let held = FLAGS.iter().filter(|(_, _, flag)| *flag(&mut copy)).map(|(_, words, _)| *words);
            let held: Vec<&str> = held.collect();
            rows.push(row("What holds", html! { ul.govuk-list { @for words in held { li { (words) } } } }));
        }
        ListEntry::Outcome(o) => {
            rows.push(row("For", o.answers.join(", ")));
            rows.push(row("Attended", answer_words(o.attended)));
            rows.push(row("Complied", answer_words(o.complied)));
            rows.push(row("Can be enforced", if o.enforceable { "Yes" } else { "No" }));
            rows.push(row("Somebody must decide more", if o.follow_up { "Yes" } else { "No" }));
        }
    }
    rows
}

/// The form's fields as the entry fills them.
pub(super) fn pairs_of(entry: &ListEntry) -> Vec<(String, String)> {
    let mut pairs: Vec<(&str, String)> =
        vec![("name_en", entry.name().en.clone()), ("name_cy", entry.name().cy.clone())];
    match entry {
        ListEntry::Type(t) => {
            pairs.push(("group", t.group.clone()));
            pairs.push(("place", need_code(t.place).into()));
            pairs.push(("outcome", need_code(t.outcome).into()));
            pairs.push(("answers", t.answers.clone()));
            pairs.extend(t.minutes.map(|m| ("minutes", m.to_string())));
            let mut copy = t.clone();
            for (name, _, flag) in FLAGS {
                if *flag(&mut copy) {
                    pairs.push(("flag", (*name).to_owned()));
                }
            }
        }
        ListEntry::Outcome(o) => {
            pairs.extend(o.answers.iter().map(|list| ("answers", list.clone())));
            pairs.push(("attended", answer_code(o.attended).into()));
            pairs.push(("complied", answer_code(o.complied).into()));
            for (name, held) in
                [("enforceable", o.enforceable), ("follow_up", o.follow_up), ("selectable", o.selectable)]
            {
                if held {
                    pairs.push(("flag", name.to_owned()));
                }
            }
        }
    }
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

pub(super) fn type_fields(catalogue: &Catalogue, form: &Form) -> Markup {
    let needs = || NEEDS.map(|(code, words, _)| item(code, words));
    html! {
        (select("group", "Group").options(catalogue.groups.iter().map(|g| (g.code.clone(), g.name.en.clone()))).show(form))
        (checkboxes("flag", "What holds for it").items(FLAGS.iter().map(|(name, words, _)| item(*name, *words))).show(form))
        (radios("place", "A place").items(needs()).show(form))
        (radios("outcome", "An outcome").items(needs()).show(form))
        (select("answers", "Which outcomes fit").option("", "None")
            .options(lists(catalogue).into_iter().map(|l| (l.to_owned(), l.to_owned()))).show(form))
        (ui::input("minutes", "Usual length (optional)").number().suffix("minutes").show(form))
    }
}

pub(super) fn outcome_fields(catalogue: &Catalogue, form: &Form) -> Markup {
    let answers = || ANSWERS.map(|(code, words, _)| item(code, words));
    html! {
        (checkboxes("answers", "For which lists").items(lists(catalogue).into_iter().map(|l| item(l, l))).show(form))
        (radios("attended", "Did the person attend?").items(answers()).show(form))
        (radios("complied", "Did the person comply?").hint("An absence that complied is an acceptable one").items(answers()).show(form))
        (checkboxes("flag", "What holds for it").items([
            item("enforceable", "It is a failure that enforcement can act on"),
            item("follow_up", "Somebody must decide something more"),
            item("selectable", "It is offered on forms"),
        ]).show(form))
    }
}

fn name(form: &mut Form) -> Bilingual {
    let en = form.text("name_en", "the name in English", 100).unwrap_or_default();
    let cy = form.text("name_cy", "the name in Welsh", 100).unwrap_or_default();
    Bilingual { en, cy }
}

fn need(form: &mut Form, field: &str, what: &str) -> Need {
    let read = |code: &str| NEEDS.iter().find(|(c, ..)| *c == code).map(|(_, _, need)| *need);
    form.choice(field, what, read).unwrap_or(Need::Optional)
}

pub(super) fn read_type(
    catalogue: &Catalogue,
    form: &mut Form,
    known: Option<&ContactType>,
    code: &str,
) -> ContactType {
    let name = name(form);
    if let Some(known) = known.filter(|t| t.system) {
        return ContactType { name, ..known.clone() };
    }
    let groups: Vec<&str> = catalogue.groups.iter().map(|g| g.code.as_str()).collect();
    let mut read = ContactType {
        code: code.to_owned(),
        name,
        group: form.code("group", "a group", &groups).unwrap_or_default(),
        appointment: false,
        national_standard: false,
        place: need(form, "place", "whether it has a place"),
        outcome: need(form, "outcome", "whether it has an outcome"),
        answers: form.typed("answers").to_owned(),
        with_person: false,
        supervision: false,
        first_meeting: false,
        induction: false,
        group_session: false,
        records_hours: false,
        rar: false,
        sensitive: false,
        system: false,
        clash_allowed: false,
        minutes: form.optional_integer("minutes", "the usual length", 1..=1440).and_then(|m| u32::try_from(m).ok()),
        selectable: false,
    };
    for (name, _, flag) in FLAGS {
        *flag(&mut read) = form.every("flag").any(|ticked| ticked == *name);
    }
    read
}

pub(super) fn read_outcome(catalogue: &Catalogue, form: &mut Form, known: Option<&Outcome>, code: &str) -> Outcome {
    let name = name(form);
    if let Some(known) = known.filter(|o| o.by_action()) {
        return Outcome { name, ..known.clone() };
    }
    let known_lists = lists(catalogue);
    let answers = form.list("answers", "the lists", |list| known_lists.get(list).map(|l| (*l).to_owned()));
    let answer = |code: &str| ANSWERS.iter().find(|(c, ..)| *c == code).map(|(_, _, answer)| *answer);
    let attended = form.choice("attended", "whether the person attended", answer).flatten();
    let complied = form.choice("complied", "whether the person complied", answer).flatten();
    let ticked = |name: &str| form.every("flag").any(|ticked| ticked == name);
    Outcome {
        code: code.to_owned(),
        name,
        answers,
        attended,
        complied,
        enforceable: ticked("enforceable"),
        follow_up: ticked("follow_up"),
        moved_by: None,
        cancels: false,
        selectable: ticked("selectable"),
    }
}
