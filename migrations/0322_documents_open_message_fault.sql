-- Whether it is the address that did not work, for the words of an officer's list.
ALTER TABLE view_message_open ADD COLUMN address_fault BOOL NOT NULL DEFAULT FALSE;
