-- Quality: samples of signed assessments drawn at random, scored again without sight of the first answers, and compared.
CREATE TABLE quality_standard (
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind TEXT NOT NULL,
    place INT NOT NULL,
    words TEXT NOT NULL,
    number INT,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code, valid_from)
);
CREATE TABLE quality_sample (
    id ID NOT NULL,
    kind TEXT NOT NULL,
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    team_id ID,
    wanted INT NOT NULL,
    drawn INT NOT NULL,
    population INT NOT NULL,
    seed TEXT NOT NULL,
    drawn_at INSTANT NOT NULL,
    drawn_by TEXT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX quality_sample_by_time ON quality_sample (drawn_at);
CREATE TABLE quality_case (
    sample_id ID NOT NULL,
    place INT NOT NULL,
    person_id ID NOT NULL,
    assessment_id ID NOT NULL,
    scorer_id ID,
    team_id ID,
    begun_on DATE NOT NULL,
    signed_on DATE NOT NULL,
    PRIMARY KEY (sample_id, place)
);
CREATE TABLE quality_review (
    person_id ID NOT NULL,
    id ID NOT NULL,
    sample_id ID NOT NULL,
    place INT NOT NULL,
    assessment_id ID NOT NULL,
    reviewer TEXT NOT NULL,
    reviewer_id ID,
    blind_at INSTANT NOT NULL,
    answers JSON NOT NULL,
    ratings JSON NOT NULL,
    themes JSON NOT NULL,
    remarks TEXT,
    finished_at INSTANT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX quality_review_once ON quality_review (person_id, sample_id, place);
CREATE TABLE view_quality_done (
    sample_id ID NOT NULL,
    place INT NOT NULL,
    finished BOOL NOT NULL,
    PRIMARY KEY (sample_id, place)
);
CREATE TABLE view_quality_mark (
    sample_id ID NOT NULL,
    place INT NOT NULL,
    item TEXT NOT NULL,
    scorer_id ID,
    agreed BOOL NOT NULL,
    distance INT,
    PRIMARY KEY (sample_id, place, item)
);
CREATE TABLE view_quality_note (
    sample_id ID NOT NULL,
    place INT NOT NULL,
    code TEXT NOT NULL,
    value INT NOT NULL,
    PRIMARY KEY (sample_id, place, code)
);
CREATE INDEX assessment_by_signing ON assessment (state, signed_on);
