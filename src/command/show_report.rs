//! What `ramme show` prints, as a report.
//!
//! In: a description of a name, or a column of a scenario. Out: a report free of formats. Not here: layout.

use ramme_diag::{SourceMap, Text};
use ramme_eval::result::{Basis, CellValue, Exact, Note, Output, OutputCell};
use ramme_report::model::{Block, Cell, Column, Figure, Measure, Report, Row, Section, Table};
use ramme_report::number;
use ramme_rulebook::describe::{ClauseLine, Description};
use ramme_rulebook::model::{Rulebook, Symbol, Type};
use ramme_value::Lang;

/// So many rows of a column are shown.
const ROWS: usize = 20;

/// Every name of a rulebook by what it is.
pub fn listing(book: &Rulebook, lang: Lang) -> Report {
    let mut kinds: Vec<(u8, Text, Vec<Row>)> = Vec::new();
    for name in book.names() {
        let Some(symbol) = book.find(name).filter(|s| !matches!(s, Symbol::Unit)) else { continue };
        let kind = book.kind_in_words(symbol);
        let found = book.describe(name);
        let (shape, ty) = found.map(|d| (d.shape, d.ty)).unwrap_or_default();
        let row = Row::new(vec![Cell::Text(name.to_owned()), Cell::Text(shape), Cell::Text(ty)]);
        match kinds.iter_mut().find(|(_, held, _)| *held == kind) {
            Some((_, _, rows)) => rows.push(row),
            None => kinds.push((rank(symbol), kind, vec![row])),
        }
    }
    kinds.sort_by_key(|(rank, _, _)| *rank);
    let total: usize = kinds.iter().map(|(_, _, rows)| rows.len()).sum();
    let sections = kinds.into_iter().map(|(_, kind, rows)| {
        let mut section = Section::new(format!("{} ({})", without_article(kind.get(lang)), rows.len()));
        let columns = vec![Column::text(""), Column::text(""), Column::text("")];
        section.push(Block::Table(Table { columns, keys: 1, rows, ..Table::default() }));
        section
    });
    Report {
        sections: sections.collect(),
        summary: lang.pick(format!("{total} names."), format!("{total} navne.")),
        ..Report::default()
    }
}

/// In which order kinds are listed: who there is, what is given, what follows, where it comes from.
fn rank(symbol: Symbol) -> u8 {
    match symbol {
        Symbol::Entity(_) => 0,
        Symbol::Set(_) => 1,
        Symbol::Input(_) => 2,
        Symbol::Parameter(_) | Symbol::Scale(_) => 3,
        Symbol::Group(_) => 4,
        Symbol::Definition(_) => 5,
        Symbol::Rule(_) => 6,
        Symbol::Document(_) => 7,
        Symbol::Unit => 8,
    }
}

/// `a definition` as a heading: `definition`.
fn without_article(words: &str) -> &str {
    let articles = ["a ", "an ", "en ", "et "];
    articles.iter().find_map(|article| words.strip_prefix(article)).unwrap_or(words)
}

/// Everything about a name.
pub fn description(found: &Description, sources: &SourceMap, lang: Lang) -> Report {
    let declared = [found.name.as_str(), found.shape.as_str()].join(" ");
    let ty = if found.ty.is_empty() { String::new() } else { format!(" : {}", found.ty) };
    let mut section = Section::new(format!("{}{ty}", declared.trim_end()));
    let mut lines = vec![found.kind.get(lang).to_owned()];
    lines.extend(
        found.type_in_words.as_ref().map(|t| format!("{}: {}", lang.pick("type", "type"), t.get(lang))),
    );
    lines.extend(found.span.map(|span| {
        let (line, _) = sources.line_col(span.file, span.start);
        format!("{} {}:{line}", lang.pick("declared in", "erkl\u{e6}ret i"), sources.name(span.file))
    }));
    let list = |names: &[String]| names.join(", ");
    lines.extend(found.notes.iter().map(|text| text.get(lang).to_owned()));
    let facts = [
        (lang.pick("holds", "rummer"), &found.details),
        (lang.pick("uses", "bruger"), &found.uses),
        (lang.pick("used by", "bruges af"), &found.used_by),
    ];
    lines.extend(
        facts.iter().filter(|(_, names)| !names.is_empty()).map(|(w, names)| format!("{w}: {}", list(names))),
    );
    section.push(Block::List(lines));
    if !found.clauses.is_empty() {
        section.push(Block::Table(clauses(&found.clauses, sources, lang)));
    }
    Report { sections: vec![section], ..Report::default() }
}

