# Teksten van de betaalpagina’s en e-mails in het Nederlands. De betaler wordt met ‘u’ aangesproken.
# Bedragen en datums komen al opgemaakt binnen; waarden worden onschadelijk gemaakt waar ze staan.

## Rond elke pagina

skip-to-content = Naar de inhoud
test-mode-label = Testmodus
test-mode-text = Hier gaat geen echt geld om.
labelled = { $label }: { $value }
header-secure = Veilig betalen
header-neutral = Betaling
footer-languages = Taal
footer-privacy = Privacy
title-problem = Fout:
problem-title = Controleer het volgende
contact-title = Contact met { $merchant }
contact-email = E-mail
contact-phone = Telefoon
contact-website = Website

## Wat er betaald wordt

summary-label = Dit betaalt u
purpose-rent = Huur
purpose-advance-rent = Vooruitbetaalde huur
purpose-deposit = Waarborgsom
purpose-holding-fee = Reserveringskosten
purpose-charge = Betaling
receipt-title = Gegevens
fact-amount = Bedrag
fact-to = Ontvanger
fact-for = Betaling voor
fact-reference = Kenmerk
fact-bank-reference = Betalingskenmerk
fact-method = Betaalwijze
fact-when = Wanneer
fact-paid-on = Betaald op
fact-statement = Op uw afschrift
fact-collection-on = Afschrijving op
fact-clears-on = Geldt als betaald na
fact-mandate-reference = Machtigingskenmerk
fact-received = Ontvangen
fact-remaining = Nog te betalen
fact-credit = Betaald met uw tegoed
amount-changed = Het te betalen bedrag is veranderd sinds u deze pagina voor het laatst zag. Controleer het voordat u verdergaat.

## Wat u kunt doen

action-other-way = Een andere betaalwijze kiezen
action-other-bank = Een andere bank of betaalwijze kiezen
action-try-again = Opnieuw proberen
action-start-again = Opnieuw beginnen
action-check-again = Opnieuw controleren
action-pay-again = Op een andere manier betalen
action-pay-rest = De rest betalen
action-continue = Verder

## Keuze van de betaalwijze

choose-title = Hoe wilt u betalen?
choose-legend = Betaalwijzen
choose-button = Verder
choose-reassurance = U kunt alles controleren voordat u betaalt.
choose-nothing-chosen = Kies een betaalwijze.
choose-unavailable = Deze betaalwijze is op dit moment niet beschikbaar. Kies een andere.
method-card = Kaart
method-card-hint = Direct betaald, op de beveiligde pagina van de betaaldienst.
method-pay-by-bank = Betalen via uw bank
method-pay-by-bank-hint = Direct betaald vanaf uw bankrekening. U keurt de betaling goed in de app of op de website van uw bank.
method-customer-balance = Uw tegoed
method-sepa-debit = SEPA-incasso
method-sepa-debit-hint = Wordt op { $date } van uw bankrekening afgeschreven. U kunt het bedrag 8 weken lang via uw bank laten terugboeken.
method-bacs-debit = Bacs-incasso (Direct Debit)
method-bacs-debit-hint = Wordt op { $date } van uw Britse bankrekening afgeschreven, met de bescherming van de Direct Debit Guarantee.
method-autogiro = Autogiro (Zweedse incasso)
method-autogiro-hint = Wordt op { $date } van uw Zweedse bankrekening afgeschreven. U ondertekent de machtiging bij uw bank.
method-bank-transfer = Overschrijving
method-bank-transfer-hint = U maakt het bedrag zelf over bij uw bank. Wij tonen u de rekening en het betalingskenmerk.
method-direct-transfer = Directe overschrijving
method-direct-transfer-hint = U maakt het bedrag zelf over naar de eigen rekening van { $merchant }. De ontvangst wordt daar geregistreerd.

## Kaart

card-title = Controleren en betalen met kaart
card-text = Hierna gaat u naar de beveiligde pagina van de betaaldienst om uw kaartgegevens in te vullen. Wij krijgen ze nooit te zien.
card-when = Direct
card-button = { $amount } met kaart betalen
leaving-title = U gaat naar de betaaldienst
leaving-text = U vult uw kaartgegevens in op de beveiligde pagina van de betaaldienst en komt daarna hier terug.
leaving-button = Verder naar de betaaldienst
leaving-back = Terug

## Betalen via de bank

