-- Offences of an event.
CREATE TABLE sentence_offence (
    person_id ID NOT NULL,
    id ID NOT NULL,
    event_id ID NOT NULL,
    main BOOL NOT NULL,
    code TEXT,
    title TEXT NOT NULL,
    wording TEXT,
    committed_on DATE,
    committed_until DATE,
    plea TEXT,
    verdict TEXT,
    convicted_on DATE,
    source_key TEXT,
    sent JSON,
    removed TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX sentence_offence_by_source ON sentence_offence (person_id, source_key) WHERE source_key IS NOT NULL;
