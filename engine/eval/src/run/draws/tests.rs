//! Draws against exact columns: where every draw is what is known, every row is what is exact (TYPES X1).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::path::PathBuf;

use ndarray::Array2;
use ramme_diag::{Code, SourceMap};
use ramme_rulebook::model::{InputId, Type};
use ramme_table::CauseId;

use super::{DrawBlock, InputDraws, Row, Scratch, draws};
use crate::bridge::to_float;
use crate::dataset::Dataset;
use crate::explain::output_of;
use crate::explain::tests::{book_of, root, rule_files};
use crate::plan::{Op, Plan, Question, StepId, plan, scale};
use crate::run::env::Env;
use crate::run::kernel::Source;
use crate::run::{Columns, exact};

/// How many draws: enough for a row to be more than one.
const N: usize = 3;

/// Every number of the data as draws, each the same.
fn fixed(env: &Env, data: &Dataset) -> InputDraws {
    let mut out = InputDraws::new();
    for (at, column) in data.inputs.iter().enumerate() {
        let id = InputId(at as u32);
        let ty = &env.book.inputs[at].ty;
        let Some(column) = column.as_ref().filter(|_| matches!(ty, Type::Num(_))) else { continue };
        let blocks = column.column.blocks.iter().map(|block| {
            let mut values = Array2::zeros((block.len(), N));
            let status: Vec<CauseId> = (0..block.len()).map(|cell| block.cause(cell)).collect();
            for (cell, mut row) in values.rows_mut().into_iter().enumerate() {
                row.fill(to_float(&block.data, cell, scale(ty)).unwrap());
            }
            Some(DrawBlock { values, status: Some(status) })
        });
        out.insert(id, blocks.collect());
    }
    out
}

/// Whether a float could fall on the other side of something: a comparison or a rounding stands before it.
fn may_turn(plan: &Plan, of: StepId) -> bool {
    let mut behind = super::fate::behind(plan, &[of]).into_iter();
    behind.any(|id| matches!(plan.steps[id.index()].op, Op::Compare(_) | Op::Round(..) | Op::FromBand(_)))
}

/// What was held together: cells of the same value, cells missing for the same reason, cells that may turn.
#[derive(Debug, Default)]
struct Held {
    same: usize,
    missing: usize,
    turning: usize,
    refused: usize,
}

fn hold(env: &Env, columns: &Columns, of: StepId, held: &mut Held) {
    let inputs = fixed(env, env.data);
    let drawn = match draws(env, columns, (&inputs, N), &[of]) {
        Ok(drawn) => drawn,
        Err(problem) => {
            assert_eq!(problem.code(), Code::NotThroughDraws);
            held.refused += 1;
            return;
        }
    };
    let turns = may_turn(env.plan, of);
    let mut scratch = Scratch::default();
    for t in 0..env.blocks(of) {
        let Some(program) = drawn.program(&[of], t) else { continue };
        let block = columns.block(of, env.block_of(of, t)).unwrap();
        for cell in 0..env.layouts[of.index()].len() {
            let name = env.cell_name(of, t, cell);
            let decimals = scale(&env.plan.steps[of.index()].ty);
            let wanted = to_float(&block.data, cell, decimals).filter(|_| block.cause(cell).is_known());
            let found = match program.run(cell, &mut scratch) {
                Row::Known(x) => vec![x; N],
                Row::Draws(row) => row.to_vec(),
                Row::Missing(cause) => {
                    let same = env.data.causes.get(cause) == env.data.causes.get(block.cause(cell));
                    assert!(
                        turns || same,
                        "{name}: {:?} drawn, {:?} exactly",
                        env.data.causes.get(cause),
                        env.data.causes.get(block.cause(cell))
                    );
                    held.missing += 1;
                    continue;
                }
            };
            let near = |x: f64| (found[0] - x).abs() <= 1e-9 * x.abs().max(1e-9);
            assert!(found.iter().all(|x| x.to_bits() == found[0].to_bits()), "{name}: {found:?}");
            match wanted {
                Some(x) if near(x) => held.same += 1,
                _ if turns => held.turning += 1,
                _ => panic!(
                    "{name}: {wanted:?} exactly, {found:?} drawn, {:?}",
                    env.data.causes.get(block.cause(cell))
                ),
            }
        }
    }
}

/// Every test of a rulebook, each value that it expects.
fn tests_of(paths: &[PathBuf], held: &mut Held) {
    let book = book_of(paths, &mut SourceMap::new());
    for test in &book.tests {
        let view = book.view(test.known_on, &test.readings).unwrap();
        let mut data = crate::testing::dataset_of(&book, test);
        let outputs = test.expects.iter().filter_map(|e| output_of(e.symbol)).collect();
        let question = Question { outputs, rules: Vec::new() };
        let plan = plan(&book, &view, &question, &mut data.texts).unwrap();
        let env = Env::new(&book, &view, &plan, &data);
        let Ok(columns) = exact(&env) else { continue };
        for (_, step) in &plan.outputs {
            hold(&env, &columns, *step, held);
        }
    }
}

#[test]
fn drawn_the_same_is_what_is_exact() {
    let mut held = Held::default();
    tests_of(&[root().join("rules")], &mut held);
    let mut files = Vec::new();
    rule_files(&root().join("tests/language"), &mut files);
    files.into_iter().for_each(|file| tests_of(&[file], &mut held));
    assert!(held.same > 500 && held.missing > 50, "{held:?}");
    // Few turn: a figure is seldom just on an edge.
    assert!(held.turning * 20 < held.same, "{held:?}");
}
