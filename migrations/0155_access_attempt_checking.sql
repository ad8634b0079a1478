-- Passwords that are being checked at this moment, so that a right one does not count against those beside it.
ALTER TABLE access_attempt ADD COLUMN checking INT NOT NULL DEFAULT 0;
ALTER TABLE access_attempt ADD COLUMN checking_since INSTANT;
