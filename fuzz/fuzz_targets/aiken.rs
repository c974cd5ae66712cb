#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| docent::course::hostile::aiken(data));
