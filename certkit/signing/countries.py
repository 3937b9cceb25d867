"""The countries of a certificate's subject: ISO 3166-1 alpha-2."""

from __future__ import annotations

import difflib
import unicodedata

_NAMES = """
AD Andorra|AE United Arab Emirates, UAE|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania|AM Armenia
AO Angola|AQ Antarctica|AR Argentina|AS American Samoa|AT Austria, Österreich, AUT|AU Australia, AUS|AW Aruba
AX Åland Islands|AZ Azerbaijan|BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium, België, Belgique, BEL
BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|BJ Benin|BL Saint Barthélemy|BM Bermuda|BN Brunei|BO Bolivia
BQ Bonaire|BR Brazil, Brasil, BRA|BS Bahamas|BT Bhutan|BV Bouvet Island|BW Botswana|BY Belarus|BZ Belize
CA Canada, CAN|CC Cocos Islands|CD Democratic Republic of the Congo|CF Central African Republic|CG Congo
CH Switzerland, Schweiz, Suisse, Svizzera, CHE|CI Côte d'Ivoire, Ivory Coast|CK Cook Islands|CL Chile|CM Cameroon
CN China, CHN|CO Colombia|CR Costa Rica|CU Cuba|CV Cabo Verde|CW Curaçao|CX Christmas Island|CY Cyprus
CZ Czechia, Czech Republic, CZE|DE Germany, Deutschland, DEU, GER|DJ Djibouti|DK Denmark, Danmark, DNK|DM Dominica
DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|EH Western Sahara|ER Eritrea|ES Spain, España, ESP
ET Ethiopia|FI Finland, Suomi, FIN|FJ Fiji|FK Falkland Islands|FM Micronesia|FO Faroe Islands|FR France, FRA|GA Gabon
GB United Kingdom, UK, Great Britain, England, Scotland, Wales, GBR|GD Grenada|GE Georgia|GF French Guiana
GG Guernsey|GH Ghana|GI Gibraltar|GL Greenland|GM Gambia|GN Guinea|GP Guadeloupe|GQ Equatorial Guinea
GR Greece, GRC|GS South Georgia|GT Guatemala|GU Guam|GW Guinea-Bissau|GY Guyana|HK Hong Kong|HM Heard Island
HN Honduras|HR Croatia, Hrvatska|HT Haiti
HU Hungary|ID Indonesia|IE Ireland, IRL|IL Israel, ISR|IM Isle of Man|IN India, IND|IO British Indian Ocean Territory
IQ Iraq|IR Iran|IS Iceland|IT Italy, Italia, ITA|JE Jersey|JM Jamaica|JO Jordan|JP Japan, JPN|KE Kenya|KG Kyrgyzstan
KH Cambodia|KI Kiribati|KM Comoros|KN Saint Kitts and Nevis|KP North Korea|KR South Korea, Korea, Republic of Korea, KOR
KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon|LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia
LS Lesotho|LT Lithuania, LTU|LU Luxembourg, LUX|LV Latvia, LVA|LY Libya|MA Morocco|MC Monaco|MD Moldova|ME Montenegro
MF Saint Martin|MG Madagascar|MH Marshall Islands|MK North Macedonia|ML Mali|MM Myanmar|MN Mongolia|MO Macao
MP Northern Mariana Islands|MQ Martinique|MR Mauritania|MS Montserrat|MT Malta|MU Mauritius|MV Maldives|MW Malawi
MX Mexico, México, MEX|MY Malaysia|MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger|NF Norfolk Island|NG Nigeria
NI Nicaragua|NL Netherlands, The Netherlands, Nederland, Holland, NLD|NO Norway, Norge, NOR|NP Nepal|NR Nauru|NU Niue
NZ New Zealand, NZL|OM Oman|PA Panama|PE Peru|PF French Polynesia|PG Papua New Guinea|PH Philippines|PK Pakistan
PL Poland, Polska, POL|PM Saint Pierre and Miquelon|PN Pitcairn|PR Puerto Rico|PS Palestine|PT Portugal, PRT|PW Palau
PY Paraguay|QA Qatar|RE Réunion|RO Romania, ROU|RS Serbia|RU Russia, Russian Federation|RW Rwanda|SA Saudi Arabia
SB Solomon Islands|SC Seychelles|SD Sudan|SE Sweden, Sverige, SWE|SG Singapore, SGP|SH Saint Helena|SI Slovenia
SJ Svalbard and Jan Mayen|SK Slovakia, SVK|SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia|SR Suriname
SS South Sudan|ST São Tomé and Príncipe|SV El Salvador|SX Sint Maarten|SY Syria|SZ Eswatini, Swaziland
TC Turks and Caicos Islands|TD Chad|TF French Southern Territories|TG Togo|TH Thailand, THA|TJ Tajikistan|TK Tokelau
TL Timor-Leste|TM Turkmenistan|TN Tunisia|TO Tonga|TR Türkiye, Turkey, TUR|TT Trinidad and Tobago|TV Tuvalu
TW Taiwan, TWN|TZ Tanzania|UA Ukraine, UKR|UG Uganda|UM United States Minor Outlying Islands
US United States, United States of America, USA, America|UY Uruguay|UZ Uzbekistan|VA Holy See, Vatican
VC Saint Vincent and the Grenadines|VE Venezuela|VG British Virgin Islands|VI U.S. Virgin Islands
VN Vietnam, Viet Nam|VU Vanuatu|WF Wallis and Futuna|WS Samoa|YE Yemen|YT Mayotte|ZA South Africa, ZAF|ZM Zambia
ZW Zimbabwe
"""
"""Code, and the names that people write for it."""


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


COUNTRIES = {
    entry[:2]: tuple(name.strip() for name in entry[3:].split(","))
    for entry in _NAMES.strip().replace("\n", "|").split("|")
}
"""Code -> names."""


def code_of(text: str) -> str:
    """The code that a text is, in any case; empty if it is none."""
    return text.strip().upper() if text.strip().upper() in COUNTRIES else ""


def code_named(text: str) -> str:
    """The code of the country with that name, or nearly that name; empty if there is none."""
    by_name = {_fold(name): code for code, names in COUNTRIES.items() for name in names}
    close = difflib.get_close_matches(_fold(text), by_name, n=1, cutoff=0.8)
    return by_name[close[0]] if close else ""
