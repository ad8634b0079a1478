-- What each role may do, as rows that a service can change.
CREATE TABLE access_role (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    PRIMARY KEY (code)
);
CREATE TABLE access_role_permission (
    role_code TEXT NOT NULL,
    permission TEXT NOT NULL,
    PRIMARY KEY (role_code, permission)
);
INSERT INTO access_role (code, name, purpose) VALUES
    ('practitioner', 'Practitioner', 'Supervises people: reads and keeps their records, arranges and records contacts'),
    ('court-officer', 'Court officer', 'Takes in courts'' results, matches people and opens their records'),
    ('manager', 'Manager', 'Allocates cases, sees the whole team, restricts records and sees who read them'),
    ('administrator', 'Administrator', 'Keeps users, teams, clients and policy; does not read people''s records'),
    ('reader', 'Reader', 'Reads records and teams, changes nothing');
INSERT INTO access_role_permission (role_code, permission) VALUES
    ('practitioner', 'read-people'), ('practitioner', 'edit-people'), ('practitioner', 'edit-sentences'),
    ('practitioner', 'record-contacts'), ('practitioner', 'read-teams'), ('practitioner', 'accept-handovers'),
    ('court-officer', 'read-people'), ('court-officer', 'edit-people'), ('court-officer', 'edit-sentences'),
    ('court-officer', 'record-contacts'), ('court-officer', 'court-inbox'), ('court-officer', 'send-court-messages'),
    ('court-officer', 'merge-people'), ('court-officer', 'read-teams'),
    ('manager', 'read-people'), ('manager', 'edit-people'), ('manager', 'edit-sentences'),
    ('manager', 'record-contacts'), ('manager', 'court-inbox'), ('manager', 'merge-people'),
    ('manager', 'read-teams'), ('manager', 'allocate'), ('manager', 'accept-handovers'),
    ('manager', 'read-access-history'), ('manager', 'restrict-people'),
    ('administrator', 'administer'), ('administrator', 'read-access-history'), ('administrator', 'restrict-people'),
    ('administrator', 'read-teams'), ('administrator', 'read-events'),
    ('reader', 'read-people'), ('reader', 'read-teams');
