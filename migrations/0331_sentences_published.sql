-- Orders as measures count them: what they are, how they ended, and how many of their requirements are done.
CREATE TABLE view_order (
    person_id ID NOT NULL,
    order_id ID NOT NULL,
    event_id ID NOT NULL,
    sentence TEXT NOT NULL,
    made_on DATE NOT NULL,
    ends_on DATE,
    ended_on DATE,
    end_reason TEXT,
    completed BOOL NOT NULL,
    requirements INT NOT NULL,
    requirements_done INT NOT NULL,
    PRIMARY KEY (person_id, order_id)
);
CREATE INDEX view_order_by_end ON view_order (ended_on);
CREATE INDEX view_order_by_day ON view_order (made_on);
