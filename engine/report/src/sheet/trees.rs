//! From what a value follows from to formulas.
//!
//! In: explanations of values, one name deep. Out: a book whose cells name each other. A value becomes a formula only where
//! every operator on the way says the same in a spreadsheet, where nothing else than data chose what applies, and where the
//! formula, worked out in doubles, comes to the engine's value; every other value stays a value, and what it rests on
//! knows that. Not here: the text of formulas (`formula`), addresses (`book`).

use super::book::{Book, Held, Sheet, kept, worth};
use super::formula::{Formula, Worth};
use crate::comply_report::cited;
use ramme_eval::explain::{AggregateFn, How, Node, Role, What};
use ramme_eval::result::{CellValue, Exact, RunResult, Verdict};
use ramme_rulebook::model::Type;
use ramme_value::{Decimal, Lang, Ratio, Rounding};
use std::collections::{BTreeMap, BTreeSet};

/// So many values are taken apart; the others of a very large run stay values, and are counted.
const MOST: usize = 20_000;
/// The noise of doubles: relative, and in all.
const NOISE: f64 = 4e-14;
const LEAST: f64 = 1e-9;
/// The step of a factor between two years' prices.
const FACTOR_STEP: f64 = 1e-12;

/// The sides of a verdict as formulas.
#[derive(Debug, Clone, Default)]
pub(crate) struct Judged {
    pub(crate) measured: Option<Formula>,
    pub(crate) limit: Option<Formula>,
    pub(crate) holds: Option<Formula>,
}

/// What `why` is asked for: a name, and its keys in order.
pub type Why<'f> = dyn FnMut(&str, &[String]) -> Option<Node> + 'f;

impl Book {
    /// The cells of a run, with what they follow from.
    pub fn of(result: &RunResult, lang: Lang, why: &mut Why<'_>) -> Book {
        let mut making = Making { book: Book::default(), lang, waiting: Vec::new(), asked: 0 };
        for output in &result.values {
            for cell in &output.cells {
                let keys: Vec<(String, String)> =
                    output.axes.iter().cloned().zip(cell.keys.iter().cloned()).collect();
                let value = match &cell.value {
                    CellValue::Exact(value) => Some(value.clone()),
                    CellValue::Draws(_) | CellValue::Missing(_) => None,
                };
                making.hold(Sheet::Results, &output.name, keys, &output.ty, value);
            }
        }
        while let Some(id) = making.waiting.pop() {
            making.explain(id, why);
        }
        for verdict in result.judgement.results.iter().chain(&result.judgement.targets) {
            let judged = making.judged(verdict, why);
            making.book.verdicts.push(judged);
        }
        while let Some(id) = making.waiting.pop() {
            making.explain(id, why);
        }
        making.book.tell_the_deaf();
        making.book
    }

    /// Tells every cell how many values that rest on it are no formulas.
    fn tell_the_deaf(&mut self) {
        let mut count: BTreeMap<usize, usize> = BTreeMap::new();
        for cell in self.cells.iter().filter(|c| !c.given && c.formula.is_none() && c.value.is_some()) {
            let mut seen: BTreeSet<usize> = BTreeSet::new();
            let mut waiting = cell.rests_on.clone();
            while let Some(id) = waiting.pop() {
                if seen.insert(id) {
                    waiting.extend(self.cells.get(id).map(|c| c.rests_on.as_slice()).unwrap_or_default());
                }
            }
            for id in seen {
                let n = count.entry(id).or_default();
                *n = n.saturating_add(1);
            }
        }
        for (id, n) in count {
            if let Some(cell) = self.cells.get_mut(id) {
                cell.deaf = cell.deaf.saturating_add(n);
            }
        }
    }
}

/// A book while it is made.
struct Making {
    book: Book,
    lang: Lang,
    /// Cells that are not yet taken apart.
    waiting: Vec<usize>,
    asked: usize,
}

