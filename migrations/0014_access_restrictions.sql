-- Who may not see a person (exclusion) and who alone may (restriction).
CREATE TABLE access_barrier (
    person_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    start_on DATE NOT NULL,
    end_on DATE,
    reason TEXT NOT NULL,
    message TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE access_barrier_reader (
    person_id ID NOT NULL,
    barrier_id ID NOT NULL,
    reader_id ID NOT NULL,
    PRIMARY KEY (person_id, barrier_id, reader_id)
);
