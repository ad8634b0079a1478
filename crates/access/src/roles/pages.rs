//! Roles for administrators: who may do what side by side, one role with its history, and changing it in two steps, of
//! which the second says what follows.

use super::actions::{GIVEN, add_role, set_permissions};
use super::words::words;
use super::{Role, held_by, matrix, roles};
use kernel::{ChainId, Permission};
use maud::{Markup, html};
use serde::Serialize;
use std::collections::BTreeSet;
use store::tables::LedgerEntry;
use store::{Cx, Result, params};
use utoipa::ToSchema;
use web::form::Form;
use web::ui::{self, Address, Table, column, item, row};
use web::{Answer, ApiDoc, Reply, Request, Route};

pub(crate) fn routes() -> Vec<Route> {
    let admin = Permission::Administer;
    vec![
        Route::get("/admin/roles", admin, list),
        Route::get("/admin/roles/new", admin, new),
        Route::post("/admin/roles/new", admin, add),
        Route::get("/admin/roles/{code}", admin, show),
        Route::get("/admin/roles/{code}/permissions", admin, choose),
        Route::post_read("/admin/roles/{code}/permissions", admin, chosen),
        Route::get("/admin/roles/{code}/confirm", admin, confirm),
        Route::post("/admin/roles/{code}/confirm", admin, save),
        Route::api_get("/api/v1/roles", admin, api_list)
            .doc(ApiDoc::new("Roles and what each may do").lists::<RoleOut>()),
    ]
}

fn frame(request: &Request, title: &str) -> ui::Frame {
    request.frame().within("/admin").crumb("/admin", "Administration").titled(title)
}

fn role_frame(request: &Request, role: &Role, title: &str) -> ui::Frame {
    let at = format!("/admin/roles/{}", role.code);
    frame(request, title).crumb("/admin/roles", "Roles").crumb(at, &role.name).about(&role.name)
}

fn permissions() -> impl Iterator<Item = Permission> {
    Permission::ALL.iter().copied().filter(|p| !GIVEN.contains(p))
}

fn list(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let all = roles(cx)?;
    let held = matrix(cx)?;
    let columns = std::iter::once(column("A user may")).chain(all.iter().map(|role| column(&role.name)));
    let rows = permissions().map(|permission| {
        let cells = all.iter().map(|role| {
            let has = held.contains(&(role.code.clone(), permission.code().to_owned()));
            html! { @if has { strong { "Yes" } } @else { "No" } }
        });
        std::iter::once(html! { (sentence(words(permission))) }).chain(cells).collect::<Vec<_>>()
    });
    let body = html! {
        h1.govuk-heading-l { "Roles" }
        p.govuk-body { "A user may do what any of their roles allows." }
        (ui::button_group(&ui::link_button("/admin/roles/new", "Add a role").show()))
        ul.govuk-list {
            @for role in &all {
                li { (ui::link(&format!("/admin/roles/{}", role.code), &role.name)) p.govuk-hint { (role.purpose) } }
            }
        }
        div.tc-scroll { (Table::new("What each role may do", columns).rows(rows)) }
    };
    Ok(Reply::page(frame(request, "Roles"), body))
}

fn role(cx: &mut Cx<'_>, request: &Request) -> Result<Role> {
    cx.need(params![request.param::<String>("code")?])
}

/// Active users who hold a role.
fn holders(cx: &mut Cx<'_>, role: &Role) -> Result<i64> {
    cx.count(
        "SELECT count(*) FROM access_user_role r JOIN access_user u ON u.id = r.user_id \
         WHERE r.role_code = $1 AND u.disabled_at IS NULL",
        params![role.code],
    )
}

fn show(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let role = role(cx, request)?;
    let held = held_by(cx, &role.code)?;
    let holders = holders(cx, &role)?;
    let past = history(cx, &role)?;
    let change = format!("/admin/roles/{}/permissions", role.code);
    let body = html! {
        h1.govuk-heading-l { (role.name) }
        p.govuk-body { (role.purpose) }
        (ui::summary_list(&[
            row("Code", role.code.as_str()),
            row("Held by", ui::count(holders, "active user", "active users")),
            row("May", list_of(&held)).change(&change, "what the role may do"),
        ]))
        h2.govuk-heading-m { "Changes" }
        @if past.is_empty() { p.govuk-body { "None since the service began." } }
        @else {
            (Table::new("Changes of this role, latest first", ["When", "Who", "What", "Why"].map(column)).unseen_caption().rows(
                past.iter().map(|entry| [
                    html! { (ui::instant(entry.recorded_at)) },
                    html! { (entry.actor_name) },
                    html! { (entry.action) },
                    html! { (entry.reason.as_deref().unwrap_or_default()) },
                ]),
            ))
        }
    };
    Ok(Reply::page(frame(request, &role.name).crumb("/admin/roles", "Roles"), body))
}

/// The entries of the ledger that changed this role, the latest first. Other changes of the house stand in the same chain.
fn history(cx: &mut Cx<'_>, role: &Role) -> Result<Vec<LedgerEntry>> {
    cx.changes_of(ChainId::HOUSE, &["access_role", "access_role_permission"], &role.code)
}

fn list_of(held: &BTreeSet<Permission>) -> Markup {
    html! {
        @if held.is_empty() { "Nothing yet" }
        @else { ul.govuk-list.govuk-list--bullet { @for permission in held { li { (words(*permission)) } } } }
    }
}

