//! What a data file seems to hold, with the evidence, and what cannot be decided.
//!
//! In: the bytes of a file, a spec if there is one. Out: findings; questions, each with the line that answers it;
//! differences from the spec; a spec that fixes the reading; and the tables, if nothing is open. Not here: files on disk,
//! printing. Nothing is guessed: what is not shown by the file and not said by a spec is asked.

pub mod checks;
pub mod columns;
mod differ;
pub mod layout;
pub mod marks;
mod settle;

use crate::import::encoding::{self, decode};
use crate::import::hold_back::hold_back;
use crate::import::spec::{Kind, Spec};
use crate::import::table::ImportedTable;
use crate::import::{delimited, jsonstat, px, say, xlsx};
use ramme_diag::{Diagnostic, Limits, Place, Text};

/// One thing that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub what: Text,
    /// What was found.
    pub found: Text,
    /// What shows it, or what follows from it.
    pub because: Option<Text>,
}

impl Finding {
    /// A finding.
    #[must_use]
    pub fn new(what: Text, found: Text) -> Finding {
        Finding { what, found, because: None }
    }

    /// With what shows it, or follows from it.
    #[must_use]
    pub fn because(mut self, because: Text) -> Finding {
        self.because = Some(because);
        self
    }
}

/// A question, and the line of a spec that would answer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is said.
    pub diagnostic: Diagnostic,
    /// The line.
    pub line: String,
}

/// All that is seen of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inspection {
    /// What was seen, in the order of reading.
    pub findings: Vec<Finding>,
    /// What a person has to say.
    pub questions: Vec<Question>,
    /// Errors in cells, differences from the spec, warnings.
    pub problems: Vec<Diagnostic>,
    /// The spec that fixes the reading.
    pub spec: Spec,
    /// The columns in the order of the file, as a spec names them.
    pub order: Vec<String>,
    /// The tables; none where something is open.
    pub tables: Vec<ImportedTable>,
}

impl Inspection {
    fn find(&mut self, what: (&str, &str), found: Text, because: Option<Text>) {
        self.findings.push(Finding { what: Text::both(what.0, what.1), found, because });
    }

    fn ask(&mut self, place: Place, what: Text, evidence: Text, line: &str) {
        let diagnostic = say::undecided(place, what, evidence, line);
        self.questions.push(Question { diagnostic, line: line.to_owned() });
    }

    /// True where nothing is open and nothing is wrong.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.questions.is_empty() && !self.problems.iter().any(Diagnostic::is_error)
    }

    /// The spec as text, with the open lines as comments.
    #[must_use]
    pub fn spec_text(&self, file: &str) -> String {
        let lines = self.questions.iter().flat_map(|q| q.line.split("` and `"));
        let open: Vec<String> = lines.map(str::to_owned).collect();
        self.spec.write(file, &self.order, &open)
    }
}

/// What a file is, by its first bytes and its name.
#[must_use]
pub fn kind_of(name: &str, bytes: &[u8]) -> Kind {
    if xlsx::looks_packed(bytes) {
        return Kind::Xlsx;
    }
    let start: String = bytes.iter().take(4096).map(|b| char::from(*b)).collect();
    let text = start.trim_start_matches("\u{ef}\u{bb}\u{bf}").trim_start();
    if text.starts_with('{') || (text.starts_with('[') && name.to_lowercase().ends_with(".json")) {
        return Kind::JsonStat;
    }
    let small = name.to_lowercase();
    let statement = text.lines().next().is_some_and(|l| {
        let word: String = l.chars().take_while(|c| c.is_ascii_uppercase() || *c == '-').collect();
        word.len() > 3 && l.get(word.len()..).is_some_and(|r| r.trim_start().starts_with(['=', '[', '(']))
    });
    if small.ends_with(".px") || statement { Kind::Px } else { Kind::Csv }
}

/// Inspects a file.
///
/// # Errors
/// Where it cannot be read at all: broken, too large, or not what it says it is.
pub fn inspect(
    name: &str,
    bytes: &[u8],
    given: Option<&Spec>,
    limits: &Limits,
) -> Result<Inspection, Vec<Diagnostic>> {
    let mut seen = read(name, bytes, given, limits)?;
    let found: Vec<Finding> = seen.tables.iter().flat_map(checks::findings).collect();
    seen.findings.extend(found);
    Ok(seen)
}

