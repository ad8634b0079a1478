//! Real addresses for every route, found once for all tests: pages by walking the demo world as somebody who holds every
//! role, calls by the pages beside them and by the lists above them; and which addresses show whom.

use super::given::{self, EVERYTHING, NOBODY};
use crate::pages::walk;
use crate::server::{TODAY, World};
use crate::visitor::{Form, Visitor};
use kernel::Permission;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use throughcare::rooms;
use web::{Method, Route};

/// What the walk found.
pub(super) struct Harvest {
    /// Addresses without their query by the pattern of their route.
    pages: BTreeMap<&'static str, Vec<String>>,
    calls: BTreeMap<&'static str, String>,
    /// A form of each kind with the page that offers it.
    pub(super) forms: Vec<(String, Form)>,
    /// Every name that a link or a filter puts into a query.
    pub(super) asked: BTreeSet<String>,
    /// The addresses, queries and all, that show a person's name, by CRN.
    pub(super) naming: BTreeMap<String, BTreeSet<String>>,
}

/// A path of the route with these values in place of its parameters.
pub(super) fn with_ids(path: &str, (crn, id): (&str, &str)) -> String {
    let parts = path.split('/').map(|part| match part {
        "{crn}" => crn,
        part if part.starts_with('{') => id,
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

impl Harvest {
    /// Real addresses of a route; none where the demo world has none.
    pub(super) fn addresses(&self, route: &Route) -> Vec<String> {
        if !route.path.contains('{') {
            return vec![route.path.to_owned()];
        }
        if route.is_api() {
            return self.calls.get(route.path).cloned().into_iter().collect();
        }
        let same = |pattern: &str| fits(pattern, route.path);
        self.pages.iter().filter(|(pattern, _)| same(pattern)).flat_map(|(_, found)| found.clone()).collect()
    }

    /// A real address of a route, or one with ids of nobody.
    pub(super) fn address(&self, route: &Route) -> String {
        self.addresses(route).into_iter().next().unwrap_or_else(|| with_ids(route.path, NOBODY))
    }
}

/// The same pattern but for the names of its parameters.
fn fits(one: &str, other: &str) -> bool {
    let alike = |(a, b): (&str, &str)| a == b || (a.starts_with('{') && b.starts_with('{'));
    one.matches('/').count() == other.matches('/').count() && one.split('/').zip(other.split('/')).all(alike)
}

pub(super) fn harvest() -> &'static Harvest {
    static ONCE: OnceLock<Harvest> = OnceLock::new();
    ONCE.get_or_init(|| {
        let world = World::demo();
        let everything: BTreeSet<Permission> = Permission::ALL.iter().copied().collect();
        given::roles(&world);
        let names = given::names(&given::database(&world));
        let server = world.serve();
        let mut visitor = Visitor::signed_in(&server.address, &EVERYTHING);
        let (mut forms, mut kinds, mut asked) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        let mut naming: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let opened = walk(&mut visitor, |address, answer| {
            let new = Form::all(&answer.body, address).into_iter().filter(|form| kinds.insert(kind_of(form)));
            forms.extend(new.map(|form| (address.to_owned(), form)));
            asked.extend(names_asked(&answer.body));
            for (crn, ways) in &names {
                if ways.iter().any(|name| answer.body.contains(name.as_str())) {
                    naming.entry(crn.clone()).or_default().insert(address.to_owned());
                }
            }
        });
        let path = |address: String| address.split('?').next().unwrap_or_default().to_owned();
        let pages: BTreeMap<_, Vec<String>> =
            opened.into_iter().map(|(kind, found)| (kind, found.into_iter().map(path).collect())).collect();
        let mut program = given::program(&server.address, "Everything", &everything);
        let calls = Calls { program: &mut program, pages: &pages, lists: BTreeMap::new() }.all();
        Harvest { pages, calls, forms, asked, naming }
    })
}

/// The names in the queries of a page's links, and of its forms that only ask.
fn names_asked(html: &str) -> BTreeSet<String> {
    let queries = html.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next()?.split_once('?'));
    let linked = queries.flat_map(|(_, query)| query.split("&amp;")).filter_map(|pair| pair.split('=').next());
    let asking =
        html.split("<form").skip(1).filter(|form| form.split('>').next().is_some_and(|head| head.contains("\"get\"")));
    let inside = asking.filter_map(|form| form.split("</form>").next()).flat_map(|form| form.split(" name=\"").skip(1));
    let filtered = inside.filter_map(|rest| rest.split('"').next());
    linked.chain(filtered).filter(|name| !name.is_empty() && name.len() < 40).map(str::to_owned).collect()
}

/// Two forms with one target and the same fields are one kind, whoever they are about.
fn kind_of(form: &Form) -> String {
    let is_id = |part: &str| part.len() == 36 || (part.len() == 7 && part.starts_with('T'));
    let path = form.action.split('?').next().unwrap_or_default();
    let path: Vec<&str> = path.split('/').map(|part| if is_id(part) { "*" } else { part }).collect();
    let names: BTreeSet<&str> = form.fields.iter().chain(&form.offered).map(|(name, _)| name.as_str()).collect();
    format!("{} {}", path.join("/"), names.into_iter().collect::<Vec<_>>().join(" "))
}

/// Looks for real addresses of calls.
struct Calls<'a> {
    program: &'a mut Visitor,
    pages: &'a BTreeMap<&'static str, Vec<String>>,
    lists: BTreeMap<String, Vec<String>>,
}

