# Sidornas och mejlens texter på svenska.
# Belopp och datum kommer färdigformaterade; platshållare görs ofarliga där de visas.

## Runt varje sida

skip-to-content = Hoppa till innehållet
test-mode-label = Testläge
test-mode-text = Inga riktiga pengar flyttas här.
labelled = { $label }: { $value }
header-secure = Säker betalning
header-neutral = Betalning
footer-languages = Språk
footer-privacy = Integritet
title-problem = Problem:
problem-title = Något behöver rättas till
contact-title = Kontakta { $merchant }
contact-email = E-post
contact-phone = Telefon
contact-website = Webbplats

## Vad som betalas

summary-label = Det här betalar du
purpose-rent = Hyra
purpose-advance-rent = Hyra i förskott
purpose-deposit = Deposition
purpose-holding-fee = Reservationsavgift
purpose-charge = Betalning
receipt-title = Uppgifter
fact-amount = Belopp
fact-to = Till
fact-for = Avser
fact-reference = Referens
fact-bank-reference = Betalningsreferens
fact-method = Betalsätt
fact-when = När
fact-paid-on = Betald den
fact-statement = På ditt kontoutdrag
fact-collection-on = Dragningsdag
fact-clears-on = Räknas som betald efter
fact-mandate-reference = Medgivandets referens
fact-received = Mottaget
fact-remaining = Kvar att betala
fact-credit = Från ditt tillgodohavande
amount-changed = Beloppet att betala har ändrats sedan du senast såg sidan. Kontrollera det innan du går vidare.

## Att göra

action-other-way = Välj ett annat betalsätt
action-other-bank = Byt bank eller betalsätt
action-try-again = Försök igen
action-start-again = Börja om
action-check-again = Kontrollera igen
action-pay-again = Betala på ett annat sätt
action-pay-rest = Betala resten
action-continue = Fortsätt

## Val av betalsätt

choose-title = Hur vill du betala?
choose-legend = Betalsätt
choose-button = Fortsätt
choose-reassurance = Du får kontrollera allt innan du betalar.
choose-nothing-chosen = Välj ett betalsätt.
choose-unavailable = Det betalsättet går inte att använda just nu. Välj ett annat.
method-card = Kort
method-card-hint = Betalas direkt på kortinlösarens säkra sida.
method-pay-by-bank = Betala via din bank
method-pay-by-bank-hint = Betalas direkt från ditt bankkonto. Du godkänner betalningen i bankens app eller på dess webbplats.
method-customer-balance = Ditt tillgodohavande
method-sepa-debit = SEPA-autogiro
method-sepa-debit-hint = Dras från ditt bankkonto den { $date }. Du kan begära pengarna tillbaka hos din bank i 8 veckor.
method-bacs-debit = Bacs Direct Debit
method-bacs-debit-hint = Dras från ditt brittiska bankkonto den { $date }, med Direct Debit-garantin.
method-autogiro = Autogiro
method-autogiro-hint = Dras från ditt svenska bankkonto den { $date }. Du skriver under medgivandet hos din bank.
method-bank-transfer = Banköverföring
method-bank-transfer-hint = Du gör överföringen själv hos din bank. Vi visar konto och referens.
method-direct-transfer = Direktöverföring
method-direct-transfer-hint = Du gör överföringen själv till det egna kontot hos { $merchant }, som registrerar den när pengarna har kommit.

## Kort

card-title = Kontrollera och betala med kort
card-text = Härnäst kommer du till kortinlösarens säkra sida, där du fyller i dina kortuppgifter. Vi ser dem aldrig.
card-when = Direkt
card-button = Betala { $amount } med kort
leaving-title = Du skickas vidare till kortinlösaren
leaving-text = Du fyller i dina kortuppgifter på kortinlösarens säkra sida och kommer sedan tillbaka hit.
leaving-button = Fortsätt till kortinlösaren
leaving-back = Gå tillbaka

## Betala via banken

