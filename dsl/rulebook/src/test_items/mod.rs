//! Tests of the language: their names settled, their values typed.
//!
//! In: the trees of `test` items. Out: [`crate::model::Test`]. Not here: running them.

mod expect;
mod table;

use crate::check::words::spelled;
use crate::check::{Checker, Exactness, Wanted};
use crate::given::key_of;
use crate::model::{
    EntityId, InputId, KeyValue, ReadingId, Symbol, Test, TestCell, TestDatum, TestRow, TestValue, Type,
};
use crate::names::{Found, Pending};
use ramme_diag::{Code, Diagnostic, Span, Text, closest};
use ramme_syntax::tree::{self, ExprKind, GivenField, GivenValue, Key, Name, TestStep};

impl Checker {
    /// Every test.
    pub(crate) fn tests(&mut self, pending: &Pending) {
        for (test, span) in &pending.tests {
            self.test(test, *span);
        }
    }

    fn test(&mut self, tree: &tree::Test, span: Span) {
        let mut test = Test {
            name: tree.name.text.clone(),
            rows: Vec::new(),
            values: Vec::new(),
            readings: Vec::new(),
            known_on: None,
            expects: Vec::new(),
            span,
        };
        let before = self.problems.len();
        for step in &tree.steps {
            self.step(step, &mut test);
        }
        if let Some(table) = &tree.table {
            self.table(tree, table, &mut test);
        }
        if test.expects.is_empty() && self.problems.len() == before {
            let problem = Diagnostic::new(Code::NothingExpected).arg("name", &tree.name.text);
            self.problems.push(problem.at(tree.name.span));
        }
        self.book.tests.push(test);
    }

    fn step(&mut self, step: &TestStep, test: &mut Test) {
        match step {
            TestStep::GivenValue { target, value } => {
                self.given_value(target, value, test);
            }
            TestStep::GivenRow { entity, key, values } => {
                self.given_row(entity, key, values, test);
            }
            TestStep::Reading { group, name } => test.readings.extend(self.test_reading(group, name)),
            TestStep::KnownOn(date) => test.known_on = Some(*date),
            TestStep::Expect(expect) => test.expects.extend(self.expectation(expect)),
        }
    }

    fn test_reading(&mut self, group: &Name, name: &Name) -> Option<ReadingId> {
        let id = self.group(&group.text, group.span)?;
        let members = self.book.groups.get(id.index()).map(|g| g.members.clone()).unwrap_or_default();
        match members.iter().position(|member| *member == name.text) {
            Some(at) => Some(ReadingId { group: id, member: u32::try_from(at).ok()? }),
            None => self.unknown_reading(id, &name.text, name.span),
        }
    }

    /// `given pl[2023] = 3.4 %`
    fn given_value(&mut self, target: &tree::Expr, value: &tree::Expr, test: &mut Test) -> Option<()> {
        let (symbol, name, keys) = self.target(target)?;
        let ty = match symbol {
            Symbol::Parameter(id) => self.book.parameters.get(id.index()).map(|p| p.ty.clone())?,
            Symbol::Input(id) => self.book.inputs.get(id.index()).map(|i| i.ty.clone())?,
            _ => {
                let kind = self.names.global.get(&name).map(|entry| entry.kind.clone()).unwrap_or_default();
                let problem = Diagnostic::new(Code::CannotSet).arg("name", name).arg("found", kind);
                return self.report(problem.at(target.span));
            }
        };
        let (row, keys) = self.settled_keys(symbol, &name, &keys, target.span)?;
        let span = target.span.join(value.span);
        if let (Symbol::Input(input), Some(key)) = (symbol, row) {
            let entity = self.book.inputs.get(input.index())?.shape.entity?;
            let value = self.datum(&name, value, &ty)?;
            let cell = TestCell { input, keys, value, span };
            test.rows.push(TestRow { entity, key, values: vec![cell] });
            return Some(());
        }
        let value = self.test_value(&name, value, &ty)?;
        test.values.push(TestValue { symbol, keys, value, span });
        Some(())
    }

    /// A name with keys, as a symbol.
    fn target(&mut self, target: &tree::Expr) -> Option<(Symbol, String, Vec<Key>)> {
        let (base, keys) = match &*target.kind {
            ExprKind::Index(base, keys) => (base, keys.as_slice()),
            _ => (target, &[][..]),
        };
        let ExprKind::Name(name) = &*base.kind else {
            return self.no_target(target);
        };
        let symbol = match self.names.find(name) {
            Found::Symbol(symbol) => symbol,
            Found::Poisoned | Found::Unsettled => return None,
            Found::Nothing => {
                let suggestion = closest(name, self.names.global.keys());
                return self.report(
                    Diagnostic::new(Code::UnknownName)
                        .arg("name", name)
                        .maybe_arg("suggestion", suggestion)
                        .at(base.span),
                );
            }
        };
        let keys: Option<Vec<Key>> = keys.iter().map(key_of).collect();
        match keys {
            Some(keys) => Some((symbol, name.clone(), keys)),
            None => self.no_target(target),
        }
    }

