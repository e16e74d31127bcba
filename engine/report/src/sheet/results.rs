//! The sheets of values: results, what lies between them and the data, and the data that were read.
//!
//! In: a run and its book. Out: a row a value, exact figures as numbers or formulas, drawn ones as mean and quantiles. Not
//! here: the overview that a reader starts with.

use super::book::{Book, Held, Sheet, address, letters};
use super::page::{Page, column};
use crate::json::value::{level_of, unit_of};
use crate::number::{Magnitude, unit_word};
use ramme_eval::result::{CellValue, Exact, Output, OutputCell, RunResult};
use ramme_rulebook::model::Type;
use ramme_value::Lang;
use rust_xlsxwriter::XlsxError;

/// So many notes a sheet has; the same words stand in a column beside the values.
const MOST_NOTES: usize = 3_000;
/// Figures with more digits than this are kept by a spreadsheet to 15 digits only.
const EXACT_TO: f64 = 9e15;

/// Which axes there are, over all outputs, each once.
fn axes(result: &RunResult) -> Vec<&str> {
    let mut seen: Vec<&str> = Vec::new();
    for axis in result.values.iter().flat_map(|o| &o.axes) {
        if !seen.contains(&axis.as_str()) {
            seen.push(axis);
        }
    }
    seen
}

/// The levels of quantiles that any value has.
fn levels(result: &RunResult) -> Vec<f64> {
    let mut levels: Vec<f64> = Vec::new();
    for cell in result.values.iter().flat_map(|o| &o.cells) {
        if let CellValue::Draws(summary) = &cell.value {
            for (level, _) in &summary.quantiles {
                if !levels.iter().any(|held| held.total_cmp(level).is_eq()) {
                    levels.push(*level);
                }
            }
        }
    }
    levels.sort_by(f64::total_cmp);
    levels
}

/// The column of the values of results.
pub(crate) fn value_column(result: &RunResult) -> u16 {
    column(axes(result).len()).saturating_add(4)
}

/// Where every cell of the three sheets stands.
pub(crate) fn place(result: &RunResult, book: &mut Book) {
    let col = value_column(result);
    let mut row = 1_u32;
    for output in &result.values {
        for cell in &output.cells {
            let key = (output.name.clone(), cell.keys.clone(), "result".to_owned());
            if let Some(held) = book.index.get(&key).and_then(|at| book.cells.get_mut(*at)) {
                held.at = (row, col);
            }
            row = row.saturating_add(1);
        }
    }
    for (sheet, col) in [(Sheet::Trace, 4), (Sheet::Data, 4)] {
        let mut row = 2_u32;
        for held in book.cells.iter_mut().filter(|c| c.sheet == sheet) {
            held.at = (row, col);
            row = row.saturating_add(1);
        }
    }
}

/// A word for a unit, as it stands in its column.
pub(crate) fn unit_said(ty: &Type, lang: Lang) -> String {
    unit_of(ty).map(|unit| unit_word(unit, Magnitude::One, lang)).unwrap_or_default()
}

fn heads(result: &RunResult, axes: &[&str], lang: Lang) -> Vec<String> {
    let mut heads = vec![lang.pick("name", "navn").to_owned()];
    heads.extend(axes.iter().map(|axis| (*axis).to_owned()));
    heads.extend(
        [
            lang.pick("unit", "enhed"),
            lang.pick("price level", "prisniveau"),
            lang.pick("kind", "art"),
            lang.pick("value", "v\u{e6}rdi"),
            lang.pick(
                "least, by rounding of published figures",
                "mindst, efter afrunding af offentliggjorte tal",
            ),
            lang.pick("most", "h\u{f8}jst"),
            lang.pick("mean", "middel"),
        ]
        .map(str::to_owned),
    );
    heads.extend(
        levels(result)
            .iter()
            .map(|l| lang.pick(format!("quantile {l}"), format!("fraktil {l}").replace('.', ","))),
    );
    heads.extend(
        [
            lang.pick("formula", "formel"),
            lang.pick("missing because", "mangler fordi"),
            lang.pick("clauses", "bestemmelser"),
            lang.pick("place in the data", "sted i data"),
            lang.pick("rests on readings", "hviler p\u{e5} l\u{e6}sninger"),
        ]
        .map(str::to_owned),
    );
    heads
}

