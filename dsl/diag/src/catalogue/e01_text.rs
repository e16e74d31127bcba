//! E01xx: reading text, before anything is known of its meaning.

catalogue! {
    NotUtf8 "E0101" Error {
        en: "the file is not UTF-8 at byte {offset}",
        da: "filen er ikke UTF-8 ved byte {offset}",
        help_en: "save the file as UTF-8",
        help_da: "gem filen som UTF-8",
        what_en: "Rule files are UTF-8, so that æ, ø and å are the same letters on every machine.",
        what_da: "Regelfiler er i UTF-8, så æ, ø og å er de samme bogstaver på alle maskiner.",
        wrong: "a file saved as Windows-1252",
        right: "the same file saved as UTF-8",
    }
    FileTooLarge "E0102" Error {
        en: "the file has {found} bytes, and a rule file may have {limit}",
        da: "filen har {found} byte, og en regelfil må have {limit}",
        help_en: "split the file, or move figures to a data file",
        help_da: "del filen, eller flyt tal over i en datafil",
        what_en: "A rule file is read by people; one that is larger than the limit holds data.",
        what_da: "En regelfil læses af mennesker; er den større end grænsen, rummer den data.",
        wrong: "a rule file with ten thousand parameter values",
        right: "an input, with the values in a data file",
    }
    TooManyLines "E0103" Error {
        en: "the file has {found} lines, and a rule file may have {limit}",
        da: "filen har {found} linjer, og en regelfil må have {limit}",
        help_en: "split the file; an agreement is a folder",
        help_da: "del filen; en aftale er en mappe",
        what_en: "An agreement is a folder of files, each short enough to read.",
        what_da: "En aftale er en mappe med filer, som hver er til at læse.",
        wrong: "one file with every agreement",
        right: "one folder for each agreement",
    }
    LineTooLong "E0104" Error {
        en: "the line has {found} characters, and a line may have {limit}",
        da: "linjen har {found} tegn, og en linje må have {limit}",
        help_en: "break the line; inside an item line ends mean nothing",
        help_da: "bræk linjen; inde i et punkt betyder linjeskift ingenting",
        what_en: "A line that does not fit a screen is not reviewed, and rules have to be.",
        what_da: "En linje, der ikke kan være på skærmen, bliver ikke læst, og det skal regler.",
        wrong: "define x : kr = a + b + … on one line of 2 000 characters",
        right: "define x : kr =\n  a\n  + b",
    }
    NestingTooDeep "E0105" Error {
        en: "brackets and blocks are {found} deep, and may be {limit}",
        da: "parenteser og blokke er {found} dybe, og de må være {limit}",
        help_en: "give a part a name with `define`",
        help_da: "giv en del et navn med `define`",
        what_en: "Depth is bounded so that a broken file can't exhaust the machine; a formula for people is far below.",
        what_da: "Dybden er begrænset, så en ødelagt fil ikke kan opbruge maskinen; en formel til mennesker er langt under.",
        wrong: "define x : kr = ((((… a …))))",
        right: "define x : kr = a",
    }
    NameTooLong "E0106" Error {
        en: "the name has {found} bytes, and a name may have {limit}",
        da: "navnet har {found} byte, og et navn må have {limit}",
        help_en: "use a shorter name, and put the rest in a comment",
        help_da: "brug et kortere navn, og skriv resten i en kommentar",
        what_en: "A name is shown in tables and messages and has to fit there.",
        what_da: "Et navn vises i tabeller og meddelelser og skal kunne være der.",
        wrong: "input the_net_operating_expenditure_of_all_offers_under_the_agreement_… : kr",
        right: "input net_expenditure : kr   # all offers under the agreement",
    }
    TextTooLong "E0107" Error {
        en: "the quoted text has {found} bytes, and may have {limit}",
        da: "teksten i anførselstegn har {found} byte, og den må have {limit}",
        help_en: "cite the passage instead of quoting it",
        help_da: "henvis til stedet i stedet for at citere det",
        what_en: "Rules point at a document; they do not carry it.",
        what_da: "Regler henviser til et dokument; de rummer det ikke.",
        wrong: "title \"…a whole act…\"",
        right: "title \"Lov 482 af 12. maj 2023\"",
    }
    RulebookTooLarge "E0108" Error {
        en: "the rulebook has {found} {what}, and may have {limit}",
        da: "regelbogen har {found} {what}, og den må have {limit}",
        help_en: "check fewer folders at a time",
        help_da: "kontrollér færre mapper ad gangen",
        what_en: "All rules are read before anything runs, so their number is bounded.",
        what_da: "Alle regler læses, før noget beregnes, og derfor er antallet begrænset.",
        wrong: "ramme check /",
        right: "ramme check rules/",
    }
    BidiControl "E0110" Error {
        en: "the text holds the invisible character {character}, which changes the order in which it is shown",
        da: "teksten rummer det usynlige tegn {character}, som ændrer den rækkefølge, teksten vises i",
        help_en: "delete the character",
        help_da: "slet tegnet",
        what_en: "With such a character a rule can look different from what it computes.",
        what_da: "Med sådan et tegn kan en regel se anderledes ud end det, den regner.",
        wrong: "a comment with U+202E in it",
        right: "the same comment without it",
    }
    InvisibleCharacter "E0111" Error {
        en: "the text holds the invisible character {character}",
        da: "teksten rummer det usynlige tegn {character}",
        help_en: "delete the character",
        help_da: "slet tegnet",
        what_en: "Two names that look the same have to be the same.",
        what_da: "To navne, der ser ens ud, skal være ens.",
        wrong: "a name with a zero-width space in it",
        right: "the same name without it",
    }
    LookalikeLetter "E0112" Error {
        en: "the name `{name}` holds {character}, which looks like another letter",
        da: "navnet `{name}` rummer {character}, som ligner et andet bogstav",
        help_en: "names are written with a to z, æ, ø, å, digits and `_`",
        help_da: "navne skrives med a til z, æ, ø, å, cifre og `_`",
        what_en: "A Cyrillic letter in a Latin name makes a second name that nobody can see.",
        what_da: "Et kyrillisk bogstav i et latinsk navn giver et navn mere, som ingen kan se.",
        wrong: "a name with the Cyrillic letter for `a`",
        right: "the same name with a Latin `a`",
    }
    UnknownItem "E0120" Error {
        en: "no item begins with `{word}`",
        da: "intet punkt begynder med `{word}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "What stands at the beginning of a line opens an item: document, unit, set, entity, input, parameter, \
                  scale, readings, define, rule, target, amend, test. What belongs to an item is indented.",
        what_da: "Det, der står forrest på en linje, åbner et punkt: document, unit, set, entity, input, parameter, \
                  scale, readings, define, rule, target, amend, test. Det, der hører til et punkt, er rykket ind.",
        wrong: "defin gap by year : kr = accounts - budget",
        right: "define gap by year : kr = accounts - budget",
    }
    SyntaxError "E0121" Error {
        en: "{expected} was expected here, and `{found}` stands here",
        da: "her ventedes {expected}, og her står `{found}`",
        help_en: "{proposal}",
        help_da: "{proposal}",
        what_en: "The text does not have the form that the language reference gives for this place.",
        what_da: "Teksten har ikke den form, som sprogets opslagsværk giver for dette sted.",
        wrong: "define gap by year : kr accounts - budget",
        right: "define gap by year : kr = accounts - budget",
    }
    UnclosedText "E0122" Error {
        en: "the quoted text is not closed on its line",
        da: "teksten i anførselstegn slutter ikke på linjen",
        help_en: "write `\"` at its end",
        help_da: "skriv `\"` til sidst",
        what_en: "A quoted text ends on the line where it begins, so that one forgotten quote does not swallow the file.",
        what_da: "En tekst i anførselstegn slutter på sin egen linje, så et glemt tegn ikke sluger hele filen.",
        wrong: "title \"Rammeaftale 2023-2024",
        right: "title \"Rammeaftale 2023-2024\"",
    }
    UnclosedBracket "E0123" Error {
        en: "`{bracket}` has no partner",
        da: "`{bracket}` har ingen makker",
        help_en: "",
        help_da: "",
        what_en: "Every bracket that is opened is closed in the same item.",
        what_da: "Enhver parentes, der åbnes, lukkes i det samme punkt.",
        wrong: "define x : kr = (a + b",
        right: "define x : kr = (a + b)",
    }
    BadNumber "E0124" Error {
        en: "`{text}` is not a number: {reason}",
        da: "`{text}` er ikke et tal: {reason}",
        help_en: "write a number as `1_000.50`",
        help_da: "skriv et tal som `1_000.50`",
        what_en: "Rules write decimals with a point and may put `_` between digits; nothing is guessed about marks.",
        what_da: "Regler skriver decimaler med punktum og må sætte `_` mellem cifre; der gættes ikke på tegn.",
        wrong: "2023 = 1.000.50 kr",
        right: "2023 = 1_000.50 kr",
    }
    DecimalComma "E0125" Error {
        en: "`{text}` has a comma, and rules write decimals with a point",
        da: "`{text}` har et komma, og regler skriver decimaler med punktum",
        help_en: "write `{proposal}`",
        help_da: "skriv `{proposal}`",
        what_en: "In rules a comma separates things; a Danish data file may use the decimal comma.",
        what_da: "I regler adskiller komma ting; en dansk datafil må gerne bruge decimalkomma.",
        wrong: "2023 = 3,4 %",
        right: "2023 = 3.4 %",
    }
    BadDate "E0126" Error {
        en: "`{text}` is not a date",
        da: "`{text}` er ikke en dato",
        help_en: "write a date as `2023-10-01`, between 1800 and 2200",
        help_da: "skriv en dato som `2023-10-01`, mellem 1800 og 2200",
        what_en: "Dates are written year, month, day, and the calendar has to have the day.",
        what_da: "Datoer skrives år, måned, dag, og dagen skal findes i kalenderen.",
        wrong: "from 2023-02-30",
        right: "from 2023-02-28",
    }
    UnsupportedLanguage "E0127" Error {
        en: "the file is written in language {version}, and this program reads {supported}",
        da: "filen er skrevet i sprog {version}, og dette program læser {supported}",
        help_en: "use a newer version of the program",
        help_da: "brug en nyere udgave af programmet",
        what_en: "The first line says which version of the language a file is in, so that old rules keep their meaning.",
        what_da: "Første linje siger, hvilken udgave af sproget filen er i, så gamle regler beholder deres betydning.",
        wrong: "language 9",
        right: "language 1",
    }
    ReservedWord "E0128" Error {
        en: "`{name}` is a word of the language and can't be a name",
        da: "`{name}` er et ord i sproget og kan ikke være et navn",
        help_en: "write `{proposal}`",
        help_da: "skriv `{proposal}`",
        what_en: "Units, periods, aggregates and keywords are taken, so that a sentence has one reading.",
        what_da: "Enheder, perioder, summer og nøgleord er optaget, så en sætning kun kan læses på én måde.",
        wrong: "input share : %",
        right: "input refund_share : %",
    }
    WrittenTwice "E0129" Error {
        en: "`{part}` stands twice in the same item",
        da: "`{part}` står to gange i samme punkt",
        help_en: "keep one of them",
        help_da: "behold den ene",
        what_en: "A part that says one thing can be said once; which of two would hold?",
        what_da: "En del, der siger én ting, kan siges én gang; hvilken af to skulle gælde?",
        wrong: "document act\n  rank law\n  rank agreement",
        right: "document act\n  rank law",
    }
    LaterVersion "E0130" Error {
        en: "`{word}` is a word of the language that this version does not have yet",
        da: "`{word}` er et ord i sproget, som denne udgave ikke har endnu",
        help_en: "",
        help_da: "",
        what_en: "The word is kept free for a later version, so that files written today keep their meaning then.",
        what_da: "Ordet holdes frit til en senere udgave, så filer, der skrives i dag, beholder deres betydning.",
        wrong: "entity episode = split stay",
        right: "entity episode",
    }
    ItemIndented "E0131" Error {
        en: "`{word}` opens an item and is indented",
        da: "`{word}` åbner et punkt og er rykket ind",
        help_en: "write it at the beginning of the line",
        help_da: "skriv det forrest på linjen",
        what_en: "An item begins in the first column, so that one broken item hides no other.",
        what_da: "Et punkt begynder i første kolonne, så et ødelagt punkt ikke skjuler et andet.",
        wrong: "  define gap by year : kr = accounts - budget",
        right: "define gap by year : kr = accounts - budget",
    }
    PartNotIndented "E0132" Error {
        en: "`{word}` belongs to an item and is not indented",
        da: "`{word}` hører til et punkt og er ikke rykket ind",
        help_en: "write two blanks before it",
        help_da: "skriv to mellemrum foran",
        what_en: "What stands in the first column opens an item; what belongs to the item above is indented.",
        what_da: "Det, der står i første kolonne, åbner et punkt; det, der hører til punktet ovenfor, rykkes ind.",
        wrong: "rule cap of stay\nrequire days <= 91 day",
        right: "rule cap of stay\n  require days <= 91 day",
    }
    ComparisonChained "E0133" Error {
        en: "a comparison stands beside another without `and` or `or` between them",
        da: "en sammenligning står ved siden af en anden uden `and` eller `or` imellem",
        help_en: "write `a <= b and b <= c`",
        help_da: "skriv `a <= b and b <= c`",
        what_en: "A comparison is between two values; a chain of them has more than one reading.",
        what_da: "En sammenligning er mellem to værdier; en kæde af dem kan læses på flere måder.",
        wrong: "require 0 kr <= gap <= 5 kr",
        right: "require 0 kr <= gap and gap <= 5 kr",
    }
    ForeignSign "E0134" Error {
        en: "`{found}` is not written so here",
        da: "`{found}` skrives ikke sådan her",
        help_en: "write `{proposal}`",
        help_da: "skriv `{proposal}`",
        what_en: "Other languages write it so; here words are used where they read better.",
        what_da: "Andre sprog skriver det sådan; her bruges ord, hvor det læses bedre.",
        wrong: "require kind != municipal && gap > 0 kr",
        right: "require kind is not municipal and gap > 0 kr",
    }
    ConditionFirst "E0135" Error {
        en: "`if` stands after the value that it chooses",
        da: "`if` står efter den værdi, som det vælger",
        help_en: "write `{proposal}`",
        help_da: "skriv `{proposal}`",
        what_en: "A choice is written value first: `y if x else z`, so that there is always a value for the other case.",
        what_da: "Et valg skrives med værdien først: `y if x else z`, så der altid er en værdi til det andet tilfælde.",
        wrong: "= if valid then grant else 0 kr",
        right: "= grant if valid else 0 kr",
    }
    OddCharacter "E0136" Error {
        en: "`{character}` has no meaning outside quotation marks",
        da: "`{character}` har ingen betydning uden for anførselstegn",
        help_en: "write `{proposal}`",
        help_da: "skriv `{proposal}`",
        what_en: "Word processors put in signs of their own; rules use those of the keyboard.",
        what_da: "Tekstbehandling sætter sine egne tegn ind; regler bruger tastaturets.",
        wrong: "require gap ≤ 5 kr",
        right: "require gap <= 5 kr",
    }
    RowLength "E0137" Error {
        en: "the row has {found cell|cells}, and the table has {expected column|columns}",
        da: "rækken har {found felt|felter}, og tabellen har {expected kolonne|kolonner}",
        help_en: "a blank cell is written `|  |`",
        help_da: "et tomt felt skrives `|  |`",
        what_en: "Every row of a test's table has a cell for each column, and ends with `|`.",
        what_da: "Hver række i en tests tabel har et felt til hver kolonne og slutter med `|`.",
        wrong: "  | a | b |\n  | 1 |",
        right: "  | a | b |\n  | 1 |   |",
    }
    Unfinished "E0138" Error {
        en: "{expected} was expected before the item ends",
        da: "her ventedes {expected}, før punktet slutter",
        help_en: "{proposal}",
        help_da: "{proposal}",
        what_en: "The next item begins, or the file ends, before this one is complete.",
        what_da: "Det næste punkt begynder, eller filen slutter, før dette er færdigt.",
        wrong: "define gap by year : kr",
        right: "define gap by year : kr = accounts - budget",
    }
    NumberTooLong "E0139" Error {
        en: "the number has {found} digits, and may have {limit}",
        da: "tallet har {found} cifre, og det må have {limit}",
        help_en: "use a larger unit, or fewer decimals",
        help_da: "brug en større enhed eller færre decimaler",
        what_en: "As many digits as always fit 128 bits, so that nothing is lost in reading.",
        what_da: "Så mange cifre, som altid kan være i 128 bit, så intet går tabt ved læsningen.",
        wrong: "= 100000000000000000000000000000000000000 kr",
        right: "= 1_000_000_000 kr",
    }
    ReadingsMixed "E0140" Error {
        en: "some clauses stand under a reading and some under none",
        da: "nogle bestemmelser står under en læsning og andre under ingen",
        help_en: "put every clause under a `reading`",
        help_da: "skriv alle bestemmelser under en `reading`",
        what_en: "A clause under no reading would hold together with those of every reading.",
        what_da: "En bestemmelse uden læsning ville gælde sammen med dem under hver læsning.",
        wrong: "define x : kr\n  = 1 kr\n  reading b = 2 kr",
        right: "define x : kr\n  reading a = 1 kr\n  reading b = 2 kr",
    }
    TooManyClauses "E0141" Error {
        en: "`{name}` has {found} clauses and changes, and may have {limit}",
        da: "`{name}` har {found} bestemmelser og ændringer, og må have {limit}",
        help_en: "put figures by year into a data file, or into an `indexed` parameter",
        help_da: "læg tal pr. år i en datafil, eller i en parameter, der er `indexed`",
        what_en: "Each clause is held against every other for gaps and overlaps, so their number is bounded.",
        what_da: "Hver bestemmelse holdes op mod alle andre for huller og overlap, og derfor er antallet begrænset.",
        wrong: "parameter rate by area, year : %  # with two thousand rows",
        right: "input rate by area, year : %  # with the rows in a data file",
    }
}
