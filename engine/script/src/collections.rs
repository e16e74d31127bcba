//! Lists and texts: the few functions that a script needs of them, none of which makes more than it is given.
//!
//! In: an engine. Out: the functions registered. Not here: numbers (`number`), questions (`functions`). The script
//! engine's own packages have functions whose results are only measured when they are done (`replace`, `map`); so they are
//! left out.

use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, Map, NativeCallContext, Position};
use std::cmp::Ordering;

type Outcome<T> = Result<T, Box<EvalAltResult>>;

pub(crate) fn register(engine: &mut Engine) {
    lists(engine);
    texts(engine);
    engine.register_fn("keys", |map: &mut Map| -> Array {
        map.keys().map(|key| key.to_string().into()).collect()
    });
    engine.register_fn("len", |map: &mut Map| whole(map.len()));
    engine.register_fn("contains", |map: &mut Map, key: ImmutableString| map.contains_key(key.as_str()));
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The position of an entry; from the end where it is below zero.
fn position(list: &Array, at: i64) -> Outcome<usize> {
    let from = if at < 0 { whole(list.len()).saturating_add(at) } else { at };
    usize::try_from(from)
        .ok()
        .filter(|i| *i < list.len())
        .ok_or_else(|| Box::new(EvalAltResult::ErrorArrayBounds(list.len(), at, Position::NONE)))
}

/// Whether two entries are the same, as `==` has it for what a list is searched for.
fn same(a: &Dynamic, b: &Dynamic) -> bool {
    if let (Ok(a), Ok(b)) = (a.as_int(), b.as_int()) {
        return a == b;
    }
    a.is_string() && b.is_string() && a.to_string() == b.to_string()
}

fn lists(engine: &mut Engine) {
    engine.register_iterator::<Array>();
    engine.register_fn("len", |list: &mut Array| whole(list.len()));
    engine.register_fn("is_empty", |list: &mut Array| list.is_empty());
    engine.register_fn("push", |list: &mut Array, value: Dynamic| list.push(value));
    engine.register_fn("pop", |list: &mut Array| list.pop().unwrap_or(Dynamic::UNIT));
    engine.register_fn("clear", |list: &mut Array| list.clear());
    engine.register_fn("reverse", |list: &mut Array| list.reverse());
    engine.register_fn("set", |list: &mut Array, at: i64, value: Dynamic| -> Outcome<()> {
        let at = position(list, at)?;
        if let Some(slot) = list.get_mut(at) {
            *slot = value;
        }
        Ok(())
    });
    engine.register_fn("remove", |list: &mut Array, at: i64| -> Outcome<Dynamic> {
        let at = position(list, at)?;
        Ok(list.remove(at))
    });
    engine.register_fn("contains", |list: &mut Array, value: Dynamic| {
        list.iter().any(|held| same(held, &value))
    });
    engine.register_fn("+", |mut a: Array, b: Array| {
        a.extend(b);
        a
    });
    engine.register_fn("sort", |list: &mut Array| -> Outcome<()> {
        if list.iter().all(Dynamic::is_int) {
            list.sort_by_key(|held| held.as_int().unwrap_or_default());
        } else if list.iter().all(Dynamic::is_string) {
            list.sort_by_cached_key(ToString::to_string);
        } else {
            let said = "a list of whole numbers or of texts";
            let found = "another list";
            return Err(Box::new(EvalAltResult::ErrorMismatchDataType(
                said.into(),
                found.into(),
                Position::NONE,
            )));
        }
        Ok(())
    });
}

/// A value as it stands in a text.
fn shown(ctx: &NativeCallContext<'_>, mut value: Dynamic) -> Outcome<ImmutableString> {
    if let Ok(text) = value.clone().into_immutable_string() {
        return Ok(text);
    }
    ctx.call_native_fn_raw("to_string", true, &mut [&mut value])?.into_immutable_string().map_err(|found| {
        Box::new(EvalAltResult::ErrorMismatchDataType("string".into(), found.into(), Position::NONE))
    })
}

fn texts(engine: &mut Engine) {
    engine.register_fn("len", |text: ImmutableString| whole(text.chars().count()));
    engine.register_fn("is_empty", |text: ImmutableString| text.is_empty());
    engine
        .register_fn("contains", |text: ImmutableString, part: ImmutableString| text.contains(part.as_str()));
    engine.register_fn("starts_with", |text: ImmutableString, part: ImmutableString| {
        text.starts_with(part.as_str())
    });
    engine.register_fn("ends_with", |text: ImmutableString, part: ImmutableString| {
        text.ends_with(part.as_str())
    });
    engine.register_fn("to_lower", |text: ImmutableString| text.to_lowercase());
    engine.register_fn("to_upper", |text: ImmutableString| text.to_uppercase());
    engine.register_fn("trimmed", |text: ImmutableString| text.trim().to_owned());
    engine.register_fn("split", |text: ImmutableString, mark: ImmutableString| -> Array {
        if mark.is_empty() {
            return vec![Dynamic::from(text)];
        }
        text.split(mark.as_str()).map(|part| Dynamic::from(part.to_owned())).collect()
    });
    engine.register_fn("sub_string", |text: ImmutableString, from: i64, length: i64| -> String {
        let narrow = |n: i64| usize::try_from(n).unwrap_or(0);
        text.chars().skip(narrow(from)).take(narrow(length)).collect()
    });
    engine.register_fn("parse_int", |text: ImmutableString| -> Outcome<i64> {
        text.trim().parse().map_err(|_| {
            Box::new(EvalAltResult::ErrorMismatchDataType("int".into(), "string".into(), Position::NONE))
        })
    });
    engine.register_fn("+", |a: ImmutableString, b: ImmutableString| format!("{a}{b}"));
    engine.register_fn(
        "+",
        |ctx: NativeCallContext<'_>, a: ImmutableString, b: Dynamic| -> Outcome<String> {
            Ok(format!("{a}{}", shown(&ctx, b)?))
        },
    );
    engine.register_fn(
        "+",
        |ctx: NativeCallContext<'_>, a: Dynamic, b: ImmutableString| -> Outcome<String> {
            Ok(format!("{}{b}", shown(&ctx, a)?))
        },
    );
    for (name, holds) in [("<", Ordering::is_lt as fn(Ordering) -> bool), (">", Ordering::is_gt)] {
        engine.register_fn(name, move |a: ImmutableString, b: ImmutableString| {
            holds(a.as_str().cmp(b.as_str()))
        });
    }
}
