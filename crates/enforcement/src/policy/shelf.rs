//! The policy of enforcement as pages and calls: numbers set anew, what courts make of a breach, reasons, registrations and
//! milestones added or ended, from a day to come.
//!
//! Always true: a row that is set is a new row; what was decided by an older one stays.

use super::rows::{MilestoneRecord, NumberRow, POWER, PolicyChange, ReasonRow, RegisteredRow, ResultRow, STOP};
use super::{EARLY_END_NOTICE, JUDGEMENT_DAYS, MILESTONE_DAYS, PACK_SIGN_OFF};
use kernel::{Date, Permission};
use law::Law;
use policy::{Adding, Counts, Dated, Figure, List, Made, New, Part, Paths, Shelf, list};
use sentences::{EndOf, Lists};
use serde_json::json;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Markup, html, ui};

const LONGEST: usize = 200;
const MOST_DAYS: u32 = 731;

struct Enforcement;

impl Shelf for Enforcement {
    type Changes = PolicyChange;
    const PATHS: Paths = policy::paths!("/policy/enforcement", "/api/v1/policy/enforcement");
    const TITLE: &'static str = "Policy of compliance";
    const ABOUT: &'static str = "What the service decides for itself about breaches, early ends and recognition. What the law says is not here.";
    const READ: Permission = Permission::ReadTeams;
    const SET: Permission = Permission::Administer;
    const LISTS: &'static [List] = &[
        list::<NumberRow>("numbers", "Days and checks", "A new row holds for what is decided from that day on."),
        list::<ResultRow>(
            "results",
            "What a court may make of a breach",
            "Results of that day and after are chosen from the rows that hold then. Older ones keep their words.",
        )
        .with(Adding { title: "Add a result", fields: result_fields, make: make_result }),
        list::<ReasonRow>(
            "reasons",
            "Reasons to choose from",
            "Why a breach does not go on, and why an officer uses a power.",
        )
        .with(Adding {
            title: "Add a reason why a breach does not go on",
            fields: words_fields,
            make: make_stop,
        }),
        list::<RegisteredRow>(
            "registered",
            "Registrations that answer a fact of the law",
            "An officer is not asked what one of these registrations says.",
        )
        .with(Adding { title: "Add a registration", fields: registered_fields, make: make_registered }),
        list::<MilestoneRecord>(
            "milestones",
            "Milestones",
            "What is reached from that day on is measured by the new row.",
        )
        .with(Adding { title: "Add a milestone", fields: milestone_fields, make: make_milestone }),
    ];
}

pub(crate) fn routes() -> Vec<web::Route> {
    policy::routes::<Enforcement>()
}

fn part(words: &str, counts: Counts, number: i64, (least, most): (u32, u32)) -> Part {
    let number = u32::try_from(number).ok();
    let (name, words) = ("number".to_owned(), words.to_owned());
    Part { name, words, counts, number, may_be_open: false, least, most, rising: None }
}

/// What a number counts, and between which limits it makes sense.
fn limits(name: &str) -> (Counts, (u32, u32)) {
    match name {
        PACK_SIGN_OFF => (Counts::Things, (0, 1)),
        EARLY_END_NOTICE => (Counts::Days, (0, 90)),
        JUDGEMENT_DAYS | MILESTONE_DAYS => (Counts::Days, (1, MOST_DAYS)),
        _ => (Counts::Days, (0, MOST_DAYS)),
    }
}

impl Dated for NumberRow {
    const ORDER: &'static str = "ORDER BY name, valid_from";

    fn code(&self) -> String {
        self.name.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let (counts, range) = limits(&self.name);
        Some(Figure {
            code: self.name.clone(),
            words: self.words.clone(),
            parts: vec![part("Number", counts, self.number, range)],
            from: self.valid_from,
            until: None,
            assumed: self.assumed,
            source: self.source.clone(),
            rewords: None,
            may_end: false,
        })
    }

    fn anew(&self, new: &New, source: String) -> NumberRow {
        let number = new.number(0).map_or(self.number, i64::from);
        NumberRow { valid_from: new.from, number, assumed: false, source, ..self.clone() }
    }
}

/// A row without a number, which is added and ended.
fn plain(code: String, words: String, (from, until): (Date, Option<Date>), assumed: bool, source: String) -> Figure {
    Figure { code, words, parts: Vec::new(), from, until, assumed, source, rewords: None, may_end: true }
}

impl Dated for ResultRow {
    const ORDER: &'static str = "ORDER BY place, code, valid_from";

