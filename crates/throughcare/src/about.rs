//! The pages that the footer of every page leads to: help, accessibility and privacy, in English and Welsh where the public
//! reads them.

use kernel::Permission;
use maud::{Markup, html};
use store::Cx;
use web::{Answer, Reply, Request, Route};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/help", Permission::Anyone, help),
        Route::get("/help/accessibility", Permission::Anyone, accessibility),
        Route::get("/help/privacy", Permission::Anyone, privacy),
    ]
}

fn page(req: &Request, title: &str, body: &Markup) -> Answer {
    Ok(Reply::page(req.frame().titled(title), html! { h1.govuk-heading-l { (title) } (body) }))
}

fn help(_: &mut Cx<'_>, req: &Request) -> Answer {
    let body = html! {
        h2.govuk-heading-m { "Find a person" }
        p.govuk-body { "Type a name, a CRN, a PNC number or a date of birth into the search box at the top. A misspelt name, an alias and a first and last name the wrong way round are found too, and the page says what matched." }
        h2.govuk-heading-m { "Record what happened" }
        p.govuk-body { "My work lists today's appointments and those without an outcome. Open one, choose the outcome, add a note and arrange the next appointment on the same page." }
        h2.govuk-heading-m { "Your typing is kept" }
        p.govuk-body { "Half-typed forms are kept for fourteen days, for you alone. If your session ends, sign in again and open the same page." }
        h2.govuk-heading-m { "Why can I not see a record?" }
        p.govuk-body { "Some records are restricted. The page says whom to ask. Every look at a record is written down." }
        h2.govuk-heading-m { "What is a gap?" }
        p.govuk-body { "Something that should be there for a supervised person and is not: an officer, a next contact, an outcome. Gaps show on the officer's and the manager's board on the day they open." }
    };
    page(req, "Help", &body)
}

fn accessibility(_: &mut Cx<'_>, req: &Request) -> Answer {
    if req.asks_for_welsh() {
        let body = html! {
            p.govuk-body { "Rydym yn anelu at lefel AA canllawiau WCAG 2.2. Mae pob tudalen yn gweithio heb JavaScript, gyda bysellfwrdd yn unig ac wedi'i chwyddo i 400%." }
            p.govuk-body { "Os na allwch ddefnyddio rhan o'r gwasanaeth, dywedwch wrth eich swyddog neu wrth weinyddwr y gwasanaeth." }
        };
        return page(req, "Hygyrchedd", &body);
    }
    let body = html! {
        p.govuk-body { "These pages aim at level AA of WCAG 2.2. Every page works without JavaScript, with a keyboard alone, and at 400% zoom. Each is checked by an automatic tool on every change; a person must still check what no tool can see." }
        p.govuk-body { "If you cannot use a part of the service, tell your officer or the administrator of the service." }
    };
    page(req, "Accessibility", &body)
}

fn privacy(_: &mut Cx<'_>, req: &Request) -> Answer {
    if req.asks_for_welsh() {
        let body = html! {
            p.govuk-body { "Mae'r cofnod hwn yn cael ei gadw i oruchwylio pobl ar brawf ac i ddiogelu'r cyhoedd. Mae pob darlleniad o gofnod yn cael ei gofnodi: pwy, pryd a pha dudalen." }
            p.govuk-body { "Defnyddir cwcis i'ch cadw wedi mewngofnodi ac i ddiogelu ffurflenni yn unig." }
        };
        return page(req, "Preifatrwydd", &body);
    }
    let body = html! {
        p.govuk-body { "The record is kept to supervise people on probation and to protect the public. Every read of a person's record is written down: who, when and which page. Changes keep what was there before." }
        p.govuk-body { "Cookies keep you signed in and protect forms from forgery, and do nothing else." }
    };
    page(req, "Privacy", &body)
}
