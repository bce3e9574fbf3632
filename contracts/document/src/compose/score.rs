//! The score.

use super::draft::{Draft, say, see};
use crate::tree::Span;
use model::ScoreRule;
use model::quantity::percent;

pub(super) fn compose(draft: &mut Draft<'_>) {
    draft.clause("score");
    if draft.levels().is_empty() {
        draft.say(vec![draft.term_as("score", "There is no score while no service level is agreed.")]);
        return;
    }
    let rule = match draft.agreement.score {
        ScoreRule::Linear => vec![
            say("The score of a level is "),
            draft.term_as("score", "linear"),
            say(
                ": 0 at the floor, 100 at the target and 120 at the stretch, in a straight line between them, and never \
                 less than 0 or more than 120. Without a stretch it stays at 100 beyond the target; without a floor it \
                 is 0 for every value that misses the target.",
            ),
        ],
        ScoreRule::ByBand => vec![
            say("The score of a level goes "),
            draft.term_as("score", "by band"),
            say(": 100 where the target is met, otherwise the score of the band in which the value lies ("),
            see("table-bands"),
            say(")."),
        ],
    };
    draft.say(rule);
    let weights = draft.levels().iter().map(|(level, _)| level.weight_percent).sum();
    draft.say(vec![
        say("The "),
        Span::strong("score of a month"),
        say(" is the mean of the scores of all levels that have a value, weighted by the weights in "),
        see("table-levels"),
        say(format!(
            ", which add up to {}. It stays at or below 100 unless every critical and every key level is met.",
            percent(weights)
        )),
    ]);
    draft.say(vec![say("Scores are rounded to four decimals of a point, half away from zero.")]);
    draft.say(vec![say(
        "There is no score for a month in which the levels that have a value hold less than half of the weight.",
    )]);
}