fn new(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let form = request.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Add a role" }
        (request.form_frame(request.path()).show(&html! {
            (ui::input("name", "Name").width(30).hint("For example, Duty officer").show(&form))
            (ui::input("code", "Code").width(20).hint("Small letters and hyphens, for example duty-officer. It cannot be changed later").show(&form))
            (ui::textarea("purpose", "What it is for").rows(3).most(300).show(&form))
            (ui::button("Add role").show())
        }))
    };
    Ok(Reply::page(frame(request, "Add a role").crumb("/admin/roles", "Roles"), body))
}

fn add(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let mut form = request.form();
    let name = form.text("name", "the name of the role", 60);
    let code = form.text("code", "its code", 40);
    let purpose = form.text("purpose", "what it is for", 300);
    let (name, code, purpose) = form.complete((name, code, purpose))?;
    let role = add_role(cx, &code, &name, &purpose)?;
    Ok(Reply::done(format!("/admin/roles/{}/permissions", role.code), "Role added. Now say what it may do"))
}

fn choose(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let role = role(cx, request)?;
    let held = held_by(cx, &role.code)?;
    let form = match request.typed(cx)? {
        Some(form) => form,
        None => Form::of(held.iter().map(|p| ("permission", p.code()))),
    };
    let items = permissions().map(|p| item(p.code(), sentence(words(p))));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "What “" (role.name) "” may do" }
        p.govuk-body { "Nothing changes yet: the next page says what would be different, and for how many users." }
        (request.form_frame(request.path()).show(&html! {
            (ui::checkboxes("permission", "A user with this role may").items(items).show(&form))
            (ui::button("Continue").show())
        }))
    };
    Ok(Reply::page(role_frame(request, &role, "Change the role"), body))
}

fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// On to the page that confirms; nothing is written yet.
fn chosen(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let role = role(cx, request)?;
    let form = request.form();
    let seen = held_by(cx, &role.code)?;
    let query = form.every("permission").map(|code| ("permission", code.to_owned()));
    let query = query.chain(seen.iter().map(|p| ("seen", p.code().to_owned())));
    Ok(Reply::to(Address::new(format!("/admin/roles/{}/confirm", role.code), query).to_string()))
}

fn named<'a>(codes: impl Iterator<Item = &'a str>) -> BTreeSet<Permission> {
    codes.filter_map(|code| code.parse().ok()).filter(|p| !GIVEN.contains(p)).collect()
}

fn confirm(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let role = role(cx, request)?;
    let typed = request.typed(cx)?;
    let of = |name: &str| {
        let in_query = request.queries().iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str());
        let in_form = typed.iter().flat_map(|form| form.every(name));
        if request.queries().is_empty() { named(in_form) } else { named(in_query) }
    };
    let (wanted, seen) = (of("permission"), of("seen"));
    let form = typed.clone().unwrap_or_else(Form::blank);
    let holders = holders(cx, &role)?;
    let (more, fewer): (BTreeSet<_>, BTreeSet<_>) =
        (wanted.difference(&seen).copied().collect(), seen.difference(&wanted).copied().collect());
    let mut send = request.button_frame(&format!("/admin/roles/{}/confirm", role.code));
    for (name, list) in [("permission", &wanted), ("seen", &seen)] {
        for permission in list {
            send = send.hidden(name, permission.code());
        }
    }
    let back = format!("/admin/roles/{}/permissions", role.code);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Confirm the change of “" (role.name) "”" }
        @if more.is_empty() && fewer.is_empty() {
            p.govuk-body { "Nothing would change." }
            p.govuk-body { (ui::link(&back, "Choose again")) }
        } @else {
            (ui::summary_list(&[
                row("From now on may also", list_of_or_none(&more)),
                row("Will no longer be able to", list_of_or_none(&fewer)),
                row("For", ui::count(holders, "active user", "active users")),
            ]))
            @if fewer.contains(&Permission::Administer) {
                (ui::warning("Whoever administers only by this role will not be able to open these pages any more."))
            }
            (send.show(&html! {
                (ui::textarea("reason", "Why does it change?").rows(3).most(500).show(&form))
                (ui::button("Change the role").warning().show())
            }))
        }
    };
    Ok(Reply::page(role_frame(request, &role, "Confirm the change").back(back), body))
}

fn list_of_or_none(list: &BTreeSet<Permission>) -> Markup {
    if list.is_empty() {
        html! { "Nothing" }
    } else {
        list_of(list)
    }
}

fn save(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let role = role(cx, request)?;
    let mut form = request.form();
    let reason = form.text("reason", "why it changes", 500);
    let reason = form.complete(reason)?;
    let (wanted, seen) = (named(form.every("permission")), named(form.every("seen")));
    set_permissions(cx, &role.code, &wanted, &seen, &reason)?;
    Ok(Reply::done(format!("/admin/roles/{}", role.code), "The role is changed. It holds from everybody's next page"))
}

/// A role.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleOut {
    code: String,
    name: String,
    purpose: String,
    /// Codes of what a user with this role may do.
    permissions: Vec<String>,
}

fn api_list(cx: &mut Cx<'_>, _: &Request) -> Answer {
    let held = matrix(cx)?;
    let items = roles(cx)?.into_iter().map(|role| RoleOut {
        permissions: held.iter().filter(|(code, _)| *code == role.code).map(|(_, p)| p.clone()).collect(),
        code: role.code,
        name: role.name,
        purpose: role.purpose,
    });
    let items: Vec<RoleOut> = items.collect();
    Ok(Reply::json(200, serde_json::json!({ "items": items })))
}
