/**
 * Words that stand before personal data, as sources of regular expressions over text as it was
 * written, tried without regard to capitals. `.` stands for nothing here but itself: `\\.`.
 */
import type { LanguageCode } from '../../message.ts'

/** Words of any language before a telephone number; they are no word's beginning in another. */
export const phoneCues = [
  'tel(?:efon)?(?:nummer|nr\\.?)?\\.?',
  'handy(?:nummer|nr\\.?)?|mobil(?:nummer|nr\\.?)?|rufnummer|whats ?app|viber',
  'phone(?: number)?|mobile(?: number)?|cell',
  'téléphone|portable|mon numéro(?: de téléphone)?',
  'telefon(?:um|u)?|cep(?: telefonum| numaram)?|numaram',
  'телефону?|мобильн\\p{L}*|мобільн\\p{L}*|вотсап|ватсап|мой номер|мій номер',
  'هاتفي?|تلفوني?|جوالي?|موبايلي?|رقمي|واتس(?:اب)?',
  'تلفنم?|موبایلم?|شماره من|شماره‌ام|شماره تماس|واتساپ',
].join('|')

/**
 * After these a name follows whatever it looks like. The strong ones are sure; after the weak ones
 * ("I am") only a known given name counts.
 */
export interface NameCues {
  strong: string[]
  weak: string[]
  /** Mister, Missis; only a word with a capital counts, where the script has capitals. */
  titles: string[]
  /** My son, my landlord: the next word counts if it is capitalised (or a known given name). */
  relations: string[]
}