bank-title = Kontrollera och välj din bank
bank-text = Härnäst kommer du till din bank, där du loggar in och godkänner betalningen. Vi ser aldrig hur du loggar in.
bank-when = Direkt
bank-legend = Din bank
bank-button = Gå till din bank och betala { $amount }
bank-reassurance = Inget betalas innan du har godkänt det hos din bank.
bank-nothing-chosen = Välj din bank.
bank-unknown = Den banken går inte att använda just nu. Välj en annan.
leaving-bank-title = Du skickas vidare till { $bank }
leaving-bank-text = Du loggar in och godkänner betalningen där och kommer sedan tillbaka hit.
leaving-bank-button = Fortsätt till { $bank }
leaving-sign-text = Du loggar in och skriver under medgivandet där och kommer sedan tillbaka hit.

## Tillgodohavande

credit-title = Kontrollera och betala med ditt tillgodohavande
credit-text = Ditt tillgodohavande hos { $merchant } täcker hela betalningen.
credit-nothing-debited = Inget dras från ditt kort eller bankkonto.
credit-button = Betala { $amount } med ditt tillgodohavande

## SEPA-autogiro: uppgifter

debit-step-1 = Steg 1 av 2
debit-step-2 = Steg 2 av 2
debit-title = Ditt bankkonto
debit-text = Beloppet dras från det här kontot den { $date }. Inget dras innan du har sett och skrivit under medgivandet på nästa sida.
debit-button = Fortsätt till medgivandet
debit-reassurance = Ditt kontonummer sparas krypterat och används bara för den här betalningen.
debit-address-title = Din adress
debit-address-text = Bankerna behöver den eftersom ditt konto finns utanför Europeiska ekonomiska samarbetsområdet.
field-name = Kontohavarens namn
field-name-hint = Så som det är registrerat hos banken.
field-email = E-post
field-email-hint = Hit skickar vi bekräftelsen.
field-iban = Kontonummer (IBAN)
field-iban-hint = Till exempel DE89 3704 0044 0532 0130 00. Det ska vara ett konto som du ensam får använda.
field-line1 = Adress
field-line2 = Adress, andra raden (valfritt)
field-city = Ort
field-postal-code = Postnummer
field-country = Land
field-country-choose = Välj land
missing-name = Fyll i kontohavarens namn.
missing-email = Fyll i en e-postadress.
missing-iban = Fyll i kontonumret (IBAN).
missing-line1 = Fyll i din adress.
missing-city = Fyll i din ort.
missing-postal-code = Fyll i ditt postnummer.
missing-country = Välj land.
problem-too-long = ”{ $field }” är för långt för bankerna.
problem-characters = ”{ $field }” innehåller tecken som bankerna inte kan förmedla. Använd bokstäver, siffror och enkla skiljetecken.
problem-email = Fyll i en e-postadress, till exempel namn@example.com.
problem-iban = Det är inte ett giltigt IBAN. Jämför med ditt kontoutdrag.
problem-iban-outside-sepa = Kontot finns i ett land utanför SEPA och kan därför inte användas här.

## SEPA-autogiro: medgivandet

mandate-page-title = Kontrollera och skriv under medgivandet
mandate-title = Medgivande till SEPA-autogiro
mandate-notice = { $amount } dras från ditt konto den { $date }. Det här är din förhandsavisering. Se till att det finns pengar på kontot.
notice-working-days = Det här är den första dag då pengarna kan dras, eftersom du aviseras i förväg. Antal bankdagar: { $days }.
notice-calendar-days = Det här är den första dag då pengarna kan dras, eftersom du aviseras i förväg. Antal kalenderdagar: { $days }.
mandate-explanation = Texten nedan är medgivandets engelska lydelse. Den betyder i korthet: genom att skriva under låter du betalningsmottagaren nedan dra betalningen från ditt konto och ger din bank i uppdrag att utföra den. Du kan begära pengarna tillbaka hos din bank inom 8 veckor från dragningen, enligt villkoren i ditt avtal med banken.
mandate-creditor = Betalningsmottagare
mandate-creditor-address = Mottagarens adress
mandate-creditor-address-missing = Saknas ännu (bara i testläge)
mandate-creditor-identifier = Mottagarens SEPA-identitet
mandate-kind = Typ av betalning
mandate-one-off = Engångsbetalning
mandate-payer = Dina uppgifter
mandate-payer-address = Adress
mandate-account = Konto
mandate-signed-on = Undertecknat den
mandate-accept = Jag skriver under medgivandet. { $merchant } får dra { $amount } från mitt konto den { $date }, en enda gång.
mandate-button = Skriv under och betala
mandate-change = Ändra uppgifter
review-not-accepted = Kryssa i rutan för att skriva under medgivandet.
review-date-moved = Dragningsdagen har flyttats sedan du senast såg sidan. Kontrollera den nya dagen innan du går vidare.
review-wording-changed = Medgivandets lydelse har ändrats sedan du senast såg sidan. Läs den och skriv under igen.
refund-right = Du kan begära pengarna tillbaka hos din bank inom 8 veckor från dragningen, enligt villkoren i ditt avtal med banken. Har du inte godkänt en dragning är fristen 13 månader.

