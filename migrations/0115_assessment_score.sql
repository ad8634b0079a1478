-- Scores as they were computed. A new result is a new row; the working of each is beside it.
CREATE TABLE score (
    person_id ID NOT NULL,
    id ID NOT NULL,
    generation INT NOT NULL,
    model TEXT NOT NULL,
    computed_on DATE NOT NULL,
    computed_at INSTANT NOT NULL,
    cause TEXT NOT NULL,
    author TEXT NOT NULL,
    assessment_id ID,
    form TEXT,
    score REAL,
    band TEXT,
    outcome TEXT,
    missing INT NOT NULL,
    model_version TEXT NOT NULL,
    data_versions TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX score_newest ON score (person_id, generation, model, computed_at);
CREATE TABLE score_working (
    person_id ID NOT NULL,
    score_id ID NOT NULL,
    request JSON NOT NULL,
    sources JSON NOT NULL,
    response JSON NOT NULL,
    explanation JSON NOT NULL,
    PRIMARY KEY (person_id, score_id)
);
