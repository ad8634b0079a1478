//! Administration of users: who there is, their roles, locks, sessions and passwords.

use super::{Credential, NewUser, User, actions, list_users};
use crate::{roles, sessions, sign_in, users};
use kernel::{Permission, UserId};
use maud::{Markup, html};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, Colour, Row, Table, column, item, row};
use web::{Answer, Ask, Reply, Request, Route};

const PER_PAGE: u64 = 25;

pub(crate) fn routes() -> Vec<Route> {
    let admin = Permission::Administer;
    vec![
        Route::get("/admin/users", admin, list),
        Route::get("/admin/users/new", admin, new),
        Route::post_steps("/admin/users/new", admin, create),
        Route::get("/admin/users/{id}", admin, show),
        Route::get("/admin/users/{id}/details", admin, details),
        Route::post("/admin/users/{id}/details", admin, amend),
        Route::get("/admin/users/{id}/roles", admin, edit_roles),
        Route::post("/admin/users/{id}/roles", admin, change_roles),
        Route::get("/admin/users/{id}/disable", admin, ask_disable),
        Route::post("/admin/users/{id}/disable", admin, disable),
        Route::get("/admin/users/{id}/enable", admin, ask_enable),
        Route::post("/admin/users/{id}/enable", admin, enable),
        Route::post("/admin/users/{id}/unlock", admin, unlock),
        Route::post("/admin/users/{id}/sign-out", admin, sign_out),
        Route::post_steps("/admin/users/{id}/password", admin, reset),
    ]
}

fn list(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let words = request.query("q").unwrap_or("");
    let page = i64::try_from(request.page()).unwrap_or(1);
    let (found, all) = list_users(cx, words, page, 25)?;
    let all = all.unsigned_abs();
    let table = Table::new("Users, by name", ["Name", "Username", "State"].map(column))
        .unseen_caption()
        .rows(found.iter().map(|user| [ui::link(&path(user.id), &user.name), html! { (user.login) }, state(user)]));
    let body = html! {
        h1.govuk-heading-l { "Users" }
        (ui::button_group(&ui::link_button("/admin/users/new", "Add a user").show()))
        (ui::search_box("users-search", "/admin/users", "Name or username", words))
        @if table.is_empty() { (ui::empty("No user matches.", None)) }
        @else { (table) (ui::pagination(&request.address(), request.page(), PER_PAGE, all)) }
    };
    Ok(Reply::page(frame(request).titled("Users"), body))
}

fn frame(request: &Request) -> ui::Frame {
    request.frame().within("/admin").crumb("/admin", "Administration").crumb("/admin/users", "Users")
}

fn path(id: UserId) -> String {
    format!("/admin/users/{id}")
}

fn state(user: &User) -> Markup {
    if user.disabled_at.is_some() { ui::tag(Colour::Grey, "Disabled") } else { ui::tag(Colour::Green, "Active") }
}

fn role_boxes(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let roles = roles::roles(cx)?;
    let items = roles.into_iter().map(|role| item(role.code, role.name).hint(role.purpose));
    Ok(ui::checkboxes("roles", "Roles").items(items).show(form))
}

fn new(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let form = request.typed(cx)?.unwrap_or_else(Form::blank);
    let boxes = role_boxes(cx, &form)?;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Add a user" }
        (request.form_frame("/admin/users/new").show(&html! {
            (ui::input("name", "Full name").width(30).show(&form))
            (ui::input("login", "Username").width(20).hint("For example, priya.shah").show(&form))
            (ui::input("email", "Email address (optional)").width(30).email().show(&form))
            (boxes)
            (ui::button("Add user").show())
        }))
    };
    Ok(Reply::page(frame(request).titled("Add a user"), body))
}

/// In steps, because the page shows a password that must not be kept under a request key.
fn create(ask: &Ask<'_>) -> Answer {
    let mut form = ask.request.form();
    let name = form.text("name", "the full name", 100);
    let login = form.text("login", "the username", 100);
    let email = form.optional_email("email", "an email address");
    let roles = form.list("roles", "the roles", |code| Some(code.to_owned()));
    let (name, login) = form.complete((name, login))?;
    let (credential, password) = Credential::once()?;
    let new = NewUser { login, name, email, staff: None, roles, teams: Vec::new(), credential };
    let user = ask.house.write(ask.asker, |cx| actions::create_user(cx, &new))?;
    Ok(shown_once(ask.request, &user, &password, "User added"))
}

