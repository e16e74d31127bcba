//! Exact values: decimals, ratios, units, price levels, dates, periods, rounding, Danish number spelling.
