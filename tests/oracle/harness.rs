//! Both evaluators over the same rulebook and data, held against each other.

use crate::eval::{Fault, Judged, Known, Oracle};
use crate::tape::Tape;
use crate::value::{Number, Val, decimal, whole};
use crate::world::{Cell, World, day_number};
use num_bigint::BigInt;
use ramme_diag::{Code, Diagnostic, Lang, Limits, SourceMap};
use ramme_eval::result::{CellValue, Exact, RunResult, Verdict, VerdictKind};
use ramme_eval::scenario::Scenario;
use ramme_eval::{Job, run};
use ramme_rulebook::model::{Axis, AxisName, DefinitionId, GroupId, ReadingId, Rulebook, Shape, Type};
use ramme_value::Date;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A rulebook with the texts that it was read from.
pub struct Read {
    pub sources: SourceMap,
    pub book: Rulebook,
    /// Everything that the checker says, as `code message`.
    pub said: Vec<(Code, String)>,
}

/// To when knowledge is pinned, and which readings are chosen.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    pub known_on: Option<Date>,
    pub readings: Vec<ReadingId>,
}

impl Choice {
    /// Any reading of each group, or its default; now and then knowledge is pinned.
    pub fn random(book: &Rulebook, tape: &mut Tape) -> Choice {
        if tape.pick(3) == 2 {
            let known_on = Date::from_ymd(2019 + tape.pick(7) as i32, 1 + tape.pick(12) as u8, 1);
            return Choice { known_on, readings: Vec::new() };
        }
        let groups = book.groups.iter().enumerate();
        let readings = groups.filter_map(|(at, group)| {
            let member = tape.pick(group.members.len() + 1).checked_sub(1)? as u32;
            Some(ReadingId { group: GroupId(at as u32), member })
        });
        Choice { known_on: None, readings: readings.collect() }
    }
}

/// The rule files below a folder.
pub fn rule_files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rule_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "ramme") {
            out.push(path);
        }
    }
}

pub fn read_files(files: &[PathBuf]) -> Read {
    read(&files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect::<Vec<_>>())
}

/// Reads and checks texts.
pub fn read(texts: &[String]) -> Read {
    let mut sources = SourceMap::new();
    let mut trees = Vec::new();
    let mut problems: Vec<Diagnostic> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let id = sources.add(format!("{at}.ramme"), text.clone());
        let (tree, wrong) = ramme_syntax::parse(id, sources.text(id), &Limits::default());
        trees.push(tree);
        problems.extend(wrong);
    }
    let (book, wrong) = ramme_rulebook::build(&trees);
    problems.extend(wrong);
    let said = problems
        .iter()
        .map(|p| {
            let place = p.place().span().map_or("", |span| sources.slice(span));
            (p.code(), format!("{} [{place}]", p.message(Lang::En)))
        })
        .collect();
    Read { sources, book, said }
}

/// What the engine says.
pub fn engine(read: &Read, world: &World, choice: &Choice) -> Result<RunResult, Vec<Diagnostic>> {
    engine_by(read, world, choice, run)
}

/// What the engine says by one of its ways.
pub fn engine_by(
    read: &Read,
    world: &World,
    choice: &Choice,
    way: impl FnOnce(Job) -> Result<RunResult, Vec<Diagnostic>>,
) -> Result<RunResult, Vec<Diagnostic>> {
    let view = read.book.view(choice.known_on, &choice.readings)?;
    let years = format!("{}..{}", world.first, world.last);
    let text = format!("format = 1\ntitle = \"t\"\nrules = [\"r\"]\nyears = \"{years}\"\n");
    let mut sources = read.sources.clone();
    let file = sources.add("s.toml", text.clone());
    let scenario = Scenario::read(file, "s.toml", &text, &Limits::default())?;
    let mut data = world.dataset(&read.book);
    way(Job {
        book: &read.book,
        view: &view,
        sources: &read.sources,
        scenario: &scenario,
        data: &mut data,
        seed: 1,
        draws: 1,
    })
}