fn reset(ask: &Ask<'_>) -> Answer {
    let id: UserId = ask.request.param("id")?;
    let (user, password) = ask.house.write(ask.asker, |cx| {
        let password = actions::reset_password(cx, id)?;
        Ok((users::user(cx, id)?, password))
    })?;
    Ok(shown_once(ask.request, &user, &password, "New password set"))
}

fn shown_once(request: &Request, user: &User, password: &str, title: &str) -> Reply {
    let body = html! {
        (ui::panel(title, Some(&html! { (user.name) })))
        (ui::summary_list(&[row("Username", user.login.as_str()), row("Password", html! { code { (password) } })]))
        p.govuk-body { "Hand this password over in person or by telephone. It is shown once, and must be replaced at the first sign-in." }
        p.govuk-body { (ui::link(&path(user.id), "Go to the user")) }
    };
    Reply::page(frame(request).titled(title), body)
}

fn show(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let user = users::user(cx, request.param("id")?)?;
    let held = roles::roles_of(cx, user.id)?;
    let names: Vec<String> =
        roles::roles(cx)?.into_iter().filter(|role| held.contains(&role.code)).map(|role| role.name).collect();
    let locked = sign_in::locked_until(cx, &user.login)?;
    let open = sessions::sessions_of(cx, user.id)?;
    let tries = sign_in::recent(cx, user.id, 20)?;
    let provider = super::provider_of_user(cx, user.id)?.is_some();
    let rows = user_rows(&user, &names, open.len(), provider);
    let sign_ins = Table::new("Last sign-ins, latest first", ["When", "Outcome", "From"].map(column))
        .rows(tries.iter().map(|t| [html! { (ui::instant(t.at)) }, html! { (t.outcome) }, html! { (t.came_from) }]));
    let body = html! {
        h1.govuk-heading-l { (user.name) }
        @if let Some(until) = locked {
            (ui::warning(&format!("Locked after too many wrong passwords until {}", ui::instant(until))))
        }
        (ui::summary_list(&rows))
        div.govuk-button-group {
            @if locked.is_some() { (press(request, &user, "unlock", "Unlock")) }
            (press(request, &user, "sign-out", "Sign out everywhere"))
            (press(request, &user, "password", "Set a new password"))
            @if user.disabled_at.is_some() { (ui::link(&format!("{}/enable", path(user.id)), "Enable the account")) }
            @else { (ui::link(&format!("{}/disable", path(user.id)), "Disable the account")) }
        }
        @if tries.is_empty() { (ui::empty("This user has not signed in yet.", None)) } @else { (sign_ins) }
    };
    Ok(Reply::page(frame(request).titled(user.name.clone()).about("Users"), body))
}

fn user_rows(user: &User, roles: &[String], open: usize, provider: bool) -> Vec<Row> {
    let at = path(user.id);
    vec![
        row("State", state(user)),
        row("Name", user.name.as_str()).change(&format!("{at}/details"), "name"),
        row("Username", user.login.as_str()),
        row("Email address", user.email.as_deref().unwrap_or("Not given"))
            .change(&format!("{at}/details"), "email address"),
        row("Roles", if roles.is_empty() { "None".to_owned() } else { roles.join(", ") })
            .change(&format!("{at}/roles"), "roles"),
        row("Member of staff", if user.staff_id.is_some() { "Linked" } else { "Not linked" }),
        row("Works for a provider", if provider { "Linked" } else { "Not linked" })
            .change(&format!("{at}/provider"), "provider"),
        row(
            "Signed in",
            if open == 0 {
                "Nowhere".to_owned()
            } else {
                format!("In {open} {}", if open == 1 { "browser" } else { "browsers" })
            },
        ),
        row("Created", ui::instant(user.created_at)),
    ]
}

fn press(request: &Request, user: &User, act: &str, words: &str) -> Markup {
    request.button_frame(&format!("{}/{act}", path(user.id))).show(&ui::button(words).secondary().show())
}

