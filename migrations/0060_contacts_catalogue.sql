CREATE TABLE contact_group (
    code TEXT NOT NULL,
    place_in_list INT NOT NULL,
    name_en TEXT NOT NULL,
    name_cy TEXT NOT NULL,
    PRIMARY KEY (code)
);
CREATE TABLE contact_type (
    code TEXT NOT NULL,
    place_in_list INT NOT NULL,
    name_en TEXT NOT NULL,
    name_cy TEXT NOT NULL,
    group_code TEXT NOT NULL,
    appointment BOOL NOT NULL,
    national_standard BOOL NOT NULL,
    place TEXT NOT NULL,
    outcome TEXT NOT NULL,
    answers TEXT NOT NULL,
    with_person BOOL NOT NULL,
    supervision BOOL NOT NULL,
    first_meeting BOOL NOT NULL,
    induction BOOL NOT NULL,
    group_session BOOL NOT NULL,
    records_hours BOOL NOT NULL,
    rar BOOL NOT NULL,
    sensitive BOOL NOT NULL,
    system_entry BOOL NOT NULL,
    clash_allowed BOOL NOT NULL,
    minutes INT,
    selectable BOOL NOT NULL,
    PRIMARY KEY (code)
);
CREATE TABLE contact_outcome (
    code TEXT NOT NULL,
    place_in_list INT NOT NULL,
    name_en TEXT NOT NULL,
    name_cy TEXT NOT NULL,
    answers JSON NOT NULL,
    attended BOOL,
    complied BOOL,
    enforceable BOOL NOT NULL,
    follow_up BOOL NOT NULL,
    moved_by TEXT,
    cancels BOOL NOT NULL,
    selectable BOOL NOT NULL,
    PRIMARY KEY (code)
);
