//! Beneficiaries: the list, one with its projects and what the hours did, and telling them.

use crate::desk::{LONGEST, form_page, now_stands, seen, with_day};
use crate::policy::hours;
use crate::projects::{
    Beneficiary, BeneficiaryFacts, BeneficiaryKind, NewNews, Project, add_beneficiary, amend_beneficiary,
    beneficiaries, beneficiary, end_beneficiary, given_at, record_news,
};
use kernel::{BeneficiaryId, ProjectId};
use store::{Cx, Result, params};
use web::form::Form;
use web::ui::{self, Frame, column, item, row};
use web::{Answer, Markup, Reply, Request, html};

fn path(id: BeneficiaryId, rest: &str) -> String {
    format!("/unpaid-work/beneficiaries/{id}{rest}")
}

fn frame(req: &Request, title: &str) -> Frame {
    super::frame(req, title).crumb("/unpaid-work/beneficiaries", "Beneficiaries")
}

fn of(cx: &mut Cx<'_>, req: &Request) -> Result<Beneficiary> {
    cx.need(params![req.param::<BeneficiaryId>("beneficiary")?])
}

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let rows = beneficiaries(cx)?;
    let told = "SELECT beneficiary_id, CAST(sum(minutes) AS BIGINT), max(told_on) FROM beneficiary_news GROUP BY beneficiary_id";
    let mut known: std::collections::HashMap<BeneficiaryId, (i64, Option<kernel::Date>)> =
        std::collections::HashMap::new();
    for row in cx.query(told, &[])? {
        known.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    let cells = rows.iter().map(|b| {
        let (minutes, told) = known.get(&b.id).copied().unwrap_or((0, None));
        [
            html! { (ui::link(&path(b.id, ""), &b.name)) @if b.ended_on.is_some() { " " (ui::tag(ui::Colour::Grey, "Ended")) } },
            html! { (b.kind.words()) },
            html! { (hours(minutes)) },
            html! { @match told { Some(on) => (ui::short_day(on)), None => "Not yet" } },
        ]
    });
    let columns = [column("Beneficiary"), column("Kind"), column("Hours recorded").numeric(), column("Told last")];
    let body = html! {
        h1.govuk-heading-l { "Beneficiaries" }
        p.govuk-body { "For whom unpaid work is done, and whether they heard what it did." }
        (ui::link_button("/unpaid-work/beneficiaries/new", "Add a beneficiary").show())
        @if rows.is_empty() { (ui::empty("There is no beneficiary yet.", None)) }
        @else { (ui::Table::new("Beneficiaries by name", columns).unseen_caption().rows(cells).show()) }
    };
    Ok(Reply::page(super::frame(req, "Beneficiaries"), body))
}

fn rows_of(b: &Beneficiary) -> Vec<ui::Row> {
    let mut rows = vec![row("Kind", b.kind.words())];
    rows.extend(b.contact_name.as_deref().map(|c| row("Contact", c)));
    rows.extend(b.email.as_deref().map(|e| row("Email", e)));
    rows.extend(b.telephone.as_deref().map(|t| row("Telephone", t)));
    rows.extend(b.address.as_deref().map(|a| row("Address", a)));
    rows.extend(b.ended_on.map(|on| row("Ended", ui::day(on))));
    rows.extend(b.end_reason.as_deref().map(|why| row("Why it ended", why)));
    rows
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (b, news) = beneficiary(cx, req.param("beneficiary")?)?;
    let today = cx.today();
    let projects = cx.list::<Project>("WHERE beneficiary_id = $1 ORDER BY start_date DESC, id", params![b.id])?;
    let named = |id: Option<ProjectId>| id.and_then(|id| projects.iter().find(|p| p.id == id)).map(|p| p.name.as_str());
    let given = given_at(cx, &projects.iter().map(|p| p.id).collect::<Vec<_>>())?;
    let total: i64 = given.values().map(|g| g.minutes).sum();
    let cells = news.iter().map(|n| {
        [
            html! { (ui::short_day(n.from_date)) " to " (ui::short_day(n.until_date)) },
            html! { (n.words) @if let Some(name) = named(n.project_id) { br; span.govuk-hint { (name) } } },
            html! { (hours(n.minutes)) },
            html! { @match (n.told_on, &n.told_how) { (Some(on), Some(how)) => { (ui::short_day(on)) ", " (how) }, _ => "Not yet" } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { (b.name) }
        @if b.ended_on.is_none() {
            (ui::button_group(&html! {
                (ui::link_button(&path(b.id, "/news"), "Record what the work did").show())
                (ui::link_button(&path(b.id, "/edit"), "Change").secondary().show())
                (ui::link_button(&path(b.id, "/end"), "End").warning().show())
            }))
        }
        (ui::summary_list(&rows_of(&b)))
        h2.govuk-heading-m { "Projects" }
        @if projects.is_empty() { (ui::empty("There is no project for them yet.", Some(&ui::link("/unpaid-work/projects/new", "Add a project")))) } @else {
            ul.govuk-list { @for p in &projects { li { (ui::link(&super::path(p.id, ""), &p.name)) " " (super::state_tag(p, today)) } } }
        }
        h2.govuk-heading-m { "What the work did" }
        p.govuk-body { "Registers say " strong { (hours(total)) } " of work for them so far." }
        @if news.is_empty() { (ui::empty("Nothing is recorded yet.", None)) } @else {
            (ui::Table::new("What the work did, the newest first", ["Days", "What it did", "Work", "Told"].map(column)).unseen_caption().rows(cells).show())
        }
    };
    Ok(Reply::page(frame(req, &b.name), body))
}

fn fields(form: &Form) -> Markup {
    html! {
        (ui::input("name", "Name").show(form))
        (ui::radios("kind", "What is it?").items(BeneficiaryKind::ALL.iter().map(|k| item(k.code(), k.words()))).show(form))
        (ui::input("contact_name", "Contact (optional)").hint("Name and role").show(form))
        (ui::input("email", "Email (optional)").email().show(form))
        (ui::input("telephone", "Telephone (optional)").telephone().show(form))
        (ui::input("address", "Post (optional)").show(form))
    }
}

fn facts(req: &Request) -> Result<(BeneficiaryFacts, Form)> {
    let mut form = req.form();
    let name = form.text("name", "the name", 120);
    let kind = form.choice("kind", "what it is", |t| t.parse::<BeneficiaryKind>().ok());
    let contact_name = form.optional_text("contact_name", "the contact", 120);
    let email = form.optional_email("email", "an email address");
    let telephone = form.optional_text("telephone", "the telephone number", 40);
    let address = form.optional_text("address", "the address", 200);
    let (name, kind) = form.complete((name, kind))?;
    Ok((BeneficiaryFacts { name, kind, contact_name, email, telephone, address }, form))
}

pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let title = "Add a beneficiary";
    form_page(req, frame(req, title), &form, (title, 0), &fields(&form), "Add the beneficiary")
}

pub(super) fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id = add_beneficiary(cx, &facts(req)?.0)?;
    Ok(Reply::done(path(id, ""), "The beneficiary is added"))
}

pub(super) fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let b = of(cx, req)?;
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let known = [
        ("name", b.name.clone()),
        ("kind", b.kind.code().to_owned()),
        ("contact_name", text(&b.contact_name)),
        ("email", text(&b.email)),
        ("telephone", text(&b.telephone)),
        ("address", text(&b.address)),
    ];
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of(known));
    let inside = html! { (now_stands(req, &rows_of(&b))) (fields(&form)) };
    let title = "Change the beneficiary";
    form_page(req, frame(req, title).crumb(path(b.id, ""), &b.name), &form, (title, b.version), &inside, "Save")
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let b = of(cx, req)?;
    let (facts, form) = facts(req)?;
    amend_beneficiary(cx, b.id, &facts, seen(&form)?)?;
    Ok(Reply::done(path(b.id, ""), "The beneficiary was changed"))
}

