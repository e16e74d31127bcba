//! Tests that stand in rule files: given, chosen, expected.
//!
//! In: a rulebook with its tests. Out: a report a test, with a diagnostic for each expectation that was not met. A test is
//! evaluated by the same plan and kernels as a scenario. Not here: how reports are printed.

mod coverage;
mod given;

pub use coverage::{Branch, Coverage, Covered, coverage};

#[cfg(test)]
pub(crate) use given::dataset as dataset_of;

use ramme_diag::{Code, Diagnostic, SourceMap, Span, Text};
use ramme_rulebook::View;
use ramme_rulebook::model::{
    Axis, AxisName, KeyValue, ReadingId, Rulebook, Shape, Symbol, Test, TestExpect, TestOutcome, TestVerdict,
    Type, Value,
};
use ramme_value::{Date, Ratio};
use std::collections::BTreeMap;

use crate::judge::verdicts;
use crate::name::named;
use crate::output::Reading;
use crate::plan::{OutputName, Plan, Question, plan};
use crate::result::{CellValue, Exact, Note, Verdict, VerdictKind};
use crate::run::asked_in_blocks;
use crate::run::env::Env;
use crate::spell::spell;

/// What came of a test.
#[derive(Debug)]
pub struct TestReport {
    /// What it shows.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// How many expectations it has.
    pub expectations: usize,
    /// What was not met; empty where it passed.
    pub failures: Vec<Diagnostic>,
}

/// Runs the tests of a rulebook whose names contain `filter`.
#[must_use]
pub fn test(book: &Rulebook, sources: &SourceMap, filter: Option<&str>) -> Vec<TestReport> {
    let wanted = |t: &&Test| filter.is_none_or(|f| t.name.contains(f));
    let mut views = Views::default();
    book.tests
        .iter()
        .filter(wanted)
        .map(|t| TestReport {
            name: t.name.clone(),
            span: t.span,
            expectations: t.expects.len(),
            failures: one(book, sources, t, &mut views).unwrap_or_else(|problems| problems),
        })
        .collect()
}

/// Views of a rulebook, each made once: a view looks at every clause, and most tests look alike.
#[derive(Default)]
struct Views(BTreeMap<Chosen, Result<View, Vec<Diagnostic>>>);

/// The day of knowledge and the readings of a test.
type Chosen = (Option<Date>, Vec<ReadingId>);

impl Views {
    fn of(&mut self, book: &Rulebook, test: &Test) -> Result<&View, Vec<Diagnostic>> {
        let key = (test.known_on, test.readings.clone());
        let view = self.0.entry(key).or_insert_with(|| book.view(test.known_on, &test.readings));
        view.as_ref().map_err(Clone::clone)
    }
}

fn one(
    book: &Rulebook,
    sources: &SourceMap,
    test: &Test,
    views: &mut Views,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let view = views.of(book, test)?;
    let mut data = given::dataset(book, test);
    let question = asked(test);
    let plan = plan(book, view, &question, &mut data.texts)?;
    let env = Env::new(book, view, &plan, &data);
    let columns = asked_in_blocks(&env).map_err(|d| vec![d])?;
    let years = (data.years.first, data.years.year(data.years.count.saturating_sub(1)));
    let reading = Reading { env: &env, exact: &columns, ranges: None, texts: &data.texts, years };
    let check = Check { reading: &reading, sources, plan: &plan };
    Ok(test.expects.iter().filter_map(|e| check.expect(e)).collect())
}

fn asked(test: &Test) -> Question {
    let mut question = Question::default();
    for e in &test.expects {
        match e.symbol {
            Symbol::Definition(id) => question.outputs.push(OutputName::Definition(id)),
            Symbol::Input(id) => question.outputs.push(OutputName::Input(id)),
            Symbol::Rule(id) => question.rules.push(id),
            _ => {}
        }
    }
    question.outputs.sort();
    question.outputs.dedup();
    question.rules.sort();
    question.rules.dedup();
    question
}

struct Check<'a> {
    reading: &'a Reading<'a>,
    sources: &'a SourceMap,
    plan: &'a Plan,
}