bank-title = Controleren en uw bank kiezen
bank-text = Hierna gaat u naar uw bank om in te loggen en deze betaling goed te keuren. Wij krijgen uw inloggegevens nooit te zien.
bank-when = Direct
bank-legend = Uw bank
bank-button = Naar uw bank om { $amount } te betalen
bank-reassurance = Er wordt niets betaald voordat u de betaling bij uw bank goedkeurt.
bank-nothing-chosen = Kies uw bank.
bank-unknown = Deze bank is op dit moment niet beschikbaar. Kies een andere.
leaving-bank-title = U gaat naar { $bank }
leaving-bank-text = U logt daar in, keurt de betaling goed en komt daarna hier terug.
leaving-bank-button = Verder naar { $bank }
leaving-sign-text = U logt daar in, ondertekent de machtiging en komt daarna hier terug.

## Tegoed

credit-title = Controleren en betalen met uw tegoed
credit-text = Uw tegoed bij { $merchant } dekt deze hele betaling.
credit-nothing-debited = Er wordt niets van uw kaart of bankrekening afgeschreven.
credit-button = { $amount } met uw tegoed betalen

## SEPA-incasso: gegevens

debit-step-1 = Stap 1 van 2
debit-step-2 = Stap 2 van 2
debit-title = Uw bankrekening
debit-text = Het bedrag wordt op { $date } van deze rekening afgeschreven. Er wordt niets afgeschreven voordat u op de volgende pagina de machtiging hebt gezien en ondertekend.
debit-button = Verder naar de machtiging
debit-reassurance = Uw rekeningnummer wordt versleuteld bewaard en alleen voor deze betaling gebruikt.
debit-address-title = Uw adres
debit-address-text = Banken vragen hierom omdat uw rekening buiten de Europese Economische Ruimte wordt aangehouden.
field-name = Naam van de rekeninghouder
field-name-hint = Zoals bekend bij de bank.
field-email = E-mail
field-email-hint = Hiernaartoe sturen we de bevestiging.
field-iban = Rekeningnummer (IBAN)
field-iban-hint = Bijvoorbeeld DE89 3704 0044 0532 0130 00. Het moet een rekening zijn waarvoor u alleen mag tekenen.
field-line1 = Adres
field-line2 = Adres, tweede regel (niet verplicht)
field-city = Plaats
field-postal-code = Postcode
field-country = Land
field-country-choose = Kies een land
missing-name = Vul de naam van de rekeninghouder in.
missing-email = Vul een e-mailadres in.
missing-iban = Vul het rekeningnummer (IBAN) in.
missing-line1 = Vul uw adres in.
missing-city = Vul uw woonplaats in.
missing-postal-code = Vul uw postcode in.
missing-country = Kies uw land.
problem-too-long = ‘{ $field }’ is te lang voor de banken.
problem-characters = ‘{ $field }’ bevat tekens die banken niet kunnen doorgeven. Gebruik letters, cijfers en eenvoudige leestekens.
problem-email = Vul een e-mailadres in, bijvoorbeeld naam@example.com.
problem-iban = Dit is geen geldig IBAN. Vergelijk het met uw rekeningafschrift.
problem-iban-outside-sepa = Deze rekening is in een land buiten SEPA en kan hier niet worden gebruikt.

## SEPA-incasso: de machtiging

mandate-page-title = De machtiging controleren en ondertekenen
mandate-title = SEPA-machtiging
mandate-notice = Op { $date } wordt { $amount } van uw rekening afgeschreven. Dit is de vooraankondiging daarvan; zorg voor voldoende saldo.
notice-working-days = Dit is de eerste dag waarop kan worden afgeschreven, omdat het u vooraf wordt aangekondigd. Termijn in werkdagen: { $days }.
notice-calendar-days = Dit is de eerste dag waarop kan worden afgeschreven, omdat het u vooraf wordt aangekondigd. Termijn in kalenderdagen: { $days }.
mandate-explanation = Hieronder staat de Engelse tekst van de machtiging. Kort gezegd: door te ondertekenen geeft u de hieronder genoemde incassant toestemming om deze betaling van uw rekening af te schrijven, en uw bank opdracht om die uit te voeren. U kunt het bedrag binnen 8 weken na de afschrijving laten terugboeken; vraag uw bank naar de voorwaarden.
mandate-creditor = Incassant
mandate-creditor-address = Adres van de incassant
mandate-creditor-address-missing = Nog niet ingevuld (alleen in de testmodus)
mandate-creditor-identifier = Incassant-ID
mandate-kind = Soort betaling
mandate-one-off = Eenmalige betaling
mandate-payer = Uw gegevens
mandate-payer-address = Adres
mandate-account = Rekening
mandate-signed-on = Ondertekend op
mandate-accept = Ik onderteken deze machtiging. { $merchant } mag op { $date } eenmalig { $amount } van mijn rekening afschrijven.
mandate-button = Ondertekenen en betalen
mandate-change = Gegevens wijzigen
review-not-accepted = Vink het vakje aan om de machtiging te ondertekenen.
review-date-moved = De datum van de afschrijving is veranderd sinds u deze pagina voor het laatst zag. Controleer de nieuwe datum voordat u verdergaat.
review-wording-changed = De tekst van de machtiging is veranderd sinds u deze pagina voor het laatst zag. Lees de tekst en onderteken opnieuw.
refund-right = U kunt het bedrag binnen 8 weken na de afschrijving via uw bank laten terugboeken, volgens de voorwaarden van uw bank. Voor een afschrijving zonder uw toestemming is de termijn 13 maanden.

