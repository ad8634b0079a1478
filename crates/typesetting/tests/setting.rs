//! What holds of every document: it is accessible or it is not set, the same again is the same, data is never markup, and a
//! template reads nothing but what it was given.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reading;

use reading::text_of;
use serde_json::{Value, json};
use typesetting::{SetError, Source, html, pdf};

const FRAME: &str = "#let data = json(\"/data.json\")\n#let letter(body) = {\n  set document(title: data.title)\n  set text(lang: \"en\")\n  heading(level: 1, data.title)\n  body\n}\n";

fn source(template: &str, data: Value) -> Source {
    let mut data = data;
    data["title"] = json!("A letter");
    Source {
        template: format!("#import \"/letterhead.typ\": *\n#show: letter\n{template}"),
        parts: vec![("letterhead.typ".into(), FRAME.into())],
        data,
        title: "A letter".into(),
        day: (2026, 11, 23),
    }
}

fn wrong(template: &str) -> SetError {
    pdf(&source(template, json!({}))).unwrap_err()
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    let source = source("Dear #data.name", json!({ "name": "Callum" }));
    let first = pdf(&source).unwrap();
    // Something else in between must leave no trace.
    pdf(&self::source("#data.x", json!({ "x": "y" }))).unwrap();
    assert_eq!(pdf(&source).unwrap(), first);
    assert!(first.starts_with(b"%PDF-1.7"));
}

#[test]
fn it_says_that_it_is_accessible() {
    let bytes = pdf(&source("= Next\nText", json!({}))).unwrap();
    let whole = String::from_utf8_lossy(&bytes);
    for mark in ["pdfuaid:part", "/StructTreeRoot", "/Lang", "/DisplayDocTitle true"] {
        assert!(whole.contains(mark), "{mark} is missing");
    }
}

#[test]
fn what_would_not_be_accessible_is_not_set() {
    let bare = Source { template: "No title, no language".into(), ..source("", json!({})) };
    assert!(pdf(&bare).is_err());
    let picture =
        wrong("#line(length: 4cm)#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"))");
    assert!(picture.words.contains("alt"), "{picture}");
}

#[test]
fn an_error_names_the_line_of_the_template() {
    let error = wrong("Text\n#data.given.nothing\n");
    assert_eq!(error.place.as_ref().map(|(file, line)| (file.as_str(), *line)), Some(("template.typ", 4)), "{error}");
    assert!(error.words.contains("given"), "{error}");
}

#[test]
fn a_template_reads_no_file_and_no_package() {
    for template in [
        "#read(\"/etc/passwd\")",
        "#read(\"../../etc/passwd\")",
        "#import \"@preview/cetz:0.3.0\"",
        "#image(\"https://example.org/x.png\")",
    ] {
        let error = wrong(template);
        assert!(!error.later, "{template}: {error}");
    }
}

#[test]
fn a_template_that_never_ends_is_ended() {
    let error = wrong("#let x = 0\n#while x >= 0 { x += 1 }");
    assert!(error.words.to_lowercase().contains("infinite"), "{error}");
    let error = wrong("#let f(x) = f(x + 1)\n#f(1)");
    assert!(error.words.to_lowercase().contains("depth"), "{error}");
}

#[test]
fn data_is_shown_and_never_read_as_markup() {
    let nasty = "#panic(\"no\") [x] $a$ @b <c> \\ \"d\" *e* _f_ `g` = h // i /* j */ ~ -- ' http://k";
    let source = source("#data.x", json!({ "x": nasty }));
    let shown = html(&source).unwrap();
    assert!(shown.contains("#panic(&quot;no&quot;) [x] $a$ @b &lt;c&gt; \\ &quot;d&quot; *e* _f_ `g` = h"), "{shown}");
    if let Some(text) = text_of(&pdf(&source).unwrap()) {
        assert!(text.replace('\n', " ").contains("#panic(\"no\") [x] $a$ @b <c> \\ \"d\" *e* _f_ `g` = h"), "{text}");
    }
}

#[test]
fn a_page_holds_no_script_style_or_frame() {
    let data = json!({ "x": "<script>alert(1)</script><b onclick=x>" });
    let template = "#data.x\n#html.elem(\"script\")[alert(2)]\n#html.elem(\"a\", attrs: (href: \"javascript:alert(3)\"))[link]\n#html.elem(\"p\", attrs: (style: \"color: red\", lang: \"cy\"))[Helo]";
    let shown = html(&source(template, data)).unwrap();
    assert!(shown.contains("&lt;script&gt;alert(1)&lt;/script&gt;&lt;b onclick=x&gt;"), "{shown}");
    for banned in ["<script", "style=", "href", "alert(2)", "<b "] {
        assert!(!shown.contains(banned), "{banned} in {shown}");
    }
    assert!(shown.contains("<p lang=\"cy\">Helo</p>") && shown.contains("link"), "{shown}");
}

#[test]
fn every_script_is_set_and_what_no_font_has_is_told() {
    let texts = [
        "Ŵyth ŷ ẃ ẁ â ê î ô û ï",
        "Łukasz Żółć",
        "Ștefan Țăran",
        "Ελένη",
        "Олександр",
        "محمد الفاتح",
        "שָׁלוֹם",
        "ਪੰਜਾਬੀ ਸਿੰਘ",
        "বাংলা",
        "தமிழ்",
        "ትግርኛ",
        "日本語 中文 한국어",
        "e\u{301}a\u{300}\u{323}",
        "👩‍👩‍👧 🎉 ❤️",
        "a\u{FFFF}\u{FEFF}\u{E000}",
        "\u{1D165}\u{1D16E}",
        "x\u{0}y",
        "\u{202E}abc\u{202C}",
    ];
    for text in texts {
        let bytes = pdf(&source("#data.x", json!({ "x": text }))).unwrap();
        assert!(bytes.len() > 1_000, "{text}");
    }
}

#[test]
fn words_are_found_again_in_the_text_of_the_sheet() {
    let told = "Łukasz Ŵyth Олександр Ελένη 日本語";
    let Some(text) = text_of(&pdf(&source("#data.x", json!({ "x": told }))).unwrap()) else { return };
    assert!(text.contains(told), "{text}");
    let long = "x".repeat(400);
    let text = text_of(&pdf(&source("#data.x", json!({ "x": long }))).unwrap()).unwrap();
    assert_eq!(text.chars().filter(|c| *c == 'x').count(), 400);
}

#[test]
fn more_than_a_document_holds_is_refused() {
    let error = pdf(&source(&"x".repeat(600_000), json!({}))).unwrap_err();
    assert!(error.words.contains("longer than"), "{error}");
    let error = pdf(&source("#data.x", json!({ "x": "x".repeat(17_000_000) }))).unwrap_err();
    assert!(error.words.contains("make several"), "{error}");
}