pub(super) fn news_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (b, today) = (of(cx, req)?, cx.today());
    let projects = cx.list::<Project>("WHERE beneficiary_id = $1 ORDER BY name, id", params![b.id])?;
    let given = given_at(cx, &projects.iter().map(|p| p.id).collect::<Vec<_>>())?;
    let told = cx.count(
        "SELECT COALESCE(CAST(sum(minutes) AS BIGINT), 0) FROM beneficiary_news WHERE beneficiary_id = $1",
        params![b.id],
    )?;
    // What registers say and nobody has told yet.
    let left = (given.values().map(|g| g.minutes).sum::<i64>() - told).max(0) / 60;
    let opening = || {
        let form = Form::of([("hours", left.to_string())]);
        with_day(with_day(form, "from", today.first_of_month()), "until", today)
    };
    let form = req.typed(cx)?.unwrap_or_else(opening);
    let options = projects.iter().map(|p| (p.id.to_string(), p.name.clone()));
    let fields = html! {
        (ui::select("project", "Project (optional)").option("", "All of them").options(options).show(&form))
        (ui::date_input("from", "From").show(&form))
        (ui::date_input("until", "To").show(&form))
        (ui::input("hours", "Hours of work, all people together").hint("As registers say, those left out that were told before").number().suffix("hours").show(&form))
        (ui::textarea("words", "What did the work do?").hint("Name no person who worked").rows(4).most(LONGEST).show(&form))
        (ui::date_input("told_on", "When were they told? (leave empty if not yet)").show(&form))
        (ui::input("told_how", "How were they told?").hint("Such as by letter, or at a meeting").show(&form))
    };
    let title = "Record what the work did";
    form_page(req, frame(req, title).crumb(path(b.id, ""), &b.name), &form, (title, b.version), &fields, "Save")
}

pub(super) fn news(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let b = of(cx, req)?;
    let mut form = req.form();
    let project = form.optional_id::<ProjectId>("project", "the project");
    let from = form.date("from", "the first day");
    let until = form.date("until", "the last day");
    let hours = form.integer("hours", "the hours of work", 0..=1_000_000);
    let words = form.text("words", "what the work did", LONGEST);
    let told_on = form.optional_date("told_on", "the day on which they were told");
    let told_how = form.optional_text("told_how", "how they were told", 120);
    let (from, until, hours, words) = form.complete((from, until, hours, words))?;
    record_news(cx, b.id, &NewNews { project, from, until, minutes: hours * 60, words, told_on, told_how })?;
    Ok(Reply::done(path(b.id, ""), "Recorded"))
}

pub(super) fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (b, today) = (of(cx, req)?, cx.today());
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "end_date", today));
    let fields = html! {
        (now_stands(req, &rows_of(&b)))
        (ui::date_input("end_date", "Last day").show(&form))
        (ui::textarea("why", "Why does it end?").rows(3).most(LONGEST).show(&form))
    };
    let title = format!("End {}", b.name);
    form_page(req, frame(req, &title).crumb(path(b.id, ""), &b.name), &form, (&title, b.version), &fields, "End it")
}

pub(super) fn ended(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let b = of(cx, req)?;
    let mut form = req.form();
    let on = form.date("end_date", "the last day");
    let why = form.text("why", "why it ends", LONGEST);
    let (on, why) = form.complete((on, why))?;
    end_beneficiary(cx, b.id, on, &why, seen(&form)?)?;
    Ok(Reply::done(path(b.id, ""), "The beneficiary is ended"))
}
