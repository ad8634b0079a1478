//! Needs: which parts of a life are linked to offending, and how severely, by points and thresholds.
