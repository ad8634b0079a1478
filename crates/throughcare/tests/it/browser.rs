//! A real Chromium, spoken to in the words of somebody at a desk: fill in, choose, press, follow. Fields are found by
//! their labels and buttons by their words, so a page that cannot be used that way fails here too.

use crate::server::Account;
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// The widths at which pages are looked at: a desk and a telephone.
pub(crate) const DESK: (u32, u32) = (1280, 1000);

/// How long a page may take to show what is looked for.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a page may take to give way to the one that a press leads to.
const A_MOMENT: Duration = Duration::from_secs(3);

/// One window with a profile of its own.
pub(crate) struct Browser {
    runtime: Runtime,
    client: Option<Client>,
    address: String,
    scripted: bool,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// `None`, with a notice, where no WebDriver was started for the tests.
    pub(crate) fn open(address: &str) -> Option<Browser> {
        Browser::with(address, true)
    }

    /// A browser whose owner has turned JavaScript off.
    pub(crate) fn without_javascript(address: &str) -> Option<Browser> {
        Browser::with(address, false)
    }

    fn with(address: &str, javascript: bool) -> Option<Browser> {
        let Ok(driver) = std::env::var("THROUGHCARE_TEST_WEBDRIVER") else {
            println!("skipped: THROUGHCARE_TEST_WEBDRIVER names no WebDriver; ./test starts one");
            return None;
        };
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let wanted = capabilities(profile.path(), javascript);
        let client = runtime.block_on(async {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(wanted).connect(&driver).await.expect("a session with Chromium")
        });
        let address = address.to_owned();
        Some(Browser { runtime, client: Some(client), address, scripted: javascript, _profile: profile })
    }

    fn client(&self) -> &Client {
        self.client.as_ref().expect("the window is open")
    }

    fn run<T>(&self, what: impl Future<Output = Result<T, fantoccini::error::CmdError>>, words: &str) -> T {
        match self.runtime.block_on(what) {
            Ok(value) => value,
            Err(error) => {
                let picture = self.picture("failed");
                panic!("{words}: {error}\nat {}, see {}\n{}", self.at(), picture.display(), self.text());
            }
        }
    }

    /// Signs in as somebody else, as the sign-in page asks.
    pub(crate) fn sign_in(&self, account: &Account) {
        self.run(self.client().delete_all_cookies(), "forget who was signed in");
        self.go("/sign-in");
        self.fill("Username", account.login);
        self.fill("Password", account.password);
        self.press("Sign in");
    }

    /// Goes to a path of the server.
    pub(crate) fn go(&self, path: &str) {
        self.run(self.client().goto(&format!("{}{path}", self.address)), &format!("go to {path}"));
    }

    /// The path, with its query, that the window shows.
    pub(crate) fn at(&self) -> String {
        let url = self.runtime.block_on(self.client().current_url()).expect("an address");
        url.query().map_or_else(|| url.path().to_owned(), |q| format!("{}?{q}", url.path()))
    }

    /// Everything that can be read on the page.
    pub(crate) fn text(&self) -> String {
        let read = async { self.client().find(Locator::Css("body")).await?.text().await };
        self.runtime.block_on(read).unwrap_or_default()
    }

