//! The statements of a PX file: `KEYWORD[lang]("variable","value")=value;`, up to `DATA=`.
//!
//! In: decoded text. Out: statements with their lines, and where the data begin. Not here: what a keyword means
//! (`header`), the cells (`data`).

use crate::import::say;
use nom::branch::alt;
use nom::bytes::complete::{is_not, tag, tag_no_case, take_till, take_while1};
use nom::character::complete::{char, multispace0};
use nom::combinator::{cut, opt, value};
use nom::multi::{many1, separated_list0, separated_list1};
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, Parser};
use ramme_diag::{Diagnostic, Limits, Place, Text};

/// One item of a value: a text, or a range of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub text: String,
    pub to: Option<String>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// The keyword in capital letters.
    pub keyword: String,
    /// The language, where one is named.
    pub lang: Option<String>,
    /// What stands in the parentheses: a variable, perhaps a value of it.
    pub of: Vec<String>,
    /// The scale of a time list, such as `A1`.
    pub scale: Option<String>,
    /// The value.
    pub items: Vec<Item>,
    /// The line on which it begins.
    pub line: u32,
}

/// The header of a file, and its data as text.
#[derive(Debug)]
pub(super) struct Scanned<'a> {
    pub statements: Vec<Statement>,
    /// Everything after `DATA=`.
    pub data: &'a str,
    /// The line and column of its first character.
    pub data_at: (u32, u32),
}

/// Quoted parts one after the other, joined with nothing between. A quote has no escape; line ends inside are dropped.
fn quoted(input: &str) -> IResult<&str, String> {
    let one = delimited(char('"'), opt(is_not("\"")), cut(char('"')));
    let (rest, parts): (_, Vec<Option<&str>>) = many1(terminated(one, multispace0)).parse(input)?;
    let text = parts.into_iter().flatten().flat_map(str::chars).filter(|c| !matches!(c, '\r' | '\n'));
    Ok((rest, text.collect()))
}

fn item(input: &str) -> IResult<&str, Item> {
    let range = (quoted, opt(preceded((char('-'), multispace0), quoted)));
    let bare = take_while1(|c: char| !matches!(c, ',' | ';' | '"' | '(' | ')'));
    alt((
        range.map(|(text, to)| Item { text, to }),
        bare.map(|text: &str| Item { text: text.trim().to_owned(), to: None }),
    ))
    .parse(input)
}

fn comma(input: &str) -> IResult<&str, ()> {
    value((), (multispace0, char(','), multispace0)).parse(input)
}

/// `TLIST(A1),"2019","2020"`, `TLIST(A1),"2019"-"2022"` or `TLIST(A1,"2019"-"2022")`.
fn time_list(input: &str) -> IResult<&str, (Option<String>, Vec<Item>)> {
    let word = take_while1(|c: char| c.is_ascii_alphanumeric());
    let inner = (preceded(multispace0, word), opt(preceded(comma, separated_list1(comma, item))));
    let mut head = delimited(
        (tag_no_case("TLIST"), multispace0, char('(')),
        inner,
        (multispace0, char(')'), multispace0),
    );
    let (rest, (scale, inside)) = head.parse(input)?;
    let (rest, after) = opt(preceded(comma, separated_list1(comma, item))).parse(rest)?;
    let items = inside.into_iter().chain(after).flatten().collect();
    Ok((rest, (Some(scale.to_owned()), items)))
}

/// `KEYWORD[lang]("a","b")=`.
fn head(input: &str) -> IResult<&str, (String, Option<String>, Vec<String>)> {
    let word = take_while1(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let lang = delimited(char('['), is_not("]\""), char(']'));
    let of = delimited((char('('), multispace0), separated_list1(comma, quoted), (multispace0, char(')')));
    let (rest, (word, lang, of, _)) = (word, opt(lang), opt(of), (multispace0, char('='))).parse(input)?;
    let lang = lang.map(|l: &str| l.trim().to_lowercase());
    Ok((rest, (word.to_uppercase(), lang, of.unwrap_or_default())))
}

fn body(input: &str) -> IResult<&str, (Option<String>, Vec<Item>)> {
    let plain = separated_list0(comma, item).map(|items| (None, items));
    delimited(multispace0, alt((time_list, plain)), (multispace0, char(';'))).parse(input)
}

/// Reads the statements up to the data.
pub(super) fn scan<'a>(file: &str, text: &'a str, limits: &Limits) -> Result<Scanned<'a>, Diagnostic> {
    let most = usize::try_from(limits.cube_header_bytes).unwrap_or(usize::MAX);
    let mut rest = text;
    let mut at = Lines { text, offset: 0, line: 1, column: 1 };
    let mut statements = Vec::new();
    loop {
        rest = rest.trim_start();
        at.to(text.len().saturating_sub(rest.len()));
        if at.offset > most {
            let what = Text::both("bytes before its data", "byte før sine data");
            let found = Text::same(format!("> {most}"));
            return Err(say::over(file, what, found, limits.cube_header_bytes, "cube_header_bytes"));
        }
        if rest.is_empty() {
            let reason = Text::both("there is no `DATA=`", "der er intet `DATA=`");
            return Err(say::broken(Place::line(file, at.line), "PX", reason));
        }
        let (after, (keyword, lang, of)) = head(rest).map_err(|_| not_a_statement(file, at.line, rest))?;
        if keyword == "DATA" && of.is_empty() {
            at.to(text.len().saturating_sub(after.len()));
            return Ok(Scanned { statements, data: after, data_at: (at.line, at.column) });
        }
        let (after, (scale, items)) = body(after).map_err(|_| not_a_value(file, at.line, &keyword, after))?;
        statements.push(Statement { keyword, lang, of, scale, items, line: at.line });
        rest = after;
    }
}

