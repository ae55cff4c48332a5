"""Names of persons in scripts that leave their vowels out, and in their usual Latin spelling (pure data).

Arabic and Hebrew write the consonants; which vowels belong between them has to be known. These are common
given and family names. ``_`` parts the words of one entry.
"""

_ARABIC = """
محمد muhammad احمد ahmad محمود mahmoud حامد hamid حميد hamid مصطفي mustafa علي ali حسن hassan حسين hussein عمر umar
عثمان uthman ابوبكر abu_bakr بكر bakr خالد khalid وليد walid سعيد said سعد saad مسعود masoud سعود saud يوسف yusuf
ابراهيم ibrahim اسماعيل ismail اسحاق ishaq يعقوب yaqub موسي musa عيسي isa داود dawood داوود dawood سليمان sulaiman
ايوب ayyub يونس yunus يحيي yahya زكريا zakariya هارون harun ادريس idris صالح salih نوح nuh ادم adam الياس ilyas
عبدالله abdullah عبدالرحمن abd_rahman عبدالعزيز abd_aziz عبدالكريم abd_karim عبدالرحيم abd_rahim عبدالقادر abd_qadir
عبدالملك abd_malik عبدالحميد abd_hamid عبدالسلام abd_salam عبدالوهاب abd_wahhab عبدالرزاق abd_razzaq عبدالمجيد
abd_majid عبدالحكيم abd_hakim عبدالناصر abd_nasir عبدالفتاح abd_fattah عبدالباري abd_bari عبداللطيف abd_latif
عبدالباسط abd_basit عبدالغني abd_ghani عبدالهادي abd_hadi عبدالامير abd_amir عبد abd الله allah الرحمن rahman رحمن
rahman عزيز aziz كريم karim رحيم rahim قادر qadir مالك malik سلام salam رزاق razzaq مجيد majid حكيم hakim ناصر nasir
نصر nasr فتاح fattah لطيف latif غني ghani هادي hadi مهدي mahdi امير amir جعفر jafar صادق sadiq كاظم kazim باقر baqir
رضا reza حيدر haydar عباس abbas قاسم qasim قاسمي qasemi سلمان salman فيصل faisal فهد fahd تركي turki بندر bandar
نايف nayef طلال talal بدر badr جابر jabir راشد rashid رشيد rashid زايد zayed خليفه khalifa مكتوم maktoum حمدان
hamdan سلطان sultan ماجد majid منصور mansour سيف sayf نهيان nahyan تميم tamim جاسم jasim حمد hamad ثاني thani بشار
bashar اسد assad حافظ hafiz ماهر maher رفعت rifaat صدام saddam عدي uday قصي qusay طارق tariq نجيب najib انور anwar
سادات sadat جمال jamal حسني husni مبارك mubarak مرسي morsi سيسي sisi معمر muammar قذافي qaddafi زين zayn زيد zayd
عابدين abidin هشام hisham هاشم hashim حازم hazim باسم basim باسل basil فراس firas نزار nizar ياسر yasir عرفات arafat
هنيه haniyeh سنوار sinwar مشعل mashal اسامه usama بن bin لادن ladin ايمن ayman ظواهري zawahiri ابو abu ابن ibn ام
umm بنت bint ال al نصرالله nasrallah حسام husam حسان hassan شريف sharif كمال kamal جلال jalal بلال bilal هلال hilal
نضال nidal اقبال iqbal دانيال daniel كامل kamil عادل adil فاضل fadil فيصل faisal نبيل nabil جميل jamil خليل khalil
جليل jalil اسماعيلي ismaili عقيل aqil رايد raed رائد raed زياد ziyad عماد imad فؤاد fuad فواد fuad جواد jawad مراد
murad سجاد sajjad فرهاد farhad بهزاد behzad مهرداد mehrdad اكبر akbar اصغر asghar انصاري ansari رسول rasul قربان
qorban غلام ghulam غلامرضا gholamreza عليرضا alireza محمدرضا mohammadreza حميدرضا hamidreza محمدعلي mohammad_ali
اميرحسين amir_hossein روحاني rouhani خامنه_اي khamenei خميني khomeini احمدي ahmadi نژاد nejad احمدي_نژاد ahmadinejad
رييسي raisi ريسي raisi سليماني soleimani قالیباف qalibaf محمدي mohammadi حسيني hosseini رضايي rezaei كريمي karimi
موسوي mousavi هاشمي hashemi جعفري jafari صادقي sadeghi رحيمي rahimi اكبري akbari عباسي abbasi ابراهيمي ebrahimi
قاسمي ghasemi مرادي moradi محمودي mahmoudi يوسفي yousefi شيخ sheikh سيد sayyid حاج haj حاجي haji ملا mullah مولوي
mawlawi فاطمه fatima عايشه aisha عائشه aisha مريم maryam زينب zaynab خديجه khadija نور nur هدي huda سعاد suad سميره
samira ليلي layla امينه amina رقيه ruqayya سكينه sakina زهرا zahra زهراء zahra سارا sara نرگس narges شيرين shirin
پروين parvin فرح farah رنا rana ندي nada مني mona سلمي salma حنان hanan ايمان iman امل amal اسماء asma مسلم muslim
صلاح salah الدين din دين din نورالدين nur_din صلاحالدين salah_din علاءالدين ala_din عزالدين izz_din بهاءالدين
baha_din فخرالدين fakhr_din علاء ala بهاء baha ضياء diya عطا ata عطاء ata رجاء raja وفاء wafa شفيق shafiq توفيق
tawfiq رفيق rafiq حريري hariri عون aoun بري berri جنبلاط jumblatt فلاح fallah مصري misri سوري suri عراقي iraqi
تكريتي tikriti دوري duri بغدادي baghdadi شامي shami حلبي halabi يمني yamani حوثي houthi صنعاني sanani مغربي maghribi
تونسي tunisi ليبي libi جزائري jazairi سوداني sudani بشير bashir برهان burhan دقلو daglo فلسطيني filistini راوي rawi
دليمي dulaimi عبيدي ubaidi جبوري jubouri زيدي zaidi مالكي maliki عبادي abadi كاظمي kadhimi خزعلي khazali قرشي
qurashi هاشمي hashimi قحطاني qahtani غامدي ghamdi زهراني zahrani عتيبي otaibi حربي harbi شمري shammari مطيري mutairi
دوسري dosari شهري shehri خان khan افغان afghan زاهد zahid شاه shah حقاني haqqani اخوند akhund عمري omari منصوري
mansouri نوري nouri پور pour زاده zadeh فرزند farzand بهرام bahram داريوش dariush كوروش kourosh رستم rostam سهراب
sohrab مهران mehran كامران kamran ايران iran پارسا parsa آرش arash بابك babak كاوه kaveh فريدون fereydoun
"""
_HEBREW = """
דוד david משה moshe יוסף yosef יצחק yitzhak אברהם avraham יעקב yaakov שלמה shlomo דניאל daniel מיכאל michael רפאל
rafael גבריאל gabriel שמעון shimon ראובן reuven לוי levi יהודה yehuda בנימין binyamin אהרן aharon אהרון aharon אליהו
eliyahu ישראל yisrael שמואל shmuel חיים haim מאיר meir אריה arieh זאב zeev דב dov נתן natan נתניהו netanyahu אלי eli
אבי avi עמית amit גיא guy אורי uri רון ron רוני roni גיל gil איתן eitan יונתן yonatan נועם noam עומר omer אסף asaf
אמיר amir ערן eran אייל eyal יובל yuval שרה sara רבקה rivka רחל rachel לאה lea מרים miriam חנה hana אסתר esther רות
ruth דבורה devora יעל yael תמר tamar נועה noa מיכל michal שירה shira מאיה maya כהן cohen מזרחי mizrahi פרץ peretz
ביטון biton דהן dahan לאומי leumi הפועלים hapoalim אוחנה ohana גולן golan שרון sharon בן ben בר bar ברק barak לפיד
lapid גנץ gantz פרס peres רבין rabin הרצוג herzog אולמרט olmert ליברמן lieberman בנט bennett גולדברג goldberg פרידמן
friedman רוזנברג rosenberg כץ katz שפירא shapira אזולאי azoulay גבאי gabay חדד hadad עמר amar אברהמי avrahami יוסי
yossi רמי rami שי shai דן dan יגאל yigal אריאל ariel
"""


def _read(table: str) -> dict[str, str]:
    items = table.split()
    return {
        native.replace("_", " "): latin.replace("_", " ") for native, latin in zip(items[::2], items[1::2], strict=True)
    }


NATIVE = _read(_ARABIC) | _read(_HEBREW)
