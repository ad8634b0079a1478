//! The public's own pages, in English and Welsh and without sign-in: nominate a project, look up what became of it, and what
//! was done nearby. They name no person, keep out what a program sends, and work without JavaScript.

use super::actions::{NewNomination, nominate};
use super::forgetting::removed_by;
use super::records::{Language, Nomination};
use super::rules::{as_given, harmless, spoken};
use super::said::Said;
use super::store::{came_from, count, hash, looked_up, so_far};
use super::telling::{reason, stop_writing};
use crate::policy::{A_DAY, FROM_ONE_ADDRESS, LEAST_SECONDS, NOMINATOR_MONTHS, WRONG_LOOKS, numbers};
use crate::projects::policy::Policy;
use kernel::{Date, Instant, Permission, Refusal, UnitId};
use serde_json::json;
use store::{Asker, Cx, Failure, Result, params};
use web::form::Form;
use web::ui::{self, Frame, item, row};
use web::{Answer, Ask, Markup, Reply, Request, Route, html};

/// The longest text of a nomination, in characters.
const LONGEST: usize = 2_000;
/// The longest name, place or number.
const SHORT: usize = 200;
/// A day: a page that is open for longer is opened again.
const OPEN_SECONDS: i64 = 86_400;
/// The field that people do not see and programs fill in.
const TRAP: &str = "website";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/nominate", Permission::Anyone, form),
        Route::post_steps("/nominate", Permission::Anyone, send).takes(64 * 1024),
        Route::get("/nominate/follow", Permission::Anyone, follow_form),
        Route::post_steps("/nominate/follow", Permission::Anyone, follow).takes(8 * 1024),
    ]
}

/// The language of a page: what the address or the form says, else what the browser asks for.
pub(super) fn said(req: &Request) -> &'static Said {
    let typed = req.pairs().iter().find(|(n, _)| n == "lang").map(|(_, v)| v.as_str());
    match req.query("lang").or(typed) {
        Some("cy") => Said::of(Language::Welsh),
        Some(_) => Said::of(Language::English),
        None if req.asks_for_welsh() => Said::of(Language::Welsh),
        None => Said::of(Language::English),
    }
}

/// The frame of a public page.
pub(super) fn framed(req: &Request, said: &Said, title: &str) -> Frame {
    let mut frame = req.frame().titled(title);
    said.lang.clone_into(&mut frame.lang);
    frame
}

/// The same page in the other language.
pub(super) fn other_language(path: &str, said: &Said) -> Markup {
    let (other, name) = said.other;
    html! {
        p.govuk-body { a.govuk-link href={ (path) "?lang=" (other) } lang=(other) hreflang=(other) { (name) } }
    }
}

/// What shows when the page was opened: the moment, with a word that only this browser's own form token gives.
fn mark(began: i64, csrf: &str) -> String {
    hash(&format!("nominate {began} {csrf}")).iter().take(8).map(|b| format!("{b:02x}")).collect()
}

fn hint(said: (&'static str, &'static str), name: &str) -> ui::TextInput {
    let field = ui::input(name, said.0);
    if said.1.is_empty() { field } else { field.hint(said.1) }
}

fn fields(cx: &mut Cx<'_>, said: &Said, typed: &Form) -> Result<Markup> {
    let (units, today) = (organisation::units(cx)?, cx.today());
    let months = numbers(cx)?.on(NOMINATOR_MONTHS, today)?;
    let options = units.iter().filter(|u| u.end_date.is_none()).map(|u| (u.id.to_string(), u.name.clone()));
    let area = ui::select("unit", said.unit.0).hint(said.unit.1).option("", said.unit_unknown).options(options);
    Ok(html! {
        h2.govuk-heading-m { (said.about_work) }
        (ui::textarea("what", said.what.0).hint(said.what.1).rows(4).show(typed))
        (hint(said.place, "place").show(typed))
        (hint(said.postcode, "postcode").width(10).autocomplete("off").show(typed))
        (area.show(typed))
        (hint(said.for_whom, "for_whom").show(typed))
        (ui::textarea("why", said.why.0).hint(said.why.1).rows(4).show(typed))
        h2.govuk-heading-m { (said.about_you) }
        (hint(said.nominator, "nominator").autocomplete("name").show(typed))
        (hint(said.organisation, "organisation").autocomplete("organization").show(typed))
        (hint(said.email, "email").email().autocomplete("email").show(typed))
        (ui::checkboxes("may_write", said.may_write.0).hint(said.may_write.1).items([item("yes", said.may_write_yes)]).show(typed))
        (hint(said.telephone, "telephone").telephone().autocomplete("tel").show(typed))
        // People neither see it nor reach it with a keyboard; whoever hears it is told to leave it.
        div.govuk-visually-hidden aria-hidden="true" {
            label for=(TRAP) { (said.empty_field) }
            input type="text" id=(TRAP) name=(TRAP) value="" tabindex="-1" autocomplete="off";
        }
        (ui::inset(&html! { (said.privacy) " " (said.kept_for(months)) }))
        (ui::button(said.send).show())
    })
}

fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let said = said(req);
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank).in_welsh(said.is_welsh());
    let began = cx.now().0;
    let fields = fields(cx, said, &typed)?;
    let frame = req
        .button_frame("/nominate")
        .hidden("lang", said.lang)
        .hidden("began", began)
        .hidden("mark", mark(began, req.csrf()));
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(&typed))
            (other_language("/nominate", said))
            h1.govuk-heading-l { (said.title) }
            p.govuk-body-l { (said.intro) }
            p.govuk-body { (said.what_it_is) }
            h2.govuk-heading-s { (said.good) }
            ul.govuk-list.govuk-list--bullet { @for line in said.good_list { li { (line) } } }
            p.govuk-body {
                (ui::link(&format!("/nominate/follow?lang={}", said.lang), said.follow_title)) br;
                (ui::link(&format!("/nominate/nearby?lang={}", said.lang), said.near_title))
            }
            (frame.show(&fields))
        } }
    };
    Ok(Reply::page(framed(req, said, said.title), body))
}

/// What came, as harmless text.
fn cleaned(req: &Request) -> Form {
    Form::of(req.pairs().iter().map(|(n, v)| (n.clone(), harmless(v))))
}

fn text(form: &mut Form, said: &Said, field: &str, most: usize, must: bool) -> String {
    let typed = form.typed(field).trim().to_owned();
    if typed.is_empty() && must {
        form.refuse(Refusal::new(field, "missing", said.missing(field)));
    } else if typed.chars().count() > most {
        form.refuse(Refusal::new(field, "too_long", format!("{}{most}", said.too_long)));
    }
    typed
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|t| !t.is_empty())
}

/// What was nominated, or what is wrong with it in the words of the page.
fn read(req: &Request, said: &Said) -> Result<NewNomination> {
    let mut form = cleaned(req);
    let what = text(&mut form, said, "what", LONGEST, true);
    let place = text(&mut form, said, "place", SHORT, true);
    let postcode = some(text(&mut form, said, "postcode", 10, false));
    let for_whom = text(&mut form, said, "for_whom", SHORT, true);
    let why = text(&mut form, said, "why", LONGEST, true);
    let nominator = text(&mut form, said, "nominator", SHORT, true);
    let organisation = some(text(&mut form, said, "organisation", SHORT, false));
    let telephone = some(text(&mut form, said, "telephone", 40, false));
    let email = some(text(&mut form, said, "email", 254, false));
    let sound = Form::of([("email", email.clone().unwrap_or_default())]).optional_email("email", "an email address");
    if email.is_some() && sound.is_none() {
        form.refuse(Refusal::new("email", "not_an_email", said.bad_email));
    }
    let may_write = form.ticked("may_write");
    if may_write && email.is_none() {
        form.refuse(Refusal::new("email", "missing", said.no_address));
    }
    let unit = some(form.typed("unit").to_owned());
    let unit_id = unit.as_ref().and_then(|u| u.parse::<UnitId>().ok());
    if unit.is_some() && unit_id.is_none() {
        form.refuse(Refusal::new("unit", "not_a_choice", said.bad_unit));
    }
    form.finish()?;
    let language = if said.is_welsh() { Language::Welsh } else { Language::English };
    Ok(NewNomination {
        reference: String::new(),
        secret_hash: Vec::new(),
        language,
        what,
        place,
        postcode,
        for_whom,
        why,
        nominator,
        organisation,
        email,
        telephone,
        may_write,
        unit: unit_id,
    })
}

/// Why a form is taken for a program's: the word under which it is counted, and the words for whoever sent it.
fn trapped(req: &Request, said: &Said, now: Instant, least_seconds: i64) -> Option<(&'static str, &'static str)> {
    let typed = |name: &str| req.pairs().iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
    if !typed(TRAP).is_empty() {
        return Some(("kept out: hidden field", said.by_program));
    }
    let began = typed("began").parse::<i64>().ok().filter(|began| typed("mark") == mark(*began, req.csrf()));
    match began {
        None => Some(("kept out: no page", said.open_again)),
        Some(began) if now.0 - began < least_seconds * 1_000_000 => Some(("kept out: too quick", said.too_quick)),
        Some(began) if now.0 - began > OPEN_SECONDS * 1_000_000 => Some(("open too long", said.open_again)),
        Some(_) => None,
    }
}

