-- Who waits for what, each move of theirs with its reason, and the lists in their order.
CREATE TABLE waiting_entry (
    person_id ID NOT NULL,
    id ID NOT NULL,
    offer_id ID NOT NULL,
    order_id ID,
    requirement_id ID,
    joined_at INSTANT NOT NULL,
    joined_on DATE NOT NULL,
    place TEXT NOT NULL,
    ready_on DATE NOT NULL,
    state TEXT NOT NULL,
    priority TEXT,
    opening_id ID,
    booking_id ID,
    group_id ID,
    week DATE,
    starts_on DATE,
    answer_by DATE,
    begun_on DATE,
    left_on DATE,
    left_reason TEXT,
    earlier_id ID,
    note TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX waiting_entry_by_requirement ON waiting_entry (person_id, requirement_id);
CREATE TABLE waiting_move (
    person_id ID NOT NULL,
    id ID NOT NULL,
    waiting_id ID NOT NULL,
    kind TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    from_place TEXT,
    to_place TEXT NOT NULL,
    opening_id ID,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    moved_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX waiting_move_by_entry ON waiting_move (person_id, waiting_id, moved_at);
CREATE TABLE view_waiting (
    offer_id ID NOT NULL,
    waiting_id ID NOT NULL,
    person_id ID NOT NULL,
    place TEXT NOT NULL,
    joined_on DATE NOT NULL,
    ready_on DATE NOT NULL,
    state TEXT NOT NULL,
    priority TEXT,
    group_id ID,
    week DATE,
    answer_by DATE,
    PRIMARY KEY (offer_id, waiting_id)
);
CREATE INDEX view_waiting_in_order ON view_waiting (offer_id, state, place);
CREATE INDEX view_waiting_by_person ON view_waiting (person_id);
CREATE INDEX view_waiting_by_answer ON view_waiting (answer_by);
