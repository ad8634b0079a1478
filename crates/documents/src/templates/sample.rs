//! Facts with which a template is tried before anybody is written to: everything it may be given, or only what it must
//! have, so that a template which breaks where something is absent is found out. They are nobody's.

use super::{FieldKind, Template};
use serde_json::{Map, Value, json};
use store::Result;

/// Facts as a template is tried with: every field filled, or only those that it must have.
pub(crate) fn sample(template: &Template, every: bool) -> Result<Value> {
    let declared = template.declares()?;
    let text = |kind: FieldKind| match kind {
        FieldKind::Text => json!("Words of one line"),
        FieldKind::Lines => json!("First paragraph.\n\nSecond paragraph."),
        FieldKind::Day => json!("2026-11-23"),
        FieldKind::Time => json!("09:30:00"),
        FieldKind::Rows => json!([]),
    };
    let mut given = Map::new();
    for field in declared.fields.iter().filter(|f| every || f.must) {
        let value = if field.kind == FieldKind::Rows {
            let row: Map<String, Value> =
                field.columns.iter().filter(|c| every || c.must).map(|c| (c.name.clone(), text(c.kind))).collect();
            json!([row.clone(), row])
        } else {
            text(field.kind)
        };
        given.insert(field.name.clone(), value);
    }
    let names: Vec<&str> = declared.fields.iter().map(|f| f.name.as_str()).collect();
    let needs = |name: &str| every || declared.needs.iter().any(|n| n == name || n.starts_with(&format!("{name}.")));
    let mut person = json!({ "name": "Carys Example", "spoken_name": "Carys Example", "first_name": "Carys",
        "last_name": "Example", "crn": "T000000" });
    if let (true, Some(person)) = (needs("person.address"), person.as_object_mut()) {
        person.insert("address".into(), json!(["1 Example Street", "Exampleton", "ZA1 1AA"]));
    }
    let mut facts = json!({ "language": template.language.code(), "title": template.title, "made_on": "2026-11-23",
        "declared": names, "given": given, "person": person, "orders": [], "appointments": [] });
    let order = json!({ "id": "1", "name": "Community order", "made_on": "2026-06-01", "ends_on": "2027-05-31",
        "court": "Exampleton Magistrates’ Court", "requirements": [{ "name": "Unpaid work", "length": "120 hours" }] });
    let appointment = json!({ "day": "2026-11-30", "from": "09:30:00", "to": "10:00:00", "what": "Planned office visit",
        "with": "Priya Example", "place": "Exampleton office, 2 Example Road, ZA1 1AB" });
    if let Some(object) = facts.as_object_mut() {
        let optional = [
            (
                "officer",
                if every || needs("officer.telephone") {
                    json!({ "name": "Priya Example", "telephone": "020 7946 0000", "email": "priya@example.org" })
                } else {
                    json!({ "name": "Priya Example" })
                },
            ),
            ("team", json!({ "name": "Exampleton 1" })),
            (
                "office",
                json!({ "name": "Exampleton office", "address": "2 Example Road, Exampleton",
                "postcode": "ZA1 1AB", "telephone": "020 7946 0001" }),
            ),
            ("order", order.clone()),
        ];
        object.extend(optional.into_iter().filter(|(name, _)| needs(name)).map(|(n, v)| (n.to_owned(), v)));
        if needs("order") {
            object.insert("orders".into(), json!([order]));
        }
        if needs("appointments") {
            object.insert("appointments".into(), json!([appointment]));
        }
    }
    Ok(facts)
}
