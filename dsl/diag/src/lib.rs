//! Where something is and what is said about it: sources, spans, data places, diagnostics, codes, limits.
