-- A service as one provider delivers it in one delivery unit, who can deliver it, and the places that open each week.
CREATE TABLE offer (
    id ID NOT NULL,
    service_id ID NOT NULL REFERENCES service (id),
    contract_id ID NOT NULL REFERENCES contract (id),
    unit_id ID NOT NULL REFERENCES delivery_unit (id),
    reach TEXT NOT NULL,
    reach_words TEXT,
    opens TEXT NOT NULL,
    address TEXT,
    office_id ID REFERENCES office (id),
    start_date DATE NOT NULL,
    end_date DATE,
    end_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX offer_once ON offer (contract_id, service_id, unit_id, start_date);
CREATE INDEX offer_by_unit ON offer (unit_id);
CREATE INDEX offer_by_service ON offer (service_id);
CREATE TABLE offer_staff (
    offer_id ID NOT NULL REFERENCES offer (id),
    staff_id ID NOT NULL REFERENCES staff (id),
    start_date DATE NOT NULL,
    end_date DATE,
    end_reason TEXT,
    PRIMARY KEY (offer_id, staff_id, start_date)
);
CREATE INDEX offer_staff_by_staff ON offer_staff (staff_id);
CREATE TABLE offer_week (
    offer_id ID NOT NULL,
    monday DATE NOT NULL,
    places INT NOT NULL,
    reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (offer_id, monday)
);
