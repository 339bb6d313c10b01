/** The words of one language that say a number, or that make the word before them one. All lower case. */
export interface Lexicon {
  /** By value from 0 to 12. '' where the word is an article too: those count only before a magnitude. */
  readonly small: readonly string[];
  /** Whole words that are numbers from 13 up, compounds included. */
  readonly large: RegExp;
  readonly magnitudes: RegExp;
  /** Multiples and fractions: always a claim about a size. */
  readonly multiples: RegExp;
  /** Fractions that are other words too: a claim only after one of `counters`. */
  readonly fractions: RegExp;
  /** Those that rank what follows them, as in "a third region". */
  readonly ranking: RegExp;
  readonly counters: RegExp;
  readonly timeUnits: Readonly<Record<string, TimeUnit>>;
  /** What is measured or counted, and currencies: a small number before them is a claim. */
  readonly nouns: RegExp;
  /** What a counted noun ends in, or begins with; null where that does not tell. */
  readonly plural: RegExp | null;
  /** Words before a small number that ends its clause: "rose to five." */
  readonly leads: RegExp;
}

export type TimeUnit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

const english: Lexicon = {
  small: list('zero one two three four five six seven eight nine ten eleven twelve'),
  large:
    /^(?:thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twen|thir|for|four|fif|six|seven|eigh|nine)t(?:y|ies))$/,
  magnitudes: /^(?:hundreds?|thousands?|millions?|billions?|trillions?|dozens?|mio|mln|bn)$/,
  multiples:
    /^(?:twice|thrice|doubl(?:e[ds]?|ing)|tripl(?:e[ds]?|ing)|(?:quadru|quintu|sextu|septu|octu|centu)pl(?:e[ds]?|ing)|nil|halv(?:e[ds]?|ing)|half|thirds|\w+fold)$/,
  fractions:
    /^(?:third|(?:quarter|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|twentieth|hundredth)s?)$/,
  ranking: /./,
  counters: /^(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven)$/,
  timeUnits: units('hour hours|day days|week weeks|month months|quarter quarters|year years'),
  nouns:
    /^(?:percent|percentage|points?|figures?|digits?|times|than|dollars?|euros?|pounds?|yen|usd|eur|gbp|cents?|minutes?|seconds?|orders?|customers|units|items|sales|returns|refunds|users|clients|transactions|shipments|visits|sessions|tickets|invoices|purchases|people)$/,
  plural: /[^s]s$/,
  leads:
    /^(?:to|by|at|was|were|is|are|of|reached|reaching|totall?ed|about|around|nearly|almost|exactly|over|only)$/,
};

const german: Lexicon = {
  small: list('null _ zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'),
  large:
    /^(?:(?:ein|eine|zwei|drei|vier|fünf|sechs|sech|sieben|sieb|acht|neun|zehn|elf|zwölf|zwan|und|hundert|tausend|zig|ßig|ssig)*(?:zehn|zig|ßig|ssig|hundert|tausend)(?:ein|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|und)*)(?<!^zehn)$/,
  magnitudes:
    /^(?:hundert(?:e|en)?|tausend(?:e|en)?|million(?:en)?|milliarden?|billion(?:en)?|dutzend(?:e|en)?|mio|mrd)$/,
  multiples:
    /^(?:doppelt(?:e[nrms]?)?|verdoppel\w*|ver(?:drei|vier|fünf|sechs|sieben|acht|neun|zehn|hundert)fach\w*|halbier\w*|hälfte|(?:drit|vier|fünf|sechs|sieb|ach|neun|zehn|zwölf|zwanzigs|hunderts)tel|anderthalb\w*|(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)(?:mal|fach\w*))$/u,
  fractions: /^halbe[nrs]?$/,
  ranking: /./,
  counters: /^eine?[nrms]?$/,
  timeUnits: units(
    'stunde stunden|tag tage tagen|woche wochen|monat monate monaten|quartal quartale quartalen|jahr jahre jahren',
  ),
  nouns:
    /^(?:prozent|prozentpunkte?n?|punkte?|komma|stellig|mal|dollar|euro|pfund|franken|bestellung(?:en)?|aufträge?n?|kunden|kundinnen|einheiten|stück|verkäufe|artikel|retouren|rücksendungen|nutzer|rechnungen|lieferungen|besuche)$/,
  plural: /^\p{Lu}\p{Ll}/u,
  leads: /^(?:auf|um|bei|war|waren|ist|sind|etwa|rund|fast|genau|nur|insgesamt)$/,
};