impl Making {
    fn hold(
        &mut self,
        sheet: Sheet,
        name: &str,
        keys: Vec<(String, String)>,
        ty: &Type,
        value: Option<Exact>,
    ) -> usize {
        let plain = keys.iter().map(|(_, key)| key.clone()).collect();
        let version = if sheet == Sheet::Results { "result" } else { "" };
        let key = (name.to_owned(), plain, version.to_owned());
        self.hold_as(key, sheet, keys, ty, value)
    }

    fn hold_as(
        &mut self,
        key: (String, Vec<String>, String),
        sheet: Sheet,
        keys: Vec<(String, String)>,
        ty: &Type,
        value: Option<Exact>,
    ) -> usize {
        if let Some(id) = self.book.index.get(&key) {
            return *id;
        }
        let id = self.book.cells.len();
        self.book.cells.push(Held {
            sheet,
            name: key.0.clone(),
            keys,
            ty: ty.clone(),
            value,
            formula: None,
            given: matches!(sheet, Sheet::Data | Sheet::Assumptions),
            sources: Vec::new(),
            rests_on: Vec::new(),
            deaf: 0,
            at: (0, 0),
        });
        self.book.index.insert(key, id);
        if matches!(sheet, Sheet::Results | Sheet::Trace) {
            self.waiting.push(id);
        }
        id
    }

    /// Takes a value apart, one name deep.
    fn explain(&mut self, id: usize, why: &mut Why<'_>) {
        let Some(cell) = self.book.cells.get(id) else { return };
        let (name, keys) = (cell.name.clone(), cell.keys.iter().map(|(_, k)| k.clone()).collect::<Vec<_>>());
        let Some(value) = cell.value.clone() else { return };
        if self.asked >= MOST {
            return;
        }
        self.asked = self.asked.saturating_add(1);
        let Some(node) = why(&name, &keys) else { return };
        let formula = match node.what {
            What::Input | What::Parameter => self.named(&node).map(Formula::Cell),
            _ => self.body(&node),
        };
        let formula = formula.filter(|f| self.same(f, &value));
        let rests_on = self.leaves(&node);
        let sources = sources(&node, self.lang);
        if let Some(cell) = self.book.cells.get_mut(id) {
            (cell.formula, cell.rests_on, cell.sources) = (formula, rests_on, sources);
        }
    }

    /// Whether a formula comes to a value, as a spreadsheet has it.
    fn same(&self, formula: &Formula, value: &Exact) -> bool {
        let Some(found) = formula.worth(&|id| self.book.worth(id)) else { return false };
        match (found, worth(value)) {
            (Worth::Number(a), Some(Worth::Number(b))) => (a - b).abs() <= NOISE * b.abs() + LEAST,
            (a, Some(b)) => a == b,
            (_, None) => false,
        }
    }