## Bacs Direct Debit (brittiskt autogiro)

bacs-form-text = Beloppet dras från det här kontot den { $date }. Du ser allt en gång till på nästa sida, innan du bekräftar.
bacs-form-button = Fortsätt och kontrollera
field-sort-code = Clearingnummer (sort code)
field-sort-code-hint = Sex siffror, till exempel 12‑34‑56.
field-account-number = Kontonummer
field-account-number-hint = Oftast åtta siffror. Båda står på ditt bankkort, på kontoutdraget eller i bankens app.
field-sole-signatory = Jag är den enda som behövs för att godkänna dragningar från kontot.
field-sole-signatory-hint = Måste fler än en person godkänna dragningar kan kontot inte användas här. Välj då ett annat sätt att betala, eller be { $merchant } om en pappersblankett.
missing-sort-code = Fyll i clearingnumret (sort code).
missing-account-number = Fyll i kontonumret.
missing-sole-signatory = Kryssa i rutan om du ensam kan godkänna dragningar. Välj annars ett annat sätt att betala, eller be { $merchant } om en pappersblankett.
problem-sort-code = Det är inte ett giltigt clearingnummer (sort code). Det har sex siffror.
problem-account-number = Det är inte ett giltigt kontonummer för det här clearingnumret. De flesta har åtta siffror.
problem-account-at-sort-code = Det finns inget sådant kontonummer på det här clearingnumret. Jämför båda med ditt bankkort eller kontoutdrag.
bacs-review-title = Kontrollera din Direct Debit
bacs-read-back = Dina uppgifter
bacs-authority = Godkänna dragningar
bacs-alone = Bara jag behövs
bacs-collector = Vem som drar pengarna
bacs-service-user = Namn
bacs-phone = Telefon
bacs-statement-name = Namn på ditt kontoutdrag
bacs-service-user-number = Mottagarens nummer (service user number)
bacs-reference = Uppdragets referens
bacs-confirmed-on = Bekräftat den
bacs-instruction-title = Uppdrag till din bank
bacs-instruction-explanation = Texten nedan är uppdragets engelska lydelse. Den betyder i korthet: du ger din bank i uppdrag att betala Direct Debits till { $merchant } från kontot, med det skydd som Direct Debit-garantin ger.
bacs-guarantee-title = Direct Debit-garantin
bacs-guarantee-explanation = Garantin är skriven på engelska. Den betyder i korthet: du får veta i förväg om något ändras; blir något fel betalar din bank genast tillbaka pengarna; och du kan när som helst avsluta uppdraget genom att säga till din bank.
bacs-accept = Uppgifterna stämmer. Jag ger min bank uppdraget, och { $merchant } får dra { $amount } från mitt konto den { $date }, en enda gång.
bacs-review-button = Bekräfta och betala
bacs-not-accepted = Kryssa i rutan för att bekräfta uppgifterna och ge uppdraget.

## Autogiro

