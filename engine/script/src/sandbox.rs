//! The sandbox: an engine with every limit set, and nothing that reaches out of it.
//!
//! In: a text, arguments, the line to whoever answers. Out: what was proposed, or why not. Not here: the functions that a
//! script can call (`functions`), what went wrong in words (`failure`).
//!
//! What bounds the memory: no value holds more entries and text than the limits allow, however it is nested; there are no
//! more variables at a time than the limits allow, at no more levels; nothing is shared or captured; no function makes much
//! more than it is given; parts of values do not change (`shape`); and proposals are counted and short.

use crate::collections;
use crate::failure::{TIME, bytes_at, failure};
use crate::functions::{self, Line, State};
use crate::shape::change_of_a_part;
use crate::{Argument, Failure, FailureKind, Proposal};
use ramme_diag::Limits;
use rhai::packages::{
    ArithmeticPackage, BasicIteratorPackage, BasicStringPackage, LogicPackage, Package as _,
};
use rhai::{Dynamic, Engine, OptimizationLevel};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Words of the script language that a script does not have: text as program, output, and functions that carry values with
/// them, whose size nobody counts.
const WITHHELD: [&str; 5] = ["eval", "print", "debug", "curry", "Fn"];

/// How many steps lie between two looks at the clock.
const BETWEEN_LOOKS: u64 = 256;

pub(crate) fn propose(
    text: &str,
    arguments: Vec<(String, Argument)>,
    line: Line,
    limits: &Limits,
) -> Result<Vec<Proposal>, Failure> {
    let state = Rc::new(State::new(text, arguments, line, limits));
    let mut engine = engine(limits);
    functions::register(&mut engine, &state);
    collections::register(&mut engine);
    let read = engine.compile(text).map_err(|error| failure(&error.into(), text, None, limits))?;
    if let Some((said, place)) = change_of_a_part(&read) {
        return Err(Failure { kind: FailureKind::Wrong(said), at: bytes_at(text, place) });
    }
    match engine.run_ast(&read) {
        Ok(()) => Ok(state.proposals()),
        Err(error) => Err(failure(&error, text, state.said(), limits)),
    }
}

fn engine(limits: &Limits) -> Engine {
    let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let mut engine = Engine::new_raw();
    // Few packages: that of the language's core can wait on the clock, those of lists and texts make more than they are
    // given (`collections`).
    engine.register_global_module(ArithmeticPackage::new().as_shared_module());
    engine.register_global_module(BasicIteratorPackage::new().as_shared_module());
    engine.register_global_module(BasicStringPackage::new().as_shared_module());
    engine.register_global_module(LogicPackage::new().as_shared_module());
    engine.set_max_operations(limits.script_operations);
    engine.set_max_call_levels(size(limits.script_call_levels));
    engine.set_max_expr_depths(size(limits.script_depth), size(limits.script_depth));
    engine.set_max_string_size(size(limits.script_string_bytes));
    engine.set_max_array_size(size(limits.script_collection));
    engine.set_max_map_size(size(limits.script_collection));
    engine.set_max_variables(size(limits.script_variables));
    engine.set_max_functions(size(limits.script_variables));
    engine.set_max_strings_interned(0);
    // What the optimiser would work out beforehand is counted by nobody.
    engine.set_optimization_level(OptimizationLevel::None);
    // A whole number divided by another is a quotient here, which the built-in operators do not know.
    engine.set_fast_operators(false);
    engine.set_strict_variables(true);
    engine.set_allow_anonymous_fn(false);
    for word in WITHHELD {
        engine.disable_symbol(word);
    }
    let end = Instant::now() + Duration::from_secs(limits.script_seconds);
    engine.on_progress(move |count| {
        (count % BETWEEN_LOOKS == 0 && Instant::now() > end).then(|| Dynamic::from(TIME.to_owned()))
    });
    engine
}
