//! Rule text to tree and back: grammar, item splitter, parser, formatter.
//!
//! In: the text of one rule file, or of one expression. Out: a tree with places and comments, what is wrong with the
//! text, and the canonical text of a tree. Not here: what names mean, types, dates in force, files on disk.

extern crate alloc; // the grammar's derive asks for it without its default features

pub mod allow;
pub mod changes;
mod format;
mod guard;
mod literal;
mod meaning;
mod parse;
mod say;
mod split;
pub mod tree;

pub use format::format;
pub use guard::decode;
pub use meaning::same_meaning;
pub use parse::{Target, parse, parse_expr, parse_target};
