//! Reading a report: as a page, on paper, its record and its enquiries alone, and beside the sentence that followed.

use super::super::concordance::{Compared, Verdict};
use super::super::document::{Document, DocumentRequirement, document, frozen, hash};
use super::super::drawn::{self, Drawn, DrawnEnquiry};
use super::super::records::{Report, ReportLine, ReportState};
use super::super::store::asked_of;
use super::{all_of, framed, one, path};
use law::Law;
use store::{Cx, Result, params};
use web::ui::{self, Colour};
use web::{Answer, Markup, Reply, Request, html};

fn paragraphs(text: &str) -> Markup {
    html! { @for line in text.lines().filter(|l| !l.trim().is_empty()) { p.govuk-body { (line) } } }
}

fn head(document: &Document) -> Markup {
    let born = document.born.map_or_else(|| "Not on record".to_owned(), ui::day);
    let signed = match (&document.signed_by, document.signed_on) {
        (Some(by), Some(on)) => format!("{by}, {}", ui::day(on)),
        _ => "Not signed yet".to_owned(),
    };
    let mut rows = vec![
        ui::row("Name", document.name.clone()),
        ui::row("CRN", document.crn.clone()),
        ui::row("Date of birth", born),
        ui::row("Court", document.court.clone()),
        ui::row("Hearing", ui::day(document.hearing_on)),
        ui::row("What the bench asked", document.reasons.clone()),
        ui::row("How the author met the person", document.interview.clone()),
        ui::row("Author", document.author.clone()),
    ];
    rows.extend(document.checked_by.clone().map(|by| ui::row("Checked by", by)));
    rows.push(ui::row("Signed", signed));
    ui::summary_list(&rows)
}

fn record_of(record: &Drawn) -> Markup {
    html! {
        p.govuk-hint { "As the record stood on " (ui::instant(drawn::at(record))) }
        @if record.orders.is_empty() { p.govuk-body { "No order is on record." } }
        @for order in &record.orders {
            h4.govuk-heading-s { (order.name) ", " (ui::day(order.made_on)) ", " (order.court) }
            p.govuk-body { (order.stands) }
            ul.govuk-list.govuk-list--bullet { @for (name, done) in &order.requirements { li { (name) ": " (done) } } }
        }
        @if let Some(since) = record.since {
            p.govuk-body { "Appointments since " (ui::day(since)) ": " (record.attended) " attended, " (record.excused) " missed with an acceptable reason, " (record.missed) " missed without." }
        }
        @if !record.outcomes.is_empty() {
            h4.govuk-heading-s { "What courts did with orders" }
            ul.govuk-list.govuk-list--bullet { @for words in &record.outcomes { li { (words) } } }
        }
        p.govuk-body { "Risk of serious harm: " (record.harm.as_deref().unwrap_or("not assessed")) }
    }
}

fn requirement(line: &DocumentRequirement) -> Markup {
    html! {
        li {
            strong { (line.name) @if let Some(length) = &line.length { ", " (length) } }
            ". " (line.why)
            @if let Some(start) = &line.start { br; span.govuk-hint { (start.words) } }
        }
    }
}

/// The whole report, for the page, the print and the check.
pub(super) fn shown(document: &Document) -> Markup {
    html! {
        (head(document))
        @for (heading, words) in &document.parts {
            h3.govuk-heading-m { (heading) }
            (paragraphs(words))
        }
        h3.govuk-heading-m { "Orders so far" }
        (record_of(&document.record))
        h3.govuk-heading-m { "Enquiries" }
        (asked(&document.record.enquiries))
        @if !document.without.is_empty() { p.govuk-body { "Without: " (document.without.join("; ")) } }
        h3.govuk-heading-m { "Proposal" }
        @match &document.proposal {
            None => p.govuk-body { "Not written yet." },
            Some(proposal) => {
                p.govuk-body { strong { (proposal.sentence) @if let Some(term) = &proposal.term { ", " (term) } } }
                ul.govuk-list.govuk-list--bullet { @for line in &proposal.requirements { (requirement(line)) } }
                @if let Some(why) = &document.no_starts { p.govuk-body { "Start dates: " (why) "." } }
                p.govuk-body { "Reparation: " (proposal.reparation) }
            }
        }
    }
}

fn asked(sent: &[DrawnEnquiry]) -> Markup {
    html! {
        @if sent.is_empty() { p.govuk-body { "Nobody was asked." } }
        @else {
            ul.govuk-list.govuk-list--bullet {
                @for e in sent { li { (e.name) ", asked of " (e.asked_of) " on " (ui::day(e.sent_on)) ": " (e.stands) } }
            }
        }
    }
}

