-- Which kept answer a promise stands on; none where it was worked out when the order was made. And promises as they are
-- counted by court, requirement and provider.
ALTER TABLE start_promise ADD COLUMN answer_id ID;
CREATE TABLE view_promise (
    offer_id ID NOT NULL,
    promise_id ID NOT NULL,
    person_id ID NOT NULL,
    order_id ID NOT NULL,
    requirement_id ID NOT NULL,
    requirement TEXT NOT NULL,
    court_id ID,
    promised_on DATE NOT NULL,
    begun_on DATE,
    closed_on DATE,
    late_days INT,
    level REAL NOT NULL,
    beforehand BOOL NOT NULL,
    PRIMARY KEY (offer_id, promise_id)
);
CREATE INDEX view_promise_by_day ON view_promise (promised_on);
CREATE INDEX view_promise_by_person ON view_promise (person_id, requirement_id);
CREATE INDEX waiting_entry_by_offer ON waiting_entry (offer_id, joined_on);
