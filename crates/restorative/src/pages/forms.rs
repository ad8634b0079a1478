//! A form for each step until the two have met, and after. Each carries the version that its reader saw.

use super::{form_page, named, path, seen, typed};
use crate::actions::{
    HarmedFacts, LONGEST, Mediator, Plan, arrange, assess, choose_mediator, end, felt, follow_up, keep_apart, lead,
    record_harmed, reopen, settle_meeting, step_of_side,
};
use crate::records::{Deed, EndReason, Mode, Point, Side};
use kernel::{EntryId, RestorativeId, VolunteerId};
use store::{Cx, Failure, Result};
use volunteers::VolunteerKind;
use web::form::Form;
use web::ui;
use web::{Answer, Reply, Request, html};

fn words(form: &mut Form) -> Option<String> {
    form.optional_text("words", "the words", LONGEST)
}

fn done(id: RestorativeId, words: &str) -> Answer {
    Ok(Reply::done(path(id, ""), words))
}

pub(super) fn lead_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let version = seen(&mut form);
    form.finish()?;
    lead(cx, id, version)?;
    done(id, "You lead this case")
}

pub(super) fn harmed_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let known = whole.harmed.as_ref();
    let text = |t: Option<&String>| t.cloned().unwrap_or_default();
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => Form::of([
            ("name", text(known.map(|h| &h.name))),
            ("called", text(known.and_then(|h| h.called.as_ref()))),
            ("reach", text(known.and_then(|h| h.reach.as_ref()))),
            ("through", text(known.and_then(|h| h.through.as_ref()))),
            ("language", known.map_or("en".to_owned(), |h| h.language.clone())),
            ("needs", text(known.and_then(|h| h.needs.as_ref()))),
        ]),
    };
    let version = known.map_or(0, |h| h.version);
    let fields = html! {
        p.govuk-body { "Only those who arrange restorative justice read this." }
        @if req.is_conflict() && let Some(h) = known { (ui::inset(&html! { strong { "What stands there now: " } (h.name) })) }
        input type="hidden" name="harmed_version" value=(version);
        (ui::input("name", "Full name").show(&form))
        (ui::input("called", "What they like to be called (optional)").show(&form))
        (ui::input("reach", "How they wish to be reached (optional)").hint("Such as a telephone number, and when").show(&form))
        (ui::input("through", "Through whom they are spoken to (optional)").hint("Such as their liaison officer").show(&form))
        (ui::radios("language", "Language").item("en", "English").item("cy", "Welsh").inline().show(&form))
        (ui::textarea("needs", "What they need to take part (optional)").rows(3).most(LONGEST).show(&form))
    };
    form_page(req, (&open, &whole), &form, ("Who was harmed", "Save"), &fields)
}

pub(super) fn harmed_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let name = form.text("name", "the name", 120);
    let mut text = |field: &str, what: &str, most: usize| form.optional_text(field, what, most);
    let (called, reach) = (text("called", "the name they like", 120), text("reach", "how they are reached", 300));
    let (through, needs) = (text("through", "through whom", 200), text("needs", "the needs", LONGEST));
    let language = form.code("language", "the language", &["en", "cy"]);
    let version = form.integer("harmed_version", "the page again", 0..=i64::MAX);
    let (name, language, version) = form.complete((name, language, version))?;
    record_harmed(cx, id, &HarmedFacts { name, called, reach, through, language, needs }, version)?;
    done(id, "Who was harmed is recorded")
}

const OF_SIDE: [(Deed, &str); 5] = [
    (Deed::Offer, "It was offered to them"),
    (Deed::Give, "They agree to take part"),
    (Deed::Decline, "They do not want to take part"),
    (Deed::Withdraw, "They take their agreement back"),
    (Deed::Prepare, "They were prepared in a meeting of their own"),
];

fn side_of(req: &Request) -> Result<Side> {
    req.param::<String>("side")?.parse().map_err(|()| Failure::NotFound)
}

