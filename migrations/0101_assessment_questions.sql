-- What an assessment asks: sections, questions, sets of answers, thresholds of need, and when a second signature is asked.
CREATE TABLE assessment_section (
    code TEXT NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    words_cy TEXT NOT NULL,
    hint TEXT,
    place INT NOT NULL,
    PRIMARY KEY (code)
);
CREATE TABLE assessment_question (
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    section TEXT NOT NULL,
    place INT NOT NULL,
    words TEXT NOT NULL,
    words_cy TEXT,
    answer_set TEXT NOT NULL,
    must_in TEXT NOT NULL,
    counts BOOL NOT NULL,
    takes_words BOOL NOT NULL,
    after_analysis BOOL NOT NULL,
    feeds TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code, valid_from)
);
CREATE TABLE assessment_choice (
    answer_set TEXT NOT NULL,
    code TEXT NOT NULL,
    place INT NOT NULL,
    points INT,
    is_blank BOOL NOT NULL,
    leads_on BOOL NOT NULL,
    words TEXT NOT NULL,
    words_cy TEXT NOT NULL,
    PRIMARY KEY (answer_set, code)
);
CREATE TABLE assessment_threshold (
    variant TEXT NOT NULL,
    section TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    weight INT NOT NULL,
    standard_at INT,
    severe_at INT,
    source TEXT NOT NULL,
    PRIMARY KEY (variant, section, valid_from)
);
CREATE TABLE assessment_countersigning (
    ground TEXT NOT NULL,
    value TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    words TEXT NOT NULL,
    assumed BOOL NOT NULL,
    PRIMARY KEY (ground, value, valid_from)
);
