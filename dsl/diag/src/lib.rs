//! Where something is and what is said about it: sources, spans, data places, diagnostics, codes, limits.
//!
//! In: texts, places in them, and the words of the user. Out: diagnostics with a stable code, in English and Danish.
//! Not here: what a message is about (no rule, type or column is known), colours, exit codes, JSON text.

mod catalogue;
pub mod code;
pub mod limits;
pub mod lint;
pub mod message;
pub mod place;
pub mod rendered;
pub mod shown;
pub mod source;
pub mod span;
pub mod suggest;
pub mod text;

pub use code::{Code, Explanation, Severity};
pub use limits::Limits;
pub use lint::{LINTS, Level, Levels};
pub use message::Diagnostic;
pub use place::Place;
pub use ramme_value::Lang;
pub use rendered::{Rendered, RenderedLabel, RenderedPlace};
pub use shown::{Shown, select};
pub use source::SourceMap;
pub use span::{FileId, Span};
pub use suggest::closest;
pub use text::{Text, outline};
