//! Imports go down: a crate may depend on lower floors only, never on its own or a higher one.

use super::Finding;
use crate::workspace::Crate;

pub(super) fn check(crates: &[Crate]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for importer in crates {
        let manifest = importer.folder.join("Cargo.toml");
        let Some(floor) = importer.floor else {
            if importer.name != "xtask" {
                findings.push(Finding::failure(&manifest, 1, "has no floor in [package.metadata.throughcare]"));
            }
            continue;
        };
        // A crate may import itself for its tests, with another feature.
        for name in importer.imports.iter().filter(|n| **n != importer.name) {
            let Some(imported) = crates.iter().find(|c| c.name == *name) else {
                continue;
            };
            if imported.floor.is_none_or(|f| f >= floor) {
                let place = imported.floor.map_or_else(|| "no floor".to_owned(), |f| format!("floor {f}"));
                let words = format!("{} (floor {floor}) imports {name} ({place}); imports go down", importer.name);
                findings.push(Finding::failure(&manifest, 1, words));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str, floor: Option<u64>, imports: &[&str]) -> Crate {
        let imports = imports.iter().map(|&i| i.to_owned()).collect();
        Crate { name: name.to_owned(), floor, folder: name.into(), imports }
    }

    #[test]
    fn imports_go_down() {
        assert!(check(&[room("people", Some(6), &["kernel"]), room("kernel", Some(0), &[])]).is_empty());
    }

    #[test]
    fn imports_sideways_or_up_are_found() {
        let house = [
            room("court", Some(10), &["caseload", "casefile"]),
            room("caseload", Some(10), &[]),
            room("casefile", Some(11), &[]),
        ];
        assert_eq!(check(&house).len(), 2);
    }

    #[test]
    fn a_room_without_a_floor_is_found() {
        assert_eq!(check(&[room("victims", None, &[]), room("xtask", None, &[])]).len(), 1);
    }
}
