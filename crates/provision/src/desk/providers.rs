//! The pages of providers.

use super::parts::{days, ending, ending_fields, form_page, frame, now_stands, pounds, seen, standing};
use crate::book::{Book, book};
use crate::policy::some_text;
use crate::providers::{
    ContractKind, Provider, ProviderFacts, ProviderKind, add_provider, amend_provider, end_provider,
};
use kernel::Permission::{ManageProvision, ReadProvision};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, column, row};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/provision/providers", ReadProvision, list),
        Route::get("/provision/providers/new", ManageProvision, new),
        Route::post("/provision/providers/new", ManageProvision, add),
        Route::get("/provision/providers/{code}", ReadProvision, show),
        Route::get("/provision/providers/{code}/edit", ManageProvision, edit),
        Route::post("/provision/providers/{code}/edit", ManageProvision, save),
        Route::get("/provision/providers/{code}/end", ManageProvision, end_form),
        Route::post("/provision/providers/{code}/end", ManageProvision, end),
    ]
}

pub(super) fn kind_words(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::Public => "Public",
        ProviderKind::Private => "Private",
        ProviderKind::Voluntary => "Voluntary",
        ProviderKind::Health => "Health",
    }
}

pub(super) fn path(provider: &Provider, rest: &str) -> String {
    format!("/provision/providers/{}{rest}", provider.code)
}

/// The provider of the address.
pub(super) fn of(book: &Book, req: &Request) -> Result<Provider> {
    let code = req.param::<String>("code")?;
    book.providers.values().find(|p| p.code == code).cloned().ok_or(Failure::NotFound)
}

pub(super) fn framed(req: &Request, provider: &Provider, title: &str) -> ui::Frame {
    frame(req, title).crumb("/provision/providers", "Providers").crumb(path(provider, ""), &provider.name)
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, today) = (book(cx)?, cx.today());
    let mut all: Vec<&Provider> = book.providers.values().collect();
    all.sort_by_key(|p| p.name.to_lowercase());
    let columns = [column("Provider"), column("Kind"), column("Contracts and grants now"), column("State")];
    let rows = all.iter().map(|p| {
        let running =
            book.contracts_of(p.id).into_iter().filter(|c| crate::book::runs_on((c.start_date, c.end_date), today));
        let names: Vec<&str> = running.map(|c| c.reference.as_str()).collect();
        [
            ui::link(&path(p, ""), &p.name),
            html! { (kind_words(p.kind)) },
            html! { @if names.is_empty() { "None" } @else { (names.join(", ")) } },
            standing((p.start_date, p.end_date), today),
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Providers" }
        @if cx.may(ManageProvision) { (ui::link_button("/provision/providers/new", "Add a provider").show()) }
        @if all.is_empty() { (ui::empty("No provider has been added yet.", None)) }
        @else { (ui::Table::new("Providers by name", columns).unseen_caption().rows(rows).show()) }
    };
    Ok(Reply::page(frame(req, "Providers"), body))
}

fn facts_of(provider: &Provider, today: kernel::Date) -> Vec<ui::Row> {
    vec![
        row("Code", provider.code.as_str()),
        row("Kind", kind_words(provider.kind)),
        row("Post", provider.address.as_deref().unwrap_or("Not recorded")),
        row("E-mail", provider.email.as_deref().unwrap_or("Not recorded")),
        row("Telephone", provider.telephone.as_deref().unwrap_or("Not recorded")),
        row(
            "Runs",
            html! { (days((provider.start_date, provider.end_date))) " " (standing((provider.start_date, provider.end_date), today)) @if let Some(why) = &provider.end_reason { br; (why) } },
        ),
    ]
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, today) = (book(cx)?, cx.today());
    let provider = of(&book, req)?;
    let contracts = book.contracts_of(provider.id);
    let columns = [
        column("Reference"),
        column("Kind"),
        column("Runs"),
        column("Starts a year").numeric(),
        column("Paid"),
        column("State"),
    ];
    let rows = contracts.iter().map(|c| {
        let run = (c.start_date, c.end_date);
        [
            ui::link(&format!("/provision/contracts/{}", c.id), &c.reference),
            html! { (if c.kind == ContractKind::Grant { "Grant" } else { "Contract" }) },
            html! { (days(run)) },
            html! { (c.yearly_volume) },
            html! { @if let Some(p) = c.price_pence { (pounds(p)) " a start" } @if let Some(s) = c.sum_pence { (pounds(s)) " in all" } },
            standing(run, today),
        ]
    });
    let body = html! {
        h1.govuk-heading-l { (provider.name) }
        (ui::summary_list(&facts_of(&provider, today)))
        @if cx.may(ManageProvision) {
            (ui::button_group(&html! {
                (ui::link_button(&path(&provider, "/contracts/new"), "Add a contract or grant").show())
                (ui::link_button(&path(&provider, "/edit"), "Change the provider").secondary().show())
                (ui::link_button(&path(&provider, "/end"), "End the provider").secondary().show())
            }))
        }
        h2.govuk-heading-m { "Contracts and grants" }
        @if contracts.is_empty() { (ui::empty("None has been recorded.", None)) }
        @else { (ui::Table::new("Contracts and grants, the newest first", columns).unseen_caption().rows(rows).show()) }
    };
    Ok(Reply::page(frame(req, &provider.name).crumb("/provision/providers", "Providers"), body))
}

