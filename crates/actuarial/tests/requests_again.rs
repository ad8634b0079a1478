//! What the fuzz target of scores was given and what it found: each is answered again, without libFuzzer.

#![expect(clippy::unwrap_used, reason = "a corpus that is not there is a failed test")]

#[path = "../../../fuzz/src/score_request.rs"]
mod score_request;

const TARGET: &str = "score_request";

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(TARGET);
    let files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    files.map(|file| (file.display().to_string(), std::fs::read(&file).unwrap())).collect()
}

#[test]
fn nothing_that_was_ever_asked_breaks_a_formula() {
    let corpus = corpus();
    assert!(corpus.len() > 25, "the corpus went missing");
    for (name, bytes) in corpus {
        println!("{name}");
        score_request::look(&bytes);
    }
}