## Bacs-incasso

bacs-form-text = Het bedrag wordt op { $date } van deze rekening afgeschreven. Op de volgende pagina ziet u alles nog eens voordat u bevestigt.
bacs-form-button = Verder naar de controle
field-sort-code = Sort code (bankcode)
field-sort-code-hint = Zes cijfers, bijvoorbeeld 12‑34‑56.
field-account-number = Rekeningnummer
field-account-number-hint = Meestal acht cijfers. U vindt beide op uw bankpas, op uw afschrift of in de app van uw bank.
field-sole-signatory = Ik ben de enige die afschrijvingen van deze rekening hoeft goed te keuren.
field-sole-signatory-hint = Als meer dan één persoon afschrijvingen moet goedkeuren, kan deze rekening hier niet worden gebruikt. Kies een andere betaalwijze of vraag { $merchant } om een papieren formulier.
missing-sort-code = Vul de sort code in.
missing-account-number = Vul het rekeningnummer in.
missing-sole-signatory = Vink het vakje aan als u afschrijvingen alleen mag goedkeuren. Zo niet, kies dan een andere betaalwijze of vraag { $merchant } om een papieren formulier.
problem-sort-code = Dit is geen geldige sort code. Die heeft zes cijfers.
problem-account-number = Dit is geen geldig rekeningnummer bij deze sort code. De meeste hebben acht cijfers.
problem-account-at-sort-code = Bij deze sort code bestaat dit rekeningnummer niet. Vergelijk beide met uw bankpas of afschrift.
bacs-review-title = Controleer uw incasso
bacs-read-back = Uw gegevens
bacs-authority = Goedkeuring van afschrijvingen
bacs-alone = Alleen mijn goedkeuring is nodig
bacs-collector = Wie incasseert
bacs-service-user = Naam
bacs-phone = Telefoon
bacs-statement-name = Naam op uw afschrift
bacs-service-user-number = Service user number
bacs-reference = Kenmerk van de opdracht
bacs-confirmed-on = Bevestigd op
bacs-instruction-title = Opdracht aan uw bank
bacs-instruction-explanation = Hiermee geeft u uw bank opdracht om incasso’s van { $merchant } van deze rekening te betalen, met de bescherming van de Direct Debit Guarantee. De tekst is in het Engels.
bacs-guarantee-title = De Direct Debit Guarantee
bacs-guarantee-explanation = De garantie is in het Engels opgesteld. Kort gezegd: u hoort vooraf van wijzigingen; bij een fout betaalt uw bank het bedrag meteen terug; en u kunt altijd opzeggen door het uw bank te laten weten.
bacs-accept = Deze gegevens kloppen. Ik geef mijn bank deze opdracht, en { $merchant } mag op { $date } eenmalig { $amount } van mijn rekening afschrijven.
bacs-review-button = Bevestigen en betalen
bacs-not-accepted = Vink het vakje aan om de gegevens te bevestigen en de opdracht te geven.

## Autogiro

