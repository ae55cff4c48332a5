"""Legal forms of organisations: how they are written, their family, where they exist (pure data).

Families follow the ELF code list of ISO 20275 at the level that matters for comparing names: two forms of
one family are readily exchanged when a name is translated (OOO, LLC, GmbH), two of different families are
not (LLC, JSC). Forms are written as ``names.normalise`` leaves them: folded, abbreviations spelled out.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form found in a name.

    Attributes:
        text: the form as the normaliser leaves it, such as ``limited liability company``.
        family: ``limited``, ``stock``, ``partnership``, ``cooperative``, ``state``, ``non_profit``, ``sole``
            or ``company`` (a word for any company).
        countries: ISO 3166 codes where the form exists; empty when it is used in many.
    """

    text: str
    family: str
    countries: tuple[str, ...] = ()


# family | countries | forms separated by commas
_TABLE = """
limited | | limited, limited company, company limited, limited liability company, company limited liability,
  limited liability, liability limited, with limited liability, private limited, private limited company,
  company private limited, private company
limited | | limited liability partnership company, one person company, sole person limited, single member
limited | us | llc, l l c, lc
limited | gb in ng | limited by guarantee
limited | ae | fze, fzc, fzco, fz llc, fz limited liability company, free zone company, free zone establishment,
  dmcc, dwc llc, wll, with limited liability company, sp llc, sole proprietorship llc,
  sole proprietorship limited liability company
limited | de at ch | gmbh, g m b h, gesellschaft mit beschrankter haftung, gesellschaft mit beschraenkter haftung,
  mbh, ug, ug haftungsbeschrankt, ges m b h, gesmbh
limited | fr be lu lb dz ma tn | sarl, s a r l, societe a responsabilite limitee, sarlu, eurl, suarl,
  ste a responsabilite limitee
limited | es pe ar cl hn gt | srl, s r l, sociedad de responsabilidad limitada, s de rl, sl, sociedad limitada, slu
limited | mx | s de rl de cv, s de r l de c v, sociedad de responsabilidad limitada de capital variable, srl de cv,
  sociedad de produccion rural de responsabilidad limitada, spr de rl, s de pr de rl
limited | it ro md | societa a responsabilita limitata, srls, societate cu raspundere limitata,
  societatea cu raspundere limitata
limited | br pt | lda, limitada, sociedade limitada
limited | nl be | bv, b v, besloten vennootschap, bvba, sprl
limited | dk no | aps, anpartsselskab
limited | pl | sp z o o, sp z oo, sp zoo, spzoo, spolka z o o, spolka z ograniczona odpowiedzialnoscia, sp
limited | cz sk | sro, s r o, spol s r o, spolecnost s rucenim omezenym
limited | hu | kft, korlatolt felelossegu tarsasag
limited | rs hr si ba mk me | doo, d o o, drustvo s ogranicenom odgovornoscu
limited | bg | ood, eood
limited | ru by kz | ooo, obshchestvo s ogranichennoi otvetstvennostyu,
  obshchestvo s ogranichennoy otvetstvennostyu, obschestvo s ogranichennoi otvetstvennostyu,
  obshchestvo s ogranichennoi otvetstvennostiu, obshchestvo s ogranichennoy otvetstvennostiu, too
limited | ua | tov, tovarystvo z obmezhenoyu vidpovidalnistyu
limited | tr | limited sirketi, limited sti, sti, as limited
limited | my | sdn bhd, sendirian berhad, sdn berhad
limited | cn | you xian gong si, youxian gongsi, youxian zeren gongsi
limited | jp | yk, yugen kaisha, gk, godo kaisha, kabushiki kaisha, kk
limited | kr | yuhan hoesa, chusik hoesa, jusik hoesa
limited | ee lv lt fi | ou, osauhing, sia, uab, oy
limited | gr cy | epe, ike
limited | co | ltda, limitada
limited | id | pt, perseroan terbatas, pt persero
limited | vn | tnhh, cong ty tnhh
limited | sg au za hk in pk bd lk | pte limited, pteltd, ptyltd, pvtltd, coltd, pty limited, pvt limited,
  proprietary limited, p limited
stock | | closed joint stock, open joint stock, public joint stock, private joint stock, public limited company,
  plc, public company limited, public company, public joint stock company, pjsc, joint stock company, jsc,
  joint stock, open joint stock company, ojsc, closed joint stock company, cjsc, shareholding company, psc,
  pjs company, jsco, pcl, public stock company, private joint stock company, prjsc, psjc
stock | us ca ph | incorporated, corporation, inc, corp
stock | de at ch | ag, aktiengesellschaft, aktiengeselschaft, kgaa
stock | fr es ch be lu lb gr pa | sa, s a, societe anonyme, sociedad anonima, sal, s a l, sal offshore, sal holding,
  societe anonyme libanaise
stock | co fr pe mx | sas, s a s, sociedad por acciones simplificada, societe par actions simplifiee, sasu, sac,
  s a c, saa, sociedad anonima cerrada, spa s a
stock | mx | sa de cv, s a de c v, sacv, de sacv, s ade cv, sa dec v, sadecv, sociedad anonima de capital variable,
  sapi de cv, sab de cv, s a p i de c v, sofom
stock | it dz cl | spa, s p a, societa per azioni
stock | br | sa sociedade anonima, eireli
stock | ve ec | ca, c a, compania anonima
stock | cu | sociedad mercantil cubana
stock | nl be | nv, n v, naamloze vennootschap
stock | se no dk fi | ab, aktiebolag, asa, oyj, as, a s, aktieselskab, aksjeselskap, julkinen osakeyhtio
stock | pl | spolka akcyjna
stock | tr | anonim sirketi, anonim sti, as sirketi
stock | ru by kz | ao, oao, zao, pao, aktsionernoe obshchestvo, aktsionernoye obshchestvo,
  publichnoe aktsionernoe obshchestvo, publichnoye aktsionernoye obshchestvo, otkrytoe aktsionernoe obshchestvo,
  otkrytoye aktsionernoye obshchestvo, zakrytoe aktsionernoe obshchestvo, zakrytoye aktsionernoye obshchestvo, nao,
  nepublichnoe aktsionernoe obshchestvo
stock | ua | pat, prat, vat
stock | bg rs si hr ba | ad, ead, dd, d d, akcionarsko drustvo
stock | ro | societate pe actiuni
stock | my id | berhad, bhd, tbk, pt tbk
stock | eu | se, societas europaea
stock | kw bh qa sa om | kscc, ksc, kpsc, qpsc, qsc, saog, saoc, bsc, bsc closed
partnership | | lp, llp, limited partnership, limited liability partnership, partnership, general partnership
partnership | de at ch | kg, gmbh and company kg, gmbh andco kg, gmbh kg, ohg, gbr, co kg, and company kg
partnership | fr es co | snc, s en c, sca, scs, s c s, s en nc, sociedad en comandita, y cia s en c, y cia s c s,
  y cia limited, and cia s c s, sociedad en comandita simple, s c a, y compania s en c, y cia, and cia,
  and compania s en c, cia, y compania, sociedad colectiva, sc
partnership | nl | cv, vof
partnership | pl | sp k, spk, sp j, spj, spolka komandytowa, spolka jawna
partnership | id | cv persekutuan komanditer
cooperative | | cooperative, co operative, coop, cooperative society, cooperativa, sociedad cooperativa, s coop
state | | state enterprise, state owned enterprise, government enterprise, state unitary enterprise,
  unitary enterprise, republican unitary enterprise, federal state unitary enterprise
state | ru by | fgup, fgu, fgbu, fgau, gup, mup, rup, up, federalnoe gosudarstvennoe unitarnoe predpriyatie,
  federalnoye gosudarstvennoye unitarnoye predpriyatiye, chup, utp
non_profit | | foundation, association, ngo, ano, stiftung, verein, ev, e v, eg, asociacion civil, a c, waqf
sole | | sole proprietorship, sole trader, proprietorship, individual entrepreneur, ip, est, establishment, eirl,
  e i r l, empresa unipersonal
company | | korporatsiya, korporaciya, korporatsiia, korporacja, corporacion, corporacao, corporazione, korporasi,
  ortakligi, anonim ortakligi, company, companies, cie, compagnie, sirket, kompaniia, kompanija, kompania, sharikat,
  sharika, sharikah, charika, cherkat, mashang, perusahaan, syarikat, cong ty, spolecnost, vallalat, hoesa,
  onderneming, unternehmen, maatschappij, sherkate, shirkat, sharikatu, compania, companhia, group of companies,
  kompaniya, sherkat, firma, firm, gesellschaft, sti, and company, and co
company | id cn | tbk persero, gong si
"""
# Words that are a legal form only at the end of a name, at its beginning, or beside another legal form:
# elsewhere they are ordinary words (as, sa, se, est, pat) or part of the name (foundation, association).
POSITIONAL_LENGTH = 3
KEPT = frozenset({"foundation", "association", "stiftung", "verein", "waqf", "establishment", "partnership",
                  "cooperative", "cooperativa", "coop"})  # fmt: skip


