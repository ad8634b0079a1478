//! The forms with which a person joins a list, takes or gives back a place, moves, begins or leaves.

use super::person::{TAB, facts_of, opened};
use crate::book::{Book, book, runs_on};
use crate::groups::groups_open;
use crate::offers::{Offer, Opens, monday_of};
use crate::waiting::{
    Joining, Order, Overtaking, PlaceIn, WaitingEntry, WaitingState, accept_place, begin, book_place,
    correct_beginning, correct_entry, entry_of, give_back, join, leave, move_entry, weeks_with_taken,
};
use kernel::Permission::BookPlaces;
use kernel::{OfferId, RequirementId, WaitingId};
use law::Law;
use people::OpenPerson;
use std::sync::Arc;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, item};
use web::{Answer, Markup, Reply, Request, Route, html};

const LONGEST: usize = 500;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/places/join", BookPlaces, join_form),
        Route::post("/people/{crn}/places/join", BookPlaces, save_join),
        Route::get("/people/{crn}/places/{waiting}/book", BookPlaces, book_form),
        Route::post("/people/{crn}/places/{waiting}/book", BookPlaces, save_book),
        Route::get("/people/{crn}/places/{waiting}/accept", BookPlaces, accept_form),
        Route::post("/people/{crn}/places/{waiting}/accept", BookPlaces, save_accept),
        Route::get("/people/{crn}/places/{waiting}/give-back", BookPlaces, give_back_form),
        Route::post("/people/{crn}/places/{waiting}/give-back", BookPlaces, save_give_back),
        Route::get("/people/{crn}/places/{waiting}/move", BookPlaces, move_form),
        Route::post("/people/{crn}/places/{waiting}/move", BookPlaces, save_move),
        Route::get("/people/{crn}/places/{waiting}/correct", BookPlaces, correct_form),
        Route::post("/people/{crn}/places/{waiting}/correct", BookPlaces, save_correct),
        Route::get("/people/{crn}/places/{waiting}/begin", BookPlaces, begin_form),
        Route::post("/people/{crn}/places/{waiting}/begin", BookPlaces, save_begin),
        Route::get("/people/{crn}/places/{waiting}/leave", BookPlaces, leave_form),
        Route::post("/people/{crn}/places/{waiting}/leave", BookPlaces, save_leave),
    ]
}

fn page(
    cx: &mut Cx<'_>,
    req: &Request,
    open: &OpenPerson,
    form: &Form,
    (title, back, version): (&str, String, i64),
    inside: &Markup,
) -> Answer {
    let frame = people::frame(req, cx, open, TAB)?.titled(title).back(back);
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(form))
            h1.govuk-heading-l { (title) }
            (req.form_frame(req.path()).hidden("version", version).show(inside))
        } }
    };
    Ok(Reply::page(frame, body))
}

