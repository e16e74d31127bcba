//! Tests to tree: what is given, chosen and expected, and tables.
//!
//! In: what the grammar found of one test. Out: its part of the tree. Not here: expressions (`expr`).

use super::Found;
use super::build::{Build, Inner};
use super::grammar::Rule;
use crate::say;
use crate::tree::{
    Expect, Expr, ExprKind, GivenField, GivenValue, Name, Outcome, Test, TestRow, TestStep, TestTable,
};
use ramme_diag::Text;

impl Build<'_> {
    pub(crate) fn test(&mut self, mut inner: Inner<'_>) -> Option<Test> {
        let name = self.quoted(&inner.take()?);
        let mut test = Test { name, entity: None, steps: Vec::new(), table: None };
        if inner.skip(Rule::kw_for) {
            test.entity = Some(self.name(&inner.take()?));
        }
        let mut whole = true;
        while let Some(pair) = inner.take() {
            match pair.as_rule() {
                Rule::EOI => {}
                Rule::table if test.table.is_some() => {
                    let span = self.span(&pair);
                    let first = span
                        .start_point()
                        .join(ramme_diag::Span { end: span.start.saturating_add(1), ..span });
                    whole = self.refuse::<()>(say::twice(first, "|")).is_some();
                }
                Rule::table => test.table = self.table(pair),
                _ => match self.step(pair) {
                    Some(step) => test.steps.push(step),
                    None => whole = false,
                },
            }
        }
        whole.then_some(test)
    }

    fn step(&mut self, pair: Found<'_>) -> Option<TestStep> {
        let (rule, span) = (pair.as_rule(), self.span(&pair));
        let mut inner = Inner::of(pair);
        inner.take(); // given, reading, known or expect
        match rule {
            Rule::given_row => self.given_row(inner),
            Rule::given_value => {
                let target = self.value_ref(inner.take()?)?;
                let value = self.expr(inner.first(Rule::expr)?)?;
                Some(TestStep::GivenValue { target, value })
            }
            Rule::test_reading => {
                let group = self.name(&inner.take()?);
                let name = self.name(&inner.first(Rule::name)?);
                Some(TestStep::Reading { group, name })
            }
            Rule::known_on => {
                let date = inner.first(Rule::date)?;
                self.date(&date).map(TestStep::KnownOn)
            }
            _ => {
                let target = self.value_ref(inner.take()?)?;
                let outcome = self.outcome(inner.take()?)?;
                Some(TestStep::Expect(Expect { target, outcome, span }))
            }
        }
    }

    fn given_row(&mut self, mut inner: Inner<'_>) -> Option<TestStep> {
        let entity = self.name(&inner.take()?);
        let key = self.key(&inner.take()?);
        let mut values = Vec::new();
        for field in inner.all(Rule::given_field) {
            let mut inner = Inner::of(field);
            let name = self.name(&inner.take()?);
            inner.take(); // `=` or `is`
            let value = inner.take()?;
            let value = match value.as_rule() {
                Rule::given_map => GivenValue::ByKey(self.given_map(value)?),
                _ => GivenValue::One(self.expr(value)?),
            };
            values.push(GivenField { name, value });
        }
        Some(TestStep::GivenRow { entity, key, values })
    }

    fn given_map(&mut self, pair: Found<'_>) -> Option<Vec<(crate::tree::Key, Expr)>> {
        let mut entries = Vec::new();
        for entry in Inner::of(pair).all(Rule::given_entry) {
            let mut inner = Inner::of(entry);
            let key = self.key(&inner.take()?);
            entries.push((key, self.expr(inner.first(Rule::expr)?)?));
        }
        Some(entries)
    }

    /// `NAME` or `NAME[key, …]`
    pub(crate) fn value_ref(&mut self, pair: Found<'_>) -> Option<Expr> {
        let span = self.span(&pair);
        let mut inner = Inner::of(pair);
        let name = inner.take()?;
        let base = Expr { kind: Box::new(ExprKind::Name(name.as_str().to_owned())), span: self.span(&name) };
        match inner.take() {
            None => Some(base),
            Some(index) => {
                let keys = self.exprs(Inner::of(index).all(Rule::expr))?;
                Some(Expr { kind: Box::new(ExprKind::Index(base, keys)), span })
            }
        }
    }

    fn outcome(&mut self, pair: Found<'_>) -> Option<Outcome> {
        Some(match pair.as_rule() {
            Rule::kw_complies => Outcome::Complies,
            Rule::kw_explained => Outcome::Explained,
            Rule::kw_met => Outcome::Met,
            Rule::expect_not => match pair.into_inner().last()?.as_rule() {
                Rule::kw_met => Outcome::NotMet,
                _ => Outcome::NotJudged,
            },
            Rule::expect_value => Outcome::Value(self.last_expr(pair)?),
            Rule::expect_missing => Outcome::Missing(self.causes(pair)?),
            Rule::expect_undetermined => Outcome::Undetermined(self.causes(pair)?),
            _ => match Inner::of(pair).first(Rule::expr) {
                Some(by) => Outcome::Breached(Some(self.expr(by)?)),
                None => Outcome::Breached(None),
            },
        })
    }

    fn causes(&mut self, pair: Found<'_>) -> Option<Vec<Expr>> {
        Inner::of(pair).all(Rule::value_ref).map(|pair| self.value_ref(pair)).collect()
    }

    fn table(&mut self, pair: Found<'_>) -> Option<TestTable> {
        let mut rows = Vec::new();
        let mut whole = true;
        for pair in Inner::of(pair).all(Rule::table_row) {
            match self.row(pair) {
                Some(row) => rows.push(row),
                None => whole = false,
            }
        }
        if !whole {
            return None;
        }
        let mut rows = rows.into_iter();
        let columns = self.columns(rows.next()?)?;
        let rows: Vec<TestRow> = rows.collect();
        for row in &rows {
            if row.cells.len() != columns.len() {
                self.problems.push(say::row_length(row.span, row.cells.len(), columns.len()));
            }
        }
        Some(TestTable { columns, rows })
    }

    fn row(&mut self, pair: Found<'_>) -> Option<TestRow> {
        let (start, text) = (pair.as_span().start(), pair.as_str());
        if let Some(line) = text.trim_end().find('\n') {
            let span =
                self.place(start, start.saturating_add(text.get(..line).unwrap_or("").trim_end().len()));
            return self.refuse(say::row_open(span));
        }
        let span = self.span(&pair);
        let mut cells = Vec::new();
        let mut bars = 1_usize; // cells that are blank leave no pair: count the bars before each cell
        let mut at = start.saturating_add(1);
        for cell in pair.into_inner() {
            let blank = bars_in(text, start, at, cell.as_span().start());
            bars = bars.saturating_add(blank);
            cells.resize_with(bars.saturating_sub(1), || None);
            at = cell.as_span().end();
            let value = cell.into_inner().next()?;
            cells.push(Some(match value.as_rule() {
                Rule::cell_missing => {
                    let kind = Box::new(ExprKind::Name(value.as_str().to_owned()));
                    Expr { kind, span: self.span(&value) }
                }
                _ => self.expr(value)?,
            }));
        }
        let rest = bars_in(text, start, at, start.saturating_add(text.len()));
        cells.resize_with(bars.saturating_add(rest).saturating_sub(1), || None);
        Some(TestRow { cells, span })
    }

    /// The first row: names.
    fn columns(&mut self, row: TestRow) -> Option<Vec<Name>> {
        let mut columns = Vec::new();
        for cell in row.cells {
            match cell.map(|cell| (*cell.kind, cell.span)) {
                Some((ExprKind::Name(text), span)) => columns.push(Name { text, span }),
                other => {
                    let span = other.map_or(row.span, |(_, span)| span);
                    let expected = Text::both("the name of a column", "navnet på en kolonne");
                    let found = self.slice(span).to_owned();
                    return self.refuse(say::unexpected(span, expected, &found, None));
                }
            }
        }
        Some(columns)
    }
}

/// How many `|` stand between two places of a row.
fn bars_in(row: &str, start: usize, from: usize, to: usize) -> usize {
    let between = row.get(from.saturating_sub(start)..to.saturating_sub(start)).unwrap_or("");
    between.bytes().filter(|&byte| byte == b'|').count()
}