/// Reference and secret word. They follow from the request's own key, so that a second sending of one form shows the same.
fn words_of(req: &Request, key: &str) -> (String, String, String) {
    let told: Vec<String> =
        req.pairs().iter().filter(|(n, _)| n != web::form::CSRF).map(|(n, v)| format!("{n}={v}")).collect();
    let seed = hash(&format!("{key} {}", told.join("&")));
    let step: String = seed.iter().take(8).map(|b| format!("{b:02x}")).collect();
    let letters = |what: &str, many| spoken(&hash(&format!("{what} {key} {step}")), many);
    (letters("reference", 8), letters("secret", 12), step)
}

fn counted(ask: &Ask<'_>, what: &str) -> Result<()> {
    ask.house.write(&Asker::system("nominations"), |cx| count(cx, what).map(drop))
}

fn send(ask: &Ask<'_>) -> Answer {
    let req = ask.request;
    let said = said(req);
    let mut new = read(req, said)?;
    let now = ask.house.clock().now();
    let (policy, today) = (ask.house.read(ask.asker, numbers)?, ask.house.clock().today());
    if let Some((what, words)) = trapped(req, said, now, policy.on(LEAST_SECONDS, today)?) {
        counted(ask, what)?;
        return Err(Refusal::of_request("kept_out", words).into());
    }
    let key = req.request_key().ok_or_else(|| Failure::from(Refusal::of_request("no_key", said.open_again)))?;
    let (reference, secret, step) = words_of(req, key);
    new.reference.clone_from(&reference);
    new.secret_hash = hash(&secret);
    let (here, all) = (policy.on(FROM_ONE_ADDRESS, today)?, policy.on(A_DAY, today)?);
    let done = ask.step(&format!("nominate {step}"), |cx| {
        if count(cx, "taken")? > all {
            return Err(Refusal::of_request("too_many_today", said.too_many_today).into());
        }
        if came_from(cx, "nominate", req.remote_address())? > here {
            return Err(Refusal::of_request("too_many", said.too_many_here).into());
        }
        let units = organisation::units(cx)?;
        if new.unit.is_some_and(|unit| !units.iter().any(|u| u.id == unit)) {
            return Err(Failure::refused("unit", "not_a_choice", said.bad_unit));
        }
        nominate(cx, &new)?;
        Ok(json!({ "nominated": true }))
    });
    match done {
        Ok(_) => Ok(sent(req, said, &reference, &secret)),
        Err(Failure::Refused(no)) => {
            if no.0.iter().any(|r| r.code.starts_with("too_many")) {
                counted(ask, "kept out: too many")?;
            }
            Err(Failure::Refused(no))
        }
        Err(other) => Err(other),
    }
}

fn sent(req: &Request, said: &Said, reference: &str, secret: &str) -> Reply {
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            div.govuk-panel.govuk-panel--confirmation {
                h1.govuk-panel__title { (said.thanks) }
            }
            p.govuk-body-l { (said.keep) ":" }
            (ui::summary_list(&[
                row(said.reference, html! { strong id="reference" { (reference) } }),
                row(said.secret, html! { strong id="secret" { (secret) } }),
            ]))
            p.govuk-body { (said.keep_why) }
            h2.govuk-heading-m { (said.next) }
            ol.govuk-list.govuk-list--number { @for line in said.next_list { li { (line) } } }
            p.govuk-body {
                (ui::link(&format!("/nominate/follow?lang={}", said.lang), said.follow_title)) br;
                (ui::link(&format!("/nominate?lang={}", said.lang), said.another))
            }
        } }
    };
    Reply::page(framed(req, said, said.thanks), body)
}

fn follow_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let said = said(req);
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank).in_welsh(said.is_welsh());
    let fields = html! {
        (ui::input("reference", said.reference).width(20).autocomplete("off").show(&typed))
        (ui::input("secret", said.secret).width(20).autocomplete("off").show(&typed))
        (ui::button(said.look_up).repeatable().show())
    };
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(&typed))
            (other_language("/nominate/follow", said))
            h1.govuk-heading-l { (said.follow_title) }
            p.govuk-body { (said.follow_intro) }
            (req.button_frame("/nominate/follow").hidden("lang", said.lang).show(&fields))
            p.govuk-body { (ui::link(&format!("/nominate?lang={}", said.lang), said.title)) }
        } }
    };
    Ok(Reply::page(framed(req, said, said.follow_title), body))
}

