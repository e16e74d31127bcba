//! A value in the making: the text of one expression, or of two for a ratio.
//!
//! In: pieces of SQL. Out: the same with what has to be known of them: whether they are a literal, a single word, and in
//! which layer of a frame they can be read. Not here: frames (`frame`), databases (`dialect`).

/// One expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The SQL.
    pub sql: String,
    /// The first layer in whose select it can stand; what it reads comes from the layers before.
    pub layer: usize,
    /// It may be repeated at no cost: a name or a literal.
    pub plain: bool,
    /// It is a literal, which a database may hold in a narrower type.
    pub literal: bool,
}

impl Piece {
    /// A name that a layer gives.
    pub(crate) fn column(sql: impl Into<String>, layer: usize) -> Piece {
        Piece { sql: sql.into(), layer, plain: true, literal: false }
    }

    /// A literal.
    pub(crate) fn literal(sql: impl Into<String>) -> Piece {
        Piece { sql: sql.into(), layer: 0, plain: true, literal: true }
    }

    /// An expression made of others.
    pub(crate) fn of(sql: String, parts: &[&Piece]) -> Piece {
        let layer = parts.iter().map(|part| part.layer).max().unwrap_or(0);
        Piece { sql, layer, plain: false, literal: false }
    }
}

/// The value of a step: missing where its first piece is NULL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Val {
    /// A number, a truth, a day, a text.
    One(Piece),
    /// A numerator and a denominator above zero.
    Ratio(Piece, Piece),
}

impl Val {
    /// The piece that is NULL where the value is missing.
    pub(crate) fn first(&self) -> &Piece {
        match self {
            Val::One(one) | Val::Ratio(one, _) => one,
        }
    }
}