/// The sheet of results.
pub(crate) fn write(page: &mut Page<'_>, result: &RunResult, book: &Book) -> Result<(), XlsxError> {
    let lang = page.faces.lang;
    let (axes, levels) = (axes(result), levels(result));
    let heads = heads(result, &axes, lang);
    let mut widths = vec![28.0];
    widths.extend(axes.iter().map(|_| 14.0));
    widths.extend([14.0, 14.0, 10.0, 22.0, 20.0, 20.0, 22.0]);
    widths.extend(levels.iter().map(|_| 22.0));
    widths.extend([10.0, 40.0, 46.0, 30.0, 24.0]);
    page.widths(&widths)?;
    page.heads(&heads)?;
    page.sheet.set_freeze_panes(1, 1)?;
    let mut notes = 0_usize;
    for output in &result.values {
        for cell in &output.cells {
            notes = row(page, book, (output, cell), (&axes, &levels), notes)?;
            page.down();
        }
    }
    let last = page.row.saturating_sub(1).max(1);
    page.sheet.autofilter(0, 0, last, column(heads.len().saturating_sub(1)))?;
    Ok(())
}

fn row(
    page: &mut Page<'_>,
    book: &Book,
    (output, cell): (&Output, &OutputCell),
    (axes, levels): (&[&str], &[f64]),
    notes: usize,
) -> Result<usize, XlsxError> {
    let lang = page.faces.lang;
    page.text(0, &output.name)?;
    for (at, axis) in axes.iter().enumerate() {
        if let Some(key) = output.axes.iter().position(|a| a == axis).and_then(|i| cell.keys.get(i)) {
            page.text(column(at).saturating_add(1), key)?;
        }
    }
    let mut col = column(axes.len()).saturating_add(1);
    let mut next = || {
        let at = col;
        col = col.saturating_add(1);
        at
    };
    page.text(next(), &unit_said(&output.ty, lang))?;
    page.text(next(), &level_of(&output.ty).unwrap_or_default())?;
    let kind = match &cell.value {
        CellValue::Draws(_) => lang.pick("forecast", "prognose"),
        CellValue::Missing(_) => lang.pick("missing", "mangler"),
        CellValue::Exact(_) => lang.pick("actual", "faktisk"),
    };
    page.text(next(), kind)?;
    let value = next();
    let held = book.find(&output.name, &cell.keys);
    let live = value_cell(page, value, cell, &output.ty, held.map(|h| (h, book)))?;
    for (at, end) in
        [(next(), cell.range.as_ref().map(|r| &r.0)), (next(), cell.range.as_ref().map(|r| &r.1))]
    {
        if let Some(end) = end {
            page.typed(at, end, Some(&output.ty))?;
        }
    }
    let mean = next();
    if let CellValue::Draws(summary) = &cell.value {
        let format = page.faces.drawn(&output.ty);
        page.number(mean, summary.mean, &format)?;
        for (at, level) in levels.iter().enumerate() {
            if let Some((_, x)) = summary.quantiles.iter().find(|(l, _)| l.total_cmp(level).is_eq()) {
                page.number(mean.saturating_add(1).saturating_add(column(at)), *x, &format)?;
            }
        }
    }
    col = mean.saturating_add(1).saturating_add(column(levels.len()));
    let mut next = || {
        let at = col;
        col = col.saturating_add(1);
        at
    };
    page.text(next(), if live { lang.pick("yes", "ja") } else { "" })?;
    let missing = match &cell.value {
        CellValue::Missing(why) => why.iter().map(|n| lang.pick(&n.en, &n.da).clone()).collect(),
        _ => Vec::new(),
    };
    page.text(next(), &missing.join("; "))?;
    page.text(next(), &output.clauses_of(cell).join("; "))?;
    page.text(next(), &cell.place.clone().unwrap_or_default())?;
    page.text(next(), &output.rests_on.join("; "))?;
    if notes >= MOST_NOTES {
        return Ok(notes);
    }
    let said = said(output, cell, held, lang);
    page.note(value, &said)?;
    Ok(notes.saturating_add(1))
}