/// The keys of a cell as results have them: the row first, then what was declared after `by`.
pub fn keys(book: &Rulebook, world: &World, shape: &Shape, axes: &[AxisName], cell: &Cell) -> Vec<String> {
    let mut out: Vec<String> =
        shape.entity.zip(cell.0).map(|(e, row)| world.rows[e.index()][row].clone()).into_iter().collect();
    for axis in axes {
        match axis.axis {
            Axis::Period(_) => out.extend(cell.1.map(|year| year.to_string())),
            Axis::Set(set) => {
                let at = shape.sets.iter().position(|s| *s == set).unwrap();
                out.push(book.sets[set.index()].members[cell.2[at] as usize].clone());
            }
            Axis::Entity(_) => {}
        }
    }
    out
}

fn ratio(num: i128, den: i128) -> Number {
    Number::new(BigInt::from(num), BigInt::from(den))
}

/// A value of the oracle in the user's terms, beside one of the engine.
fn same(book: &Rulebook, world: &World, ty: &Type, ours: &Val, theirs: &Exact) -> bool {
    match (ours, theirs) {
        (Val::Yes(a), Exact::YesNo(b)) => a == b,
        (Val::Num(a), Exact::Dec(b)) => {
            let scale = if let Type::Num(num) = ty { num.stored_scale() } else { None };
            *a == decimal(*b) && scale.is_none_or(|s| s == b.scale())
        }
        (Val::Num(a), Exact::Count(b)) => *a == whole(*b),
        (Val::Num(a), Exact::Ratio(b)) => *a == ratio(b.num(), b.den()),
        (Val::Day(a), Exact::Date(b)) => *a == day_number(*b),
        (Val::Text(a), Exact::Text(b)) => a == b,
        (Val::Year(a), Exact::Text(b)) => a.to_string() == *b,
        (Val::Member(m), Exact::Text(b)) => match ty {
            Type::Member(set) => book.sets[set.index()].members[*m as usize] == *b,
            _ => false,
        },
        (Val::Row(row), Exact::Text(b)) => match ty {
            Type::Row(e) => world.rows[e.index()][*row] == *b,
            _ => false,
        },
        _ => false,
    }
}

/// What the engine's refusal has to be for a fault of the oracle.
fn code(fault: &Fault) -> Option<Code> {
    match fault {
        Fault::NoSuchDay => Some(Code::NoSuchDay),
        Fault::DateBeyondRange => Some(Code::DateBeyondRange),
        Fault::Tie => Some(Code::OrderTie),
        Fault::NotYet(_) => None,
        Fault::Clash => Some(Code::ExceptionsClash),
    }
}

/// Holds both against each other: value for value, missing for missing, verdict for verdict.
///
/// # Errors
/// The first difference, in words.
pub fn agree(read: &Read, world: &World, choice: &Choice) -> Result<(), String> {
    let errors: Vec<_> =
        read.said.iter().filter(|(c, _)| c.severity() == ramme_diag::Severity::Error).collect();
    // A total and its parts may meet in a sum by chance.
    if errors.iter().any(|(c, _)| *c == Code::TotalWithParts) {
        return Ok(());
    }
    if !errors.is_empty() {
        return Err(format!("the rulebook is refused: {errors:?}"));
    }
    let oracle = Oracle::new(&read.book, world, (choice.known_on, &choice.readings));
    match engine(read, world, choice) {
        Ok(result) => compare(read, world, &oracle, &result),
        Err(problems) => refused(read, world, &oracle, &problems),
    }
}

/// A run that stops is a fault for the oracle as well, or a number that does not fit 128 bits.
fn refused(read: &Read, world: &World, oracle: &Oracle, problems: &[Diagnostic]) -> Result<(), String> {
    let found = problems.first().map_or(Code::StepNotComputed, Diagnostic::code);
    if found == Code::Overflow || found == Code::ReadingNotKnown || found == Code::TooManyDayPieces {
        return Ok(());
    }
    for (at, d) in read.book.definitions.iter().enumerate().filter(|(_, d)| !d.for_a_day) {
        for cell in world.all_cells(&read.book, &d.shape) {
            match oracle.definition(DefinitionId(at as u32), &cell) {
                Err(fault) if code(&fault).is_none_or(|c| c == found) => return Ok(()),
                _ => {}
            }
        }
    }
    Err(format!("the engine stops with {found:?}, and the oracle doesn't: {}", problems[0].message(Lang::En)))
}

