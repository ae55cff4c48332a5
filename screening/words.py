"""Word tables for name matching: what is short for what, and which words tell little (pure data).

Compiled by hand from everyday business and civil usage in the languages of the lists we read. A word belongs
here only if its meaning does not depend on the name it stands in.
"""

from screening import concepts, places


def _pairs(table: str) -> dict[str, str]:
    rows = (line.split(":") for line in table.strip().splitlines())
    return {short: long.strip() for long, shorts in rows for short in shorts.split()}


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# long form: short forms. Applied to organisations before legal forms are looked for.
ABBREVIATIONS = _pairs("""
company: co comp cmpny coy
corporation: corp corpn
incorporated: inc incorp
limited: ltd ltda limitd lmtd
private: pvt pte pty priv
liability: liab
international: intl int
manufacturing: mfg mfr manuf mfrg
manufacturers: mfrs
industries: inds
industrial: indl
technologies: techs
engineering: engg engrg engr eng
enterprise: ent enterpr
enterprises: ents
services: svcs srvs srvcs svc srvces
service: srv serv
trading: trdg trd
transport: transp trans
transportation: transpn
development: dev devt dvlpt
import: imp
export: exp
products: prods
group: grp gp gr
holding: hldg
holdings: hldgs holds
association: assn assoc
associates: assocs
brothers: bros
department: dept
general: gen genl
government: govt
national: natl nat
petrochemical: petrochem
pharmaceuticals: pharms
chemical: chem
chemicals: chems
systems: systs
aviation: avn
establishment: est
shipping: shpg ship
construction: constr const
investments: invs invts
management: mgmt mgt
laboratory: lab
laboratories: labs
institute: inst
university: univ
research: res rsch
machinery: mach
materials: matls
equipment: equip eqpt
distribution: distr distrib
marketing: mktg
financial: finl
exchange: exch
logistics: logist
center: ctr cntr centre
factory: fty fact
garments: gmts
textile: txtl
textiles: txtls
and: und et e
""")
# how words of legal forms are shortened when they are glued to the name
GLUED = {"corporation": "corp", "limited": "ltd", "company": "co", "incorporated": "inc", "limitada": "ltda"}
AMBIGUOUS_ABBREVIATIONS = frozenset({"e", "et", "int", "nat", "pet", "res", "exp", "imp", "gp", "ent", "trans"})

# Words that tell one organisation from another only in company with others. Frequency alone would find most
# of them in a long list; in a list of fifty names it cannot.
GENERIC = _words("""
company corporation group holding holdings enterprise enterprises industries industry industrial
international trading trade general services service limited private public national global world import
export commercial investment investments development management technology technologies technical
engineering construction manufacturing production products factory plant works mill mills transport
transportation logistics shipping marine maritime aviation airlines air oil gas petroleum petrochemical
chemical chemicals energy power electric electronics electronic steel metal metals mining textile textiles
garment garments apparel fashion clothing knit knitwear fabrics foods food agricultural agro medical
pharmaceutical pharma bank finance financial exchange insurance capital fund trust foundation association
organization organisation society institute center university college school research scientific design
systems system solutions software computer digital media communications telecom network consulting
consultants contracting contractors supply suppliers sales marketing distribution agency agencies travel
tourism hotel hotels restaurant real estate property properties security equipment machinery machine tools
parts auto automotive motors vehicles materials plastic plastics rubber paper packaging printing furniture
wood building home house office bureau department ministry state government republic city east west north
south eastern western northern southern new united first star golden gold silver royal best super joint
stock open closed liability company's branch division unit subsidiary comercializadora comercial
inversiones servicios grupo industria industrial constructora inmobiliaria transportes agropecuaria
ganadera compania torgovy dom zavod kompaniya gruppa proizvodstvo sherkat moasseseh sanayi ticaret insaat
pazarlama labour labor manpower recruitment recruiting employment overseas placement staffing human
resources workers
""")

# Of several words in one and of one word in several languages: what means the same.
PHRASES = concepts.PHRASES | places.PHRASES
IN_TWO = {word: english for word, english in (concepts.WORDS | places.WORDS).items() if " " in english}
_MEANING = {word: english for word, english in (concepts.WORDS | places.WORDS).items() if " " not in english}
# Words of any language that are common in names: a slip in them is mended, a transliteration settled.
COMMON = GENERIC | frozenset(concepts.WORDS)

# Words that only join others.
PARTICLES = _words("""
a al an and as at at az bei ben bin bint bt by da das de dei del della den der des di do dos du e ed el en
et for fur i ibn ibni in into la las le les lo los ng o of on or os oul ould ouled per pour s se the to ul
und ur v van vd vom von voor y z zu
""")

# Words in front of a person's name that are not part of it; set aside wherever they stand.
TITLES = _words("""
dr mr mrs ms miss mx prof professor hon honourable honorable lt capt sgt brig rev reverend eng engr ing
dipl herr frau monsieur madame mme senor senora sr sra signor messrs esq dott dra gosp tov prasident
""")

# Words that are a title in one name and a name in the next: they stay, and weigh little.
HONORIFICS = _words("""
sheikh shaikh shaykh sheik haji hajji hadji haj hajj mullah mulla molla maulavi mawlawi maulvi mawlana
maulana sayyid sayed sayyed syed seyed seyyed sayid imam ustad ustadh qari hafiz general colonel major
captain president minister king prince princess sir lady lord begum bibi khanum hanim daw u
""")

# Given names and the forms of them that their bearers use; words and what they mean in English.
SHORT_NAMES = _MEANING | _pairs("""
william: bill billy will willy
robert: bob bobby rob
richard: dick rick ricky
theodore: ted teddy
edward: ed eddie
james: jim jimmy
john: jack johnny
joseph: joe
michael: mike mick misha
alexander: alex sasha
aleksandr: sanya
vladimir: vova volodya
dmitry: dima
sergey: seryozha
nikolai: kolya
mikhail: mischa
ivan: vanya
francisco: paco pancho
jose: pepe
jesus: chuy
thomas: tom tommy
elizabeth: liz beth lisa
margaret: maggie peggy
katherine: kate kathy
charles: charlie chuck
anthony: tony
antonio: tonio
benjamin: ben benny
daniel: dan danny
samuel: sam sammy
""")

# What the bench of a trade calls a company before its name.
LABELS = ("m/s", "m/s.", "messrs", "messrs.", "shipper", "vendor", "supplier", "consignee", "manufacturer",
          "exporter", "importer", "factory name", "company name", "beneficiary", "notify party", "attn",
          "name")  # fmt: skip
