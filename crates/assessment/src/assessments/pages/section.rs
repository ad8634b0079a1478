//! A page a section: its questions with what is known already, carried answers marked until confirmed, and both versions
//! shown when two people answer the same question differently.

use super::{answer_words, asked, asked_to_change, lines, path};
use crate::assessments::actions::{Given, answer};
use crate::assessments::read::sheet;
use crate::assessments::{Assessment, Setting, Sheet};
use crate::needs;
use crate::questions::{Catalogue, Question, Section, current};
use crate::scores::{Past, SANCTIONS};
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// The field of a question's choice, number or date.
pub(super) fn field(question: &str) -> String {
    format!("q-{}", question.replace('.', "-"))
}

fn words_field(question: &Question) -> String {
    if question.answer_set == "text" { field(&question.code) } else { format!("{}-words", field(&question.code)) }
}

fn seen_field(question: &str) -> String {
    format!("{}-seen", field(question))
}

/// Choices with fewer letters than this in all stand side by side.
const BESIDE: usize = 40;

/// What a form holds of an answer: value and words, empty where there are none.
type Pair = (String, String);

fn stored(sheet: &Sheet, question: &Question) -> Pair {
    let text = |t: Option<&str>| t.unwrap_or_default().to_owned();
    (text(sheet.value(&question.code)), text(sheet.words(&question.code)))
}

fn typed(form: &Form, question: &Question) -> Pair {
    let trimmed = |name: &str| form.typed(name).replace("\r\n", "\n").trim().to_owned();
    let value = match question.answer_set.as_str() {
        "text" => String::new(),
        "date" => whole_date(form, &field(&question.code)),
        _ => trimmed(&field(&question.code)),
    };
    let words = if takes_words(question) { trimmed(&words_field(question)) } else { String::new() };
    (value, words)
}

fn takes_words(question: &Question) -> bool {
    question.answer_set == "text" || question.takes_words || question.code == SANCTIONS
}

/// Three fields as one text: the date where they are one, else what was typed, for the refusal.
fn whole_date(form: &Form, name: &str) -> String {
    let parts = ["day", "month", "year"].map(|part| form.typed(&format!("{name}-{part}")).trim().to_owned());
    if parts.iter().all(String::is_empty) {
        return String::new();
    }
    let text = parts.join(" ");
    web::form::parse_day(&text).map_or(text, |day| day.to_string())
}

/// A short print of an answer, to tell whether its author touched it.
fn print(pair: &Pair) -> String {
    let bytes = pair.0.bytes().chain([0]).chain(pair.1.bytes());
    format!("{:016x}", bytes.fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)))
}

fn seen(sheet: &Sheet, question: &Question) -> String {
    let version = sheet.row(&question.code).map_or(0, |r| r.version);
    format!("{version}-{}", print(&stored(sheet, question)))
}

