-- Many people from one officer to another: what was asked once, and what has become of each person so far.
CREATE TABLE reallocation (
    id ID NOT NULL,
    from_staff_id ID NOT NULL,
    to_staff_id ID NOT NULL,
    reason TEXT NOT NULL,
    note TEXT,
    items JSON NOT NULL,
    undoes_id ID,
    asked_at INSTANT NOT NULL,
    asked_by TEXT NOT NULL,
    asker_kind TEXT NOT NULL,
    asker_id ID,
    asker_staff_id ID,
    total INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX reallocation_by_staff ON reallocation (from_staff_id, asked_at);
CREATE TABLE reallocation_move (
    reallocation_id ID NOT NULL,
    person_id ID NOT NULL,
    state TEXT NOT NULL,
    why TEXT,
    done_at INSTANT,
    PRIMARY KEY (reallocation_id, person_id)
);
CREATE INDEX reallocation_move_by_state ON reallocation_move (reallocation_id, state, person_id);