    fn code(&self) -> String {
        self.code.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let does = match (&self.ends, self.amends) {
            (Some(reason), _) => format!("It ends the order: {}. ", reason.replace('-', " ")),
            (None, true) => "The order’s dates or requirements change. ".to_owned(),
            (None, false) => String::new(),
        };
        let span = (self.valid_from, self.valid_before);
        let source = format!("In Welsh: {}. {does}{}", self.cy, self.source);
        Some(plain(self.code.clone(), self.en.clone(), span, self.assumed, source))
    }

    fn anew(&self, new: &New, source: String) -> ResultRow {
        ResultRow { valid_from: new.from, valid_before: new.until(), assumed: false, source, ..self.clone() }
    }
}

impl Dated for ReasonRow {
    const ORDER: &'static str = "ORDER BY list, place, code, valid_from";

    fn code(&self) -> String {
        format!("{}.{}", self.list, self.code)
    }

    fn figure(&self) -> Option<Figure> {
        let what = if self.list == POWER { "Why a power is used." } else { "Why a breach does not go on." };
        let span = (self.valid_from, self.valid_before);
        let source = format!("{what} In Welsh: {}. {}", self.cy, self.source);
        let figure = plain(Dated::code(self), self.en.clone(), span, self.assumed, source);
        // The law asks for one of the reasons of a power by its code.
        Some(Figure { may_end: self.list != POWER, ..figure })
    }

    fn anew(&self, new: &New, source: String) -> ReasonRow {
        ReasonRow { valid_from: new.from, valid_before: new.until(), assumed: false, source, ..self.clone() }
    }
}

impl Dated for RegisteredRow {
    const ORDER: &'static str = "ORDER BY fact, kind, valid_from";

    fn code(&self) -> String {
        format!("{}.{}", self.fact, self.kind)
    }

    fn figure(&self) -> Option<Figure> {
        let levels: Vec<&str> = self.levels.as_array().into_iter().flatten().filter_map(|l| l.as_str()).collect();
        let levels = if levels.is_empty() { "any level".to_owned() } else { format!("level {}", levels.join(" or ")) };
        let words = format!("{}: registration {}, {levels}", self.fact.replace('-', " "), self.kind);
        let span = (self.valid_from, self.valid_before);
        Some(plain(Dated::code(self), words, span, self.assumed, self.source.clone()))
    }

    fn anew(&self, new: &New, source: String) -> RegisteredRow {
        RegisteredRow { valid_from: new.from, valid_before: new.until(), assumed: false, source, ..self.clone() }
    }
}

/// A measure by its code, in words, with what its number counts and the highest that it may be.
type Measure = (&'static str, &'static str, Option<(Counts, u32)>);

const MEASURES: [Measure; 5] = [
    ("months-kept", "So many months since the order began, every appointment kept", Some((Counts::Months, 36))),
    ("months-without-failure", "So many months without a failure", Some((Counts::Months, 36))),
    ("hours-percent", "So many hundredths of the hours", Some((Counts::Things, 100))),
    ("requirement-completed", "A requirement is completed", None),
    ("order-completed", "The order is completed", None),
];

impl Dated for MilestoneRecord {
    const ORDER: &'static str = "ORDER BY place, code, valid_from";

    fn code(&self) -> String {
        self.code.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let measure = MEASURES.iter().find(|(code, ..)| *code == self.measure);
        let words = measure.map_or(self.measure.as_str(), |(_, words, _)| words);
        let parts = measure.and_then(|(.., number)| *number);
        let parts = parts.map(|(counts, most)| part("Number", counts, self.number, (1, most)));
        let gives = if self.gives == "certificate" { "a certificate" } else { "a letter" };
        Some(Figure {
            code: self.code.clone(),
            words: self.en.clone(),
            parts: parts.into_iter().collect(),
            from: self.valid_from,
            until: self.valid_before,
            assumed: self.assumed,
            source: format!("{words}. Usually given: {gives}. In Welsh: {}. {}", self.cy, self.source),
            rewords: None,
            may_end: true,
        })
    }

    fn anew(&self, new: &New, source: String) -> MilestoneRecord {
        let number = new.number(0).map_or(self.number, i64::from);
        let (valid_from, valid_before) = (new.from, new.until());
        MilestoneRecord { valid_from, valid_before, number, assumed: false, source, ..self.clone() }
    }
}

fn in_both(form: &Form) -> Markup {
    html! {
        (ui::input("en", "In English").show(form))
        (ui::input("cy", "In Welsh").show(form))
    }
}

fn words_fields(_: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    Ok(in_both(form))
}

