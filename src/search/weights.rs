//! The numbers of the ranking, the same for every course. `docs/ranking.md` has what each is worth.

/// Where in a passage a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Prose,
    Code,
    /// The section's own heading, or the FAQ entry's question.
    Heading,
    /// Headings above it.
    Ancestors,
    /// The lesson's title, summary, tags.
    Title,
    Path,
}

impl Field {
    pub const COUNT: usize = 6;
}

/// How much a word counts in each field, and how strongly a longer field makes it count less.
#[derive(Debug, Clone)]
pub struct FieldWeights {
    pub weight: [f32; Field::COUNT],
    /// BM25's b: 0 ignores length, 1 divides by it.
    pub length: [f32; Field::COUNT],
    /// BM25's k1: how soon a repeated word stops adding.
    pub saturation: f32,
}

/// Every parameter of the ranking.
#[derive(Debug, Clone)]
pub struct Weights {
    pub section: FieldWeights,
    /// The whole lesson as one more document.
    pub page: FieldWeights,
    /// In a question: parts of an identifier, and the identifier kept whole.
    pub asked_part: f32,
    pub asked_whole: f32,
    /// Everyday words (`use`, `way`, `problem`).
    pub everyday: f32,
    /// Two words of the question that the course writes as one (`web socket`).
    pub joined: f32,
    /// A word mended to one of the course.
    pub repaired: f32,
    /// A word that asks for the same thing.
    pub alike: f32,
    /// Neighbours of the question that are neighbours in the passage, in its text and in its headings.
    pub pair: f32,
    pub heading_pair: f32,
    /// A heading, and a lesson's title, by the mass of the question in it times the share of it that the question says.
    pub heading_fit: f32,
    pub title_fit: f32,
    /// Added to what was asked, in unknown words, before the score is divided by it: short questions prove little.
    pub doubt: f32,
    /// What the lesson adds to its sections: its own score, its next-best section and the one after.
    pub lesson: f32,
    pub next: f32,
    pub after_next: f32,
    /// Passages of one lesson among the results.
    pub per_lesson: usize,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            section: FieldWeights {
                weight: [1.0, 0.5, 2.0, 1.0, 1.2, 0.8],
                length: [0.4, 0.6, 0.3, 0.3, 0.3, 0.3],
                saturation: 2.4,
            },
            page: FieldWeights {
                weight: [1.0, 0.4, 2.0, 0.0, 4.0, 2.0],
                length: [0.4, 0.5, 0.5, 0.5, 0.0, 0.0],
                saturation: 3.0,
            },
            asked_part: 0.6,
            asked_whole: 0.7,
            everyday: 0.4,
            joined: 0.7,
            repaired: 0.7,
            alike: 0.5,
            pair: 0.4,
            heading_pair: 0.4,
            heading_fit: 0.2,
            title_fit: 0.5,
            doubt: 0.5,
            lesson: 0.3,
            next: 0.3,
            after_next: 0.15,
            per_lesson: 3,
        }
    }
}