fn fields(form: &Form) -> Markup {
    html! {
        (ui::input("code", "Code").hint("A short code of letters and digits, such as NEWLEAF").width(10).show(form))
        (ui::input("name", "Name").show(form))
        (ui::radios("kind", "What kind of provider is it?").items(ProviderKind::ALL.iter().map(|k| ui::item(k.code(), kind_words(*k)))).show(form))
        (ui::input("address", "Post (optional)").hint("Street, town and postcode on one line").show(form))
        (ui::input("email", "E-mail for referrals (optional)").email().show(form))
        (ui::input("telephone", "Telephone (optional)").telephone().width(20).show(form))
        (ui::date_input("start_date", "First day").show(form))
    }
}

fn facts(form: &mut Form) -> Result<ProviderFacts> {
    let code = form.text("code", "the code", 12);
    let name = form.text("name", "the name", 120);
    let kind = form.choice("kind", "the kind of provider", |k| k.parse().ok());
    let address = form.optional_text("address", "the post address", 200);
    let email = form.optional_email("email", "the e-mail address");
    let telephone = form.optional_text("telephone", "the telephone number", 30);
    let start = form.date("start_date", "the first day");
    let (code, name, kind, start_date) = form.complete((code, name, kind, start))?;
    Ok(ProviderFacts { code, name, kind, address, email, telephone, start_date })
}

fn known(provider: &Provider) -> Form {
    let text = |t: &Option<String>| some_text(t.as_deref()).unwrap_or_default();
    Form::of([
        ("code", provider.code.clone()),
        ("name", provider.name.clone()),
        ("kind", provider.kind.code().to_owned()),
        ("address", text(&provider.address)),
        ("email", text(&provider.email)),
        ("telephone", text(&provider.telephone)),
    ])
}

pub(super) fn with_day(mut form: Form, name: &str, day: kernel::Date) -> Form {
    for (part, figure) in ui::DateInput::pairs(name, day) {
        form = form.with(&part, figure);
    }
    form
}

fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "start_date", cx.today()));
    let frame = frame(req, "Add a provider").crumb("/provision/providers", "Providers");
    form_page(req, frame, &form, ("Add a provider", 0), &fields(&form), "Add the provider")
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let facts = facts(&mut req.form())?;
    add_provider(cx, &facts)?;
    Ok(Reply::done(
        format!("/provision/providers/{}", facts.code.trim().to_ascii_uppercase()),
        format!("{} was added", facts.name),
    ))
}

fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, today) = (book(cx)?, cx.today());
    let provider = of(&book, req)?;
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(known(&provider), "start_date", provider.start_date));
    let fields = html! { (now_stands(req, &facts_of(&provider, today))) (fields(&form)) };
    form_page(
        req,
        framed(req, &provider, "Change the provider"),
        &form,
        ("Change the provider", provider.version),
        &fields,
        "Save",
    )
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let provider = of(&*book(cx)?, req)?;
    let mut form = req.form();
    let facts = facts(&mut form)?;
    amend_provider(cx, provider.id, &facts, seen(&form)?)?;
    Ok(Reply::done(
        format!("/provision/providers/{}", facts.code.trim().to_ascii_uppercase()),
        "The provider was changed",
    ))
}

fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, today) = (book(cx)?, cx.today());
    let provider = of(&book, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let running =
        book.contracts_of(provider.id).into_iter().filter(|c| c.end_date.is_none_or(|end| end >= today)).count();
    let fields = html! {
        (now_stands(req, &facts_of(&provider, today)))
        @if running > 0 { (ui::warning(&format!("What is offered under {} ends with the provider.", ui::count(i64::try_from(running).unwrap_or(0), "contract", "contracts")))) }
        (ending_fields(&form))
    };
    form_page(
        req,
        framed(req, &provider, "End the provider"),
        &form,
        (&format!("End {}", provider.name), provider.version),
        &fields,
        "End the provider",
    )
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let provider = of(&*book(cx)?, req)?;
    let (on, why, version) = ending(req)?;
    end_provider(cx, provider.id, on, &why, version)?;
    Ok(Reply::done(path(&provider, ""), format!("{} ends on {}", provider.name, ui::day(on))))
}
