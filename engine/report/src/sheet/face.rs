//! How cells look: number formats with units, headings, text.
//!
//! In: what a figure measures. Out: cell formats in Danish or English. Separators of thousands and decimals are those of
//! whoever opens the workbook; the words after a figure are ours. Not here: which cells there are.

use crate::figures::measure;
use crate::number::{Magnitude, unit_word};
use ramme_rulebook::model::Type;
use ramme_value::Lang;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// The colour of headings, the one accent of a workbook.
const ACCENT: u32 = 0x001F_4E79;
/// Behind cells that are meant to be changed.
const INPUT: u32 = 0x00FF_F8DC;
/// More decimals than this are not shown; the value has them.
const MOST_DECIMALS: u8 = 12;

/// The looks of a workbook.
pub(crate) struct Faces {
    pub(crate) lang: Lang,
    pub(crate) title: Format,
    pub(crate) head: Format,
    pub(crate) text: Format,
    pub(crate) quiet: Format,
}

impl Faces {
    pub(crate) fn new(lang: Lang) -> Faces {
        let text = Format::new().set_align(FormatAlign::Top);
        Faces {
            lang,
            title: Format::new().set_bold().set_font_size(15).set_font_color(ACCENT),
            head: Format::new()
                .set_bold()
                .set_font_color(ACCENT)
                .set_border_bottom(FormatBorder::Thin)
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            quiet: text.clone().set_font_color(0x0059_5959_u32).set_italic(),
            text,
        }
    }

    /// The look of a figure.
    pub(crate) fn figure(&self, ty: Option<&Type>) -> Format {
        Format::new().set_align(FormatAlign::Top).set_num_format(number_format(ty, self.lang))
    }

    /// The look of a figure from draws: no more decimals than a forecast can have.
    pub(crate) fn drawn(&self, ty: &Type) -> Format {
        let code = number_format(Some(ty), self.lang);
        let code = if code.starts_with("#,##0.00 \"k") { code.replacen("0.00", "0", 1) } else { code };
        Format::new().set_align(FormatAlign::Top).set_num_format(code)
    }

    /// The look of a figure that may be changed.
    pub(crate) fn assumed(&self, ty: Option<&Type>) -> Format {
        self.figure(ty).set_background_color(INPUT).set_border(FormatBorder::Hair)
    }

    /// The look of a plain number.
    pub(crate) fn plain(&self) -> Format {
        Format::new().set_align(FormatAlign::Top).set_num_format("#,##0.00")
    }
}

/// The number format of a type: `#,##0.00 "kr. pr. dag"`, `0.0 %`, `dd-mm-yyyy`.
pub(crate) fn number_format(ty: Option<&Type>, lang: Lang) -> String {
    let Some(ty) = ty else { return "General".to_owned() };
    if matches!(ty, Type::Date) {
        return lang.pick("yyyy-mm-dd", "dd-mm-yyyy").to_owned();
    }
    let (Some(measure), Type::Num(_)) = (measure(ty), ty) else { return "General".to_owned() };
    let decimals = usize::from(measure.decimals.min(MOST_DECIMALS));
    let after = if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals)) };
    if measure.unit.shift() > 0 {
        return format!("0{after}{}", lang.pick("%", " %"));
    }
    let word: String =
        unit_word(&measure.unit, Magnitude::One, lang).chars().filter(|c| !matches!(c, '"' | '\\')).collect();
    if word.is_empty() { format!("#,##0{after}") } else { format!("#,##0{after} \"{word}\"") }
}