autogiro-form-text = Het bedrag wordt op { $date } van deze rekening afgeschreven. Op de volgende pagina ziet u de machtiging; daarna ondertekent u die bij uw bank.
autogiro-reassurance = Uw persoonsnummer en uw rekeningnummer worden versleuteld bewaard en alleen voor deze betaling gebruikt.
field-payer-id = Persoonsnummer of organisatienummer
field-payer-id-hint = Het Zweedse nummer van de rekeninghouder, bijvoorbeeld 19900101‑0017 of 556016‑0680.
field-clearing-number = Clearingnummer
field-clearing-number-hint = De vier cijfers voor het rekeningnummer; bij Swedbank vijf als het eerste een 8 is.
field-account-number-hint-sek = Zonder het clearingnummer. U vindt beide in de app van uw bank of op uw afschrift.
missing-payer-id = Vul het persoonsnummer of organisatienummer in.
missing-clearing-number = Vul het clearingnummer in.
problem-payer-id = Dit is geen geldig persoonsnummer of organisatienummer. Controleer elk cijfer.
problem-clearing-number = Dit is geen clearingnummer van een Zweedse bank. Het heeft vier cijfers, bij Swedbank soms vijf.
problem-account-at-clearing = Bij de bank met dit clearingnummer bestaat dit rekeningnummer niet. Vergelijk beide met de app van uw bank of uw afschrift.
autogiro-review-title = Controleer de machtiging
autogiro-mandate-title = Machtiging voor betaling via Autogiro
autogiro-explanation = Hieronder staat de Engelse tekst van de machtiging. Kort gezegd: door te ondertekenen geeft u de hierboven genoemde begunstigde toestemming om via Autogiro betalingen van uw rekening af te schrijven. U kunt de machtiging op elk moment intrekken bij de begunstigde of bij uw bank.
autogiro-payee-address = Adres van de begunstigde
autogiro-organisation-number = Organisatienummer
autogiro-payer-number = Betalernummer
autogiro-next = Hierna gaat u naar uw bank om in te loggen en de machtiging te ondertekenen. Er wordt niets afgeschreven voordat u hebt ondertekend.
autogiro-button = Ondertekenen bij uw bank

## Overschrijvingen

transfer-title = Maak het bedrag over
transfer-text = Maak het bedrag over in de app of op de website van uw bank, precies zoals het hier staat. Wij schrijven niets van uw rekening af.
transfer-text-direct = Maak het bedrag over naar de eigen rekening van { $merchant }, in de app of op de website van uw bank en precies zoals het hier staat. Wij schrijven niets van uw rekening af.
transfer-sandbox = Dit is een oefening: er wordt niets echt betaald. Maak geen geld over naar deze rekening.
transfer-so-far = Er is { $received } ontvangen. Maak de resterende { $remaining } over met hetzelfde betalingskenmerk.
transfer-details-title = Gegevens van de overschrijving
transfer-account-name = Naam rekeninghouder
transfer-payee = Begunstigde
transfer-iban = IBAN
transfer-bic = BIC (SWIFT)
transfer-bankgiro = Bankgiro
transfer-reference = Betalingskenmerk
transfer-ocr = OCR-nummer
transfer-message = Mededeling aan de begunstigde
transfer-deadline = Uiterlijk te ontvangen op
transfer-copy = Tik of klik op een gegeven om het helemaal te selecteren en te kopiëren.
transfer-qr-title = Of scan met uw bankapp
transfer-qr-label = QR-code voor bankapps met de begunstigde, de rekening, het bedrag en het kenmerk van deze overschrijving
transfer-qr-text = Deze code is voor bankapps die betaalcodes lezen (EPC-QR-code, ook GiroCode genoemd). Ze vullen de overschrijving voor u in; controleer die voordat u ze goedkeurt. Met een gewone camera kunt u er niet mee betalen.
transfer-know = Goed om te weten
transfer-why-reference = Aan het betalingskenmerk zien we voor welke betaling uw geld is. Zonder kenmerk moet iemand het met de hand zoeken en dat duurt langer.
transfer-why-ocr = Het OCR-nummer is het betalingskenmerk waaraan we zien voor welke betaling uw geld is. Zonder dat nummer moet iemand het met de hand zoeken en dat duurt langer.
transfer-why-message = De mededeling is het betalingskenmerk waaraan we zien voor welke betaling uw geld is. Zonder die mededeling moet iemand het met de hand zoeken en dat duurt langer.
transfer-name-gbp = Vul de naam van de rekeninghouder precies zo in als hier staat, want uw bank vergelijkt die met de rekening (Confirmation of Payee).
transfer-name-eur = Vul de naam van de rekeninghouder precies zo in als hier staat, want uw bank vergelijkt die met de rekening (IBAN-Naam Check).
transfer-name-sek = Uw bank kan de naam van de begunstigde tonen voordat u de betaling goedkeurt. Dat moet de naam zijn die hier staat.
transfer-works-gbp = Gebruik een gewone overschrijving in ponden vanaf een Britse rekening (Faster Payments). Contant geld, cheques en buitenlandse overschrijvingen zijn hier niet mogelijk.
transfer-works-eur = Gebruik een SEPA-overschrijving in euro, gewoon of direct (instant). Contant geld, cheques en overschrijvingen in andere valuta zijn hier niet mogelijk.
transfer-works-bankgiro = Gebruik een bankgirobetaling in Zweedse kronen. Contant geld, Swish en overschrijvingen uit het buitenland zijn hier niet mogelijk.
transfer-works-sek = Gebruik een overschrijving in Zweedse kronen vanaf een bank in Zweden. Contant geld, Swish en overschrijvingen uit het buitenland zijn hier niet mogelijk.
transfer-time-gbp = Het geld komt meestal binnen enkele minuten aan en uiterlijk op de volgende werkdag.
transfer-time-eur = Een instantoverschrijving komt binnen enkele seconden aan, een gewone op de volgende werkdag.
transfer-time-bankgiro = Het geld komt dezelfde of de volgende werkdag aan, afhankelijk van wanneer u betaalt.
transfer-time-sek = Het geld komt dezelfde of de volgende werkdag aan, afhankelijk van uw bank.
transfer-seen = We zien het geld zodra uw bank het heeft verstuurd en het is aangekomen, niet eerder.
transfer-seen-direct = { $merchant } ziet het geld op de eigen rekening en registreert het hier. Dat kan enkele werkdagen duren.
transfer-button = Ik heb het bedrag overgemaakt
transfer-button-text = Dit verandert alleen wat deze pagina toont. De betaling telt zodra het geld is aangekomen.
transfer-mail-title = Ontvang deze gegevens per e‑mail
transfer-mail-button = Stuur mij de gegevens
transfer-mail-sent = De gegevens zijn onderweg naar { $email }.

