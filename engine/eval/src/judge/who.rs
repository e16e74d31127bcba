//! Whom the subject of a verdict belongs to.
//!
//! In: the row of a subject. Out: the row to which the relations lead. Nothing is known
//! here of what the entities stand for: the first relation of an entity is followed, and then that of the entity it leads to,
//! to the end (an offer, who runs it, and the municipality of that). Not here: verdicts, and what rows
//! are called (the scenario says that).

use ramme_rulebook::model::{EntityId, Input, InputId, Type};

use crate::output::Reading;
use crate::result::Belongs;

/// No chain of relations is longer; circles are refused before anything runs.
const LONGEST: usize = 8;

/// The row to which the relations lead; the row itself where there is none.
pub(super) fn belongs(r: &Reading, entity: EntityId, row: usize, t: Option<usize>) -> Option<Belongs> {
    let (mut entity, mut row) = (entity, row);
    for _ in 0..LONGEST {
        let is_relation = |input: &Input| matches!(input.ty, Type::Row(_));
        let Some(next) = field(r, entity, is_relation) else { break };
        let Some(Type::Row(to)) = r.env.book.inputs.get(next.index()).map(|input| input.ty.clone()) else {
            break;
        };
        (entity, row) = (to, usize::try_from(attribute(r, next, row, t)?).ok()?);
    }
    Some(Belongs {
        entity: r.env.book.entities.get(entity.index())?.name.clone(),
        key: r.env.data.rows(entity).keys.get(row)?.to_owned(),
        name: None,
    })
}

/// The first field of an entity that is of a kind and that the data give.
fn field(r: &Reading, entity: EntityId, fits: impl Fn(&Input) -> bool) -> Option<InputId> {
    let entity = r.env.book.entities.get(entity.index())?;
    let given = |id: &&InputId| r.env.data.inputs.get(id.index()).is_some_and(Option::is_some);
    let of_kind = |id: &&InputId| r.env.book.inputs.get(id.index()).is_some_and(&fits);
    entity.fields.iter().filter(of_kind).find(given).copied()
}

/// What a field holds of a row, in a year where it is by year.
fn attribute(r: &Reading, field: InputId, row: usize, t: Option<usize>) -> Option<i128> {
    let input = r.env.data.inputs.get(field.index())?.as_ref()?;
    let block = match (input.shape.period, t) {
        (None, _) => 0,
        (Some(_), Some(t)) => t.checked_sub(r.env.offset)?,
        (Some(_), None) => return None,
    };
    let block = input.column.blocks.get(block)?;
    block.cause(row).is_known().then(|| block.data.int(row)).flatten()
}