/// The version that the author saw, and whether they changed the answer. A form without the mark changes what it names.
fn touched(form: &Form, question: &Question) -> (i64, bool) {
    let mark = form.typed(&seen_field(&question.code));
    match mark.split_once('-') {
        Some((version, before)) => (version.parse().unwrap_or(0), before != print(&typed(form, question))),
        None => (0, typed(form, question) != Pair::default()),
    }
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, assessment) = asked(cx, req)?;
    if !assessment.state.takes_answers() || assessment.person_id != open.keys.survivor {
        return Ok(Reply::to(path(&open, &assessment, "")));
    }
    let (catalogue, known) = (current(cx)?, sheet(cx, &assessment)?);
    let code: String = req.param("section")?;
    let section = catalogue.section(&code).ok_or(Failure::NotFound)?;
    let day = assessment.asked_on();
    let asked: Vec<&Question> = catalogue.of_section(&section.code, day).collect();
    let came = req.typed(cx)?;
    let shown = filled(&asked, &known, came.as_ref(), req.is_conflict());
    let both = came.as_ref().filter(|_| req.is_conflict()).map(|form| conflict(&catalogue, &asked, &known, form));
    let carried = asked.iter().any(|q| known.is_carried(&q.code));
    let title = format!("{}. {}", section.number, section.words);
    let action = path(&open, &assessment, &format!("/sections/{}", section.code));
    let mut frame = req.form_frame(&action);
    for question in &asked {
        let name = seen_field(&question.code);
        let mark = shown.typed(&name).to_owned();
        frame = frame.hidden(&name, mark);
    }
    let need =
        (section.kind == "need").then(|| needs::judge(&catalogue, &section.code, &assessment.variant, day, &known));
    let welsh = section.kind == "own" && speaks_welsh(cx, &open)?;
    let (record, past) = match section.kind.as_str() {
        "record" => super::record::panel(cx, &open)?,
        _ => (html! {}, Past::default()),
    };
    let page = people::frame(req, cx, &open, "Assess and plan")?.titled(title.clone());
    let body = html! {
        (ui::error_summary(&shown))
        span.govuk-caption-l { (assessment.name()) }
        h1.govuk-heading-l { (title) }
        @if let Some(hint) = &section.hint { p.govuk-body { (hint) } }
        @if let Some(both) = &both { (both) }
        (record)
        @if let Some(need) = &need { (needs::pages::line(need)) }
        (frame.show(&html! {
            @if welsh { (in_welsh(&asked)) }
            @if section.kind == "levels" { (levels(&catalogue, &assessment, &asked, &known, &shown)) }
            @else { (questions(&catalogue, &asked, &known, &shown, past.sanctions())) }
            @if carried {
                (ui::checkboxes("confirm", "Carried answers").item("all", "I have checked every carried answer on this page, and it still holds").show(&shown))
            }
            (ui::button_group(&html! {
                (ui::button("Save and go on").named("then", "next").show())
                (ui::button("Save and go to the list").secondary().named("then", "list").show())
            }))
        }))
    };
    Ok(Reply::page(page.back(path(&open, &assessment, "")), body))
}

