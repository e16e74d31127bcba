//! Tables in tests: a line is a row of the entity, a column what is given or expected of it.
//!
//! In: the tree of a table. Out: rows and expectations. Not here: other steps of the test.

use super::expect::verdict_word;
use crate::check::Checker;
use crate::model::{
    EntityId, InputId, RuleId, Symbol, Test, TestCell, TestDatum, TestExpect, TestOutcome, TestRow,
};
use crate::names::Found;
use ramme_diag::{Code, Diagnostic, Span, Text, closest};
use ramme_syntax::tree::{self, ExprKind, Name, TestTable, UnaryOp};

/// What a column is.
#[derive(Debug, Clone, Copy)]
enum Column {
    Given(InputId),
    Expected(Symbol),
}

impl Checker {
    /// The table of a test.
    pub(super) fn table(&mut self, tree: &tree::Test, table: &TestTable, test: &mut Test) -> Option<()> {
        let Some(name) = &tree.entity else {
            let span = table.columns.first().map_or(tree.name.span, |column| column.span);
            return self.report(Diagnostic::new(Code::RowsNeeded).arg("word", "|").at(span));
        };
        let entity = self.entity(name)?;
        let columns: Vec<Option<Column>> =
            table.columns.iter().map(|column| self.column(entity, column)).collect();
        for (number, line) in (1_u32..).zip(&table.rows) {
            let key = format!("row {number}");
            let mut values = Vec::new();
            for (column, cell) in columns.iter().zip(&line.cells) {
                match column {
                    Some(Column::Given(input)) => {
                        values.extend(self.given_cell(*input, cell.as_ref(), line.span));
                    }
                    Some(Column::Expected(symbol)) => {
                        test.expects.extend(self.expected_cell(*symbol, cell.as_ref(), &key));
                    }
                    None => {}
                }
            }
            test.rows.push(TestRow { entity, key, values });
        }
        Some(())
    }

    fn column(&mut self, entity: EntityId, name: &Name) -> Option<Column> {
        if let Some(field) = self.names.field(entity, &name.text) {
            return field.map(Column::Given);
        }
        let symbol = match self.names.find(&name.text) {
            Found::Poisoned | Found::Unsettled => return None,
            Found::Symbol(symbol) => Some(symbol),
            Found::Nothing => None,
        };
        if let Some(symbol @ (Symbol::Input(_) | Symbol::Definition(_) | Symbol::Rule(_))) = symbol {
            let axes = self.book.axes_of(symbol);
            if axes.len() != 1 || axes.first().map(|a| a.axis) != Some(crate::model::Axis::Entity(entity)) {
                return self.other_axes(name, entity);
            }
            return Some(match symbol {
                Symbol::Input(input) => Column::Given(input),
                other => Column::Expected(other),
            });
        }
        let fields: Vec<String> = self.names.fields_of(entity).map(str::to_owned).collect();
        let candidates = fields.iter().chain(self.names.global.keys());
        let suggestion = closest(&name.text, candidates);
        self.report(
            Diagnostic::new(Code::UnknownName)
                .arg("name", &name.text)
                .maybe_arg("suggestion", suggestion)
                .at(name.span),
        )
    }

    fn other_axes<T>(&mut self, name: &Name, entity: EntityId) -> Option<T> {
        let entity = self.book.entity_name(entity).to_owned();
        let expected =
            Text::both(format!("something `of {entity}` alone"), format!("noget `of {entity}` alene"));
        let found = Text::both("something with other axes", "noget med andre akser");
        self.wrong_kind(&name.text, found, expected, name.span)
    }

    fn given_cell(&mut self, input: InputId, cell: Option<&tree::Expr>, line: Span) -> Option<TestCell> {
        let held = self.book.inputs.get(input.index())?;
        let (name, ty) = (held.name.clone(), held.ty.clone());
        let (value, span) = match cell {
            None => (TestDatum::Blank, line),
            Some(cell) if is_missing(cell) => (TestDatum::Blank, cell.span),
            Some(cell) => (self.datum(&name, cell, &ty)?, cell.span),
        };
        Some(TestCell { input, keys: Vec::new(), value, span })
    }

    fn expected_cell(&mut self, symbol: Symbol, cell: Option<&tree::Expr>, key: &str) -> Option<TestExpect> {
        let cell = cell?;
        let (word, not) = match &*cell.kind {
            ExprKind::Name(word) => (Some(word.as_str()), false),
            ExprKind::Unary(UnaryOp::Not, inner) => match &*inner.kind {
                ExprKind::Name(word) => (Some(word.as_str()), true),
                _ => (None, false),
            },
            _ => (None, false),
        };
        let outcome = match (symbol, word) {
            (Symbol::Definition(_), _) if is_missing(cell) => TestOutcome::Missing(Vec::new()),
            (Symbol::Definition(id), _) => {
                let held = self.book.definitions.get(id.index())?;
                let (name, ty) = (held.name.clone(), held.ty.clone());
                TestOutcome::Value(self.expected_value(&name, cell, &ty)?)
            }
            (Symbol::Rule(id), word) => self.verdict_cell(id, (word.unwrap_or_default(), not), cell)?,
            _ => return None,
        };
        Some(TestExpect { symbol, row: Some(key.to_owned()), keys: Vec::new(), outcome, span: cell.span })
    }

    fn verdict_cell(
        &mut self,
        id: RuleId,
        (word, not): (&str, bool),
        cell: &tree::Expr,
    ) -> Option<TestOutcome> {
        let kind = self.book.rules.get(id.index())?.kind;
        match verdict_word(word, not, kind) {
            Some(verdict) => Some(TestOutcome::Verdict(verdict)),
            None => {
                let expected = Text::both("a verdict such as `complies`", "en afgørelse som `complies`");
                let found = Text::both("no verdict", "ingen afgørelse");
                self.wrong_kind(&crate::check::words::spelled(cell), found, expected, cell.span)
            }
        }
    }
}

/// Whether a cell is the word `missing`, which is no name.
fn is_missing(cell: &tree::Expr) -> bool {
    matches!(&*cell.kind, ExprKind::Name(word) if word == "missing")
}
