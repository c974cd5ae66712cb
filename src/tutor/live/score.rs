//! How one player stands, for their eyes only; at the end, what they missed and a way to practise it.

use super::{Cx, Result, current, shown_letters};
use crate::{
    action::Press,
    markup::{self, RichText},
    quiz::{Verdict, live::Phase, order},
    reply::{Block, Button, Reply},
    store::live::{ClosedAnswer, Live, LivePlayer},
};

pub(super) async fn of(cx: &Cx<'_>, live: &Live) -> Result<Reply> {
    let player = cx.tutor.store.live_player(live.id, cx.learner()?).await?.filter(|player| player.plays);
    let Some(player) = player else { return Ok(Reply::notice(cx.locale.live_not_in())) };
    let mut blocks = vec![Block::Title(cx.locale.live_title(&live.title).into())];
    let last = player.answers.iter().find(|answer| answer.position == live.position);
    if let Some(last) = last.filter(|_| live.phase == Phase::Closed) {
        blocks.extend(verdict(cx, live, last));
    }
    let score = cx.locale.live_your_score(player.points, player.answers.len());
    let rank = cx.locale.live_your_rank(player.above + 1, live.players, player.beside);
    blocks.push(Block::Text(score.text(format!(" {rank}"))));
    if live.phase == Phase::Ended {
        blocks.extend(missed(cx, live, &player));
    }
    Ok(Reply::new(blocks).buttons(ways_on(cx, live, &player)))
}

/// How the answer to the question on the board went.
fn verdict(cx: &Cx<'_>, live: &Live, answer: &ClosedAnswer) -> Option<Block> {
    let at = current(&cx.library, live.item()?)?;
    let order = order::shared_order(at.question(), live.id, answer.position, &cx.tutor.secret);
    let letters = shown_letters(answer.given, &order).to_string();
    let said = RichText::plain(format!(" {}: ", cx.locale.you_answered())).strong(letters);
    Some(Block::Verdict(answer.verdict, cx.locale.verdict(answer.verdict).rich(&said)))
}

fn missed(cx: &Cx<'_>, live: &Live, player: &LivePlayer) -> Option<Block> {
    let missed = player.answers.iter().filter(|answer| answer.verdict != Verdict::Right);
    let lines: Vec<RichText> = missed
        .filter_map(|answer| {
            let at = current(&cx.library, live.items.get(usize::from(answer.position))?)?;
            let stem = markup::plain_text(&at.question().stem);
            Some(RichText::plain(stem.lines().next().unwrap_or_default()))
        })
        .collect();
    (!lines.is_empty())
        .then(|| Block::Content(vec![markup::Block::Heading(cx.locale.missed_title().into()), cx.bullets(lines)]))
}

/// Once the answers are among the player's records, they lead on from there.
fn ways_on(cx: &Cx<'_>, live: &Live, player: &LivePlayer) -> Vec<Button> {
    let Some(attempt) = player.attempt.filter(|_| live.phase == Phase::Ended) else { return Vec::new() };
    let has_missed = player.answers.iter().any(|answer| answer.verdict != Verdict::Right);
    let retry = has_missed.then(|| Button::primary(cx.locale.retry_button(), Press::Retry { attempt }));
    let answers = Button::new(cx.locale.go_through_button(), Press::Feedback { attempt, item: 0 });
    let progress = Button::new(cx.locale.progress_button(), Press::Progress);
    retry.into_iter().chain([answers, progress]).collect()
}
