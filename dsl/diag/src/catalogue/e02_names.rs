//! E02xx: names, and what they stand for.

catalogue! {
    UnknownName "E0201" Error {
        en: "there is no name `{name}`",
        da: "der er intet, der hedder `{name}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "Every name is declared once in the rulebook, in any of its files.",
        what_da: "Ethvert navn erklæres én gang i regelbogen, i en hvilken som helst af dens filer.",
        wrong: "define gap by year : kr = acounts - budget",
        right: "define gap by year : kr = accounts - budget",
    }
    DeclaredTwice "E0202" Error {
        en: "`{name}` is declared twice",
        da: "`{name}` er erklæret to gange",
        help_en: "rename one of them",
        help_da: "giv den ene et andet navn",
        what_en: "A name means one thing in the whole rulebook; nothing hides anything else.",
        what_da: "Et navn betyder én ting i hele regelbogen; intet skygger for noget andet.",
        wrong: "unit meal\nunit meal",
        right: "unit meal",
    }
    UnknownUnit "E0203" Error {
        en: "there is no unit `{name}`",
        da: "der er ingen enhed, der hedder `{name}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "Built in are kr, day, month, year, person, place and %; others are declared with `unit`.",
        what_da: "Indbygget er kr, day, month, year, person, place og %; andre erklæres med `unit`.",
        wrong: "input fee : kr/dag",
        right: "input fee : kr/day",
    }
    UnknownDocument "E0204" Error {
        en: "there is no document `{name}`",
        da: "der er intet dokument, der hedder `{name}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "A citation names a document that is declared with its title, rank and publication.",
        what_da: "En henvisning nævner et dokument, som er erklæret med titel, rang og udgivelse.",
        wrong: "cite framwork lines 1..2",
        right: "cite framework lines 1..2",
    }
    UnknownMember "E0205" Error {
        en: "`{member}` is not in the set `{set}`",
        da: "`{member}` er ikke i mængden `{set}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "A set is closed: it has the members that its declaration lists.",
        what_da: "En mængde er lukket: den har de medlemmer, som erklæringen nævner.",
        wrong: "require kind is state",
        right: "require kind is municipal",
    }
    UnknownEntity "E0206" Error {
        en: "there is no entity `{name}`",
        da: "der er ingen entitet, der hedder `{name}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "What things there are is declared with `entity`.",
        what_da: "Hvilke ting der findes, erklæres med `entity`.",
        wrong: "input tariff of provder by year : kr/day",
        right: "input tariff of provider by year : kr/day",
    }
    UnknownAxis "E0207" Error {
        en: "`{name}` is neither a period nor a set",
        da: "`{name}` er hverken en periode eller en mængde",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "After `by` stand year, quarter or month, or sets.",
        what_da: "Efter `by` står year, quarter eller month, eller mængder.",
        wrong: "input gap by yaer : kr",
        right: "input gap by year : kr",
    }
    UnknownField "E0208" Error {
        en: "`{entity}` has no field `{field}`",
        da: "`{entity}` har ikke noget felt `{field}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "Fields are declared below their entity, or as inputs of it.",
        what_da: "Felter erklæres under deres entitet, eller som input til den.",
        wrong: "= episode.first_dya",
        right: "= episode.first_day",
    }
    UnknownReading "E0209" Error {
        en: "the group `{group}` has no reading `{reading}`",
        da: "gruppen `{group}` har ingen læsning `{reading}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "The readings of a group and their order are declared with `readings`.",
        what_da: "En gruppes læsninger og deres rækkefølge erklæres med `readings`.",
        wrong: "reading exakt = …",
        right: "reading exact = …",
    }
    ReadingAmbiguous "E0210" Error {
        en: "the reading `{reading}` belongs to more than one group: {groups}",
        da: "læsningen `{reading}` hører til flere grupper: {groups}",
        help_en: "write `reading {proposal}`",
        help_da: "skriv `reading {proposal}`",
        what_en: "A reading may be named alone only where one group has it.",
        what_da: "En læsning kan kun nævnes alene, hvor kun én gruppe har den.",
        wrong: "reading exact = …",
        right: "reading ceiling_rounding.exact = …",
    }
    ReadingMissing "E0211" Error {
        en: "`{name}` says nothing for the reading `{reading}` of `{group}`",
        da: "`{name}` siger intet for læsningen `{reading}` i `{group}`",
        help_en: "add `reading {reading}`",
        help_da: "tilføj `reading {reading}`",
        what_en: "A definition that depends on a group has a body for each of its readings.",
        what_da: "En definition, der afhænger af en gruppe, har et indhold for hver af dens læsninger.",
        wrong: "readings cutoff = act | report\ndefine x : yes/no\n  reading act = yes",
        right: "readings cutoff = act | report\ndefine x : yes/no\n  reading act = yes\n  reading report = no",
    }
    RelationAmbiguous "E0212" Error {
        en: "`{name}` can be reached in more than one way: {ways}",
        da: "`{name}` kan nås ad flere veje: {ways}",
        help_en: "write `via {proposal}`",
        help_da: "skriv `via {proposal}`",
        what_en: "A name of another entity is used bare only where one chain of relations leads there.",
        what_da: "Et navn fra en anden entitet bruges kun alene, hvor én kæde af relationer fører dertil.",
        wrong: "define x of purchase : kr = grant",
        right: "define x of purchase : kr = grant via payer",
    }
    WrongKindOfName "E0213" Error {
        en: "`{name}` is {found}, and {expected} is needed here",
        da: "`{name}` er {found}, og her skal stå {expected}",
        help_en: "",
        help_da: "",
        what_en: "A name can stand only where what it names makes sense.",
        what_da: "Et navn kan kun stå, hvor det, det nævner, giver mening.",
        wrong: "define x : kr = provider",
        right: "define x : kr = sum of cost over provider",
    }
    CircularDefinition "E0214" Error {
        en: "within one period {who}",
        da: "inden for én periode {who}",
        help_en: "write {how}, and a clause from which it begins: `to 2022 = 0 kr`",
        help_da: "skriv {how}, og en bestemmelse, som det begynder med: `to 2022 = 0 kr`",
        what_en: "Every program ends, so a value may depend on itself only through an earlier period.",
        what_da: "Ethvert program slutter, så en værdi kan kun afhænge af sig selv gennem en tidligere periode.",
        wrong: "define a : kr = b\ndefine b : kr = a",
        right: "define a by year : kr\n  to 2022 = 0 kr\n  from 2023 = previous a + b",
    }
    UnusedName "E0215" Warning {
        en: "`{name}` is never used",
        da: "`{name}` bruges aldrig",
        help_en: "delete it, or use it",
        help_da: "slet det, eller brug det",
        what_en: "What nothing uses is often a spelling mistake elsewhere.",
        what_da: "Det, som intet bruger, er ofte en stavefejl et andet sted.",
        wrong: "parameter pl by year : %\n  2023 = 3.4 %",
        right: "define raised by year : kr = budget * (100 % + pl)",
    }
    UnknownException "E0216" Error {
        en: "`{name}` has no exception `{label}`",
        da: "`{name}` har ingen undtagelse `{label}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "`overrides` names an exception of the same definition.",
        what_da: "`overrides` nævner en undtagelse i den samme definition.",
        wrong: "exception foster overrides oldr when in_care = 0 kr",
        right: "exception foster overrides older when in_care = 0 kr",
    }
    NothingToAmend "E0217" Error {
        en: "`{name}` has no clause `{clause}` to amend",
        da: "`{name}` har ingen bestemmelse `{clause}`, der kan ændres",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "An amendment names what it replaces, repeals or adds to, so that nothing is overridden in silence.",
        what_da: "En ændring nævner det, den erstatter, ophæver eller føjer til, så intet tilsidesættes i stilhed.",
        wrong: "amend allowance\n  replaces exception oldr from 2026 cite act when age >= 8 = 800 kr",
        right: "amend allowance\n  replaces exception older from 2026 cite act when age >= 8 = 800 kr",
    }
    UnknownFunction "E0218" Error {
        en: "there is no function `{name}`",
        da: "der er ingen funktion, der hedder `{name}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "The functions are those of the language reference; others are written with `define`.",
        what_da: "Funktionerne er dem, der står i sprogets opslagsværk; andre skrives med `define`.",
        wrong: "= maximum (a, b)",
        right: "= max (a, b)",
    }
    NameShadowed "E0219" Error {
        en: "the field `{name}` has the name of {other}",
        da: "feltet `{name}` har samme navn som {other}",
        help_en: "rename the field",
        help_da: "omdøb feltet",
        what_en: "Nothing hides anything: a name that stands for something everywhere can't be a field as well.",
        what_da: "Intet skjuler noget: et navn, der gælder overalt, kan ikke også være et felt.",
        wrong: "entity region\nentity municipality\n  region : region",
        right: "entity region\nentity municipality\n  belongs_to : region",
    }
    NameAmbiguous "E0220" Error {
        en: "`{name}` can mean {first} or {second}",
        da: "`{name}` kan betyde {first} eller {second}",
        help_en: "write `{proposal}`",
        help_da: "skriv `{proposal}`",
        what_en: "Where a word could be read in two ways, the text says which is meant.",
        what_da: "Hvor et ord kan læses på to måder, siger teksten, hvilken der menes.",
        wrong: "require kind is municipal, where `municipal` is a definition too",
        right: "require kind is \"municipal\"",
    }
    RelationCycle "E0221" Error {
        en: "relations lead round in a circle: {names}",
        da: "relationer fører rundt i ring: {names}",
        help_en: "take one of them out",
        help_da: "fjern en af dem",
        what_en: "A relation leads from the finer to the coarser; in a circle nothing is the coarser.",
        what_da: "En relation fører fra det finere til det grovere; i en ring er intet det grovere.",
        wrong: "entity a\n  up : b\nentity b\n  up : a",
        right: "entity a\n  up : b\nentity b",
    }
    UnusedInput "E0222" Note {
        en: "nothing uses the input `{name}`",
        da: "intet bruger inputtet `{name}`",
        help_en: "",
        help_da: "",
        what_en: "An input that no rule reads is data without a purpose, unless it is only to be shown.",
        what_da: "Et input, som ingen regel læser, er data uden formål, medmindre det blot skal vises.",
        wrong: "input places of provider by year : count",
        right: "define places_in_all by year : count = sum of places over provider",
    }
}
