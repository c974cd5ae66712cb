//! The rules of a live quiz: what comes next, how long it lasts, what is worth a point, who shares a rank. Pure.

use std::time::Duration;

use super::Verdict;
use crate::{
    course::{Question, QuestionBody},
    markup,
};

/// More than a group sits through.
pub const MAX_QUESTIONS: usize = 20;
/// After a deadline, answers under way still count: nobody is punished by the wire.
pub const GRACE: Duration = Duration::from_secs(1);

/// To find the board and join.
const LOBBY: Duration = Duration::from_secs(120);
/// To look at the key and talk about it.
const REVEAL: Duration = Duration::from_secs(20);
/// To decide, beyond reading.
const DECIDING: u64 = 20;
const LONGEST: u64 = 120;
/// Slower than most people read, since many do not read their own language.
const WORDS_PER_SECOND: usize = 2;

/// Where a live quiz is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// People join.
    Lobby,
    /// A question takes answers.
    Open,
    /// Its key is shown.
    Closed,
    Ended,
}

/// How a live quiz came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    Played,
    /// By its host or the staff.
    Stopped,
    /// Nobody joined.
    Deserted,
    /// Its board cannot be shown any more.
    Lost,
}

/// What happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Next {
    Open(u16),
    Close,
    End(Ending),
}

/// What comes after `phase` at `position`; `askable` says of each question whether the course still asks it so.
/// `None` when it is over.
pub fn next(phase: Phase, position: u16, askable: &[bool], players: u32) -> Option<Next> {
    let from = match phase {
        Phase::Lobby if players == 0 => return Some(Next::End(Ending::Deserted)),
        Phase::Lobby => 0,
        Phase::Open => return Some(Next::Close),
        Phase::Closed => usize::from(position) + 1,
        Phase::Ended => return None,
    };
    let open = (from..askable.len()).find(|index| askable.get(*index) == Some(&true));
    Some(open.and_then(|index| u16::try_from(index).ok()).map_or(Next::End(Ending::Played), Next::Open))
}

/// How long a phase lasts when nobody hurries it; an open question the longer, the more there is to read.
pub fn lasts(phase: Phase, question: Option<&Question>) -> Option<Duration> {
    match phase {
        Phase::Lobby => Some(LOBBY),
        Phase::Open => {
            let words = question.map_or(0, words);
            let reading = u64::try_from(words / WORDS_PER_SECOND).unwrap_or(LONGEST);
            Some(Duration::from_secs((DECIDING + reading).min(LONGEST)))
        }
        Phase::Closed => Some(REVEAL),
        Phase::Ended => None,
    }
}

fn words(question: &Question) -> usize {
    let count = |blocks: &[markup::Block]| markup::plain_text(blocks).split_whitespace().count();
    let choices = match &question.body {
        QuestionBody::Choice(choice) => choice.choices.iter().map(|choice| count(&choice.content)).sum(),
        QuestionBody::Text(_) | QuestionBody::Number(_) | QuestionBody::Matching(_) | QuestionBody::Tracing(_) => 0,
    };
    count(&question.context) + count(&question.stem) + choices
}

/// Whether a question can be asked of a group: pressed, not typed.
pub fn is_playable(question: &Question) -> bool {
    matches!(question.body, QuestionBody::Choice(_))
}

/// What an answer is worth. Speed is worth nothing: it would measure connections, screens and reading in a second
/// language rather than what somebody knows.
pub fn points(verdict: Verdict) -> u32 {
    match verdict {
        Verdict::Right => 1,
        Verdict::Partly | Verdict::Wrong => 0,
    }
}

/// The ranks of players with these points, most first: equals share a rank, and the next one is as many lower.
pub fn ranks(points: &[u32]) -> Vec<usize> {
    let above = |own: &u32| points.iter().filter(|other| *other > own).count();
    points.iter().map(|own| above(own) + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiz_goes_from_question_to_question_and_ends() {
        let askable = [true, false, true];
        assert_eq!(next(Phase::Lobby, 0, &askable, 3), Some(Next::Open(0)));
        assert_eq!(next(Phase::Open, 0, &askable, 3), Some(Next::Close));
        assert_eq!(next(Phase::Closed, 0, &askable, 3), Some(Next::Open(2)), "what the course changed is left out");
        assert_eq!(next(Phase::Closed, 2, &askable, 3), Some(Next::End(Ending::Played)));
        assert_eq!(next(Phase::Ended, 2, &askable, 3), None);
        assert_eq!(next(Phase::Lobby, 0, &askable, 0), Some(Next::End(Ending::Deserted)));
    }

    #[test]
    fn equals_share_a_rank() {
        assert_eq!(ranks(&[3, 3, 2, 1, 1, 0]), [1, 1, 3, 4, 4, 6]);
        assert_eq!(ranks(&[]), Vec::<usize>::new());
    }
}
