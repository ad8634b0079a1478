//! What the fuzz target of court messages was given and what it found: each is read again, without libFuzzer.

#[path = "../../../../fuzz/src/court_message.rs"]
mod court_message;

const TARGET: &str = "court_message";

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(TARGET);
    let files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    files.map(|file| (file.display().to_string(), std::fs::read(&file).unwrap())).collect()
}

#[test]
fn nothing_that_was_ever_sent_as_a_message_breaks_its_reading() {
    let corpus = corpus();
    assert!(corpus.len() > 5, "the corpus went missing");
    for (name, bytes) in corpus {
        println!("{name}");
        court_message::look(&bytes);
    }
}
