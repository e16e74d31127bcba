//! Order: definitions after those that they use in the same period, and cycles among them.
//!
//! In: the trees of definitions and parameters. Since nothing shadows anything, a name that is a definition's is that
//! definition wherever it stands. Out: an order. Not here: types.

use super::Checker;
use ramme_diag::{Code, Diagnostic, Text};
use ramme_syntax::tree::{self, BinaryOp, ExprKind, Name};
use ramme_value::PeriodKind;
use std::collections::BTreeMap;

/// Which definitions each one uses in the same period.
struct Graph<'a> {
    uses: Vec<Vec<usize>>,
    names: Vec<&'a Name>,
}

impl Checker {
    /// The definitions, each after those that it uses in the same period; a cycle is reported.
    pub(super) fn ordered<'a>(
        &mut self,
        definitions: &[&'a tree::Define],
        dates: &BTreeMap<&'a str, &'a tree::Expr>,
        changes: &BTreeMap<&'a str, Vec<&'a tree::Change>>,
    ) -> Vec<&'a tree::Define> {
        let graph = Graph::of(definitions, dates, changes);
        let (order, cycles) = graph.sort();
        for cycle in cycles {
            self.circular(&graph, &cycle);
        }
        order.into_iter().filter_map(|at| definitions.get(at).copied()).collect()
    }

    fn circular(&mut self, graph: &Graph, cycle: &[usize]) {
        let names: Vec<&Name> = cycle.iter().filter_map(|at| graph.names.get(*at).copied()).collect();
        let Some((first, rest)) = names.split_first() else { return };
        let listed: Vec<String> = names.iter().map(|name| format!("`{}`", name.text)).collect();
        let listed = listed.join(", ");
        let (who, how) = if rest.is_empty() {
            let who = Text::both(format!("{listed} rests on itself"), format!("hviler {listed} på sig selv"));
            (who, Text::same(format!("`previous {}`", first.text)))
        } else {
            let en = format!("these rest on each other: {listed}");
            let who = Text::both(en, format!("hviler disse på hinanden: {listed}"));
            (who, Text::both("`previous` before one of them", "`previous` foran en af dem"))
        };
        let mut problem =
            Diagnostic::new(Code::CircularDefinition).arg("who", who).arg("how", how).at(first.span);
        for other in rest {
            problem = problem.also(other.span, Text::both("is part of it", "er en del af det"));
        }
        self.problems.push(problem);
    }
}

impl<'a> Graph<'a> {
    fn of(
        definitions: &[&'a tree::Define],
        dates: &BTreeMap<&'a str, &'a tree::Expr>,
        changes: &BTreeMap<&'a str, Vec<&'a tree::Change>>,
    ) -> Graph<'a> {
        let index: BTreeMap<&str, usize> =
            definitions.iter().enumerate().map(|(at, define)| (define.name.text.as_str(), at)).collect();
        let uses = definitions.iter().map(|define| used(define, changes, &index, dates)).collect();
        Graph { uses, names: definitions.iter().map(|define| &define.name).collect() }
    }

