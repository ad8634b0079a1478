//! Administration: for which provider somebody works who signs in to deliver services.

use kernel::{Permission, ProviderId, UserId};
use provision::runs_on;
use store::Cx;
use web::form::Form;
use web::ui;
use web::{Answer, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/users/{id}/provider", Permission::Administer, form),
        Route::post("/admin/users/{id}/provider", Permission::Administer, save),
    ]
}

const NONE: &str = "none";

fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let user = access::user(cx, req.param("id")?)?;
    let (book, today) = (provision::book(cx)?, cx.today());
    let known = access::provider_of_user(cx, user.id)?;
    let typed = match req.typed(cx)? {
        Some(typed) => typed,
        None => Form::of([("provider", known.map_or_else(|| NONE.to_owned(), |id| id.to_string()))]),
    };
    let mut providers: Vec<_> =
        book.providers.values().filter(|p| runs_on((p.start_date, p.end_date), today) || Some(p.id) == known).collect();
    providers.sort_by(|a, b| a.name.cmp(&b.name));
    let at = format!("/admin/users/{}", user.id);
    let title = "For which provider do they work?";
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { (title) }
        p.govuk-body { "Somebody with the role Provider sees the referrals that were made to their provider, and nothing else." }
        (req.form_frame(req.path()).show(&html! {
            (ui::select("provider", "Provider").option(NONE, "None").options(providers.iter().map(|p| (p.id.to_string(), p.name.clone()))).show(&typed))
            (ui::input("reason", "Reason").width(30).show(&typed))
            (ui::button("Save").show())
        }))
    };
    let frame = req.frame().within("/admin").crumb("/admin", "Administration").crumb("/admin/users", "Users");
    Ok(Reply::page(frame.crumb(at, &user.name).titled(title).about(&user.name), body))
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: UserId = req.param("id")?;
    let mut form = req.form();
    let book = provision::book(cx)?;
    let provider = form.choice("provider", "the provider", |code| {
        if code == NONE {
            return Some(None);
        }
        code.parse::<ProviderId>().ok().filter(|id| book.providers.contains_key(id)).map(Some)
    });
    let reason = form.text("reason", "the reason", 500);
    let (provider, reason) = form.complete((provider, reason))?;
    access::set_provider(cx, id, provider, &reason)?;
    Ok(Reply::done(format!("/admin/users/{id}"), "Saved. It holds from their next page on"))
}
