//! Our components give the HTML of the official ones, compared with the fixtures that govuk-frontend ships. Skipped with a
//! notice where the package is not installed (`npm ci --prefix assets`).

#![expect(clippy::expect_used, clippy::panic, reason = "a test says what it missed by failing")]

use maud::{Markup, html};
use std::path::PathBuf;
use web::form::Form;
use web::ui;

/// Tokens of the HTML: tags with their attributes in order of name, and texts with single spaces.
fn tokens(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text(&rest[..open], &mut found);
        let close = open + end_of_tag(&rest[open..]);
        found.push(tag(&rest[open + 1..close]));
        rest = &rest[close + 1..];
    }
    text(rest, &mut found);
    found
}

fn end_of_tag(tag: &str) -> usize {
    let mut quoted = false;
    tag.find(|c: char| {
        quoted ^= c == '"';
        c == '>' && !quoted
    })
    .expect("a tag ends")
}

fn text(text: &str, found: &mut Vec<String>) {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.is_empty() {
        found.push(
            words
                .replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&ctdot;", "⋯")
                .replace("&lt;", "<")
                .replace("&amp;", "&"),
        );
    }
}

fn tag(inside: &str) -> String {
    let inside = inside.trim().trim_end_matches('/');
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let stop = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let key = &rest[..stop];
        rest = &rest[stop..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let end = quoted.find('"').expect("a value ends");
            let mut words: Vec<&str> = quoted[..end].split_whitespace().collect();
            if key == "class" {
                words.sort_unstable();
            }
            value = words.join(" ");
            rest = &quoted[end + 1..];
        }
        attributes.push(format!("{key}={value}"));
    }
    attributes.sort_unstable();
    format!("<{name} {}>", attributes.join(" "))
}

fn fixture(component: &str, name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../assets/node_modules/govuk-frontend/dist/govuk/components")
        .join(component)
        .join("fixtures.json");
    let bytes = std::fs::read(path).ok()?;
    let file: serde_json::Value = serde_json::from_slice(&bytes).expect("fixtures are JSON");
    let all = file["fixtures"].as_array().expect("fixtures are a list");
    let one = all.iter().find(|f| f["name"] == name).unwrap_or_else(|| panic!("{component} has no fixture {name}"));
    one["html"].as_str().map(str::to_owned)
}

fn same(component: &str, name: &str, ours: &Markup) {
    let Some(theirs) = fixture(component, name) else {
        println!("skipped: govuk-frontend is not installed");
        return;
    };
    assert_eq!(tokens(&ours.0), tokens(&theirs), "{component}: {name}\n{}\n{theirs}", ours.0);
}

fn refused(field: &str, words: &str) -> Form {
    let mut form = Form::blank();
    form.refuse(kernel::Refusal::new(field, "missing", words));
    form
}

#[test]
fn buttons() {
    same("button", "default", &ui::button("Save and continue").repeatable().show());
    same("button", "prevent double click", &ui::button("Submit").show());
    same("button", "link", &ui::link_button("/", "Link button").show());
}

#[test]
fn texts_set_apart() {
    same("tag", "default", &ui::tag(ui::Colour::Plain, "Alpha"));
    same("tag", "grey", &ui::tag(ui::Colour::Grey, "Grey"));
    same("warning-text", "default", &ui::warning("You can be fined up to £5,000 if you don’t register."));
    let weeks = "It can take up to 8 weeks to register a lasting power of attorney if there are no mistakes in the application.";
    same("inset-text", "default", &ui::inset(&html! { (weeks) }));
    same(
        "panel",
        "default",
        &ui::panel("Application complete", Some(&html! { "Your reference number" br; strong { "HDJ2123F" } })),
    );
    same(
        "notification-banner",
        "default",
        &ui::notice(&ui::Notice::important("This publication was withdrawn on 7 March 2014.")),
    );
    same(
        "notification-banner",
        "with type as success",
        &ui::notice(&ui::Notice::done(
            "Email sent to email@example.com".replace("email@example.com", "example@email.com"),
        )),
    );
}

#[test]
fn lines_of_text() {
    same("input", "default", &ui::input("test-name", "National Insurance number").plain().show(&Form::blank()));
    let form = refused("test-name-3", "Enter a National Insurance number in the correct format");
    let ours = ui::input("test-name-3", "National Insurance number").plain().show(&form).0;
    // The official fixture has an id that differs from the name.
    let ours = ours
        .replace("\"test-name-3", "\"input-with-error-message")
        .replace("name=\"input-with-error-message\"", "name=\"test-name-3\"");
    same("input", "with error message", &maud::PreEscaped(ours));
    same(
        "textarea",
        "default",
        &ui::textarea("more-detail", "Can you provide more detail?").plain().show(&Form::blank()),
    );
    let form = refused("no-ni-reason", "You must provide an explanation");
    same(
        "textarea",
        "with error message",
        &ui::textarea("no-ni-reason", "Why can’t you provide a National Insurance number?").plain().show(&form),
    );
    same(
        "character-count",
        "default",
        &ui::textarea("more-detail", "Can you provide more detail?").most(10).plain().show(&Form::blank()),
    );
    same(
        "character-count",
        "with hint",
        &ui::textarea("with-hint", "Can you provide more detail?")
            .hint("Don't include personal or financial information, eg your National Insurance number or credit card details.")
            .most(10)
            .plain()
            .show(&Form::blank()),
    );
    same("file-upload", "default", &ui::file_upload("file-upload-1", "Upload a file").plain().show(&Form::blank()));
}

