-- Messages to people: each with its states, what the person agreed to, and what must not be used.
CREATE TABLE message_sending (
    person_id ID NOT NULL,
    id ID NOT NULL,
    channel TEXT NOT NULL,
    purpose TEXT NOT NULL,
    language TEXT NOT NULL,
    address TEXT NOT NULL,
    subject TEXT,
    body TEXT,
    document_id ID,
    about_kind TEXT,
    about_id ID,
    again_of ID,
    state TEXT NOT NULL,
    reason TEXT,
    address_fault BOOL NOT NULL,
    not_after INSTANT,
    tries INT NOT NULL,
    claimed_until INSTANT,
    handed_at INSTANT,
    provider_id TEXT,
    settled_at INSTANT,
    made_at INSTANT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    changed_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX message_sending_about ON message_sending (person_id, about_id);
CREATE TABLE message_step (
    person_id ID NOT NULL,
    id ID NOT NULL,
    sending_id ID NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    author_name TEXT NOT NULL,
    happened_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX message_step_of ON message_step (person_id, sending_id);
CREATE TABLE message_agreement (
    person_id ID NOT NULL,
    id ID NOT NULL,
    channel TEXT NOT NULL,
    answer TEXT NOT NULL,
    address TEXT,
    language TEXT NOT NULL,
    said_on DATE NOT NULL,
    said_how TEXT NOT NULL,
    note TEXT,
    recorded_at INSTANT NOT NULL,
    author_name TEXT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE message_barred (
    person_id ID NOT NULL,
    id ID NOT NULL,
    address TEXT NOT NULL,
    reason TEXT NOT NULL,
    since DATE NOT NULL,
    author_name TEXT NOT NULL,
    ended_at INSTANT,
    ended_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE view_message_open (
    person_id ID NOT NULL,
    sending_id ID NOT NULL,
    staff_id ID,
    team_id ID,
    channel TEXT NOT NULL,
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    trouble BOOL NOT NULL,
    ending TEXT NOT NULL,
    since INSTANT NOT NULL,
    PRIMARY KEY (person_id, sending_id)
);
CREATE INDEX view_message_open_by_staff ON view_message_open (staff_id, since);
CREATE INDEX view_message_open_by_team ON view_message_open (team_id, since);
