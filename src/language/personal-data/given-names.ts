/**
 * Given names that are common among the people who write and among those they write about. They are
 * no list of persons: each is borne by many thousands. Left out is whatever is also an ordinary word
 * of one of our languages (Mark, Rose, Karim and Nour in Arabic letters). Compared as
 * `normalizeForMatching` leaves them.
 */
export const givenNames = `
  ahmad ahmed ahmet mohammad mohammed mohamad muhammad mehmet mahmoud mahmud mustafa mostafa ali hassan
  hasan hussein hossein hüseyin omar ömer osman usman ibrahim abraham ismail yusuf yousef youssef
  yussuf khaled khalid bilal hamza samir sami tarek tariq walid waleed yasin yassin yasser zakaria
  abdul abdullah abdallah abdulrahman abdirahman rashid rachid reza rahim rahman jamal tahir tamer
  firas anas ayman amir emir kareem nabil nasser mehdi mahdi javad jawad farhad behzad hamid
  majid masoud saeed siavash arash bahram daud dawood emre burak murat serkan volkan hakan erkan
  cem cemal kemal orhan onur tolga yilmaz selim fatma fatima fatemeh fatima zahra zahraa zeinab zainab
  zeynep aisha aischa ayse aysche mariam maryam meryem khadija leila layla leyla samira sara sarah nadia
  amina amira rania dalia salma huda hanan hala rana rima lina nisrin nasrin parisa shirin mina narges
  soraya yasmin jasmin elif emine hatice esra merve sevgi gülsen aylin dilek hawa halima ikram
  olena oksana iryna irina natalia natalija natalya tetiana tatjana tatyana kateryna ekaterina katharina
  svitlana svetlana lyudmyla ludmila halyna galina yulia julia yuliia anastasia daria darya oleksandr
  alexander aleksandr oleksiy alexej andriy andrej andrei serhiy sergej sergei volodymyr wladimir
  vladimir dmytro dmitri dmitrij mykola nikolai nikolaj bohdan bogdan taras ostap vasyl vitaliy
  yevhen evgeni ivan iwan mykhailo mikhail michail pavlo pavel oleh oleg igor ihor maksym maxim
  peter thomas michael andreas stefan wolfgang klaus jürgen juergen günter uwe frank matthias
  christian sebastian tobias florian lukas jonas niklas hans heinz helmut werner dieter manfred
  gerhard anna maria sabine monika petra claudia susanne andrea birgit heike martina silke kerstin
  katrin stefanie nicole sandra ursula renate ingrid helga brigitte gisela emma mia hannah lena
  jean pierre michel philippe nicolas françois guillaume antoine marie sophie camille isabelle
  nathalie aurélie amélie mamadou ousmane moussa ibrahima fatou aminata aissatou awa binta
  john james david robert william daniel joseph paul george mary elizabeth jennifer susan emily
  ngozi chidi emeka tesfay tesfaye mehret yonas samuel abel haben nguyen linh minh huong
  piotr pawel tomasz krzysztof agnieszka katarzyna małgorzata ion gheorghe mihai elena ioana
  ахмад ахмед мохаммед мухаммад мустафа юсуф ибрагим омар али фатима мария анна олена елена оксана
  ирина ірина наталия наталья наталія татьяна тетяна екатерина катерина светлана світлана людмила
  галина юлия юлія анастасия анастасія дарья дарія александр олександр алексей олексій андрей
  андрій сергей сергій владимир володимир дмитрий дмитро николай микола богдан тарас остап василий
  василь виталий віталій евгений євген иван іван михаил михайло павел павло олег игорь ігор максим
  петр петро артем артём виктор віктор роман юрий юрій денис антон даниил данило софия софія
  марина оксани ольга наташа саша маша катя таня аня петер томас стефан мюллер шмидт
  أحمد احمد محمد محمود مصطفى حسين عثمان إبراهيم ابراهيم إسماعيل اسماعيل يوسف خالد بلال
  سامر طارق ياسين ياسر زكريا عبدالله عبدالرحمن عبدو فراس أنس أيمن نبيل ناصر مهدي حمزة سليمان
  فاطمة زهراء زينب عائشة مريم خديجة ليلى سميرة سارة نادية رانيا سلمى هدى حنان ريما لينا نسرين ياسمين
  جواد فرهاد بهزاد حمید مجید مسعود سیاوش آرش بهرام داوود فاطمه لیلا نرگس شیرین پریسا ثریا
  مینا نسرین زهرا سمیرا امیر حسین یوسف محمدرضا علیرضا غلام گلثوم پتر توماس
`

/** Small words inside a name: Al-Hussein, van der Berg, bin Omar. */
export const nameParticles = new Set([
  'al',
  'el',
  'abu',
  'abo',
  'bin',
  'ibn',
  'ben',
  'bint',
  'van',
  'von',
  'der',
  'den',
  'de',
  'da',
  'di',
  'dos',
  'du',
  'ال',
  'أبو',
  'ابو',
  'بن',
  'ابن',
  'عبد',
])
