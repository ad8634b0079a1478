//! What came back: status, headers and body, and the questions that a test asks of them.

/// One answer of the site.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    /// Where a redirect leads; empty otherwise.
    pub to: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Page {
    pub(super) fn of(status: u16, headers: Vec<(String, String)>, body: String) -> Page {
        let to = headers.iter().find(|(name, _)| name == "location").map_or(String::new(), |(_, v)| v.clone());
        Page { status, to, headers, body }
    }

    /// Fails unless the page contains these words.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Page {
        assert!(self.body.contains(words), "{} does not say {words:?}: {}", self.status, self.body);
        self
    }

    /// Fails unless this is the status.
    #[track_caller]
    pub fn is(self, status: u16) -> Page {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {} {}", self.status, self.body))
    }

    /// What the form to `action` hides: token, request key, version.
    #[track_caller]
    pub fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let form = self.body.split("<form").find(|form| form.contains(&format!("action=\"{action}\"")));
        let form = form.unwrap_or_else(|| panic!("no form to {action}: {} {}", self.status, self.body));
        let fields = form.split("</form>").next().unwrap_or_default().split("<input type=\"hidden\" name=\"").skip(1);
        fields
            .map(|field| {
                let (name, rest) = field.split_once('"').unwrap_or_default();
                (name.to_owned(), unescaped(rest.split('"').nth(1).unwrap_or_default()))
            })
            .collect()
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}
