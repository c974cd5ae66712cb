#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let blocks = docent::course::hostile::blocks(data);
    docent::plain::hostile::content(&blocks);
    docent::discord::hostile::content(&blocks);
});