/// Where a new row stands: behind all.
fn last(places: impl Iterator<Item = i64>) -> i64 {
    places.max().unwrap_or(0).saturating_add(10)
}

fn make_stop(cx: &mut Cx<'_>, form: &mut Form, new: &New) -> Result<Made> {
    let (en, cy) = (form.text("en", "the reason in English", LONGEST), form.text("cy", "the reason in Welsh", LONGEST));
    let (en, cy) = form.complete((en, cy))?;
    let all: Vec<ReasonRow> = cx.list("WHERE list = $1", &[STOP.into()])?;
    let place = last(all.iter().map(|row| row.place));
    let (list, code, source) = (STOP.to_owned(), format!("own-{place}"), new.source());
    let (valid_from, valid_before, assumed) = (new.from, None, false);
    let row = ReasonRow { list, code, valid_from, valid_before, place, en, cy, assumed, source };
    cx.insert(&row)?;
    Ok(Made { code: Dated::code(&row), words: row.en })
}

/// What a result does to the order: nothing, a change, or an end with its reason.
fn effects(cx: &mut Cx<'_>, day: Date) -> Result<Vec<(String, String)>> {
    let lists = Lists::current(cx)?;
    let mut all = vec![
        ("none".to_owned(), "Nothing".to_owned()),
        ("amends".to_owned(), "Its dates or requirements change".to_owned()),
    ];
    all.extend(
        lists
            .reasons(EndOf::Order, day)
            .map(|reason| (format!("ends:{}", reason.code), format!("It ends: {}", reason.en))),
    );
    Ok(all)
}

fn result_fields(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let today = cx.today();
    let effects = effects(cx, today)?;
    Ok(html! {
        (in_both(form))
        (ui::select("effect", "What does it do to the order?").option("", "Choose").options(effects).show(form))
        (ui::input("court", "How a court’s message says it (optional)").hint("Several with a comma between them").show(form))
    })
}

fn make_result(cx: &mut Cx<'_>, form: &mut Form, new: &New) -> Result<Made> {
    let (en, cy) = (form.text("en", "the result in English", LONGEST), form.text("cy", "the result in Welsh", LONGEST));
    let codes: Vec<String> = effects(cx, new.from)?.into_iter().map(|(code, _)| code).collect();
    let effect = form.code("effect", "what it does to the order", &codes);
    let court = form.optional_text("court", "the court’s words", LONGEST).unwrap_or_default();
    let (en, cy, effect) = form.complete((en, cy, effect))?;
    let court: Vec<&str> = court.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    let all: Vec<ResultRow> = cx.list("", &[])?;
    let place = last(all.iter().map(|row| row.place));
    let row = ResultRow {
        code: format!("own-{place}"),
        valid_from: new.from,
        valid_before: None,
        place,
        en,
        cy,
        court: json!(court),
        ends: effect.strip_prefix("ends:").map(str::to_owned),
        amends: effect == "amends",
        assumed: false,
        source: new.source(),
    };
    cx.insert(&row)?;
    Ok(Made { code: row.code, words: row.en })
}

fn facts(cx: &Cx<'_>) -> Result<Vec<(String, String)>> {
    let law = cx.part::<Law>()?;
    Ok(law.power_facts().iter().map(|fact| (fact.code.clone(), fact.question.clone())).collect())
}

fn registered_fields(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let (facts, today) = (facts(cx)?, cx.today());
    let types = assessment::registrations::types(cx)?;
    let kinds: Vec<(String, String)> = types.offered(today).map(|t| (t.code.clone(), t.name.en.clone())).collect();
    Ok(html! {
        (ui::select("fact", "Which question does it answer with yes?").option("", "Choose").options(facts).show(form))
        (ui::select("kind", "Which registration?").option("", "Choose").options(kinds).show(form))
        (ui::input("levels", "Codes of levels (optional)").hint("With a comma between them. Leave empty for any level").width(20).show(form))
    })
}

