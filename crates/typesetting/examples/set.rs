//! Tries templates by hand: `cargo run -p typesetting --example set -- TEMPLATE.typ LETTERHEAD.typ DATA.json OUT`, which
//! writes OUT.pdf and OUT.html and says how long each took. Several documents are several lines of these four on standard input.

use std::io::BufRead;
use std::time::Instant;
use typesetting::Source;

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [template, shared, data, out] = words.as_slice() {
        return one(template, shared, data, out);
    }
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [template, shared, data, out] = words.as_slice() {
            one(template, shared, data, out)?;
        }
    }
    Ok(())
}

fn one(template: &str, shared: &str, data: &str, out: &str) -> std::io::Result<()> {
    let data: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(data)?)?;
    let source = Source {
        template: std::fs::read_to_string(template)?,
        parts: vec![("letterhead.typ".into(), std::fs::read_to_string(shared)?)],
        title: data.get("title").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned(),
        data,
        day: (2026, 11, 23),
    };
    let begun = Instant::now();
    match typesetting::pdf(&source) {
        Ok(bytes) => {
            std::fs::write(format!("{out}.pdf"), &bytes)?;
            println!("{out}.pdf: {} bytes in {:?}", bytes.len(), begun.elapsed());
        }
        Err(e) => println!("{out}.pdf: {e}"),
    }
    let begun = Instant::now();
    match typesetting::html(&source) {
        Ok(html) => {
            std::fs::write(format!("{out}.html"), html)?;
            println!("{out}.html in {:?}", begun.elapsed());
        }
        Err(e) => println!("{out}.html: {e}"),
    }
    Ok(())
}
