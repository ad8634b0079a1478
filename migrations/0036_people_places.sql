-- Where somebody lives and how they are reached.
CREATE TABLE person_address (
    person_id ID NOT NULL,
    id ID NOT NULL,
    status TEXT NOT NULL,
    kind TEXT,
    kind_verified TEXT,
    no_fixed_abode TEXT,
    building TEXT,
    street TEXT,
    district TEXT,
    town TEXT,
    county TEXT,
    postcode TEXT,
    telephone TEXT,
    start_date DATE NOT NULL,
    end_date DATE,
    note TEXT,
    withdrawn TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE person_reach (
    person_id ID NOT NULL,
    mobile TEXT,
    telephone TEXT,
    email TEXT,
    text_allowed TEXT,
    note TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id)
);
