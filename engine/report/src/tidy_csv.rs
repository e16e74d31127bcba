//! Results as CSV: one figure or verdict a row, for machines and for spreadsheets.
//!
//! In: a run or a judgement. Out: CSV with a column an axis; for machines with commas, points and bare line ends, or in the
//! Danish dialect with semicolons, decimal commas and a byte order mark, as a Danish spreadsheet opens it. Text that a
//! spreadsheet would run as a formula is defused. Not here: which values (`ramme_eval`), their spelling (`json::value`).

use crate::json::value::{Scalar, exact_form, level_of, scalar, times, unit_of};
use crate::sentence;
use ramme_eval::result::{Belongs, CellValue, Deadline, Judgement, Output, OutputCell, RunResult, Verdict};
use ramme_rulebook::model::Type;
use ramme_value::Lang;
use std::io::{self, Write};

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// Commas and decimal points, UTF-8.
    #[default]
    Plain,
    /// Semicolons and decimal commas, UTF-8 with a byte order mark.
    Danish,
}

/// A field, by what it is.
enum Field {
    Words(String),
    Number(String),
}

impl Field {
    fn words(text: impl Into<String>) -> Field {
        Field::Words(text.into())
    }

    fn blank() -> Field {
        Field::Words(String::new())
    }

    fn scalar(value: &Scalar) -> Field {
        match value {
            Scalar::Text(t) if is_number(t) => Field::Number(t.clone()),
            Scalar::Text(t) => Field::Words(t.clone()),
            Scalar::Whole(n) => Field::Number(n.to_string()),
            Scalar::YesNo(yes) => Field::words(if *yes { "yes" } else { "no" }),
            Scalar::Null => Field::blank(),
        }
    }

    fn float(x: f64) -> Field {
        Field::Number(x.to_string())
    }

    fn text(&self, dialect: Dialect) -> String {
        match (self, dialect) {
            (Field::Words(text), _) => defused(text),
            (Field::Number(text), Dialect::Plain) => text.clone(),
            (Field::Number(text), Dialect::Danish) => text.replace('.', ","),
        }
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Text that no spreadsheet runs: what begins like a formula has an apostrophe before it.
#[must_use]
pub fn defused(text: &str) -> String {
    let visible: String =
        text.chars().map(|c| if matches!(c, '\r' | '\n' | '\t') { ' ' } else { c }).collect();
    let visible = crate::number::visible(&visible);
    if visible.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
    {
        return format!("'{visible}");
    }
    visible
}

fn written(rows: impl Iterator<Item = Vec<Field>>, dialect: Dialect) -> String {
    let mut out = start(dialect).to_owned();
    rows.for_each(|row| out.push_str(&line(&row, dialect)));
    out
}

/// What a file begins with.
fn start(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Plain => "",
        Dialect::Danish => "\u{feff}",
    }
}

fn line(row: &[Field], dialect: Dialect) -> String {
    let (between, end) = match dialect {
        Dialect::Plain => (',', "\n"),
        Dialect::Danish => (';', "\r\n"),
    };
    let mut out = String::new();
    for (i, field) in row.iter().enumerate() {
        if i > 0 {
            out.push(between);
        }
        let text = field.text(dialect);
        if text.contains([between, '"']) || text.starts_with(' ') || text.ends_with(' ') {
            out.push('"');
            out.push_str(&text.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&text);
        }
    }
    out.push_str(end);
    out
}

/// Each axis once, in order of appearance.
fn axes<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for axis in all {
        if !seen.contains(&axis) {
            seen.push(axis);
        }
    }
    seen
}