def _read() -> dict[tuple[str, ...], LegalForm]:
    forms: dict[tuple[str, ...], LegalForm] = {}
    for row in _TABLE.replace("\n  ", " ").strip().splitlines():
        family, countries, texts = row.split("|")
        for text in texts.split(","):
            form = LegalForm(text.strip(), family.strip(), tuple(countries.split()))
            if form.text:
                forms.setdefault(tuple(form.text.split()), form)
    return forms | {written: form for written, form in _miswritten(forms).items() if written not in forms}


def _miswritten(forms: dict[tuple[str, ...], LegalForm]) -> dict[tuple[str, ...], LegalForm]:
    """Return forms of several words with two neighbours glued, or in the other order."""
    found: dict[tuple[str, ...], LegalForm] = {}
    for words, form in forms.items():
        for i in range(len(words) - 1):
            glued = (*words[:i], words[i] + words[i + 1], *words[i + 2 :])
            if len(glued) > 1 or len(glued[0]) > LEAST_GLUED:
                found.setdefault(glued, form)
            if len(words) > 2:
                found.setdefault((*words[:i], words[i + 1], words[i], *words[i + 2 :]), form)
    return found


LEAST_GLUED = 5
FORMS: dict[tuple[str, ...], LegalForm] = _read()
WORDS = frozenset(word for words in FORMS for word in words)
FIRST_WORDS = frozenset(words[0] for words in FORMS)
# the longest first
BY_FIRST_WORD: dict[str, tuple[tuple[list[str], LegalForm], ...]] = {
    first: tuple((list(words), FORMS[words]) for words in sorted(FORMS, key=len, reverse=True) if words[0] == first)
    for first in FIRST_WORDS
}
UNMISTAKABLE = frozenset(
    {"llc", "plc", "llp", "fze", "fzc", "jsc", "ooo", "oao", "zao", "pao", "kft", "bhd", "srl", "sro", "doo"}
)
SHORT = frozenset(words[0] for words in FORMS if len(words) == 1 and len(words[0]) <= POSITIONAL_LENGTH) - UNMISTAKABLE
LEADING = frozenset({"ooo", "ao", "oao", "zao", "pao", "pt", "cv", "ip", "ad", "doo", "up", "kb", "ood", "tov", "nao"})
# Words of longer forms, left over when a form is written in pieces: they tell no organisation from another.
VOCABULARY = frozenset(word for words in FORMS if len(words) > 1 for word in words if len(word) >= POSITIONAL_LENGTH)
