//! What the fuzz target of forms was given and what it found: each is read again, without libFuzzer.

#![expect(clippy::unwrap_used, reason = "a corpus that is not there is a failed test")]

#[path = "../../../fuzz/src/sent_form.rs"]
mod sent_form;

const TARGET: &str = "sent_form";

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(TARGET);
    let files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    files.map(|file| (file.display().to_string(), std::fs::read(&file).unwrap())).collect()
}

#[test]
fn nothing_that_was_ever_sent_to_a_form_breaks_its_reading() {
    let corpus = corpus();
    assert!(corpus.len() > 15, "the corpus went missing");
    for (name, bytes) in corpus {
        println!("{name}");
        sent_form::look(&bytes);
    }
}
