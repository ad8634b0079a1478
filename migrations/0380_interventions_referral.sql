-- Referrals to services, what was done with each, the line by which lists find them, who holds whom, and the room's policy.
CREATE TABLE referral (
    person_id ID NOT NULL,
    id ID NOT NULL,
    reference TEXT NOT NULL,
    service_id ID NOT NULL,
    offer_id ID NOT NULL,
    provider_id ID NOT NULL,
    unit_id ID NOT NULL,
    order_id ID,
    requirement_id ID,
    needs JSON NOT NULL,
    reason TEXT NOT NULL,
    asked_days INT,
    complete_by DATE,
    sent JSON NOT NULL,
    doubts JSON NOT NULL,
    doubts_reason TEXT,
    waiting_id ID,
    by_provider BOOL NOT NULL,
    staff_id ID,
    made_on DATE NOT NULL,
    made_at INSTANT NOT NULL,
    made_by TEXT NOT NULL,
    state TEXT NOT NULL,
    caseworker_id ID,
    caseworker_name TEXT,
    assessed_on DATE,
    last_session_on DATE,
    end_reason TEXT,
    end_words TEXT,
    ended_on DATE,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE referral_act (
    person_id ID NOT NULL,
    id ID NOT NULL,
    referral_id ID NOT NULL,
    what TEXT NOT NULL,
    came_to TEXT NOT NULL,
    on_day DATE NOT NULL,
    words TEXT,
    facts JSON,
    provider_did BOOL NOT NULL,
    at INSTANT NOT NULL,
    by_name TEXT NOT NULL,
    by_id ID,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX referral_act_of ON referral_act (person_id, referral_id);
CREATE TABLE view_referral (
    id ID NOT NULL,
    person_id ID NOT NULL,
    reference TEXT NOT NULL,
    service_id ID NOT NULL,
    provider_id ID NOT NULL,
    unit_id ID NOT NULL,
    requirement_id ID,
    staff_id ID,
    team_id ID,
    caseworker_id ID,
    state TEXT NOT NULL,
    is_open BOOL NOT NULL,
    by_provider BOOL NOT NULL,
    made_on DATE NOT NULL,
    due_what TEXT,
    due_on DATE,
    waits TEXT,
    ended_on DATE,
    PRIMARY KEY (id)
);
CREATE INDEX view_referral_by_person ON view_referral (person_id);
CREATE INDEX view_referral_by_provider ON view_referral (provider_id, is_open, due_on);
CREATE INDEX view_referral_by_staff ON view_referral (staff_id, is_open, due_on);
CREATE INDEX view_referral_by_team ON view_referral (team_id, is_open, due_on);
CREATE TABLE view_interventions_holder (
    person_id ID NOT NULL,
    staff_id ID,
    officer_id ID,
    team_id ID,
    PRIMARY KEY (person_id)
);
CREATE TABLE interventions_policy (
    name TEXT NOT NULL,
    from_date DATE NOT NULL,
    number INT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (name, from_date)
);
INSERT INTO interventions_policy (name, from_date, number, assumed, source) VALUES
    ('first_assessment_days', '2015-02-01', 10, FALSE, 'Working days from the referral to the first assessment, as national guidance for commissioned services has it'),
    ('plan_days', '2015-02-01', 5, FALSE, 'Working days from the first assessment to the action plan, as national guidance for commissioned services has it'),
    ('report_days', '2015-02-01', 5, FALSE, 'Working days from the last session to the end report, as national guidance for commissioned services has it'),
    ('plan_approval', '2015-02-01', 1, TRUE, '1: the officer approves each action plan; 0: it stands as soon as it is submitted. The service''s own choice'),
    ('judged_days', '2015-02-01', 60, TRUE, 'Days from today within which a deadline can be moved by a judgement, so that somebody looks again; the service''s own choice'),
    ('months_ahead', '2015-02-01', 6, FALSE, 'Months ahead within which a session can be arranged, as national guidance for commissioned services has it');
CREATE TABLE interventions_policy_change (
    id ID NOT NULL,
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    from_day DATE NOT NULL,
    before TEXT NOT NULL,
    becomes TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (id)
);
