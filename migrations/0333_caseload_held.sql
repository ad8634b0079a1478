-- Which team had a person, and which tier was in force, from a day until before another.
CREATE TABLE view_held (
    person_id ID NOT NULL,
    from_day DATE NOT NULL,
    until_day DATE,
    team_id ID NOT NULL,
    tier TEXT,
    PRIMARY KEY (person_id, from_day)
);
CREATE INDEX view_held_by_team ON view_held (team_id, from_day);