## Hoe het met de betaling staat

status-moves-on = U gaat zo terug naar { $merchant }.
status-paid-title = Betaald
status-paid-text = Dank u wel. Uw betaling aan { $merchant } is voltooid.
status-paid-elsewhere-title = Al betaald
status-paid-elsewhere-text = Deze betaling aan { $merchant } is al gedaan. U hoeft niets meer te doen en er wordt niets meer afgeschreven.
status-debit-signed-title = Machtiging ondertekend
status-debit-signed-text = Dank u wel. Op { $date } wordt { $amount } van uw rekening afgeschreven. U hoeft niets meer te doen; zorg voor voldoende saldo.
status-debit-signed-refund = U kunt het bedrag binnen 8 weken na de afschrijving via uw bank laten terugboeken.
status-bacs-signed-title = Incasso ingesteld
status-bacs-signed-mail = Een bevestiging met de Direct Debit Guarantee is per e‑mail naar u onderweg. Bewaar die.
status-processing-title = We wachten op antwoord
status-processing-text = Uw betaling is verstuurd, maar we weten nog niet of die gelukt is.
status-processing-advice = Betaal niet nog een keer. U kunt deze pagina sluiten: de betaling gaat gewoon door.
status-bank-title = We wachten op uw bank
status-bank-unknown = Uw bank heeft ons niet laten weten of u de betaling van { $amount } aan { $merchant } hebt goedgekeurd. We weten het nog niet.
status-bank-advice = Hebt u de betaling niet goedgekeurd, dan wordt er niets afgeschreven en kunt u een andere bank of betaalwijze kiezen. Hebt u de betaling wel goedgekeurd, wacht dan even.
status-bank-approved = U hebt de betaling van { $amount } aan { $merchant } goedgekeurd en uw bank voert die uit. De bank heeft ons nog niet bevestigd dat dit is gebeurd.
status-bank-looks = Deze pagina wordt vanzelf vernieuwd.
status-mandate-title = Machtiging ondertekend, nu bij uw bank
status-mandate-text = Dank u wel. U hebt de machtiging ondertekend en uw bank moet die nog goedkeuren. De bank antwoordt uiterlijk op { $date }.
status-mandate-next = Daarna wordt { $amount } op { $date } van uw rekening afgeschreven. U hoeft niets meer te doen; zorg voor voldoende saldo.
status-signature-title = We wachten op uw handtekening
status-signature-text = Uw bank heeft ons niet laten weten of u de machtiging hebt ondertekend. We weten het nog niet.
status-signature-advice = Hebt u niet ondertekend, dan wordt er niets afgeschreven en kunt u opnieuw beginnen. Hebt u wel ondertekend, wacht dan even.
status-transfer-title = We wachten op uw overschrijving
status-transfer-said = U hebt op { $date } aangegeven dat u { $amount } aan { $merchant } hebt overgemaakt. Het geld is nog niet aangekomen.
status-transfer-advice = Maak het bedrag niet nog een keer over. U kunt deze pagina sluiten: hier ziet u wanneer het geld is aangekomen. Hebt u het bedrag nog niet overgemaakt, dan kloppen de gegevens hieronder nog steeds.
status-failed-title = De betaling is niet gelukt
status-failed-text = Er is geen geld afgeschreven.
status-returned-title = De betaling is teruggeboekt
status-returned-open = Uw bank heeft uw betaling aan { $merchant } teruggeboekt. Het bedrag moet dus nog worden betaald. U kunt het op een andere manier betalen.
status-returned-contact = Uw bank heeft uw betaling aan { $merchant } teruggeboekt. Neem contact op met de ontvanger over het vervolg.
status-disputed-title = Betaling betwist
status-disputed-text = Uw bank heeft gemeld dat voor deze betaling geen toestemming was gegeven. Hier kan voorlopig niets worden betaald. Neem contact op met { $merchant }.
status-canceled-title = Niets te betalen
status-canceled-text = { $merchant } heeft dit betaalverzoek ingetrokken. Hier kan niets meer worden betaald.
status-expired-title = Deze link is verlopen
status-expired-text = De termijn om hier te betalen is voorbij. Wilt u nog betalen, vraag { $merchant } dan om een nieuwe link.
status-contact-title = Hier kan niets worden betaald
status-contact-text = Neem over deze betaling contact op met { $merchant }.
status-refunded = Op { $date } is { $amount } terugbetaald. Het bedrag staat binnen 5–10 dagen op uw rekening.
status-refund-coming = Een terugbetaling van { $amount } is onderweg.
status-partly-title = Gedeeltelijk betaald
status-partly-text = { $merchant } heeft { $received } ontvangen. Nog te betalen: { $remaining }.
status-partly-transfer = Maak de rest over met hetzelfde betalingskenmerk. De gegevens staan hieronder.
status-unavailable-title = Deze betaalwijze is niet beschikbaar
status-unavailable-text = U kunt er op dit moment geen gebruik van maken. Er is geen geld afgeschreven.
decline-declined = De bank heeft de betaling geweigerd. Waarom, vertelt de bank ons niet; uw bank kan het u zeggen.
decline-insufficient-funds = Het saldo van de kaart of rekening was niet toereikend.
decline-expired-card = De kaart is verlopen.
decline-not-authenticated = De betaling is niet bij uw bank bevestigd.
decline-abandoned = U hebt de pagina van de betaaldienst verlaten voordat u had betaald.
decline-account-refused = Uw bank staat geen incasso’s van deze rekening toe.
decline-unavailable = De betaaldienst was niet bereikbaar.
decline-not-approved = De betaling is niet bij uw bank goedgekeurd.
decline-bank-unavailable = Uw bank was niet bereikbaar.
decline-not-signed = De machtiging is niet bij uw bank ondertekend.
decline-mandate-refused = Uw bank heeft de machtiging voor deze rekening niet geaccepteerd.

