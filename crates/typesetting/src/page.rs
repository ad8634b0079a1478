//! The document as HTML. Typst gives a tree; of it we keep elements of a short list, with their text and with no attribute
//! but the few that a reader needs. What is not on the list loses its element and keeps its words.

use crate::world::Desk;
use crate::{SetError, Source};
use typst_html::{HtmlDocument, HtmlElement, HtmlNode};

/// Elements that may stand in a page of ours.
const KEPT: &[&str] = &[
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "strong",
    "em",
    "b",
    "i",
    "br",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "blockquote",
    "address",
    "hr",
    "div",
    "section",
    "sub",
    "sup",
];

/// Attributes that may stay, with any value.
const ATTRIBUTES: &[&str] = &["lang", "dir", "colspan", "rowspan"];

/// What is dropped with all its words.
const DROPPED: &[&str] = &["script", "style", "head", "title", "template", "iframe", "object", "svg"];

pub(crate) fn set(source: &Source) -> Result<String, SetError> {
    let world = Desk::of(source)?;
    let compiled = typst::compile::<HtmlDocument>(&world);
    let document = compiled.output.map_err(|errors| SetError::of(&world, &errors))?;
    let mut html = String::new();
    element(document.root(), &mut html);
    Ok(html)
}

fn element(found: &HtmlElement, html: &mut String) {
    let name = found.tag.resolve();
    let name = name.as_str();
    if DROPPED.contains(&name) {
        return;
    }
    let kept = KEPT.contains(&name);
    if kept {
        html.push('<');
        html.push_str(name);
        for (attribute, value) in &found.attrs.0 {
            let attribute = attribute.resolve();
            if ATTRIBUTES.contains(&attribute.as_str()) {
                html.push(' ');
                html.push_str(attribute.as_str());
                html.push_str("=\"");
                escaped(value, html);
                html.push('"');
            }
        }
        // Headers of ours stand in the first row: they name their columns.
        if name == "th" {
            html.push_str(" scope=\"col\"");
        }
        html.push('>');
    }
    for child in &found.children {
        match child {
            HtmlNode::Text(text, _) => escaped(text, html),
            HtmlNode::Element(inner) => element(inner, html),
            // A picture of layout says nothing to a reader; templates give words for a page.
            HtmlNode::Tag(_) | HtmlNode::Frame(_) => {}
        }
    }
    if kept && !matches!(name, "br" | "hr") {
        html.push_str("</");
        html.push_str(name);
        html.push('>');
    }
}

fn escaped(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}
