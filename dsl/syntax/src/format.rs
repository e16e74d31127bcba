//! The formatter: one canonical text for a tree, with its comments where they stood.
//!
//! In: a file's tree and its text. Out: the text again, LF line ends, spaces, at most 110 columns where a line can
//! break. Formatting twice changes nothing, and the tree stays the same. Not here: files on disk.
//!
//! Figures stay as they were written (`1_000.50`), blank lines are kept singly, parentheses are those that are needed.

mod amend;
mod body;
mod declare;
mod doc;
mod expr;
mod head;
mod scale;
mod test;

use crate::tree::{Input, Item, ItemKind, SourceFile};
use doc::{Printer, STEP, columns};

/// The canonical text of a file; `text` is the text that it was read from.
///
/// Items that could not be read are not in the tree and would be lost: format only a file without errors.
///
/// ```
/// use ramme_diag::{FileId, Limits};
/// let text = "entity stay # who stays\n payer: municipality\n citizen :text";
/// let (file, _) = ramme_syntax::parse(FileId(0), text, &Limits::default());
/// let tidy = "entity stay  # who stays\n  payer   : municipality\n  citizen : text\n";
/// assert_eq!(ramme_syntax::format(&file, text), tidy);
/// ```
#[must_use]
pub fn format(file: &SourceFile, text: &str) -> String {
    let mut formatter = Formatter { source: text, print: Printer::new(text, &file.comments) };
    let mut many_lines = false;
    let widths = input_widths(file, text);
    for (at, item) in file.items.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| file.items.get(before));
        many_lines = formatter.item(item, before.map(|before| (before, many_lines)), widths.get(at));
    }
    formatter.finish()
}

/// Widths of the columns of an input.
type Widths = (usize, usize, usize);

/// The columns of each input, from the inputs on the lines around it.
fn input_widths(file: &SourceFile, text: &str) -> Vec<Widths> {
    let mut widths = vec![(0, 0, 0); file.items.len()];
    let input = |at: usize| match file.items.get(at) {
        Some(Item { kind: ItemKind::Input(input), span }) => Some((input, *span)),
        _ => None,
    };
    let mut at = 0;
    while at < file.items.len() {
        let Some((first, mut span)) = input(at) else {
            at = at.saturating_add(1);
            continue;
        };
        let start = at;
        let mut most = widen((0, 0, 0), first);
        at = at.saturating_add(1);
        while let Some((next, place)) =
            input(at).filter(|(_, place)| adjoin(file, text, span.end, place.start))
        {
            (most, span) = (widen(most, next), place);
            at = at.saturating_add(1);
        }
        widths.iter_mut().take(at).skip(start).for_each(|slot| *slot = most);
    }
    widths
}

fn widen(most: Widths, input: &Input) -> Widths {
    let (name, shape, ty) = declare::input_columns(input);
    let ty = if input.between.is_some() { columns(&ty) } else { 0 };
    (most.0.max(columns(&name)), most.1.max(columns(&shape)), most.2.max(ty))
}

/// Whether two items stand on neighbouring lines, with no comment on a line between them.
fn adjoin(file: &SourceFile, text: &str, end: u32, start: u32) -> bool {
    let first = file.comments.partition_point(|comment| comment.span.start < end);
    let between =
        file.comments.get(first..).unwrap_or(&[]).iter().take_while(|comment| comment.span.start < start);
    let mut from = end;
    for comment in between {
        if comment.own_line {
            return false;
        }
        from = comment.span.end;
    }
    let index = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    let space = text.get(index(from)..index(start)).unwrap_or("");
    space.matches('\n').count().max(space.matches('\r').count()) < 2
}

/// What is written so far, and the text that figures are taken from.
struct Formatter<'a> {
    source: &'a str,
    print: Printer<'a>,
}

impl Formatter<'_> {
    /// Writes an item and the comments before it; whether it took more than one line. `before` is the item above.
    fn item(&mut self, item: &Item, before: Option<(&Item, bool)>, widths: Option<&Widths>) -> bool {
        let place = item.span.start;
        let apart = before.is_some_and(|(before, many)| many && is_clausal(before) || is_alone(before));
        let (at, blank) = self.comments_between(place, before.is_some());
        let start = self.print.out.len();
        let at = at.unwrap_or(start);
        self.print.line(0);
        if blank || self.print.blank_line_before(place) {
            self.print.blank_line();
        }
        self.kind(&item.kind, widths);
        let written = self.print.out.get(start..).unwrap_or("").trim_start_matches('\n');
        let many_lines = written.contains('\n');
        if before.is_some() && (apart || many_lines && is_clausal(item)) {
            self.part(at);
        }
        many_lines
    }

    /// Writes the comments between two items: those that end a line, those that belong to the item above, the rest. Gives
    /// where the rest begins in the text, if there is one.
    fn comments_between(&mut self, place: u32, inside: bool) -> (Option<usize>, bool) {
        let mut rest = None;
        let mut belongs = inside;
        while let Some(comment) = self.print.next_comment(place) {
            let apart = self.print.blank_line_before(comment.span.start);
            belongs = belongs && (!comment.own_line || !apart && self.is_indented(comment.span.start));
            if !belongs && rest.is_none() {
                rest = Some(self.print.out.len());
            }
            self.print.line(0);
            self.print.comment(comment, belongs.then_some(STEP));
        }
        (rest, false)
    }

    fn is_indented(&self, place: u32) -> bool {
        let before = usize::try_from(place).ok().and_then(|place| self.source.get(..place)).unwrap_or("");
        before.ends_with([' ', '\t'])
    }

    /// Puts a blank line at a place of the written text, if there is none.
    fn part(&mut self, at: usize) {
        let rest = self.print.out.get(at..).unwrap_or("");
        if rest.starts_with('\n') && !rest.starts_with("\n\n") {
            self.print.out.insert(at, '\n');
        }
    }

    fn kind(&mut self, kind: &ItemKind, widths: Option<&Widths>) {
        match kind {
            ItemKind::Language(language) => self.print.text(&format!("language {}", language.version)),
            ItemKind::Document(document) => self.document(document),
            ItemKind::Unit(unit) => self.print.text(&format!("unit {}", unit.name.text)),
            ItemKind::Set(set) => self.set(set),
            ItemKind::Entity(entity) => self.entity(entity),
            ItemKind::Input(input) => self.input(input, widths.copied().unwrap_or_default()),
            ItemKind::Parameter(parameter) => self.parameter(parameter),
            ItemKind::Scale(scale) => self.scale(scale),
            ItemKind::Readings(readings) => self.readings(readings),
            ItemKind::Define(define) => self.define(define),
            ItemKind::Rule(rule) => self.rule(rule),
            ItemKind::Test(test) => self.test(test),
            ItemKind::Amend(amend) => self.amend(amend),
        }
    }

    fn finish(mut self) -> String {
        self.comments_between(u32::MAX, true);
        let mut out = self.print.out;
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }
}

/// Items that stand apart from others where they take more than a line.
fn is_clausal(item: &Item) -> bool {
    matches!(
        item.kind,
        ItemKind::Parameter(_)
            | ItemKind::Scale(_)
            | ItemKind::Define(_)
            | ItemKind::Rule(_)
            | ItemKind::Test(_)
            | ItemKind::Amend(_)
            | ItemKind::Document(_)
    )
}

/// Items that always stand apart.
fn is_alone(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Language(_))
}

/// A text with blanks after it, up to a width.
fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(text));
    let mut out = String::with_capacity(text.len().saturating_add(missing));
    out.push_str(text);
    out.extend(std::iter::repeat_n(' ', missing));
    out
}