/// Lines and columns of offsets that only grow.
pub(super) struct Lines<'a> {
    pub text: &'a str,
    pub offset: usize,
    pub line: u32,
    pub column: u32,
}

impl Lines<'_> {
    /// Goes on to an offset.
    pub fn to(&mut self, offset: usize) {
        let passed = self.text.get(self.offset..offset).unwrap_or("");
        for c in passed.chars() {
            if c == '\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        self.offset = offset.max(self.offset);
    }
}

fn not_a_statement(file: &str, line: u32, rest: &str) -> Diagnostic {
    let shown: String = rest.chars().take_while(|c| !matches!(c, '\r' | '\n')).take(40).collect();
    let reason = Text::both(
        format!("`{shown}` is not the beginning of a statement such as `TITLE=\"…\";`"),
        format!("`{shown}` er ikke begyndelsen på en linje som `TITLE=\"…\";`"),
    );
    say::broken(Place::line(file, line), "PX", reason)
}

fn not_a_value(file: &str, line: u32, keyword: &str, rest: &str) -> Diagnostic {
    let open = rest.matches('"').count() % 2 == 1;
    let reason = if open {
        Text::both(
            format!("a quote of `{keyword}` is not closed"),
            format!("et anførselstegn i `{keyword}` lukkes ikke"),
        )
    } else {
        Text::both(
            format!("the value of `{keyword}` does not end in `;`, or is no list of texts"),
            format!("værdien af `{keyword}` slutter ikke med `;` eller er ingen liste af tekster"),
        )
    };
    say::broken(Place::line(file, line), "PX", reason)
}

/// What the first bytes say of the encoding: `CHARSET` and `CODEPAGE`, which are ASCII in every code page.
pub(super) fn declared(bytes: &[u8]) -> (Option<String>, Option<String>) {
    let start: String = bytes.iter().take(8192).map(|b| char::from(*b)).collect();
    let find = |keyword: &str| -> Option<String> {
        let name = |input| -> IResult<&str, String> {
            let (rest, _) = (tag(keyword), multispace0, char('='), multispace0).parse(input)?;
            alt((quoted, take_till(|c| c == ';').map(str::to_owned))).parse(rest)
        };
        let at = start.match_indices(keyword).map(|(at, _)| at);
        at.filter_map(|at| start.get(at..)).find_map(|rest| name(rest).ok()).map(|(_, found)| found)
    };
    (find("CHARSET"), find("CODEPAGE"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn scanned(text: &str) -> Result<Vec<Statement>, Diagnostic> {
        scan("t.px", text, &Limits::default()).map(|s| s.statements)
    }

    #[test]
    fn statements_end_outside_quotes() {
        let found = scanned("VALUES[da](\"a;b\")=\"x;=\"\r\n \"y\", \"z\" ;DECIMALS=0;\nDATA=1;").unwrap();
        let first = &found[0];
        assert_eq!((first.keyword.as_str(), first.lang.as_deref()), ("VALUES", Some("da")));
        assert_eq!(first.of, ["a;b"]);
        let texts: Vec<&str> = first.items.iter().map(|i| i.text.as_str()).collect();
        assert_eq!(texts, ["x;=y", "z"]);
        assert_eq!((found[1].items[0].text.as_str(), found[1].line), ("0", 2));
    }

    #[test]
    fn the_three_forms_of_a_time_list() {
        for text in
            ["TLIST(A1),\"2019\"-\"2022\"", "TLIST(A1,\"2019\"-\"2022\")", "TLIST(A1), \"2019\" - \"2022\""]
        {
            let found = scanned(&format!("TIMEVAL(\"year\")={text};DATA=;")).unwrap();
            assert_eq!(found[0].scale.as_deref(), Some("A1"), "{text}");
            assert_eq!(
                found[0].items,
                [Item { text: "2019".to_owned(), to: Some("2022".to_owned()) }],
                "{text}"
            );
        }
        let listed = scanned("TIMEVAL(\"year\")=TLIST(A1),\"2019\",\"2020\";DATA=;").unwrap();
        assert_eq!(listed[0].items.len(), 2);
    }

    #[test]
    fn what_breaks_is_named_with_its_line() {
        let said = |text: &str| scanned(text).unwrap_err().message(ramme_diag::Lang::En);
        assert!(said("A=\"1\";\nTITLE=\"x;\nDATA=1;").contains("a quote of `TITLE` is not closed"));
        assert!(said("A=\"1\";").contains("there is no `DATA=`"));
        assert!(said("hello").contains("`hello` is not the beginning"));
    }

    #[test]
    fn the_encoding_is_found_before_anything_is_decoded() {
        let (charset, page) = declared(b"CHARSET=\"ANSI\";\r\nCODEPAGE=\"iso-8859-15\";\r\nTITLE=\"\xc6\";");
        assert_eq!((charset.as_deref(), page.as_deref()), (Some("ANSI"), Some("iso-8859-15")));
        assert_eq!(declared(b"TITLE=\"x\";"), (None, None));
    }
}
