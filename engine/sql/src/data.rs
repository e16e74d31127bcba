//! Who exists, and the cells of inputs: from the files as the scenario maps them, or as literals.
//!
//! In: the mapping and the bound data. Out: relations of rows, rolls, cells and inputs. A file that a database can read as
//! the scenario does is read by the script; what it can't (statistics that are imported, counts held back, lists of those
//! left out, figures that were revised, what is set by hand) stands in the script as it was bound. Not here: how the cells
//! of a file are read (`table`).

use std::collections::{BTreeMap, BTreeSet};

use ramme_eval::plan::StepId;
use ramme_rulebook::model::{Axis, EntityId, InputId, SetId, Shape, Type};
use ramme_value::PeriodKind;

use crate::constant::{literals, members_of, spelled, table};
use crate::maker::{Body, Maker, RelId, Stuck};
use crate::table::{Column, cells_of, keys_of, tables_of};
use crate::why::Why;

/// As many figures may stand in the script.
pub(crate) const MOST_LITERALS: usize = 20_000;

/// Relations of the data that are there.
#[derive(Default)]
pub(crate) struct Tables {
    rows: BTreeMap<EntityId, RelId>,
    rolls: BTreeMap<EntityId, Option<RelId>>,
    /// By file, delimiter: the texts of a file.
    pub(crate) files: BTreeMap<(String, char), RelId>,
}

/// Every cell of a shape, and whether its row exists.
pub(crate) fn domain(maker: &mut Maker<'_>, shape: &Shape) -> RelId {
    let wanted = maker.src.book.shape_as_written(shape);
    let key = format!("{shape:?}");
    if let Some(found) = maker.domains.get(&key) {
        return *found;
    }
    let here = maker.quoted("here");
    let made = maker.noting(|me| {
        let mut select = Vec::new();
        let mut from = Vec::new();
        let mut there = "TRUE".to_owned();
        let mut join = String::new();
        for (axis, column) in me.axes(shape) {
            let alias = format!("a{}", from.len().saturating_add(1));
            select.push(format!("{alias}.{column}"));
            let one = match axis {
                Axis::Entity(entity) => {
                    let rows = rows(me, entity)?;
                    me.read(rows)
                }
                Axis::Set(set) => members(me, set, &column),
                Axis::Period(_) => years(me, &column),
            };
            from.push(format!("{one} AS {alias}"));
        }
        if let (Some(entity), Some(kind)) = (shape.entity, shape.period)
            && let Some(roll) = roll(me, entity)
        {
            let name = me.read(roll);
            let (row, year) = (me.column(Axis::Entity(entity)), me.column(Axis::Period(kind)));
            let last = from.len();
            join = format!("\nLEFT JOIN {name} AS r ON r.{row} = a1.{row} AND r.{year} = a{last}.{year}");
            there = format!("(r.{row} IS NOT NULL)");
        }
        select.push(format!("{there} AS {here}"));
        let from =
            if from.is_empty() { String::new() } else { format!("\nFROM {}", from.join(" CROSS JOIN ")) };
        Ok(format!("SELECT {}{from}{join}", select.join(", ")))
    });
    let (query, reads) = made.unwrap_or_default();
    let label = if wanted.is_empty() { "one".to_owned() } else { format!("all {}", wanted.trim()) };
    let comment = vec![format!("every cell {wanted}").trim().to_owned()];
    let id = maker.add(&label, comment, Body::Query(query), reads);
    maker.domains.insert(key, id);
    id
}

fn members(maker: &Maker<'_>, set: SetId, column: &str) -> String {
    let rows = maker.members(set).iter().map(|member| vec![maker.speak.text(member)]).collect();
    format!("({})", literals(maker, &[(column.to_owned(), maker.speak.words())], rows))
}

fn years(maker: &Maker<'_>, column: &str) -> String {
    let rows = maker.blueprint().years.iter().map(|year| vec![year.to_string()]).collect();
    format!("({})", literals(maker, &[(column.to_owned(), "INTEGER")], rows))
}

/// The rows of an entity.
fn rows(maker: &mut Maker<'_>, entity: EntityId) -> Result<RelId, Stuck> {
    if let Some(found) = maker.tables.rows.get(&entity) {
        return Ok(*found);
    }
    let column = maker.column(Axis::Entity(entity));
    let (query, reads) = maker.noting(|me| {
        if let Some(parts) = keys_of(me, entity, false) {
            return Ok(parts.join("\nUNION "));
        }
        let keys = me.src.data.rows(entity).keys.iter().map(|key| vec![me.speak.text(key)]).collect();
        Ok(literals(me, &[(column, me.speak.words())], keys))
    })?;
    let name = maker.src.book.entity_name(entity).to_owned();
    let id =
        maker.add(&format!("rows of {name}"), vec![format!("who is a {name}")], Body::Query(query), reads);
    maker.tables.rows.insert(entity, id);
    Ok(id)
}

