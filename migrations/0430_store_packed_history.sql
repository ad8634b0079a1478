-- Images of rows are kept in few bytes from now on; those that are there stay as they are.
ALTER TABLE history ADD COLUMN packed BYTES;
