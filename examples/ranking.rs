//! The ablation table of `docs/ranking.md`: every feature of the ranking off in turn.
//!
//! `cargo run --release --example ranking -- CONTENT COVERED.jsonl [UNCOVERED.jsonl…]`

use std::{fs, path::Path, sync::Arc};

use anyhow::Context;
use docent::{
    course::{Course, load},
    eval,
    search::{Field, SearchIndex, Weights},
};

/// A name and what it turns off.
type Feature = (&'static str, fn(&mut Weights));

const FEATURES: [Feature; 19] = [
    ("everything on", |_| ()),
    ("likes of everyday words", |w| w.alike = 0.0),
    ("everyday words count less", |w| w.everyday = 1.0),
    ("everyday words count at all", |w| w.everyday = 0.0),
    ("typing errors mended", |w| w.repaired = 0.0),
    ("two words joined", |w| w.joined = 0.0),
    ("parts of identifiers", |w| w.asked_part = 0.0),
    ("identifiers kept whole", |w| w.asked_whole = 0.0),
    ("neighbouring words", |w| w.pair = 0.0),
    ("neighbours in headings", |w| w.heading_pair = 0.0),
    ("headings that fit", |w| w.heading_fit = 0.0),
    ("titles that fit", |w| w.title_fit = 0.0),
    ("the lesson as a document", |w| w.lesson = 0.0),
    ("next-best sections", |w| (w.next, w.after_next) = (0.0, 0.0)),
    ("field: code", |w| off(w, Field::Code)),
    ("field: heading", |w| off(w, Field::Heading)),
    ("field: title", |w| off(w, Field::Title)),
    ("field: path", |w| off(w, Field::Path)),
    ("doubt about short questions", |w| w.doubt = 0.0),
];

fn off(weights: &mut Weights, field: Field) {
    weights.section.weight[field as usize] = 0.0;
    weights.page.weight[field as usize] = 0.0;
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let content = arguments.next().context("name a content folder, then question files")?;
    let courses: Vec<Arc<Course>> = load::load(Path::new(&content))?.courses;
    let mut questions = Vec::new();
    for file in arguments {
        let rows = fs::read_to_string(&file).with_context(|| format!("cannot read {file}"))?;
        questions.extend(eval::parse(&file, &rows)?);
    }
    for (name, turn_off) in FEATURES {
        let mut weights = Weights::default();
        turn_off(&mut weights);
        let index = SearchIndex::with_weights(&courses, weights)?;
        let report = eval::score(&questions, &eval::answer(&index, &questions));
        println!("{name:28} {}", report.one_line());
    }
    Ok(())
}
