//! Arithmetic on decimals and ratios.
//!
//! In: integers of known scales, or ratios. Out: integers or ratios. Division gives a ratio and rounds nothing (TYPES T4).
//! Not here: units and price levels; those were settled when the rulebook was checked.

use std::cmp::Ordering;

use ramme_table::{Block, Data};
use ramme_value::{Decimal, Ratio, RatioError, Rounding, pow10};

use super::{Arg, Fault, Halt, OVERFLOW, Source, Task};
use crate::plan::Op;

/// `-x`, `a + b`, `a - b`, `a * b`, `a / b`.
pub(super) fn arith(task: &Task, source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    match (&task.step.op, args.as_slice()) {
        (Op::Negate, [a]) if a.is_ratio() => task.strict_ratio(&args, |i| {
            let (n, d) = a.parts(i);
            Ok((n.checked_neg().ok_or(OVERFLOW)?, d))
        }),
        (Op::Negate, [a]) => task.strict(&args, |i| a.int(i).checked_neg().ok_or(OVERFLOW)),
        (Op::Add, [a, b]) => task.strict(&args, |i| a.int(i).checked_add(b.int(i)).ok_or(OVERFLOW)),
        (Op::Sub, [a, b]) => task.strict(&args, |i| a.int(i).checked_sub(b.int(i)).ok_or(OVERFLOW)),
        (Op::Mul, [a, b]) if a.is_ratio() || b.is_ratio() => {
            task.strict_ratio(&args, |i| parts(&ratio(a, i)?.reduced_mul(ratio(b, i)?)?))
        }
        (Op::Mul, [a, b]) => task.strict(&args, |i| a.int(i).checked_mul(b.int(i)).ok_or(OVERFLOW)),
        (Op::Div, [a, b]) => task.strict_ratio(&args, |i| divide(a, b, i)),
        _ => Err(Fault::Order(task.id)),
    }
}

/// A change of form: a larger scale, a ratio, a rounding.
pub(super) fn shape(task: &Task, source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    match (&task.step.op, args.as_slice()) {
        (Op::Rescale(more), [a]) => {
            let factor = pow10(*more).ok_or(Fault::Overflow(0))?;
            task.strict(&args, |i| a.int(i).checked_mul(factor).ok_or(OVERFLOW))
        }
        (Op::ToRatio, [a]) => task.strict_ratio(&args, |i| parts(&ratio(a, i)?)),
        (Op::Round(mode, mantissa, scale), [a]) => {
            let step = Decimal::new(*mantissa, *scale);
            task.strict(&args, |i| round(a, i, step, *mode))
        }
        _ => Err(Fault::Order(task.id)),
    }
}

fn round(a: &Arg, i: usize, step: Decimal, mode: Rounding) -> Result<i128, Halt> {
    let rounded = if a.is_ratio() {
        ratio(a, i)?.round_to_step(step, mode)
    } else {
        ramme_value::round_to_step(Decimal::new(a.int(i), a.scale), step, mode)
    };
    rounded.and_then(|d| d.rescale(step.scale())).map(|d| d.mantissa()).ok_or(OVERFLOW)
}

/// The least or the greatest of several.
pub(super) fn extreme(task: &Task, source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    let max = task.step.op == Op::Max;
    let better = |new: Ordering| if max { new == Ordering::Greater } else { new == Ordering::Less };
    if args.iter().any(Arg::is_ratio) {
        return task.strict_ratio(&args, |i| {
            let mut best: Option<Ratio> = None;
            for a in &args {
                let r = ratio(a, i)?;
                if best.is_none_or(|b| better(r.cmp(&b))) {
                    best = Some(r);
                }
            }
            parts(&best.ok_or(OVERFLOW)?)
        });
    }
    task.strict(&args, |i| {
        let all = args.iter().map(|a| a.int(i));
        (if max { all.max() } else { all.min() }).ok_or(OVERFLOW)
    })
}

/// The cell as a ratio of true numbers.
pub(super) fn ratio(a: &Arg, i: usize) -> Result<Ratio, Halt> {
    let (n, d) = a.parts(i);
    if a.is_ratio() {
        return Ratio::new(n, d).ok_or(Halt::Zero);
    }
    Ok(Ratio::from_decimal(Decimal::new(n, a.scale)))
}

fn parts(r: &Ratio) -> Result<(i128, i128), Halt> {
    Ok((r.num(), r.den()))
}

/// What division by zero and overflow are to a cell.
fn halt(e: RatioError) -> Halt {
    match e {
        RatioError::DivisionByZero => Halt::Zero,
        RatioError::Overflow => OVERFLOW,
    }
}

fn divide(a: &Arg, b: &Arg, i: usize) -> Result<(i128, i128), Halt> {
    if !a.is_ratio() && !b.is_ratio() {
        let r = Ratio::of(Decimal::new(a.int(i), a.scale), Decimal::new(b.int(i), b.scale)).map_err(halt)?;
        return parts(&r);
    }
    let r = ratio(a, i)?.reduced_mul(ratio(b, i)?.recip().map_err(halt)?)?;
    parts(&r)
}

/// The product of two ratios, reduced only where it would not fit otherwise.
trait Product {
    fn reduced_mul(self, other: Ratio) -> Result<Ratio, Halt>;
}

impl Product for Ratio {
    fn reduced_mul(self, other: Ratio) -> Result<Ratio, Halt> {
        let plain = |a: Ratio, b: Ratio| Some((a.num().checked_mul(b.num())?, a.den().checked_mul(b.den())?));
        let cross = |a: Ratio, b: Ratio| {
            let x = Ratio::new(a.num(), b.den())?.reduced();
            let y = Ratio::new(b.num(), a.den())?.reduced();
            plain(x, y)
        };
        let (n, d) = plain(self, other).or_else(|| cross(self, other)).ok_or(OVERFLOW)?;
        Ratio::new(n, d).ok_or(Halt::Zero)
    }
}

/// How two cells compare, exactly; `None` where a denominator is zero.
pub(super) fn order(a: &Arg, b: &Arg, i: usize) -> Result<Ordering, Halt> {
    if !a.is_ratio() && !b.is_ratio() {
        return Ok(a.int(i).cmp(&b.int(i)));
    }
    Ok(ratio(a, i)?.cmp(&ratio(b, i)?))
}

/// How two values compare, given as blocks with their scales; for verdicts.
pub(crate) fn compare_parts(a: (&Data, usize, u8), b: (&Data, usize, u8)) -> Option<Ordering> {
    let value = |(data, i, scale): (&Data, usize, u8)| {
        let (n, d) = data.at(i)?;
        match data {
            Data::Ratio(..) => Ratio::new(n, d),
            _ => Some(Ratio::from_decimal(Decimal::new(n, scale))),
        }
    };
    Some(value(a)?.cmp(&value(b)?))
}