/// A value as a formula, a number or text; true where it is a formula.
fn value_cell(
    page: &mut Page<'_>,
    col: u16,
    cell: &OutputCell,
    ty: &Type,
    held: Option<(&Held, &Book)>,
) -> Result<bool, XlsxError> {
    let CellValue::Exact(value) = &cell.value else { return Ok(false) };
    let format = page.faces.figure(Some(ty));
    let lang = page.faces.lang;
    if let Some((text, kept)) = held.and_then(|(held, book)| book.formula_of(held, lang)) {
        page.formula(col, &text, &kept, &format)?;
        return Ok(true);
    }
    page.exact(col, value, &format)?;
    Ok(false)
}

/// What a note on a value says.
fn said(output: &Output, cell: &OutputCell, held: Option<&Held>, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = held.map(|h| h.sources.clone()).unwrap_or_default();
    if lines.is_empty() {
        lines.extend(output.clauses_of(cell));
        lines.extend(cell.place.clone());
    }
    if let (CellValue::Exact(value @ (Exact::Dec(_) | Exact::Count(_))), Some(unit)) =
        (&cell.value, unit_of(&output.ty))
        && crate::model::approximate(value).is_some_and(|x| x.abs() >= EXACT_TO)
    {
        let exact = crate::number::with_unit(value, unit, 12, lang);
        lines.push(lang.pick(format!("exactly {exact}"), format!("n\u{f8}jagtigt {exact}")));
    }
    lines.truncate(12);
    lines
}

/// The sheet of what lies between: values that results rest on and that are not shown among them; then how it was made.
pub(crate) fn between(page: &mut Page<'_>, result: &RunResult, book: &Book) -> Result<(), XlsxError> {
    let lang = page.faces.lang;
    let intro = lang.pick(
        "Values that the results rest on, with the clause and citation that each follows from.",
        "V\u{e6}rdier, som resultaterne hviler p\u{e5}, med den bestemmelse og kilde, som hver f\u{f8}lger af.",
    );
    listed(page, book, Sheet::Trace, intro)?;
    page.down();
    let title = page.faces.head.clone();
    page.text_as(0, lang.pick("How this was made", "S\u{e5}dan er det lavet"), &title)?;
    page.down();
    for note in result.notes.iter().chain(&result.judgement.notes) {
        page.text(0, lang.pick(&note.en, &note.da))?;
        page.down();
    }
    for told in &result.forecasts {
        let fitted: Vec<String> = told.parameters.iter().map(|(n, x)| format!("{n} {x:.4}")).collect();
        let said = lang.pick(
            format!("{}: {} {} \u{2013} {}", told.name, told.method, fitted.join("; "), told.reason.en),
            format!(
                "{}: {} {} \u{2013} {}",
                told.name,
                told.method,
                fitted.join("; ").replace('.', ","),
                told.reason.da
            ),
        );
        page.text(0, &said)?;
        page.down();
    }
    Ok(())
}

/// The sheet of the data that were read.
pub(crate) fn data(page: &mut Page<'_>, book: &Book) -> Result<(), XlsxError> {
    let intro = page.faces.lang.pick(
        "Figures as they stand in the data. Formulas follow them where the last column is empty; otherwise so many values \
         rest on the figure that are not formulas.",
        "Tal, som de st\u{e5}r i data. Formler f\u{f8}lger dem, hvor sidste kolonne er tom; ellers hviler s\u{e5} mange \
         v\u{e6}rdier p\u{e5} tallet, som ikke er formler.",
    );
    listed(page, book, Sheet::Data, intro)
}

fn listed(page: &mut Page<'_>, book: &Book, sheet: Sheet, intro: &str) -> Result<(), XlsxError> {
    let lang = page.faces.lang;
    page.widths(&HELD_WIDTHS)?;
    let quiet = page.faces.quiet.clone();
    page.text_as(0, intro, &quiet)?;
    page.down();
    let name = lang.pick("name", "navn");
    held_heads(page, name, lang.pick("where it comes from", "hvor den kommer fra"))?;
    page.sheet.set_freeze_panes(2, 1)?;
    for held in book.on(sheet) {
        held_row(page, book, held, false)?;
        page.down();
    }
    Ok(())
}

/// The widths of such a row.
pub(crate) const HELD_WIDTHS: [f64; 7] = [34.0, 24.0, 14.0, 14.0, 24.0, 90.0, 14.0];

