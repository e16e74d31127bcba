//! What is given from outside: the target of a flag or a lever, with its keys.
//!
//! In: the tree of `NAME` or `NAME[key, …]`. Out: the symbol, and a key for each of its axes. Not here: values (they are
//! read by [`Rulebook::value_of`]), rows (their keys are known only with the data).

use crate::check::Checker;
use crate::model::{Axis, AxisName, KeyValue, Rulebook, Shape, Symbol};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree::{self, ExprKind, Key};
use ramme_value::Period;

/// A name with its keys.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenTarget {
    /// What is named.
    pub symbol: Symbol,
    /// One key an axis, in the order of the axes: the row first, then those after `by`. Empty where none were written.
    pub keys: Vec<GivenKey>,
}

/// A key along one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenKey {
    /// The axis.
    pub axis: Axis,
    /// As written, without quotes.
    pub text: String,
    /// What it stands for; none for a row, which only the data know.
    pub value: Option<KeyValue>,
    /// Where it stands.
    pub span: Span,
}

impl Rulebook {
    /// The axes of something, in the order of keys: the row first, then those after `by`.
    #[must_use]
    pub fn axes_of(&self, symbol: Symbol) -> Vec<AxisName> {
        let (shape, axes): (&Shape, &[AxisName]) = match symbol {
            Symbol::Input(id) => match self.inputs.get(id.index()) {
                Some(input) => (&input.shape, &input.axes),
                None => return Vec::new(),
            },
            // The rows of a `dated by` choose among values; they are no key of one.
            Symbol::Parameter(id) => {
                return self.parameters.get(id.index()).map(|p| p.axes.clone()).unwrap_or_default();
            }
            Symbol::Definition(id) => match self.definitions.get(id.index()) {
                Some(definition) => (&definition.shape, &definition.axes),
                None => return Vec::new(),
            },
            Symbol::Rule(id) => match self.rules.get(id.index()) {
                Some(rule) => (&rule.shape, &rule.axes),
                None => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        let row = shape
            .entity
            .map(|entity| AxisName { name: self.entity_name(entity).to_owned(), axis: Axis::Entity(entity) });
        row.into_iter().chain(axes.iter().cloned()).collect()
    }

    /// Keys as they are written behind a name: `[lead, 2023]`, `["i alt"]`; nothing without keys.
    #[must_use]
    pub fn keys_as_written(&self, axes: &[AxisName], keys: &[KeyValue]) -> String {
        let one = |(axis, key): (&AxisName, &KeyValue)| match (axis.axis, key) {
            (Axis::Period(kind), KeyValue::Period(index)) => Period::from_index(kind, *index)
                .map_or_else(|| index.to_string(), |period| period.to_string()),
            (Axis::Set(set), KeyValue::Member(at)) => {
                let name = self.member_name(set, *at);
                if name.chars().all(|c| c.is_alphanumeric() || c == '_') {
                    name.to_owned()
                } else {
                    format!("\"{name}\"")
                }
            }
            _ => String::new(),
        };
        let keys: Vec<String> = axes.iter().zip(keys).map(one).collect();
        if keys.is_empty() { String::new() } else { format!("[{}]", keys.join(", ")) }
    }

    /// What `NAME` or `NAME[key, …]` names.
    ///
    /// # Errors
    /// A diagnostic that points into the text that the tree was read from: no such name, or keys that do not fit.
    pub fn target_of(&self, tree: &tree::Expr) -> Result<GivenTarget, Diagnostic> {
        let mut checker = Checker::over(self, tree.span);
        let problem = |checker: Checker| {
            let first = checker.problems.into_iter().next();
            first.unwrap_or_else(|| no_target(tree))
        };
        let (name, keys) = match &*tree.kind {
            ExprKind::Name(name) => (name, &[][..]),
            ExprKind::Index(base, keys) => match &*base.kind {
                ExprKind::Name(name) => (name, keys.as_slice()),
                _ => return Err(no_target(tree)),
            },
            _ => return Err(no_target(tree)),
        };
        let Some(symbol) = self.find(name) else {
            return Err(Diagnostic::new(Code::UnknownName)
                .arg("name", name)
                .maybe_arg("suggestion", self.suggest(name))
                .at(tree.span));
        };
        let Some(keys) = keys.iter().map(key_of).collect::<Option<Vec<Key>>>() else {
            return Err(no_target(tree));
        };
        if keys.is_empty() {
            return Ok(GivenTarget { symbol, keys: Vec::new() });
        }
        match checker.given_keys(name, &keys, &self.axes_of(symbol), tree.span) {
            Some(keys) => Ok(GivenTarget { symbol, keys }),
            None => Err(problem(checker)),
        }
    }
}

impl Checker {
    /// One key an axis, rows by their text.
    pub(crate) fn given_keys(
        &mut self,
        name: &str,
        keys: &[Key],
        axes: &[AxisName],
        otherwise: Span,
    ) -> Option<Vec<GivenKey>> {
        self.key_count(name, keys, axes, otherwise)?;
        let mut out = Vec::new();
        for (key, axis) in keys.iter().zip(axes) {
            let value = match axis.axis {
                Axis::Entity(_) => None,
                _ => Some(self.key_on(name, key, axis)?),
            };
            out.push(GivenKey { axis: axis.axis, text: key.text.clone(), value, span: key.span });
        }
        Some(out)
    }
}

/// A key that stands where an expression could: a name, a quoted text, a year.
pub(crate) fn key_of(tree: &tree::Expr) -> Option<Key> {
    let (text, quoted) = match &*tree.kind {
        ExprKind::Name(name) => (name.clone(), false),
        ExprKind::Quoted(text) => (text.clone(), true),
        ExprKind::Number(number) if number.unit.is_none() => (number.value.to_string(), false),
        _ => return None,
    };
    Some(Key { text, quoted, span: tree.span })
}

fn no_target(tree: &tree::Expr) -> Diagnostic {
    Diagnostic::new(Code::WrongKindOfName)
        .arg("name", crate::check::words::spelled(tree))
        .arg("found", Text::both("an expression", "et udtryk"))
        .arg("expected", Text::both("a name with its keys", "et navn med dets nøgler"))
        .at(tree.span)
}
