-- Images in few bytes (decision 30). Lines from before keep theirs as text, and both are read.
ALTER TABLE history ADD COLUMN packed BYTES;
