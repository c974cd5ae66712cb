//! Where each piece of one kind went: by its place, by its text, as part of another, or as several.

use std::collections::{HashMap, HashSet};

use super::{
    Because, Name, Part, PieceKind, Sketch,
    lessons::Destinations,
    pairs::{Pair, pairs},
    state::Inventory,
};
use crate::ids::LessonId;

/// Two texts are one and the same, edited, from this share of common shingles on; one changed word destroys four.
const SIMILAR: f64 = 0.5;
/// Less is enough where the name says the same already.
const AKIN: f64 = 0.25;
/// A text is part of another when so much of it is there: less than all, for the seams.
const PART: f64 = 0.8;
/// What was merged into a text that was there before must be so much of it: who read one sentence has not read a page.
const MERGED_SHARE: f64 = 0.25;
/// And so much of one made of several.
const NEW_SHARE: f64 = 0.1;
/// Fewer common shingles are chance.
const MIN_SHARED: usize = 4;
/// Texts of fewer shingles say too little to be told apart by them.
const SHORT: u32 = 8;
/// Two candidates closer than this are equally good.
const STEP: f64 = 0.05;

/// What became of a piece: where its name leads, the main place first; nowhere when it is lost.
pub(super) struct Fate<'a> {
    pub part: &'a Part,
    pub leads: Vec<(Name, Because)>,
}

/// The pieces of one kind, as they were and as they are. What is as it was takes no part.
pub(super) struct Matching<'a> {
    olds: Vec<&'a Part>,
    news: Vec<&'a Part>,
    unchanged: Vec<&'a Part>,
    /// By old piece, those with most in common first.
    pairs: Vec<Vec<Pair>>,
    by_name: HashMap<&'a Name, usize>,
    by_heading: HashMap<(&'a LessonId, i64), Option<usize>>,
    /// Questions are named in the whole course: by id and by alias.
    by_question: HashMap<&'a str, usize>,
}

/// Where a piece belongs by its name.
#[derive(Debug, Clone, Copy)]
struct Home {
    new: usize,
    /// By a name that the teacher gave to lesson and piece, not by a lesson that was recognised by its text.
    given: bool,
    because: Because,
}

