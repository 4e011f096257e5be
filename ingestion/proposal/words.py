"""The words in a name, in one language and one form: ``KundenNr`` is customer id.

English, and the usual words of Spanish, German, Turkish, Azerbaijani and of Persian in
Latin letters. Names written in one, such as ``orderdate``, are cut where words known
here meet.
"""

import re
import unicodedata
from functools import cache

TRANSLATIONS = {
    "id": "no nr num number code key uuid guid ref nummer numero numer codigo kod kodu "
    "kodi nomre nomresi numara numarasi shomare shenase identifier pk sk idx",
    "date": "at on datetime timestamp time ts dt dat fecha hora datum zeit tarih tarihi "
    "tarix tarixi tarikh zaman zamani day",
    "name": "nombre namen bezeichnung ad adi isim ismi nam onvan denominacion",
    "last name": "surname lname apellido apellidos nachname familienname soyad soyadi "
    "soyisim famil famili khanevadegi lastname",
    "first name": "fname vorname forename firstname givenname",
    "customer": "cust cst customers client clients kunde kunden kund cliente clientes "
    "musteri moshtari",
    "order": "ordered orders ord bestellung bestellungen bestell auftrag auftrage "
    "auftrags pedido pedidos siparis sifaris sefaresh",
    "product": "prod prods products producto productos produkt produkte urun "
    "mehsul mahsul mahsoul kala",
    "article": "art artikel articulo articulos",
    "item": "items itm kalem kalemi",
    "line": "lines lin zeile position positionen posten linea lineas satir satiri",
    "detail": "details detalle detalles detay detayi detayli",
    "quantity": "qty qnty quant menge anzahl cantidad adet adedi miktar miqdar miqdari "
    "tedad meghdar qte stueck stuck",
    "price": "preis precio fiyat fiyati qiymet qiymeti gheymat qeymat prc",
    "unit": "units einheit unidad unitario birim vahid einzel",
    "amount": "amt betrag importe monto tutar tutari mebleg meblegi mablagh summe",
    "total": "gesamt toplam umumi kol",
    "discount": "disc rabatt descuento indirim iskonto endirim takhfif",
    "tax": "taxes vat mwst steuer impuesto iva kdv vergi maliat",
    "shipping": "shipment versand envio kargo catdirilma freight delivery postage",
    "price unit": "einzelpreis stueckpreis",
    "email": "mail eposta epost correo epoct imel emailaddress",
    "phone": "tel telephone telefon telefono mobile mobil handy gsm cell hamrah movil "
    "phonenumber",
    "city": "town stadt ort ciudad sehir sehri seher shahr locality",
    "country": "land pais ulke olke keshvar nation",
    "region": "state province provincia bundesland bolge bolgesi ostan county",
    "postal": "zip zipcode postcode plz postleitzahl postalcode posta cp postkodu",
    "address": "adresse direccion adres adresi unvan strasse street addr neshani",
    "store": "shop stores filiale filialen tienda magaza sube forushgah foroushgah "
    "filial outlet branch",
    "category": "cat categories kategorie categoria kategori kategorisi kateqoriya "
    "warengruppe daste dastebandi goruh",
    "department": "dept abteilung departamento departman",
    "brand": "marke marca marka markasi",
    "invoice": "inv rechnung rechnungs factura fatura faktura faktor",
    "receipt": "bon kassenbon recibo fis qebz",
    "transaction": "trans txn trx",
    "sale": "sales venta ventas verkauf verkaufs satis satislar forush foroush",
    "campaign": "camp kampagne campana kampanya kampaniya",
    "status": "durum durumu estado vaziat vaziyat",
    "currency": "wahrung waehrung moneda valyuta",
    "birth": "dob birthday geburt geburts nacimiento dogum tavalod",
    "birth date": "birthdate geburtsdatum geburtstag dateofbirth",
    "sex": "gender geschlecht sexo genero cinsiyet cinsiyeti jensiat cins",
    "update": "updated upd modified modify modification changed change aktualisiert "
    "geandert geaendert anderung actualizado actualizacion modificado modificacion "
    "guncelleme guncellenme guncellendi yenilenme deyisme lastmod",
    "create": "created creation add added erstellt angelegt creado creacion olusturma "
    "olusturulma yaradilma registered registration joined signup anlage insert "
    "inserted kayit",
    "start": "starts started begin begins from beginn inicio baslangic baslama shoru",
    "end": "ends ended finish ende fin bitis bitme payan until",
    "close": "closed closing",
    "company": "firma empresa sirket organization organisation companies sherkat",
    "contact": "contacts kontakt kontakte contacto lead leads prospect",
    "representative": "rep reps salesrep salesperson salesman agent vendedor "
    "temsilci satici",
    "manager": "mgr leiter jefe mudur",
    "purchase": "purchased einkauf einkaufs compra alis",
    "redeem": "redeemed redemption redemptions",
    "review": "reviews bewertung bewertungen resena resenas yorum yorumlar rey",
    "rating": "stars score puan puntuacion",
    "income": "einkommen ingreso gelir",
    "cost": "kosten costo maliyet",
    "opportunity": "opp opportunities oportunidad firsat",
    "stage": "pipelinestage asama",
    "employee": "employees mitarbeiter empleado calisan",
    "description": "desc beschreibung descripcion aciklama",
    "spend": "spent ausgaben gasto harcama",
    "household": "hh haushalt",
    "latitude": "lat",
    "longitude": "lng lon long",
    "person": "people",
    "impression": "impr",
    "image": "img picture photo",
    "seller": "merchant",
}
"""Canonical words to what else says the same."""

