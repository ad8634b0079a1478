//! What a provider is told of a person, the same for the officer before sending and for the provider afterwards.

use crate::referrals::records::{Complexity, NeedAsked, Sent};
use crate::referrals::words::{Words, need_words};
use people::OpenPerson;
use web::ui::{self, Row, column, row};
use web::{Markup, html};

fn lines(texts: &[String], none: &str) -> Markup {
    html! {
        @if texts.is_empty() { span.govuk-hint { (none) } }
        @for (n, text) in texts.iter().enumerate() { @if n > 0 { br; } (text) }
    }
}

/// What goes with every referral, whatever is ticked.
pub(super) fn person_rows_always(open: &OpenPerson, sent: &Sent) -> Vec<Row> {
    let born = open.person.born.map_or_else(|| "Not known".to_owned(), ui::day);
    vec![
        row("Name", people::spoken_name(&open.person)),
        row("Date of birth", born),
        row("To take part they need", lines(&sent.taking_part, "Nothing recorded")),
        row("Responsible officer", sent.officer.clone().unwrap_or_else(|| "Nobody yet".to_owned())),
    ]
}

/// Who it is and how they are reached.
pub(crate) fn person_rows(open: &OpenPerson, sent: &Sent) -> Vec<Row> {
    let given = |text: &Option<String>| text.clone().unwrap_or_else(|| "Not sent".to_owned());
    let born = open.person.born.map_or_else(|| "Not known".to_owned(), ui::day);
    let mut rows = vec![
        row("Name", people::spoken_name(&open.person)),
        row("Date of birth", born),
        row("Telephone", given(&sent.telephone)),
        row("Email", given(&sent.email)),
        row("Address", given(&sent.address)),
        row("To take part they need", lines(&sent.taking_part, "Nothing recorded")),
        row("Responsible officer", sent.officer.clone().unwrap_or_else(|| "Nobody yet".to_owned())),
    ];
    if let Some(agreed) = sent.agreed {
        rows.push(row("Agrees to take part", if agreed { "Yes" } else { "No" }));
    }
    rows
}

/// Who is at risk of serious harm, children first, and what the officer adds.
pub(crate) fn risk(sent: &Sent) -> Markup {
    let columns = ["Who is at risk", "How high", "What is known", "As at"].map(column);
    let rows = sent
        .risks
        .iter()
        .map(|r| [html! { (r.who) }, html! { (r.level) }, html! { (r.nature) }, html! { (ui::short_day(r.on)) }]);
    html! {
        @if sent.risks.is_empty() {
            p.govuk-body { "No level of risk of serious harm has been decided yet." }
        } @else {
            (ui::Table::new("Risk of serious harm", columns).unseen_caption().rows(rows).show())
        }
        @if let Some(words) = &sent.safety { h4.govuk-heading-s { "To work safely" } p.govuk-body { (words) } }
    }
}

/// What is asked for.
pub(crate) fn needs(asked: &[NeedAsked]) -> Markup {
    let words = Words::shipped();
    let rows = asked.iter().map(|need| {
        let complexity = need.complexity.parse::<Complexity>().map_or("", Complexity::words);
        let outcomes: Vec<String> = need.outcomes.iter().map(|code| words.outcome(code).to_owned()).collect();
        [html! { (need_words(&need.need)) }, html! { (complexity) }, lines(&outcomes, "None")]
    });
    let columns = ["Need", "Complexity", "What should be reached"].map(column);
    html! {
        @if asked.is_empty() { p.govuk-body { "No outcome is asked for beyond the requirement itself." } }
        @else { (ui::Table::new("Needs and outcomes", columns).unseen_caption().rows(rows).show()) }
    }
}
