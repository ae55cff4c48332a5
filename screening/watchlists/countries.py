"""Country names in the spellings that list publishers use, to ISO 3166 alpha-2 codes (pure data)."""

import re
import unicodedata

_TABLE = """
AC:ascension island | AD:andorra | AE:united arab emirates,uae,u a e | AF:afghanistan | AG:antigua
barbuda,antigua and barbuda | AI:anguilla | AL:albania | AM:armenia | AO:angola | AQ:antarctica |
AR:argentina | AS:american samoa | AT:austria | AU:australia | AW:aruba | AX:aland islands | AZ:azerbaijan |
BA:bosnia herzegovina,bosnia and herzegovina | BB:barbados | BD:bangladesh | BE:belgium | BF:burkina faso |
BG:bulgaria | BH:bahrain | BI:burundi | BJ:benin | BL:st barthelemy | BM:bermuda | BN:brunei,brunei
darussalam | BO:bolivia,bolivia plurinational state of | BQ:caribbean netherlands | BR:brazil |
BS:bahamas,bahamas the,the bahamas | BT:bhutan | BV:bouvet island | BW:botswana | BY:belarus | BZ:belize |
CA:canada | CC:cocos keeling islands | CD:congo kinshasa,congo democratic republic of the,democratic
republic of the congo,drc | CF:central african republic | CG:congo brazzaville,congo republic of
the,republic of the congo,congo | CH:switzerland | CI:cote d ivoire,ivory coast | CK:cook islands | CL:chile
| CM:cameroon | CN:china,people s republic of china,prc | CO:colombia | CP:clipperton island | CR:costa rica
| CU:cuba | CV:cape verde | CW:curacao,netherlands antilles | CX:christmas island | CY:cyprus |
CZ:czechia,czech republic | DE:germany | DG:diego garcia | DJ:djibouti | DK:denmark | DM:dominica |
DO:dominican republic | DZ:algeria | EA:ceuta melilla | EC:ecuador | EE:estonia | EG:egypt | EH:western
sahara | ER:eritrea | ES:spain | ET:ethiopia | FI:finland | FJ:fiji | FK:falkland islands | FM:micronesia |
FO:faroe islands | FR:france | GA:gabon | GB:united kingdom,united kingdom of great britain and northern
ireland,uk,great britain,england,scotland,wales,northern ireland | GD:grenada | GE:georgia | GF:french
guiana | GG:guernsey | GH:ghana | GI:gibraltar | GL:greenland | GM:gambia,the gambia | GN:guinea |
GP:guadeloupe | GQ:equatorial guinea | GR:greece | GS:south georgia south sandwich islands | GT:guatemala |
GU:guam | GW:guinea bissau | GY:guyana | HK:hong kong sar china,china hong kong special administrative
region,hong kong | HM:heard mcdonald islands | HN:honduras | HR:croatia | HT:haiti | HU:hungary | IC:canary
islands | ID:indonesia | IE:ireland | IL:israel | IM:isle of man,man isle of | IN:india | IO:british indian
ocean territory | IQ:iraq | IR:iran,iran islamic republic of,islamic republic of iran | IS:iceland |
IT:italy | JE:jersey | JM:jamaica | JO:jordan | JP:japan | KE:kenya | KG:kyrgyzstan | KH:cambodia |
KI:kiribati | KM:comoros | KN:st kitts nevis,saint kitts and nevis | KP:north korea,korea
north,dprk,democratic people s republic of korea | KR:south korea,korea south,republic of korea,korea,korea
republic of | KW:kuwait | KY:cayman islands | KZ:kazakhstan | LA:laos,lao people s democratic republic |
LB:lebanon | LC:st lucia | LI:liechtenstein | LK:sri lanka | LR:liberia | LS:lesotho | LT:lithuania |
LU:luxembourg | LV:latvia | LY:libya,libyan arab jamahiriya | MA:morocco | MC:monaco | MD:moldova,moldova
republic of | ME:montenegro | MF:st martin | MG:madagascar | MH:marshall islands | MK:north macedonia,north
macedonia the republic of,macedonia | ML:mali,region northern mali | MM:myanmar burma,burma,myanmar |
MN:mongolia | MO:macao sar china,macau | MP:northern mariana islands | MQ:martinique | MR:mauritania |
MS:montserrat | MT:malta | MU:mauritius | MV:maldives | MW:malawi | MX:mexico | MY:malaysia | MZ:mozambique
| NA:namibia | NC:new caledonia | NE:niger | NF:norfolk island | NG:nigeria | NI:nicaragua |
NL:netherlands,the netherlands,holland | NO:norway | NP:nepal | NR:nauru | NU:niue | NZ:new zealand |
OM:oman | PA:panama | PE:peru | PF:french polynesia | PG:papua new guinea | PH:philippines | PK:pakistan |
PL:poland | PM:st pierre miquelon | PN:pitcairn islands | PR:puerto rico | PS:palestinian territories,state
of palestine,palestinian,region gaza,west bank,region west bank,gaza,palestine | PT:portugal | PW:palau |
PY:paraguay | QA:qatar | RE:reunion | RO:romania | RS:serbia | RU:russia,russian federation | RW:rwanda |
SA:saudi arabia | SB:solomon islands | SC:seychelles | SD:sudan,region kafia kingi | SE:sweden |
SG:singapore | SH:st helena | SI:slovenia | SJ:svalbard jan mayen | SK:slovakia | SL:sierra leone | SM:san
marino | SN:senegal | SO:somalia | SR:suriname | SS:south sudan | ST:sao tome principe,sao tome and principe
| SV:el salvador | SX:sint maarten | SY:syria,syrian arab republic | SZ:eswatini,swaziland | TA:tristan da
cunha | TC:turks caicos islands | TD:chad | TF:french southern territories | TG:togo | TH:thailand |
TJ:tajikistan | TK:tokelau | TL:timor leste,east timor | TM:turkmenistan | TN:tunisia | TO:tonga |
TR:turkiye,turkey | TT:trinidad tobago,trinidad and tobago | TV:tuvalu | TW:taiwan | TZ:tanzania,united
republic of tanzania,tanzania united republic of | UA:ukraine,region crimea | UG:uganda | UM:u s outlying
islands | US:united states,usa,united states of america,u s | UY:uruguay | UZ:uzbekistan | VA:vatican
city,holy see | VC:st vincent grenadines,saint vincent and the grenadines | VE:venezuela,venezuela
bolivarian republic of | VG:british virgin islands,virgin islands british | VI:u s virgin islands |
VN:vietnam,viet nam | VU:vanuatu | WF:wallis futuna | WS:samoa | XK:kosovo | YE:yemen | YT:mayotte |
ZA:south africa | ZM:zambia | ZW:zimbabwe
"""


def _fold(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare.lower()))


def _read() -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in " ".join(_TABLE.split()).split(" | "):
        code, _, names = row.partition(":")
        codes[code.lower()] = code
        codes.update((name, code) for name in names.split(","))
    return codes


_CODES = _read()


def country_code(text: str) -> str | None:
    """Return the ISO code for a country's name or code, or None when it is not known."""
    return _CODES.get(_fold(text))
