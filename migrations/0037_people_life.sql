-- What of a person's life supervision must take account of.
CREATE TABLE person_equality (
    person_id ID NOT NULL,
    ethnicity TEXT,
    nationality TEXT,
    second_nationality TEXT,
    immigration_status TEXT,
    religion TEXT,
    sexual_orientation TEXT,
    gender_identity TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id)
);
CREATE TABLE person_language (
    person_id ID NOT NULL,
    spoken TEXT,
    letters TEXT,
    interpreter TEXT,
    interpreter_language TEXT,
    note TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id)
);
CREATE TABLE person_circumstance (
    person_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT,
    evidenced TEXT,
    start_date DATE NOT NULL,
    end_date DATE,
    note TEXT,
    withdrawn TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE person_relation (
    person_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    relationship TEXT,
    name TEXT NOT NULL,
    born DATE,
    next_of_kin TEXT,
    emergency TEXT,
    dependant TEXT,
    telephone TEXT,
    email TEXT,
    address TEXT,
    start_date DATE,
    end_date DATE,
    note TEXT,
    withdrawn TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE person_disability (
    person_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    condition TEXT,
    start_date DATE NOT NULL,
    end_date DATE,
    note TEXT,
    withdrawn TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE person_adjustment (
    person_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    start_date DATE NOT NULL,
    end_date DATE,
    note TEXT,
    withdrawn TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