/// What is read, without what the figures show of themselves.
fn read(
    name: &str,
    bytes: &[u8],
    given: Option<&Spec>,
    limits: &Limits,
) -> Result<Inspection, Vec<Diagnostic>> {
    let spec = given.cloned().unwrap_or_default();
    let kind = spec.kind.unwrap_or_else(|| kind_of(name, bytes));
    let mut seen = Inspection { spec, ..Inspection::default() };
    seen.spec.kind = Some(kind);
    seen.find(("format", "format"), Text::same(kind.name()), None);
    match kind {
        Kind::Px => px_file(&mut seen, name, bytes, limits)?,
        Kind::JsonStat => json_file(&mut seen, name, bytes, limits)?,
        Kind::Xlsx => workbook(&mut seen, name, bytes, given, limits)?,
        Kind::Csv => text_file(&mut seen, name, bytes, given, limits)?,
    }
    for table in &seen.tables {
        seen.problems.extend(checks::duplicates(table, limits));
    }
    if let Some(id) = seen.spec.table.clone() {
        for table in &mut seen.tables {
            table.table_id.get_or_insert_with(|| id.clone());
        }
    }
    Ok(seen)
}

/// The tables of a file, read as the file shows and a spec says.
///
/// # Errors
/// Everything that is open or wrong.
pub fn import(
    name: &str,
    bytes: &[u8],
    given: Option<&Spec>,
    limits: &Limits,
) -> Result<Inspection, Vec<Diagnostic>> {
    let mut seen = read(name, bytes, given, limits)?;
    if seen.is_settled() {
        if let Some(rule) = seen.spec.suppression() {
            seen.tables.iter_mut().for_each(|table| hold_back(table, rule));
        }
        return Ok(seen);
    }
    let questions = seen.questions.into_iter().map(|q| q.diagnostic);
    Err(questions.chain(seen.problems).collect())
}

fn px_file(seen: &mut Inspection, name: &str, bytes: &[u8], limits: &Limits) -> Result<(), Vec<Diagnostic>> {
    let stated =
        px::Stated { encoding: seen.spec.encoding.as_deref(), language: seen.spec.language.as_deref() };
    let (table, warnings) = px::read(name, bytes, stated, limits)?;
    seen.problems.extend(warnings);
    about(seen, &table);
    seen.tables.push(table);
    Ok(())
}

/// What a file says of its table.
fn about(seen: &mut Inspection, table: &ImportedTable) {
    if !table.title.is_empty() {
        seen.find(("title", "titel"), Text::same(table.title.as_str()), None);
    }
    if !table.unit.is_empty() {
        seen.find(("unit", "enhed"), Text::same(table.unit.as_str()), None);
    }
    for dimension in &table.dimensions {
        let (n, role) = (dimension.members.len(), dimension.role.name());
        let code = &dimension.code;
        let found = Text::both(
            format!("`{code}`, {role}, members: {n}"),
            format!("`{code}`, {role}, medlemmer: {n}"),
        );
        seen.find(("dimension", "dimension"), found, None);
    }
}

fn json_file(
    seen: &mut Inspection,
    name: &str,
    bytes: &[u8],
    limits: &Limits,
) -> Result<(), Vec<Diagnostic>> {
    let mut found = jsonstat::read(name, bytes, limits)?;
    if let Some(wanted) = seen.spec.dataset.clone() {
        let names: Vec<String> = found.iter().map(|(n, _)| n.clone()).collect();
        found.retain(|(n, _)| *n == wanted);
        if found.is_empty() {
            let what = Text::both("the dataset", "datasættet");
            return Err(vec![say::disagrees(
                Place::File(name.to_owned()),
                what,
                format!("`{wanted}`"),
                names.join(", "),
            )]);
        }
    }
    if found.len() > 1 {
        let names: Vec<&str> = found.iter().map(|(n, _)| n.as_str()).collect();
        let list = names.join(", ");
        let line = format!("dataset = \"{}\"", names.first().unwrap_or(&""));
        let evidence = Text::both(
            format!("it holds {}: {list}", names.len()),
            format!("den rummer {}: {list}", names.len()),
        );
        seen.ask(
            Place::File(name.to_owned()),
            Text::both("which dataset is meant", "hvilket datasæt der menes"),
            evidence,
            &line,
        );
        return Ok(());
    }
    for (_, table) in found {
        about(seen, &table);
        seen.tables.push(table);
    }
    Ok(())
}