    /// Every named value in a tree.
    fn leaves(&mut self, node: &Node) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for part in &node.parts {
            part_leaves(self, part, &mut found);
        }
        if matches!(node.what, What::Input | What::Parameter) {
            found.extend(self.named(node));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The cell of a named value.
    fn named(&mut self, node: &Node) -> Option<usize> {
        let name = node.name.clone()?;
        let value = node.exact().cloned();
        let keys: Vec<String> = name.keys.iter().map(|(_, k)| k.clone()).collect();
        match node.what {
            What::Definition => {
                let shown = (name.name.clone(), keys, "result".to_owned());
                if let Some(id) = self.book.index.get(&shown) {
                    return Some(*id);
                }
                Some(self.hold(Sheet::Trace, &name.name, name.keys, &node.ty, value))
            }
            What::Input => {
                let id = self.hold(Sheet::Data, &name.name, name.keys, &node.ty, value);
                self.source(id, node);
                Some(id)
            }
            What::Parameter => Some(self.parameter(node, keys, value)),
            What::Rule | What::Expression => None,
        }
    }

    fn source(&mut self, id: usize, node: &Node) {
        let lang = self.lang;
        if let Some(cell) = self.book.cells.get_mut(id).filter(|c| c.sources.is_empty()) {
            cell.sources = sources(node, lang);
        }
    }

    /// A value of a parameter: one cell a clause, since another day may have another.
    fn parameter(&mut self, node: &Node, keys: Vec<String>, value: Option<Exact>) -> usize {
        let Some(name) = node.name.clone() else { return usize::MAX };
        let clause = node.clauses.iter().find(|c| c.not.is_none()).map(|c| c.place.clone());
        let version = clause.unwrap_or_else(|| value.as_ref().map(kept).unwrap_or_default());
        let key = (name.name.clone(), keys, format!("@{version}"));
        let known = self.book.index.contains_key(&key);
        let id = self.hold_as(key, Sheet::Assumptions, name.keys, &node.ty, value.clone());
        if known {
            return id;
        }
        self.source(id, node);
        if matches!(node.how, How::Indexed(..) | How::Same) {
            let formula = self.body(node);
            let formula = formula.filter(|f| value.as_ref().is_some_and(|v| self.same(f, v)));
            let rests_on = self.leaves_below(node, id);
            if let Some(cell) = self.book.cells.get_mut(id) {
                (cell.formula, cell.rests_on, cell.given) = (formula, rests_on, false);
            }
        }
        id
    }

    fn leaves_below(&mut self, node: &Node, own: usize) -> Vec<usize> {
        let mut found = Vec::new();
        for part in &node.parts {
            part_leaves(self, part, &mut found);
        }
        found.retain(|id| *id != own);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A part where a formula names it.
    fn part(&mut self, node: &Node) -> Option<Formula> {
        node.exact()?;
        if node.name.is_some() && node.what != What::Rule {
            for chooser in node.parts.iter().filter(|p| p.role == Role::At) {
                self.settled_by_data(chooser)?;
            }
            return self.named(node).map(Formula::Cell);
        }
        self.body(node)
    }

    fn all(&mut self, parts: &[&Node]) -> Option<Vec<Formula>> {
        parts.iter().map(|part| self.part(part)).collect()
    }

    /// How a value follows from its parts.
    fn body(&mut self, node: &Node) -> Option<Formula> {
        if node.rest.is_some() {
            return None;
        }
        let mut parts: Vec<&Node> = Vec::new();
        for part in &node.parts {
            match part.role {
                // What chose the clause or the row: data may, since a formula does not follow them there anyway.
                Role::At | Role::When(_) => self.settled_by_data(part)?,
                Role::History | Role::Unless | Role::RowMissing => {}
                _ => parts.push(part),
            }
        }
        let first = || parts.first().copied();
        match node.how {
            How::Given => literal(node.exact()?),
            How::Same => self.part(first()?),
            How::Sum => {
                let terms = parts.iter().map(|p| Some((p.role != Role::Minus, self.part(p)?)));
                terms.collect::<Option<Vec<_>>>().filter(|t| !t.is_empty()).map(Formula::Sum)
            }
            How::Product => self.all(&parts).map(Formula::Product),
            How::Quotient => {
                let [a, b] = parts.as_slice() else { return None };
                Some(Formula::Quotient(Box::new(self.part(a)?), Box::new(self.part(b)?)))
            }
            How::Negated => Some(Formula::Negated(Box::new(self.part(first()?)?))),
            How::Least => self.all(&parts).map(Formula::Least),
            How::Greatest => self.all(&parts).map(Formula::Greatest),
            How::Compared(op) => {
                let [a, b] = parts.as_slice() else { return None };
                let digits = digits_of(a.exact()?).max(digits_of(b.exact()?));
                Some(Formula::Compared(op, digits, Box::new(self.part(a)?), Box::new(self.part(b)?)))
            }
            How::And => self.all(&parts).map(Formula::And),
            How::Or => self.all(&parts).map(Formula::Or),
            How::Not => Some(Formula::Not(Box::new(self.part(first()?)?))),
            How::Chosen => self.chosen(&parts),
            How::Rounded(mode, step) => self.rounded(first()?, mode, step),
            How::Converted => self.all(&parts).map(Formula::Product),
            How::Factor => self.factor(&parts, node.exact()?),
            How::Indexed(mode, step) => self.indexed(&parts, mode, step),
            How::Aggregate(func) => self.aggregate(node, func, &parts),
            _ => None,
        }
    }

    /// Nothing but data decides here; what does, is told that a value would not follow it.
    fn settled_by_data(&mut self, node: &Node) -> Option<()> {
        let mut inputs: Vec<&Node> = Vec::new();
        let mut other = false;
        node.visit(&mut |n| match n.what {
            What::Input => inputs.push(n),
            What::Expression => {}
            What::Definition | What::Parameter | What::Rule => other = true,
        });
        if other {
            return None;
        }
        for input in inputs {
            let id = self.named(input)?;
            if let Some(cell) = self.book.cells.get_mut(id) {
                cell.deaf = cell.deaf.saturating_add(1);
            }
        }
        Some(())
    }

    /// `IF(condition, one, other)`, along a chain of conditions.
    fn chosen(&mut self, parts: &[&Node]) -> Option<Formula> {
        match parts {
            [condition, then, rest @ ..] if condition.role == Role::Condition => {
                let c = self.part(condition)?;
                let a = self.branch(then)?;
                let b = self.chosen(rest)?;
                Some(Formula::If(Box::new(c), Box::new(a), Box::new(b)))
            }
            [only] => self.branch(only),
            // `x if known else y`: which of them is known is not for a figure to change.
            [a, b] if a.role == Role::Taken && b.role == Role::NotTaken => self.part(a),
            [a, b] if b.role == Role::Taken && a.role == Role::NotTaken => self.part(b),
            _ => None,
        }
    }

    fn branch(&mut self, node: &Node) -> Option<Formula> {
        match (&node.value, &node.role) {
            (Some(CellValue::Missing(_)), Role::NotTaken) => Some(Formula::Unknown),
            _ => self.part(node),
        }
    }

    fn rounded(&mut self, part: &Node, mode: Rounding, step: Decimal) -> Option<Formula> {
        let by = Ratio::from_decimal(step).to_f64();
        let size = match worth(part.exact()?)? {
            Worth::Number(x) => x / by,
            Worth::Text(_) | Worth::YesNo(_) => return None,
        };
        Some(Formula::Rounded(mode, quiet(size), by, Box::new(self.part(part)?)))
    }

    /// The changes of the years between, multiplied, or one over them.
    fn factor(&mut self, parts: &[&Node], value: &Exact) -> Option<Formula> {
        let grown = parts
            .iter()
            .map(|p| Some(Formula::Sum(vec![(true, Formula::Number(1.0)), (true, self.part(p)?)])));
        let grown = Formula::Product(grown.collect::<Option<Vec<_>>>()?);
        let over = Formula::Quotient(Box::new(Formula::Number(1.0)), Box::new(grown.clone()));
        let to_step = |x: Formula| Formula::Rounded(Rounding::HalfEven, 2, FACTOR_STEP, Box::new(x));
        [to_step(grown), to_step(over)].into_iter().find(|f| self.same_factor(f, value))
    }

    /// A factor has twelve decimals, and they all count.
    fn same_factor(&self, formula: &Formula, value: &Exact) -> bool {
        match (formula.worth(&|id| self.book.worth(id)), worth(value)) {
            (Some(Worth::Number(a)), Some(Worth::Number(b))) => (a - b).abs() < 0.5 * FACTOR_STEP,
            _ => false,
        }
    }

    /// The year before, times 100 % and the change of each year, rounded each year.
    fn indexed(&mut self, parts: &[&Node], mode: Rounding, step: Decimal) -> Option<Formula> {
        let (before, changes) = parts.split_first()?;
        let by = Ratio::from_decimal(step).to_f64();
        let Worth::Number(size) = worth(before.exact()?)? else { return None };
        let mut formula = self.part(before)?;
        for change in changes {
            let grown = Formula::Sum(vec![(true, Formula::Number(1.0)), (true, self.part(change)?)]);
            let product = Formula::Product(vec![formula, grown]);
            formula = Formula::Rounded(mode, quiet(size / by), by, Box::new(product));
        }
        Some(formula)
    }

    /// Rows together, where no condition chose them that a figure may change, and none weighs more than another.
    fn aggregate(&mut self, node: &Node, func: AggregateFn, parts: &[&Node]) -> Option<Formula> {
        if parts.is_empty() || parts.iter().any(|p| p.weight.is_some()) || node.text.contains(" where ") {
            return None;
        }
        let rows = self.all(parts)?;
        Some(match func {
            AggregateFn::Sum => Formula::Sum(rows.into_iter().map(|x| (true, x)).collect()),
            AggregateFn::Mean => Formula::Mean(rows),
            AggregateFn::Least => Formula::Least(rows),
            AggregateFn::Greatest => Formula::Greatest(rows),
            AggregateFn::Any => Formula::Or(rows),
            AggregateFn::All => Formula::And(rows),
            AggregateFn::Count | AggregateFn::Share => return None,
        })
    }

    /// The sides of a verdict.
    fn judged(&mut self, verdict: &Verdict, why: &mut Why<'_>) -> Judged {
        let keys: Vec<String> = verdict.subject.iter().map(|(_, key)| key.clone()).collect();
        if self.asked >= MOST {
            return Judged::default();
        }
        self.asked = self.asked.saturating_add(1);
        let Some(node) = why(&verdict.rule, &keys) else { return Judged::default() };
        let applies =
            node.parts.iter().filter(|p| matches!(p.role, Role::Condition | Role::At | Role::When(_)));
        let settled = applies.map(|p| self.settled_by_data(p)).all(|x| x.is_some());
        let side = |role: Role| node.parts.iter().find(|p| p.role == role);
        let (Some(left), Some(right), How::Compared(op)) = (side(Role::Left), side(Role::Right), node.how)
        else {
            return Judged::default();
        };
        let mut one = |part: &Node, value: &Option<Exact>| {
            let formula = self.part(part)?;
            self.same(&formula, value.as_ref()?).then_some(formula)
        };
        let (measured, limit) = (one(left, &verdict.measured), one(right, &verdict.limit));
        let digits = left.exact().map_or(9, digits_of).max(right.exact().map_or(9, digits_of));
        let holds = measured.clone().zip(limit.clone()).filter(|_| settled);
        let holds = holds.map(|(a, b)| Formula::Compared(op, digits, Box::new(a), Box::new(b)));
        Judged { measured, limit, holds }
    }
}

fn part_leaves(making: &mut Making, node: &Node, out: &mut Vec<usize>) {
    if node.name.is_some() {
        out.extend(making.named(node));
        return;
    }
    for part in &node.parts {
        part_leaves(making, part, out);
    }
}

/// A constant of a rule.
fn literal(value: &Exact) -> Option<Formula> {
    Some(match worth(value)? {
        Worth::Number(x) => Formula::Number(x),
        Worth::Text(text) => Formula::Text(text),
        Worth::YesNo(yes) => Formula::YesNo(yes),
    })
}

/// The decimals in which two figures can differ; of ratios as many as doubles bear.
fn digits_of(value: &Exact) -> u8 {
    match value {
        Exact::Dec(d) => d.scale().min(12),
        Exact::Ratio(_) => 12,
        Exact::YesNo(_) | Exact::Count(_) | Exact::Date(_) | Exact::Text(_) => 0,
    }
}

/// The decimals that a double of this size still has, of at most nine.
fn quiet(size: f64) -> u8 {
    let mut left = 9_u8;
    let mut most = 1e5;
    while size.abs() >= most && left > 2 {
        left = left.saturating_sub(1);
        most *= 10.0;
    }
    left
}

/// Where a value comes from: the clause that applied with its citations, its place in the data, who set it.
fn sources(node: &Node, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for clause in node.clauses.iter().filter(|c| c.not.is_none()) {
        let label = clause.label.as_ref().map(|l| format!(" ({l})")).unwrap_or_default();
        lines.push(format!("{}{label}", clause.place));
        lines.extend(clause.cites.iter().map(|c| cited(c, lang)));
        lines.extend(clause.reading.clone());
    }
    if let Some(cell) = &node.cell {
        let heading = cell.heading.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
        lines.push(format!("{}:{}:{}{heading}", cell.file, cell.line, cell.column));
    }
    lines.extend(node.said.iter().map(|n| lang.pick(&n.en, &n.da).clone()));
    lines
}
