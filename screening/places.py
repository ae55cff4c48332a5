"""Countries and cities under one name each, whatever the language or the spelling of the day (pure data).

Applied to organisations only: a person may be called Paris or Roman. Generally known names; a place is here
when its name differs from language to language by more than a slip. ``_`` joins the words of a phrase.
"""

_COUNTRIES = """
somalia: somali somalie
afghanistan: afghan afghani afganistan afghanestan avganistan
albania: albanian shqiperia arnavutluk albanie albanien
algeria: algerian algerienne argelina algerie argelia algerien cezayir aljazair alzhir
armenia: armenian armeniya ermenistan armenie hayastan armenien
australia: australian australie avustralya australien avstraliya
austria: austrian autriche osterreich oesterreich avusturya avstriya oostenrijk rakousko
azerbaijan: azerbaijani azeri azerbaycan azerbaidjan azerbaydzhan azerbaijani aserbaidschan azarbaijan azarbayjan
bahrain: bahraini bahrein bahreyn al_bahrain bahrayn
bangladesh: bangladeshi banglades bangladesch bangladesz
belarus: belaruskaya byelorussia belorussia belorussiya bielorussia belarusian belorus bielorusia weissrussland
  belorusskiy belorusskaya belorusskii bielorussie
belgium: belgian belgique belgie belgien belgica belcika belgiya belgio
bolivia: bolivian boliviana bolivie bolivien
brazil: brazilian brasileira brasileiro brasil bresil brasilien brezilya braziliya brasile brazilie
bulgaria: bulgarian balgarska bulgarie bulgariya bulgarien bulgaristan bolgariya
cambodia: cambodian kampuchea cambodge kamboja camboya kambodscha kampuchia
canada: canadian kanada
china: chinese chinois chinoise chinesische chine kitay kitai zhongguo zhong_guo junggug chugoku trung_quoc cina
  tiongkok kitaiskaya
colombia: colombian colombiana colombiano colombie kolombiya kolumbien kolumbia
croatia: croatian hrvatska croatie kroatien hirvatistan horvatiya
cuba: cuban cubana cubano kuba
cyprus: cypriot chypre chipre zypern kibris kipr kypros cipro
czech: ceska cesko ceske cesky tschechische tcheque cekya chekhiya chekhia czechia
denmark: danish dansk danmark danemark danimarka dinamarca danemarca
egypt: egyptian masriya misriya egypte egipto aegypten agypten misir misr masr egipet egitto mesir
estonia: estonian eesti estonie estonya estland
ethiopia: ethiopian ethiopie etiopia ityopya aethiopien etiyopya
finland: finnish suomi finlande finlandia finnland finlandiya
france: french francaise francais frankreich francia fransa frantsiya frankrijk
georgia: georgian gruziya gurcistan sakartvelo georgie georgien
germany: german deutsche deutscher allemande deutschland allemagne alemania almanya germaniya duitsland alemanha
  germania niemcy niemiec
greece: greek helleniki grece grecia griechenland yunanistan gretsiya hellas ellada griekenland
hong kong: xianggang hong_kong honkong gonkong xiang_gang
hungary: hungarian hongrie hungria ungarn macaristan magyarorszag vengriya magyar
india: indian inde hindistan indien indiya bharat hindustan
indonesia: indonesian indonesie endonezya indonesien indoneziya
iran: irani iranian iranien iranskaya
iraq: iraqiya iraqia irak al_iraq aliraq iraqi
ireland: irish irlande irlanda irland irlandiya eire
israel: israeli izrail yisrael israil
italy: italian italiana italiano italia italie italien italya italiya
japan: japanese japon nihon nippon yaponiya japao jepang giappone nhat_ban
jordan: jordanian jordanie jordania jordanien urdun ordun iordaniya
kazakhstan: kazakh kazakhstani kazakstan kazachstan qazaqstan kazahstan kasachstan kazakistan
korea: korean koreiskaya coree corea hanguk koreya koeria joson choson chosun hankuk
kuwait: kuwaiti koweit kuveyt kuveit al_kuwait
kyrgyzstan: kirgiz kirghizistan kirgizistan kirgisistan kirgiziya kyrgyz kirgistan
latvia: latvian latvija lettonie letonya lettland latviya
lebanon: lebanese libanaise lubnaniya liban libano libanon lubnan livan
libya: libyan libyenne libiya libye libia libyen libiya lybia
lithuania: lithuanian lietuva lituanie litauen litvanya litva lietuvos
malaysia: malaysian malaisie malasia malezya malaiziya
mexico: mexican mexicana mexicano mexique meksika mexiko messico meksyk mejico
moldova: moldovan moldavie moldavia moldawien
mongolia: mongolian mongolie mongol mogolistan
morocco: moroccan marocaine maroc marruecos marokko maghrib marocco marrocos
myanmar: burmese burma birmanie birmania mianma myanma miandian birma
nepal: nepalese nepali neipal
netherlands: dutch nederlandse nederland pays_bas paises_bajos niederlande hollanda holland niderlandy
nigeria: nigerian nijerya nigeriya
north korea: coree_du_nord corea_del_norte nordkorea kuzey_kore severnaya_koreya dprk
norway: norwegian norsk norvege noruega norwegen norvec norge norvegiya
oman: omani saltanat_oman
pakistan: pakistani pakstan
palestine: palestinian filistin palestina palastina filastin falastin
panama: panamena
peru: peruvian peruana perou peruana
philippines: philippine filipino filipinas filipinler pilipinas philippinen filippiny
poland: polish polski polskie polska pologne polonia polen polonya polsha
portugal: portuguese portuguesa portekiz portugaliya portogallo
qatar: qatari katar
romania: romanian roumanie rumania rumanien romanya rumyniya romana
russia: russe rusa rossiya russie rusia russland rusya rossii rossia rosja russian rossiiskaya rossiyskaya
  rossiiskoy rossiyskoy rossiiskoi rossiyskiy rossiiskii ruska eluosi
saudi arabia: arabie_saoudite arabia_saudita saudi_arabien suudi_arabistan saudovskaya_araviya al_arabiya_al_saudia
serbia: serbian srpska srbija serbie serbien sirbistan serbiya
singapore: singaporean singapour singapur xinjiapo singapura
slovakia: slovak slovensko slovaquie slowakei slovakya slovakiya
slovenia: slovenian slovenija slovenie slowenien slovenya
south africa: afrique_du_sud sudafrica sudafrika guney_afrika yuzhnaya_afrika zuid_afrika afrika_selatan
south korea: coree_du_sud corea_del_sur sudkorea guney_kore yuzhnaya_koreya
spain: spanish espanola espanol espana espagne espanha spanien ispanya ispaniya spagna
sri lanka: srilanka ceylon
sudan: sudanese soudan as_sudan alsudan
sweden: swedish svenska suede suecia schweden isvec sverige shvetsiya
switzerland: suisse suiza schweiz isvicre svizzera shveitsariya suica shveytsariya swiss schweizerische
syria: suriyya souria syrie siria syrien suriye suriya siriya suriyah suria syrian sirya
taiwan: taiwanese taywan tayvan
tajikistan: tajik tadjikistan tadzhikistan tadschikistan tacikistan tojikiston
thailand: thai thailande tailandia tayland tailand prathet_thai
tunisia: tunisian tunisienne tunisie tunez tunesien tunus
turkey: turk turkiye turquie turquia turkei turtsiya turkije tuerkiye turkish
turkmenistan: turkmen turkmenie turkmeniya
ukraine: ukraina ukrayna ucrania ukraini ukrainy ukrainskaya ukrainskiy ukrainskyi ucraina ukrainian
united arab emirates: uae emirats_arabes_unis emiratos_arabes_unidos birlesik_arap_emirlikleri
  vereinigte_arabische_emirate oae
united kingdom: royaume_uni reino_unido vereinigtes_konigreich birlesik_krallik great_britain velikobritaniya
united states: etats_unis estados_unidos vereinigte_staaten amerika_birlesik_devletleri ssha stati_uniti
uzbekistan: uzbek ouzbekistan uzbekstan ozbekistan uzbekiston usbekistan
venezuela: venezuelan venezolana venezolano venezuella venesuela
vietnam: vietnamese viet_nam yuenan
yemen: yemeni yamaniya jemen al_yemen iemen
"""
_CITIES = """
abu dhabi: abudhabi abu_dabi abou_dhabi abu_zaby abu_zabi
addis ababa: addis_abeba adis_abeba addisababa
aleppo: halep halab alep alepo
alexandria: iskenderiye iskandariya alexandrie alejandria al_iskandariyah
algiers: alger argel
almaty: alma_ata almata
amsterdam: amesterdao
ankara: angora
antwerp: antwerpen anvers amberes
astana: nur_sultan nursultan
athens: athina athenes atenas athen atina afiny athinai
baghdad: bagdad bagdat baghdat
baku: bakou
bandar abbas: bandarabbas bandar_e_abbas bender_abbas
bangkok: krung_thep
barcelona: barcelone
basel: basle basilea
basra: basrah basora bassora albasrah al_basrah
beijing: peking pekin pekino beidzhin pequim pechino bac_kinh
beirut: beyrouth beyrut bayrut beyruth beirute
belgrade: beograd belgrad belgrado
bengaluru: bangalore
bern: berne berna
brussels: bruxelles brussel bruselas brussel bruksel bryussel
bucharest: bucuresti bucarest bukarest bukres
budapest: budapeste
cairo: le_caire kahire al_qahira alqahira qahira kair el_cairo kahira
kolkata: calcutta kalkutta
guangzhou: canton kanton quang_chau
cape town: kapstadt le_cap ciudad_del_cabo
casablanca: dar_el_beida
chennai: madras
chisinau: kishinev kisinev
chittagong: chattogram
cologne: koln keulen
copenhagen: kobenhavn copenhague kopenhagen kopengagen
dalian: dairen
damascus: dimashq damas damasco damaskus dimasq
dhaka: dacca
dnipro: dnepropetrovsk dnipropetrovsk dnepr
doha: ad_doha addawhah
donetsk: donetzk donieck donetskaya donetska
dubai: dubay doubai dubayy dubaj
dushanbe: douchanbe
erbil: arbil irbil hawler
florence: firenze
geneva: geneve genf ginebra cenevre zheneva ginevra
genoa: genova
ghent: gent gand
guangdong: kwangtung
gothenburg: goteborg
haifa: hayfa
hague: haag den_haag la_haye la_haya
hanoi: ha_noi
havana: habana la_habana gavana
ho chi minh: saigon hochiminh sai_gon ho_chi_minh_city
hamburg: hambourg hamburgo gamburg
isfahan: esfahan ispahan isfehan sfahan
istanbul: constantinople stambul estambul
izmir: smyrna
jakarta: djakarta batavia
jeddah: jidda djeddah djidda cidde jiddah
jerusalem: al_quds kudus alquds
kabul: kaboul
kashgar: kaxgar kashghar
karachi: karatchi
kazan: kasan
kharkiv: kharkov charkow harkov
kherson: herson
khartoum: khartum hartum jartum
krakow: cracow krakau cracovia
kuala lumpur: kualalumpur
kyiv: kiev kiew kijow kiyev kyyiv
lisbon: lisboa lisbonne lissabon lizbon
london: londres londra londen londyn
luhansk: lugansk lougansk luganskaya
luxembourg: luxemburg luksemburg luxemburgo lyuksemburg
lviv: lvov lwow lemberg leopol
macau: macao aomen makao
makhachkala: mahachkala
manila: maynila manille
mariupol: mariupil marioupol
marseille: marseilles marsella
mashhad: meshed mashad meshhad mashhed
mecca: makkah mekke la_mecque meca makka
medina: madinah medine al_madinah
milan: milano mailand milao
minsk: mensk
moscow: moskva moskau moscou moscu moskova mosca moskovskiy moskovskaya moskovskii moskovskoe
mosul: mossoul musul al_mawsil almawsil
mumbai: bombay
munich: munchen muenchen
muscat: mascate maskat masqat
nanjing: nanking nankin
naples: napoli neapel
nicosia: lefkosia lefkosa nikosia
nizhny novgorod: nizhnii_novgorod nizhniy_novgorod nizhni_novgorod
nuremberg: nurnberg nuernberg
odesa: odessa
paris: parigi parizh
phnom penh: pnom_penh
prague: praha prag praga
pyongyang: pyeongyang phenian pyong_yang piongyang
qingdao: tsingtao
riga: rigas
riyadh: riad riyad ar_riyadh
rome: roma
rostov: rostow rostovskaya
saint petersburg: sankt_peterburg st_petersburg sankt_petersburg saint_petersbourg san_petersburgo sankt_petersburgu
  peterburg
sanaa: sana_a
sarajevo: sarayevo saraybosna
sevastopol: sebastopol sewastopol
seoul: seul
shanghai: schanghai xangai chankhai shanhay shang_hai
sharjah: shariqah sharja
shenzhen: shen_zhen
shiraz: chiraz schiras
stockholm: estocolmo stokgolm
strasbourg: strassburg estrasburgo
tabriz: tebriz tauris
taipei: taibei taipeh
tallinn: tallin reval
tashkent: taskent toshkent taschkent
tbilisi: tiflis
tehran: teheran tahran tegeran tehrani
tel aviv: telaviv tel_aviv_yafo
thessaloniki: salonika selanik thessalonique saloniki
tianjin: tientsin
tokyo: tokio toquio
tripoli: trablus tarabulus trabulus
turin: torino
ulaanbaatar: ulan_bator oulan_bator
urumqi: urumchi wulumuqi urumtsi
venice: venezia venise venedig
vienna: wien vienne viena viyana
vilnius: wilno vilna vilnyus
vladivostok: wladiwostok
volgograd: wolgograd
warsaw: warszawa varsovie varsovia warschau varsova varshava
xian: xi_an hsian
yangon: rangoon rangun
yekaterinburg: ekaterinburg jekaterinburg
yerevan: erevan erivan eriwan
zagreb: agram
zaporizhzhia: zaporozhye zaporizhia zaporozhe zaporizhya
zurich: zuerich zurigo tsyurikh zurih
crimea: krym crimee krim kirim krymskaya krymskiy
xinjiang: sinkiang hsinchiang sintszyan
tibet: xizang
siberia: sibir sibirskaya sibirskiy siberie sibirien
ural: uralskiy uralskaya
caucasus: kavkaz caucase kafkas kaukasus
europe: europa avrupa evropa evropeiskiy
asia: asya asie asien aziya yazhou
africa: afrique afrika
america: amerique amerika
middle east: moyen_orient medio_oriente orta_dogu mittlerer_osten oriente_medio blizhnii_vostok
mediterranean: akdeniz mediterraneo mediterranee mittelmeer
caspian: hazar kaspiyskiy kaspiiskaya khazar caspienne
black sea: karadeniz chernomorskiy chernomorskaya mer_noire mar_negro schwarzes_meer
gulf: khalij golfo golfe korfez khaleej
baltic: baltiyskiy baltiyskaya baltique baltico
"""


def _read() -> dict[tuple[str, ...], str]:
    places: dict[tuple[str, ...], str] = {}
    for row in (_COUNTRIES + _CITIES.lstrip()).replace("\n  ", " ").strip().splitlines():
        place, _, written = row.partition(":")
        for word in written.split():
            places.setdefault(tuple(word.split("_")), place)
    return places


_ALL = _read()
WORDS = {phrase[0]: place for phrase, place in _ALL.items() if len(phrase) == 1}
PHRASES = {phrase: place for phrase, place in _ALL.items() if len(phrase) > 1}
