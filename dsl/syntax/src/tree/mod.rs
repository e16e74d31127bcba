//! The tree that rule text becomes.
//!
//! In: nothing; this file only names the shapes. Out: what `parse` fills in, `format` prints, and the rulebook reads.
//! Not here: names are not resolved, types are not known, no date is compared with another. Every node has a span, so
//! that whatever is said later about it can point at the text. Spans never matter for equality of meaning: compare two
//! trees with [`crate::same_meaning`].

mod cited;
mod clause;
mod expr;
mod test;

pub use cited::Cited;
pub use clause::*;
pub use expr::*;
pub use test::*;

use ramme_diag::{FileId, Span};
use ramme_value::{Date, Rounding};

/// One rule file: its items in the order of the text, and the comments that stand between and inside them.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceFile {
    /// Which text the spans point into.
    pub file: FileId,
    /// The top-level items that could be read; a broken item is missing here and has a diagnostic instead.
    pub items: Vec<Item>,
    /// Every comment, in order, with its text from `#` to the end of the line.
    pub comments: Vec<Comment>,
}

/// A comment: `# …` to the end of its line.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    /// The text, from `#` on, without the line end and trailing blanks.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// True where nothing but blanks stands before it on its line.
    pub own_line: bool,
}

/// A name as written, with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The identifier, or the text between quotes of a quoted member.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A top-level item.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it declares.
    pub kind: ItemKind,
    /// From its keyword to the last character of its last clause.
    pub span: Span,
}

/// What a top-level item declares.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemKind {
    /// `language 1`
    Language(Language),
    /// `document NAME …`
    Document(Document),
    /// `unit NAME`
    Unit(UnitDecl),
    /// `set NAME = a | b, total "i alt"`
    Set(SetDecl),
    /// `entity NAME` with its fields
    Entity(Entity),
    /// `input NAME of E by year : TYPE`
    Input(Input),
    /// `parameter NAME by year : TYPE` with its values
    Parameter(Parameter),
    /// `scale NAME by year : kr -> %` with its tables
    Scale(Scale),
    /// `readings GROUP = a | b`
    Readings(Readings),
    /// `define NAME of E by year : TYPE = …`
    Define(Define),
    /// `rule NAME of E by year … require …`, or `target NAME by year … aim …`
    Rule(Rule),
    /// `test "…" …`
    Test(Test),
    /// `amend NAME` with its changes
    Amend(Amend),
}

/// `language 1`: which version of the language the file is written in.
#[derive(Debug, Clone, PartialEq)]
pub struct Language {
    /// The version.
    pub version: u32,
}

/// A document that clauses cite.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// How clauses refer to it.
    pub name: Name,
    /// `title "…"`
    pub title: Option<Quoted>,
    /// `rank law | agreement | report`
    pub rank: Option<Name>,
    /// `published DATE`
    pub published: Option<Date>,
    /// `inferred "why"` after the date: the date is concluded, not printed in the document.
    pub inferred: Option<Quoted>,
    /// `file "…"`: the name of the user's own copy.
    pub file: Option<Quoted>,
    /// `external "what was seen" seen DATE`: there is no copy at hand.
    pub external: Option<(Quoted, Option<Date>)>,
}

/// Quoted text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// The text between the quotes.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// `unit stay_day`: a base unit of the user's own.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitDecl {
    /// Its name.
    pub name: Name,
}

/// A closed set of names, possibly with a total (TYPES P5).
#[derive(Debug, Clone, PartialEq)]
pub struct SetDecl {
    /// Its name.
    pub name: Name,
    /// Its members, in order.
    pub members: Vec<Name>,
    /// The member that is the sum of the others.
    pub total: Option<Name>,
}

/// An entity: something that has rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Its name.
    pub name: Name,
    /// Its relations and attributes.
    pub fields: Vec<Field>,
}

/// `operator : municipality` or `kind : provider_kind by year`.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name, in the scope of its entity.
    pub name: Name,
    /// An entity (then it is a relation), a set, or any other type.
    pub ty: TypeExpr,
    /// `by year`
    pub by: Vec<Name>,
}

/// The shape of a value as declared: `of ENTITY by AXIS, AXIS` (TYPES P2).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShapeExpr {
    /// The entity after `of`.
    pub of: Option<Name>,
    /// The periods and sets after `by`.
    pub by: Vec<Name>,
    /// `for a day`: the value depends on the day that `days … where` asks about (TYPES D3).
    pub for_a_day: bool,
}

/// A declared type: `kr in 2023-pl with 2 decimals`, `yes/no`, `date`, `text`, `count`, a set or an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeExpr {
    /// What kind of value.
    pub kind: TypeKind,
    /// `in 2023-pl`, `in current`
    pub level: Option<LevelExpr>,
    /// `with n decimals`
    pub decimals: Option<u8>,
    /// Where it stands.
    pub span: Span,
}

/// The kind of a declared type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// `yes/no`
    YesNo,
    /// `date`
    Date,
    /// `text`
    Text,
    /// `count`: a whole number of things
    Count,
    /// `number`: a plain number without unit
    Number,
    /// A unit: `kr`, `kr/day`, `%`, `percentage point`, `day`
    Unit(UnitExpr),
    /// A set or an entity, or a unit of the user's own: known when names are.
    Named(Name),
}