/// The heads over such rows; what is named, and what is said of its origin, differ from sheet to sheet.
pub(crate) fn held_heads(page: &mut Page<'_>, name: &str, origin: &str) -> Result<(), XlsxError> {
    let lang = page.faces.lang;
    let heads = [
        name,
        lang.pick("keys", "n\u{f8}gler"),
        lang.pick("unit", "enhed"),
        lang.pick("price level", "prisniveau"),
        lang.pick("value", "v\u{e6}rdi"),
        origin,
        lang.pick("values that do not follow", "v\u{e6}rdier, der ikke f\u{f8}lger med"),
    ];
    page.heads(&heads.map(str::to_owned))
}

/// A row of a value with its name: on the sheets of assumptions, trace and data alike.
pub(crate) fn held_row(
    page: &mut Page<'_>,
    book: &Book,
    held: &Held,
    assumed: bool,
) -> Result<(), XlsxError> {
    let lang = page.faces.lang;
    page.text(0, &held.name)?;
    page.text(1, &held.keys.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>().join(", "))?;
    page.text(2, &unit_said(&held.ty, lang))?;
    page.text(3, &level_of(&held.ty).unwrap_or_default())?;
    let format = if assumed && held.given {
        page.faces.assumed(Some(&held.ty))
    } else {
        page.faces.figure(Some(&held.ty))
    };
    match (book.formula_of(held, lang), &held.value) {
        (Some((text, kept)), _) => page.formula(4, &text, &kept, &format)?,
        (None, Some(value)) => page.exact(4, value, &format)?,
        (None, None) => page.text(4, lang.pick("not one value", "ikke \u{e9}n v\u{e6}rdi"))?,
    }
    page.text(5, &held.sources.join("; "))?;
    if assumed {
        page.note(4, &held.sources)?;
    }
    if held.deaf > 0 {
        let format = page.faces.plain().set_num_format("#,##0");
        #[allow(clippy::cast_precision_loss, reason = "as many as there are cells")]
        page.number(6, held.deaf as f64, &format)?;
    }
    Ok(())
}

/// Named ranges: the values of each output, and each assumption.
pub(crate) fn ranges(result: &RunResult, book: &Book, lang: Lang) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    let mut claim = |wanted: &str| {
        let base = range_name(wanted);
        let mut name = base.clone();
        let mut n = 2_u32;
        while taken.contains(&name.to_lowercase()) {
            name = format!("{base}_{n}");
            n = n.saturating_add(1);
        }
        taken.push(name.to_lowercase());
        name
    };
    let (sheet, col) = (Sheet::Results.name(lang), value_column(result));
    let mut row = 1_u32;
    for output in &result.values {
        let cells = u32::try_from(output.cells.len()).unwrap_or(u32::MAX);
        if cells > 0 {
            let last = row.saturating_add(cells);
            let range = format!("={}:${}${last}", address(sheet, (row, col)), letters(col));
            out.push((claim(&output.name), range));
        }
        row = row.saturating_add(cells);
    }
    for held in book.on(Sheet::Assumptions) {
        let keys: Vec<&str> = held.keys.iter().map(|(_, key)| key.as_str()).collect();
        let wanted = std::iter::once(held.name.as_str()).chain(keys).collect::<Vec<_>>().join("_");
        out.push((claim(&wanted), format!("={}", address(Sheet::Assumptions.name(lang), held.at))));
    }
    out
}

/// A name that spreadsheets take, and that is no address: `pl_2024`, `_pl2024`.
pub(crate) fn range_name(wanted: &str) -> String {
    let plain: String =
        wanted.chars().take(200).map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let letters = plain.chars().take_while(char::is_ascii_alphabetic).count();
    let mut after = plain.chars().skip(letters).peekable();
    let address = letters <= 3 && after.peek().is_some() && after.all(|c| c.is_ascii_digit());
    let lower = plain.to_lowercase();
    let relative =
        lower.starts_with(['r', 'c']) && lower.chars().all(|c| c.is_ascii_digit() || c == 'r' || c == 'c');
    let number = plain.starts_with(|c: char| !(c.is_alphabetic() || c == '_'));
    if plain.is_empty() || address || relative || number { format!("_{plain}") } else { plain }
}