/// The clauses, each with its dates, its reading and its source.
fn clauses(lines: &[ClauseLine], sources: &SourceMap, lang: Lang) -> Table {
    let headings = [
        lang.pick("clause", "bestemmelse"),
        lang.pick("from", "fra"),
        lang.pick("to", "til"),
        lang.pick("known from", "kendt fra"),
        lang.pick("reading", "l\u{e6}sning"),
        lang.pick("status", "status"),
        lang.pick("cites", "kilder"),
    ];
    let stated = lines.iter().any(|line| line.status.is_some());
    let row = |line: &ClauseLine| {
        let (at, _) = sources.line_col(line.span.file, line.span.start);
        let text = |t: &Option<String>| Cell::Text(t.clone().unwrap_or_default());
        let place = format!("{} {}:{at} {}", line.keys, sources.name(line.span.file), line.role);
        let words =
            |t: &Option<Text>| Cell::Text(t.as_ref().map(|t| t.get(lang).to_owned()).unwrap_or_default());
        let mut cells = vec![
            Cell::Text(place.trim().to_owned()),
            text(&line.from),
            text(&line.to),
            words(&line.known_from),
            text(&line.reading),
        ];
        cells.extend(stated.then(|| words(&line.status)));
        cells.push(Cell::Text(line.cites.iter().map(|cite| cite.get(lang)).collect::<Vec<_>>().join("; ")));
        Row::new(cells)
    };
    let headings = headings.iter().enumerate().filter(|(at, _)| stated || *at != 5).map(|(_, h)| *h);
    Table {
        columns: headings.map(Column::text).collect(),
        keys: 1,
        rows: lines.iter().map(row).collect(),
        ..Table::default()
    }
}

/// Twenty rows of a column, how many are missing, and why.
pub fn column(output: &Output, basis: &Basis, lang: Lang) -> Report {
    let mut table = Table { keys: output.axes.len(), exact: true, ..Table::default() };
    table.columns.extend(output.axes.iter().map(Column::text));
    table.columns.push(Column { heading: output.name.clone(), measure: measure(&output.ty) });
    let placed = output.cells.iter().any(|c| c.place.is_some());
    if placed {
        table.columns.push(Column::text(lang.pick("where", "hvor")));
    }
    table.rows.extend(output.cells.iter().take(ROWS).map(|c| row(c, placed)));
    let missing = output.cells.iter().filter(|c| is_missing(c)).count();
    let mut section = Section::new(output.name.clone());
    section.push(Block::Table(table));
    let why = reasons(output, lang);
    if !why.is_empty() {
        section.push(Block::Text(lang.pick("Missing:", "Mangler:").to_owned()));
        section.push(Block::List(why));
    }
    let (all, shown) = (output.cells.len(), output.cells.len().min(ROWS));
    Report {
        title: basis.title.clone(),
        sections: vec![section],
        summary: lang.pick(
            format!("{all} cells, {shown} shown, {missing} missing."),
            format!("{all} celler, {shown} vist, {missing} mangler."),
        ),
        ..Report::default()
    }
}

