//! Reads Rust text just far enough to tell code, comments and string literals apart. It parses nothing:
//! lines and columns stay where they were, so that a finding can name its place.

/// A string literal: where it opens and what stands in it (escapes are left as typed).
pub(crate) struct Literal {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// A Rust file with comments, strings and characters blanked out of the code.
pub(crate) struct Source {
    pub(crate) code: String,
    pub(crate) literals: Vec<Literal>,
}

pub(crate) fn read(text: &str) -> Source {
    let mut reader =
        Reader { chars: text.chars().collect(), at: 0, line: 1, code: String::new(), literals: Vec::new() };
    while reader.at < reader.chars.len() {
        reader.next();
    }
    Source { code: reader.code, literals: reader.literals }
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    code: String,
    literals: Vec<Literal>,
}

impl Reader {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    /// Takes one character; what is not code leaves a blank, and a line's end always stays.
    fn take(&mut self, is_code: bool) -> char {
        let c = self.peek(0);
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
        self.code.push(if is_code || c == '\n' { c } else { ' ' });
        c
    }

    fn next(&mut self) {
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => self.line_comment(),
            ('/', '*') => self.block_comment(),
            ('"', _) => self.string(),
            ('r', '"' | '#') if !self.in_word() && self.raw_hashes(1).is_some() => self.raw_string(1),
            ('b', 'r') if !self.in_word() && self.raw_hashes(2).is_some() => self.raw_string(2),
            ('\'', _) => self.character_or_lifetime(),
            _ => {
                self.take(true);
            }
        }
    }

    fn in_word(&self) -> bool {
        self.at > 0 && self.chars.get(self.at - 1).is_some_and(|c| c.is_alphanumeric() || *c == '_')
    }

    fn line_comment(&mut self) {
        while self.at < self.chars.len() && self.peek(0) != '\n' {
            self.take(false);
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => {
                    self.take(false);
                    continue;
                }
            }
            self.take(false);
            self.take(false);
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let (line, mut text) = (self.line, String::new());
        self.take(false);
        while self.at < self.chars.len() {
            match self.take(false) {
                '"' => break,
                '\\' => {
                    text.push('\\');
                    text.push(self.take(false));
                }
                c => text.push(c),
            }
        }
        self.literals.push(Literal { line, text });
    }

    /// How many hashes stand before the quote of a raw string, if one opens here.
    fn raw_hashes(&self, prefix: usize) -> Option<usize> {
        let hashes = (0..).take_while(|n| self.peek(prefix + n) == '#').count();
        (self.peek(prefix + hashes) == '"').then_some(hashes)
    }

    fn raw_string(&mut self, prefix: usize) {
        let hashes = self.raw_hashes(prefix).unwrap_or(0);
        let (line, mut text) = (self.line, String::new());
        for _ in 0..prefix + hashes + 1 {
            self.take(false);
        }
        while self.at < self.chars.len() {
            if self.peek(0) == '"' && (1..=hashes).all(|n| self.peek(n) == '#') {
                for _ in 0..=hashes {
                    self.take(false);
                }
                break;
            }
            text.push(self.take(false));
        }
        self.literals.push(Literal { line, text });
    }

    fn character_or_lifetime(&mut self) {
        let is_character = self.peek(1) == '\\' || self.peek(2) == '\'';
        self.take(true);
        if !is_character {
            return;
        }
        if self.peek(0) == '\\' {
            self.take(false);
        }
        self.take(false);
        while self.at < self.chars.len() && self.peek(0) != '\'' && self.peek(0) != '\n' {
            self.take(false);
        }
        self.take(true);
    }
}

/// A function's name, its first line and how many lines it has.
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) lines: usize,
}

/// Functions with a body, found by their braces.
pub(crate) fn functions(source: &Source) -> Vec<Function> {
    let lines: Vec<&str> = source.code.lines().collect();
    let mut found = Vec::new();
    for (n, text) in lines.iter().enumerate() {
        let Some(name) = function_name(text) else {
            continue;
        };
        if let Some(last) = last_line_of_body(&lines, n) {
            found.push(Function { name, line: n + 1, lines: last - n + 1 });
        }
    }
    found
}

fn function_name(line: &str) -> Option<String> {
    let mut words = line.split_whitespace().skip_while(|w| *w != "fn");
    words.next()?;
    let name: String = words.next()?.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

fn last_line_of_body(lines: &[&str], first: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut opened = false;
    for (n, text) in lines.iter().enumerate().skip(first) {
        let from = if n == first { text.find("fn ").unwrap_or(0) } else { 0 };
        for c in text[from..].chars() {
            match c {
                '{' => (depth, opened) = (depth + 1, true),
                '}' => depth = depth.saturating_sub(1),
                ';' if !opened => return None,
                _ => {}
            }
        }
        if opened && depth == 0 {
            return Some(n);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_comments_are_not_code() {
        let source = read("let a = \"x { y\"; // { \nlet b = r#\"raw \"quoted\" {\"#; /* { /* { */ */ 'c' '{' 'static");
        assert!(!source.code.contains('{'), "{}", source.code);
        assert!(source.code.contains("'static"));
        let texts: Vec<&str> = source.literals.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, ["x { y", "raw \"quoted\" {"]);
        assert_eq!(source.literals[1].line, 2);
    }

    #[test]
    fn a_function_is_as_long_as_its_braces() {
        let source = read("pub fn one() -> u8 {\n    1\n}\ntrait T { fn none(&self); }\nfn two() {}\n");
        let functions = functions(&source);
        let told: Vec<(&str, usize, usize)> = functions.iter().map(|f| (f.name.as_str(), f.line, f.lines)).collect();
        assert_eq!(told, [("one", 1, 3), ("two", 5, 1)]);
    }
}
