-- The catalogue of services: what each is, for whom, what it meets and delivers, and the rates assumed of it.
CREATE TABLE provision_code (
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    words TEXT NOT NULL,
    words_cy TEXT NOT NULL,
    place INT NOT NULL,
    start_date DATE NOT NULL,
    end_date DATE,
    PRIMARY KEY (list, code)
);
INSERT INTO provision_code (list, code, words, words_cy, place, start_date) VALUES
    ('service-kind', 'accredited-programme', 'Accredited programme', 'Rhaglen achrededig', 1, '2015-02-01'),
    ('service-kind', 'structured-intervention', 'Structured intervention', 'Ymyriad strwythuredig', 2, '2015-02-01'),
    ('service-kind', 'womens-service', 'Women''s service', 'Gwasanaeth i fenywod', 3, '2015-02-01'),
    ('service-kind', 'sex-offence-programme', 'Programme for sex offences', 'Rhaglen troseddau rhywiol', 4, '2015-02-01'),
    ('service-kind', 'violence-programme', 'Programme for violence', 'Rhaglen trais', 5, '2015-02-01'),
    ('service-kind', 'mental-health-treatment', 'Mental health treatment', 'Triniaeth iechyd meddwl', 6, '2015-02-01'),
    ('service-kind', 'drug-treatment', 'Drug treatment', 'Triniaeth cyffuriau', 7, '2015-02-01'),
    ('service-kind', 'alcohol-treatment', 'Alcohol treatment', 'Triniaeth alcohol', 8, '2015-02-01'),
    ('service-kind', 'employment', 'Employment', 'Cyflogaeth', 9, '2015-02-01'),
    ('service-kind', 'training', 'Training', 'Hyfforddiant', 10, '2015-02-01'),
    ('service-kind', 'education', 'Education and literacy', 'Addysg a llythrennedd', 11, '2015-02-01'),
    ('service-kind', 'debt', 'Money and debt', 'Arian a dyled', 12, '2015-02-01'),
    ('service-kind', 'housing', 'Housing', 'Tai', 13, '2015-02-01'),
    ('service-kind', 'mentoring', 'Mentoring', 'Mentora', 14, '2015-02-01'),
    ('service-kind', 'unpaid-work', 'Unpaid work', 'Gwaith di-dâl', 15, '2015-02-01'),
    ('leaving', 'requirement-ended', 'The requirement or sentence ended', 'Daeth y gofyniad neu''r ddedfryd i ben', 1, '2015-02-01'),
    ('leaving', 'custody', 'Went into custody', 'Aeth i''r ddalfa', 2, '2015-02-01'),
    ('leaving', 'moved', 'Moved to another area', 'Symudodd i ardal arall', 3, '2015-02-01'),
    ('leaving', 'unsuitable', 'Found unsuitable for the service', 'Anaddas i''r gwasanaeth', 4, '2015-02-01'),
    ('leaving', 'declined', 'Does not consent or take part', 'Ddim yn cydsynio nac yn cymryd rhan', 5, '2015-02-01'),
    ('leaving', 'health', 'Health', 'Iechyd', 6, '2015-02-01'),
    ('leaving', 'met-elsewhere', 'Need met elsewhere', 'Angen wedi''i ddiwallu mewn man arall', 7, '2015-02-01'),
    ('leaving', 'entered-in-error', 'Entered by mistake', 'Cofnodwyd ar gam', 8, '2015-02-01'),
    ('priority', 'order-ending', 'The order ends soon', 'Daw''r gorchymyn i ben yn fuan', 1, '2015-02-01'),
    ('priority', 'risk', 'Risk of serious harm', 'Risg o niwed difrifol', 2, '2015-02-01'),
    ('priority', 'release', 'Soon released from custody', 'Ar fin cael ei ryddhau o''r ddalfa', 3, '2015-02-01'),
    ('priority', 'court', 'The court asked for an early start', 'Gofynnodd y llys am ddechrau cynnar', 4, '2015-02-01'),
    ('priority', 'put-right', 'A mistake of the service is put right', 'Cywiro camgymeriad y gwasanaeth', 5, '2015-02-01');
CREATE TABLE service (
    id ID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    summary TEXT NOT NULL,
    sessions INT NOT NULL,
    weeks INT NOT NULL,
    weekdays TEXT NOT NULL,
    minutes INT NOT NULL,
    gap_days INT NOT NULL,
    lead_days INT NOT NULL,
    for_sex TEXT NOT NULL,
    min_age INT,
    max_age INT,
    least_risk TEXT,
    most_risk TEXT,
    consent_needed BOOL NOT NULL,
    start_date DATE NOT NULL,
    end_date DATE,
    end_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX service_code ON service (code);
CREATE TABLE service_need (
    service_id ID NOT NULL REFERENCES service (id),
    need TEXT NOT NULL,
    PRIMARY KEY (service_id, need)
);
CREATE TABLE service_requirement (
    service_id ID NOT NULL REFERENCES service (id),
    requirement TEXT NOT NULL,
    PRIMARY KEY (service_id, requirement)
);
CREATE TABLE service_prerequisite (
    service_id ID NOT NULL REFERENCES service (id),
    before_id ID NOT NULL REFERENCES service (id),
    PRIMARY KEY (service_id, before_id)
);
CREATE TABLE service_rate (
    service_id ID NOT NULL REFERENCES service (id),
    from_date DATE NOT NULL,
    leaves_weekly REAL NOT NULL,
    missed_first REAL NOT NULL,
    cancelled REAL NOT NULL,
    source TEXT NOT NULL,
    note TEXT,
    PRIMARY KEY (service_id, from_date)
);
CREATE TABLE contract_service (
    contract_id ID NOT NULL REFERENCES contract (id),
    service_id ID NOT NULL REFERENCES service (id),
    yearly_volume INT NOT NULL,
    PRIMARY KEY (contract_id, service_id)
);
CREATE INDEX contract_service_by_service ON contract_service (service_id);
