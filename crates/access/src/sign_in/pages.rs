//! The sign-in page, and signing out.

use super::{SignInFailure, sign_in};
use crate::sessions;
use kernel::{Permission, Refusal};
use maud::{Markup, html};
use store::{Asker, Cx, Failure, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Ask, Reply, Request, Route};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/sign-in", Permission::Anyone, show),
        Route::post_steps("/sign-in", Permission::Anyone, enter),
        Route::post("/sign-out", Permission::Anyone, leave),
    ]
}

/// The cookie of a session. It ends with the browser; the session's own limits end it earlier.
fn cookie(token: &str) -> String {
    format!("throughcare={token}; Path=/; HttpOnly; SameSite=Lax")
}

fn show(cx: &mut Cx<'_>, request: &Request) -> Answer {
    if cx.actor().id().is_some() {
        return Ok(Reply::to(back(request.query("return").unwrap_or("/"))));
    }
    let form = match request.typed(cx)? {
        Some(form) => form,
        None => Form::blank().with("return", request.query("return").unwrap_or("")),
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Sign in" }
        (request.button_frame("/sign-in").hidden("return", form.typed("return")).show(&html! {
            (ui::input("username", "Username").width(20).autocomplete("username").show(&form))
            (ui::input("password", "Password").width(20).password().autocomplete("current-password").show(&form))
            (ui::button("Sign in").show())
        }))
        @if let Some(accounts) = demo_accounts(cx)? { (accounts) }
        @else { p.govuk-body { "If you have forgotten your password, ask your administrator for a new one." } }
    };
    Ok(Reply::page(request.frame().titled("Sign in"), body))
}

/// In a demo, whom to sign in as; nothing anywhere else, for only a demo database holds the setting.
fn demo_accounts(cx: &mut Cx<'_>) -> Result<Option<Markup>> {
    let Some(text) = cx.setting("demo-accounts")? else { return Ok(None) };
    let known: serde_json::Value = serde_json::from_str(&text).map_err(|e| Failure::broken(e.to_string()))?;
    let word =
        |of: &serde_json::Value, name: &str| of.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let accounts = known.get("accounts").and_then(|a| a.as_array()).cloned().unwrap_or_default();
    let rows = accounts.iter().map(|a| [html! { strong { (word(a, "login")) } }, html! { (word(a, "says")) }]);
    let table = ui::Table::new("Accounts of this demo", [ui::column("Username"), ui::column("Who")]).rows(rows);
    Ok(Some(html! {
        (ui::inset(&html! { "This is a demo. Everybody's password is " strong { (word(&known, "password")) } "." }))
        (table.show())
    }))
}

fn enter(ask: &Ask<'_>) -> Answer {
    let mut form = ask.request.form();
    let login = form.text("username", "your username", 200);
    let password = form.password("password", "your password");
    let (login, password) = form.complete((login, password))?;
    let came_from = ask.request.remote_address().map(|ip| ip.to_string()).unwrap_or_default();
    match sign_in(ask.house, &login, &password, &came_from) {
        Ok((token, user)) => {
            // The token that the browser came with, whoever put it there, opens nothing any more.
            if let Some(before) = ask.request.session() {
                ask.house.write(&Asker::system("sign-in"), |cx| sessions::sign_out(cx, before))?;
            }
            let next =
                if user.must_change_password { "/account/password".to_owned() } else { back(form.typed("return")) };
            Ok(Reply::to(next).with_cookie(cookie(&token)))
        }
        Err(failure) => Err(told(failure, "username")),
    }
}

/// The words of a failed check. They are the same whether the login, the password or the account is at fault.
pub(crate) fn told(failure: SignInFailure, field: &str) -> store::Failure {
    match failure {
        SignInFailure::Wrong => Refusal::new(field, "wrong_password", "Enter a correct username and password").into(),
        SignInFailure::Locked { until } => {
            let words =
                format!("There were too many wrong passwords. You can try again at {}", ui::time(until.local().time()));
            Refusal::new(field, "locked", words).into()
        }
        SignInFailure::Busy => {
            let words = "Too many people are signing in like this at the same moment. Try again in a minute";
            Refusal::new(field, "busy", words).into()
        }
        SignInFailure::Failure(failure) => failure,
    }
}

fn leave(cx: &mut Cx<'_>, request: &Request) -> Answer {
    if let Some(token) = request.session() {
        sessions::sign_out(cx, token)?;
    }
    Ok(Reply::done("/sign-in", "You have signed out")
        .with_cookie("throughcare=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"))
}

/// Where to go on to: a path of this service, never another site.
fn back(wanted: &str) -> String {
    let own = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains('\\')
        && !wanted.chars().any(|c| c.is_control() || c.is_whitespace())
        && !wanted.starts_with("/sign-");
    if own { wanted.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::back;

    #[test]
    fn after_signing_in_nobody_is_sent_to_another_site() {
        for (wanted, to) in [
            ("/people/T000001?tab=a", "/people/T000001?tab=a"),
            ("https://example.org/", "/"),
            ("//example.org/", "/"),
            ("/\\example.org", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
            ("/sign-out", "/"),
            ("", "/"),
        ] {
            assert_eq!(back(wanted), to, "{wanted}");
        }
    }
}
