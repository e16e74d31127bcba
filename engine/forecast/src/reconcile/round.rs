//! Whole numbers that add up exactly. In: coherent values and a step of rounding. Out: counts of steps, as integers.
//!
//! Largest remainder (Hamilton): parts are rounded down and the missing steps go to the parts with the largest
//! remainders, ties to the first. Not here: money types; the caller multiplies with the step exactly.

use crate::error::{ForecastError, all_finite};
use crate::hierarchy::Hierarchy;
use crate::words::Words;

/// The largest count that is taken: beyond it an f64 has no whole steps.
const MOST: f64 = 9_007_199_254_740_992.0;

/// Parts as whole steps whose sum is `total`. `parts` is in steps (value / step).
///
/// Errors: values that are not finite or beyond 2⁵³; a total that the parts miss by more than their number of steps.
pub fn largest_remainder(parts: &[f64], total: i64) -> Result<Vec<i64>, ForecastError> {
    all_finite("parts to round", parts)?;
    if parts.iter().any(|p| p.abs() > MOST) {
        return Err(ForecastError::Option { name: "parts to round", must: "within 2^53 steps" });
    }
    let mut out: Vec<i64> = parts.iter().map(|p| p.floor() as i64).collect();
    let missing = total - out.iter().sum::<i64>();
    if missing.unsigned_abs() > parts.len() as u64 + 1 {
        let why = Words::both(
            format!("parts and total differ by {missing} steps before rounding: they are not coherent"),
            format!("dele og total afviger {missing} trin før afrunding: de stemmer ikke"),
        );
        return Err(ForecastError::Structure { why });
    }
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let rest = |i: &usize| parts[*i] - parts[*i].floor();
    order.sort_by(|a, b| rest(b).total_cmp(&rest(a)).then(a.cmp(b)));
    if missing < 0 {
        order.reverse();
    }
    for place in order.iter().cycle().take(missing.unsigned_abs() as usize) {
        out[*place] += missing.signum();
    }
    Ok(out)
}

/// Every node's value as whole steps: aggregates are exactly the sums of their bottom nodes.
///
/// In a tree each root is rounded half away from zero and every level below is shared out by largest remainder, so
/// that an aggregate is within one step of its own rounding per level; in a grouped structure the bottom nodes share out
/// their rounded sum. Values are coherent ones of one step, in the order of the nodes; `step` > 0.
/// Errors: another number of values; those of [`largest_remainder`]; a step that is not above zero.
pub fn round_hierarchy(hierarchy: &Hierarchy, values: &[f64], step: f64) -> Result<Vec<i64>, ForecastError> {
    let n = hierarchy.len();
    if values.len() != n {
        return Err(ForecastError::Lengths { what: "values to round", found: values.len(), needed: n });
    }
    if !(step > 0.0 && step.is_finite()) {
        return Err(ForecastError::Option { name: "the step of rounding", must: "above 0" });
    }
    let steps: Vec<f64> = values.iter().map(|v| v / step).collect();
    all_finite("values to round", &steps)?;
    let mut out = vec![0i64; n];
    if hierarchy.is_tree() {
        for root in (0..n).filter(|node| hierarchy.parents(*node).is_empty()) {
            out[root] = steps[root].round() as i64;
            share_out(hierarchy, &steps, root, &mut out)?;
        }
        return Ok(out);
    }
    let parts: Vec<f64> = hierarchy.bottom().iter().map(|node| steps[*node]).collect();
    let rounded = largest_remainder(&parts, parts.iter().sum::<f64>().round() as i64)?;
    for (node, slot) in out.iter_mut().enumerate() {
        *slot = hierarchy.below(node).iter().map(|place| rounded[*place]).sum();
    }
    Ok(out)
}

/// Shares a node's steps out among its children, and so on down.
fn share_out(
    hierarchy: &Hierarchy,
    steps: &[f64],
    root: usize,
    out: &mut [i64],
) -> Result<(), ForecastError> {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        let children = hierarchy.children(node);
        if children.is_empty() {
            continue;
        }
        let parts: Vec<f64> = children.iter().map(|child| steps[*child]).collect();
        for (child, value) in children.iter().zip(largest_remainder(&parts, out[node])?) {
            out[*child] = value;
        }
        open.extend(children);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_ties_go_to_the_first() {
        assert_eq!(largest_remainder(&[1.5, 1.5, 1.0], 4).unwrap(), vec![2, 1, 1]);
        assert_eq!(largest_remainder(&[0.4, 0.4, 0.2], 1).unwrap(), vec![1, 0, 0]);
        assert_eq!(largest_remainder(&[-1.5, 2.5], 1).unwrap(), vec![-1, 2]);
        assert!(largest_remainder(&[1.0, 1.0], 50).is_err());
        assert!(largest_remainder(&[f64::NAN], 0).is_err());
    }
}
