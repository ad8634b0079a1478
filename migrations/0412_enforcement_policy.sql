-- The service's own policy of enforcement as dated rows: a row is added and none is changed, and who set it stands beside.
CREATE TABLE enforcement_number (
    name TEXT NOT NULL,
    valid_from DATE NOT NULL,
    words TEXT NOT NULL,
    number INT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (name, valid_from)
);
CREATE TABLE enforcement_result (
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_before DATE,
    place INT NOT NULL,
    en TEXT NOT NULL,
    cy TEXT NOT NULL,
    court JSON NOT NULL,
    ends TEXT,
    amends BOOL NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code, valid_from)
);
CREATE TABLE enforcement_reason (
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_before DATE,
    place INT NOT NULL,
    en TEXT NOT NULL,
    cy TEXT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (list, code, valid_from)
);
CREATE TABLE enforcement_registered (
    fact TEXT NOT NULL,
    kind TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_before DATE,
    levels JSON NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (fact, kind, valid_from)
);
CREATE TABLE enforcement_milestone (
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_before DATE,
    place INT NOT NULL,
    en TEXT NOT NULL,
    cy TEXT NOT NULL,
    words_en TEXT NOT NULL,
    words_cy TEXT NOT NULL,
    certificate_en TEXT NOT NULL,
    certificate_cy TEXT NOT NULL,
    measure TEXT NOT NULL,
    number INT NOT NULL,
    requirement_types JSON NOT NULL,
    other_types JSON NOT NULL,
    gives TEXT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code, valid_from)
);
CREATE TABLE enforcement_policy_change (
    id ID NOT NULL,
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    from_day DATE NOT NULL,
    before TEXT NOT NULL,
    becomes TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (id)
);