const french: Lexicon = {
  small: list('zéro _ deux trois quatre cinq six sept huit neuf dix onze douze'),
  large:
    /^(?:treize|quatorze|quinze|vingts?|trente|quarante|cinquante|soixante|septante|huitante|nonante)$/,
  magnitudes:
    /^(?:mille|milliers?|millions?|milliards?|douzaines?|dizaines?|vingtaines?|trentaines?|cinquantaines?|centaines?)$/,
  multiples:
    /^(?:moitié|doubl(?:e|es|é|ée|és|ées|ant|er|a)|tripl(?:e|es|é|ée|és|ées|er|a)|(?:quadru|quintu|sextu|décu|centu)pl(?:e|es|é|ée|és|ées|er|a))$/u,
  fractions: /^(?:tiers|quarts?|demie?|(?:cinqu|six|sept|huit|neuv|dix|douz|vingt|cent)ièmes?)$/,
  ranking: /ième$/,
  counters: /^(?:un|deux|trois|quatre|cinq|le)$/,
  timeUnits: units(
    'heure heures|jour jours|semaine semaines|mois|trimestre trimestres|an ans année années',
  ),
  nouns:
    /^(?:pour|points?|virgule|chiffres|fois|dollars?|euros?|livres?|francs?|cents?|commandes?|clients|unités?|articles?|ventes?|retours?|factures?|livraisons?|visites?|utilisateurs)$/,
  plural: /[^s]s$|aux$/,
  leads: /^(?:à|d|de|était|étaient|est|sont|atteint|environ|presque|exactement|seulement)$/,
};

const spanish: Lexicon = {
  small: list('cero _ dos tres cuatro cinco seis siete ocho nueve diez once doce'),
  large:
    /^(?:trece|catorce|quince|dieci\w+|veinte|veinti\w+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|\w*cient[oa]s|quinient[oa]s)$/,
  magnitudes:
    /^(?:mil|miles|mill[oó]n|millones|millar|millares|docenas?|decenas?|veintenas?|treintenas?|centenas?|centenares)$/,
  multiples:
    /^(?:mitad|doble|duplic\w*|triplic\w*|triple|(?:cuadru|quintu|sextu|decu)plic\w*|quíntuple|tercios|cuartas)$/u,
  fractions: /^(?:tercio|medio|(?:cuart|quint|sext|séptim|octav|noven|décim)os?)$/,
  ranking: /^(?!tercio)/,
  counters: /^(?:un|dos|tres|cuatro|cinco)$/,
  timeUnits: units('hora horas|día días|semana semanas|mes meses|trimestre trimestres|año años'),
  nouns:
    /^(?:por|puntos?|coma|cifras|veces|dólares?|euros?|pesos?|libras?|pedidos?|clientes|unidades|artículos|ventas|devoluciones|facturas|envíos|visitas|usuarios)$/,
  plural: /[^s]s$/,
  leads: /^(?:a|en|de|fue|fueron|es|son|alcanzó|casi|unos|unas|exactamente|solo)$/,
};

const never = /(?!)/;

const japanese: Lexicon = {
  small: [],
  large: never,
  magnitudes: never,
  multiples: never,
  fractions: never,
  ranking: never,
  counters: never,
  timeUnits: units('時間|日 日間|週 週間|か月 ヶ月 カ月 ヵ月|四半期|年 年間'),
  nouns: never,
  plural: null,
  leads: never,
};

/** The sizes that other languages say most; their small numbers are not known here. */
const others: Lexicon = {
  ...japanese,
  timeUnits: {},
  magnitudes:
    /^(?:milion[ei]|miliard[oi]|mila|migliaia|milh(?:ão|ões)|bilh(?:ão|ões)|dúzias?|centenas|miljoen(?:en)?|miljard(?:en)?|duizend(?:en)?|honderd(?:en)?|dozijn|miljon(?:er)?|millioner|miljarder|tusen|milion(?:y|ów)?|miliard(?:y|ów)?|tysi[ąę]c\p{L}*|миллион\p{L}*|мільйон\p{L}*|миллиард\p{L}*|тысяч\p{L}*|сотн\p{L}*|milyon\p{L}*|milyar\p{L}*|triệu|tỷ|nghìn|juta|ribu|مليون|ملايين|مليونا|مليار|مليارات|ألف|آلاف|लाख|करोड़|हज़ार|हजार|सौ)$/u,
  multiples:
    /^(?:metà|doppio|raddoppi\p{L}*|triplic\p{L}*|metade|dobro|dobrou|dobraram|helft|verdubbel\p{L}*|fördubbl\p{L}*|hälften|połow\p{L}*|podwoi\p{L}*|половин\p{L}*|вдвое|втрое|удвои\p{L}*|утрои\p{L}*|yarısı|ضعف|ضعفي|نصف|दोगुन\p{L}*|आधा|आधे)$/u,
};