pub(super) fn side_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let side = side_of(req)?;
    let form = typed(cx, req, Some("on"))?;
    let items = OF_SIDE.iter().map(|(deed, words)| {
        let item = ui::item(deed.code(), *words);
        if *deed == Deed::Withdraw { item.hint("What is planned does not take place then") } else { item }
    });
    let hint = match side {
        Side::Person => "Locked with the case. The person’s log only says that it was offered, agreed to or not.",
        Side::Harmed => "Locked with the case. Nothing of it reaches the person’s record.",
    };
    let fields = html! {
        (ui::radios("deed", "What happened?").items(items).show(&form))
        (ui::date_input("on", "On which day?").show(&form))
        (ui::textarea("words", "What they said (optional)").hint(hint).rows(4).most(LONGEST).show(&form))
    };
    form_page(req, (&open, &whole), &form, (side.words(), "Save"), &fields)
}

pub(super) fn side_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (id, side): (RestorativeId, Side) = (req.param("id")?, side_of(req)?);
    let mut form = req.form();
    let deed = form.choice("deed", "what happened", |code| {
        code.parse::<Deed>().ok().filter(|d| OF_SIDE.iter().any(|(known, _)| known == d))
    });
    let (on, words, version) = (form.date("on", "the day"), words(&mut form), seen(&mut form));
    let (deed, on) = form.complete((deed, on))?;
    step_of_side(cx, id, (deed, side), on, words.as_deref(), version)?;
    done(id, "Recorded")
}

pub(super) fn assess_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, Some("on"))?;
    let fields = html! {
        p.govuk-body { "Weigh what each side hopes for, fear and blame, the risk that somebody is harmed again, drink, drugs and health, and who else is touched by it." }
        (ui::yes_no("suitable", "Is it safe and suitable to go on?").show(&form))
        (ui::date_input("on", "On which day did you assess it?").show(&form))
        (ui::textarea("words", "What was weighed").hint("Locked with the case").rows(6).most(LONGEST).show(&form))
    };
    form_page(req, (&open, &whole), &form, ("Risk and suitability", "Save"), &fields)
}

pub(super) fn assess_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let suitable = form.yes_no("suitable", "whether it is suitable");
    let on = form.date("on", "the day");
    let words = form.text("words", "what was weighed", LONGEST);
    let version = seen(&mut form);
    let (suitable, on, words) = form.complete((suitable, on, words))?;
    assess(cx, id, on, suitable, &words, version)?;
    done(id, "The assessment is recorded")
}

pub(super) fn mediator_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, None)?;
    let wanted = volunteers::wanted(cx, &open.keys, VolunteerKind::Mediator, None)?;
    let everybody = volunteers::active(cx)?;
    let found = volunteers::candidates(cx, everybody, &wanted)?;
    let mediators: Vec<_> =
        found.iter().filter(|(s, _)| s.volunteer.kinds().contains(&VolunteerKind::Mediator)).collect();
    let stopped = |against: &[volunteers::Reason]| against.iter().any(|r| r.stops || r.code == "near");
    let suit = mediators.iter().filter(|(_, against)| !stopped(against));
    let items = suit.map(|(s, _)| ui::item(s.volunteer.id.to_string(), s.volunteer.name.clone()));
    let out: Vec<_> = mediators.iter().filter(|(_, against)| stopped(against)).collect();
    let fields = html! {
        (ui::radios("volunteer", "A volunteer who mediates").items(items).show(&form))
        (ui::input("staff", "Or a member of staff, by code").hint("Not the person’s own officer").width(10).show(&form))
        @if !out.is_empty() {
            (ui::details("Who cannot mediate, and why", &html! {
                ul.govuk-list.govuk-list--bullet {
                    @for (s, against) in &out { li { (s.volunteer.name) ": " (against.iter().map(|r| r.words.to_lowercase()).collect::<Vec<_>>().join("; ")) } }
                }
            }))
        }
    };
    form_page(req, (&open, &whole), &form, ("Who mediates?", "Save"), &fields)
}