/// The requirements of the person's open orders, as choices.
fn requirements(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Vec<(String, String, String)>> {
    let law = cx.part::<Law>()?;
    let orders = sentences::orders(cx, &open.keys)?;
    let all = orders
        .iter()
        .filter(|o| o.order.is_open())
        .flat_map(|o| o.requirements.iter().filter(|r| r.requirement.is_open()).map(move |r| (o, &r.requirement)));
    Ok(all
        .map(|(o, r)| {
            let name = law.requirement(&r.kind).map_or_else(|| r.kind.clone(), |k| k.name().en.clone());
            (r.id.to_string(), r.kind.clone(), format!("{name}, order of {}", ui::short_day(o.order.made_on)))
        })
        .collect())
}

fn requirement_field(form: &Form, all: &[(String, String, String)]) -> Markup {
    let items = all.iter().map(|(id, _, words)| item(id.clone(), words.clone()));
    html! { (ui::radios("requirement", "For which requirement?").items(items).item("none", "None: the person agrees to take part").show(form)) }
}

fn read_requirement(form: &mut Form) -> Option<Option<RequirementId>> {
    form.choice("requirement", "for which requirement", |text| {
        if text == "none" { Some(None) } else { text.parse().ok().map(Some) }
    })
}

fn join_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (book, units, today) = (book(cx)?, organisation::units(cx)?, cx.today());
    let all = requirements(cx, &open)?;
    let wanted = req.query("requirement").unwrap_or_default().to_owned();
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of([("requirement", wanted)]));
    let mut offers: Vec<(String, String)> = book
        .offers
        .values()
        .filter(|o| runs_on(book.days_of(o), today))
        .filter_map(|o| {
            let unit = units.iter().find(|u| u.id == o.unit_id)?;
            let kinds: Vec<&str> = book.requirements_of(o.service_id);
            Some((o.id.to_string(), format!("{}: {} ({})", unit.name, book.service_name(o), kinds.join(", "))))
        })
        .collect();
    offers.sort_by(|a, b| a.1.cmp(&b.1));
    let inside = html! {
        (ui::select("offer", "Which service, and where?").hint("In brackets: the requirements that it delivers").option("", "Choose a service").options(offers).show(&form))
        (requirement_field(&form, &all))
        (ui::date_input("ready_on", "From which day could the person begin? (optional)").hint("Left empty: the day of the order and the time that the service needs").show(&form))
        (ui::textarea("note", "Note for the provider (optional)").rows(3).most(LONGEST).show(&form))
        (ui::button("Put on the list").show())
    };
    page(cx, req, &open, &form, ("Put on a waiting list", open.path("/places"), 0), &inside)
}

fn save_join(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let offer = form.id::<OfferId>("offer", "the service");
    let requirement = read_requirement(&mut form);
    let ready_on = form.optional_date("ready_on", "the day");
    let note = form.optional_text("note", "the note", LONGEST);
    let (offer, requirement) = form.complete((offer, requirement))?;
    let id = join(cx, &open, &Joining { offer, requirement, ready_on, note })?;
    Ok(Reply::done(open.path(&format!("/places/{id}")), "The person is on the list"))
}

struct At {
    open: OpenPerson,
    entry: WaitingEntry,
    offer: Offer,
    book: Arc<Book>,
}

impl At {
    fn of(cx: &mut Cx<'_>, req: &Request) -> Result<At> {
        let open = opened(cx, req)?;
        let entry = entry_of(cx, &open.keys, req.param::<WaitingId>("waiting")?)?;
        let book = book(cx)?;
        let offer = book.offers.get(&entry.offer_id).cloned().ok_or(Failure::NotFound)?;
        Ok(At { open, entry, offer, book })
    }

    fn back(&self) -> String {
        self.open.path(&format!("/places/{}", self.entry.id))
    }

    /// What it is about; on a conflict, what stands there now.
    fn about(&self, cx: &mut Cx<'_>, req: &Request) -> Result<Markup> {
        let (units, today) = (organisation::units(cx)?, cx.today());
        let rows = facts_of(&self.book, &units, &self.entry, None, today);
        let rows = if req.is_conflict() { rows.as_slice() } else { rows.get(..1).unwrap_or(&rows) };
        Ok(
            html! { (ui::inset(&html! { @if req.is_conflict() { strong { "What stands there now" } } (ui::summary_list(rows)) })) },
        )
    }

    fn page(&self, cx: &mut Cx<'_>, req: &Request, form: &Form, title: &str, fields: &Markup) -> Answer {
        let about = self.about(cx, req)?;
        let inside = html! { (about) (fields) };
        page(cx, req, &self.open, form, (title, self.back(), self.entry.version), &inside)
    }

    fn done(&self, words: &str) -> Answer {
        Ok(Reply::done(self.back(), words))
    }
}

fn version(form: &Form) -> Result<i64> {
    form.typed("version").parse().map_err(|_| Failure::Stale("Open the form again".into()))
}

fn priorities(at: &At, cx: &Cx<'_>, form: &Form, label: &str) -> Markup {
    let codes = at.book.codes("priority", cx.today()).into_iter().map(|c| item(c.code.clone(), c.words.clone()));
    ui::radios("priority", label).items(codes).show(form)
}

