-- Who holds a person, one row a stint; what the clocks around them count from; who is away and who covers.
CREATE TABLE stint (
    person_id ID NOT NULL,
    id ID NOT NULL,
    holder TEXT NOT NULL,
    officer_id ID,
    cover_id ID,
    officer_left BOOL NOT NULL,
    team_id ID NOT NULL,
    began_at INSTANT NOT NULL,
    ended_at INSTANT,
    supervision_ended BOOL NOT NULL,
    cause TEXT NOT NULL,
    reason_code TEXT,
    note TEXT,
    author TEXT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX stint_open ON stint (person_id) WHERE ended_at IS NULL;
CREATE TABLE standing (
    person_id ID NOT NULL,
    supervised_since DATE NOT NULL,
    ended_on DATE,
    arrived_on DATE NOT NULL,
    held_since DATE NOT NULL,
    allocated_on DATE,
    released_on DATE,
    in_custody BOOL NOT NULL,
    tier TEXT,
    PRIMARY KEY (person_id)
);
CREATE TABLE staff_cover (
    staff_id ID NOT NULL,
    cover_id ID,
    named_on DATE NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (staff_id)
);
CREATE TABLE view_absence (
    staff_id ID NOT NULL,
    id ID NOT NULL,
    has_left BOOL NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE,
    PRIMARY KEY (staff_id, id)
);