## Fouten

error-no-money = In deze stap is niets betaald.
error-not-found-title = We kunnen deze betaling niet vinden
error-not-found-text = Misschien is de link niet volledig. Controleer de link, of open de link die u hebt gekregen opnieuw.
error-stale-form-title = Begin opnieuw
error-stale-form-text = Deze pagina stond te lang open of is niet hiervandaan geopend. Daarom hebben we niets gedaan.
error-too-many-tries-title = Te veel pogingen
error-too-many-tries-text = Wacht een paar minuten en probeer het opnieuw.
error-too-many-accounts-title = Voorlopig geen rekeningnummers meer
error-too-many-accounts-text = Op deze pagina zijn te veel rekeningnummers geprobeerd; tot morgen kunt u er hier geen meer invullen. U kunt op een andere manier betalen of het vragen aan wie u de link heeft gestuurd.
error-too-many-mails-title = Voorlopig geen e-mails meer
error-too-many-mails-text = Deze pagina heeft de betaalgegevens zo vaak gemaild als zij binnen 24 uur mag. U kunt er uiterlijk over 24 uur opnieuw om vragen; tot die tijd staan ze op de betaalpagina.
error-busy-title = Het is op dit moment druk
error-busy-text = Probeer het zo dadelijk opnieuw.
error-server-title = Er is bij ons iets misgegaan
error-server-text = Onze excuses. De fout is vastgelegd. Probeer het over een poosje opnieuw.

## De sandbox

