//! One cell's text to the integer that its column holds.
//!
//! In: text, the input's type, how the file writes it. Out: the value, or what is wrong. Not here: which cell it becomes.

use ramme_diag::Text;
use ramme_rulebook::model::{Input, Rulebook, Type};
use ramme_table::cell;
use ramme_value::{Decimal, NumType, NumberStyle, format_number, parse_number, pow10};

use super::resolve::Mapped;
use super::rows::{Standing, World};
use crate::dataset::Texts;

/// What becomes of a cell that is not blank.
pub(super) enum Read {
    Value(i128),
    /// A relation to a row that is not known yet.
    Hidden(ramme_value::Date),
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wrong {
    /// Not such a value at all.
    Kind(Text),
    /// More decimals than the type, or than the file says were published: how many there are, how many there may be.
    Decimals(u8, u8),
    /// Outside `between`.
    Bounds,
    /// No member of the set.
    Member,
    /// No row of the entity.
    Row,
}

/// How a number stands in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    pub style: NumberStyle,
    pub factor: Decimal,
    /// How many decimals were published, where that is stated.
    pub decimals: Option<i32>,
}

/// What a value is read with.
pub(super) struct Reader<'a> {
    pub book: &'a Rulebook,
    pub world: &'a World,
    pub table: &'a Mapped<'a>,
    pub input: &'a Input,
}

impl Reader<'_> {
    /// Reads a cell that is not blank.
    pub fn read(
        &self,
        text: &str,
        form: Option<Form>,
        year: Option<i32>,
        texts: &mut Texts,
    ) -> Result<Read, Wrong> {
        let kind = |error: ramme_table::CellError| Wrong::Kind(error.in_words());
        let value = match &self.input.ty {
            Type::Num(num) => return number(num, self.input.between, text, form).map(Read::Value),
            Type::YesNo => i128::from(cell::yes_no(text).map_err(kind)?),
            Type::Date => i128::from(cell::date(text).map_err(kind)?.days_from_epoch()),
            Type::Text => texts.intern(text),
            Type::Member(set) => {
                let spelled = self.table.spellings.get(set).and_then(|s| s.get(text)).copied();
                i128::from(spelled.or_else(|| self.book.member(*set, text)).ok_or(Wrong::Member)?)
            }
            Type::Row(entity) => {
                let year = year.filter(|_| self.input.shape.period.is_some());
                match self.world.standing(*entity, text, year) {
                    Standing::Here(row) => row as i128,
                    Standing::Hidden(_, day) => return Ok(Read::Hidden(day)),
                    Standing::Absent => return Err(Wrong::Row),
                }
            }
            Type::Period(_) => return Err(Wrong::Kind(Text::both("it is a period", "det er en periode"))),
        };
        Ok(Read::Value(value))
    }
}

pub(super) fn number(
    num: &NumType,
    between: Option<(Decimal, Decimal)>,
    text: &str,
    form: Option<Form>,
) -> Result<i128, Wrong> {
    let form = form.unwrap_or(Form { style: NumberStyle::PLAIN, factor: Decimal::whole(1), decimals: None });
    let kind = |error: ramme_table::CellError| Wrong::Kind(error.in_words());
    let scale = num.stored_scale().unwrap_or(ramme_value::MAX_SCALE);
    let written = parse_number(text, form.style).map_err(|e| kind(ramme_table::CellError::Number(e)))?;
    let found = written.trim(0).scale();
    if let Some(published) = form.decimals
        && !fits(written, published)
    {
        return Err(Wrong::Decimals(found, u8::try_from(published).unwrap_or(0)));
    }
    let value = match cell::scaled(written, form.factor, scale) {
        Ok(value) => value,
        Err(ramme_table::CellError::MoreDecimals) => return Err(Wrong::Decimals(found, num.written_scale())),
        Err(error) => return Err(kind(error)),
    };
    let exact = Decimal::new(value, scale);
    match between {
        Some((low, high)) if exact < low || exact > high => Err(Wrong::Bounds),
        _ => Ok(value),
    }
}