/// Writes the values of a run, a row each, as they are made.
///
/// # Errors
/// What the writer says.
pub fn run_to(out: &mut dyn Write, result: &RunResult, dialect: Dialect, lang: Lang) -> io::Result<()> {
    let axes = axes(result.values.iter().flat_map(|o| o.axes.iter().map(String::as_str)));
    let mut levels: Vec<f64> = Vec::new();
    for cell in result.values.iter().flat_map(|o| &o.cells) {
        if let CellValue::Draws(summary) = &cell.value {
            let new = summary.quantiles.iter().map(|(l, _)| *l);
            levels.extend(
                new.filter(|l| !levels.iter().any(|held| held.total_cmp(l).is_eq())).collect::<Vec<_>>(),
            );
        }
    }
    levels.sort_by(f64::total_cmp);
    let mut head: Vec<Field> = vec![Field::words("name")];
    head.extend(axes.iter().map(|a| Field::words(*a)));
    head.extend(["unit", "price_level", "kind", "value", "exact", "low", "high", "mean"].map(Field::words));
    head.extend(levels.iter().map(|l| Field::words(format!("q_{l}"))));
    head.extend(["missing", "place"].map(Field::words));
    out.write_all(start(dialect).as_bytes())?;
    out.write_all(line(&head, dialect).as_bytes())?;
    for (output, cell) in result.values.iter().flat_map(|o| o.cells.iter().map(move |cell| (o, cell))) {
        out.write_all(line(&value_row(output, cell, &axes, &levels, lang), dialect).as_bytes())?;
    }
    Ok(())
}

fn value_row(output: &Output, cell: &OutputCell, axes: &[&str], levels: &[f64], lang: Lang) -> Vec<Field> {
    let ty = &output.ty;
    let key = |axis: &&str| output.axes.iter().position(|a| a == axis).and_then(|i| cell.keys.get(i));
    let mut row = vec![Field::words(&output.name)];
    row.extend(axes.iter().map(|a| Field::words(key(a).cloned().unwrap_or_default())));
    row.extend(unit_fields(Some(ty)));
    let (kind, value, exact) = match &cell.value {
        CellValue::Exact(v) => ("actual", Field::scalar(&scalar(v, ty)), exact_form(v, ty)),
        CellValue::Missing(_) => ("actual", Field::blank(), None),
        CellValue::Draws(_) => ("forecast", Field::blank(), None),
    };
    row.extend([Field::words(kind), value, Field::words(exact.unwrap_or_default())]);
    match &cell.range {
        Some((low, high)) => row.extend([low, high].map(|x| Field::scalar(&scalar(x, ty)))),
        None => row.extend([Field::blank(), Field::blank()]),
    }
    let times = times(unit_of(ty));
    match &cell.value {
        CellValue::Draws(summary) => {
            row.push(Field::float(summary.mean * times));
            let at = |level: &f64| summary.quantiles.iter().find(|(l, _)| l.total_cmp(level).is_eq());
            row.extend(levels.iter().map(|l| at(l).map_or(Field::blank(), |(_, x)| Field::float(x * times))));
        }
        _ => row.extend((0..=levels.len()).map(|_| Field::blank())),
    }
    let missing: Vec<&str> = match &cell.value {
        CellValue::Missing(why) => why.iter().map(|n| lang.pick(n.en.as_str(), n.da.as_str())).collect(),
        _ => Vec::new(),
    };
    row.extend([Field::words(missing.join("; ")), Field::words(cell.place.clone().unwrap_or_default())]);
    row
}

fn unit_fields(ty: Option<&Type>) -> [Field; 2] {
    let unit = ty.and_then(unit_of).map(ToString::to_string).unwrap_or_default();
    let level = ty.and_then(level_of).unwrap_or_default();
    [Field::words(unit), Field::words(level)]
}

