-- Key dates, at most one of a kind on an order.
CREATE TABLE sentence_key_date (
    person_id ID NOT NULL,
    id ID NOT NULL,
    order_id ID NOT NULL,
    kind TEXT NOT NULL,
    falls_on DATE NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX sentence_key_date_by_kind ON sentence_key_date (person_id, order_id, kind);
