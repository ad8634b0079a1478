-- What a court was told of start dates, and the promise that stands once an order is made.
CREATE TABLE start_promise (
    person_id ID NOT NULL,
    id ID NOT NULL,
    order_id ID NOT NULL,
    requirement_id ID NOT NULL,
    requirement TEXT NOT NULL,
    offer_id ID NOT NULL,
    court_id ID,
    told_on DATE NOT NULL,
    promised_on DATE NOT NULL,
    earliest_on DATE NOT NULL,
    median_on DATE,
    chance REAL NOT NULL,
    working JSON NOT NULL,
    promised_at INSTANT NOT NULL,
    begun_on DATE,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX start_promise_by_day ON start_promise (told_on);
CREATE INDEX start_promise_by_requirement ON start_promise (person_id, requirement_id);
CREATE TABLE start_answer (
    person_id ID NOT NULL,
    id ID NOT NULL,
    court_id ID NOT NULL,
    sentence_on DATE NOT NULL,
    told_on DATE NOT NULL,
    answers JSON NOT NULL,
    kept_for TEXT NOT NULL,
    told_at INSTANT NOT NULL,
    told_by TEXT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX start_answer_by_person ON start_answer (person_id, told_on);
