-- Projects of unpaid work, when they run, for whom, who supervises them, and whether they are safe.
CREATE TABLE beneficiary (
    id ID NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    contact_name TEXT,
    email TEXT,
    telephone TEXT,
    address TEXT,
    ended_on DATE,
    end_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE beneficiary_news (
    beneficiary_id ID NOT NULL,
    id ID NOT NULL,
    project_id ID,
    from_date DATE NOT NULL,
    until_date DATE NOT NULL,
    minutes INT NOT NULL,
    words TEXT NOT NULL,
    told_on DATE,
    told_how TEXT,
    author TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (beneficiary_id, id)
);
CREATE TABLE work_project (
    id ID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit_id ID NOT NULL,
    team_id ID,
    beneficiary_id ID,
    provider_id ID,
    work TEXT NOT NULL,
    address TEXT,
    town TEXT,
    meeting_point TEXT,
    supervised_by TEXT NOT NULL,
    women_only BOOL NOT NULL,
    children_near BOOL NOT NULL,
    vulnerable_near BOOL NOT NULL,
    needs JSON NOT NULL,
    skills JSON NOT NULL,
    tools TEXT,
    places INT NOT NULL,
    start_date DATE NOT NULL,
    end_date DATE,
    end_reason TEXT,
    end_note TEXT,
    nomination_id ID,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX work_project_by_unit ON work_project (unit_id, end_date, code);
CREATE INDEX work_project_by_beneficiary ON work_project (beneficiary_id);
CREATE TABLE work_project_code (
    code TEXT NOT NULL,
    project_id ID NOT NULL,
    PRIMARY KEY (code)
);
CREATE TABLE work_project_day (
    project_id ID NOT NULL,
    id ID NOT NULL,
    weekday INT NOT NULL,
    start_time TIME NOT NULL,
    end_time TIME NOT NULL,
    places INT NOT NULL,
    PRIMARY KEY (project_id, id)
);
CREATE TABLE work_agreement (
    project_id ID NOT NULL,
    id ID NOT NULL,
    partner TEXT NOT NULL,
    supervisor TEXT NOT NULL,
    contact TEXT,
    signed_on DATE NOT NULL,
    checked_on DATE NOT NULL,
    insurance_seen_on DATE NOT NULL,
    insurance_until DATE NOT NULL,
    review_on DATE NOT NULL,
    ended_on DATE,
    end_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (project_id, id)
);
CREATE TABLE work_assessment (
    project_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    assessed_by TEXT NOT NULL,
    assessed_on DATE NOT NULL,
    valid_until DATE NOT NULL,
    hazards JSON NOT NULL,
    withdrawn_on DATE,
    withdrawn TEXT,
    author TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (project_id, id)
);
