//! The human form of a measurement.

use std::{collections::HashMap, fmt};

use super::{
    Answered, Question,
    score::{Measures, mean, measure, separation},
};

/// Everything measured over a set of questions.
#[derive(Debug, Clone)]
pub struct Report {
    covered: usize,
    uncovered: usize,
    pages: Option<Measures>,
    sections: Option<(usize, Measures)>,
    separation: Option<f64>,
    tiers: [TierShare; 3],
}

/// What became of the questions that got one tier.
#[derive(Debug, Clone, Copy, Default)]
struct TierShare {
    name: &'static str,
    covered: usize,
    uncovered: usize,
    /// Covered ones whose first page is right.
    right: usize,
}

impl Report {
    pub(super) fn new(questions: &[Question], answered: &[Answered]) -> Self {
        let mut tiers = ["answer", "maybe", "unknown"].map(|name| TierShare { name, ..TierShare::default() });
        let (mut pages, mut sections) = (Vec::new(), Vec::new());
        let (mut covered, mut uncovered) = (Vec::new(), Vec::new());
        for (question, answered) in questions.iter().zip(answered) {
            let tier = tiers.iter_mut().find(|tier| tier.name == answered.tier);
            if question.relevant.is_empty() {
                uncovered.push(answered.score);
                tier.into_iter().for_each(|tier| tier.uncovered += 1);
                continue;
            }
            covered.push(answered.score);
            let page = by_page(question, answered);
            if let Some(tier) = tier {
                tier.covered += 1;
                tier.right += usize::from(page.success_at_1 > 0.0);
            }
            pages.push(page);
            sections.extend(by_section(question, answered));
        }
        Self {
            covered: covered.len(),
            uncovered: uncovered.len(),
            pages: mean(&pages),
            sections: mean(&sections).map(|measures| (sections.len(), measures)),
            separation: separation(&covered, &uncovered),
            tiers,
        }
    }

    /// The figures that a comparison needs, in one line.
    pub fn one_line(&self) -> String {
        let pages = self.pages.unwrap_or_default();
        let sections = self.sections.map(|(_, sections)| sections).unwrap_or_default();
        format!(
            "page s@1 {:.3} s@3 {:.3} MRR {:.3} | section s@3 {:.3} | AUROC {:.3}",
            pages.success_at_1,
            pages.success_at_3,
            pages.reciprocal_rank,
            sections.success_at_3,
            self.separation.unwrap_or_default()
        )
    }
}

/// Results folded to pages, each at its best rank.
fn by_page(question: &Question, answered: &Answered) -> Measures {
    let mut grades: HashMap<String, u8> = HashMap::new();
    for judged in &question.relevant {
        let (page, _) = split(&judged.id);
        let grade = grades.entry(page.to_owned()).or_default();
        *grade = judged.grade.max(*grade);
    }
    let found = answered.results.iter().map(|place| split(&place.path).0.to_owned());
    rank(found, &grades)
}

/// Only for questions judged by section.
fn by_section(question: &Question, answered: &Answered) -> Option<Measures> {
    let judged = question.relevant.iter().filter_map(|judged| {
        let (page, anchor) = split(&judged.id);
        (!anchor.is_empty()).then(|| (format!("{page}#{}", fold(anchor)), judged.grade))
    });
    let grades: HashMap<String, u8> = judged.collect();
    let found = answered.results.iter().map(|place| format!("{}#{}", split(&place.path).0, fold(&place.anchor)));
    (!grades.is_empty()).then(|| rank(found, &grades))
}

fn rank(found: impl Iterator<Item = String>, grades: &HashMap<String, u8>) -> Measures {
    let mut ranked: Vec<String> = Vec::new();
    for place in found {
        if !ranked.contains(&place) {
            ranked.push(place);
        }
    }
    let ranked: Vec<u8> = ranked.iter().map(|place| grades.get(place).copied().unwrap_or_default()).collect();
    measure(&ranked, &grades.values().copied().collect::<Vec<_>>())
}

fn split(id: &str) -> (&str, &str) {
    let (page, anchor) = id.split_once('#').unwrap_or((id, ""));
    (page.trim_start_matches(['.', '/']), anchor)
}

/// Generators write the same anchor with other dashes and letters.
fn fold(anchor: &str) -> String {
    let words = anchor.split(|c: char| c == '-' || c == '_' || c.is_whitespace()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} questions covered, {} not", self.covered, self.uncovered)?;
        if let Some(pages) = &self.pages {
            write_measures(f, "page", self.covered, pages)?;
        }
        if let Some((count, sections)) = &self.sections {
            write_measures(f, "section", *count, sections)?;
        }
        if let Some(separation) = self.separation {
            writeln!(f, "AUROC of covered against uncovered questions {separation:.3}")?;
        }
        for tier in &self.tiers {
            writeln!(
                f,
                "{:8} {} of covered, {} of uncovered, first page right {}",
                tier.name,
                share(tier.covered, self.covered),
                share(tier.uncovered, self.uncovered),
                share(tier.right, tier.covered)
            )?;
        }
        Ok(())
    }
}

fn write_measures(f: &mut fmt::Formatter<'_>, name: &str, count: usize, m: &Measures) -> fmt::Result {
    writeln!(
        f,
        "{name:8} n={count:<4} s@1 {:.3}  s@3 {:.3}  s@5 {:.3}  MRR@10 {:.3}  nDCG@10 {:.3}",
        m.success_at_1, m.success_at_3, m.success_at_5, m.reciprocal_rank, m.discounted_gain
    )
}

fn share(part: usize, whole: usize) -> String {
    if whole == 0 { "    -".into() } else { format!("{:.3}", part as f64 / whole as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{Judged, Place};

    fn question(id: &str, relevant: &[&str]) -> Question {
        let relevant = relevant.iter().map(|id| Judged { id: (*id).to_owned(), grade: 2 }).collect();
        Question { id: id.into(), question: String::new(), relevant }
    }

    fn answered(id: &str, tier: &'static str, score: f64, places: &[(&str, &str)]) -> Answered {
        let place =
            |(path, anchor): &(&str, &str)| Place { path: (*path).into(), anchor: (*anchor).into(), score: 1.0 };
        Answered { id: id.into(), tier, score, results: places.iter().map(place).collect() }
    }

    #[test]
    fn a_report_reads_as_the_contract_says() {
        let questions = [question("a", &["x.md#one-two"]), question("b", &["y.md"]), question("c", &[])];
        let rows = [
            answered("a", "answer", 0.9, &[("x.md", "other"), ("x.md", "One_Two")]),
            answered("b", "maybe", 0.4, &[("x.md", ""), ("x.md", "z"), ("y.md", "")]),
            answered("c", "unknown", 0.1, &[]),
        ];
        insta::assert_snapshot!(Report::new(&questions, &rows), @r"
        2 questions covered, 1 not
        page     n=2    s@1 0.500  s@3 1.000  s@5 1.000  MRR@10 0.750  nDCG@10 0.815
        section  n=1    s@1 0.000  s@3 1.000  s@5 1.000  MRR@10 0.500  nDCG@10 0.631
        AUROC of covered against uncovered questions 1.000
        answer   0.500 of covered, 0.000 of uncovered, first page right 1.000
        maybe    0.500 of covered, 0.000 of uncovered, first page right 0.000
        unknown  0.000 of covered, 1.000 of uncovered, first page right     -
        ");
    }
}