fn book_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let today = cx.today();
    let items: Vec<ui::Item> = match at.offer.opens {
        Opens::Groups => groups_open(cx, &[at.offer.id], today)?
            .into_iter()
            .map(|l| {
                item(format!("group:{}", l.group.id), format!("{} from {}", l.group.code, ui::day(l.group.start_date)))
                    .hint(format!("{} of {} places free", l.free(), l.group.places))
            })
            .collect(),
        Opens::Weekly => weeks_with_taken(cx, at.offer.id, monday_of(today))?
            .into_iter()
            .map(|(w, taken)| {
                item(format!("week:{}", w.monday), format!("Week of {}", ui::day(w.monday))).hint(format!(
                    "{} of {} places free",
                    w.places - taken,
                    w.places
                ))
            })
            .collect(),
    };
    let overtakes = req.refusals().iter().any(|r| r.code == "overtakes" || r.code == "unknown");
    let fields = html! {
        @if items.is_empty() { (ui::empty("No group or week is planned that can still be joined.", None)) }
        @else {
            (ui::radios("place", "Which place?").items(items).show(&form))
            @if overtakes {
                (priorities(&at, cx, &form, "Why does this person go first?"))
                (ui::textarea("why", "In words").rows(3).most(LONGEST).show(&form))
            }
            (ui::button("Book the place").show())
        }
    };
    at.page(cx, req, &form, "Book a place", &fields)
}

fn place_of(text: &str) -> Option<PlaceIn> {
    match text.split_once(':')? {
        ("group", id) => id.parse().ok().map(PlaceIn::Group),
        ("week", monday) => monday.parse().ok().map(PlaceIn::Week),
        _ => None,
    }
}

fn save_book(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let mut form = req.form();
    let place = form.choice("place", "which place", place_of);
    let why = form.optional_text("why", "why", LONGEST);
    let place = form.complete((place,))?.0;
    let overtaking = why.map(|why| Overtaking { priority: form.typed("priority").to_owned(), why });
    let on = book_place(cx, &at.open, at.entry.id, (place, overtaking.as_ref()), version(&form)?)?;
    at.done(&format!("The place is booked, from {}", ui::day(on)))
}

fn accept_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let from = at.entry.starts_on.map_or_else(String::new, |on| format!(" from {}", ui::day(on)));
    let fields = html! {
        p.govuk-body { "The place" (from) " is then booked for this person." }
        (ui::button("They take the place").show())
    };
    at.page(cx, req, &form, "Takes the place", &fields)
}

fn save_accept(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    accept_place(cx, &at.open, at.entry.id, version(&req.form())?)?;
    at.done("The place is booked")
}

fn give_back_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = html! {
        p.govuk-body { "The person keeps their place in the order. This group or week is not offered to them again; it goes to the next who is ready." }
        (ui::textarea("why", "Why?").rows(3).most(LONGEST).show(&form))
        (ui::button("Give the place back").show())
    };
    at.page(cx, req, &form, "Give the place back", &fields)
}

fn save_give_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let mut form = req.form();
    let why = form.text("why", "why", LONGEST);
    let why = form.complete((why,))?.0;
    give_back(cx, &at.open, at.entry.id, &why, version(&form)?)?;
    at.done("The place is free for the next")
}

fn move_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = html! {
        (ui::radios("to", "Where to?").item("head", "To the head of the list").item("end", "To the end of the list").show(&form))
        (priorities(&at, cx, &form, "Why does the order change?"))
        (ui::textarea("why", "In words").hint("Whoever is overtaken can ask for this reason").rows(3).most(LONGEST).show(&form))
        (ui::button("Move").show())
    };
    at.page(cx, req, &form, "Move in the order", &fields)
}

fn save_move(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let mut form = req.form();
    let to = form.choice("to", "where to", |t| match t {
        "head" => Some(Order::Head),
        "end" => Some(Order::End),
        _ => None,
    });
    let priority = form.text("priority", "why the order changes", 40);
    let why = form.text("why", "the reason in words", LONGEST);
    let (to, priority, why) = form.complete((to, priority, why))?;
    move_entry(cx, &at.open, at.entry.id, (to, &priority, &why), version(&form)?)?;
    at.done("The order was changed")
}