export const nameCues: Record<LanguageCode, NameCues> = {
  de: {
    strong: [
      'ich (?:heiße|heisse|heise)',
      '(?:mein|sein|ihr|unser) (?:voller |ganzer )?name(?: ist| lautet)?:?',
      '(?:er|sie|die frau|der mann) heißt',
      'name:|vorname:|nachname:|familienname:|unterschrift:',
      '(?:mit freundlichen|viele|liebe|beste|freundliche|herzliche) grüßen?,?(?: von)?',
    ],
    weak: ['ich bin(?: der| die)?', 'hier ist|hier spricht'],
    titles: ['herrn?|frau|hr\\.|fr\\.|familie|dr\\.'],
    relations: [
      '(?:mein|unser|sein|ihr)e?(?:m|n|r|s)? (?:mann|frau|sohn|tochter|bruder|schwester|kind|vater|mutter|freund|freundin|baby|nachbar|nachbarin|vermieter|vermieterin|mieter|mieterin|sachbearbeiter|sachbearbeiterin|hausmeister|chef|kollege)',
    ],
  },
  en: {
    strong: [
      "(?:my|his|her|our) (?:full |first |last |family )?name(?: is|[’']s)?:?",
      'i am called|call me|(?:he|she) is called|is named',
      'name:|first name:|surname:|last name:|signed:?',
      '(?:kind|best|warm) regards,?|yours sincerely,?|yours faithfully,?',
    ],
    weak: ["i am|i[’']m|this is"],
    titles: ['mr\\.?|mrs\\.?|ms\\.?|miss|dr\\.'],
    relations: [
      '(?:my|our|his|her) (?:husband|wife|son|daughter|brother|sister|child|father|mother|friend|baby|neighbou?r|landlord|landlady|tenant|case ?worker|boss|uncle|cousin)',
    ],
  },
  fr: {
    strong: [
      "je m[’']appelle|(?:il|elle) s[’']appelle",
      "(?:mon|son|notre) (?:nom|prénom)(?: complet| de famille)?(?: est| c[’']est)?:?",
      'nom ?:|prénom ?:|signé ?:?',
      'cordialement,?|bien à vous,?',
    ],
    weak: ["je suis|c[’']est|moi c[’']est"],
    titles: ['monsieur|madame|mademoiselle|mme\\.?|mlle\\.?|m\\.|mr\\.?'],
    relations: [
      '(?:mon|ma|notre|son|sa) (?:mari|femme|fils|fille|frère|sœur|soeur|enfant|père|mère|ami|amie|bébé|voisin|voisine|propriétaire|bailleur|locataire|conseiller|conseillère|épouse|époux)',
    ],
  },
  tr: {
    strong: [
      '(?:benim )?ad[ıi]m(?: soyad[ıi]m)?:?|ismim:?|(?:onun )?(?:adı|ismi):?',
      'ad[ıi]? soyad[ıi]?:',
      'sayg[ıi]lar[ıi]mla,?|selamlar,?',
    ],
    weak: ['ben'],
    titles: ['sayın|say[ıi]n|bay|bayan|herr|frau'],
    relations: [
      '(?:eşim|esim|oğlum|oglum|kızım|kizim|kardeşim|ağabeyim|ablam|çocuğum|babam|annem|arkadaşım|bebeğim|komşum|ev sahibim|kiracım)',
    ],
  },
  ru: {
    strong: [
      'меня зовут|(?:его|её|ее) зовут|зовут меня',
      '(?:мо[её]|е[её]|его) имя:?|моя фамилия:?|фамилия:|имя:|фио:?',
      'с уважением,?',
    ],
    weak: ['я|это'],
    titles: ['господин\\p{L}?|госпож\\p{L}|г-н|г-жа|герр|фрау'],
    relations: [
      '(?:мой|моя|мо[еёю]|моего|моему|моей|мою|наш|наша) (?:муж|жена|сын|дочь|дочка|брат|сестра|реб[её]нок|отец|мать|мама|папа|друг|подруга|сосед|соседка|хозяин|хозяйка|арендатор|мужа|сына|дочери|жены|жену)',
    ],
  },
  uk: {
    strong: [
      'мене (?:звати|звуть)|(?:його|її) (?:звати|звуть)',
      "(?:моє|його|її) (?:ім[’'ʼ]я|прізвище):?|прізвище:|ім[’'ʼ]я:|піб:?",
      'з повагою,?',
    ],
    weak: ['я|це'],
    titles: ['пане|пані|пан|пана|гер|герр|фрау'],
    relations: [
      '(?:мій|моя|моє|мого|моєму|моєї|мою|наш|наша) (?:чоловік|дружина|син|дочка|донька|брат|сестра|дитина|батько|мати|мама|тато|друг|подруга|сусід|сусідка|власник|орендар|чоловіка|сина|доньки|дружини|дружину)',
    ],
  },
  ar: {
    strong: [
      '(?:أنا )?[إا]سمي(?: الكامل)?(?: هو)?:?|(?:و?[إا]سمه|و?[إا]سمها)(?: هو| هي)?:?',
      'الاسم(?: الكامل)?:|الكنية:',
      'مع (?:خالص |فائق )?(?:تحياتي|التحية|الاحترام)،?:?',
    ],
    weak: ['أنا|انا|معك|معكم'],
    titles: ['السيدة|السيد|سيد|سيدة|الأستاذة|الأستاذ|الدكتورة|الدكتور|هير|فراو'],
    relations: [
      '(?:زوجي|زوجتي|ابني|إبني|ابنتي|بنتي|أخي|اخي|أختي|اختي|والدي|والدتي|طفلي|طفلتي|صديقي|صديقتي|جاري|جارتي|المؤجر|صاحب البيت)',
    ],
  },
  fa: {
    strong: [
      '(?:اسم|نام)(?: من|م|‌ام)(?: و نام خانوادگی)?:?|(?:اسمم|نامم|اسمش|نامش):?',
      'نام(?: و نام خانوادگی)?:|نام خانوادگی:?',
      'با (?:احترام|تشکر)،?:?',
    ],
    weak: ['من'],
    titles: ['آقای|خانم|جناب|سرکار خانم|فراو'],
    relations: [
      '(?:شوهرم|همسرم|زنم|پسرم|دخترم|برادرم|خواهرم|پدرم|مادرم|فرزندم|بچه‌ام|دوستم|همسایه‌ام|صاحبخانه‌ام|صاحب‌خانه|شوهر من|پسر من|دختر من)',
    ],
  },
  ps: {
    strong: ['زما نوم|نوم مې|نوم یې'],
    weak: ['زه'],
    titles: ['ښاغلی|ښاغلي|اغلې|مېرمن'],
    relations: ['زما (?:مېړه|ښځه|زوی|لور|ورور|خور|پلار|مور)'],
  },
  ti: { strong: ['ስመይ|ሽመይ|ስሙ|ስማ'], weak: [], titles: ['ኣቶ|ወይዘሮ'], relations: [] },
  so: {
    strong: [
      'magacaygu(?: waa)?|magacaygu waxa(?: uu)? yahay|magaciisu(?: waa)?|magaceedu(?: waa)?',
    ],
    weak: ['waxaan ahay'],
    titles: ['mudane|marwo'],
    relations: ['(?:ninkayga|xaaskayga|wiilkayga|gabadhayda|walaalkay|walaashay)'],
  },
  kmr: {
    strong: ['navê min|navê wî|navê wê'],
    weak: ['ez'],
    titles: ['birêz|herr|frau'],
    relations: ['(?:mêrê|jina|kurê|keça|birayê|xwişka) min'],
  },
  vi: {
    strong: ['(?:tôi|em|mình) tên(?: là)?|tên (?:tôi|em|con tôi)(?: là)?'],
    weak: ['tôi là'],
    titles: ['ông|bà'],
    relations: ['(?:chồng|vợ|con trai|con gái|anh trai|chị gái) tôi'],
  },
  ro: {
    strong: ['(?:mă numesc|ma numesc|mă cheamă|ma cheama)|numele meu(?: este| e)?'],
    weak: ['eu sunt|sunt'],
    titles: ['domnul|doamna|dl\\.?|dna\\.?'],
    relations: ['(?:soțul|soția|fiul|fiica|fratele|sora) (?:meu|mea)'],
  },
  pl: {
    strong: ['nazywam się|mam na imię|moje (?:imię|nazwisko)(?: to)?'],
    weak: ['jestem'],
    titles: ['pan|pani|pana|panią|panem'],
    relations: ['(?:mój|moja|moje|mojego|mojej) (?:mąż|żona|syn|córka|brat|siostra|dziecko)'],
  },
  es: {
    strong: ['me llamo|mi nombre(?: es)?|se llama'],
    weak: ['soy'],
    titles: ['señora|señor|sra\\.?|sr\\.?'],
    relations: ['mi (?:marido|esposo|esposa|mujer|hijo|hija|hermano|hermana|casero|vecino)'],
  },
  pt: {
    strong: ['(?:eu )?me chamo|chamo-me|(?:o )?meu nome(?: é)?|chama-se'],
    weak: ['sou|eu sou'],
    titles: ['senhora|senhor|sra\\.?|sr\\.?'],
    relations: [
      '(?:meu|minha) (?:marido|esposa|mulher|filho|filha|irmão|irmã|vizinho|vizinha|senhorio)',
    ],
  },
  sq: {
    strong: ['(?:unë )?quhem|emri im(?: është)?|më quajnë|quhet'],
    weak: ['unë jam'],
    titles: ['zoti|zonja|z\\.|znj\\.'],
    relations: ['(?:burri|gruaja|djali|vajza|vëllai|motra) (?:im|ime)'],
  },
}

