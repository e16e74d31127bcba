//! Bytes to text: which encoding a file is in, by what its bytes show, and what it says of itself.
//!
//! In: bytes, and what the file or a spec names. Out: text, the encoding that was used, and why. Not here: what the text
//! means.

use ramme_diag::Text;

/// Text with the encoding it was in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding that was used, by its usual name.
    pub encoding: &'static str,
    /// What shows that it is this one.
    pub evidence: Text,
    /// False where another encoding would do as well; then a person has to say.
    pub certain: bool,
}

/// The upper half of code page 850, the DOS text of Western Europe.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
/// The upper half of code page 437, the DOS text of America.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

const UTF8: &str = "utf-8";
const WINDOWS: &str = "windows-1252";

/// Decodes by what the bytes show first: a byte order mark; UTF-8 where every byte fits it; what is declared; the
/// Western European encoding of Windows, unless the bytes look like DOS text.
#[must_use]
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some(found) = by_mark(bytes) {
        return found;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let plain = text.is_ascii();
        let evidence = if plain {
            Text::both(
                "every byte is ASCII, which all of them share",
                "hver byte er ASCII, som de alle har fælles",
            )
        } else {
            Text::both("every byte fits UTF-8", "hver byte passer i UTF-8")
        };
        return Decoded { text: text.to_owned(), encoding: UTF8, evidence, certain: true };
    }
    if let Some(found) = declared.and_then(|label| stated(bytes, label)) {
        return found;
    }
    by_letters(bytes)
}

/// Decodes as a spec or a file says; `None` if the encoding is not known or the bytes do not fit it.
#[must_use]
pub fn stated(bytes: &[u8], label: &str) -> Option<Decoded> {
    let evidence = Text::both(format!("`{label}` is stated"), format!("`{label}` er angivet"));
    let lower = label.trim().to_lowercase();
    let digits: String = lower.chars().filter(char::is_ascii_digit).collect();
    let dos =
        match (digits.as_str(), lower.contains("1252") || lower.contains("iso") || lower.contains("latin")) {
            ("850", false) => Some(("cp850", CP850)),
            ("437", false) => Some(("cp437", CP437)),
            _ => None,
        };
    if let Some((name, upper)) = dos {
        return Some(Decoded { text: by_table(bytes, upper), encoding: name, evidence, certain: true });
    }
    let encoding = encoding_rs::Encoding::for_label(lower.as_bytes())?;
    let (text, used, wrong) = encoding.decode(bytes);
    if wrong {
        return None;
    }
    Some(Decoded { text: text.into_owned(), encoding: small_name(used), evidence, certain: true })
}

fn by_mark(bytes: &[u8]) -> Option<Decoded> {
    let (encoding, _) = encoding_rs::Encoding::for_bom(bytes)?;
    let (text, used, wrong) = encoding.decode(bytes);
    if wrong {
        return None;
    }
    let evidence = Text::both("it begins with a byte order mark", "den begynder med et byte order mark");
    Some(Decoded { text: text.into_owned(), encoding: small_name(used), evidence, certain: true })
}

/// Not UTF-8 and nothing declared: Danish letters have other bytes in Windows text than in DOS text.
fn by_letters(bytes: &[u8]) -> Decoded {
    let windows = count(bytes, &[0xe6, 0xf8, 0xe5, 0xc6, 0xd8, 0xc5]);
    let dos = count(bytes, &[0x91, 0x9b, 0x86, 0x92, 0x9d, 0x8f]);
    let example = |encoding: &'static str, text: &str| {
        let word = danish_word(text).unwrap_or_default();
        Text::both(
            format!("it is not UTF-8, and its letters make sense in {encoding}: `{word}`"),
            format!("den er ikke UTF-8, og dens bogstaver giver mening i {encoding}: `{word}`"),
        )
    };
    if dos > windows {
        let text = by_table(bytes, CP850);
        return Decoded {
            evidence: example("cp850", &text),
            text,
            encoding: "cp850",
            certain: windows == 0 && dos > 3,
        };
    }
    let (text, _, _) = encoding_rs::WINDOWS_1252.decode(bytes);
    Decoded { evidence: example(WINDOWS, &text), text: text.into_owned(), encoding: WINDOWS, certain: true }
}

fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.iter().filter(|b| wanted.contains(b)).count()
}

/// The first word with a letter that is not ASCII.
fn danish_word(text: &str) -> Option<String> {
    let is_split = |c: char| !c.is_alphanumeric();
    let word = text.split(is_split).find(|w| !w.is_ascii())?;
    Some(word.chars().take(30).collect())
}

fn by_table(bytes: &[u8], upper: &str) -> String {
    let upper: Vec<char> = upper.chars().collect();
    let letter = |b: &u8| {
        let at = usize::from(*b).checked_sub(128);
        at.map_or(char::from(*b), |at| upper.get(at).copied().unwrap_or('\u{fffd}'))
    };
    bytes.iter().map(letter).collect()
}

/// The usual name in small letters.
fn small_name(encoding: &'static encoding_rs::Encoding) -> &'static str {
    let known = [
        (encoding_rs::UTF_8, UTF8),
        (encoding_rs::WINDOWS_1252, WINDOWS),
        (encoding_rs::ISO_8859_15, "iso-8859-15"),
        (encoding_rs::UTF_16LE, "utf-16le"),
        (encoding_rs::UTF_16BE, "utf-16be"),
    ];
    known.into_iter().find(|(held, _)| *held == encoding).map_or(encoding.name(), |(_, name)| name)
}

/// Whether two names are names of one encoding, or of one that holds the other: iso-8859-1 is read as windows-1252.
#[must_use]
pub fn same_encoding(a: &str, b: &str) -> bool {
    let find = |label: &str| encoding_rs::Encoding::for_label(label.trim().as_bytes());
    a.eq_ignore_ascii_case(b) || find(a).zip(find(b)).is_some_and(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_the_bytes_show_comes_before_what_is_declared() {
        let utf8 = decode("Århus".as_bytes(), Some("iso-8859-1"));
        assert_eq!((utf8.text.as_str(), utf8.encoding), ("Århus", "utf-8"));
        let latin = decode(b"\xc5rhus", Some("iso-8859-1"));
        assert_eq!((latin.text.as_str(), latin.encoding), ("Århus", "windows-1252"));
        let undeclared = decode(b"\xc5rhus", None);
        assert_eq!(undeclared.text, "Århus");
        assert!(undeclared.evidence.en.contains("`Århus`"));
        let marked = decode(b"\xef\xbb\xbfa", None);
        assert_eq!((marked.text.as_str(), marked.encoding), ("a", "utf-8"));
        let wide = decode(b"\xff\xfea\0\xe6\0", None);
        assert_eq!((wide.text.as_str(), wide.encoding), ("aæ", "utf-16le"));
    }

    #[test]
    fn dos_text_is_not_taken_for_windows_text() {
        let dos = decode(b"K\x9bbenhavn", None);
        assert_eq!((dos.text.as_str(), dos.encoding, dos.certain), ("København", "cp850", false));
        assert_eq!(stated(b"\x91\x9b\x86", "cp850").unwrap().text, "æøå");
        assert_eq!(stated(b"\x91\x86", "437").unwrap().text, "æå");
        assert_eq!(CP850.chars().count(), 128);
        assert_eq!(CP437.chars().count(), 128);
    }

    #[test]
    fn a_stated_encoding_that_does_not_fit_is_no_answer() {
        assert_eq!(stated(b"\xc5rhus", "utf-8"), None);
        assert_eq!(stated(b"a", "klingon"), None);
        assert!(same_encoding("ISO-8859-1", "windows-1252") && !same_encoding("utf-8", "windows-1252"));
    }
}
