//! Letters with the real typesetter: a certificate of the demo is a page and a PDF, the same bytes each time.

use crate::server::{Account, World};
use crate::visitor::Visitor;

#[test]
fn a_letter_is_a_page_and_the_same_accessible_pdf_each_time() {
    let world = World::demo();
    let server = world.serve();
    let mut officer = Visitor::signed_in(&server.address, &Account::PRACTITIONER);
    // Somebody of the named lives was given a certificate.
    let lists = (1..=28).map(|number| format!("/people/T{number:06}/documents"));
    let found = lists.filter_map(|list| {
        let page = officer.get(&list);
        let link =
            page.body.split("href=\"").skip(1).find(|l| l.starts_with(&format!("{list}/")) && !l.contains("/new"));
        link.and_then(|l| l.split('"').next()).map(str::to_owned)
    });
    let letter = found.collect::<Vec<_>>().first().cloned().expect("a certificate of a named life");
    let page = officer.get(&letter).expect(200);
    assert!(page.body.contains("tc-letter") && page.body.contains("<h2>"), "{}", page.body);
    let first = officer.get(&format!("{letter}.pdf")).expect(200);
    assert!(first.body.starts_with("%PDF-1.7"), "no PDF");
    let again = officer.get(&format!("{letter}.pdf")).expect(200);
    assert!(first.body == again.body, "the same letter gave other bytes");
}
