//! Declarations as text: one line each, or a line a part.
//!
//! In: items of the tree. Out: lines. Not here: clauses (`body`), tests (`test`), expressions (`expr`).

use super::doc::{Doc, STEP, columns};
use super::expr;
use super::head::status_text;
use super::{Formatter, padded};
use crate::tree::{
    Document, Entity, Input, Key, LevelExpr, Name, Quoted, Readings, SetDecl, ShapeExpr, TypeExpr, TypeKind,
};

impl Formatter<'_> {
    pub(super) fn document(&mut self, document: &Document) {
        self.print.text(&format!("document {}", document.name.text));
        let mut lines: Vec<(&str, Option<u32>, String)> = Vec::new();
        let place = |text: &Quoted| Some(text.span.start);
        if let Some(title) = &document.title {
            lines.push(("title", place(title), quoted(title)));
        }
        if let Some(rank) = &document.rank {
            lines.push(("rank", Some(rank.span.start), rank.text.clone()));
        }
        if let Some(date) = &document.published {
            let inferred = document.inferred.as_ref();
            let why = inferred.map(|why| format!(" inferred {}", quoted(why))).unwrap_or_default();
            lines.push(("published", inferred.and_then(place), format!("{date}{why}")));
        }
        if let Some(file) = &document.file {
            lines.push(("file", place(file), quoted(file)));
        }
        if let Some((external, seen)) = &document.external {
            let seen = seen.map(|date| format!(" seen {date}")).unwrap_or_default();
            lines.push(("external", place(external), format!("{}{seen}", quoted(external))));
        }
        let width = lines.iter().map(|(word, ..)| columns(word)).max().unwrap_or(0);
        for (word, place, value) in lines {
            self.print.line(STEP);
            if let Some(place) = place {
                self.print.line_for(STEP, place);
            }
            self.print.text(&padded(word, width.saturating_add(1)));
            self.print.text(&value);
        }
    }

    pub(super) fn set(&mut self, set: &SetDecl) {
        let mut parts = members(&set.members);
        if let Some(total) = &set.total {
            let total = Doc::at(format!("total {}", member(total)), total.span.start);
            parts.extend([Doc::words(","), Doc::group(vec![Doc::Line, total])]);
        }
        let head = Doc::words(format!("set {} = ", set.name.text));
        self.print.doc(&Doc::Cat(vec![head, Doc::nest(parts)]), 0);
    }

    pub(super) fn readings(&mut self, readings: &Readings) {
        let head = Doc::words(format!("readings {} = ", readings.name.text));
        self.print.doc(&Doc::Cat(vec![head, Doc::nest(members(&readings.members))]), 0);
        if let Some(status) = &readings.status {
            self.print.line_for(STEP, status.span.start);
            self.print.text(&status_text(status));
        }
    }

    pub(super) fn entity(&mut self, entity: &Entity) {
        self.print.text(&format!("entity {}", entity.name.text));
        let width = entity.fields.iter().map(|field| columns(&field.name.text)).max().unwrap_or(0);
        for field in &entity.fields {
            self.print.line_for(STEP, field.name.span.start);
            self.print.text(&padded(&field.name.text, width));
            self.print.text(&format!(" : {}{}", type_expr(&field.ty), by(&field.by)));
        }
    }

    /// An input; `widths` are those of the lines around it: name, shape and type.
    pub(super) fn input(&mut self, input: &Input, widths: (usize, usize, usize)) {
        let (name, shape, ty) = input_columns(input);
        let mut head = format!("input {}", padded(&name, widths.0));
        if widths.1 > 0 {
            head.push_str(&padded(&shape, widths.1));
        }
        head.push_str(" : ");
        let Some((low, high)) = &input.between else {
            head.push_str(&ty);
            return self.print.text(&head);
        };
        head.push_str(&padded(&ty, widths.2));
        let between = Doc::Cat(vec![
            Doc::at("between ", low.span.start),
            expr::arithmetic(low, self.source),
            Doc::words(" and "),
            expr::arithmetic(high, self.source),
        ]);
        let broken = Doc::group(vec![Doc::words(format!("{head}  ")), Doc::nest(vec![Doc::Line, between])]);
        self.print.doc(&broken, 0);
    }
}

/// Name, shape and type of an input, as they stand in its columns.
pub(super) fn input_columns(input: &Input) -> (String, String, String) {
    (input.name.text.clone(), shape(&input.shape), type_expr(&input.ty))
}

/// `a | b | c`, broken where a line is full.
fn members(names: &[Name]) -> Vec<Doc> {
    let mut parts = Vec::new();
    for name in names {
        let member = Doc::at(member(name), name.span.start);
        if parts.is_empty() {
            parts.push(member);
        } else {
            parts.push(Doc::group(vec![Doc::Line, Doc::at("| ", name.span.start), member]));
        }
    }
    parts
}

/// A member as it has to be written: quoted where it is no name.
fn member(name: &Name) -> String {
    let quoted = name.span.len() as usize != name.text.len();
    if quoted { format!("\"{}\"", name.text) } else { name.text.clone() }
}

pub(super) fn key(key: &Key) -> String {
    if key.quoted { format!("\"{}\"", key.text) } else { key.text.clone() }
}

pub(super) fn quoted(text: &Quoted) -> String {
    format!("\"{}\"", text.text)
}

/// ` of E by A, B for a day`
pub(super) fn shape(shape: &ShapeExpr) -> String {
    let of = shape.of.as_ref().map(|of| format!(" of {}", of.text)).unwrap_or_default();
    let day = if shape.for_a_day { " for a day" } else { "" };
    format!("{of}{}{day}", by(&shape.by))
}

fn by(names: &[Name]) -> String {
    if names.is_empty() {
        return String::new();
    }
    format!(" by {}", names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(", "))
}

/// `in 2023-pl`
pub(super) fn level(level: &LevelExpr) -> String {
    match level {
        LevelExpr::Current => "in current".to_owned(),
        LevelExpr::Fixed(year) => format!("in {year:04}-pl"),
    }
}

pub(super) fn type_expr(ty: &TypeExpr) -> String {
    let kind = match &ty.kind {
        TypeKind::YesNo => "yes/no".to_owned(),
        TypeKind::Date => "date".to_owned(),
        TypeKind::Text => "text".to_owned(),
        TypeKind::Count => "count".to_owned(),
        TypeKind::Number => "number".to_owned(),
        TypeKind::Unit(unit) => expr::unit(unit),
        TypeKind::Named(name) => name.text.clone(),
    };
    let level = ty.level.as_ref().map(|written| format!(" {}", level(written))).unwrap_or_default();
    let decimals = match ty.decimals {
        None => String::new(),
        Some(1) => " with 1 decimal".to_owned(),
        Some(count) => format!(" with {count} decimals"),
    };
    format!("{kind}{level}{decimals}")
}