/** Words by which a date is a day of birth; tried before and after it. */
export const birthCues: Record<LanguageCode, string> = {
  de: 'geboren(?:e[rn]?)?|geb\\.|geburtsdatum|geburtstag|geburtsjahr|jahrgang',
  en: 'born|birthday|date of birth|birth date|birthdate|d\\.?o\\.?b\\.?',
  fr: 'née?s?|naissance|anniversaire',
  tr: 'doğum(?:lu| tarihim?| günüm?)?|dogum(?: tarihim?)?|doğdum?|doğumluyum',
  ru: 'родил(?:ся|ась|ись)|рождения|рожд\\.|г\\. ?р\\.',
  uk: 'народи(?:вся|лася|лась|лися)|народження|р\\. ?н\\.',
  ar: 'مواليد|مولود(?:ة)?|ولد(?:ت)?|ميلاد(?:ي|ه|ها)?|الميلاد|الولادة|ولادت(?:ي|ه|ها)',
  fa: 'متولد|تولد(?:م|ش)?|به دنیا آمد(?:م|ه)?|زاده',
  ps: 'زېږېدلی|زېږېدلې|زېږېدو|زیږیدلی',
  ti: 'ተወሊደ|ዝተወለድኩ|ልደት',
  so: 'dhashay|dhalasho|dhalashada',
  kmr: 'ji dayik bûm|ji dayik bû|jidayikbûn\\p{L}*',
  vi: 'sinh ngày|sinh năm|ngày sinh',
  ro: 'născut(?:ă)?|nașterii',
  pl: 'urodz(?:ony|ona|iłem|iłam)|urodzenia|ur\\.',
  es: 'nac(?:í|ió|ido|ida)|nacimiento',
  pt: 'nasc(?:i|eu|ido|ida)|nascimento',
  sq: 'lindur|lindjes|datëlindj\\p{L}*',
}