fn follow(ask: &Ask<'_>) -> Answer {
    let req = ask.request;
    let said = said(req);
    let form = cleaned(req);
    let (reference, secret) = (as_given(form.typed("reference")), as_given(form.typed("secret")));
    if reference.is_empty() || secret.is_empty() {
        return Err(Failure::refused("reference", "missing", said.missing("reference")));
    }
    let found = ask.house.read(ask.asker, |cx| {
        let most = numbers(cx)?.on(WRONG_LOOKS, cx.today())?;
        if so_far(cx, "look", req.remote_address())? >= most {
            return Err(Refusal::of_request("too_many", said.too_many_looks).into());
        }
        looked_up(cx, &reference, &secret)
    })?;
    match found {
        Some(nomination) => {
            let asker = Asker::system("nominations");
            if form.typed("stop") == "yes" {
                ask.house.write(&asker, |cx| stop_writing(cx, nomination.id))?;
            }
            let (now, kept) = ask.house.read(ask.asker, |cx| {
                let (now, numbers) = (cx.need::<Nomination>(params![nomination.id])?, numbers(cx)?);
                let kept =
                    Kept { until: removed_by(&now, &numbers)?, months: numbers.on(NOMINATOR_MONTHS, cx.today())? };
                Ok((now, kept))
            })?;
            Ok(stands(req, said, (&now, &kept), (&reference, &secret)))
        }
        None => {
            let asker = Asker::system("nominations");
            ask.house.write(&asker, |cx| came_from(cx, "look", req.remote_address()).map(drop))?;
            Err(Failure::refused("reference", "not_found", said.not_found))
        }
    }
}

/// For how long the nominator's name and address are kept.
struct Kept {
    /// The day of their removal, once the matter is finished.
    until: Option<Date>,
    months: i64,
}

/// What whoever nominated it is told.
fn stands(req: &Request, said: &Said, (n, kept): (&Nomination, &Kept), (reference, secret): (&str, &str)) -> Reply {
    let reason = Policy::shipped().ok().and_then(|policy| reason(n, said, policy));
    let mut rows = vec![
        row(said.reference, n.reference.as_str()),
        row(said.stands, html! { strong { (said.state(n.state)) } }),
        row(said.nominated_on, said.day(n.received_on)),
    ];
    rows.extend(n.decided_on.map(|on| row(said.decided_on, said.day(on))));
    rows.extend(reason.map(|reason| row(said.reason, reason)));
    // The words were written in the language in which it was nominated.
    let own = |words: &str| html! { span lang=(n.language.code()) { (paragraphs(words)) } };
    let told = n.told_words.as_deref().or(n.decision_words.as_deref());
    rows.extend(told.map(|words| row(said.told, own(words))));
    let worked = n.done_words.as_deref().map(|words| {
        let hours = n.done_minutes.filter(|m| *m > 0).map(|m| said.hours(m));
        html! { (own(words)) @if let Some(hours) = hours { br; (hours) } }
    });
    rows.extend(worked.map(|words| row(said.done, words)));
    rows.push(row(said.your_words, own(&n.what)));
    let writes = n.may_be_written_to().is_some();
    rows.push(match n.write_stopped_on {
        Some(on) => row(said.emails, format!("{} {}", said.emails_stopped, said.day(on))),
        None => row(said.emails, if writes { said.emails_go } else { said.emails_none }),
    });
    rows.push(row(
        said.your_name,
        match (n.nominator_removed_on, kept.until) {
            (Some(on), _) => said.removed(on),
            (None, Some(day)) => said.removed_by(day),
            (None, None) => said.kept_for(kept.months),
        },
    ));
    let stop = req
        .button_frame("/nominate/follow")
        .hidden("lang", said.lang)
        .hidden("reference", reference)
        .hidden("secret", secret)
        .hidden("stop", "yes");
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            h1.govuk-heading-l { (said.follow_title) }
            (ui::summary_list(&rows))
            @if writes { (stop.show(&ui::button(said.stop).secondary().repeatable().show())) }
            p.govuk-body {
                (ui::link(&format!("/nominate?lang={}", said.lang), said.another)) br;
                (ui::link(&format!("/nominate/nearby?lang={}", said.lang), said.near_title))
            }
        } }
    };
    Reply::page(framed(req, said, said.follow_title), body)
}

/// A text with its lines.
pub(crate) fn paragraphs(text: &str) -> Markup {
    html! { @for (at, line) in text.lines().enumerate() { @if at > 0 { br; } (line) } }
}
