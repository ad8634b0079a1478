//! Somebody at the pages without a browser: keeps a cookie, reads a form as the page offers it, fills it in and posts
//! it. And a program at the API with its bearer secret.

use crate::server::Account;
use std::collections::BTreeMap;
use std::time::Duration;
use ureq::Agent;

/// One answer of the server.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    /// Names in small letters.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Answer {
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{}", readable(&self.body));
        self
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("not JSON ({e}): {}", self.body))
    }
}

/// A page's words without its markup, for a failed test to print.
pub(crate) fn readable(html: &str) -> String {
    let mut out = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' => (in_tag, _) = (false, out.push(' ')),
            c if !in_tag => out.push(c),
            _ => {}
        }
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    words.join(" ").chars().take(3000).collect()
}

/// A visitor of the pages, or a program.
pub(crate) struct Visitor {
    agent: Agent,
    address: String,
    cookies: BTreeMap<String, String>,
    bearer: Option<String>,
}

impl Visitor {
    pub(crate) fn new(address: &str) -> Visitor {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .into();
        Visitor { agent, address: address.to_owned(), cookies: BTreeMap::new(), bearer: None }
    }

    pub(crate) fn program(address: &str, secret: &str) -> Visitor {
        Visitor { bearer: Some(secret.to_owned()), ..Visitor::new(address) }
    }

    /// Signs in by the form, as a member of staff would.
    pub(crate) fn signed_in(address: &str, account: &Account) -> Visitor {
        let mut visitor = Visitor::new(address);
        visitor.submit("/sign-in", &[("username", account.login), ("password", account.password)]).expect(303);
        visitor
    }

    /// The cookies as a browser sends them.
    pub(crate) fn cookies(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.try_get(path).unwrap_or_else(|e| panic!("GET {path}: {e}"))
    }

    pub(crate) fn try_get(&mut self, path: &str) -> Result<Answer, ureq::Error> {
        let mut request = self.agent.get(format!("{}{path}", self.address));
        if !self.cookies.is_empty() {
            request = request.header("cookie", self.cookies());
        }
        if let Some(secret) = &self.bearer {
            request = request.header("authorization", format!("Bearer {secret}"));
        }
        let answer = request.call()?;
        self.read(answer)
    }

    pub(crate) fn post_form(&mut self, path: &str, fields: &[(String, String)]) -> Answer {
        self.try_post_form(path, fields).unwrap_or_else(|e| panic!("POST {path}: {e}"))
    }

    pub(crate) fn try_post_form(&mut self, path: &str, fields: &[(String, String)]) -> Result<Answer, ureq::Error> {
        let body: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", encoded(n), encoded(v))).collect();
        self.send(path, "application/x-www-form-urlencoded", &[], body.join("&").into_bytes())
    }

