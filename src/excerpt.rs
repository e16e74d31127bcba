//! A diagnostic drawn under the line that it is about; the same for rule text, scenarios and cells of data.
//!
//! In: a diagnostic with its places looked up, and the texts. Out: lines of text. Not here: which diagnostics are shown
//! (`terminal`), what they say.

use ramme_diag::{Rendered, RenderedLabel, RenderedPlace, Severity, SourceMap};
use ramme_report::number::visible;
use ramme_value::Lang;
use unicode_width::UnicodeWidthStr as _;

/// The text of a data file, for the line that a cell stands in.
#[derive(Debug, Clone)]
pub struct DataText {
    /// The name that places use.
    pub name: String,
    /// What it holds.
    pub text: String,
    /// Between its cells.
    pub delimiter: char,
}

/// Colour, or none.
#[derive(Debug, Clone, Copy)]
pub struct Paint {
    /// True where a person looks at a terminal that has colours.
    pub on: bool,
}

impl Paint {
    fn code(self, code: &str, text: &str) -> String {
        if self.on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// The colour of a severity; the word says it as well.
    pub fn severity(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        self.code(code, text)
    }

    fn strong(self, text: &str) -> String {
        self.code("1", text)
    }

    fn faint(self, text: &str) -> String {
        self.code("34", text)
    }
}

/// What diagnostics are drawn with.
#[derive(Clone, Copy)]
pub struct Draw<'a> {
    /// The rule files and scenarios.
    pub sources: &'a SourceMap,
    /// The data files.
    pub data: &'a [DataText],
    /// Colour.
    pub paint: Paint,
    /// The language of the small words.
    pub lang: Lang,
}

/// `path:line:column: CODE level: message`, for editors to jump to; then the other places that belong to it.
pub fn concise(said: &Rendered) -> String {
    let place = said.place.as_ref().map_or_else(String::new, |p| format!("{}: ", position(p)));
    let mut out = format!("{place}{} {}: {}", said.code, said.severity, visible(&said.message));
    for label in said.labels.iter().filter(|label| !label.primary) {
        if let Some(place) = &label.place {
            out.push_str(&format!("; {}: {}", position(place), visible(&label.text)));
        }
    }
    out.push('\n');
    out
}

/// `path:line:column`, as far as it is known.
fn position(place: &RenderedPlace) -> String {
    let mut out = visible(&place.file);
    if let Some(sheet) = &place.sheet {
        out.push_str(&format!("#{}", visible(sheet)));
    }
    for number in [place.line, place.column].into_iter().flatten().filter(|n| *n > 0) {
        out.push_str(&format!(":{number}"));
    }
    out
}

fn severity(said: &Rendered) -> Severity {
    match said.severity {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        _ => Severity::Note,
    }
}

impl Draw<'_> {
    /// The diagnostic with excerpts, notes and help.
    pub fn full(&self, said: &Rendered) -> String {
        let grave = severity(said);
        let word = format!("{}[{}]", grave.in_words(self.lang), said.code);
        let mut out = format!(
            "{}: {}\n",
            self.paint.severity(grave, &word),
            self.paint.strong(&visible(&said.message))
        );
        let own = said.labels.iter().find(|l| l.primary).map(|l| l.text.as_str());
        let mut margin = 2;
        if let Some(place) = &said.place {
            let others: Vec<&RenderedLabel> = said.labels.iter().filter(|l| !l.primary).collect();
            let lines = std::iter::once(place.line)
                .chain(others.iter().map(|l| l.place.as_ref().and_then(|p| p.line)));
            let widest = lines.flatten().max().unwrap_or(1);
            margin = widest.to_string().len();
            out.push_str(&self.excerpt("-->", place, own.unwrap_or(""), '^', margin));
            for other in others {
                if let Some(place) = &other.place {
                    out.push_str(&self.excerpt(":::", place, &other.text, '-', margin));
                }
            }
        }
        let indent = " ".repeat(margin);
        let bar = self.paint.faint("=");
        for note in &said.notes {
            out.push_str(&format!("{indent} {bar} {}\n", visible(note)));
        }
        if let Some(help) = &said.help {
            let word = self.lang.pick("help", "hj\u{e6}lp");
            out.push_str(&format!("{indent} {bar} {}: {}\n", self.paint.strong(word), visible(help)));
        }
        out
    }

    fn excerpt(&self, arrow: &str, place: &RenderedPlace, label: &str, mark: char, margin: usize) -> String {
        let indent = " ".repeat(margin);
        let column = place.column_name.as_ref().map(|c| format!(" ({})", visible(c))).unwrap_or_default();
        let mut out = format!("{indent}{} {}{column}\n", self.paint.faint(arrow), position(place));
        let Some((line, text, from, to)) = self.line(place) else {
            if !label.is_empty() {
                out.push_str(&format!("{indent} {} {}\n", self.paint.faint("="), visible(label)));
            }
            return out;
        };
        let bar = self.paint.faint("|");
        let (text, from, to) = window(&text, from, to);
        let before: String = text.chars().take(from).collect();
        let under: String = text.chars().skip(from).take(to.saturating_sub(from)).collect();
        let blanks = " ".repeat(before.width());
        let marks = mark.to_string().repeat(under.width().max(1));
        let label = if label.is_empty() { String::new() } else { format!(" {}", visible(label)) };
        let number = self.paint.faint(&format!("{line:>margin$}"));
        out.push_str(&format!("{indent} {bar}\n{number} {bar} {}\n", text.trim_end()));
        out.push_str(&format!(
            "{indent} {bar} {blanks}{}\n",
            self.paint.severity(Severity::Error, &format!("{marks}{label}"))
        ));
        out
    }

    /// The line of a place: its number, its text, and the characters that are meant.
    fn line(&self, place: &RenderedPlace) -> Option<(u32, String, usize, usize)> {
        let line = place.line.filter(|l| *l > 0)?;
        if let Some(data) = self.data.iter().find(|d| d.name == place.file) {
            return data_line(data, line, place.column);
        }
        let file = self.sources.ids().find(|id| self.sources.name(*id) == place.file)?;
        let text = self.sources.line_text(file, line).to_owned();
        let from = usize::try_from(place.column.unwrap_or(1).saturating_sub(1)).ok()?;
        let whole = text.chars().count();
        let to = match (place.end_line, place.end_column) {
            (Some(end), Some(column)) if end == line => usize::try_from(column.saturating_sub(1)).ok()?,
            _ => whole,
        };
        Some((line, plain(&text), from.min(whole), to.max(from.saturating_add(1))))
    }
}