sandbox-name = Fictieve betaaldienst
sandbox-tag = Sandbox
sandbox-footer = Dit is een oefening. Achter deze pagina zit geen kaart, geen bank en geen geld.
sandbox-card-title = Wat moet er gebeuren?
sandbox-card-text = { $merchant } vraagt om { $amount }. Een echte betaaldienst zou hier om kaartgegevens vragen.
sandbox-card-legend = Scenario
sandbox-card-button = Uitvoeren
sandbox-unknown-scenario = Dit scenario bestaat niet. Kies een van deze.
sandbox-closed = Deze betaling is afgelopen: er is geantwoord, of ze is verlopen of ingetrokken.
sandbox-auth-title = Uw fictieve bank vraagt
sandbox-auth-text = Wilt u { $amount } aan { $merchant } betalen? Een echte bank zou u vragen dit in de app te bevestigen.
sandbox-auth-legend = Uw antwoord
sandbox-auth-approve = De betaling goedkeuren
sandbox-auth-refuse = De betaling weigeren
sandbox-auth-button = Antwoorden
sandbox-bank-title = Keurt u deze betaling goed?
sandbox-bank-text = Dit is { $bank }, een bank die niet bestaat. Een echte bank zou u vragen in te loggen en de betaling in de app te bevestigen.
sandbox-bank-answer = Uw antwoord
sandbox-bank-more = Of laat iets anders gebeuren
sandbox-bank-button = Antwoorden
sandbox-bank-away-title = U hebt niet geantwoord
sandbox-bank-away-text = Er is niets goedgekeurd. Het verzoek vervalt na 15 minuten en u kunt deze pagina sluiten.
sandbox-bank-back = Terug naar de betaalpagina
sandbox-sign-title = Ondertekent u deze machtiging?
sandbox-sign-text = Dit is { $bank }, een bank die niet bestaat. Een echte bank zou u vragen in te loggen en de machtiging in de app te ondertekenen.
sandbox-sign-away-text = Er is niets ondertekend. Het verzoek vervalt na 15 minuten en u kunt deze pagina sluiten.
sign-scenario-sign = De betaler ondertekent de machtiging.
sign-scenario-refuse = De betaler weigert te ondertekenen.
sign-scenario-walk-away = De betaler antwoordt niet en het verzoek vervalt.
bank-scenario-succeed = De betaler keurt de betaling goed en ze wordt direct uitgevoerd.
bank-scenario-refuse = De betaler weigert de betaling.
bank-scenario-walk-away = De betaler antwoordt niet en het verzoek vervalt.
bank-scenario-insufficient-funds = De betaler keurt de betaling goed, maar het saldo van de rekening is niet toereikend.
bank-scenario-answer-late = De betaler keurt de betaling goed en de bank meldt een uur later dat ze is uitgevoerd.
bank-scenario-return-without-result = De betaler keurt de betaling goed en is terug voordat de bank iets meldt.
bank-scenario-answer-twice = De betaler keurt de betaling goed en de bank meldt twee keer dat ze is uitgevoerd.
scenario-succeed = De betaling lukt.
scenario-decline = De bank weigert zonder reden te noemen.
scenario-insufficient-funds = Het saldo van de kaart is niet toereikend.
scenario-expired-card = De kaart is verlopen.
scenario-lost-card = De kaart is als verloren gemeld.
scenario-fraud-suspected = De bank vermoedt fraude.
scenario-authenticate = De bank vraagt de betaler de betaling goed te keuren.
scenario-authentication-refused = De betaler weigert wanneer de bank erom vraagt.
scenario-abandon = De betaler verlaat deze pagina zonder te betalen.
scenario-answer-late = De betaling lukt, maar het antwoord laat op zich wachten.
scenario-answer-twice = De betaling lukt en het antwoord wordt twee keer verstuurd.
scenario-contradict = De betaling lukt, maar een minuut later meldt de betaaldienst dat ze is geweigerd.
scenario-decline-then-succeed = De betaling wordt geweigerd, maar lukt een minuut later toch.
mailbox-title = E-mails van de sandbox
mailbox-text = E-mails van de testmodus komen hier terecht en worden nooit verstuurd.
mailbox-empty = Er zijn nog geen e-mails.
mailbox-back = Alle e-mails
mail-from = Van
mail-to = Aan
mail-at = Datum
mail-html-part = HTML-deel
mail-text-part = Tekstdeel

## E-mails