pub(super) fn mediator_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let volunteer = form.optional_id::<VolunteerId>("volunteer", "the volunteer");
    let staff = form.optional_text("staff", "the code", 12);
    let version = seen(&mut form);
    form.finish()?;
    let who = match (volunteer, staff) {
        (Some(volunteer), None) => Mediator::Volunteer(volunteer),
        (None, Some(code)) => match organisation::staff_by_code(cx, &code) {
            Ok(staff) => Mediator::Staff(staff.id),
            Err(Failure::NotFound) => return Err(Failure::refused("staff", "unknown", "Nobody has this code")),
            Err(other) => return Err(other),
        },
        _ => {
            return Err(Failure::refused(
                "volunteer",
                "missing",
                "Choose a volunteer, or enter the code of a member of staff",
            ));
        }
    };
    choose_mediator(cx, id, &who, version)?;
    done(id, "Who mediates is recorded")
}

pub(super) fn apart_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, None)?;
    let everybody = volunteers::active(cx)?;
    let options = everybody.iter().map(|v| (v.id.to_string(), v.name.clone()));
    let fields = html! {
        p.govuk-body { "When a volunteer is the person harmed or close to them, they are never matched with the person. The volunteer’s page says only that the restorative team recorded it." }
        (ui::select("volunteer", "Which volunteer?").option("", "Select a volunteer").options(options).show(&form))
    };
    form_page(req, (&open, &whole), &form, ("Keep a volunteer apart", "Save"), &fields)
}

pub(super) fn apart_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let volunteer = form.id::<VolunteerId>("volunteer", "the volunteer");
    let (volunteer,) = form.complete((volunteer,))?;
    keep_apart(cx, id, volunteer)?;
    done(id, "They will not be matched with each other")
}

pub(super) fn arrange_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, None)?;
    let kinds = [Mode::Meeting, Mode::Conference].map(|m| ui::item(m.code(), m.words()));
    let fields = html! {
        (ui::radios("kind", "What is it?").items(kinds).show(&form))
        (ui::date_input("on", "On which day?").show(&form))
        (ui::input("starts", "At what time? (optional)").time().show(&form))
        (ui::input("place", "Where? (optional)").hint("A place that is easy for both, and neutral").show(&form))
    };
    form_page(req, (&open, &whole), &form, ("Arrange a meeting", "Arrange it"), &fields)
}

pub(super) fn arrange_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let kind = form.choice("kind", "what it is", |code| code.parse::<Mode>().ok());
    let on = form.date("on", "the day");
    let starts = form.optional_time("starts", "the time");
    let place = form.optional_text("place", "the place", 200);
    let version = seen(&mut form);
    let (kind, on) = form.complete((kind, on))?;
    arrange(cx, id, &Plan { kind, on, starts, place }, version)?;
    done(id, "It is arranged")
}

pub(super) fn meeting_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let meeting: EntryId = req.param("meeting")?;
    let row = whole.meetings.iter().find(|m| m.id == meeting).ok_or(Failure::NotFound)?;
    let form = typed(cx, req, Some("on"))?;
    let fields = html! {
        p.govuk-body { (row.kind.words()) ", " (ui::weekday(row.planned_on)) }
        (ui::yes_no("held", "Did it take place?").show(&form))
        (ui::date_input("on", "On which day?").show(&form))
        (ui::input("minutes", "For how many minutes?").hint("Leave it empty when it did not take place").number().width(4).show(&form))
        (ui::textarea("words", "How it went, or why it did not take place (optional)").hint("Locked with the case").rows(5).most(LONGEST).show(&form))
    };
    form_page(req, (&open, &whole), &form, ("What became of the meeting", "Save"), &fields)
}

pub(super) fn meeting_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let held = form.yes_no("held", "whether it took place");
    let on = form.optional_date("on", "the day");
    let minutes = form.optional_integer("minutes", "the minutes", 1..=1440);
    let (words, version) = (words(&mut form), seen(&mut form));
    let (held,) = form.complete((held,))?;
    let held = match (held, on, minutes) {
        (false, ..) => None,
        (true, Some(on), Some(minutes)) => Some((on, minutes)),
        (true, None, _) => return Err(Failure::refused("on", "missing", "Enter the day")),
        (true, _, None) => return Err(Failure::refused("minutes", "missing", "Enter the minutes")),
    };
    settle_meeting(cx, id, req.param("meeting")?, held, words.as_deref(), version)?;
    done(id, "What became of the meeting is recorded")
}