impl Check<'_> {
    /// The diagnostic of an expectation that was not met.
    fn expect(&self, e: &TestExpect) -> Option<Diagnostic> {
        match e.symbol {
            Symbol::Rule(id) => {
                let rule = self.reading.env.book.rules.get(id.index())?;
                let keys = self.keys(e, &rule.axes);
                let plan = self.plan.rules.iter().find(|r| r.rule == id)?;
                let all = verdicts(self.reading, self.sources, plan);
                let found = all.iter().find(|v| v.subject.iter().map(|(_, k)| k).eq(keys.iter()));
                self.verdict(e, &named(&rule.name, &keys), found)
            }
            Symbol::Definition(id) => {
                let d = self.reading.env.book.definitions.get(id.index())?;
                self.value(e, OutputName::Definition(id), (&d.name, &d.ty, &d.axes, &d.shape))
            }
            Symbol::Input(id) => {
                let i = self.reading.env.book.inputs.get(id.index())?;
                self.value(e, OutputName::Input(id), (&i.name, &i.ty, &i.axes, &i.shape))
            }
            _ => None,
        }
    }

    /// The keys of the expected cell in the order in which outputs have them.
    fn keys(&self, e: &TestExpect, axes: &[AxisName]) -> Vec<String> {
        let mut keys: Vec<String> = e.row.clone().into_iter().collect();
        let by = axes.iter().filter(|a| !matches!(a.axis, Axis::Entity(_)));
        keys.extend(by.zip(&e.keys).map(|(a, k)| match (a.axis, k) {
            (_, KeyValue::Period(p)) => p.to_string(),
            (Axis::Set(s), KeyValue::Member(m)) => {
                let set = self.reading.env.book.sets.get(s.index());
                set.and_then(|x| x.members.get(*m as usize)).cloned().unwrap_or_default()
            }
            (_, KeyValue::Member(m)) => m.to_string(),
        }));
        keys
    }

    fn value(
        &self,
        e: &TestExpect,
        name: OutputName,
        (title, ty, axes, _): (&str, &Type, &[AxisName], &Shape),
    ) -> Option<Diagnostic> {
        let keys = self.keys(e, axes);
        let (_, step) = self.plan.outputs.iter().find(|(o, _)| *o == name)?;
        let output = self.reading.output(name, *step, &|_, _| None)?;
        let cell = output.cells.iter().find(|c| c.keys == keys);
        let met = match (&e.outcome, cell.map(|c| &c.value)) {
            (TestOutcome::Value(v), Some(CellValue::Exact(x))) => equal(self.reading, v, x),
            (TestOutcome::Missing(causes), Some(CellValue::Missing(notes))) => named_in(causes, notes),
            (TestOutcome::Missing(causes), None) => causes.is_empty(),
            _ => false,
        };
        if met {
            return None;
        }
        let expected = match &e.outcome {
            TestOutcome::Value(v) => Text::same(spell(&exact_value(self.reading, v), ty)),
            TestOutcome::Missing(c) => missing_text(c),
            TestOutcome::Verdict(_) => Text::both("a verdict", "en afgørelse"),
        };
        let found = match cell.map(|c| &c.value) {
            Some(CellValue::Exact(x)) => Text::same(spell(x, ty)),
            Some(CellValue::Missing(notes)) => missing_notes(notes),
            _ => Text::both("not there", "der ikke"),
        };
        let failed = Diagnostic::new(Code::ExpectationFailed)
            .arg("name", named(title, &keys))
            .arg("expected", expected)
            .arg("found", found);
        Some(failed.at(e.span))
    }

    fn verdict(&self, e: &TestExpect, name: &str, found: Option<&Verdict>) -> Option<Diagnostic> {
        let TestOutcome::Verdict(expected) = &e.outcome else { return None };
        let kind = found.map(|v| v.outcome);
        let met = match (expected, found) {
            (TestVerdict::NotJudged, None) => true,
            (TestVerdict::Breached(by), Some(v)) if v.outcome == VerdictKind::Breach => {
                by.is_none_or(|d| v.excess.as_ref().is_some_and(|x| equal(self.reading, &Value::Dec(d), x)))
            }
            (TestVerdict::Undetermined(causes), Some(v)) if v.outcome == VerdictKind::Undetermined => {
                named_in(causes, &v.missing)
            }
            (TestVerdict::Complies, _) => kind == Some(VerdictKind::Complies),
            (TestVerdict::Explained, _) => kind == Some(VerdictKind::Explained),
            (TestVerdict::Met, _) => kind == Some(VerdictKind::Met),
            (TestVerdict::NotMet, _) => kind == Some(VerdictKind::NotMet),
            _ => false,
        };
        if met {
            return None;
        }
        let failed = Diagnostic::new(Code::VerdictDiffers)
            .arg("name", name)
            .arg("expected", expected_text(expected, found.and_then(|v| v.ty.as_ref())))
            .arg(
                "found",
                found.map_or_else(|| Text::both("that it is not judged", "at den ikke bedømmes"), found_text),
            );
        Some(failed.at(e.span))
    }
}

