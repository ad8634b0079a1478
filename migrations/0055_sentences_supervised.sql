-- One row a supervised person, written with the change that made it so.
CREATE TABLE view_supervised (
    person_id ID NOT NULL,
    basis TEXT NOT NULL,
    since DATE NOT NULL,
    arrived_on DATE NOT NULL,
    until DATE,
    PRIMARY KEY (person_id)
);
