/**
 * Words by which short messages show their language: pronouns, prepositions, question words,
 * auxiliaries, greetings, and the few verbs that every question to an office needs. A word may stand
 * in several lists; then it tells those languages from the others, not from each other.
 *
 * Written as in a dictionary; `foldWord` takes diacritics and keyboard variants off both sides.
 */
import type { LanguageCode } from '../message.ts'

export const functionWords: Record<LanguageCode, string> = {
  de: `ich du er sie es wir ihr mich mir dich dir ihn ihm uns euch der die das den dem des ein eine
    einen einem einer eines kein keine keinen nicht und oder aber wenn weil dass ob wie was wer wen wem wo
    wohin woher wann warum wieso welche welcher welches ist sind war bin bist seid habe hast hat haben
    werde wird werden kann kannst können könnte muss müssen darf dürfen soll sollen will wollen möchte
    brauche braucht brauchen gibt geht kommt macht bekomme bekommt für mit ohne von vom zu zum zur bei
    beim nach vor aus auf an am im in über unter seit bis mein meine meinen meinem meiner dein deine
    sein seine unser unsere ihre auch noch schon nur sehr viel mehr hier da dort jetzt heute morgen
    bitte danke hallo ja nein guten tag hilfe frage suche neu neue neuen zurück man sich einfach bedeutet heißt fuer
    koennen muessen duerfen moechte ueber zurueck`,
  en: `i you he she it we they me him her us them my your his our their the a an this that these those
    is are was were be been am do does did have has had can could will would should must may not no
    yes and or but if because what who where when why how which much many long to of for with without
    from in on at by about after before until need want wants get got know help please thanks thank
    hello hi here there now today tomorrow dont wont cant im ive its mean means son daughter child there any some someone more new
    still only also very up out back am into pls don t ll ve s`,
  fr: `je tu il elle on nous vous ils elles me te se moi toi lui leur le la les l un une des du de d au
    aux ce cet cette ces c mon ma mes ton ta tes son sa ses notre nos votre vos et ou mais si que qu
    qui quoi où quand comment pourquoi combien quel quelle est suis es sont êtes sommes était ai as a
    avons avez ont j n ne pas plus rien peux peut pouvez dois doit faut faire fait veux veut voudrais
    besoin cherche pour avec sans dans sur sous chez par en y à après avant depuis jusqu merci bonjour
    salut svp oui non très bien aussi ici maintenant m s t reçu puis il`,
  tr: `ben sen o biz siz onlar bana sana ona bize size beni seni bu şu bir ve veya ama için ile gibi
    kadar sonra önce ne nedir neden niye niçin nasıl nerede nereye nereden kim kimden hangi kaç zaman
    mı mi mu mü mıyım miyim musun mısın var yok değil evet hayır lazım gerek gerekiyor istiyorum
    istiyor yapmalıyım yapabilirim yapayım yapacağım edin olur oldu olan oluyor çok daha en de da ki
    hiç bile şimdi bugün yarın merhaba selam teşekkürler teşekkür ederim lütfen yardım arıyorum
    benim senin bizim sizin onun burada orada bunu şey hem mıdır acaba hasta doktor para ev evi çocuk`,
  so: `waa ka ku u oo iyo aan ayaan ayaa baa baan buu ay uu aad ii kuu lagu looga lama lacag lacagta guri guriga uun ama ma maxaa maxay
    sidee sideen xagee halkee halkan yaa kuma goorma imisa inaan inuu inay waxaan waxay wuxuu waxa
    aniga anigu adiga isaga iyada innaga annaga fadlan mahadsanid mahadsan haa maya laakiin hadda
    haddii doonayaa rabaa karaa karo karin jirtaa jiraa leeyahay leh ahay tahay yahay yihiin noqon
    si soo la iska igu iga aad badan wax qof caawi caawiya caawimaad salaan waan waad dhan kale
    hadii bay ama sida ila kuwa kaas kan tan`,
  kmr: `ez tu ew em hûn wan min te wî wê me we xwe ev vî vê û an jî ji bo di de da li ku kî kê çi çawa
    çima kengê kîjan çiqas çend e ye in im î bû dikim dike dikin dibe bikim bike dixwazim dixwaze
    dikarim dikare nikarim nikare dizanim nizanim heye tune hene na erê ne gelek spas silav merheba
    alîkarî ser bi ra re nav piştî berî îro niha pir ku divê hatiye kirin bidim min ên ya yê a wê
    tiştek kesek gotin çû`,
  vi: `tôi tao mình em anh chị bạn cháu con nó họ chúng ta của là có không được phải cần muốn làm sao
    gì ai đâu nào khi bao nhiêu thế vì tại ở trong ngoài trên dưới với cho từ đến đi về này kia đó
    và hay hoặc nhưng nếu thì mà rồi chưa đã đang sẽ rất quá lắm nhiều ít một hai các những xin chào
    cảm ơn giúp hỏi biết hiểu tiếng nhà người bị bây giờ ạ nhé vậy bác sĩ tiền thuê giấy`,
  ro: `eu tu el ea noi voi ei ele mă te se ne vă îmi îți își mi ți mie ție i l o la un una unei unui
    și sau dar dacă că ca să nu da ce cine unde când cum de pentru din cu fără în pe după până
    este e sunt ești suntem am ai are avem aveți au fost fi pot poate puteți trebuie vreau vrea știu
    fac face cât câți cât care acest această asta asta ăsta meu mea mei mele tău ta sa lui lor nostru
    mai foarte prea mare mari aici acum mulțumesc bună ziua vă rog ajutor nevoie caut`,
  pl: `ja ty on ona my wy oni mnie mi mną ciebie ci się jego jej nas nam ich ten ta to tego tej te
    i a lub albo ale jeśli że żeby bo jak co kto gdzie kiedy dlaczego czemu ile który która czy jest
    są był była być mam masz ma mamy macie mogę może można muszę musi trzeba chcę chce chciałbym
    potrzebuję potrzebny szukam nie tak w we z ze do od na po przy dla bez za o u pod przed już
    jeszcze tylko bardzo tutaj tu teraz mój moja moje moi swój proszę dziękuję dzięki cześć dzień
    dobry pomoc pomocy wiem robić mojego moim`,
  es: `yo tú él ella nosotros ustedes ellos ellas me te se nos lo la los las le les el un una unos
    unas mi mis tu tus su sus y o pero si que qué quién dónde adónde cuándo cómo cuánto cuánta por
    para con sin de del al en a desde hasta es son soy está están estoy hay ser he ha han hemos tengo
    tiene tienen puedo puede pueden debo debe quiero quiere necesito necesita busco hago hacer no sí
    muy más también aquí ahora hoy gracias hola ayuda favor este esta esto eso mucho muchas`,
  pt: `eu você tu ele ela nós vocês eles elas me te se nos lhe o a os as um uma uns umas meu minha
    meus minhas seu sua teu tua nosso e ou mas que quem onde quando como quanto quanta por para pra
    com sem de do da dos das no na nos nas em ao à pelo pela até é são sou está estão estou há ser
    tenho tem têm posso pode podem devo deve quero quer preciso precisa procuro faço fazer não sim
    muito mais também aqui agora hoje obrigado obrigada olá oi ajuda favor este esta esse essa isso
    fica querem`,
  it: `io tu lui lei noi voi loro mi ti si ci vi lo la li le gli il i un uno una l d mio mia miei mie
    tuo tua suo sua nostro e o ma se che chi dove dov quando come quanto quanti quale perché per con
    senza di del della dei delle dal dalla da in nel nella su sul al alla a è sono sei siamo sta stanno
    c ho hai ha abbiamo avete hanno posso può possono devo deve voglio vuole serve bisogno cerco
    faccio fare non sì no molto più anche qui adesso oggi grazie ciao aiuto favore questo questa
    quello hanno`,
  sq: `unë ti ai ajo ne ju ata ato më mua të ty e i u na ju më ma ta im ime tim sime yt jot tënd
    dhe ose por nëse që se si çfarë çka kush ku kur pse sa cili cila a është janë jam jemi ishte kam
    ke ka kemi keni kanë mund duhet dua do doni nuk s jo po për me pa nga në te tek deri pas para prej
    një ky kjo këtë këto kjo atë shumë edhe këtu atje tani sot nesër faleminderit përshëndetje tung
    ndihmë ju lutem lutem kërkoj nevojë mundem bëj bëhet gjej mjek`,
  uk: `я ти він вона ми ви вони мене мені тебе тобі його йому її їй нас нам вас вам їх їм це цей ця ці
    мій моя моє мої мого моєї моїй свій і й та або але якщо якшо що шо щоб хто де куди коли чому як
    який яка яке скільки чи є був була було бути буде маю має можу може можна треба потрібно потрібна
    потрібен потрібні хочу хоче не ні так в у з зі із до від на по при для без за про під над через
    вже ще тільки дуже тут там зараз сьогодні завтра дякую будь ласка привіт добрий день вітаю
    допоможіть допомогти допомога робити шукаю знаю немає нема цього який отримати мною якого чого наш наша наше кого кому
    дитина дитини дитину дітей гроші житло лист лікар роботу наші має мають
    скоро`,
  ru: `я ты он она мы вы они меня мне тебя тебе его ему её ей нас нам вас вам их им это этот эта эти
    мой моя моё мои моего моей свой и или но если что чтобы кто где куда когда почему как какой
    какая какие сколько ли есть был была было быть будет имею может могу можно надо нужно нужна нужен
    нужны хочу хочет не нет да в у с со из до от на по при для без за о об под над через уже ещё
    только очень тут здесь там сейчас сегодня завтра спасибо пожалуйста привет здравствуйте добрый
    день помогите помочь помощь делать ищу знаю который этого получить мной чего бы скоро наш наша наше кого кому
    ребенок ребенка дети детей идти найти деньги жилье письмо врач работу наши имеют`,
  bg: `аз ти той тя ние вие те мен мене ми теб му ѝ ни ви им си се го я ги това този тази тези моят
    моя мое моите и или но ако че да кой коя какво къде кога защо как колко ли е са съм сме сте беше
    бил ще има няма мога може трябва искам иска не в във с със от до на по при за без под през след
    преди вече още само много тук там сега днес утре благодаря моля здравейте здрасти помощ помогнете
    търся нужда зная някой дете детето работа един една ме парите`,
  sr: `ja ti on ona mi vi oni mene meni mi tebe te ti njega ga joj nas nam vas vam ih im to ovaj ova
    ovo taj moj moja moje moji svoj i ili ali ako da šta što ko gde gdje kuda kada kad zašto kako
    koji koja koje koliko li je su sam si smo ste bio bila biti biće će ću imam ima nema mogu može
    treba moram mora hoću hoće neću neće želim ne u na s sa iz do od po pri za bez o pod kod preko
    već još samo veoma jako mnogo puno ovde ovdje tamo sad sada danas sutra hvala molim zdravo dobar
    dan pomoć pomozite tražim znam neko nam dete deteta deca novac pare posao`,
  ar: `انا أنا انت انتي هو هي نحن احنا هم في من إلى الى على عن مع بدون قبل بعد عند عندي عندك عنا لي
    لك له لها هل ما ماذا شو ايش وش ليش لماذا كيف كيفية وين اين أين متى امتى ايمتى كم مين من اي أي
    هذا هذه هاد هاي هالشي ذلك تلك هناك هنا هون الذي التي اللي يلي بدي اريد أريد ابي عايز عاوز لازم
    يجب ممكن يمكن اقدر بقدر فيني لا لم لن ليس مش مو مافي ماكو في كان كانت يكون صار او أو و ثم لكن
    بس اذا إذا لان لأن عم رح راح قد كل بعض كتير كثير جدا شكرا مرحبا السلام عليكم سلام اهلا مساعدة
    ساعدوني لو سمحت يعني شي حدا احد ان أن انو قال معنى بحاجة محتاج هلا الان اليوم بكرا بكرة علي عليه عنه
    حق يحق الي إلي وانا ولا وما لنا تبعي حقي`,
  fa: `من تو او ما شما آنها اونا ایشان را رو از به در با برای تا بر بدون این آن اون یک که و یا اما
    ولی اگر اگه چون چه چی چرا چطور چطوری چگونه کجا کجاست کی کدام کدوم چند چقدر آیا است هست هستم نیست
    نیستم بود شد شده میشه میشود باید نباید میتوانم میتونم نمیتوانم نمیتونم میتوان میخواهم میخوام
    میخواستم دارم دارد داره نداره ندارم ندارد کنم کند کنه میکنم میکند میکنه کردم کردن کرد بکنم میده
    میدهد نمیده بگیرم لازم هم خیلی زیاد دیگر دیگه الان حالا امروز فردا اینجا آنجا ممنون متشکرم مرسی
    تشکر سلام لطفا لطفاً کمک خواهش بله نه ها های ام خود خودم برم بریم بروم آمده اومده ره میگیرم
    چیکار کار چکار میشم کنید همین پس کسی`,
  ps: `زه ته هغه موږ زموږ مونږ تاسو هغوی زما ستا د دا دغه هغه په کې کښې ته تر له سره لپاره پورې پر باندې
    او یا خو که چې څه څوک چیرته چېرته کله ولې څنګه څومره څو کوم دی ده دي یم یو شم شي شو وو وه لرم لري
    نه مه هو باید کولای کولی کړم کړي کوم کوي وکړم وکړئ غواړم غواړي اړتیا راکړئ راکوي مې یې مو اوس نن
    سبا ډېر ډیر هم مننه سلام مرسته ماته راته خپل خپله خپلو ځای شته نشته دلته هلته یوه کیږي ورک لاړ
    ولرم وي ېم لازم باندي كي چي مي دغه راغلی`,
  ckb: `من تۆ ئەو ئێمە ئێوە ئەوان ئەم ئەوە لە بە بۆ لەگەڵ تا بێ و یان بەڵام ئەگەر کە چی چۆن بۆچی
    کوێ کوێیە کەی کام چەند چەندە کێ هەیە نییە نیە دەبێت ئەبێ دەتوانم ئەتوانم ناتوانم دەکەم بکەم دەوێت
    دەمەوێت ئەمەوێ بدەن پێویستم پێویستە پێویستی زۆر سوپاس سڵاو تکایە یارمەتی یارمەتیم بەڵێ نەخێر
    ئێستا ئەمڕۆ سبەی لێرە لەوێ هەموو یەک هەر بوو بووە دەکات ناکات منیش دە نا کەم م کرد ئه له به
    وی ده که ون دەڵێن بن چی یه دام بکه توانم کار ماڵ پارە`,
  ur: `میں تم آپ وہ ہم یہ اس ان مجھے مجھ تمہیں آپکو اسے ہمیں میرا میری میرے ہمارا ہمارے اپنا اپنی اپنے
    کا کی کے کو سے نے پر تک میں ساتھ لیے لئے بغیر اور یا لیکن مگر اگر کہ کیا کیوں کیسے کہاں کب کون
    کتنا کتنے کتنی کونسا ہے ہیں ہوں تھا تھی تھے ہو ہوا گا گی گے رہا رہی رہے سکتا سکتی سکتے چاہیے چاہئے
    چاہتا نہیں جی ہاں بہت اب آج کل یہاں وہاں شکریہ سلام مدد کریں کرنا کروں کر دے گیا گئی گئے ملتے
    ضرورت والا والی نہ بھی ہی تو جو`,
  am: `እኔ አንተ አንቺ እሱ እሷ እኛ እናንተ እነሱ ነው ናት ነኝ ናቸው ነበር አለ አለኝ የለም የለኝም ውስጥ ላይ ስለ ወደ ከ እና
    ወይም ግን ምን ማን የት እንዴት ለምን መቼ ስንት የትኛው ይህ ይህን ያ እዚህ እዚያ አሁን ዛሬ ነገ በጣም እባክዎ እባክህ እባክሽ
    አመሰግናለሁ ሰላም እፈልጋለሁ ያስፈልገኛል ያስፈልገዋል እችላለሁ ይቻላል አልችልም አልቻልኩም ወይ ብዙ ምንድን ምንድነው ጋር
    ድረስ ብቻ ሁሉ አይደለም እርዳታ`,
  ti: `ኣነ ንስኻ ንስኺ ንሱ ንሳ ንሕና ንስኹም ንሳቶም እዩ እያ እየ እዮም ነይሩ ኣሎ ኣላ ኣለኒ ኣለዎ የለን የብለይን ኣብ ናብ
    ካብ ምስ ብዛዕባ ንኣይ ናተይ ናይ ዝ እንታይ መን ኣበይ ናበይ ከመይ ስለምንታይ ንምንታይ መዓስ ክንደይ ኣየናይ እዚ እዛ እቲ
    እታ ኣብዚ ሕጂ ሎሚ ጽባሕ ብዙሕ ብጣዕሚ በጃኹም በጃኻ በጃኺ የቐንየለይ ሰላም ይደሊ እደሊ የድልየኒ የድልዮ ክኽእል
    እኽእል ይከኣል ኣይክእልን ዶ ድዩ ኢሎምኒ ጥራይ ኩሉ ኣይኮነን ሓገዝ ይሕግዘኒ ገይረ ክገብር`,
}

