"""One concept, its words in many languages: what organisations trade in, what they are (pure data).

A name is often translated in part: TİCARET becomes trading, the rest stays. Each row gives the English word
that stands for all; ``_`` joins the words of a phrase. Words are written as ``folding.fold`` leaves them. A
word belongs here only if it means this in whatever name it stands, and two concepts stay apart wherever two
companies may differ in them (bank and finance, oil and petrochemicals, import and trading).
"""

_TABLE = """
trading: trade ticaret tic ticareti ticari torgovy torgovyi torgovaya torgovoe torgovlya torgivlia torhovyy
  torhivlia torhovelnyi comercializadora mercantil handels handel handlowe handlowa handlowy handelsgesellschaft
  handelsonderneming handelsmaatschappij shangmao maoyi muyeok boeki shoji tijara tijarah tijari tijariya tijariyah
  tijareh tejarat tejari bazargani perdagangan dagang niaga perniagaan thuong_mai vyapar obchod obchodni obchodna
  trgovina targovska targoviya kereskedelmi kereskedelem comert prekyba tirdzniecibas kaubandus negociant negoce
  emporiki emporiko trgovsko trgovacko
commercial: commerce comercio commerciale comercial commerciales comerciales comercializacion commercio kommerts
  kommercheskiy kommercheskaya kommercheskii kommerz
import: ithalat importacion importacao importation importazione importaciones impor importadora importador einfuhr
  invoer nhap_khau jinkou suip yunyu stirad istirad varedat vardat importno importnyi
export: ihracat exportacion exportacao exportation esportazione exportaciones ekspor eksport exportadora exportador
  ausfuhr uitvoer xuat_khau chukou suchul yushutsu tasdir saderat eksportno eksportnyi
import export: importexport impex imex impexp eksportimport exportimport vneshtorg vnesheconom jinchukou suchulip
  boueki xuat_nhap_khau nhap_khau_xuat_khau jin_chu_kou vneshneekonomicheskaya vneshnetorgovaya
  vneshneekonomicheskoe
international: uluslararasi internasional internacional internationale internationaler internationales
  internazionale mezhdunarodny mezhdunarodnyi mezhdunarodnaya mezhdunarodnoe mizhnarodnyi mizhnarodna miedzynarodowa
  miedzynarodowy miedzynarodowe mezinarodni medzinarodny medunarodni medjunarodni mejdunaroden guoji gukje kokusai
  beynelmilel beynolmelali beinolmelal dawli dawliya dawliyah duwali quoc_te antarabangsa nemzetkozi enternasyonal
  internatsional internatsionalnyi rahvusvaheline tarptautine starptautiska diethnis bein_al_milali
bank: banka bankasi banque banco banca banko bankas bankovskiy yinhang eunhaeng ginko bankinin banku bankhaus
  ngan_hang masrif masraf bankaciligi bankr pankki trapeza dhanakar bankasy banki bankan
industry: sanayi sanayii sanayisi industria industrie promyshlennost promyshlennaya promyshlenny promyslovist
  przemysl przemyslowe prumysl priemysel industrija gongye saneop kogyo sangyo sinaa sinaah sanaye sanat
  perindustrian cong_nghiep ipar pramone rupnieciba teollisuus udyog shilp industrii
industries: sanayileri industrias industrien sanayeh sinaat
industrial: industriale industriel industrielle industrieller industriyal industrialnyi industrialnaya shiye
  promyshlennyi przemyslowy prumyslovy indusztrialis endustri endustriyel sinaiya sinaiyah sanati industrijski
holding: holdingi kholding holdingas konggu jijuhoesa holdings holdingue holdinh holdingova
group: grubu grup grupo groupe gruppe gruppa gruppo gruppy hrupa grupa grupul grupos skupina csoport jituan geurup
  gurupu majmua majmuah majmoueh goruh gorouh tap_doan kumpulan
enterprise: predpriyatie predpriyatiye predpriatie pidpryiemstvo pidpriemstvo przedsiebiorstwo podnik preduzece
  poduzece predpriiatie isletmesi isletme qiye gieop kigyo doanh_nghiep usaha podjetje
shipping: denizcilik gemi sudokhodnaya sudokhodstvo sudohodstvo parokhodstvo parohodstvo sudnoplavna naviera
  navieras navegacion navegacao navigazione rederi rederij reederei rederiet schiffahrt schifffahrt scheepvaart
  hangyun chuanwu haeun kaiun keshtirani kashtirani kashtiran keshtiran milaha milahah mallaha pelayaran perkapalan
  van_tai_bien zegluga zeglugowa armador armadora brodarstvo shipholding
maritime: maritimo maritima morskoy morskoi morskaya morskoe morski morska bahriya bahriyah haiyun kaiji hang_hai
  daryaei daryayi maritim
transport: tasimacilik nakliyat nakliye transporte transportes transporti transportowa transportnaya transportnyi
  transporty yunshu unsong unyu naql van_tai pengangkutan angkutan trasporti vervoer perevozki perevozok doprava
  kuljetus transportno szallitas parivahan
logistics: lojistik logistika logistyka logistica logistique logistik wuliu mulryu butsuryu lojistics logistiek
  logisticheskaya logisticheskiy logisticos logistico
oil: nefti neft nefteprodukt naft nafta naftna nafty naftowa shiyou minyak dau_mo aceite
petroleum: petroli petrolier petroleo petroliera petroliere petrole erdol mineralol petrolleri petrolcu seokyu
  sekiyu bitrol batrul petroleos xang_dau
gas: gaz gaza gazovaya gazovy gazi tianranqi khi_dot gaas
energy: enerji energia energie energiya enerhiya energetika energeticheskaya energetyka enerhetyka nengyuan eneoji
  enerugi taqah taqeh energii nang_luong tenaga energija energetska enerhetychna energi energiewirtschaft
power: dien_luc
electric: elektrik electrica elektrische elektricheskaya eletrica electrico
electricity: elektrichestvo electricidad electricite elektrizitats kahraba kahrabaa bargh listrik elektroenergetika
electronics: elektronik electronica electronique elettronica elektronika elektroniikka dianzi jeonja denshi
  elektroniks dien_tu elektronikai elektroniki
steel: celik staliowy acero aceros acier aciers acciaio acciaierie aco acos siderurgica siderurgico siderurgia
  siderurgie stahl stahlwerke gangtie jecheol cheolgang tekko seitetsu fulad foolad foulad sulb thep staal ocel
  stahlwerk jeklarna terasz acelmu
metal: metall metallo metales metaux metalowe metaliko jinshu geumsok kinzoku felez felezat kim_loai
metallurgical: metallurgicheskiy metallurgicheskii metallurgiya metalurgica metalurgico metallurgique metalurji
  metallurgiia metalurhiinyi metallurgie metallurgica
mining: madencilik maden gornaya gornyi gornodobyvayushchaya gornorudnaya minera mineria mineracao miniere minier
  bergbau kuangye gwangeop khai_khoang pertambangan tambang gornictwo kopalnia tadin madan maadan ma_aden rudarstvo
  hirnycha gorno
coal: komur ugol ugolnaya vuhillia charbon kohle kohlen meitan seoktan batubara wegla wegiel zoghal
chemical: kimya khimicheskiy khimicheskaya khimicheskii himicheskaya khimichnyi quimica quimico quimicos chimica
  chimique chimie chemische chemiczne chemie huagong huaxue hwahak kagaku kimia hoa_chat kimyasal vegyipari chemicka
  khimprom shimiyai kimiawi kimawiyat kimyevi khimiya himiya
petrochemical: petrokimya neftekhimicheskiy neftekhimicheskaya neftekhim neftehim petroquimica petrochimica
  petrochimie petrochimique petrokhimiya petroshimi petrokimia shihua seokyuhwahak hoa_dau naftokhimia
pharmaceutical: farmasotik farmatsevticheskaya farmatsevticheskiy farmacevt farmaceutica farmaceutico farmaceutici
  pharmaceutique pharmazeutische farmaceutyczne ilac yiyao zhiyao jeyak seiyaku adwiya adwiyah dawaei darou daroo
  daru darusazi daroosazi duoc_pham farmasi farmatsiya pharmazie farmacja farmaceutska
medical: tibbi meditsinskaya meditsinskiy medico medicale medizinische medyczny yiliao uiryo iryo tibbiya pezeshki
  y_te medicinska
construction: insaat stroitelnaya stroitelnyi stroitelstvo stroitelnoe budivelna budivelnyi budivnytstvo
  construccion construcciones constructora construtora construcao constructions costruzioni budowlane budownictwo
  budowlana stavebni gradevinska gradjevinska jianzhu jianshe geonseol kensetsu sakhteman sakhtemani sakhtman
  inshaat insha_at pembinaan konstruksi xay_dung bauunternehmen hochbau tiefbau epitoipari rakennus bouw bouwbedrijf
  nirman
contracting: taahhut muteahhit podryad contratista contratistas muqawalat mokawalat mukawalat peimankari paymankari
  peymankari podryadnaya
engineering: muhendislik inzhiniring inzhenernaya inzhenernyi inzhynirynh ingenieria ingegneria ingenierie
  engenharia ingenieurburo ingenieure inzynieria inzenyring gongcheng muhandisi mohandesi mohandesin muhandasa
  handasa handasiya handasah kejuruteraan rekayasa ky_thuat mernoki enjiniring enginering
technology: teknoloji teknolojileri tekhnologiya tekhnologii tekhnologicheskaya tehnologii tehnologija tecnologia
  tecnologias technologie teknologi technologia tehnologiya tekhnolohii keji jishu gisul gijutsu fanavari fannavari
  taknulujia tiknulujiya cong_nghe tecnologica tecnologie technologii technologija scitech sci_tech fanavaran
science: nauka bilim ciencia scienza wissenschaft kexue gwahak oloum khoa_hoc
research: issledovatelskiy issledovatelskaya issledovanii arastirma doslidnyi investigacion recherche recherches
  ricerca ricerche forschung badawczy badawcza vyzkum vyzkumny yanjiu yeongu kenkyu tahghighat tahqiqat pazhuheshi
  pajouheshi pazhohesh pajoohesh penelitian nghien_cuu pesquisa istrazivanje kutatas onderzoek
institute: institut instituto istituto instytut ustav intezet yanjiusuo yanjiuyuan yeonguso kenkyujo enstitu
  enstitusu instituut institutet vien_nghien_cuu pazhouheshgah pazhooheshgah ma_had
university: universite universitesi universitet universidad universidade universita universitat universiteit
  uniwersytet univerzita univerzitet universitatea daxue daehak daehakgyo daigaku daneshgah universitas dai_hoc
  egyetem universitetas vishwavidyalaya sveuciliste yliopisto universiti
academy: akademiya akademia akademie academia accademia akademisi akademija akademi xueyuan
ministry: bakanlik bakanligi ministerstvo ministerio ministere ministerium ministero ministerie ministarstvo
  ministerstwo wizara wizarat wezarat vezarat vezarate kementerian mantralaya
defence: defense savunma oborony oboronnaya oboronnye oboronnyi oborona defensa difesa verteidigung obrony odbrana
  defensie guofang gukbang difa difaa defa pertahanan quoc_phong oborono
military: askeri voennyi voennaya voenno voennoe militar militaire militare junshi gunsa nezami askariya wojskowe
  viiskova viiskovyi voyenno voyennaya
government: hukumet pravitelstvo gobierno gouvernement governo regierung zhengfu hukuma hukumat dowlat dolat
  pemerintah uriad
state: devlet gosudarstvennyi gosudarstvennaya gosudarstvennoe gosudarstvenny derzhavnyi derzhavne derzhavna estatal
  staatliche staatlich staats dawla dowlati guoying panstwowe panstwowy drzavni drzavno statni nha_nuoc negeri
national: ulusal milli natsionalnyi natsionalnaya natsionalnoe natsionalna nacional nazionale nationale nationaler
  narodowy narodowa narodni nacionalni nasional guojia gukga kokuritsu watani wataniya wataniyah meli melli quoc_gia
  kebangsaan rashtriya nemzeti natsionalen nationalized
public: publico publica publique pubblico obshchestvennaya obshchestvennyi
general: genel generalnyi generalnaya generale umumi aamma ammah
central: tsentralnyi tsentralnaya tsentralnoe centrale centralny centralna markazi merkezi zhongyang trung_uong
  tsentralna zentrale zentral
center: centre centro tsentr zentrum centrum centar merkez markaz markez zhongxin senteo sentaa pusat trung_tam
  kozpont kendra
factory: fabrika fabrikasi zavod zavodi fabrik fabrica fabbrica fabrique fabryka fabriek tovarna tvornica fabricas
  gongchang gongjang kojo karkhana karkhaneh karkhanah karkhanejat kilang pabrik nha_may gyar tehdas masna masnaa
  masani usine mafabrica
plant: tesisi tesis
works: werke zavody
production: uretim proizvodstvo proizvodstvennaya proizvodstvennoe proizvodstvennyi vyrobnychyi vyrobnytstvo
  produccion producao produktion produzione produkcja produkcyjne vyroba proizvodnja shengchan saengsan seisan intaj
  tolid tolidi towlidi tawlidi san_xuat pengeluaran produksi gyarto
manufacturing: imalat imalati manufactura manufacturas manifattura zhizao jejo seizo tasnia pembuatan
manufacturer: manufacturers uretici imalatci fabricante fabrikant hersteller proizvoditel producent tolidkonandeh
investment: yatirim yatirimlari investitsionnaya investitsionnyi investitsii investytsiina inversion inversiones
  inversora investimento investimentos investimenti investissement investissements investition beteiligung
  beteiligungs beteiligungsgesellschaft inwestycje inwestycyjny touzi tuja toshi istithmar istithmarat sarmayeh
  sarmayegozari sarmayehgozari sarmaye_gozari dau_tu pelaburan investasi investice investicii investments
  investering
development: kalkinma gelistirme razvitie razvitiya rozvytku rozvytok desarrollo desenvolvimento developpement
  sviluppo entwicklung entwicklungs rozwoju rozwoj rozvoj razvoj kaifa fazhan gaebal kaihatsu tanmiya tanmiyah
  tatwir toseeh towseh tosee towse tose_e phat_trien pembangunan pengembangan fejlesztesi ontwikkeling vikas
services: hizmetleri hizmet uslugi poslugi posluhy servicio servicios servico servicos servizi servizio
  dienstleistung dienstleistungen diensten fuwu seobiseu sabisu khadamat khidmat khadamati dich_vu perkhidmatan jasa
  usluge uslugowe sluzby szolgaltato seva service
management: yonetim yonetimi upravlenie upravleniye upravlyayushchaya upravlinnia gestion gestao gestione verwaltung
  verwaltungs zarzadzanie guanli gwanri kanri modiriyat quan_ly pengurusan manajemen upravljanje
consulting: danismanlik konsalting konsaltingovaya konsultatsii consultoria consulenza beratung unternehmensberatung
  doradztwo zixun keonseolting moshaver tu_van perunding konsultan musavirlik istishara istisharat consultores
insurance: sigorta strakhovanie strakhovaya strahovaya strakhova seguros seguro assurance assurances assicurazioni
  versicherung versicherungs ubezpieczen baoxian boheom hoken bimeh bimah bao_hiem asuransi osiguranje pojistovna
  verzekering verzekeringen vakuutus forsikring
finance: finans finansovaya finansovyi finansy finanzas financiera financeira finanziaria finanz jinrong geumyung
  kinyu maliyah malieh tai_chinh kewangan keuangan financiere finanse
exchange: borsa birzha bolsa bourse sarrafi sarafi sarraf serafi sarafa sirafa sirafah serrafi
foundation: vakif vakfi fundacion fundacao fondation fondazione stiftung fundacja nadace fondatsiya fundatia bonyad
  yayasan alapitvany waqf zaklada sihtasutus
association: obedinenie obyedinenie obyedineniye obiednannia dernek dernegi assotsiatsiya asotsiatsiia asociacion
  associacao associazione verband verein stowarzyszenie sdruzeni udruzenje xiehui hyeophoe kyokai jamiyat anjoman
  hiep_hoi persatuan asosiasi egyesulet vereniging
concern: kontsern konzern konsern koncern
union: birligi birlik soyuz soiuz sindicato sindicat syndicat sindacato zwiazek ittihad ettehadieh
committee: komite komitesi komitet comite comitato komitee weiyuanhui wiwonhoe iinkai lajna lajnah lijan uy_ban
  jawatankuasa
organization: organisation orgutu organizatsiya orhanizatsiia organizacion organizacao organizzazione organizacja
  zuzhi jojik sazman sazeman sazmane munazzama monazzama to_chuc pertubuhan organisasi organizatie
agency: ajansi ajans agentstvo ahentstvo agencia agenzia agence agentur agencja daili wakala wakalah agentschap
bureau: buro byuro biuro
office: ofis ofisi oficina ufficio bangongshi samuso jimusho maktab daftar daftare kantor van_phong escritorio
department: departament departamento dipartimento departement departman abteilung otdel viddil edara
directorate: direktsiya direktorat direccion direzione direktion mudurlugu mudurluk mudiriya
laboratory: laboratuvar laboratoriya laboratorio laboratorium laboratoire laboratorija shiyanshi azmayeshgah
hospital: hastane hastanesi bolnitsa krankenhaus hopital ospedale szpital nemocnica yiyuan byeongwon mustashfa
  bimarestan benh_vien rumah_sakit likarnia
textile: tekstil tekstilnaya tekstilnyi textil textiles tessile tessili wlokiennicze fangzhi fangji seomyu sen_i
  nassaji nasji nasij mansujat det_may tekstilno
garment: konfeksiyon giyim odezhda shveinaya shveynaya confeccion confecciones confeccoes confection abbigliamento
  bekleidung odziezowe fuzhuang fushi uiryu garments may_mac poshak malabes malabis konfeksi
cotton: pamuk khlopok khlopkovaya algodon coton cotone baumwolle bawelna mianhua mian_hua bavlna kapas
footwear: ayakkabi obuv calzado calzados chaussures calcados calzature schuhe obuwie xieye shoes sinbal
food: gida pishchevaya prodovolstvennaya alimento alimentos alimentaire alimentare lebensmittel shipin sikpum
  shokuhin ghazaei ghazai mavad_ghazaei taam thuc_pham makanan spozywcze alimenticia alimenticios aghziyah agzia
  foods
agricultural: tarim tarimsal selskokhozyaistvennaya agrikola agricola agricole landwirtschaft rolnicze nongye
  nongeop nogyo keshavarzi zirai ziraa ziraiya nong_nghiep pertanian agropecuaria agrarnaya agricultura agriculture
fishery: balikcilik rybnaya rybolovnaya pesquera pesqueira pesca pecherie peche fischerei yuye suisan ribolov shilat
  perikanan fisheries
automotive: otomotiv avtomobilnaya avtomobilnyi automotriz automobil qiche jadongcha jidosha khodro khodrow khodrou
  automobili
machinery: makina makine mashinostroenie mashinostroitelnyi mashinostroitelnaya mashinobudivnyi maquinaria maquinas
  macchine maschinen maschinenbau maszyny jixie gigye kikai mashinsazi mashin_sazi machin_sazi strojirny
equipment: ekipman oborudovanie obladnannia equipos equipamento equipamentos equipement equipements ausrustung
  shebei seolbi setsubi tajhizat moaddat muaddat thiet_bi peralatan
materials: malzeme malzemeleri materialy materiales materiaux materiali materialien cailiao jaeryo mavad vat_lieu
plastic: plastik plastico plasticos plastmassy plastique kunststoff kunststoffe suliao peulraseutik plastika nhua
paper: kagit bumaga bumazhnaya papel papier papir zhiye jeji kaghaz kaghazsazi giay papirnica
glass: steklo vidrio vidro verre glas szklo boli garasu shishe kaca
cement: cimento tsement cementos ciment zement shuini simen siman asmant xi_mang semen cemento cementownia
gold: zoloto zolota huangjin zahab dhahab emas talaye goud
diamond: brillant diamante diamant zuanshi kim_cuong
jewellery: jewelry jewelery kuyumculuk yuvelirnyi joyeria joalheria bijouterie gioielli schmuck zhubao mujawharat
  majowharat perhiasan
tobacco: tutun tabak tabachnaya tabaco tabac tabacco tytoniowe yancao dambae dokhaniat tembakau thuoc_la
tourism: turizm turisticheskaya turismo tourisme turystyka luyou gwangwang kanko siyaha siahat gardeshgari du_lich
  pelancongan pariwisata turystyczne
travel: seyahat puteshestviya viajes viagens voyages viaggi reisen reiseburo podroze luxing yeohaeng ryoko
hotel: otel otelcilik gostinitsa hotelera hoteles hotels jiudian hoteru khach_san funduq
airlines: havayollari avialinii aviakompaniya aviakompaniia aerolineas lineas_aereas linhas_aereas lignes_aeriennes
  luftfahrtgesellschaft fluggesellschaft hangkonggongsi khutut_jawiya havapeimaei havapeymaei linie_lotnicze
  maskapai airline
aviation: havacilik aviatsiya aviatsionnaya aviatsionnyi aviatsiinyi aviacion aviacao aviazione luftfahrt lotnictwo
  lotnicze hangkong hanggong koku tayaran tiran hang_khong penerbangan avio
aerospace: aeroespacial aerospaziale hangtian aerokosmicheskaya havafaza aerospatiale
space: kosmicheskaya kosmicheskiy uzay espacio spazio weltraum taikong uju fazaei
railway: demiryolu zheleznodorozhnaya ferrocarril ferroviaria ferrovia chemin_de_fer eisenbahn bahn kolej tielu
  cheoldo tetsudo rah_ahan sikak_hadid duong_sat railways ferrocarriles
port: liman limani puerto gangkou cang pelabuhan
communications: iletisim haberlesme svyaz svyazi zviazok comunicaciones comunicacoes comunicazioni kommunikation
  tongxin tongsin tsushin ertebatat mokhaberat ittisalat truyen_thong komunikasi communication
telecommunications: telekomunikasyon telekommunikatsii telekomunikacja telecomunicaciones telecomunicacoes
  telecomunicazioni dianxin vien_thong telekomunikasi telecommunication telekom telecom
information: bilgi informatsionnaya informatsionnye informacion informacao informazione xinxi jeongbo joho ettelaat
  maalumat thong_tin informasi informatsiya
software: yazilim programmnoe soft_ware ruanjian sopeuteuweo narm_afzar narmafzar phan_mem perisian
computer: bilgisayar kompyuter computadora informatica rayaneh may_tinh jisuanji kompyuternaya komputer
security: guvenlik bezopasnost okhrana okhrannaya bezpeka seguridad securite sicurezza seguranca sicherheit anquan
  bezpieczenstwo amniyati an_ninh keselamatan ochrona bezpecnostni
media: medya medios chuanmei resaneh wasail truyen_hinh
publishing: yayincilik izdatelstvo vydavnytstvo verlag edizioni wydawnictwo chubanshe intisharat entesharat
  nha_xuat_ban yayinevi
newspaper: gazete gazeta zeitung giornale baozhi sinmun shimbun jarida rooznameh periodico
television: televizyon televidenie telebachennia televisao televisione fernsehen dianshi terebi televizija telewizja
radio: radyo radiostantsiya
realestate: real_estate gayrimenkul emlak nedvizhimost nerukhomist inmobiliaria inmobiliario imobiliaria immobilier
  immobiliere immobiliare immobilien nieruchomosci fangdichan budongsan fudosan amlak bat_dong_san nekretnine
  ingatlan immobiliaria vastgoed realestate hartanah
property: mulkiyet sobstvennost propiedad propiedades
trust: trest fideicomiso treuhand fiducia
fund: fonu fondo fonds jijin gigeum kikin sanduq sandoogh sandogh tabung
school: okul okulu shkola escuela escola ecole scuola schule szkola xuexiao hakgyo gakko madrasa madrassa madraseh
  truong_hoc sekolah
charity: hayir blagotvoritelnyi blagotvoritelnaya beneficencia caridad carita wohltatigkeit khairiya khairiyah
  khayriyah khayriya kheyriyeh charitable amal_kebajikan
relief: yardim pomoshch socorro secours soccorso hilfe ighatha ighathah emdad
federation: federasyon federatsiya federacion federacao federazione foderation federacja lianhehui yeonmaeng
republic: cumhuriyet cumhuriyeti respublika respubliki republica republique repubblica republik gongheguo gonghwaguk
  kyowakoku jumhuriya jumhuriyah jomhuri cong_hoa
peoples: halk halkin narodnaya narodnyi renmin inmin jinmin nhan_dan people shaab
army: ordu ordusu armiya ejercito exercito armee esercito armija jundui gundae jaysh jaish artesh quan_doi tentara
forces: kuvvetleri silly fuerzas forcas forze streitkrafte quwat niroo niruye luc_luong
party: partisi parti partiya partido partito partei hizb hezb partia stranka
front: cephe cephesi frente fronte jabha jabhat jebhe mat_tran
movement: hareketi hareket dvizhenie movimiento mouvement movimento bewegung haraka harakat jonbesh phong_trao
cooperative: kooperatif kooperatifi kooperativ cooperativa genossenschaft spoldzielnia hezuoshe hyeopdong taavoni
  taawuniya hop_tac_xa koperasi zadruga cooperativas
brothers: kardesler biraderler bratya braty hermanos irmaos freres fratelli gebruder bracia xiongdi hyeongje kyodai
  baradaran barodaron gebroeders bratia
sons: ogullari synovya hijos filhos fils figli sohne synowie pesaran zonen synove
partners: ortaklari partnery socios parceiros partenaires partnerzy huoban shuraka shoraka
economic: ekonomik ekonomicheskiy ekonomicheskaya economico economica economique economici wirtschaft jingji
  gyeongje keizai iqtisadi eqtesadi kinh_te ekonomi gospodarcze
foreign: yabanci inostrannyi inozemnyi extranjero exterior etranger estero auslands zagraniczny waiguo oeguk gaikoku
  khareji ngoai_nuoc asing kharijiya
construction materials: stroimaterialy materiales_de_construccion jiancai vat_lieu_xay_dung baustoffe
spareparts: spare_parts zapchasti refacciones repuestos pecas ersatzteile peijian bupum qate_ghotaat yadaki
rubber: kaucuk caucho caoutchouc kautschuk xiangjiao gomu cao_su karet rezina
sugar: seker sakhar sakharnyi azucar acucar sucre zucchero zucker qand shekar duong_mia gula cukier
tea: tee
coffee: kahve kofe kaffee caffe kopi ca_phe qahwa
fertiliser: fertilizer fertilizers fertilisers gubre udobreniya udobrenie fertilizantes engrais fertilizzanti dunger
  nawozy huafei bilyo hiryo pupuk phan_bon dobryva kood_shimiaei
aluminium: aluminum aluminyum alyuminiy alyuminievyi aluminio alluminio lvye luye aluminiyum aluminiowy
copper: medny cobre cuivre kupfer miedz tongye nuhas
iron: zhelezo hierro eisen zelazo ahan hadid besi zheleznyi
shipbuilding: tersane tersanesi sudostroitelnyi sudostroenie sudostroitelnaya astillero astilleros estaleiro
  chantier_naval cantieri werft stocznia zaochuan zosen keshtisazi kashtisazi dong_tau
scientific: nauchno nauchnyi nauchnaya nauchny naukovo naukovyi cientifica cientifico scientifique scientifico
  naukowy ilmi elmi naukowo
main: glavnyi glavnoe glavnaya hlavni holovne
united: birlesik obedinennaya obedinennyi obyedinennaya obiednana unidos unida vereinigte zjednoczone lianhe
  muttahida mottahed
new: yeni novyi novaya novoe novy nowy nowa nuevo nueva neue neuer neues jadid
house: maison haus
world: mundo monde mondo shijie segye sekai the_gioi dunia mundial mondial
eastern: vostochnyi vostochnaya skhidnyi sharqiya dongfang
trading house: casa_comercial handelshaus maison_de_commerce dom_handlowy handelshuis dar_tijara
humanresources: human_resources recursos_humanos ressources_humaines risorse_umane renliziyuan renli_ziyuan
  ren_li_zi_yuan nhan_luc sumber_daya_manusia
and: ve va og och oraz dhe
"""
# The British spelling stands for the American.
_SPELLINGS = """
design: konstruktorskoe konstruktorskoye konstruktorske konstruktorskiy tasarim projekt diseno
labour: labor
colour: color
fibre: fiber fibra
tyre: tire tyres tires
grey: gray
harbour: harbor
theatre: theater
programme: program
sulphur: sulfur
neighbour: neighbor
offshore: offshroe
armour: armor
mould: mold moulds molds
"""


def _read() -> dict[tuple[str, ...], str]:
    concepts: dict[tuple[str, ...], str] = {}
    for row in (_TABLE + _SPELLINGS.lstrip()).replace("\n  ", " ").strip().splitlines():
        english, _, written = row.partition(":")
        for word in written.split():
            concepts.setdefault(tuple(word.split("_")), english)
    return concepts


_ALL = _read()
WORDS = {phrase[0]: english for phrase, english in _ALL.items() if len(phrase) == 1}
PHRASES = {phrase: english for phrase, english in _ALL.items() if len(phrase) > 1}