autogiro-form-text = Beloppet dras från det här kontot den { $date }. På nästa sida ser du medgivandet, och sedan skriver du under det hos din bank.
autogiro-reassurance = Ditt personnummer och ditt kontonummer sparas krypterade och används bara för den här betalningen.
field-payer-id = Personnummer eller organisationsnummer
field-payer-id-hint = Kontohavarens nummer, till exempel 19900101‑0017 eller 556016‑0680.
field-clearing-number = Clearingnummer
field-clearing-number-hint = De fyra siffrorna före kontonumret. Hos Swedbank är de fem om den första är 8.
field-account-number-hint-sek = Utan clearingnummer. Båda står i bankens app eller på kontoutdraget.
missing-payer-id = Fyll i personnumret eller organisationsnumret.
missing-clearing-number = Fyll i clearingnumret.
problem-payer-id = Det är inte ett giltigt personnummer eller organisationsnummer. Kontrollera varje siffra.
problem-clearing-number = Det är inte en svensk banks clearingnummer. Det har fyra siffror, hos Swedbank ibland fem.
problem-account-at-clearing = Det finns inget sådant kontonummer i banken med det här clearingnumret. Jämför båda med bankens app eller ditt kontoutdrag.
autogiro-review-title = Kontrollera medgivandet
autogiro-mandate-title = Medgivande till betalning via Autogiro
autogiro-explanation = Genom att skriva under låter du betalningsmottagaren ovan dra betalningar från ditt konto via Autogiro. Du kan när som helst återkalla medgivandet hos betalningsmottagaren eller din bank.
autogiro-payee-address = Mottagarens adress
autogiro-organisation-number = Organisationsnummer
autogiro-payer-number = Betalarnummer
autogiro-next = Härnäst kommer du till din bank, där du loggar in och skriver under medgivandet. Inget dras innan du har skrivit under.
autogiro-button = Fortsätt och skriv under hos banken

## Överföringar som betalaren gör

transfer-title = Gör överföringen
transfer-text = Gör den här överföringen i bankens app eller på dess webbplats, precis som det står här. Vi drar inget från ditt konto.
transfer-text-direct = Gör den här överföringen till det egna kontot hos { $merchant }, i bankens app eller på dess webbplats, precis som det står här. Vi drar inget från ditt konto.
transfer-sandbox = Det här är en övning där inget betalas på riktigt. Skicka inga pengar till de här uppgifterna.
transfer-so-far = { $received } har kommit. För över de återstående { $remaining } med samma referens.
transfer-details-title = Uppgifter för överföringen
transfer-account-name = Kontohavare
transfer-payee = Betalningsmottagare
transfer-iban = IBAN
transfer-bic = BIC (SWIFT)
transfer-bankgiro = Bankgiro
transfer-reference = Referens
transfer-ocr = OCR-nummer
transfer-message = Meddelande till mottagaren
transfer-deadline = Bör ha kommit senast
transfer-copy = Tryck eller klicka på en uppgift för att markera hela och kopiera den.
transfer-qr-title = Eller skanna med din bankapp
transfer-qr-label = QR-kod för bankappar med överföringens mottagare, konto, belopp och referens
transfer-qr-text = Koden är till för bankappar som läser betalkoder (EPC QR-kod, även kallad GiroCode). De fyller i överföringen åt dig. Kontrollera den innan du godkänner. Det går inte att betala med en vanlig kamera.
transfer-know = Bra att veta
transfer-why-reference = Referensen talar om för oss vilken betalning pengarna gäller. Utan den måste någon leta för hand, och det tar längre tid.
transfer-why-ocr = OCR-numret är den referens som talar om för oss vilken betalning pengarna gäller. Utan det måste någon leta för hand, och det tar längre tid.
transfer-why-message = Meddelandet är den referens som talar om för oss vilken betalning pengarna gäller. Utan det måste någon leta för hand, och det tar längre tid.
transfer-name-gbp = Ange kontohavarens namn precis som det står här, eftersom din bank jämför det med kontot (Confirmation of Payee).
transfer-name-eur = Ange kontohavarens namn precis som det står här, eftersom din bank jämför det med kontot (verifiering av betalningsmottagare).
transfer-name-sek = Din bank kan visa mottagarens namn innan du godkänner betalningen. Det ska vara det som står här.
transfer-works-gbp = Gör en vanlig överföring i pund från ett brittiskt konto (Faster Payments). Kontanter, checkar och utlandsbetalningar går inte att använda här.
transfer-works-eur = Gör en SEPA-betalning i euro, vanlig eller omedelbar. Kontanter, checkar och betalningar i andra valutor går inte att använda här.
transfer-works-bankgiro = Gör en bankgirobetalning i svenska kronor. Kontanter, Swish och betalningar från utlandet går inte att använda här.
transfer-works-sek = Gör en kontoöverföring i svenska kronor från en bank i Sverige. Kontanter, Swish och betalningar från utlandet går inte att använda här.
transfer-time-gbp = Pengarna kommer oftast inom några minuter och senast nästa bankdag.
transfer-time-eur = En omedelbar betalning kommer inom några sekunder, en vanlig nästa bankdag.
transfer-time-bankgiro = Pengarna kommer samma eller nästa bankdag, beroende på när du betalar.
transfer-time-sek = Pengarna kommer samma eller nästa bankdag, beroende på din bank.
transfer-seen = Vi ser pengarna när din bank har skickat dem och de har kommit fram, inte tidigare.
transfer-seen-direct = { $merchant } ser pengarna på sitt eget konto och registrerar dem här. Det kan ta några bankdagar.
transfer-button = Jag har gjort överföringen
transfer-button-text = Det ändrar bara vad sidan visar. Betalningen räknas när pengarna har kommit.
transfer-mail-title = Få uppgifterna med e‑post
transfer-mail-button = Skicka uppgifterna till mig
transfer-mail-sent = Uppgifterna är på väg till { $email }.