fn row(cell: &OutputCell, placed: bool) -> Row {
    let mut cells: Vec<Cell> = cell.keys.iter().cloned().map(Cell::Text).collect();
    cells.push(match &cell.value {
        CellValue::Exact(value) => Cell::Figure(Figure::Exact(value.clone())),
        CellValue::Draws(summary) => Cell::Figure(Figure::Drawn(summary.mean)),
        CellValue::Missing(_) => Cell::Missing,
    });
    if placed {
        cells.push(Cell::Text(cell.place.clone().unwrap_or_default()));
    }
    Row::new(cells)
}

fn is_missing(cell: &OutputCell) -> bool {
    matches!(cell.value, CellValue::Missing(_))
}

/// The reasons for missing cells, each with how many cells it is the reason for; the most frequent first.
fn reasons(output: &Output, lang: Lang) -> Vec<String> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for cell in &output.cells {
        let CellValue::Missing(why) = &cell.value else { continue };
        for Note { en, da } in why {
            let sentence = lang.pick(en, da);
            match counted.iter_mut().find(|(held, _)| held == sentence) {
                Some((_, n)) => *n = n.saturating_add(1),
                None => counted.push((sentence.clone(), 1)),
            }
        }
    }
    counted.sort_by(|(_, a), (_, b)| b.cmp(a));
    let more = counted.len().saturating_sub(ROWS);
    let mut lines: Vec<String> = counted
        .into_iter()
        .take(ROWS)
        .map(|(sentence, n)| if n == 1 { sentence } else { format!("{sentence} ({n} \u{d7})") })
        .collect();
    if more > 0 {
        lines.push(lang.pick(format!("and {more} more reasons"), format!("og {more} \u{e5}rsager til")));
    }
    lines
}

fn measure(ty: &Type) -> Option<Measure> {
    match ty {
        Type::Num(n) => Some(Measure { unit: n.unit.clone(), level: n.level, decimals: n.written_scale() }),
        _ => None,
    }
}

/// Every column of a scenario: how many cells, how many missing, the first value.
pub fn columns(values: &[Output], basis: &Basis, lang: Lang) -> Report {
    let headings = [
        "",
        lang.pick("by", "pr."),
        lang.pick("type", "type"),
        lang.pick("cells", "celler"),
        lang.pick("missing", "mangler"),
    ];
    let mut table = Table { columns: headings.map(Column::text).to_vec(), keys: 1, ..Table::default() };
    for output in values {
        let missing = output.cells.iter().filter(|c| is_missing(c)).count();
        let whole =
            |n: usize| Cell::Figure(Figure::Exact(Exact::Count(i128::try_from(n).unwrap_or(i128::MAX))));
        table.rows.push(Row::new(vec![
            Cell::Text(output.name.clone()),
            Cell::Text(output.axes.join(", ")),
            Cell::Text(type_words(&output.ty, lang)),
            whole(output.cells.len()),
            whole(missing),
        ]));
    }
    let mut section = Section::new(lang.pick("Columns", "Kolonner"));
    section.push(Block::Table(table));
    let n = values.len();
    Report {
        title: basis.title.clone(),
        sections: vec![section],
        summary: lang.pick(
            format!("{n} columns. `ramme show SCENARIO NAME` shows one of them."),
            format!("{n} kolonner. `ramme show SCENARIE NAVN` viser \u{e9}n af dem."),
        ),
        ..Report::default()
    }
}

fn type_words(ty: &Type, lang: Lang) -> String {
    match ty {
        Type::YesNo => lang.pick("yes/no", "ja/nej").to_owned(),
        Type::Num(n) => {
            let unit = number::unit_word(&n.unit, number::Magnitude::One, lang);
            if unit.is_empty() { lang.pick("a number", "et tal").to_owned() } else { unit }
        }
        Type::Date => lang.pick("a date", "en dato").to_owned(),
        Type::Text => lang.pick("text", "tekst").to_owned(),
        Type::Member(_) => lang.pick("a member", "et medlem").to_owned(),
        Type::Row(_) => lang.pick("a row", "en r\u{e6}kke").to_owned(),
        Type::Period(_) => lang.pick("a period", "en periode").to_owned(),
    }
}
