#![no_main]

use std::sync::OnceLock;

use docent::search::{SearchIndex, hostile};

static INDEX: OnceLock<SearchIndex> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|data: &[u8]| hostile::question(INDEX.get_or_init(index), data));

fn index() -> SearchIndex {
    let loaded = docent_fuzz::load("content/python-backend");
    SearchIndex::build(&loaded.courses).expect("the course can be indexed")
}