## Hur det går med betalningen

status-moves-on = Du skickas strax tillbaka till { $merchant }.
status-paid-title = Betald
status-paid-text = Tack! Din betalning till { $merchant } är klar.
status-paid-elsewhere-title = Redan betald
status-paid-elsewhere-text = Det här är redan betalt till { $merchant }. Du behöver inte göra något mer, och inget mer kommer att dras.
status-debit-signed-title = Medgivandet är undertecknat
status-debit-signed-text = Tack! { $amount } dras från ditt konto den { $date }. Du behöver inte göra något mer, men se till att det finns pengar på kontot.
status-debit-signed-refund = Du kan begära pengarna tillbaka hos din bank inom 8 veckor från dragningen.
status-bacs-signed-title = Din Direct Debit är klar
status-bacs-signed-mail = En bekräftelse med Direct Debit-garantin är på väg till dig med e‑post. Spara den.
status-processing-title = Vi väntar på besked
status-processing-text = Din betalning är skickad, men vi har ännu inte fått veta om den gick igenom.
status-processing-advice = Betala inte en gång till. Du kan stänga sidan: betalningen fortsätter ändå.
status-bank-title = Vi väntar på din bank
status-bank-unknown = Din bank har inte talat om för oss om du godkände betalningen på { $amount } till { $merchant }. Vi vet det inte ännu.
status-bank-advice = Om du inte godkände den dras inga pengar, och du kan välja en annan bank eller ett annat betalsätt. Om du gjorde det, vänta lite.
status-bank-approved = Du har godkänt betalningen på { $amount } till { $merchant }, och din bank utför den. Den har ännu inte meddelat oss att det är klart.
status-bank-looks = Sidan kontrollerar igen av sig själv.
status-mandate-title = Medgivandet är undertecknat och hos din bank
status-mandate-text = Tack! Du har skrivit under medgivandet, och din bank ska godkänna det. Den svarar senast den { $date }.
status-mandate-next = Därefter dras { $amount } från ditt konto den { $date }. Du behöver inte göra något mer, men se till att det finns pengar på kontot.
status-signature-title = Vi väntar på din underskrift
status-signature-text = Din bank har inte talat om för oss om du skrev under medgivandet. Vi vet det inte ännu.
status-signature-advice = Om du inte skrev under dras inga pengar, och du kan börja om. Om du gjorde det, vänta lite.
status-transfer-title = Vi väntar på din överföring
status-transfer-said = Du meddelade den { $date } att du har gjort överföringen på { $amount } till { $merchant }. Den har inte kommit ännu.
status-transfer-advice = Gör den inte två gånger. Du kan stänga sidan: den visar när pengarna har kommit. Om du inte har gjort överföringen än gäller uppgifterna nedan fortfarande.
status-failed-title = Betalningen gick inte igenom
status-failed-text = Inga pengar har dragits.
status-returned-title = Betalningen har kommit tillbaka
status-returned-open = Din betalning till { $merchant } kom tillbaka från banken, så beloppet är fortfarande obetalt. Du kan betala på ett annat sätt.
status-returned-contact = Din betalning till { $merchant } kom tillbaka från banken. Kontakta dem om hur ni går vidare.
status-disputed-title = Betalningen är bestridd
status-disputed-text = Din bank har meddelat att betalningen gjordes utan ditt godkännande. Inget kan betalas här för tillfället. Kontakta { $merchant }.
status-canceled-title = Inget att betala
status-canceled-text = { $merchant } har dragit tillbaka betalningen. Inget kan längre betalas här.
status-expired-title = Länken har gått ut
status-expired-text = Tiden för att betala här är ute. Vill du ändå betala kan du be { $merchant } om en ny länk.
status-contact-title = Inget kan betalas här
status-contact-text = Kontakta { $merchant } om den här betalningen.
status-refunded = { $amount } återbetalades den { $date }. Pengarna når ditt konto inom 5–10 dagar.
status-refund-coming = En återbetalning på { $amount } är på väg.
status-partly-title = Delvis betald
status-partly-text = { $merchant } har fått { $received }. { $remaining } återstår att betala.
status-partly-transfer = För över resten med samma referens. Uppgifterna står nedan.
status-unavailable-title = Betalsättet går inte att använda
status-unavailable-text = Det går inte att använda just nu. Inga pengar har dragits.
decline-declined = Banken nekade betalningen. Den säger inte varför till oss, men du kan fråga din bank.
decline-insufficient-funds = Det fanns inte tillräckligt med pengar på kortet eller kontot.
decline-expired-card = Kortets giltighetstid har gått ut.
decline-not-authenticated = Betalningen bekräftades inte hos din bank.
decline-abandoned = Du lämnade kortinlösarens sida innan du hade betalat.
decline-account-refused = Din bank tillåter inte dragningar från det här kontot.
decline-unavailable = Kortinlösaren gick inte att nå.
decline-not-approved = Betalningen godkändes inte hos din bank.
decline-bank-unavailable = Det gick inte att nå din bank.
decline-not-signed = Medgivandet skrevs inte under hos din bank.
decline-mandate-refused = Din bank godkände inte medgivandet för det här kontot.

