//! A person's matches with volunteers: which there are, a new one with what stands against each volunteer, and one match with
//! its contacts.

use super::{version_field, with_day};
use crate::actions::LONGEST;
use crate::matching::{NewMatch, NewMeeting, candidates, end_match, match_with, record_contact, wanted};
use crate::policy_rows::{MOST_MINUTES, policy};
use crate::reads::{Standing, active, matches_of, one_match, standings, volunteer};
use crate::records::{EndReason, Match, VolunteerKind};
use crate::rules::Reason;
use kernel::words::hours;
use kernel::{Crn, MatchId, Permission, VolunteerId};
use people::OpenPerson;
use people::codes::Codes;
use store::{Cx, Result};
use web::form::Form;
use web::ui::{self, Colour, Frame, row};
use web::{Answer, Markup, Reply, Request, html};

const TAB: &str = "Interventions";

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

fn framed(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, title: &str, back: &str) -> Result<Frame> {
    Ok(people::frame(req, cx, open, TAB)?.titled(title).back(open.path(back)))
}

pub(super) fn state_tag(row: &Match) -> Markup {
    if row.ended_on.is_some() { ui::tag(Colour::Grey, "Ended") } else { ui::tag(Colour::Green, "Goes on") }
}

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let rows = matches_of(cx, &open.keys)?;
    let cells = rows.iter().map(|m| {
        [
            ui::link(&open.path(&format!("/mentors/{}", m.id)), &m.volunteer_name),
            html! { (m.kind.words()) },
            html! { (m.purpose) },
            html! { (ui::short_day(m.from_date)) @if let Some(end) = m.ended_on.or(m.until_date) { " to " (ui::short_day(end)) } },
            state_tag(m),
        ]
    });
    let columns = ["Volunteer", "As", "For", "When", "State"].map(ui::column);
    let body = html! {
        h1.govuk-heading-l { "Mentors and volunteers" }
        @if cx.may(Permission::KeepVolunteers) { (ui::link_button(&open.path("/mentors/new"), "Match with a volunteer").show()) }
        @if rows.is_empty() { (ui::empty("Nobody is matched with them. Those who keep volunteers find somebody who suits; the person agrees first.", None)) }
        @else { (ui::Table::new("Matches, the newest first", columns).unseen_caption().rows(cells).show()) }
    };
    Ok(Reply::page(framed(cx, req, &open, "Mentors and volunteers", "/interventions")?, body))
}

fn kind_of(form: &Form) -> VolunteerKind {
    form.typed("kind").parse().unwrap_or(VolunteerKind::Mentor)
}

fn reasons(all: &[Reason]) -> Markup {
    html! {
        @for (n, reason) in all.iter().enumerate() {
            @if n > 0 { br; }
            (reason.words) @if !reason.stops { " " (ui::tag(Colour::Orange, "To be weighed")) }
        }
    }
}

fn choose(found: &[(Standing, Vec<Reason>)], form: &Form) -> Markup {
    let stops = |all: &[Reason]| all.iter().any(|r| r.stops);
    let suit = found.iter().filter(|(_, against)| !stops(against));
    let items: Vec<ui::Item> = suit
        .map(|(s, against)| {
            let v = &s.volunteer;
            let weighed: Vec<&str> = against.iter().map(|r| r.words.as_str()).collect();
            let mut hint =
                format!("{} of {} people. {}", s.matched, v.most_people, v.available.clone().unwrap_or_default());
            if !weighed.is_empty() {
                hint = format!("{hint} To be weighed: {}.", weighed.join("; "));
            }
            ui::item(v.id.to_string(), v.name.clone()).hint(hint.trim().to_owned())
        })
        .collect();
    let out = found.iter().filter(|(_, against)| stops(against));
    let rows: Vec<_> = out.map(|(s, against)| [html! { (s.volunteer.name) }, reasons(against)]).collect();
    let table = ui::Table::new("Why not", ["Volunteer", "Why not"].map(ui::column)).unseen_caption();
    html! {
        @if items.is_empty() { (ui::inset(&html! { p.govuk-body { "Nobody who is active suits. Below stands why." } })) }
        @else { (ui::radios("volunteer", "Who?").items(items).show(form)) }
        @if !rows.is_empty() { (ui::details("Who does not suit, and why", &table.rows(rows).show())) }
    }
}

pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let today = cx.today();
    let queried = |form: Form| {
        ["kind", "sex_wish"].iter().fold(form, |form, name| match req.query(name) {
            Some(value) => form.with(name, value),
            None => form,
        })
    };
    let blank = || queried(with_day(Form::blank().with("kind", VolunteerKind::Mentor.code()), "from", today));
    let form = req.typed(cx)?.unwrap_or_else(blank);
    let sex = Some(form.typed("sex_wish").to_owned()).filter(|s| !s.is_empty());
    let wish = wanted(cx, &open.keys, kind_of(&form), sex)?;
    let everybody = active(cx)?;
    let found = candidates(cx, everybody, &wish)?;
    let codes = Codes::read(cx)?;
    let genders: Vec<(String, String)> =
        codes.offered("gender", "").into_iter().map(|(c, w)| (c.to_owned(), w.to_owned())).collect();
    let kinds = VolunteerKind::ALL.iter().map(|k| (k.code(), k.words()));
    let here = open.path("/mentors/new");
    let title = "Match with a volunteer";
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(&form))
            h1.govuk-heading-l { (title) }
            form method="get" action=(format!("{here}#found")) {
                (ui::select("kind", "As what?").options(kinds).show(&form))
                (ui::select("sex_wish", "Does the person wish for a man or a woman?").option("", "No wish").options(genders).show(&form))
                (ui::button("Show who suits").secondary().repeatable().show())
            }
            div #found { (req.form_frame(&here).hidden("kind", kind_of(&form).code()).hidden("sex_wish", form.typed("sex_wish")).show(&html! {
                (choose(&found, &form))
                (ui::textarea("why", "Why is it right nevertheless?").hint("Only where something is to be weighed").rows(2).most(500).show(&form))
                (ui::textarea("purpose", "What is it for?").hint("Such as getting back to work, or company on the way to the first appointments").rows(2).most(500).show(&form))
                (ui::date_input("from", "From").show(&form))
                (ui::date_input("until", "Until (optional)").show(&form))
                (ui::date_input("person_agreed_on", "When did the person agree?").show(&form))
                (ui::input("officer_name", "Which officer agreed?").show(&form))
                (ui::date_input("officer_agreed_on", "When did the officer agree?").show(&form))
                (ui::button("Match").show())
            })) }
        } }
    };
    Ok(Reply::page(framed(cx, req, &open, title, "/mentors")?, body))
}

pub(super) fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let volunteer = form.id::<VolunteerId>("volunteer", "the volunteer");
    let purpose = form.text("purpose", "what it is for", 500);
    let from = form.date("from", "the first day");
    let until = form.optional_date("until", "the last day");
    let person_agreed_on = form.date("person_agreed_on", "the day on which the person agreed");
    let officer_name = form.text("officer_name", "the officer who agreed", 120);
    let officer_agreed_on = form.date("officer_agreed_on", "the day on which the officer agreed");
    let why = form.optional_text("why", "why it is right", 500);
    let sex_wish = form.optional_text("sex_wish", "the wish", 20);
    let kind = form.choice("kind", "what they volunteer as", |code| code.parse::<VolunteerKind>().ok());
    let (volunteer, purpose, from, officer_name, kind) =
        form.complete((volunteer, purpose, from, officer_name, kind))?;
    let new = NewMatch {
        volunteer,
        kind,
        purpose,
        from,
        until,
        person_agreed_on,
        officer_agreed_on,
        officer_name,
        sex_wish,
        why,
    };
    let id = match_with(cx, &open, &new)?;
    Ok(Reply::done(open.path(&format!("/mentors/{id}")), "They are matched"))
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (m, met) = one_match(cx, &open.keys, req.param("id")?)?;
    let with = volunteer(cx, m.volunteer_id)?;
    let standing = standings(cx, vec![with])?;
    let cleared = standing.iter().all(Standing::is_cleared);
    let minutes: i64 = met.iter().map(|c| c.minutes).sum();
    let weighed: Vec<String> = serde_json::from_value(m.weighed.clone()).unwrap_or_default();
    let here = |rest: &str| open.path(&format!("/mentors/{}{rest}", m.id));
    let cells = met.iter().map(|c| {
        [
            ui::link(&open.path(&format!("/contacts/{}", c.contact_id)), &ui::short_day(c.on_day)),
            html! { @if c.came { "Met" } @else { "Did not meet" } },
            html! { (hours(c.minutes)) },
            html! { (c.recorded_by) },
        ]
    });
    let columns = ["Day", "What", "Time", "Recorded by"].map(ui::column);
    let mut rows = vec![
        row("State", state_tag(&m)),
        row("As", m.kind.words()),
        row("For", m.purpose.as_str()),
        row("From", html! { (ui::day(m.from_date)) @if let Some(until) = m.until_date { " to " (ui::day(until)) } }),
        row("The person agreed", ui::day(m.person_agreed_on)),
        row("The officer agreed", html! { (m.officer_name) ", " (ui::day(m.officer_agreed_on)) }),
        row(
            "Together",
            html! { (hours(minutes)) " in " (ui::count(i64::try_from(met.iter().filter(|c| c.came).count()).unwrap_or(0), "meeting", "meetings")) },
        ),
    ];
    if !weighed.is_empty() {
        let why = m.weighed_why.as_deref().unwrap_or_default();
        rows.push(row("Weighed", html! { (weighed.join("; ")) br; span.govuk-hint { (why) } }));
    }
    if let (Some(on), Some(reason)) = (m.ended_on, m.end_reason) {
        let words = m.end_words.as_deref().unwrap_or_default();
        rows.push(row("Ended", html! { (ui::day(on)) ": " (reason.words()) br; (words) }));
    }
    let body = html! {
        h1.govuk-heading-l { (m.volunteer_name) }
        @if m.ended_on.is_none() && !cleared { (ui::warning("A check of this volunteer is not in force. They should not meet until it is renewed.")) }
        (ui::summary_list(&rows))
        @if m.ended_on.is_none() {
            (ui::button_group(&html! {
                @if cx.may(Permission::RecordContacts) { (ui::link_button(&here("/contact"), "Record a contact").show()) }
                @if cx.may(Permission::KeepVolunteers) { (ui::link_button(&here("/end"), "End the match").secondary().show()) }
            }))
        }
        h2.govuk-heading-m { "Contacts" }
        @if met.is_empty() { (ui::empty("Nothing has been recorded yet.", None)) }
        @else { (ui::Table::new("Contacts, the newest first", columns).unseen_caption().rows(cells).show()) }
    };
    Ok(Reply::page(framed(cx, req, &open, &m.volunteer_name, "/mentors")?, body))
}