    /// A depth-first order, and the cycles that were met on the way.
    fn sort(&self) -> (Vec<usize>, Vec<Vec<usize>>) {
        let count = self.uses.len();
        let (mut order, mut cycles) = (Vec::with_capacity(count), Vec::new());
        let mut state = vec![State::New; count];
        for start in 0..count {
            let mut path: Vec<(usize, usize)> = Vec::new();
            enter(start, &mut state, &mut path);
            while let Some((at, next)) = path.last_mut() {
                let used = self.uses.get(*at).and_then(|uses| uses.get(*next)).copied();
                *next = next.saturating_add(1);
                let Some(used) = used else {
                    set(&mut state, *at, State::Done);
                    order.push(*at);
                    path.pop();
                    continue;
                };
                match state.get(used) {
                    Some(State::Open) => {
                        let from = path.iter().position(|(at, _)| *at == used).unwrap_or(0);
                        cycles.push(path.iter().skip(from).map(|(at, _)| *at).collect());
                    }
                    Some(State::New) => enter(used, &mut state, &mut path),
                    _ => {}
                }
            }
        }
        (order, cycles)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

fn set(state: &mut [State], at: usize, to: State) {
    if let Some(held) = state.get_mut(at) {
        *held = to;
    }
}

fn enter(at: usize, state: &mut [State], path: &mut Vec<(usize, usize)>) {
    if state.get(at) == Some(&State::New) {
        set(state, at, State::Open);
        path.push((at, 0));
    }
}

/// The definitions that one uses in the same period, in the order of the text.
fn used(
    define: &tree::Define,
    changes: &BTreeMap<&str, Vec<&tree::Change>>,
    index: &BTreeMap<&str, usize>,
    dates: &BTreeMap<&str, &tree::Expr>,
) -> Vec<usize> {
    let mut names = Vec::new();
    let body = &define.body;
    let clauses = body.groups.iter().flat_map(|group| &group.clauses);
    let own = clauses.clone().filter_map(|clause| clause.header.dated_by.as_ref());
    let when = clauses.clone().filter_map(|clause| clause.when.as_ref());
    for expr in clauses.map(|clause| &clause.body).chain(own).chain(when).chain(&body.header.dated_by) {
        names_in(expr, &mut names);
    }
    for change in changes.get(define.name.text.as_str()).into_iter().flatten() {
        for expr in change.when.iter().chain(change.says.iter().map(|(_, body)| body)) {
            names_in(expr, &mut names);
        }
    }
    let mut more = Vec::new();
    for name in &names {
        if let Some(date) = dates.get(*name) {
            names_in(date, &mut more);
        }
    }
    let mut used: Vec<usize> = Vec::new();
    for name in names.iter().chain(&more) {
        if let Some(at) = index.get(*name)
            && !used.contains(at)
        {
            used.push(*at);
        }
    }
    used
}

/// The names that an expression uses in the same period: not those after `previous` or under `[year - n]`.
fn names_in<'a>(expr: &'a tree::Expr, out: &mut Vec<&'a str>) {
    let mut waiting = vec![expr];
    while let Some(expr) = waiting.pop() {
        match &*expr.kind {
            ExprKind::Name(name) => out.push(name),
            ExprKind::Previous(_) | ExprKind::YearsBefore { .. } => {}
            ExprKind::Field(base, name) => {
                out.push(&name.text);
                waiting.push(base);
            }
            ExprKind::Index(base, keys) => {
                if !keys.iter().any(is_earlier) {
                    waiting.push(base);
                }
                waiting.extend(keys);
            }
            _ => waiting.extend(children(expr).into_iter().rev()),
        }
    }
}

/// `year - 2`
fn is_earlier(key: &tree::Expr) -> bool {
    match &*key.kind {
        ExprKind::Binary(binary) => {
            binary.op == BinaryOp::Sub
                && matches!(&*binary.left.kind, ExprKind::Name(name) if PeriodKind::parse(name).is_some())
        }
        _ => false,
    }
}

/// The expressions directly inside a tree.
fn children(expr: &tree::Expr) -> Vec<&tree::Expr> {
    match &*expr.kind {
        ExprKind::Number(_)
        | ExprKind::Date(_)
        | ExprKind::YesNo(_)
        | ExprKind::Quoted(_)
        | ExprKind::Name(_)
        | ExprKind::Day => Vec::new(),
        ExprKind::Field(base, _) => vec![base],
        ExprKind::Index(base, keys) => [base].into_iter().chain(keys).collect(),
        ExprKind::Convert(made) => vec![&made.value],
        ExprKind::Banded(made) => vec![&made.scale, &made.of],
        ExprKind::Unary(_, inner) | ExprKind::Previous(inner) | ExprKind::YearOf(inner) => vec![inner],
        ExprKind::Binary(binary) => vec![&binary.left, &binary.right],
        ExprKind::IsKnown { value, .. } => vec![value],
        ExprKind::If { condition, then, otherwise } => vec![condition, then, otherwise],
        ExprKind::IfKnown { value, otherwise } => vec![value, otherwise],
        ExprKind::Match(made) => {
            let values = made.arms.iter().map(|arm| &arm.value);
            [&made.subject].into_iter().chain(values).chain(&made.otherwise).collect()
        }
        ExprKind::Min(items) | ExprKind::Max(items) => items.iter().collect(),
        ExprKind::Clamp { value, low, high } => vec![value, low, high],
        ExprKind::Round { value, step, .. } => vec![value, step],
        ExprKind::Aggregate(a) => a.value.iter().chain(&a.filter).chain(&a.weight).chain(&a.per).collect(),
        ExprKind::Days(days) => {
            let value = match &days.ask {
                tree::DaysAsk::Sum(value) => Some(value),
                _ => None,
            };
            value.into_iter().chain([&days.from, &days.until]).chain(&days.filter).collect()
        }
        ExprKind::Line(line) => {
            let value = match &line.ask {
                tree::LineAsk::RunningSum(value)
                | tree::LineAsk::LeastBefore(value)
                | tree::LineAsk::GreatestBefore(value) => Some(value),
                tree::LineAsk::First(_) => None,
            };
            value.into_iter().chain(&line.filter).chain(&line.per).chain(&line.order).collect()
        }
        ExprKind::Apportion(made) => {
            let rest = made.filter.iter().chain(&made.per).chain(&made.order);
            [&made.total, &made.weight].into_iter().chain(rest).collect()
        }
        ExprKind::RunningTotal(value, _) | ExprKind::YearsBefore { value, .. } => vec![value],
        ExprKind::Allot(allot) => {
            let caps = allot.caps.iter().flat_map(|cap| [&cap.cap].into_iter().chain(&cap.per));
            let opens = allot.running.as_ref().map(|running| &running.from);
            [&allot.asked].into_iter().chain(caps).chain(opens).chain(&allot.order).collect()
        }
    }
}