## Fel

error-no-money = Inget har betalats i det här steget.
error-not-found-title = Vi hittar inte betalningen
error-not-found-text = Kanske är länken inte fullständig. Kontrollera den, eller öppna den på nytt från meddelandet som du fick den i.
error-stale-form-title = Börja om från början
error-stale-form-text = Sidan hade varit öppen för länge eller öppnades inte härifrån, så vi har inte gjort något.
error-too-many-tries-title = För många försök
error-too-many-tries-text = Vänta några minuter och försök igen.
error-too-many-accounts-title = Inga fler kontonummer just nu
error-too-many-accounts-text = För många kontonummer har provats på den här sidan, så den tar inte emot fler förrän i morgon. Du kan betala på ett annat sätt, eller fråga den som skickade länken.
error-too-many-mails-title = Inga fler mejl just nu
error-too-many-mails-text = Den här sidan har mejlat betalningsuppgifterna så många gånger som den får under 24 timmar. Du kan be om dem igen om senast 24 timmar; till dess står de på betalningssidan.
error-busy-title = Det är mycket att göra just nu
error-busy-text = Försök igen om en liten stund.
error-server-title = Något gick fel hos oss
error-server-text = Vi beklagar. Felet har registrerats. Försök igen om en stund.

## Sandlådan

