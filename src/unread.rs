//! Names that broken items would have declared: nothing is said about their uses, or one mistake would look like many.
//!
//! In: the texts and the trees. Out: for each line that opens an item and is in no tree, its second word. Not here: what
//! is wrong with the item (`ramme_syntax`).

use ramme_diag::SourceMap;
use ramme_syntax::tree::SourceFile;

/// The names of all items that could not be read.
pub fn names(sources: &SourceMap, files: &[SourceFile]) -> Vec<String> {
    files.iter().flat_map(|file| of_file(sources.text(file.file), file)).collect()
}

fn of_file(text: &str, file: &SourceFile) -> Vec<String> {
    let mut out = Vec::new();
    let mut start: usize = 0;
    for line in text.split_inclusive('\n') {
        let at = u32::try_from(start).unwrap_or(u32::MAX);
        start = start.saturating_add(line.len());
        let opens = line.starts_with(char::is_alphabetic);
        let read = file.items.iter().any(|item| item.span.contains(at));
        if !opens || read {
            continue;
        }
        let words = line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty());
        out.extend(words.skip(1).take(1).map(str::to_owned));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use ramme_diag::Limits;

    #[test]
    fn only_items_that_could_not_be_read_are_named() {
        let mut sources = SourceMap::new();
        let id = sources.add("a", "unit sk\u{e6}rm\ndefine gap : kr = = 1\nunit place_day\n");
        let (tree, _) = ramme_syntax::parse(id, sources.text(id), &Limits::default());
        assert_eq!(names(&sources, &[tree]), ["gap"]);
    }
}
