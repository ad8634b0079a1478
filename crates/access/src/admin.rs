//! The administration pages of this room: the front page and the sign-in policy.

use crate::policy::{self, CHOICES};
use crate::{clients, roles, users};
use kernel::Permission;
use maud::html;
use store::Cx;
use web::form::Form;
use web::ui;
use web::{Answer, Reply, Request, Route};

/// Further pages of administration, which the binary names because their rooms stand above this one: address, words, and
/// a line of help.
#[derive(Clone, Debug, Default)]
pub struct AdminLinks(pub Vec<(&'static str, &'static str, &'static str)>);

pub(crate) fn routes() -> Vec<Route> {
    let admin = Permission::Administer;
    let own = vec![
        Route::get("/admin", admin, front),
        Route::get("/admin/sign-in", admin, policy_page),
        Route::post("/admin/sign-in", admin, change_policy),
    ];
    [own, users::pages::routes(), clients::pages::routes(), roles::pages::routes()].concat()
}

fn front(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let active = cx.count("SELECT count(*) FROM access_user WHERE disabled_at IS NULL", &[])?;
    let programs = cx.count("SELECT count(*) FROM access_client WHERE revoked_at IS NULL", &[])?;
    let others = cx.part::<AdminLinks>().map(|links| links.0.clone()).unwrap_or_default();
    let entry = |href: &str, words: &str, more: &str| {
        html! { li { (ui::link(href, words)) p.govuk-hint { (more) } } }
    };
    let body = html! {
        h1.govuk-heading-l { "Administration" }
        ul.govuk-list.govuk-list--spaced {
            (entry("/admin/users", "Users", &ui::count(active, "active account", "active accounts")))
            (entry("/admin/clients", "API clients", &ui::count(programs, "program that may call", "programs that may call")))
            (entry("/admin/roles", "Roles", "What each role may do"))
            (entry("/admin/sign-in", "Sign-in policy", "Sessions, locks and passwords"))
            @for (href, words, more) in &others { (entry(href, words, more)) }
        }
    };
    Ok(Reply::page(request.frame().within("/admin").titled("Administration"), body))
}

fn policy_page(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let form = match request.typed(cx)? {
        Some(form) => form,
        None => Form::of(policy::rows(cx)?.into_iter().map(|row| (row.name, row.number.to_string()))),
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Sign-in policy" }
        (request.form_frame("/admin/sign-in").show(&html! {
            @for (name, words, range) in CHOICES {
                (ui::input(name, words).number().hint(format!("{} to {}", range.start(), range.end())).show(&form))
            }
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(request.frame().within("/admin").crumb("/admin", "Administration").titled("Sign-in policy"), body))
}

fn change_policy(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let mut form = request.form();
    let mut chosen = Vec::new();
    for (name, words, range) in CHOICES {
        let what = format!("the {}", words.to_lowercase());
        chosen.push((*name, form.integer(name, &what, range.clone())));
    }
    form.finish()?;
    for (name, number) in chosen {
        if let Some(number) = number {
            policy::choose(cx, name, number)?;
        }
    }
    Ok(Reply::done("/admin/sign-in", "The policy is changed"))
}
