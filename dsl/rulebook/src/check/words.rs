//! Types, shapes and expressions in the user's words.
//!
//! In: what has been inferred, and trees. Out: the pieces that messages are made of. Not here: the messages.

use crate::model::{Axis, Rulebook, Shape, Type};
use ramme_diag::{Lang, Text};
use ramme_syntax::tree::{self, BinaryOp, ExprKind, UnitExpr};
use ramme_value::{NumType, PeriodKind, PriceLevel, Repr};

impl Rulebook {
    /// A type in words: `kroner per day, in current prices`, `a date`, `a member of `provider_kind``.
    pub(crate) fn type_in_words(&self, ty: &Type) -> Text {
        match ty {
            Type::YesNo => Text::both("yes or no", "ja eller nej"),
            Type::Num(num) => Text::each(|lang| number_in_words(num, lang)),
            Type::Date => Text::both("a date", "en dato"),
            Type::Text => Text::both("text", "tekst"),
            Type::Member(set) => {
                let name = self.set_name(*set);
                Text::both(format!("a member of `{name}`"), format!("et medlem af `{name}`"))
            }
            Type::Row(entity) => {
                let name = self.entity_name(*entity);
                Text::both(format!("a row of `{name}`"), format!("en række af `{name}`"))
            }
            Type::Period(kind) => {
                Text::both(format!("a {}", kind.name()), format!("en periode ({})", kind.name()))
            }
        }
    }

    /// A type as a declaration writes it.
    pub(crate) fn type_as_written(&self, ty: &Type) -> String {
        match ty {
            Type::YesNo => "yes/no".to_owned(),
            Type::Num(num) => num.to_string(),
            Type::Date => "date".to_owned(),
            Type::Text => "text".to_owned(),
            Type::Member(set) => self.set_name(*set).to_owned(),
            Type::Row(entity) => self.entity_name(*entity).to_owned(),
            Type::Period(kind) => kind.name().to_owned(),
        }
    }

    /// A shape as a declaration writes it, `of provider by year`; `a single value` without axes.
    pub(crate) fn shape_in_words(&self, shape: &Shape) -> Text {
        let written = self.shape_as_written(shape);
        if written.is_empty() {
            Text::both("a single value", "én værdi")
        } else {
            Text::same(format!("`{written}`"))
        }
    }

    /// A shape as a declaration writes it; empty without axes.
    #[must_use]
    pub fn shape_as_written(&self, shape: &Shape) -> String {
        let of = shape.entity.map(|entity| format!("of {}", self.entity_name(entity)));
        let sets = shape.sets.iter().map(|set| self.set_name(*set));
        let by: Vec<&str> = sets.chain(shape.period.map(PeriodKind::name)).collect();
        let by = (!by.is_empty()).then(|| format!("by {}", by.join(", ")));
        of.into_iter().chain(by).collect::<Vec<_>>().join(" ")
    }

    /// The name of an axis.
    pub(crate) fn axis_name(&self, axis: Axis) -> &str {
        match axis {
            Axis::Entity(entity) => self.entity_name(entity),
            Axis::Period(kind) => kind.name(),
            Axis::Set(set) => self.set_name(set),
        }
    }
}

/// A number's type in words; what is the default is left out.
pub(crate) fn number_in_words(num: &NumType, lang: Lang) -> String {
    let mut words = num.unit.in_words(lang);
    if let PriceLevel::Fixed(_) = num.level {
        words.push_str(lang.pick(" in ", " i "));
        words.push_str(&num.level.in_words(lang));
    }
    match num.repr {
        Repr::Ratio => words.push_str(lang.pick(" (a ratio)", " (et forhold)")),
        Repr::Count => words.push_str(lang.pick(" (a count)", " (et antal)")),
        Repr::Dec(_) => {}
    }
    words
}

/// `1 decimal`, `5 decimals`.
pub(crate) fn decimals_in_words(count: u8) -> Text {
    if count == 1 {
        Text::both("1 decimal", "1 decimal")
    } else {
        Text::both(format!("{count} decimals"), format!("{count} decimaler"))
    }
}

/// An expression as it can be repeated in a message; long ones are cut to `…`.
pub(crate) fn spelled(expr: &tree::Expr) -> String {
    let text = spell(expr, 5);
    if text.chars().count() > 60 { "…".to_owned() } else { text }
}

/// An expression as it can stand before ` in 2023-pl by pl`.
pub(crate) fn operand(expr: &tree::Expr) -> String {
    let text = tight(expr, 5);
    if text.chars().count() > 60 { "(…)".to_owned() } else { text }
}

/// An expression as it is written, whatever its length.
pub(crate) fn spelled_in_full(expr: &tree::Expr) -> String {
    spell(expr, 32)
}