    /// Posts bytes with further headers: the API, and what a browser would never send.
    pub(crate) fn send(
        &mut self,
        path: &str,
        media_type: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Answer, ureq::Error> {
        self.send_by("POST", path, media_type, headers, body)
    }

    /// The same by another method.
    pub(crate) fn send_by(
        &mut self,
        method: &str,
        path: &str,
        media_type: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Answer, ureq::Error> {
        let address = format!("{}{path}", self.address);
        let mut request = ureq::http::Request::builder().method(method).uri(address).header("content-type", media_type);
        if !self.cookies.is_empty() {
            request = request.header("cookie", self.cookies());
        }
        if let Some(secret) = &self.bearer {
            request = request.header("authorization", format!("Bearer {secret}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.agent.run(request.body(body)?)?;
        self.read(answer)
    }

    /// Opens a page, fills in its form and posts it with whatever hidden fields the page put there.
    #[track_caller]
    pub(crate) fn submit(&mut self, path: &str, typed: &[(&str, &str)]) -> Answer {
        let page = self.get(path).expect(200);
        let form = Form::of(&page.body, path).unwrap_or_else(|| panic!("no form on {path}: {}", readable(&page.body)));
        self.post_form(&form.action.clone(), &form.filled(typed))
    }

    fn read(&mut self, mut answer: ureq::http::Response<ureq::Body>) -> Result<Answer, ureq::Error> {
        let header = |name: &str| answer.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let location = header("location");
        for set in answer.headers().get_all("set-cookie").iter().filter_map(|v| v.to_str().ok()) {
            if let Some((name, value)) = set.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let status = answer.status().as_u16();
        let told = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
            (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned())
        };
        let headers = answer.headers().iter().map(told).collect();
        let bytes = answer.body_mut().with_config().limit(100 << 20).read_to_vec()?;
        Ok(Answer { status, location, headers, body: String::from_utf8_lossy(&bytes).into_owned() })
    }
}

/// A form that posts, as a page offers it.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    /// What each list, radio or box could be set to.
    pub(crate) offered: Vec<(String, String)>,
}

impl Form {
    /// The first form in the page's main part that posts.
    pub(crate) fn of(html: &str, path: &str) -> Option<Form> {
        Form::all(html, path).into_iter().next()
    }

    pub(crate) fn all(html: &str, path: &str) -> Vec<Form> {
        let main = html.split_once("<main").map_or(html, |(_, main)| main);
        main.split("<form").skip(1).filter_map(|part| Form::read(part, path)).collect()
    }

    fn read(part: &str, path: &str) -> Option<Form> {
        let (head, rest) = part.split_once('>')?;
        if !attribute(head, "method")?.eq_ignore_ascii_case("post") {
            return None;
        }
        let inside = rest.split("</form>").next()?;
        let action = attribute(head, "action").filter(|a| !a.is_empty()).unwrap_or_else(|| path.to_owned());
        let (mut fields, mut offered) = (Vec::new(), Vec::new());
        for tag in inside.split("<input").skip(1).filter_map(|t| t.split('>').next()) {
            let kind = attribute(tag, "type").unwrap_or_else(|| "text".to_owned());
            let is_chosen = !matches!(kind.as_str(), "radio" | "checkbox") || has_word(tag, "checked");
            let name = attribute(tag, "name").filter(|_| kind != "file");
            let pair = name.map(|n| (n, attribute(tag, "value").unwrap_or_default()));
            if matches!(kind.as_str(), "radio" | "checkbox") {
                offered.extend(pair.clone());
            }
            fields.extend(pair.filter(|_| is_chosen));
        }
        for part in inside.split("<textarea").skip(1) {
            let (head, rest) = part.split_once('>')?;
            let value = unescaped(rest.split("</textarea>").next().unwrap_or_default());
            fields.extend(attribute(head, "name").map(|n| (n, value)));
        }
        for part in inside.split("<select").skip(1) {
            let (head, rest) = part.split_once('>')?;
            let options: Vec<&str> = rest.split("</select>").next()?.split("<option").skip(1).collect();
            if let Some(name) = attribute(head, "name") {
                offered.extend(options.iter().filter_map(|o| attribute(o, "value")).map(|v| (name.clone(), v)));
            }
            let chosen = options.iter().find(|o| has_word(o.split('>').next().unwrap_or_default(), "selected"));
            let value = chosen.or(options.first()).and_then(|o| attribute(o, "value")).unwrap_or_default();
            fields.extend(attribute(head, "name").map(|n| (n, value)));
        }
        Some(Form { action, fields, offered })
    }

    /// The fields with what was typed in place of what stood there.
    pub(crate) fn filled(&self, typed: &[(&str, &str)]) -> Vec<(String, String)> {
        let is_typed = |name: &str| typed.iter().any(|(n, _)| *n == name);
        let kept = self.fields.iter().filter(|(n, _)| !is_typed(n)).cloned();
        kept.chain(typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))).collect()
    }
}

fn has_word(tag: &str, word: &str) -> bool {
    tag.split_whitespace().any(|w| w == word || w.starts_with(&format!("{word}=")))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next().map(unescaped)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

pub(crate) fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[test]
fn a_form_is_read_as_the_page_offers_it() {
    let page = "<form method=\"get\"></form><main><form action=\"/a?b=1&amp;c=2\" method=\"post\"><input type=\"hidden\" name=\"csrf\" value=\"t\">\
        <input type=\"radio\" name=\"r\" value=\"1\"><input type=\"radio\" name=\"r\" value=\"2\" checked><textarea name=\"note\">x &lt; y</textarea>\
        <select name=\"s\"><option value=\"p\">P</option><option value=\"q\" selected>Q</option></select></form></main>";
    let form = Form::of(page, "/here").unwrap();
    assert_eq!(form.action, "/a?b=1&c=2");
    let expected = [("csrf", "t"), ("r", "2"), ("note", "x < y"), ("s", "q")];
    assert_eq!(form.fields, expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
}
