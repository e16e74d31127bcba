//! Yes, no and undetermined (TYPES B1, B2): Kleene logic, comparison, choice.
//!
//! In: yes/no columns whose missing cells are undetermined. Out: the same. Not here: verdicts.

use std::cmp::Ordering;

use ramme_rulebook::model::Compare;
use ramme_table::{Block, CauseId, Data};

use super::number::order;
use super::{Arg, Cells, Fault, Source, Task};
use crate::plan::Op;

/// A comparison; undetermined where either side is missing.
pub(super) fn compare(task: &Task, op: Compare, source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    let [a, b] = args.as_slice() else { return Err(Fault::Order(task.id)) };
    task.strict(&args, |i| Ok(i128::from(holds(op, order(a, b, i)?))))
}

/// Whether a comparison holds, given how the sides compare.
pub(crate) fn holds(op: Compare, o: Ordering) -> bool {
    match op {
        Compare::Is => o.is_eq(),
        Compare::IsNot => o.is_ne(),
        Compare::Less => o.is_lt(),
        Compare::AtMost => o.is_le(),
        Compare::More => o.is_gt(),
        Compare::AtLeast => o.is_ge(),
    }
}

/// `not`, `and`, `or`.
pub(super) fn logic(task: &Task, source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    match (&task.step.op, args.as_slice()) {
        (Op::Not, [a]) => task.strict(&args, |i| Ok(1 - a.int(i))),
        (Op::And, [a, b]) => Ok(kleene(task, a, b, 0)),
        (Op::Or, [a, b]) => Ok(kleene(task, a, b, 1)),
        _ => Err(Fault::Order(task.id)),
    }
}

/// `decides` is the value that settles the matter alone: no for `and`, yes for `or`.
fn kleene(task: &Task, a: &Arg, b: &Arg, decides: i128) -> Block {
    let mut out = Cells::new(task.len);
    for i in 0..task.len {
        let (ca, cb) = (a.cause(i), b.cause(i));
        let settled = (ca.is_known() && a.int(i) == decides) || (cb.is_known() && b.int(i) == decides);
        if settled {
            out.known(decides);
        } else if ca.is_known() && cb.is_known() {
            out.known(1 - decides);
        } else {
            out.missing(i, task.union(ca, cb));
        }
    }
    out.done()
}

/// `is known`, `a if c else b`, `x if known else y`, `covered` and `found`.
pub(super) fn choose(task: &Task, source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    match (&task.step.op, args.as_slice()) {
        (Op::Known(known), [a]) => {
            let values = (0..task.len).map(|i| i128::from(a.cause(i).is_known() == *known)).collect();
            Ok(Block::known(values))
        }
        (Op::If, [c, a, b]) => Ok(pick(task, &[*a, *b], |i| match c.cause(i) {
            CauseId::KNOWN => Ok(if c.int(i) == 1 { *a } else { *b }),
            cause => Err(cause),
        })),
        (Op::IfKnown, [a, b]) => {
            Ok(pick(task, &[*a, *b], |i| Ok(if a.cause(i).is_known() { *a } else { *b })))
        }
        (Op::Covered, [ok, a]) => Ok(pick(task, &[*a], |i| match ok.cause(i) {
            CauseId::KNOWN if ok.int(i) == 1 => Ok(*a),
            CauseId::KNOWN => Err(task.env.cause(ramme_table::Cause::NotInForce { what: task.name(i) })),
            cause => Err(cause),
        })),
        (Op::Found, [ok, a]) => Ok(pick(task, &[*a], |i| match ok.cause(i) {
            CauseId::KNOWN if ok.int(i) == 1 => Ok(*a),
            CauseId::KNOWN => Err(task.env.cause(ramme_table::Cause::NoDay { what: task.name(i) })),
            cause => Err(cause),
        })),
        _ => Err(Fault::Order(task.id)),
    }
}

/// Cell by cell the value of the argument that `which` names, missing where that is missing or none is named.
pub(super) fn pick<'s>(
    task: &Task,
    all: &[Arg<'s>],
    mut which: impl FnMut(usize) -> Result<Arg<'s>, CauseId>,
) -> Block {
    let ratio = all.iter().any(Arg::is_ratio);
    let mut out = Cells::new(task.len);
    let mut dens = Vec::new();
    for i in 0..task.len {
        let (cause, (n, d)) = match which(i) {
            Ok(a) => (a.cause(i), a.parts(i)),
            Err(cause) => (cause, (0, 1)),
        };
        if cause.is_known() {
            out.known(n)
        } else {
            out.missing(i, cause)
        }
        if ratio {
            dens.push(if cause.is_known() { d } else { 1 });
        }
    }
    let block = out.done();
    match block.data {
        Data::Int(nums) if ratio => Block { data: Data::Ratio(nums, dens), status: block.status },
        data => Block { data, status: block.status },
    }
}
