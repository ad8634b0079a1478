-- The versions of templates of letters, and of what they share. A version is never edited; another follows it from a day on.
CREATE TABLE document_template (
    id ID NOT NULL,
    code TEXT NOT NULL,
    language TEXT NOT NULL,
    region_id ID,
    number INT NOT NULL,
    part BOOL NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    about TEXT NOT NULL,
    declared JSON NOT NULL,
    source TEXT NOT NULL,
    from_day DATE NOT NULL,
    checked_by TEXT,
    checked_on DATE,
    shipped BOOL NOT NULL,
    reason TEXT NOT NULL,
    made_at INSTANT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX document_template_by_code ON document_template (code, language, from_day, number);
INSERT INTO access_role_permission (role_code, permission) VALUES ('administrator', 'manage-templates');
