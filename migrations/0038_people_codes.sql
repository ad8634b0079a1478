-- What can be chosen on the cards of a person's details, with the days on which it was offered.
CREATE TABLE person_code (
    set_name TEXT NOT NULL,
    code TEXT NOT NULL,
    words TEXT NOT NULL,
    words_cy TEXT NOT NULL,
    place INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    PRIMARY KEY (set_name, code)
);
