#![no_main]

use std::sync::OnceLock;

use docent_fuzz::School;

static SCHOOL: OnceLock<School> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let school = SCHOOL.get_or_init(School::open);
    school.runtime.block_on(docent::discord::hostile::interaction(&school.tutor, data));
});