/// The verdicts of a judgement, a row each: rules, then targets.
#[must_use]
pub fn comply(judgement: &Judgement, dialect: Dialect, lang: Lang) -> String {
    let all = || judgement.results.iter().chain(&judgement.targets);
    let axes = axes(all().flat_map(|v| v.subject.iter().map(|(axis, _)| axis.as_str())));
    let mut head = vec![Field::words("rule"), Field::words("kind")];
    head.extend(axes.iter().map(|a| Field::words(*a)));
    let names = [
        "verdict",
        "measured",
        "limit",
        "excess",
        "unit",
        "price_level",
        "clause",
        "cites",
        "message",
        "addressee",
        "missing",
        "place",
        "name",
        "belongs_to",
        "belongs_to_key",
        "belongs_to_name",
        "deadline",
        "adopted",
    ];
    head.extend(names.map(Field::words));
    let mut rows = vec![head];
    rows.extend(judgement.results.iter().map(|v| verdict_row(v, "rule", &axes, lang)));
    rows.extend(judgement.targets.iter().map(|v| verdict_row(v, "target", &axes, lang)));
    written(rows.into_iter(), dialect)
}

fn verdict_row(verdict: &Verdict, kind: &str, axes: &[&str], lang: Lang) -> Vec<Field> {
    let mut row = vec![Field::words(&verdict.rule), Field::words(kind)];
    let key = |axis: &&str| verdict.subject.iter().find(|(a, _)| a == axis).map(|(_, key)| key.clone());
    row.extend(axes.iter().map(|a| Field::words(key(a).unwrap_or_default())));
    row.push(Field::words(crate::json::word(verdict.outcome)));
    let ty = verdict.ty.as_ref();
    for side in [&verdict.measured, &verdict.limit, &verdict.excess] {
        let said = side.as_ref().zip(ty).map(|(v, ty)| Field::scalar(&scalar(v, ty)));
        row.push(said.unwrap_or(Field::blank()));
    }
    row.extend(unit_fields(ty));
    let cites: Vec<String> = verdict.cites.iter().map(|c| crate::comply_report::cited(c, lang)).collect();
    let missing: Vec<&str> =
        verdict.missing.iter().map(|n| lang.pick(n.en.as_str(), n.da.as_str())).collect();
    row.extend([
        Field::words(&verdict.clause),
        Field::words(cites.join("; ")),
        Field::words(sentence::of(verdict, lang)),
        Field::words(verdict.addressee.clone().unwrap_or_default()),
        Field::words(missing.join("; ")),
        Field::words(verdict.place.clone().unwrap_or_default()),
        Field::words(verdict.name.clone().unwrap_or_default()),
    ]);
    let belongs = verdict.belongs.as_ref();
    let of = |part: fn(&Belongs) -> String| Field::words(belongs.map(part).unwrap_or_default());
    row.extend([of(|b| b.entity.clone()), of(|b| b.key.clone()), of(|b| b.name.clone().unwrap_or_default())]);
    let deadline = match verdict.deadline {
        Some(Deadline::Day(day)) => day.to_string(),
        Some(Deadline::NotKnown) | None => String::new(),
    };
    let adopted = verdict.adopted.iter().map(|a| format!("{} ({})", a.reading, a.awaited.status.name()));
    row.extend([Field::words(deadline), Field::words(adopted.collect::<Vec<_>>().join("; "))]);
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_defused() {
        for (text, safe) in [
            ("=cmd()", "'=cmd()"),
            ("+1", "'+1"),
            ("-1+2", "'-1+2"),
            ("@x", "'@x"),
            ("  =x", "'  =x"),
            ("\t=x", "' =x"),
            ("Egely", "Egely"),
            ("a\u{202e}b", "a\u{fffd}b"),
        ] {
            assert_eq!(defused(text), safe);
        }
    }

    #[test]
    fn dialects_differ_in_marks_only() {
        let rows = vec![vec![Field::words("a;b"), Field::Number("-1234.50".to_owned()), Field::words("=x")]];
        assert_eq!(line(&rows[0], Dialect::Plain), "a;b,-1234.50,'=x\n");
        assert_eq!(written(rows.into_iter(), Dialect::Danish), "\u{feff}\"a;b\";-1234,50;'=x\r\n");
    }
}