/// A line without characters that steer; tabs count one place, as columns do.
fn plain(text: &str) -> String {
    visible(&text.replace('\t', " "))
}

/// The line of a cell and where the cell stands in it; the whole line where the cell cannot be found.
fn data_line(data: &DataText, line: u32, column: Option<u32>) -> Option<(u32, String, usize, usize)> {
    let text = data.text.lines().nth(usize::try_from(line.checked_sub(1)?).ok()?)?;
    let (mut from, mut quoted, mut at) = (0, false, 1);
    let mut to = None;
    for (i, c) in text.chars().enumerate() {
        if c == '"' {
            quoted = !quoted;
        } else if c == data.delimiter && !quoted {
            if column == Some(at) {
                to = Some(i);
                break;
            }
            at = at.saturating_add(1);
            from = i.saturating_add(1);
        }
    }
    let whole = text.chars().count();
    let range = if column == Some(at) { (from, to.unwrap_or(whole)) } else { (0, whole) };
    Some((line, plain(text), range.0, range.1))
}

/// Most characters of a line that are shown.
const WINDOW: usize = 120;

/// A long line is shown around what is meant.
fn window(text: &str, from: usize, to: usize) -> (String, usize, usize) {
    if text.chars().count() <= WINDOW {
        return (text.to_owned(), from, to);
    }
    let start = from.saturating_sub(WINDOW / 2);
    let shown: String = text.chars().skip(start).take(WINDOW).collect();
    let lead = if start > 0 { "\u{2026}" } else { "" };
    let moved = from.saturating_sub(start).saturating_add(lead.chars().count());
    let long = to.saturating_sub(from).min(WINDOW.saturating_sub(from.saturating_sub(start)));
    (format!("{lead}{shown}\u{2026}"), moved, moved.saturating_add(long))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ramme_diag::{Code, Diagnostic, Place, Span};

    fn draw<'a>(sources: &'a SourceMap, data: &'a [DataText]) -> Draw<'a> {
        Draw { sources, data, paint: Paint { on: false }, lang: Lang::En }
    }

    #[test]
    fn a_name_in_a_rule_file_is_underlined() {
        let mut sources = SourceMap::new();
        let file = sources.add("rules/a.ramme", "language 1\ndefine \u{e5} : kr = tarif\n");
        let said = Diagnostic::new(Code::UnknownName)
            .arg("name", "tarif")
            .arg("suggestion", "tariff")
            .at(Span::at(file, 28..33))
            .also(Span::at(file, 18..20), "in this definition");
        let rendered = said.render(&sources, Lang::En);
        assert_eq!(
            draw(&sources, &[]).full(&rendered),
            "error[E0201]: there is no name `tarif`\n \
             --> rules/a.ramme:2:17\n  |\n2 | define \u{e5} : kr = tarif\n  |                 ^^^^^\n \
             ::: rules/a.ramme:2:8\n  |\n2 | define \u{e5} : kr = tarif\n  |        - in this definition\n  \
             = help: did you mean `tariff`?\n"
        );
        assert_eq!(
            concise(&rendered),
            "rules/a.ramme:2:17: E0201 error: there is no name `tarif`; rules/a.ramme:2:8: in this definition\n"
        );
    }

    #[test]
    fn a_cell_of_data_is_underlined() {
        let data = [DataText {
            name: "offers.csv".to_owned(),
            text: "a;b\n\"x;y\";12,3,4\n".to_owned(),
            delimiter: ';',
        }];
        let said = Diagnostic::new(Code::BadCell)
            .arg("text", "12,3,4")
            .arg("expected", "a number")
            .arg("reason", "two marks")
            .at(Place::cell("offers.csv", 2, 2, Some("b")));
        let sources = SourceMap::new();
        let text = draw(&sources, &data).full(&said.render(&sources, Lang::En));
        assert!(
            text.contains(" --> offers.csv:2:2 (b)\n  |\n2 | \"x;y\";12,3,4\n  |       ^^^^^^\n"),
            "{text}"
        );
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let (text, from, to) = window(&"x".repeat(500), 300, 305);
        assert_eq!((text.chars().count(), from, to), (122, 61, 66));
    }
}