/** Papers and benefits that bear the word: the date beside them is a deadline. */
export const birthPapers =
  'birth certificates?|certificate of birth|actes? de naissance|extraits? de naissance|свидетельств\\p{L}* о рождении|свідоцтв\\p{L}* про народження|شهاد(?:ة|ه|ات) (?:ال)?(?:ميلاد|ولادة)|بيان ولادة|شناسنامه|گواهی تولد|doğum belge\\p{L}*|geburtsurkunde\\p{L}*|act(?:ul|e)? de naștere|akt\\p{L}* urodzenia|partida de nacimiento|certidão de nascimento'

/** Words before a number by which an office or a firm knows somebody. */
export const fileNumberCues = [
  // German words stand on the letters, and in sentences of every language.
  'a(?:kten)?z(?:eichen|\\.)|gesch(?:äfts|\\.-)?z(?:eichen|\\.)|gz\\.|zeichen|vorgangs(?:nummer|nr\\.?)|kassenzeichen',
  '(?:akten|kunden|bg-?|bedarfsgemeinschafts|kindergeld|steuer|sozialversicherungs|versicherten|versicherungs|krankenversicherten|renten(?:versicherungs)?|mitglieds|vertrags|mieter|wohnungs|pass|ausweis|azr-?|beitrags|zähler|rechnungs|referenz|antrags|personal|personen|duldungs|nutzer|forderungs)-? ?(?:nummer|nr\\.?)|steuer-?id|idnr\\.?|ausländerzentralregister(?:nummer)?',
  '(?:case|file|customer|client|reference|ref|contract|passport|insurance|tax|membership|id|application|invoice|social security) (?:number|no\\.?|nr\\.?|id)',
  "(?:numéro|no|n°) (?:de |du |d[’'])?(?:dossier|client|contrat|passeport|assuré|référence|sécurité sociale|allocataire)",
  '(?:dosya|müşteri|pasaport|sözleşme|referans|sigorta|vergi|kimlik) (?:numara(?:m|sı)?|no(?:m|su)?)',
  '(?:номер|№) (?:дела|клиента|договора|паспорта|страховки|полиса|справи|клієнта|договору|паспорта|страхового)|номер паспорта|номер паспорту|паспорт(?:а|у)?',
  'رقم (?:ال)?(?:ملف|قضية|زبون|عميل|جواز(?: السفر)?|تأمين|عقد|مرجع|إقامة|اقامة|معاملة)(?:ي|تي|ه|ها)?|رقم جواز (?:سفري|السفر)',
  'شماره (?:پرونده|مشتری|پاسپورت|گذرنامه|قرارداد|بیمه|شناسایی)(?:‌ام|م| من)?',
].join('|')
