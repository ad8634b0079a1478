//! `cargo xtask audit`: what may be in the lock files, by the rules of `deny.toml`: licences, sources, crates that are not
//! wanted, crates in several versions. It asks no network and takes a second; known holes are for `cargo deny check`, which
//! reads the same file. An exception says until when it holds, and is told once that day is past.

mod licence;

use crate::workspace::root;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// What `deny.toml` says.
struct Rules {
    allowed: BTreeSet<String>,
    /// Licences that one crate alone may have.
    of_one: BTreeMap<String, BTreeSet<String>>,
    /// Crates that must not be there, and why.
    unwanted: BTreeMap<String, String>,
    /// `name@version` that may stand beside another version, and why.
    beside: BTreeMap<String, String>,
    /// Every exception's reason, with what it is about.
    exceptions: Vec<(String, String)>,
}

/// One package of the lock file as Cargo tells it.
struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    source: Option<String>,
}

pub(crate) fn run() -> Result<(), String> {
    let rules = rules(&read("deny.toml")?)?;
    let packages = packages()?;
    let mut wrong = check(&rules, &packages);
    wrong.extend(check_assets(&read("assets/package-lock.json")?)?);
    for words in overdue(&rules.exceptions, &today()?) {
        println!("audit: {words}");
    }
    for words in &wrong {
        println!("audit: {words}");
    }
    println!("audit: {} packages, {} exceptions, {} to mend", packages.len(), rules.exceptions.len(), wrong.len());
    if wrong.is_empty() { Ok(()) } else { Err("The lock files hold what they may not.".to_owned()) }
}

fn read(name: &str) -> Result<String, String> {
    let path = root().join(name);
    std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
}

fn today() -> Result<String, String> {
    let told = Command::new("date").arg("+%F").output().map_err(|e| format!("date did not start: {e}"))?;
    Ok(String::from_utf8_lossy(&told.stdout).trim().to_owned())
}

fn rules(text: &str) -> Result<Rules, String> {
    let file: toml::Table = toml::from_str(text).map_err(|e| format!("deny.toml: {e}"))?;
    let list = |section: &str, name: &str| -> Vec<toml::Value> {
        file.get(section).and_then(|s| s.get(name)).and_then(toml::Value::as_array).cloned().unwrap_or_default()
    };
    let word =
        |entry: &toml::Value, name: &str| entry.get(name).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let texts = |values: &[toml::Value]| values.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect();
    let mut exceptions = Vec::new();
    for (section, name, about) in
        [("licenses", "exceptions", "crate"), ("bans", "skip", "crate"), ("advisories", "ignore", "id")]
    {
        exceptions.extend(list(section, name).iter().map(|entry| (word(entry, about), word(entry, "reason"))));
    }
    let alone = list("licenses", "exceptions");
    let of_one = alone.iter().map(|entry| {
        let allow = entry.get("allow").and_then(toml::Value::as_array).map(|all| texts(all)).unwrap_or_default();
        (word(entry, "crate"), allow)
    });
    let reasons = |entries: Vec<toml::Value>| entries.iter().map(|e| (word(e, "crate"), word(e, "reason"))).collect();
    Ok(Rules {
        allowed: texts(&list("licenses", "allow")),
        of_one: of_one.collect(),
        unwanted: reasons(list("bans", "deny")),
        beside: reasons(list("bans", "skip")),
        exceptions,
    })
}

/// What is built into the program on the machines that it is for.
fn packages() -> Result<Vec<Package>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let answer = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root())
        .output()
        .map_err(|e| format!("cargo metadata did not start: {e}"))?;
    if !answer.status.success() {
        return Err(format!("cargo metadata failed: {}", String::from_utf8_lossy(&answer.stderr)));
    }
    let metadata: Value =
        serde_json::from_slice(&answer.stdout).map_err(|e| format!("cargo metadata is not JSON: {e}"))?;
    let used: BTreeSet<&str> =
        metadata["resolve"]["nodes"].as_array().into_iter().flatten().filter_map(|node| node["id"].as_str()).collect();
    let all = metadata["packages"].as_array().into_iter().flatten();
    let text = |package: &Value, name: &str| package[name].as_str().map(str::to_owned);
    let read = |package: &Value| Package {
        name: text(package, "name").unwrap_or_default(),
        version: text(package, "version").unwrap_or_default(),
        licence: text(package, "license"),
        source: text(package, "source"),
    };
    Ok(all.filter(|p| p["id"].as_str().is_some_and(|id| used.contains(id))).map(read).collect())
}

