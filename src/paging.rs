//! Splits a section into pages that fit a message. Pure; knows sizes, but neither Discord nor any other front end.
//!
//! Sizes are measured as the longest form that a front end writes ([`size`]), so that a page fits whatever stands in
//! it. A page ends between blocks where it can; else between sentences, list items, lines of code or rows of a table,
//! and a heading goes with what follows it.

pub(crate) mod size;
mod split;

use crate::markup::Block;

/// What a page of a section may take, in UTF-16 units (the longest way to count characters).
///
/// A message of Discord holds 4,000 characters in sum. The rest is for what stands around a page: the breadcrumb
/// (at most 400 when escaped), the title (300), a meter and small print (500).
pub const PAGE_BUDGET: usize = 2_800;

/// Less than this makes no page; a smaller budget counts as this one.
pub const MIN_BUDGET: usize = 600;

/// Splits `blocks` into pages of at most `budget`; no blocks make no page.
///
/// A sentence is cut only when it is larger than a page by itself, and then between words. What follows the cut of a
/// code block or a note is a complete block of its own, whose title begins with "…"; the header of a table is
/// repeated.
pub fn pages(blocks: &[Block], budget: usize) -> Vec<Vec<Block>> {
    let budget = budget.max(MIN_BUDGET);
    let mut pages = Vec::new();
    let mut rest = blocks.to_vec();
    while !rest.is_empty() {
        // `Must::Take` takes something; were it ever wrong, a page too large is better than a page lost.
        let filled = split::fill(&rest, size::Margin::default(), budget, split::Must::Take);
        let (page, left) = filled.unwrap_or_else(|| (rest, Vec::new()));
        pages.push(page);
        rest = left;
    }
    pages
}

#[cfg(test)]
mod tests;
