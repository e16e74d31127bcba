//! Writing SVG: rectangles, lines, paths and words.
//!
//! In: shapes in the units of one view box. Out: text. Words from outside are escaped here and nowhere else; coordinates
//! have one decimal, so the same chart is the same bytes. Not here: what is where.

use crate::html::escape;
use std::fmt::Write as _;

/// The width of every drawing, in its own units.
pub(super) const WIDTH: f64 = 420.0;

/// How wide a character is on average, and how high a line of words, in the units of a drawing.
pub(super) const CHARACTER: f64 = 6.9;
pub(super) const LINE: f64 = 13.0;

/// A drawing being written.
pub(super) struct Svg {
    head: String,
    body: String,
    height: f64,
}

/// Where words stand relative to their point.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn word(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// A coordinate.
fn n(x: f64) -> String {
    let text = format!("{x:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

impl Svg {
    pub(super) fn new(id: &str, title: &str, description: &str) -> Svg {
        let head = format!(
            "role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            escape(title),
            escape(description)
        );
        Svg { head, body: String::new(), height: 0.0 }
    }

    /// How high the drawing is.
    pub(super) fn height(&mut self, height: f64) {
        self.height = height;
    }

    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let _ = write!(
            self.body,
            "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
            n(x1),
            n(y1),
            n(x2),
            n(y2)
        );
    }

    /// A rectangle between two corners, with words that a pointer brings up.
    pub(super) fn rect(&mut self, class: &str, a: (f64, f64), b: (f64, f64), tip: &str) {
        let (x, y) = (a.0.min(b.0), a.1.min(b.1));
        let (w, h) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        let _ = write!(
            self.body,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">{}</rect>",
            n(x),
            n(y),
            n(w),
            n(h),
            tipped(tip)
        );
    }

    /// A mark at a point: a circle, or a square for every second series, so that colour is not the only sign.
    pub(super) fn mark(&mut self, class: &str, (x, y): (f64, f64), square: bool, tip: &str) {
        let _ = if square {
            write!(
                self.body,
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"6\" height=\"6\">{}</rect>",
                n(x - 3.0),
                n(y - 3.0),
                tipped(tip)
            )
        } else {
            write!(
                self.body,
                "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"3.2\">{}</circle>",
                n(x),
                n(y),
                tipped(tip)
            )
        };
    }

    /// A path through points; closed where it is an area.
    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)], closed: bool, tip: &str) {
        let mut d = String::new();
        for (i, (x, y)) in points.iter().enumerate() {
            let _ = write!(d, "{}{} {}", if i == 0 { "M" } else { "L" }, n(*x), n(*y));
        }
        let end = if closed { "Z" } else { "" };
        let _ = write!(self.body, "<path class=\"{class}\" d=\"{d}{end}\">{}</path>", tipped(tip));
    }

    pub(super) fn words(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, text: &str) {
        let _ = write!(
            self.body,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>",
            n(x),
            n(y),
            anchor.word(),
            escape(text)
        );
    }

    /// Words in a few lines of so many characters, the middle of them at the point.
    pub(super) fn label(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, text: &str, most: usize) {
        let lines = super::axis::folded(text, most);
        let more = u32::try_from(lines.len().saturating_sub(1)).map_or(0.0, f64::from);
        let mut at = y + 4.0 - LINE / 2.0 * more;
        for line in &lines {
            self.words(class, (x, at), anchor, line);
            at += LINE;
        }
    }

    pub(super) fn finish(self) -> String {
        format!("<svg viewBox=\"0 0 {} {}\" {}{}</svg>", n(WIDTH), n(self.height), self.head, self.body)
    }
}

fn tipped(tip: &str) -> String {
    if tip.is_empty() { String::new() } else { format!("<title>{}</title>", escape(tip)) }
}
