//! Certificates of the named lives: one in English, one in Welsh.

use super::{Stage, Told};
use documents::{Letter, write};
use serde_json::json;
use store::Result;

impl Stage<'_> {
    /// The person is given a certificate, in the language in which they are written to.
    pub(super) fn given_certificate(&self, told: &Told, days: i32, achievement: &str, words: &str) -> Result<()> {
        let on = self.day(days);
        self.step(self.own, on, 14, |cx| {
            let open = people::open(cx, &told.crn)?;
            let facts = json!({ "achievement": achievement, "reached_on": on.to_string(), "words": words });
            let person = open.keys.survivor;
            let letter = Letter { template: "certificate", person, about: None, language: None, facts };
            write(cx, &letter).map(|_| ())
        })
    }
}