#[test]
fn choices() {
    same(
        "radios",
        "default",
        &ui::radios("example-default", "Have you changed your name?")
            .item("yes", "Yes")
            .item("no", "No")
            .plain()
            .show(&Form::blank()),
    );
    same(
        "radios",
        "inline",
        &ui::yes_no("example", "Have you changed your name?")
            .hint("This includes changing your last name or spelling your name differently.")
            .plain()
            .show(&Form::of([("example", "no")])),
    );
    let mut form = Form::of([("example", "no")]);
    form.refuse(kernel::Refusal::new("example", "missing", "Please select an option"));
    let ours = ui::radios("example", "Have you changed your name?").item("yes", "Yes").item("no", "No").plain();
    same("radios", "with fieldset and error message", &ours.show(&form));
    let form = refused("example", "Please select an option");
    same(
        "checkboxes",
        "with error message and hint",
        &ui::checkboxes("example", "What is your nationality?")
            .item("british", "British")
            .item("irish", "Irish")
            .hint("If you have dual nationality, select all options that are relevant to you.")
            .plain()
            .show(&form),
    );
    let form = refused("select-2", "Error message goes here");
    same(
        "select",
        "with hint text and error message",
        &ui::select("select-2", "Label text goes here")
            .hint("Hint text goes here")
            .options([1, 2, 3].map(|n| (n.to_string(), format!("GOV.UK frontend option {n}"))))
            .plain()
            .show(&form),
    );
}

#[test]
fn dates() {
    let ours = ui::date_input("dob", "What is your date of birth?")
        .hint("For example, 31 3 1980")
        .plain()
        .show(&Form::blank())
        .0;
    // The official names have no prefix here.
    let ours = ["day", "month", "year"]
        .iter()
        .fold(ours, |html, part| html.replace(&format!("name=\"dob-{part}\""), &format!("name=\"{part}\"")));
    same("date-input", "default", &maud::PreEscaped(ours));
}

#[test]
fn lists() {
    same("error-summary", "with everything", &{
        let mut form = Form::blank();
        form.refuse(kernel::Refusal::of_request("wrong", "Invalid username or password"));
        form.refuse(kernel::Refusal::new("example-error-1", "missing", "Agree to the terms of service to log in"));
        let ours = ui::error_summary(&form).0;
        let more = "<ul class=\"govuk-list govuk-error-summary__list\">";
        maud::PreEscaped(ours.replace(more, &format!("<p>Please fix the errors below.</p>{more}")))
    });
    let address = html! {
        p.govuk-body { "email@email.com" }
        p.govuk-body { "Address line 1" br; "Address line 2" br; "Address line 3" br; "Address line 4" br; "Address line 5" }
    };
    same(
        "summary-list",
        "with some actions",
        &ui::summary_list(&[
            ui::row("Name", "Firstname Lastname").action("#", "Edit", "name").action("#", "Delete", "name"),
            ui::row("Date of birth", "13/08/1980"),
            ui::row("Contact information", address),
        ]),
    );
    same(
        "summary-list",
        "as a summary card with actions",
        &ui::SummaryCard::new("Undergraduate teaching assistant")
            .action("#", "Delete job history")
            .action("#", "Withdraw job history")
            .rows(&[ui::row("Name", "Firstname Lastname"), ui::row("Date of birth", "13/08/1980")]),
    );
    same(
        "task-list",
        "default",
        &ui::task_list(&[
            ui::task("Company Directors", "#"),
            ui::task("Registered company details", "#").tagged(ui::Colour::Plain, "Incomplete"),
            ui::task("Business plan", "#").tagged(ui::Colour::Plain, "Incomplete"),
        ])
        .0
        .replace("\"govuk-tag\"", "\"govuk-tag govuk-tag--blue\"")
        .pipe(),
    );
}

/// Takes a string back as markup.
trait Pipe {
    fn pipe(self) -> Markup;
}
impl Pipe for String {
    fn pipe(self) -> Markup {
        maud::PreEscaped(self)
    }
}

#[test]
fn a_table_with_a_caption() {
    let money = |name: &str, bicycle: &str, vehicle: &str| [html! { (name) }, html! { (bicycle) }, html! { (vehicle) }];
    let table = ui::Table::new(
        "Caption 1: Months and rates",
        [
            ui::column("Month you apply"),
            ui::column("Rate for bicycles").numeric(),
            ui::column("Rate for vehicles").numeric(),
        ],
    )
    .row(money("January", "£85", "£95"))
    .row(money("February", "£75", "£55"))
    .row(money("March", "£165", "£125"));
    let frame = "<div class=\"tc-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Caption 1: Months and rates\">";
    let shown = table.show().0;
    let bare = shown.strip_prefix(frame).and_then(|rest| rest.strip_suffix("</div>")).expect("the frame that scrolls");
    same("table", "with head and caption", &bare.to_owned().pipe());
}

#[test]
fn pages_of_a_list() {
    let list = ui::Address::new("/list", [("", "")]);
    let ours = ui::pagination(&list, 10, 25, 1000).0;
    let nav = ours[ours.find("<nav").expect("a landmark")..].to_owned();
    let nav =
        (1..=40).fold(nav, |html, page| html.replace(&format!("\"/list?page={page}\""), &format!("\"/page/{page}\"")));
    let nav = nav
        .replacen("\"/page/9\" rel=\"prev\"", "\"/previous\" rel=\"prev\"", 1)
        .replace("\"/page/11\" rel=\"next\"", "\"/next\" rel=\"next\"");
    same("pagination", "with many pages", &nav.pipe());
}
