"""Word tables for name matching: what is short for what, and which words tell little (pure data).

Compiled by hand from everyday business and civil usage in the languages of the lists we read. A word belongs
here only if its meaning does not depend on the name it stands in.
"""

from importlib import resources

from screening import concepts, places


def _pairs(table: str) -> dict[str, str]:
    rows = (line.split(":") for line in table.replace("\n  ", " ").strip().splitlines())
    return {short: long.strip() for long, shorts in rows for short in shorts.split()}


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# long form: short forms. Applied to organisations before legal forms are looked for.
ABBREVIATIONS = _pairs("""
company: co comp cmpny coy
corporation: corp corpn korp
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
dr mr mrs ms miss mx prof professor hon honourable honorable lt capt sgt brig rev reverend eng engr ing ret
retd rtd phd mba esquire junior jr snr engineer advocate adv shri sri shrimati smt kumari dipl herr frau
monsieur madame mme senor senora sr sra signor messrs esq dott dra gosp tov prasident
""")

# Words that are a title in one name and a name in the next: they stay, and weigh little.
HONORIFICS = _words("""
sheikh shaikh shaykh sheik haji hajji hadji haj hajj mullah mulla molla maulavi mawlawi maulvi mawlana
maulana sayyid sayed sayyed syed seyed seyyed sayid imam ustad ustadh qari hafiz general colonel major
captain president minister king prince princess sir lady lord begum bibi khanum hanim daw u
""")

# Given names as clerks shorten them.
WRITTEN_SHORT = _pairs("""
muhammad: mohd md muhd mhd muhmd
william: wm
charles: chas
george: geo
thomas: thos
francisco: fco fsco
fernando: fdo
guillermo: gmo
gonzalez: glez
martinez: mtz mtnez
rodriguez: rdz rguez
hernandez: hdz hdez
fernandez: fdz fdez
sanchez: schz schez
""")

# Given names and the forms of them that their bearers use; words and what they mean in English.
SHORT_NAMES = _MEANING | _pairs("""
abraham: abe abram
albert: al bert
alexander: alex aleksandr aleksander alexandr alexandre oleksandr aliaksandr alyaksandr sasha sanya shura sandro
  iskander alejandro alessandro aleksandar
alexandra: aleksandra oleksandra
alexei: aleksei alexey aleksey oleksii oleksiy aliaksei alyosha lyosha alexis
anastasia: nastya anastasiya anastasiia
andrew: andy drew
andrei: andrey andrii andriy andrej andriyan
anna: ania anya hanna anechka
anthony: tony
anton: toni antosha
antonio: tonio
arthur: art artie
barack: barry
benjamin: ben benny benyamin binyamin
carlos: carlitos
charles: charlie chuck chas
christopher: chris kit topher
daniel: dan danny daniil danylo danilo
david: dave davey davide
dmitri: dima dmitry dmitriy dmitrii dmytro dzmitry dimitri mitya dimitrios
donald: don donnie donny
edward: ed eddie ned
eduardo: lalo edu
elena: olena alena lena yelena alyona
elizabeth: liz beth lisa betty lizzie eliza
enrique: quique kike
eugene: gene
evgeny: zhenya yevgeny evgeni evgenii evgeniy yevgeniy yevgenii yevhen yevhenii evgenij yauhen jewgeni eugeni evgueni
francisco: paco pancho kiko curro fran
frederick: fred freddie freddy
gabriel: gabe
gennady: gena gennadiy gennadii hennadii
george: georgie
georgy: georgi georgii georgiy heorhii gosha zhora yegor
gerald: gerry
grigory: grisha grigori grigorii grigoriy hryhorii hryhoriy ryhor
guillermo: memo guille
giuseppe: beppe peppe pino
giovanni: gianni
gregory: greg
henry: harry hank
hussein: hossein hosein hussain husayn huseyin hasayn
ignacio: nacho
igor: ihor ihar
ivan: vanya
jacob: jake
jaime: jimeno
james: jim jimmy jamie
jesus: chuy chucho
johannes: hannes
john: jack johnny jon
jose: pepe pepito
joseph: joe joey jos
juan: juanito
jurgen: juergen
katherine: kate kathy katie catherine cathy kathryn
kirill: kyrylo kiryl
konstantin: kostya kostiantyn kanstantsin costas
kenneth: ken kenny
lawrence: larry laurence
leonard: len lenny leo
leonid: lyonya leanid
luis: lucho
manuel: manolo manny
margaret: maggie peggy meg greta
maria: masha mariya mariia marusya
matthew: matt
maxim: max maksim maksym
michael: mike mick mickey
michaela: michi
mikhail: misha mischa mykhailo mikhailo mikhael mihail mikhal
moses: moshe
natalia: natasha natalya nataliya nataliia natalie
nicholas: nick nicky
nicolas: nico
nikita: mykyta
nikolai: kolya nikolay nikolaj mykola mikalai mikola nicolai nicolae
oleg: oleh aleh
olga: olha volha
patricia: pat patty tricia
patrick: paddy
pavel: pasha pavlo paval
peter: pete
petr: petya pyotr petro piotr piatro pjotr
philip: phil
raymond: ray
rebecca: becky
richard: dick rick ricky rich
robert: bob bobby rob robbie
roman: roma
ronald: ron ronnie
samuel: sam sammy
santiago: chago santi
semyon: syoma semen simyon
sergei: seryozha sergey serhii serhiy sergii siarhei sergej serge
sergio: checo
stanislav: stas
stephen: steve stevie steven
susan: sue susie
svetlana: sveta svitlana sviatlana
tatiana: tanya tatyana tetiana tatsiana
theodore: ted teddy theo
thomas: tom tommy
timothy: tim timmy
valery: valera valeri valerii valeriy valerij
vasily: vasya vasili vasilii vasiliy vasyl vasil wassili
victor: vic
viktor: vitya viktar
vitaly: vitali vitalii vitaliy vitalik
vladimir: vova volodya volodymyr uladzimir wladimir vladimer
vladislav: vlad vladik vladyslav uladzislau
vyacheslav: slava viacheslav viacheslau vjaceslav
walter: walt wally
william: bill billy will willy wm liam
yakov: yasha
yaroslav: slavko
yegor: egor
yuri: yura yury yurii yuriy iouri iurii juri yuriyan youri
zachary: zach zack
""")

# What the bench of a trade calls a company before its name.
LABELS = tuple(
    label.replace("_", " ")
    for label in sorted(
        _words("""
m/s m/s. messrs messrs. shipper shipper_name vendor vendor_name supplier supplier_name consignee manufacturer
manufacturer_name exporter importer factory_name company_name company beneficiary beneficiary_name
notify_party attn attention name full_name legal_name payee payer buyer seller customer customer_name
ordering_customer remitter drawer drawee applicant account_name a/c acct owner registered_owner vessel
vessel_name employer agent contractor subcontractor sub-contractor carrier sender recipient receiver client
bank_name issuer operator party entity originator debtor creditor producer business_name individual
""")
    )
)

# Words that one letter parts from others of their kind though they stand in few names: dining is no slip for mining.
ORDINARY = frozenset(resources.files("screening").joinpath("ordinary_words.txt").read_text(encoding="utf-8").split())
