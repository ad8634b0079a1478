-- Where people under an unpaid work requirement are placed, and when they can work.
CREATE TABLE work_placement (
    person_id ID NOT NULL,
    id ID NOT NULL,
    requirement_id ID NOT NULL,
    project_id ID NOT NULL,
    weekday INT NOT NULL,
    start_time TIME NOT NULL,
    end_time TIME NOT NULL,
    frequency TEXT NOT NULL,
    from_date DATE NOT NULL,
    until_date DATE,
    pick_up_place TEXT,
    pick_up_time TIME,
    unmet JSON NOT NULL,
    unmet_reason TEXT,
    agreed_with TEXT,
    state TEXT NOT NULL,
    end_reason TEXT,
    end_note TEXT,
    placed_by TEXT NOT NULL,
    placed_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE work_availability (
    person_id ID NOT NULL,
    weekdays TEXT NOT NULL,
    from_time TIME,
    until_time TIME,
    rest_days TEXT NOT NULL,
    cares_for_children TEXT,
    works TEXT,
    skills JSON NOT NULL,
    limits JSON NOT NULL,
    health TEXT,
    women_only TEXT,
    travel_minutes INT,
    town TEXT,
    note TEXT,
    told_on DATE NOT NULL,
    author TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id)
);
CREATE TABLE view_work_placement (
    id ID NOT NULL,
    person_id ID NOT NULL,
    project_id ID NOT NULL,
    weekday INT NOT NULL,
    start_time TIME NOT NULL,
    end_time TIME NOT NULL,
    frequency TEXT NOT NULL,
    from_date DATE NOT NULL,
    until_date DATE,
    PRIMARY KEY (id)
);
CREATE INDEX view_work_placement_by_project ON view_work_placement (project_id, until_date, weekday);
CREATE INDEX view_work_placement_by_person ON view_work_placement (person_id);
