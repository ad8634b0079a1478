//! The referral itself: one form, filled from the record, beside what the provider will see.

use super::{framed, path, told};
use crate::referrals::actions::{LONGEST, NewReferral, refer};
use crate::referrals::facts::{Facts, OpenRequirement};
use crate::referrals::records::{Complexity, NeedAsked, Sent};
use crate::referrals::suitability::{Doubt, Weight};
use crate::referrals::words::{Words, need_words};
use kernel::{Crn, OfferId, RequirementId, ServiceId};
use law::{Counting, Law};
use people::OpenPerson;
use provision::Service;
use store::Cx;
use web::form::Form;
use web::ui::{self, Colour};
use web::{Answer, Markup, Reply, Request, html};

const BY_AGREEMENT: &str = "none";

fn requirement_words(law: &Law, r: &OpenRequirement<'_>) -> String {
    let name = law.requirement(&r.requirement.kind).map_or(r.requirement.kind.as_str(), |kind| kind.en.as_str());
    format!("{name}, order of {}", ui::day(r.order.made_on))
}

/// Why they are referred, from the record.
fn reason(law: &Law, facts: &Facts, service: ServiceId, asked: Option<&OpenRequirement<'_>>) -> String {
    let mut parts = Vec::new();
    if let Some(asked) = asked {
        parts.push(format!("To deliver: {}.", requirement_words(law, asked)));
    }
    let met = facts.met_by(service);
    if !met.is_empty() {
        let names: Vec<String> = met
            .iter()
            .map(|need| format!("{} ({})", need_words(&need.code), if need.severe { "severe" } else { "standard" }))
            .collect();
        parts.push(format!("Needs found by the assessment: {}.", names.join(", ")));
    }
    parts.join(" ")
}

/// The form as it opens.
fn opening(law: &Law, facts: &Facts, service: &Service, requirement: Option<RequirementId>) -> Form {
    let delivered = facts.delivered_by(service.id);
    let only = if let [only] = delivered.as_slice() { Some(only.requirement.id) } else { None };
    let chosen = requirement.or(only);
    let asked = delivered.iter().find(|r| Some(r.requirement.id) == chosen);
    let mut pairs: Vec<(String, String)> = vec![
        ("requirement".into(), asked.map_or_else(|| BY_AGREEMENT.to_owned(), |r| r.requirement.id.to_string())),
        ("reason".into(), reason(law, facts, service.id, asked)),
        ("send".into(), "telephone".into()),
        ("send".into(), "email".into()),
    ];
    let found = facts.asked_for(service.id);
    for code in facts.book.needs_of(service.id) {
        if found.iter().all(|need| need.need != code) {
            pairs.push((format!("complexity-{code}"), Complexity::Medium.code().to_owned()));
        }
    }
    for need in found {
        pairs.push((format!("complexity-{}", need.need), need.complexity));
        pairs.extend(need.outcomes.into_iter().map(|o| (format!("outcomes-{}", need.need), o)));
    }
    if let Some(asked) = asked {
        if let Some(end) = asked.order.end().filter(|end| *end > facts.today) {
            pairs.extend(ui::DateInput::pairs("complete_by", end));
        }
        let days = law.requirement(&asked.requirement.kind).is_some_and(|k| k.counted == Counting::DistinctDays);
        if let Some(left) = asked.left.filter(|left| days && *left > 0) {
            pairs.push(("asked_days".into(), left.to_string()));
        }
    }
    Form::of(pairs)
}

fn doubts_list(doubts: &[Doubt]) -> Markup {
    html! {
        @if doubts.is_empty() {
            p.govuk-body { (ui::tag(Colour::Green, "Suits")) " Nothing in the record speaks against it." }
        } @else {
            ul.govuk-list {
                @for doubt in doubts {
                    @let (colour, words) = match doubt.weight {
                        Weight::Bars => (Colour::Red, "Not for them"),
                        Weight::NeedsReason => (Colour::Orange, "Needs a reason"),
                        Weight::Ask => (Colour::Grey, "Find out"),
                    };
                    li { (ui::tag(colour, words)) " " (doubt.words) "." }
                }
            }
        }
    }
}

fn need_fields(facts: &Facts, service: ServiceId, typed: &Form) -> Markup {
    let words = Words::shipped();
    let levels = Complexity::ALL.iter().map(|c| (c.code(), c.words()));
    html! {
        @for code in facts.book.needs_of(service) {
            @let found = facts.met_by(service).into_iter().find(|need| need.code == code);
            @let hint = found.map_or_else(|| "The assessment did not find this need.".to_owned(), |need| format!("Found by the assessment: {}.", need.why));
            @let items = words.of_need(code).map(|o| ui::item(o.code.clone(), o.en.clone()));
            (ui::checkboxes(&format!("outcomes-{code}"), need_words(code)).hint(hint).items(items).small().show(typed))
            (ui::select(&format!("complexity-{code}"), &format!("How complex is it? {}", need_words(code))).options(levels.clone()).show(typed))
        }
    }
}