fn user_frame(request: &Request, user: &User, title: &str) -> ui::Frame {
    frame(request).crumb(path(user.id), &user.name).titled(title).about(&user.name)
}

fn details(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let user = users::user(cx, request.param("id")?)?;
    let form = match request.typed(cx)? {
        Some(form) => form,
        None => Form::of([("name", user.name.as_str()), ("email", user.email.as_deref().unwrap_or(""))]),
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Change name and email address" }
        (request.form_frame(request.path()).hidden("version", user.version).show(&html! {
            (ui::input("name", "Full name").width(30).show(&form))
            (ui::input("email", "Email address (optional)").width(30).email().show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(user_frame(request, &user, "Change name and email address"), body))
}

fn amend(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let id: UserId = request.param("id")?;
    let mut form = request.form();
    let name = form.text("name", "the full name", 100);
    let email = form.optional_email("email", "an email address");
    let version = form.integer("version", "the version", 1..=i64::MAX);
    let (name, version) = form.complete((name, version))?;
    actions::amend_user(cx, id, version, &name, email.as_deref())?;
    Ok(Reply::done(path(id), "Changed"))
}

fn edit_roles(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let user = users::user(cx, request.param("id")?)?;
    let form = match request.typed(cx)? {
        Some(form) => form,
        None => Form::of(roles::roles_of(cx, user.id)?.into_iter().map(|code| ("roles", code))),
    };
    let boxes = role_boxes(cx, &form)?;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Change roles" }
        (request.form_frame(request.path()).show(&html! {
            (boxes)
            (ui::input("reason", "Reason").width(30).show(&form))
            (ui::button("Save").show())
        }))
        p.govuk-body { (ui::link("/admin/roles", "What each role may do")) }
    };
    Ok(Reply::page(user_frame(request, &user, "Change roles"), body))
}

fn change_roles(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let id: UserId = request.param("id")?;
    let mut form = request.form();
    let roles = form.list("roles", "the roles", |code| Some(code.to_owned()));
    let reason = form.text("reason", "the reason", 500);
    let reason = form.complete(reason)?;
    actions::set_roles(cx, id, &roles, Some(&reason))?;
    Ok(Reply::done(path(id), "Roles changed. They hold from the next page on"))
}

fn ask_disable(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let words = "They are signed out at once and cannot sign in again. Their records and drafts stay.";
    ask_reason(cx, request, "Disable the account", words)
}

fn ask_enable(cx: &mut Cx<'_>, request: &Request) -> Answer {
    ask_reason(cx, request, "Enable the account", "They can sign in again with the password they had.")
}

fn ask_reason(cx: &mut Cx<'_>, request: &Request, title: &str, words: &str) -> Answer {
    let user = users::user(cx, request.param("id")?)?;
    let form = request.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        p.govuk-body { (words) }
        (request.form_frame(request.path()).show(&html! {
            (ui::input("reason", "Reason").width(30).show(&form))
            (ui::button(title).warning().show())
        }))
    };
    Ok(Reply::page(user_frame(request, &user, title), body))
}

fn reason(request: &Request) -> Result<String, Failure> {
    let mut form = request.form();
    let reason = form.text("reason", "the reason", 500);
    Ok(form.complete(reason)?)
}

fn disable(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let id: UserId = request.param("id")?;
    actions::disable_user(cx, id, &reason(request)?)?;
    Ok(Reply::done(path(id), "The account is disabled"))
}

fn enable(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let id: UserId = request.param("id")?;
    actions::enable_user(cx, id, &reason(request)?)?;
    Ok(Reply::done(path(id), "The account is enabled"))
}

fn unlock(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let id: UserId = request.param("id")?;
    actions::unlock(cx, id)?;
    Ok(Reply::done(path(id), "The account is unlocked"))
}

fn sign_out(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let id: UserId = request.param("id")?;
    let ended = sessions::sign_out_everywhere(cx, id)?;
    let words = ui::count(i64::try_from(ended).unwrap_or(i64::MAX), "session was", "sessions were");
    Ok(Reply::done(path(id), format!("{words} ended")))
}