/// Who exists in which year, where a table says that.
pub(crate) fn roll(maker: &mut Maker<'_>, entity: EntityId) -> Option<RelId> {
    if let Some(found) = maker.tables.rolls.get(&entity) {
        return *found;
    }
    let data = maker.src.data;
    let id = data.rows(entity).exists.as_ref().and_then(|exists| {
        let (row, year) = (maker.column(Axis::Entity(entity)), maker.column(Axis::Period(PeriodKind::Year)));
        let here = maker.quoted("here");
        let made = maker.noting(|me| {
            if let Some(parts) = keys_of(me, entity, true) {
                return Ok(format!("SELECT v.*, TRUE AS {here} FROM ({}) AS v", parts.join("\nUNION ")));
            }
            let keys = &data.rows(entity).keys;
            let mut rows = Vec::new();
            for (t, there) in exists.iter().enumerate() {
                for (at, _) in there.iter().enumerate().filter(|(_, is)| **is) {
                    let key = keys.get(at).unwrap_or_default();
                    rows.push(vec![me.speak.text(key), data.years.year(t).to_string(), "TRUE".to_owned()]);
                }
            }
            let columns = [(row, me.speak.words()), (year, "INTEGER"), (here, "BOOLEAN")];
            Ok(literals(me, &columns, rows))
        });
        let (query, reads) = made.ok()?;
        let name = maker.src.book.entity_name(entity).to_owned();
        let comment = vec![format!("which {name} exists in which year")];
        Some(maker.add(&format!("roll of {name}"), comment, Body::Query(query), reads))
    });
    maker.tables.rolls.insert(entity, id);
    id
}

/// The cells of an input.
pub(crate) fn input(maker: &mut Maker<'_>, id: StepId, input: InputId) -> Result<RelId, Stuck> {
    let Some(about) = maker.src.book.inputs.get(input.index()) else {
        return Err(Stuck { step: id, why: Why::NoForm });
    };
    let mut comment = crate::comment::of_step(maker, id);
    let columns = tables_of(maker, input);
    let (query, reads) = match columns {
        Some(columns) => maker.noting(|me| read(me, &columns, &about.shape, &about.ty, input))?,
        None => {
            let rows = bound(maker, input, |_, _| true);
            if rows.len() > MOST_LITERALS {
                return Err(Stuck { step: id, why: Why::TooManyFigures(rows.len()) });
            }
            comment.push(
                "as the scenario's tables gave it: no plain file that SQL can read as they do".to_owned(),
            );
            (table(maker, &about.shape, &about.ty, rows), BTreeSet::new())
        }
    };
    let label = maker.label(id);
    Ok(maker.add(&label, comment, Body::Query(query), reads))
}

/// The cells of an input out of its files, and what is set by hand over them.
fn read(
    maker: &mut Maker<'_>,
    columns: &[Column],
    shape: &Shape,
    ty: &Type,
    input: InputId,
) -> Result<String, Stuck> {
    let parts: Vec<String> = columns.iter().map(|column| cells_of(maker, column, shape, ty)).collect();
    let base = parts.join("\nUNION ALL ");
    let hands = bound(maker, input, |block, cell| maker.src.data.hands.contains_key(&(input, block, cell)));
    if hands.is_empty() {
        return Ok(base);
    }
    let hands = table(maker, shape, ty, hands);
    let axes: Vec<String> = maker.axes(shape).into_iter().map(|(_, c)| c).collect();
    let on: Vec<String> = axes.iter().map(|c| format!("h.{c} = b.{c}")).collect();
    let on = if on.is_empty() { String::new() } else { format!(" WHERE {}", on.join(" AND ")) };
    Ok(format!(
        "WITH by_hand AS (\n{hands}), from_files AS (\n{base})\nSELECT b.* FROM from_files AS b WHERE NOT EXISTS (SELECT 1 FROM by_hand AS h{on})\nUNION ALL SELECT * FROM by_hand"
    ))
}

/// The known cells of an input as rows of literals, as far as they are wanted by block and cell.
fn bound(maker: &Maker<'_>, input: InputId, wanted: impl Fn(usize, usize) -> bool) -> Vec<Vec<String>> {
    let data = maker.src.data;
    let Some(column) = data.inputs.get(input.index()).and_then(Option::as_ref) else { return Vec::new() };
    let Some(about) = maker.src.book.inputs.get(input.index()) else { return Vec::new() };
    let sizes: Vec<(SetId, usize)> = about.shape.sets.iter().map(|s| (*s, maker.members(*s).len())).collect();
    let keys = about.shape.entity.map(|e| &data.rows(e).keys);
    let count = keys.map_or(1, |k| k.len()).max(1);
    let mut out = Vec::new();
    for (t, block) in column.column.blocks.iter().enumerate() {
        for cell in (0..block.len()).filter(|cell| wanted(t, *cell)) {
            let known = block.cause(cell).is_known().then(|| block.data.int(cell)).flatten();
            let Some(value) = known.and_then(|n| spelled(maker, &about.ty, n)) else { continue };
            let mut row = Vec::new();
            row.extend(keys.map(|k| maker.speak.text(k.get(cell % count).unwrap_or_default())));
            row.extend(members_of(maker, &sizes, cell / count));
            row.extend(about.shape.period.map(|_| data.years.year(t).to_string()));
            row.push(value);
            out.push(row);
        }
    }
    out
}
