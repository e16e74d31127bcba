//! What is said about files that are imported.
//!
//! In: places and figures. Out: diagnostics. Not here: finding the mistakes.

use ramme_diag::{Code, Diagnostic, Place, Text};

/// The file cannot be read at all.
pub(crate) fn unreadable(file: &str, reason: Text) -> Diagnostic {
    Diagnostic::new(Code::FileUnreadable)
        .arg("file", file)
        .arg("reason", reason)
        .at(Place::File(file.to_owned()))
}

/// The text breaks the rules of its format.
pub(crate) fn broken(place: Place, format: &'static str, reason: Text) -> Diagnostic {
    Diagnostic::new(Code::FormatBroken).arg("format", format).arg("reason", reason).at(place)
}

/// Sizes as `3 × 4 × 2`.
pub(crate) fn sizes(sizes: &[usize]) -> String {
    sizes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" \u{d7} ")
}

/// More cells than the limit; the product may be too large to write.
pub(crate) fn too_many_cells(file: &str, dims: &[usize], limit: u64) -> Diagnostic {
    let product = dims.iter().try_fold(1_u128, |product, size| product.checked_mul(*size as u128));
    let found = product.map_or_else(|| sizes(dims), |n| n.to_string());
    Diagnostic::new(Code::DataTooLarge)
        .arg("found", found)
        .arg("what", Text::both("cells", "celler"))
        .arg("limit", limit)
        .arg("flag", "cube_cells")
        .at(Place::File(file.to_owned()))
}

/// More of something than a limit allows.
pub(crate) fn over(file: &str, what: Text, found: Text, limit: u64, flag: &'static str) -> Diagnostic {
    Diagnostic::new(Code::DataTooLarge)
        .arg("found", found)
        .arg("what", what)
        .arg("limit", limit)
        .arg("flag", flag)
        .at(Place::File(file.to_owned()))
}

/// The dimensions and the cells disagree.
pub(crate) fn cell_count(place: Place, dims: &[usize], expected: usize, found: usize) -> Diagnostic {
    Diagnostic::new(Code::CellCountDisagrees)
        .arg("sizes", sizes(dims))
        .arg("expected", expected)
        .arg("found", found)
        .at(place)
}

/// A cell that is no figure and no sign.
pub(crate) fn bad_cell(place: Place, text: &str, reason: Text) -> Diagnostic {
    let short: String = text.chars().take(40).collect();
    Diagnostic::new(Code::BadCell)
        .arg("text", short)
        .arg("expected", Text::both("a number", "et tal"))
        .arg("reason", reason)
        .arg(
            "proposal",
            Text::both(
                "correct the cell, or state the file's decimal mark",
                "ret cellen, eller angiv filens decimaltegn",
            ),
        )
        .at(place)
}

/// What a person has to say, and the line that says it.
pub(crate) fn undecided(place: Place, what: Text, evidence: Text, line: &str) -> Diagnostic {
    Diagnostic::new(Code::ReadingUndecided)
        .arg("what", what)
        .arg("evidence", evidence)
        .arg("line", line)
        .at(place)
}

/// The encoding that was used is not the one that the file names.
pub(crate) fn encoding(file: &str, declared: &str, used: &str) -> Diagnostic {
    Diagnostic::new(Code::EncodingDisagrees)
        .arg("declared", declared)
        .arg("used", used)
        .at(Place::File(file.to_owned()))
}

/// A difference between a spec and a file.
pub(crate) fn disagrees(
    place: Place,
    what: Text,
    wanted: impl Into<Text>,
    found: impl Into<Text>,
) -> Diagnostic {
    Diagnostic::new(Code::SpecDisagrees).arg("what", what).arg("wanted", wanted).arg("found", found).at(place)
}