sandbox-name = Låtsasinlösaren
sandbox-tag = Sandlåda
sandbox-footer = Det här är en övning. Bakom sidan finns varken kort, bank eller pengar.
sandbox-card-title = Vad ska hända?
sandbox-card-text = { $merchant } begär { $amount }. Här skulle en riktig kortinlösare fråga efter kortuppgifter.
sandbox-card-legend = Scenario
sandbox-card-button = Kör
sandbox-unknown-scenario = Det finns inget sådant scenario. Välj ett av dessa.
sandbox-closed = Betalningen är avslutad: den har besvarats, gått ut eller dragits tillbaka.
sandbox-auth-title = Din låtsasbank frågar
sandbox-auth-text = Vill du betala { $amount } till { $merchant }? En riktig bank skulle be dig bekräfta i sin app.
sandbox-auth-legend = Ditt svar
sandbox-auth-approve = Godkänn betalningen
sandbox-auth-refuse = Neka betalningen
sandbox-auth-button = Svara
sandbox-bank-title = Godkänner du betalningen?
sandbox-bank-text = Det här är { $bank }, som inte finns. En riktig bank skulle be dig logga in och bekräfta betalningen i sin app.
sandbox-bank-answer = Ditt svar
sandbox-bank-more = Eller låt något annat hända
sandbox-bank-button = Svara
sandbox-bank-away-title = Du gick därifrån
sandbox-bank-away-text = Inget har godkänts. Förfrågan upphör efter 15 minuter, och du kan stänga sidan.
sandbox-bank-back = Tillbaka till betalsidan
sandbox-sign-title = Skriver du under medgivandet?
sandbox-sign-text = Det här är { $bank }, som inte finns. En riktig bank skulle be dig logga in och skriva under medgivandet i sin app.
sandbox-sign-away-text = Inget har skrivits under. Förfrågan upphör efter 15 minuter, och du kan stänga sidan.
sign-scenario-sign = Betalaren skriver under medgivandet.
sign-scenario-refuse = Betalaren vägrar att skriva under.
sign-scenario-walk-away = Betalaren svarar aldrig, och förfrågan upphör.
bank-scenario-succeed = Betalaren godkänner, och betalningen görs direkt.
bank-scenario-refuse = Betalaren nekar betalningen.
bank-scenario-walk-away = Betalaren svarar aldrig, och förfrågan upphör.
bank-scenario-insufficient-funds = Betalaren godkänner, men det finns inte tillräckligt med pengar på kontot.
bank-scenario-answer-late = Betalaren godkänner, och banken meddelar en timme senare att betalningen är gjord.
bank-scenario-return-without-result = Betalaren godkänner och är tillbaka innan banken har sagt något.
bank-scenario-answer-twice = Betalaren godkänner, och banken meddelar två gånger att betalningen är gjord.
scenario-succeed = Betalningen lyckas.
scenario-decline = Banken nekar utan att säga varför.
scenario-insufficient-funds = Det finns inte tillräckligt med pengar på kortet.
scenario-expired-card = Kortets giltighetstid har gått ut.
scenario-lost-card = Kortet är anmält som förlorat.
scenario-fraud-suspected = Banken misstänker bedrägeri.
scenario-authenticate = Banken ber betalaren att godkänna betalningen.
scenario-authentication-refused = Betalaren nekar när banken frågar.
scenario-abandon = Betalaren lämnar sidan utan att betala.
scenario-answer-late = Betalningen lyckas, men svaret dröjer.
scenario-answer-twice = Betalningen lyckas, och svaret skickas två gånger.
scenario-contradict = Betalningen lyckas, men en minut senare säger inlösaren att den nekades.
scenario-decline-then-succeed = Betalningen nekas, men en minut senare lyckas den ändå.
mailbox-title = Sandlådans mejl
mailbox-text = Mejl i testläge hamnar här och skickas aldrig.
mailbox-empty = Det finns inga mejl än.
mailbox-back = Alla mejl
mail-from = Från
mail-to = Till
mail-at = Skrivet
mail-html-part = HTML-del
mail-text-part = Textdel

## Mejl

