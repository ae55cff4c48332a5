"""Words of names in scripts of their own, put into English before the rest is transliterated (pure data).

Transliteration alone turns a Chinese or Arabic company name into sounds that no English form of the name has.
Two kinds of script: those that part words with spaces (Arabic, Hebrew, Devanagari) are looked up word by
word; those that do not (Chinese, Japanese, Korean, Thai, Burmese, Khmer) are read by the longest known word.
``_`` joins the English words of one entry. Only what stands in names of organisations.
"""

import unicodedata

_UNSPACED = """
有限责任公司 limited_liability_company 股份有限公司 joint_stock_company 有限公司 limited_company 公司 company 總公司
general_company 总公司 general_company 分公司 branch 子公司 subsidiary 集团 group 集團 group 控股 holding 股份 stock
株式会社 kabushiki_kaisha 有限会社 yugen_kaisha 合同会社 godo_kaisha 合資会社 goshi_kaisha 주식회사 jusik_hoesa
유한회사 yuhan_hoesa 유한책임회사 yuhan_hoesa 贸易 trading 貿易 trading 商贸 trading 商貿 trading 商务 commercial
商业 commercial 进出口 import_export 進出口 import_export 进口 import 出口 export 国际 international 國際
international 工贸 industry_trading 实业 industrial 實業 industrial 工业 industry 工業 industry 产业 industry 產業
industry 産業 industry 企业 enterprise 企業 enterprise 投资 investment 投資 investment 银行 bank 銀行 bank 保险
insurance 保險 insurance 証券 securities 证券 securities 金融 finance 租赁 leasing 基金 fund 信托 trust 石油
petroleum 石化 petrochemical 石油化工 petrochemical 天然气 gas 化工 chemical 化学 chemical 化學 chemical 钢铁 steel
鋼鐵 steel 製鉄 steel 铁 iron 有色金属 nonferrous_metals 金属 metal 矿业 mining 矿产 minerals 煤炭 coal 煤业 coal
能源 energy 新能源 new_energy 电力 electric_power 光伏 photovoltaic 太阳能 solar_energy 硅业 silicon 多晶硅
polysilicon 铝业 aluminium 铜业 copper 航运 shipping 船务 shipping 海运 shipping 海運 shipping 船舶 ship 造船
shipbuilding 重工 heavy_industry 重工业 heavy_industry 重工業 heavy_industry 物流 logistics 运输 transport 運輸
transport 航空 aviation 航天 aerospace 机械 machinery 機械 machinery 设备 equipment 装备 equipment 制造
manufacturing 製造 manufacturing 製作所 seisakusho 汽车 automotive 汽車 automotive 自動車 automotive 建筑
construction 建設 construction 建设 construction 建材 construction_materials 工程 engineering 房地产 real_estate
不動産 real_estate 置业 property 农业 agricultural 農業 agricultural 粮油 grain_oil 食品 food 番茄 tomato 水产
fishery 渔业 fishery 水産 fishery 医药 pharmaceutical 制药 pharmaceutical 製薬 pharmaceutical 药业 pharmaceutical
医疗 medical 生物 bio 信息 information 資訊 information 情報 information 通信 communications 通讯 communications
电信 telecommunications 网络 network 软件 software 电子 electronics 電子 electronics 電機 electric 电气 electric
电器 electric 半导体 semiconductor 微电子 microelectronics 智能 intelligent 人工智能 artificial_intelligence 科技
technology 技术 technology 技術 technology 技術開発 technology_development 开发 development 開發 development 発展
development 发展 development 服务 services 咨询 consulting 管理 management 材料 materials 塑料 plastic 橡胶 rubber
轮胎 tyre 纺织 textile 紡織 textile 纺织品 textile 棉业 cotton 棉花 cotton 棉纺 cotton_textile 服装 garment 服饰
garment 制衣 garment 针织 knitting 鞋业 footwear 箱包 bags 玩具 toys 家具 furniture 家居 home 发制品 hair_products
美发 hair 饰品 accessories 纸业 paper 包装 packaging 印刷 printing 水泥 cement 玻璃 glass 光学 optical 光电
optoelectronics 仪器 instruments 工厂 factory 厂 factory 廠 factory 工場 factory 研究所 research_institute 研究院
research_institute 研究中心 research_center 大学 university 大學 university 学院 college 學院 college 中心 center
办公室 office 委员会 committee 联合会 federation 协会 association 協会 association 协会 association 人力资源
human_resources 劳务 labour_service 旅行社 travel_agency 旅游 tourism 酒店 hotel 餐饮 catering 文化 culture 传媒
media 广告 advertising 教育 education 环保 environmental_protection 环境 environment 供应链 supply_chain 供应链管理
supply_chain_management 商社 shosha 商事 shoji 商会 shokai 物産 bussan 中华人民共和国 peoples_republic_of_china 中华
china 中国 china 中國 china 香港 hong_kong 澳门 macau 澳門 macau 台湾 taiwan 臺灣 taiwan 朝鲜 korea 朝鮮 korea 韩国
korea 韓国 korea 日本 japan 俄罗斯 russia 美国 usa 印度 india 越南 vietnam 伊朗 iran 新疆 xinjiang 西藏 tibet
乌鲁木齐 urumqi 喀什 kashgar 和田 hotan 阿克苏 aksu 石河子 shihezi 伊犁 yili 吐鲁番 turpan 哈密 hami 库尔勒 korla
阿拉尔 alar 图木舒克 tumushuke 昌吉 changji 工商 industrial_and_commercial 农业银行 agricultural_bank 建设银行
construction_bank 交通 communications 中央 central 国家 national 进出口银行 export_import_bank 科学院
academy_of_sciences 出版社 press 警察 police 公安 public_security 数字 digital 精密 precision 精细 fine 特种 special
船厂 shipyard 造纸 paper 皮革 leather 羽绒 down 毛纺 wool_textile 丝绸 silk 陶瓷 ceramics 五金 hardware 模具 mould
印染 printing_and_dyeing 家纺 home_textile 国有 state_owned 民用 civil 北方 north 南方 south 东方 east 西部 western
长江 changjiang 黄河 huanghe 太平洋 pacific 北京 beijing 上海 shanghai 天津 tianjin 重庆 chongqing 深圳 shenzhen
广州 guangzhou 廣州 guangzhou 广东 guangdong 廣東 guangdong 浙江 zhejiang 江苏 jiangsu 山东 shandong 福建 fujian
四川 sichuan 湖南 hunan 湖北 hubei 河南 henan 河北 hebei 辽宁 liaoning 大连 dalian 青岛 qingdao 宁波 ningbo 厦门
xiamen 杭州 hangzhou 苏州 suzhou 南京 nanjing 武汉 wuhan 西安 xian 成都 chengdu 东莞 dongguan 佛山 foshan 珠海
zhuhai 无锡 wuxi 丹东 dandong 沈阳 shenyang 长春 changchun 吉林 jilin 東京 tokyo 大阪 osaka 三菱 mitsubishi 三井
mitsui 住友 sumitomo 伊藤忠 itochu 丸紅 marubeni 日立 hitachi 東芝 toshiba 本田 honda 日産 nissan 鈴木 suzuki 川崎
kawasaki 松下 matsushita 富士 fuji 平壤 pyongyang 生产建设兵团 production_and_construction_corps 兵团 corps 人民
peoples 人民解放军 peoples_liberation_army 县 county 市 city 省 province 区 district 自治区 autonomous_region 무역
trading 무역회사 trading_company 상사 trading 종합상사 general_trading 은행 bank 그룹 group 산업 industry 공업
industry 건설 construction 화학 chemical 전자 electronics 자동차 motor 중공업 heavy_industries 조선해양
shipbuilding_marine 제철 steel 철강 steel 해운 shipping 항공 aviation 물산 trading 통신 communications 정보
information 기술 technology 개발 development 투자 investment 보험 insurance 증권 securities 금융 finance 광업 mining
석유 petroleum 정유 oil_refining 에너지 energy 전력 electric_power 제약 pharmaceutical 식품 food 섬유 textile 의류
garment 방직 textile 총회사 general_corporation 총국 general_bureau 지도국 guidance_bureau 국제 international 대외
foreign 경제 economic 합작 joint_venture 합영 joint_venture 센터 center 연구소 research_institute 연구원
research_institute 대학교 university 대학 university 공장 factory 회사 company 홀딩스 holding 인터내셔널
international 트레이딩 trading 엔지니어링 engineering 테크놀로지 technology 시스템 systems 솔루션 solutions 서비스
services 글로벌 global 코퍼레이션 corporation 로지스틱스 logistics 인더스트리 industry 파트너스 partners 캐피탈
capital 물류 logistics 유통 distribution 전기 electric 기계 machinery 금속 metal 제지 paper 시멘트 cement 관광
tourism 호텔 hotel 병원 hospital 학교 school 재단 foundation 협회 association 위원회 committee 부동산 real_estate
수산 fishery 농업 agricultural 미디어 media 소프트 soft 코리아 korea 한국 korea 대한 korea 조선 korea
조선민주주의인민공화국 democratic_peoples_republic_of_korea 서울 seoul 평양 pyongyang 부산 busan 인천 incheon 광명성
kwangmyongsong 금강 kumgang 백두 paektu 은하 unha 대동 taedong 고려 koryo 삼성 samsung 현대 hyundai 대우 daewoo 기아
kia 롯데 lotte 두산 doosan 한화 hanwha 신한 shinhan 한진 hanjin 금호 kumho 국민 kookmin ホールディングス holding
グループ group トレーディング trading インターナショナル international サービス services システム systems システムズ
systems テクノロジー technology エンジニアリング engineering コーポレーション corporation カンパニー company
リミテッド limited バンク bank エナジー energy インダストリーズ industries インダストリー industry ロジスティクス
logistics パートナーズ partners キャピタル capital ジャパン japan บริษัท company จำกัด limited มหาชน public ธนาคาร
bank การค้า trading อุตสาหกรรม industry ระหว่างประเทศ international ไทย thai กรุงเทพ bangkok กลุ่ม group ขนส่ง
transport ก่อสร้าง construction น้ำมัน oil อาหาร food โรงงาน factory เทคโนโลยี technology ประเทศไทย thailand
ห้างหุ้นส่วนจำกัด limited_partnership ห้างหุ้นส่วน partnership พัฒนา development การลงทุน investment โลจิสติกส์
logistics เอ็นจิเนียริ่ง engineering มหาวิทยาลัย university กระทรวง ministry การประมง fishery ประมง fishery ซีฟู้ด
seafood อินเตอร์เนชั่นแนล international ကုမ္ပဏီလီမိတက် company_limited ကုမ္ပဏီ company လီမိတက် limited အများပိုင်
public ဘဏ် bank မြန်မာ myanmar ရန်ကုန် yangon မန္တလေး mandalay ကုန်သွယ်ရေး trading ကုန်သွယ်မှု trading လုပ်ငန်း
enterprise လုပ်ငန်းစု group အုပ်စု group ဝန်ကြီးဌာန ministry တပ်မတော် tatmadaw စီးပွားရေး economic ဦးပိုင် holdings
ကော်ပိုရေးရှင်း corporation ရေနံ oil သဘာဝဓာတ်ငွေ့ natural_gas ကျောက်မျက် gems သတ္တုတွင်း mining တွင်းထွက် mineral
သစ် timber ဆောက်လုပ်ရေး construction အပြည်ပြည်ဆိုင်ရာ international ဟိုတယ် hotel ခရီးသွား travel လေကြောင်း airways
နှင့် and စက်မှု industrial စက်ရုံ factory ထုတ်လုပ်ရေး production ပို့ဆောင်ရေး transport တက္ကသိုလ် university
ကောင်စီ council ក្រុមហ៊ុន company ធនាគារ bank កម្ពុជា cambodia អន្តរជាតិ international ពាណិជ្ជកម្ម trading ភ្នំពេញ
phnom_penh រោងចក្រ factory ខូអិលធីឌី company_limited ឯ.ក limited ម.ក public_limited វិនិយោគ investment អភិវឌ្ឍន៍
development សំណង់ construction
"""
_SPACED = """
شركه company شرکت company شركات companies موسسه establishment مجموعه group گروه group بنك bank بانك bank بانک bank
مصرف bank تجاره trading تجاريه trading تجاري trading بازرگاني trading صناعه industry صناعات industries صناعيه
industrial صناعي industrial صنايع industries صنعت industry صنعتي industrial مقاولات contracting عامه general عام
general دوليه international دولي international بين_المللي international عالميه global محدوده limited ذات with
مسووليه liability مسئوليت liability محدود limited ذمم limited_liability_company مساهمه stock مساهمه_عامه
public_stock_company سهامي stock خاصه private خاص private نفط oil نفت oil غاز gas گاز gas بترول petroleum پتروشيمي
petrochemical پالايش refining نقل transport شحن shipping كشتيراني shipping ملاحه shipping بحريه maritime بحري
maritime دريايي maritime طيران aviation هواپيمايي airlines خطوط lines جويه air استثمار investment استثمارات
investment سرمايهگذاري investment سرمايه_گذاري investment تطوير development تنميه development توسعه development
خدمات services هندسه engineering هندسيه engineering مهندسي engineering مهندسين engineers وزاره ministry وزارت
ministry جامعه university دانشگاه university معهد institute پژوهشگاه research_institute مركز center مکتب office مكتب
office دفتر office جمعيه society انجمن association اتحاد union اتحاديه union بنياد foundation سازمان organization
منظمه organization هيئه commission صرافه exchange صرافي exchange ذهب gold مجوهرات jewellery سياحه tourism سفر travel
استيراد import تصدير export واردات import صادرات export قابضه holding هلدينگ holding انشاءات construction بناء
construction ساختمان construction ساختماني construction حديد iron صلب steel فولاد steel اسمنت cement سيمان cement
كيماويات chemicals كيماويه chemical شيميايي chemical بتروكيماويات petrochemical ادويه pharmaceutical دارو
pharmaceutical داروسازي pharmaceutical زراعه agricultural زراعيه agricultural كشاورزي agricultural اغذيه food غذائيه
food غذايي food تامين insurance بيمه insurance كهرباء electricity برق electricity اتصالات telecommunications مخابرات
telecommunications معلومات information اطلاعات information تكنولوجيا technology تقنيه technology فناوري technology
فن_اوري technology تحقيقات research تحقيقاتي research توليدي production توليد production انتاج production معدات
equipment تجهيزات equipment سيارات automotive خودرو automotive خودروسازي automotive معادن mining معدني mining نسيج
textile نساجي textile ملابس garment وطنيه national وطني national ملي national حكومه government دوله state دولت state
مركزي central عربيه arab عربي arab اسلاميه islamic اسلامي islamic متحده united جديده new جديد new اخوان brothers
برادران brothers اولاد sons وشركاه and_company وشركاءه and_company شركاه company للتجاره trading حزب party حركه
movement جبهه front جيش army ارتش army قوات forces كتائب brigades لواء brigade سپاه corps دفاع defence لجنه
committee مدرسه school مستشفي hospital بيمارستان hospital مسجد mosque خيريه charity خيريه charity اغاثه relief امداد
relief سوريا syria سوريه syria عراق iraq ايران iran لبنان lebanon دبي dubai دمشق damascus بغداد baghdad طهران tehran
تهران tehran اصفهان isfahan مشهد mashhad شيراز shiraz تبريز tabriz اهواز ahvaz حلب aleppo بيروت beirut يمن yemen
صنعاء sanaa قطر qatar كويت kuwait بحرين bahrain اردن jordan مصر egypt قاهره cairo ليبيا libya طرابلس tripoli سودان
sudan فلسطين palestine غزه gaza افغانستان afghanistan کابل kabul پاکستان pakistan سعوديه saudi رياض riyadh شرق east
الكترونيك electronics الكترونيات electronics اريا arya رافدين rafidain فرات furat خليج gulf نيل nile شرقيه eastern
شرق_اوسط middle_east خليج gulf شام sham בעמ limited חברת company חברה company בנק bank תעשיות industries תעשייה
industry תעשיה industry סחר trading מסחר trading השקעות investments השקעה investment קבוצת group קבוצה group החזקות
holding אחזקות holding טכנולוגיות technologies טכנולוגיה technology מפעלי works מפעל factory בינלאומי international
בינלאומית international בינל international ישראל israel ישראלית israeli נכסים properties נדלן real_estate בניין
construction בניה construction בנייה construction הנדסה engineering שירותי services שירותים services מערכות systems
תוכנה software אנרגיה energy גז gas נפט oil דלק fuel חשמל electric אלקטרוניקה electronics ביטוח insurance ספנות
shipping הובלה transport הובלות transport תחבורה transport תעופה aviation פיתוח development ניהול management ייצור
production יצור production שיווק marketing יבוא import ויבוא import יצוא export ויצוא export מזון food מזונות foods
כימיקלים chemicals תרופות pharmaceutical פלסטיק plastic מתכת metal מתכות metals פלדה steel יהלומים diamonds תיירות
tourism נסיעות travel מלונות hotels אחים brothers האחים brothers ובניו and_sons בניו sons ושות and_company שותפות
partnership עמותה association קרן foundation אוניברסיטת university אוניברסיטה university מכון institute מרכז center
משרד ministry ירושלים jerusalem תל_אביב tel_aviv חיפה haifa תקשורת communications ביטחון security בטחון security
יועצים consultants יעוץ consulting ייעוץ consulting לוגיסטיקה logistics הגליל hagalil נגב negev אלון alon כרמל
carmel גולן golan ים sea דרום south צפון north גלובל global लिमिटेड limited प्राइवेट private कंपनी company बैंक bank
इंडस्ट्रीज industries ट्रेडिंग trading भारत india इंडिया india एंटरप्राइजेज enterprises इंटरनेशनल international
उद्योग industry व्यापार trading एंड and और and सेवा services लि limited प्रा private नेपाल nepal লিমিটেড limited
প্রাইভেট private কোম্পানি company ব্যাংক bank বাংলাদেশ bangladesh ইন্ডাস্ট্রিজ industries ট্রেডিং trading
এন্টারপ্রাইজ enterprise ইন্টারন্যাশনাল international টেক্সটাইল textile গার্মেন্টস garment এন্ড and এবং and ট্রেডার্স
traders গ্রুপ group ঢাকা dhaka চট্টগ্রাম chittagong
"""


def _read(table: str) -> dict[str, str]:
    items = table.split()
    return {
        unicodedata.normalize("NFKC", native): english.replace("_", " ")
        for native, english in zip(items[::2], items[1::2], strict=True)
    }


UNSPACED = _read(_UNSPACED)
SPACED = _read(_SPACED)
