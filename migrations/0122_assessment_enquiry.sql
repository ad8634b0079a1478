-- Enquiries to the police, children's services and others: the bodies that are asked as dated rows, each question, and each
-- chase, answer and analysis as a row of its own.
CREATE TABLE enquiry_kind (
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_before DATE,
    place INT NOT NULL,
    name_en TEXT NOT NULL,
    name_cy TEXT NOT NULL,
    body TEXT NOT NULL,
    answer_days INT NOT NULL,
    chase_days INT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code, valid_from)
);
CREATE TABLE enquiry (
    person_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    asked_of TEXT NOT NULL,
    question TEXT NOT NULL,
    sent_on DATE NOT NULL,
    answer_due DATE NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE enquiry_step (
    person_id ID NOT NULL,
    id ID NOT NULL,
    enquiry_id ID NOT NULL,
    what TEXT NOT NULL,
    on_day DATE NOT NULL,
    chase_due DATE,
    words TEXT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
INSERT INTO enquiry_kind (code, valid_from, valid_before, place, name_en, name_cy, body, answer_days, chase_days, assumed, source) VALUES
    ('police-domestic-abuse', '2021-06-26', NULL, 10, 'Police: domestic abuse', 'Yr heddlu: cam-drin domestig', 'Police domestic abuse unit', 5, 3, TRUE, 'No published figure: set by the service'),
    ('police-intelligence', '2021-06-26', NULL, 20, 'Police: intelligence and call-outs', 'Yr heddlu: cudd-wybodaeth a galwadau', 'Police intelligence unit', 10, 5, TRUE, 'No published figure: set by the service'),
    ('childrens-services', '2021-06-26', NULL, 30, 'Children’s services', 'Gwasanaethau plant', 'Children’s services', 5, 3, TRUE, 'No published figure: set by the service'),
    ('adult-services', '2021-06-26', NULL, 40, 'Adult social care', 'Gofal cymdeithasol oedolion', 'Adult social care', 10, 5, TRUE, 'No published figure: set by the service'),
    ('health', '2021-06-26', NULL, 50, 'Health and mental health', 'Iechyd ac iechyd meddwl', 'Health service', 10, 5, TRUE, 'No published figure: set by the service'),
    ('housing', '2021-06-26', NULL, 60, 'Housing', 'Tai', 'Housing service', 10, 5, TRUE, 'No published figure: set by the service'),
    ('prison', '2021-06-26', NULL, 70, 'Prison security', 'Diogelwch y carchar', 'Prison security department', 5, 3, TRUE, 'No published figure: set by the service'),
    ('youth-service', '2021-06-26', NULL, 80, 'Youth justice service', 'Gwasanaeth cyfiawnder ieuenctid', 'Youth justice service', 10, 5, TRUE, 'No published figure: set by the service'),
    ('other', '2021-06-26', NULL, 90, 'Somebody else', 'Rhywun arall', '', 10, 5, TRUE, 'No published figure: set by the service');
