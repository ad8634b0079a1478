-- The flags that the banner of a person's pages shows, as the room that registers them tells.
ALTER TABLE person_headline ADD COLUMN flags JSON;