impl Calls<'_> {
    fn all(mut self) -> BTreeMap<&'static str, String> {
        let patterns: BTreeSet<&'static str> =
            rooms::routes().iter().filter(|r| r.is_api() && r.path.contains('{')).map(|r| r.path).collect();
        let found: BTreeMap<_, _> =
            patterns.iter().filter_map(|pattern| Some((*pattern, self.one(pattern)?))).collect();
        println!("{} of {} calls with parameters have a real address", found.len(), patterns.len());
        assert!(found.len() * 3 > patterns.len() * 2, "too few calls have a real address to prove anything");
        found
    }

    fn one(&mut self, pattern: &str) -> Option<String> {
        let (head, tail) = match pattern.rfind('}') {
            Some(at) => pattern.split_at(at + 1),
            None => (pattern, ""),
        };
        let first = self.candidates(head).into_iter().next()?;
        Some(format!("{first}{tail}"))
    }

    /// Addresses for a pattern that ends with a parameter.
    fn candidates(&mut self, pattern: &str) -> Vec<String> {
        if let Some(known) = self.lists.get(pattern) {
            return known.clone();
        }
        let found = self.look(pattern);
        self.lists.insert(pattern.to_owned(), found.clone());
        found
    }

    fn look(&mut self, pattern: &str) -> Vec<String> {
        let Some((above, name)) = pattern.rsplit_once('/') else {
            return Vec::new();
        };
        let name = name.trim_matches(['{', '}']);
        if name == "crn" {
            return (1..=36).map(|number| format!("{above}/T{number:06}")).collect();
        }
        let beside = self.beside(pattern);
        if !beside.is_empty() {
            return beside;
        }
        let parents = match above.rfind('}') {
            Some(at) => {
                let (head, tail) = above.split_at(at + 1);
                self.candidates(head).into_iter().map(|found| format!("{found}{tail}")).collect()
            }
            None => vec![above.to_owned()],
        };
        if let Some(fixed) = fixed(name) {
            return parents.into_iter().map(|parent| format!("{parent}/{fixed}")).collect();
        }
        if !rooms::routes().iter().any(|r| r.path == above && r.method == Method::Get) {
            return Vec::new();
        }
        for parent in parents {
            let answer = self.program.get(&parent);
            let ids = serde_json::from_str(&answer.body).map(|value| ids_in(&value, name)).unwrap_or_default();
            if answer.status == 200 && !ids.is_empty() {
                return ids.into_iter().map(|id| format!("{parent}/{id}")).collect();
            }
        }
        Vec::new()
    }

    /// From the pages of the same thing.
    fn beside(&self, pattern: &str) -> Vec<String> {
        let Some(bare) = pattern.strip_prefix("/api/v1") else {
            return Vec::new();
        };
        let depth = bare.matches('/').count() + 1;
        let cut = |path: &str| path.split('/').take(depth).collect::<Vec<_>>().join("/");
        let pages = self.pages.iter().filter(|(page, _)| fits(&cut(page), bare));
        pages.flat_map(|(_, found)| found).map(|address| format!("/api/v1{}", cut(address))).collect()
    }
}

/// Parameters that are no id.
fn fixed(name: &str) -> Option<&'static str> {
    match name {
        "date" | "day" | "monday" => Some(TODAY),
        "generation" => Some("2"),
        "model" => Some("allReoffendingPredictor"),
        "place" => Some("0"),
        _ => None,
    }
}

/// What the items of a list call themselves.
fn ids_in(value: &Value, name: &str) -> Vec<String> {
    let lists = value
        .as_array()
        .into_iter()
        .chain(value.as_object().into_iter().flat_map(|o| o.values()).filter_map(Value::as_array));
    let named = |item: &Value| {
        let own = [name, "id", "code", &format!("{name}_id")]
            .into_iter()
            .find_map(|key| item.get(key).filter(|v| !v.is_null()).cloned());
        own.map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
    };
    lists.flatten().filter_map(named).take(3).collect()
}
