-- Documents as they were made: the facts frozen with the version of the template; and what was set from them.
CREATE TABLE document (
    person_id ID NOT NULL,
    id ID NOT NULL,
    template_id ID NOT NULL,
    part_id ID NOT NULL,
    template TEXT NOT NULL,
    number INT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    about_kind TEXT,
    about_id ID,
    run_id ID,
    facts JSON NOT NULL,
    facts_hash TEXT NOT NULL,
    made_on DATE NOT NULL,
    made_at INSTANT NOT NULL,
    made_by ID,
    made_by_name TEXT NOT NULL,
    withdrawn_at INSTANT,
    withdrawn_by TEXT,
    withdrawn_why TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX document_by_day ON document (person_id, made_at, id);
CREATE INDEX document_by_about ON document (person_id, about_kind, about_id);
CREATE TABLE document_setting (
    person_id ID NOT NULL,
    id ID NOT NULL,
    document_id ID NOT NULL,
    file_id ID NOT NULL,
    sha256 TEXT NOT NULL,
    typesetter TEXT NOT NULL,
    set_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX document_setting_by_document ON document_setting (person_id, document_id);
CREATE TABLE document_page (
    person_id ID NOT NULL,
    document_id ID NOT NULL,
    html TEXT NOT NULL,
    typesetter TEXT NOT NULL,
    PRIMARY KEY (person_id, document_id)
);
