//! Which statements carry the key by which their tables are spread, and which do not: the reader of statements by itself.

use throughcare::rooms;
use throughcare::spread::carried::without_key;

fn missing(sql: &str) -> Vec<&'static str> {
    without_key(sql, &rooms::tables()).into_iter().collect()
}

#[test]
fn a_key_that_is_given_is_seen() {
    for sql in [
        "SELECT id FROM contact WHERE person_id = $1 AND id = $2",
        "SELECT id FROM contact c WHERE c.person_id IN ($1, $2) ORDER BY id",
        "SELECT c.id FROM contact c JOIN contact_note n ON n.person_id = c.person_id AND n.contact_id = c.id WHERE c.person_id = $1",
        "SELECT c.id FROM contact c LEFT JOIN contact_note n ON n.contact_id = c.id AND c.person_id = n.person_id WHERE n.person_id = $1",
        "UPDATE ledger_head SET seq = $2 WHERE chain_id = $1",
        "INSERT INTO contact (person_id, id) VALUES ($1, $2)",
        "DELETE FROM view_diary WHERE staff_id = $1",
        "SELECT count(*) FROM team",
        "SELECT code FROM contact_type WHERE code = $1",
        "WITH q0 (c0) AS (SELECT id FROM contact WHERE person_id = $1), q1 (c0) AS (SELECT seq FROM ledger_head WHERE chain_id = $2) \
         SELECT 0, c0 FROM q0 UNION ALL SELECT 1, c0 FROM q1",
        "SELECT v.id FROM contact v WHERE v.person_id = $1 AND EXISTS (SELECT 1 FROM contact_note n WHERE n.person_id = v.person_id)",
    ] {
        assert!(missing(sql).is_empty(), "{sql}: {:?}", missing(sql));
    }
}

#[test]
fn a_key_that_is_not_given_is_named() {
    for (sql, named) in [
        ("SELECT id FROM contact WHERE id = $1", vec!["contact"]),
        ("SELECT id FROM contact WHERE person_id > $1 ORDER BY person_id LIMIT 10", vec!["contact"]),
        (
            "SELECT c.id FROM view_diary v JOIN contact c ON c.person_id = v.person_id WHERE v.staff_id = $1",
            vec!["contact"],
        ),
        (
            "SELECT count(*) FROM contact c, contact_note n WHERE n.person_id = c.person_id",
            vec!["contact", "contact_note"],
        ),
        ("SELECT id FROM contact WHERE person_id = $1 UNION SELECT id FROM contact", vec!["contact"]),
        ("WITH q0 (c0) AS (SELECT id FROM contact WHERE id = $1) SELECT 0, c0 FROM q0", vec!["contact"]),
        ("DELETE FROM view_diary WHERE day < $1", vec!["view_diary"]),
        (
            "SELECT n.id FROM (SELECT staff_id AS person_id FROM view_diary WHERE staff_id = $1) v JOIN contact_note n ON n.person_id = v.person_id",
            vec!["contact_note"],
        ),
    ] {
        assert_eq!(missing(sql), named, "{sql}");
    }
}
