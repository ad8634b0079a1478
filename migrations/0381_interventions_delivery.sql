-- What a provider does with a referral: sessions with what was said of each, action plans, messages and the end report.
CREATE TABLE referral_session (
    person_id ID NOT NULL,
    id ID NOT NULL,
    referral_id ID NOT NULL,
    kind TEXT NOT NULL,
    number INT,
    contact_id ID NOT NULL,
    on_day DATE NOT NULL,
    starts TIME NOT NULL,
    ends TIME NOT NULL,
    manner TEXT NOT NULL,
    place TEXT,
    state TEXT NOT NULL,
    arranged_at INSTANT NOT NULL,
    arranged_by TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX referral_session_of ON referral_session (person_id, referral_id);
CREATE INDEX referral_session_contact ON referral_session (person_id, contact_id);
CREATE TABLE referral_feedback (
    person_id ID NOT NULL,
    id ID NOT NULL,
    referral_id ID NOT NULL,
    session_id ID NOT NULL,
    attended BOOL NOT NULL,
    happened BOOL NOT NULL,
    why TEXT,
    late BOOL NOT NULL,
    late_reason TEXT,
    summary TEXT,
    response TEXT,
    absence TEXT,
    behaviour TEXT,
    concern TEXT,
    corrects_id ID,
    reason TEXT,
    at INSTANT NOT NULL,
    by_name TEXT NOT NULL,
    by_id ID,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX referral_feedback_of ON referral_feedback (person_id, referral_id);
CREATE TABLE action_plan (
    person_id ID NOT NULL,
    id ID NOT NULL,
    referral_id ID NOT NULL,
    number INT NOT NULL,
    sessions INT NOT NULL,
    days INT,
    activities JSON NOT NULL,
    state TEXT NOT NULL,
    submitted_at INSTANT NOT NULL,
    submitted_by TEXT NOT NULL,
    decided_at INSTANT,
    decided_by TEXT,
    words TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX action_plan_of ON action_plan (person_id, referral_id);
CREATE TABLE referral_message (
    person_id ID NOT NULL,
    id ID NOT NULL,
    referral_id ID NOT NULL,
    kind TEXT NOT NULL,
    from_provider BOOL NOT NULL,
    words TEXT NOT NULL,
    at INSTANT NOT NULL,
    by_name TEXT NOT NULL,
    by_id ID,
    answer TEXT,
    answered_at INSTANT,
    answered_by TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX referral_message_of ON referral_message (person_id, referral_id);
CREATE TABLE end_report (
    person_id ID NOT NULL,
    id ID NOT NULL,
    referral_id ID NOT NULL,
    outcomes JSON NOT NULL,
    words TEXT,
    half_points INT NOT NULL,
    submitted_at INSTANT NOT NULL,
    submitted_by TEXT NOT NULL,
    read_at INSTANT,
    read_by TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX end_report_of ON end_report (person_id, referral_id);