mail-link-subject = { $merchant }: { $amount } att betala
mail-link-heading = { $amount } till { $merchant }
mail-link-text = { $merchant } ber dig betala { $amount }. På betalsidan ser du uppgifterna och väljer hur du vill betala.
mail-link-button = Se uppgifterna och betala
mail-link-deadline = Betala senast
mail-link-unexpected = Kommer det här oväntat? Betala då inte, utan kontakta { $merchant } först.
mail-mandate-subject = SEPA-autogiro: { $amount } till { $merchant } den { $date }
mail-mandate-heading = Ditt medgivande till SEPA-autogiro
mail-mandate-text = Tack! Du har skrivit under ett medgivande till { $merchant }. Spara det här mejlet.
mail-mandate-notice = { $amount } dras från ditt konto den { $date }. Se till att det finns pengar på kontot.
mail-mandate-wrong = Var det inte du, eller är något fel? Kontakta { $merchant } genast.
mail-bacs-subject = Direct Debit: { $amount } till { $merchant } den { $date }
mail-bacs-heading = Ditt Direct Debit-uppdrag
mail-bacs-text = Tack! Du har lagt upp en Direct Debit till { $merchant }. Spara det här meddelandet.
mail-autogiro-subject = Autogiro: { $amount } till { $merchant } den { $date }
mail-autogiro-heading = Ditt autogiromedgivande
mail-postponed-subject = { $merchant }: { $amount } dras den { $date } i stället
mail-postponed-heading = En senare dag för din betalning
mail-postponed-text = Din bank har ännu inte meddelat om den godkänner medgivandet som du skrev under till { $merchant }. Därför drogs inga pengar den dag som du fick besked om.
mail-retried-text = Det fanns inte tillräckligt med pengar på ditt konto för din betalning till { $merchant }. Inga pengar drogs den dag som du fick besked om; din bank försöker en gång till.
mail-refunded-subject = { $merchant }: { $amount } återbetalas
mail-refunded-heading = { $amount } tillbaka från { $merchant }
mail-refunded-text = { $merchant } skickade en återbetalning på { $amount } till dig den { $date }.
mail-refunded-arrival = Pengarna går till kortet eller kontot som du betalade med och når det inom 5–10 dagar. Du behöver inte göra något.
mail-refunded-by = Från
mail-refunded-on = Återbetald den
mail-refunded-questions = Har du frågor om återbetalningen? Kontakta { $merchant }.
mail-returned-subject = { $merchant }: din betalning kom tillbaka, { $amount } att betala
mail-returned-heading = Din betalning kom tillbaka
mail-returned-text = Din bank släppte inte igenom din betalning på { $returned } till { $merchant }.
mail-returned-open = { $amount } är fortfarande obetalt. Du kan betala på ett annat sätt på betalsidan.
mail-returned-paid = Har du redan betalat sedan dess? Då behöver du inte göra något mer. Kontakta { $merchant } om något är fel.
mail-transfer-subject = { $merchant }: uppgifter för din överföring på { $amount }
mail-transfer-heading = För över { $amount } till { $merchant }
mail-transfer-text = Du bad om de här uppgifterna på betalsidan för { $merchant }. Gör överföringen hos din bank, precis som det står här.
mail-transfer-button = Öppna betalsidan
mail-part-subject = { $merchant }: { $arrived } har kommit, { $remaining } återstår
mail-part-heading = { $arrived } har kommit
mail-part-text = { $merchant } fick din överföring på { $arrived } den { $date }. Tack!
mail-part-rest = { $remaining } återstår att betala. För över det med samma referens, eller välj ett annat betalsätt på betalsidan.
mail-account-subject = { $merchant }: bankkontot för { $currency } kommer att ändras
mail-account-heading = Ett annat bankkonto för { $currency }
mail-account-text = Från och med { $when } visas ett annat konto för den som för över { $currency } till { $merchant }. Till dess är allt som förut.
mail-account-new = Nytt konto
mail-account-replaced = Nuvarande konto
mail-account-by = Begärt av
mail-account-requested = Begärt
mail-account-effective = Börjar gälla
mail-account-wrong = Har ingen av er begärt det här? Återkalla då ändringen innan den börjar gälla och byt era API-nycklar, eftersom någon annan kan ha en.