fn compare(read: &Read, world: &World, oracle: &Oracle, result: &RunResult) -> Result<(), String> {
    let book = &read.book;
    for (at, d) in book.definitions.iter().enumerate().filter(|(_, d)| !d.for_a_day) {
        let id = DefinitionId(at as u32);
        let output = result.values.iter().find(|o| o.name == d.name);
        let cells = output.map_or(&[][..], |o| &o.cells);
        let mut found: BTreeMap<&[String], &CellValue> =
            cells.iter().map(|c| (c.keys.as_slice(), &c.value)).collect();
        for cell in world.all_cells(book, &d.shape) {
            let there = d.shape.entity.zip(cell.0).is_none_or(|(e, row)| world.exists(e, row, cell.1));
            let keys = keys(book, world, &d.shape, &d.axes, &cell);
            let theirs = found.remove(keys.as_slice());
            let fits = match (oracle.definition(id, &cell), theirs) {
                (Err(Fault::NotYet(_)), _) => true,
                (Err(_), _) => !there,
                (Ok(Some(a)), Some(CellValue::Exact(b))) => there && same(book, world, &d.ty, &a, b),
                (Ok(None), Some(CellValue::Missing(_))) => there && oracle.is_in_force(id, &cell),
                // A row that no data mention is left out, and so is what no clause is in force for.
                (Ok(None), None) => true,
                _ => false,
            };
            if !fits {
                return Err(format!(
                    "{}{keys:?} (exists: {there}): oracle {}, engine {theirs:?}",
                    d.name,
                    shown(&oracle.definition(id, &cell))
                ));
            }
        }
        if let Some((keys, value)) = found.into_iter().next() {
            return Err(format!("{}{keys:?} is none of the oracle's cells: {value:?}", d.name));
        }
    }
    verdicts(read, world, oracle, result)
}

fn shown(value: &Result<Known, Fault>) -> String {
    match value {
        Ok(Some(Val::Num(n))) => n.to_string(),
        other => format!("{other:?}"),
    }
}

fn verdicts(read: &Read, world: &World, oracle: &Oracle, result: &RunResult) -> Result<(), String> {
    let book = &read.book;
    let all: Vec<&Verdict> = result.judgement.results.iter().chain(&result.judgement.targets).collect();
    for rule in &book.rules {
        let mut found: BTreeMap<Vec<String>, &Verdict> = all
            .iter()
            .filter(|v| v.rule == rule.name)
            .map(|v| (v.subject.iter().map(|(_, key)| key.clone()).collect(), *v))
            .collect();
        for cell in world.all_cells(book, &rule.shape) {
            let keys = keys(book, world, &rule.shape, &rule.axes, &cell);
            let theirs = found.remove(&keys);
            let fits = match (oracle.judge(rule, &cell), theirs) {
                (Err(Fault::NotYet(_)), _) | (Ok(None), None) => true,
                (Ok(Some(a)), Some(b)) => a.outcome == word(b.outcome) && sides(book, world, &a, b),
                _ => false,
            };
            if !fits {
                let ours = oracle.judge(rule, &cell);
                return Err(format!("{}{keys:?}: oracle {ours:?}, engine {theirs:?}", rule.name));
            }
        }
        if let Some((keys, _)) = found.into_iter().next() {
            return Err(format!("{}{keys:?} is judged by the engine alone", rule.name));
        }
    }
    Ok(())
}

fn word(kind: VerdictKind) -> &'static str {
    match kind {
        VerdictKind::Complies => "complies",
        VerdictKind::Explained => "explained",
        VerdictKind::Breach => "breach",
        VerdictKind::Undetermined => "undetermined",
        VerdictKind::Met => "met",
        VerdictKind::NotMet => "not met",
    }
}

/// Measured and limit, where the rule is one comparison of numbers; how far over is their difference.
fn sides(book: &Rulebook, world: &World, ours: &Judged, theirs: &Verdict) -> bool {
    let Some((left, right)) = &ours.sides else { return true };
    let fits = |a: &Known, b: &Option<Exact>| match (a, b) {
        (Some(a), Some(b)) => same(book, world, &Type::Text, a, b),
        (None, None) => true,
        _ => false,
    };
    let over = match (left, right, &theirs.excess) {
        (Some(Val::Num(a)), Some(Val::Num(b)), Some(excess)) => {
            let difference = if a > b { a - b } else { b - a };
            same(book, world, &Type::Text, &Val::Num(difference), excess)
        }
        _ => true,
    };
    fits(left, &theirs.measured) && fits(right, &theirs.limit) && over
}
