//! Figures as published, one a row of a table.
//!
//! In: a raw table with at least `measure` and `value`. Out: figures, or every cell that cannot be read. Columns with a
//! part to play are known by their heading; all others say what a figure is about. Not here: what the words mean (`words`).

use ramme_diag::{Code, Diagnostic, Text};
use ramme_table::RawTable;
use ramme_value::{Decimal, NumberStyle, parse_number};

/// One figure as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The line of the table.
    pub row_line: u32,
    /// The document.
    pub document: String,
    /// Where in the document: a figure, a table, a section.
    pub place: String,
    /// The line in the document.
    pub line: String,
    /// The columns that say what it is about, each with its heading; a cell may be blank.
    pub about: Vec<(String, String)>,
    /// What is measured.
    pub measure: String,
    /// The unit.
    pub unit: String,
    /// The price level; blank where it has none.
    pub price_level: String,
    /// The period from which it counts, or with which it is compared; blank where it is of one period.
    pub from: String,
    /// The period.
    pub period: String,
    /// The figure as it is printed, in its unit.
    pub value: Decimal,
    /// To how many decimals it was rounded; -3 is to the thousand.
    pub decimals: i8,
}

/// The columns with a part to play, each with its headings.
struct Columns {
    document: Option<usize>,
    place: Option<usize>,
    line: Option<usize>,
    measure: usize,
    unit: Option<usize>,
    level: Option<usize>,
    from: Option<usize>,
    period: Option<usize>,
    value: usize,
    decimals: Option<usize>,
    about: Vec<usize>,
}

/// Remarks, and where a figure was found, say nothing of what it is about.
const PASSED_OVER: [&str; 18] = [
    "note",
    "notes",
    "comment",
    "remark",
    "bemærkning",
    "id",
    "page",
    "side",
    "section",
    "figure",
    "table",
    "source",
    "kilde",
    "url",
    "quote",
    "certainty",
    "published",
    "known_from",
];

/// The most decimals that a figure may be published with, to either side of the point.
const MOST_DECIMALS: i8 = 15;

fn columns(table: &RawTable) -> Result<Columns, Vec<Diagnostic>> {
    let headings: Vec<String> = table.headings.iter().map(|h| h.trim().to_lowercase()).collect();
    let find = |names: &[&str]| names.iter().find_map(|name| headings.iter().position(|h| h == name));
    let missing = |name: &str| {
        Diagnostic::new(Code::UnknownColumn)
            .arg("column", name)
            .at(ramme_diag::Place::line(table.name.as_str(), table.heading_line))
    };
    let (measure, value) = (find(&["measure"]), find(&["value"]));
    let (Some(measure), Some(value)) = (measure, value) else {
        let of = |at: Option<usize>, name| at.is_none().then(|| missing(name));
        return Err([of(measure, "measure"), of(value, "value")].into_iter().flatten().collect());
    };
    let mut columns = Columns {
        document: find(&["document"]),
        place: find(&["place"]),
        line: find(&["line"]),
        measure,
        unit: find(&["unit"]),
        level: find(&["price_level"]),
        from: find(&["period_from"]),
        period: find(&["period", "year"]),
        value,
        decimals: find(&["decimals"]),
        about: Vec::new(),
    };
    let taken = [
        columns.document,
        columns.place,
        columns.line,
        Some(measure),
        columns.unit,
        columns.level,
        columns.from,
        columns.period,
        Some(value),
        columns.decimals,
    ];
    let free = |at: &usize| {
        !taken.contains(&Some(*at)) && !headings.get(*at).is_some_and(|h| PASSED_OVER.contains(&h.as_str()))
    };
    columns.about = (0..headings.len()).filter(free).collect();
    Ok(columns)
}

/// Reads figures from a table whose numbers have the marks of a style.
///
/// # Errors
/// A column that is missing, and every value or number of decimals that is none.
pub fn read(table: &RawTable, style: NumberStyle) -> Result<Vec<Figure>, Vec<Diagnostic>> {
    let columns = columns(table)?;
    let mut problems = Vec::new();
    let mut figures = Vec::new();
    for row in 0..table.rows() {
        let text = |at: Option<usize>| at.map(|at| table.cell(row, at).to_owned()).unwrap_or_default();
        let Some(value) = value(table, (row, columns.value), style, &mut problems) else { continue };
        let Some(decimals) = decimals(table, row, columns.decimals, value, &mut problems) else { continue };
        let about = columns.about.iter().map(|&at| {
            let heading = table.headings.get(at).cloned().unwrap_or_default();
            (heading, table.cell(row, at).to_owned())
        });
        figures.push(Figure {
            row_line: table.line(row, columns.value),
            document: text(columns.document),
            place: text(columns.place),
            line: text(columns.line),
            about: about.collect(),
            measure: text(Some(columns.measure)),
            unit: text(columns.unit),
            price_level: text(columns.level),
            from: text(columns.from),
            period: text(columns.period),
            value,
            decimals,
        });
    }
    if problems.is_empty() { Ok(figures) } else { Err(problems) }
}

