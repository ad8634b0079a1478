//! Reading events, and the page where an administrator adds and stops webhooks.

use super::{Webhook, WebhookProgress};
use kernel::{Permission, Refusal};
use serde::Serialize;
use serde_json::{Value as Json, json};
use store::tables::Outbox;
use store::{Cx, Value};
use utoipa::ToSchema;
use uuid::Uuid;
use web::form::Form;
use web::ui::{self, Table, column};
use web::{Answer, ApiDoc, Reply, Request, Route, html};

/// A fact that a room told.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventBody {
    /// By which readers page; it rises, and has no gaps.
    position: i64,
    name: String,
    version: i64,
    /// UTC.
    told_at: String,
    /// Ids and dates of the fact.
    fact: Json,
}

fn event_body(event: &Outbox) -> EventBody {
    EventBody {
        position: event.position.unwrap_or_default(),
        name: event.name.clone(),
        version: event.event_version,
        told_at: event.told_at.to_string(),
        fact: event.body.clone(),
    }
}

pub(crate) fn event_json(event: &Outbox) -> Json {
    serde_json::to_value(event_body(event)).unwrap_or_default()
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/events", Permission::ReadEvents, list)
            .doc(ApiDoc::new("Domain events in the order of their positions").lists::<EventBody>()),
        Route::get("/admin/webhooks", Permission::Administer, webhooks),
        Route::post("/admin/webhooks", Permission::Administer, add),
        Route::post("/admin/webhooks/{id}/stop", Permission::Administer, stop),
    ]
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let after = match req.query("after") {
        None => 0,
        Some(text) => text
            .parse()
            .map_err(|_| Refusal::new("after", "not_a_position", "`after` is a position: a whole number"))?,
    };
    let events = store::events_after(cx, after, req.limit()?)?;
    let mut answer = json!({ "items": events.iter().map(event_json).collect::<Vec<_>>() });
    if let Some(last) = events.last().and_then(|e| e.position) {
        answer["next"] = json!(last.to_string());
    }
    Ok(Reply::json(200, answer))
}

fn webhooks(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let hooks = cx.list::<Webhook>("ORDER BY created_at", &[])?;
    let mut rows = Vec::new();
    for hook in &hooks {
        let progress = cx.get::<WebhookProgress>(&[Value::Id(hook.id)])?;
        let state = match (&hook.stopped_at, progress.as_ref().and_then(|p| p.last_error.as_deref())) {
            (Some(at), _) => html! { "Stopped " (ui::instant(*at)) },
            (None, Some(error)) => html! { "Waiting to try again: " (error) },
            (None, None) => html! { "Delivering" },
        };
        let position = progress.map_or(0, |p| p.position);
        let action = if hook.stopped_at.is_none() {
            let button = ui::button("Stop").secondary().about(hook.address.clone()).show();
            req.button_frame(&format!("/admin/webhooks/{}/stop", hook.id)).show(&button)
        } else {
            html! {}
        };
        let secret = ui::details("Show", &html! { code { (hook.secret) } });
        rows.push([html! { (hook.address) }, state, html! { (position) }, secret, action]);
    }
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let columns = [
        column("Address"),
        column("State"),
        column("Last event delivered").numeric(),
        column("Secret"),
        column("Action"),
    ];
    let table = Table::new("Where events go", columns).rows(rows);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Webhooks" }
        p.govuk-body { "Each domain event is sent as JSON, signed with the webhook's secret, in order and at least once." }
        @if hooks.is_empty() { (ui::empty("No webhook has been added yet.", None)) } @else { (table.show()) }
        h2.govuk-heading-m { "Add a webhook" }
        (req.button_frame("/admin/webhooks").show(&html! {
            (ui::input("address", "Address").hint("Begins with https://, or http:// for this machine").show(&form))
            (ui::button("Add webhook").show())
        }))
    };
    Ok(Reply::page(req.frame().titled("Webhooks").crumb("/admin", "Administration"), body))
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let address = form.text("address", "the address", 500);
    if let Some(address) = &address
        && !address.starts_with("https://")
        && !(address.starts_with("http://") && super::deliver::is_this_machine(address))
    {
        form.refuse(Refusal::new("address", "not_secure", "The address must begin with https://"));
    }
    let address = form.complete(address)?;
    let mut secret = [0u8; 32];
    getrandom::fill(&mut secret).map_err(|e| store::Failure::broken(e.to_string()))?;
    let created_at = cx.now();
    let secret = hex::encode(secret);
    let hook = Webhook { id: cx.new_id(), address, secret, created_at, stopped_at: None, version: 1 };
    cx.describe(format!("Added a webhook to {}", hook.address), None);
    cx.insert(&hook)?;
    Ok(Reply::done("/admin/webhooks", "Webhook added"))
}

fn stop(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: Uuid = req.param("id")?;
    let mut hook = cx.need::<Webhook>(&[Value::Id(id)])?;
    hook.stopped_at = Some(cx.now());
    cx.describe(format!("Stopped the webhook to {}", hook.address), None);
    cx.update(&mut hook)?;
    Ok(Reply::done("/admin/webhooks", "Webhook stopped"))
}
