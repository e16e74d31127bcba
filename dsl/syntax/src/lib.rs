//! Rule text to tree and back: grammar, item splitter, parser, formatter.