impl<'a> Matching<'a> {
    pub(super) fn sections(olds: &[&'a Part], now: &'a Inventory) -> Self {
        Self::of(PieceKind::Section, olds, now)
    }

    pub(super) fn faq(olds: &[&'a Part], now: &'a Inventory) -> Self {
        Self::of(PieceKind::Faq, olds, now)
    }

    pub(super) fn questions(olds: &[&'a Part], now: &'a Inventory) -> Self {
        Self::of(PieceKind::Question, olds, now)
    }

    fn of(kind: PieceKind, olds: &[&'a Part], now: &'a Inventory) -> Self {
        let of_kind = |part: &&'a Part| part.name.kind() == kind;
        let before: HashSet<(&Name, &Sketch)> = olds.iter().map(|part| (&part.name, &part.sketch)).collect();
        let is_new = |part: &&'a Part| !before.contains(&(&part.name, &part.sketch));
        let (news, unchanged): (Vec<_>, Vec<_>) = now.parts.iter().filter(of_kind).partition(is_new);
        let same: HashSet<(&Name, &Sketch)> = unchanged.iter().map(|part| (&part.name, &part.sketch)).collect();
        let olds = olds.iter().copied().filter(of_kind).filter(|part| !same.contains(&(&part.name, &part.sketch)));
        let olds: Vec<&Part> = olds.collect();
        let pairs = pairs(&sketches(&olds), &sketches(&news));
        let mut by_heading = HashMap::new();
        for (index, part) in news.iter().enumerate() {
            let twice = |found: &mut Option<usize>| *found = None;
            by_heading.entry((part.name.lesson(), part.mark)).and_modify(twice).or_insert(Some(index));
        }
        let by_name: HashMap<&Name, usize> = news.iter().zip(0..).map(|(part, index)| (&part.name, index)).collect();
        let by_question = if kind == PieceKind::Question { by_question(&news, now) } else { HashMap::new() };
        Self { olds, news, unchanged, pairs, by_name, by_heading, by_question }
    }

    /// Pieces that beyond doubt went where they are paired with here: as they were, or each other's best by far.
    pub(super) fn sure(&self) -> impl Iterator<Item = (&'a Part, &'a Part)> {
        let unchanged = self.unchanged.iter().map(|part| (*part, *part));
        let best = self.best_olds();
        let found = self.pairs.iter().filter_map(move |pairs| {
            let first = pairs.iter().find(|pair| pair.overlap.shared >= MIN_SHARED && pair.similarity() >= SIMILAR)?;
            let alone = pairs.iter().all(|pair| pair.new == first.new || pair.similarity() < first.similarity() - STEP);
            (alone && best.get(&first.new) == Some(&first.old)).then(|| (self.olds[first.old], self.news[first.new]))
        });
        unchanged.chain(found)
    }

    /// For each new piece the old one that it is most like, if it is like any.
    fn best_olds(&self) -> HashMap<usize, usize> {
        let mut best: HashMap<usize, Pair> = HashMap::new();
        for pair in self.pairs.iter().flatten().filter(|pair| pair.is_similar()) {
            let before = best.entry(pair.new).or_insert(*pair);
            if pair.similarity() > before.similarity() {
                *before = *pair;
            }
        }
        best.into_iter().map(|(new, pair)| (new, pair.old)).collect()
    }

    pub(super) fn decide(&self, destinations: &Destinations<'_>) -> Vec<Fate<'a>> {
        let homes: Vec<Option<Home>> = (0..self.olds.len()).map(|old| self.home(old, destinations)).collect();
        let given = |(old, home): (usize, &Option<Home>)| home.filter(|home| home.given).map(|home| (home.new, old));
        let owners: HashMap<usize, usize> = homes.iter().enumerate().filter_map(given).collect();
        let deciding = Deciding { matching: self, destinations, homes, owners, likest: self.best_olds() };
        let mut places: Vec<Vec<(usize, Because)>> =
            (0..self.olds.len()).map(|old| deciding.place(old).into_iter().collect()).collect();
        deciding.split(&mut places);
        let fate = |(part, places): (&&'a Part, Vec<(usize, Because)>)| Fate {
            part,
            leads: places.into_iter().map(|(new, because)| (self.news[new].name.clone(), because)).collect(),
        };
        self.olds.iter().zip(places).map(fate).collect()
    }

    fn home(&self, old: usize, destinations: &Destinations<'_>) -> Option<Home> {
        let part = self.olds[old];
        if part.name.kind() == PieceKind::Question
            && let Some(new) = self.by_question.get(part.name.id()).copied()
        {
            let because = if self.news[new].name.id() == part.name.id() { Because::Place } else { Because::Alias };
            return Some(Home { new, given: true, because });
        }
        destinations.of_lesson(part.name.lesson()).iter().find_map(|destination| {
            let given = !matches!(destination.because, Because::SimilarText(_));
            let named = self.by_name.get(&part.name.in_lesson(destination.lesson)).copied();
            let found = named.or_else(|| *self.by_heading.get(&(destination.lesson, part.mark))?);
            found.map(|new| Home { new, given, because: destination.because })
        })
    }

    fn pair(&self, old: usize, new: usize) -> Pair {
        let known = self.pairs[old].iter().find(|pair| pair.new == new);
        known.copied().unwrap_or_else(|| Pair::of((old, &self.olds[old].sketch), (new, &self.news[new].sketch)))
    }
}

impl Pair {
    fn similarity(&self) -> f64 {
        if self.equal { 2.0 } else { self.overlap.resemblance() }
    }

    fn is_equal(&self) -> bool {
        self.equal
    }

    fn is_similar(&self) -> bool {
        self.equal || self.overlap.shared >= MIN_SHARED && self.overlap.resemblance() >= SIMILAR
    }

    /// Whether the old text is in the new one.
    fn is_inside(&self) -> bool {
        self.overlap.shared >= MIN_SHARED && self.overlap.ours_in_theirs() >= PART
    }

    /// Whether the new text is out of the old one.
    fn is_piece(&self) -> bool {
        self.overlap.shared >= MIN_SHARED && self.overlap.theirs_in_ours() >= PART
    }

    fn is_akin(&self) -> bool {
        self.equal || self.overlap.resemblance() >= AKIN || self.is_inside() || self.is_piece()
    }

    fn because(&self) -> Because {
        if self.equal {
            Because::SameText
        } else if self.overlap.resemblance() >= SIMILAR {
            Because::SimilarText(self.overlap.resemblance())
        } else {
            Because::Merged
        }
    }
}

/// All that a decision about one piece looks at.
struct Deciding<'m, 'a> {
    matching: &'m Matching<'a>,
    destinations: &'m Destinations<'m>,
    /// By old piece.
    homes: Vec<Option<Home>>,
    /// By new piece: the old one that has its name.
    owners: HashMap<usize, usize>,
    /// By new piece: the old one that it is most like.
    likest: HashMap<usize, usize>,
}

impl Deciding<'_, '_> {
    /// The main place of an old piece now.
    fn place(&self, old: usize) -> Option<(usize, Because)> {
        let text = self.best_by_text(old);
        let Some(home) = self.homes[old] else {
            return text.map(|pair| (pair.new, pair.because()));
        };
        let at_home = self.matching.pair(old, home.new);
        let akin = at_home.is_akin();
        if let Some(pair) = text
            && pair.new != home.new
            && (!akin || pair.equal && !at_home.equal)
        {
            return Some((pair.new, pair.because()));
        }
        let claimed = self.likest.get(&home.new).is_some_and(|likest| *likest != old);
        let free = home.given || self.owners.get(&home.new).is_none_or(|owner| *owner == old);
        let short = self.is_short(old, home.new);
        let stays = akin || !claimed && (home.given || short);
        (free && stays).then(|| (home.new, Self::because(home, at_home)))
    }

    fn because(home: Home, pair: Pair) -> Because {
        if home.because == Because::Alias {
            Because::Alias
        } else if pair.is_similar() {
            pair.because()
        } else {
            Because::Place
        }
    }

    fn is_short(&self, old: usize, new: usize) -> bool {
        self.matching.olds[old].sketch.shingles() < SHORT && self.matching.news[new].sketch.shingles() < SHORT
    }

    /// The new piece with the old one's text; none when two are equally good.
    fn best_by_text(&self, old: usize) -> Option<Pair> {
        let candidates = self.matching.pairs[old].iter().filter(|pair| self.may_take(pair));
        let mut ranked: Vec<_> = candidates.map(|pair| (self.rank(pair), *pair)).collect();
        ranked.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        match ranked.as_slice() {
            [(first, _), (second, _), ..] if first == second => None,
            [(_, pair), ..] => Some(*pair),
            [] => None,
        }
    }

    /// What has the most in common, then what is where the old lesson went, then what has the same name.
    fn rank(&self, pair: &Pair) -> (u64, bool, bool, bool) {
        let (old, new) = (self.matching.olds[pair.old], self.matching.news[pair.new]);
        let similarity = pair.similarity().max(if pair.is_inside() { SIMILAR } else { 0.0 });
        // Not negative, and small.
        let steps = (0..).find(|step| f64::from(*step) * STEP > similarity).unwrap_or(u32::MAX);
        let nearby = self.destinations.leads_to(old.name.lesson(), new.name.lesson());
        (steps.into(), nearby, old.name.id() == new.name.id(), old.mark == new.mark)
    }

    /// Whether the new piece has the old one's text, and nobody has a better right to it.
    fn may_take(&self, pair: &Pair) -> bool {
        let (old, new) = (self.matching.olds[pair.old], self.matching.news[pair.new]);
        if pair.equal {
            let named = old.mark == new.mark && self.destinations.leads_to(old.name.lesson(), new.name.lesson());
            return (named || old.sketch.shingles() >= SHORT) && !self.is_home_of_another(pair, Pair::is_equal);
        }
        if self.is_home_of_another(pair, Pair::is_akin) {
            return pair.is_inside() && pair.overlap.theirs_in_ours() >= MERGED_SHARE && self.came_from(pair);
        }
        let likest = self.likest.get(&pair.new) == Some(&pair.old);
        likest && pair.is_similar() || pair.is_inside() && pair.overlap.theirs_in_ours() >= NEW_SHARE
    }

    fn is_home_of_another(&self, pair: &Pair, by_text: fn(&Pair) -> bool) -> bool {
        let owner = self.owners.get(&pair.new).filter(|owner| **owner != pair.old);
        owner.is_some_and(|owner| by_text(&self.matching.pair(*owner, pair.new)))
    }

    /// Whether what the two have in common was not in the new text's own predecessor.
    fn came_from(&self, pair: &Pair) -> bool {
        let sketch = |old: usize| &self.matching.olds[old].sketch;
        let owner = self.owners.get(&pair.new);
        owner.is_none_or(|owner| sketch(pair.old).overlap(sketch(*owner)).ours_in_theirs() < 1.0 - SIMILAR)
    }

    /// New pieces that nobody has a place in go to the old text that they are out of.
    fn split(&self, places: &mut [Vec<(usize, Because)>]) {
        let taken: HashSet<usize> = places.iter().flatten().map(|(new, _)| *new).collect();
        let mut sources: HashMap<usize, Vec<&Pair>> = HashMap::new();
        for pair in self.matching.pairs.iter().flatten().filter(|pair| !taken.contains(&pair.new)) {
            sources.entry(pair.new).or_default().push(pair);
        }
        let mut pieces: Vec<&Pair> = sources.values().filter_map(|pairs| only_source(pairs)).collect();
        pieces.sort_by_key(|pair| pair.new);
        for piece in pieces {
            let places = &mut places[piece.old];
            let text = &self.matching.news[piece.new].sketch;
            let is_copy = places.iter().any(|(new, because)| {
                let rest = &self.matching.news[*new].sketch;
                *because != Because::Split && text.overlap(rest).ours_in_theirs() >= SIMILAR
            });
            if !is_copy {
                places.push((piece.new, Because::Split));
            }
        }
    }
}

/// The pair of a new text with the only old one that it can be out of.
fn only_source<'p>(pairs: &[&'p Pair]) -> Option<&'p Pair> {
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| b.overlap.theirs_in_ours().total_cmp(&a.overlap.theirs_in_ours()));
    let (first, others) = sorted.split_first()?;
    let clear = others.first().is_none_or(|second| second.overlap.theirs_in_ours() < SIMILAR);
    (first.is_piece() && clear).then_some(*first)
}

fn sketches<'a>(parts: &[&'a Part]) -> Vec<&'a Sketch> {
    parts.iter().map(|part| &part.sketch).collect()
}

fn by_question<'a>(news: &[&'a Part], now: &'a Inventory) -> HashMap<&'a str, usize> {
    let mut by_id: HashMap<&str, usize> = news.iter().zip(0..).map(|(part, index)| (part.name.id(), index)).collect();
    for (alias, id) in &now.question_aliases {
        if let Some(index) = by_id.get(id.as_str()).copied() {
            by_id.entry(alias.as_str()).or_insert(index);
        }
    }
    by_id
}