/// A price level as written.
#[derive(Debug, Clone, PartialEq)]
pub enum LevelExpr {
    /// `current`
    Current,
    /// `2023-pl`
    Fixed(i32),
}

/// A unit as written: factors with exponents, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum UnitExpr {
    /// `%`
    Percent,
    /// `percentage point`
    PercentagePoint,
    /// `kr/day`: `[(kr, 1), (day, -1)]`. Plural forms are already singular (`days` is `day`).
    Product(Vec<(Name, i8)>),
}

/// `input …`
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Its name.
    pub name: Name,
    /// Its shape.
    pub shape: ShapeExpr,
    /// Its type.
    pub ty: TypeExpr,
    /// `between LOW and HIGH`: values outside are data errors.
    pub between: Option<(Expr, Expr)>,
}

/// `parameter …`: values fixed by a document or a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its shape: periods and sets only (an entity after `of` is refused by the rulebook).
    pub shape: ShapeExpr,
    /// Its type.
    pub ty: TypeExpr,
    /// `dated by …`: which date of the row chooses among dated values; without it the period does.
    pub dated_by: Option<Expr>,
    /// `indexed by pl, round half up to 1 kr/day`
    pub indexed: Option<Indexed>,
    /// Its values; none where a scenario has to set it.
    pub values: Vec<ParameterValue>,
}

/// How a year without a value of its own follows from the year before.
#[derive(Debug, Clone, PartialEq)]
pub struct Indexed {
    /// The index: a parameter by year, the change from the year before.
    pub index: Name,
    /// How each year is rounded.
    pub mode: Rounding,
    /// To what.
    pub step: Expr,
}

/// One value of a parameter: `from 2023-10-01 = 120 day cite …`, `2023 = 3.4 %`, `lead = 100_000 kr`.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterValue {
    /// `reading NAME`
    pub reading: Option<ReadingRef>,
    /// `from`, `to` and `cite`; cites may stand before `=` or after the value, both end up here.
    pub header: Header,
    /// A key an axis, in the order of the shape; empty where the parameter has no axes.
    pub keys: Vec<Key>,
    /// The value.
    pub value: Expr,
    /// From its first word to its last.
    pub span: Span,
}

/// `scale …`: what holds from each threshold on.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// Its name.
    pub name: Name,
    /// Its shape: periods and sets only.
    pub shape: ShapeExpr,
    /// `dated by …`: which date of the row chooses among dated tables.
    pub dated_by: Option<Expr>,
    /// The type of the thresholds.
    pub from: TypeExpr,
    /// The type of what holds.
    pub to: TypeExpr,
    /// Its tables.
    pub tables: Vec<ScaleTable>,
}

/// One table of a scale: its bands under one set of keys and dates.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleTable {
    /// `reading NAME`
    pub reading: Option<ReadingRef>,
    /// `from`, `to` and `cite`
    pub header: Header,
    /// A key an axis.
    pub keys: Vec<Key>,
    /// The bands, in the order of the text.
    pub bands: Vec<Band>,
    /// From its first word to its last.
    pub span: Span,
}

/// `from 50_000 kr = 15 %`
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Where it begins; it ends where the next begins.
    pub from: Expr,
    /// What holds in it.
    pub value: Expr,
    /// From `from` to its last word.
    pub span: Span,
}

/// A key: a year, a member, a row's name.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// As written, without quotes.
    pub text: String,
    /// True where it was quoted.
    pub quoted: bool,
    /// Where it stands.
    pub span: Span,
}

/// `readings GROUP = a | b | c`: named readings of one open point, in order; the first is the default.
#[derive(Debug, Clone, PartialEq)]
pub struct Readings {
    /// The group.
    pub name: Name,
    /// Its members, in order.
    pub members: Vec<Name>,
    /// What all but the first of them adopt is not in force.
    pub status: Option<Status>,
}

/// `define …`
#[derive(Debug, Clone, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// Its shape.
    pub shape: ShapeExpr,
    /// Its type.
    pub ty: TypeExpr,
    /// Its clauses.
    pub body: Body,
}

/// `rule …` or `target …`
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// A rule has findings; a target is an aim over a whole and has none.
    pub kind: RuleKind,
    /// Its name.
    pub name: Name,
    /// Its shape: the subjects that it judges.
    pub shape: ShapeExpr,
    /// What it requires, or aims at.
    pub body: Body,
    /// `unless EXPR -> explained`
    pub unless: Option<Expr>,
    /// `addressee "…"`: who gets the explanation of a deviation.
    pub addressee: Option<Quoted>,
    /// `deadline EXPR`: by which day the explanation is there.
    pub deadline: Option<Expr>,
    /// `before ENTITY on EXPR where EXPR`: what lies on that day.
    pub before: Option<Before>,
}

/// `before meeting on held_on where body is council`, after a deadline.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    /// The entity.
    pub entity: Name,
    /// The day of each of its rows.
    pub date: Expr,
    /// Which of them count.
    pub filter: Option<Expr>,
}

/// Rule or target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// `rule`: complies, explained, breach, undetermined
    Rule,
    /// `target`: met, not met, undetermined
    Target,
}
