#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| docent::action::hostile::line(data));
