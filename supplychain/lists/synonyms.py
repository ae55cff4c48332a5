"""What people call the columns of a supplier list, in several languages.

Own collection: English, French, Spanish, Portuguese, Turkish, German, Italian, Arabic, Bengali, Chinese,
plus the headings of widely used public supplier lists. Keys are already in the form that `normal()` gives.
"""

import re
import unicodedata

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|（.*?）")
_SEPARATORS = re.compile(r"[\W_]+")

_WORDS: dict[str, str] = {
    "external_ref": "external ref|external reference|external id|your reference|our reference"
    "|reference|ref|ref no|vendor no|vendor number|vendor id|vendor code|supplier id|supplier no"
    "|supplier number|supplier code|factory id|factory code|site id|site code|internal id|référence"
    "|code fournisseur|numéro fournisseur|referencia|código proveedor|código de proveedor|referência"
    "|código do fornecedor|tedarikçi kodu|referans|lieferantennummer|codice fornitore|供应商编号"
    "|供应商代码",
    "supplier_name": "supplier name|supplier|name|company|company name|factory|factory name|facility"
    "|facility name|vendor|vendor name|site name|production unit|manufacturer|manufacturer name|producer"
    "|business name|organisation|organization|organisation name|organization name|legal name"
    "|name of supplier|name of factory|nom|nom du fournisseur|fournisseur|raison sociale|nom de l usine"
    "|usine|nom de l entreprise|entreprise|nombre|nombre del proveedor|proveedor|razón social|fábrica"
    "|nombre de la fábrica|empresa|nombre de la empresa|nome|nome do fornecedor|fornecedor|razão social"
    "|nome da fábrica|nome da empresa|tedarikçi|tedarikçi adı|firma|firma adı|fabrika|fabrika adı|şirket"
    "|şirket adı|ad|unvan|ünvan|lieferant|lieferantenname|firmenname|unternehmen|fabrikname|fornitore"
    "|nome fornitore|ragione sociale|azienda|المورد|اسم المورد|اسم الشركة|الشركة|المصنع|اسم المصنع"
    "|সরবরাহকারী|প্রতিষ্ঠানের নাম|কারখানার নাম|নাম|供应商|供应商名称|公司|公司名称|工厂|工厂名称|企业名称"
    "|名称|供應商|供應商名稱|工廠|工廠名稱",
    "local_name": "local name|name in the local language|native name|native language name"
    "|name in local language"
    "|local language name|nom local|nombre local|nome local|yerel ad|中文名称|本地名称|当地名称",
    "address": "address|full address|street|street address|address line 1|address 1|address1"
    "|site address|factory address|facility address|supplier address|location|adresse|adresse complète"
    "|rue|dirección|domicilio|calle|endereço|morada|rua|adres|açık adres|anschrift|straße|strasse"
    "|indirizzo|via|العنوان|عنوان|ঠিকানা|地址|详细地址|工厂地址|公司地址|詳細地址|工廠地址",
    "city": "city|town|municipality|city town|ville|ciudad|localidad|cidade|município|şehir|il ilçe"
    "|ilçe|stadt|ort|città|المدينة|শহর|城市|市",
    "subdivision": "subdivision|state|province|region|state province|province state|state or province"
    "|state province region|county|prefecture|district|département|région|estado|provincia|departamento"
    "|distrito|il|eyalet|bölge|bundesland|regione|المحافظة|জেলা|বিভাগ|省|省份|州",
    "postal_code": "postal code|postcode|post code|zip|zip code|zipcode|postal|pin code|code postal"
    "|código postal|cp|cep|posta kodu|plz|postleitzahl|cap|الرمز البريدي|পোস্ট কোড|邮编|邮政编码|郵遞區號",
    "country": "country|country name|country code|country iso|iso country|iso country code"
    "|country of origin|country region|factory country|site country|country of production|pays"
    "|pays de production|code pays|país|pais|país de origen|país de origem|ülke|ülke adı|ülke kodu|land"
    "|staat|paese|nazione|البلد|الدولة|بلد|দেশ|国家|国别|国家地区|國家",
    "lat": "lat|latitude|gps lat|gps latitude|latitud|enlem|breitengrad|latitudine|خط العرض|অক্ষাংশ|纬度|緯度",
    "lng": "lng|lon|long|longitude|gps long|gps lng|gps longitude|longitud|boylam|längengrad"
    "|longitudine|خط الطول|দ্রাঘিমাংশ|经度|經度",
    "reg_number": "reg number|reg no|registration number|registration no|company number"
    "|company registration number|business registration number|business licence|business license"
    "|unified social credit code|siren|siret|nif|cif|cnpj|rfc|nit|ruc|tax id|vat number"
    "|numéro d enregistrement|número de registro|número de registo|sicil no|vergi no|vergi numarası"
    "|handelsregisternummer|partita iva|统一社会信用代码|注册号|رقم السجل التجاري|নিবন্ধন নম্বর",
    "reg_scheme": "reg scheme|registration scheme|register|company register|registry|registre|registro|sicil",
    "lei": "lei|lei id|lei code|legal entity identifier",
    "os_id": "os id|osid|oar id|oarid|open supply hub id|os hub id|open apparel registry id",
    "gln": "gln|global location number|gs1 gln",
    "duns": "duns|duns id|duns number|duns no|d u n s|d u n s number|dun bradstreet",
    "isic": "isic|isic code|isic 4|isic4|isic rev 4|isic class",
    "sector_text": "sector text|sector|sectors|sector product type|sector s|industry|industry sector"
    "|business type|secteur|secteur d activité|industria|setor|sektör|branche|settore|القطاع|খাত|行业"
    "|产业|行業",
    "products": "products|product|product type|product types|product category|product categories"
    "|goods|items|produit|produits|producto|productos|produto|produtos|tipo de producto|ürün|ürünler"
    "|produkt|produkte|prodotti|المنتجات|পণ্য|产品|产品类型|產品",
    "hs_codes": "hs codes|hs code|hs|hts|hts code|tariff code|code sh|código sa|código arancelario"
    "|ncm|gtip|海关编码",
    "tier": "tier|supply chain tier|supplier tier|tier level|level|rang|niveau|nivel|nível|kademe"
    "|stufe|层级|级别",
    "buys_from_ref": "buys from ref|buys from|upstream ref|supplied by|purchases from|achète à"
    "|compra a|alım yaptığı",
    "parent_company": "parent company|parent|parent name|group|group name|owner|parent organisation"
    "|parent organization|société mère|maison mère|groupe|empresa matriz|matriz|grupo|empresa mãe"
    "|ana şirket|grup|muttergesellschaft|konzern|الشركة الأم|母公司|集团",
    "parent_country": "parent country|country of the parent company|parent company country|country of parent"
    "|country of parent company|pays société mère|país matriz",
    "workers_total": "workers total|total workers|number of workers|workers|no of workers"
    "|total number of workers|employees|number of employees|total employees|headcount|workforce"
    "|nombre de travailleurs|effectif|salariés|número de trabajadores|trabajadores|empleados"
    "|número de trabalhadores|trabalhadores|işçi sayısı|çalışan sayısı|mitarbeiter|anzahl mitarbeiter"
    "|lavoratori|numero di lavoratori|عدد العمال|শ্রমিক সংখ্যা|员工人数|工人数|工人總數",
    "workers_migrant": "workers migrant|migrant workers|number of migrant workers|foreign workers"
    "|migrant|percent migrant workers|travailleurs migrants|trabajadores migrantes"
    "|trabalhadores migrantes|göçmen işçi|göçmen işçi sayısı|wanderarbeiter|العمال المهاجرون|移民工人"
    "|外籍工人",
    "workers_agency": "workers agency|agency workers|contract workers|temporary workers"
    "|dispatched workers|interim|intérimaires|trabajadores temporales|trabalhadores temporários"
    "|taşeron işçi|leiharbeiter|派遣工",
    "workers_female": "workers female|female workers|women workers|women|female"
    "|number of female workers|femmes|mujeres|mulheres|kadın işçi|kadın çalışan|frauen|donne|女工"
    "|女性工人",
    "broker_name": "broker name|broker|labour broker|labor broker|agent|agency|agency name|recruiter"
    "|recruitment agency|recruitment agent|recruiting agency|labour agent|labor agent|labour supplier"
    "|labor supplier|labour provider|employment agency|manpower agency|agence|agence de recrutement"
    "|recruteur|agencia|agencia de contratación|agencia de empleo|reclutador|agência"
    "|agência de recrutamento|recrutador|aracı|iş bulma aracısı|istihdam bürosu|personalvermittler"
    "|vermittler|agenzia|وكالة التوظيف|اسم الوكالة|রিক্রুটিং এজেন্সি|এজেন্সি|中介|劳务中介|招聘机构|仲介",
    "broker_licence_no": "broker licence no|broker s licence number|broker license no|broker licence number"
    "|broker license number|licence no|license no|licence number|license number|agency licence"
    "|agency license|agency licence no|agency license no|recruitment licence|licence|license"
    "|numéro de licence|agrément|número de licencia|licencia|número da licença|licença|ruhsat no"
    "|lisans no|lizenznummer|licenza|رقم الترخيص|লাইসেন্স নম্বর|许可证号|牌照号",
    "broker_regulator": "broker regulator|broker s regulator|regulator|licensing authority|licence authority"
    "|license authority|autorité|autoridad|autoridade|yetkili kurum|الجهة المرخصة|发证机关",
    "broker_country": "broker country|country of the broker|agency country|country of broker"
    "|country of agency"
    "|pays de l agence|país de la agencia|país da agência|aracı ülke",
    "corridor_from": "corridor from|recruited in|recruited from|country of recruitment|source country"
    "|sending country|workers recruited in|workers from|nationality of workers|pays de recrutement"
    "|país de reclutamiento|país de recrutamento|kaynak ülke|来源国",
    "corridor_to": "corridor to|placed in|destination|destination country|receiving country"
    "|country of destination|workers placed in|pays de destination|país de destino|hedef ülke|目的国",
    "workers_via_broker": "workers via broker|workers through this broker|workers via agency"
    "|workers from broker|workers from agency|workers placed|number of workers placed|travailleurs placés"
    "|trabajadores colocados",
    "fee_payer": "fee payer|who pays|who pays fees|who pays the fee|who pays the recruitment fee"
    "|who pays recruitment fees|recruitment fee paid by|fees paid by|fee paid by|recruitment fees"
    "|qui paie|frais payés par|quién paga|quem paga|ücreti ödeyen|费用承担方|谁付费",
    "relationship_start": "relationship start|supplier since|start date|since|onboarded|date de début"
    "|fecha de inicio|data de início|başlangıç tarihi|开始日期",
    "relationship_end": "relationship end|supplier until|end date|until|date de fin|fecha de fin"
    "|data de fim|bitiş tarihi|结束日期",
    "notes": "notes|note|comment|comments|remark|remarks|commentaire|commentaires|remarques|notas"
    "|comentarios|observaciones|observações|açıklama|notlar|bemerkung|bemerkungen|ملاحظات|মন্তব্য|备注"
    "|備註",
}


def normal(header: str) -> str:
    """The form in which headings are compared: no case, no accents, no marks, one space between words."""
    text = unicodedata.normalize("NFKD", header).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c) or ord(c) > 0x36F)
    return _SEPARATORS.sub(" ", text).strip().replace("ı", "i")


def without_brackets(header: str) -> str:
    """The heading without what stands in brackets, as in `Country (required)`."""
    return _BRACKETS.sub(" ", header)


SYNONYMS: dict[str, str] = {
    normal(word): column
    for column, words in _WORDS.items()
    for word in (column.replace("_", " "), *words.split("|"))
}


def column_for(header: str) -> str | None:
    """The template column that `header` most likely means, or None."""
    return SYNONYMS.get(normal(header)) or SYNONYMS.get(normal(without_brackets(header)))
