-- The sentence plan: goals by need, actions, what became of them; the person's own words; the risk management plan; home
-- visits; and the plan as it was when an assessment was signed.
CREATE TABLE plan_goal (
    person_id ID NOT NULL,
    id ID NOT NULL,
    need TEXT NOT NULL,
    aim TEXT NOT NULL,
    measure TEXT NOT NULL,
    strength TEXT,
    place INT NOT NULL,
    set_on DATE NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE plan_action (
    person_id ID NOT NULL,
    id ID NOT NULL,
    goal_id ID NOT NULL,
    what TEXT NOT NULL,
    who TEXT NOT NULL,
    who_name TEXT,
    by_day DATE NOT NULL,
    place INT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE plan_progress (
    person_id ID NOT NULL,
    id ID NOT NULL,
    goal_id ID NOT NULL,
    action_id ID,
    what TEXT NOT NULL,
    movement TEXT,
    on_day DATE NOT NULL,
    new_day DATE,
    words TEXT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE plan_agreement (
    person_id ID NOT NULL,
    id ID NOT NULL,
    on_day DATE NOT NULL,
    agreed TEXT NOT NULL,
    own_words TEXT NOT NULL,
    reason TEXT,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE risk_plan (
    person_id ID NOT NULL,
    id ID NOT NULL,
    on_day DATE NOT NULL,
    supervision TEXT NOT NULL,
    monitoring TEXT NOT NULL,
    interventions TEXT NOT NULL,
    victim_safety TEXT NOT NULL,
    contingency TEXT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE home_visit (
    person_id ID NOT NULL,
    id ID NOT NULL,
    by_day DATE NOT NULL,
    purpose TEXT NOT NULL,
    precautions TEXT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE home_visit_entry (
    person_id ID NOT NULL,
    id ID NOT NULL,
    visit_id ID NOT NULL,
    what TEXT NOT NULL,
    on_day DATE NOT NULL,
    contact_id ID,
    words TEXT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE plan_version (
    person_id ID NOT NULL,
    id ID NOT NULL,
    assessment_id ID,
    on_day DATE NOT NULL,
    body JSON NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
