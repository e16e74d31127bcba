//! How far a figure moves with each lever: a tornado.
//!
//! In: the figure as it stands and an arm a lever, the widest first. Out: shapes around a line in the middle; the values of
//! the lever stand at the ends, and a dot for each point in between shows where the way is not straight. Not here: order.

use super::Arm;
use super::axis::{Paper, Scale, middles, unit_words, width_of};
use super::svg::{Anchor, Svg, WIDTH};

const LABELS: f64 = 140.0;
const RIGHT: f64 = WIDTH - 8.0;
const TOP: f64 = 30.0;
const EACH: f64 = 46.0;
/// So many characters fit into a line of a label.
const ROOM: usize = 18;

pub(super) fn draw(out: &mut Svg, paper: &Paper<'_>, middle: f64, arms: &[Arm]) {
    let bottom = TOP + EACH * u32::try_from(arms.len()).map_or(0.0, f64::from);
    out.height(bottom + 26.0);
    let mut amounts: Vec<f64> =
        arms.iter().flat_map(|a| a.course.iter().copied().chain([a.low.1, a.high.1])).collect();
    amounts.push(middle);
    // The lever's values stand outside of the ends.
    let longest = arms.iter().flat_map(|a| [&a.low.0, &a.high.0]).map(|at| at.chars().count()).max();
    let room = width_of(longest.unwrap_or(0)) + 6.0;
    let x = Scale::new(&amounts, false, LABELS + room, RIGHT - room);
    x.down(out, paper, TOP, bottom);
    unit_words(out, paper);
    for (arm, y) in arms.iter().zip(middles(arms.len(), TOP, bottom)) {
        let (left, right) =
            if arm.low.1 <= arm.high.1 { (&arm.low, &arm.high) } else { (&arm.high, &arm.low) };
        for (at, value) in [&arm.low, &arm.high] {
            let class = if std::ptr::eq(at, &arm.low.0) { "step low" } else { "step high" };
            let tip = format!("{} = {at}: {}", arm.label, paper.amount(*value));
            out.rect(class, (x.at(middle), y - 9.0), (x.at(*value), y + 9.0), &tip);
        }
        out.words("value", (x.at(left.1.min(middle)) - 5.0, y + 4.0), Anchor::End, &left.0);
        out.words("value", (x.at(right.1.max(middle)) + 5.0, y + 4.0), Anchor::Start, &right.0);
        for value in &arm.course {
            out.mark("mark point", (x.at(*value), y + 14.0), false, &paper.amount(*value));
        }
        out.label("tick", (LABELS - 8.0, y), Anchor::End, &arm.label, ROOM);
    }
    out.line("zero", (x.at(middle), TOP), (x.at(middle), bottom));
}