fn with_day(mut form: Form, name: &str, day: kernel::Date) -> Form {
    for (part, figure) in ui::DateInput::pairs(name, day) {
        form = form.with(&part, figure);
    }
    form
}

fn correct_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let all = requirements(cx, &at.open)?;
    let form = req.typed(cx)?.unwrap_or_else(|| {
        let requirement = at.entry.requirement_id.map_or_else(|| "none".to_owned(), |r| r.to_string());
        let form = Form::of([("requirement", requirement), ("note", at.entry.note.clone().unwrap_or_default())]);
        with_day(form, "ready_on", at.entry.ready_on)
    });
    let fields = html! {
        p.govuk-body { "The person keeps their place in the order." }
        (ui::date_input("ready_on", "From which day could the person begin?").show(&form))
        (requirement_field(&form, &all))
        (ui::textarea("note", "Note for the provider (optional)").rows(3).most(LONGEST).show(&form))
        (ui::input("why", "Why is it put right?").show(&form))
        (ui::button("Save").show())
    };
    at.page(cx, req, &form, "Put details right", &fields)
}

fn save_correct(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let mut form = req.form();
    let ready = form.date("ready_on", "the day");
    let requirement = read_requirement(&mut form);
    let note = form.optional_text("note", "the note", LONGEST);
    let why = form.text("why", "why it is put right", LONGEST);
    let (ready, requirement, why) = form.complete((ready, requirement, why))?;
    correct_entry(cx, &at.open, at.entry.id, (ready, requirement, note.as_deref()), &why, version(&form)?)?;
    at.done("The details were put right; the place in the order is the same")
}

fn begin_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let begun = at.entry.state == WaitingState::Begun;
    let known = at.entry.begun_on.or(at.entry.starts_on).unwrap_or_else(|| cx.today()).min(cx.today());
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "on", known));
    let fields = html! {
        (ui::date_input("on", "On which day did the person come for the first time?").show(&form))
        @if begun { (ui::input("why", "Why is it put right?").show(&form)) }
        (ui::button("Save").show())
    };
    at.page(cx, req, &form, if begun { "Put right when they began" } else { "Record that they began" }, &fields)
}

fn save_begin(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let mut form = req.form();
    let on = form.date("on", "the day");
    if at.entry.state == WaitingState::Begun {
        let why = form.text("why", "why it is put right", LONGEST);
        let (on, why) = form.complete((on, why))?;
        correct_beginning(cx, &at.open, at.entry.id, (on, &why), version(&form)?)?;
    } else {
        let on = form.complete((on,))?.0;
        begin(cx, &at.open, at.entry.id, on, version(&form)?)?;
    }
    at.done("The beginning was recorded")
}

fn leave_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "on", cx.today()));
    let codes = at.book.codes("leaving", cx.today()).into_iter().map(|c| item(c.code.clone(), c.words.clone()));
    let fields = html! {
        p.govuk-body { "A place kept for them is then free for the next. They can join again, at the end of the list." }
        (ui::date_input("on", "On which day?").show(&form))
        (ui::radios("reason", "Why?").items(codes).show(&form))
        (ui::textarea("note", "Note (optional)").rows(3).most(LONGEST).show(&form))
        (ui::button("Take off the list").warning().show())
    };
    at.page(cx, req, &form, "Leaves the service", &fields)
}

fn save_leave(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let at = At::of(cx, req)?;
    let mut form = req.form();
    let on = form.date("on", "the day");
    let reason = form.text("reason", "the reason", 40);
    let note = form.optional_text("note", "the note", LONGEST);
    let (on, reason) = form.complete((on, reason))?;
    leave(cx, &at.open, at.entry.id, (on, &reason, note.as_deref()), version(&form)?)?;
    at.done("The person has left")
}
