//! Tests as text: a line a step, and the table in columns.
//!
//! In: a test of the tree. Out: lines. Not here: expressions (`expr`).

use super::declare::{key, quoted};
use super::doc::{Doc, STEP, columns};
use super::expr;
use super::{Formatter, padded};
use crate::tree::{Expect, Expr, GivenField, GivenValue, Outcome, Test, TestStep, TestTable};

impl Formatter<'_> {
    pub(super) fn test(&mut self, test: &Test) {
        let entity = test.entity.as_ref().map(|entity| format!(" for {}", entity.text)).unwrap_or_default();
        self.print.text(&format!("test {}{entity}", quoted(&test.name)));
        for step in &test.steps {
            self.step(step);
        }
        if let Some(table) = &test.table {
            self.table(table);
        }
    }

    fn step(&mut self, step: &TestStep) {
        let source = self.source;
        let (place, parts) = match step {
            TestStep::GivenValue { target, value } => {
                let parts = vec![Doc::words("given "), expr::whole(target, source), Doc::words(" = ")];
                (Some(target.span.start), [parts, vec![expr::whole(value, source)]].concat())
            }
            TestStep::GivenRow { entity, key: row, values } => {
                let colon = if values.is_empty() { "" } else { " : " };
                let head = Doc::words(format!("given {} {}{colon}", entity.text, key(row)));
                let fields = Doc::nest(vec![Doc::Cat(Doc::filled(
                    values.iter().map(|field| self.given_field(field)),
                    ",",
                ))]);
                (Some(entity.span.start), vec![Doc::group(vec![head, fields])])
            }
            TestStep::Reading { group, name } => {
                (Some(group.span.start), vec![Doc::words(format!("reading {} = {}", group.text, name.text))])
            }
            TestStep::KnownOn(date) => (None, vec![Doc::words(format!("known on {date}"))]),
            TestStep::Expect(expect) => (Some(expect.span.start), self.expect(expect)),
        };
        match place {
            Some(place) => self.print.line_for(STEP, place.saturating_sub(self.lead(place))),
            None => self.print.line(STEP),
        }
        self.print.doc(&Doc::Cat(parts), STEP);
    }

    /// How far before a place its line's first word begins: comments above it stand before that.
    fn lead(&self, place: u32) -> u32 {
        let before = usize::try_from(place).ok().and_then(|place| self.source.get(..place)).unwrap_or("");
        let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
        if line.contains('#') {
            return 0;
        }
        u32::try_from(line.trim_start().len()).unwrap_or(0)
    }

    fn given_field(&self, field: &GivenField) -> Doc {
        let name = &field.name.text;
        match &field.value {
            GivenValue::One(value) => {
                let word = if names_something(value) { "is" } else { "=" };
                let head = Doc::at(format!("{name} {word} "), field.name.span.start);
                Doc::Cat(vec![head, expr::listed(value, self.source)])
            }
            GivenValue::ByKey(entries) => {
                let entry = |(name, value): &(crate::tree::Key, Expr)| {
                    let head = Doc::at(format!("{}: ", key(name)), name.span.start);
                    Doc::Cat(vec![head, expr::listed(value, self.source)])
                };
                let inside =
                    Doc::nest([vec![Doc::Line], Doc::filled(entries.iter().map(entry), ",")].concat());
                let head = Doc::at(format!("{name} = {{"), field.name.span.start);
                Doc::group(vec![head, inside, Doc::Line, Doc::words("}")])
            }
        }
    }

    fn expect(&self, expect: &Expect) -> Vec<Doc> {
        let source = self.source;
        let mut parts = vec![Doc::words("expect "), expr::whole(&expect.target, source)];
        let causes = |word: &str, causes: &[Expr]| {
            let mut parts = vec![Doc::words(word)];
            if !causes.is_empty() {
                parts.push(Doc::words(" "));
                parts.push(Doc::group(vec![Doc::nest(expr::list(causes, source))]));
            }
            parts
        };
        match &expect.outcome {
            Outcome::Value(value) => {
                parts.push(Doc::words(if names_something(value) { " is " } else { " = " }));
                parts.push(expr::whole(value, source));
            }
            Outcome::Missing(of) => parts.extend(causes(" missing", of)),
            Outcome::Undetermined(of) if of.is_empty() => parts.push(Doc::words(" undetermined")),
            Outcome::Undetermined(of) => parts.extend(causes(" undetermined, missing", of)),
            Outcome::Breached(None) => parts.push(Doc::words(" breached")),
            Outcome::Breached(Some(by)) => {
                parts.push(Doc::words(" breached by "));
                parts.push(expr::whole(by, source));
            }
            Outcome::Complies => parts.push(Doc::words(" complies")),
            Outcome::Explained => parts.push(Doc::words(" explained")),
            Outcome::Met => parts.push(Doc::words(" met")),
            Outcome::NotMet => parts.push(Doc::words(" not met")),
            Outcome::NotJudged => parts.push(Doc::words(" not judged")),
        }
        parts
    }

    fn table(&mut self, table: &TestTable) {
        let mut lines: Vec<(u32, Vec<String>)> = Vec::new();
        let place = table.columns.first().map_or(0, |name| name.span.start);
        lines.push((place, table.columns.iter().map(|name| name.text.clone()).collect()));
        for row in &table.rows {
            let cell = |cell: &Option<Expr>| cell.as_ref().map(|cell| expr::whole(cell, self.source).flat());
            lines.push((
                row.span.start,
                row.cells.iter().map(|value| cell(value).unwrap_or_default()).collect(),
            ));
        }
        let count = table.columns.len();
        let width =
            |at: usize| lines.iter().filter_map(|(_, cells)| cells.get(at)).map(|cell| columns(cell)).max();
        let widths: Vec<usize> = (0..count).map(|at| width(at).unwrap_or(0)).collect();
        for (place, cells) in lines {
            self.print.line_for(STEP, place.saturating_sub(self.lead(place)));
            let mut line = String::from("|");
            for (cell, width) in cells.iter().zip(&widths) {
                line.push(' ');
                line.push_str(&padded(cell, *width));
                line.push_str(" |");
            }
            self.print.text(&line);
        }
    }
}

/// Whether a value is a member or a yes or no, which `is` reads better before.
fn names_something(value: &Expr) -> bool {
    use crate::tree::ExprKind;
    matches!(value.kind.as_ref(), ExprKind::Name(_) | ExprKind::Quoted(_))
}
