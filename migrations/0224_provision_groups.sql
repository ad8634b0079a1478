-- Groups with their sessions, and bookings of places in a group or a week.
CREATE TABLE service_group (
    id ID NOT NULL,
    offer_id ID NOT NULL,
    code TEXT NOT NULL,
    start_date DATE NOT NULL,
    joins_until DATE NOT NULL,
    places INT NOT NULL,
    state TEXT NOT NULL,
    address TEXT,
    staff_id ID,
    state_reason TEXT,
    state_on DATE,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX service_group_by_offer ON service_group (offer_id, start_date);
CREATE INDEX service_group_by_start ON service_group (start_date);
CREATE TABLE group_session (
    group_id ID NOT NULL,
    number INT NOT NULL,
    on_date DATE NOT NULL,
    start_time TIME NOT NULL,
    minutes INT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (group_id, number)
);
CREATE TABLE booking (
    opening_id ID NOT NULL,
    id ID NOT NULL,
    offer_id ID NOT NULL,
    group_id ID,
    week DATE,
    booked_for ID NOT NULL,
    waiting_id ID NOT NULL,
    state TEXT NOT NULL,
    starts_on DATE NOT NULL,
    held_at INSTANT NOT NULL,
    answer_by DATE,
    begun_on DATE,
    released_on DATE,
    released_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (opening_id, id)
);
CREATE INDEX booking_by_offer ON booking (offer_id, week);
CREATE INDEX booking_by_person ON booking (booked_for);
