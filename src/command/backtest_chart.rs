//! A backtest as a chart: SVG by hand, one row a method.
//!
//! In: scores. Out: an SVG with a title and a description, a bar a method for its scaled error (shorter is better), and on a
//! second scale how often its intervals held, beside what they promised. Shapes and words carry what colours do. Not
//! here: the scores.

use super::backtest::Score;
use ramme_report::number::float;
use ramme_value::Lang;

/// Where things stand, in pixels.
const LEFT: f64 = 170.0;
const BARS: f64 = 240.0;
const SHARES: f64 = 500.0;
const WIDTH: f64 = 780.0;
const SCALE: f64 = 230.0;
const TOP: f64 = 96.0;
const ROW: f64 = 34.0;
/// The lowest share that the second scale shows; what is lower stands at its edge.
const LEAST: f64 = 0.4;

/// What stands around the scores.
pub struct Words<'a> {
    /// What was tried, as a heading.
    pub title: String,
    /// What the coverage rests on.
    pub sentence: &'a str,
    pub lang: Lang,
}

/// The chart.
pub fn svg(scores: &[Score], words: &Words) -> String {
    let rows = f64::from(u32::try_from(scores.len()).unwrap_or(u32::MAX));
    let bottom = TOP + ROW * rows;
    let height = bottom + 62.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" width=\"{WIDTH:.0}\" \
         height=\"{height:.0}\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"sans-serif\" \
         font-size=\"13\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        escaped(&words.title),
        escaped(&description(scores, words)),
    );
    out.push_str(&text(16.0, 28.0, "start", " font-size=\"17\" font-weight=\"bold\"", &words.title));
    headings(&mut out, bottom, words.lang);
    let worst = scores.iter().filter_map(|s| s.mase).fold(0.0, f64::max);
    let mut y = TOP + ROW / 2.0;
    for score in scores {
        row(&mut out, score, y, worst, words.lang);
        y += ROW;
    }
    out.push_str(&text(16.0, bottom + 44.0, "start", " fill=\"#444444\"", words.sentence));
    out.push_str("</svg>\n");
    out
}

/// The chart in words, for who cannot see it.
fn description(scores: &[Score], words: &Words) -> String {
    let lang = words.lang;
    let one = |s: &Score| {
        let figure = |x: Option<f64>| x.map_or_else(|| "..".to_owned(), |x| float(x, 2, lang));
        let (a, b) = (figure(s.coverage_80), figure(s.coverage_95));
        let mase = figure(s.mase);
        lang.pick(
            format!("{}: MASE {mase}, inside 80% intervals {a}, inside 95% intervals {b}", s.method),
            format!(
                "{}: MASE {mase}, inden for 80 %-intervaller {a}, inden for 95 %-intervaller {b}",
                s.method
            ),
        )
    };
    let all: Vec<String> = scores.iter().map(one).collect();
    format!("{}. {}.", all.join("; "), words.sentence)
}

fn headings(out: &mut String, bottom: f64, lang: Lang) {
    let bold = " font-weight=\"bold\"";
    out.push_str(&text(
        LEFT,
        60.0,
        "start",
        bold,
        lang.pick("MASE (shorter is better)", "MASE (kortere er bedre)"),
    ));
    out.push_str(&text(
        SHARES,
        60.0,
        "start",
        bold,
        lang.pick("Share inside the intervals", "Andel inden for intervallerne"),
    ));
    let first = lang.pick("\u{25cf} 80%: dashed line", "\u{25cf} 80 %: stiplet linje");
    let second = lang.pick("\u{25c6} 95%: dotted line", "\u{25c6} 95 %: prikket linje");
    out.push_str(&text(SHARES, 80.0, "start", " fill=\"#0b4f8a\"", first));
    out.push_str(&text(SHARES + 120.0, 80.0, "start", " fill=\"#a3420a\"", second));
    for (share, dashes, colour) in [(0.8, "6 4", "#0b4f8a"), (0.95, "2 3", "#a3420a")] {
        let x = place(share);
        out.push_str(&format!(
            "<line x1=\"{x:.1}\" y1=\"{TOP:.1}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\" stroke=\"{colour}\" \
             stroke-dasharray=\"{dashes}\"/>\n"
        ));
    }
    for share in [0.4, 0.6, 0.8, 1.0] {
        let percent = format!("{:.0}{}", share * 100.0, lang.pick("%", " %"));
        out.push_str(&text(place(share), bottom + 18.0, "middle", " fill=\"#444444\"", &percent));
    }
}

fn row(out: &mut String, score: &Score, y: f64, worst: f64, lang: Lang) {
    out.push_str(&text(LEFT - 12.0, y + 4.0, "end", "", score.method));
    match score.mase {
        Some(mase) => {
            let long = if worst > 0.0 { BARS * mase / worst } else { 0.0 };
            let top = y - 9.0;
            out.push_str(&format!(
                "<rect x=\"{LEFT:.1}\" y=\"{top:.1}\" width=\"{long:.1}\" height=\"18\" fill=\"#5b7f95\"/>\n"
            ));
            out.push_str(&text(LEFT + long + 6.0, y + 4.0, "start", "", &float(mase, 2, lang)));
        }
        None => out.push_str(&text(LEFT, y + 4.0, "start", "", lang.pick("no figure", "intet tal"))),
    }
    let from = place(LEAST);
    out.push_str(&format!(
        "<line x1=\"{from:.1}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\" stroke=\"#cccccc\"/>\n",
        place(1.0)
    ));
    if let Some(share) = score.coverage_80 {
        out.push_str(&format!(
            "<circle cx=\"{:.1}\" cy=\"{y:.1}\" r=\"5\" fill=\"#0b4f8a\"/>\n",
            place(share)
        ));
    }
    if let Some(share) = score.coverage_95 {
        let x = place(share);
        out.push_str(&format!(
            "<path d=\"M{x:.1} {:.1} L{:.1} {y:.1} L{x:.1} {:.1} L{:.1} {y:.1} Z\" fill=\"#a3420a\"/>\n",
            y - 6.5,
            x + 6.5,
            y + 6.5,
            x - 6.5
        ));
    }
}

/// Where a share stands on the second scale.
fn place(share: f64) -> f64 {
    SHARES + SCALE * (share.clamp(LEAST, 1.0) - LEAST) / (1.0 - LEAST)
}

fn text(x: f64, y: f64, anchor: &str, more: &str, words: &str) -> String {
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\"{more}>{}</text>\n", escaped(words))
}

/// Text as XML takes it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
