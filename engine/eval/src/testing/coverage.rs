//! Which clauses and branches the tests reach.
//!
//! In: a rulebook with its tests. Out: every clause, value and branch, with whether something that a test expects rests on
//! it: its explanation shows the clause as the one that applied, or the condition with that answer. What is computed and
//! asked for by no test is not reached. Not here: whether tests pass, how it is printed.

use super::{Check, asked, given};
use crate::explain::{Asked, Explainer, Extent, Node};
use crate::output::Reading;
use crate::plan::plan_seen;
use crate::run::env::Env;
use crate::run::exact;
use crate::words;
use ramme_diag::{Diagnostic, SourceMap, Span};
use ramme_rulebook::GivenKey;
use ramme_rulebook::model::{Axis, Expr, ExprKind, Rulebook, Test, TestExpect, Version};
use ramme_value::Date;
use std::collections::BTreeSet;

/// A clause, a value of a parameter, or a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// What it belongs to.
    pub name: String,
    /// The first day on which it holds.
    pub from: Option<Date>,
    /// Of a branch, the answer that leads to it; none for a clause.
    pub answer: Option<bool>,
    /// True for a branch on whether something is known: `x if known else y`.
    pub of_known: bool,
    /// Where it stands; of a branch, its condition.
    pub span: Span,
    /// Whether a test reaches it.
    pub reached: bool,
}

/// Everything that tests may reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Clauses of definitions and rules, values of parameters, tables of scales.
    pub clauses: Vec<Covered>,
    /// Both answers of every condition of a choice.
    pub branches: Vec<Covered>,
}

/// What tests reached.
#[derive(Default)]
struct Reached {
    clauses: BTreeSet<String>,
    answers: BTreeSet<(Span, bool)>,
}

/// What the tests whose names contain `filter` reach.
#[must_use]
pub fn coverage(book: &Rulebook, sources: &SourceMap, filter: Option<&str>) -> Coverage {
    let mut reached = Reached::default();
    for test in book.tests.iter().filter(|t| filter.is_none_or(|f| t.name.contains(f))) {
        // A test that cannot be evaluated fails; that is said by the tests themselves.
        let _ = reach(book, sources, test, &mut reached);
    }
    let clause = |name: &str, version: &Version| Covered {
        name: name.to_owned(),
        from: version.from,
        answer: None,
        of_known: false,
        span: version.span,
        reached: reached.clauses.contains(&words::place(sources, version)),
    };
    let mut clauses = Vec::new();
    let mut branches = Vec::new();
    for parameter in &book.parameters {
        clauses.extend(parameter.values.iter().map(|v| clause(&parameter.name, &v.version)));
    }
    for scale in &book.scales {
        clauses.extend(scale.tables.iter().map(|t| clause(&scale.name, &t.version)));
    }
    let definitions = book.definitions.iter().map(|d| (&d.name, &d.clauses));
    for (name, of_name) in definitions.chain(book.rules.iter().map(|r| (&r.name, &r.clauses))) {
        for one in of_name {
            clauses.push(clause(name, &one.version));
            for expr in one.exprs() {
                choices(expr, &mut |condition, of_known| {
                    branches.extend([true, false].map(|answer| Covered {
                        name: name.clone(),
                        from: one.version.from,
                        answer: Some(answer),
                        of_known,
                        span: condition.span,
                        reached: reached.answers.contains(&(condition.span, answer)),
                    }));
                });
            }
        }
    }
    Coverage { clauses, branches }
}

/// The conditions of all choices of an expression; of `x if known else y` it is x.
fn choices(expr: &Expr, found: &mut impl FnMut(&Expr, bool)) {
    expr.visit(&mut |part| match &part.kind {
        ExprKind::If { condition, .. } => found(condition, false),
        ExprKind::IfKnown { value, .. } => found(value, true),
        _ => {}
    });
}

fn reach(
    book: &Rulebook,
    sources: &SourceMap,
    test: &Test,
    reached: &mut Reached,
) -> Result<(), Vec<Diagnostic>> {
    let view = book.view(test.known_on, &test.readings)?;
    let mut data = given::dataset(book, test);
    let (plan, seen) = plan_seen(book, &view, &asked(test), &mut data.texts)?;
    let env = Env::new(book, &view, &plan, &data);
    let columns = exact(&env).map_err(|d| vec![d])?;
    let years = (data.years.first, data.years.year(data.years.count.saturating_sub(1)));
    let reading = Reading { env: &env, exact: &columns, ranges: None, texts: &data.texts, years };
    let check = Check { reading: &reading, sources, plan: &plan };
    let explainer = Explainer::plainly(&reading, &seen, sources);
    let extent = Extent { depth: Extent::DEEPEST, rows: usize::MAX };
    for expect in &test.expects {
        let Some(asked) = named(&check, expect) else { continue };
        // What is expected not to be judged, or not to be there, has no explanation and reaches nothing.
        if let Ok(explanation) = explainer.explain(&asked, extent) {
            applied(&explanation.root, &mut reached.clauses);
        }
    }
    reached.answers.extend(explainer.answered());
    Ok(())
}

/// What a test expects something of, as an explanation is asked for it.
fn named(check: &Check, expect: &TestExpect) -> Option<Asked> {
    let axes = check.reading.env.book.axes_of(expect.symbol);
    let texts = check.keys(expect, &axes);
    let mut values = expect.keys.iter().copied();
    let keys = axes.iter().zip(texts).map(|(axis, text)| GivenKey {
        axis: axis.axis,
        text,
        value: if matches!(axis.axis, Axis::Entity(_)) { None } else { values.next() },
        span: expect.span,
    });
    let keys = keys.collect();
    Some(Asked { symbol: expect.symbol, keys, text: String::new(), span: expect.span })
}

/// The clauses that applied, here and below.
fn applied(node: &Node, into: &mut BTreeSet<String>) {
    into.extend(node.clauses.iter().filter(|c| c.not.is_none()).map(|c| c.place.clone()));
    for part in &node.parts {
        applied(part, into);
    }
}
