//! Administration of API clients.

use super::{Client, NewClient, clients, create_client, renew_secret, revoke_client};
use kernel::{ClientId, Permission};
use maud::html;
use store::{Cx, params};
use web::form::Form;
use web::ui::{self, Colour, Table, column, item, row};
use web::{Answer, Ask, Reply, Request, Route};

pub(crate) fn routes() -> Vec<Route> {
    let admin = Permission::Administer;
    vec![
        Route::get("/admin/clients", admin, list),
        Route::get("/admin/clients/new", admin, new),
        Route::post_steps("/admin/clients/new", admin, create),
        Route::get("/admin/clients/{id}", admin, show),
        Route::post_steps("/admin/clients/{id}/secret", admin, renew),
        Route::get("/admin/clients/{id}/revoke", admin, ask_revoke),
        Route::post("/admin/clients/{id}/revoke", admin, revoke),
    ]
}

fn frame(request: &Request) -> ui::Frame {
    request.frame().within("/admin").crumb("/admin", "Administration").crumb("/admin/clients", "API clients")
}

fn path(id: ClientId) -> String {
    format!("/admin/clients/{id}")
}

fn list(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let all = clients(cx)?;
    let table = Table::new("API clients, by name", ["Name", "Scopes", "State"].map(column)).unseen_caption().rows(
        all.iter().map(|client| [ui::link(&path(client.id), &client.name), html! { (client.scopes) }, state(client)]),
    );
    let body = html! {
        h1.govuk-heading-l { "API clients" }
        (ui::button_group(&ui::link_button("/admin/clients/new", "Add a client").show()))
        @if table.is_empty() { (ui::empty("No program calls the API yet.", None)) } @else { (table) }
    };
    Ok(Reply::page(frame(request).titled("API clients"), body))
}

fn state(client: &Client) -> maud::Markup {
    if client.revoked_at.is_some() { ui::tag(Colour::Grey, "Revoked") } else { ui::tag(Colour::Green, "Active") }
}

fn new(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let form = request.typed(cx)?.unwrap_or_else(Form::blank);
    let given = [Permission::Anyone, Permission::SignedIn];
    let scopes = Permission::ALL.iter().filter(|p| !given.contains(p)).map(|p| item(p.code(), p.code()));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Add a client" }
        (request.form_frame("/admin/clients/new").show(&html! {
            (ui::input("name", "Name").hint("The program and who runs it").width(30).show(&form))
            (ui::checkboxes("scopes", "What it may do").items(scopes).small().show(&form))
            (ui::button("Add client").show())
        }))
    };
    Ok(Reply::page(frame(request).titled("Add a client"), body))
}

/// In steps, because the page shows a secret that must not be kept under a request key.
fn create(ask: &Ask<'_>) -> Answer {
    let mut form = ask.request.form();
    let name = form.text("name", "the name of the client", 100);
    let scopes = form.list("scopes", "what the client may do", |code| code.parse().ok());
    let name = form.complete(name)?;
    let new = NewClient { name, scopes };
    let (client, secret) = ask.house.write(ask.asker, |cx| create_client(cx, &new))?;
    Ok(shown_once(ask.request, &client, &secret, "Client added"))
}

fn renew(ask: &Ask<'_>) -> Answer {
    let id: ClientId = ask.request.param("id")?;
    let (client, secret) = ask.house.write(ask.asker, |cx| {
        let secret = renew_secret(cx, id)?;
        Ok((cx.need::<Client>(params![id])?, secret))
    })?;
    Ok(shown_once(ask.request, &client, &secret, "New secret made"))
}

fn shown_once(request: &Request, client: &Client, secret: &str, title: &str) -> Reply {
    let body = html! {
        (ui::panel(title, Some(&html! { (client.name) })))
        (ui::summary_list(&[row("Secret", html! { code { (secret) } }), row("Scopes", client.scopes.as_str())]))
        p.govuk-body { "The secret is shown once. The client sends it as a bearer token with each call." }
        p.govuk-body { (ui::link(&path(client.id), "Go to the client")) }
    };
    Reply::page(frame(request).titled(title), body)
}

fn show(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let client: Client = cx.need(params![request.param::<ClientId>("id")?])?;
    let revoked = client.revoked_at.map(ui::instant);
    let body = html! {
        h1.govuk-heading-l { (client.name) }
        (ui::summary_list(&[
            row("State", state(&client)),
            row("Scopes", client.scopes.as_str()),
            row("Created", ui::instant(client.created_at)),
            row("Revoked", html! { (revoked.as_deref().unwrap_or("No")) @if let Some(reason) = &client.revoked_reason { ": " (reason) } }),
        ]))
        @if client.revoked_at.is_none() {
            div.govuk-button-group {
                (request.button_frame(&format!("{}/secret", path(client.id))).show(&ui::button("Make a new secret").secondary().show()))
                (ui::link(&format!("{}/revoke", path(client.id)), "Revoke the client"))
            }
        }
    };
    Ok(Reply::page(frame(request).titled(client.name.clone()).about("API clients"), body))
}

fn ask_revoke(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let client: Client = cx.need(params![request.param::<ClientId>("id")?])?;
    let form = request.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Revoke the client" }
        p.govuk-body { "Its calls are refused from now on. This cannot be undone; a new client can be added." }
        (request.form_frame(request.path()).show(&html! {
            (ui::input("reason", "Reason").width(30).show(&form))
            (ui::button("Revoke").warning().show())
        }))
    };
    Ok(Reply::page(
        frame(request).crumb(path(client.id), &client.name).titled("Revoke the client").about(&client.name),
        body,
    ))
}

fn revoke(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let id: ClientId = request.param("id")?;
    let mut form = request.form();
    let reason = form.text("reason", "the reason", 500);
    let reason = form.complete(reason)?;
    revoke_client(cx, id, &reason)?;
    Ok(Reply::done(path(id), "The client is revoked"))
}
