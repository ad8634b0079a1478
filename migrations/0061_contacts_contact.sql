CREATE TABLE contact (
    person_id ID NOT NULL,
    id ID NOT NULL,
    contact_type TEXT NOT NULL,
    happens_on DATE NOT NULL,
    starts TIME,
    ends TIME,
    minutes INT,
    sort_at INSTANT NOT NULL,
    title TEXT,
    staff_id ID,
    team_id ID,
    office_id ID,
    place TEXT,
    event_id ID,
    requirement_id ID,
    outcome TEXT,
    attended BOOL,
    complied BOOL,
    appointment BOOL NOT NULL,
    awaited BOOL NOT NULL,
    met BOOL NOT NULL,
    national_standard BOOL NOT NULL,
    rar BOOL NOT NULL,
    sensitive BOOL NOT NULL,
    system_entry BOOL NOT NULL,
    replaces_id ID,
    external_key TEXT,
    words TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    changed_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX contact_log ON contact (person_id, sort_at, id);
CREATE INDEX contact_awaited ON contact (person_id, happens_on) WHERE awaited;
CREATE INDEX contact_met ON contact (person_id, sort_at) WHERE met;
CREATE INDEX contact_replaces ON contact (person_id, replaces_id) WHERE replaces_id IS NOT NULL;
CREATE INDEX contact_requirement ON contact (person_id, requirement_id) WHERE requirement_id IS NOT NULL;
CREATE UNIQUE INDEX contact_external_key ON contact (person_id, external_key) WHERE external_key IS NOT NULL;
CREATE TABLE contact_note (
    person_id ID NOT NULL,
    id ID NOT NULL,
    contact_id ID NOT NULL,
    written_at INSTANT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX contact_note_of ON contact_note (person_id, contact_id, written_at);
CREATE TABLE contact_result (
    person_id ID NOT NULL,
    id ID NOT NULL,
    contact_id ID NOT NULL,
    outcome TEXT,
    attended BOOL,
    complied BOOL,
    corrects_id ID,
    reason TEXT,
    recorded_at INSTANT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX contact_result_of ON contact_result (person_id, contact_id, recorded_at);
CREATE TABLE contact_attachment (
    person_id ID NOT NULL,
    file_id ID NOT NULL,
    contact_id ID NOT NULL,
    file_name TEXT NOT NULL,
    file_size INT NOT NULL,
    attached_at INSTANT NOT NULL,
    author_name TEXT NOT NULL,
    removed_at INSTANT,
    removed_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, file_id)
);
CREATE INDEX contact_attachment_of ON contact_attachment (person_id, contact_id);
