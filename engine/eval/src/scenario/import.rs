//! How the file of a table becomes rows, what of it is held back or left out, and tables of prices.
//!
//! In: keys of `[[table]]` and `[[prices]]`. Out: checked values. Not here: reading files (`ramme_table`), and what is
//! done with the rows (`bind`).

use super::walk::{Item, Section, Walk};
use super::{Placed, say};

/// How a file becomes rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileReading {
    /// Its lines are the rows. `stated` where the table says anything of separators and marks.
    Plain {
        /// Whether it does.
        stated: bool,
    },
    /// It is imported: the rows are those of the tidy form, one a cell.
    Import {
        /// The spec that says how the file is read.
        spec: Option<Placed<String>>,
        /// The sheet of a workbook.
        sheet: Option<Placed<String>>,
    },
}

impl FileReading {
    /// The spec, if there is one.
    #[must_use]
    pub fn spec(&self) -> Option<&Placed<String>> {
        match self {
            FileReading::Import { spec, .. } => spec.as_ref(),
            FileReading::Plain { .. } => None,
        }
    }
}

/// `suppress`: which counts of people are too small to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suppress {
    /// The smallest count that is held back.
    pub from: u64,
    /// The largest.
    pub to: u64,
    /// Whether a further cell is held back where a lone one could be found from a total.
    pub complementary: bool,
    /// Where it is said.
    pub here: Placed<()>,
}

/// One entry of `[suppress]`: a definition whose small counts are held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// The definition.
    pub name: Placed<String>,
    /// Which counts; none where an overlay takes back what is said below it.
    pub which: Option<Suppress>,
}

/// `exclude`: the list of those who are left out of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclude {
    /// The list.
    pub file: Placed<String>,
    /// The report whose rows of the list hold.
    pub report: Placed<String>,
    /// The data set.
    pub data_set: Placed<String>,
    /// The measure; none: those rows that name none.
    pub measure: Option<Placed<String>>,
}

/// `[[prices]]`: an index by year from a file, one series of one vintage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    /// The `[[prices]]` itself.
    pub here: Placed<()>,
    /// The file, relative as those of tables are.
    pub file: Placed<String>,
    /// The parameter that it gives.
    pub parameter: Placed<String>,
    /// The series; none where the file has one.
    pub series: Option<Placed<String>>,
    /// The vintage; none where the series has one.
    pub vintage: Option<Placed<String>>,
}

/// Files that are no delimited text are imported; so is one for which the table says so, or names a spec.
pub(super) fn reading(walk: &mut Walk, section: &mut Section<'_>, file: Option<&str>) -> FileReading {
    const MARKS: [&str; 4] = ["delimiter", "decimal", "thousands", "missing"];
    let asked = section.get("import").and_then(|item| walk.yes_no(item, "import"));
    let spec = section.get("spec").and_then(|item| walk.text(item, "spec"));
    let sheet = section.get("sheet").and_then(|item| walk.text(item, "sheet"));
    let ending = file.and_then(|file| file.rsplit_once('.')).map(|(_, ending)| ending.to_lowercase());
    let other = matches!(ending.as_deref(), Some("px" | "json" | "xlsx"));
    let stated = MARKS.into_iter().find_map(|key| section.get(key).map(|item| (key, item)));
    if !(other || asked == Some(true) || spec.is_some() || sheet.is_some()) {
        return FileReading::Plain { stated: stated.is_some() || asked == Some(false) };
    }
    if let Some((key, item)) = stated {
        walk.say(say::belongs_in_spec(walk.span(item.span()), key));
    }
    FileReading::Import { spec, sheet }
}

/// `true`, `"1..5"`, or `{ small = "1..5", complementary = false }`.
pub(super) fn suppress(walk: &mut Walk, section: &mut Section<'_>) -> Option<Suppress> {
    section.get("suppress").and_then(|item| which(walk, item))
}

/// `[suppress]`: a definition and which of its counts are held back, each.
pub(super) fn held_back(walk: &mut Walk, root: &mut Section<'_>) -> Vec<HeldBack> {
    let Some(item) = root.get("suppress") else { return Vec::new() };
    let Some(section) = walk.section(item, "suppress") else { return Vec::new() };
    let pairs = section.others(walk).into_iter();
    pairs.map(|(name, item)| HeldBack { name, which: which(walk, item) }).collect()
}

fn which(walk: &mut Walk, item: Item<'_>) -> Option<Suppress> {
    let here = walk.placed((), item.span());
    let whole = Suppress { from: 1, to: 5, complementary: true, here };
    if item.get_ref().as_bool().is_some() || !(item.get_ref().is_str() || item.get_ref().is_table()) {
        return walk.yes_no(item, "suppress").filter(|yes| *yes).map(|_| whole);
    }
    if item.get_ref().is_str() {
        let (from, to) = small(walk, item)?;
        return Some(Suppress { from, to, ..whole });
    }
    let mut inner = walk.section(item, "suppress")?;
    let (from, to) = match inner.get("small") {
        Some(item) => small(walk, item)?,
        None => (whole.from, whole.to),
    };
    let complementary = inner.get("complementary").and_then(|item| walk.yes_no(item, "complementary"));
    walk.no_others(&inner);
    Some(Suppress { from, to, complementary: complementary.unwrap_or(true), here })
}

/// `1..5`
fn small(walk: &mut Walk, item: Item<'_>) -> Option<(u64, u64)> {
    let text = walk.text(item, "suppress")?;
    let ends = text.value.split_once("..").map(|(from, to)| (from.trim().parse(), to.trim().parse()));
    match ends {
        Some((Ok(from), Ok(to))) if from <= to => Some((from, to)),
        _ => {
            walk.say(say::not_small_counts(&text));
            None
        }
    }
}

/// `exclude = { file = "…", report = "…", data_set = "…", measure = "…" }`
pub(super) fn exclude(walk: &mut Walk, section: &mut Section<'_>) -> Option<Exclude> {
    let item = section.get("exclude")?;
    let mut inner = walk.section(item, "exclude")?;
    let mut text = |key| walk.needed(&mut inner, key).and_then(|item| walk.text(item, key));
    let (file, report, data_set) = (text("file"), text("report"), text("data_set"));
    let measure = inner.get("measure").and_then(|item| walk.text(item, "measure"));
    walk.no_others(&inner);
    Some(Exclude { file: file?, report: report?, data_set: data_set?, measure })
}

/// `[[prices]]`, each.
pub(super) fn prices(walk: &mut Walk, root: &mut Section<'_>) -> Vec<Prices> {
    let items = root.get("prices").and_then(|item| walk.list(item, "prices")).unwrap_or_default();
    let sections: Vec<_> = items.into_iter().filter_map(|item| walk.section(item, "prices")).collect();
    sections.into_iter().filter_map(|mut section| one_price(walk, &mut section)).collect()
}

fn one_price(walk: &mut Walk, section: &mut Section<'_>) -> Option<Prices> {
    let file = walk.needed(section, "file").and_then(|item| walk.text(item, "file"));
    let parameter = walk.needed(section, "parameter").and_then(|item| walk.text(item, "parameter"));
    let series = section.get("series").and_then(|item| walk.text(item, "series"));
    let vintage = section.get("vintage").and_then(|item| walk.text_or_number(item, "vintage"));
    walk.no_others(section);
    Some(Prices { here: section.here(), file: file?, parameter: parameter?, series, vintage })
}