fn make_registered(cx: &mut Cx<'_>, form: &mut Form, new: &New) -> Result<Made> {
    let facts: Vec<String> = facts(cx)?.into_iter().map(|(code, _)| code).collect();
    let types = assessment::registrations::types(cx)?;
    let kinds: Vec<&str> = types.offered(new.from).map(|t| t.code.as_str()).collect();
    let (fact, kind) = (form.code("fact", "the question", &facts), form.code("kind", "the registration", &kinds));
    let levels = form.optional_text("levels", "the levels", LONGEST).unwrap_or_default();
    let (fact, kind) = form.complete((fact, kind))?;
    let levels: Vec<String> = levels.split(',').map(|l| l.trim().to_uppercase()).filter(|l| !l.is_empty()).collect();
    let known = types.at(&kind, new.from);
    if let Some(level) = levels.iter().find(|level| known.is_none_or(|kind| kind.level(level).is_none())) {
        let words = format!("This registration has no level {level}");
        return Err(Failure::refused("levels", "unknown_level", words));
    }
    let same: Vec<RegisteredRow> =
        cx.list("WHERE fact = $1 AND kind = $2", &[fact.as_str().into(), kind.as_str().into()])?;
    if !same.is_empty() {
        return Err(Failure::refused("kind", "already_there", "This registration answers that question already"));
    }
    let (valid_from, valid_before, assumed, source) = (new.from, None, false, new.source());
    let row = RegisteredRow { fact, kind, valid_from, valid_before, levels: json!(levels), assumed, source };
    cx.insert(&row)?;
    let words = row.figure().map_or_else(String::new, |figure| figure.words);
    Ok(Made { code: Dated::code(&row), words })
}

fn requirement_types(cx: &Cx<'_>) -> Result<Vec<(String, String)>> {
    let law = cx.part::<Law>()?;
    let mut all = vec![("any".to_owned(), "Any requirement".to_owned())];
    all.extend(law.requirements().iter().map(|r| (r.code.clone(), r.en.clone())));
    Ok(all)
}

fn milestone_fields(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let types = requirement_types(cx)?;
    let measures = MEASURES.map(|(code, words, _)| (code.to_owned(), words.to_owned()));
    Ok(html! {
        (in_both(form))
        (ui::input("words_en", "In a letter, in English").hint("Such as: You have kept every appointment for three months.").show(form))
        (ui::input("words_cy", "In a letter, in Welsh").hint("It begins with “Rydych wedi”").show(form))
        (ui::input("certificate_en", "On a certificate, in English").hint("Reads on from “has”, such as: kept every appointment for three months").show(form))
        (ui::input("certificate_cy", "On a certificate, in Welsh").show(form))
        (ui::select("measure", "What is reached?").option("", "Choose").options(measures).show(form))
        (ui::input("number", "How many months or hundredths?").hint("Leave empty where something is completed").number().width(5).show(form))
        (ui::select("of", "Of which requirement?").options(types).show(form))
        (ui::radios("gives", "What is usually given?").item("letter", "A letter").item("certificate", "A certificate").show(form))
    })
}

fn make_milestone(cx: &mut Cx<'_>, form: &mut Form, new: &New) -> Result<Made> {
    let types: Vec<String> = requirement_types(cx)?.into_iter().map(|(code, _)| code).collect();
    let mut text = |name: &str, what: &str| form.text(name, what, LONGEST);
    let (en, cy) = (text("en", "the name in English"), text("cy", "the name in Welsh"));
    let (words_en, words_cy) = (text("words_en", "the words of a letter"), text("words_cy", "the words in Welsh"));
    let certificate_en = text("certificate_en", "the words of a certificate");
    let certificate_cy = text("certificate_cy", "the words of a certificate in Welsh");
    let codes = MEASURES.map(|(code, ..)| code);
    let measure = form.code("measure", "what is reached", &codes);
    let takes = measure.as_ref().and_then(|m| MEASURES.iter().find(|(code, ..)| code == m)).and_then(|m| m.2);
    let number = match takes {
        Some((_, most)) => form.integer("number", "how many", 1..=i64::from(most)),
        None => Some(1),
    };
    let of = form.code("of", "the requirement", &types);
    let gives = form.code("gives", "what is given", &["letter", "certificate"]);
    let (en, cy, words_en, words_cy) = form.complete((en, cy, words_en, words_cy))?;
    let (certificate_en, certificate_cy) = form.complete((certificate_en, certificate_cy))?;
    let (measure, number, of, gives) = form.complete((measure, number, of, gives))?;
    let all: Vec<MilestoneRecord> = cx.list("", &[])?;
    let place = last(all.iter().map(|row| row.place));
    let requirement_types = if of == "any" { json!([]) } else { json!([of]) };
    let row = MilestoneRecord {
        code: format!("own-{place}"),
        valid_from: new.from,
        valid_before: None,
        place,
        en,
        cy,
        words_en,
        words_cy,
        certificate_en,
        certificate_cy,
        measure,
        number,
        requirement_types,
        other_types: json!([]),
        gives: if gives == "certificate" { "certificate".into() } else { "milestone_letter".into() },
        assumed: false,
        source: new.source(),
    };
    cx.insert(&row)?;
    Ok(Made { code: row.code, words: row.en })
}