mail-link-subject = { $merchant }: { $amount } te betalen
mail-link-heading = { $amount } aan { $merchant }
mail-link-text = { $merchant } vraagt u om { $amount } te betalen. Op de betaalpagina ziet u de gegevens en kiest u hoe u betaalt.
mail-link-button = Gegevens bekijken en betalen
mail-link-deadline = Uiterste betaaldatum
mail-link-unexpected = Had u dit bericht niet verwacht? Betaal dan niet en neem eerst contact op met { $merchant }.
mail-mandate-subject = SEPA-incasso: { $amount } aan { $merchant } op { $date }
mail-mandate-heading = Uw SEPA-machtiging
mail-mandate-text = Dank u wel. U hebt een machtiging voor { $merchant } ondertekend. Bewaar dit bericht.
mail-mandate-notice = Op { $date } wordt { $amount } van uw rekening afgeschreven. Zorg voor voldoende saldo.
mail-mandate-wrong = Was u dit niet, of klopt er iets niet? Neem dan direct contact op met { $merchant }.
mail-bacs-subject = Incasso: { $amount } aan { $merchant } op { $date }
mail-bacs-heading = Uw incasso-opdracht (Direct Debit Instruction)
mail-bacs-text = Dank u wel. U hebt een incasso voor { $merchant } ingesteld. Bewaar dit bericht.
mail-autogiro-subject = Autogiro: { $amount } aan { $merchant } op { $date }
mail-autogiro-heading = Uw Autogiro-machtiging
mail-postponed-subject = { $merchant }: { $amount } wordt pas op { $date } afgeschreven
mail-postponed-heading = Een latere datum voor uw betaling
mail-postponed-text = Uw bank heeft nog niet laten weten of zij de machtiging goedkeurt die u voor { $merchant } hebt ondertekend. Daarom is er op de dag die u was genoemd niets van uw rekening afgeschreven.
mail-retried-text = Er stond niet genoeg geld op uw rekening voor uw betaling aan { $merchant }. Er is op de dag die u was genoemd niets afgeschreven; uw bank probeert het opnieuw.
mail-refunded-subject = { $merchant }: { $amount } terugbetaald
mail-refunded-heading = { $amount } terug van { $merchant }
mail-refunded-text = { $merchant } heeft u op { $date } een terugbetaling van { $amount } gestuurd.
mail-refunded-arrival = Het bedrag gaat naar de kaart of rekening waarmee u hebt betaald en staat daar binnen 5–10 dagen op. U hoeft niets te doen.
mail-refunded-by = Van
mail-refunded-on = Terugbetaald op
mail-refunded-questions = Hebt u vragen over deze terugbetaling? Neem contact op met { $merchant }.
mail-returned-subject = { $merchant }: uw betaling is teruggeboekt, { $amount } te betalen
mail-returned-heading = Uw betaling is teruggeboekt
mail-returned-text = Uw bank heeft uw betaling van { $returned } aan { $merchant } teruggeboekt.
mail-returned-open = Er moet nog { $amount } worden betaald. Op de betaalpagina kunt u op een andere manier betalen.
mail-returned-paid = Hebt u intussen betaald? Dan hoeft u niets meer te doen. Klopt er iets niet, neem dan contact op met { $merchant }.
mail-transfer-subject = { $merchant }: gegevens voor uw overschrijving van { $amount }
mail-transfer-heading = { $amount } overmaken aan { $merchant }
mail-transfer-text = U hebt deze gegevens opgevraagd op de betaalpagina van { $merchant }. Maak het bedrag over bij uw bank, precies zoals het hier staat.
mail-transfer-button = Betaalpagina openen
mail-part-subject = { $merchant }: { $arrived } ontvangen, nog { $remaining } te betalen
mail-part-heading = { $arrived } ontvangen
mail-part-text = { $merchant } heeft op { $date } uw overschrijving van { $arrived } ontvangen. Dank u wel.
mail-part-rest = Er moet nog { $remaining } worden betaald. Maak dat bedrag over met hetzelfde betalingskenmerk of kies op de betaalpagina een andere betaalwijze.
mail-account-subject = { $merchant }: de bankrekening voor { $currency } verandert
mail-account-heading = Een andere bankrekening voor { $currency }
mail-account-text = Vanaf { $when } krijgt wie { $currency } aan { $merchant } overmaakt een andere rekening te zien. Tot dan blijft alles zoals het is.
mail-account-new = Nieuwe rekening
mail-account-replaced = Huidige rekening
mail-account-by = Aangevraagd door
mail-account-requested = Aangevraagd op
mail-account-effective = Gaat in op
mail-account-wrong = Heeft niemand van u dit aangevraagd? Trek de wijziging dan in voordat ze ingaat en vervang uw API-sleutels, want iemand anders heeft er misschien een.
