-- What a project that ends takes with it: who asked for it, and each placement, session and booking with what became of it.
CREATE TABLE work_ending (
    project_id ID NOT NULL,
    last_day DATE NOT NULL,
    asked_at INSTANT NOT NULL,
    asked_by TEXT NOT NULL,
    asker_kind TEXT NOT NULL,
    asker_id ID,
    asker_staff_id ID,
    PRIMARY KEY (project_id)
);
CREATE TABLE work_leaving (
    project_id ID NOT NULL,
    id ID NOT NULL,
    what TEXT NOT NULL,
    place INT NOT NULL,
    person_id ID,
    state TEXT NOT NULL,
    why TEXT,
    done_at INSTANT,
    PRIMARY KEY (project_id, id)
);
CREATE INDEX work_leaving_by_state ON work_leaving (project_id, state, place);