fn speaks_welsh(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<bool> {
    let language = people::language(cx, &open.keys)?;
    Ok(language.is_some_and(|l| l.spoken.as_deref() == Some("cy") || l.letters.as_deref() == Some("cy")))
}

/// What the person is asked, in Welsh.
fn in_welsh(asked: &[&Question]) -> Markup {
    ui::inset(&html! {
        p.govuk-body { "This person speaks Welsh. Ask:" }
        ul.govuk-list.govuk-list--bullet lang="cy" {
            @for question in asked { @if let Some(words) = &question.words_cy { li { (words) } } }
        }
    })
}

/// The form as it opens. What its author did not touch shows what stands there now; after a conflict so do the marks, so
/// that saving again is a choice made in sight of both.
fn filled(asked: &[&Question], known: &Sheet, came: Option<&Form>, conflict: bool) -> Form {
    let mut form = came.cloned().unwrap_or_else(Form::blank);
    for question in asked {
        let (name, mark) = (field(&question.code), seen_field(&question.code));
        let was_touched = came.is_some_and(|f| touched(f, question).1 && f.has(&mark));
        if !was_touched {
            let (value, words) = stored(known, question);
            if question.answer_set == "date" {
                let pairs = value.parse().ok().map(|day| ui::DateInput::pairs(&name, day));
                form = pairs.into_iter().flatten().fold(form, |form, (part, figure)| form.with(&part, figure));
            } else if question.answer_set != "text" && !value.is_empty() {
                form = form.with(&name, value);
            }
            if takes_words(question) {
                form = form.with(&words_field(question), words);
            }
        }
        if !was_touched || conflict {
            form = form.with(&mark, seen(known, question));
        }
    }
    form
}

/// The levels of a setting under its heading; those of custody folded away for somebody in the community.
fn levels(catalogue: &Catalogue, assessment: &Assessment, asked: &[&Question], known: &Sheet, form: &Form) -> Markup {
    let (custody, community): (Vec<&Question>, Vec<&Question>) =
        asked.iter().copied().partition(|q| q.code.starts_with("harm.custody."));
    let wrong = custody.iter().any(|q| form.wrong(&field(&q.code)).is_some());
    let folded = assessment.setting == Setting::Community && !wrong && !custody.iter().any(|q| known.has(&q.code));
    let custody = questions(catalogue, &custody, known, form, None);
    html! {
        h2.govuk-heading-m { "In the community" }
        (questions(catalogue, &community, known, form, None))
        @if folded { (ui::details("Levels in custody, if the person may be held", &custody)) }
        @else { h2.govuk-heading-m { "In custody" } (custody) }
    }
}

/// `sanctions` is how many the record holds, where it answers that question.
fn questions(catalogue: &Catalogue, asked: &[&Question], known: &Sheet, form: &Form, sanctions: Option<u32>) -> Markup {
    let listed = |q: &&Question| q.code.starts_with("8.2.");
    let drugs: Vec<&Question> = asked.iter().copied().filter(listed).collect();
    html! {
        @for question in asked {
            @if drugs.first().is_some_and(|first| first.code == question.code) { (matrix(catalogue, &drugs, form)) }
            @match sanctions.filter(|_| question.code == SANCTIONS) {
                Some(number) => (corrected(question, number, known, form)),
                None => @if !listed(question) { (one(catalogue, question, known, form)) },
            }
        }
    }
}

/// A number that the record holds: asked only to correct it, and then with a reason.
fn corrected(question: &Question, number: u32, known: &Sheet, form: &Form) -> Markup {
    let from = format!("From the record: {number}. Leave it empty to keep that; another number needs a reason");
    let from = origin(known, question).map_or_else(|| from.clone(), |by| format!("{from}. {by}"));
    html! {
        (ui::input(&field(&question.code), &question.words).hint(from).number().width(3).show(form))
        (ui::textarea(&words_field(question), "Why is it another number than the record’s? (only to correct it)").rows(2).show(form))
    }
}

/// Where an answer comes from, below its question.
fn origin(known: &Sheet, question: &Question) -> Option<String> {
    let row = known.row(&question.code).filter(|_| known.has(&question.code))?;
    let from = row.carried_from.as_deref();
    Some(match (known.is_carried(&question.code), from) {
        (true, from) => format!("Carried from {}, not confirmed yet", from.unwrap_or("an earlier assessment")),
        (false, _) => format!("{}, {}", row.author, ui::day(row.answered_at.local_date())),
    })
}

fn one(catalogue: &Catalogue, question: &Question, known: &Sheet, form: &Form) -> Markup {
    let name = field(&question.code);
    let (label, from) = (&question.words, origin(known, question));
    macro_rules! shown {
        ($input:expr) => {
            match &from {
                Some(from) => $input.hint(from.as_str()).show(form),
                None => $input.show(form),
            }
        };
    }
    let choice = match question.answer_set.as_str() {
        "text" => return html! { (shown!(ui::textarea(&name, label).rows(4))) },
        "number" => return html! { (shown!(ui::input(&name, label).number().width(3))) },
        "date" => return html! { (shown!(ui::date_input(&name, label))) },
        set => {
            let items: Vec<_> = catalogue.choices(set).collect();
            let short = items.iter().map(|c| c.words.chars().count()).sum::<usize>() < BESIDE;
            let radios = ui::radios(&name, label).small();
            let radios = radios.items(items.into_iter().map(|c| ui::item(c.code.clone(), c.words.clone())));
            shown!(if short { radios.inline() } else { radios })
        }
    };
    html! {
        (choice)
        @if question.takes_words {
            (ui::textarea(&words_field(question), &format!("Evidence ({})", uncapital(label))).rows(2).show(form))
        }
    }
}

fn uncapital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Many questions with the same answers, as a table of radios.
fn matrix(catalogue: &Catalogue, asked: &[&Question], form: &Form) -> Markup {
    let set = asked.first().map_or("", |q| q.answer_set.as_str());
    let choices: Vec<_> = catalogue.choices(set).collect();
    let columns = std::iter::once(ui::column("Drug")).chain(choices.iter().map(|c| ui::column(&c.words)));
    let mut table = ui::Table::new("Which drugs, and when", columns);
    for question in asked {
        let name = field(&question.code);
        let cells = choices.iter().enumerate().map(|(at, choice)| {
            let id = if at == 0 { name.clone() } else { format!("{name}-{}", at + 1) };
            html! {
                div class="govuk-radios govuk-radios--small" {
                    div.govuk-radios__item {
                        input.govuk-radios__input id=(id) name=(name) type="radio" value=(choice.code) checked[form.typed(&name) == choice.code];
                        label class="govuk-label govuk-radios__label" for=(id) {
                            span.govuk-visually-hidden { (question.words) ": " (choice.words) }
                        }
                    }
                }
            }
        });
        table.push(std::iter::once(html! { (question.words) }).chain(cells));
    }
    table.show()
}

/// Both versions of what two people answered differently.
fn conflict(catalogue: &Catalogue, asked: &[&Question], known: &Sheet, form: &Form) -> Markup {
    let columns = ["Question", "In the assessment now", "What you answered"].map(ui::column);
    let mut table = ui::Table::new("What is there now, and what you answered", columns);
    for question in asked {
        let (now, mine) = (stored(known, question), typed(form, question));
        let (version, changed) = touched(form, question);
        let theirs = known.row(&question.code).filter(|r| r.version != version);
        if let Some(row) = theirs.filter(|_| changed && now != mine) {
            let told = |pair: &Pair| {
                let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
                lines(&answer_words(catalogue, question, some(&pair.0).as_deref(), some(&pair.1).as_deref()))
            };
            table.push([
                html! { (question.words) },
                html! { (told(&now)) br; span.govuk-hint { (row.author) ", " (ui::instant(row.answered_at)) } },
                told(&mine),
            ]);
        }
    }
    html! { @if !table.is_empty() { (table.show()) } }
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, assessment) = asked_to_change(cx, req)?;
    let catalogue = current(cx)?;
    let code: String = req.param("section")?;
    let section = catalogue.section(&code).ok_or(Failure::NotFound)?;
    let asked: Vec<&Question> = catalogue.of_section(&section.code, assessment.asked_on()).collect();
    let form = req.form();
    let given = given(&form, &asked)?;
    let confirm = if form.ticked("confirm") { asked.iter().map(|q| q.code.clone()).collect() } else { Vec::new() };
    answer(cx, &assessment, &given, &confirm)?;
    let to = if form.typed("then") == "list" {
        path(&open, &assessment, "")
    } else {
        next(&open, &assessment, &catalogue, section)
    };
    Ok(Reply::done(to, format!("{} saved", section.words)))
}

/// The answers whose author changed them.
fn given(form: &Form, asked: &[&Question]) -> Result<Vec<Given>> {
    form.finish()?;
    let changed = asked.iter().filter_map(|question| {
        let (version, changed) = touched(form, question);
        let (value, words) = typed(form, question);
        let some = |text: String| Some(text).filter(|t| !t.is_empty());
        changed.then(|| Given {
            question: question.code.clone(),
            value: some(value),
            words: some(words),
            version,
            field: field(&question.code),
        })
    });
    Ok(changed.collect())
}

fn next(open: &OpenPerson, assessment: &Assessment, catalogue: &Catalogue, section: &Section) -> String {
    let mut after = catalogue.sections.iter().skip_while(|s| s.code != section.code).skip(1);
    after
        .next()
        .map_or_else(|| path(open, assessment, ""), |s| path(open, assessment, &format!("/sections/{}", s.code)))
}
