//! E05xx: data files.

catalogue! {
    FileMissing "E0501" Error {
        en: "the file `{file}` is not there",
        da: "filen `{file}` findes ikke",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "Paths in a scenario are counted from the scenario's own folder.",
        what_da: "Stier i et scenarie regnes fra scenariets egen mappe.",
        wrong: "file = \"data/tarifs.csv\"",
        right: "file = \"data/tariffs.csv\"",
    }
    FileUnreadable "E0502" Error {
        en: "`{file}` can't be read: {reason}",
        da: "`{file}` kan ikke læses: {reason}",
        help_en: "",
        help_da: "",
        what_en: "The file is there, but is not what its name says, or may not be opened.",
        what_da: "Filen findes, men er ikke det, navnet siger, eller må ikke åbnes.",
        wrong: "a text file named figures.xlsx",
        right: "a workbook named figures.xlsx",
    }
    BadCell "E0503" Error {
        en: "`{text}` is not {expected}: {reason}",
        da: "`{text}` er ikke {expected}: {reason}",
        help_en: "{proposal}",
        help_da: "{proposal}",
        what_en: "Numbers are read with the marks that are stated for the file; nothing is guessed, and nothing becomes 0.",
        what_da: "Tal læses med de tegn, der er angivet for filen; intet gættes, og intet bliver til 0.",
        wrong: "A;2023;1.23",
        right: "A;2023;1,23",
    }
    TooManyDecimals "E0504" Error {
        en: "`{text}` has {found decimal|decimals}, and `{column}` has {limit}",
        da: "`{text}` har {found decimal|decimaler}, og `{column}` har {limit}",
        help_en: "declare `{proposal}`, or round the data",
        help_da: "erklær `{proposal}`, eller afrund data",
        what_en: "Data are never rounded while they are read; zeros at the end are fine.",
        what_da: "Data afrundes aldrig, mens de læses; nuller til sidst er i orden.",
        wrong: "A,2023,1034.005",
        right: "A,2023,1034.01",
    }
    DuplicateKey "E0505" Error {
        en: "the key {key} stands in line {first} and again in line {second}",
        da: "nøglen {key} står i linje {first} og igen i linje {second}",
        help_en: "delete one of the lines, or declare the axis that tells them apart",
        help_da: "slet den ene linje, eller erklær den akse, der skiller dem ad",
        what_en: "A value has one row for its key; which of two would hold?",
        what_da: "En værdi har én række for sin nøgle; hvilken af to skulle gælde?",
        wrong: "A,2023,5\nA,2023,6",
        right: "A,2023,5\nA,2024,6",
    }
    DanglingRelation "E0506" Error {
        en: "`{key}` is not a known {entity}",
        da: "`{key}` er ikke en kendt {entity}",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "A relation leads to a row of the other table; a key without a row is a mistake in one of them.",
        what_da: "En relation fører til en række i den anden tabel; en nøgle uden række er en fejl i en af dem.",
        wrong: "provider,operator\nA,Balerup",
        right: "provider,operator\nA,Ballerup",
    }
    UnknownColumn "E0507" Error {
        en: "the file has no column `{column}`",
        da: "filen har ingen kolonne `{column}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "Columns are found by their heading, letter by letter.",
        what_da: "Kolonner findes på deres overskrift, bogstav for bogstav.",
        wrong: "column = \"Takt\"",
        right: "column = \"Takst\"",
    }
    DuplicateColumn "E0508" Error {
        en: "the heading `{column}` stands twice",
        da: "overskriften `{column}` står to gange",
        help_en: "rename one of the columns",
        help_da: "giv den ene kolonne et andet navn",
        what_en: "A column that is asked for by name has to be one.",
        what_da: "En kolonne, der bruges ved navn, skal være én.",
        wrong: "provider,year,cost,cost",
        right: "provider,year,cost,budget",
    }
    OutOfBounds "E0509" Error {
        en: "`{column}` is {value}, outside {low} to {high}",
        da: "`{column}` er {value}, uden for {low} til {high}",
        help_en: "correct the cell, or widen `between` if the value is right",
        help_da: "ret cellen, eller udvid `between`, hvis værdien er rigtig",
        what_en: "`between` states which values make sense; one outside is often a slip of a factor of a thousand.",
        what_da: "`between` siger, hvilke værdier der giver mening; en udenfor er ofte en fejl på en faktor tusind.",
        wrong: "A,2023,1034000",
        right: "A,2023,1034",
    }
    NotConstant "E0510" Error {
        en: "`{column}` of {key} is `{first}` in line {first_line} and `{second}` in line {second_line}",
        da: "`{column}` for {key} er `{first}` i linje {first_line} og `{second}` i linje {second_line}",
        help_en: "correct one, or declare it `by year`",
        help_da: "ret den ene, eller erklær den `by year`",
        what_en: "A field without a period has one value for a thing, in every row where it stands.",
        what_da: "Et felt uden periode har én værdi for en ting, i alle de rækker, hvor det står.",
        wrong: "provider,year,kind\nA,2022,municipal\nA,2023,private",
        right: "kind of provider by year",
    }
    RaggedRow "E0511" Error {
        en: "the line has {found field|fields}, and the heading has {expected}",
        da: "linjen har {found felt|felter}, og overskriften har {expected}",
        help_en: "check the separator and the quotes",
        help_da: "kontrollér skilletegn og anførselstegn",
        what_en: "A row of another length means that a separator or a quote is wrong, and figures have moved.",
        what_da: "En række af en anden længde betyder, at et skilletegn eller anførselstegn er galt, og at tal er rykket.",
        wrong: "provider,year,cost\nA,2023,1,034",
        right: "provider,year,cost\nA,2023,1034",
    }
    NotInSet "E0512" Error {
        en: "`{text}` is not in the set `{set}`",
        da: "`{text}` er ikke i mængden `{set}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "A column of a set holds its members; other words are mapped in the scenario.",
        what_da: "En kolonne med en mængde rummer dens medlemmer; andre ord oversættes i scenariet.",
        wrong: "provider,kind\nA,kommunal",
        right: "provider,kind\nA,municipal",
    }
    DataTooLarge "E0513" Error {
        en: "the file has {found} {what}, and may have {limit}",
        da: "filen har {found} {what}, og den må have {limit}",
        help_en: "raise `{flag}`, or split the file",
        help_da: "hæv `{flag}`, eller del filen",
        what_en: "Sizes are checked before memory is taken, so that a broken file can't exhaust the machine.",
        what_da: "Størrelser kontrolleres, før der tages hukommelse, så en ødelagt fil ikke kan opbruge maskinen.",
        wrong: "a workbook that unpacks to many gigabytes",
        right: "the same figures as CSV",
    }
    TotalDisagrees "E0514" Warning {
        en: "the total of {key} is {total}, and its parts sum to {sum}",
        da: "totalen for {key} er {total}, og delene giver {sum}",
        help_en: "",
        help_da: "",
        what_en: "Where a table has both total and parts, they are compared; rounding in the source is a common cause. Percents and prices per something are not: theirs is no sum.",
        what_da: "Hvor en tabel har både total og dele, sammenlignes de; afrunding i kilden er en almindelig årsag. Procenter og priser pr. noget sammenlignes ikke: deres total er ingen sum.",
        wrong: "children,5\nadults,6\ni alt,12",
        right: "children,5\nadults,6\ni alt,11",
    }
    NotOnRoll "E0515" Error {
        en: "{key} has `{column}`, and is not on the roll of {entity}",
        da: "{key} har `{column}`, og står ikke på listen over {entity}",
        help_en: "add it to `{file}`, or leave out the row",
        help_da: "tilføj den i `{file}`, eller udelad rækken",
        what_en: "One table is the roll of an entity: what is not on it does not exist.",
        what_da: "Én tabel er listen over en entitet: det, der ikke står på den, findes ikke.",
        wrong: "costs with a provider that the provider table lacks",
        right: "a provider table with that provider",
    }
    UnitWordsUnknown "E0517" Error {
        en: "the unit `{text}` over `{column}` is not known",
        da: "enheden `{text}` over `{column}` kendes ikke",
        help_en: "state the unit and factor in the scenario",
        help_da: "angiv enhed og faktor i scenariet",
        what_en: "Known words such as `mio. kr.` and `pct.` are turned into units; others have to be stated.",
        what_da: "Kendte ord som `mio. kr.` og `pct.` bliver til enheder; andre skal angives.",
        wrong: "unit = \"mill. D.kr.\"",
        right: "unit = \"mio. kr.\"",
    }
    DataOutOfOrder "E0518" Error {
        en: "{second} stands after {first}, and the rows must be in order",
        da: "{second} står efter {first}, og rækkerne skal være i rækkefølge",
        help_en: "sort the file",
        help_da: "sortér filen",
        what_en: "A series is read once from beginning to end; a row out of order is often a wrong date.",
        what_da: "En serie læses én gang fra ende til anden; en række i uorden er ofte en forkert dato.",
        wrong: "2023,5\n2022,4",
        right: "2022,4\n2023,5",
    }
    UnitDisagrees "E0519" Error {
        en: "`{column}` holds {found}, and `{name}` needs {wanted}",
        da: "`{column}` indeholder {found}, og `{name}` skal have {wanted}",
        help_en: "map the column to an input of its kind, or correct the unit or price level",
        help_da: "knyt kolonnen til et input af dens slags, eller ret enheden eller prisniveauet",
        what_en: "Units and price levels are part of the type: thousands become kroner, but days never do, nor do the prices of another year.",
        what_da: "Enheder og prisniveauer er en del af typen: tusinder bliver til kroner, men det gør dage aldrig, og heller ikke et andet års priser.",
        wrong: "columns = { days_sold = \"kr\" }",
        right: "columns = { days_sold = \"day\" }",
    }
    CellNotMapped "E0520" Error {
        en: "the scenario does not say which input `{text}` in `{column}` is",
        da: "scenariet siger ikke, hvilket input `{text}` i `{column}` er",
        help_en: "map it under `input`, or leave the row out by `where`",
        help_da: "knyt det til et input under `input`, eller udelad rækken med `where`",
        what_en: "Where a cell decides which input a row belongs to, every text in it is mapped; no row is passed over in silence.",
        what_da: "Hvor en celle afgør, hvilket input en række hører til, er hver tekst knyttet; ingen række forbigås i stilhed.",
        wrong: "input = { from = \"measure\", budget = \"budget\" }",
        right: "input = { from = \"measure\", budget = \"budget\", regnskab = \"accounts\" }",
    }
    BrokenQuotes "E0521" Error {
        en: "the quotes of the cell do not fit: {reason}",
        da: "anførselstegnene i cellen passer ikke: {reason}",
        help_en: "close the quote before the separator, and write a quote inside quotes twice",
        help_da: "luk anførselstegnet før skilletegnet, og skriv et anførselstegn inden i anførselstegn to gange",
        what_en: "A quote that is not closed would swallow the lines after it.",
        what_da: "Et anførselstegn, der ikke lukkes, ville sluge linjerne efter det.",
        wrong: "A,\"Egely,2023",
        right: "A,\"Egely\",2023",
    }
    BlankKey "E0522" Error {
        en: "the key `{column}` is blank",
        da: "nøglen `{column}` er tom",
        help_en: "fill in the cell, or leave the row out by `where`",
        help_da: "udfyld cellen, eller udelad rækken med `where`",
        what_en: "A row without a key is about nothing; a blank value is missing, a blank key is a mistake.",
        what_da: "En række uden nøgle handler ikke om noget; en tom værdi mangler, en tom nøgle er en fejl.",
        wrong: ",2023,1050.00",
        right: "T001,2023,1050.00",
    }
    RelationNotGiven "E0523" Error {
        en: "no row says `{name}` of {key}",
        da: "ingen række siger `{name}` for {key}",
        help_en: "fill in the cell; a relation has to name a row for everything that exists",
        help_da: "udfyld cellen; en relation skal pege på en række for alt, der findes",
        what_en: "A relation leads from every row to exactly one other, so that sums by it lose nothing.",
        what_da: "En relation fører fra hver række til præcis én anden, så summer efter den ikke taber noget.",
        wrong: "T001,,2023",
        right: "T001,101,2023",
    }
    ReadingUndecided "E0524" Error {
        en: "{what} cannot be decided from the file: {evidence}",
        da: "{what} kan ikke afgøres af filen: {evidence}",
        help_en: "add `{line}` to the spec and give it with `--spec`",
        help_da: "tilføj `{line}` i specifikationen, og giv den med `--spec`",
        what_en: "How a file is read is taken from what stands in it, or stated in a spec; it is never guessed.",
        what_da: "Hvordan en fil læses, tages fra det, der står i den, eller angives i en specifikation; det gættes aldrig.",
        wrong: "a column whose figures are all like 1.234",
        right: "decimal = \",\" and thousands = \".\" in the spec",
    }
    CellCountDisagrees "E0525" Error {
        en: "the dimensions ({sizes}) make {expected} cells, and the file holds {found}",
        da: "dimensionerne ({sizes}) giver {expected} celler, og filen rummer {found}",
        help_en: "fetch the file again: it is cut off, or was changed by hand",
        help_da: "hent filen igen: den er afkortet eller rettet i hånden",
        what_en: "Figures in PX and JSON-stat have their meaning from their position, so one too few moves all after it.",
        what_da: "Tal i PX og JSON-stat har deres betydning efter deres plads, så ét for lidt rykker alle de følgende.",
        wrong: "VALUES(\"year\")=\"2022\",\"2023\"; DATA=1;",
        right: "VALUES(\"year\")=\"2022\",\"2023\"; DATA=1 2;",
    }
    FormatBroken "E0526" Error {
        en: "the file cannot be read as {format}: {reason}",
        da: "filen kan ikke læses som {format}: {reason}",
        help_en: "",
        help_da: "",
        what_en: "The file breaks the rules of its format at the place that is shown; nothing is read from a broken file.",
        what_da: "Filen bryder formatets regler det sted, der vises; der læses intet fra en ødelagt fil.",
        wrong: "TITLE=\"Regnskab;",
        right: "TITLE=\"Regnskab\";",
    }
    EncodingDisagrees "E0527" Warning {
        en: "the file says its text is {declared}, and it is read as {used}",
        da: "filen siger, at dens tekst er {declared}, og den læses som {used}",
        help_en: "",
        help_da: "",
        what_en: "What a file says of its encoding is often wrong; what its bytes show decides, and is said.",
        what_da: "Det, en fil siger om sin tegnkodning, er tit forkert; det, dens byte viser, afgør det og bliver sagt.",
        wrong: "CODEPAGE=\"iso-8859-1\" in a file of UTF-8",
        right: "CODEPAGE=\"utf-8\"",
    }
    SpecDisagrees "E0528" Error {
        en: "{what}: the spec says {wanted}, and the file has {found}",
        da: "{what}: specifikationen siger {wanted}, og filen har {found}",
        help_en: "correct the file, or the spec if the file is right",
        help_da: "ret filen, eller specifikationen, hvis filen er rigtig",
        what_en: "A spec fixes how a file is read; a later file that differs is not read in another way in silence.",
        what_da: "En specifikation fastlægger, hvordan en fil læses; en senere fil, der afviger, læses ikke på en anden måde i stilhed.",
        wrong: "a column in kr. that the spec has in 1.000 kr.",
        right: "the spec with the column's new unit",
    }
    NothingToAudit "E0529" Error {
        en: "nothing in `{file}` has to hold between its figures",
        da: "intet i `{file}` skal passe mellem dens tal",
        help_en: "give figures that belong together the same keys and period, and name totals, budgets, accounts and growth",
        help_da: "giv tal, der hører sammen, de samme nøgler og den samme periode, og nævn i alt, budget, regnskab og udvikling",
        what_en: "An audit of nothing must not look like one without findings. What must hold follows from the columns: measure, period, price level and whatever else says what a figure is about.",
        what_da: "En kontrol af ingenting må ikke ligne en uden fund. Det, der skal passe, følger af kolonnerne: measure, period, price_level og det, der ellers siger, hvad et tal handler om.",
        wrong: "area,measure,period,value\ni alt,regnskab,2022,18.7",
        right: "area,measure,period,value\ni alt,regnskab,2022,18.7\nbørn,regnskab,2022,6.0\nvoksne,regnskab,2022,12.7",
    }
}