/** "one in five", "jeder dritte", "un sur cinq": shares in words. */
export const sharesInWords =
  /(?<!\p{L})(?:orders? of magnitude|a score of|(?:single|double|triple|two|three|four|five|six|seven|eight|nine)[- ](?:digit|figure)|la (?:tercera|cuarta|quinta|sexta|séptima|octava|novena|décima) parte|(?:one|two|three|four|five|six|seven|eight|nine) (?:in|out of)(?: every)? (?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred)|every (?:second|third|fourth|fifth|tenth)|jede[rsn]? (?:zweite|dritte|vierte|fünfte|zehnte)[nrs]?|(?:un|une|deux|trois)(?: \p{L}+)? sur (?:deux|trois|quatre|cinq|six|dix)|(?:una|dos|tres|cuatro) (?:tercera|cuarta|quinta|sexta|décima)s? partes?|(?:factor of|faktor(?: von)?|facteur(?: de)?|factor(?: de)?) (?:two|three|four|five|six|seven|eight|nine|ten|zwei|drei|vier|fünf|sechs|acht|zehn|deux|trois|quatre|cinq|dix|dos|tres|cuatro|cinco|diez)|(?:un[oa]?|dos|tres) de cada (?:dos|tres|cuatro|cinco|seis|diez))(?!\p{L})/giu;

/** Korean numerals before a unit, and multiples. */
export const koreanNumber =
  /(?:(?:두|세|네|몇|수|다섯|열)\s?배|절반|[일이삼사오육칠팔구십백천수]*(?:백만|천만|[십백천만억조])\s?(?:원|달러|유로|명|건|개|퍼센트|%))/gu;

/** MCMXC and its like: four letters or more, for shorter ones are names and sizes, save before a unit. */
export const romanNumber =
  /(?<![\p{L}\p{N}])(?=[MDCLXVI]{4,}(?![\p{L}\p{N}])|[MDCLXVI]+ ?(?:%|percent|per cent|points?|dollars?|euros?|million|billion|thousand|times|Prozent|pour cent|por ciento)(?!\p{L}))M{0,4}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\p{L}\p{N}])/gu;

/** XII before what is counted, in any case; "CD orders" is a name. */
export const romanCount =
  /(?<![\p{L}\p{N}])(?=[ivx]{2,} (?:customers|clients|orders|units|items|users|transactions|shipments|regions|countries|markets|stores|products|Kunden|Bestellungen|commandes|unités|pedidos|clientes)(?!\p{L}))x{0,3}(?:ix|iv|v?i{0,3})(?!\p{L})/giu;

/** "l,OOO": letters that pass for digits. */
export const letterNumber = /(?<![\p{L}\p{N}])[lIO]{1,3}(?:[.,][lIO]{3})+(?![\p{L}\p{N}])/gu;

/** Every list is applied to every text: what language an invented number is in is not for its author to choose. */
export const lexicons: readonly Lexicon[] = [english, german, french, spanish, japanese, others];

/** Chinese and Japanese numerals, where a magnitude or a unit makes them a number: 三百万, 十二億, 五倍, 三割, not 第三 or 一番. */
export const cjkNumber =
  /(?<!第)(?:[一二三四五六七八九十〇零壱弐参两兩数何]+[百千万萬億亿兆]+[一二三四五六七八九十百千万萬億亿兆〇零]*|[\uE000\uE001] ?[百千万萬億亿兆]|[十百千][一二三四五六七八九十百千万億亿]+|[一二三四五六七八九十百千〇零两兩]+ ?(?:円|元|ドル|美元|ユーロ|欧元|パーセント|ポイント|%|個|件|人|名|社|台|本|枚|倍|割|点|店|回|票|桁|[かヶカヵ]国|地域|都市|部門|種類|日間|週間|[かヶカヵ]月|年間)|[一二三四五六七八九十]+分の[一二三四五六七八九十]+|[一二三四五六七八九十]+分之[一二三四五六七八九十]+|倍増|半減|半分|半数|翻倍|翻了?[一两]?番|一半|百万|千万|数[百千万億]|約[一二三四五六七八九十百千]+|[一二三四五六七八九十百千]+(?=増|減)|ダース)/u;

function list(words: string): readonly string[] {
  return words.split(' ').map((word) => (word === '_' ? '' : word));
}

/** Groups in the order hour, day, week, month, quarter, year. */
function units(groups: string): Readonly<Record<string, TimeUnit>> {
  const order: readonly TimeUnit[] = ['hour', 'day', 'week', 'month', 'quarter', 'year'];
  const pairs = groups
    .split('|')
    .flatMap((group, at) => group.split(' ').map((word) => [word, order[at] ?? 'day'] as const));
  return Object.fromEntries(pairs);
}
