//! Trees to a checked rulebook: names, types, shapes, versions in time, readings, citations, and the view at a date.