pub(super) fn felt_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, Some("on"))?;
    let scale = [("1", "1, very bad"), ("2", "2, bad"), ("3", "3, neither"), ("4", "4, good"), ("5", "5, very good")];
    let fields = html! {
        (ui::radios("side", "Who?").items(Side::ALL.iter().map(|s| ui::item(s.code(), s.words()))).show(&form))
        (ui::radios("point", "When?").items(Point::ALL.iter().map(|p| ui::item(p.code(), p.words()))).show(&form))
        (ui::radios("scale", "How did they feel about it?").items(scale.map(|(c, w)| ui::item(c, w))).show(&form))
        (ui::date_input("on", "On which day did you ask?").show(&form))
        (ui::textarea("words", "In their words (optional)").hint("Locked with the case").rows(4).most(LONGEST).show(&form))
    };
    form_page(req, (&open, &whole), &form, ("How somebody felt", "Save"), &fields)
}

pub(super) fn felt_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let side = form.choice("side", "who", |code| code.parse::<Side>().ok());
    let point = form.choice("point", "when", |code| code.parse::<Point>().ok());
    let scale = form.choice("scale", "how they felt", |code| code.parse::<i64>().ok());
    let (on, words) = (form.date("on", "the day"), words(&mut form));
    let (side, point, scale, on) = form.complete((side, point, scale, on))?;
    felt(cx, id, (side, point), scale, on, words.as_deref())?;
    done(id, "How they felt is recorded")
}

pub(super) fn follow_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, Some("on"))?;
    let fields = html! {
        p.govuk-body { "Both were asked, some weeks later, how they are and whether anything is still open." }
        (ui::date_input("on", "On which day?").show(&form))
        (ui::textarea("words", "What came of it (optional)").hint("Locked with the case").rows(4).most(LONGEST).show(&form))
    };
    form_page(req, (&open, &whole), &form, ("Follow-up", "Save"), &fields)
}

pub(super) fn follow_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let (on, words, version) = (form.date("on", "the day"), words(&mut form), seen(&mut form));
    let (on,) = form.complete((on,))?;
    follow_up(cx, id, on, words.as_deref(), version)?;
    done(id, "The follow-up is recorded")
}

pub(super) fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, Some("on"))?;
    let fields = html! {
        p.govuk-body { "The person’s log says that it ended, and not why. What is planned does not take place. The case can be opened again." }
        (ui::date_input("on", "On which day?").show(&form))
        (ui::radios("reason", "Why?").items(EndReason::ALL.iter().map(|r| ui::item(r.code(), r.words()))).show(&form))
        (ui::textarea("words", "More about it").hint("Needed for another reason. Locked with the case").rows(3).most(LONGEST).show(&form))
    };
    form_page(req, (&open, &whole), &form, ("End the case", "End the case"), &fields)
}

pub(super) fn end_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let on = form.date("on", "the day");
    let reason = form.choice("reason", "why it ended", |code| code.parse::<EndReason>().ok());
    let (words, version) = (words(&mut form), seen(&mut form));
    let (on, reason) = form.complete((on, reason))?;
    end(cx, id, (on, reason, words.as_deref()), version)?;
    done(id, "The case has ended")
}

pub(super) fn reopen_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let form = typed(cx, req, None)?;
    let fields = ui::textarea("words", "Why is it opened again?").rows(3).most(LONGEST).show(&form);
    form_page(req, (&open, &whole), &form, ("Open the case again", "Open it again"), &fields)
}

pub(super) fn reopen_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let mut form = req.form();
    let words = form.text("words", "why it is opened again", LONGEST);
    let version = seen(&mut form);
    let (words,) = form.complete((words,))?;
    reopen(cx, id, &words, version)?;
    done(id, "The case is open again")
}
