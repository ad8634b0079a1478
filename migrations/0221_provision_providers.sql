-- Who provides services, and the contracts and grants under which they do.
CREATE TABLE provider (
    id ID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    address TEXT,
    email TEXT,
    telephone TEXT,
    start_date DATE NOT NULL,
    end_date DATE,
    end_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX provider_code ON provider (code);
CREATE TABLE contract (
    id ID NOT NULL,
    provider_id ID NOT NULL REFERENCES provider (id),
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    start_date DATE NOT NULL,
    end_date DATE,
    yearly_volume INT NOT NULL,
    price_pence INT,
    sum_pence INT,
    note TEXT,
    end_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX contract_reference ON contract (reference);
CREATE INDEX contract_by_provider ON contract (provider_id, start_date);
CREATE TABLE contract_unit (
    contract_id ID NOT NULL REFERENCES contract (id),
    unit_id ID NOT NULL REFERENCES delivery_unit (id),
    PRIMARY KEY (contract_id, unit_id)
);
CREATE INDEX contract_unit_by_unit ON contract_unit (unit_id);
