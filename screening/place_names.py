"""Which words name a place: two names that differ in the place are two branches, or two firms (pure data).

Large cities, provinces and countries, generally known, as the normaliser leaves them.
"""

from screening import places
from screening.words import GENERIC

_CITIES = """
aachen abadan abidjan abuja accra adana aden ahmedabad ahvaz ahwaz aktau aktobe alanya aleppo alexandria algiers
aligarh almaty amman amritsar amsterdam anbar andijan angarsk ankara anshan antalya antwerp arak ardabil arkhangelsk
ashgabat asmara astana astrakhan asuncion athens atlanta atyrau auckland austin baghdad bahawalpur baku balkh baltimore
bamako bandung bangalore bangkok barcelona barnaul barranquilla basel basra batumi beirut belfast belgorod belgrade
benghazi bengaluru bergen berlin bhopal birjand birmingham bishkek bogota bologna bordeaux boston brasilia bratislava
bremen brisbane bristol brussels bryansk bucharest budapest bukhara bulawayo bursa bushehr busan cairo cali calgary
cancun caracas cartagena casablanca chabahar changchun changsha chelyabinsk chengdu chennai cherkasy chicago chisinau
chita chittagong chattogram chongqing cologne colombo conakry copenhagen cordoba coventry culiacan dakar dalian damascus
dallas dandong darnah darwin deir delhi denver derby detroit dhaka djibouti dnipro doha donetsk dongguan douala
dresden dubai dublin durango durban durres dushanbe dusseldorf edinburgh erbil erzurum esfahan essen faisalabad
fallujah faridabad fergana florence foshan frankfurt freetown fujairah fuzhou gaza gaziantep gazipur gdansk geneva
genoa ghazni glasgow grodno grozny guadalajara guangzhou guatemala guayaquil gujranwala guiyang gwangju gyumri haifa
hamadan hamburg hamedan hangzhou hanoi hanover harare harbin havana hebron hefei helmand helsinki herat hermosillo
hohhot homs houston hyderabad ibadan incheon indore irkutsk isfahan islamabad istanbul ivanovo izhevsk izmir jaipur
jakarta jalalabad jalandhar jeddah jerusalem jiangmen jilin jinan jinhua johannesburg johor juarez kabul kaluga kampala
kandahar kano kanpur kaohsiung karachi karaganda karaj karbala kashan kathmandu kaunas kazan kazvin kerch kerman
kermanshah khabarovsk khartoum kharkiv kharkov kherson khost khujand kiev kyiv kigali kingston kinshasa kirkuk kirov
kobe kochi kolkata krasnodar krasnoyarsk krakow kunming kunduz kursk kyoto lagos lahore lanzhou larnaca laskargah
lattakia leeds leipzig lille lima limassol lipetsk lisbon liverpool ljubljana lome london luanda lucknow ludhiana
luhansk lugansk lusaka luxembourg lviv lyon macau madrid magadan magnitogorsk maiduguri makhachkala malaga malmo managua
manama manchester manila maputo maracaibo mariupol marseille mashhad mazar mazatlan medan medellin melbourne melitopol
merida mersin mexicali miami milan minsk misrata misurata mogadishu mogilev mombasa monaco monrovia monterrey montevideo
montreal moscow mosul multan mumbai munich murmansk muscat mykolaiv nagoya nairobi najaf nakhodka namangan nanchang
nanjing nanning naples narva nassau nicosia ningbo nizhny nouakchott novorossiysk novosibirsk nukus odesa odessa omsk
oran orenburg osaka oslo ottawa panama paris patna penza perm perth peshawar phnom plovdiv podolsk portland porto poznan
prague pretoria pristina pskov puebla pune pyongyang qazvin qingdao qom quetta quito rabat ramallah raqqa rasht
rawalpindi reynosa riga rijeka riyadh rome rosario rostock rostov rotterdam ryazan salalah samara samarkand samarra
sanaa santiago saratov sarajevo seattle seoul sevastopol seville shanghai shantou sharjah shaoxing sheffield shenyang
shenzhen shijiazhuang shiraz sialkot simferopol sinaloa sirte skopje smolensk sochi sofia split stavropol stockholm
stuttgart sumqayit surabaya surat surgut suzhou sydney tabriz taipei taiyuan tallinn tambov tangshan tartus tashkent
tbilisi tehran teheran termez tianjin tijuana tirana tiraspol togliatti tokyo tolyatti tomsk toronto toulouse trabzon
tripoli tula tunis turin tver tyre tyumen ufa ulaanbaatar ulyanovsk uralsk urumqi utrecht valencia valletta vancouver
varna venice veracruz vienna vientiane vilnius vinnytsia vitebsk vladikavkaz vladivostok volgograd vologda voronezh
warsaw wellington wenzhou winnipeg wroclaw wuhan wuxi xiamen yakutsk yalta yangon yangzhou yaroslavl yazd
yekaterinburg ekaterinburg yerevan yokohama zagreb zahedan zanjan zanzibar zaporizhzhia zarqa zhejiang zhengzhou zhuhai
zurich
"""
_PROVINCES = """
anhui bavaria bihar california catalonia crimea crimean dagestan fujian gansu guangdong guangxi guizhou gujarat hainan
hebei heilongjiang henan hubei hunan jharkhand jiangsu jiangxi kerala khorasan khuzestan kurdistan liaoning maharashtra
mazandaran ontario punjab quebec rajasthan scotland shaanxi shandong shanxi siberia sichuan sindh sistan tatarstan texas
tibet ukraine wales xinjiang yunnan
"""

_LEAST = 5  # letters: shorter words of a place's name are words of much else


def _read() -> frozenset[str]:
    found = set((_CITIES + _PROVINCES).split()) | set(places.WORDS)
    for text in (*places.WORDS.values(), *places.PHRASES.values()):
        found.update({text} if " " not in text else {word for word in text.split() if len(word) >= _LEAST})
    return frozenset(found - GENERIC)


PLACE_WORDS = _read()
