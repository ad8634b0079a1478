CREATE TABLE access_log (
    read_at INSTANT NOT NULL,
    id ID NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id ID,
    actor_name TEXT NOT NULL,
    person_id ID,
    what TEXT NOT NULL,
    manner TEXT NOT NULL,
    shown JSON,
    PRIMARY KEY (read_at, id)
);
CREATE INDEX access_log_by_person ON access_log (person_id, read_at);
CREATE TABLE draft (
    owner_id ID NOT NULL,
    form TEXT NOT NULL,
    person_id ID,
    fields JSON NOT NULL,
    saved_at INSTANT NOT NULL,
    expires_at INSTANT NOT NULL,
    PRIMARY KEY (owner_id, form)
);
CREATE INDEX draft_expiry ON draft (expires_at);
