-- Programmes: dated versions of a programme's plan, which services run by it, the schedule of a group, and a person's case.
CREATE TABLE programme_template (
    code TEXT NOT NULL,
    from_date DATE NOT NULL,
    name TEXT NOT NULL,
    summary TEXT NOT NULL,
    plan JSON NOT NULL,
    ends_requirement BOOL NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (code, from_date)
);
CREATE TABLE programme_service (
    service_id ID NOT NULL,
    from_date DATE NOT NULL,
    template TEXT,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (service_id, from_date)
);
CREATE TABLE programme_group (
    group_id ID NOT NULL,
    template TEXT NOT NULL,
    template_from DATE NOT NULL,
    pathway TEXT NOT NULL,
    slots TEXT NOT NULL,
    place TEXT,
    made_on DATE NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (group_id)
);
CREATE TABLE programme_session (
    group_id ID NOT NULL,
    id ID NOT NULL,
    module INT NOT NULL,
    number INT NOT NULL,
    part TEXT NOT NULL,
    name TEXT NOT NULL,
    on_date DATE NOT NULL,
    start_time TIME NOT NULL,
    minutes INT NOT NULL,
    outside_plan BOOL NOT NULL,
    state TEXT NOT NULL,
    led_by ID,
    reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (group_id, id)
);
CREATE INDEX programme_session_by_day ON programme_session (group_id, on_date);
CREATE INDEX programme_session_by_state ON programme_session (state, on_date);
CREATE TABLE programme_facilitator (
    group_id ID NOT NULL,
    id ID NOT NULL,
    staff_id ID NOT NULL,
    part TEXT NOT NULL,
    from_date DATE NOT NULL,
    to_date DATE,
    version INT NOT NULL,
    PRIMARY KEY (group_id, id)
);
CREATE TABLE programme_case (
    person_id ID NOT NULL,
    id ID NOT NULL,
    service_id ID NOT NULL,
    referral_id ID,
    order_id ID,
    requirement_id ID,
    waiting_id ID,
    group_id ID,
    cohort TEXT NOT NULL,
    opened_on DATE NOT NULL,
    state TEXT NOT NULL,
    state_on DATE NOT NULL,
    template TEXT,
    template_from DATE,
    pathway TEXT,
    begun_on DATE,
    completed_on DATE,
    drop_out TEXT,
    note TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE programme_move (
    person_id ID NOT NULL,
    id ID NOT NULL,
    case_id ID NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    on_day DATE NOT NULL,
    reason TEXT,
    words TEXT,
    author TEXT NOT NULL,
    moved_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX programme_move_by_case ON programme_move (person_id, case_id);
CREATE TABLE programme_attendance (
    person_id ID NOT NULL,
    contact_id ID NOT NULL,
    case_id ID NOT NULL,
    group_id ID,
    session_id ID,
    module INT NOT NULL,
    number INT NOT NULL,
    part TEXT NOT NULL,
    on_date DATE NOT NULL,
    outcome TEXT,
    attended BOOL,
    complied BOOL,
    gone BOOL NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, contact_id)
);
CREATE INDEX programme_attendance_by_case ON programme_attendance (person_id, case_id);
CREATE TABLE view_programme_mark (
    group_id ID NOT NULL,
    session_id ID NOT NULL,
    case_id ID NOT NULL,
    person_id ID NOT NULL,
    contact_id ID NOT NULL,
    outcome TEXT,
    attended BOOL,
    complied BOOL,
    PRIMARY KEY (group_id, session_id, case_id)
);
CREATE INDEX view_programme_mark_by_contact ON view_programme_mark (person_id, contact_id);
CREATE TABLE view_programme_case (
    person_id ID NOT NULL,
    case_id ID NOT NULL,
    service_id ID NOT NULL,
    state TEXT NOT NULL,
    state_on DATE NOT NULL,
    closed BOOL NOT NULL,
    group_id ID,
    staff_id ID,
    risk TEXT,
    need TEXT,
    sentence_ends DATE,
    ordered_on DATE,
    promised_on DATE,
    begun_on DATE,
    review_due DATE,
    to_end BOOL NOT NULL,
    PRIMARY KEY (person_id, case_id)
);
CREATE INDEX view_programme_case_by_state ON view_programme_case (closed, state, state_on);
CREATE INDEX view_programme_case_by_group ON view_programme_case (group_id);
CREATE INDEX view_programme_case_by_service ON view_programme_case (service_id, ordered_on);
CREATE INDEX view_programme_case_by_staff ON view_programme_case (staff_id, closed);
