//! One's own account: name, roles, open sessions, a new password, signing out everywhere.

use crate::sign_in::{self, pages::told};
use crate::{roles, secret, sessions, users};
use kernel::{Actor, Permission, Refusal, UserId};
use maud::html;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, Table, column, row};
use web::{Answer, Ask, Reply, Request, Route};

/// Further pages of one's own, which the binary names because their rooms stand above this one: address and words.
#[derive(Clone, Debug, Default)]
pub struct AccountLinks(pub Vec<(&'static str, &'static str)>);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/account", Permission::SignedIn, show),
        Route::get("/account/password", Permission::SignedIn, password),
        Route::post_steps("/account/password", Permission::SignedIn, choose_password),
        Route::post("/account/sign-out-everywhere", Permission::SignedIn, leave_everywhere),
    ]
}

fn me(actor: &Actor) -> Result<UserId> {
    match actor {
        Actor::User { id, .. } => Ok(*id),
        _ => Err(Failure::Forbidden("Only a person has an account page.".into())),
    }
}

fn show(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let id = me(cx.actor())?;
    let user = users::user(cx, id)?;
    let held = roles::roles_of(cx, id)?;
    let all = roles::roles(cx)?;
    let names: Vec<&str> = all.iter().filter(|role| held.contains(&role.code)).map(|role| role.name.as_str()).collect();
    let open = sessions::sessions_of(cx, id)?;
    let here = request.session().map(secret::hash);
    let table =
        Table::new("Where you are signed in", ["Since", "Last request", "From"].map(column))
            .rows(open.iter().map(|s| {
            [
                html! { (ui::instant(s.started_at)) @if Some(&s.token_hash) == here.as_ref() { " (this browser)" } },
                html! { (ui::instant(s.seen_at)) },
                html! { (s.came_from) },
            ]
        }));
    // They are about one's work, so only for those who work as a member of staff.
    let links = cx.part::<AccountLinks>().ok().filter(|_| cx.actor().staff().is_some());
    let links = links.map(|links| links.0.clone()).unwrap_or_default();
    let body = html! {
        h1.govuk-heading-l { "Your account" }
        (ui::summary_list(&[
            row("Name", user.name.as_str()),
            row("Username", user.login.as_str()),
            row("Email address", user.email.as_deref().unwrap_or("Not given")),
            row("Roles", if names.is_empty() { "None".to_owned() } else { names.join(", ") }),
            row("Password", user.password_changed_at.map_or_else(|| "Never changed".to_owned(), |at| format!("Changed on {}", ui::instant(at))))
                .change("/account/password", "password"),
        ]))
        @if !links.is_empty() {
            ul.govuk-list { @for (href, words) in &links { li { (ui::link(href, words)) } } }
        }
        (table)
        (request.button_frame("/account/sign-out-everywhere").show(&ui::button("Sign out everywhere").warning().show()))
    };
    Ok(Reply::page(request.frame().titled("Your account"), body))
}

fn password(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let user = users::user(cx, me(cx.actor())?)?;
    let form = request.typed(cx)?.unwrap_or_else(Form::blank);
    let fewest = crate::Policy::read(cx)?.password_length;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Choose a new password" }
        @if user.must_change_password {
            (ui::inset(&html! { "Your password was set by somebody else. Choose your own before you go on." }))
        }
        (request.button_frame("/account/password").show(&html! {
            (ui::input("password", "Current password").width(20).password().autocomplete("current-password").show(&form))
            (ui::input("new_password", "New password").width(20).password().autocomplete("new-password")
                .hint(format!("{fewest} characters or more. Three words that have nothing to do with each other are easy to remember and hard to guess."))
                .show(&form))
            (ui::input("repeat_password", "New password again").width(20).password().autocomplete("new-password").show(&form))
            (ui::button("Change password").show())
        }))
    };
    let frame = request.frame().titled("Choose a new password");
    Ok(Reply::page(if user.must_change_password { frame } else { frame.back("/account") }, body))
}

fn choose_password(ask: &Ask<'_>) -> Answer {
    let id = me(&ask.asker.actor)?;
    let mut form = ask.request.form();
    let current = form.password("password", "your current password");
    let new = form.password("new_password", "your new password");
    let again = form.password("repeat_password", "your new password again");
    let (current, new, again) = form.complete((current, new, again))?;
    if new != again {
        return Err(Refusal::new("repeat_password", "different", "Enter the same new password twice").into());
    }
    if let Err(failure) = sign_in::check_again(ask.house, id, &current) {
        return Err(match failure {
            sign_in::SignInFailure::Wrong => {
                Refusal::new("password", "wrong_password", "Your current password is not correct").into()
            }
            other => told(other, "password"),
        });
    }
    let keep = ask.request.session().map(secret::hash).unwrap_or_default();
    ask.house.write(ask.asker, |cx| users::change_password(cx, id, &current, &new, &keep))?;
    Ok(Reply::done("/account", "Your password has been changed"))
}

fn leave_everywhere(cx: &mut Cx<'_>, _: &Request) -> Answer {
    let id = me(cx.actor())?;
    sessions::sign_out_everywhere(cx, id)?;
    Ok(Reply::done("/sign-in", "You have signed out everywhere"))
}