fn send_items(sent: &Sent) -> Vec<ui::Item> {
    let item = |code: &str, words: &str, value: &Option<String>| {
        value.as_ref().map(|value| ui::item(code, words).hint(value.clone()))
    };
    [
        item("telephone", "Telephone", &sent.telephone),
        item("email", "Email", &sent.email),
        item("address", "Address", &sent.address),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The page's parts that come from the record.
struct Filled<'a> {
    open: &'a OpenPerson,
    law: &'a Law,
    facts: &'a Facts,
    service: &'a Service,
    sent: &'a Sent,
    doubts: &'a [Doubt],
}

fn fields(filled: &Filled<'_>, typed: &Form) -> Markup {
    let Filled { open, law, facts, service, sent, doubts } = *filled;
    let delivered = facts.delivered_by(service.id);
    let mut choices: Vec<ui::Item> =
        delivered.iter().map(|r| ui::item(r.requirement.id.to_string(), requirement_words(law, r))).collect();
    choices.push(ui::item(BY_AGREEMENT, "None: by agreement, to meet a need"));
    let send = send_items(sent);
    let needs_reason = doubts.iter().any(|d| d.weight == Weight::NeedsReason);
    html! {
        (ui::radios("requirement", "Which requirement does it deliver?").items(choices).show(typed))
        (ui::textarea("reason", "Why are they referred?").rows(3).most(LONGEST).show(typed))
        @if needs_reason {
            (ui::textarea("despite", "Why is it right all the same?").hint("The record speaks against it, as said above. Your reason is kept with the referral").rows(2).most(LONGEST).show(typed))
        }
        @if service.consent_needed { (ui::yes_no("agreed", "Does the person agree to take part?").show(typed)) }
        @if !facts.book.needs_of(service.id).is_empty() {
            h2.govuk-heading-m { "What should be reached" }
            (need_fields(facts, service.id, typed))
        }
        h2.govuk-heading-m { "How long" }
        (ui::input("asked_days", "Days of activity, at most (optional)").number().width(4).show(typed))
        (ui::date_input("complete_by", "Finished by (optional)").hint("The order’s last day, unless you need it sooner").show(typed))
        h2.govuk-heading-m { "What the provider will see" }
        (ui::SummaryCard::new("Always sent").rows(&told::person_rows_always(open, sent)))
        @if !send.is_empty() { (ui::checkboxes("send", "How may the provider reach them?").items(send).show(typed)) }
        h3.govuk-heading-s { "Risk of serious harm" }
        (told::risk(sent))
        (ui::textarea("safety", "What else must they know to work safely? (optional)").hint("The provider sees nothing of the record but what is on this page").rows(2).most(LONGEST).show(typed))
        (ui::button("Send the referral").show())
    }
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<OfferId>("offer")?;
    let facts = Facts::read(cx, &open)?;
    let law = cx.part::<Law>()?;
    let (offer, service) = facts.offer(id)?;
    let sent = facts.sent(cx, &open)?;
    let requirement = req.query("requirement").and_then(|id| id.parse().ok());
    let typed = match req.typed(cx)? {
        Some(typed) => typed,
        None => opening(&law, &facts, service, requirement),
    };
    let chosen = typed.typed("requirement").parse::<RequirementId>().ok();
    let doubts = facts.doubts(service, chosen, None);
    let barred = doubts.iter().any(|d| d.weight == Weight::Bars);
    let provider = facts.book.provider_of(offer).map_or("", |p| p.name.as_str());
    let title = format!("Refer to {}", service.name);
    let at = open.path(&format!("/refer/{id}"));
    let filled = Filled { open: &open, law: &law, facts: &facts, service, sent: &sent, doubts: &doubts };
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { (title) }
        p.govuk-body { (provider) ". " (service.summary) }
        p.govuk-body { (ui::count(service.sessions, "session", "sessions")) " over " (ui::count(service.weeks, "week", "weeks")) "." }
        (doubts_list(&doubts))
        @if barred {
            p.govuk-body { (ui::link(&open.path("/refer"), "Choose another service")) }
        } @else {
            (req.form_frame(&at).show(&fields(&filled, &typed)))
        }
    };
    let frame = framed(cx, req, &open, &title, open.path("/refer"))?;
    Ok(Reply::page(frame, body))
}

fn read(form: &mut Form, needs: &[&str], offer: OfferId) -> store::Result<NewReferral> {
    let requirement = form.choice("requirement", "which requirement it delivers", |code| {
        if code == BY_AGREEMENT { Some(None) } else { code.parse::<RequirementId>().ok().map(Some) }
    });
    let reason = form.text("reason", "why they are referred", LONGEST);
    let despite = form.optional_text("despite", "why it is right all the same", LONGEST);
    let safety = form.optional_text("safety", "what else they must know", LONGEST);
    let asked_days = form.optional_integer("asked_days", "the days", 1..=400);
    let complete_by = form.optional_date("complete_by", "the day by which it is finished");
    let agreed = if form.has("agreed") { form.yes_no("agreed", "whether they agree") } else { None };
    let mut asked = Vec::new();
    for need in needs {
        let outcomes = form.list(&format!("outcomes-{need}"), "what should be reached", |code| Some(code.to_owned()));
        let complexity = form.optional_choice(&format!("complexity-{need}"), "how complex it is", |code| {
            code.parse::<Complexity>().ok()
        });
        if !outcomes.is_empty() {
            let complexity = complexity.unwrap_or(Complexity::Medium).code().to_owned();
            asked.push(NeedAsked { need: (*need).to_owned(), complexity, outcomes });
        }
    }
    let send: Vec<String> = form.every("send").map(str::to_owned).collect();
    let (requirement, reason) = form.complete((requirement, reason))?;
    let sends = |what: &str| send.iter().any(|s| s == what);
    Ok(NewReferral {
        requirement,
        needs: asked,
        reason,
        asked_days,
        complete_by,
        telephone: sends("telephone"),
        email: sends("email"),
        address: sends("address"),
        safety,
        agreed,
        despite,
        ..NewReferral::to(offer)
    })
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open: OpenPerson = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<OfferId>("offer")?;
    let book = provision::book(cx)?;
    let service = book.offers.get(&id).map(|o| o.service_id).ok_or(store::Failure::NotFound)?;
    let needs = book.needs_of(service);
    let new = read(&mut req.form(), &needs, id)?;
    let referral = refer(cx, &open, &new)?;
    Ok(Reply::done(path(&open, referral, ""), "The referral is sent"))
}