SINGULAR = {"address", "status", "gross", "us", "business", "sms", "series", "news"}
PLURALS = ("lar", "ler", "leri", "lari", "ha", "haye", "an", "at", "en", "es", "er")
"""Of Turkish, Azerbaijani, Persian, German and Spanish, after a word that is known."""
SHORT_ENDINGS = {"id", "no", "nr", "at", "on", "ad"}
"""Words that are too short to be looked for within a longer one, unless they end it."""


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the canonical words of a name; empty if it has no letter or digit."""
    found: list[str] = []
    for token in _tokens(name):
        for part in _parts(token):
            found.extend(_canonical(part))
    return tuple(
        word for place, word in enumerate(found) if found[:place][-1:] != [word]
    )


def _tokens(name: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    # The dotless i and the schwa are letters of their own, which nothing decomposes.
    folded = spaced.casefold().translate({0x131: "i", 0x259: "e", 0x27: None})
    plain = unicodedata.normalize("NFKD", folded)
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    letters = letters.replace("e-mail", "email").replace("e-posta", "eposta")
    letters = re.sub(r"\be[ _]mail\b", "email", letters)
    return re.findall(r"[^\W\d_]+|\d+", letters)


@cache
def _known() -> dict[str, tuple[str, ...]]:
    known = {}
    for canonical, others in TRANSLATIONS.items():
        for other in others.split():
            known[other] = tuple(canonical.split())
        for word in canonical.split():
            known.setdefault(word, (word,))
    return known


def _canonical(word: str) -> tuple[str, ...]:
    if word in _known():
        return _known()[word]
    if word in SINGULAR or len(word) < 4:
        return (word,)
    for ending in PLURALS:
        if word.removesuffix(ending) in _known():
            return _known()[word.removesuffix(ending)]
    if word.endswith("ies"):
        word = word.removesuffix("ies") + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word.removesuffix("s")
    return _known().get(word, (word,))


@cache
def _parts(token: str) -> tuple[str, ...]:
    """Cut a token into words that are known; itself if it is one, or cannot be cut."""
    if len(token) < 6 or token in _known() or _canonical(token) != (token,):
        return (token,)
    for end in range(len(token) - 2, 2, -1):
        first, rest = token[:end], token[end:]
        if first not in _known() or len(first) < 3:
            continue
        if rest in _known() and (len(rest) > 2 or rest in SHORT_ENDINGS):
            return (first, rest)
        further = _parts(rest)
        if len(further) > 1:
            return (first, *further)
    return (token,)
