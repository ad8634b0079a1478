//! The forms of enquiries. Each step of an enquiry is one page that asks for a day and words.

use super::TAB;
use crate::enquiries::actions::{self, Analysing, Answering, Chasing, NewEnquiry};
use crate::enquiries::kinds::kinds;
use crate::enquiries::reading::one;
use crate::enquiries::records::StepKind;
use crate::enquiries::rules::LONGEST;
use crate::parts::{form_page, opened, prose, seen, with_date};
use kernel::{EnquiryId, Permission};
use store::{Cx, Failure};
use web::form::Form;
use web::{Answer, Reply, Request, html, ui};

pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (kinds, today) = (kinds(cx)?, cx.today());
    let form = req.typed(cx)?.unwrap_or_else(|| with_date(Form::blank(), "sent_on", today));
    let offered = kinds.offered(today).map(|k| {
        let days = ui::count(i64::from(k.answer_days), "working day", "working days");
        ui::item(&k.code, &k.name.en).hint(format!("An answer is expected within {days}"))
    });
    let body = html! {
        (req.form_frame(&open.path("/enquiries/new")).show(&html! {
            (ui::radios("kind", "Who is asked?").small().items(offered).show(&form))
            (ui::input("asked_of", "Name of the service or unit (optional)").hint("Leave empty for the usual one").show(&form))
            (ui::textarea("question", "What do you ask?").rows(6).most(LONGEST).show(&form))
            (ui::date_input("sent_on", "When was it sent?").show(&form))
            (ui::date_input("answer_due", "Answer due by (optional)").hint("Leave empty for the usual time").show(&form))
            (ui::button("Save the enquiry").show())
        }))
    };
    form_page(cx, req, &open, (TAB, "Send an enquiry", "/enquiries"), &form, &body)
}

pub(super) fn save_new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let kind = form.choice("kind", "who is asked", |code| Some(code.to_owned()));
    let asked_of = form.optional_text("asked_of", "the name of the service", 200);
    let question = form.text("question", "what you ask", LONGEST);
    let sent_on = form.date("sent_on", "the day on which it was sent");
    let answer_due = form.optional_date("answer_due", "the day by which an answer is due");
    let (kind, question, sent_on) = form.complete((kind, question, sent_on))?;
    actions::send(cx, &open.keys, &NewEnquiry { kind, asked_of, question, sent_on, answer_due })?;
    Ok(Reply::done(open.path("/enquiries"), "The enquiry is recorded"))
}

/// What the page of a step says.
struct Ask {
    title: &'static str,
    day: &'static str,
    words: &'static str,
    hint: &'static str,
    button: &'static str,
    done: &'static str,
}

/// The step that the address names.
fn ask(step: &str) -> Result<(StepKind, Ask), Failure> {
    Ok(match step {
        "chase" => (
            StepKind::Chased,
            Ask {
                title: "Chase an enquiry",
                day: "When was it chased?",
                words: "How, and who was spoken to?",
                hint: "",
                button: "Save",
                done: "The chase is recorded",
            },
        ),
        "answer" => (
            StepKind::Answered,
            Ask {
                title: "Record an answer",
                day: "When did it come?",
                words: "What does the answer say?",
                hint: "Only colleagues who may read what is sensitive see this. Write no victim’s address or telephone number",
                button: "Save the answer",
                done: "The answer is recorded. It waits to be analysed",
            },
        ),
        "analyse" => (
            StepKind::Analysed,
            Ask {
                title: "Analyse the answer",
                day: "When did you analyse it?",
                words: "What does it mean for this person and for those at risk?",
                hint: "What it changes in the risk, in the plan and in who has to know. If it changes nothing, say why",
                button: "Save the analysis",
                done: "The analysis is recorded",
            },
        ),
        "withdraw" => (
            StepKind::Withdrawn,
            Ask {
                title: "Withdraw an enquiry",
                day: "",
                words: "Why is it no longer asked?",
                hint: "",
                button: "Withdraw it",
                done: "The enquiry is withdrawn",
            },
        ),
        _ => return Err(Failure::NotFound),
    })
}

/// Those who write down what is sensitive must be able to read it.
fn permitted(cx: &Cx<'_>, what: StepKind) -> Result<(), Failure> {
    let sensitive = matches!(what, StepKind::Answered | StepKind::Analysed);
    if sensitive && !cx.may(Permission::ReadSensitive) {
        return Err(Failure::Forbidden(Permission::ReadSensitive.code().into()));
    }
    Ok(())
}

pub(super) fn step(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let name = req.param::<String>("step")?;
    let (what, ask) = ask(&name)?;
    permitted(cx, what)?;
    let standing = one(cx, &open.keys, req.param::<EnquiryId>("id")?)?;
    let (kinds, today) = (kinds(cx)?, cx.today());
    let form = req.typed(cx)?.unwrap_or_else(|| with_date(Form::blank(), "on", today));
    let back = format!("/enquiries/{}", standing.enquiry.id);
    let answers = standing.steps.iter().filter(|s| s.what == StepKind::Answered);
    let body = html! {
        (ui::summary_list(&[
            ui::row("Asked", kinds.name(&standing.enquiry.kind).to_owned()),
            ui::row("Question", prose(&standing.enquiry.question)),
        ]))
        @if what == StepKind::Analysed {
            @for answer in answers {
                (ui::inset(&html! { strong { "Answer of " (ui::day(answer.on_day)) } (prose(&answer.words)) }))
            }
        }
        @if what == StepKind::Withdrawn { (ui::warning("Nobody is reminded to chase it any more.")) }
        (req.form_frame(&open.path(&format!("{back}/{name}"))).hidden("version", standing.version()).show(&html! {
            @if !ask.day.is_empty() { (ui::date_input("on", ask.day).show(&form)) }
            @let words = ui::textarea("words", ask.words).rows(8).most(LONGEST);
            @if ask.hint.is_empty() { (words.show(&form)) } @else { (words.hint(ask.hint).show(&form)) }
            @if what == StepKind::Chased {
                (ui::date_input("again_by", "Chase again by (optional)").hint("Leave empty for the usual time").show(&form))
            }
            (ui::button(ask.button).show())
        }))
    };
    form_page(cx, req, &open, (TAB, ask.title, &back), &form, &body)
}

pub(super) fn save_step(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (what, ask) = ask(&req.param::<String>("step")?)?;
    permitted(cx, what)?;
    let id = req.param::<EnquiryId>("id")?;
    let mut form = req.form();
    let on = if what == StepKind::Withdrawn { Some(cx.today()) } else { form.date("on", "the day") };
    let words = form.text("words", "the words", LONGEST);
    let again_by = form.optional_date("again_by", "the day of the next chase");
    let seen = seen(&form);
    let (on, words) = form.complete((on, words))?;
    match what {
        StepKind::Chased => actions::chase(cx, &open.keys, id, &Chasing { on, words, again_by, seen })?,
        StepKind::Answered => actions::answer(cx, &open.keys, id, &Answering { on, words, seen })?,
        StepKind::Analysed => actions::analyse(cx, &open.keys, id, &Analysing { on, words, seen })?,
        StepKind::Withdrawn => actions::withdraw(cx, &open.keys, id, &words, seen)?,
    }
    Ok(Reply::done(open.path(&format!("/enquiries/{id}")), ask.done))
}
