CREATE TABLE person_file (
    person_id ID NOT NULL,
    id ID NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INT NOT NULL,
    sha256 TEXT NOT NULL,
    kept_at INSTANT NOT NULL,
    kept_by ID,
    kept_by_name TEXT NOT NULL,
    removed_at INSTANT,
    removed_by_name TEXT,
    removed_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE person_file_bytes (
    person_id ID NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BYTES NOT NULL,
    PRIMARY KEY (person_id, sha256)
);
