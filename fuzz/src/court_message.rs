//! Whatever a court's system sends: reading it never fails but in words, gives the same twice, and everything that follows
//! from it can be worked out. Shared by the fuzz target and by the room's test, which replays what was found.

use court::reading::{Known, Matter, Message, Unreadable, matters, read, standing};

/// Reads the bytes as the inbox does, as one message or, parted by a line of zero bytes, as several about one person.
pub(crate) fn look(data: &[u8]) {
    let parts: Vec<&[u8]> = data.split(|byte| *byte == 0).take(4).collect();
    let whole = read(data);
    assert_words(&whole);
    assert_eq!(whole, read(data), "the same bytes were read in two ways");
    let messages: Vec<Message> = whole.into_iter().chain(parts.iter().filter_map(|part| read(part).ok())).collect();
    let all: Vec<Vec<Matter>> = messages.iter().map(matters).collect();
    let forwards = standing(&all.iter().flatten().collect::<Vec<_>>(), &Known::default());
    let backwards = standing(&all.iter().rev().flatten().collect::<Vec<_>>(), &Known::default());
    assert_eq!(forwards, backwards, "where things stand depends on which message came first");
}

/// What cannot be read is told to a person.
fn assert_words(read: &Result<Message, Unreadable>) {
    if let Err(unreadable) = read {
        assert!(!unreadable.reason.trim().is_empty(), "no reason is told");
    }
}
