-- Registrations (flags): their types as dated rows, what was registered, and each review, change and end as a row of its own.
CREATE TABLE registration_type (
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_before DATE,
    place INT NOT NULL,
    name_en TEXT NOT NULL,
    name_cy TEXT NOT NULL,
    group_code TEXT,
    levels JSON NOT NULL,
    categories JSON NOT NULL,
    review_months INT,
    colour TEXT NOT NULL,
    complexity BOOL NOT NULL,
    banner BOOL NOT NULL,
    calls_review BOOL NOT NULL,
    risk_level TEXT,
    historic BOOL NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code, valid_from)
);
CREATE TABLE registration (
    person_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    registered_on DATE NOT NULL,
    level TEXT,
    category TEXT,
    review_due DATE,
    note TEXT NOT NULL,
    cause TEXT,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE registration_entry (
    person_id ID NOT NULL,
    id ID NOT NULL,
    registration_id ID NOT NULL,
    what TEXT NOT NULL,
    on_day DATE NOT NULL,
    level TEXT,
    category TEXT,
    review_due DATE,
    note TEXT NOT NULL,
    cause TEXT,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