/// The causes that a test names are all among those found.
fn named_in(causes: &[String], notes: &[Note]) -> bool {
    causes.iter().all(|c| notes.iter().any(|n| n.en.contains(c.as_str())))
}

fn missing_text(causes: &[String]) -> Text {
    let list = causes.join(", ");
    Text::both(format!("missing {list}"), format!("manglende {list}"))
}

fn missing_notes(notes: &[Note]) -> Text {
    let join = |f: fn(&Note) -> &str| notes.iter().map(f).collect::<Vec<_>>().join("; ");
    Text::both(format!("missing: {}", join(|n| &n.en)), format!("manglende: {}", join(|n| &n.da)))
}

fn verdict_words(kind: VerdictKind) -> (&'static str, &'static str) {
    match kind {
        VerdictKind::Complies => ("complies", "overholdt"),
        VerdictKind::Explained => ("explained", "forklaret"),
        VerdictKind::Breach => ("breached", "overskredet"),
        VerdictKind::Undetermined => ("undetermined", "uafklaret"),
        VerdictKind::Met => ("met", "nået"),
        VerdictKind::NotMet => ("not met", "ikke nået"),
    }
}

fn expected_text(v: &TestVerdict, ty: Option<&Type>) -> Text {
    let (kind, by) = match v {
        TestVerdict::Complies => (VerdictKind::Complies, None),
        TestVerdict::Explained => (VerdictKind::Explained, None),
        TestVerdict::Breached(by) => (VerdictKind::Breach, *by),
        TestVerdict::Undetermined(causes) if !causes.is_empty() => {
            let list = causes.join(", ");
            return Text::both(
                format!("undetermined, missing {list}"),
                format!("uafklaret, da {list} mangler"),
            );
        }
        TestVerdict::Undetermined(_) => (VerdictKind::Undetermined, None),
        TestVerdict::Met => (VerdictKind::Met, None),
        TestVerdict::NotMet => (VerdictKind::NotMet, None),
        TestVerdict::NotJudged => return Text::both("not judged", "ikke bedømt"),
    };
    let by = by.map(|d| ty.map_or_else(|| d.to_string(), |t| spell(&Exact::Dec(d), t)));
    worded(kind, by)
}

fn found_text(v: &Verdict) -> Text {
    let by = v.excess.as_ref().zip(v.ty.as_ref()).map(|(x, t)| spell(x, t));
    let mut text = worded(v.outcome, by);
    if v.outcome == VerdictKind::Undetermined {
        let missing = missing_notes(&v.missing);
        text = Text::both(format!("{}, {}", text.en, missing.en), format!("{}, {}", text.da, missing.da));
    }
    text
}

fn worded(kind: VerdictKind, by: Option<String>) -> Text {
    let (en, da) = verdict_words(kind);
    match by {
        Some(by) => Text::both(format!("{en} by {by}"), format!("{da} med {by}")),
        None => Text::both(en, da),
    }
}

/// A value as results have it.
fn exact_value(r: &Reading, v: &Value) -> Exact {
    match v {
        Value::YesNo(b) => Exact::YesNo(*b),
        Value::Dec(d) => Exact::Dec(*d),
        Value::Date(d) => Exact::Date(*d),
        Value::Text(t) => Exact::Text(t.clone()),
        Value::Period(_, index) => Exact::Text(index.to_string()),
        Value::Member(s, m) => {
            let set = r.env.book.sets.get(s.index());
            Exact::Text(set.and_then(|x| x.members.get(*m as usize)).cloned().unwrap_or_default())
        }
    }
}

/// Equal as values: decimals across scales, ratios exactly.
fn equal(r: &Reading, expected: &Value, found: &Exact) -> bool {
    match (expected, found) {
        (Value::Dec(a), Exact::Ratio(b)) => b.cmp(&Ratio::from_decimal(*a)).is_eq(),
        (Value::Dec(a), Exact::Count(n)) => *a == ramme_value::Decimal::whole(*n),
        _ => exact_value(r, expected) == *found,
    }
}
