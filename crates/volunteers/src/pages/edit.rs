//! Adding a volunteer, and changing who they are and how they are reached.

use super::{form_page, frame, path, version_field, with_day};
use crate::actions::{VolunteerFacts, amend, register};
use crate::reads::whole;
use crate::records::{Volunteer, VolunteerKind, VolunteerReach};
use kernel::{UnitId, VolunteerId};
use people::codes::Codes;
use store::{Cx, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

const TITLE: &str = "Add a volunteer";

fn fields(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let codes = Codes::read(cx)?;
    let units = organisation::units(cx)?;
    let pairs = |set: &str| -> Vec<(String, String)> {
        codes.offered(set, "").into_iter().map(|(c, w)| (c.to_owned(), w.to_owned())).collect()
    };
    let languages = pairs("language").into_iter().filter(|(code, _)| code != "en").map(|(c, w)| ui::item(c, w));
    let kinds = VolunteerKind::ALL.iter().map(|k| ui::item(k.code(), k.words()).hint(k.hint()));
    Ok(html! {
        (ui::input("name", "Full name").show(form))
        (ui::checkboxes("kinds", "What do they volunteer as?").items(kinds).show(form))
        (ui::select("unit", "Delivery unit (optional)").hint("Leave it open when they help anywhere")
            .option("", "Any").options(units.iter().map(|u| (u.id.to_string(), u.name.clone()))).show(form))
        (ui::input("most_people", "With how many people at once, at most?").number().width(3).show(form))
        (ui::select("sex", "Sex (optional)").hint("Asked because some people wish for a mentor of the same sex")
            .option("", "Not recorded").options(pairs("gender")).show(form))
        (ui::details("Languages beside English", &ui::checkboxes("languages", "Languages beside English").small().items(languages).show(form)))
        (ui::textarea("available", "When can they help? (optional)").rows(2).most(500).show(form))
        (ui::textarea("skills", "Skills and interests (optional)").rows(2).most(500).show(form))
        h2.govuk-heading-m { "How they are reached" }
        p.govuk-hint { "Only those who keep volunteers see this. The postcode is compared with those of people, so that neighbours are not matched by accident." }
        (ui::input("telephone", "Telephone (optional)").telephone().width(20).show(form))
        (ui::input("email", "Email (optional)").email().show(form))
        (ui::input("address", "Address (optional)").show(form))
        (ui::input("postcode", "Postcode (optional)").width(10).show(form))
        (ui::input("emergency", "Whom to call if something happens (optional)").show(form))
    })
}

fn facts(form: &mut Form) -> Result<VolunteerFacts> {
    let name = form.text("name", "the name", 120);
    let kinds = form.list("kinds", "what they volunteer as", |code| code.parse::<VolunteerKind>().ok());
    let unit = form.optional_id::<UnitId>("unit", "the delivery unit");
    let most_people = form.integer("most_people", "the number of people", 1..=20);
    let sex = form.optional_text("sex", "the sex", 20);
    let languages: Vec<String> = form.every("languages").map(str::to_owned).collect();
    let mut text = |field: &str, what: &str, most: usize| form.optional_text(field, what, most);
    let available = text("available", "the times", 500);
    let skills = text("skills", "the skills", 500);
    let (telephone, address) = (text("telephone", "the telephone number", 30), text("address", "the address", 300));
    let (postcode, emergency) = (text("postcode", "the postcode", 10), text("emergency", "whom to call", 300));
    let email = form.optional_email("email", "an email address");
    let (name, most_people) = form.complete((name, most_people))?;
    Ok(VolunteerFacts {
        name,
        kinds,
        unit,
        sex,
        languages,
        available,
        skills,
        most_people,
        telephone,
        email,
        address,
        postcode,
        emergency,
    })
}

pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let blank = || with_day(Form::of([("most_people", "1")]), "applied_on", today);
    let form = req.typed(cx)?.unwrap_or_else(blank);
    let fields = html! { (fields(cx, &form)?) (ui::date_input("applied_on", "When did they apply?").show(&form)) };
    form_page(req, frame(req, TITLE).back("/volunteers"), &form, TITLE, &fields, "Add the volunteer")
}

pub(super) fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let applied = form.date("applied_on", "the day on which they applied");
    let facts = facts(&mut form)?;
    let (applied,) = form.complete((applied,))?;
    let id = register(cx, &facts, applied)?;
    Ok(Reply::done(path(id, ""), format!("{} was added", facts.name)))
}

fn known(v: &Volunteer, r: &VolunteerReach) -> Form {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let mut pairs = vec![
        ("name", v.name.clone()),
        ("unit", v.unit_id.map(|u| u.to_string()).unwrap_or_default()),
        ("most_people", v.most_people.to_string()),
        ("sex", text(&v.sex)),
        ("available", text(&v.available)),
        ("skills", text(&v.skills)),
        ("telephone", text(&r.telephone)),
        ("email", text(&r.email)),
        ("address", text(&r.address)),
        ("postcode", text(&r.postcode)),
        ("emergency", text(&r.emergency)),
    ];
    pairs.extend(v.kinds().iter().map(|k| ("kinds", k.code().to_owned())));
    pairs.extend(v.languages().into_iter().map(|l| ("languages", l)));
    Form::of(pairs)
}

pub(super) fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: VolunteerId = req.param("id")?;
    let whole = whole(cx, id)?;
    let v = &whole.standing.volunteer;
    let form = req.typed(cx)?.unwrap_or_else(|| known(v, &whole.reach));
    let version = if req.is_conflict() { Form::blank() } else { form.clone() };
    let fields = html! {
        @if req.is_conflict() { (ui::inset(&html! { strong { "What stands there now" } (super::show::facts(&whole, "Any")) })) }
        (version_field(&version, v.version)) (fields(cx, &form)?)
    };
    let title = format!("Change {}", v.name);
    form_page(req, frame(req, &title).back(path(id, "")), &form, &title, &fields, "Save")
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: VolunteerId = req.param("id")?;
    let mut form = req.form();
    let seen = form.integer("version", "the page again", 0..=i64::MAX);
    let facts = facts(&mut form)?;
    let (seen,) = form.complete((seen,))?;
    amend(cx, id, &facts, seen)?;
    Ok(Reply::done(path(id, ""), "The volunteer was changed"))
}
