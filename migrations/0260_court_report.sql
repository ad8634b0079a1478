-- Reports to courts: what is asked for in which report as dated policy, each report with its parts, proposal, steps and
-- checks, and the read model that lists are made from.
CREATE TABLE court_report_rule (
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_before DATE,
    place INT NOT NULL,
    fact TEXT NOT NULL,
    at_least INT,
    at_most INT,
    asks TEXT NOT NULL,
    words TEXT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code, valid_from)
);
CREATE TABLE court_report (
    person_id ID NOT NULL,
    id ID NOT NULL,
    event_id ID,
    request_id ID,
    court_id ID,
    court_name TEXT NOT NULL,
    asked_on DATE NOT NULL,
    hearing_on DATE NOT NULL,
    reasons TEXT NOT NULL,
    kind TEXT NOT NULL,
    kind_why TEXT,
    facts JSON NOT NULL,
    chosen JSON NOT NULL,
    interview TEXT NOT NULL,
    staff_id ID,
    state TEXT NOT NULL,
    begun_at INSTANT NOT NULL,
    begun_by TEXT NOT NULL,
    writers JSON NOT NULL,
    signed_at INSTANT,
    signed_by TEXT,
    shown JSON,
    shown_hash TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE court_report_part (
    person_id ID NOT NULL,
    report_id ID NOT NULL,
    part TEXT NOT NULL,
    words TEXT NOT NULL,
    written_at INSTANT NOT NULL,
    written_by TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, report_id, part)
);
CREATE TABLE court_report_proposal (
    person_id ID NOT NULL,
    report_id ID NOT NULL,
    sentence TEXT NOT NULL,
    term TEXT,
    requirements JSON NOT NULL,
    answers JSON NOT NULL,
    reparation TEXT NOT NULL,
    written_at INSTANT NOT NULL,
    written_by TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, report_id)
);
CREATE TABLE court_report_step (
    person_id ID NOT NULL,
    id ID NOT NULL,
    report_id ID NOT NULL,
    what TEXT NOT NULL,
    came_to TEXT NOT NULL,
    words TEXT,
    ratings JSON,
    at INSTANT NOT NULL,
    by_name TEXT NOT NULL,
    by_id ID,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX court_report_step_of ON court_report_step (person_id, report_id, id);
CREATE TABLE view_court_report (
    id ID NOT NULL,
    person_id ID NOT NULL,
    event_id ID,
    request_id ID,
    staff_id ID,
    court_id ID,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_on DATE NOT NULL,
    hearing_on DATE NOT NULL,
    signed_on DATE,
    same_day BOOL NOT NULL,
    good INT,
    judged INT,
    returned INT NOT NULL,
    sentenced_on DATE,
    verdict TEXT,
    compared JSON,
    PRIMARY KEY (id)
);
CREATE INDEX view_court_report_by_state ON view_court_report (state, hearing_on);
CREATE INDEX view_court_report_by_staff ON view_court_report (staff_id, state, hearing_on);
CREATE INDEX view_court_report_by_signing ON view_court_report (signed_on);
CREATE INDEX view_court_report_by_person ON view_court_report (person_id);
INSERT INTO court_report_rule (code, valid_from, valid_before, place, fact, at_least, at_most, asks, words, assumed, source) VALUES
    ('dangerousness', '2021-06-26', NULL, 10, 'dangerousness', NULL, NULL, 'kind:standard', 'The court must consider whether the person is dangerous', TRUE, 'No published figure: set by the service'),
    ('grave-offence', '2021-06-26', NULL, 20, 'grave-offence', NULL, NULL, 'kind:standard', 'The offence is sexual, or of serious violence', TRUE, 'No published figure: set by the service'),
    ('harm-high', '2021-06-26', NULL, 30, 'harm', 2, NULL, 'kind:standard', 'The assessed risk of serious harm is high or very high', TRUE, 'No published figure: set by the service'),
    ('mental-health', '2021-06-26', NULL, 40, 'mental-health', NULL, NULL, 'kind:standard', 'Mental health is part of what the court must decide', TRUE, 'No published figure: set by the service'),
    ('vulnerable', '2021-06-26', NULL, 50, 'vulnerable', NULL, NULL, 'kind:fast', 'The person is vulnerable, and one meeting in the court building may not be enough', TRUE, 'No published figure: set by the service'),
    ('custody', '2021-06-26', NULL, 60, 'custody', NULL, NULL, 'kind:fast', 'The court is thinking of custody', TRUE, 'No published figure: set by the service'),
    ('domestic-abuse', '2021-06-26', NULL, 70, 'domestic-abuse', NULL, NULL, 'kind:fast', 'Domestic abuse is alleged or known: the police are asked first', TRUE, 'No published figure: set by the service'),
    ('children', '2021-06-26', NULL, 80, 'children', NULL, NULL, 'kind:fast', 'A child lives with the person or may be at risk: children’s services are asked first', TRUE, 'No published figure: set by the service'),
    ('young-adult', '2021-06-26', NULL, 90, 'age', NULL, 24, 'kind:fast', 'The person is younger than 25: maturity is looked at', TRUE, 'No published figure: set by the service'),
    ('adjourned', '2021-06-26', NULL, 100, 'days', 1, NULL, 'kind:fast', 'The court adjourned for the report, so that it can be written', TRUE, 'No published figure: set by the service'),
    ('same-day', '2021-06-26', NULL, 110, 'days', NULL, 0, 'video', 'The report is wanted today: somebody in another office can meet the person by video link', TRUE, 'No published figure: set by the service'),
    ('standard-days', '2021-06-26', NULL, 120, 'kind', 2, NULL, 'days:10', 'A standard report takes 10 working days', TRUE, 'No published figure: set by the service'),
    ('check', '2021-06-26', NULL, 130, 'kind', 1, NULL, 'check', 'A written report is checked by somebody else before it is signed', TRUE, 'No published figure: set by the service'),
    ('police', '2021-06-26', NULL, 140, 'domestic-abuse', NULL, NULL, 'enquiry:police-domestic-abuse', 'Domestic abuse is alleged or known', TRUE, 'No published figure: set by the service'),
    ('police-written', '2021-06-26', NULL, 150, 'kind', 1, NULL, 'enquiry:police-domestic-abuse', 'Every written report asks the police about domestic abuse', TRUE, 'No published figure: set by the service'),
    ('safeguarding', '2021-06-26', NULL, 160, 'children', NULL, NULL, 'enquiry:childrens-services', 'A child lives with the person or may be at risk', TRUE, 'No published figure: set by the service'),
    ('part-offence', '2021-06-26', NULL, 200, 'kind', 0, NULL, 'part:offence', 'Every report says what happened', TRUE, 'No published figure: set by the service'),
    ('part-circumstances', '2021-06-26', NULL, 210, 'kind', 1, NULL, 'part:circumstances', 'A written report tells of the person’s life', TRUE, 'No published figure: set by the service'),
    ('part-risk', '2021-06-26', NULL, 220, 'kind', 0, NULL, 'part:risk', 'Every report says who could be harmed, and how likely another offence is', TRUE, 'No published figure: set by the service'),
    ('part-response', '2021-06-26', NULL, 230, 'kind', 1, NULL, 'part:response', 'A written report says what the earlier orders showed', TRUE, 'No published figure: set by the service'),
    ('part-reparation', '2021-06-26', NULL, 240, 'kind', 1, NULL, 'part:reparation', 'A written report weighs what could be put right', TRUE, 'No published figure: set by the service'),
    ('part-conclusion', '2021-06-26', NULL, 250, 'kind', 0, NULL, 'part:conclusion', 'Every report says why the proposal fits', TRUE, 'No published figure: set by the service'),
    ('good-facts', '2021-06-26', NULL, 300, 'kind', 0, NULL, 'criterion', 'Facts are right, and their sources are named', TRUE, 'No published figure: set by the service'),
    ('good-harm', '2021-06-26', NULL, 310, 'kind', 0, NULL, 'criterion', 'It says who is at risk, of what, and when', TRUE, 'No published figure: set by the service'),
    ('good-enquiries', '2021-06-26', NULL, 320, 'kind', 0, NULL, 'criterion', 'What the police and children’s services said is used', TRUE, 'No published figure: set by the service'),
    ('good-diversity', '2021-06-26', NULL, 330, 'kind', 0, NULL, 'criterion', 'It treats the person as this person, without words that judge', TRUE, 'No published figure: set by the service'),
    ('good-proposal', '2021-06-26', NULL, 340, 'kind', 0, NULL, 'criterion', 'The proposal follows from the assessment and can begin', TRUE, 'No published figure: set by the service');
