-- Treatment: need, consent, by whom, what was attended, tests, court reviews, its end, and what the person agreed to share.
CREATE TABLE treatment (
    person_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    order_id ID,
    requirement_id ID,
    need TEXT NOT NULL,
    provider_id ID,
    place TEXT,
    practitioner TEXT,
    planned_sessions INT NOT NULL,
    opened_on DATE NOT NULL,
    state TEXT NOT NULL,
    state_on DATE NOT NULL,
    consent TEXT NOT NULL,
    consent_on DATE,
    begun_on DATE,
    ended_on DATE,
    end_reason TEXT,
    shares JSON NOT NULL,
    shares_on DATE,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE treatment_act (
    person_id ID NOT NULL,
    id ID NOT NULL,
    treatment_id ID NOT NULL,
    what TEXT NOT NULL,
    on_day DATE NOT NULL,
    words TEXT,
    author TEXT NOT NULL,
    done_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX treatment_act_by_treatment ON treatment_act (person_id, treatment_id);
CREATE TABLE treatment_session (
    person_id ID NOT NULL,
    contact_id ID NOT NULL,
    treatment_id ID NOT NULL,
    on_date DATE NOT NULL,
    outcome TEXT,
    attended BOOL,
    complied BOOL,
    gone BOOL NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, contact_id)
);
CREATE INDEX treatment_session_by_treatment ON treatment_session (person_id, treatment_id);
CREATE TABLE treatment_test (
    person_id ID NOT NULL,
    id ID NOT NULL,
    treatment_id ID NOT NULL,
    on_date DATE NOT NULL,
    panel TEXT NOT NULL,
    result TEXT,
    result_on DATE,
    disputed_on DATE,
    dispute TEXT,
    confirmed TEXT,
    confirmed_on DATE,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX treatment_test_by_treatment ON treatment_test (person_id, treatment_id);
CREATE TABLE treatment_review (
    person_id ID NOT NULL,
    id ID NOT NULL,
    treatment_id ID NOT NULL,
    on_date DATE NOT NULL,
    court TEXT NOT NULL,
    report TEXT,
    report_on DATE,
    said TEXT,
    said_words TEXT,
    said_on DATE,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX treatment_review_by_treatment ON treatment_review (person_id, treatment_id);
CREATE TABLE view_treatment_line (
    person_id ID NOT NULL,
    treatment_id ID NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    consent TEXT NOT NULL,
    closed BOOL NOT NULL,
    staff_id ID,
    next_review DATE,
    PRIMARY KEY (person_id, treatment_id)
);
CREATE INDEX view_treatment_line_by_staff ON view_treatment_line (staff_id, closed);
INSERT INTO interventions_policy (name, from_date, number, assumed, source) VALUES
    ('treatment_period_days', '2015-02-01', 28, TRUE, 'Days of a period in which contacts of a treatment are counted; the service''s own choice'),
    ('treatment_contacts_mental_health', '2015-02-01', 2, TRUE, 'Contacts in a period at least, mental health; the service''s own choice'),
    ('treatment_contacts_drugs', '2015-02-01', 4, TRUE, 'Contacts in a period at least, drugs: about one a week; the service''s own choice'),
    ('treatment_contacts_alcohol', '2015-02-01', 2, TRUE, 'Contacts in a period at least, alcohol; the service''s own choice'),
    ('treatment_review_days', '2015-02-01', 28, TRUE, 'Days between two reviews of a court at least: the law says a month; not re-read');