    /// These words come onto the page, at once or after it has loaded.
    pub(crate) fn sees(&self, words: &str) {
        let from = Instant::now();
        while from.elapsed() < PATIENCE {
            if self.text().contains(words) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let picture = self.picture("failed");
        panic!("\"{words}\" is not on {}, see {}:\n{}", self.at(), picture.display(), self.text());
    }

    /// Types into the field with this label, over what stands there.
    pub(crate) fn fill(&self, label: &str, value: &str) {
        let field = format!("//*[@id = //label[normalize-space() = {}]/@for]", quoted(label));
        let typing = async {
            let field = self.client().find(Locator::XPath(&field)).await?;
            if field.tag_name().await? == "select" {
                return field.select_by_label(value).await;
            }
            field.clear().await?;
            field.send_keys(value).await
        };
        self.run(typing, &format!("fill in \"{label}\""));
    }

    /// What stands in the field with this label.
    pub(crate) fn value(&self, label: &str) -> String {
        let field = format!("//*[@id = //label[normalize-space() = {}]/@for]", quoted(label));
        let reading = async { self.client().find(Locator::XPath(&field)).await?.prop("value").await };
        self.run(reading, &format!("read \"{label}\"")).unwrap_or_default()
    }

    /// Chooses the radio button or checkbox with this label.
    pub(crate) fn choose(&self, label: &str) {
        let path = format!("//label[normalize-space() = {}]", quoted(label));
        let choosing = async { self.client().find(Locator::XPath(&path)).await?.click().await };
        self.run(choosing, &format!("choose \"{label}\""));
    }

    /// Answers a question with one of its choices.
    pub(crate) fn answer(&self, question: &str, choice: &str) {
        let (asked, chosen) = (quoted(question), quoted(choice));
        let path = format!("//fieldset[legend[normalize-space() = {asked}]]//label[normalize-space() = {chosen}]");
        self.click(&path);
    }

    /// Types a date into the day, month and year of this question.
    pub(crate) fn fill_day(&self, question: &str, day: &str) {
        let parts = day.split('/').zip(["Day", "Month", "Year"]);
        for (figure, part) in parts {
            let label = format!("label[normalize-space() = '{part}']");
            let path = format!("//fieldset[legend[normalize-space() = {}]]//{label}", quoted(question));
            let typing = async {
                let name = self.client().find(Locator::XPath(&path)).await?.attr("for").await?.unwrap_or_default();
                let field = self.client().find(Locator::Id(&name)).await?;
                field.clear().await?;
                field.send_keys(figure).await
            };
            self.run(typing, &format!("fill in the {part} of \"{question}\""));
        }
    }

    /// Presses the button with these words.
    pub(crate) fn press(&self, words: &str) {
        self.leave_by(&format!(
            "//button[normalize-space() = {0}] | //a[@role = 'button'][normalize-space() = {0}]",
            quoted(words)
        ));
    }

    /// Follows the first link with these words.
    pub(crate) fn follow(&self, words: &str) {
        self.leave_by(&format!("//a[normalize-space() = {0}]", quoted(words)));
    }

    /// The first link that leads below this path, and to none of these endings.
    pub(crate) fn follow_to(&self, path: &str, but: &[&str]) {
        let links = self.links();
        let fits = |l: &&String| l.starts_with(path) && l.len() > path.len() && !but.iter().any(|end| l.ends_with(end));
        let found = links.iter().find(fits);
        let link = found.unwrap_or_else(|| panic!("no link to {path} on {}: {links:?}", self.at()));
        self.leave_by(&format!("//a[@href = {}]", quoted(link)));
    }

    /// The name of whoever is signed in.
    pub(crate) fn who(&self) -> String {
        let read = async { self.client().find(Locator::Css("a[href='/account']")).await?.text().await };
        let words = self.run(read, "read the own name");
        words.rsplit(':').next().unwrap_or_default().trim().to_owned()
    }

    /// The main heading.
    pub(crate) fn heading(&self) -> String {
        let read = async { self.client().find(Locator::Css("h1")).await?.text().await };
        self.run(read, "read the heading")
    }

    /// Selects the first answer that is one in the list with this label.
    pub(crate) fn select_first(&self, label: &str) {
        self.select(label, "position() > 1 or @value != ''");
    }

    /// Selects the first answer that contains these words.
    pub(crate) fn select_containing(&self, label: &str, words: &str) {
        self.select(label, &format!("contains(., {})", quoted(words)));
    }

    fn select(&self, label: &str, which: &str) {
        let path = format!(
            "//select[@id = //label[normalize-space() = {}]/@for]//option[@value != ''][{which}]",
            quoted(label)
        );
        self.click(&path);
    }

    /// The people whom a list shows: CRN and name.
    pub(crate) fn people_listed(&self) -> Vec<(String, String)> {
        let script = "return [...document.querySelectorAll('main a[href^=\"/people/\"]')].map(a => [a.getAttribute('href').split('/')[2], a.textContent])";
        let found = self.run(self.client().execute(script, vec![]), "read the list");
        let mut people: Vec<(String, String)> = serde_json::from_value(found).unwrap_or_default();
        people.retain(|(crn, _)| crn.len() == 7);
        people.dedup_by(|a, b| a.0 == b.0);
        people
    }

    /// What stands in the cells of the page's tables, row names left out, and how many cells are empty.
    pub(crate) fn table_cells(&self) -> (Vec<String>, usize) {
        let script = "return [...document.querySelectorAll('main table td')].map(cell => cell.innerText.trim())";
        let found = self.run(self.client().execute(script, vec![]), "read the tables");
        let cells: Vec<String> = serde_json::from_value(found).unwrap_or_default();
        let empty = cells.iter().filter(|cell| cell.is_empty()).count();
        (cells, empty)
    }

    /// Clicks what stands there, at once or when it has come.
    fn click(&self, path: &str) -> Element {
        let wait = self.client().wait().at_most(PATIENCE);
        let clicking = async {
            let found = wait.for_element(Locator::XPath(path)).await?;
            found.click().await.map(|()| found)
        };
        self.run(clicking, &format!("press {path}"))
    }

    /// Clicks what leads to another page, and waits until this one has gone. A button that only changes the page it is on
    /// costs a moment.
    fn leave_by(&self, path: &str) {
        let (clicked, from) = (self.click(path), Instant::now());
        while from.elapsed() < A_MOMENT && self.runtime.block_on(clicked.tag_name()).is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Where the page's links lead, within this server.
    pub(crate) fn links(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))";
        let found = self.run(self.client().execute(script, vec![]), "read the links");
        serde_json::from_value(found).unwrap_or_default()
    }

