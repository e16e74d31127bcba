//! How far a figure moves with each lever: a tornado.
//!
//! In: the figure as it stands and an arm a lever, the widest first. Out: shapes around a line in the middle; the values of
//! the lever stand at the ends, and a dot for each point in between shows where the way is not straight. Not here: order.

use super::Arm;
use super::axis::{Paper, Scale, cut, middles, unit_words};
use super::svg::{Anchor, Svg, WIDTH};

const LABELS: f64 = 150.0;
const RIGHT: f64 = WIDTH - 24.0;
const TOP: f64 = 32.0;
const EACH: f64 = 34.0;

pub(super) fn draw(out: &mut Svg, paper: &Paper<'_>, middle: f64, arms: &[Arm]) {
    let bottom = TOP + EACH * u32::try_from(arms.len()).map_or(0.0, f64::from);
    out.height(bottom + 28.0);
    let mut amounts: Vec<f64> =
        arms.iter().flat_map(|a| a.course.iter().copied().chain([a.low.1, a.high.1])).collect();
    amounts.push(middle);
    let x = Scale::new(&amounts, false, LABELS + 30.0, RIGHT - 30.0);
    x.down(out, paper, TOP, bottom);
    unit_words(out, paper);
    for (arm, y) in arms.iter().zip(middles(arms.len(), TOP, bottom)) {
        for ((at, value), class) in [(&arm.low, "step less"), (&arm.high, "step more")] {
            let tip = format!("{} = {at}: {}", arm.label, paper.amount(*value));
            out.rect(class, (x.at(middle), y - 8.0), (x.at(*value), y + 8.0), &tip);
            let (place, anchor) = if *value < middle {
                (x.at(*value) - 4.0, Anchor::End)
            } else {
                (x.at(*value) + 4.0, Anchor::Start)
            };
            out.words("value", (place, y + 4.0), anchor, &cut(at, 10));
        }
        for value in &arm.course {
            out.mark("mark point", (x.at(*value), y + 12.0), false, &paper.amount(*value));
        }
        out.words("tick", (LABELS - 8.0, y + 4.0), Anchor::End, &cut(&arm.label, 21));
    }
    out.line("zero", (x.at(middle), TOP), (x.at(middle), bottom));
}