fn workbook(
    seen: &mut Inspection,
    name: &str,
    bytes: &[u8],
    given: Option<&Spec>,
    limits: &Limits,
) -> Result<(), Vec<Diagnostic>> {
    let sheets = xlsx::read(name, bytes, limits).map_err(|d| vec![d])?;
    let title = |s: &xlsx::Sheet| s.grid.sheet.clone().unwrap_or_default();
    let names: Vec<String> = sheets.iter().map(&title).collect();
    let wanted = seen.spec.sheet.clone();
    let chosen: Vec<&xlsx::Sheet> = match &wanted {
        Some(wanted) => sheets.iter().filter(|s| title(s) == *wanted).collect(),
        None => sheets.iter().filter(|s| !s.hidden).collect(),
    };
    let place = Place::File(name.to_owned());
    let [sheet] = chosen.as_slice() else {
        let list = names.join("`, `");
        if let Some(wanted) = wanted {
            let what = Text::both("the sheet", "arket");
            return Err(vec![say::disagrees(place, what, format!("`{wanted}`"), format!("`{list}`"))]);
        }
        let line =
            format!("sheet = {}", crate::import::spec::quoted(names.first().map_or("", String::as_str)));
        let evidence =
            Text::both(format!("these hold something: `{list}`"), format!("disse rummer noget: `{list}`"));
        seen.ask(place, Text::both("which sheet is meant", "hvilket ark der menes"), evidence, &line);
        return Ok(());
    };
    let hidden = sheets.iter().filter(|s| s.hidden).map(&title).collect::<Vec<_>>().join("`, `");
    let because = (!hidden.is_empty())
        .then(|| Text::both(format!("hidden: `{hidden}`"), format!("skjult: `{hidden}`")));
    seen.find(("sheet", "ark"), Text::same(format!("`{}`", title(sheet))), because);
    seen.spec.sheet = sheet.grid.sheet.clone();
    settle::grid(seen, &sheet.grid, given, limits)
}

fn text_file(
    seen: &mut Inspection,
    name: &str,
    bytes: &[u8],
    given: Option<&Spec>,
    limits: &Limits,
) -> Result<(), Vec<Diagnostic>> {
    let place = Place::File(name.to_owned());
    let decoded = match &seen.spec.encoding {
        Some(label) => encoding::stated(bytes, label).ok_or_else(|| {
            let what = Text::both("the encoding", "tegnkodningen");
            let found = decode(bytes, None).encoding;
            vec![say::disagrees(place.clone(), what, format!("`{label}`"), format!("`{found}`"))]
        })?,
        None => decode(bytes, None),
    };
    let found = decoded.encoding;
    seen.find(("encoding", "tegnkodning"), Text::same(found), Some(decoded.evidence.clone()));
    if !decoded.certain {
        let what = Text::both("the encoding", "tegnkodningen");
        seen.ask(place.clone(), what, decoded.evidence, &format!("encoding = \"{found}\""));
    }
    if decoded.text.contains("\u{c3}\u{a6}")
        || decoded.text.contains("\u{c3}\u{b8}")
        || decoded.text.contains("\u{c3}\u{a5}")
    {
        let text = Text::both(
            "`Ã¦`, `Ã¸` or `Ã¥` stand for æ, ø, å: it was saved twice",
            "`Ã¦`, `Ã¸` eller `Ã¥` står for æ, ø, å: den er gemt to gange",
        );
        seen.find(("letters", "bogstaver"), text, None);
    }
    if seen.spec.encoding.is_none() && !decoded.text.is_ascii() {
        seen.spec.encoding = Some(found.to_owned());
    }
    let Some(delimiter) = settle::delimiter(seen, name, &decoded.text, limits) else { return Ok(()) };
    let grid = delimited::grid(name, &decoded.text, delimiter, limits)?;
    settle::grid(seen, &grid, given, limits)
}
