//! Which clauses and branches the tests reach.
//!
//! In: a rulebook with its tests. Out: every clause, value and branch, with whether something that a test expects rests on
//! it: its explanation meets the clause as the one that applied, or the condition with that answer. What is computed and
//! asked for by no test is not reached, nor is what stands in a branch that was not taken. Not here: whether tests pass, how it is printed.

use super::{Check, Views, asked, given};
use crate::explain::{Asked, Explainer, Extent};
use crate::output::Reading;
use crate::plan::plan_seen;
use crate::run::env::Env;
use crate::run::exact;
use ramme_diag::{Diagnostic, SourceMap, Span};
use ramme_rulebook::GivenKey;
use ramme_rulebook::model::{Axis, Clause, Expr, ExprKind, Rulebook, Test, TestExpect, Version};
use ramme_value::Date;
use std::collections::BTreeSet;

/// A clause, a value of a parameter, or a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// What it belongs to.
    pub name: String,
    /// The first day on which it holds.
    pub from: Option<Date>,
    /// Of a branch, what leads to it; none for a clause.
    pub branch: Option<Branch>,
    /// Where it stands; of a branch, its condition.
    pub span: Span,
    /// Whether a test reaches it.
    pub reached: bool,
}

/// What leads to a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Branch {
    /// A condition has this answer.
    Answer(bool),
    /// A value is known, or missing: `x if known else y`.
    Known(bool),
    /// An arm of `match` is taken.
    Arm,
}

/// Everything that tests may reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Clauses of definitions and rules, values of parameters, tables of scales.
    pub clauses: Vec<Covered>,
    /// Both answers of every condition: of choices, of `when` and `unless`, and of what rules require; each arm of `match`.
    pub branches: Vec<Covered>,
}

/// What tests reached.
#[derive(Default)]
struct Reached {
    clauses: BTreeSet<Span>,
    answers: BTreeSet<(Span, bool)>,
}

/// What the tests whose names contain `filter` reach.
#[must_use]
pub fn coverage(book: &Rulebook, sources: &SourceMap, filter: Option<&str>) -> Coverage {
    let mut reached = Reached::default();
    let mut views = Views::default();
    for test in book.tests.iter().filter(|t| filter.is_none_or(|f| t.name.contains(f))) {
        // A test that cannot be evaluated fails; that is said by the tests themselves.
        let _ = reach(book, sources, (test, &mut views), &mut reached);
    }
    let clause = |name: &str, version: &Version| Covered {
        name: name.to_owned(),
        from: version.from,
        branch: None,
        span: version.span,
        reached: reached.clauses.contains(&version.span),
    };
    let mut clauses = Vec::new();
    let mut branches = Branches { reached: &reached, name: "", from: None, all: Vec::new() };
    for parameter in &book.parameters {
        clauses.extend(parameter.values.iter().map(|v| clause(&parameter.name, &v.version)));
    }
    for scale in &book.scales {
        clauses.extend(scale.tables.iter().map(|t| clause(&scale.name, &t.version)));
    }
    for definition in &book.definitions {
        clauses.extend(definition.clauses.iter().map(|c| clause(&definition.name, &c.version)));
        definition.clauses.iter().for_each(|c| branches.of_clause(&definition.name, c));
    }
    for rule in &book.rules {
        clauses.extend(rule.clauses.iter().map(|c| clause(&rule.name, &c.version)));
        for one in &rule.clauses {
            branches.of_clause(&rule.name, one);
            branches.answers(one.body.span);
        }
        if let Some(unless) = &rule.unless {
            branches.from = None;
            branches.answers(unless.span);
            branches.of_choices(unless);
        }
    }
    Coverage { clauses, branches: branches.all }
}

/// The branches of clauses, with whether they are reached.
struct Branches<'r> {
    reached: &'r Reached,
    name: &'r str,
    from: Option<Date>,
    all: Vec<Covered>,
}

impl<'r> Branches<'r> {
    fn of_clause(&mut self, name: &'r str, clause: &Clause) {
        (self.name, self.from) = (name, clause.version.from);
        let when = clause.exception.as_ref().and_then(|exception| exception.when.as_ref());
        for condition in when.iter().copied().chain(&clause.applies) {
            self.answers(condition.span);
        }
        clause.exprs().for_each(|expr| self.of_choices(expr));
    }

    /// The branches of the choices in an expression; of `x if known else y` it is asked whether x is known.
    fn of_choices(&mut self, expr: &Expr) {
        expr.visit(&mut |part| match &part.kind {
            ExprKind::If { condition, then, otherwise } if condition.is_arm() => {
                // A single arm that names every member is no choice.
                if then.span == otherwise.span {
                    return;
                }
                self.add(Branch::Arm, condition.span, (condition.span, true));
                if otherwise.span != part.span {
                    self.add(Branch::Arm, otherwise.span, (condition.span, false));
                }
            }
            ExprKind::If { condition, .. } => self.answers(condition.span),
            ExprKind::IfKnown { value, .. } => {
                for known in [true, false] {
                    self.add(Branch::Known(known), value.span, (value.span, known));
                }
            }
            _ => {}
        });
    }

    fn answers(&mut self, condition: Span) {
        for answer in [true, false] {
            self.add(Branch::Answer(answer), condition, (condition, answer));
        }
    }

    fn add(&mut self, branch: Branch, span: Span, by: (Span, bool)) {
        self.all.push(Covered {
            name: self.name.to_owned(),
            from: self.from,
            branch: Some(branch),
            span,
            reached: self.reached.answers.contains(&by),
        });
    }
}

fn reach(
    book: &Rulebook,
    sources: &SourceMap,
    (test, views): (&Test, &mut Views),
    reached: &mut Reached,
) -> Result<(), Vec<Diagnostic>> {
    let view = views.of(book, test)?;
    let mut data = given::dataset(book, test);
    let (plan, seen) = plan_seen(book, view, &asked(test), &mut data.texts)?;
    let env = Env::new(book, view, &plan, &data);
    let columns = exact(&env).map_err(|d| vec![d])?;
    let years = (data.years.first, data.years.year(data.years.count.saturating_sub(1)));
    let reading = Reading { env: &env, exact: &columns, ranges: None, texts: &data.texts, years };
    let check = Check { reading: &reading, sources, plan: &plan };
    let explainer = Explainer::plainly(&reading, &seen, sources);
    let extent = Extent { depth: Extent::DEEPEST, rows: usize::MAX };
    for expect in &test.expects {
        let Some(asked) = named(&check, expect) else { continue };
        // What is expected not to be there has no explanation and reaches nothing.
        let _ = explainer.explain(&asked, extent);
    }
    let noted = explainer.noted();
    reached.answers.extend(noted.answers);
    reached.clauses.extend(noted.clauses);
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
