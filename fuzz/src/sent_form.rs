//! Whatever a browser, or something that is none, sends to a page: query, form, files, and what is typed into each kind of
//! field. Nothing is read that a rule could not bear. Shared by the fuzz target and by the room's test, which replays what
//! was found.

use bytes::Bytes;
use kernel::Crn;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use web::form::{Form, parse_day, parse_time};
use web::{Request, read_sent};

/// The first byte says what the others are: an urlencoded form, one of several parts, one whose media type is its own
/// first line, a query, or what somebody typed into one field.
pub(crate) fn look(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    match kind % 5 {
        0 => sent("application/x-www-form-urlencoded", "", rest),
        1 => sent("multipart/form-data; boundary=edge", "", rest),
        2 => {
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            let (head, body) = rest.split_at(end);
            if let Ok(media_type) = std::str::from_utf8(head) {
                sent(media_type, "", body.get(1..).unwrap_or_default());
            }
        }
        3 => {
            if let Ok(query) = std::str::from_utf8(rest) {
                sent("", query, &[]);
            }
        }
        _ => {
            if let Ok(text) = std::str::from_utf8(rest) {
                typed(text);
            }
        }
    }
}

fn sent(media_type: &str, query: &str, body: &[u8]) {
    let Some(Ok(request)) = at_once(read_sent(media_type, query, Bytes::copy_from_slice(body))) else { return };
    assert!(request.pairs().len() <= 2_000, "more fields than any form has");
    for (name, value) in request.pairs().iter().chain(request.queries()).take(40) {
        let again = Form::of([(name.clone(), value.clone())]);
        assert_eq!(again.typed(name), value, "what was typed is not shown again as typed");
        typed(value);
    }
    let _ = (request.page(), request.limit(), request.address().to_string());
    let _: Result<serde_json::Value, _> = request.json();
    fields(&request);
}

/// Each kind of field reads each name that came.
fn fields(request: &Request) {
    let names: Vec<String> = request.pairs().iter().take(20).map(|(name, _)| name.clone()).collect();
    for name in names {
        let mut form = request.form();
        if let Some(text) = form.optional_text(&name, "the answer", 50) {
            let hidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
            assert!(text.chars().count() <= 50 && !text.chars().any(hidden), "a text that no column takes: {text:?}");
        }
        if let Some(number) = request.form().optional_integer(&name, "the number", 0..=1440) {
            assert!((0..=1440).contains(&number), "a number outside its range");
        }
        if let Some(day) = request.form().optional_date(&name, "the day") {
            assert!((1850..2200).contains(&day.year()), "a day outside every life");
        }
        let mut form = request.form();
        let _ = (form.optional_time(&name, "the time"), form.pence(&name, "the amount", true));
        let _ = (form.optional_email(&name, "the address"), form.crn(&name, "the CRN"), form.password(&name, "it"));
        for stem in ["-day", "-month", "-year"].iter().filter_map(|end| name.strip_suffix(end)) {
            let _ = request.form().date(stem, "the day");
        }
    }
}

fn typed(text: &str) {
    if let Ok(day) = parse_day(text) {
        let written = day.strftime("%d/%m/%Y").to_string();
        assert_eq!(parse_day(&written), Ok(day), "a day is not read as it is written");
    }
    if let Some(time) = parse_time(text) {
        assert_eq!(parse_time(&time.strftime("%H:%M").to_string()), Some(time), "a time is not read as it is written");
    }
    let _ = kernel::words::pence_of(text);
    if let Ok(crn) = text.parse::<Crn>() {
        assert_eq!(crn.to_string().parse::<Crn>(), Ok(crn), "a CRN is not read as it is written");
    }
}

/// Everything is there already, so nothing is ever waited for.
fn at_once<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    (0..100_000).find_map(|_| match work.as_mut().poll(&mut context) {
        Poll::Ready(done) => Some(done),
        Poll::Pending => None,
    })
}