fn check(rules: &Rules, packages: &[Package]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages {
        let named = format!("{} {}", package.name, package.version);
        versions.entry(&package.name).or_default().insert(&package.version);
        if let Some(reason) = rules.unwanted.get(&package.name) {
            wrong.push(format!("{named} is not wanted: {reason}"));
        }
        match &package.source {
            None => continue,
            Some(source) if source == CRATES_IO => {}
            Some(source) => wrong.push(format!("{named} comes from {source}")),
        }
        let mut allowed = rules.allowed.clone();
        allowed.extend(rules.of_one.get(&package.name).cloned().unwrap_or_default());
        match &package.licence {
            Some(licence) if licence::fits(licence, &allowed) => {}
            Some(licence) => wrong.push(format!("{named} is under {licence}, which is not on the list")),
            None => wrong.push(format!("{named} names no licence")),
        }
    }
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        let alone = versions.iter().filter(|version| !rules.beside.contains_key(&format!("{name}@{version}")));
        let alone: Vec<&str> = alone.copied().collect();
        if alone.len() > 1 {
            wrong.push(format!("{name} is there in several versions: {}", alone.join(", ")));
        }
    }
    for crate_at_version in rules.beside.keys() {
        let there = packages.iter().any(|p| *crate_at_version == format!("{}@{}", p.name, p.version));
        if !there {
            wrong.push(format!("{crate_at_version} needs its exception no more: take it out of deny.toml"));
        }
    }
    wrong
}

/// The npm packages that the style sheet, the scripts and the fonts are taken from.
fn check_assets(text: &str) -> Result<Vec<String>, String> {
    let lock: Value = serde_json::from_str(text).map_err(|e| format!("assets/package-lock.json: {e}"))?;
    let packages = lock["packages"].as_object().cloned().unwrap_or_default();
    let mut wrong = Vec::new();
    for (path, package) in packages.iter().filter(|(path, _)| !path.is_empty()) {
        if !package["integrity"].as_str().is_some_and(|hash| hash.starts_with("sha512-")) {
            wrong.push(format!("{path} is not fixed by its hash"));
        }
        if package["hasInstallScript"].as_bool() == Some(true) {
            wrong.push(format!("{path} runs a script when it is installed"));
        }
    }
    Ok(wrong)
}

/// Exceptions whose day is past, or that name none.
fn overdue(exceptions: &[(String, String)], today: &str) -> Vec<String> {
    let told = |(about, reason): &(String, String)| {
        let until = reason.strip_prefix("until ").and_then(|rest| rest.get(..10));
        match until {
            Some(day) if day >= today => None,
            Some(day) => Some(format!("the exception for {about} held until {day}: look at it again")),
            None => Some(format!("the exception for {about} does not say until when it holds")),
        }
    };
    exceptions.iter().filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, version: &str, licence: &str) -> Package {
        Package {
            name: name.into(),
            version: version.into(),
            licence: Some(licence.into()),
            source: Some(CRATES_IO.into()),
        }
    }

    fn found(deny: &str, packages: &[Package]) -> Vec<String> {
        check(&rules(deny).unwrap(), packages)
    }

    const RULES: &str = "licenses.allow = [\"MIT\"]\nbans.deny = [{ crate = \"heavy\", reason = \"it is heavy\" }]";

    #[test]
    fn a_licence_that_is_not_on_the_list_is_found() {
        assert!(found(RULES, &[package("a", "1.0.0", "MIT OR GPL-3.0")]).is_empty());
        assert_eq!(
            found(RULES, &[package("a", "1.0.0", "GPL-3.0")]),
            ["a 1.0.0 is under GPL-3.0, which is not on the list"]
        );
    }

    #[test]
    fn what_is_not_wanted_or_comes_from_elsewhere_is_found() {
        assert_eq!(found(RULES, &[package("heavy", "1.0.0", "MIT")]), ["heavy 1.0.0 is not wanted: it is heavy"]);
        let elsewhere = Package { source: Some("git+https://example.org/a".into()), ..package("a", "1.0.0", "MIT") };
        assert_eq!(found(RULES, &[elsewhere]), ["a 1.0.0 comes from git+https://example.org/a"]);
    }

    #[test]
    fn two_versions_of_one_crate_need_an_exception_which_goes_when_they_do() {
        let two = [package("a", "1.0.0", "MIT"), package("a", "2.0.0", "MIT")];
        assert_eq!(found(RULES, &two), ["a is there in several versions: 1.0.0, 2.0.0"]);
        let skip =
            format!("{RULES}\nbans.skip = [{{ crate = \"a@1.0.0\", reason = \"until 2027-01-01: b asks for it\" }}]");
        assert!(found(&skip, &two).is_empty());
        assert_eq!(found(&skip, &two[1..]), ["a@1.0.0 needs its exception no more: take it out of deny.toml"]);
    }

    #[test]
    fn an_exception_is_told_once_its_day_is_past() {
        let exceptions =
            [("a@1".to_owned(), "until 2027-01-01: b asks for it".to_owned()), ("c".to_owned(), "for ever".to_owned())];
        assert_eq!(overdue(&exceptions, "2027-01-01"), ["the exception for c does not say until when it holds"]);
        assert_eq!(overdue(&exceptions, "2027-01-02").len(), 2);
    }

    #[test]
    fn an_asset_is_fixed_by_its_hash_and_runs_nothing() {
        let lock = |rest: &str| format!("{{\"packages\":{{\"\":{{}},\"node_modules/a\":{{{rest}}}}}}}");
        assert!(check_assets(&lock("\"integrity\":\"sha512-x\"")).unwrap().is_empty());
        assert_eq!(check_assets(&lock("")).unwrap().len(), 1);
        assert_eq!(check_assets(&lock("\"integrity\":\"sha512-x\",\"hasInstallScript\":true")).unwrap().len(), 1);
    }
}