/**
 * Languages of another script as people type them in Latin letters. Spelling is free, so these lists
 * hold the common variants; figures stand for Arabic letters (3 ع, 7 ح, 2 ء, 5 خ).
 */
export const romanisedWords: Record<LanguageCode, string> = {
  ar: `ana enta inta enti inti howe hiye huwa hiya ne7na nehna ni7na min mn men el al il l fi fe bi be
    bel bil 3ala 3la 3al 3an 3n 3nd 3and 3andi 3ndi 3endi 3anna ma3 ma3i ila la kif keef kef shu shou
    sho chou eish esh wesh leish lesh laysh wen wein wayn fen fein emta imta kam addesh adesh meen min
    hal hada haida hayda hay hada hadi hon houn hnak badi bade biddi baddi bidi 3ayez 3awez ureed orid
    lazem lazim momken mumken mumkin fini fiyi b2dar ba2dar mish mesh msh mu mo mafi ma mou kan kanet
    iza eza aw bas lakin l2an la2an 3am ra7 rah kol ktir kteer ktiir kthir jiddan jedan shukran
    shokran choukran marhaba mar7aba salam salamu alaikum assalamu ahlan musa3ade mosa3ade law sama7t
    samaht ya3ni yani yaani wala hala2 halla2 alyom bokra bukra ya wallah habibi 7abibi inshallah
    tayeb na3am aiwa wa w lal lel risale so2al su2al maw3ed maw3id bet beit aw ebni walad 2ana
    a3mel 3mel marti mart jozi zawji zawjti benti ebn bent
    ummi abi 5ali doctor daktor masari felous fluus b3d 2bl ba3d abel aktar kter hek keda kaman w2t
    sho2 chu b3ref ba3ref ma3ref te3ref`,
  fa: `man to u oo ma shoma anha ro ra az be dar ba baraye baray barai ta in un ke ya ama vali agar age
    chon che chi chera chetor chetori chejuri koja kojast key kodom chand cheghadr ast hast hastam
    nist nistam bood shod shode mishe mishavad bayad mitunam mitoonam mitavanam nemitunam nemitoonam
    mikham mikhaham mikhaam mikhastam nemikham daram dare darad nadaram nadare konam kone mikonam
    mikone mikonid kardam kardan bokonam chikar chekar mide nemide midid begiram lazem gom bacheye baram barat chizi kari nadare hamsar hamsaram mariz bimar ham kheili
    kheyli kheily khaily ziad ziade dige alan hala emruz emrooz farda inja unja mamnun mamnoon
    motshakeram moteshakeram merci tashakor salam lotfan komak baleh bale na khub khoob khane khune
    khaneh pul pool bachem berim beram dost`,
  ru: `ya ty on ona my vy oni menya mne tebya tebe ego yego emu ey nas nam vas vam ih im eto etot eta eti
    moy moya moyo moi svoy i ili no esli yesli chto chtoby shto kto gde kuda kogda pochemu kak kakoy
    kakaya skolko li est yest byl byla bylo byt budet mozhet mogu mozhno mojno nado nuzhno nujno nuzhna
    nuzhen nuzhny hochu khochu ne net da v u s so iz do ot na po pri dlya bez za o pod cherez uzhe
    esche eshche tolko ochen tut zdes tam seychas segodnya zavtra spasibo pozhaluysta pojaluista
    privet zdravstvuyte zdravstvuite dobryy dobry den pomogite pomoch pomosch pomosh delat dalshe
    ischu ishchu znayu rebenok rebenka detey dengi pismo vrach rabotu kvartiru govorit`,
  uk: `ya ty vin vona my vy vony mene meni tebe tobi yoho yomu yiyi yiy nas nam vas vam yikh yim tse tsey
    tsya tsi miy moya moye moyi moho moyeyi sviy i y ta abo ale yakshcho yaksho shcho sho shchob khto
    de kudy koly chomu yak yakyy yaka skilky chy ye buv bula bulo buty bude mayu maye mozhu mozhe
    mozhna treba potribno potribna potriben potribni khochu hochu ne ni tak v u z zi do vid na po pry
    dlya bez za pro pid cherez vzhe shche tilky duzhe tut tam zaraz sohodni sogodni zavtra dyakuyu
    diakuiu dyakuju bud laska pryvit dobryy den dopomozhit dopomoha dopomohu dopomogti robyty dali
    shukayu znayu nemaye nema dytyna dytyny dytynu hroshi zhytlo lyst likar robotu`,
  bg: `az ti toy tya nie vie te men mene mi teb mu ni vi im si se go ya gi tova tozi tazi moyat i ili no
    ako che da koy kakvo kade kyde kude koga zashto kak kolko li e sa sam sum sme ste beshe shte ima
    nyama niama moga moje trqbva tryabva triabva iskam ne v s ot do na po pri za bez veche oshte samo
    mnogo tuk tam sega dnes utre blagodarya blagodaria molya zdraveyte pomosht tarsya rabota`,
  ur: `main mein mai tum aap woh wo hum yeh ye is us mujhe mujhko tumhe aapko hame hamein mera meri mere
    apna apni apne ka ki ke ko se ne par tak saath liye bina aur ya lekin magar agar kya kyun kyon
    kaise kese kahan kaha kab kaun kon kitna kitne kitni hai hain hoon hun tha thi the ho hua ga gi ge
    raha rahi rahe sakta sakti sakte chahiye chahie nahi nahin haan bohot bahut ab aaj kal yahan
    shukriya shukria salam madad karein karna karo karun kar de gaya gayi ghar paise`,
}