fn bad(table: &RawTable, (row, column): (usize, usize), expected: Text, reason: Text) -> Diagnostic {
    Diagnostic::new(Code::BadCell)
        .arg("text", table.cell(row, column))
        .arg("expected", expected)
        .arg("reason", reason)
        .at(table.place(row, column))
}

fn value(
    table: &RawTable,
    (row, column): (usize, usize),
    style: NumberStyle,
    problems: &mut Vec<Diagnostic>,
) -> Option<Decimal> {
    let text = table.cell(row, column);
    let plain = || Decimal::parse(&text.replace('\u{2212}', "-")).ok();
    let read = if style == NumberStyle::PLAIN { plain() } else { parse_number(text, style).ok() };
    if let Some(value) = read
        && value.scale() <= MOST_DECIMALS.unsigned_abs()
    {
        return Some(value);
    }
    let expected = Text::both("a figure", "et tal");
    if text.is_empty() {
        let why = Text::both(
            "nothing is written; leave the row out where no figure is printed",
            "der står intet; udelad rækken, hvor der ikke er trykt noget tal",
        );
        problems.push(bad(table, (row, column), expected, why));
        return None;
    }
    let why = match style.decimal {
        ',' => Text::both(
            "with `--decimal ,` a figure is written as 1.234,5",
            "med `--decimal ,` skrives et tal som 1.234,5",
        ),
        _ if text.contains(',') => Text::both(
            "a figure is written with a decimal point and without other marks, as 18.7; give `--decimal ,` for a file with decimal commas",
            "et tal skrives med decimalpunktum og uden andre tegn, som 18.7; angiv `--decimal ,` til en fil med decimalkomma",
        ),
        _ => Text::both(
            "a figure is written with a decimal point and without other marks, as 18.7",
            "et tal skrives med decimalpunktum og uden andre tegn, som 18.7",
        ),
    };
    problems.push(bad(table, (row, column), expected, why));
    None
}

/// Whether a value may have been rounded to so many decimals.
fn fits(value: Decimal, decimals: i8) -> bool {
    let value = value.trim(0);
    match u8::try_from(decimals) {
        Ok(decimals) => value.scale() <= decimals,
        Err(_) => {
            let step = ramme_value::pow10(decimals.unsigned_abs()).unwrap_or(1);
            value.scale() == 0 && value.mantissa() % step == 0
        }
    }
}

/// The decimals that are stated, else those that are written.
fn decimals(
    table: &RawTable,
    row: usize,
    column: Option<usize>,
    value: Decimal,
    problems: &mut Vec<Diagnostic>,
) -> Option<i8> {
    let written = i8::try_from(value.scale()).unwrap_or(MOST_DECIMALS);
    let Some(column) = column.filter(|at| !table.cell(row, *at).is_empty()) else { return Some(written) };
    let stated = table.cell(row, column).replace('\u{2212}', "-").parse::<i8>();
    if let Some(stated) = stated.ok().filter(|n| (-MOST_DECIMALS..=MOST_DECIMALS).contains(n)) {
        if fits(value, stated) {
            return Some(stated);
        }
        let expected = Text::both("how many decimals the value has", "antallet af værdiens decimaler");
        let why = Text::both(
            format!("{value} was not rounded so roughly"),
            format!("{value} er ikke afrundet så groft"),
        );
        problems.push(bad(table, (row, column), expected, why));
        return None;
    }
    let expected = Text::both("a number of decimals", "et antal decimaler");
    let why = Text::both(
        format!("it is a whole number from -{MOST_DECIMALS} to {MOST_DECIMALS}; -3 is to the thousand"),
        format!("det er et helt tal fra -{MOST_DECIMALS} til {MOST_DECIMALS}; -3 er til hele tusinder"),
    );
    problems.push(bad(table, (row, column), expected, why));
    None
}