fn form_of(cx: &mut Cx<'_>, req: &Request) -> Result<Form> {
    let today = cx.today();
    Ok(req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "on", today)))
}

fn page(
    cx: &mut Cx<'_>,
    req: &Request,
    (open, m): (&OpenPerson, &Match),
    form: &Form,
    title: &str,
    fields: &Markup,
) -> Answer {
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(form))
            h1.govuk-heading-l { (title) }
            (req.form_frame(req.path()).show(&html! { (fields) (ui::button("Save").show()) }))
        } }
    };
    Ok(Reply::page(framed(cx, req, open, title, &format!("/mentors/{}", m.id))?, body))
}

pub(super) fn contact_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (m, _) = one_match(cx, &open.keys, req.param("id")?)?;
    let form = form_of(cx, req)?;
    let fields = html! {
        (ui::yes_no("came", "Did they meet?").show(&form))
        (ui::date_input("on", "On which day?").show(&form))
        (ui::input("minutes", "For how many minutes?").hint("0 when they did not meet").number().width(4).show(&form))
        (ui::textarea("note", "What did they do?").hint("It goes into the person’s log, which they may ask to read").rows(4).most(LONGEST).show(&form))
    };
    page(cx, req, (&open, &m), &form, &format!("Contact with {}", m.volunteer_name), &fields)
}

pub(super) fn contact_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id: MatchId = req.param("id")?;
    let most = {
        let today = cx.today();
        policy(cx)?.number(MOST_MINUTES, today)?
    };
    let mut form = req.form();
    let came = form.yes_no("came", "whether they met");
    let on = form.date("on", "the day");
    let minutes = form.integer("minutes", "the minutes", 0..=most);
    let note = form.text("note", "what they did", LONGEST);
    let (came, on, minutes, note) = form.complete((came, on, minutes, note))?;
    record_contact(cx, &open, id, &NewMeeting { on, start: None, minutes, came, note })?;
    Ok(Reply::done(open.path(&format!("/mentors/{id}")), "The contact was recorded"))
}

pub(super) fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (m, _) = one_match(cx, &open.keys, req.param("id")?)?;
    let form = form_of(cx, req)?;
    let fields = html! {
        (version_field(&Form::blank(), m.version))
        (ui::date_input("on", "On which day did it end?").show(&form))
        (ui::radios("reason", "Why?").items(EndReason::ALL.iter().map(|r| ui::item(r.code(), r.words()))).show(&form))
        (ui::textarea("words", "More about it").hint("Needed for a concern or another reason").rows(3).most(500).show(&form))
    };
    page(cx, req, (&open, &m), &form, &format!("End the match with {}", m.volunteer_name), &fields)
}

pub(super) fn end_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id: MatchId = req.param("id")?;
    let mut form = req.form();
    let on = form.date("on", "the day");
    let reason = form.choice("reason", "why it ended", |code| code.parse::<EndReason>().ok());
    let words = form.optional_text("words", "more about it", 500);
    let seen = form.optional_integer("version", "the page again", 0..=i64::MAX);
    let (on, reason) = form.complete((on, reason))?;
    end_match(cx, &open, id, (on, reason, words.as_deref()), seen)?;
    Ok(Reply::done(open.path("/mentors"), "The match has ended"))
}
