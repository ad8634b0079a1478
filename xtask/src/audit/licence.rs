//! Whether an SPDX expression is satisfied by a list of licences: `OR` needs one side, `AND` both, and an exception after
//! `WITH` only ever allows more. An older slash means `OR`.

use std::collections::BTreeSet;

pub(super) fn fits(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reading = Reading { words: &words, at: 0, allowed };
    let fits = reading.either();
    // Words that are left over are no expression that anybody has looked at.
    fits && reading.at == words.len()
}

struct Reading<'a> {
    words: &'a [&'a str],
    at: usize,
    allowed: &'a BTreeSet<String>,
}

impl<'a> Reading<'a> {
    fn next_is(&mut self, word: &str) -> bool {
        let is = self.words.get(self.at) == Some(&word);
        self.at += usize::from(is);
        is
    }

    fn next(&mut self) -> &'a str {
        let word = self.words.get(self.at).copied().unwrap_or_default();
        self.at += 1;
        word
    }

    fn either(&mut self) -> bool {
        let mut fits = self.both();
        while self.next_is("OR") {
            fits |= self.both();
        }
        fits
    }

    fn both(&mut self) -> bool {
        let mut fits = self.one();
        while self.next_is("AND") {
            fits &= self.one();
        }
        fits
    }

    fn one(&mut self) -> bool {
        if self.next_is("(") {
            let fits = self.either();
            return self.next_is(")") && fits;
        }
        let fits = self.allowed.contains(self.next());
        if self.next_is("WITH") {
            self.next();
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn an_expression_is_read_as_spdx_means_it() {
        let allowed = ["MIT", "Apache-2.0"].map(str::to_owned).into();
        for (expression, expected) in [
            ("MIT", true),
            ("MIT/Apache-2.0", true),
            ("GPL-3.0 OR MIT", true),
            ("GPL-3.0 AND MIT", false),
            ("(MIT OR GPL-3.0) AND Apache-2.0", true),
            ("MIT OR GPL-3.0 AND GPL-2.0", true),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("GPL-3.0 WITH Classpath-exception-2.0", false),
            ("", false),
            ("MIT MIT", false),
            ("(MIT", false),
        ] {
            assert_eq!(fits(expression, &allowed), expected, "{expression}");
        }
    }
}
