-- Regions, delivery units, teams, offices and courts: small tables that every node may hold.
CREATE TABLE region (
    id ID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    serves_in_welsh BOOL NOT NULL,
    default_team_id ID,
    start_date DATE NOT NULL,
    end_date DATE,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX region_code ON region (code);
CREATE TABLE delivery_unit (
    id ID NOT NULL,
    region_id ID NOT NULL REFERENCES region (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    start_date DATE NOT NULL,
    end_date DATE,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX delivery_unit_code ON delivery_unit (code);
CREATE INDEX delivery_unit_by_region ON delivery_unit (region_id);
CREATE TABLE team (
    id ID NOT NULL,
    unit_id ID NOT NULL REFERENCES delivery_unit (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    telephone TEXT,
    email TEXT,
    start_date DATE NOT NULL,
    end_date DATE,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX team_code ON team (code);
CREATE INDEX team_by_unit ON team (unit_id);
CREATE TABLE office (
    id ID NOT NULL,
    unit_id ID NOT NULL REFERENCES delivery_unit (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    postcode TEXT NOT NULL,
    telephone TEXT,
    start_date DATE NOT NULL,
    end_date DATE,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX office_code ON office (code);
CREATE INDEX office_by_unit ON office (unit_id);
CREATE TABLE court (
    id ID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    team_id ID REFERENCES team (id),
    start_date DATE NOT NULL,
    end_date DATE,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX court_code ON court (code);