fn spell(expr: &tree::Expr, depth: u8) -> String {
    let Some(deeper) = depth.checked_sub(1) else { return "…".to_owned() };
    match &*expr.kind {
        ExprKind::Number(number) => spell_number(number),
        ExprKind::Date(date) => date.to_string(),
        ExprKind::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        ExprKind::Quoted(text) => format!("\"{text}\""),
        ExprKind::Name(name) => name.clone(),
        ExprKind::Day => "day".to_owned(),
        ExprKind::Field(base, name) => format!("{}.{}", spell(base, deeper), name.text),
        ExprKind::Index(base, keys) => {
            let keys: Vec<String> = keys.iter().map(|key| spell(key, deeper)).collect();
            format!("{}[{}]", spell(base, deeper), keys.join(", "))
        }
        ExprKind::Banded(made) => {
            let word = if made.on_bands { "on bands of" } else { "at" };
            format!("{} {word} {}", spell(&made.scale, deeper), tight(&made.of, deeper))
        }
        ExprKind::Convert(made) => {
            let level = match made.level {
                tree::LevelExpr::Fixed(year) => format!("{year}-pl"),
                tree::LevelExpr::Current => "current".to_owned(),
            };
            format!("{} in {level} by {}", tight(&made.value, deeper), made.index.text)
        }
        ExprKind::Previous(inner) => format!("previous {}", spell(inner, deeper)),
        ExprKind::YearOf(inner) => format!("year of {}", spell(inner, deeper)),
        ExprKind::Unary(tree::UnaryOp::Minus, inner) => format!("-{}", spell(inner, deeper)),
        ExprKind::Binary(binary) => {
            let (op, own) = (operator(binary.op), rank(binary.op));
            let side = |side: &tree::Expr, loosest: u8| match &*side.kind {
                ExprKind::Binary(inner) if rank(inner.op) < loosest => format!("({})", spell(side, deeper)),
                _ => spell(side, deeper),
            };
            format!("{} {op} {}", side(&binary.left, own), side(&binary.right, own.saturating_add(1)))
        }
        _ => "…".to_owned(),
    }
}

/// In parentheses where it binds more loosely than a postfix.
fn tight(expr: &tree::Expr, depth: u8) -> String {
    let loose = !matches!(
        &*expr.kind,
        ExprKind::Number(_)
            | ExprKind::Name(_)
            | ExprKind::Field(..)
            | ExprKind::Index(..)
            | ExprKind::Convert(_)
    );
    if loose { format!("({})", spell(expr, depth)) } else { spell(expr, depth) }
}

fn spell_number(number: &tree::NumberLit) -> String {
    match &number.unit {
        None => number.value.to_string(),
        Some(unit) => format!("{} {}", number.value, unit_as_written(unit)),
    }
}

/// A unit as the text has it.
pub(crate) fn unit_as_written(unit: &UnitExpr) -> String {
    match unit {
        UnitExpr::Percent => "%".to_owned(),
        UnitExpr::PercentagePoint => "percentage point".to_owned(),
        UnitExpr::Product(factors) => {
            let mut out = String::new();
            for (name, power) in factors {
                let mark = match (out.is_empty(), *power < 0) {
                    (true, false) => "",
                    (true, true) => "1/",
                    (false, false) => "*",
                    (false, true) => "/",
                };
                out.push_str(mark);
                out.push_str(&name.text);
                if power.unsigned_abs() > 1 {
                    out.push_str(&format!("^{}", power.unsigned_abs()));
                }
            }
            out
        }
    }
}

/// How tightly an operator binds.
fn rank(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Or => 1,
        BinaryOp::And => 2,
        BinaryOp::Add | BinaryOp::Sub => 4,
        BinaryOp::Mul | BinaryOp::Div => 5,
        _ => 3,
    }
}

/// An operator as it is written.
pub(crate) fn operator(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::Is => "is",
        BinaryOp::IsNot => "is not",
        BinaryOp::Less => "<",
        BinaryOp::AtMost => "<=",
        BinaryOp::More => ">",
        BinaryOp::AtLeast => ">=",
        BinaryOp::And => "and",
        BinaryOp::Or => "or",
    }
}

/// A place in a document as it is cited: `lines 2476..2479, 2482`, `page 3`.
pub(crate) fn place_in_words(place: &tree::CitePlace) -> String {
    match place {
        tree::CitePlace::Lines(ranges) => {
            let one = |(first, last): &(u32, u32)| {
                if first == last { first.to_string() } else { format!("{first}..{last}") }
            };
            let ranges: Vec<String> = ranges.iter().map(one).collect();
            format!("lines {}", ranges.join(", "))
        }
        tree::CitePlace::Page(page) => format!("page {page}"),
        tree::CitePlace::Section(quoted) => format!("section \"{}\"", quoted.text),
        tree::CitePlace::Whole => String::new(),
    }
}
