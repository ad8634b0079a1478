//! The address of a list: a path and the query in which its filter, sort and page live. Changing one part keeps the others,
//! except that any change but of the page goes back to the first page.

/// A path and an ordered query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    path: String,
    query: Vec<(String, String)>,
}

impl Address {
    /// Pairs without a value are left out, so that an empty filter form gives a short address.
    pub fn new<N: Into<String>, V: Into<String>>(
        path: impl Into<String>,
        query: impl IntoIterator<Item = (N, V)>,
    ) -> Address {
        let query = query
            .into_iter()
            .map(|(n, v)| (n.into(), v.into()))
            .filter(|(_, v): &(String, String)| !v.is_empty())
            .collect();
        Address { path: path.into(), query }
    }

    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The same list with one part of its query set.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Address {
        let mut changed = self.without(name);
        changed.query.push((name.into(), value.into()));
        changed
    }

    /// The same list without a part of its query.
    #[must_use]
    pub fn without(&self, name: &str) -> Address {
        let mut changed = self.clone();
        changed.query.retain(|(n, _)| n != name && n != "page");
        changed
    }

    /// The same list without one of several values of a name, as when one ticked filter is removed.
    #[must_use]
    pub fn without_value(&self, name: &str, value: &str) -> Address {
        let mut changed = self.clone();
        changed.query.retain(|(n, v)| !(n == name && v == value) && n != "page");
        changed
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        for (at, (name, value)) in self.query.iter().enumerate() {
            write!(f, "{}{}={}", if at == 0 { '?' } else { '&' }, encoded(name), encoded(value))?;
        }
        Ok(())
    }
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => {
                out.push('%');
                out.push_str(&hex::encode_upper([byte]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn a_new_sort_keeps_the_filter_and_goes_back_to_the_first_page() {
        let list = Address::new("/cases", [("name", "Siân & co"), ("tier", ""), ("page", "3")]);
        assert_eq!(list.with("sort", "-due").to_string(), "/cases?name=Si%C3%A2n%20%26%20co&sort=-due");
        assert_eq!(list.with("page", "4").to_string(), "/cases?name=Si%C3%A2n%20%26%20co&page=4");
        assert_eq!(list.without("name").to_string(), "/cases");
    }

    #[test]
    fn one_of_several_values_can_be_taken_away() {
        let list = Address::new("/contacts", [("kind", "a"), ("kind", "b")]);
        assert_eq!(list.without_value("kind", "a").to_string(), "/contacts?kind=b");
    }
}