/// Says when a signed text is not what was sealed.
fn intact(report: &Report) -> Markup {
    let broken = match (&report.shown, &report.shown_hash) {
        (Some(shown), Some(kept)) => hash(shown) != *kept,
        _ => false,
    };
    html! { @if broken { (ui::warning("This signed report is not what was sealed when it was signed. Tell your administrator.")) } }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = all_of(cx, req)?;
    let document = document(cx, &open, &whole)?;
    let title = format!("{} for {}", document.kind, document.court);
    let frame = framed(cx, req, &open, &title, path(whole.report.id, ""))?;
    let body = html! {
        h1.govuk-heading-l { (title) }
        (intact(&whole.report))
        @if whole.report.state != ReportState::Signed {
            (ui::inset(&html! { "Not signed: this is the report as the record stands now." }))
        }
        (ui::link_button(&path(whole.report.id, "/print"), "Page to print").secondary().show())
        (shown(&document))
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn print(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = all_of(cx, req)?;
    let document = document(cx, &open, &whole)?;
    let title = format!("{} on {}", document.kind, document.name);
    let body = html! {
        h1.govuk-heading-l { (title) }
        (intact(&whole.report))
        @if document.signed_on.is_none() { p.govuk-body { strong { "Draft, not signed" } } }
        (shown(&document))
    };
    let frame = req.frame().titled(title).about(open.name()).back(path(whole.report.id, "/read"));
    Ok(Reply::page(frame, body))
}

pub(super) fn record(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, report) = one(cx, req)?;
    let (record, note) = match &report.shown {
        Some(shown) => (frozen(shown)?.record, "As it was signed."),
        None => (drawn::draw(cx, &open)?, "Current to the minute. It is kept as it is when the report is signed."),
    };
    let frame = framed(cx, req, &open, "The record", path(report.id, ""))?;
    let body = html! {
        h1.govuk-heading-l { "The record" }
        p.govuk-body { (note) }
        (record_of(&record))
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn enquiries(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, report) = one(cx, req)?;
    let wanted = asked_of(cx, &open, &report)?.enquiries;
    let kinds = assessment::enquiries::kinds(cx)?;
    let sent = match &report.shown {
        Some(shown) => frozen(shown)?.record.enquiries,
        None => drawn::enquiries(cx, &open)?,
    };
    let columns = ["Whom policy asks for", "Why", "How it stands"].map(ui::column);
    let cells = wanted.iter().map(|(code, why)| {
        let sent: Vec<_> = sent.iter().filter(|e| e.kind == *code).collect();
        [
            html! { (kinds.name(code)) },
            html! { (why) },
            html! {
                @if sent.is_empty() { (ui::tag(Colour::Orange, "Not asked")) }
                @for e in &sent { (e.stands) " (" (ui::short_day(e.sent_on)) ")" br; }
            },
        ]
    });
    let frame = framed(cx, req, &open, "Enquiries", path(report.id, ""))?;
    let body = html! {
        h1.govuk-heading-l { "Enquiries" }
        @if wanted.is_empty() { p.govuk-body { "Policy asks for no enquiry in this kind of report." } }
        @else { (ui::Table::new("What policy asks for", columns).rows(cells).show()) }
        h2.govuk-heading-m { "Everything that was asked" }
        (asked(&sent))
        p.govuk-body { (ui::link(&open.path("/enquiries"), "The register of enquiries: send, chase, answer, analyse")) }
    };
    Ok(Reply::page(frame, body))
}

/// A verdict as a tag.
fn verdict_tag(verdict: Verdict) -> Markup {
    let colour = match verdict {
        Verdict::Same => Colour::Green,
        Verdict::Less => Colour::Teal,
        Verdict::More => Colour::Orange,
        Verdict::Other => Colour::Purple,
    };
    ui::tag(colour, verdict.words())
}

fn compared(cx: &Cx<'_>, line: &ReportLine, compared: &Compared) -> Result<Markup> {
    let law = cx.part::<Law>()?;
    let sentence = |code: &str| law.sentence(code).map_or_else(|| code.to_owned(), |s| s.en.clone());
    let name = |code: &str| law.requirement(code).map_or_else(|| code.to_owned(), |k| k.en.clone());
    let of = |length: &Option<String>, none: &str| length.clone().unwrap_or_else(|| none.to_owned());
    let first = [
        html! { "Sentence" },
        html! { (sentence(&compared.proposed)) },
        html! { (sentence(&compared.passed)) },
        verdict_tag(compared.sentence),
    ];
    let rest = compared.lines.iter().map(|l| {
        [
            html! { (name(&l.kind)) },
            html! { (of(&l.proposed, "Not proposed")) },
            html! { (of(&l.passed, "Not passed")) },
            verdict_tag(l.verdict),
        ]
    });
    let columns = ["What", "Proposed", "Passed", "Compared"].map(ui::column);
    Ok(html! {
        p.govuk-body { "Sentenced on " (line.sentenced_on.map_or_else(|| "a day not on record".to_owned(), ui::day)) ". As a whole: " (verdict_tag(compared.overall)) }
        (ui::Table::new("Proposal and sentence", columns).rows(std::iter::once(first).chain(rest)).show())
    })
}

pub(super) fn sentence(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, report) = one(cx, req)?;
    let line = cx.need::<ReportLine>(params![report.id])?;
    let held = line.compared.clone().and_then(|c| serde_json::from_value::<Compared>(c).ok());
    let shown = match &held {
        Some(held) => compared(cx, &line, held)?,
        None => ui::empty("No sentence has come since the report was signed.", None),
    };
    let frame = framed(cx, req, &open, "What the court decided", path(report.id, ""))?;
    let body = html! {
        h1.govuk-heading-l { "What the court decided" }
        (shown)
        p.govuk-hint { "This compares; it judges neither the court nor the author." }
    };
    Ok(Reply::page(frame, body))
}