/// Whether a figure has no more decimals than so many; -3: whole thousands.
fn fits(figure: Decimal, decimals: i32) -> bool {
    match u8::try_from(decimals) {
        Ok(most) => figure.trim(0).scale() <= most,
        Err(_) => {
            let step = u8::try_from(decimals.unsigned_abs()).ok().and_then(pow10);
            let whole = figure.rescale(0).map(Decimal::mantissa);
            step.zip(whole).is_some_and(|(step, whole)| whole % step == 0)
        }
    }
}

/// Half of the last published unit as the mantissa of a type: `mia. kr.` with 1 decimal, 50 000 000 kr. Where the type
/// has no room for it, the figure has all the decimals that its type knows, and is taken as exact.
pub(super) fn half_unit(num: &NumType, factor: Decimal, decimals: i32) -> i128 {
    let half = match u8::try_from(decimals) {
        Ok(decimals) => Decimal::new(5, decimals.saturating_add(1)),
        Err(_) => {
            let zeros = u8::try_from(decimals.unsigned_abs().saturating_sub(1)).unwrap_or(u8::MAX);
            Decimal::whole(pow10(zeros).unwrap_or(0).saturating_mul(5))
        }
    };
    cell::scaled(half, factor, num.stored_scale().unwrap_or(0)).unwrap_or(0)
}

/// A value of a numeric type as a message shows it: `6.25 %`, `1050.00 kr/day`.
pub(super) fn shown(num: &NumType, value: Decimal) -> String {
    let moved = value.scale().saturating_sub(num.unit.shift());
    let times = pow10(num.unit.shift().saturating_sub(value.scale())).unwrap_or(1);
    let figure = Decimal::new(value.mantissa().saturating_mul(times), moved);
    format!("{} {}", format_number(figure, NumberStyle::PLAIN), num.unit).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ramme_value::{PriceLevel, Unit};

    fn kr() -> NumType {
        NumType::declared(Unit::base("kr"), PriceLevel::Current, None)
    }

    fn percent() -> NumType {
        NumType::declared(Unit::percent(), PriceLevel::None, None)
    }

    #[test]
    fn half_units() {
        let milliard = Decimal::whole(1_000_000_000);
        let one = Decimal::whole(1);
        assert_eq!(half_unit(&kr(), milliard, 1), 5_000_000_000);
        assert_eq!(half_unit(&kr(), one, -3), 50_000);
        assert_eq!(half_unit(&kr(), one, 0), 50);
        assert_eq!(half_unit(&kr(), one, 2), 0);
        assert_eq!(half_unit(&percent(), Decimal::new(1, 2), 0), 50);
        assert_eq!(half_unit(&percent(), Decimal::new(1, 2), 1), 5);
        assert_eq!(half_unit(&kr(), one, -1), 500);
    }

    #[test]
    fn figures_have_the_decimals_that_were_published() {
        let form = |decimals| Some(Form { style: NumberStyle::PLAIN, factor: Decimal::whole(1), decimals });
        assert_eq!(number(&kr(), None, "1.50", form(Some(1))), Ok(150));
        assert_eq!(number(&kr(), None, "1.55", form(Some(1))), Err(Wrong::Decimals(2, 1)));
        assert_eq!(number(&kr(), None, "400000", form(Some(-3))), Ok(40_000_000));
        assert_eq!(number(&kr(), None, "400500", form(Some(-3))), Err(Wrong::Decimals(0, 0)));
        assert_eq!(number(&kr(), None, "1.555", form(None)), Err(Wrong::Decimals(3, 2)));
    }

    #[test]
    fn bounds_are_inclusive() {
        let between = Some((Decimal::whole(0), Decimal::whole(1)));
        let form = Some(Form { style: NumberStyle::DANISH, factor: Decimal::new(1, 2), decimals: None });
        assert_eq!(number(&percent(), between, "100", form), Ok(10_000));
        assert_eq!(number(&percent(), between, "100,01", form), Err(Wrong::Bounds));
        assert_eq!(number(&percent(), between, "-0,01", form), Err(Wrong::Bounds));
    }

    #[test]
    fn values_in_messages() {
        assert_eq!(shown(&percent(), Decimal::new(625, 4)), "6.25 %");
        assert_eq!(shown(&percent(), Decimal::whole(1)), "100 %");
        assert_eq!(shown(&kr(), Decimal::new(105_000, 2)), "1050.00 kr");
        assert_eq!(shown(&NumType::count(Unit::none()), Decimal::whole(3)), "3");
    }
}