    fn no_target<T>(&mut self, target: &tree::Expr) -> Option<T> {
        let found = Text::both("an expression", "et udtryk");
        let expected = Text::both("a name with its keys", "et navn med dets nøgler");
        self.wrong_kind(&spelled(target), found, expected, target.span)
    }

    /// Keys apart: the row's, and those after `by`. Without any, every key is meant.
    fn settled_keys(
        &mut self,
        symbol: Symbol,
        name: &str,
        keys: &[Key],
        span: Span,
    ) -> Option<(Option<String>, Vec<KeyValue>)> {
        if keys.is_empty() {
            return Some((None, Vec::new()));
        }
        let axes = self.book.axes_of(symbol);
        let given = self.given_keys(name, keys, &axes, span)?;
        let row = given.iter().find(|key| key.value.is_none()).map(|key| key.text.clone());
        Some((row, given.iter().filter_map(|key| key.value).collect()))
    }

    /// `given provider A : kind is municipal, …`
    fn given_row(&mut self, entity: &Name, key: &Key, fields: &[GivenField], test: &mut Test) -> Option<()> {
        let id = self.entity(entity)?;
        let mut values = Vec::new();
        for field in fields {
            self.given_field(id, field, &mut values);
        }
        test.rows.push(TestRow { entity: id, key: key.text.clone(), values });
        Some(())
    }

    fn given_field(&mut self, entity: EntityId, field: &GivenField, out: &mut Vec<TestCell>) -> Option<()> {
        let input = self.input_of(entity, &field.name)?;
        let held = self.book.inputs.get(input.index())?;
        let (ty, axes) = (held.ty.clone(), held.axes.clone());
        match &field.value {
            GivenValue::One(value) => {
                let datum = self.datum(&field.name.text, value, &ty)?;
                out.push(TestCell { input, keys: Vec::new(), value: datum, span: value.span });
            }
            GivenValue::ByKey(values) => {
                for (key, value) in values {
                    let keys = self.keys(&field.name.text, std::slice::from_ref(key), &axes, key.span);
                    let datum = self.datum(&field.name.text, value, &ty);
                    if let (Some(keys), Some(value_of_key)) = (keys, datum) {
                        out.push(TestCell { input, keys, value: value_of_key, span: value.span });
                    }
                }
            }
        }
        Some(())
    }

    /// A field of an entity, or an input of it.
    fn input_of(&mut self, entity: EntityId, name: &Name) -> Option<InputId> {
        if let Some(field) = self.names.field(entity, &name.text) {
            return field;
        }
        let held = match self.names.find(&name.text) {
            Found::Poisoned | Found::Unsettled => return None,
            Found::Symbol(Symbol::Input(id)) => self.book.inputs.get(id.index()).map(|input| (id, input)),
            _ => None,
        };
        if let Some((id, input)) = held
            && input.shape.entity == Some(entity)
        {
            return Some(id);
        }
        let mut candidates: Vec<String> = self.names.fields_of(entity).map(str::to_owned).collect();
        let of_entity = self.book.inputs.iter().filter(|input| input.shape.entity == Some(entity));
        candidates.extend(of_entity.map(|input| input.name.clone()));
        let owner = self.book.entity_name(entity).to_owned();
        self.report(
            Diagnostic::new(Code::UnknownField)
                .arg("field", &name.text)
                .arg("entity", owner)
                .maybe_arg("suggestion", closest(&name.text, &candidates))
                .at(name.span),
        )
    }

    /// A given value; a relation names a row.
    fn datum(&mut self, name: &str, value: &tree::Expr, ty: &Type) -> Option<TestDatum> {
        if let Type::Row(_) = ty {
            return match key_of(value) {
                Some(key) => Some(TestDatum::Row(key.text)),
                None => self.no_target(value),
            };
        }
        self.test_value(name, value, ty).map(TestDatum::Value)
    }

    fn test_value(&mut self, name: &str, value: &tree::Expr, ty: &Type) -> Option<crate::model::Value> {
        if let (Type::Text, Some(key)) = (ty, key_of(value)) {
            return Some(crate::model::Value::Text(key.text));
        }
        self.constant_of(value, &Wanted { name, ty, exactness: Exactness::OfType, declared: None })
    }
}