    /// What axe finds wrong with the page: rule, what it says, and where.
    pub(crate) fn axe(&self) -> Vec<String> {
        let script = std::fs::read_to_string(axe_file()).expect("axe-core, from npm ci in assets");
        self.run(self.client().execute(&script, vec![]), "load axe");
        let run = "const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations'],
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
              .then(r => done(r.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.html).join(' | ')}`)),
                    e => done([`axe did not run: ${e}`]));";
        let found = self.run(self.client().execute_async(run, vec![]), "run axe");
        serde_json::from_value(found).expect("a list of findings")
    }

    /// Axe finds nothing wrong with this page. Without JavaScript it cannot look.
    #[track_caller]
    pub(crate) fn clean(&self) {
        if self.scripted {
            let found: Vec<String> = self.axe().into_iter().filter(|finding| !is_known(finding)).collect();
            assert!(found.is_empty(), "axe finds on {}:\n{}", self.at(), found.join("\n"));
        }
    }

    /// A picture of the whole page, in target/screenshots.
    pub(crate) fn picture(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../screenshots");
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        let file = folder.join(format!("{name}.png"));
        let height =
            self.runtime.block_on(self.client().execute("return document.documentElement.scrollHeight", vec![]));
        let height = height.ok().and_then(|h| h.as_u64()).and_then(|h| u32::try_from(h).ok()).unwrap_or(1000);
        let taken = self.runtime.block_on(async {
            let (width, before) = self.client().get_window_size().await?;
            let narrow = u32::try_from(width).unwrap_or(DESK.0);
            self.client().set_window_size(narrow, height.clamp(400, 6000) + 140).await?;
            let picture = self.client().screenshot().await?;
            self.client().set_window_size(narrow, u32::try_from(before).unwrap_or(DESK.1)).await?;
            Ok::<_, fantoccini::error::CmdError>(picture)
        });
        std::fs::write(&file, taken.unwrap_or_default()).expect("the picture is written");
        file
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            let _ =
                self.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(10), client.close()).await });
        }
    }
}

/// GOV.UK Frontend tells on a radio button whether what it reveals is shown, on purpose (its issue 979); axe holds that
/// `aria-expanded` does not belong there. Nothing else is left out.
pub(crate) fn is_known(finding: &str) -> bool {
    let is_revealing = |node: &str| node.contains("__input\"") && node.contains("aria-controls=\"conditional-");
    finding.strip_prefix("aria-allowed-attr: ").is_some_and(|rest| rest.split(" | ").all(is_revealing))
}

fn axe_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/node_modules/axe-core/axe.min.js")
}

/// Text as XPath writes it; no label of ours has both kinds of quotation mark.
fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}

fn capabilities(profile: &Path, javascript: bool) -> serde_json::Map<String, Value> {
    let mut options = json!({
        "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--disable-extensions",
            format!("--window-size={},{}", DESK.0, DESK.1),
            format!("--user-data-dir={}", profile.display()),
        ],
    });
    if !javascript {
        options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
    }
    let wanted = json!({ "browserName": "chrome", "goog:chromeOptions": options });
    wanted.as_object().cloned().unwrap_or_default()
}

#[test]
fn the_browser_reads_a_page_and_axe_finds_what_is_wrong_with_it() {
    let Some(browser) = Browser::open("data:text/html,") else {
        return;
    };
    browser.go(
        "<html lang=en><title>A</title><main><h1>Hello</h1><label for=a>Name</label><input id=a><img src=b></main>",
    );
    browser.sees("Hello");
    browser.fill("Name", "Callum");
    assert!(browser.axe().iter().any(|finding| finding.starts_with("image-alt")), "{:?}", browser.axe());
}

#[test]
fn a_browser_without_javascript_runs_none() {
    let Some(browser) = Browser::without_javascript("data:text/html,") else {
        return;
    };
    browser.go("<html lang=en><title>A</title><p id=p>plain</p><label for=a>Name</label><input id=a><script>p.textContent='scripted'</script>");
    browser.sees("plain");
    browser.fill("Name", "Callum");
}
